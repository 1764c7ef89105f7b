"""The public pages: what was recognised, and by which paper. They know no visitor."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from neuguong.exemplars.queries.register import (
    BY_NAME,
    NEWEST,
    counts,
    public_exemplar,
    public_rows,
    register,
)
from neuguong.org.queries.units import unit_by_ref
from neuguong.programme.queries.public import public_criteria
from neuguong.web.portal import choices, places
from neuguong.web.portal.answers import public_page, show
from neuguong.web.portal.site import Site

ROWS = 20
NEW_ONES = 6
ALSO = 3


class Counted(Paginator):
    """A paginator that is told the number instead of asking for it again."""

    def __init__(self, rows: object, count: int) -> None:
        super().__init__(rows, ROWS)
        self.count = count


@login_not_required
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The front page: the newest, the sectors, the communes, the years, how it is checked."""
    site = Site(request)
    counted = site.counts
    context = {
        "total": counted.total,
        "newest": public_rows(register()[:NEW_ONES]),
        "facets": choices.facets(choices.Wish(), site, counted, []),
        "map": places.commune_map(site.programmes, counted.units, on=request.today),
    }
    return show(request, "portal/home.html", site.frame() | context)


@login_not_required
@public_page
def register_page(request: HttpRequest) -> HttpResponse:
    """The register with search, facets and pages."""
    site = Site(request)
    wish = choices.read_wish(request.GET, site)
    counted = counts(**wish.filters) if wish.asks else site.counts
    chosen = unit_by_ref(wish.unit) if wish.unit else None
    offered = places.places_offered(
        site.programmes, counted.units, [chosen.pk] if chosen else [], on=request.today
    )
    found = register(**wish.filters).order_by(*(BY_NAME if wish.order == choices.BY_NAME else NEWEST))
    page = Counted(found, counted.total).get_page(request.GET.get("trang"))
    facets = choices.facets(wish, site, counted, offered)
    context = {
        "wish": wish,
        "facets": facets,
        "chips": [(facet.chosen_label, without(request.GET, facet.name)) for facet in facets if facet.chosen_label],
        "orders": ((choices.NEWEST, "Mới công nhận trước"), (choices.BY_NAME, "Theo tên")),
        "page": page,
        "rows": public_rows(page.object_list),
    }
    return show(request, "portal/register.html", site.frame() | context)


def without(query: QueryDict, name: str) -> str:
    """The address without one filter, from its first page."""
    rest = query.copy()
    for one in (name, "trang"):
        rest.pop(one, None)
    return f"?{rest.urlencode()}"


@login_not_required
@public_page
def exemplar(request: HttpRequest, slug: str) -> HttpResponse:
    """One exemplar: who, where, in which field, by which paper."""
    one = public_exemplar(slug)
    if one is None:
        raise Http404
    site = Site(request)
    context = {
        "one": one,
        "changes": places.what_became_of(one.unit_id, on=request.today),
        "also": [row for row in public_rows(register(sector=one.sector_code)[: ALSO + 1]) if row.slug != slug][:ALSO],
    }
    return show(request, "portal/exemplar.html", site.frame() | context)


@login_not_required
@public_page
def unit(request: HttpRequest, ref: str) -> HttpResponse:
    """A unit: its exemplars and those of the units it came from; what became of it."""
    found = unit_by_ref(ref)
    if found is None or found.valid_from > request.today:
        raise Http404
    site = Site(request)
    before, ids = places.what_was_before(found.pk, site.counts.units, on=request.today)
    rows = register(unit_ids={found.pk, *ids})
    page = Paginator(rows, ROWS).get_page(request.GET.get("trang"))
    context = {
        "place": places.place_of(found, site.counts.units, request.today),
        "after": places.what_became_of(found.pk, on=request.today),
        "before": before,
        "page": page,
        "rows": public_rows(page.object_list),
    }
    return show(request, "portal/unit.html", site.frame() | context)


@login_not_required
@public_page
def sector(request: HttpRequest, code: str) -> HttpResponse:
    """A sector: what the plan looks for in it, and who was recognised."""
    site = Site(request)
    found = next((one for one in site.sectors if one.code == code), None)
    if found is None:
        raise Http404
    total = sum(site.counts.sectors.get(pk, 0) for pk in found.ids)
    page = Counted(register(sector=code), total).get_page(request.GET.get("trang"))
    context = {"sector": found, "page": page, "rows": public_rows(page.object_list)}
    return show(request, "portal/sector.html", site.frame() | context)


@login_not_required
@public_page
def about(request: HttpRequest) -> HttpResponse:
    """How exemplars are found and checked, under which plan, and what of them is shown here."""
    site = Site(request)
    criteria = public_criteria(site.lead.plan_id) if site.lead else ()
    context = {"programmes": site.programmes, "criteria": criteria, "sectors": site.sectors}
    return show(request, "portal/about.html", site.frame() | context)
