"""What every act of the demonstration needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from neuguong.core.actor import Actor
from neuguong.core.periods import Period
from neuguong.ledger.demo.diary import Diary, spread
from neuguong.ledger.demo.people import People
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.programme.rules import PlanRules


@dataclass(frozen=True, slots=True)
class World:
    """The plan, the units, the people and the diary into which acts are noted."""

    plan: Plan
    rules: PlanRules
    units: Mapping[str, Unit]
    people: People
    acts: Mapping[str, Any]
    diary: Diary

    def last_day(self, round_code: str) -> date:
        """The last day on which a round is on time."""
        return self.rules.return_duty.cut_off.last_on_time_day(Period(round_code))

    def is_open(self, round_code: str) -> bool:
        """Whether the round is the one that runs on the demonstration's day."""
        return bool(round_code == self.acts["open_round"])

    def verifier(self, unit: str) -> Actor:
        """Of the two who verify, the one who looks after this unit."""
        commune = self.units[unit].kind == UnitKind.COMMUNE
        return self.people.actor("noivu.duc" if commune else "noivu.ngoc")

    @property
    def registrar(self) -> Actor:
        """Who types for the office and verifies nothing."""
        return self.people.actor("noivu.tam")

    def one_of(self, texts: list[str], key: str) -> str:
        """One of several sentences, the same in every run."""
        return texts[spread(key, len(texts))]
