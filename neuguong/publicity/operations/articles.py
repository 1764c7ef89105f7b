"""Writing an article: begun about somebody, saved again and again, every text kept (KH 87, III.3.b)."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.text import fold, slug
from neuguong.core.typed import lines, one_line
from neuguong.exemplars.models import Exemplar, RewardRecord
from neuguong.exemplars.queries.register import shown
from neuguong.exemplars.queries.rewards import standing_rewards
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ArticleForm, ArticleState
from neuguong.publicity.models import Article, ArticleExemplar, ArticleReward, Column, Photo, Revision
from neuguong.publicity.operations.words import free_slug
from neuguong.publicity.policy.articles import writes_article
from neuguong.publicity.queries.articles import columns_of
from neuguong.publicity.reading.blocks import tidy_blocks
from neuguong.publicity.reading.parts import Written, parts_of

TITLE, LEAD, SHARE, RADIO, SEARCHED, MOST_ABOUT = 200, 600, 200, 20_000, 60_000, 20
ONE_SITTING = timedelta(minutes=10)  # automatic savings of one person within this are one revision
OVERTAKEN = "Bài vừa được lưu ở nơi khác. Chữ bạn vừa gõ còn nguyên ở đây; xem bản mới nhất rồi lưu lại phần của mình."
CLOSED = "Bài đã gửi duyệt hoặc đã đăng nên không sửa được. Lấy về sửa trước."


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Everything of an article that is typed."""

    title: str
    lead: str = ""
    blocks: Sequence[Any] = field(default_factory=list)
    share_words: str = ""
    radio_text: str = ""


def text_of(row: Article | Revision) -> ArticleText:
    """The text as it is stored."""
    return ArticleText(row.title, row.lead, row.blocks, row.share_words, row.radio_text)


@transaction.atomic
def start_article(
    *, plan: Plan, unit: Unit, form: str, title: str, about: Collection[int], column: Column | None = None,
    rewards: Collection[int] = (), form_key: str = "", by: Actor, at: datetime,
) -> Article:  # fmt: skip
    """Begin an article about exemplars of the register, or people with a checked record of an award from above; pressed twice it is one. Raises Refused, BadInput."""
    blank = Article(plan=plan, unit=unit, created_at=at)
    if refusal := writes_article(by, blank, at):
        raise Refused(refusal)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if form_key and (twin := Article.objects.filter(created_by_id=by.account_id, form_key=form_key).first()):
        return twin
    if form not in ArticleForm.values:
        raise BadInput("Chọn thể loại.", field="form")
    title = one_line(title, TITLE, "title", "Ghi tiêu đề; sửa được về sau.")
    chosen = _chosen(about, rewards, plan)
    blank.form, blank.title, blank.form_key = form, title, form_key[:60]
    blank.column = _column(column, plan, at)
    blank.slug = free_slug(Article, slug(title, 100) or "bai-viet")
    blank.created_by_id = by.account_id
    _index(blank)
    blank.save()
    told = _put(blank, *chosen)
    _keep(blank, automatic=False, by=by, at=at)
    facts = {"plan": plan.pk, "unit": unit.pk, "form": form, **told}
    record("start_article", blank, by=by, at=at, facts=facts, personal={"title": title})
    return blank


def _chosen(about: Collection[int], rewards: Collection[int], plan: Plan) -> tuple[list[Exemplar], list[RewardRecord]]:
    if len(set(about)) + len(set(rewards)) > MOST_ABOUT:
        raise BadInput(f"Một bài nói về nhiều nhất {MOST_ABOUT} điển hình, người được khen.", field="about")
    pages = list(shown().filter(pk__in=about, plan=plan).order_by("sort_key", "pk"))
    if len(pages) != len(set(about)) or not (about or rewards):
        raise BadInput("Chọn điển hình trong sổ, hoặc người được cấp trên khen, mà bài này nói về.", field="about")
    rewarded = list(standing_rewards().filter(pk__in=rewards, plan=plan).order_by("sort_key", "pk"))
    if len(rewarded) != len(set(rewards)):
        raise BadInput("Có bản ghi khen thưởng đã rút hoặc chưa kiểm tra. Chọn lại.", field="rewards")
    return pages, rewarded


def _put(row: Article, pages: Sequence[Exemplar], rewards: Sequence[RewardRecord]) -> dict[str, list[int]]:
    """Make it about just these; who was among them before stays as they were. Their numbers, for the audit."""
    told: dict[str, list[int]] = {}
    for name, model, column, things in (
        ("about", ArticleExemplar, "exemplar_id", pages), ("rewards", ArticleReward, "reward_id", rewards),
    ):  # fmt: skip
        told[name] = [one.pk for one in things]
        rows: Any = model._base_manager.filter(article=row)
        rows.exclude(**{f"{column}__in": told[name]}).delete()
        there = set(rows.values_list(column, flat=True))
        rows.bulk_create(model(article=row, **{column: pk}) for pk in told[name] if pk not in there)
    return told


def _column(column: Column | None, plan: Plan, at: datetime) -> Column | None:
    if column is not None and not columns_of(plan.pk, on=local_day(at)).filter(pk=column.pk).exists():
        raise BadInput("Chuyên mục này không nhận bài nữa. Chọn chuyên mục khác.", field="column")
    return column


def held(article: Article, seen_version: int | None) -> Article:
    """The row, locked and read afresh. Raises Stale when the page that somebody saw is older than the row."""
    rows = Article.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit", "column")
    row = rows.get(pk=article.pk)
    if seen_version is not None and seen_version != row.version:
        raise Stale(OVERTAKEN)
    return row


@transaction.atomic
def save_article(
    *, article: Article, text: ArticleText, seen_version: int | None, automatic: bool = False, by: Actor, at: datetime
) -> Article:
    """Keep the text. Nothing changed, nothing is written. Raises Stale, Refused, BadInput with field and place."""
    row = held(article, seen_version)
    if refusal := writes_article(by, row, at):
        raise Refused(refusal)
    if row.state != ArticleState.DRAFT:
        raise Refused(CLOSED)
    told = _tidy(text)
    if told == text_of(row):
        return row
    for name, value in asdict(told).items():
        setattr(row, name, value)
    row.version += 1
    _index(row)
    row.save()
    _keep(row, automatic=automatic, by=by, at=at)
    return row


def _tidy(text: ArticleText) -> ArticleText:
    return ArticleText(
        title=one_line(text.title, TITLE, "title", "Ghi tiêu đề."),
        lead=one_line(text.lead, LEAD, "lead"),
        blocks=tidy_blocks(text.blocks),
        share_words=one_line(text.share_words, SHARE, "share_words"),
        radio_text=lines(text.radio_text, RADIO, "radio_text"),
    )


def _index(row: Article) -> None:
    parts = parts_of(Written(row.title, row.lead, row.blocks))
    row.search_text = fold(" ".join(one.text for one in parts))[:SEARCHED]


def _keep(row: Article, *, automatic: bool, by: Actor, at: datetime) -> None:
    """A revision of the text as it stands now; the last one goes on while the same person goes on writing."""
    values: dict[str, Any] = asdict(text_of(row))
    last = Revision.objects.filter(article=row).order_by("-number").first()
    if automatic and last and last.saved_by_id == by.account_id and at - last.began_at < ONE_SITTING:
        for name, value in values.items():
            setattr(last, name, value)
        last.saved_at = at
        last.save()
    else:
        number = (Revision.objects.filter(article=row).aggregate(n=Max("number"))["n"] or 0) + 1
        last = Revision.objects.create(
            article=row, number=number, saved_by_id=by.account_id, began_at=at, saved_at=at, **values
        )
    record(
        "save_article", row, by=by, at=at, facts={"revision": last.number, "blocks": len(row.blocks)},
        personal={"title": row.title},
    )  # fmt: skip


@transaction.atomic
def restore_revision(*, article: Article, number: int, seen_version: int | None, by: Actor, at: datetime) -> Article:
    """Write an earlier text again, as a saving of its own. Raises Refused, Stale, BadInput."""
    earlier = Revision.objects.filter(article=article, number=number).first()
    if earlier is None:
        raise BadInput("Không có lần lưu này.", field="number")
    return save_article(article=article, text=text_of(earlier), seen_version=seen_version, by=by, at=at)


@transaction.atomic
def place_article(
    *, article: Article, form: str, column: Column | None, about: Collection[int], seen_version: int | None,
    rewards: Collection[int] = (), cover: Photo | None = None, by: Actor, at: datetime,
) -> Article:  # fmt: skip
    """Say of which kind it is, where it stands, whom it is about and which photo opens it. Raises Refused, Stale, BadInput."""
    row = held(article, seen_version)
    if refusal := writes_article(by, row, at):
        raise Refused(refusal)
    if row.state != ArticleState.DRAFT:
        raise Refused(CLOSED)
    if form not in ArticleForm.values:
        raise BadInput("Chọn thể loại.", field="form")
    chosen = _chosen(about, rewards, row.plan)
    if column is None or column.pk != row.column_id:
        column = _column(column, row.plan, at)
    if cover is not None and (cover.plan_id != row.plan_id or cover.removed_at):
        raise BadInput("Chọn ảnh bìa trong kho ảnh của kế hoạch.", field="cover")
    row.form, row.column, row.cover = form, column, cover
    row.version += 1
    row.save(update_fields=["form", "column", "cover", "version"])
    told = _put(row, *chosen)
    facts = {"form": form, "column": column.pk if column else None, **told, "cover": row.cover_id}
    record("place_article", row, by=by, at=at, facts=facts)
    return row
