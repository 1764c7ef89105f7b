"""One page of the register at the desk: corrected visibly, or revoked by a decision."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import ExemplarState
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.operations.withholding import show_exemplar, withhold_exemplar
from neuguong.exemplars.policy import tends_register
from neuguong.exemplars.queries.register import kept_pages
from neuguong.exemplars.workflows import EXEMPLAR
from neuguong.publicity.operations.clearing import read_all_again
from neuguong.web.desk.register.forms import CorrectForm, RevokeForm, WithholdForm
from neuguong.web.errors import conflict


def _page_or_404(request: Any, pk: int) -> Exemplar:
    found = kept_pages().filter(pk=pk).first()
    if found is None or tends_register(request.actor, found, request.now):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def register_entry(request: Any, pk: int) -> HttpResponse:
    """What the page says, its corrections, the decision that took it back; both acts."""
    one = _page_or_404(request, pk)
    act = request.POST.get("act", "")
    correct = CorrectForm(request.POST if act == "correct" else None, auto_id="dc-%s")
    revoke = RevokeForm(request.POST if act == "revoke" else None, auto_id="huy-%s")
    withhold = WithholdForm(request.POST if act in ("withhold", "show") else None, auto_id="kck-%s")
    form = {"correct": correct, "revoke": revoke, "withhold": withhold, "show": withhold}.get(act)
    if form is not None and form.is_valid():
        try:
            said = _take(request, one, act, form)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:register_entry", args=[pk]))
        else:
            messages.success(request, said)
            return redirect("desk:register_entry", pk)
    context = {
        "one": one,
        "corrections": one.corrections.all(),
        "correct": correct,
        "revoke": revoke,
        "withhold": withhold,
        "withheld": one.state == ExemplarState.WITHHELD,
        "revocation": getattr(one, "revocation", None),
        "closed": EXEMPLAR.refusal("revoke", dossier=one, actor=request.actor, at=request.now),
    }
    return render(request, "desk/register/entry.html", context, status=400 if request.method == "POST" else 200)


def _take(request: Any, one: Exemplar, act: str, form: Form) -> str:
    """Do it; what the person reads afterwards."""
    words = {"exemplar": one, **form.cleaned_data, "by": request.actor, "at": request.now}
    if act == "correct":
        correct_exemplar(**words)
        # Articles about them hide since that moment; those that quote the claim tell it corrected at once.
        read_all_again(about=one, by=request.actor, at=request.now)
        return "Đã đính chính\nTrang công khai ghi cả điều đã ghi và điều đúng."
    if act == "withhold":
        withhold_exemplar(**words)
        return f"{one.name} không còn hiện công khai\nCông nhận, số đếm và danh sách gửi cấp trên giữ nguyên."
    if act == "show":
        show_exemplar(**words)
        return f"{one.name} hiện lại trên trang công khai"
    revoke_exemplar(**words)
    return f"Đã hủy công nhận {one.name}\nTrang công khai đã gỡ; lịch sử vẫn lưu."
