"""The baseline: what any signed-in page with twenty rows costs on this machine, in this run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from neuguong.exemplars.models import Nomination


def bare(request: HttpRequest) -> HttpResponse:
    """One indexed query and twenty rows, behind the same middleware and sign-in as every screen."""
    rows = Nomination.objects.order_by("-edited_at", "id").values("number", "state", "edited_at", "unit_id")[:20]
    return render(request, "bench/bare.html", {"rows": rows, "name": request.user.full_name})
