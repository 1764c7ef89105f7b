"""What the public reads: the list of articles, one article, a column, and the photos in them."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from neuguong.publicity.queries.article_sharing import on_the_air
from neuguong.publicity.queries.article_view import article_view, may_show_photo
from neuguong.publicity.queries.articles import cards, public_articles, public_columns, was_public
from neuguong.publicity.queries.photos import rendition
from neuguong.web.downloads import kept_file
from neuguong.web.portal.answers import PICTURE_KEPT, public_page, show
from neuguong.web.portal.article_sharing import share_of_article
from neuguong.web.portal.site import Site

ROWS = 12
MORE = 3


@login_not_required
@public_page
def articles(request: Any) -> HttpResponse:
    """Everything that may be read now, the newest first."""
    return _list(request, "portal/articles/list.html", public_articles(at=request.now), {})


@login_not_required
@public_page
def column(request: Any, slug: str) -> HttpResponse:
    """A column or special page with its articles."""
    found = public_columns(at=request.now).filter(slug=slug).first()
    if found is None:
        raise Http404
    return _list(
        request, "portal/articles/column.html", public_articles(at=request.now).filter(column=found), {"column": found}
    )


def _list(request: Any, template: str, rows: Any, more: dict[str, Any]) -> HttpResponse:
    page = Paginator(rows, ROWS).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": cards(page.object_list),
        "columns": list(public_columns(at=request.now).values("slug", "name", "kind")),
    }
    return show(request, template, Site(request).frame() | context | more)


@login_not_required
@public_page
def article(request: Any, slug: str) -> HttpResponse:
    """One article, in the words that are true today; what was public once and is not now answers 410."""
    rows = public_articles(at=request.now)
    found = rows.filter(slug=slug).select_related("plan__unit", "unit", "column").first()
    site = Site(request)
    if found is None:
        if not was_public(slug, at=request.now):
            raise Http404
        gone = show(request, "portal/articles/gone.html", site.frame())
        gone.status_code = HTTPStatus.GONE
        return gone
    view = article_view(found, on=request.today)
    context = {
        "one": view,
        "more": cards(rows.exclude(pk=found.pk)[:MORE]),
        "share": share_of_article(view, publisher=found.plan.unit.name),
        "rewarded": any(who.decision for who in view.about),
        "radio": on_the_air(found, on=request.today),
    }
    return show(request, "portal/articles/article.html", site.frame() | context)


@login_not_required
@require_safe
def photo(request: Any, slug: str, pk: int, width: int) -> HttpResponseBase:
    """A drawing of a photo that stands in an article, while the article is public and everybody seen agrees."""
    found = public_articles(at=request.now).filter(slug=slug).select_related("plan").first()
    shown = may_show_photo(found, pk, on=request.today) if found else None
    path = rendition(shown, width) if shown else None
    if path is None:
        raise Http404
    answer = kept_file(path, "anh.webp", "image/webp", inline=True)
    answer.headers["Cache-Control"] = PICTURE_KEPT
    return answer
