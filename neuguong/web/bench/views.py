"""The baselines: what any signed-in page with twenty rows costs on this machine, in this run; what drawing alone costs."""

import sys
from copy import copy
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from neuguong.exemplars.models import Nomination
from neuguong.web.portal.answers import public_page, show

_prepared: dict[str, tuple[str, dict[str, Any]]] = {}


def bare(request: HttpRequest) -> HttpResponse:
    """One indexed query and twenty rows, behind the same middleware and sign-in as every screen."""
    rows = Nomination.objects.order_by("-edited_at", "id").values("number", "state", "edited_at", "unit_id")[:20]
    return render(request, "bench/bare.html", {"rows": rows, "name": request.user.full_name})


@login_not_required
@public_page
def prepared(request: Any, address: str) -> HttpResponse:
    """A public page drawn by its own template from what its view found the first time: no query, no gate."""
    if address not in _prepared:
        _prepared[address] = _drawn_from(copy(request), f"/{address}")
    template, context = _prepared[address]
    return show(request, template, context)


def _drawn_from(request: Any, address: str) -> tuple[str, dict[str, Any]]:
    """The template and context of a public page, noted while its view draws it once."""
    match = resolve(address)
    module: Any = sys.modules[match.func.__module__]
    noted: list[tuple[str, dict[str, Any]]] = []
    draw = module.show

    def note(asked: Any, template: str, context: dict[str, Any], **more: Any) -> HttpResponse:
        noted.append((template, context))
        answer: HttpResponse = draw(asked, template, context, **more)
        return answer

    module.show = note
    try:
        match.func(request, *match.args, **match.kwargs)
    finally:
        module.show = draw
    return noted[-1]
