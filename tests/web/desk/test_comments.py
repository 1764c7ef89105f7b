"""Comments on dossiers, from the public page to the office's answer."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from neuguong.exemplars.models import Objection, WindowEntry
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.web.links import address_of
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

DAY = moment(2025, 3, 14, 9)
TYPED = {"name": "Nguyễn Văn Tư", "email": "tu@example.vn", "contact": "thôn Trung", "words": "Tôi có thấy việc này."}


@pytest.fixture(autouse=True)
def day(db):
    cache.clear()
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def verified(cast, asking_plan):
    one = make.make_nomination(
        cast.dien_tho, asking_plan, cast.author, name="Đỗ Thị Lành", sector=asking_plan.sectors.first().code
    )
    return verify_nomination(nomination=make.send(one, cast.head), by=actor(cast.office), at=moment(2025, 3, 12))


@pytest.fixture
def entry(cast, verified, as_one) -> WindowEntry:
    office = as_one(cast.office)
    assert "1 hồ sơ chờ đưa ra lấy ý kiến" in words(soup(office.get(reverse("desk:home"))).main)
    answer = office.post(reverse("desk:comment_windows"), {"nominations": [verified.pk]})
    assert answer.status_code == 302
    return WindowEntry.objects.get()


def comment(entry, traveller, **typed):
    visitor, path = Client(), reverse("portal:comment", args=[entry.pk])
    token = re.search(r'name="token" value="([^"]+)"', visitor.get(path).content.decode())[1]
    traveller.shift(timedelta(seconds=9))
    return visitor.post(path, {**TYPED, "token": token, **typed})


def confirm_link() -> str:
    return address_of(f"exemplars.objection:{Objection.objects.get().pk}")


def test_a_comment_is_given_confirmed_read_and_answered(cast, entry, as_one, day):
    listing = Client().get("/lay-y-kien/").content.decode()
    assert "Đỗ Thị Lành" in listing
    assert "Xã Diên Thọ" in listing
    assert comment(entry, day).status_code == 200
    link = confirm_link()
    page = Client().get(link)
    assert "Tôi xác nhận ý kiến này" in page.content.decode()
    assert Objection.objects.get().state == "unconfirmed"  # a link that a mail programme opens confirms nothing
    assert "Đã xác nhận ý kiến" in Client().post(link).content.decode()
    assert "Đã xác nhận ý kiến" in Client().get(link).content.decode()
    office = as_one(cast.office)
    page = office.get(reverse("desk:comment_entry", args=[entry.pk]))
    assert "Nguyễn Văn Tư" in words(soup(page).main)
    act = f"answer-{Objection.objects.get().pk}"
    where = reverse("desk:comment_entry", args=[entry.pk])
    refused = office.post(where, {"act": act, f"{act}-answer": "Đã kiểm ở thôn."})
    assert refused.status_code == 400
    assert "Đã kiểm ở thôn." in refused.content.decode()
    answered = {"act": act, f"{act}-accepted": "no", f"{act}-answer": "Đã kiểm ở thôn."}
    assert office.post(where, answered).status_code == 302
    assert office.post(where, answered).status_code == 302
    assert Objection.objects.get().state == "answered"


@pytest.mark.parametrize("who", ["author", "head", "neighbour", "admin", "stranger"])
def test_the_unit_and_outsiders_meet_neither_comment_nor_count(cast, entry, as_one, day, who):
    client = as_one(cast[who])
    pages = ["desk:home", "desk:nominations", "desk:notices"]
    addresses = [reverse(name) for name in pages] + [reverse("desk:nomination", args=[entry.nomination_id])]

    def seen():
        return [
            re.sub(
                r'csrf\S+ value="[^"]+"|nonce="[^"]+"|datetime="[^"]+"|\d\d:\d\d', "", client.get(one).content.decode()
            )
            for one in addresses
        ]

    before = seen()
    comment(entry, day)
    Client().post(confirm_link())
    day.move_to(DAY)
    assert [len(page) for page in seen()] == [len(page) for page in before]
    assert client.get(reverse("desk:comment_entry", args=[entry.pk])).status_code == 404
    assert client.get(reverse("desk:comment_windows")).status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "không ký tên"),
        ({"email": "tu"}, "chưa đúng"),
        ({"words": ""}, "Viết ý kiến"),
        ({"website": "x"}, "phải để trống"),
    ],
)
def test_a_refused_comment_keeps_what_was_typed(entry, day, typed, sentence):
    answer = comment(entry, day, **typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "thôn Trung" in page
    assert not Objection.objects.exists()


def test_a_comment_page_is_gone_with_its_last_day_and_for_what_was_left_out(entry, day):
    day.move_to(moment(2025, 3, 29))
    assert Client().get(reverse("portal:comment", args=[entry.pk])).status_code == 404
    assert "Đỗ Thị Lành" not in Client().get("/lay-y-kien/").content.decode()
    day.move_to(DAY)
    WindowEntry.objects.update(left_out="Công an")
    assert Client().get(reverse("portal:comment", args=[entry.pk])).status_code == 404


def test_a_link_of_a_mail_is_neither_forged_nor_old(entry, day):
    comment(entry, day)
    link = confirm_link()
    assert Client().get(link[:-3] + "xx/").status_code == 404
    day.shift(timedelta(days=8))
    assert Client().post(link).status_code == 404
    assert Objection.objects.get().state == "unconfirmed"


def test_pages_of_comments_set_no_cookie_and_are_not_for_search_engines(entry, day):
    comment_page = reverse("portal:comment", args=[entry.pk])
    for path in ("/lay-y-kien/", comment_page, reverse("portal:comment_confirm", args=["x"])):
        answer = Client().get(path)
        assert not answer.cookies
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert b"<script" not in answer.content


def test_the_office_enters_a_signed_paper(cast, entry, as_one):
    office, where = as_one(cast.office), reverse("desk:comment_entry", args=[entry.pk])
    key = soup(office.get(where)).select_one("[name=paper-key]")["value"]
    typed = {"came_on": "14/03/2025", "name": "Bà Ba", "contact": "thôn Hạ", "words": "Tôi biết.", "key": key}
    typed = {"act": "paper", **{f"paper-{name}": value for name, value in typed.items()}}
    assert office.post(where, typed).status_code == 302
    assert office.post(where, typed).status_code == 302
    assert Objection.objects.get().came_on == date(2025, 3, 14)
    wrong = office.post(where, {**typed, "paper-key": "other", "paper-came_on": "15/03/2025"})
    assert wrong.status_code == 400
    assert "Tôi biết." in wrong.content.decode()


def test_the_council_cannot_recognise_while_comments_are_open(cast, entry, as_one):
    page = words(soup(as_one(cast.chair).get(reverse("desk:nomination", args=[entry.nomination_id]))).main)
    assert "Đang lấy ý kiến về hồ sơ đến hết ngày 28/03/2025" in page
    assert "Ý kiến về hồ sơ này" in page


def test_the_office_chooses_at_least_one_dossier(cast, verified, as_one):
    answer = as_one(cast.office).post(reverse("desk:comment_windows"), {f"left_out-{verified.pk}": "Công an"})
    assert answer.status_code == 400
    assert "Chọn ít nhất một hồ sơ" in answer.content.decode()
    assert "Công an" in answer.content.decode()
