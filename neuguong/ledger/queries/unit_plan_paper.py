"""The paper by which a unit issues its own plan, made from the draft or the issued version when asked for."""

from datetime import datetime

from neuguong.core.errors import BadInput
from neuguong.core.papers import Block, Column, Group, Heading, OfficialLetter, Table, build_letter, short_date
from neuguong.core.periods import local_day
from neuguong.ledger.models import UnitPlan
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.standard_paper import number_and_symbol
from neuguong.ledger.queries.unit_letter import locality, short_title
from neuguong.ledger.queries.unit_plans import TaskRow, task_rows
from neuguong.org.enums import Role
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules.papers import UnitPlanPaperRules


def unit_plan_paper(unit_plan: UnitPlan, *, at: datetime) -> bytes:
    """The plan as .docx (NĐ 30/2020): without number and day while it is a draft, to be printed and signed.

    Raises BadInput when the parent plan has no words for such a paper.
    """
    return build_letter(unit_plan_letter(unit_plan, at=at), made_at=at)


def unit_plan_letter(unit_plan: UnitPlan, *, at: datetime) -> OfficialLetter:
    """Everything the paper says (KH 87, IV.1)."""
    unit, plan = unit_plan.unit, unit_plan.plan
    rules = rules_of(plan, at)
    words, letter = rules.unit_plan_paper, rules.unit_letter
    if words is None:
        raise BadInput(f"Tệp của Kế hoạch {plan.number} chưa có lời văn cho kế hoạch của đơn vị.")
    # Within a longer name the kind of a place is written small: "Ủy ban nhân dân xã …".
    inside = unit.name[:1].lower() + unit.name[1:] if unit.kind in letter.issuer_by_kind else unit.name
    issuer = filled(letter.issuer_by_kind.get(unit.kind, "{unit}"), {"unit": inside})
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    values = {"unit": inside, "plan": plan.number, "plan_date": short_date(plan.issued_on), "issuer": issuer}
    number, symbol = number_and_symbol(unit_plan.document_number)
    return OfficialLetter(
        issuer=issuer,
        symbol=symbol or words.symbol_by_kind.get(unit.kind, words.symbol).strip("/"),
        number=number,
        dated_on=unit_plan.issued_on,
        drafted_on=local_day(at),
        place=locality(unit),
        kind=words.type,
        subject=filled(words.subject, values),
        bases=tuple(filled(base, values) for base in words.bases),
        paragraphs=_parts(words, unit_plan, values),
        authority=authority,
        signer_title=short_title(heads[0].title if heads else "", authority),
        signer_name=heads[0].full_name if heads else None,
        recipients=tuple(words.recipients),
    )


def _parts(words: UnitPlanPaperRules, unit_plan: UnitPlan, values: dict[str, str]) -> tuple[Block, ...]:
    """The general part, the table of tasks, how it is carried out."""

    def told(text: str) -> str:
        said = filled(text, values)
        return said[:1].upper() + said[1:]

    return (
        Heading(told(words.general_heading)),
        unit_plan.general or told(words.general),
        Heading(told(words.tasks_heading)),
        told(words.tasks),
        task_table(task_rows(unit_plan)),
        Heading(told(words.carry_out_heading)),
        *(told(text) for text in words.carry_out),
    )


def task_table(rows: tuple[TaskRow, ...]) -> Table:
    """What, until when, who, how; running numbers go through."""
    columns = (
        Column("STT", 11, "center"),
        Column("Nhiệm vụ", 49),
        Column("Thời hạn", 36),
        Column("Phụ trách", 29),
        Column("Cách làm", 40),
    )
    inherited = [row for row in rows if row.kind != "own"]
    own = [row for row in rows if row.kind == "own"]
    turn, groups = 0, []
    for label, part in (("Nhiệm vụ kế hoạch cấp trên giao", inherited), ("Việc của đơn vị", own)):
        lines = []
        for row in part:
            turn += 1
            lines.append((turn, _what(row), row.due[:1].upper() + row.due[1:], row.responsible, row.method))
        if lines:
            groups.append(Group(label if own and inherited else "", tuple(lines)))
    return Table(columns, tuple(groups), small=True)


def _what(row: TaskRow) -> str:
    many = f", ít nhất {row.required:02d}" if row.required > 1 else ""
    return f"{row.title}{many} (mục {row.clause})" if row.clause else f"{row.title}{many}"
