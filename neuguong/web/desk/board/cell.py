"""One cell of the board, opened: what was sent, what is missing, how the periods before went, what can be done."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.core.papers import short_date
from neuguong.core.periods import Period, local_day
from neuguong.ledger.models import Exemption, Extension, Obligation, UnitPaper
from neuguong.ledger.policy import (
    is_an_activity,
    keeps_ledger,
    not_excused,
    reports_obstacles,
    speaks_for_unit,
    still_owed,
)
from neuguong.ledger.queries.board import unit_rows
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.clarifications import at_duty
from neuguong.ledger.queries.details import ObligationDetail, draft_hint, obligation_detail
from neuguong.ledger.queries.grid import cell_code, state_words, year_words
from neuguong.ledger.queries.reminders import reminders_of
from neuguong.ledger.queries.unit_papers import paper_words, papers_of, papers_visible_to
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.org.roles import Permission
from neuguong.programme.enums import Composition, DutyKind
from neuguong.programme.queries.urging import rung_names
from neuguong.web.desk.board.acts import STEPS, acts_on, form_for, run
from neuguong.web.desk.board.forms import DayForm
from neuguong.web.desk.duties.panel import activity_facts, activity_panel
from neuguong.web.errors import conflict

Facts = list[tuple[str, str]]
PREVIOUS = 4


@require_GET
def obligation(request: Any, pk: int) -> HttpResponse:
    """A cell as a page of its own, or as the panel beside the board."""
    return show(request, visible(request, pk))


@require_POST
def obligation_step(request: Any, pk: int, step: str) -> HttpResponse:
    """Report nil, send late, extend, excuse."""
    found, chosen = visible(request, pk), STEPS.get(step)
    if chosen is None:
        raise Http404
    if not chosen.office and (refusal := speaks_for_unit(request.actor, found.unit, request.now)):
        return conflict(request, refusal, back=reverse("desk:obligation", args=[pk]))  # paper has a page of its own
    form = form_for(chosen, request.POST)
    if form.is_valid():
        try:
            run(chosen, found, dict(form.cleaned_data), request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:obligation", args=[pk]))
        else:
            messages.success(request, chosen.done)
            return redirect("desk:obligation", pk)
    return show(request, found, refused=(step, form))


def visible(request: Any, pk: int) -> Obligation:
    """The row, if this person sees it."""
    rows = obligations_visible_to(request.user.pk, request.today).select_related("unit", "duty__plan__unit")
    return get_object_or_404(rows, pk=pk)


def show(
    request: Any,
    found: Obligation,
    *,
    refused: tuple[str, forms.Form] | None = None,
    recording: forms.Form | None = None,
) -> HttpResponse:
    """The page of a row; `refused` and `recording` are forms that were sent and not taken."""
    day = DayForm(request.GET)
    on = (day.is_valid() and day.cleaned_data["on"]) or request.today
    rows = unit_rows(found.unit, found.duty.plan, on)
    row = next((row for row in rows if row.obligation_id == found.pk), None)
    if row is None:
        raise Http404
    period, query = Period(found.period), "" if on == request.today else f"?{urlencode({'on': f'{on:%d/%m/%Y}'})}"
    context = {
        "row": row,
        "title": _title(found, period),
        "duty": "" if found.duty.kind == DutyKind.ACTIVITY else found.duty.title,
        "on": on,
        "code": cell_code(row),
        "state": f"{year_words(row)}, {state_words(row)}" if found.duty.kind == DutyKind.QUOTA else state_words(row),
        "facts": _facts(row, rows, period),
        "told": [*_told(row, obligation_detail(found, on), _own(request, found)), *_urged(found, on)],
        "done": "Không còn thiếu gì.",
        "back_words": "Mọi nhiệm vụ" if found.duty.kind == DutyKind.ACTIVITY else "Về bảng theo dõi",
        "previous": _previous(row, rows, query),
        "previous_title": "Bốn quý trước" if period.quarter else "Các năm trước",
        "dossiers": _dossiers(request, found),
        "activity": activity_panel(request, found, on, recording=recording),
        "letter": _letter(request, found),
        "papers": [
            (paper_words(one), reverse("desk:unit_paper", args=[one.pk])) for one in _papers(request, found, on)
        ],
        "paper_new": _paper_new(request, found) if on == request.today else "",
        "acts": acts_on(found, row, request, refused=refused) if on == request.today else [],
        "answers": at_duty(request.user.pk, request.today, found.duty_id),
        "reports": on == request.today and reports_obstacles(request.actor, found.unit, request.now) is None,
        "forms": [form for form in (refused[1] if refused else None, recording) if form],
        "back": f"{reverse('desk:duties' if found.duty.kind == DutyKind.ACTIVITY else 'desk:board')}{query}",
    }
    template = "desk/board/_drill.html" if request.htmx else "desk/board/obligation.html"
    return render(request, template, context, status=422 if context["forms"] else 200)


def _title(found: Obligation, period: Period) -> str:
    """Dossiers and returns are known by their period; everything else by what is to be done."""
    if found.duty.kind == DutyKind.ACTIVITY:
        return f"{found.unit.short_name}: {found.duty.title[:1].lower()}{found.duty.title[1:]}"
    return f"{found.unit.short_name}, {period.label}"


def _facts(row: BoardRow, rows: Any, period: Period) -> Facts:
    if row.duty_kind == DutyKind.ACTIVITY:
        return activity_facts(row, period)
    named = "Gửi trước ngày" if row.boundary == "before" else "Gửi đến hết ngày"
    facts = [(named, short_date(row.due_on))]
    if row.extended_to:
        facts.append(("Gia hạn đến hết ngày", short_date(row.extended_to)))
    facts.append(("Đã gửi trong kỳ", f"{row.sent} hồ sơ"))
    if row.sent != row.sent_on_time:
        facts.append(("Trong đó đúng hạn", f"{row.sent_on_time} hồ sơ"))
    facts.append(("Đạt thẩm định", f"{row.accepted} hồ sơ"))
    if row.duty_kind == DutyKind.QUOTA:
        both = ", có cả tập thể và cá nhân" if row.composition == Composition.BOTH_KINDS else ""
        return [*facts, ("Ít nhất trong năm", f"{row.required}{both}")]
    year = next((one for one in rows if one.duty_kind == DutyKind.QUOTA and one.period == period.year.code), None)
    return [*facts, (f"Chỉ tiêu năm {period.year_number}", year_words(year))] if year else facts


def _urged(found: Obligation, on: date) -> list[str]:
    """When this row was urged, and how."""
    rows = list(reminders_of(found, on))
    names = rung_names(found.duty.plan) if any(one.rung for one in rows) else {}
    return [
        f"Đã đôn đốc ngày {short_date(one.urged_on)}: "
        + (f"công văn {one.letter.running_number}" if one.letter else names.get(one.rung, one.rung))
        + "."
        for one in rows
        if one.urged_on
    ]


def _told(row: BoardRow, detail: ObligationDetail, own: bool) -> list[str]:
    """What was agreed and said about the row; drafts only to the unit's own people."""
    told = [_granted(f"Gia hạn đến hết ngày {short_date(one.extended_to)}", one) for one in detail.extensions]
    for one in detail.exemptions:
        told.append(_granted("Miễn", one))
        if one.revoked_at and local_day(one.revoked_at) <= row.on:
            told.append(f"Bỏ miễn từ ngày {short_date(local_day(one.revoked_at))}: {one.revoke_reason.rstrip('.')}.")
    if row.exempt_reason and not detail.exemptions:
        told.append(row.exempt_reason)
    if row.nil_reason:
        told.append(f"Báo không có: {row.nil_reason}")
    told += [
        f"Cơ quan thường trực đã tiếp nhận báo cáo ngày {short_date(local_day(one.accepted_at))}."
        for one in detail.returns
        if one.accepted_at and local_day(one.accepted_at) <= row.on
    ]
    if (
        own
        and row.missing
        and row.duty_kind != DutyKind.ACTIVITY
        and (hint := draft_hint(detail.obligation.unit, detail.obligation.duty.plan))
    ):
        told.append(hint)
    if row.revoked:
        told.append(f"Kỳ này đã tính lại: {row.revoked} điển hình bị hủy công nhận. Bảng của ngày trước đó giữ nguyên.")
    elif row.restated:
        told.append(f"Ghi bổ sung: có giấy tờ nhập sau ngày {short_date(row.on)}, nên ô này khác bản in của ngày ấy.")
    return told


def _granted(what: str, act: Extension | Exemption) -> str:
    document = f" ({act.document})" if act.document else ""
    return f"{what}: {act.reason.rstrip('.')}{document}."


def _previous(row: BoardRow, rows: Any, query: str) -> list[dict[str, str]]:
    before = [one for one in rows if one.duty_code == row.duty_code and one.period < row.period]
    shown = sorted(before, key=lambda one: one.period, reverse=True)[:PREVIOUS]
    return [
        {
            "code": cell_code(one),
            "label": f"{Period(one.period).label}: {state_words(one)}",
            "url": reverse("desk:obligation", args=[one.obligation_id]) + query,
            "text": _sentence(one),
        }
        for one in shown
    ]


def _sentence(row: BoardRow) -> str:
    label = Period(row.period).label
    if row.duty_kind == DutyKind.QUOTA:
        return f"{label[:1].upper()}{label[1:]}: {year_words(row)}, {state_words(row)}"
    sent = f", {row.sent} hồ sơ" if row.sent and row.duty_kind == DutyKind.RETURN else ""
    return f"{label[:1].upper()}{label[1:]}: {state_words(row)}{sent}"


def _dossiers(request: Any, found: Obligation) -> str:
    if found.duty.kind == DutyKind.ACTIVITY or not request.office.may(Permission.SEE_DOSSIERS):
        return ""
    wanted = {"unit": found.unit_id, **({"round_code": found.period} if "Q" in found.period else {})}
    return f"{reverse('desk:nominations')}?{urlencode(wanted)}"


def _own(request: Any, found: Obligation) -> bool:
    """Whether the person writes for this very unit."""
    unit = request.office.unit
    return unit is not None and unit.pk == found.unit_id and request.office.may(Permission.PREPARE_NOMINATION)


def _papers(request: Any, found: Obligation, on: date) -> Iterable[UnitPaper]:
    return papers_of(found, on).filter(pk__in=papers_visible_to(request.user.pk, request.today).values("pk"))


def _paper_new(request: Any, found: Obligation) -> str:
    """Where the office types what the unit sent on paper."""
    by, at, unit = request.actor, request.now, found.unit
    takes_paper = found.duty.kind == DutyKind.RETURN or is_an_activity(found) is None
    if not takes_paper or keeps_ledger(by, unit, at) or speaks_for_unit(by, unit, at) is None:
        return ""
    closed = still_owed(found, at) or not_excused(found, at)
    return "" if closed else reverse("desk:unit_paper_new", args=[found.pk])


def _letter(request: Any, found: Obligation) -> str:
    if found.duty.kind != DutyKind.RETURN or not _own(request, found):
        return ""
    return reverse("desk:unit_letter", args=[found.period])
