"""An exemption can be taken back; who was excused from when until when stays on record."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.ledger.models import Exemption
from neuguong.ledger.operations.obligations import exempt, generate_obligations, revoke_exemption
from neuguong.ledger.queries.rounds import round_progress
from tests import factories as make

FREED, BACK = make.moment(2024, 3, 1), make.moment(2024, 3, 11)


def excused(office, at=FREED, **times) -> Exemption:
    by = make.actor(office.cast.office)
    return exempt(obligation=office.obligation("2024-Q1"), reason="Đang bão lũ", by=by, at=at, **times)


def taken_back(office, by=None, at=BACK, reason="Hết bão lũ", **times) -> Exemption:
    by = make.actor(by or office.cast.office)
    return revoke_exemption(obligation=office.obligation("2024-Q1"), reason=reason, by=by, at=at, **times)


def test_a_unit_whose_exemption_is_taken_back_owes_by_the_date_it_always_had(office):
    excused(office)
    taken_back(office)
    seen = {day: office.row("2024-Q1", date(2024, 3, day)).letter for day in (10, 11, 14, 15)}
    assert seen == {10: "M", 11: "S", 14: "S", 15: "Q"}
    assert office.row("2024-Q1", date(2024, 3, 15)).due_on == date(2024, 3, 15)
    office.send(make.moment(2024, 3, 12))
    assert office.row("2024-Q1", date(2024, 3, 15)).letter == "Đ"


def test_what_is_taken_back_on_paper_and_typed_later_is_marked(office):
    excused(office)
    taken_back(office, recorded_at=make.moment(2024, 3, 25))
    row = office.row("2024-Q1", date(2024, 3, 20))
    assert (row.letter, row.restated) == ("Q", True)
    assert office.row("2024-Q1", date(2024, 3, 25)).restated is False


def test_the_open_round_counts_the_unit_again(office, plan):
    before = round_progress(plan, "2024-Q1", date(2024, 3, 10)).owing
    excused(office)
    taken_back(office)
    owing = [round_progress(plan, "2024-Q1", date(2024, 3, day)).owing for day in (10, 11)]
    assert owing == [before - 1, before]


def test_a_unit_can_be_excused_again_and_both_stay_on_record(office):
    excused(office)
    taken_back(office)
    excused(office, at=make.moment(2024, 3, 13))
    assert office.row("2024-Q1", date(2024, 3, 13)).letter == "M"
    assert [bool(one.revoked_at) for one in Exemption.objects.order_by("id")] == [True, False]


def test_only_the_office_takes_back_and_says_why(office, cast):
    excused(office)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        taken_back(office, by=cast.head)
    with pytest.raises(BadInput, match="lý do"):
        taken_back(office, reason="  ")
    assert Exemption.objects.get().revoked_at is None


def test_there_must_be_something_to_take_back_and_only_once(office):
    with pytest.raises(Refused, match="không đang được miễn"):
        taken_back(office)
    excused(office)
    taken_back(office)
    with pytest.raises(Refused, match="không đang được miễn"):
        taken_back(office, at=make.moment(2024, 3, 12))
    assert AuditEntry.objects.filter(verb="revoke_exemption").count() == 1


def test_what_was_taken_back_typed_early_is_not_taken_back_again_before_that_day(office):
    excused(office)
    taken_back(office)
    with pytest.raises(Refused, match="Miễn đã được bỏ từ 11/03/2024"):
        taken_back(office, at=make.moment(2024, 3, 5))


def test_the_database_knows_no_half_revocation(office):
    one = excused(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=one.pk).update(revoked_at=BACK)


def test_writing_the_ledger_again_leaves_what_was_taken_back(office, plan):
    excused(office)
    taken_back(office)
    generate_obligations(plan=plan, until=plan.valid_until, by=make.JOB, at=make.moment(2024, 3, 12))
    assert office.row("2024-Q1", date(2024, 3, 12)).letter == "S"
