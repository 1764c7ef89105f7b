"""Two versions of a standard side by side: which criteria went, came or changed, and which words within them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from neuguong.exemplars.queries.standards import CriterionRow, StandardView

ALIKE = 0.6  # criteria of two units carry no common code: titles this alike are taken for the same criterion
_TOKEN = re.compile(r"\s+|[^\s]+")
SAME, GONE, NEW = "same", "gone", "new"

Piece = tuple[str, str]  # same | gone | new, and the words


@dataclass(frozen=True, slots=True)
class Side:
    """One criterion on one side, each of its texts in pieces."""

    title: tuple[Piece, ...]
    applies: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A criterion on both sides; `kind` is same, changed, gone (only left) or new (only right)."""

    kind: str
    left: Side | None
    right: Side | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The whole comparison."""

    applies_to: tuple[tuple[Piece, ...], tuple[Piece, ...]]
    rows: tuple[DifferenceRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        kinds = [row.kind for row in self.rows]
        return {kind: kinds.count(kind) for kind in (SAME, "changed", GONE, NEW)}


def word_pieces(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, word by word: what stays on both sides, what only the left has, what only the right has."""
    one, other = _TOKEN.findall(left), _TOKEN.findall(right)
    on_left: list[Piece] = []
    on_right: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            on_left.append((SAME, "".join(one[a:b])))
            on_right.append((SAME, "".join(other[c:d])))
            continue
        if a < b:
            on_left.append((GONE, "".join(one[a:b])))
        if c < d:
            on_right.append((NEW, "".join(other[c:d])))
    return tuple(on_left), tuple(on_right)


def difference(left: StandardView, right: StandardView) -> Difference:
    """What `right` changed against `left`: the rows in the right one's order, each gone one where it stood."""
    partner = _partners(left.criteria, right.criteria)
    taken = {row.code for row in partner.values()}
    place = {row.code: number for number, row in enumerate(left.criteria)}
    waiting = [row for row in left.criteria if row.code not in taken]
    rows: list[DifferenceRow] = []

    def put_gone_ones(until: int) -> None:
        while waiting and place[waiting[0].code] < until:
            rows.append(_row(waiting.pop(0), None))

    for row in right.criteria:
        before = partner.get(row.code)
        if before is None:
            rows.append(_row(None, row))
            continue
        put_gone_ones(place[before.code])
        rows.append(_row(before, row))
        put_gone_ones(min((place[code] for code in taken if place[code] > place[before.code]), default=len(place)))
    put_gone_ones(len(place))
    return Difference(word_pieces(left.applies_to, right.applies_to), tuple(rows))


def _partners(left: Sequence[CriterionRow], right: Sequence[CriterionRow]) -> dict[str, CriterionRow]:
    """By the right one's code, the criterion of the left that it goes on from: the same code, else the likest title."""
    known = {row.code: row for row in left}
    found = {row.code: known[row.code] for row in right if row.code in known}
    free = [row for row in left if row.code not in found]
    for row in right:
        if row.code in found or not free:
            continue
        best = max(free, key=lambda other: _likeness(other, row))
        if _likeness(best, row) >= ALIKE:
            found[row.code] = best
            free.remove(best)
    return found


def _likeness(one: CriterionRow, other: CriterionRow) -> float:
    return SequenceMatcher(None, one.title.casefold(), other.title.casefold()).ratio()


def _row(left: CriterionRow | None, right: CriterionRow | None) -> DifferenceRow:
    if left is None or right is None:
        kind = NEW if left is None else GONE
        return DifferenceRow(kind, _whole(left, GONE), _whole(right, NEW))
    pairs = [word_pieces(getattr(left, field), getattr(right, field)) for field in ("title", "applies", "text")]
    same = all(what == SAME for pair in pairs for side in pair for what, _ in side)
    return DifferenceRow(
        SAME if same else "changed", Side(*(pair[0] for pair in pairs)), Side(*(pair[1] for pair in pairs))
    )


def _whole(row: CriterionRow | None, what: str) -> Side | None:
    if row is None:
        return None
    return Side(*(((what, text),) if text else () for text in (row.title, row.applies, row.text)))
