"""Who carries on what a unit left open when it ended."""

from datetime import date
from typing import Protocol

from neuguong.org.models import Unit
from neuguong.org.queries.lives import carrier_of


class Kept(Protocol):
    """Something of a unit, a dossier for example; an act on units may have given it to one successor."""

    kept_by: Unit | None

    @property
    def keeper(self) -> Unit:
        """Whose people act on it while that unit is there."""

    @property
    def keeper_id(self) -> int:
        """The same without reading the unit."""


def carried_by(thing: Kept, on: date) -> Unit | None:
    """The living unit that carries on what a unit that has ended left; None while the unit is there itself."""
    if thing.keeper.exists_on(on):
        return thing.kept_by
    return carrier_of(thing.keeper_id, on=on)
