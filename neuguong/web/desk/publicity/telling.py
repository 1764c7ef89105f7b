"""What the forms of the calendar and of the record share: which outlets and whom they offer, what a search adds."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Outlet
from neuguong.publicity.queries.channels import exemplars_to_offer
from neuguong.web.desk.publicity.scope import number, own_unit


def offered(request: Any, *, chosen: Iterable[int] = ()) -> dict[str, Any]:
    """The people a form offers: those ticked, those a search finds, the newest of the own unit."""
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [key for text in sent.getlist("exemplars") if (key := number(text)) is not None]
    own = own_unit(request)
    return {"people": exemplars_to_offer(own, q=sent.get("find", ""), chosen=[*ticked, *chosen]), "own": own}


def searching(request: Any) -> bool:
    """Whether the button that was pressed only looks for more people."""
    return request.method == "POST" and "search" in request.POST


def people_of(people: Iterable[Exemplar], ids: Iterable[int]) -> list[Exemplar]:
    """The exemplars that were ticked, in the order of the form."""
    wanted = set(ids)
    return [one for one in people if one.pk in wanted]


def title_of(title: str, people: Iterable[Exemplar]) -> str:
    """What was typed, otherwise whom it tells of; cut to what a title may have."""
    words = title.strip() or f"Giới thiệu {', '.join(one.name for one in people)}"
    return words if len(words) <= 300 else f"{words[:299]}…"


def outlet_of(outlets: "QuerySet[Outlet]", pk: int) -> Outlet:
    """The outlet that a valid form names."""
    return outlets.get(pk=pk)
