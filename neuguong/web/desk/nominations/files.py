"""Files beside the text: adding, captioning, taking out, reading. A file is served only to who may see its dossier."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.attachments import accept_upload, open_file, open_thumbnail
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.operations.evidence import attach, recaption, remove
from neuguong.exemplars.policy import edit_refusal
from neuguong.web.desk.nominations.forms import EvidenceForm
from neuguong.web.desk.nominations.scope import evidence_or_404, nomination_or_404
from neuguong.web.desk.nominations.writing import edit_page
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict

# Pictures are drawn anew when they come in; everything else leaves the browser alone with a download.
SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})


def _back(pk: int, anchor: str = "minh-chung") -> str:
    return f"{reverse('desk:nomination_edit', args=[pk])}#{anchor}"


@require_POST
def evidence_add(request: Any, pk: int) -> HttpResponse:
    """Take a file into the dossier."""
    nomination = nomination_or_404(request, pk)
    form = EvidenceForm(request.POST, request.FILES, auto_id="mc-%s")
    if refusal := edit_refusal(request.actor, nomination, request.now):
        return conflict(request, refusal, back=reverse("desk:nomination", args=[pk]))
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            link = f"exemplars.nomination:{nomination.pk}"
            stored = accept_upload(name=upload.name, content=upload, by=request.actor, at=request.now, link=link)
            attach(
                nomination=nomination,
                file=stored,
                caption=form.cleaned_data["caption"],
                by=request.actor,
                at=request.now,
            )
        except BadInput as wrong:
            form.add_error("file", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:nomination", args=[pk]))
        else:
            messages.success(request, f"Đã thêm tệp {stored.name} vào hồ sơ\n{stored.hindrance}".strip())
            return redirect(_back(pk))
    return edit_page(request, nomination, evidence_form=form, status=400)


@require_POST
def evidence_recaption(request: Any, pk: int, evidence_pk: int) -> HttpResponse:
    """Write another caption."""
    evidence = evidence_or_404(request, evidence_pk, of=pk)
    try:
        recaption(evidence=evidence, caption=request.POST.get("caption", ""), by=request.actor, at=request.now)
    except BadInput as wrong:
        messages.error(request, f"Chưa lưu chú thích\n{wrong}")
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination", args=[pk]))
    else:
        messages.success(request, "Đã lưu chú thích")
    return redirect(_back(pk))


@require_POST
def evidence_remove(request: Any, pk: int, evidence_pk: int) -> HttpResponse:
    """Take a file out of the dossier; its row stays."""
    evidence = evidence_or_404(request, evidence_pk, of=pk)
    try:
        remove(evidence=evidence, by=request.actor, at=request.now)
    except BadInput as wrong:
        messages.info(request, f"Tệp đã được bỏ trước đó\n{wrong}")
        return redirect(_back(pk))
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination", args=[pk]))
    messages.success(request, f"Đã bỏ tệp {evidence.file.name} khỏi hồ sơ")
    return redirect(_back(pk))


@require_safe
def evidence_file(request: Any, pk: int) -> HttpResponseBase:
    """A file itself: pictures open in the browser, everything else is a download. Nothing before it was checked."""
    evidence = evidence_or_404(request, pk)
    file = evidence.file
    try:
        path = open_file(file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination", args=[evidence.nomination_id]))
    return kept_file(path, file.name, file.media_type, inline=file.media_type in SHOWN_INLINE)


@require_safe
def evidence_thumbnail(request: Any, pk: int) -> HttpResponseBase:
    """The small picture of a file."""
    file = evidence_or_404(request, pk).file
    path = open_thumbnail(file) if not file.hindrance else None
    if path is None:
        raise Http404
    return kept_file(path, file.name, "image/webp", inline=True)
