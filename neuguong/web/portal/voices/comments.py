"""Dossiers that are open for comments before the Council decides: the list, a signed comment, its confirmation."""

from typing import Any

from django.http import Http404, HttpResponse

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import ObjectionState
from neuguong.exemplars.models import WindowEntry
from neuguong.exemplars.operations.objections import Comment, comment_on, commented_before, confirm_comment
from neuguong.exemplars.queries.objections import comment_of, public_entries
from neuguong.web.links import comment_behind
from neuguong.web.portal.voices import gate
from neuguong.web.portal.voices.forms import CommentForm
from neuguong.web.portal.voices.gate import Pass, voice_page
from neuguong.web.portal.voices.views import sender_of, voice_answer
from neuguong.web.security import origin_of


def _hidden(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@voice_page
def listing(request: Any) -> HttpResponse:
    """What is open for comments today."""
    context = {"entries": list(public_entries(request.today))}
    return _hidden(voice_answer(request, "portal/voices/comments.html", context))


def _entry_or_404(request: Any, pk: int) -> WindowEntry:
    found = public_entries(request.today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@voice_page
def entry(request: Any, pk: int) -> HttpResponse:
    """Comment on one dossier."""
    one = _entry_or_404(request, pk)
    if request.method != "POST":
        return _form(request, one, CommentForm(), gate.new_pass())
    entry_pass = gate.read_pass(request.POST.get("token", ""))
    if commented_before(entry_pass.serial):
        return _sent(request)
    form = CommentForm(request.POST)
    if form.is_valid() and not entry_pass.wrong and not form.cleaned_data["website"]:
        if gate.too_often(request, "voice_comment"):
            form.add_error(None, gate.TOO_OFTEN)
            return _form(request, one, form, entry_pass, 429)
        if _taken_in(request, one, form, entry_pass):
            return _sent(request)
    if form.cleaned_data.get("website"):
        form.add_error("website", gate.FILLED_TRAP)
    if entry_pass.wrong:
        form.add_error(None, entry_pass.wrong)
    return _form(request, one, form, entry_pass, 400)


def _taken_in(request: Any, one: WindowEntry, form: CommentForm, entry_pass: Pass) -> bool:
    data = form.cleaned_data
    comment = Comment(data["name"], data["words"], data["email"], data["contact"])
    by = Actor.public(f"form:{entry_pass.serial[:8]}", origin=origin_of(request))
    try:
        comment_on(
            entry=one, comment=comment, form_key=entry_pass.serial, by=by, at=request.now, sender=sender_of(request)
        )
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form(request: Any, one: WindowEntry, form: CommentForm, entry_pass: Pass, status: int = 200) -> HttpResponse:
    context = {"one": one, "form": form, "token": entry_pass.token}
    return _hidden(voice_answer(request, "portal/voices/comment.html", context, status))


def _sent(request: Any) -> HttpResponse:
    return _hidden(voice_answer(request, "portal/voices/comment_sent.html", {}))


@voice_page
def confirm(request: Any, token: str) -> HttpResponse:
    """The link of the mail: a page with one button, because mail programmes open links by themselves."""
    number = comment_behind(token)
    comment = comment_of(number) if number is not None else None
    if comment is None:
        return _hidden(voice_answer(request, "portal/voices/comment_confirm.html", {"gone": True}, 404))
    if request.method == "POST":
        by = Actor.public(f"mail:objection:{comment.pk}", origin=origin_of(request))
        comment = confirm_comment(objection=comment, by=by, at=request.now)
    context = {
        "done": comment.state != ObjectionState.UNCONFIRMED,
        "late": comment.came_on is not None and comment.came_on > comment.entry.window.closes_on,
    }
    return _hidden(voice_answer(request, "portal/voices/comment_confirm.html", context))
