"""Two people press at the same moment: one package. PostgreSQL shows what SQLite hides."""

import pytest

from neuguong.core.errors import Refused
from neuguong.ledger.models import Package, PackageItem
from neuguong.ledger.operations.packages import correct_package, issue_package
from tests.exemplars.test_concurrency import together
from tests.factories import actor, moment
from tests.ledger.packaging import CLOSED, load_87, verified

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_issuing_at_once_make_one_package(cast):
    plan = load_87()
    verified(plan, cast, name="Đỗ Thị Lành")

    def issues(person: str):
        return lambda: issue_package(plan=plan, round_code="2025-Q1", by=actor(cast[person]), at=CLOSED).pk

    answers = together(issues("office"), issues("office_second"))
    assert len(set(answers)) == 1
    assert (Package.objects.count(), PackageItem.objects.count()) == (1, 1)


def test_two_corrections_at_once_make_one_and_the_other_is_told(cast):
    plan = load_87()
    first = issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office), at=CLOSED)

    def corrects(person: str):
        return lambda: correct_package(package=first, reason="Sai", by=actor(cast[person]), at=moment(2025, 3, 17))

    answers = together(corrects("office"), corrects("office_second"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Package", "Refused"]
    assert "bản đính chính mới hơn" in str(next(answer for answer in answers if isinstance(answer, Refused)))
