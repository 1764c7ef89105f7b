"""Articles: what the public may see now (`public_articles`, the one gate), and what staff may see of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from neuguong.core.once import once
from neuguong.core.periods import local_day
from neuguong.core.search import matching
from neuguong.exemplars.enums import ConsentChannel, ExemplarState, RewardState
from neuguong.exemplars.models import Correction, Exemplar, RewardRecord
from neuguong.exemplars.queries.claims import SETTLED
from neuguong.exemplars.queries.publication import with_consent
from neuguong.exemplars.queries.register import page_ids, register
from neuguong.exemplars.queries.rewards import with_reward_consent
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.queries.publicity import plans_cleared_by
from neuguong.publicity.enums import ArticleForm, ArticleState
from neuguong.publicity.models import Article, ArticleExemplar, ArticleReward, Binding, Column, Revision

NEWEST = ("-publish_at", "-id")
S = ArticleState


def public_articles(*, at: datetime) -> "QuerySet[Article]":
    """What the public may see at this moment, the newest first. Every public list, page, feed and file asks here.

    Published, within its hours, and nothing against it: everybody in it stands in the register or in a checked record of
    an award from above, agrees today, and what it rests on is still checked in the words it uses. So a withdrawal, a revocation and a correction act at once.
    """
    now = Q(expire_at=None) | Q(expire_at__gt=at)
    rows = Article.objects.filter(now, state=S.PUBLISHED, publish_at__lte=at)
    return rows.filter(*nothing_against(local_day(at))).order_by(*NEWEST)


def nothing_against(on: date) -> tuple[Q, ...]:
    """The gate as conditions on articles (KH 87, III.3: khách quan, trung thực; Law 91/2025, art. 9: consent)."""
    about = ArticleExemplar.objects.filter(article=OuterRef("pk")).annotate(
        page=Coalesce(F("exemplar__merged_into_id"), F("exemplar_id"))
    )
    page_stands = Exists(
        Exemplar.objects.filter(
            pk=OuterRef("page"), state=ExemplarState.STANDING, merged_into=None, subject__erased_at=None
        )
    )
    # One level only: an OuterRef inside a query inside `about` would speak of a row of `about`, not of the article.
    against = about.filter(Q(~page_stands) | Q(~with_consent("page", ConsentChannel.PORTAL, on=on)))
    rewarded = ArticleReward.objects.filter(article=OuterRef("pk"))
    unfit = ~Q(reward__state=RewardState.CHECKED) | Q(reward__erased_at__isnull=False)
    silent = rewarded.filter(unfit | Q(~with_reward_consent("reward_id", ConsentChannel.PORTAL, on=on)))
    somebody = Q(Exists(about)) | Q(Exists(rewarded))
    return somebody, ~Q(Exists(against)), ~Q(Exists(silent)), ~Q(_moved()), ~Q(_put_right())


def _moved() -> Exists:
    """A claim that the text rests on ended, is no longer settled, or has changed under words that do not follow it."""
    changed = Q(follows=False) & ~Q(claim__version=F("claim_version"))
    gone = Q(claim__gone_at__isnull=False) | ~Q(claim__state__in=SETTLED)
    return Exists(Binding.objects.filter(changed | gone, article=OuterRef("pk")))


def _put_right() -> Exists:
    """Somebody in it was put right since the text was last read against what is checked."""
    about = ArticleExemplar.objects.filter(article=OuterRef(OuterRef("pk")))
    pages = about.values(page=Coalesce(F("exemplar__merged_into_id"), F("exemplar_id")))
    of_page = Q(exemplar_id__in=pages) | Q(exemplar__merged_into_id__in=pages)
    return Exists(Correction.objects.filter(of_page, recorded_at__gt=OuterRef("read_at")))


def to_read_again() -> "QuerySet[Article]":
    """Published articles that hide because something they rest on moved: reading them again may show them again."""
    return Article.objects.filter(Q(_moved()) | Q(_put_right()), state=S.PUBLISHED)


def articles_visible_to(account_id: int, on: date) -> "QuerySet[Article]":
    """Articles of the units where somebody writes or publishes; who clears sees what was sent, of the plans they clear."""
    writes = scope_of(account_id, Permission.WRITE_ARTICLE, on=on)
    publishes = scope_of(account_id, Permission.PUBLISH_ARTICLE, on=on)
    clears = scope_of(account_id, Permission.CLEAR_ARTICLE, on=on)
    sent = Q(state__in=[S.SENT, S.CLEARED, S.PUBLISHED, S.TAKEN_DOWN])
    cleared = clears.q("unit") | clears.q("plan__unit") | Q(plan__in=plans_cleared_by(clears, on=on))
    return Article.objects.filter(writes.q("unit") | publishes.q("unit") | publishes.q("plan__unit") | sent & cleared)


def exemplars_of(article: Article) -> list[Exemplar]:
    """Whom it is about, as the pages that stand for them today, in the order they were chosen; two queries, once in a
    request."""
    return list(once(("about", article.pk), lambda: _pages_of(article)))


def _pages_of(article: Article) -> list[Exemplar]:
    page = Coalesce(F("exemplar__merged_into_id"), F("exemplar_id"))
    chosen = dict.fromkeys(ArticleExemplar.objects.filter(article=article).values_list(page, flat=True))
    rows = Exemplar.objects.select_related("plan__unit", "subject", "unit", "sector").in_bulk(chosen)
    return [rows[pk] for pk in chosen]


def rewards_of(article: Article) -> list[RewardRecord]:
    """Whom it is about by the record of an award from above, taken back or not; one query, once in a request."""
    rows = ArticleReward.objects.filter(article=article).select_related("reward__unit", "reward__sector")
    return list(once(("rewarded", article.pk), lambda: [row.reward for row in rows]))


def public_columns(*, at: datetime) -> "QuerySet[Column]":
    """Columns and special pages that hold at least one article the public may see."""
    return Column.objects.filter(Exists(public_articles(at=at).order_by().filter(column=OuterRef("pk"))))


def columns_of(plan_id: int, *, on: date) -> "QuerySet[Column]":
    """Those that take new articles on a day."""
    return Column.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), plan_id=plan_id)


def hands_in(article: Article) -> set[int]:
    """The accounts that wrote or saved any of its text."""
    saved = Revision.objects.filter(article=article, saved_by__isnull=False).values_list("saved_by_id", flat=True)
    return {pk for pk in (article.created_by_id, *saved) if pk is not None}


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """One article in a public list."""

    slug: str
    title: str
    lead: str
    form: str
    column: str
    column_slug: str
    publish_at: datetime
    cover_id: int | None


def cards(found: "QuerySet[Article]") -> tuple[ArticleCard, ...]:
    """These articles (a page of them, usually) as a public list shows them; one query."""
    columns = ("slug", "title", "lead", "form", "column__name", "column__slug", "publish_at", "cover_id")
    return tuple(
        ArticleCard(
            slug, title, lead, str(ArticleForm(form).label), column or "", column_slug or "", publish_at, cover_id
        )
        for slug, title, lead, form, column, column_slug, publish_at, cover_id in found.values_list(*columns)
    )


def articles_about(exemplar_id: int, *, at: datetime) -> "QuerySet[Article]":
    """What the public may read about one exemplar of the register; one query where nothing was ever written."""
    about = ArticleExemplar.objects.filter(exemplar_id__in=page_ids(exemplar_id)).values_list("article_id", flat=True)
    found = set(about)
    return public_articles(at=at).filter(pk__in=found) if found else Article.objects.none()


def articles_from(
    *, at: datetime, sector: str | None = None, unit_ids: Iterable[int] | None = None
) -> "QuerySet[Article]":
    """What the public may read about exemplars, or people rewarded from above, of a sector (its code), or of these units."""
    found = ArticleExemplar.objects.filter(article=OuterRef("pk"))
    rewarded = ArticleReward.objects.filter(article=OuterRef("pk"))
    if sector is not None:
        found = found.filter(exemplar__sector__code=sector)
        rewarded = rewarded.filter(reward__sector__code=sector)
    if unit_ids is not None:
        found = found.filter(exemplar__unit_id__in=set(unit_ids))
        rewarded = rewarded.filter(reward__unit_id__in=set(unit_ids))
    return public_articles(at=at).filter(Q(Exists(found)) | Q(Exists(rewarded)))


def articles_found(*, at: datetime, q: str = "", **filters: Any) -> "QuerySet[Article]":
    """What the public may read in which these words stand, about anybody whom these filters of `register` leave.

    People rewarded from above stand in no register: they have a sector and a unit, and nothing else to choose by.
    """
    found = matching(public_articles(at=at), q)
    wanted = {name for name, value in filters.items() if value}
    if not wanted:
        return found
    left = register(**filters).order_by().filter(pk=OuterRef("page"))
    about = ArticleExemplar.objects.filter(article=OuterRef("pk")).annotate(
        page=Coalesce(F("exemplar__merged_into_id"), F("exemplar_id"))
    )
    asked = Q(Exists(about.filter(Exists(left))))
    if wanted <= {"sector", "unit"}:
        names = {"sector": "reward__sector__code", "unit": "reward__unit__ref"}
        words = {names[name]: filters[name] for name in wanted}
        asked |= Q(Exists(ArticleReward.objects.filter(article=OuterRef("pk"), **words)))
    return found.filter(asked)


def was_public(slug: str, *, at: datetime) -> bool:
    """Whether an address was public before, so that its readers are told that it is gone; a withheld person's never was."""
    rows = Article.objects.filter(slug=slug, publish_at__lte=at) | Article.objects.filter(slug=slug, state=S.TAKEN_DOWN)
    secret = ArticleExemplar.objects.filter(article=OuterRef("pk"), exemplar__state=ExemplarState.WITHHELD)
    return rows.filter(~Exists(secret)).exists()


def revisions_of(article: Article) -> "QuerySet[Revision]":
    """Every text it had, the newest first."""
    return Revision.objects.filter(article=article).select_related("saved_by").order_by("-number")


def all_columns(plan_id: int) -> "QuerySet[Column]":
    """Every column and special page of a plan, closed ones too, with how many articles are in it."""
    return Column.objects.filter(plan_id=plan_id).annotate(many=Count("articles", filter=~Q(articles__state=S.DROPPED)))
