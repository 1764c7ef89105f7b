"""An article as it is drawn, for the public page and for the desk's preview alike: words as runs, photos with sizes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.models import Exemplar, RewardRecord
from neuguong.exemplars.queries.publication import consent_missing
from neuguong.exemplars.queries.rewards import reward_consent_missing
from neuguong.publicity.enums import ArticleForm, BlockType
from neuguong.publicity.models import Article, Photo
from neuguong.publicity.queries.articles import exemplars_of, rewards_of
from neuguong.publicity.queries.gate import written_of
from neuguong.publicity.queries.known import Known, known_of
from neuguong.publicity.queries.photos import Size, photos_in, sizes_of
from neuguong.publicity.reading.inline import Run, runs
from neuguong.publicity.reading.parts import as_sentence, parts_of, spoken
from neuguong.publicity.reading.parts import photos_in as photos_named
from neuguong.publicity.reading.talking import minutes_to_read


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One photo of an article. `hidden` says why nobody sees it now; then it has no drawing."""

    id: int
    words: str
    credit: str
    sizes: tuple[Size, ...]
    hidden: str = ""
    caption: str = ""

    @property
    def widest(self) -> Size:
        """The largest drawing."""
        return self.sizes[-1]


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block. Which fields are filled depends on its kind; a block without anything to show is left out."""

    kind: str
    id: str
    runs: tuple[Run, ...] = ()
    text: str = ""
    level: int = 2
    caption: str = ""
    photos: tuple[PhotoView, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    url: str = ""
    verified_by: tuple[str, ...] = ()
    told_of: str = ""


@dataclass(frozen=True, slots=True)
class AboutView:
    """Whom an article is about, as the register shows them; without a page there, by the decision on their award.

    `slug` is empty for the latter, `award` and `decision` for the former.
    """

    slug: str
    name: str
    unit: str
    unit_ref: str
    sector: str
    sector_code: str
    position: str = ""
    award: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything that a page needs."""

    slug: str
    form: str
    title: str
    lead: str
    column: tuple[str, str] | None
    unit: str
    publish_at: datetime | None
    cover: PhotoView | None
    blocks: tuple[BlockView, ...]
    about: tuple[AboutView, ...]
    minutes: int
    share_words: str
    spoken: str


def article_view(article: Article, *, on: date) -> ArticleView:
    """The article in the words that are true on a day; read it with column and unit for a fixed number of queries."""
    pages, rewards = exemplars_of(article), rewards_of(article)
    known = known_of(pages, rewards)
    photos = _photos(article, pages, rewards, on)
    parts = parts_of(written_of(article, known))
    return ArticleView(
        slug=article.slug,
        form=str(ArticleForm(article.form).label),
        title=article.title,
        lead=article.lead,
        column=(article.column.slug, article.column.name) if article.column else None,
        unit=article.unit.name,
        publish_at=article.publish_at,
        cover=photos.get(article.cover_id or 0),
        blocks=tuple(_blocks(article.blocks, photos, known)),
        about=(*(_about(one) for one in pages), *(_rewarded(one) for one in rewards)),
        minutes=minutes_to_read(*(one.text for one in parts if one.spoken)),
        share_words=article.share_words or article.lead,
        spoken=spoken(parts, article.radio_text),
    )


def lines_aloud(view: ArticleView) -> tuple[str, ...]:
    """What is read aloud after the title: the script that was written for it, otherwise its text, line by line."""
    lines = (one.strip() for one in view.spoken.split("\n"))
    return tuple(as_sentence(one) for one in lines if one and one != view.title)


def _about(one: Exemplar) -> AboutView:
    return AboutView(one.slug, one.name, one.unit.name, one.unit.ref, one.sector.name, one.sector.code)


def _rewarded(one: RewardRecord) -> AboutView:
    sector = (one.sector.name, one.sector.code) if one.sector else ("", "")
    decision = f"Theo Quyết định số {one.decision_number} ngày {one.decided_on:%d/%m/%Y} của {one.authority}"
    return AboutView("", one.name, one.unit.name, one.unit.ref, *sector, one.position, one.award, decision)


def _photos(
    article: Article, pages: Sequence[Exemplar], rewards: Sequence[RewardRecord], on: date
) -> dict[int, PhotoView]:
    """Its photos by number. Where somebody is to be seen, everybody in the article has agreed to photos today."""
    wanted = {*photos_named(article.blocks), *([article.cover_id] if article.cover_id else [])}
    if not wanted:
        return {}
    told = {one.pk: _no_photo(one, on) for one in pages}
    others = _no_photo_of(rewards, on)
    found = {}
    for photo in photos_in(article.plan).filter(pk__in=wanted):
        found[photo.pk] = PhotoView(
            photo.pk, photo.words, photo.credit, sizes_of(photo), hidden=_hidden(photo, told, others, on)
        )
    return found


def _hidden(photo: Photo, told: dict[int, str], others: Sequence[str], on: date) -> str:
    if photo.file.hindrance:
        return photo.file.hindrance
    if photo.exemplar and photo.exemplar_id not in told:
        told[photo.exemplar.pk] = _no_photo(photo.exemplar, on)
    asked = [*told.values(), *others] if photo.shows_person else [told.get(photo.exemplar_id or 0, "")]
    return next((sentence for sentence in asked if sentence), "")


def _no_photo(one: Exemplar, on: date) -> str:
    missing = consent_missing(one.pk, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO)
    return f"{one.name}: {missing[0]}" if missing else ""


def _no_photo_of(rewards: Sequence[RewardRecord], on: date) -> list[str]:
    found = (
        reward_consent_missing(rewards, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO) if rewards else {}
    )
    return [f"{one.name}: {found[one.pk]}" for one in rewards if one.pk in found]


def may_show_photo(article: Article, pk: int, *, on: date) -> Photo | None:
    """The photo of an article that the public sees, when it stands in it and may be shown today."""
    found = _photos(article, exemplars_of(article), rewards_of(article), on).get(pk)
    return photos_in(article.plan).filter(pk=pk).first() if found and not found.hidden else None


def _blocks(blocks: Iterable[Mapping[str, Any]], photos: Mapping[int, PhotoView], known: Known) -> Iterable[BlockView]:
    for block in blocks:
        kind, key, data = block["type"], block["id"], block["data"]
        if kind == BlockType.CLAIM:
            if fact := known.claims.get(data["claim"]):
                yield BlockView(kind, key, text=fact.text, verified_by=fact.verified_by, told_of=fact.exemplar)
        elif kind in (BlockType.PARAGRAPH, BlockType.QUOTE):
            yield BlockView(kind, key, runs=runs(data["text"]), caption=data.get("caption", ""))
        elif kind == BlockType.HEADER:
            yield BlockView(kind, key, text=data["text"], level=data["level"])
        elif view := _shown(kind, key, data, photos):
            yield view


def _shown(kind: str, key: str, data: Mapping[str, Any], photos: Mapping[int, PhotoView]) -> BlockView | None:
    if kind == BlockType.VIDEO:
        return BlockView(kind, key, text=data["title"], url=data["url"])
    if kind == BlockType.TABLE:
        rows = tuple(tuple(row) for row in data["content"])
        head = rows[0] if data["withHeadings"] and len(rows) > 1 else ()
        return BlockView(kind, key, caption=data["caption"], head=head, rows=rows[1:] if head else rows)
    told = [data] if kind == BlockType.FIGURE else data["photos"]
    found = tuple(_with_caption(photos[one["photo"]], one["caption"]) for one in told if one["photo"] in photos)
    return (
        BlockView(kind, key, photos=found, caption=data["caption"] if kind == BlockType.GALLERY else "")
        if found
        else None
    )


def _with_caption(photo: PhotoView, caption: str) -> PhotoView:
    return PhotoView(photo.id, photo.words, photo.credit, photo.sizes, photo.hidden, caption)
