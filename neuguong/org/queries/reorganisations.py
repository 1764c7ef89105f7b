"""Acts on units: what a draft says, where people would go, which lives a code or a name has had."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from neuguong.core.text import words_to_search
from neuguong.org.enums import Basis, LineageKind, Role
from neuguong.org.models import Membership, Reorganisation, Unit, UnitAncestor, UnitLineage
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A life that begins with the act. `parent` is a data key, of a unit that is there or of another new one."""

    ref: str
    kind: str
    name: str
    short_name: str = ""
    official_code: str = ""
    parent: str = ""
    place: str = ""
    squares: dict[str, Any] | None = None  # its place on the tile map, as the unit file says


@dataclass(frozen=True, slots=True)
class Passing:
    """One unit passes into one other, or into none (giải thể)."""

    predecessor: str
    successor: str
    kind: str
    is_main: bool = False


@dataclass(slots=True)
class Draft:
    """What an act says."""

    units: list[NewUnit] = field(default_factory=list)
    passings: list[Passing] = field(default_factory=list)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    dossiers: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)  # other open things, "o-12": which successor has it

    def carrier(self, predecessor: str) -> str:
        """Who carries a unit on whole: its only successor, or the main one; empty for none."""
        for one in self.passings:
            whole = one.kind in (LineageKind.MERGED, LineageKind.RENAMED)
            if one.predecessor == predecessor and (whole or one.is_main):
                return one.successor
        return ""


@dataclass(frozen=True, slots=True)
class PersonMove:
    """What becomes of one role at a unit that ends: where it goes on and as what, or that it ends (`to` empty)."""

    membership: Membership
    to: str
    role: str
    choices: tuple[str, ...]


def draft_of(row: Reorganisation) -> Draft:
    """The document of an act as something with names."""
    said: dict[str, Any] = row.document
    return Draft(
        [NewUnit(**one) for one in said["units"]],
        [Passing(**one) for one in said["passings"]],
        dict(said["people"]),
        dict(said["dossiers"]),
        dict(said.get("things", {})),
    )


def reorganisations_visible_to(account_id: int, on: date) -> "QuerySet[Reorganisation]":
    """The acts of the units where somebody may record them, the newest first."""
    scope = scope_of(account_id, Permission.REORGANISE, on=on)
    return Reorganisation.objects.filter(scope.q("owner")).select_related("owner", "drawn_by")


def owners_for(account_id: int, on: date) -> "QuerySet[Unit]":
    """The tops below which somebody may record acts: their own units with everything below."""
    scope = scope_of(account_id, Permission.REORGANISE, on=on)
    return Unit.objects.on(on).filter(pk__in=scope.tops | scope.units).order_by("sort_key", "id")


def units_ending(draft: Draft) -> list[Unit]:
    """The units that end by the act, in Vietnamese order."""
    return list(Unit.objects.filter(ref__in={one.predecessor for one in draft.passings}).order_by("sort_key", "id"))


def people_moves(row: Reorganisation, *, on: date) -> list[PersonMove]:
    """Every role at the units that end, with what was chosen for it or what suggests itself.

    An officer goes on where the unit goes on. Who leads a unit made of several is a decision, so a head goes on as
    head only where one unit becomes one; a role ends where its unit passes into one outside the act's reach. A role
    with the units below goes on only beside where it was, never upward: an act does not make a district's office a
    province's.
    """
    draft = draft_of(row)
    ended = {unit.pk: unit for unit in units_ending(draft)}
    rows = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=max(on, row.effective_on)), unit__in=ended)
    found = rows.select_related("account", "unit").order_by("unit__sort_key", "role", "account__sort_key", "id")
    within, parents = _within(row, draft), _parents(draft)
    alone = _alone(draft)
    moves = []
    for membership in found:
        unit = membership.unit
        carrier = draft.carrier(unit.ref)
        choices = tuple(
            ref
            for ref in dict.fromkeys(one.successor for one in draft.passings if one.predecessor == unit.ref)
            if ref in within and (not membership.subtree or parents[ref] == parents[unit.ref])
        )
        chosen = draft.people.get(str(membership.pk))
        if chosen is not None and (not chosen["to"] or chosen["to"] in choices):
            to, role = chosen["to"], chosen["role"]
        else:
            goes = carrier in choices and membership.basis == Basis.APPOINTED
            goes = goes and (membership.role != Role.UNIT_HEAD or unit.ref in alone)
            to, role = (carrier, membership.role) if goes else ("", "")
        moves.append(PersonMove(membership, to, role, choices if membership.basis == Basis.APPOINTED else ()))
    return moves


def _within(row: Reorganisation, draft: Draft) -> set[str]:
    """Where roles may be carried to: the act's new units and living units below its owner. Nobody grants elsewhere."""
    refs = {one.successor for one in draft.passings if one.successor}
    below = Unit.objects.filter(ancestry__ancestor_id=row.owner_id, ref__in=refs).values_list("ref", flat=True)
    return {one.ref for one in draft.units} | set(below)


def _parents(draft: Draft) -> dict[str, str]:
    """Below which unit each unit of the act stands; empty for a top."""
    refs = {ref for one in draft.passings for ref in (one.predecessor, one.successor) if ref}
    there = Unit.objects.filter(ref__in=refs).values_list("ref", "parent__ref")
    return {ref: parent or "" for ref, parent in there} | {one.ref: one.parent for one in draft.units}


def _alone(draft: Draft) -> set[str]:
    """Units that become one new unit by themselves: a new name, nothing else."""
    new = {one.ref for one in draft.units}
    into: dict[str, list[str]] = {}
    for one in draft.passings:
        into.setdefault(one.successor, []).append(one.predecessor)
    return {olds[0] for successor, olds in into.items() if successor in new and len(olds) == 1}


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One life of a unit with what it came from and what it became."""

    unit: Unit
    came_from: tuple[UnitLineage, ...]
    became: tuple[UnitLineage, ...]

    @property
    def last_day(self) -> date | None:
        """The last day on which the unit was there."""
        return self.unit.valid_to - timedelta(days=1) if self.unit.valid_to else None


def lives_found(account_id: int, q: str, *, on: date, most: int = 60) -> tuple[LifeRow, ...]:
    """The lives of units a person sees the board of or records acts for, whose name or code holds every word, oldest first; three queries.

    A code is no key: one that was passed on shows all its lives, one beneath the other.
    """
    scopes = [scope_of(account_id, one, on=on, inherited=True) for one in (Permission.SEE_BOARD, Permission.REORGANISE)]
    found = Unit.objects.filter(scopes[0].q("pk") | scopes[1].q("pk")).exclude(valid_to=F("valid_from"))
    for word in words_to_search(q):
        found = found.filter(search_text__contains=word)
    units = list(found.order_by("official_code", "valid_from", "sort_key", "id")[:most])
    return tuple(LifeRow(unit, *neighbours) for unit, neighbours in zip(units, _neighbours(units), strict=True))


def _neighbours(units: Iterable[Unit]) -> list[tuple[tuple[UnitLineage, ...], tuple[UnitLineage, ...]]]:
    ids = [unit.pk for unit in units]
    touched = UnitLineage.objects.filter(Q(predecessor__in=ids) | Q(successor__in=ids))
    rows = list(touched.select_related("predecessor", "successor").order_by("effective_on", "id"))
    return [
        (tuple(row for row in rows if row.successor_id == pk), tuple(row for row in rows if row.predecessor_id == pk))
        for pk in ids
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an act: these units, in this way, into that one; with the key of the first, by which it is removed."""

    key: str
    names: tuple[str, ...]
    label: str
    into: str
    detail: str
    is_main: bool


def said_by(row: Reorganisation) -> tuple[Said, ...]:
    """The act's lines in words, units that pass into one together; two queries."""
    draft = draft_of(row)
    refs = {ref for one in draft.passings for ref in (one.predecessor, one.successor) if ref}
    refs |= {one.parent for one in draft.units if one.parent}
    names = dict(Unit.objects.filter(ref__in=refs).values_list("ref", "name"))
    new = {one.ref: one for one in draft.units}
    names |= {ref: one.name for ref, one in new.items()}
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for one in draft.passings:
        groups.setdefault((one.successor, one.kind, one.is_main), []).append(one.predecessor)
    lines = [
        Said(
            olds[0],
            tuple(names.get(old, old) for old in olds),
            str(LineageKind(kind).label),
            names.get(into, ""),
            _detail(new[into], names) if into in new else "",
            main,
        )
        for (into, kind, main), olds in groups.items()
    ]
    received = {one.successor for one in draft.passings}
    lines += [
        Said(one.ref, (), "lập đơn vị mới", one.name, _detail(one, names), is_main=False)
        for one in draft.units
        if one.ref not in received
    ]
    return tuple(lines)


def _detail(one: NewUnit, names: dict[str, str]) -> str:
    parts = [f"mã {one.official_code}" if one.official_code else "", f"thuộc {names[one.parent]}" if one.parent else ""]
    return ", ".join(["đơn vị mới", *(part for part in parts if part)])


def units_to_change(row: Reorganisation) -> list[tuple[str, str]]:
    """The units below the act's owner that live up to its day and of which it says nothing yet."""
    said = {one.predecessor for one in draft_of(row).passings if one.kind != LineageKind.SPLIT}
    found = Unit.objects.filter(ancestry__ancestor_id=row.owner_id, valid_from__lt=row.effective_on)
    found = found.filter(Q(valid_to=None) | Q(valid_to__gt=row.effective_on)).exclude(ref__in=said)
    return list(found.order_by("sort_key", "id").values_list("ref", "name"))


def units_to_receive(row: Reorganisation) -> list[tuple[str, str]]:
    """The act's new units, then the living ones of its tree that it does not end."""
    draft = draft_of(row)
    ending = {one.predecessor for one in draft.passings}
    tops = UnitAncestor.objects.filter(unit_id=row.owner_id).values("ancestor_id")
    near = Unit.objects.on(row.effective_on).filter(Q(pk__in=tops) | Q(ancestry__ancestor_id=row.owner_id))
    found = near.exclude(ref__in=ending).distinct().order_by("sort_key", "id").values_list("ref", "name")
    return [*((one.ref, f"{one.name} (mới)") for one in draft.units), *found]
