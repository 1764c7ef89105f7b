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
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ArticleForm, ArticleState
from neuguong.publicity.models import Article, ArticleExemplar, Column, Photo, Revision
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
    form_key: str = "", by: Actor, at: datetime,
) -> Article:  # fmt: skip
    """Begin an article about exemplars of the register; pressed twice it is one. Raises Refused, BadInput."""
    blank = Article(plan=plan, unit=unit, created_at=at)
    if refusal := writes_article(by, blank, at):
        raise Refused(refusal)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if form_key and (twin := Article.objects.filter(created_by_id=by.account_id, form_key=form_key).first()):
        return twin
    if form not in ArticleForm.values:
        raise BadInput("Chọn thể loại.", field="form")
    title = one_line(title, TITLE, "title", "Ghi tiêu đề; sửa được về sau.")
    pages = _pages(about, plan)
    blank.form, blank.title, blank.form_key = form, title, form_key[:60]
    blank.column = _column(column, plan, at)
    blank.slug = free_slug(Article, slug(title, 100) or "bai-viet")
    blank.created_by_id = by.account_id
    _index(blank)
    blank.save()
    ArticleExemplar.objects.bulk_create(ArticleExemplar(article=blank, exemplar=page) for page in pages)
    _keep(blank, automatic=False, by=by, at=at)
    facts = {"plan": plan.pk, "unit": unit.pk, "form": form, "about": [one.pk for one in pages]}
    record("start_article", blank, by=by, at=at, facts=facts, personal={"title": title})
    return blank


def _pages(about: Collection[int], plan: Plan) -> list[Exemplar]:
    if len(set(about)) > MOST_ABOUT:
        raise BadInput(f"Một bài nói về nhiều nhất {MOST_ABOUT} điển hình.", field="about")
    found = list(shown().filter(pk__in=about, plan=plan).order_by("sort_key", "pk"))
    if not found or len(found) != len(set(about)):
        raise BadInput("Chọn điển hình trong sổ mà bài này nói về.", field="about")
    return found


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
    cover: Photo | None = None, by: Actor, at: datetime,
) -> Article:  # fmt: skip
    """Say of which kind it is, where it stands, whom it is about and which photo opens it. Raises Refused, Stale, BadInput."""
    row = held(article, seen_version)
    if refusal := writes_article(by, row, at):
        raise Refused(refusal)
    if row.state != ArticleState.DRAFT:
        raise Refused(CLOSED)
    if form not in ArticleForm.values:
        raise BadInput("Chọn thể loại.", field="form")
    pages = _pages(about, row.plan)
    if column is None or column.pk != row.column_id:
        column = _column(column, row.plan, at)
    if cover is not None and (cover.plan_id != row.plan_id or cover.removed_at):
        raise BadInput("Chọn ảnh bìa trong kho ảnh của kế hoạch.", field="cover")
    row.form, row.column, row.cover = form, column, cover
    row.version += 1
    row.save(update_fields=["form", "column", "cover", "version"])
    keep = {one.pk for one in pages}
    ArticleExemplar.objects.filter(article=row).exclude(exemplar_id__in=keep).delete()
    there = set(ArticleExemplar.objects.filter(article=row).values_list("exemplar_id", flat=True))
    ArticleExemplar.objects.bulk_create(
        ArticleExemplar(article=row, exemplar=one) for one in pages if one.pk not in there
    )
    facts = {"form": form, "column": column.pk if column else None, "about": sorted(keep), "cover": row.cover_id}
    record("place_article", row, by=by, at=at, facts=facts)
    return row
