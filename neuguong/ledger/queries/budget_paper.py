"""The estimates of a year as papers: finance's submission (tờ trình) with its list, and a workbook with real numbers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from neuguong.core.errors import BadInput
from neuguong.core.papers import (
    Column,
    Group,
    Listing,
    OfficialLetter,
    Row,
    Sheet,
    Table,
    build_letter,
    build_workbook,
    number_text,
    short_date,
)
from neuguong.core.periods import local_day
from neuguong.ledger.enums import EstimateState as S
from neuguong.ledger.models import EstimateLine
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.budget import EstimateRow, lines_for
from neuguong.programme.models import Plan
from neuguong.programme.queries.budget import budget_rules

# On paper the table stands on a landscape page of 247 mm.
_WIDE = (
    Column("STT", 10, "center", grouped=False),
    Column("Nội dung chi", 34),
    Column("Diễn giải", 43),
    Column("Đơn vị tính", 17, "center"),
    Column("Số lượng", 17, "right"),
    Column("Đơn giá (đồng)", 24, "right"),
    Column("Đề nghị (đồng)", 25, "right"),
    Column("Thẩm định (đồng)", 25, "right"),
    Column("Lý do giảm", 26),
    Column("Phê duyệt (đồng)", 25, "right"),
)


def budget_table(
    rows: Iterable[EstimateRow], lines: Mapping[int, list[EstimateLine]], expenses: Mapping[str, str]
) -> Table:
    """Every line under its estimate, the three amounts side by side; running numbers go through, totals are computed."""
    groups, turn, sums = [], 0, [0, 0, 0]
    for row in rows:
        made: list[Row] = []
        for line in lines[row.id]:
            turn += 1
            left = line.appraisal if hasattr(line, "appraisal") else None
            approved = left.amount if left and row.state == S.APPROVED else None
            amounts = (line.amount, left.amount if left else None, approved)
            sums = [total + (amount or 0) for total, amount in zip(sums, amounts, strict=True)]
            made.append(
                (
                    turn, expenses.get(line.category, line.category), line.content, line.measure, _plain(line.quantity),
                    line.unit_price, amounts[0], amounts[1], left.reason if left else "", amounts[2],
                )
            )  # fmt: skip
        edition = f", lần {row.edition}" if row.edition > 1 else ""
        groups.append(Group(f"{row.unit}: {row.title}, năm {row.year}{edition} ({row.state_label})", tuple(made)))
    total: Row = ("", "Tổng cộng", "", "", None, None, sums[0], sums[1], "", sums[2])
    return Table(_WIDE, tuple(groups) or (Group(),), total=total, small=True)


def _plain(quantity: Decimal) -> Decimal | int:
    """Whole numbers are printed without a comma."""
    return int(quantity) if quantity == quantity.to_integral_value() else quantity.normalize()


def budget_workbook(plan: Plan, rows: Iterable[EstimateRow], about: str, *, at: datetime) -> bytes:
    """What the overview shows, line by line; the totals are sums that the spreadsheet computes again."""
    rows = tuple(rows)
    table = budget_table(rows, lines_for(rows), budget_rules(plan, at).expenses)
    title = "Kinh phí tuyên truyền: đề nghị, thẩm định, phê duyệt"
    sheet = Sheet(
        name="Kinh phí", titles=(title, f"Kế hoạch {plan.number}, {plan.unit.name}. {about}"), table=table,
        sum_total=True,
    )  # fmt: skip
    return build_workbook([sheet], title=title, author=plan.unit.name, made_at=at)


def budget_letter(plan: Plan, rows: Iterable[EstimateRow], year: int, *, at: datetime) -> OfficialLetter:
    """Finance's submission for one year: what was appraised and counts. Raises BadInput where there is nothing to submit."""
    rules = budget_rules(plan, at)
    if rules.paper is None:
        raise BadInput(f"Tệp của Kế hoạch {plan.number} chưa có lời văn cho tờ trình kinh phí.")
    words = rules.paper
    told = tuple(row for row in rows if row.year == year and row.counts and row.state in (S.APPRAISED, S.APPROVED))
    if not told:
        raise BadInput(f"Năm {year} chưa có dự toán nào được thẩm định nên chưa có gì để trình.")
    asked, left = sum(row.total.asked for row in told), sum(row.total.appraised or 0 for row in told)
    values = {
        "plan": plan.number, "plan_date": short_date(plan.issued_on), "year": str(year), "count": number_text(len(told)),
        "units": number_text(len({row.unit_id for row in told})), "asked": number_text(asked),
        "appraised": number_text(left), "reduced": number_text(asked - left), "issuer": words.issuer,
    }  # fmt: skip
    return OfficialLetter(
        superior=words.superior,
        issuer=words.issuer,
        symbol=words.symbol.strip("/"),
        place=words.place,
        kind=words.type,
        subject=filled(words.subject, values),
        bases=tuple(filled(text, values) for text in words.bases),
        addressees=(words.addressee,),
        paragraphs=tuple(filled(text, values) for text in words.body),
        authority=words.authority,
        signer_title=words.signer_title,
        signer_name=words.signer or None,
        recipients=words.recipients,
        drafted_on=local_day(at),
        appendices=(
            Listing(title=filled(words.list_title, values), table=budget_table(told, lines_for(told), rules.expenses)),
        ),
    )


def budget_paper(plan: Plan, rows: Iterable[EstimateRow], year: int, *, at: datetime) -> bytes:
    """The submission as .docx (NĐ 30/2020), to be numbered and signed."""
    return build_letter(budget_letter(plan, rows, year, at=at), made_at=at)
