"""The blocks of an article: what each may hold, cleaned when it comes; anything else is refused with its place."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from neuguong.core.errors import BadInput
from neuguong.core.text import nfc
from neuguong.publicity.enums import BlockType
from neuguong.publicity.reading.inline import clean, plain
from neuguong.publicity.reading.videos import video_link

MOST_BLOCKS, MOST_LETTERS, MOST_PHOTOS, MOST_CELLS = 150, 5_000, 30, 400
LINE = 300
_ID = re.compile(r"[\w-]{1,40}")

Block = dict[str, Any]
Data = Mapping[str, Any]


def read_json(text: str) -> list[Any]:
    """The blocks that an editor sent. Raises BadInput when it is not a list."""
    try:
        told = json.loads(text or "[]")
    except ValueError as wrong:
        raise BadInput("Nội dung bài gửi lên bị hỏng. Tải lại trang rồi lưu lại.", field="blocks") from wrong
    if isinstance(told, dict):
        told = told.get("blocks")
    if not isinstance(told, list):
        raise BadInput("Nội dung bài gửi lên bị hỏng. Tải lại trang rồi lưu lại.", field="blocks")
    return told


def tidy_blocks(told: Sequence[Any]) -> list[Block]:
    """The blocks as they are kept: known types, cleaned words, empty ones left out. Raises BadInput with the place."""
    if len(told) > MOST_BLOCKS:
        raise BadInput(f"Bài dài quá {MOST_BLOCKS} khối. Chia thành nhiều bài.", field="blocks")
    found: list[Block] = []
    for number, one in enumerate(told, 1):
        kind = one.get("type") if isinstance(one, dict) else None
        data = one.get("data") if isinstance(one, dict) else None
        if kind not in SHAPES or not isinstance(data, dict):
            raise BadInput(f"Khối {number} không thuộc loại nào mà bài viết nhận.", field="blocks")
        kept = SHAPES[kind](data, f"Khối {number} ({BlockType(kind).label})")
        if kept:
            key = str(one.get("id") or "")
            found.append({"id": key if _ID.fullmatch(key) else f"k{number}", "type": kind, "data": kept})
    return found


def _text(data: Data, name: str, place: str, *, most: int = MOST_LETTERS) -> str:
    told = data.get(name, "")
    words = clean(nfc(str(told).replace("\x00", ""))) if isinstance(told, str) else ""
    if len(plain(words)) > most:
        raise BadInput(f"{place} dài quá {most} ký tự.", field="blocks")
    return words if plain(words) else ""


def _line(data: Data, name: str, place: str, *, most: int = LINE) -> str:
    """Words without any mark."""
    return " ".join(plain(_text(data, name, place, most=most)).split())


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _paragraph(data: Data, place: str) -> Block | None:
    words = _text(data, "text", place)
    return {"text": words} if words else None


def _header(data: Data, place: str) -> Block | None:
    words = _line(data, "text", place, most=200)
    return {"text": words, "level": 3 if _number(data.get("level")) >= 3 else 2} if words else None


def _claim(data: Data, _place: str) -> Block | None:
    claim = _number(data.get("claim"))
    return {"claim": claim} if claim else None


def _quote(data: Data, place: str) -> Block | None:
    words = _text(data, "text", place)
    return {"text": words, "caption": _line(data, "caption", place)} if words else None


def _figure(data: Data, place: str) -> Block | None:
    photo = _number(data.get("photo"))
    return {"photo": photo, "caption": _line(data, "caption", place)} if photo else None


def _gallery(data: Data, place: str) -> Block | None:
    told = data.get("photos")
    rows = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    if len(rows) > MOST_PHOTOS:
        raise BadInput(f"{place} có quá {MOST_PHOTOS} ảnh.", field="blocks")
    photos = [kept for one in rows if (kept := _figure(one, place))]
    return {"photos": photos, "caption": _line(data, "caption", place)} if photos else None


def _video(data: Data, place: str) -> Block | None:
    typed = str(data.get("url") or "").strip()
    title = _line(data, "title", place)
    if not typed:
        return None
    try:
        address = video_link(typed).address
    except BadInput as wrong:
        raise BadInput(f"{place}: {wrong}", field="blocks") from wrong
    return {"url": address, "title": title}


def _table(data: Data, place: str) -> Block | None:
    told = data.get("content")
    rows = [row for row in told if isinstance(row, list)] if isinstance(told, list) else []
    if sum(len(row) for row in rows) > MOST_CELLS:
        raise BadInput(f"{place} có quá {MOST_CELLS} ô.", field="blocks")
    content = [[_line({"cell": cell}, "cell", place) for cell in row] for row in rows]
    content = [row for row in content if any(row)]
    width = max((len(row) for row in content), default=0)
    content = [row + [""] * (width - len(row)) for row in content]
    caption = _line(data, "caption", place)
    return {"withHeadings": bool(data.get("withHeadings")), "content": content, "caption": caption} if content else None


SHAPES: dict[str, Callable[[Data, str], Block | None]] = {
    BlockType.PARAGRAPH: _paragraph,
    BlockType.HEADER: _header,
    BlockType.CLAIM: _claim,
    BlockType.QUOTE: _quote,
    BlockType.FIGURE: _figure,
    BlockType.GALLERY: _gallery,
    BlockType.VIDEO: _video,
    BlockType.TABLE: _table,
}
