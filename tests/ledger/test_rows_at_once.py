"""Two people answer or excuse one row at the same moment. PostgreSQL shows what SQLite hides."""

from datetime import date

import pytest

from neuguong.ledger.models import Exemption, Extension, Return
from neuguong.ledger.operations.obligations import exempt, extend, revoke_exemption
from neuguong.ledger.operations.sending import send_nil_return
from tests import factories as make
from tests.exemplars.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.moment(2024, 3, 5)


def kinds(answers: list) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_a_row_is_excused_once(office, cast):
    def excuses(person: str):
        return lambda: exempt(
            obligation=office.obligation("2024-Q1"), reason="Bão số 5", by=make.actor(cast[person]), at=AT
        )

    assert kinds(together(excuses("office"), excuses("office_second"))) == ["Exemption", "Refused"]
    assert Exemption.objects.count() == 1


def test_an_exemption_is_taken_back_once(office, cast):
    exempt(obligation=office.obligation("2024-Q1"), reason="Bão số 5", by=make.actor(cast.office), at=AT)

    def takes_back(person: str):
        return lambda: revoke_exemption(
            obligation=office.obligation("2024-Q1"), reason="Ghi nhầm", by=make.actor(cast[person]), at=AT
        )

    assert kinds(together(takes_back("office"), takes_back("office_second"))) == ["Exemption", "Refused"]


def test_one_later_date_is_agreed_once(office, cast):
    def extends(person: str):
        return lambda: extend(
            obligation=office.obligation("2024-Q1"), extended_to=date(2024, 3, 20), reason="Bão số 5",
            by=make.actor(cast[person]), at=AT,
        )  # fmt: skip

    assert kinds(together(extends("office"), extends("office_second"))) == ["BadInput", "Extension"]
    assert Extension.objects.count() == 1


def test_one_quarter_is_reported_nil_once(office, cast):
    def reports(person: str):
        return lambda: send_nil_return(
            obligation=office.obligation("2024-Q1"), reason="Chưa có ai", by=make.actor(cast[person]), at=AT
        )

    assert kinds(together(reports("author"), reports("head"))) == ["Refused", "Return"]
    assert Return.objects.count() == 1


def test_a_nil_return_and_a_dossier_at_once_leave_a_quarter_that_was_answered(office, cast):
    dossier = office.draft(on=date(2024, 3, 1))
    reports = lambda: send_nil_return(  # noqa: E731
        obligation=office.obligation("2024-Q1"), reason="Chưa có ai", by=make.actor(cast.author), at=AT
    )
    together(reports, lambda: office.submit(dossier, AT))
    row = office.row("2024-Q1", date(2024, 3, 10))
    assert (row.sent, row.state) == (1, "met")
