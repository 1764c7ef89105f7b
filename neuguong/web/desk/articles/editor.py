"""The blocks of an article as plain form fields, for browsers without a script and for everybody who likes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from neuguong.publicity.enums import BlockType
from neuguong.publicity.reading.inline import from_marks, to_marks

MOST = 150
NEW = "new"


@dataclass(frozen=True, slots=True)
class Row:
    """One block as its fields show it; `number` counts from 1 and names the fields."""

    number: int
    id: str
    kind: str
    label: str
    values: Mapping[str, str]


def rows_of(blocks: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """The stored blocks as rows of fields."""
    return tuple(
        Row(n, block["id"], block["type"], str(BlockType(block["type"]).label), _fields(block["type"], block["data"]))
        for n, block in enumerate(blocks, 1)
    )


def _fields(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    if kind in (BlockType.PARAGRAPH, BlockType.QUOTE):
        return {"text": to_marks(data["text"]), "caption": data.get("caption", "")}
    if kind == BlockType.GALLERY:
        lines = "\n".join(f"{one['photo']}: {one['caption']}" for one in data["photos"])
        return {"photos": lines, "caption": data["caption"]}
    if kind == BlockType.TABLE:
        lines = "\n".join(" | ".join(row) for row in data["content"])
        return {"content": lines, "head": "1" if data["withHeadings"] else "", "caption": data["caption"]}
    return {name: str(value) for name, value in data.items()}


def typed_blocks(post: QueryDict) -> list[dict[str, Any]]:
    """The blocks as typed into the fields, with what the pressed button asks: move, leave out, add."""
    blocks = [one for number in range(1, MOST + 1) if (one := _typed(post, number))]
    name, _, which = post.get("then", "").partition("-")
    place = next((n for n, one in enumerate(blocks) if str(one.pop("number")) == which), -1) if which else -1
    for one in blocks:
        one.pop("number", None)
    if name == "drop" and place >= 0:
        del blocks[place]
    elif name == "up" and place > 0:
        blocks[place - 1], blocks[place] = blocks[place], blocks[place - 1]
    elif name == "down" and 0 <= place < len(blocks) - 1:
        blocks[place + 1], blocks[place] = blocks[place], blocks[place + 1]
    return blocks


def _typed(post: QueryDict, number: int) -> dict[str, Any] | None:
    kind = post.get(f"b{number}-type", "")
    if kind not in BlockType.values:
        return None

    def said(name: str) -> str:
        return post.get(f"b{number}-{name}", "")

    data: dict[str, Any]
    if kind in (BlockType.PARAGRAPH, BlockType.QUOTE):
        data = {"text": from_marks(said("text")), "caption": said("caption")}
    elif kind == BlockType.GALLERY:
        told = [line.partition(":") for line in said("photos").splitlines() if line.strip()]
        photos = [{"photo": photo.strip(), "caption": caption.strip()} for photo, _, caption in told]
        data = {"photos": photos, "caption": said("caption")}
    elif kind == BlockType.TABLE:
        content = [[cell.strip() for cell in line.split("|")] for line in said("content").splitlines()]
        data = {"content": content, "withHeadings": bool(said("head")), "caption": said("caption")}
    else:
        names = {"header": ("text", "level"), "claim": ("claim",), "figure": ("photo", "caption")}
        data = {name: said(name) for name in names.get(kind, ("url", "title"))}
    return {"id": said("id"), "type": kind, "data": data, "number": number}


def empty_row(kind: str, number: int) -> Row:
    """The fields of a block that was asked for and holds nothing yet."""
    return Row(number, f"moi{number}", kind, str(BlockType(kind).label), {})
