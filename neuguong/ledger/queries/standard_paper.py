"""The paper by which a unit issues its standard, made from the draft or the issued version when asked for."""

from collections.abc import Iterable
from datetime import datetime

from neuguong.core.errors import BadInput
from neuguong.core.papers import Block, Column, Group, Heading, OfficialLetter, Table, build_letter, short_date
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Standard
from neuguong.exemplars.queries.standards import StandardView, standard_view
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.unit_letter import locality, short_title
from neuguong.org.enums import Role
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.models import Criterion
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules.papers import StandardPaperRules


def standard_paper(standard: Standard, *, at: datetime) -> bytes:
    """The standard as .docx (NĐ 30/2020): without number and day while it is a draft, to be printed and signed.

    Raises BadInput when the plan has no words for such a paper.
    """
    return build_letter(standard_letter(standard, at=at), made_at=at)


def standard_letter(standard: Standard, *, at: datetime) -> OfficialLetter:
    """Everything the paper says (KH 87, III.2.1.c)."""
    unit, plan = standard.unit, standard.plan
    rules = rules_of(plan, at)
    words, letter = rules.standard_paper, rules.unit_letter
    if words is None:
        raise BadInput(f"Tệp của Kế hoạch {plan.number} chưa có lời văn cho văn bản ban hành tiêu chuẩn.")
    view = standard_view(standard, on=local_day(at))
    # Within a longer name the kind of a place is written small: "Ủy ban nhân dân xã …".
    inside = unit.name[:1].lower() + unit.name[1:] if unit.kind in letter.issuer_by_kind else unit.name
    issuer = filled(letter.issuer_by_kind.get(unit.kind, "{unit}"), {"unit": inside})
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    values = {"unit": inside, "plan": plan.number, "plan_date": short_date(plan.issued_on), "issuer": issuer}
    number, symbol = number_and_symbol(view.document_number)
    return OfficialLetter(
        issuer=issuer,
        symbol=symbol or words.symbol_by_kind.get(unit.kind, words.symbol).strip("/"),
        number=number,
        dated_on=view.issued_on,
        drafted_on=local_day(at),
        place=locality(unit),
        kind=words.type,
        subject=filled(words.subject, values),
        bases=tuple(filled(base, values) for base in words.bases),
        paragraphs=_articles(words, view, Criterion.objects.filter(plan_id=plan.pk), values),
        authority=authority,
        signer_title=short_title(heads[0].title if heads else "", authority),
        signer_name=heads[0].full_name if heads else None,
        recipients=tuple(words.recipients),
    )


def number_and_symbol(document_number: str) -> tuple[int | None, str]:
    """ "12/QyĐ-UBND" as number and symbol; a number written in another way leaves room to write it by hand."""
    number, _, symbol = document_number.partition("/")
    known = number.isascii() and number.isdecimal() and len(number) < 6 and bool(symbol.strip())
    return (int(number), symbol.strip()) if known else (None, "")


def _articles(
    words: StandardPaperRules, view: StandardView, general: Iterable[Criterion], values: dict[str, str]
) -> tuple[Block, ...]:
    """The four articles: of whom, the general criteria word for word, the unit's own as a table, from when."""
    titles = (words.subjects_heading, words.general_heading, words.own_heading, words.carry_out_heading)
    heads = [Heading(f"Điều {place}. {filled(title, values)}", level=2) for place, title in enumerate(titles, start=1)]
    rules = [f"{place}. {row.title}. {row.text}" for place, row in enumerate(general, start=1)]
    return (
        heads[0],
        view.applies_to or filled(words.subjects, values),
        heads[1],
        filled(words.general, values),
        *rules,
        heads[2],
        filled(words.own, values),
        own_table(view),
        heads[3],
        *(filled(text, values) for text in words.carry_out),
    )


def own_table(view: StandardView) -> Table:
    """The unit's criteria by sector; running numbers go through."""
    columns = (
        Column("STT", 12, "center"),
        Column("Tiêu chuẩn", 48),
        Column("Nội dung", 75),
        Column("Đối tượng", 30),
    )
    groups, turn = [], 0
    for _, name, rows in view.groups:
        lines = []
        for row in rows:
            turn += 1
            lines.append((turn, row.title, row.text, row.kind_label[:1].upper() + row.kind_label[1:]))
        groups.append(Group(name, tuple(lines)))
    return Table(columns, tuple(groups))
