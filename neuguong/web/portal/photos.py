"""The photo of an exemplar's page: the small picture that was drawn anew, only while there is consent for it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from neuguong.core.attachments import open_thumbnail
from neuguong.exemplars.queries.publication import public_photo
from neuguong.web.downloads import kept_file
from neuguong.web.portal.answers import PICTURE_KEPT


@login_not_required
@require_safe
def exemplar_photo(request: Any, slug: str) -> HttpResponseBase:
    """The picture; without consent there is nothing at this address."""
    story = public_photo(slug, on=request.today)
    path = open_thumbnail(story.photo) if story and story.photo else None
    if path is None:
        raise Http404
    answer = kept_file(path, "anh.webp", "image/webp", inline=True)
    answer.headers["Cache-Control"] = PICTURE_KEPT
    return answer
