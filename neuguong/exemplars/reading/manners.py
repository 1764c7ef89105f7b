"""What simple rules point out in a reader's words: personal data, insults, advertising (`data/loi-nhan.toml`). They decide nothing."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neuguong.core.text import fold

FILE = Path(__file__).parents[1] / "data" / "loi-nhan.toml"
REPEATED, REPEATED_LABEL = "repeated", "lời đã gửi trước đó"  # found by comparing, not by a rule


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a rule points out, by its place in the text. Personal data never becomes public."""

    code: str
    label: str
    start: int
    end: int
    text: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How many words of readers may wait at once before the next sender is asked to come back."""

    messages_of_page: int
    messages_in_all: int
    replications_of_page: int
    replications_of_place: int


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def limits() -> Limits:
    """The limits of the file."""
    return Limits(**_document()["limits"])


@cache
def _rules() -> tuple[tuple[str, str, bool, re.Pattern[str]], ...]:
    found = []
    for one in _document()["rule"]:
        spelt = "|".join(_spelt(word) for word in sorted(one.get("words", ()), key=len, reverse=True))
        words = [rf"(?<!\w)(?:{spelt})(?!\w)"] if spelt else []
        whole = re.compile("|".join([*one.get("patterns", ()), *words]), re.IGNORECASE)
        found.append((one["code"], one["label"], one.get("personal", False), whole))
    return tuple(found)


def _spelt(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def labels() -> dict[str, str]:
    """Code and name of everything that can be pointed out."""
    return {code: label for code, label, _, _ in _rules()} | {REPEATED: REPEATED_LABEL}


def remarks(text: str) -> tuple[Remark, ...]:
    """Everything that the rules point out in a text (composed characters), in order."""
    found = [
        Remark(code, label, match.start(), match.end(), match[0], personal)
        for code, label, personal, pattern in _rules()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.code)))


def personal_data(*texts: str) -> str:
    """A sentence that names the first personal datum in these texts; empty when there is none."""
    for text in texts:
        for one in remarks(text):
            if one.personal:
                return f"Lời này có {one.label}: “{one.text}”, nên không đưa lên trang công khai được."
    return ""


def flags_of(found: Iterable[str]) -> str:
    """Codes as they are kept: each once, between blanks, so that one of them can be searched for."""
    codes = dict.fromkeys(found)
    return f" {' '.join(codes)} " if codes else ""


def same_words(text: str) -> str:
    """The form by which the same words sent again are known: without marks, capitals, signs and blanks."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
