"""The emulation movements (phong trào thi đua), and who was found through each."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse

from neuguong.exemplars.queries.register import register
from neuguong.web.portal.answers import public_page, show
from neuguong.web.portal.site import Site
from neuguong.web.portal.views import leaf


@login_not_required
@public_page
def movements(request: Any) -> HttpResponse:
    """All movements of the programme."""
    site = Site(request)
    return show(request, "portal/movements.html", site.frame() | {"movements": site.movements})


@login_not_required
@public_page
def movement(request: Any, slug: str) -> HttpResponse:
    """One movement and its exemplars: those whose dossier names it."""
    site = Site(request)
    found = next((one for one, _ in site.movements if one.key == slug), None)
    if found is None:
        raise Http404
    rows = register(movements=found.ids)
    return show(request, "portal/movement.html", site.frame() | {"movement": found} | leaf(request, rows, rows.count()))
