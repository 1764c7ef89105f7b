"""What a number that was read is worth, and what it counts."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from neuguong.exemplars.reading.rules import any_of, rules

_DIGITS = re.compile(r"(\d{1,3}(?:[.\u00a0]\d{3})+|\d+)((?:[.,]\d+)?)")
_SCALES = {"tr": 6, "triệu": 6, "tỷ": 9, "tỉ": 9, "nghìn": 3, "ngàn": 3, "vạn": 4, "trăm": 2, "chục": 1}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in figures: its value without its scale's word ("3,2"), with it (3 200 000 000), and its unit's words."""

    figure: float
    value: float
    unit: str
    vague: bool  # "hơn 30", "hàng trăm"

    @property
    def is_round(self) -> bool:
        """One significant figure, or two of which the second is a five (150, not 25): 20, 500, 1.000, 150."""
        digits = f"{self.figure:f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
        return self.vague or len(digits) <= 1 or (len(digits) == 2 and digits[1] == "5" and self.value >= 100)


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(rules()['number']['approximate'])}\s|hàng\s)", re.IGNORECASE)


@lru_cache(maxsize=1024)  # each number is asked for by several rules
def amount(text: str) -> Amount | None:
    """The amount of a number as it was read; None where it is written in words without a figure ("hàng trăm" is one)."""
    vague = bool(_vague().match(text))
    found = _DIGITS.search(text)
    if not found:
        return Amount(100, 100, text.split()[-1].lower(), vague=True) if vague else None
    figure = float(re.sub(r"[.\u00a0]", "", found[1]) + found[2].replace(",", "."))
    scale, unit = 0, text[found.end() :].strip().lower()
    while unit and (word := re.split(r"[\s/]", unit)[0]) in _SCALES:
        scale, unit = scale + _SCALES[word], unit[len(word) :].strip()
    return Amount(figure, figure * 10**scale, unit, vague)
