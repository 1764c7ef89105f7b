"""What a digest says: the plan's sentences with what the board knows put in. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from neuguong.core.papers import short_date
from neuguong.core.periods import Period
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.programme.queries.urging import Rung, UrgingRules

Address = Callable[[str], str]


class Urging(NamedTuple):
    """One row to be urged on a rung."""

    row: BoardRow
    rung: Rung


@dataclass(frozen=True, slots=True)
class Words:
    """The notice to one person, and the short message to their telephone (empty where the plan has none)."""

    subject: str
    body: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What every sentence of a day may speak of."""

    rules: UrgingRules
    plan_number: str
    on: date
    heads: Mapping[int, str]  # the name of each unit's head
    address: Address | None = None

    def _link(self, link: str) -> str:
        return self.address(link) if self.address else ""

    def words(self, name: str, lines: Iterable[Urging]) -> Words:
        """The most pressing first; numbered when there are several."""
        ordered = sorted(lines, key=lambda line: line.row.last_day)
        link = link_of(ordered[0].row) if len(ordered) == 1 else ""
        values = {
            "name": name,
            "day": short_date(self.on),
            "count": str(len(ordered)),
            "plan": self.plan_number,
            "link": self._link(link),
        }
        told = [self._line(line) for line in ordered]
        numbered = [f"{n}. {text}" for n, text in enumerate(told, 1)] if len(told) > 1 else told
        opening, closing = (
            "\n".join(filled(text, values) for text in part) for part in (self.rules.opening, self.rules.closing)
        )
        return Words(
            subject=filled(self.rules.subject, values)[:200],
            body="\n\n".join(part for part in (opening, "\n".join(numbered), closing) if part),
            text=filled(self.rules.text, values),
            link=link,
        )

    def _line(self, line: Urging) -> str:
        row = line.row
        values = {
            "unit": row.unit_name,
            "duty": row.duty_title,
            "period": Period(row.period).label,
            "due_day": short_date(row.last_day),
            "days": str(abs(row.days_left)),
            "missing": " ".join(row.missing),
            "head": self.heads.get(row.unit_id, "chưa có trong hệ thống"),
            "link": self._link(link_of(row)),
            "plan": self.plan_number,
        }
        return filled(line.rung.text, values).strip()


def link_of(row: BoardRow) -> str:
    """What a letter about one row leads to."""
    return f"ledger.obligation:{row.obligation_id}"
