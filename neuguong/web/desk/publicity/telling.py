"""What the forms of the calendar and of the record share: which outlets, articles and people they offer, what a search adds."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Article, Outlet
from neuguong.publicity.queries.airing import articles_to_offer
from neuguong.publicity.queries.channels import exemplars_to_offer
from neuguong.web.desk.publicity.scope import number, own_unit


def offered(request: Any, *, chosen: Iterable[int] = (), article: Article | None = None) -> dict[str, Any]:
    """The articles and people a form offers: those chosen, those a search finds, the newest; the people of the own unit.

    `article` is offered whatever has become of it: it is what the thing was planned with.
    """
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [key for text in sent.getlist("exemplars") if (key := number(text)) is not None]
    own, q = own_unit(request), sent.get("find", "")
    texts = articles_to_offer(request.user.pk, at=request.now, q=q, chosen=_asked(sent))
    if article is not None and article not in texts:
        texts.insert(0, article)
    return {"people": exemplars_to_offer(own, q=q, chosen=[*ticked, *chosen]), "articles": texts, "own": own}


def _asked(sent: Any) -> list[int]:
    key = number(sent.get("article", ""))
    return [] if key is None else [key]


def article_of(articles: Iterable[Article], pk: int | None) -> Article | None:
    """The article that a valid form names."""
    return next((one for one in articles if one.pk == pk), None)


def searching(request: Any) -> bool:
    """Whether the button that was pressed only looks for more people."""
    return request.method == "POST" and "search" in request.POST


def people_of(people: Iterable[Exemplar], ids: Iterable[int]) -> list[Exemplar]:
    """The exemplars that were ticked, in the order of the form."""
    wanted = set(ids)
    return [one for one in people if one.pk in wanted]


def title_of(title: str, people: Iterable[Exemplar], article: Article | None = None) -> str:
    """What was typed, otherwise the article's title, otherwise whom it tells of; cut to what a title may have."""
    words = title.strip() or (article.title if article else f"Giới thiệu {', '.join(one.name for one in people)}")
    return words if len(words) <= 300 else f"{words[:299]}…"


def outlet_of(outlets: "QuerySet[Outlet]", pk: int) -> Outlet:
    """The outlet that a valid form names."""
    return outlets.get(pk=pk)
