"""Measures of an official paper, as data.

Every figure comes from Nghị định 30/2020/NĐ-CP, Phụ lục I ("NĐ 30, PL I"), and names its item; where the decree gives a
range, the value of the decree's own samples is taken. Figures that the decree leaves open say so.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "both"]

FONT = "Times New Roman"  # NĐ 30, PL I, mục I.4: Times New Roman, Unicode (TCVN 6909:2001), black
LANGUAGE = "vi-VN"

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, the unit of a .docx."""
    return round(mm * TWIPS_PER_MM)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet with its margins, in millimetres."""

    width: float
    height: float
    top: float = 20.0  # PL I, mục I.3: 20–25 mm
    bottom: float = 20.0  # 20–25 mm
    left: float = 30.0  # 30–35 mm
    right: float = 15.0  # 15–20 mm
    # PL I, mục I.7: the page number stands inside the top margin. Where in it is left open: 10 mm from the edge leaves
    # room for one line of size 14 above the text.
    header: float = 10.0
    footer: float = 10.0  # left open; nothing is printed there

    @property
    def text_width(self) -> float:
        """Width between the side margins, in millimetres."""
        return self.width - self.left - self.right

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


PORTRAIT = Page(width=210.0, height=297.0)  # PL I, mục I.1–I.2: A4, upright
LANDSCAPE = Page(width=297.0, height=210.0)  # PL I, mục I.2: allowed for tables

# The two cells at the head: PL I, mục IV shows two unequal columns without giving their width. The right one holds
# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in bold 12 (88,3 mm) on one line with room to spare.
HEAD_LEFT_MM = 70.0
HEAD_RIGHT_MM = 95.0
# The two cells at the foot (ô 9b and ô 7a–7b); widths left open.
FOOT_LEFT_MM = 80.0
FOOT_RIGHT_MM = 85.0

RULE_POINTS = 0.75  # thickness of a drawn line: left open
RULE_SHARE = 0.4  # PL I, mục II.2 and II.5: a line of 1/3 to 1/2 of the text above it
SIGNATURE_GAP_POINTS = 72.0  # height kept for signature and seal (ô 7c, ô 8): left open
ADDRESS_INDENT_MM = 25.4  # where "Kính gửi:" starts when there are several addressees: left open
CELL_PADDING_MM = 1.2  # between text and the lines of a table: left open

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # PL I, mục II.1.a
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # PL I, mục II.1.b: hyphens with a space on each side


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one kind of line is set. Sizes and gaps in points, indents in millimetres, line spacing in lines."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    first_line: float = 0.0
    indent: float = 0.0
    hanging: float = 0.0
    before: float = 0.0
    after: float = 0.0
    lines: float = 1.0
    exact: float | None = None
    keep_next: bool = False
    outline: int | None = None

    @property
    def style_id(self) -> str:
        """The style's identifier inside the file."""
        return self.name.replace(" ", "")


# --- head -------------------------------------------------------------------------------------------------------------
NATION = TextStyle("Paper nation", 12, bold=True, align="center")  # PL I, mục II.1.a: IN HOA 12–13, bold, upright
TENET = TextStyle("Paper motto", 13, bold=True, align="center")  # mục II.1.b: 13–14, bold, centred under it
SUPERIOR = TextStyle("Paper superior", 12, align="center")  # mục II.2: IN HOA 12–13, upright
ISSUER = TextStyle("Paper issuer", 12, bold=True, align="center")  # mục II.2: IN HOA 12–13, bold, centred under it
NUMBER = TextStyle("Paper number", 13, align="center", before=6)  # mục II.3: 13, upright, centred under the issuer
SUBJECT = TextStyle("Paper subject", 12, align="center", before=6)  # mục II.5.b: 12–13, upright, 6 pt under the number
PLACE_DATE = TextStyle("Paper place and date", 13, italic=True, align="center", before=6)  # mục II.4: 13–14, italic
TITLE = TextStyle("Paper title", 14, bold=True, align="center", before=6, keep_next=True, outline=0)  # mục II.5.a
SUBTITLE = TextStyle("Paper subtitle", 14, bold=True, align="center", keep_next=True)  # mục II.5.a: 13–14, bold
# A drawn line is the border of an empty, very low paragraph; height left open.
RULE = TextStyle("Paper rule", 2, align="center", before=2, exact=4)
GAP = TextStyle("Paper gap", 2, exact=2)  # what a .docx needs after a table; left open
SPACE = TextStyle("Paper space", 8, exact=8)  # an empty line; left open

# --- body -------------------------------------------------------------------------------------------------------------
ADDRESS_ONE = TextStyle("Paper addressee", 14, align="center", before=12, after=12)  # mục II.9.a: 13–14, upright
ADDRESS_HEAD = TextStyle("Paper addressees", 14, indent=ADDRESS_INDENT_MM, before=12, keep_next=True)  # mục II.9.a
ADDRESS_LINE = TextStyle("Paper addressee line", 14, hanging=3.4)  # mục II.9.a: "- " aligned under the colon
# mục II.6: 13–14, justified, first line 1 or 1,27 cm, at least 6 pt between paragraphs, line spacing single to 1,5
BODY = TextStyle("Paper body", 14, align="both", first_line=12.7, after=6, lines=1.1)
BASIS = TextStyle("Paper basis", 14, italic=True, align="both", first_line=12.7, after=6, lines=1.1)  # mục II.6.b
PART = TextStyle(
    "Paper part", 14, bold=True, align="both", first_line=12.7, after=6, lines=1.1, keep_next=True, outline=1
)
ITEM = TextStyle(
    "Paper item", 14, bold=True, align="both", first_line=12.7, after=6, lines=1.1, keep_next=True, outline=2
)

# --- foot -------------------------------------------------------------------------------------------------------------
SIGNER = TextStyle("Paper signer", 14, bold=True, align="center", keep_next=True)  # mục II.7: IN HOA 13–14, bold
SIGNER_NAME = TextStyle("Paper signer name", 14, bold=True, align="center", before=SIGNATURE_GAP_POINTS)  # 13–14, bold
RECIPIENTS_HEAD = TextStyle(
    "Paper recipients", 12, bold=True, italic=True
)  # mục II.9.b: 12, bold italic, at the margin
RECIPIENT = TextStyle("Paper recipient", 11)  # mục II.9.b: 11, upright, "- …;" at the margin
# A code that a telephone reads; the decree knows none. With its quiet border 36 mm leave 30 mm for the code itself.
CODE_MM = 36.0
CODE = TextStyle("Paper code", 11, align="center", before=12, keep_next=True)
CODE_WORDS = TextStyle("Paper code words", 11, align="center")

# --- page number and appendices ---------------------------------------------------------------------------------------
PAGE_NUMBER = TextStyle(
    "Paper page number", 14, align="center"
)  # mục I.7: Arabic, 13–14, upright, centred, not on page 1
APPENDIX_LABEL = TextStyle("Paper appendix", 14, bold=True, align="center", keep_next=True, outline=0)  # mục III.1.b
APPENDIX_TITLE = TextStyle(
    "Paper appendix title", 14, bold=True, align="center", keep_next=True
)  # III.1.b: IN HOA 13–14
ATTACHED_TO = TextStyle("Paper attached to", 14, italic=True, align="center", after=6, keep_next=True)  # III.1.c: 13–14

# --- tables: the decree sets no size for text in a table --------------------------------------------------------------
CELL = TextStyle("Paper cell", 12, before=2, after=2)
CELL_HEAD = TextStyle("Paper cell head", 12, bold=True, align="center", before=2, after=2)
CELL_GROUP = TextStyle("Paper cell group", 12, bold=True, before=2, after=2, keep_next=True)
SMALL_CELL = TextStyle("Paper small cell", 11, before=1, after=1)
SMALL_CELL_HEAD = TextStyle("Paper small cell head", 11, bold=True, align="center", before=1, after=1)
SMALL_CELL_GROUP = TextStyle("Paper small cell group", 11, bold=True, before=1, after=1, keep_next=True)

STYLES: tuple[TextStyle, ...] = (
    NATION, TENET, SUPERIOR, ISSUER, NUMBER, SUBJECT, PLACE_DATE, TITLE, SUBTITLE, RULE, GAP, SPACE,
    ADDRESS_ONE, ADDRESS_HEAD, ADDRESS_LINE, BODY, BASIS, PART, ITEM,
    SIGNER, SIGNER_NAME, RECIPIENTS_HEAD, RECIPIENT, CODE, CODE_WORDS,
    PAGE_NUMBER, APPENDIX_LABEL, APPENDIX_TITLE, ATTACHED_TO,
    CELL, CELL_HEAD, CELL_GROUP, SMALL_CELL, SMALL_CELL_HEAD, SMALL_CELL_GROUP,
)  # fmt: skip
