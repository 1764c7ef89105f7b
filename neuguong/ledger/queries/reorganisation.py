"""What an act on units moves: dossiers, quotas, rows owed, roles; and the proof that no earlier day changed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from neuguong.core.periods import Period
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.queries.dossier import title_of
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.ledger.models import Obligation
from neuguong.ledger.queries.board import board, boards
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.left_open import ThingMove, things_left
from neuguong.org.enums import Role
from neuguong.org.models import Membership, Reorganisation, Unit
from neuguong.org.queries.access import holders
from neuguong.org.queries.reorganisations import Draft, draft_of, units_ending
from neuguong.org.roles import Permission, roles_to_carry
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan

S = NominationState
OPEN = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.VERIFIED)
_SAYS = itemgetter(*(n for n, name in enumerate(BoardRow._fields) if name not in ("obligation_id", "restated")))
SHOWN = 200  # dossiers named one by one; more are counted


@dataclass(frozen=True, slots=True)
class DossierMove:
    """One open dossier, and who carries it on; `choices` are (data key, name) where the unit is divided."""

    id: int
    number: str
    name: str
    state: str
    state_label: str
    unit: str
    to: str
    to_ref: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuotaMove:
    """A year's quota of a unit that ends or begins: how many are asked for, how many count on the act's day."""

    unit: str
    year: int
    required: int
    counted: int
    ends: bool


@dataclass(frozen=True, slots=True)
class RowsMove:
    """How many rows of a unit end with the act, or begin."""

    unit: str
    ended: int
    begun: int


@dataclass(frozen=True, slots=True)
class RoleMove:
    """One role: whose, what, where until now, where and as what from now on."""

    membership_id: int
    person: str
    role: str
    unit: str
    to: str
    to_ref: str
    new_role: str
    choices: tuple[tuple[str, str], ...]
    role_code: str

    @property
    def options(self) -> tuple[tuple[str, str, str], ...]:
        """What may be chosen: role, unit's key, words. Nobody becomes more than they were."""
        roles = roles_to_carry(self.role_code)
        return tuple((role, ref, f"{Role(role).label}, {name}") for ref, name in self.choices for role in roles)


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything an act does, in the order a reader asks."""

    ended: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, code, into which
    begun: tuple[tuple[str, str, str], ...]  # name, code, below which
    dossiers: tuple[DossierMove, ...]
    more_dossiers: int
    things: tuple[ThingMove, ...]  # what else is open: obstacles, estimates, reports …
    quotas: tuple[QuotaMove, ...]
    rows: tuple[RowsMove, ...]
    roles: tuple[RoleMove, ...]
    warnings: tuple[str, ...]
    days_compared: int
    rows_compared: int
    differences: int
    digest: str = ""

    @property
    def things_named(self) -> tuple[ThingMove, ...]:
        """Open things that the reader may read."""
        return tuple(one for one in self.things if one.title)

    @property
    def things_counted(self) -> tuple[ThingMove, ...]:
        """The others, by kind, unit and whose they are."""
        return tuple(one for one in self.things if not one.title)

    @property
    def ended_into(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Those that pass into others."""
        return tuple(one for one in self.ended if one[2])

    @property
    def ended_alone(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Those that nobody succeeds."""
        return tuple(one for one in self.ended if not one[2])

    @property
    def roles_to_choose(self) -> tuple[RoleMove, ...]:
        """Roles that may go on somewhere."""
        return tuple(one for one in self.roles if one.choices)

    @property
    def roles_ending(self) -> tuple[RoleMove, ...]:
        """Roles that end with their unit, whatever anybody chooses."""
        return tuple(one for one in self.roles if not one.choices)


@dataclass(frozen=True, slots=True)
class Touched:
    """The units an act ends, and what they owed before it."""

    units: tuple[Unit, ...]
    quotas: tuple[QuotaMove, ...]
    open_rows: Counter[int]


@dataclass(frozen=True, slots=True)
class Compared:
    """The rows of some days, without what only says when something was typed."""

    rows: tuple[tuple[Any, ...], ...]
    days: int

    @classmethod
    def of(cls, plans: Iterable[Plan], days: Sequence[date], units: Iterable[Unit]) -> "Compared":
        """The boards of these days for these units."""
        ids = [unit.pk for unit in units]
        found: list[tuple[Any, ...]] = []
        for plan in plans:
            read = boards(plan=plan, days=[on for on in days if plan.issued_on <= on], unit_ids=ids)
            found += [plain(row) for one in read.values() for row in one.rows]
        return cls(tuple(found), len(days))

    def against(self, later: "Compared") -> tuple[int, int, int]:
        """Days, rows, and how many rows differ."""
        differing = (Counter(self.rows) - Counter(later.rows)) + (Counter(later.rows) - Counter(self.rows))
        return self.days, len(self.rows), sum(differing.values())


def plain(row: BoardRow) -> tuple[Any, ...]:
    """A row by what it says of unit and duty; its number and whether somebody typed late are no part of that."""
    said: tuple[Any, ...] = _SAYS(row)
    return said


def compared_days(plans: Iterable[Plan], effective_on: date) -> list[date]:
    """The last day before the act, and the last day of every month before it, back to the plans' beginning."""
    start = min((plan.issued_on for plan in plans), default=effective_on)
    days, day = [], effective_on - timedelta(days=1)
    while day >= start:
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return sorted(days)


def touched(row: Reorganisation) -> Touched:
    """What there is before the act."""
    units = tuple(units_ending(draft_of(row)))
    owed = Obligation.objects.filter(unit__in=units, voided_on=None)
    return Touched(units, (), Counter(owed.values_list("unit_id", flat=True)))


def still_open(row: Reorganisation) -> list[Nomination]:
    """Dossiers of the units that end whose way is not over, with subject and unit."""
    rows = Nomination.objects.filter(unit__in=units_ending(draft_of(row)), state__in=OPEN, closed_at=None)
    return list(rows.select_related("subject", "unit").order_by("unit__sort_key", "unit_id", "number"))


def told_to(dossiers: list[Nomination], account_id: int | None, on: date) -> list[Nomination]:
    """Those that the reader may read anyway; the others move all the same and are only counted."""
    if account_id is None:
        return dossiers
    seen = visible_to(account_id, on).filter(pk__in=[one.pk for one in dossiers]).values_list("pk", flat=True)
    known = set(seen)
    return [one for one in dossiers if one.pk in known]


def preview_of(
    row: Reorganisation,
    before: Touched,
    dossiers: Sequence[Nomination],
    untold: int,
    compared: tuple[int, int, int],
    plans: Sequence[Plan],
    reader: tuple[int | None, date],
) -> Preview:
    """What has just happened, read while it still stands."""
    draft = draft_of(row)
    names = dict(Unit.objects.filter(ref__in=_refs(draft)).values_list("ref", "name"))
    begun = list(Unit.objects.filter(pk__in=row.undo["begun"]).select_related("parent").order_by("sort_key", "id"))
    after = (*before.units, *begun, *Unit.objects.filter(ref__in=_receivers(draft)))
    said = Preview(
        ended=tuple(
            (unit.name, unit.official_code, tuple(names[one] for one in _into(draft, unit.ref)))
            for unit in before.units
        ),
        begun=tuple((unit.name, unit.official_code, unit.parent.name if unit.parent else "") for unit in begun),
        dossiers=tuple(_dossier(one, draft, names) for one in dossiers[:SHOWN]),
        more_dossiers=max(len(dossiers) - SHOWN, 0) + untold,
        things=_things(before.units, draft, names, *reader),
        quotas=_quotas(row, after, plans),
        rows=_rows(row, before, after),
        roles=_roles(row, names),
        warnings=_warnings(row, begun),
        days_compared=compared[0],
        rows_compared=compared[1],
        differences=compared[2],
    )
    return Preview(**{name: getattr(said, name) for name in said.__slots__ if name != "digest"}, digest=_digest(said))


def _digest(said: Preview) -> str:
    parts = [getattr(said, name) for name in said.__slots__ if name != "digest"]
    plain_parts = json.dumps(parts, default=lambda one: [getattr(one, name) for name in one.__slots__], sort_keys=True)
    return hashlib.sha256(plain_parts.encode()).hexdigest()


def _refs(draft: Draft) -> set[str]:
    return {ref for one in draft.passings for ref in (one.predecessor, one.successor) if ref}


def _receivers(draft: Draft) -> set[str]:
    """Units that were there before and take others in."""
    return {one.successor for one in draft.passings if one.successor} - {one.ref for one in draft.units}


def _into(draft: Draft, ref: str) -> list[str]:
    return [one.successor for one in draft.passings if one.predecessor == ref and one.successor]


def _dossier(one: Nomination, draft: Draft, names: dict[str, str]) -> DossierMove:
    carrier = draft.carrier(one.unit.ref)
    choices = tuple((ref, names[ref]) for ref in dict.fromkeys(_into(draft, one.unit.ref)))
    to = draft.dossiers.get(str(one.pk), carrier)
    to = to if to in dict(choices) else carrier
    return DossierMove(
        one.pk, one.number, title_of(one.subject.name, one.subject.form_of_address), one.state,
        str(NominationState(one.state).label), one.unit.name, names.get(to, ""), to,
        choices if len(choices) > 1 else (),
    )  # fmt: skip


def _things(
    units: Sequence[Unit], draft: Draft, names: dict[str, str], account_id: int | None, on: date
) -> tuple[ThingMove, ...]:
    into = {unit.pk: {ref: names[ref] for ref in _into(draft, unit.ref)} for unit in units}
    carriers = {unit.pk: draft.carrier(unit.ref) for unit in units}
    return things_left(units, into, carriers, draft.things, account_id=account_id, on=on)


def _quotas(row: Reorganisation, units: Sequence[Unit], plans: Sequence[Plan]) -> tuple[QuotaMove, ...]:
    """The year's quota on the last day of the old units and on the first of the new ones, by the plan's reading."""
    found = []
    ids, year = [unit.pk for unit in units], row.effective_on.year
    for plan in plans:
        for on, ends in ((row.effective_on - timedelta(days=1), True), (row.effective_on, False)):
            rows = board(plan=plan, on=on, unit_ids=ids, duty_kinds=[DutyKind.QUOTA], year=year).rows
            found += [
                QuotaMove(one.unit_name, Period(one.period).year_number, one.required, one.sent, ends)
                for one in rows
                if ends == (str(one.unit_id) in row.undo["ended"]) and one.state != "excused"
            ]
    return tuple(found)


def _rows(row: Reorganisation, before: Touched, units: Sequence[Unit]) -> tuple[RowsMove, ...]:
    owed = Obligation.objects.filter(unit__in=units, voided_on=None).values_list("unit_id", flat=True)
    now = Counter(owed)
    moved = [
        RowsMove(
            unit.name,
            max(before.open_rows[unit.pk] - now[unit.pk], 0),
            max(now[unit.pk] - before.open_rows[unit.pk], 0) if unit.pk in row.undo["begun"] else 0,
        )
        for unit in units
    ]
    return tuple(one for one in moved if one.ended or one.begun)


def _roles(row: Reorganisation, names: dict[str, str]) -> tuple[RoleMove, ...]:
    """The roles as they were moved: read from what was carried out, not guessed again."""
    said = {int(key): one for key, one in row.undo["roles_said"].items()}
    rows = Membership.objects.filter(pk__in=said).select_related("account", "unit")
    order = {pk: place for place, pk in enumerate(said)}
    return tuple(
        RoleMove(
            one.pk,
            one.account.full_name,
            str(Role(one.role).label),
            one.unit.name,
            names.get(said[one.pk]["to"], ""),
            said[one.pk]["to"],
            said[one.pk]["role"],
            tuple((ref, names[ref]) for ref in said[one.pk]["choices"]),
            one.role,
        )
        for one in sorted(rows, key=lambda one: order[one.pk])
    )


def _warnings(row: Reorganisation, begun: Sequence[Unit]) -> tuple[str, ...]:
    """New units that nobody leads or writes for, or whose accounts nobody keeps."""
    found = []
    for unit in begun:
        on = row.effective_on
        if not holders(Permission.PREPARE_NOMINATION, unit=unit, on=on):
            found.append(f"{unit.name} chưa có ai lập và sửa hồ sơ.")
        elif not holders(Permission.SUBMIT_NOMINATION, unit=unit, on=on):
            found.append(f"{unit.name} chưa có người đứng đầu; chọn ở phần vai trò hoặc giao sau.")
        if not holders(Permission.MANAGE_ACCOUNTS, unit=unit, on=on):
            found.append(f"Không ai quản lý tài khoản của {unit.name}.")
    return tuple(found)
