"""Suggestions at the desk: the office passes them on, the unit takes them up or answers."""

import pytest
from django.urls import reverse

from neuguong.core.actor import Actor
from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.operations.suggestions import Told, suggest
from tests.factories import moment
from tests.web.desk.conftest import soup, words


@pytest.fixture
def told(cast, march) -> Suggestion:
    return tell(cast, march)


def tell(cast, plan, number=1) -> Suggestion:
    words = Told("Bà Bảy, chợ Đình", "Nấu cháo cho người ốm.", "0905 123 456")
    return suggest(
        told=words, kind="suggestion", plan=plan, place=cast.dien_tho, code=f"C{number}", form_key=f"k{number}",
        by=Actor.public("form:1"), at=moment(2025, 3, 4),
    )  # fmt: skip


def press(client, row, act, **typed):
    return client.post(
        reverse("desk:suggestion", args=[row.pk]), {"act": act, **{f"{act}-{k}": v for k, v in typed.items()}}
    )


def test_the_office_passes_it_to_the_place_that_the_citizen_chose(cast, told, as_one):
    office = as_one(cast.office)
    home = words(soup(office.get(reverse("desk:home"))).main)
    assert "chờ chuyển đơn vị" in home
    assert "Bà Bảy" in home
    page = soup(office.get(reverse("desk:suggestion", args=[told.pk])))
    assert page.select_one("[name=pass_on-unit] [selected]").text == "Xã Diên Thọ"
    assert press(office, told, "pass_on", unit=cast.dien_tho.pk).status_code == 302
    assert press(office, told, "pass_on", unit=cast.dien_tho.pk).status_code == 302
    told.refresh_from_db()
    assert (told.state, told.unit) == ("passed", cast.dien_tho)
    author = as_one(cast.author)
    assert "Trả lời trước khi hết ngày 24/03/2025" in words(soup(author.get(reverse("desk:home"))).main)


def test_the_unit_makes_a_draft_of_it_and_pressing_twice_makes_one(cast, told, as_one):
    press(as_one(cast.office), told, "pass_on", unit=cast.dien_tho.pk)
    author = as_one(cast.author)
    made = press(author, told, "take_up", subject_kind="individual", name="Lê Thị Bảy")
    told.refresh_from_db()
    assert made.headers["Location"] == reverse("desk:nomination_edit", args=[told.nomination_id])
    assert press(author, told, "take_up", subject_kind="individual", name="Lê Thị Bảy").status_code == 302
    page = words(soup(author.get(reverse("desk:suggestion", args=[told.pk]))).main)
    assert told.nomination.number in page
    office = words(soup(as_one(cast.office).get(reverse("desk:suggestion", args=[told.pk]))).main)
    assert told.nomination.number not in office  # a draft is the unit's own


def test_a_bad_answer_keeps_the_words(cast, told, as_one):
    press(as_one(cast.office), told, "pass_on", unit=cast.dien_tho.pk)
    answer = press(as_one(cast.head), told, "answer", reason="", answer="Đã hỏi tổ trưởng")
    assert answer.status_code == 400
    assert "Đã hỏi tổ trưởng" in answer.content.decode()
    assert "Chọn lý do" in answer.content.decode()


def test_an_act_that_is_not_this_persons_is_refused_with_a_sentence(cast, told, as_one):
    press(as_one(cast.office), told, "pass_on", unit=cast.dien_tho.pk)
    answer = press(as_one(cast.office), told, "answer", reason="known", answer="x")
    assert answer.status_code == 409
    assert "Xã Diên Thọ trả lời được" in answer.content.decode()
    assert press(as_one(cast.author), told, "xyz").status_code == 409


@pytest.mark.parametrize("who", ["neighbour", "chair", "leader", "admin", "stranger", "author"])
def test_nobody_else_finds_it(cast, told, as_one, who):
    client = as_one(cast[who])
    assert client.get(reverse("desk:suggestion", args=[told.pk])).status_code == 404
    assert client.get(reverse("desk:suggestion_photo", args=[told.pk])).status_code == 404
    assert press(client, told, "pass_on", unit=cast.dien_tho.pk).status_code == 404
    listing = client.get(reverse("desk:suggestions"))
    assert "Bà Bảy" not in listing.content.decode()
    assert listing.status_code == (200 if who in ("author", "neighbour") else 403)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        tell(cast, march, number)
    client = as_one(cast.office)
    with django_assert_num_queries(13):
        assert client.get(reverse("desk:suggestions")).status_code == 200


def test_the_list_is_narrowed_by_state(cast, told, as_one):
    client = as_one(cast.office)
    assert "Bà Bảy" in client.get(reverse("desk:suggestions"), {"state": "received"}).content.decode()
    assert "Bà Bảy" not in client.get(reverse("desk:suggestions"), {"state": "answered"}).content.decode()
