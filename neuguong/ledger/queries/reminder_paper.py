"""The official letter that urges (công văn đôn đốc): who still owes what on a day, and the paper with its list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from neuguong.core.papers import Column, Group, Listing, OfficialLetter, Row, Table, padded, short_date
from neuguong.core.periods import Period
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import ReminderLetter
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.duties import due_words
from neuguong.ledger.queries.reminders import key_of, of_living_units, still_to_do
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.urging import UrgingLetterRules

EVERYTHING_OVERDUE = "các nhiệm vụ đã quá hạn"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorLine:
    """One row of the list, in words, as it stood when the letter was made."""

    obligation_id: int
    unit_id: int
    unit: str
    group: str
    duty: str
    period: str
    missing: str
    due: str
    late_days: int
    extension: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """A row to be urged and the line that says so."""

    row: BoardRow
    line: DebtorLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLetterContent:
    """Everything that the letter says."""

    rules: UrgingLetterRules
    plan_number: str
    plan_date: date
    on: date
    what: str
    answer_by: date
    drafted_on: date
    lines: tuple[DebtorLine, ...]
    signer: str = ""


def debtors(
    plan: Plan, *, on: date, today: date, unit_ids: Collection[int] | None = None, duty: str = "", period: str = ""
) -> tuple[Debtor, ...]:
    """Who had still to do a duty at the end of a day, or everything that was overdue then; without what is done today.

    Not the plan's own unit, in whose name the letter goes out. In the order of the board: communes first, then block by block.
    """
    chosen = partial(board, plan=plan, duty=duty or None, period=period or None)
    rows = [
        row
        for row in chosen(on=on, unit_ids=unit_ids).rows
        if still_to_do(row) and row.unit_id != plan.unit_id and (duty or row.state == ObligationState.OVERDUE)
    ]
    if on < today and rows:
        now = chosen(on=today, unit_ids={row.unit_id for row in rows}).rows
        open_now = {key_of(row) for row in now if still_to_do(row)}
        rows = [row for row in rows if key_of(row) in open_now]
    by_unit: dict[int, list[BoardRow]] = {}
    for row in of_living_units(rows, today):
        by_unit.setdefault(row.unit_id, []).append(row)
    return tuple(
        Debtor(row, _line(row, group.title))
        for group in unit_groups(by_unit, on=on)
        for placed in group.units
        for row in by_unit[placed.unit.pk]
    )


def _line(row: BoardRow, group: str) -> DebtorLine:
    return DebtorLine(
        obligation_id=row.obligation_id,
        unit_id=row.unit_id,
        unit=row.unit_name,
        group=group,
        duty=row.duty_title,
        period=Period(row.period).label,
        missing=" ".join(row.lacking),
        due=due_words(row._replace(extended_to=None)),  # the original day: the later one has its own column
        late_days=max(-row.days_left, 0),
        extension=f"đến hết {short_date(row.extended_to)}" if row.extended_to else "",
    )


def reminder_letter_paper(content: ReminderLetterContent) -> OfficialLetter:
    """The letter and its list; number, day and signature are written when it is signed."""
    rules = content.rules
    values = {
        "plan": content.plan_number,
        "plan_date": short_date(content.plan_date),
        "day": short_date(content.on),
        "count": padded(len(content.lines)),
        "units": padded(len({line.unit_id for line in content.lines})),
        "what": content.what,
        "answer_by": short_date(content.answer_by),
        "issuer": rules.issuer,
    }
    return OfficialLetter(
        superior=rules.superior,
        issuer=rules.issuer,
        symbol=rules.symbol.strip("/"),
        place=rules.place,
        kind=rules.type,
        subject=filled(rules.subject, values),
        addressees=(rules.addressee,),
        paragraphs=tuple(filled(sentence, values) for sentence in rules.body),
        authority=rules.authority,
        signer_title=rules.signer_title,
        signer_name=content.signer or rules.signer or None,
        recipients=rules.recipients,
        drafted_on=content.drafted_on,
        appendices=(Listing(title=filled(rules.list_title, values), table=debtor_table(content.lines)),),
    )


def debtor_table(lines: Iterable[DebtorLine]) -> Table:
    """The list of debtors, group by group; running numbers go through."""
    columns = (
        Column("STT", 12, "center"),
        Column("Đơn vị", 46),
        Column("Việc còn phải làm", 66),
        Column("Còn thiếu", 56),
        Column("Hạn", 30),
        Column("Quá hạn (ngày)", 18, "center"),
        Column("Gia hạn", 24),
    )
    groups: dict[str, list[Row]] = {}
    for turn, line in enumerate(lines, 1):
        work = f"{line.duty} ({line.period})"
        row: Row = (turn, line.unit, work, line.missing, line.due, line.late_days or None, line.extension or None)
        groups.setdefault(line.group, []).append(row)
    return Table(columns, tuple(Group(label, tuple(rows)) for label, rows in groups.items()))


@dataclass(frozen=True, slots=True)
class Urgeable:
    """A duty in one period that some unit has still to do."""

    duty: str
    period: str
    words: str


def urgeable(plan: Plan, on: date) -> tuple[Urgeable, ...]:
    """The duties whose period has begun and that somebody has still to do, with how many units that are."""
    rows = [row for row in board(plan=plan, on=on).rows if still_to_do(row) and Period(row.period).start <= on]
    rows = of_living_units([row for row in rows if row.unit_id != plan.unit_id], on)
    place = dict(Duty.objects.filter(plan=plan).values_list("code", "position"))
    found: dict[tuple[str, str], list[BoardRow]] = {}
    for row in rows:
        found.setdefault((row.duty_code, row.period), []).append(row)
    return tuple(
        Urgeable(code, period, f"{group[0].duty_title}, {Period(period).label} ({len(group)} đơn vị)")
        for (code, period), group in sorted(found.items(), key=lambda one: (place[one[0][0]], one[0][1]))
    )


def lines_of(letter: ReminderLetter) -> tuple[DebtorLine, ...]:
    """The frozen list."""
    return tuple(DebtorLine(**line) for line in letter.lines)
