"""What was owed, agreed, sent and done stands; the database lets it be ended, taken back or accepted, and that once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.ledger.models import Activity, Exemption, Extension, Obligation, Return
from neuguong.ledger.operations.activities import withdraw_activity
from neuguong.ledger.operations.obligations import exempt, extend, revoke_exemption
from neuguong.ledger.operations.sending import accept_returns, send_nil_return
from tests import factories as make
from tests.ledger.test_activities import obligation, recorded

AT = make.moment(2024, 3, 10)
LATER = make.moment(2024, 4, 1)
STAND_IN = {
    "CharField": "khác",
    "TextField": "khác",
    "DateField": date(2030, 1, 1),
    "DateTimeField": make.moment(2031, 1, 1),
}


def refused(row, **values) -> bool:
    """Whether the database refuses to write these values, with our sentence."""
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        return "chỉ ghi thêm" in str(error)
    return False


def changeable(row) -> set[str]:
    """The columns of a row that the database lets somebody write anew, each tried by itself and taken back."""
    found = set()
    for field in row._meta.concrete_fields:
        value = STAND_IN.get(field.get_internal_type(), 999)
        try:
            with transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(**{field.attname: value})
                raise TakenBack
        except TakenBack:
            found.add(field.name)
        except IntegrityError as error:
            if "chỉ ghi thêm" not in str(error):  # a constraint of the table: the guard let it through
                found.add(field.name)
    return found


class TakenBack(Exception):
    """The trial worked and leaves nothing behind."""


def rows_of(office) -> dict[type, object]:
    """One row of each table, as an office leaves them on a day."""
    by = make.actor(office.cast.office)
    event = obligation("honouring_event", "2024", office.cast.dien_tho)
    back = office.obligation("2024-Q1", office.cast.dien_an)
    return {
        Obligation: event,
        Activity: recorded(office),
        Extension: extend(obligation=event, extended_to=date(2025, 1, 31), reason="Mưa lũ", by=by, at=AT),
        Exemption: exempt(
            obligation=obligation("honouring_event", "2023", office.cast.dien_tho), reason="Mưa lũ", by=by, at=AT
        ),
        Return: send_nil_return(
            obligation=back, reason="Chưa có điển hình", by=make.actor(office.cast.neighbour), at=AT
        ),
    }


def test_of_each_row_only_its_end_is_open(office):
    assert {model: changeable(row) for model, row in rows_of(office).items()} == {
        Obligation: {"voided_on", "voided_recorded_at", "void_reason"},
        Activity: {"withdrawn_at", "withdrawn_recorded_at", "withdrawn_by", "withdraw_reason"},
        Extension: set(),
        Exemption: {"revoked_at", "revoked_recorded_at", "revoked_by", "revoke_reason"},
        Return: {"accepted_at"},
    }


def test_no_row_is_removed(office):
    for row in rows_of(office).values():
        with pytest.raises(IntegrityError, match="chỉ ghi thêm"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_what_was_taken_back_or_accepted_is_not_taken_back_again(office):
    rows, by = rows_of(office), make.actor(office.cast.office)
    activity = withdraw_activity(activity=rows[Activity], reason="Nhầm tệp", by=by, at=make.moment(2024, 12, 1))
    exemption = revoke_exemption(obligation=rows[Exemption].obligation, reason="Nhầm", by=by, at=LATER)
    accept_returns(obligation=rows[Return].obligation, by=by, at=LATER)
    sent = Return.objects.get()
    assert {changed for row in (activity, exemption, sent) for changed in changeable(row)} == set()
    assert refused(activity, withdrawn_at=None, withdrawn_recorded_at=None, withdraw_reason="")
    assert refused(exemption, revoked_at=None, revoked_recorded_at=None, revoke_reason="")
    assert refused(sent, accepted_at=None)


def test_the_end_of_a_row_only_comes_earlier(office):
    row = obligation("honouring_event", "2024", office.cast.dien_tho)
    ended = {"voided_on": date(2024, 7, 1), "voided_recorded_at": AT, "void_reason": "Đơn vị kết thúc"}
    assert not refused(row, **ended)
    assert refused(row, voided_on=date(2024, 8, 1))
    assert refused(row, voided_on=None, voided_recorded_at=None, void_reason="")
    assert refused(row, void_reason="Lý do khác")
    assert not refused(row, voided_on=date(2024, 6, 1), voided_recorded_at=LATER, void_reason="Kế hoạch sửa đổi.")
    assert refused(row, voided_on=date(2024, 5, 1), required=9)
