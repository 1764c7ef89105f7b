"""The public pages: what was recognised, and by which paper. They know no visitor."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect

from neuguong.core.text import words_to_search
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.messages import public_messages
from neuguong.exemplars.queries.near import like_this, near_names, nearest
from neuguong.exemplars.queries.publication import public_story
from neuguong.exemplars.queries.register import (
    BY_NAME,
    NEWEST,
    page_instead,
    public_exemplar,
    public_rows,
    register,
)
from neuguong.exemplars.queries.replications import public_replications, public_replications_at
from neuguong.org.queries.units import unit_by_ref
from neuguong.programme.queries.public import public_criteria, with_offices
from neuguong.publicity.queries.articles import (
    articles_about,
    articles_found,
    articles_from,
    cards,
    public_articles,
    public_columns,
)
from neuguong.publicity.queries.public_events import coming_and_past, public_events
from neuguong.publicity.queries.sharing import radio_script
from neuguong.web.portal import choices, maps, places
from neuguong.web.portal.answers import public_page, show
from neuguong.web.portal.sharing import share_of
from neuguong.web.portal.site import Site

ROWS = 20
NEW_ONES = 6
FEW = 3  # found at most, when names that are near are offered; articles about somebody


class Counted(Paginator):
    """A paginator that is told the number instead of asking for it again."""

    def __init__(self, rows: "QuerySet[Exemplar]", count: int) -> None:
        super().__init__(rows, ROWS)
        self.count = count


def leaf(request: Any, found: "QuerySet[Exemplar]", count: int) -> dict[str, Any]:
    """One page of the register that was asked for, with its lines."""
    page = Counted(found, count).get_page(request.GET.get("trang"))
    start = page.start_index() - 1 if count else 0
    return {"page": page, "rows": public_rows(found[start : start + ROWS])}


@login_not_required
@public_page
def home(request: Any) -> HttpResponse:
    """The front page: the newest, the sectors, the communes, the years, how it is checked."""
    site = Site(request)
    counts = site.counts
    context = {
        "total": counts.total,
        "told": cards(public_articles(at=request.now)[: 1 + FEW]),
        "columns": list(public_columns(at=request.now).values("slug", "name")),
        "coming": coming_and_past(public_events(), request.today)[0][:FEW],
        "movements": site.movements,
        "newest": public_rows(register()[:NEW_ONES]),
        "facets": choices.facets(choices.Wish(), site, choices.Numbers(counts, [], places_counted=False)),
        "map": maps.commune_map(site.programmes, site.units, on=request.today),
        "first_year": maps.first_day(site.programmes, on=request.today).year,
    }
    return show(request, "portal/home.html", site.frame() | context)


@login_not_required
@public_page
def commune_map(request: Any, year: int | None = None) -> HttpResponse:
    """The communes on a map and in a list: today's, or those of the year in which the programme began."""
    site = Site(request)
    day = maps.first_day(site.programmes, on=request.today)
    if year not in {None, day.year}:
        raise Http404
    drawn = maps.commune_map(site.programmes, site.units, on=request.today, day=day if year else None)
    context = {"map": drawn, "year": year, "first_year": day.year, "day": day}
    return show(request, "portal/map.html", site.frame() | context)


@login_not_required
@public_page
def register_page(request: Any) -> HttpResponse:
    """The register with search, facets and pages."""
    site = Site(request)
    wish = choices.read_wish(request.GET, site)
    numbers = choices.numbers(wish, site, on=request.today)
    found = register(**wish.filters).order_by(*(BY_NAME if wish.order == choices.BY_NAME else NEWEST))
    facets = choices.facets(wish, site, numbers)
    context = {
        "wish": wish,
        "facets": facets,
        "chips": [(facet.chosen_label, without(request.GET, facet.name)) for facet in facets if facet.chosen_label],
        **told_beside(wish, request.now),
        "near": near(wish, site, numbers),
        "orders": ((choices.NEWEST, "Mới công nhận trước"), (choices.BY_NAME, "Theo tên")),
    }
    return show(request, "portal/register.html", site.frame() | context | leaf(request, found, numbers.counts.total))


def told_beside(wish: choices.Wish, at: datetime) -> dict[str, Any]:
    """The newest articles for the same words and choices, and how many there are; none while nothing is asked."""
    if not wish.asks:
        return {}
    found = articles_found(at=at, **wish.filters)
    told = cards(found[:NEW_ONES])
    return {"told": told, "told_count": len(told) if len(told) < NEW_ONES else found.count()}


def near(wish: choices.Wish, site: Site, found: choices.Numbers) -> dict[str, Any]:
    """What may have been meant when words found little: names, sectors, movements, units."""
    words = words_to_search(wish.q)
    if not words or found.counts.total > FEW:
        return {}
    here = {(wish.sector, wish.unit.ref if wish.unit else "")}
    return {
        "names": near_names(wish.q),
        "sectors": nearest(words, ((one.name, one) for one in site.sectors if (one.code, "") not in here)),
        "movements": nearest(words, ((one.name, one) for one, _ in site.movements)),
        "places": nearest(words, ((one.name, one) for one in found.places)),
    }


def without(query: QueryDict, name: str) -> str:
    """The address without one filter, from its first page."""
    rest = query.copy()
    for one in (name, "trang"):
        rest.pop(one, None)
    return f"?{rest.urlencode()}"


@login_not_required
@public_page
def exemplar(request: Any, slug: str) -> HttpResponse:
    """One exemplar: who, where, in which field, by which paper."""
    one = public_exemplar(slug)
    if one is None:
        instead = page_instead(slug)
        if instead is None:
            raise Http404
        if instead:  # two records of one subject were merged; printed addresses go on working
            return redirect("portal:exemplar", instead)
        gone = show(request, "portal/gone.html", Site(request).frame())
        gone.status_code = HTTPStatus.GONE
        return gone
    site, story = Site(request), public_story(slug, on=request.today)
    context = {
        "one": one,
        "story": story,
        "radio": radio_script(slug, on=request.today, story=story, exemplar=one) if story else None,
        "share": share_of(one, photo_words=story.photo_words if story else ""),
        # what corrects a story goes with it: without consent the page would go on telling what the story told
        "corrections": [row for row in one.corrections if story or not row.of_story],
        "put_right_on": max((row.corrected_on for row in one.corrections if row.of_story), default=None),
        "changes": places.what_became_of(one.unit_id, on=request.today),
        "told": cards(articles_about(one.id, at=request.now)[:FEW]),
        "followed": public_replications(slug),
        "heard": public_messages(slug, story),
        "also": like_this(one, on=request.today, story=story),
    }
    return show(request, "portal/exemplar.html", site.frame() | context)


@login_not_required
@public_page
def unit(request: Any, ref: str) -> HttpResponse:
    """A unit: its exemplars and those of the units it came from; what became of it."""
    found = unit_by_ref(ref)
    if found is None or found.valid_from > request.today:
        raise Http404
    site = Site(request)
    before, ids = places.what_was_before(found.pk, site.units, on=request.today)
    rows = register(unit_ids={found.pk, *ids})
    context = {
        "told": cards(articles_from(at=request.now, unit_ids={found.pk, *ids})[:FEW]),
        "place": places.place_of(found, site.units, request.today),
        "after": places.what_became_of(found.pk, on=request.today),
        "before": before,
        "followed": public_replications_at({found.pk, *ids}),
    }
    return show(request, "portal/unit.html", site.frame() | context | leaf(request, rows, rows.count()))


@login_not_required
@public_page
def sector(request: Any, code: str) -> HttpResponse:
    """A sector: what the plan looks for in it, and who was recognised."""
    site = Site(request)
    found = next((one for one in site.sectors if one.code == code), None)
    if found is None:
        raise Http404
    total = sum(site.counts.sectors.get(pk, 0) for pk in found.ids)
    told = cards(articles_from(at=request.now, sector=code)[:FEW])
    context = {"sector": found, "told": told} | leaf(request, register(sector=code), total)
    return show(request, "portal/sector.html", site.frame() | context)


@login_not_required
@public_page
def about(request: Any) -> HttpResponse:
    """How exemplars are found and checked, under which plan, and what of them is shown here."""
    site = Site(request)
    criteria = public_criteria(site.lead.plan_id) if site.lead else ()
    context = {"programmes": with_offices(site.programmes), "criteria": criteria, "sectors": site.sectors}
    return show(request, "portal/about.html", site.frame() | context)
