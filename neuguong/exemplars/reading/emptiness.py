"""Parts of a text that would fit anybody's report: known phrases, and clauses made of empty words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from neuguong.exemplars.reading.rules import compiled, rules
from neuguong.exemplars.reading.statements import Statement

Span = tuple[int, int]
_CLAUSE = re.compile(r"[^.,;:!?\r\n]+")
_SHORT = 5  # words; "có trách nhiệm" beside "nhiệt tình" is one thought


@dataclass(frozen=True, slots=True)
class _Clause:
    """The first to the last empty word of a clause, and how empty it is: 2 is enough, 1 only beside another."""

    start: int
    end: int
    emptiness: int


@cache
def _words(key: str) -> re.Pattern[str]:
    return compiled(rules()["wording"]["form_letter"][key])


def empty_parts(text: str, read: tuple[Statement, ...]) -> Iterator[Span]:
    """Each empty part once, in order: a phrase, or neighbouring empty clauses together."""
    facts = [match.span() for match in _words("not").finditer(text)]
    phrases = _beside(facts, _words("phrases").finditer(text))
    clauses = [_clause(text, match, phrases, facts, read) for match in _CLAUSE.finditer(text)]
    parts: list[Span] = []
    run: list[_Clause] = []
    for clause in [*clauses, None]:
        if clause and clause.emptiness and (not run or not re.search(r"[.;:!?\r\n]", text[run[-1].end : clause.start])):
            run.append(clause)
            continue
        if sum(one.emptiness for one in run) > 1:
            parts.append((run[0].start, run[-1].end))
        run = [clause] if clause and clause.emptiness else []
    yield from parts


def _beside(facts: list[Span], found: Iterator[re.Match[str]]) -> list[Span]:
    """The places that are not part of a fact."""
    spans = (match.span() for match in found)
    return [(a, b) for a, b in spans if not any(a < end and start < b for start, end in facts)]


def _clause(
    text: str, match: re.Match[str], phrases: list[Span], facts: list[Span], read: tuple[Statement, ...]
) -> _Clause | None:
    """None when nothing in the clause is empty; a clause that states something is empty only by a known phrase."""
    start, end = match.span()
    known = [(max(a, start), min(b, end)) for a, b in phrases if a < end and start < b]
    empty = _beside(facts, _words("empty").finditer(text, start, end))
    hollow = _beside(facts, _words("hollow").finditer(text, start, end))
    if any(one.start < end and start < one.end for one in read):
        empty, hollow = [], []
    spans = known + empty + hollow
    if not spans:
        return None
    short = len(match[0].split()) <= _SHORT
    emptiness = 2 if known or empty or len(hollow) > 1 else 1 if short else 0
    return _Clause(min(a for a, _ in spans), max(b for _, b in spans), emptiness)
