"""Reading a finished file back the way a stranger would: out of its XML."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MADE_AT = datetime(2025, 3, 14, 2, 30, tzinfo=UTC)


def part(package: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return etree.fromstring(archive.read(name))


def names(package: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return archive.namelist()


def text_of(element: etree._Element) -> str:
    """The text of a paragraph, with line breaks."""
    pieces = {f"{W}t": lambda node: node.text or "", f"{W}br": lambda _: "\n"}
    return "".join(pieces[node.tag](node) for node in element.iter() if node.tag in pieces)


def paragraphs(element: etree._Element) -> list[tuple[str, str]]:
    """(style, text) of every paragraph that says something, in order of print."""
    found = []
    for node in element.iter(f"{W}p"):
        style = node.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        if text_of(node):
            found.append((style, text_of(node)))
    return found


def styled(package: bytes, style: str) -> list[str]:
    return [text for name, text in paragraphs(part(package, "word/document.xml")) if name == style]


def style_facts(package: bytes, style: str) -> dict[str, str | None]:
    """Size in points, weight, slope, alignment and first-line indent of a style as written in the file."""
    element = next(
        node for node in part(package, "word/styles.xml").iter(f"{W}style") if node.get(f"{W}styleId") == style
    )
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return {
        "size": f"{int(element.find(f'{W}rPr/{W}sz').get(f'{W}val')) / 2:g}",
        "bold": "bold" if element.find(f"{W}rPr/{W}b") is not None else "regular",
        "slope": "italic" if element.find(f"{W}rPr/{W}i") is not None else "upright",
        "align": element.find(f"{W}pPr/{W}jc").get(f"{W}val"),
        "fonts": "/".join(sorted({fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")})),
        "language": element.find(f"{W}rPr/{W}lang").get(f"{W}val"),
    }


def cells(package: bytes, sheet: int = 1) -> dict[str, str]:
    """What each cell of a worksheet holds: text in quotes, numbers bare."""
    shared = [
        "".join(node.text or "" for node in entry.iter(f"{S}t"))
        for entry in part(package, "xl/sharedStrings.xml").iter(f"{S}si")
    ]
    found = {}
    for cell in part(package, f"xl/worksheets/sheet{sheet}.xml").iter(f"{S}c"):
        value = cell.find(f"{S}v")
        if value is not None:
            found[cell.get("r")] = f"'{shared[int(value.text)]}'" if cell.get("t") == "s" else value.text
    return found
