"""Events at the desk: begun, announced, held, taken back, and shown where the unit owes them."""

import pytest
from django.urls import reverse

from neuguong.ledger.models import Obligation
from neuguong.publicity.models import Event
from tests.factories import moment
from tests.publicity.hall import Hall
from tests.web.desk.conftest import soup, words

TYPED = {
    "name": "Giao lưu với học sinh", "kind": "exchange", "day": "07/03/2025", "starts": "07:30", "ends": "10:00",
    "form": "in_person", "place": "Trường THCS Diên Thọ", "programme": "07:30 | Đón khách | Đoàn trường\n\nTặng hoa",
    "form_key": "k" * 24, "audience": "Học sinh khối 9",
}  # fmt: skip


@pytest.fixture
def hall(cast, march) -> Hall:
    return Hall(cast, march)


def step(client, event, name, **typed):
    data = {f"{name}-{key}": value for key, value in typed.items()}
    return client.post(reverse("desk:event_step", args=[event.pk, name]), data)


@pytest.mark.clause("III.3.b")
def test_a_unit_holds_an_exchange_and_the_row_it_owes_says_so(cast, march, as_one):
    author = as_one(cast.author)
    form = soup(author.get(reverse("desk:event_new"))).select_one("form[novalidate]")
    assert form.select_one("[name=unit]")["type"] == "hidden"
    sent = {**TYPED, "unit": str(cast.dien_tho.pk), "shared_with": [str(cast.dien_an.pk)]}
    answer = author.post(reverse("desk:event_new"), sent)
    event = Event.objects.get()
    assert answer.headers["Location"] == reverse("desk:event", args=[event.pk])
    assert [(one.begins, one.content, one.who) for one in event.programme.all()] == [
        ("07:30", "Đón khách", "Đoàn trường"), ("", "Tặng hoa", ""),
    ]  # fmt: skip
    assert author.post(reverse("desk:event_new"), sent).status_code == 302
    assert Event.objects.count() == 1
    assert step(author, event, "announce").status_code == 302
    assert step(author, event, "hold", delegates="120", pupils="100").status_code == 302
    for account, unit in ((cast.author, cast.dien_tho), (cast.neighbour, cast.dien_an)):
        row = Obligation.objects.get(unit=unit, duty__code="honouring_event", period="2025")
        page = words(soup(as_one(account).get(reverse("desk:obligation", args=[row.pk]))).select_one("main"))
        assert "Giao lưu với học sinh 07/03/2025" in page
        assert "120 người dự, trong đó 100 học sinh, sinh viên" in page
        assert "Đã ghi 1 lần, cần ít nhất 1" in page


def test_bad_input_is_told_and_nothing_typed_is_lost(cast, march, as_one):
    author = as_one(cast.author)
    sent = {**TYPED, "unit": str(cast.dien_tho.pk), "ends": "06:00", "programme": "07:30 | Dòng còn nguyên"}
    answer = author.post(reverse("desk:event_new"), sent)
    page = soup(answer)
    assert answer.status_code == 422
    assert "Giờ kết thúc phải sau giờ bắt đầu." in words(page)
    assert page.select_one("[name=programme]").text.strip() == "07:30 | Dòng còn nguyên"
    answer = author.post(reverse("desk:event_new"), {**sent, "day": "31/02/2025", "ends": "11 giờ"})
    assert answer.status_code == 422
    assert "Ghi ngày theo dạng ngày/tháng/năm" in words(soup(answer))
    assert Event.objects.count() == 0


def test_who_comes_too_late_keeps_the_words(cast, hall, as_one):
    event, author = hall.event(starts_at=moment(2025, 3, 20)), as_one(cast.author)
    address = reverse("desk:event_edit", args=[event.pk])
    sent = {**TYPED, "unit": str(cast.dien_tho.pk), "day": "20/03/2025", "version": "1"}
    assert author.post(address, sent).status_code == 302
    answer = author.post(address, {**sent, "name": "Bản viết sau"})
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in words(soup(answer))
    assert soup(answer).select_one("[name=name]")["value"] == "Bản viết sau"


def test_a_sharing_unit_reads_and_does_not_press(cast, hall, as_one):
    event = hall.announced(starts_at=moment(2025, 3, 7), shared_with=(cast.dien_an.pk,))
    neighbour = as_one(cast.neighbour)
    page = soup(neighbour.get(reverse("desk:event", args=[event.pk])))
    assert page.select("form[action*=buoc]") == []
    assert step(neighbour, event, "hold", delegates="1").status_code == 409
    assert neighbour.get(reverse("desk:event_edit", args=[event.pk])).status_code == 409


def test_a_holding_is_taken_back_with_a_reason_only(cast, hall, as_one):
    event, author = hall.held(starts_at=moment(2025, 3, 7), at=moment(2025, 3, 8)), as_one(cast.author)
    answer = step(author, event, "withdraw", reason=" ")
    assert (answer.status_code, "Ghi lý do." in words(soup(answer))) == (422, True)
    assert step(author, event, "withdraw", reason="Ghi nhầm ngày").status_code == 302
    page = words(soup(author.get(reverse("desk:event", args=[event.pk]))).select_one("main"))
    assert "Ghi nhầm ngày" in page
    assert author.get(reverse("desk:event_edit", args=[event.pk])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_event_as_for_three(cast, hall, as_one, rows, django_assert_num_queries):
    for _ in range(rows):
        hall.event(starts_at=moment(2025, 3, 20))
    author = as_one(cast.author)
    author.get(reverse("desk:events"))
    with django_assert_num_queries(13):
        page = soup(author.get(reverse("desk:events")))
    assert len(page.select("tbody tr")) == rows


def test_the_list_filters_and_says_when_nothing_fits(cast, hall, as_one):
    hall.event(starts_at=moment(2025, 3, 20))
    author = as_one(cast.author)
    assert "Gặp mặt" in words(soup(author.get(reverse("desk:events") + "?kind=honouring&state=draft")))
    assert "Không có sự kiện nào khớp" in words(soup(author.get(reverse("desk:events") + "?state=held")))
    assert as_one(cast.stranger).get(reverse("desk:events")).status_code == 403
