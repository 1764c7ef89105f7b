"""The page of one exemplar's publication with all its acts, and the office's list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import ConsentGiver, PublicationState
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.operations import publication as acts
from neuguong.exemplars.queries.consent_paper import consent_form_of
from neuguong.exemplars.queries.consents import ConsentRow, consent_rows, pages_waiting, withdrawal_in
from neuguong.exemplars.queries.publication import photos_of, story_of, verdicts
from neuguong.exemplars.reading.consent import consent_law_on, who_may_sign
from neuguong.org.roles import Permission
from neuguong.web.desk.publication.forms import (
    ConsentForm,
    MeetForm,
    PublishForm,
    StoryForm,
    TakeDownForm,
    WithdrawForm,
)
from neuguong.web.desk.publication.scope import consent_or_404, page_or_404
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict

NOT_YOURS = "Danh sách này dành cho cơ quan thường trực."
NOTHING = "Không có việc này ở đây. Tải lại trang để xem việc đang làm được."
Forms = dict[str, forms.Form]


@require_safe
def pages(request: Any) -> HttpResponse:
    """Recognised exemplars with what their page still lacks."""
    if not request.office.may(Permission.KEEP_LEDGER):
        raise PermissionDenied(NOT_YOURS)
    return render(request, "desk/publication/list.html", {"rows": pages_waiting(request.user.pk, request.today)})


def _forms(request: Any, exemplar: Exemplar, story: Story | None, rows: tuple[ConsentRow, ...]) -> Forms:
    """The acts that are possible now; the one that was sent comes back as typed."""
    sent = request.POST.get("act") if request.method == "POST" else ""

    def made(name: str, cls: Any, **more: Any) -> forms.Form:
        bound = (request.POST, request.FILES) if sent == name else ()
        return cls(*bound, prefix=name, **more)

    subject, found = exemplar.subject, {}
    may = who_may_sign(subject.kind, subject.birth_year, request.today)
    found["consent"] = made("consent", ConsentForm, givers=[(one, ConsentGiver(one).label) for one in may])
    if alive := [(row.id, row.title) for row in rows if not row.withdrawn_on]:
        found["withdraw"] = made("withdraw", WithdrawForm, consents=alive)
    if story is not None and story.state == PublicationState.PUBLISHED:
        found["take_down"] = made("take_down", TakeDownForm)
    else:
        photos = [(one.file_id, one.caption or one.file.name) for one in photos_of(exemplar)]
        words = {"summary": story.summary, "photo": story.photo_id, "photo_words": story.photo_words} if story else {}
        found["write"] = made("write", StoryForm, photos=photos, initial=words)
        if story is not None:
            found["publish"] = made("publish", PublishForm)
    if any(row.clocks for row in rows):
        found["meet"] = made("meet", MeetForm)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One exemplar: what is missing on which channel, the papers, the story, and the act that was pressed."""
    exemplar = page_or_404(request, pk)
    story, rows = story_of(exemplar), consent_rows(exemplar)
    found = _forms(request, exemplar, story, rows)
    here = reverse("desk:publication", args=[pk])
    if request.method != "POST":
        return _page(request, exemplar, story, rows, found)
    name = request.POST.get("act", "")
    form = found.get(name)
    if form is None:  # pressed twice, or closed meanwhile
        done = story is not None and {"publish": "published", "take_down": "taken_down"}.get(name) == story.state
        return redirect(here) if done else conflict(request, NOTHING, back=here)
    if form.is_valid():
        try:
            messages.success(request, ACTS[name](request, exemplar, story, form.cleaned_data))
        except BadInput as wrong:
            field = "scan" if wrong.field == "file" else wrong.field
            form.add_error(field if field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            return redirect(here)
    return _page(request, exemplar, story, rows, found, status=400)


def _consent(request: Any, exemplar: Exemplar, _story: Story | None, data: dict[str, Any]) -> str:
    grants = [(what, where) for what, where in (one.split(":") for one in data["grants"])]
    paper = acts.SignedPaper(
        data["giver"], data["signer_name"], data["relation"], data["given_on"], grants, data["reads_first"]
    )
    scan = data["scan"]
    acts.enter_consent(exemplar=exemplar, paper=paper, scan_name=scan.name, scan=scan, by=request.actor, at=request.now)
    return "Đã nhập phiếu đồng ý"


def _withdraw(request: Any, exemplar: Exemplar, _story: Story | None, data: dict[str, Any]) -> str:
    consent = consent_or_404(request, data.pop("consent"))
    acts.withdraw_consent(consent=consent, **data, by=request.actor, at=request.now)
    return "Đã ghi rút đồng ý\nCâu chuyện không còn trên trang công khai nếu không còn phiếu nào khác. Dòng công nhận ở lại."


def _meet(request: Any, exemplar: Exemplar, _story: Story | None, data: dict[str, Any]) -> str:
    kind, _, number = data["clock"].partition(":")
    withdrawal = withdrawal_in(exemplar, int(number)) if number.isdecimal() and len(number) < 19 else None
    if withdrawal is None:
        raise Refused(NOTHING)
    acts.meet_withdrawal(withdrawal=withdrawal, kind=kind, by=request.actor, at=request.now)
    return "Đã ghi là xong"


def _write(request: Any, exemplar: Exemplar, _story: Story | None, data: dict[str, Any]) -> str:
    photo = next((one.file for one in photos_of(exemplar) if one.file_id == data["photo"]), None)
    acts.write_story(
        exemplar=exemplar, summary=data["summary"], photo=photo, photo_words=data["photo_words"], by=request.actor,
        at=request.now,
    )  # fmt: skip
    return "Đã lưu bài, chưa đăng"


def _publish(request: Any, _exemplar: Exemplar, story: Story | None, _data: dict[str, Any]) -> str:
    assert story is not None  # noqa: S101  the form exists only with it
    acts.publish_story(story=story, by=request.actor, at=request.now)
    return "Đã đăng lên trang công khai"


def _take_down(request: Any, _exemplar: Exemplar, story: Story | None, data: dict[str, Any]) -> str:
    assert story is not None  # noqa: S101  the form exists only with it
    acts.take_down_story(story=story, reason=data["reason"], by=request.actor, at=request.now)
    return "Đã gỡ câu chuyện\nDòng công nhận trong sổ ở lại."


ACTS = {
    "consent": _consent,
    "withdraw": _withdraw,
    "meet": _meet,
    "write": _write,
    "publish": _publish,
    "take_down": _take_down,
}


def _page(
    request: Any, exemplar: Exemplar, story: Story | None, rows: tuple[ConsentRow, ...], found: Forms, status: int = 200
) -> HttpResponse:
    context = {
        "one": exemplar,
        "story": story,
        "consents": rows,
        "forms": found,
        "verdicts": verdicts(exemplar, on=request.today),
        "law": consent_law_on(request.today).law,
    }
    return render(request, "desk/publication/page.html", context, status=status)


@require_safe
def form_paper(request: Any, pk: int) -> HttpResponseBase:
    """The form to be printed and signed; nothing on it is ticked."""
    exemplar = page_or_404(request, pk)
    return made_file(consent_form_of(exemplar, at=request.now), "phieu-dong-y.docx")


@require_safe
def scan(request: Any, pk: int) -> HttpResponseBase:
    """The scan of a signed paper, once it was checked."""
    consent = consent_or_404(request, pk)
    try:
        path = open_file(consent.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:publication", args=[consent.exemplar_id]))
    return kept_file(path, consent.scan.name, consent.scan.media_type)
