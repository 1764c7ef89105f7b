"""The photos of a check on site, for those who may read the deliberation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.attachments import open_file, open_thumbnail
from neuguong.core.errors import Refused
from neuguong.web.desk.checks.scope import photo_or_404
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict


@require_safe
def photo(request: Any, pk: int) -> HttpResponseBase:
    """The picture itself; nothing before it was checked."""
    found = photo_or_404(request, pk)
    try:
        path = open_file(found.file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination", args=[found.visit.nomination_id]))
    return kept_file(path, found.file.name, found.file.media_type, inline=True)


@require_safe
def thumbnail(request: Any, pk: int) -> HttpResponse | HttpResponseBase:
    """The small picture."""
    file = photo_or_404(request, pk).file
    path = open_thumbnail(file) if not file.hindrance else None
    if path is None:
        raise Http404
    return kept_file(path, file.name, "image/webp", inline=True)
