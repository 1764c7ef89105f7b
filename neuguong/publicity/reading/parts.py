"""An article as its readers and listeners get it, piece by piece, each with the place where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neuguong.publicity.enums import BlockType
from neuguong.publicity.reading.inline import plain

_TEXTS = {BlockType.PARAGRAPH: "Đoạn", BlockType.HEADER: "Đầu mục", BlockType.QUOTE: "Lời trích"}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words and where they stand. `claim` is the number of the checked claim that the words are taken from."""

    place: str
    text: str
    block: str = ""
    claim: int = 0
    spoken: bool = False  # read aloud on the radio where no script was written
    speaker: bool = False  # who said the words before it


@dataclass(frozen=True, slots=True)
class Written:
    """What of an article is read: its fields and blocks, the words of its photos and of its claims."""

    title: str
    lead: str
    blocks: Sequence[Mapping[str, Any]]
    share_words: str = ""
    radio_text: str = ""
    cover_words: str = ""
    photo_words: Mapping[int, str] | None = None
    claim_words: Mapping[int, str] | None = None


def parts_of(text: Written) -> tuple[Part, ...]:
    """Everything that is published of it, in reading order: title, lead, blocks, share card, radio script."""
    found = [
        Part("Tiêu đề", text.title, "title", spoken=True),
        Part("Sapô", text.lead, "lead", spoken=True),
        Part("Chữ thay ảnh bìa", text.cover_words, "cover"),
    ]
    counted: dict[str, int] = {}
    for block in text.blocks:
        kind = block["type"]
        counted[kind] = counted.get(kind, 0) + 1
        found += _of_block(block, counted[kind], text)
    found += [
        Part("Lời trên thẻ chia sẻ", text.share_words, "share_words"),
        Part("Lời đọc phát thanh", text.radio_text, "radio_text"),
    ]
    return tuple(one for one in found if one.text.strip())


def spoken(parts: Sequence[Part], radio_text: str = "") -> str:
    """What a presenter reads: the script that was written for it, or the text itself, one sentence or more a line; who is
    quoted is named before the words, because nobody hears quotation marks."""
    if radio_text.strip():
        return radio_text.strip()
    lines: list[str] = []
    for one in parts:
        if one.speaker and lines:
            lines[-1] = f"{one.text.strip()}: {lines[-1]}"
        elif one.spoken:
            lines.append(one.text.strip())
    return "\n".join(lines)


def as_sentence(text: str) -> str:
    """Words that stand by themselves, as a sentence: "tháng 6 có 27 hộ" is "Tháng 6 có 27 hộ."."""
    words = text.strip()
    ends = words[-1:].isalnum() or words[-1:] in ("%", ")", "]")
    return f"{words[:1].upper()}{words[1:]}{'.' if ends else ''}"


def _of_block(block: Mapping[str, Any], number: int, text: Written) -> Iterator[Part]:
    kind, data, key = block["type"], block["data"], block["id"]
    if kind == BlockType.CLAIM:
        words = (text.claim_words or {}).get(data["claim"], "")
        yield Part(f"Ý đã kiểm chứng {number}", words, key, data["claim"], spoken=True)
    elif kind in _TEXTS:
        yield Part(f"{_TEXTS[kind]} {number}", plain(data["text"]), key, spoken=True)
        yield Part(f"Người nói của lời trích {number}", data.get("caption", ""), key, spoken=True, speaker=True)
    else:
        yield from _shown(kind, data, number, key, text)


def _shown(kind: str, data: Mapping[str, Any], number: int, key: str, text: Written) -> Iterator[Part]:
    if kind == BlockType.FIGURE:
        yield from _photo(data, f"ảnh {number}", key, text)
    elif kind == BlockType.GALLERY:
        yield Part(f"Chú thích bộ ảnh {number}", data["caption"], key)
        for place, photo in enumerate(data["photos"], 1):
            yield from _photo(photo, f"ảnh {place} của bộ ảnh {number}", key, text)
    elif kind == BlockType.VIDEO:
        yield Part(f"Tên video {number}", data["title"], key)
    elif kind == BlockType.TABLE:
        yield Part(f"Tên bảng {number}", data["caption"], key)
        for line, row in enumerate(data["content"], 1):
            yield Part(f"Bảng {number}, hàng {line}", ". ".join(cell for cell in row if cell), key)


def _photo(data: Mapping[str, Any], name: str, key: str, text: Written) -> Iterator[Part]:
    yield Part(f"Chú thích {name}", data["caption"], key)
    yield Part(f"Chữ thay {name}", (text.photo_words or {}).get(data["photo"], ""), key)


def photos_in(blocks: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """The numbers of the photos that stand in the blocks, in order, each once."""
    found: dict[int, None] = {}
    for block in blocks:
        if block["type"] == BlockType.FIGURE:
            found[block["data"]["photo"]] = None
        elif block["type"] == BlockType.GALLERY:
            found.update({one["photo"]: None for one in block["data"]["photos"]})
    return tuple(found)


def claims_in(blocks: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """The numbers of the claims that stand in the blocks, in order, each once."""
    return tuple(dict.fromkeys(one["data"]["claim"] for one in blocks if one["type"] == BlockType.CLAIM))
