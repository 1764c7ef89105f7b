"""Into which round a dossier goes, and what else may be said for a quarter (KH 87, IV.2)."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import Letter
from neuguong.exemplars.operations.nominations import return_nomination
from neuguong.ledger.models import Return
from neuguong.ledger.operations.obligations import exempt, extend
from neuguong.ledger.operations.sending import accept_return, send_late_list, send_nil_return
from tests import factories as make


@pytest.mark.clause("IV.2")
@pytest.mark.parametrize(
    ("moment", "round_code"),
    [
        ((2023, 4, 12), "2023-Q2"),
        ((2024, 3, 14, 23, 59), "2024-Q1"),
        ((2024, 3, 15, 0, 0), "2024-Q2"),
        ((2024, 12, 14, 23, 59), "2024-Q4"),
        ((2024, 12, 15, 0, 0), "2025-Q1"),
    ],
)
def test_a_dossier_goes_into_the_round_that_is_open(office, moment, round_code):
    sent = office.send(make.moment(*moment))
    assert (sent.round_code, sent.round_year, sent.on_time) == (round_code, int(round_code[:4]), True)


@pytest.mark.clause("IV.2")
def test_a_dossier_returned_and_completed_keeps_its_first_round(office, cast):
    sent = office.send(make.moment(2024, 3, 14, 20))
    return_nomination(nomination=sent, note="Thiếu số liệu", by=make.actor(cast.office), at=make.moment(2024, 3, 18))
    again = office.submit(sent, make.moment(2024, 3, 20))
    assert (again.round_code, again.on_time, again.sent_at) == ("2024-Q1", True, make.moment(2024, 3, 14, 20))


@pytest.mark.clause("II.2")
def test_after_the_last_round_nothing_more_is_taken(office):
    with pytest.raises(Refused, match="đã chốt hết ngày 14/12/2025"):
        office.send(make.moment(2025, 12, 15))


def extended(office, period="2024-Q1", unit=None, **fields):
    words = {"extended_to": date(2024, 3, 20), "reason": "Mưa lũ", "document": "CV 12", "at": make.moment(2024, 3, 13)}
    return extend(obligation=office.obligation(period, unit), by=make.actor(office.cast.office), **{**words, **fields})


def test_under_an_extension_a_dossier_still_goes_into_the_closed_quarter_on_time(office):
    extended(office)
    sent = office.send(make.moment(2024, 3, 20, 23, 59))
    assert (sent.round_code, sent.on_time) == ("2024-Q1", True)
    assert office.send(make.moment(2024, 3, 21, 0, 0)).round_code == "2024-Q2"


def test_one_units_extension_is_not_anothers(office, cast):
    extended(office)
    assert office.send(make.moment(2024, 3, 18), unit=cast.dien_an).round_code == "2024-Q2"


def test_an_extension_of_the_years_quota_keeps_the_last_quarter_open(office):
    extended(office, "2024", extended_to=date(2024, 12, 20), at=make.moment(2024, 12, 10))
    sent = office.send(make.moment(2024, 12, 18))
    assert (sent.round_code, sent.round_year, sent.on_time) == ("2024-Q4", 2024, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"extended_to": date(2024, 3, 14)}, "Hạn mới phải sau ngày 14/03/2024"),
        ({"at": make.moment(2024, 3, 25)}, "Hạn mới phải sau ngày 24/03/2024"),
        ({"reason": "  "}, "Cần ghi rõ lý do"),
    ],
)
def test_an_extension_is_later_and_says_why(office, changes, sentence):
    with pytest.raises(BadInput, match=sentence):
        extended(office, **changes)


def test_only_the_office_extends_and_exempts(office, cast):
    for act, more in ((extend, {"extended_to": date(2024, 3, 20)}), (exempt, {})):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            act(
                obligation=office.obligation("2024-Q1"), reason="Bận", by=make.actor(cast.head),
                at=make.moment(2024, 3, 1), **more,
            )  # fmt: skip


def test_a_second_exemption_is_refused(office, cast):
    words = {"reason": "Bận", "by": make.actor(cast.office), "at": make.moment(2024, 3, 1)}
    exempt(obligation=office.obligation("2024-Q1"), **words)
    with pytest.raises(Refused, match="đã được miễn"):
        exempt(obligation=office.obligation("2024-Q1"), **words)


def nil(office, period="2024-Q1", by=None, **fields) -> Return:
    words = {"reason": "Chưa có ai tiêu biểu", "at": make.moment(2024, 3, 5)}
    by = make.actor(by or office.cast.author)
    return send_nil_return(obligation=office.obligation(period), by=by, **{**words, **fields})


@pytest.mark.clause("IV.2")
def test_a_nil_return_says_why_and_tells_the_office(office, cast):
    sent = nil(office)
    assert (sent.kind, sent.reason, sent.sent_by) == ("nil", "Chưa có ai tiêu biểu", cast.author)
    told = Letter.objects.filter(key__startswith="return:")
    assert set(told.values_list("recipient__username", flat=True)) == {"office", "office_second"}
    with pytest.raises(BadInput, match="Ghi lý do"):
        nil(office, "2024-Q2", reason=" ", at=make.moment(2024, 4, 5))


def test_a_nil_return_is_refused_when_a_dossier_counts(office):
    office.send(make.moment(2024, 3, 1))
    with pytest.raises(Refused, match="đã gửi hồ sơ cho quý I/2024"):
        nil(office)


def test_a_nil_return_is_sent_once_and_only_for_a_round_that_has_begun(office):
    nil(office)
    with pytest.raises(Refused, match="đã báo cáo quý I/2024"):
        nil(office)
    with pytest.raises(Refused, match="chưa mở"):
        nil(office, "2024-Q2")
    with pytest.raises(Refused, match="Chỉ tiêu cả năm"):
        nil(office, "2024")


def test_nobody_reports_for_another_unit(office, cast):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ"):
        nil(office, by=cast.neighbour)
    assert nil(office, by=cast.office).sent_by == cast.office


def test_a_missed_quarter_is_answered_late_while_the_dossier_goes_into_the_next_round(office):
    missed = office.obligation("2024-Q1")
    sent = office.send(make.moment(2024, 3, 18), late_for=missed)
    assert sent.round_code == "2024-Q2"
    assert [(row.kind, row.effective_at) for row in missed.returns.all()] == [("list", make.moment(2024, 3, 18))]


def test_a_late_answer_needs_a_missed_quarter_of_the_same_unit(office, cast):
    with pytest.raises(Refused, match="Chưa hết hạn quý I/2024"):
        office.send(make.moment(2024, 3, 1), late_for=office.obligation("2024-Q1"))
    with pytest.raises(BadInput, match="không phải của đơn vị"):
        office.send(make.moment(2024, 3, 18), late_for=office.obligation("2024-Q1", cast.dien_an))
    assert Return.objects.count() == 0


def test_a_quarter_answered_on_time_takes_no_late_list(office, cast):
    office.send(make.moment(2024, 3, 1))
    with pytest.raises(Refused, match="đã báo cáo"):
        send_late_list(obligation=office.obligation("2024-Q1"), by=make.actor(cast.author), at=make.moment(2024, 3, 20))


def test_the_office_takes_note_of_a_return_once(office, cast):
    sent = nil(office)
    with pytest.raises(Refused):
        accept_return(sent=sent, by=make.actor(cast.head), at=make.moment(2024, 3, 6))
    accept_return(sent=sent, by=make.actor(cast.office), at=make.moment(2024, 3, 7))
    again = accept_return(sent=sent, by=make.actor(cast.office), at=make.moment(2024, 3, 9))
    assert again.accepted_at == make.moment(2024, 3, 7)
