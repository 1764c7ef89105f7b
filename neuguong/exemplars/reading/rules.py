"""The rules of reading, from the data file `data/cach-viet.toml`: words and patterns that an official can read."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "cach-viet.toml"
_GAP = r"\s+(?:[^\s.;:!?]+\s+){0,4}?"  # " … " between two words: at most four words of the same clause


@cache
def rules() -> dict[str, Any]:
    """The whole file, read once."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def pattern(text: str) -> str:
    """A pattern of the file as a regular expression: a space is any white space, " ?" perhaps none, " … " at most four words."""
    return text.replace(" … ", _GAP).replace(" ?", r"\s*").replace(" ", r"\s+")


def any_of(texts: Iterable[str]) -> str:
    """One of these, the longest first, so that "hộ dân" is not read as "hộ"; whole words only."""
    ordered = sorted(texts, key=len, reverse=True)
    return rf"(?:{'|'.join(pattern(one) for one in ordered)})(?!\w)"


def compiled(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of these as whole words, in any case."""
    return re.compile(rf"(?<!\w){any_of(texts)}", re.IGNORECASE)
