"""Choosing a photo from the dossier of somebody who agreed to its showing."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_thumbnail
from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.operations.photos import choose_photo
from neuguong.publicity.queries.photos import agreed_exemplars, evidence_to_choose
from neuguong.web.desk.photos.forms import ChooseForm
from neuguong.web.desk.photos.scope import agreed_or_404, plan_or_404
from neuguong.web.desk.photos.views import said_taken
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict

PER_PAGE = 50


@require_safe
def agreed(request: Any) -> HttpResponse:
    """Who of the register agreed to the showing of photos and has some in a dossier."""
    plan = plan_or_404(request)
    page = Paginator(agreed_exemplars(request.user.pk, plan, request.today), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/photos/agreed.html", {"plan": plan, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Any, pk: int) -> HttpResponse:
    """The photos of one exemplar's dossiers, and taking one of them."""
    one = agreed_or_404(request, pk)
    photos = {row.pk: row for row in evidence_to_choose(request.user.pk, one, request.today)}
    labels = [(row.pk, row.caption or row.file.name) for row in photos.values()]
    form = ChooseForm(request.POST if request.method == "POST" else None, plan=one.plan, photos=labels)
    if request.method == "POST" and form.is_valid():
        file = photos[form.cleaned_data["photo"]].file
        try:
            made = choose_photo(exemplar=one, file=file, told=form.told, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:photos"))
        else:
            return said_taken(request, made)
    chosen = form["photo"].value()
    context = {"one": one, "form": form, "photos": [(row, str(pk) == chosen) for pk, row in photos.items()]}
    return render(request, "desk/photos/choose.html", context, status=400 if form.errors else 200)


@require_safe
def small(request: Any, pk: int, evidence_pk: int) -> HttpResponseBase:
    """A photo of such a dossier, small."""
    one = agreed_or_404(request, pk)
    row = evidence_to_choose(request.user.pk, one, request.today).filter(pk=evidence_pk).first()
    path = open_thumbnail(row.file) if row and not row.file.hindrance else None
    if path is None:
        raise Http404
    return kept_file(path, "anh.webp", "image/webp", inline=True)
