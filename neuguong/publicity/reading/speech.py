"""How a written text sounds on the radio, and how long it takes: numbers, days, units and abbreviations as spoken. Pure.

Words and speeds are data: `data/doc-phat-thanh.toml`.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neuguong.exemplars.reading.sentences import sentences

FILE = Path(__file__).parents[1] / "data" / "doc-phat-thanh.toml"
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_DAY_BEFORE = r"(?:ngày|mùng|sáng|trưa|chiều|tối|đêm|hôm)"
LONGEST_NUMBER = 12  # digits
_SIGNS = re.compile(r"[^\W_]")


@cache
def speech_rules() -> dict[str, Any]:
    """The data file; read once."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def number_words(number: int) -> str:
    """A whole number of at most twelve digits as it is read: 1.205 is "một nghìn hai trăm linh năm"."""
    if number < 10:
        return _DIGITS[number]
    groups = []
    rest = number
    while rest:
        groups.append(rest % 1000)
        rest //= 1000
    told = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            full = place < len(groups) - 1
            told.append(f"{_three(groups[place], full=full)} {_SCALES[place]}".strip())
    return " ".join(told)


def _three(number: int, *, full: bool) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    told = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            told.append(f"linh {_DIGITS[ones]}" if told else _DIGITS[ones])
    else:
        told.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        if ones:
            last = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(ones, _DIGITS[ones])
            told.append(last)
    return " ".join(told)


def _amount(text: str) -> str:
    """A number as written in Vietnamese, 1.234,5, as it is read."""
    whole, _, part = text.replace(".", "").partition(",")
    if len(whole) > LONGEST_NUMBER:  # nobody reads such a number; digit by digit is honest
        return " ".join(_DIGITS[int(sign)] for sign in whole + part)
    if not part:
        return number_words(int(whole))
    after = number_words(int(part)) if part[0] != "0" and len(part) < 3 else " ".join(_DIGITS[int(one)] for one in part)
    return f"{number_words(int(whole))} phẩy {after}"


def _spelt(word: str) -> str:
    letters = speech_rules()["letters"]
    return " ".join(letters[sign] for sign in word if sign in letters)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = speech_rules()
    units = "|".join(re.escape(one) for one in sorted(rules["units"], key=len, reverse=True))
    shorts = "|".join(re.escape(one) for one in sorted(rules["abbreviations"], key=len, reverse=True))
    capitals = "A-ZĂÂĐÊÔƠƯ"
    return (
        ("day", re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")),
        ("month", re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?![\d/])")),
        ("short_day", re.compile(rf"(?i)(?<=\b)({_DAY_BEFORE})\s+(\d{{1,2}})/(\d{{1,2}})(?![\d/])")),
        ("document", re.compile(rf"(?<![\w/])(\d+)/((?:[{capitals}]+)(?:-[{capitals}]+)*)(?!\w)")),
        ("share", re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])")),
        ("range", re.compile(rf"(?<![\w.,])({_NUMBER})\s*[-–]\s*({_NUMBER})(?![\w])")),
        ("measure", re.compile(rf"(?<![\w.,])({_NUMBER})\s*({units})(?!\w)")),
        ("number", re.compile(rf"(?<![\w.,])({_NUMBER})(?!\w)")),
        ("short", re.compile(rf"(?<!\w)({shorts})(?!\w)")),
        ("capitals", re.compile(rf"(?<!\w)([{capitals}]{{2,6}})(?!\w)")),
    )


def _document(found: re.Match[str]) -> str:
    shorts = speech_rules()["abbreviations"]
    parts = (shorts.get(one) or _spelt(one) for one in found[2].split("-"))
    return f"{_amount(found[1])} {' '.join(parts)}"


# How a place of each kind is read, from what its pattern found.
_READ: dict[str, Callable[[re.Match[str]], str]] = {
    "day": lambda found: f"{_amount(found[1])} tháng {_month(found[2])} năm {_amount(found[3])}",
    "month": lambda found: f"{_month(found[1])} năm {_amount(found[2])}",
    "short_day": lambda found: f"{found[1]} {_amount(found[2])} tháng {_month(found[3])}",
    "document": _document,
    "share": lambda found: f"{_amount(found[1])} phần {_amount(found[2])}",
    "range": lambda found: f"{_amount(found[1])} đến {_amount(found[2])}",
    "measure": lambda found: f"{_amount(found[1])} {speech_rules()['units'][found[2]]}",
    "number": lambda found: _amount(found[1]),
    "short": lambda found: str(speech_rules()["abbreviations"][found[1]]),
    "capitals": lambda found: _spelt(found[1]),
}


def _month(text: str) -> str:
    return "tư" if int(text) == 4 else number_words(int(text))


def places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where something is read otherwise than written: begin, end, how it is read; in order, none inside another."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other_end and other_start < end for other_start, other_end, _ in found):
                found.append((start, end, _READ[kind](match)))
    return tuple(sorted(found))


def spoken(text: str) -> str:
    """The text as it is read aloud."""
    told, done = [], 0
    for start, end, words in places(text):
        told += [text[done:start], words]
        done = end
    return "".join([*told, text[done:]])


def syllables(text: str) -> int:
    """How many syllables are read: in Vietnamese each is written by itself."""
    return sum(1 for run in re.split(r"[\s\-–/]+", spoken(text)) if _SIGNS.search(run))


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with the seconds it takes and whether a paragraph ends with it."""

    text: str
    seconds: float
    ends_paragraph: bool


@dataclass(frozen=True, slots=True)
class Script:
    """A text cut to a slot at the ends of sentences: what is read, what is left out, how long each takes in seconds."""

    paragraphs: tuple[str, ...]
    left_out: tuple[str, ...]
    seconds: int
    full_seconds: int

    @property
    def is_cut(self) -> bool:
        """Whether something had to go."""
        return bool(self.left_out)


def said(text: str) -> tuple[Said, ...]:
    """The sentences of a text with their times."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Said]:
    speed = speech_rules()["speed"]
    for line in text.split("\n"):
        found = sentences(line)
        for place, one in enumerate(found):
            words, last = line[one.start : one.end], place == len(found) - 1
            pause = speed["after_sentence"] + (speed["after_paragraph"] if last else 0)
            yield Said(words, syllables(words) * 60 / speed["syllables_per_minute"] + pause, last)


def script(text: str, *, slot: int | None) -> Script:
    """Cut a text to a slot in seconds; whole without one. What comes after the first sentence that does not fit is left out.

    So what is heard is the text as it was written, up to a full stop, never a selection from it.
    """
    kept: list[list[str]] = [[]]
    left: list[str] = []
    took = full = 0.0
    for one in said(text):
        full += one.seconds
        if left or (slot is not None and took + one.seconds > slot):
            left.append(one.text)
            continue
        took += one.seconds
        kept[-1].append(one.text)
        if one.ends_paragraph:
            kept.append([])
    paragraphs = tuple(" ".join(part) for part in kept if part)
    return Script(paragraphs, tuple(left), _up(took), _up(full))


def _up(seconds: float) -> int:
    return int(-(-seconds // 1))
