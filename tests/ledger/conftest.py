"""Short words for the ledger's tests."""

from datetime import date

import pytest

from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.sending import send_nomination
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from tests import factories as make

ROUNDS = ("quota", "return")  # what dossiers and returns answer; activities have tests of their own


class Office:
    """The cast's office under Plan 87, seen from the ledger."""

    def __init__(self, cast, plan):
        self.cast, self.plan = cast, plan
        self.people = {
            cast.dien_tho.pk: (cast.author, cast.head),
            cast.dien_an.pk: (cast.neighbour, cast.neighbour_head),
        }

    def draft(self, unit=None, *, kind="individual", on=date(2024, 1, 5), **fields) -> Nomination:
        unit = unit or self.cast.dien_tho
        at = make.moment(on.year, on.month, on.day)
        author = self.people[unit.pk][0]
        return make.make_nomination(unit, self.plan, author, sector="agriculture", kind=kind, at=at, **fields)

    def send(self, at, unit=None, *, kind="individual", recorded_at=None, **fields) -> Nomination:
        """Write one and send it at once."""
        unit = unit or self.cast.dien_tho
        dossier = self.draft(unit, kind=kind, on=at.date(), name=f"Điển hình {at:%d%m%H%M}{kind}")
        return self.submit(dossier, at, recorded_at=recorded_at, **fields)

    def submit(self, dossier, at, **fields) -> Nomination:
        by = make.actor(self.people[dossier.unit_id][1])
        return send_nomination(nomination=dossier, by=by, at=at, **fields)

    def obligation(self, period, unit=None) -> Obligation:
        rows = Obligation.objects.filter(unit=unit or self.cast.dien_tho, period=period, duty__kind__in=ROUNDS)
        return rows.select_related("duty__plan", "unit").order_by("revision").last()

    def row(self, period, on, unit=None) -> BoardRow:
        """The unit's row of a year or a quarter on the board of a day."""
        unit = unit or self.cast.dien_tho
        rows = board(plan=self.plan, on=on, unit_ids=[unit.pk], duty_kinds=ROUNDS).rows
        found = [one for one in rows if one.period == period]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def office(cast, plan) -> Office:
    return Office(cast, plan)
