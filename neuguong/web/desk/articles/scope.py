"""Fetch and authorise in one: an article that is not this person's to see does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.queries.units import units_on
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import plan_for
from neuguong.publicity.models import Article
from neuguong.publicity.queries.articles import articles_visible_to

NOT_YOURS = "Trang này dành cho biên tập viên, người duyệt nội dung và cơ quan thường trực."
READERS = (Permission.WRITE_ARTICLE, Permission.CLEAR_ARTICLE, Permission.PUBLISH_ARTICLE)


def article_or_404(request: Any, pk: int) -> Article:
    """The article, if this person may see it today."""
    rows = articles_visible_to(request.user.pk, request.today)
    found = rows.select_related("plan__unit", "unit", "column", "created_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def place_of(request: Any, permission: Permission = Permission.WRITE_ARTICLE) -> tuple[Unit, Plan] | None:
    """The unit for which this person writes (the nearest one with a plan), and its plan; None when there is none."""
    scope = scope_of(request.user.pk, permission, on=request.today)
    units = units_on(request.today).filter(pk__in=[*scope.units, *scope.tops]).order_by("sort_key", "pk")
    for unit in units:
        if plan := plan_for(unit, on=request.today):
            return unit, plan
    return None
