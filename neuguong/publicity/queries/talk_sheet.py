"""Tài liệu nói chuyện: what a speaker may tell of exemplars, printed from what the public site shows at that moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from neuguong.core.errors import Refused
from neuguong.core.papers import roman, short_date
from neuguong.core.papers.layout import ATTACHED_TO, BODY, ISSUER, ITEM, PART, SPACE, SUBTITLE, TITLE
from neuguong.core.papers.word import Element, Section, paragraph, word_file
from neuguong.core.periods import LOCAL, local_day
from neuguong.exemplars.enums import ConsentChannel, PublicationState
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.claims import PublicClaim
from neuguong.exemplars.queries.publication import PublicStory, may_publish, public_story
from neuguong.exemplars.queries.register import PublicExemplar, public_exemplar, register
from neuguong.publicity.reading.talking import minutes_to_tell, told_a_minute

MOST = 12  # of one sheet: more than anybody tells in an hour

Address = Callable[[str], str]  # of a public page, by the exemplar's slug


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the sheet: a heading, what stands under it in small, the text to tell, and what follows it."""

    title: str
    about: tuple[str, ...]
    paragraphs: tuple[str, ...]
    claims: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    address: str = ""

    @property
    def minutes(self) -> int:
        """How long the text takes to tell."""
        return minutes_to_tell(*self.paragraphs)


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


def refusal_to_tell(exemplar: Exemplar, on: date) -> str:
    """Why nothing of somebody is printed for a talk; empty when it may be.

    A talk says aloud what the public page says, so the consent that counts is that for the portal (docs/adr).
    """
    if missing := may_publish(exemplar, ConsentChannel.PORTAL, on=on).sentence:
        return missing
    return "" if public_story(exemplar.slug, on=on) else "Câu chuyện không đăng trên cổng công khai."


def talk_sheet(exemplars: Iterable[Exemplar], *, issuer: str, address: Address, at: datetime) -> bytes:
    """The sheet as .docx. Raises Refused naming everybody of whom nothing may be told, and prints nothing then."""
    on, pieces, refused = local_day(at), [], []
    for exemplar in exemplars:
        page, story = public_exemplar(exemplar.slug), public_story(exemplar.slug, on=on)
        if page is None or story is None:
            refused.append(f"{exemplar.name}: {refusal_to_tell(exemplar, on)}")
        else:
            pieces.append(_piece(page, story, address(page.slug)))
    if refused:
        raise Refused("Chưa lập được tài liệu nói chuyện. " + " ".join(refused))
    if not pieces:
        raise Refused("Chọn ít nhất một câu chuyện để lập tài liệu nói chuyện.")
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
        paragraphs=story.paragraphs,
        claims=tuple(_claim(one) for one in story.claims),
        corrections=tuple(
            f"Ngày {short_date(one.corrected_on)}: nêu “{one.said}”, đúng là “{one.true}”." for one in page.corrections
        ),
        address=address,
    )


def _claim(claim: PublicClaim) -> str:
    return f"{claim.text} ({'; '.join(claim.verified_by)})" if claim.verified_by else claim.text


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
    return f"{len(sheet.pieces)} gương điển hình tiên tiến"


def _printed(piece: Piece, number: str, several: bool) -> list[Element]:
    elements = [paragraph(f"{number}{piece.title}".upper(), PART)] if several else []
    elements += [paragraph(line, BODY) for line in piece.about]
    if several:
        elements.append(paragraph(f"(Khoảng {piece.minutes} phút)", ATTACHED_TO))
    elements.append(paragraph("Câu chuyện", ITEM))
    elements += [paragraph(line, BODY) for line in piece.paragraphs]
    for title, lines in (("Điều đã kiểm chứng", piece.claims), ("Đính chính", piece.corrections)):
        if lines:
            elements.append(paragraph(title, ITEM))
            elements += [paragraph(f"- {line}", BODY) for line in lines]
    if piece.address:
        elements.append(paragraph(f"Nguồn: {piece.address}", BODY, align="left"))
    return elements
