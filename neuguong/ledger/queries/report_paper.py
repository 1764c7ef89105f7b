"""The paper of a report: the plan file's words, the writer's texts, the counted figures (NĐ 30/2020)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from neuguong.core.errors import BadInput
from neuguong.core.papers import Block, Heading, Listing, OfficialLetter, build_letter, roman, short_date
from neuguong.core.periods import local_day
from neuguong.ledger.models import OverallReport, Report
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.figures import Figures, PlanFigures
from neuguong.ledger.queries.packages import kinds_of
from neuguong.ledger.queries.report_tables import Ground, annexes, section_table
from neuguong.ledger.queries.unit_letter import locality, short_title
from neuguong.org.enums import Role
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.queries.reports import ReportKind, ReportRules, report_rules


@dataclass(frozen=True, slots=True)
class Correction:
    """That this paper replaces an earlier one, and why."""

    turn: int
    reason: str


def outline_of(plan: Plan, duty: str, at: datetime) -> tuple[ReportRules, ReportKind]:
    """The outline and the kind for a duty. Raises BadInput for a plan without one."""
    rules = report_rules(plan, at)
    kind = rules.kind(duty) if rules else None
    if rules is None or kind is None:
        raise BadInput(f"Tệp của Kế hoạch {plan.number} chưa có dàn bài cho báo cáo này.")
    return rules, kind


def unit_report_paper(report: Report, *, figures: PlanFigures, at: datetime) -> bytes:
    """A unit's report as .docx, to be printed, numbered and signed."""
    return build_letter(unit_report_letter(report, figures=figures, at=at), made_at=at)


def unit_report_letter(report: Report, *, figures: PlanFigures, at: datetime) -> OfficialLetter:
    """Everything a unit's report says (KH 87, IV.1)."""
    row = report.obligation
    unit, plan = row.unit, row.duty.plan
    outline, kind = outline_of(plan, row.duty.code, at)
    rules = rules_of(plan, at)
    letter = rules.unit_letter
    # Within a longer name the kind of a place is written small: "Ủy ban nhân dân xã …".
    inside = unit.name[:1].lower() + unit.name[1:] if unit.kind in letter.issuer_by_kind else unit.name
    issuer = filled(letter.issuer_by_kind.get(unit.kind, "{unit}"), {"unit": inside})
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    ground = Ground(plan, figures, kinds_of(rules), unit_ids=(unit.pk,))
    opening = filled(outline.opening, _values(plan, figures.total, unit=issuer, issuer=issuer))
    return OfficialLetter(
        issuer=issuer,
        symbol=outline.symbol_by_kind.get(unit.kind, outline.symbol).strip("/"),
        place=locality(unit),
        kind=outline.type,
        subject=kind.subject,
        addressees=(outline.addressee,),
        paragraphs=(opening, *_since_when(figures), *_body(outline, report.texts, figures.total, overall=False)),
        authority=authority,
        signer_title=short_title(heads[0].title if heads else "", authority),
        signer_name=heads[0].full_name if heads else None,
        recipients=tuple(outline.recipients),
        drafted_on=local_day(at),
        appendices=annexes(outline.annexes, ground),
    )


def overall_letter(
    overall: OverallReport,
    *,
    figures: PlanFigures,
    at: datetime,
    reported: tuple[int, int],
    signer: str = "",
    correction: Correction | None = None,
) -> OfficialLetter:
    """Everything the office's report over all units says (KH 87, IV.4). `reported`: how many units of how many."""
    plan = overall.plan
    outline, kind = outline_of(plan, overall.duty.code, at)
    rules = rules_of(plan, at)
    package = rules.package
    opening = filled(outline.overall_opening, _values(plan, figures.total, unit=package.issuer, issuer=package.issuer))
    done, owing = reported
    told = f"Đến ngày {short_date(local_day(at))}, {done} trên {owing} đơn vị đã gửi báo cáo."
    subject, corrected = kind.subject, tuple[str, ...]()
    if correction:
        subject += f" (đính chính lần {correction.turn})"
        corrected = (f"Văn bản này đính chính và thay cho báo cáo đã lập. Lý do: {correction.reason.rstrip('. ')}.",)
    return OfficialLetter(
        superior=package.superior,
        issuer=package.issuer,
        symbol=outline.overall_symbol.strip("/"),
        place=package.place,
        kind=outline.type,
        subject=subject,
        addressees=(outline.overall_addressee,),
        paragraphs=(
            opening, *corrected, told, *_since_when(figures), *_body(outline, overall.texts, figures.total, overall=True),
        ),
        authority=package.authority,
        signer_title=package.signer_title,
        signer_name=signer or package.signer or None,
        recipients=tuple(outline.overall_recipients),
        drafted_on=local_day(at),
        appendices=overall_annexes(overall.plan, outline, figures, at),
    )  # fmt: skip


def overall_annexes(plan: Plan, outline: ReportRules, figures: PlanFigures, at: datetime) -> tuple[Listing, ...]:
    """The annexes over all units."""
    return annexes(outline.annexes, Ground(plan, figures, kinds_of(rules_of(plan, at))))


def _values(plan: Plan, figures: Figures, *, unit: str, issuer: str) -> dict[str, str]:
    return {
        "plan": plan.number,
        "plan_date": short_date(plan.issued_on),
        "unit": unit,
        "issuer": issuer,
        "since": short_date(figures.since),
        "until": short_date(figures.until),
    }


def since_when(since: date, data_since: date | None) -> str:
    """That figures say nothing of the time before anything was kept here (reading A5); "" when they do."""
    if data_since is None:
        return "Phần mềm chưa có số liệu nào của thời gian này; số liệu dưới đây đều bằng 0."
    if since < data_since:
        return f"Số liệu lấy từ phần mềm, có từ ngày {short_date(data_since)}; thời gian trước đó chỉ có lời văn."
    return ""


def _since_when(figures: PlanFigures) -> tuple[str, ...]:
    told = since_when(figures.total.since, figures.data_since)
    return (told,) if told else ()


def _body(outline: ReportRules, texts: Mapping[str, str], figures: Figures, *, overall: bool) -> tuple[Block, ...]:
    """The parts I, II …, their sections 1, 2 …; each its text, then its figures."""
    blocks: list[Block] = []
    for place, (part, sections) in enumerate(outline.parts, start=1):
        blocks.append(Heading(f"{roman(place)}. {part}", level=1))
        for turn, section in enumerate(sections, start=1):
            if section.heading:
                blocks.append(Heading(f"{turn}. {section.heading}", level=2))
            if text := texts.get(section.code, "").strip():
                blocks.append(text)
            if table := section_table(section, figures, overall=overall):
                blocks.append(table)
            elif not text:
                blocks.append("Không có.")
    return tuple(blocks)
