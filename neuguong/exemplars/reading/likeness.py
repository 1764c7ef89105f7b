"""Are these two the same? Facts about two subjects against each other: how sure, and why, in sentences."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from neuguong.core.text import fold
from neuguong.exemplars.reading.names import CLOSE, Name, Relation, full_key, near_key, relation, short_key
from neuguong.exemplars.reading.overlap import number_of

SURE, POSSIBLE = "sure", "possible"
ENOUGH, PLENTY = 3, 6  # points (see compare) from which a pair is worth a look, and from which it is sure
COPIED, MUCH, SOME = 0.7, 0.5, 0.3  # shares of a text


class Why(StrEnum):
    """A reason for or against, stored as a code; the sentence is made when it is read."""

    NAME_SAME = "name_same"
    NAME_UNMARKED = "name_unmarked"
    NAME_MARKS = "name_marks"
    NAME_SPELLING = "name_spelling"
    NAME_DROPPED = "name_dropped"
    NAME_ABBREVIATED = "name_abbreviated"
    NAME_ORDER = "name_order"
    NAME_LETTER = "name_letter"
    NAME_OTHER = "name_other"
    YEAR_SAME = "year_same"
    YEAR_NEAR = "year_near"
    YEAR_OTHER = "year_other"
    UNIT_SAME = "unit_same"
    UNIT_LINEAGE = "unit_lineage"
    UNIT_OTHER = "unit_other"
    PLACE_SAME = "place_same"
    PLACE_OTHER = "place_other"
    TEXT_MUCH = "text_much"
    TEXT_SOME = "text_some"
    ADDRESS_OTHER = "address_other"
    KIND_OTHER = "kind_other"
    NAME_RARE = "name_rare"


SENTENCES: dict[str, str] = {
    Why.NAME_SAME: "Tên viết giống hệt nhau.",
    Why.NAME_UNMARKED: "Tên giống nhau, một bên viết không dấu.",
    Why.NAME_MARKS: "Tên giống nhau khi bỏ dấu.",
    Why.NAME_SPELLING: "Tên chỉ khác cách viết những âm dễ lẫn (i/y, gi/d/r, tr/ch, s/x).",
    Why.NAME_DROPPED: "Tên giống nhau, một bên thiếu chữ đệm hoặc chữ chỉ địa bàn.",
    Why.NAME_ABBREVIATED: "Một bên viết tắt họ hoặc chữ đệm.",
    Why.NAME_ORDER: "Tên có cùng các chữ, xếp theo thứ tự khác.",
    Why.NAME_LETTER: "Tên chỉ khác nhau một chữ cái.",
    Why.NAME_OTHER: "Tên khác nhau.",
    Why.YEAR_SAME: "Cùng năm sinh.",
    Why.YEAR_NEAR: "Năm sinh chỉ chênh một năm.",
    Why.YEAR_OTHER: "Năm sinh khác nhau.",
    Why.UNIT_SAME: "Cùng đơn vị.",
    Why.UNIT_LINEAGE: "Hai đơn vị nối tiếp nhau qua sáp nhập, chia tách hoặc đổi tên.",
    Why.UNIT_OTHER: "Khác đơn vị.",
    Why.PLACE_SAME: "Cùng nơi ở hoặc địa bàn.",
    Why.PLACE_OTHER: "Nơi ở hoặc địa bàn ghi khác nhau.",
    Why.TEXT_MUCH: "Trích ngang thành tích trùng nhau phần lớn.",
    Why.TEXT_SOME: "Trích ngang thành tích có đoạn trùng nhau.",
    Why.ADDRESS_OTHER: "Danh xưng khác nhau (ông và bà).",
    Why.KIND_OTHER: "Một bên là cá nhân, một bên là hộ gia đình hoặc tập thể.",
    Why.NAME_RARE: "Tên này ít gặp.",
}
AGAINST = frozenset(
    (Why.NAME_OTHER, Why.YEAR_OTHER, Why.UNIT_OTHER, Why.PLACE_OTHER, Why.ADDRESS_OTHER, Why.KIND_OTHER)
)  # what speaks against; the page tells it apart
# Two of one name in one commune may be two people; two of one name and year in a province mostly are. So a name needs
# its unit, or its year with a second witness, and a shared text outweighs a foreign unit.
_POINTS: dict[str, int] = {
    Why.NAME_SAME: 2, Why.NAME_UNMARKED: 2, Why.NAME_MARKS: 1, Why.NAME_SPELLING: 1, Why.NAME_DROPPED: 1,
    Why.NAME_ABBREVIATED: 1, Why.NAME_ORDER: 1, Why.NAME_LETTER: 0, Why.NAME_RARE: 2,
    Why.YEAR_SAME: 3, Why.YEAR_NEAR: 1, Why.YEAR_OTHER: -4,
    Why.UNIT_SAME: 2, Why.UNIT_LINEAGE: 2, Why.UNIT_OTHER: -3,
    Why.PLACE_SAME: 1, Why.PLACE_OTHER: -1, Why.TEXT_MUCH: 5, Why.TEXT_SOME: 1, Why.ADDRESS_OTHER: -3,
}  # fmt: skip
_MEN = frozenset(("ông", "anh", "chú"))
_WOMEN = frozenset(("bà", "chị", "cô"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of one subject. `units` are all lives of its unit."""

    id: int
    kind: str
    name: Name
    unit_id: int
    birth_year: int | None = None
    place: str = ""
    form_of_address: str = ""
    units: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two are one, and the codes of the reasons."""

    certainty: str
    reasons: tuple[str, ...]


def sentences(reasons: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The reasons in words, those in favour first."""
    ordered = sorted((code for code in reasons if code in SENTENCES), key=lambda code: code in AGAINST)
    return tuple(SENTENCES[code] for code in ordered)


def compare(one: Facts, other: Facts, *, text_share: float = 0.0, rare: bool = False) -> Likeness | None:
    """How alike two subjects are; None when it is not worth a look. `rare`: few people at all have such a name."""
    related = relation(one.name, other.name)
    found = [Why(f"name_{related}") if related != Relation.NONE else Why.NAME_OTHER]
    found += [why for why in (_year(one, other), _unit(one, other), _place(one, other), _address(one, other)) if why]
    if text_share >= SOME:
        found.append(Why.TEXT_MUCH if text_share >= MUCH else Why.TEXT_SOME)
    if one.kind != other.kind:
        found.append(Why.KIND_OTHER)
    if rare and related in CLOSE and Why.UNIT_OTHER in found:  # at home a name is its own witness
        found.append(Why.NAME_RARE)
    reasons = tuple(str(why) for why in found)
    points = sum(_POINTS.get(why, 0) for why in found)
    if related == Relation.NONE or points < ENOUGH:
        return Likeness(POSSIBLE, reasons) if text_share >= COPIED else None
    doubtful = bool({Why.YEAR_OTHER, Why.ADDRESS_OTHER, Why.KIND_OTHER, Why.NAME_LETTER, Why.NAME_ORDER} & set(found))
    sure = points >= PLENTY and not doubtful
    return Likeness(SURE if sure else POSSIBLE, reasons)


def _year(one: Facts, other: Facts) -> Why | None:
    if one.birth_year is None or other.birth_year is None:
        return None
    apart = abs(one.birth_year - other.birth_year)
    return Why.YEAR_SAME if apart == 0 else Why.YEAR_NEAR if apart == 1 else Why.YEAR_OTHER


def _unit(one: Facts, other: Facts) -> Why:
    if one.unit_id == other.unit_id:
        return Why.UNIT_SAME
    return Why.UNIT_LINEAGE if other.unit_id in one.units or one.unit_id in other.units else Why.UNIT_OTHER


def _place(one: Facts, other: Facts) -> Why | None:
    a, b = place_words(one.place), place_words(other.place)
    if not a or not b:
        return None
    return Why.PLACE_SAME if a <= b or b <= a else Why.PLACE_OTHER


def _address(one: Facts, other: Facts) -> Why | None:
    a, b = one.form_of_address.casefold(), other.form_of_address.casefold()
    return Why.ADDRESS_OTHER if (a in _MEN and b in _WOMEN) or (a in _WOMEN and b in _MEN) else None


def place_words(place: str) -> frozenset[str]:
    """What tells one place from another."""
    return frozenset(fold(place).split()) - {"thon", "xa", "to", "dan", "pho", "khu", "huyen", "tinh", "o"}


def place_key(place: str) -> int:
    """A place as a number; words in any order."""
    return number_of(" ".join(sorted(place_words(place))))


@lru_cache(maxsize=4_096)
def _named(name: Name) -> tuple[str, str, str]:
    """The whole name, its short and its near form; collectives never meet people."""
    mark = "c" if name.collective else "p"
    return f"{mark}={full_key(name)}", f"{mark}~{short_key(name)}", f"{mark}?{near_key(name)}"


def rare_key(facts: Facts) -> int:
    """The name alone: says how many people have it at all."""
    return number_of(f"n|{_named(facts.name)[0]}")


def _keys(facts: Facts, units: frozenset[int], years: tuple[int, ...]) -> frozenset[int]:
    whole, short, near = _named(facts.name)
    names = (whole,) if facts.name.collective or len(facts.name.words) < 2 else (whole, short, near)
    place = place_key(facts.place) if place_words(facts.place) else None
    found = {f"u|{unit}|{name}" for unit in units for name in names}
    found |= {f"y|{year}|{name}" for year in years for name in names if name != short}
    if place is not None:
        found |= {f"p|{place}|{name}" for name in names}
    return frozenset(map(number_of, found))


def own_keys(facts: Facts) -> frozenset[int]:
    """What a subject is stored under."""
    years = () if facts.birth_year is None else (facts.birth_year,)
    return _keys(facts, frozenset((facts.unit_id,)), years) | {rare_key(facts)}


def wanted_keys(facts: Facts) -> frozenset[int]:
    """What its likes are stored under: every life of the unit, a year more or less."""
    year = facts.birth_year
    return _keys(facts, facts.units | {facts.unit_id}, () if year is None else (year - 1, year, year + 1))
