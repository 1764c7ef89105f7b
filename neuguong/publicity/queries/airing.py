"""Articles on the channels: which may be taken there, why one may not, where one is to run and where it ran."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, When

from neuguong.core.models import StateChange
from neuguong.core.periods import local_day
from neuguong.core.search import matching
from neuguong.exemplars.queries.rewards import reward_consent_missing
from neuguong.publicity.enums import ArticleState, PlannedState
from neuguong.publicity.models import Article, ArticleReward, Broadcast, Outlet, PlannedRun
from neuguong.publicity.queries.articles import articles_visible_to, nothing_against, public_articles, rewards_of
from neuguong.publicity.queries.channels import publicity_scope
from neuguong.publicity.queries.gate import read_article

OFFERED = 20  # the newest that a form offers, and as many that a search finds
AIRED = (ArticleState.CLEARED, ArticleState.PUBLISHED)
READ_AGAIN = "Bài đang được đọc đối chiếu lại sau một lần đính chính. Thử lại sau ít phút."


def articles_to_air(account_id: int, *, at: datetime) -> "QuerySet[Article]":
    """What may be taken to a channel now, the newest first: what the public sees, and of the articles that a person works
    on also what was cleared and has nothing against it. `not_aired_because` asks once more for each."""
    day = local_day(at)
    own = articles_visible_to(account_id, day).filter(*nothing_against(day), state__in=AIRED)
    either = Q(pk__in=public_articles(at=at).order_by().values("pk")) | Q(pk__in=own.order_by().values("pk"))
    found = Article.objects.filter(Q(expire_at=None) | Q(expire_at__gt=at), either)
    return found.select_related("unit", "plan__unit").order_by("-pk")


def articles_to_offer(account_id: int, *, at: datetime, q: str = "", chosen: Iterable[int] = ()) -> list[Article]:
    """What a form offers: those already chosen, what a search finds, then the newest; each once."""
    rows = articles_to_air(account_id, at=at)
    found = list(rows.filter(pk__in=[*chosen]))
    if q.strip():
        found += matching(rows, q)[:OFFERED]
    found += rows[:OFFERED]
    return list({one.pk: one for one in found}.values())


def not_aired_because(article: Article, *, on: date, at: datetime) -> str:
    """Why the words of an article may go to no channel on a day, asked at a moment; empty when they may.

    The gate of the public page (`public_articles`), in words, also for what was cleared and is not on the page yet.
    """
    if article.state not in AIRED:
        return f"Bài “{article.title}” {article.get_state_display()}. Chỉ bài đã duyệt mới phát, đăng được."
    if article.expire_at is not None and (article.expire_at <= at or local_day(article.expire_at) < on):
        return f"Bài “{article.title}” hết hạn ngày {local_day(article.expire_at):%d/%m/%Y}."
    if told := read_article(article, on=on).sentence:
        return f"Bài “{article.title}”: {told}"
    is_on_page = article.state == ArticleState.PUBLISHED and article.publish_at is not None and article.publish_at <= at
    if is_on_page and not public_articles(at=at).filter(pk=article.pk).exists():
        return READ_AGAIN
    return ""


def shut_on(entries: Iterable[PlannedRun], *, on: date) -> set[int]:
    """Of these entries of the calendar, those whose article may not run as planned, by the gate of a day; one query."""
    planned = {one.pk: one for one in entries if one.article_id is not None}
    if not planned:
        return set()
    rows = Article.objects.filter(
        *nothing_against(on), state__in=AIRED, pk__in={one.article_id for one in planned.values()}
    )
    until = dict(rows.values_list("pk", "expire_at"))
    return {
        pk
        for pk, one in planned.items()
        if one.article_id not in until
        or ((end := until[one.article_id]) is not None and local_day(end) < one.planned_on)
    }


def others_missing(article: Article, outlet: Outlet, on: date) -> list[str]:
    """What is missing for that channel of those in it who have no page in the register, each with the name."""
    rewards = rewards_of(article)
    found = reward_consent_missing(rewards, outlet.consent_channel, on=on) if rewards else {}
    return [f"{one.name}: {found[one.pk]}" for one in rewards if one.pk in found]


def others_missing_on(entries: Iterable[PlannedRun]) -> dict[int, str]:
    """The same for entries of the calendar, by entry; one query while no article tells of such a person."""
    planned = [one for one in entries if one.article_id is not None]
    wanted = {one.article_id for one in planned}
    rewarded = (
        set(ArticleReward.objects.filter(article__in=wanted).values_list("article_id", flat=True)) if wanted else ()
    )
    found = {one.pk: _others_of(one) for one in planned if one.article_id in rewarded}
    return {pk: words for pk, words in found.items() if words}


def _others_of(entry: PlannedRun) -> str:
    return " ".join(others_missing(entry.article, entry.outlet, entry.planned_on)) if entry.article else ""


def was_cleared(article: Article) -> bool:
    """Whether it was cleared at any time: nothing else can have run by the office's own rules."""
    steps = StateChange.objects.filter(object_type=Article._meta.label_lower, object_id=article.pk, step="clear")
    return steps.exists()


def claims_under(article: Article, *, on: date) -> set[int]:
    """The numbers of the checked claims on which its text rests today."""
    return {one.claim for one in read_article(article, on=on).rests}


@dataclass(frozen=True, slots=True)
class Run:
    """Where an article is to run or ran; `pk` leads to the entry or the record where this person may open it."""

    outlet: str
    unit: str
    on: date
    ran: bool
    pk: int | None


def runs_of(article: Article, *, account_id: int, on: date) -> tuple[Run, ...]:
    """What ran and what is planned of an article, the latest day first; two queries besides those for the scope."""
    scope = publicity_scope(account_id, on, inherited=True)
    own = Case(When(scope.q("outlet__unit"), then=F("pk")), default=None)
    ran = Broadcast.objects.filter(article=article, withdrawn_at=None).annotate(own=own)
    planned = PlannedRun.objects.filter(article=article, state=PlannedState.PLANNED).annotate(own=own)
    where = ("outlet__name", "outlet__unit__short_name")
    rows = [Run(outlet, unit, day, True, pk) for outlet, unit, day, pk in ran.values_list(*where, "ran_on", "own")]
    planned_rows = planned.values_list(*where, "planned_on", "own")
    rows += [Run(outlet, unit, day, False, pk) for outlet, unit, day, pk in planned_rows]
    return tuple(sorted(rows, key=lambda one: (one.on, one.ran), reverse=True))
