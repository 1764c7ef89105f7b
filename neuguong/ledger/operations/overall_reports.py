"""The office's report over all units: its own texts, the counted figures, issued once and corrected by number (IV.4)."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers import build_letter
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.ledger.models import IssuedReport, OverallReport
from neuguong.ledger.operations.reports import checked_days, checked_texts
from neuguong.ledger.policy import apart_from_report, makes_overall_report
from neuguong.ledger.queries.figures import plan_figures
from neuguong.ledger.queries.report_facts import as_stored
from neuguong.ledger.queries.report_paper import Correction, outline_of, overall_letter
from neuguong.ledger.queries.reports import reported
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.reports import report_rules


@transaction.atomic
def start_overall_report(*, duty: Duty, by: Actor, at: datetime) -> OverallReport:
    """Open the office's report for a duty; begun already, the same one comes back. Raises Refused, BadInput."""
    plan = Plan.objects.select_for_update().get(pk=duty.plan_id)
    if refusal := makes_overall_report(by, plan, at):
        raise Refused(refusal)
    if found := OverallReport.objects.filter(duty=duty).first():
        return found
    outline_of(plan, duty.code, at)
    today = local_day(at)
    overall = OverallReport.objects.create(
        plan=plan,
        duty=duty,
        since=min(plan.valid_from, today),
        until=min(today, plan.valid_until),
        edited_by_id=by.account_id,
        edited_at=at,
    )
    record("start_overall_report", overall, by=by, at=at, facts={"duty": duty.code})
    return overall


@transaction.atomic
def write_overall_report(
    *,
    overall: OverallReport,
    since: date,
    until: date,
    texts: Mapping[str, str],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> OverallReport:
    """Put these texts in place of the office's. Raises Refused, BadInput, and Stale when somebody saved in between."""
    overall = _taken(overall, seen_version)
    plan = overall.plan
    if refusal := makes_overall_report(by, plan, at):
        raise Refused(refusal)
    checked_days(plan, since, until, at)
    told = checked_texts(report_rules(plan, at), texts)
    kept = {**overall.texts, **told}
    if (kept, since, until) == (overall.texts, overall.since, overall.until):
        return overall
    changed = sorted(code for code in told if told[code] != overall.texts.get(code, ""))
    before = {code: overall.texts.get(code, "") for code in changed}
    overall.texts, overall.since, overall.until = kept, since, until
    overall.version += 1
    overall.edited_by_id, overall.edited_at = by.account_id, at
    overall.save(update_fields=["texts", "since", "until", "version", "edited_by", "edited_at"])
    facts = {"changed": changed, "since": since, "until": until}
    record("write_overall_report", overall, by=by, at=at, facts=facts, personal={"before": before})
    return overall


@transaction.atomic
def issue_overall_report(
    *,
    overall: OverallReport,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    signer: str = "",
    reason: str = "",
    seen_version: int | None = None,
) -> IssuedReport:
    """Freeze texts, figures and paper. With a `reason` a numbered correction that replaces the newest; without one the
    first issue, and asked twice the same comes back. Raises Refused, BadInput, Stale.
    """
    overall = _taken(overall, seen_version)
    plan = overall.plan
    if refusal := makes_overall_report(by, plan, at) or apart_from_report(by.account_id, plan, at):
        raise Refused(refusal)
    newest = IssuedReport.objects.filter(overall=overall).order_by("-correction").first()
    reason = " ".join(nfc(reason).split())
    if newest and not reason:
        return newest
    if reason and newest is None:
        raise BadInput("Báo cáo chưa lập lần nào nên chưa có gì để đính chính.", field="reason")
    figures = plan_figures(plan=plan, since=overall.since, until=overall.until)
    said = (reason, overall.texts, overall.since, overall.until, as_stored(figures))
    if newest and said == (newest.correction_reason, newest.texts, newest.since, newest.until, newest.figures):
        return newest  # the same correction pressed twice
    turn = newest.correction + 1 if newest else 0
    letter = overall_letter(
        overall,
        figures=figures,
        at=at,
        reported=reported(overall.duty, on=local_day(at)),
        signer=" ".join(signer.split()),
        correction=Correction(turn, reason) if turn else None,
    )
    content = build_letter(letter, made_at=at)
    ending = f"-dinh-chinh-{turn}" if turn else ""
    issued = IssuedReport.objects.create(
        overall=overall,
        correction=turn,
        correction_reason=reason if turn else "",
        since=overall.since,
        until=overall.until,
        texts=overall.texts,
        figures=as_stored(figures),
        name=f"bao-cao-tong-hop-{overall.until:%Y-%m-%d}{ending}.docx",
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        issued_by_id=by.account_id,
        issued_at=at,
        recorded_at=recorded_at or at,
    )
    facts = {"duty": overall.duty.code, "correction": turn, "digest": issued.digest}
    record("issue_overall_report", issued, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return issued


def _taken(overall: OverallReport, seen_version: int | None) -> OverallReport:
    row: OverallReport = (
        OverallReport.objects.select_for_update(of=("self",)).select_related("plan__unit", "duty").get(pk=overall.pk)
    )
    if seen_version is not None and seen_version != row.version:
        raise Stale("Báo cáo vừa được lưu ở nơi khác. Xem bản mới nhất rồi làm tiếp.")
    return row
