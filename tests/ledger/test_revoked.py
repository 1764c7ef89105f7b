"""A recognition taken back lowers the figures from its day on and says so; boards of earlier days stay as they were."""

from datetime import date

import pytest

from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.exemplars.operations.revoking import revoke_exemplar
from tests import factories as make
from tests.ledger.test_board import read_as


@pytest.fixture
def recognised(office, cast, plan) -> Exemplar:
    """A commune whose quota counts what was recognised (A7); one was, on 06/02/2024."""
    read_as(plan, ('commune_quota_counts = "sent"', 'commune_quota_counts = "recognised"'))
    sent = office.send(make.moment(2024, 2, 1))
    verify_nomination(nomination=sent, by=make.actor(cast.office), at=make.moment(2024, 2, 5))
    recognise_in_unit(
        nomination=sent, document_number="12/QĐ", decided_on=date(2024, 2, 6), by=make.actor(cast.head),
        at=make.moment(2024, 2, 6),
    )  # fmt: skip
    return Exemplar.objects.get()


def revoke(cast, exemplar, **when) -> None:
    revoke_exemplar(
        exemplar=exemplar, document_number="90/QĐ", decided_on=date(2024, 4, 9), reason="Khai không đúng.",
        by=make.actor(cast.office), **when,
    )  # fmt: skip


def test_from_that_day_on_the_year_counts_one_less_and_says_it_was_restated(office, cast, recognised):
    before = office.row("2024", date(2024, 4, 9))
    revoke(cast, recognised, at=make.moment(2024, 4, 10))
    assert office.row("2024", date(2024, 4, 9)) == before
    assert (before.sent, before.revoked, before.restated) == (1, 0, False)
    after = office.row("2024", date(2024, 4, 10))
    assert (after.sent, after.revoked, after.restated) == (0, 1, True)


def test_what_the_unit_sent_in_time_stays_sent(office, cast, recognised):
    revoke(cast, recognised, at=make.moment(2024, 4, 10))
    row = office.row("2024-Q1", date(2024, 4, 10))
    assert (row.sent, row.accepted, row.state, row.restated) == (1, 1, "met", True)


def test_entered_afterwards_the_days_between_say_so(office, cast, recognised):
    revoke(cast, recognised, at=make.moment(2024, 4, 10), recorded_at=make.moment(2024, 4, 20))
    rows = [office.row("2024", date(2024, 4, day)) for day in (9, 10, 20)]
    assert [(row.sent, row.restated) for row in rows] == [(1, False), (0, True), (0, True)]
