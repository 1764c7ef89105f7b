"""Word files from parts: paragraphs, drawn lines, tables, sections. What an official paper looks like is not known here.

Elements are written straight as WordprocessingML: a list of a thousand rows costs a second that way, where the cell
objects of python-docx cost minutes. Order of children follows the schema (ISO/IEC 29500-1); Word refuses other orders.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from neuguong.core.papers.layout import (
    CELL_PADDING_MM,
    FONT,
    GAP,
    LANGUAGE,
    PAGE_NUMBER,
    PORTRAIT,
    RULE,
    RULE_POINTS,
    STYLES,
    TWIPS_PER_POINT,
    Align,
    Page,
    TextStyle,
    twips,
)
from neuguong.core.papers.packing import repack, utc_seconds
from neuguong.core.papers.wording import clean, one_line

Element = Any  # an lxml element; lxml has no types of its own

_W = nsdecls("w")
_KEPT_PARTS = frozenset(
    {
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
    }
)
_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_LANGUAGE = f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="{LANGUAGE}"/>'
_EIGHTHS_PER_POINT = 8
_EMU_PER_MM = 36_000  # the unit of drawings
_BLIP, _EMBED = qn("a:blip"), qn("r:embed")


@dataclass(slots=True)
class Section:
    """A run of pages of one size, numbered from 1, the first number hidden."""

    page: Page = PORTRAIT
    elements: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid: its paragraphs and how many columns it takes."""

    paragraphs: Sequence[Element]
    span: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid; a header row is repeated on every page."""

    cells: Sequence[GridCell]
    is_header: bool = False


def paragraph(
    text: str,
    style: TextStyle,
    *,
    align: Align | None = None,
    indent_mm: float | None = None,
    keep_next: bool = False,
) -> Element:
    """A paragraph of a named style; a line break in the text stays a line break."""
    element = _child(None, "w:p")
    properties = _child(element, "w:pPr")
    _child(properties, "w:pStyle", val=style.style_id)
    if keep_next and not style.keep_next:
        _child(properties, "w:keepNext")
    if indent_mm is not None:
        _child(properties, "w:ind", left=twips(indent_mm + style.hanging), hanging=twips(style.hanging))
    if align is not None and align != style.align:
        _child(properties, "w:jc", val=align)
    _write(element, clean(text))
    return element


def rule(length_mm: float, width_mm: float, style: TextStyle = RULE) -> Element:
    """A solid line of a given length, centred in a width: the upper border of an empty paragraph."""
    element = _child(None, "w:p")
    properties = _child(element, "w:pPr")
    _child(properties, "w:pStyle", val=style.style_id)
    borders = _child(properties, "w:pBdr")
    _child(borders, "w:top", val="single", sz=round(RULE_POINTS * _EIGHTHS_PER_POINT), space=0, color="000000")
    side = twips(max(width_mm - length_mm, 0) / 2)
    _child(properties, "w:ind", left=side, right=side)
    return element


def picture(png: bytes, side_mm: float, style: TextStyle, *, words: str) -> Element:
    """A square picture in a line of its own; `words` say what it is to whoever cannot see it."""
    element = paragraph("", style)
    side = f'cx="{round(side_mm * _EMU_PER_MM)}" cy="{round(side_mm * _EMU_PER_MM)}"'
    told = one_line(words).translate({ord("&"): "&amp;", ord("<"): "&lt;", ord('"'): "&quot;"})
    # The picture itself travels in the place of its number until `word_file` puts it into the package.
    drawing = parse_xml(
        f"<w:r {nsdecls('w', 'wp', 'a', 'pic', 'r')}><w:drawing>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {side}/><wp:docPr id="1" name="" descr="{told}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{b64encode(png).decode()}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {side}/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    element.append(drawing)
    return element


def gap() -> Element:
    """The low empty paragraph that keeps two tables apart."""
    return paragraph("", GAP)


def grid(widths_mm: Sequence[float], rows: Iterable[GridRow], *, lined: bool) -> Element:
    """A table of fixed widths whose rows never break across pages: with lines, or an invisible frame without padding."""
    table = _child(None, "w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=twips(sum(widths_mm)), type="dxa")
    _child(properties, "w:jc", val="center" if lined else "left")
    _child(properties, "w:tblInd", w=0, type="dxa")
    if lined:
        borders = _child(properties, "w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _child(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    _child(properties, "w:tblLayout", type="fixed")
    margins = _child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w=twips(CELL_PADDING_MM) if lined else 0, type="dxa")
    columns = _child(table, "w:tblGrid")
    for width in widths_mm:
        _child(columns, "w:gridCol", w=twips(width))
    for row in rows:
        table.append(_row(row, widths_mm, middle=lined))
    return table


def _row(row: GridRow, widths_mm: Sequence[float], *, middle: bool) -> Element:
    element = _child(None, "w:tr")
    properties = _child(element, "w:trPr")
    _child(properties, "w:cantSplit")
    if row.is_header:
        _child(properties, "w:tblHeader")
    place = 0
    for cell in row.cells:
        box = _child(element, "w:tc")
        shape = _child(box, "w:tcPr")
        _child(shape, "w:tcW", w=twips(sum(widths_mm[place : place + cell.span])), type="dxa")
        if cell.span > 1:
            _child(shape, "w:gridSpan", val=cell.span)
        if middle and row.is_header:
            _child(shape, "w:vAlign", val="center")
        box.extend(cell.paragraphs)
        place += cell.span
    return element


def word_file(sections: Sequence[Section], *, title: str, author: str, made_at: datetime) -> bytes:
    """The finished .docx. The same sections and `made_at` give the same bytes."""
    document = docx.Document()
    _strip(document)
    _set_styles(document)
    _set_properties(document, title, author, made_at)
    references = _page_number_headers(document)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for place, section in enumerate(sections):
        body.extend(section.elements)
        ending = _section_properties(section.page, references if place == 0 else "")
        if place < len(sections) - 1:
            carrier = gap()
            carrier.find(qn("w:pPr")).append(ending)
            body.append(carrier)
        else:
            body.append(ending)
    _put_pictures_in(document)
    saved = BytesIO()
    document.save(saved)
    return repack(saved.getvalue(), made_at=made_at)


def _put_pictures_in(document: Document) -> None:
    """Each picture into the package once, by number; a number of its own for each place, as Word asks."""
    for place, properties in enumerate(document.element.body.iter(qn("wp:docPr")), start=1):
        properties.set("id", str(place))
        properties.set("name", f"Picture {place}")
    for blip in document.element.body.iter(_BLIP):
        number, _ = document.part.get_or_add_image(BytesIO(b64decode(blip.get(_EMBED))))
        blip.set(_EMBED, number)


def _strip(document: Document) -> None:
    """Leave only the parts this kit writes; python-docx's template brings a thumbnail, themes and 160 foreign styles."""
    for owner in (document.part.package, document.part):
        for name, relation in list(owner.rels.items()):
            if relation.reltype not in _KEPT_PARTS:
                del owner.rels[name]
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    _child(settings, "w:defaultTabStop", val=720)
    compat = _child(settings, "w:compat")
    # Without this mark Word opens the file in "compatibility mode" and lays tables out in the way of 2010.
    _child(compat, "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    _child(settings, "w:themeFontLang", val=LANGUAGE)
    _child(settings, "w:decimalSymbol", val=",")
    _child(settings, "w:listSeparator", val=";")


def _set_styles(document: Document) -> None:
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    defaults = f'{_FONTS}<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>{_LANGUAGE}'
    styles.append(
        parse_xml(
            f"<w:docDefaults {_W}><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>"
            '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>"
        )
    )
    styles.append(
        parse_xml(
            f'<w:style {_W} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        )
    )
    styles.append(
        parse_xml(
            f'<w:style {_W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        )
    )
    for style in STYLES:
        styles.append(parse_xml(_style_xml(style)))


def _style_xml(style: TextStyle) -> str:
    half_points = round(style.size * 2)
    rule_kind = "auto" if style.exact is None else "exact"
    line = round(style.lines * 240) if style.exact is None else round(style.exact * TWIPS_PER_POINT)
    indent = f'w:left="{twips(style.indent + style.hanging)}"'
    indent += f' w:hanging="{twips(style.hanging)}"' if style.hanging else f' w:firstLine="{twips(style.first_line)}"'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        f'<w:style {_W} w:type="paragraph" w:customStyle="1" w:styleId="{style.style_id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{"<w:keepNext/>" if style.keep_next else ""}'
        f'<w:spacing w:before="{round(style.before * TWIPS_PER_POINT)}" w:after="{round(style.after * TWIPS_PER_POINT)}" '
        f'w:line="{line}" w:lineRule="{rule_kind}"/><w:ind {indent}/><w:jc w:val="{style.align}"/>'
        f"{outline}</w:pPr>"
        f"<w:rPr>{_FONTS}{'<w:b/><w:bCs/>' if style.bold else ''}{'<w:i/><w:iCs/>' if style.italic else ''}"
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{_LANGUAGE}</w:rPr></w:style>'
    )


def _set_properties(document: Document, title: str, author: str, made_at: datetime) -> None:
    properties = document.core_properties
    moment = utc_seconds(made_at)
    # 255 characters is the most that the format takes.
    properties.title, properties.author = one_line(title)[:255], one_line(author)[:255]
    properties.comments, properties.last_modified_by, properties.language = "", "", LANGUAGE
    properties.created, properties.modified, properties.revision = moment, moment, 1


def _page_number_headers(document: Document) -> str:
    """The running header with the page number and the empty one of page 1; returns their references."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    running, first = section.header, section.first_page_header
    for header, number in ((running, True), (first, False)):
        header.is_linked_to_previous = False
        root = header._element  # python-docx has no public way to the header's XML
        for child in list(root):
            root.remove(child)
        line = paragraph("", PAGE_NUMBER)
        if number:
            _page_field(line)
        root.append(line)
    kinds = {
        reference.get(qn("w:type")): reference.get(qn("r:id"))
        for reference in section._sectPr.findall(qn("w:headerReference"))
    }
    return "".join(f'<w:headerReference w:type="{kind}" r:id="{kinds[kind]}"/>' for kind in ("default", "first"))


def _page_field(line: Element) -> None:
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = _child(line, "w:r")
        if kind == "instruction":
            _child(run, "w:instrText").text = "PAGE"
        elif kind == "shown":
            _child(run, "w:t").text = "2"
        else:
            _child(run, "w:fldChar", fldCharType=kind)


def _section_properties(page: Page, references: str) -> Element:
    turned = ' w:orient="landscape"' if page.is_landscape else ""
    return parse_xml(
        f'<w:sectPr {nsdecls("w", "r")}>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="{twips(page.header)}" w:footer="{twips(page.footer)}" w:gutter="0"/>'
        '<w:pgNumType w:fmt="decimal" w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _write(element: Element, text: str) -> None:
    if not text:
        return
    run = _child(element, "w:r")
    for place, line in enumerate(text.replace("\t", " ").split("\n")):
        if place:
            _child(run, "w:br")
        if line:
            written = _child(run, "w:t")
            written.text = line
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _child(parent: Element | None, tag: str, **attributes: object) -> Element:
    name = qn(tag)
    element = _MAKE(name) if parent is None else parent.makeelement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    if parent is not None:
        parent.append(element)
    return element


_MAKE = parse_xml(f"<w:p {_W}/>").makeelement
