"""What changed between two savings, an earlier text brought back; the article as readers will see it, wide and narrow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Revision
from neuguong.publicity.operations.articles import restore_revision
from neuguong.publicity.queries.article_view import article_view
from neuguong.publicity.queries.articles import revisions_of
from neuguong.publicity.queries.photos import photo_of, rendition
from neuguong.publicity.queries.revisions import changes
from neuguong.web.desk.articles.scope import article_or_404
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict
from neuguong.web.security import POLICY

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def revisions(request: Any, pk: int) -> HttpResponse:
    """The savings; with two of them chosen, what differs; with a button, one written again."""
    found = article_or_404(request, pk)
    rows = list(revisions_of(found)[:ROWS])
    if request.method == "POST":
        try:
            restore_revision(
                article=found, number=_number(request.POST.get("number")), seen_version=found.version,
                by=request.actor, at=request.now,
            )  # fmt: skip
        except (BadInput, Refused) as refusal:
            return conflict(request, str(refusal), back=reverse("desk:article", args=[pk]))
        messages.success(request, "Đã lấy lại chữ của lần lưu ấy\nChữ trước đó vẫn còn trong danh sách.")
        return redirect("desk:article_edit", pk)
    new = _chosen(rows, request.GET.get("moi")) or (rows[0] if rows else None)
    older = [one for one in rows if new and one.number < new.number]
    old = _chosen(rows, request.GET.get("cu")) or (older[0] if older else None)
    context = {
        "one": found, "rows": rows, "old": old, "new": new, "changes": changes(old, new) if old and new else (),
    }  # fmt: skip
    return render(request, "desk/articles/revisions.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _chosen(rows: list[Revision], text: str | None) -> Revision | None:
    number = _number(text)
    return next((one for one in rows if one.number == number), None)


@require_safe
def preview(request: Any, pk: int) -> HttpResponse:
    """The article in two frames, as wide as a desk and as narrow as a phone."""
    return render(request, "desk/articles/preview.html", {"one": article_or_404(request, pk)})


@require_safe
@xframe_options_sameorigin
def sheet(request: Any, pk: int) -> HttpResponse:
    """What stands in the frames: the article alone in the public look."""
    found = article_or_404(request, pk)
    context = {"one": article_view(found, on=request.today), "article": found, "request": request}
    answer = HttpResponse(render_to_string("desk/articles/sheet.html", context))
    policy = POLICY | {"frame-ancestors": "'self'"}
    answer.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    return answer


@require_safe
def photo(request: Any, pk: int, photo: int, width: int) -> HttpResponseBase:
    """A drawing of a photo of the plan's library, for who writes or clears the article."""
    found = photo_of(article_or_404(request, pk).plan, photo)
    path = rendition(found, width) if found else None
    if path is None:
        raise Http404
    return kept_file(path, "anh.webp", "image/webp", inline=True)
