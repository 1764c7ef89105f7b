"""The list of articles, and one article with what its reading found and what may be done now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.org.roles import Permission
from neuguong.publicity.enums import ArticleState
from neuguong.publicity.models import Article
from neuguong.publicity.policy.articles import clears_article, writes_article
from neuguong.publicity.queries.airing import articles_to_air, runs_of
from neuguong.publicity.queries.article_view import article_view
from neuguong.publicity.queries.articles import articles_visible_to, exemplars_of, public_articles, revisions_of
from neuguong.publicity.queries.gate import not_signed_off, passed_in, read_article, sign_offs_of
from neuguong.publicity.workflows import ARTICLE
from neuguong.web.desk.articles.forms import HoursForm, PassForm, ReasonForm, SignOffForm
from neuguong.web.desk.articles.scope import NOT_YOURS, READERS, article_or_404, place_of

ROWS = 20
BY_HAND = {"publish", "take_down", "return"}  # steps that ask for more than a press


@require_safe
def articles(request: Any) -> HttpResponse:
    """Articles that this person may see, the last touched first."""
    if not any(request.office.may(one) for one in READERS):
        raise PermissionDenied(NOT_YOURS)
    rows = articles_visible_to(request.user.pk, request.today).exclude(state=ArticleState.DROPPED)
    state = request.GET.get("trang-thai", "")
    wanted = rows.filter(state=state) if state in ArticleState.values else rows
    page = Paginator(_listed(wanted), ROWS).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": _with_words(list(page.object_list), request),
        "state": state,
        "states": [(code, label) for code, label in ArticleState.choices if code != ArticleState.DROPPED],
        "writes": place_of(request) is not None,
        "keeps_rewards": request.office.may(Permission.PUBLISH_ARTICLE),
    }
    return render(request, "desk/articles/list.html", context)


def _listed(rows: "QuerySet[Article]") -> "QuerySet[Article]":
    return (
        rows.select_related("column", "unit")
        .prefetch_related("about__exemplar", "about_rewards__reward")
        .order_by("-pk")
    )


def _with_words(rows: list[Article], request: Any) -> list[tuple[Article, str]]:
    """Each with where it is; published and yet seen by nobody is said: who wrote it would think that it stands."""
    seen = set(public_articles(at=request.now).filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))
    published = str(ArticleState.PUBLISHED.label)
    told = [(one, _shown_as(one, request)) for one in rows]
    return [(one, f"{words}, đang ẩn" if words == published and one.pk not in seen else words) for one, words in told]


def _shown_as(one: Article, request: Any) -> str:
    """Where it is, with its hour where it has one."""
    if one.state == ArticleState.PUBLISHED and one.publish_at and one.publish_at > request.now:
        return "hẹn giờ đăng"
    if one.state == ArticleState.PUBLISHED and one.expire_at and one.expire_at <= request.now:
        return "đã hết hạn"
    return str(ArticleState(one.state).label)


@require_safe
def article(request: Any, pk: int) -> HttpResponse:
    """One article."""
    return article_page(request, article_or_404(request, pk))


def article_page(
    request: Any, found: Article, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw it with its findings and acts; a form that was refused comes back as typed."""
    steps = {one.step.name: one for one in ARTICLE.steps_from(found, actor=request.actor, at=request.now)}
    people = [(one.pk, one.name) for one in exemplars_of(found)]
    reading = read_article(found, on=request.today)
    public = public_articles(at=request.now).filter(pk=found.pk).exists()
    airs = request.office.may(Permission.RECORD_PUBLICITY)
    hours = {"publish_at": found.publish_at, "expire_at": found.expire_at}
    context = {
        "one": found,
        "view": article_view(found, on=request.today),
        "shown_as": _shown_as(found, request),
        "reading": reading,
        "public": public,
        "hidden": found.state == ArticleState.PUBLISHED and not public and bool(reading.sentence),
        "steps": steps,
        "presses": [one for name, one in steps.items() if name not in BY_HAND],
        "writes": writes_article(request.actor, found, request.now) is None,
        "clears": clears_article(request.actor, found, request.now) is None,
        "passed": passed_in(found),
        "signed": sign_offs_of(found),
        "unsigned": not_signed_off(found, on=request.today),
        "revisions": revisions_of(found).count(),
        "airs": airs and articles_to_air(request.user.pk, at=request.now).filter(pk=found.pk).exists(),
        "runs": runs_of(found, account_id=request.user.pk, on=request.today),
        "hours": HoursForm(initial=hours, prefix="gio"),
        "reason": ReasonForm(prefix="ly-do"),
        "pass_form": PassForm(),
        "people": people,
        "sign_form": SignOffForm(people=people, prefix="dong-y"),
    }
    return render(request, "desk/articles/article.html", context | (forms or {}), status=status)
