"""Choosing delegates by a plan's rule: the same people and the same rule give the same list, each line with its reason."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from neuguong.programme.queries.delegates import DelegateRule


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be chosen. `order` decides between equals, so that nothing is left to chance."""

    id: int
    unit: str
    sector: str
    by_council: bool
    woman: bool
    direct: bool
    recognised_on: date
    order: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the proposal."""

    id: int
    reason: str


def _merit(one: Candidate) -> tuple[bool, int, str, int]:
    """The Council's recognition before a unit's own, the newer before the older."""
    return (not one.by_council, -one.recognised_on.toordinal(), one.order, one.id)


class _Room:
    """Who is chosen so far, up to the total."""

    def __init__(self, people: Iterable[Candidate], total: int) -> None:
        self.people, self.total = sorted(people, key=_merit), total
        self.chosen: dict[int, Candidate] = {}
        self.reasons: dict[int, str] = {}

    def add(self, fits: Callable[[Candidate], bool], most: int, reason: str) -> None:
        """The best who fit and are not chosen yet, at most so many."""
        for one in self.people:
            if most <= 0 or len(self.chosen) >= self.total:
                return
            if one.id not in self.chosen and fits(one):
                self.chosen[one.id], self.reasons[one.id] = one, reason
                most -= 1

    def lacking(self, fits: Callable[[Candidate], bool], wanted: int) -> int:
        """How many of a kind are still missing."""
        return wanted - sum(fits(one) for one in self.chosen.values())


def _of(field: str, wanted: str) -> Callable[[Candidate], bool]:
    return lambda one: getattr(one, field) == wanted


def propose(people: Iterable[Candidate], rule: DelegateRule) -> tuple[Choice, ...]:
    """First each unit's own, then what sectors, women and workers lack, then the best of all until the number is full."""
    room = _Room(people, rule.total)
    for unit in sorted({one.unit for one in room.people}):
        room.add(_of("unit", unit), rule.per_unit, f"Đại diện {unit}")
    for sector in sorted({one.sector for one in room.people}):
        fits = _of("sector", sector)
        room.add(fits, room.lacking(fits, rule.per_sector), f"Cho đủ lĩnh vực {sector}")
    room.add(lambda one: one.woman, room.lacking(lambda one: one.woman, rule.women), "Cho đủ số đại biểu nữ")
    room.add(
        lambda one: one.direct, room.lacking(lambda one: one.direct, rule.direct_workers),
        "Cho đủ số người trực tiếp lao động",
    )  # fmt: skip
    room.add(lambda _: True, rule.total, "Theo cấp và ngày công nhận, trong số còn lại")
    return tuple(Choice(one.id, room.reasons[one.id]) for one in room.people if one.id in room.chosen)


def shortfalls(people: Iterable[Candidate], rule: DelegateRule) -> tuple[str, ...]:
    """What a list does not reach of its rule, in words: people were taken off it, or the register has too few."""
    rows = list(people)
    told = []
    sectors = Counter(one.sector for one in rows)
    if (women := sum(one.woman for one in rows)) < rule.women:
        told.append(f"Nữ: {women}, quy tắc là ít nhất {rule.women}.")
    if (direct := sum(one.direct for one in rows)) < rule.direct_workers:
        told.append(f"Trực tiếp lao động: {direct}, quy tắc là ít nhất {rule.direct_workers}.")
    told += [
        f"{name}: {n}, quy tắc là ít nhất {rule.per_sector}."
        for name, n in sorted(sectors.items())
        if n < rule.per_sector
    ]
    if len(rows) > rule.total:
        told.append(f"Danh sách có {len(rows)} người, quy tắc là nhiều nhất {rule.total}.")
    return tuple(told)
