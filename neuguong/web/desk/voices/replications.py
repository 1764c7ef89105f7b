"""Places that follow an example, at the desk: the list, one of them with what can be done, one typed by a clerk."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.core.immutable import STRUCK
from neuguong.core.queries.deadlines import days_left, last_day, running
from neuguong.exemplars.enums import NotConfirmed, ReplicationState
from neuguong.exemplars.models import Exemplar, Replication
from neuguong.exemplars.operations import replications as acts
from neuguong.exemplars.operations.erasure import erase_replication
from neuguong.exemplars.policy import erases_replication, page_of
from neuguong.exemplars.queries.register import public_rows, register, standing_page
from neuguong.exemplars.queries.replications import CHECK, reads_replications, replication_list
from neuguong.exemplars.queries.voices import PAGE
from neuguong.exemplars.workflows import REPLICATION
from neuguong.org.models import Unit
from neuguong.org.queries.places import units_where, units_within
from neuguong.org.roles import Permission
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.voices.acting import Acting, Forms, made
from neuguong.web.desk.voices.forms import EraseForm, PassForm
from neuguong.web.desk.voices.reader_forms import (
    CheckForm,
    NotConfirmForm,
    NoteForm,
    TypedReplicationForm,
    WantedReplications,
)
from neuguong.web.desk.voices.scope import replication_or_404
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum

NOT_YOURS = "Mục này dành cho cơ quan thường trực và người của đơn vị nơi có người học theo."
FOUND = 10


@require_safe
def listing(request: Any) -> HttpResponse:
    """What was told of this organisation's exemplars, or of this person's unit."""
    if not reads_replications(request.user.pk, request.today):
        raise PermissionDenied(NOT_YOURS)
    wanted = WantedReplications(request.GET)
    wanted.is_valid()
    state, number = wanted.cleaned_data.get("state") or "", wanted.cleaned_data.get("page") or 1
    found = replication_list(request.user.pk, request.today, state=state, page=number)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} nơi"
    context = {
        "rows": found.rows,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "state": state,
        "states": [(code, label[:1].upper() + label[1:]) for code, label in ReplicationState.choices],
        "reads_comments": request.office.may(Permission.KEEP_LEDGER),
    }
    return render(request, "desk/voices/replications.html", context)


def _forms(request: Any, row: Replication) -> Forms:
    """The acts that are open to this person now, each with its form."""
    open_now = ACTING.open_now(request, row)
    since = f"{row.since_month:02d}/{row.since_year}" if row.since_month else str(row.since_year)
    told = {"since": since, "learned": row.learned, "result": row.result}
    found: Forms = {}
    if "check" in open_now:
        found["check"] = made(request, "check", CheckForm, asks_name=row.name_agreed, initial=told)
    if "not_confirm" in open_now:
        found["not_confirm"] = made(request, "not_confirm", NotConfirmForm)
    if "show" in open_now:
        found["show"] = made(request, "show", forms.Form)
    if "move" in open_now:
        units = units_within([row.exemplar.plan.unit_id], on=request.today)
        found["move"] = made(request, "move", PassForm, units=units)
    for name in ("hide", "withdraw"):
        if name in open_now:
            found[name] = made(request, name, NoteForm)
    if row.who != STRUCK and erases_replication(request.actor, row, request.now) is None:
        found["erase"] = made(request, "erase", EraseForm)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One place, and the act that was pressed."""
    row = replication_or_404(request, pk)
    return ACTING.answer(request, row, _forms(request, row), here=reverse("desk:replication", args=[pk]))


def _check(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    upload = data["file"]
    seen = acts.Seen(
        data["seen_on"], data["saw"], data["since"], data["learned"], data["result"], data["figures"].splitlines(),
        data.get("name_confirmed", False),
    )  # fmt: skip
    file = (upload.name, upload) if upload else None
    acts.check_replication(replication=row, seen=seen, file=file, by=request.actor, at=request.now)
    messages.success(request, "Đã ghi điều đơn vị thấy\nCơ quan thường trực đọc rồi đưa lên cổng.")
    return redirect("desk:replication", row.pk)


def _not_confirm(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    told = {"reason": data["reason"], "answer": data["answer"]}
    acts.not_confirm_replication(replication=row, by=request.actor, at=request.now, **told)
    messages.success(request, "Đã trả lời")
    return redirect("desk:replication", row.pk)


def _show(request: Any, row: Replication, _data: dict[str, Any]) -> HttpResponse:
    acts.show_replication(replication=row, by=request.actor, at=request.now)
    messages.success(request, "Đã đưa lên cổng")
    return redirect("desk:replication", row.pk)


def _hide(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    acts.hide_replication(replication=row, note=data["note"], by=request.actor, at=request.now)
    messages.success(request, "Đã gỡ khỏi cổng")
    return redirect("desk:replication", row.pk)


def _withdraw(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    acts.withdraw_replication(replication=row, note=data["note"], by=request.actor, at=request.now)
    messages.success(request, "Đã rút")
    return redirect("desk:replication", row.pk)


def _move(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    unit = units_within([row.exemplar.plan.unit_id], on=request.today).get(pk=data["unit"])
    acts.move_replication(replication=row, place=unit, by=request.actor, at=request.now)
    messages.success(request, f"Đã chuyển {unit.name}")
    return redirect("desk:replication", row.pk)


def _erase(request: Any, row: Replication, data: dict[str, Any]) -> HttpResponse:
    erase_replication(replication=row, reason=data["reason"], by=request.actor, at=request.now)
    messages.success(request, "Đã xóa dữ liệu\nNgày nhận và kết quả vẫn còn.")
    return redirect("desk:replication", row.pk)


def _page(request: Any, row: Replication, found: Forms, status: int = 200) -> HttpResponse:
    clock = running(row, CHECK)
    context = {
        "row": row,
        "one": page_of(row),
        "forms": found,
        "until": last_day(clock) if clock else None,
        "late": clock is not None and days_left(clock, request.today) < 0,
        "rule": clock.rule if clock else "",
        "reason": NotConfirmed(row.reason).label if row.reason else "",
        "seen": row.checked_at is not None,
        "history": ACTING.history(row),
    }
    return render(request, "desk/voices/replication.html", context, status=status)


# What a second press of the same button finds: its own result.
_DONE = {
    "check": (ReplicationState.CHECKED, ReplicationState.SHOWN),
    "not_confirm": (ReplicationState.NOT_CONFIRMED,),
    "show": (ReplicationState.SHOWN,),
    "hide": (ReplicationState.CHECKED,),
    "withdraw": (ReplicationState.WITHDRAWN,),
}
ACTING = Acting(
    REPLICATION,
    {
        "check": _check, "not_confirm": _not_confirm, "show": _show, "hide": _hide, "withdraw": _withdraw,
        "move": _move, "erase": _erase,
    },
    lambda name, row: row.state in _DONE.get(name, ()) or (name == "erase" and row.who == STRUCK),
    _page,
)  # fmt: skip


@require_safe
def file(request: Any, pk: int) -> HttpResponseBase:
    """What the unit added to its check, once it was looked into."""
    kept = replication_or_404(request, pk).file
    if kept is None:
        raise Http404
    try:
        path = open_file(kept)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:replication", args=[pk]))
    return kept_file(path, kept.name, kept.media_type, inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """A clerk types what they heard: first the exemplar by its name, then the place."""
    slug, words = request.GET.get("guong", ""), request.GET.get("q", "")[:200]
    one = standing_page(slug[:120]) if slug else None
    places = _places(request, one) if one else []
    if not reads_replications(request.user.pk, request.today):
        raise PermissionDenied(NOT_YOURS)
    if one is None:
        found = public_rows(register(q=words)[:FOUND]) if words else ()
        return render(request, "desk/voices/replication_new.html", {"q": words, "found": found, "asked": bool(words)})
    if request.method != "POST":
        only = places[0].pk if len(places) == 1 else None
        form = TypedReplicationForm(units=places, initial={"key": secrets.token_hex(16), "place": only})
        return _new_page(request, one, form)
    form = TypedReplicationForm(request.POST, units=places)
    if not form.is_valid():
        return _new_page(request, one, form, 400)
    try:
        row = _typed(request, one, places, form.cleaned_data)
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _new_page(request, one, form, 400)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _new_page(request, one, form, 409)
    messages.success(request, "Đã ghi nơi học theo\nNgười khác trong đơn vị đến xem rồi ghi điều đã thấy.")
    return redirect("desk:replication", row.pk)


def _places(request: Any, one: Exemplar) -> list[Unit]:
    """Where this person may say that somebody follows: their own units, or any of the organisation for its office."""
    within = units_within([one.plan.unit_id], on=request.today)
    if request.office.may(Permission.KEEP_LEDGER):
        return list(within)
    mine = units_where(request.user.pk, Permission.PREPARE_NOMINATION, on=request.today).values("pk")
    return list(within.filter(pk__in=mine))


def _typed(request: Any, one: Exemplar, places: list[Unit], data: dict[str, Any]) -> Replication:
    told = acts.Follower(
        data["kind"], data["who"], data["since"], data["learned"], data["result"], data["contact"], data["agreed"]
    )
    place = next(unit for unit in places if str(unit.pk) == data["place"])
    return acts.tell_replication(
        exemplar=one, place=place, follower=told, code=secrets.token_hex(16), form_key=data["key"], by=request.actor,
        at=request.now, sender=request.user,
    )  # fmt: skip


def _new_page(request: Any, one: Exemplar, form: TypedReplicationForm, status: int = 200) -> HttpResponse:
    return render(request, "desk/voices/replication_new.html", {"one": one, "form": form}, status=status)
