"""The page of a dossier's claims: the text with its places marked, and each place with what may be done there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from neuguong.core.enums import FileState
from neuguong.exemplars.enums import WordingRule
from neuguong.exemplars.models import Dismissal, Evidence, Nomination
from neuguong.exemplars.policy import answering_refusal, edit_refusal, judging_refusal
from neuguong.exemplars.queries.agreement import answers_apart
from neuguong.exemplars.queries.claims import dismissals_of
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.repeats import ALIKE, copied_words, repeats_of
from neuguong.exemplars.reading.wording import warnings
from neuguong.web.desk.claims.forms import PROOFS, AnswerForm, AskForm, CorrectForm, DismissForm, RejectForm
from neuguong.web.desk.claims.marks import FormView, Place, parts_of, places_of

OF_CLAIM: dict[str, tuple[str, type[Form]]] = {
    "correct": ("Đính chính", CorrectForm),
    "ask": ("Hỏi đơn vị", AskForm),
    "reject": ("Bác bỏ", RejectForm),
}


@dataclass(frozen=True, slots=True)
class Failed:
    """A form that could not be taken: where it stands and what it says."""

    key: str
    act: str
    form: Form


def files_of(nomination: Nomination) -> list[tuple[str, str]]:
    """The dossier's files to choose from."""
    rows = nomination.evidence.filter(removed_at=None).select_related("file")
    return [(str(row.pk), _label(row)) for row in rows if row.file.state != FileState.REFUSED]


def _label(row: Evidence) -> str:
    waits = ", đang kiểm tra" if row.file.hindrance else ""
    return f"{row.caption or row.file.name} ({row.file.name}{waits})"


def _proof_forms(place: Place, may: dict[str, bool], files: list[tuple[str, str]]) -> list[FormView]:
    """The kinds of proof that this reader may put under one place."""
    asked = place.claim is not None and place.claim.asked is not None
    if place.state == "dismissed" or not (may["bind"] or (may["answer"] and asked)):
        return []
    fresh = place.claim is None
    return [
        FormView(act, label, kind(auto_id=f"{place.key}-{act}-%s", files=files, fresh=fresh), kind.optional)
        for act, (label, kind) in PROOFS.items()
    ]


def _forms(place: Place, may: dict[str, bool]) -> list[FormView]:
    """What may be done at one place by this reader."""
    claim = place.claim
    asked = claim is not None and claim.asked is not None
    found = []
    if may["judge"] and place.state == "open":
        found.append(FormView("dismiss", "Bỏ qua", DismissForm(auto_id=f"{place.key}-dismiss-%s")))
    if may["judge"] and claim is not None and not asked and place.state in ("supported", "unsupported"):
        found += [
            FormView(act, label, kind(auto_id=f"{place.key}-{act}-%s"))
            for act, (label, kind) in OF_CLAIM.items()
            if act != "correct" or (place.state == "supported" and claim.readable)
        ]
    if may["answer"] and asked:
        found.append(FormView("answer", "Trả lời cơ quan thường trực", AnswerForm(auto_id=f"{place.key}-answer-%s")))
    return found


def _put_back(places: list[Place], failed: Failed | None) -> None:
    for place in places:
        if failed and place.key == failed.key:
            place.open_act = failed.act
            place.proof_forms = _with(place.proof_forms, failed)
            place.forms = _with(place.forms, failed)


def _with(forms: list[FormView], failed: Failed) -> list[FormView]:
    return [replace(one, form=failed.form) if one.act == failed.act else one for one in forms]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is remarked on the wording: each open one with its form, and what somebody dismissed with a reason."""

    open: list[dict[str, Any]]
    dismissed: list[tuple[str, Dismissal]]


def remarks_of(
    request: Any,
    nomination: Nomination,
    places: list[Place],
    dismissals: Sequence[Dismissal],
    failed: Failed | None = None,
) -> Remarks:
    """The remarks on the wording for this reader. Copies are searched once for the whole text."""
    text = nomination.achievement_summary
    backed = [(one.start, one.end) for one in places if one.state not in ("open", "unsupported", "rejected")]
    dismissed = [(WordingRule(one.matter).label, one) for one in dismissals if one.matter in WordingRule.values]
    said = {(one.matter, one.start, one.end) for _, one in dismissed}
    copies = repeats_of(nomination, visible_to(request.user.pk, request.today), least=ALIKE)
    found = []
    for one in warnings(text, backed=backed, copied_from=copied_words(copies)):
        if (one.rule, one.start, one.end) in said:
            continue
        key = f"w{one.rule}{one.start}"
        form: Form = DismissForm(auto_id=f"{key}-%s")
        if failed and failed.key == key:
            form = failed.form
        copied = copies.rows if one.rule == WordingRule.COPIED else ()
        found.append({"key": key, "label": WordingRule(one.rule).label, "form": form, "row": one, "copies": copied})
    return Remarks(found, dismissed)


def claims_page(
    request: Any, nomination: Nomination, *, failed: Failed | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page for this reader; `failed` keeps what was typed."""
    actor, now = request.actor, request.now
    may = {
        "bind": edit_refusal(actor, nomination, now) is None,
        "judge": judging_refusal(actor, nomination, now) is None,
        "answer": answering_refusal(actor, nomination, now) is None,
    }
    dismissals = dismissals_of(nomination)
    places = places_of(nomination, dismissals)
    files = files_of(nomination)
    for place in places:
        place.proof_forms, place.forms = _proof_forms(place, may, files), _forms(place, may)
    _put_back(places, failed)
    reads = may["bind"] or may["judge"]
    remarks = remarks_of(request, nomination, places, dismissals, failed) if reads else None
    context = {
        "nomination": nomination,
        "places": places,
        "parts": parts_of(nomination.achievement_summary, places),
        "may": may,
        "remarks": remarks,
        "apart": answers_apart(nomination) if reads else (),
        "files": files,
        "left": sum(one.waits and (may["judge"] or one.state != "supported") for one in places),
    }
    return render(request, "desk/claims/claims.html", context, status=status)
