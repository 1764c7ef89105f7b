"""Who must be urged about what on a day, and what the office sees of it (KH 87, IV.4)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Max, QuerySet

from neuguong.core.models import TextMessage
from neuguong.core.periods import OPEN, local_day
from neuguong.core.working_days import is_working_day
from neuguong.ledger.enums import DigestState, ObligationState
from neuguong.ledger.models import Extension, Obligation, Reminder, ReminderDigest, ReminderLetter
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import WAITING, BoardRow
from neuguong.ledger.queries.grid import cell_code, state_words
from neuguong.ledger.queries.reminder_words import Urging
from neuguong.org.enums import Role
from neuguong.org.models import Account, Unit
from neuguong.org.queries.access import holders_by_unit, holders_of_role, in_charge, scope_of
from neuguong.org.queries.lives import carriers_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.urging import SAME, Rung, UrgingRules, rung_names

OPEN_STATES = (*WAITING, ObligationState.OVERDUE)
AT_THE_UNIT = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
Key = tuple[int, str, str]  # unit, duty, period


def key_of(row: BoardRow) -> Key:
    """Which row of the ledger this is, whatever its revision."""
    return row.unit_id, row.duty_code, row.period


def still_to_do(row: BoardRow) -> bool:
    """Whether somebody must still do it: not done, not excused."""
    return row.state in OPEN_STATES


def answered_for(rows: Collection[BoardRow], on: date) -> list[BoardRow]:
    """Without the rows of units that have ended and that nobody carries on: nobody can do them any more."""
    units = {row.unit_id for row in rows}
    ended = set(Unit.objects.filter(pk__in=units, valid_to__lte=on).values_list("pk", flat=True))
    gone = ended - carriers_of(ended, on=on).keys() if ended else ended
    return [row for row in rows if row.unit_id not in gone]


def of_living_units(rows: Collection[BoardRow], on: date) -> list[BoardRow]:
    """Without the rows of units that have ended: an official letter is written to units that are there."""
    ended = Unit.objects.filter(pk__in={row.unit_id for row in rows}, valid_to__lte=on)
    gone = set(ended.values_list("pk", flat=True))
    return [row for row in rows if row.unit_id not in gone]


@dataclass(frozen=True, slots=True)
class Reached:
    """A row whose newest rung was reached on a day and is still to be told."""

    row: BoardRow
    rung: Rung
    reached_on: date

    @property
    def urging(self) -> Urging:
        """The row and the rung alone."""
        return Urging(self.row, self.rung)


def reached_by(plan: Plan, rules: UrgingRules, on: date, rows: Iterable[BoardRow]) -> list[Reached]:
    """The rows of a day's board to be urged now: of each only the newest rung, once, and not long after its day.

    So a day on which nothing ran is made up for by one notice, and a ladder that begins late does not tell the past.
    """
    announced: Callable[[Rung, date], date] = cache(Rung.announced_on)
    working = is_working_day(on)
    found = []
    for row in rows:
        if not still_to_do(row) or (row.boundary == OPEN and not row.extended_to):
            continue
        reached = [
            (rung, announced(rung, row.last_day))
            for rung in rules.ladder_of(row.duty_code)
            if rung.days <= (on - row.last_day).days + _FARTHEST_SHIFT
        ]
        newest = next(((rung, day) for rung, day in reversed(reached) if day <= on), None)
        if newest is None or (on - newest[1]).days > rules.catch_up_days:
            continue
        if working or newest[0].day_off == SAME:
            found.append(Reached(row, *newest))
    reached_units = {row.unit_id for row in answered_for([one.row for one in found], on)}
    found = [one for one in found if one.row.unit_id in reached_units]
    told = _told_before(plan, {one.row.last_day for one in found})
    granted = _granted_on(plan, {one.row.extended_to for one in found if one.row.extended_to})
    return [
        one
        for one in found
        if told.get((*key_of(one.row), one.row.last_day), _NEVER) < one.rung.days
        and granted.get((*key_of(one.row), one.row.last_day), date.min) < one.reached_on
    ]


_FARTHEST_SHIFT = 14  # days off in a row, at most: Tết
_NEVER = -1_000


def _told_before(plan: Plan, last_days: Collection[date]) -> dict[tuple[int, str, str, date], int]:
    """The highest rung of each row and due day so far."""
    rows = Reminder.objects.filter(duty__plan=plan, letter=None, last_day__in=last_days)
    highest = rows.order_by().values_list("unit_id", "duty__code", "period", "last_day").annotate(Max("days"))
    return {(unit, duty, period, day): days for unit, duty, period, day, days in highest}


def _granted_on(plan: Plan, days: Collection[date]) -> dict[tuple[int, str, str, date], date]:
    """When each row was given its later day: who has just been given time is not told of rungs before that."""
    rows = Extension.objects.filter(obligation__duty__plan=plan, extended_to__in=days).order_by("effective_at")
    columns = ("obligation__unit_id", "obligation__duty__code", "obligation__period", "extended_to", "effective_at")
    return {(unit, duty, period, day): local_day(at) for unit, duty, period, day, at in rows.values_list(*columns)}


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom to tell: by unit, and at the plan's own unit."""

    at_units: dict[tuple[Role, int], list[Account]]
    leaders: list[Account]
    office: list[Account]

    def of(self, row: BoardRow, rung: Rung) -> list[Account]:
        """Everybody whom a rung names for a row, each once; the office where that is nobody."""
        found: dict[int, Account] = {}
        for role in rung.to:
            if role == Role.LEADER:
                people = self.leaders
            elif role == Role.EMULATION_OFFICE:
                people = self.office
            else:
                people = self.at_units.get((Role(role), row.unit_id), [])
            found |= {account.pk: account for account in people}
        return list(found.values()) or self.office

    @property
    def heads(self) -> dict[int, str]:
        """The name of each unit's head."""
        return heads_of(self.at_units)


PeopleAt = dict[tuple[Role, int], list[Account]]


def heads_of(at_units: PeopleAt) -> dict[int, str]:
    """The name of each unit's head."""
    return {unit: people[0].full_name for (role, unit), people in at_units.items() if role == Role.UNIT_HEAD}


def people_at(unit_ids: Collection[int], on: date) -> PeopleAt:
    """Officer and head of each unit on a day; of one that has ended those of the unit that carries it on."""
    carriers = carriers_of(unit_ids, on=on)
    found = holders_by_unit(AT_THE_UNIT, unit_ids={carriers.get(pk, pk) for pk in unit_ids}, on=on)
    return {
        (role, pk): people
        for pk in unit_ids
        for role in AT_THE_UNIT
        if (people := found.get((role, carriers.get(pk, pk))))
    }


def recipients_for(plan: Plan, unit_ids: Collection[int], on: date) -> Recipients:
    """Four or five queries, however many units."""
    return Recipients(
        at_units=people_at(unit_ids, on),
        leaders=holders_of_role(Role.LEADER, unit=plan.unit, on=on),
        office=in_charge(Permission.KEEP_LEDGER, unit=plan.unit, on=on),
    )


def open_rows(plan: Plan, on: date, unit_ids: Collection[int]) -> dict[Key, BoardRow]:
    """What these units still have to do on a day."""
    return {key_of(row): row for row in board(plan=plan, on=on, unit_ids=unit_ids).rows if still_to_do(row)}


class DigestLine(NamedTuple):
    """One row that a digest speaks of, and how it stands now."""

    obligation_id: int
    unit: str
    duty: str
    period: str
    rung: str
    code: str
    words: str


def digest_lines(digest: ReminderDigest, on: date) -> tuple[DigestLine, ...]:
    """The rows of a digest in the order of their days, as they stand on a day."""
    found = list(digest.reminders.select_related("unit", "duty").order_by("last_day", "unit__sort_key", "id"))
    rows = board(plan=digest.plan, on=on, unit_ids={one.unit_id for one in found}).rows
    now, names = {key_of(row): row for row in rows}, rung_names(digest.plan)
    lines = []
    for one in found:
        row = now.get((one.unit_id, one.duty.code, one.period))
        code, words = (cell_code(row), state_words(row)) if row else ("", "")
        name = names.get(one.rung, one.rung)
        lines.append(DigestLine(one.obligation_id, one.unit.name, one.duty.title, one.period, name, code, words))
    return tuple(lines)


def text_of(digest: ReminderDigest) -> TextMessage | None:
    """The short message that went out beside a digest, if there was one."""
    return TextMessage.objects.filter(key=outgoing_key(digest)).first() if digest.letter_id else None


def outgoing_key(digest: ReminderDigest) -> str:
    """Under which a digest's letter and short message stand in the outbox, so that neither is written twice."""
    return f"reminder:{digest.pk}"


def digests_visible_to(account_id: int, on: date) -> "QuerySet[ReminderDigest]":
    """The digests of the plans whose ledger a person keeps."""
    scope = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return ReminderDigest.objects.filter(scope.q("plan__unit"))


def waiting_digests(digests: "QuerySet[ReminderDigest]", plan: Plan) -> "QuerySet[ReminderDigest]":
    """Those that wait for the office, the newest day first, by name."""
    states = (DigestState.WAITING, DigestState.HELD)
    found = digests.filter(plan=plan, state__in=states).select_related("recipient")
    return found.order_by("-on", "recipient__sort_key", "id")


def past_digests(digests: "QuerySet[ReminderDigest]", plan: Plan) -> "QuerySet[ReminderDigest]":
    """Those that went out or were stopped, with what became of their mail, the newest first."""
    states = (DigestState.RELEASED, DigestState.STOPPED)
    found = digests.filter(plan=plan, state__in=states).select_related("recipient", "letter")
    return found.order_by("-decided_at", "recipient__sort_key", "id")


def reminder_letters_visible_to(account_id: int, on: date) -> "QuerySet[ReminderLetter]":
    """The urging letters of the plans whose ledger a person keeps."""
    scope = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return ReminderLetter.objects.filter(scope.q("plan__unit"))


def reminders_of(obligation: Obligation, on: date) -> "QuerySet[Reminder]":
    """How often a row was urged by a day, over all its revisions, the newest first."""
    rows = Reminder.objects.filter(
        unit_id=obligation.unit_id, duty_id=obligation.duty_id, period=obligation.period, urged_on__lte=on
    )
    return rows.select_related("letter").defer("letter__content").order_by("-urged_on", "-id")
