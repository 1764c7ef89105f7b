"""Fetch and authorise in one: an outlet, an entry or a record of another unit does not exist for this person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from neuguong.org.models import Unit
from neuguong.org.roles import Permission
from neuguong.publicity.models import Article, Broadcast, Outlet, PlannedRun
from neuguong.publicity.queries.articles import articles_visible_to, public_articles
from neuguong.publicity.queries.channels import (
    broadcasts_visible_to,
    outlets_visible_to,
    planned_runs_visible_to,
    units_kept_by,
)

NOT_YOURS = "Mục này dành cho người ghi việc tuyên truyền của đơn vị, biên tập viên và cơ quan thường trực."


def must_record(request: Any) -> None:
    """Raises PermissionDenied for whoever records publicity nowhere."""
    if not request.office.may(Permission.RECORD_PUBLICITY):
        raise PermissionDenied(NOT_YOURS)


def outlet_or_404(request: Any, pk: int) -> Outlet:
    """The outlet, if this person may see it."""
    return get_object_or_404(outlets_visible_to(request.user.pk, request.today), pk=pk)


def planned_or_404(request: Any, pk: int) -> PlannedRun:
    """The entry of the calendar, if this person may see it."""
    return get_object_or_404(planned_runs_visible_to(request.user.pk, request.today), pk=pk)


def broadcast_or_404(request: Any, pk: int) -> Broadcast:
    """The record, if this person may see it."""
    return get_object_or_404(broadcasts_visible_to(request.user.pk, request.today), pk=pk)


def own_unit(request: Any) -> Unit:
    """The unit whose exemplars come first: the person's own where they record for it, otherwise the first they keep."""
    units = units_kept_by(request.user.pk, request.today)
    own = units.filter(pk=request.office.unit.pk).first() if request.office.unit else None
    found = own or units.first()
    if found is None:
        raise Http404
    return found


def number(text: str) -> int | None:
    """A row's number from an address; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def article_url(request: Any, article: Article | None) -> str:
    """Where an article is read: at the desk by whoever works on it, on the public page while there is one; else empty."""
    if article is None:
        return ""
    if articles_visible_to(request.user.pk, request.today).filter(pk=article.pk).exists():
        return reverse("desk:article", args=[article.pk])
    if public_articles(at=request.now).filter(pk=article.pk).exists():
        return reverse("portal:article", args=[article.slug])
    return ""
