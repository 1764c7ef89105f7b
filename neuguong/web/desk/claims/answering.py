"""The unit's answers to what the verifier asks, in the place where it was asked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.claims import NewProof, answer_question
from neuguong.exemplars.policy import may
from neuguong.exemplars.queries.claim_questions import question_in
from neuguong.exemplars.queries.claims import claims_of
from neuguong.org.roles import Permission
from neuguong.web.desk.claims.deciding_forms import AnswerForm
from neuguong.web.desk.nominations.scope import nomination_or_404
from neuguong.web.errors import conflict


def _of_unit(request: Any, pk: int) -> Nomination:
    """A dossier of the person's own unit; a verifier reads the answers where they asked."""
    nomination = nomination_or_404(request, pk)
    if not may(request.actor, Permission.PREPARE_NOMINATION, nomination, request.now):
        raise Http404
    return nomination


def _files(nomination: Nomination) -> Any:
    return nomination.evidence.filter(removed_at=None).select_related("file").order_by("id")


def _page(
    request: Any, nomination: Nomination, *, refused: tuple[int, AnswerForm] | None = None, status: int = 200
) -> HttpResponse:
    files = list(_files(nomination))
    asked = []
    for row in claims_of(nomination):
        for question in row.questions:
            form = None
            if question.answered_at is None:
                form = AnswerForm(files=files, auto_id=f"tl{question.id}-%s")
                if refused and refused[0] == question.id:
                    form = refused[1]
            asked.append((row, question, form))
    asked.sort(key=lambda one: (one[1].answered_at is not None, -one[1].asked_at.timestamp()))
    context = {"nomination": nomination, "asked": asked, "refused": refused[1] if refused else None}
    return render(request, "desk/claims/questions.html", context, status=status)


@require_GET
def claim_questions(request: Any, pk: int) -> HttpResponse:
    """What the verifier asked about this dossier, the unanswered first."""
    return _page(request, _of_unit(request, pk))


@require_POST
def claim_answer(request: Any, pk: int, question_pk: int) -> HttpResponse:
    """Answer one question, perhaps with one more file."""
    nomination = _of_unit(request, pk)
    question = question_in(nomination, question_pk)
    if question is None:
        raise Http404
    form = AnswerForm(request.POST, files=_files(nomination), auto_id=f"tl{question.pk}-%s")
    if form.is_valid():
        chosen, page = form.cleaned_data["evidence"], form.cleaned_data["page"]
        proof = NewProof(kind="file", evidence_id=int(chosen), page=page) if chosen else None
        try:
            answer_question(
                question=question, answer=form.cleaned_data["answer"], proof=proof, by=request.actor, at=request.now
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=request.path.rsplit("/", 2)[0] + "/")
        else:
            messages.success(request, "Đã trả lời\nCơ quan thường trực đọc được ngay ở ý này.")
            return redirect("desk:claim_questions", pk)
    return _page(request, nomination, refused=(question.pk, form), status=422)
