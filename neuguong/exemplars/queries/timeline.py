"""What happened to a dossier, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from neuguong.core.models import StateChange
from neuguong.core.periods import Period, local_day
from neuguong.exemplars.enums import EntryBasis, NominationState, RecognitionLevel
from neuguong.exemplars.models import Nomination, Recognition
from neuguong.exemplars.queries.checks import Checks, VisitRow

_PAST = {
    "submit": "Gửi hồ sơ",
    "return": "Trả lại để bổ sung",
    "verify": "Đạt thẩm định",
    "decline": "Không đạt",
    "resume": "Đơn vị nhận về viết tiếp",
    "withdraw": "Rút hồ sơ",
    "record_after": "Ghi lại sau, theo quyết định đã có",
    "recognise_unit": "Đơn vị công nhận",
    "recognise_council": "Hội đồng công nhận",
}
# Steps whose note is for those who judge; the notes of the others are addressed to the unit.
_AMONG_JUDGES = frozenset({"verify"})


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened. `recorded_on` only when it was entered on a later day than it counts from."""

    step: str
    label: str
    at: datetime
    who: str
    note: str
    detail: str
    recorded_on: date | None


def _paper(one: Recognition) -> str:
    parts = [f"Quyết định số {one.document_number}" if one.document_number else "", f"ngày {one.decided_on:%d/%m/%Y}"]
    if one.level == RecognitionLevel.COUNCIL and one.meeting_on:
        parts.append(f"biên bản họp số {one.meeting_number} ngày {one.meeting_on:%d/%m/%Y}")
    if one.signer:
        parts.append(f"người ký: {one.signer}")
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _moment(change: StateChange, nomination: Nomination, papers: dict[str, str]) -> tuple[str, str]:
    """The label and the detail of one step."""
    if change.step == "submit" and change.before == NominationState.DRAFT:
        when = "đúng hạn" if nomination.on_time else "sau hạn của đợt trước"
        label = Period(nomination.round_code).label if nomination.round_code else ""
        return "Gửi hồ sơ", f"{when}, {label}" if nomination.on_time else f"vào đợt {label}, {when}"
    if change.step == "submit":
        return "Bổ sung và gửi lại", ""
    return _PAST.get(change.step, change.step), papers.get(change.step, "")


def timeline_of(
    nomination: Nomination,
    changes: Sequence[StateChange],
    checks: Checks | None = None,
    *,
    deliberation: bool = False,
) -> tuple[TimelineRow, ...]:
    """The opening of the draft and each step since, in the order they were entered.

    Without `deliberation` the notes that judges write for each other are left out; `checks` are given only with it."""
    papers = {}
    if nomination.recognised_at:
        rows = Recognition.objects.filter(nomination=nomination)
        after = nomination.entry == EntryBasis.AFTER
        papers = {"record_after" if after else f"recognise_{one.level}": _paper(one) for one in rows}
    author = nomination.created_by.full_name if nomination.created_by else ""
    begun = TimelineRow("create", "Lập bản nháp", nomination.created_at, author, "", "", None)
    told = [] if nomination.entry == EntryBasis.AFTER else [begun]
    waiting = list(checks.visits) if checks else []
    for change in changes:
        while waiting and waiting[0].recorded_at <= change.recorded_at:
            told.append(_on_site(waiting.pop(0)))
        label, detail = _moment(change, nomination, papers)
        entered = local_day(change.recorded_at)
        told.append(
            TimelineRow(
                step=change.step,
                label=label,
                at=change.effective_at,
                who=change.account.full_name if change.account else "",
                note=change.note if deliberation or change.step not in _AMONG_JUDGES else "",
                detail=detail,
                recorded_on=entered if entered > local_day(change.effective_at) else None,
            )
        )
    return (*told, *map(_on_site, waiting))


def _on_site(visit: VisitRow) -> TimelineRow:
    entered, there = local_day(visit.recorded_at), local_day(visit.visited_at)
    detail = f"ý kiến: {visit.opinion_label}{', đã được thay' if visit.replaced else ''}"
    late = entered if entered > there else None
    return TimelineRow("visit", "Kiểm tra thực tế", visit.visited_at, visit.by, "", detail, late)
