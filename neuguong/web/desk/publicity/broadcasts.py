"""What ran: the list, recording something in half a minute on a phone, one record with the words of then and now."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import Broadcast, PlannedRun
from neuguong.publicity.operations.broadcasts import Ran, WithoutConsent, record_broadcast, withdraw_broadcast
from neuguong.publicity.policy.channels import records_publicity
from neuguong.publicity.queries.channels import outlets_to_record_on, outlets_visible_to
from neuguong.publicity.queries.radio import duration_words
from neuguong.publicity.queries.told import PAGE, ran_list, reach_of, told_of
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.publicity.forms import BroadcastForm, ListAsked, ReasonForm
from neuguong.web.desk.publicity.scope import article_url, broadcast_or_404, must_record, number, planned_or_404
from neuguong.web.desk.publicity.telling import article_of, offered, outlet_of, people_of, searching, title_of
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum


@require_safe
def listing(request: Any) -> HttpResponse:
    """What ran on this person's outlets, the newest first."""
    must_record(request)
    asked = ListAsked(request.GET)
    asked.is_valid()
    data = asked.cleaned_data
    outlet, flagged = data.get("outlet"), bool(data.get("flagged"))
    found = ran_list(request.user.pk, request.today, outlet=outlet, flagged=flagged, page=data.get("page") or 1)
    first = (found.number - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} lần phát, đăng"
    places = outlets_visible_to(request.user.pk, request.today)
    context = {
        "found": found,
        "page": ListPage(found.number, found.number > 1, found.number < found.pages, words),
        "outlets": [(one.pk, f"{one.name} ({one.unit.short_name})") for one in places],
        "outlet": outlet,
        "flagged": flagged,
        "narrowed": bool(outlet or flagged),
    }
    return render(request, "desk/publicity/broadcasts.html", context)


def _entry(request: Any) -> PlannedRun | None:
    """The entry of the calendar that is said to have run."""
    key = number(request.GET.get("muc", ""))
    if key is None:
        return None
    entry = planned_or_404(request, key)
    if entry.state != PlannedState.PLANNED:
        raise Http404
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Record what ran: where, of whom; everything else may be left out."""
    must_record(request)
    outlets, entry = outlets_to_record_on(request.user.pk, request.today), _entry(request)
    if not outlets:
        return render(request, "desk/publicity/no_outlet.html", {"title": "Ghi lần phát, đăng"})
    told = [one.pk for one in entry.exemplars.all()] if entry and not entry.article_id else []
    offer = offered(request, chosen=told, article=entry.article if entry else None)
    begun_with = request.GET.get("article", "")
    begun = {"ran_on": f"{request.today:%d/%m/%Y}", "form_key": secrets.token_hex(12), "article": begun_with}
    begun |= _of_entry(request, entry, told)
    sent = request.POST if request.method == "POST" else None
    form = BroadcastForm(sent, outlets=outlets, initial=begun, asks=bool(sent and sent.get("despite")), **offer)
    if sent is not None and not searching(request) and form.is_valid():
        data = form.cleaned_data
        try:
            made = record_broadcast(
                outlet=outlet_of(outlets, data["outlet"]), ran=_ran(data, offer), planned=entry, despite=data["despite"],
                form_key=data["form_key"], by=request.actor, at=request.now,
            )  # fmt: skip
        except WithoutConsent as missing:
            form = BroadcastForm(sent, outlets=outlets, initial=begun, asks=True, **offer)
            form.add_error("exemplars", str(missing))
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:broadcasts"))
        else:
            return _done(request, made)
    if searching(request):
        form.is_valid()
        form.errors.clear()
    context = {"form": form, "entry": entry, "searched": searching(request)}
    return render(
        request, "desk/publicity/broadcast_form.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _ran(data: dict[str, Any], offer: dict[str, Any]) -> Ran:
    people, article = people_of(offer["people"], data["exemplars"]), article_of(offer["articles"], data["article"])
    title = title_of(data["title"], people, article)
    return Ran(data["ran_on"], title, people, data["ran_time"], data["airtime"], data["link"], article)


def _of_entry(request: Any, entry: PlannedRun | None, told: list[int]) -> dict[str, Any]:
    if entry is None:
        return {}
    words = {"outlet": entry.outlet_id, "title": entry.title, "exemplars": told, "ran_time": entry.planned_time}
    words["article"] = entry.article_id
    return words | ({"ran_on": f"{entry.planned_on:%d/%m/%Y}"} if entry.planned_on <= request.today else {})


def _done(request: Any, made: Broadcast) -> HttpResponse:
    if made.consented:
        messages.success(request, "Đã ghi lần phát, đăng\nLần này tính vào nhiệm vụ tuyên truyền của đơn vị.")
    else:
        messages.warning(
            request, "Đã ghi, có dấu thiếu đồng ý\nLần này không tính vào nhiệm vụ. Gỡ bài và báo cơ quan thường trực."
        )
    return redirect("desk:broadcast", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One record; the post takes it back."""
    row = broadcast_or_404(request, pk)
    here = reverse("desk:broadcast", args=[pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_broadcast(broadcast=row, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error("reason", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, "Đã rút\nLần này thôi được tính; nội dung và lý do ở lại.")
            return redirect(here)
    mine = records_publicity(request.actor, row.outlet.unit, request.now) is None
    context = {
        "row": row,
        "told": told_of(row),
        "reach": reach_of(row),
        "article_url": article_url(request, row.article),
        "form": form if mine and row.withdrawn_at is None else None,
        "airtime": duration_words(row.airtime_seconds or 0),
        "is_address": row.link.startswith(("http://", "https://")),
    }
    return render(request, "desk/publicity/broadcast.html", context, status=422 if form.errors else 200)
