"""What is remarked about the way a text is written, each with why and what to do (`data/cach-viet.toml`, wording)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from neuguong.core.text import word_count
from neuguong.exemplars.enums import StatementKind, WordingRule
from neuguong.exemplars.reading.amounts import Amount, amount
from neuguong.exemplars.reading.emptiness import empty_parts
from neuguong.exemplars.reading.rules import compiled, rules
from neuguong.exemplars.reading.statements import Statement, statements

Span = tuple[int, int]
FIVE = 5
_TOLERANCE = 0.1  # "50 tấn giá 80.000 đ/kg" is 4 tỷ, give or take a tenth


@dataclass(frozen=True, slots=True)
class Warning:
    """One remark. A remark about the whole text stands at 0, 0 with an empty `text`."""

    rule: WordingRule
    start: int
    end: int
    text: str
    why: str


def warnings(text: str, *, backed: Collection[Span] = (), copied_from: str = "") -> tuple[Warning, ...]:
    """All remarks, those about the whole text first, then in order of place.

    `backed` are places that a claim backs or somebody dismissed; a superlative that touches one is not remarked.
    `copied_from` names the dossier that holds much of this text in words fit for the reader, empty when none does.
    """
    if not text.strip():
        return ()
    read = statements(text)
    found = [*_whole(text, read, copied_from), *_superlatives(read, backed), *_percentages(text, read)]
    found += _revenue(text, read)
    found += (_warning(WordingRule.FORM_LETTER, a, b, text[a:b]) for a, b in empty_parts(text, read))
    return tuple(sorted(found, key=lambda one: (one.end > 0, one.start, one.end)))


def _rule(rule: WordingRule) -> dict[str, Any]:
    return rules()["wording"][rule.value]


@cache
def _words(rule: WordingRule, key: str) -> re.Pattern[str]:
    return compiled(_rule(rule)[key])


def _warning(rule: WordingRule, start: int = 0, end: int = 0, text: str = "", other: str = "") -> Warning:
    return Warning(rule, start, end, text, _rule(rule)["why"].format(text=text, other=other))


def _whole(text: str, read: tuple[Statement, ...], copied_from: str) -> Iterator[Warning]:
    if copied_from:
        yield _warning(WordingRule.COPIED, other=copied_from)
    if word_count(text) >= _rule(WordingRule.NO_DATE)["least"] and not any(_tells_when(text, one) for one in read):
        yield _warning(WordingRule.NO_DATE)
    counted = [one for one in (_counts(part) for part in read) if one]
    if len(counted) >= _rule(WordingRule.ROUND_NUMBERS_ONLY)["least"] and all(one.is_round for one in counted):
        yield _warning(WordingRule.ROUND_NUMBERS_ONLY)


def _tells_when(text: str, one: Statement) -> bool:
    """A year of birth does not tell when something was done."""
    before = text[max(one.sentence_start, one.start - 12) : one.start].lower()
    return one.kind == StatementKind.DATE and not before.rstrip(" :,(").endswith(("sinh", "sn"))


def _counts(one: Statement) -> Amount | None:
    """A number that could have been rounded: five, or ten and more, and no duration, age or share."""
    if one.kind != StatementKind.NUMBER:
        return None
    found = amount(one.text)
    apart = _rule(WordingRule.ROUND_NUMBERS_ONLY)["apart"]
    return found if found and (found.value >= 10 or found.value == FIVE) and found.unit not in apart else None


def _superlatives(read: tuple[Statement, ...], backed: Collection[Span]) -> Iterator[Warning]:
    for one in read:
        if one.kind == StatementKind.SUPERLATIVE and not any(a < one.end and one.start < b for a, b in backed):
            yield _warning(WordingRule.SUPERLATIVE_UNBACKED, one.start, one.end, one.text)


def _percentages(text: str, read: tuple[Statement, ...]) -> Iterator[Warning]:
    rule = WordingRule.PERCENTAGE_WITHOUT_BASE
    for one in read:
        if one.kind != StatementKind.NUMBER or not re.search(r"%|phần\s+trăm", one.text):
            continue
        sentence = text[one.sentence_start : one.sentence_end]
        before, after = text[one.sentence_start : one.start], text[one.end : one.sentence_end]
        if _words(rule, "compared").search(sentence):
            continue
        lead = before.split()[-4:]
        changes = lead[-1:] != ["còn"] and _words(rule, "change").search(" ".join(lead))
        counted = any(_counts_things(other) for other in read if one.sentence_start <= other.start < one.start)
        if changes or not (counted or _words(rule, "whole").search(before) or _of_something(after)):
            yield _warning(rule, one.start, one.end, one.text)


def _counts_things(one: Statement) -> bool:
    """A count that a share behind it can be a share of: "940 đoàn viên, 83% là nữ"; no money, no share, no time."""
    found = amount(one.text) if one.kind == StatementKind.NUMBER else None
    unit = found.unit if found else ""
    return bool(unit) and unit not in _rule(WordingRule.ROUND_NUMBERS_ONLY)["apart"] and "đồng" not in unit


def _of_something(after: str) -> bool:
    """Whether the words behind a share name the whole: "70% số hộ", "30% diện tích"."""
    behind = after.lstrip()
    return behind[:1].isalpha() and not _words(WordingRule.PERCENTAGE_WITHOUT_BASE, "names_nothing").match(behind)


def _revenue(text: str, read: tuple[Statement, ...]) -> Iterator[Warning]:
    rule = WordingRule.REVENUE_AS_PROFIT
    taken: list[Span] = []
    for match in _words(rule, "patterns").finditer(text):
        taken.append(match.span())
        yield _warning(rule, *match.span(), match[0])
    for sentence in dict.fromkeys((one.sentence_start, one.sentence_end) for one in read):
        inside = [one for one in read if one.sentence_start == sentence[0] and one.kind == StatementKind.NUMBER]
        span = _profit_that_is_price_times_amount(text, inside)
        if span and not any(a < span[1] and span[0] < b for a, b in taken):
            yield _warning(rule, *span, text[slice(*span)])


def _profit_that_is_price_times_amount(text: str, inside: list[Statement]) -> Span | None:
    """ "50 tấn, giá 80.000 đồng/kg, lãi 4 tỷ đồng": the profit is what was sold, times its price."""
    read = [(one, found) for one in inside if (found := amount(one.text))]
    prices = [(found.value, per[1]) for _, found in read if (per := re.match(r"(?:đồng|đ)\s*/\s*(\w+)", found.unit))]
    products = [price * mass for price, per in prices for _, found in read if (mass := _mass(found, per))]
    for one, found in read:
        lead = text[max(one.sentence_start, one.start - 25) : one.start]
        profits = list(_words(WordingRule.REVENUE_AS_PROFIT, "profit").finditer(lead))
        if profits and any(abs(found.value - whole) <= _TOLERANCE * whole for whole in products):
            return one.start - len(lead) + profits[-1].start(), one.end
    return None


def _mass(found: Amount, per: str) -> float:
    """How many of the price's unit an amount holds; 0 when it is of another kind."""
    unit = found.unit.split("/")[0].strip()
    if unit == per or unit.startswith(f"{per} "):  # "500 con vịt, giá 100.000 đồng/con"
        return found.value
    kilos = {"tấn": 1000, "tạ": 100, "yến": 10, "kg": 1, "ký": 1}
    return found.value * kilos[unit] / kilos[per] if unit in kilos and per in kilos and "/" not in found.unit else 0
