"""Where the sentences of a Vietnamese text begin and end."""

import re
from dataclasses import dataclass
from functools import cache

from neuguong.exemplars.reading.rules import rules

# A stop, or an end of line after which no small letter goes on.
_END = re.compile(r"(?:[.!?…]+[\"”’»)\]]*(?=\s|$))|(?:(?:\r\n|\r|\n)\s*)")
_NEXT = re.compile(r"\s*(\S?)")
_LAST_WORD = re.compile(r"(\w+)\.$")
_LIST_NUMBER = re.compile(r"(?:[-+*•–]\s*)?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its place in the text, without white space around it; `end` is behind its stop."""

    start: int
    end: int


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(rules()["sentence"]["abbreviations"])


def sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences in order. Whoever writes no stops has one sentence a line."""
    found, start = [], 0
    for stop in _END.finditer(text):
        if not _ends_here(text, start, stop):
            continue
        found.append(_trimmed(text, start, stop.end()))
        start = stop.end()
    found.append(_trimmed(text, start, len(text)))
    return tuple(one for one in found if one.start < one.end)


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    goes_on = _NEXT.match(text, stop.end())[1].islower()
    if stop[0].isspace():
        blank_line = len(re.findall(r"\r\n|\r|\n", stop[0])) > 1
        return blank_line or not goes_on
    if goes_on:
        return False
    before = text[start : stop.end()].strip()
    if _LIST_NUMBER.fullmatch(before):
        return False
    word = _LAST_WORD.search(before)
    return not (word and (word[1] in _abbreviations() or (len(word[1]) == 1 and word[1].isupper())))


def _trimmed(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    return Sentence(start + left, max(start + left, start + len(part.rstrip())))
