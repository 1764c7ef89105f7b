"""What an answer to a criterion states that the summary does not: numbers and days that nobody checks, or that disagree."""

import re
from dataclasses import dataclass

from neuguong.core.text import fold
from neuguong.exemplars.enums import StatementKind
from neuguong.exemplars.reading.amounts import amount
from neuguong.exemplars.reading.statements import Statement, statements

ALIKE = 2  # words two sentences must share besides the number, to be about one thing
_LEAST = 3  # letters of a word that counts


@dataclass(frozen=True, slots=True)
class Stray:
    """A number or day of an answer that the summary lacks. `instead` is what the summary says of the same thing."""

    text: str
    sentence: str
    instead: str


def strays(summary: str, answer: str) -> tuple[Stray, ...]:
    """The numbers and days of `answer` that stand nowhere in `summary`, in order, each once."""
    told = [one for one in statements(summary) if one.kind in (StatementKind.NUMBER, StatementKind.DATE)]
    known = {worth(one) for one in told}
    dates = {figure for kind, figures, _ in known if kind == StatementKind.DATE for figure in figures}
    found = {}
    for one in statements(answer):
        said = kind, figures, _ = worth(one)
        if kind not in (StatementKind.NUMBER, StatementKind.DATE) or said in known:
            continue
        if kind == StatementKind.DATE and dates.issuperset(figures):  # "năm 2021" is told by "tháng 6/2021"
            continue
        sentence = answer[one.sentence_start : one.sentence_end]
        found.setdefault(said, Stray(one.text, sentence, _instead(one, sentence, told, summary)))
    return tuple(found.values())


Worth = tuple[StatementKind, tuple[float | str, ...], str]


def worth(one: Statement) -> Worth:
    """What makes two statements say the same, however they are written ("2.000 m²", "2000 m2")."""
    read = amount(one.text) if one.kind == StatementKind.NUMBER else None
    if read is not None:
        return one.kind, (read.value,), _unit(read.unit)
    figures = re.findall(r"\d+", one.text)
    if one.kind == StatementKind.DATE:  # "20/3/2025" and "20/03/2025" are one day
        figures = [figure.lstrip("0") for figure in figures]
    return one.kind, tuple(figures) or (fold(one.text),), ""


def _unit(words: str) -> str:
    return fold(words).replace("dong", "d").strip()


def _instead(one: Statement, sentence: str, told: list[Statement], summary: str) -> str:
    """A number of the same unit in a sentence of the summary about the same thing; empty when there is none."""
    kind, _, unit = worth(one)
    if kind != StatementKind.NUMBER or not unit:
        return ""
    about = _words(sentence) - _words(one.text)
    for other in told:
        other_kind, _, other_unit = worth(other)
        whole = summary[other.sentence_start : other.sentence_end]
        if (other_kind, other_unit) == (kind, unit) and len(about & (_words(whole) - _words(other.text))) >= ALIKE:
            return other.text
    return ""


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d]+", fold(text)) if len(word) >= _LEAST}
