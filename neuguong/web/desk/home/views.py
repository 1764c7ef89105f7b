"""The desk's front page and the help."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.web.desk.home.guide import parts_for


@require_safe
def home(request: Any) -> HttpResponse:
    """What this person must do next."""
    return render(request, "desk/home/home.html", {})


@require_safe
def guide(request: Any) -> HttpResponse:
    """Help for the roles of the signed-in person."""
    return render(request, "desk/home/help.html", {"parts": parts_for(grant.role for grant in request.office.grants)})
