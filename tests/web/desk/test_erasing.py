"""On the desk: what goes and what stays is read first, then erased once; what is kept too long is listed."""

import pytest
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Nomination, Subject
from neuguong.exemplars.operations.nominations import decline_nomination
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

TYPED = {"reason": "Đơn số 12 ngày 01/04/2025", "typed": "Lê Văn Thuận"}


@pytest.fixture
def declined(cast, march) -> Nomination:
    sector = march.sectors.first().code
    one = make.send(
        make.make_nomination(cast.dien_tho, march, cast.author, sector=sector), cast.head, at=moment(2025, 3, 6)
    )
    return decline_nomination(nomination=one, note="Đã giới thiệu.", by=actor(cast.office), at=moment(2025, 3, 7))


def address(nomination: Nomination) -> str:
    return reverse("desk:subject_erase", args=[nomination.subject_id])


def test_the_page_names_what_goes_what_stays_and_asks_for_ground_and_name(cast, declined, as_one):
    count = AuditEntry.objects.count()
    page = soup(as_one(cast.office).get(address(declined)))
    goes, stays = (words(table) for table in page.select("table"))
    assert "Hồ sơ giới thiệu" in goes
    assert "trích ngang thành tích" in goes
    assert "Người lập hồ sơ" in stays
    assert [field["name"] for field in page.select("main form input:not([type=hidden])")] == ["reason", "typed"]
    assert AuditEntry.objects.count() == count


def test_once_erased_no_page_of_the_desk_says_the_name(cast, declined, as_one):
    office = as_one(cast.office)
    answer = office.post(address(declined), TYPED)
    assert answer.headers["Location"] == reverse("desk:subject", args=[declined.subject_id])
    pages = [answer.headers["Location"], reverse("desk:nomination", args=[declined.pk]), reverse("desk:nominations")]
    told = [office.get(one) for one in (*pages, reverse("desk:nominations") + "?q=thuan")]
    assert {page.status_code for page in told} == {200}
    assert ["Lê Văn Thuận" in page.content.decode() for page in told] == [False] * 4
    assert "Dữ liệu cá nhân đã được xóa" in words(soup(told[0]))
    count = AuditEntry.objects.count()
    assert office.post(address(declined), TYPED).status_code == 302  # pressed twice
    assert AuditEntry.objects.count() == count


def test_bad_input_is_said_and_what_was_typed_stays(cast, declined, as_one):
    answer = as_one(cast.office).post(address(declined), TYPED | {"typed": "Lê Văn"})
    assert answer.status_code == 400
    page = soup(answer)
    assert "Tên gõ lại chưa đúng" in words(page)
    assert page.select_one("[name=reason]")["value"] == TYPED["reason"]
    assert Subject.objects.get(pk=declined.subject_id).erased_at is None


@pytest.mark.parametrize("who", ["author", "head"])
def test_the_unit_reads_that_it_is_the_offices_work(cast, declined, as_one, who):
    client = as_one(cast[who])
    for answer in (client.get(address(declined)), client.post(address(declined), TYPED)):
        assert answer.status_code == 409
        assert "Chỉ cơ quan thường trực" in words(soup(answer))
    assert address(declined) not in client.get(reverse("desk:subject", args=[declined.subject_id])).content.decode()
    assert client.get(reverse("desk:kept_long_enough")).status_code == 403


def test_the_subjects_page_leads_the_office_there(cast, declined, as_one):
    page = as_one(cast.office).get(reverse("desk:subject", args=[declined.subject_id]))
    assert address(declined) in page.content.decode()


def test_what_is_kept_longer_than_it_must_be_is_listed_with_its_rule(cast, declined, as_one):
    office = as_one(cast.office)
    here = reverse("desk:kept_long_enough")
    assert "Không có hồ sơ nào hết hạn lưu" in words(soup(office.get(here)))
    start_demo_clock(at=moment(2036, 1, 5))
    page = soup(as_one(cast.office).get(here))
    (row,) = (words(one) for one in page.select("tbody tr"))
    assert row == f"{declined.number} Lê Văn Thuận Rút hoặc không đạt 07/03/2035"
    assert "chưa đối chiếu với văn bản" in words(page)
