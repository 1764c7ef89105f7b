"""Notices: what happened to the dossiers of the person who reads."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.models import Letter
from neuguong.core.notices import mark_read
from neuguong.core.queries import letters_of
from neuguong.exemplars.queries.conflict_lists import letters_to_keep_back
from neuguong.web.links import address_of

PER_PAGE = 30


def own_letters(request: Any) -> "QuerySet[Letter]":
    """The notices of the signed-in person, without those about a dossier they keep away from."""
    kept_back = letters_to_keep_back(request.user.pk, request.today)
    return letters_of(request.user.pk).exclude(link__in=kept_back) if kept_back else letters_of(request.user.pk)


@require_safe
def notices(request: Any) -> HttpResponse:
    """All notices of the signed-in person, newest first."""
    page = Paginator(own_letters(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/home/notices.html", {"page": page})


@require_safe
def notice(request: Any, pk: int) -> HttpResponse:
    """Open a notice: it counts as read, and what it speaks of comes up."""
    letter = own_letters(request).filter(pk=pk).first()
    if letter is None:
        raise Http404
    mark_read(recipient_id=request.user.pk, letter_ids=[letter.pk], at=request.now)
    return redirect(address_of(letter.link))


@require_POST
def all_read(request: Any) -> HttpResponse:
    """Everything counts as read."""
    mark_read(recipient_id=request.user.pk, at=request.now)
    return redirect("desk:notices")
