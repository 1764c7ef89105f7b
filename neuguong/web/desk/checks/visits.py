"""The page of a check on site: a plain form, which a script keeps in the telephone while there is no network."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import FieldVisit, Nomination
from neuguong.exemplars.operations.checks import MOST_PHOTOS, BroughtPhoto, VisitWords, record_visit
from neuguong.exemplars.policy import checks_on_site
from neuguong.exemplars.queries.visit_paper import minutes_of
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.checks.forms import VisitForm
from neuguong.web.desk.checks.scope import judged_or_404, visit_or_404
from neuguong.web.desk.nominations.writing import SIGN_IN_AGAIN
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict

OTHER_ACCOUNT = (
    "Lần kiểm tra này do tài khoản khác ghi trên máy này. Người đó đăng nhập lại thì phần đã ghi mới gửi được."
)


def _by_script(request: Any) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _refused(request: Any, refusal: Refused | str, pk: int) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return conflict(request, refusal, back=reverse("desk:nomination", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Any, pk: int) -> HttpResponse:
    """Write down a check on site, or one that replaces an earlier one (?thay=…)."""
    nomination = judged_or_404(request, pk)
    if request.method == "POST":
        return _sent(request, nomination)
    if refusal := checks_on_site(request.actor, nomination, request.now):
        return _refused(request, refusal, pk)
    return _page(request, nomination, VisitForm(initial=_initial(request, nomination), auto_id="tt-%s"))


def _sent(request: Any, nomination: Nomination) -> HttpResponse:
    form = VisitForm(request.POST, auto_id="tt-%s")
    if form.is_valid():
        if form.cleaned_data["account"] != request.user.pk:
            return _refused(request, OTHER_ACCOUNT, nomination.pk)
        try:
            kept = _record(request, nomination, form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refused:
            return _refused(request, refused, nomination.pk)
        else:
            return _kept(request, kept)
    if _by_script(request):
        told = {name: " ".join(str(one) for one in errors) for name, errors in form.errors.items()}
        return JsonResponse({"errors": told}, status=400)
    return _page(request, nomination, form, status=400)


@require_safe
def minutes(request: Any, pk: int) -> HttpResponseBase:
    """The minutes to be printed and signed by those who were met."""
    found = visit_or_404(request, pk)
    head = rules_of(found.nomination.plan, at=request.now).package
    return made_file(minutes_of(found, head, made_at=request.now), f"bien-ban-kiem-tra-{found.pk}.docx")


def _kept(request: Any, kept: FieldVisit) -> HttpResponse:
    url = f"{reverse('desk:nomination', args=[kept.nomination_id])}#thuc-te"
    if _by_script(request):
        return JsonResponse({"url": url})
    messages.success(request, "Đã ghi lần kiểm tra thực tế")
    return redirect(url)


def _initial(request: Any, nomination: Nomination) -> dict[str, Any]:
    """Now and here; the words of the earlier check when it is to be replaced."""
    now = request.now.astimezone(OFFICE_ZONE)
    words: dict[str, Any] = {"visited_on": now.date(), "visited_at": now.time(), "place": nomination.subject.place}
    earlier = _earlier(nomination, request.GET.get("thay"))
    if earlier is not None:
        then = earlier.visited_at.astimezone(OFFICE_ZONE)
        names = ("place", "people_met", "adverse_asked_of", "adverse_words", "opinion", "opinion_words")
        words = {name: getattr(earlier, name) for name in names}
        words |= {"visited_on": then.date(), "visited_at": then.time(), "replaces": earlier.pk}
        words["adverse_found"] = "yes" if earlier.adverse_found else "no"
    return words | {"client_key": secrets.token_urlsafe(18), "account": request.user.pk}


def _earlier(nomination: Nomination, number: Any) -> FieldVisit | None:
    if not number:
        return None
    text = str(number)
    known = text.isascii() and text.isdecimal() and len(text) < 18
    found = nomination.visits.filter(pk=int(text)).first() if known else None
    if found is None:
        raise Http404
    return found


def _record(request: Any, nomination: Nomination, data: dict[str, Any]) -> FieldVisit:
    return record_visit(
        nomination=nomination,
        words=VisitWords(
            visited_at=datetime.combine(data["visited_on"], data["visited_at"], OFFICE_ZONE),
            place=data["place"],
            people_met=data["people_met"],
            adverse_asked_of=data["adverse_asked_of"],
            adverse_found=data["adverse_found"] == "yes",
            adverse_words=data["adverse_words"],
            opinion=data["opinion"],
            opinion_words=data["opinion_words"],
        ),
        photos=_photos(request),
        client_key=data["client_key"],
        replaces=_earlier(nomination, data["replaces"]),
        by=request.actor,
        at=request.now,
    )


def _photos(request: Any) -> list[BroughtPhoto]:
    """The photos in the order in which they came; the hours of the files only when a script sent one for each."""
    files = request.FILES.getlist("photos")
    if len(files) > MOST_PHOTOS:
        raise BadInput(f"Mỗi lần kiểm tra nhận nhiều nhất {MOST_PHOTOS} ảnh.", field="photos")
    hours = [_moment(text) for text in request.POST.getlist("photo_time")]
    if len(hours) != len(files):
        hours = [None] * len(files)
    return [BroughtPhoto(one.name, one.read(), hour) for one, hour in zip(files, hours, strict=True)]


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def _page(request: Any, nomination: Nomination, form: VisitForm, *, status: int = 200) -> HttpResponse:
    here = reverse("desk:nomination_visit", args=[nomination.pk])
    replaces = form["replaces"].value()
    context = {
        "nomination": nomination,
        "form": form,
        "replaces": replaces,
        "most_photos": MOST_PHOTOS,
        "signin_url": f"{reverse(SIGN_IN_AGAIN)}?next={here}{f'?thay={replaces}' if replaces else ''}",
    }
    return render(request, "desk/checks/visit.html", context, status=status)
