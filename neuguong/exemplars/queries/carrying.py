"""Who carries on a dossier whose unit has ended."""

from datetime import date

from neuguong.exemplars.models import Nomination
from neuguong.org.models import Unit
from neuguong.org.queries.lives import carrier_of


def carried_by(nomination: Nomination, on: date) -> Unit | None:
    """The living unit that carries on a dossier of a unit that has ended; None while the unit is there itself."""
    if nomination.keeper.exists_on(on):
        return nomination.kept_by
    return carrier_of(nomination.keeper_id, on=on)
