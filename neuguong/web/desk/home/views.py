"""The desk's front page and the help."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.ledger.queries.clarifications import newest
from neuguong.org.roles import Permission
from neuguong.web.desk.home.closed import ended_unit_words
from neuguong.web.desk.home.everything import everything
from neuguong.web.desk.home.guide import parts_for
from neuguong.web.desk.home.notices import own_letters
from neuguong.web.desk.home.work import (
    with_main,
)

NEWS = 5


@require_safe
def home(request: Any) -> HttpResponse:
    """What this person must do next, and how the year stands."""
    found, part = everything(request)
    groups = with_main(found)
    items = [item for group in groups for item in group.items]
    hidden = sum(group.hidden for group in groups)
    context = part | {
        "groups": groups,
        "count": len(items) + hidden,
        "more": any(group.uncounted for group in groups),
        "hot": sum(item.hot for item in items),
        "news": own_letters(request)[:NEWS],
        "answers": newest(request.user.pk, request.today),
        "may_write": request.office.may(Permission.PREPARE_NOMINATION),
        "may_manage": request.office.may(Permission.MANAGE_ACCOUNTS),
        "has_roles": bool(request.office.grants),
        "ended": "" if request.office.grants else ended_unit_words(request.user, request.today),
    }
    return render(request, "desk/home/home.html", context)


@require_safe
def guide(request: Any) -> HttpResponse:
    """Help for the roles of the signed-in person."""
    return render(request, "desk/home/help.html", {"parts": parts_for(grant.role for grant in request.office.grants)})
