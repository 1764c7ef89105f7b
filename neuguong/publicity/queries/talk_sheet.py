"""Tài liệu nói chuyện: what a speaker may tell of exemplars, printed from the stories and articles that the public site shows
at that moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from neuguong.core.errors import Refused
from neuguong.core.papers import roman, short_date
from neuguong.core.papers.layout import ATTACHED_TO, BODY, ISSUER, ITEM, PART, SPACE, SUBTITLE, TITLE
from neuguong.core.papers.word import Element, Section, paragraph, word_file
from neuguong.core.periods import LOCAL, local_day
from neuguong.core.search import matching
from neuguong.exemplars.enums import ConsentChannel, PublicationState
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.claims import PublicClaim
from neuguong.exemplars.queries.publication import PublicStory, may_publish, public_story
from neuguong.exemplars.queries.register import PublicExemplar, public_exemplar, register
from neuguong.publicity.enums import BlockType
from neuguong.publicity.models import Article, ArticleExemplar
from neuguong.publicity.queries.airing import claims_under
from neuguong.publicity.queries.article_view import ArticleView, article_view
from neuguong.publicity.queries.articles import articles_from, exemplars_of, public_articles
from neuguong.publicity.queries.known import Fact, known_of
from neuguong.publicity.reading.parts import as_sentence
from neuguong.publicity.reading.talking import minutes_to_tell, told_a_minute

QUOTES = '“”"'
MOST = 12  # of one sheet: more than anybody tells in an hour

Address = Callable[[str, str], str]  # of a public page: "exemplar" or "article", and its slug


@dataclass(frozen=True, slots=True)
class Told:
    """Some words to tell, or a heading over the next ones."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the sheet: a heading, what stands under it in small, the text to tell, and what follows it."""

    title: str
    about: tuple[str, ...]
    told: tuple[Told, ...]
    claims: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    address: str = ""
    heading: str = "Câu chuyện"

    @property
    def minutes(self) -> int:
        """How long the text takes to tell."""
        return minutes_to_tell(*(one.text for one in self.told))


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """Everything on the sheet."""

    issuer: str
    pieces: tuple[Piece, ...] = field(default=())

    @property
    def minutes(self) -> int:
        """How long the whole takes to tell."""
        return sum(piece.minutes for piece in self.pieces)


def stories_to_tell(*, q: str = "", sector: str = "") -> "list[Exemplar]":
    """Exemplars whose story is on the public site, the newest first, for choosing; the sheet asks once more for each."""
    found = register(q=q, sector=sector or None).filter(story__state=PublicationState.PUBLISHED)
    return list(found.select_related("unit", "sector")[: 2 * MOST])


def articles_to_tell(*, at: datetime, q: str = "", sector: str = "") -> list[Article]:
    """Articles that the public sees, the newest first, for choosing: by their own words or the name of whom they tell of."""
    rows = articles_from(at=at, sector=sector or None)
    if q.strip():
        named = ArticleExemplar.objects.filter(article=OuterRef("pk"), exemplar__in=register(q=q).order_by())
        rows = rows.filter(Q(Exists(named)) | Q(pk__in=matching(Article.objects.all(), q).values("pk")))
    return list(rows.select_related("unit").prefetch_related("about__exemplar", "about_rewards__reward")[: 2 * MOST])


def public_articles_named(slugs: Iterable[str], *, at: datetime) -> list[Article]:
    """Articles that the public sees by their addresses, the newest first."""
    rows = public_articles(at=at).filter(slug__in=list(slugs))
    return list(rows.select_related("plan__unit", "unit", "column").prefetch_related("about__exemplar"))


def refusal_to_tell(exemplar: Exemplar, on: date) -> str:
    """Why nothing of somebody is printed for a talk; empty when it may be.

    A talk says aloud what the public page says, so the consent that counts is that for the portal (docs/adr).
    """
    if missing := may_publish(exemplar, ConsentChannel.PORTAL, on=on).sentence:
        return missing
    return "" if public_story(exemplar.slug, on=on) else "Câu chuyện không đăng trên cổng công khai."


def talk_sheet(
    exemplars: Iterable[Exemplar], articles: Sequence[Article] = (), *, issuer: str, address: Address, at: datetime
) -> bytes:
    """The sheet as .docx, stories before articles. Raises Refused naming everything that may not be told, and prints nothing."""
    on, pieces, refused = local_day(at), [], []
    for exemplar in exemplars:
        page, story = public_exemplar(exemplar.slug), public_story(exemplar.slug, on=on)
        if page is None or story is None:
            refused.append(f"{exemplar.name}: {refusal_to_tell(exemplar, on)}")
        else:
            pieces.append(_piece(page, story, address("exemplar", page.slug)))
    shown = set(public_articles(at=at).filter(pk__in=[one.pk for one in articles]).values_list("pk", flat=True))
    for article in articles:
        if article.pk in shown:
            pieces.append(_article_piece(article, address("article", article.slug), on))
        else:
            refused.append(f"Bài “{article.title}” không đăng trên cổng công khai.")
    if refused:
        raise Refused("Chưa lập được tài liệu nói chuyện. " + " ".join(refused))
    if not pieces:
        raise Refused("Chọn ít nhất một câu chuyện hoặc bài viết để lập tài liệu nói chuyện.")
    return print_sheet(TalkSheet(issuer, tuple(pieces)), at=at)


def _piece(page: PublicExemplar, story: PublicStory, address: str) -> Piece:
    papers = [
        f"Công nhận: {one.by}, {f'số {one.document_number}, ' if one.document_number else ''}"
        f"ngày {short_date(one.decided_on)}."
        for one in page.recognitions
    ]
    return Piece(
        title=page.name,
        about=(f"{page.unit_name}. Lĩnh vực: {page.sector_name}.", *papers),
        told=tuple(Told(one) for one in story.paragraphs),
        claims=tuple(_claim(one) for one in story.claims),
        corrections=tuple(
            f"Ngày {short_date(one.corrected_on)}: nêu “{one.said}”, đúng là “{one.true}”." for one in page.corrections
        ),
        address=address,
    )


def _claim(claim: PublicClaim | Fact) -> str:
    return f"{claim.text} ({'; '.join(claim.verified_by)})" if claim.verified_by else claim.text


def _article_piece(article: Article, address: str, on: date) -> Piece:
    """An article as its page tells it: lead, words, quotations and checked claims; pictures, videos and tables stay there."""
    view, under = article_view(article, on=on), claims_under(article, on=on)
    facts = known_of(exemplars_of(article)).claims  # what a decision says of an award is no claim
    people = "; ".join(f"{one.name}, {one.unit}{f'. {one.decision}' if one.decision else ''}" for one in view.about)
    day = f" Đăng ngày {short_date(local_day(view.publish_at))}." if view.publish_at else ""
    return Piece(
        title=view.title,
        about=(f"Kể về: {people}.", f"{view.form[:1].upper()}{view.form[1:]} của {view.unit}.{day}"),
        told=tuple(one for one in (Told(view.lead), *_told(view)) if one.text),
        claims=tuple(_claim(facts[pk]) for pk in sorted(under) if pk in facts),
        address=address,
        heading="Bài viết",
    )


def _told(view: ArticleView) -> Iterator[Told]:
    for one in view.blocks:
        words = " ".join("".join(run.text or " " for run in one.runs).split())
        if one.kind == BlockType.HEADER:
            yield Told(one.text, is_heading=True)
        elif one.kind == BlockType.CLAIM:
            yield Told(as_sentence(one.text))
        elif one.kind == BlockType.QUOTE:
            said = f"“{words.strip(QUOTES)}”"
            yield Told(f"{said} ({one.caption})" if one.caption else said)
        elif one.kind == BlockType.PARAGRAPH:
            yield Told(words)


def print_sheet(sheet: TalkSheet, *, at: datetime) -> bytes:
    """The pieces one after the other, with how long each takes and from where it is."""
    several = len(sheet.pieces) > 1
    elements = [
        paragraph(sheet.issuer.upper(), ISSUER),
        paragraph("", SPACE),
        paragraph("TÀI LIỆU NÓI CHUYỆN", TITLE),
        paragraph(_subject(sheet), SUBTITLE),
        paragraph(f"(Đọc chậm khoảng {sheet.minutes} phút, {told_a_minute()} tiếng một phút)", ATTACHED_TO),
        paragraph(
            f"Nội dung lấy từ cổng công khai lúc {at.astimezone(LOCAL):%H:%M} ngày {short_date(local_day(at))}, gồm những điều người được "
            "nêu gương đã đồng ý đăng. Trước khi nói, mở lại trang nguồn của từng phần: phần nào không còn ở đó thì không "
            "kể nữa. Không nói thêm về bệnh tật, hoàn cảnh gia đình, nơi ở, số điện thoại của người được nêu gương.",
            BODY,
        ),
    ]
    for number, piece in enumerate(sheet.pieces, start=1):
        elements += _printed(piece, f"{roman(number)}. " if several else "", several)
    return word_file([Section(elements=elements)], title="Tài liệu nói chuyện", author=sheet.issuer, made_at=at)


def _subject(sheet: TalkSheet) -> str:
    if len(sheet.pieces) == 1:
        return sheet.pieces[0].title
    return f"{len(sheet.pieces)} câu chuyện, bài viết về gương điển hình tiên tiến"


def _printed(piece: Piece, number: str, several: bool) -> list[Element]:
    elements = [paragraph(f"{number}{piece.title}".upper(), PART)] if several else []
    elements += [paragraph(line, BODY) for line in piece.about]
    if several:
        elements.append(paragraph(f"(Khoảng {piece.minutes} phút)", ATTACHED_TO))
    elements.append(paragraph(piece.heading, ITEM))
    elements += [paragraph(one.text, ITEM if one.is_heading else BODY) for one in piece.told]
    for title, lines in (("Điều đã kiểm chứng", piece.claims), ("Đính chính", piece.corrections)):
        if lines:
            elements.append(paragraph(title, ITEM))
            elements += [paragraph(f"- {line}", BODY) for line in lines]
    if piece.address:
        elements.append(paragraph(f"Nguồn: {piece.address}", BODY, align="left"))
    return elements
