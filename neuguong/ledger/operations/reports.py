"""A unit's report: begun, written, submitted by the head with its figures frozen, answered by the office (KH 87, IV.1)."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import StoredFile
from neuguong.core.outbox import write_letters
from neuguong.core.periods import day_ends, local_day
from neuguong.core.text import nfc, slug
from neuguong.ledger.models import IssuedReport, Obligation, Report, ReportReference, ReportSubmission
from neuguong.ledger.policy import makes_overall_report, report_edit_refusal, report_is_owed, writes_report
from neuguong.ledger.queries.report_facts import as_stored, report_figures
from neuguong.ledger.queries.report_paper import unit_report_paper
from neuguong.ledger.workflows import REPORT
from neuguong.org.models import Account
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.queries.reports import ReportRules, report_rules

LONGEST = 20_000


@transaction.atomic
def start_report(*, obligation: Obligation, by: Actor, at: datetime) -> Report:
    """Open the form of a report duty; begun already, the same report comes back. Raises Refused, BadInput."""
    row = Obligation.objects.select_for_update(of=("self",)).select_related("duty__plan", "unit").get(pk=obligation.pk)
    if found := Report.objects.filter(obligation=row).first():
        return found
    plan = row.duty.plan
    rules = report_rules(plan, at)
    if rules is None or rules.kind(row.duty.code) is None:
        raise BadInput("Kế hoạch không có dàn bài cho việc này.")
    blank = Report(obligation=row)
    if refusal := writes_report(by, blank, at) or report_is_owed(by, blank, at):
        raise Refused(refusal)
    today = local_day(at)
    report = Report.objects.create(
        obligation=row,
        since=min(plan.valid_from, today),
        until=min(today, plan.valid_until),
        created_at=at,
        edited_by_id=by.account_id,
        edited_at=at,
    )
    record("start_report", report, by=by, at=at, facts={"unit": row.unit_id, "duty": row.duty.code})
    return report


@transaction.atomic
def write_report(
    *,
    report: Report,
    since: date,
    until: date,
    texts: Mapping[str, str],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> Report:
    """Put these texts in place of the draft's. Saving what is there already changes nothing.

    Raises Refused, BadInput (with the field), and Stale when somebody saved in between: nothing is written then.
    """
    report = taken(report, seen_version)
    if refusal := report_edit_refusal(by, report, at):
        raise Refused(refusal)
    plan = report.obligation.duty.plan
    rules = report_rules(plan, at)
    checked_days(plan, since, until, at)
    told = checked_texts(rules, texts)
    kept = {**report.texts, **told}
    if (kept, since, until) == (report.texts, report.since, report.until):
        return report
    changed = sorted(code for code in told if told[code] != report.texts.get(code, ""))
    before = {code: report.texts.get(code, "") for code in changed}
    report.texts, report.since, report.until = kept, since, until
    report.version += 1
    report.edited_by_id, report.edited_at = by.account_id, at
    report.save(update_fields=["texts", "since", "until", "version", "edited_by", "edited_at"])
    facts = {"changed": changed, "since": since, "until": until}
    record("write_report", report, by=by, at=at, facts=facts, personal={"before": before})
    return report


@transaction.atomic
def submit_report(
    *, report: Report, by: Actor, at: datetime, recorded_at: datetime | None = None, seen_version: int | None = None
) -> ReportSubmission:
    """The head sends it: texts, figures and paper are kept as they stand now. Raises Refused, Stale."""
    report = taken(report, seen_version)
    REPORT.apply("submit", dossier=report, by=by, at=at, recorded_at=recorded_at)
    row = report.obligation
    first = ReportSubmission.objects.filter(report=report).order_by("turn").first()
    turn = ReportSubmission.objects.filter(report=report).count() + 1
    figures = report_figures(report)
    content = unit_report_paper(report, figures=figures, at=at)
    sent = ReportSubmission.objects.create(
        report=report,
        turn=turn,
        since=report.since,
        until=report.until,
        texts=report.texts,
        figures=as_stored(figures),
        name=f"bao-cao-{slug(row.unit.short_name)}-{row.period}-lan-{turn}.docx",
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        submitted_by_id=by.account_id,
        counts_at=first.counts_at if first else at,
        effective_at=at,
        recorded_at=recorded_at or at,
    )
    facts = {"unit": row.unit_id, "duty": row.duty.code, "turn": turn, "digest": sent.digest}
    record("submit_report", report, by=by, at=at, recorded_at=recorded_at, facts=facts)
    again = f" lần {turn}" if turn > 1 else ""
    _tell(
        f"report:{sent.pk}:submit",
        f"{row.unit.short_name} gửi báo cáo{again}",
        f"{row.unit.name} gửi “{row.duty.title}”{again}. Đọc rồi tiếp nhận hoặc trả lại.",
        report,
        in_charge(Permission.KEEP_LEDGER, unit=row.unit, on=local_day(at)),
        at,
    )
    return sent


@transaction.atomic
def accept_report(
    *, report: Report, by: Actor, at: datetime, recorded_at: datetime | None = None, seen_version: int | None = None
) -> Report:
    """The office takes it as it is. Raises Refused, Stale."""
    report = taken(report, seen_version)
    REPORT.apply("accept", dossier=report, by=by, at=at, recorded_at=recorded_at)
    sent = _newest(report)
    sent.accepted_at, sent.accepted_recorded_at, sent.answered_by_id = at, recorded_at or at, by.account_id
    sent.save(update_fields=["accepted_at", "accepted_recorded_at", "answered_by"])
    record("accept_report", report, by=by, at=at, recorded_at=recorded_at, facts={"turn": sent.turn})
    _tell_unit(report, f"report:{sent.pk}:accept", "Báo cáo đã được tiếp nhận", "Đơn vị không phải làm gì thêm.", at)
    return report


@transaction.atomic
def return_report(
    *,
    report: Report,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Report:
    """Back to the unit, with the reason; it counts no more until it comes again. Raises Refused, Stale."""
    report = taken(report, seen_version)
    text = nfc(reason).strip()
    REPORT.apply("return", dossier=report, by=by, at=at, recorded_at=recorded_at, note=text)
    sent = _newest(report)
    sent.returned_at, sent.returned_recorded_at, sent.answered_by_id = at, recorded_at or at, by.account_id
    sent.reason = text
    sent.save(update_fields=["returned_at", "returned_recorded_at", "answered_by", "reason"])
    facts = {"turn": sent.turn}
    record("return_report", report, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": text})
    words = f"Sửa rồi gửi lại; báo cáo giữ ngày gửi lần đầu.\n\nLý do: {text}"
    _tell_unit(report, f"report:{sent.pk}:return", "Báo cáo được trả lại", words, at)
    return report


@transaction.atomic
def enter_report_reference(
    *,
    paper: Report | IssuedReport,
    document_number: str,
    dated_on: date,
    by: Actor,
    at: datetime,
    scan: StoredFile | None = None,
) -> ReportReference:
    """Number, day and signed scan; a slip is mended by entering it again, the same words twice are one row.

    Raises Refused without the role, BadInput for a missing number or a day that cannot be.
    """
    unit_paper = isinstance(paper, Report)
    refusal = (
        writes_report(by, paper, at) if isinstance(paper, Report) else makes_overall_report(by, paper.overall.plan, at)
    )
    if refusal:
        raise Refused(refusal)
    type(paper)._base_manager.select_for_update().get(pk=paper.pk)
    number = " ".join(nfc(document_number).split())
    if not number or len(number) > 60:
        raise BadInput("Ghi số, ký hiệu của văn bản, không quá 60 ký tự.", field="document_number")
    if dated_on > local_day(at):
        raise BadInput("Ngày văn bản không thể sau hôm nay.", field="dated_on")
    newest = paper.references.select_related("scan").last()
    said = (number, dated_on, scan.digest if scan else "")
    if newest and (newest.document_number, newest.dated_on, newest.scan.digest if newest.scan else "") == said:
        return newest
    reference = ReportReference.objects.create(
        **{"report" if unit_paper else "issued": paper},
        document_number=number,
        dated_on=dated_on,
        scan=scan,
        entered_by_id=by.account_id,
        recorded_at=at,
    )
    facts = {"document_number": number, "dated_on": dated_on, "scan": said[2]}
    record("enter_report_reference", paper, by=by, at=at, facts=facts)
    return reference


def taken(report: Report, seen_version: int | None) -> Report:
    """The row locked and read afresh; Stale when the page the person saw is older."""
    row: Report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("obligation__duty__plan__unit", "obligation__unit")
        .get(pk=report.pk)
    )
    if seen_version is not None and seen_version != row.version:
        raise Stale("Báo cáo vừa được thay đổi ở nơi khác. Xem bản mới nhất rồi làm tiếp.")
    return row


def checked_days(plan: Plan, since: date, until: date, at: datetime) -> None:
    """The report's own time: in order, not in the future, before the plan only if it is read so (A5)."""
    if since > until:
        raise BadInput("Ngày đầu phải trước hoặc bằng ngày cuối.", field="since")
    if until > min(local_day(at), plan.valid_until):
        raise BadInput("Ngày cuối không được sau hôm nay và sau ngày cuối của kế hoạch.", field="until")
    if since.year < plan.valid_from.year - 10:
        raise BadInput("Ngày đầu quá xa, trước kế hoạch hơn mười năm.", field="since")
    if since < plan.valid_from and not rules_of(plan, day_ends(local_day(at))).readings.report_may_precede_plan:
        raise BadInput(f"Kế hoạch tính từ ngày {plan.valid_from:%d/%m/%Y}; báo cáo bắt đầu từ ngày ấy.", field="since")


def checked_texts(rules: ReportRules | None, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of sections that the outline has, tidied; BadInput names the one that is too long."""
    found = {}
    for section in rules.sections if rules else ():
        if section.code in texts:
            text = nfc(texts[section.code].encode("utf-8", "ignore").decode())
            text = text.replace("\r\n", "\n").replace("\x00", "").strip()
            if len(text) > LONGEST:
                raise BadInput(f"Mục “{section.title}” dài quá 20.000 ký tự.", field=section.code)
            found[section.code] = text
    return found


def _newest(report: Report) -> ReportSubmission:
    return ReportSubmission.objects.select_for_update().filter(report=report).order_by("-turn")[0]


def _tell_unit(report: Report, key: str, subject: str, words: str, at: datetime) -> None:
    row = report.obligation
    people = in_charge(Permission.PREPARE_NOMINATION, unit=row.unit, on=local_day(at))
    _tell(key, subject, f"“{row.duty.title}” của {row.unit.name}. {words}", report, people, at)


def _tell(key: str, subject: str, body: str, report: Report, people: list[Account], at: datetime) -> None:
    keys: dict[int, Any] = {one.pk: f"{key}:{one.pk}" for one in people}
    write_letters(keys, subject=subject[:200], body=body, link=f"ledger.report:{report.pk}", at=at)
