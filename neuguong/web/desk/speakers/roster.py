"""The roster of speakers: the list, entering somebody, one of them with their talks, putting right, ending."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.org.models import Speaker
from neuguong.org.operations.speakers import SpeakerWords, change_speaker, end_speaker, enter_speaker
from neuguong.org.queries.speakers import (
    accounts_to_choose,
    speakers_kept_by,
    speakers_visible_to,
    units_publicised_by,
)
from neuguong.org.roles import Permission
from neuguong.publicity.queries.sessions import talks_visible_to
from neuguong.web.desk.speakers.forms import EndForm, SpeakerEditForm, SpeakerForm
from neuguong.web.errors import conflict

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch."
NOT_KEPT = "Chỉ người ghi việc tuyên truyền của đơn vị và cơ quan thường trực lập danh sách báo cáo viên."
SHOWN = 20  # talks on a speaker's page


@require_safe
def listing(request: Any) -> HttpResponse:
    """Who may speak today, and who no more; one's own units' first."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    rows = speakers_visible_to(request.user.pk, request.today)
    speaking = rows.on(request.today)
    context = {
        "speakers": speaking.select_related("unit").order_by("unit__sort_key", "unit_id", "sort_key", "pk"),
        "gone": rows.exclude(pk__in=speaking).select_related("unit").order_by("-valid_from", "sort_key", "pk")[:50],
        "keeps": request.office.may(Permission.RECORD_PUBLICITY),
    }
    return render(request, "desk/speakers/list.html", context)


def speaker_or_404(request: Any, pk: int, *, kept: bool = False) -> Speaker:
    """The speaker, if this person may read (with `kept`: change) the row today."""
    rows = (speakers_kept_by if kept else speakers_visible_to)(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("unit", "account", "ended_by", "entered_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Put somebody on the roster of a unit."""
    units = units_publicised_by(request.user.pk, request.today)
    if not units:
        raise PermissionDenied(NOT_KEPT)
    accounts = accounts_to_choose(request.user.pk, request.today)
    first = request.office.unit
    begun = {"form_key": secrets.token_hex(12), "unit": str(first.pk) if first in units else ""}
    sent = (request.POST,) if request.method == "POST" else ()
    form = SpeakerForm(*sent, units=units, accounts=accounts, initial=begun)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = enter_speaker(
                unit=next(one for one in units if str(one.pk) == data["unit"]), words=_words(data),
                account=next((one for one in accounts if str(one.pk) == data["account"]), None),
                form_key=data["form_key"], by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:speakers"))
        else:
            messages.success(request, f"Đã ghi {made.name} vào danh sách")
            return redirect("desk:speaker", made.pk)
    return render(request, "desk/speakers/new.html", {"form": form}, status=422 if form.errors else 200)


def _words(data: dict[str, Any], name: str = "") -> SpeakerWords:
    return SpeakerWords(
        kind=data["kind"], name=data.get("name") or name, topics=data["topics"], valid_from=data["valid_from"],
        valid_until=data["valid_until"], position=data["position"], phone=data["phone"], document=data["document"],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One speaker with the talks that the reader may see, and ending."""
    row = speaker_or_404(request, pk)
    kept = speakers_kept_by(request.user.pk, request.today).filter(pk=pk).exists()
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ended_on": request.today})
    here = reverse("desk:speaker", args=[pk])
    if request.method == "POST":
        if row.ended_on is not None:  # pressed twice
            return redirect(here)
        if form.is_valid():
            try:
                end_speaker(speaker=row, by=request.actor, at=request.now, **form.cleaned_data)
            except BadInput as wrong:
                form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
            except Refused as refusal:
                return conflict(request, refusal, back=here)
            else:
                messages.success(request, f"Đã ghi {row.name} thôi nói chuyện\nCác buổi đã nói vẫn còn trong sổ.")
                return redirect(here)
    talks = talks_visible_to(request.user.pk, request.today).filter(speaker=row).select_related("unit")
    context = {
        "row": row,
        "kept": kept and row.ended_on is None,
        "calls": request.office.may(Permission.RECORD_PUBLICITY),
        "end": form if kept and row.ended_on is None else None,
        "talks": talks.order_by("-held_on", "-pk")[:SHOWN],
    }
    return render(request, "desk/speakers/speaker.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """Put right what stands about somebody."""
    row = speaker_or_404(request, pk, kept=True)
    here = reverse("desk:speaker", args=[pk])
    form = SpeakerEditForm(request.POST if request.method == "POST" else None, speaker=row, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            words = _words(data, row.name)
            change_speaker(speaker=row, words=words, version=data["version"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, "Đã sửa")
            return redirect(here)
    context: dict[str, Any] = {"form": form, "row": row}
    return render(request, "desk/speakers/edit.html", context, status=422 if form.errors else 200)


def _initial(row: Speaker) -> dict[str, Any]:
    names = ("kind", "name", "position", "phone", "topics", "document", "valid_from", "valid_until", "version")
    return {name: getattr(row, name) for name in names}
