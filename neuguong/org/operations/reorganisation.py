"""Carrying out an act on units, and taking it back: lives, what passed into what, blocks, roles, councils.

Called by the ledger's operation of the same name, which asks who may and moves what hangs on the units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.org.enums import Basis, LineageKind, Role
from neuguong.org.models import (
    Block,
    BlockMembership,
    Council,
    CouncilSeat,
    Membership,
    Reorganisation,
    Unit,
    UnitLineage,
)
from neuguong.org.operations.memberships import carry, cut
from neuguong.org.operations.tiles import place_tile
from neuguong.org.operations.units import begin_unit, write_lineage
from neuguong.org.queries.reorganisations import Draft, PersonMove, draft_of, people_moves

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Who:
    """By whom, from when, typed when; and the audit's words."""

    by: Actor
    at: datetime
    recorded_at: datetime | None

    @property
    def told(self) -> dict[str, Any]:
        """As keyword arguments."""
        return {"by": self.by, "at": self.at, "recorded_at": self.recorded_at}

    @property
    def today(self) -> date:
        """The day of the act of recording."""
        return local_day(self.at)


def carry_out(row: Reorganisation, who: Who) -> dict[str, Any]:
    """Do what the act says to units, blocks, roles and councils; returns what `undo_units` needs."""
    draft = draft_of(row)
    moves = people_moves(row, on=who.today)
    begun = _begin(draft, row, who)
    units = begun | {unit.ref: unit for unit in Unit.objects.filter(ref__in=_named(draft))}
    lineage = [
        write_lineage(
            predecessor=units[one.predecessor], successor=units[one.successor] if one.successor else None,
            kind=one.kind, act=row.act, effective_on=row.effective_on, is_main=one.is_main, **who.told,
        ).pk
        for one in draft.passings
    ]  # fmt: skip
    ending = [units[ref] for ref in dict.fromkeys(one.predecessor for one in draft.passings)]
    undo: dict[str, Any] = {"begun": sorted(unit.pk for unit in begun.values()), "lineage": lineage}
    undo["ended"] = _end(ending, row.effective_on, who)
    undo |= _move_blocks(draft, units, row)
    undo |= _move_people(moves, units, row, who)
    undo |= _close_councils(ending, row.effective_on, who)
    gone = {one.predecessor for one in draft.passings if one.kind == LineageKind.ABOLISHED}
    undo |= _close_blocks([units[ref] for ref in gone], row.effective_on, who)
    return undo


def _named(draft: Draft) -> set[str]:
    return {ref for one in draft.passings for ref in (one.predecessor, one.successor) if ref}


def _begin(draft: Draft, row: Reorganisation, who: Who) -> dict[str, Unit]:
    """The new lives, those above before those below."""
    begun: dict[str, Unit] = {}
    waiting = list(draft.units)
    while waiting:
        names = {one.ref for one in waiting}
        ready = [one for one in waiting if one.parent not in names] or waiting  # a circle was refused in the draft
        for one in ready:
            parent = begun.get(one.parent) or Unit.objects.filter(ref=one.parent).first()
            begun[one.ref] = begin_unit(
                ref=one.ref, kind=one.kind, name=one.name, short_name=one.short_name, official_code=one.official_code,
                parent=parent, place=one.place, valid_from=row.effective_on,
                is_demonstration=row.owner.is_demonstration, **who.told,
            )  # fmt: skip
            if one.squares:
                place_tile(unit=begun[one.ref], squares=one.squares, **who.told)
        waiting = [one for one in waiting if one not in ready]
    return begun


def _end(ending: Iterable[Unit], on: date, who: Who) -> dict[str, str | None]:
    before: dict[str, str | None] = {}
    for unit in ending:
        before[str(unit.pk)] = unit.valid_to.isoformat() if unit.valid_to else None
        _set_end(unit, on, who)
    return before


def _set_end(unit: Unit, end: date | None, who: Who) -> None:
    facts = {"ref": unit.ref, "valid_to": [unit.valid_to, end]}
    unit.valid_to = end
    unit.save(update_fields=["valid_to"])
    record("change_unit", unit, facts=facts, **who.told)


def _move_blocks(draft: Draft, units: dict[str, Unit], row: Reorganisation) -> dict[str, Any]:
    """Ended units leave their blocks; a successor below the block's owner takes the place."""
    on, joined = row.effective_on, []
    cut_rows: dict[str, str | None] = {}
    for one in draft.passings:
        rows = BlockMembership.objects.on(on - DAY).filter(unit=units[one.predecessor]).select_related("block")
        for membership in rows:
            cut_rows.setdefault(str(membership.pk), membership.valid_to.isoformat() if membership.valid_to else None)
            successor = units[one.successor] if one.successor == draft.carrier(one.predecessor) != "" else None
            below = successor is not None and _is_below(successor, membership.block.owner_id)
            if below and successor and not BlockMembership.objects.on(on).filter(unit=successor).exists():
                joined.append(BlockMembership.objects.create(block=membership.block, unit=successor, valid_from=on).pk)
    BlockMembership.objects.filter(pk__in=[int(pk) for pk in cut_rows]).update(valid_to=on)
    return {"blocks_left": cut_rows, "blocks_joined": joined}


def _is_below(unit: Unit, top_id: int) -> bool:
    return unit.ancestry.filter(ancestor_id=top_id).exists()


def _move_people(moves: Iterable[PersonMove], units: dict[str, Unit], row: Reorganisation, who: Who) -> dict[str, Any]:
    """Roles end with their unit, or at once when it has ended already, and go on where the draft says."""
    begin = max(row.effective_on, who.today)
    ended, begun, said = {}, [], {}
    for move in moves:
        old = move.membership
        said[str(old.pk)] = {"to": move.to, "role": move.role, "choices": list(move.choices)}
        ended[str(old.pk)] = old.valid_to.isoformat() if old.valid_to else None
        key, since, until = old.pk, max(begin, old.valid_from), old.valid_to
        cut(old, last_day=begin - DAY, **who.told)
        if move.to:  # for as long as it was given: a merger makes no role begin earlier or end later
            new = carry(
                old, to=units[move.to], role=move.role, valid_from=since, valid_to=until, document=row.act, **who.told
            )
            begun += [new.pk] if new else []
        old.pk = key  # one that had not begun is gone by now; its letter is still about it
        _tell(move, units.get(move.to), row, begin, who)
    return {"roles_ended": ended, "roles_begun": begun, "roles_said": said}


def _tell(move: PersonMove, to: Unit | None, row: Reorganisation, begin: date, who: Who) -> None:
    old = move.membership
    until = f"{old.unit.name} kết thúc từ ngày {row.effective_on:%d/%m/%Y} theo {row.act}."
    if to is None:
        words = f"{until} Vai trò “{Role(old.role).label}” của anh/chị ở đơn vị này thôi từ ngày {begin:%d/%m/%Y}."
    else:
        words = (
            f"{until} Từ ngày {begin:%d/%m/%Y} anh/chị là {Role(move.role).label} của {to.name}; hồ sơ đang mở đi theo."
        )
    key = f"reorganised:{row.pk}:{row.version}:{old.pk}"
    write_letter(key=key, recipient_id=old.account_id, subject="Sắp xếp đơn vị", body=words, at=who.at)


def _close_councils(ending: Iterable[Unit], on: date, who: Who) -> dict[str, Any]:
    councils, seats = {}, {}
    rows = Council.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit__in=list(ending))
    for council in rows:
        councils[str(council.pk)] = council.valid_to.isoformat() if council.valid_to else None
        for seat in council.seats.filter(Q(valid_to=None) | Q(valid_to__gte=max(on, who.today))):
            seats[str(seat.pk)] = seat.valid_to.isoformat() if seat.valid_to else None
            seat.valid_to = max(on - DAY, who.today - DAY, seat.valid_from)
            seat.save(update_fields=["valid_to"])
            record("leave_seat", seat, facts={"council": council.pk, "valid_to": seat.valid_to}, **who.told)
        council.valid_to = on
        council.save(update_fields=["valid_to"])
        record("close_council", council, facts={"unit": council.unit_id, "valid_to": on}, **who.told)
    return {"councils": councils, "seats": seats}


def _close_blocks(abolished: Iterable[Unit], on: date, who: Who) -> dict[str, Any]:
    """The blocks of a unit that is abolished end with it; their members leave."""
    blocks: dict[str, str | None] = {}
    left: dict[str, str | None] = {}
    for block in Block.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), owner__in=list(abolished)):
        blocks[str(block.pk)] = block.valid_to.isoformat() if block.valid_to else None
        for row in block.memberships.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
            left[str(row.pk)] = row.valid_to.isoformat() if row.valid_to else None
        block.memberships.filter(pk__in=[int(pk) for pk in left]).update(valid_to=on)
        block.valid_to = on
        block.save(update_fields=["valid_to"])
        record("change_block", block, facts={"ref": block.ref, "valid_to": on}, **who.told)
    return {"blocks": blocks, "members_left": left}


def undo_units(row: Reorganisation, who: Who) -> None:
    """Make it as if the act had never been recorded; lives that it began stay as lives without a day."""
    undo = row.undo
    UnitLineage.objects.filter(pk__in=undo["lineage"]).update(taken_back_at=who.recorded_at or who.at)
    for unit in Unit.objects.filter(pk__in=undo["begun"]):
        _set_end(unit, unit.valid_from, who)
        unit.ref = f"{unit.ref[:60]}~{row.pk}"  # the right act may use the key again
        unit.save(update_fields=["ref"])
    for unit in Unit.objects.filter(pk__in=[int(pk) for pk in undo["ended"]]):
        _set_end(unit, _day(undo["ended"][str(unit.pk)]), who)
    _restore(BlockMembership, undo["members_left"] | undo["blocks_left"])
    for membership in BlockMembership.objects.filter(pk__in=undo["blocks_joined"]):
        membership.valid_to = membership.valid_from
        membership.save(update_fields=["valid_to"])
    _restore(Block, undo["blocks"])
    _restore(Council, undo["councils"])
    _restore(CouncilSeat, undo["seats"])
    _give_back_roles(undo, row, who)


def _give_back_roles(undo: dict[str, Any], row: Reorganisation, who: Who) -> None:
    for begun in Membership.objects.filter(pk__in=undo["roles_begun"]).select_related("account", "unit"):
        cut(begun, last_day=who.today - DAY, **who.told)
    recorded_on = local_day(row.confirmed_at) if row.confirmed_at else row.effective_on
    cut_on = max(row.effective_on, recorded_on) - DAY
    for old in Membership.objects.filter(pk__in=[int(pk) for pk in undo["roles_ended"]]).select_related("unit"):
        until = _day(undo["roles_ended"][str(old.pk)])
        if until is not None and until < who.today:
            continue
        if old.valid_to is not None and old.valid_to < cut_on:
            continue  # somebody has ended it since the act was recorded
        if old.valid_to is not None and old.valid_to >= who.today - DAY:
            old.valid_to = until
            old.save(update_fields=["valid_to"])
            record("restore_membership", old, facts={"account": old.account_id, "valid_to": until}, **who.told)
        elif old.basis == Basis.APPOINTED:  # days went by without the role: it begins anew, nobody says it never ended
            carry(old, to=old.unit, role=old.role, valid_from=who.today, document=row.act, valid_to=until, **who.told)


def _restore(model: Any, before: dict[str, str | None]) -> None:
    for one in model.objects.filter(pk__in=[int(pk) for pk in before]):
        one.valid_to = _day(before[str(one.pk)])
        one.save(update_fields=["valid_to"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
