"""An official letter (công văn) or any other paper with the same head and foot, as NĐ 30/2020 lays it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from neuguong.core.papers.breaking import balanced_lines
from neuguong.core.papers.layout import (
    ADDRESS_HEAD,
    ADDRESS_INDENT_MM,
    ADDRESS_LINE,
    ADDRESS_ONE,
    BASIS,
    BODY,
    CODE,
    CODE_MM,
    CODE_WORDS,
    FOOT_LEFT_MM,
    FOOT_RIGHT_MM,
    HEAD_LEFT_MM,
    HEAD_RIGHT_MM,
    ISSUER,
    ITEM,
    MOTTO,
    NATION,
    NATIONAL_NAME,
    NUMBER,
    PART,
    PLACE_DATE,
    PORTRAIT,
    RECIPIENT,
    RECIPIENTS_HEAD,
    RULE_SHARE,
    SIGNER,
    SIGNER_NAME,
    SPACE,
    SUBJECT,
    SUBTITLE,
    SUPERIOR,
    TENET,
    TITLE,
    TextStyle,
)
from neuguong.core.papers.listing import Listing, listing_section, table_elements
from neuguong.core.papers.metrics import text_width_mm
from neuguong.core.papers.tables import Table
from neuguong.core.papers.word import (
    Element,
    GridCell,
    GridRow,
    Section,
    gap,
    grid,
    paragraph,
    picture,
    rule,
    word_file,
)
from neuguong.core.papers.wording import (
    attached_to,
    clean,
    closed_list,
    dash_list,
    letter_subject,
    official_date,
    official_number,
    one_line,
    roman,
    with_end_mark,
)

_SAFE_SHARE = 0.97  # names are broken a little before the cell's edge, for fonts that are a hair wider


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text: level 1 ("I. …", printed in capitals) or level 2 ("1. …")."""

    text: str
    level: int = 1


Block = str | Heading | Table


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a telephone reads (QR, a PNG with its quiet border) and what it is for."""

    png: bytes
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """Everything that is printed. Names of offices are given in ordinary writing; the kit prints capitals where due.

    Without `kind` it is a công văn ("V/v …" under the number); with it ("Báo cáo", "Tờ trình") the kind is the title.
    Without `number` or `dated_on` room is left to write them in, with month and year of `drafted_on`.
    `authority` is "TM. Ủy ban nhân dân" or empty; `signer_title` may have several lines ("KT. Chủ tịch\\nPhó Chủ tịch").
    With `second_signer` ("Thư ký" of minutes) that one signs on the left and the recipients stand below (mẫu biên bản).
    `codes` stand at the end of the paper, side by side.
    """

    issuer: str
    symbol: str
    place: str
    subject: str
    signer_title: str
    paragraphs: tuple[Block, ...]
    superior: str = ""
    number: int | None = None
    dated_on: date | None = None
    drafted_on: date | None = None
    kind: str = ""
    bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    authority: str = ""
    signer_name: str | None = None
    second_signer: str = ""
    codes: tuple[Code, ...] = ()
    recipients: tuple[str, ...] = ()
    appendices: tuple[Listing, ...] = ()

    @property
    def date_text(self) -> str:
        """ "ngày 05 tháng 01 năm 2023", or with room to write in."""
        return official_date(self.dated_on, drafted_on=self.drafted_on)

    @property
    def attachment_text(self) -> str:
        """What an appendix or an attached list says about the letter it belongs to."""
        return attached_to(self.kind, self.number, self.symbol, self.date_text, self.issuer)


def build_letter(letter: OfficialLetter, *, made_at: datetime) -> bytes:
    """The letter with its appendices as one .docx; the same letter and `made_at` give the same bytes.

    Raises ValueError when a table is wider than its page or `made_at` has no time zone.
    """
    main = Section(PORTRAIT, [*_head(letter), *_title(letter), *_addressees(letter), *_body(letter), *_foot(letter)])
    appendices = [listing_section(listing) for listing in labelled_appendices(letter)]
    return word_file([main, *appendices], title=_document_title(letter), author=letter.issuer, made_at=made_at)


def build_letters(letters: Sequence[OfficialLetter], *, made_at: datetime) -> bytes:
    """Several letters in one .docx, each beginning on a page of its own, numbered for itself; without appendices.

    Raises ValueError without letters or when `made_at` has no time zone.
    """
    if not letters:
        raise ValueError("Chưa có văn bản nào để in.")
    sections = [
        Section(PORTRAIT, [*_head(one), *_title(one), *_addressees(one), *_body(one), *_foot(one)]) for one in letters
    ]
    return word_file(sections, title=_document_title(letters[0]), author=letters[0].issuer, made_at=made_at)


def labelled_appendices(letter: OfficialLetter) -> tuple[Listing, ...]:
    """The letter's lists as "Phụ lục", or "Phụ lục I", "II" … when there are several. (NĐ 30, PL I, mục III.1)"""
    several = len(letter.appendices) > 1
    return tuple(
        replace(
            listing,
            label=listing.label or (f"Phụ lục {roman(place)}" if several else "Phụ lục"),
            attached_to=listing.attached_to or letter.attachment_text,
        )
        for place, listing in enumerate(letter.appendices, start=1)
    )


def _document_title(letter: OfficialLetter) -> str:
    return f"{letter.kind}: {letter.subject}" if letter.kind else letter_subject(letter.subject)


def _head(letter: OfficialLetter) -> list[Element]:
    issuer = _name_lines(letter.issuer, ISSUER)
    left = [paragraph(line, SUPERIOR) for line in _name_lines(letter.superior, SUPERIOR)]
    left.extend(paragraph(line, ISSUER) for line in issuer)
    left.append(_share_rule(issuer[-1], ISSUER, HEAD_LEFT_MM))
    motto_length = text_width_mm(MOTTO, TENET.size, bold=True)
    right = [paragraph(NATIONAL_NAME, NATION), paragraph(MOTTO, TENET), rule(motto_length, HEAD_RIGHT_MM)]
    under = [paragraph(official_number(letter.number, letter.symbol), NUMBER)]
    if not letter.kind:
        subject = balanced_lines(letter_subject(letter.subject), HEAD_LEFT_MM * _SAFE_SHARE, SUBJECT.size)
        under.append(paragraph("\n".join(subject), SUBJECT))
    place = paragraph(f"{one_line(letter.place)}, {letter.date_text}", PLACE_DATE)
    rows = [GridRow([GridCell(left), GridCell(right)]), GridRow([GridCell(under), GridCell([place])])]
    return [grid([HEAD_LEFT_MM, HEAD_RIGHT_MM], rows, lined=False), gap()]


def _name_lines(name: str, style: TextStyle) -> tuple[str, ...]:
    capitals = clean(name).strip().upper()
    return balanced_lines(capitals, HEAD_LEFT_MM * _SAFE_SHARE, style.size, bold=style.bold)


def _share_rule(text: str, style: TextStyle, width_mm: float) -> Element:
    written = min(text_width_mm(text, style.size, bold=style.bold), width_mm)
    return rule(written * RULE_SHARE, width_mm)


def _title(letter: OfficialLetter) -> list[Element]:
    if not letter.kind:
        return []
    subject = balanced_lines(one_line(letter.subject), PORTRAIT.text_width * _SAFE_SHARE, SUBTITLE.size, bold=True)
    lines = [paragraph(line, SUBTITLE) for line in subject]
    ruled = _share_rule(subject[-1], SUBTITLE, PORTRAIT.text_width) if subject else gap()
    return [paragraph(one_line(letter.kind).upper(), TITLE), *lines, ruled]


def _addressees(letter: OfficialLetter) -> list[Element]:
    names = closed_list(letter.addressees)
    if not names:
        return [paragraph("", SPACE)]
    if len(names) == 1:
        return [paragraph(f"Kính gửi: {names[0].removesuffix('.')}", ADDRESS_ONE)]
    under_colon = ADDRESS_INDENT_MM + text_width_mm("Kính gửi", ADDRESS_HEAD.size)
    lines = [paragraph(f"- {name}", ADDRESS_LINE, indent_mm=under_colon, keep_next=True) for name in names]
    return [paragraph("Kính gửi:", ADDRESS_HEAD), *lines, paragraph("", SPACE)]


def _body(letter: OfficialLetter) -> list[Element]:
    elements = [paragraph(base, BASIS) for base in closed_list(letter.bases)]
    blocks = list(chain.from_iterable(_split(block) for block in letter.paragraphs))
    if blocks and not isinstance(blocks[-1], str):
        blocks.append("")
    for place, block in enumerate(blocks, start=1):
        elements.extend(_block(block, last=place == len(blocks)))
    return elements


def _split(block: Block) -> list[Block]:
    """A typed text of several lines is several paragraphs."""
    if not isinstance(block, str):
        return [block]
    return [one_line(line) for line in clean(block).split("\n") if line.strip()]


def _block(block: Block, *, last: bool) -> list[Element]:
    if isinstance(block, Table):
        return [*table_elements(block, PORTRAIT.text_width), paragraph("", SPACE)]
    if isinstance(block, Heading):
        text = one_line(block.text)
        return [paragraph(text.upper(), PART) if block.level == 1 else paragraph(text, ITEM)]
    return [paragraph(with_end_mark(block), BODY, keep_next=True) if last else paragraph(block, BODY)]


def _foot(letter: OfficialLetter) -> list[Element]:
    recipients = [paragraph("Nơi nhận:", RECIPIENTS_HEAD)]
    recipients.extend(paragraph(line, RECIPIENT) for line in dash_list(letter.recipients))
    right = _signature(f"{letter.authority}\n{letter.signer_title}", letter.signer_name, FOOT_RIGHT_MM)
    left = _signature(letter.second_signer, None, FOOT_LEFT_MM) if letter.second_signer else recipients
    rows = [GridRow([GridCell(left), GridCell(right)])]
    below = [*recipients, gap()] if letter.second_signer else []
    return [gap(), grid([FOOT_LEFT_MM, FOOT_RIGHT_MM], rows, lined=False), gap(), *below, *_codes(letter.codes)]


def _signature(titles: str, name: str | None, width_mm: float) -> list[Element]:
    """Who signs, with the room for it."""
    lines = balanced_lines(clean(titles).upper(), width_mm * _SAFE_SHARE, SIGNER.size, bold=True)
    return [*(paragraph(line, SIGNER) for line in lines), paragraph(one_line(name or ""), SIGNER_NAME)]


def _codes(codes: Sequence[Code]) -> list[Element]:
    if not codes:
        return []
    cells = [
        GridCell([picture(one.png, CODE_MM, CODE, words=one.words), paragraph(one.words, CODE_WORDS)]) for one in codes
    ]
    return [grid([PORTRAIT.text_width / len(cells)] * len(cells), [GridRow(cells)], lined=False), gap()]
