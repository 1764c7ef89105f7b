"""A plan for the district, and a dossier of Diên Thọ in each state."""

import pytest

from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import (
    decline_nomination,
    return_nomination,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.exemplars.operations.recognition import recognise_by_council
from neuguong.programme.models import Plan
from tests import factories as make
from tests.conftest import Cast
from tests.factories import actor, moment


@pytest.fixture
def kh(cast: Cast) -> Plan:
    """The district's plan."""
    return make.make_plan(cast.district)


def draft_of(cast: Cast, plan: Plan, **fields) -> Nomination:
    """A complete draft of Diên Thọ by the author."""
    return make.make_nomination(cast.dien_tho, plan, cast.author, **fields)


def in_state(state: str, cast: Cast, plan: Plan, **fields) -> Nomination:
    """A dossier of Diên Thọ, brought to a state by the people whose work that is."""
    nomination = draft_of(cast, plan, **fields)
    office = {"by": actor(cast.office), "at": moment(2025, 3, 11)}
    if state not in ("draft", "withdrawn"):
        make.send(nomination, cast.head)
    if state == "withdrawn":
        withdraw_nomination(nomination=nomination, by=actor(cast.author), at=moment(2025, 3, 4))
    elif state == "returned":
        return_nomination(nomination=nomination, note="Thiếu số liệu năm 2024.", **office)
    elif state == "declined":
        decline_nomination(nomination=nomination, note="Thành tích đã giới thiệu năm trước.", **office)
    elif state in ("verified", "recognised"):
        verify_nomination(nomination=nomination, **office)
    if state == "recognised":
        recognise(nomination, cast)
    assert nomination.state == state
    return nomination


def recognise(nomination: Nomination, cast: Cast, **changes):
    """The chair recognises after the meeting of 20/3/2025."""
    day = moment(2025, 3, 20).date()
    words = {
        "council": cast.council, "meeting_number": "02/BB-HĐ", "meeting_on": day, "document_number": "415/QĐ-UBND",
        "decided_on": day, "by": actor(cast.chair), "at": moment(2025, 3, 20, 15),
    }  # fmt: skip
    return recognise_by_council(nomination=nomination, **{**words, **changes})
