"""Events before the public: what was announced as public, calendars, registering; nobody's name."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from neuguong.core.models import Letter
from neuguong.publicity.models import Attendee
from neuguong.publicity.operations.attendees import Guest, invite_guests
from neuguong.publicity.operations.events import Numbers, cancel_event, hold_event
from tests.core.test_ics import read
from tests.factories import actor, moment
from tests.publicity.hall import Hall

EARLIER, NOON = moment(2025, 3, 4), moment(2025, 3, 10, 12)


@pytest.fixture
def hall(cast, plan) -> Hall:
    cache.clear()
    return Hall(cast, plan)


def told(hall, name="Giao lưu với học sinh", on=20, **fields):
    words = {"kind": "exchange", "is_public": True, **fields}
    return hall.announced(name=name, starts_at=moment(2025, 3, on, 8), at=EARLIER, **words)


def page(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_the_list_has_what_is_coming_and_what_was(hall, cast, client):
    told(hall), told(hall, "Đã qua", on=5), told(hall, "Nội bộ", is_public=False)
    hall.event(name="Nháp", is_public=True, starts_at=moment(2025, 3, 25))
    called_off = told(hall, "Bị hủy", on=22)
    cancel_event(event=called_off, reason="Mưa lũ, ông Ba ốm", by=actor(cast.author), at=EARLIER)
    never = hall.event(name="Chưa công bố mà hủy", is_public=True, starts_at=moment(2025, 3, 25))
    cancel_event(event=never, reason="x", by=actor(cast.author), at=EARLIER)
    text = page(client, "/su-kien/")
    coming, past = text.split("<h2>Đã qua</h2>")
    assert [name in coming for name in ("Giao lưu với học sinh", "Bị hủy", "Đã hủy")] == [True, True, True]
    assert "Đã qua" in past
    assert not any(name in text for name in ("Nội bộ", "Nháp", "Chưa công bố", "ông Ba ốm"))


def test_a_page_names_nobody_who_comes_and_gives_no_link_of_an_online_event(hall, cast, client):
    event = told(hall, online_link="https://hop.example/bi-mat")
    guests = [Guest("Nguyễn Thị Ba", "Hội Nông dân", "ba@example.vn")]
    invite_guests(event=event, guests=guests, part="guest", by=actor(cast.author), at=EARLIER)
    text = page(client, f"/su-kien/{event.slug}/")
    assert "Tôn vinh điển hình" in text
    assert not any(part in text for part in ("Nguyễn Thị Ba", "ba@example.vn", "hop.example"))
    assert client.get("/su-kien/khong-co/").status_code == 404


def test_what_was_held_says_how_many_came(hall, cast, client):
    event = told(hall, on=5)
    hold_event(event=event, numbers=Numbers(1250, 1100), by=actor(cast.author), at=moment(2025, 3, 6))
    assert "1.250 người, trong đó 1.100 học sinh, sinh viên" in page(client, f"/su-kien/{event.slug}/")


def test_calendars_are_read_back(hall, cast, client):
    event, other = told(hall), told(hall, "Bị hủy", on=22)
    cancel_event(event=other, reason="x", by=actor(cast.author), at=EARLIER)
    for path, names in ((f"/su-kien/{event.slug}/lich.ics", 1), ("/tin/su-kien.ics", 2)):
        answer = client.get(path)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(read(answer.content.decode())) == names + 1
    found = {one["SUMMARY"]: one for one in read(client.get("/tin/su-kien.ics").content.decode())[1:]}
    assert {name: one["STATUS"] for name, one in found.items()} == {
        "Giao lưu với học sinh": "CONFIRMED",
        "Bị hủy": "CANCELLED",
    }
    assert found["Giao lưu với học sinh"]["DTSTART"] == "20250320T010000Z"
    assert found["Giao lưu với học sinh"]["URL"].endswith(f"/su-kien/{event.slug}/")


def sent(client, event, *, token=None, after=10, **fields):
    path = f"/su-kien/{event.slug}/dang-ky/"
    with time_machine.travel(NOON, tick=False):
        token = token or re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())[1]
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        return token, client.post(
            path, {"name": "Người Dân", "office": "Thôn 2", "email": "", "token": token, **fields}
        )


def test_somebody_registers_once_and_keeps_the_code(hall, client):
    event = told(hall, takes_registrations=True)
    assert "Đăng ký dự" in page(client, f"/su-kien/{event.slug}/")
    token, answer = sent(client, event, email="dan@example.vn")
    assert (answer.status_code, 'class="qr"' in answer.content.decode()) == (200, True)
    sent(client, event, token=token, after=20, email="dan@example.vn")
    assert [(one.name, one.source, one.answer) for one in Attendee.objects.all()] == [
        ("Người Dân", "registered", "yes")
    ]
    assert Letter.objects.filter(address="dan@example.vn").count() == 1


def test_a_form_that_cannot_be_taken_keeps_the_words(hall, client):
    event = told(hall, takes_registrations=True)
    for fields, status in (({"name": " "}, 400), ({"email": "sai"}, 400), ({"after": 1}, 400), ({"token": "x"}, 400)):
        _, answer = sent(client, event, **fields)
        assert (answer.status_code, "Thôn 2" in answer.content.decode()) == (status, True), fields
    assert Attendee.objects.count() == 0


def test_from_one_address_only_so_many_register_in_an_hour(hall, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "event_registration": "2/h/key"}
    event = told(hall, takes_registrations=True)
    codes = [sent(client, event, name=f"Người {n}")[1].status_code for n in range(3)]
    assert codes == [200, 200, 429]


def test_an_event_that_takes_none_says_so(hall, client):
    event = told(hall)
    assert "Đăng ký dự" not in page(client, f"/su-kien/{event.slug}/")
    answer = client.post(f"/su-kien/{event.slug}/dang-ky/", {"name": "x"})
    assert (answer.status_code, Attendee.objects.count()) == (409, 0)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_often_for_one_event_as_for_three(hall, client, django_assert_num_queries, many):
    for number in range(many):
        told(hall, f"Sự kiện {number}")
    with django_assert_num_queries(6):
        page(client, "/su-kien/")
