"""Vietnamese names as people write them twice: keys by which two spellings meet, and how two names are related.

A key throws much away, so that different spellings share it; `relation` then says what is really alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from neuguong.core.text import fold, nfc

_ADDRESS = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "thầy", "cụ"))
_ADDRESS_BARE = frozenset(fold(word) for word in _ADDRESS)
_FILLERS = frozenset(("thi", "van"))  # middle words that people leave out
# What a collective's name may carry or not: "Tổ hòa giải (của) thôn Gò Đình".
_NOISE = frozenset(("thon", "xa", "phuong", "thi", "tran", "khu", "pho", "cua", "so"))
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWEL = re.compile(r"[aeiouy]")
_WORD = re.compile(r"[^\W_]+")
# Sounds that a region does not tell apart, or two spellings of one sound; first match wins.
_SOUNDS = (("ngh", "ng"), ("gh", "g"), ("gi", "d"), ("r", "d"), ("tr", "ch"), ("s", "x"), ("k", "c"))


class Relation(StrEnum):
    """How two names are alike, the surest first."""

    SAME = "same"
    UNMARKED = "unmarked"  # one of them was typed without diacritics
    MARKS = "marks"  # only diacritics, or đ and d, differ
    SPELLING = "spelling"  # i/y, gi/d/r, tr/ch, s/x …
    DROPPED = "dropped"  # "Thị", "Văn" left out
    ABBREVIATED = "abbreviated"  # Ng. V. Hà
    ORDER = "order"
    LETTER = "letter"  # one letter of one word
    NONE = "none"


CLOSE = frozenset((Relation.SAME, Relation.UNMARKED))


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: words without marks, words with marks, and whether it is a household's."""

    words: tuple[str, ...]
    marked: tuple[tuple[str, str], ...]
    household: bool
    collective: bool


@lru_cache(maxsize=4_096)  # people share few names
def read_name(name: str, kind: str = "individual") -> Name:
    """Take a name apart; forms of address and "hộ", "gia đình" before it are left out."""
    raw = [word.casefold() for word in _WORD.findall(nfc(name))]
    collective = kind == "collective"
    household = False
    if not collective:
        raw, household = _without_household(raw, kind == "household")
        raw = _without_address(raw)
    words = tuple(word for word in (fold(one) for one in raw) if word)
    return Name(words, tuple(_marked(one) for one in raw), household or kind == "household", collective)


def _without_household(raw: list[str], certain: bool) -> tuple[list[str], bool]:
    """Hồ is a surname: "hộ" is meant when it carries its dot, or stands before a form of address."""
    bare = [fold(word) for word in raw]
    found = False
    if bare[:1] == ["ho"] and len(raw) > 2 and (raw[0] == "hộ" or bare[1] in {*_ADDRESS_BARE, "gia"}):
        raw, bare, found = raw[1:], bare[1:], True
    if bare[:2] == ["gia", "dinh"] and len(raw) > 3 and (found or certain or bare[2] in _ADDRESS_BARE):
        raw, found = raw[2:], True
    return raw, found


def _without_address(raw: list[str]) -> list[str]:
    unmarked = all(fold(word) == word for word in raw)
    if len(raw) > 2 and (raw[0] in _ADDRESS or (unmarked and raw[0] in _ADDRESS_BARE)):
        return raw[1:]
    return raw


def _marked(word: str) -> tuple[str, str]:
    """Letters with their shapes, and the tone apart, so that hòa and hoà are one; y and i as in `fold`."""
    apart = unicodedata.normalize("NFD", word)
    letters = nfc("".join(c for c in apart if c not in _TONES))
    tone = "".join(c for c in apart if c in _TONES)
    return re.sub(r"^(qu|[hklmst])y$", r"\1i", letters), tone


@lru_cache(maxsize=4_096)  # every word of every candidate, several times
def loose(word: str) -> str:
    """One spelling for the sounds that are mixed up: i/y, gi/d/r, tr/ch, s/x, k/c."""
    for begin, sound in _SOUNDS:
        if word.startswith(begin) and not word.startswith("kh"):
            rest = word[len(begin) :]
            if begin == "gi" and not _VOWEL.match(rest):  # "gin" is g-i-n written short
                rest = "i" + rest
            word = sound + rest
            break
    return word.replace("y", "i")


def is_short(word: str) -> bool:
    """Whether a word is an abbreviation: no vowel, no number."""
    return not _VOWEL.search(word) and not word.isdecimal()


def _core(words: tuple[str, ...], fillers: frozenset[str]) -> tuple[str, ...]:
    """Without fillers in the middle; the first and the last word always count."""
    if len(words) < 3:
        return words
    return (words[0], *(word for word in words[1:-1] if word not in fillers), words[-1])


def full_key(name: Name) -> str:
    """All words in one order and one spelling, fillers apart."""
    if name.collective:
        return " ".join(sorted({loose(word) for word in name.words if word not in _NOISE} or set(name.words)))
    kept = [word for word in name.words if word not in _FILLERS] if len(name.words) > 2 else name.words
    return " ".join(sorted(loose(word) for word in kept or name.words))


def short_key(name: Name) -> str:
    """The given name with the surname's first letter: what Ng. V. Hà and Nguyễn Văn Hà share. None for a collective."""
    if name.collective or len(name.words) < 2:
        return ""
    return f"{loose(name.words[-1])} {loose(name.words[0])[0]}"


def near_key(name: Name) -> str:
    """Surname, and the given name's beginning: Thuận and Thuậng share it. None for a collective."""
    if name.collective or len(name.words) < 2:
        return ""
    return f"{loose(name.words[0])} {loose(name.words[-1])[:3]}"


def relation(one: Name, other: Name) -> Relation:
    """How two names are alike; the surest answer that holds."""
    if not one.words or not other.words or one.collective != other.collective:
        return Relation.NONE
    if one.words == other.words:
        return _of_marks(one, other)
    if tuple(map(loose, one.words)) == tuple(map(loose, other.words)):
        return Relation.SPELLING
    return _of_collectives(one, other) if one.collective else _of_people(one.words, other.words)


def _of_marks(one: Name, other: Name) -> Relation:
    if one.marked == other.marked:
        return Relation.SAME
    bare = any(list(name.words) == [letters + tone for letters, tone in name.marked] for name in (one, other))
    return Relation.UNMARKED if bare else Relation.MARKS


def _of_people(one: tuple[str, ...], other: tuple[str, ...]) -> Relation:
    a, b = tuple(map(loose, one)), tuple(map(loose, other))
    if len(a) != len(b) and _core(a, _FILLERS) == _core(b, _FILLERS):
        return Relation.DROPPED
    if len(a) != len(b) and min(len(a), len(b)) == 2 and (a[0], a[-1]) == (b[0], b[-1]):
        return Relation.DROPPED  # surname and given name alone
    if _abbreviates(one, other) or _abbreviates(other, one):
        return Relation.ABBREVIATED
    if sorted(a) == sorted(b):
        return Relation.ORDER
    return Relation.LETTER if _one_letter(one, other) else Relation.NONE


def _of_collectives(one: Name, other: Name) -> Relation:
    a, b = (tuple(word for word in n.words if word not in _NOISE) for n in (one, other))
    if a and [loose(word) for word in a] == [loose(word) for word in b]:
        return Relation.DROPPED
    if a and full_key(one) == full_key(other):
        return Relation.ORDER
    return Relation.LETTER if _one_letter(one.words, other.words) else Relation.NONE


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` writes `full` with abbreviations; the given name is written out and alike, fillers may be missing."""
    if len(short) < 2 or not any(map(is_short, short[:-1])) or loose(short[-1]) != loose(full[-1]):
        return False
    for candidate in (full, _core(full, _FILLERS)):
        if len(candidate) == len(short) and all(
            loose(a) == loose(b) or (is_short(a) and b.startswith(a))
            for a, b in zip(short[:-1], candidate[:-1], strict=True)
        ):
            return True
    return False


def _one_letter(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether exactly one word differs, by one letter added, lost or changed; never in a number or a short word."""
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 and _nearly(*apart[0])


def _nearly(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 3 or abs(len(a) - len(b)) > 1 or any(c.isdecimal() for c in a + b):
        return False
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    if len(a) == len(b):
        swapped = a[same : same + 2] == b[same : same + 2][::-1] and a[same + 2 :] == b[same + 2 :]
        return a[same + 1 :] == b[same + 1 :] or swapped
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[same + 1 :] == shorter[same:]
