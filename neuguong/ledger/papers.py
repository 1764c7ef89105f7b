"""What the ledger prints: frozen lines in, papers and sheets of core.papers out. Pure; every name comes from the plan.

The letter's counts, the list's rows and the stored rows come from one structure, so they cannot differ (KH 87, IV.2).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from neuguong.core.papers import (
    Column,
    Group,
    Listing,
    OfficialLetter,
    Row,
    Sheet,
    Table,
    padded,
    short_date,
)
from neuguong.core.periods import Period
from neuguong.programme.rules.papers import LetterRules, PackageRules

Kinds = tuple[tuple[str, str], ...]  # code and name of each subject kind, in the plan's order: groups A, B, C


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One line of the trích ngang list, in words, as it stands when the list is made."""

    nomination_id: int
    number: str
    unit_id: int
    unit: str
    kind: str
    name: str
    birth_year: int | None
    position: str
    labour: str
    sector: str
    movement: str
    summary: str
    influence: str
    awards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit in the unit-by-unit table: what of it is in the list, what it returned, how its year stands."""

    unit_id: int
    unit: str
    group: str
    counts: Mapping[str, int] = field(default_factory=dict)
    returned: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What the sentences speak of: the plan, the quarter, the day of drafting."""

    plan_number: str
    plan_date: date
    period: Period
    drafted_on: date
    kinds: Kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """That this package replaces an earlier one, and why."""

    turn: int
    replaces: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContent:
    """Everything that a package says."""

    rules: PackageRules
    occasion: Occasion
    lines: tuple[ListLine, ...]
    units: tuple[UnitLine, ...]
    signer: str = ""
    correction: Correction | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Lines in all ("total") and of each kind."""
        return counted(self.lines, self.occasion.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLetterContent:
    """Everything that a unit's own letter says."""

    rules: LetterRules
    occasion: Occasion
    lines: tuple[ListLine, ...]
    unit: str
    issuer: str
    unit_kind: str
    superior: str = ""
    authority: str = ""
    place: str
    signer_title: str
    signer: str = ""
    reason: str = ""


def counted(lines: tuple[ListLine, ...], kinds: Kinds) -> dict[str, int]:
    """How many lines in all ("total") and of each kind of the plan."""
    found = Counter(line.kind for line in lines)
    return {"total": len(lines), **{code: found[code] for code, _ in kinds}}


def package_letter(content: PackageContent) -> OfficialLetter:
    """The office's letter with the list and the unit-by-unit table as its appendices."""
    rules, values = content.rules, _values(content.occasion, content.lines)
    values |= {"issuer": rules.issuer, "unit": rules.issuer}
    subject, paragraphs = _texts(rules, values, empty=not content.lines)
    if content.correction:
        subject += f" (đính chính lần {content.correction.turn})"
        paragraphs = (paragraphs[0], _correction_sentence(content.correction), *paragraphs[1:])
    return OfficialLetter(
        superior=rules.superior,
        issuer=rules.issuer,
        symbol=rules.symbol.strip("/"),
        place=rules.place,
        kind=rules.type,
        subject=subject,
        addressees=(rules.addressee,),
        paragraphs=paragraphs,
        authority=rules.authority,
        signer_title=rules.signer_title,
        signer_name=content.signer or rules.signer or None,
        recipients=tuple(rules.recipients),
        drafted_on=content.occasion.drafted_on,
        appendices=(
            Listing(title=filled(rules.list_title, values), table=list_table(content.lines, content.occasion.kinds)),
            Listing(title=_units_title(content.occasion), table=units_table(content.units, content.occasion.kinds)),
        ),
    )


def package_sheets(content: PackageContent, number: str) -> tuple[Sheet, Sheet]:
    """The same two tables as a workbook."""
    values = _values(content.occasion, content.lines)
    note = f"Gói quý {number}"
    if content.correction:
        note += f", đính chính lần {content.correction.turn}, thay cho {content.correction.replaces}"
    kinds = content.occasion.kinds
    return (
        Sheet(
            name="Danh sách",
            titles=(_cap(filled(content.rules.list_title, values)), note),
            table=list_table(content.lines, kinds),
        ),
        Sheet(
            name="Theo đơn vị",
            titles=(_units_title(content.occasion), note),
            table=units_table(content.units, kinds),
        ),
    )


def unit_letter_paper(content: UnitLetterContent) -> OfficialLetter:
    """A unit's own letter to the office, with its list; number, day and signature are the unit's to write."""
    rules = content.rules
    values = _values(content.occasion, content.lines)
    values |= {"unit": content.unit, "reason": content.reason.rstrip(". "), "issuer": content.issuer}
    subject, paragraphs = _texts(rules, values, empty=not content.lines)
    title, table = filled(rules.list_title, values), list_table(content.lines, content.occasion.kinds, with_unit=False)
    return OfficialLetter(
        superior=content.superior,
        issuer=content.issuer,
        symbol=rules.symbol_by_kind.get(content.unit_kind, rules.symbol).strip("/"),
        place=content.place,
        kind=rules.type,
        subject=subject,
        addressees=(rules.addressee,),
        paragraphs=paragraphs,
        authority=content.authority,
        signer_title=content.signer_title,
        signer_name=content.signer or None,
        recipients=tuple(rules.recipients),
        drafted_on=content.occasion.drafted_on,
        appendices=(Listing(title=title, table=table),) if content.lines else (),
    )


def list_table(lines: tuple[ListLine, ...], kinds: Kinds, *, with_unit: bool = True) -> Table:
    """The list in groups A, B, C… of the plan's kinds; running numbers go through."""
    # The text is the heart of the list: it gets the room, so that a page holds four or five lines instead of two.
    columns = [
        Column("STT", 10, "center"),
        Column("Họ tên, tên tập thể hoặc hộ", 30),
        Column("Năm sinh", 12, "center", grouped=False),
        Column("Chức vụ, nơi công tác hoặc nơi ở; trực tiếp hay quản lý", 31),
        *([Column("Đơn vị giới thiệu", 22)] if with_unit else []),
        Column("Lĩnh vực; phong trào", 23),
        Column("Trích ngang thành tích", 86 if with_unit else 108),
        Column("Phạm vi ảnh hưởng", 16),
        Column("Đã khen", 22),
    ]
    groups, turn = [], 0
    for letter, (code, name) in zip("ABCDEFGH", kinds, strict=False):
        rows: list[Row] = []
        for line in lines:
            if line.kind == code:
                turn += 1
                rows.append(_list_row(turn, line, with_unit))
        groups.append(Group(f"{letter}. {_cap(name)} ({padded(len(rows))})", tuple(rows)))
    return Table(tuple(columns), tuple(groups), small=True)


def _list_row(turn: int, line: ListLine, with_unit: bool) -> Row:
    start: Row = (turn, line.name, line.birth_year, _together(line.position, line.labour))
    end: Row = (_together(line.sector, line.movement), line.summary, line.influence, line.awards)
    return (*start, line.unit, *end) if with_unit else (*start, *end)


def _together(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def units_table(units: tuple[UnitLine, ...], kinds: Kinds) -> Table:
    """Every unit that owes, zero rows too, with what of it is in the list."""
    columns = (
        Column("STT", 12, "center"),
        Column("Đơn vị", 68),
        *(Column(_cap(name), 22, "center") for _, name in kinds),
        Column("Cộng", 20, "center"),
        Column("Báo cáo quý", 52),
        Column("Cả năm: đã gửi/ít nhất", 34, "center"),
    )
    groups: dict[str, list[Row]] = {}
    for turn, unit in enumerate(units, start=1):
        row: Row = (turn, unit.unit, *_kind_counts(unit, kinds), sum(unit.counts.values()), unit.returned, unit.year)
        groups.setdefault(unit.group, []).append(row)
    totals = [sum(unit.counts.get(code, 0) for unit in units) for code, _ in kinds]
    return Table(
        columns,
        tuple(Group(label, tuple(rows)) for label, rows in groups.items()),
        total=(None, "Cộng", *totals, sum(totals), None, None),
    )


def _kind_counts(unit: UnitLine, kinds: Kinds) -> tuple[int, ...]:
    return tuple(unit.counts.get(code, 0) for code, _ in kinds)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The plan's sentence with its {words} put in; plain replacement, so a typed text cannot reach anything else."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _texts(rules: PackageRules | LetterRules, values: Mapping[str, str], *, empty: bool) -> tuple[str, tuple[str, ...]]:
    body = rules.body_when_empty if empty else rules.body
    return filled(rules.subject, values), tuple(filled(sentence, values) for sentence in body)


def _values(occasion: Occasion, lines: tuple[ListLine, ...]) -> dict[str, str]:
    found = counted(lines, occasion.kinds)
    return {
        "period": occasion.period.label,
        "plan": occasion.plan_number,
        "plan_date": short_date(occasion.plan_date),
        "count": padded(found["total"]),
        "collectives": padded(found.get("collective", 0)),
        "individuals": padded(found.get("individual", 0)),
        "households": padded(found.get("household", 0)),
    }


def _units_title(occasion: Occasion) -> str:
    return f"Bảng tổng hợp giới thiệu điển hình theo đơn vị {occasion.period.label}"


def _correction_sentence(correction: Correction) -> str:
    return (
        f"Văn bản này đính chính và thay cho danh sách của gói {correction.replaces} đã gửi. "
        f"Lý do: {correction.reason.rstrip('. ')}."
    )


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
