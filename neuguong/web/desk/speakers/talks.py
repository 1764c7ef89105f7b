"""Talks: the list of a year with its table, writing one down, one of them with its file and taking it back."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import register
from neuguong.org.models import Speaker, Unit
from neuguong.org.policy import records_publicity
from neuguong.org.queries.speakers import speakers_to_choose, units_publicised_by
from neuguong.org.roles import Permission
from neuguong.publicity.models import TalkSession
from neuguong.publicity.operations.sessions import Talk, record_talk, withdraw_talk
from neuguong.publicity.queries.sessions import (
    exemplars_named,
    talk_year,
    talks_of_year,
    talks_visible_to,
    told_in,
    years_of,
)
from neuguong.publicity.queries.talk_sheet import public_articles_named
from neuguong.publicity.queries.talk_year import talk_year_workbook
from neuguong.web.desk.speakers.forms import TalkForm, WithdrawForm, YearForm
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch."
NOT_KEPT = "Chỉ người ghi việc tuyên truyền của đơn vị và cơ quan thường trực ghi buổi nói chuyện."
PER_PAGE = 20
OFFERED = 10  # exemplars offered without being asked for


def _year(request: Any) -> int:
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    form = YearForm(request.GET)
    form.is_valid()
    return form.cleaned_data.get("year") or request.today.year


@require_safe
def listing(request: Any) -> HttpResponse:
    """The talks of a year, and the year by speaker and by unit."""
    year = _year(request)
    rows = Paginator(talks_of_year(request.user.pk, request.today, year), PER_PAGE)
    context = {
        "year": year,
        "years": [(str(one), str(one)) for one in years_of(request.user.pk, request.today)],
        "page": rows.get_page(request.GET.get("page")),
        "table": talk_year(request.user.pk, request.today, year),
        "records": request.office.may(Permission.RECORD_PUBLICITY),
    }
    return render(request, "desk/speakers/talks.html", context)


@require_safe
def year_xlsx(request: Any) -> HttpResponseBase:
    """The year as a spreadsheet; none of a year without talks."""
    year = _year(request)
    table = talk_year(request.user.pk, request.today, year)
    if not table.talks:
        raise Http404
    organisation = request.office.organisation or request.office.unit
    content = talk_year_workbook(
        table,
        organisation=organisation.name if organisation else "",
        at=request.now,
    )
    return made_file(content, f"buoi-noi-chuyen-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Write a talk down; looking for an exemplar on the way saves nothing and loses nothing."""
    units = units_publicised_by(request.user.pk, request.today)
    if not units:
        raise PermissionDenied(NOT_KEPT)
    speakers = list(speakers_to_choose(request.user.pk, request.today))
    if request.method != "POST" or "find" in request.POST:
        return _page(request, _begun(request, units, speakers), speakers)
    pages = _offered(request, units, request.POST.getlist("told"), request.POST.get("q", ""))
    form = TalkForm(request.POST, request.FILES, units=units, speakers=speakers, pages=pages)
    if form.is_valid():
        try:
            made = _record(request, form.cleaned_data, units, speakers)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:talks"))
        else:
            words = "\nTệp được kiểm tra rồi mới mở được, thường trong vài giây." if made.file_id else ""
            messages.success(request, f"Đã ghi buổi nói chuyện{words}")
            return redirect("desk:talk", made.pk)
    return _page(request, form, speakers, status=422)


def _page(request: Any, form: TalkForm, speakers: Sequence[Speaker], status: int = 200) -> HttpResponse:
    context = {"form": form, "nobody": not speakers}
    return render(request, "desk/speakers/talk_new.html", context, status=status)


def _begun(request: Any, units: Sequence[Unit], speakers: Sequence[Speaker]) -> TalkForm:
    """The form as it was typed so far; `?e=` and `?a=` bring exemplars along from a sheet, `?nguoi=` a speaker."""
    first = request.office.unit
    begun: dict[str, Any] = {"unit": str(first.pk) if first in units else "", "speaker": request.GET.get("nguoi", "")}
    articles = public_articles_named(request.GET.getlist("a"), at=request.now)
    told = [*request.GET.getlist("e"), *(row.exemplar.slug for one in articles for row in one.about.all())]
    begun |= {"told": list(dict.fromkeys(told)), "form_key": secrets.token_hex(12)}
    if request.method == "POST":
        begun |= {name: request.POST.get(name, "") for name in TalkForm.base_fields if name not in ("told", "file")}
        begun["told"] = request.POST.getlist("told")
    pages = _offered(request, units, begun["told"], begun.get("q", ""))
    return TalkForm(units=units, speakers=speakers, pages=pages, initial=begun)


def _offered(request: Any, units: Sequence[Unit], chosen: list[str], q: str) -> list[Exemplar]:
    """What is chosen already, then what was looked for, or without that the newest of these units."""
    kept = list(exemplars_named(chosen))
    found = register(q=q[:200]) if q.strip() else register(unit_ids=[unit.pk for unit in units])
    more = found.select_related("unit").exclude(slug__in=chosen)[:OFFERED]
    return [*kept, *more]


def _record(request: Any, data: dict[str, Any], units: Sequence[Unit], speakers: Sequence[Speaker]) -> TalkSession:
    file = data["file"]
    return record_talk(
        unit=next(one for one in units if str(one.pk) == data["unit"]),
        speaker=next(one for one in speakers if str(one.pk) == data["speaker"]),
        talk=Talk(data["held_on"], data["place"], data["audience"], data["audience_count"], data["topics"]),
        told=list(exemplars_named(data["told"])),
        file=(file.name, file) if file else None,
        form_key=data["form_key"],
        by=request.actor,
        at=request.now,
    )


def talk_or_404(request: Any, pk: int) -> TalkSession:
    """The talk, if this person may read it today."""
    rows = talks_visible_to(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("unit", "speaker", "file", "recorded_by", "withdrawn_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One talk, and taking it back."""
    row = talk_or_404(request, pk)
    here = reverse("desk:talk", args=[pk])
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_talk(session=row, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error("reason", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, "Đã rút\nBuổi này thôi được tính; nội dung và lý do vẫn còn.")
            return redirect(here)
    open_still = row.withdrawn_at is None and records_publicity(request.actor, row.unit, request.now) is None
    context = {"row": row, "told": told_in(row), "withdraw": form if open_still else None}
    return render(request, "desk/speakers/talk.html", context, status=422 if form.errors else 200)


@require_safe
def file(request: Any, pk: int) -> HttpResponseBase:
    """The file that shows it; nothing before it was checked."""
    row = talk_or_404(request, pk)
    if row.file is None:
        raise Http404
    try:
        path = open_file(row.file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:talk", args=[pk]))
    return kept_file(path, row.file.name)
