"""What search engines read: where not to go, and every public address."""

from math import ceil

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from neuguong.core.periods import local_day
from neuguong.exemplars.queries.register import addresses
from neuguong.org.queries.lives import units_of
from neuguong.publicity.queries.articles import public_articles, public_columns
from neuguong.publicity.queries.public_events import public_events
from neuguong.web.portal.answers import public_page, show
from neuguong.web.portal.site import Site

PER_FILE = 5_000  # addresses; the protocol allows ten times as many


@login_not_required
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    sitemap = request.build_absolute_uri(reverse("portal:sitemap"))
    return show(request, "portal/robots.txt", {"sitemap": sitemap}, kind="text/plain; charset=utf-8")


@login_not_required
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml: the index of the files below."""
    files = [reverse("portal:sitemap_pages")]
    many = ceil(Site(request).counts.total / PER_FILE)
    files += [reverse("portal:sitemap_exemplars", args=[number]) for number in range(1, many + 1)]
    return _xml(request, "portal/sitemap_index.xml", [(_absolute(request, one), None) for one in files])


@login_not_required
@public_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The pages that are not about one exemplar."""
    site = Site(request)
    found = [
        reverse(f"portal:{name}") for name in ("home", "register", "map", "movements", "about", "suggest", "good_deed")
    ]
    found += [reverse("portal:events"), *(reverse("portal:event", args=[one.slug]) for one in public_events())]
    found += [reverse("portal:sector", args=[one.code]) for one in site.sectors]
    found += [reverse("portal:movement", args=[one.key]) for one, _ in site.movements]
    found += [reverse("portal:unit", args=[one.ref]) for one in units_of(site.units)]
    found += [reverse("portal:articles"), *_columns(request)]
    entries = [(_absolute(request, one), None) for one in found]
    told = public_articles(at=request.now).values_list("slug", "publish_at")[:PER_FILE]
    entries += [
        (_absolute(request, reverse("portal:article", args=[slug])), local_day(moment)) for slug, moment in told
    ]
    return _xml(request, "portal/sitemap.xml", entries)


def _columns(request: HttpRequest) -> list[str]:
    rows = public_columns(at=request.now).values_list("slug", flat=True)
    return [reverse("portal:column", args=[slug]) for slug in rows]


@login_not_required
@public_page
def sitemap_exemplars(request: HttpRequest, number: int) -> HttpResponse:
    """One file of exemplars, the oldest first."""
    rows = addresses(start=(number - 1) * PER_FILE, stop=number * PER_FILE) if number else ()
    if not rows:
        raise Http404
    found = [(_absolute(request, reverse("portal:exemplar", args=[slug])), day) for slug, day in rows]
    return _xml(request, "portal/sitemap.xml", found)


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _xml(request: HttpRequest, template: str, entries: list) -> HttpResponse:
    return show(request, template, {"entries": entries}, kind="application/xml")
