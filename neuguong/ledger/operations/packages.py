"""Issuing the quarter's package, correcting it, entering its official number afterwards (KH 87, IV.2)."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.core.papers import build_letter, build_workbook, short_date
from neuguong.core.periods import Period, local_day
from neuguong.exemplars.models import Nomination
from neuguong.ledger.enums import PackageFileKind
from neuguong.ledger.models import Package, PackageFile, PackageItem, PackageReference
from neuguong.ledger.operations.references import checked_number, said
from neuguong.ledger.papers import Correction, Occasion, PackageContent, package_letter, package_sheets
from neuguong.ledger.policy import apart_from_round, issues_packages
from neuguong.ledger.queries.apart import SENTENCE, would_list
from neuguong.ledger.queries.list_lines import list_lines
from neuguong.ledger.queries.packages import (
    candidates,
    kinds_of,
    newest_package,
    next_number,
    not_yet_packaged,
    unit_lines,
)
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules import PlanRules


@transaction.atomic
def issue_package(
    *, plan: Plan, round_code: str, by: Actor, at: datetime, recorded_at: datetime | None = None, signer: str = ""
) -> Package:
    """Freeze what the round's package says and write its files; asked twice, the same package comes back.

    It takes what the plan says, of this round and of earlier ones that missed theirs, if no package listed it yet.
    Raises BadInput for a round the plan does not have, Refused without the role or before the cut-off.
    """
    _require(issues_packages(by, plan, at))
    _require(apart_from_round(by, plan, round_code, at))
    plan = _locked(plan)
    rules = rules_of(plan, at)
    period = _closed_round(rules, round_code, at)
    if found := newest_package(plan, round_code):
        return found
    chosen = not_yet_packaged(candidates(plan, round_code, takes=rules.package.takes, at=at))
    if by.account_id and would_list(chosen, by.account_id, local_day(at)):
        raise Refused(SENTENCE)
    lines = list_lines(chosen)
    content = PackageContent(
        rules=rules.package,
        occasion=_occasion(plan, rules, period, at),
        lines=lines,
        units=unit_lines(plan, period, lines, at=at),
        signer=" ".join(signer.split()),
    )
    package = _write(plan, content, by=by, at=at, recorded_at=recorded_at or at)
    record("issue_package", package, by=by, at=at, recorded_at=recorded_at, facts=_facts(package, content))
    return package


@transaction.atomic
def correct_package(
    *,
    package: Package,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    leave_out: Collection[int] = (),
    signer: str = "",
) -> Package:
    """A new package that replaces this one, numbered as a correction; the old one stays as it went out.

    It lists what should have been listed on the day of issue (also what was entered afterwards with an earlier day),
    in today's words, without the dossiers in `leave_out` (ids). Raises BadInput without a reason, Refused when this
    package was corrected already or without the role.
    """
    plan = package.plan
    _require(issues_packages(by, plan, at))
    _require(apart_from_round(by, plan, package.round_code, at))
    plan = _locked(plan)
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("Ghi lý do đính chính; lý do này in trong công văn.", field="reason")
    newest = newest_package(plan, package.round_code)
    if newest is None or newest.pk != package.pk:
        raise Refused("Gói này đã có bản đính chính mới hơn. Mở bản mới nhất rồi đính chính tiếp từ đó.")
    rules, period = rules_of(plan, at), Period(package.round_code)
    chosen = _should_have_been(package, plan, rules, leave_out)
    if by.account_id and would_list(chosen, by.account_id, local_day(at)):
        raise Refused(SENTENCE)
    lines = list_lines(chosen)
    content = PackageContent(
        rules=rules.package,
        occasion=_occasion(plan, rules, period, at),
        lines=lines,
        units=unit_lines(plan, period, lines, at=at),
        signer=" ".join(signer.split()),
        correction=Correction(turn=package.correction + 1, replaces=package.running_number, reason=reason),
    )
    written = _write(plan, content, by=by, at=at, recorded_at=recorded_at or at, corrects=package)
    facts = _facts(written, content) | {"corrects": package.pk, "left_out": sorted(leave_out)}
    record("correct_package", written, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return written


@transaction.atomic
def enter_reference(
    *,
    package: Package,
    document_number: str,
    issued_on: date,
    scan: StoredFile | None = None,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> PackageReference:
    """Official number, date and signed scan, after the paper was signed; a slip is mended by entering it again.

    The same words twice, one after the other, are one row: a second press of the button.
    Raises BadInput for a missing number or a day that cannot be, Refused without the role.
    """
    _require(issues_packages(by, package.plan, at))
    _require(apart_from_round(by, package.plan, package.round_code, at))
    number = checked_number(document_number, issued_on, made_at=package.issued_at, made="lập gói", at=at)
    _locked(package.plan)
    newest = package.references.select_related("scan").last()
    if newest and said(newest.document_number, newest.issued_on, newest.scan) == said(number, issued_on, scan):
        return newest
    reference = PackageReference.objects.create(
        package=package,
        document_number=number,
        issued_on=issued_on,
        scan=scan,
        entered_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )
    facts = {"document_number": number, "issued_on": issued_on, "scan": scan.digest if scan else ""}
    record("enter_reference", package, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return reference


def _require(refusal: str | None) -> None:
    if refusal:
        raise Refused(refusal)


def _locked(plan: Plan) -> Plan:
    """The plan's row, held until the end: two presses of one button, or two people, give one package."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _closed_round(rules: PlanRules, round_code: str, at: datetime) -> Period:
    duty = rules.return_duty
    try:
        period = Period(round_code)
    except ValueError as error:
        raise BadInput(str(error), field="round_code") from None
    if period not in duty.periods:
        raise BadInput(f"Kế hoạch không có đợt {period.label}.", field="round_code")
    closes_at = duty.cut_off.closes_at(period)
    if at < closes_at:
        last, first = duty.cut_off.last_on_time_day(period), local_day(closes_at)
        raise Refused(
            f"Đợt {period.label} còn nhận hồ sơ đến hết ngày {short_date(last)}. "
            f"Từ ngày {short_date(first)} lập được gói của đợt này."
        )
    return period


def _occasion(plan: Plan, rules: PlanRules, period: Period, at: datetime) -> Occasion:
    return Occasion(
        plan_number=plan.number,
        plan_date=plan.issued_on,
        period=period,
        drafted_on=local_day(at),
        kinds=kinds_of(rules),
    )


def _should_have_been(
    package: Package, plan: Plan, rules: PlanRules, leave_out: Collection[int]
) -> "QuerySet[Nomination]":
    """What the day of issue would have listed, had everything been entered by then."""
    first = Package.objects.get(plan=plan, round_code=package.round_code, correction=0)
    elsewhere = PackageItem.objects.filter(package__plan=plan).exclude(package__round_code=package.round_code)
    return (
        candidates(plan, package.round_code, takes=rules.package.takes, at=first.issued_at)
        .exclude(pk__in=elsewhere.values("nomination_id"))
        .exclude(pk__in=list(leave_out))
    )


def _write(
    plan: Plan,
    content: PackageContent,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime,
    corrects: Package | None = None,
) -> Package:
    """The rows and the bytes, all from one content."""
    package = Package.objects.create(
        plan=plan,
        round_code=content.occasion.period.code,
        running_number=next_number(plan, local_day(at).year),
        correction=content.correction.turn if content.correction else 0,
        corrects=corrects,
        correction_reason=content.correction.reason if content.correction else "",
        counts=content.counts,
        units_table=[asdict(unit) for unit in content.units],
        issued_by_id=by.account_id,
        issued_at=at,
        recorded_at=recorded_at,
    )
    PackageItem.objects.bulk_create(
        PackageItem(
            package=package,
            nomination_id=line.nomination_id,
            unit_id=line.unit_id,
            position=position,
            kind=line.kind,
            line=asdict(line),
        )
        for position, line in enumerate(content.lines, start=1)
    )
    listed = Nomination.objects.filter(package_items__package=package, first_packaged_at=None)
    listed.update(first_packaged_at=at)
    letter, sheets = package_letter(content), package_sheets(content, package.running_number)
    book = build_workbook(sheets, title=letter.subject, author=letter.issuer, made_at=at)
    _keep(package, PackageFileKind.LETTER, ".docx", build_letter(letter, made_at=at))
    _keep(package, PackageFileKind.SHEET, ".xlsx", book)
    return package


def _keep(package: Package, kind: PackageFileKind, ending: str, content: bytes) -> None:
    PackageFile.objects.create(
        package=package,
        kind=kind,
        name=f"{package.running_number}{ending}",
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _facts(package: Package, content: PackageContent) -> dict[str, object]:
    return {
        "round_code": package.round_code,
        "running_number": package.running_number,
        "counts": content.counts,
        "nominations": [line.nomination_id for line in content.lines],
        "files": dict(package.files.values_list("kind", "digest")),
    }
