"""What differs between two savings of an article, place by place, words struck and words added."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from neuguong.publicity.models import Revision
from neuguong.publicity.reading.parts import Written, parts_of

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: kept, struck or added."""

    text: str
    change: str = ""  # "", "struck", "added"


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs."""

    place: str
    pieces: tuple[Piece, ...]


def changes(old: Revision, new: Revision) -> tuple[Change, ...]:
    """The places that differ, in the order of the newer text; what is only in the older one comes last."""
    before, after = _texts(old), _texts(new)
    found = []
    for key, (place, words) in after.items():
        was = before.get(key, ("", ""))[1]
        if was != words:
            found.append(Change(place, tuple(_pieces(was, words))))
    found += [Change(place, (Piece(words, "struck"),)) for key, (place, words) in before.items() if key not in after]
    return tuple(found)


def _texts(row: Revision) -> dict[tuple[str, str], tuple[str, str]]:
    """Each place with its words, under a key that stays when blocks are moved."""
    claims: Mapping[int, str] = {
        one["data"]["claim"]: f"(ý đã kiểm chứng số {one['data']['claim']})" for one in _of(row.blocks, "claim")
    }
    photos: Mapping[int, str] = {}
    parts = parts_of(Written(row.title, row.lead, row.blocks, row.share_words, row.radio_text, "", photos, claims))
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for one in parts:
        kind = one.place.rstrip("0123456789 ,")
        key, number = (one.block, kind), 2
        while key in found:
            key, number = (one.block, f"{kind} {number}"), number + 1
        found[key] = (one.place, one.text)
    return found


def _of(blocks: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (one for one in blocks if one["type"] == kind)


def _pieces(was: str, now: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("".join(new[c:d]))
            continue
        if b > a:
            yield Piece("".join(old[a:b]), "struck")
        if d > c:
            yield Piece("".join(new[c:d]), "added")
