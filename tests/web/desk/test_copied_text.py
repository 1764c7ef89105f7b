"""A text that stands in another dossier is remarked where it is written and where it is checked, to each by their scope."""

import pytest
from django.urls import reverse

from neuguong.exemplars.models import Dismissal
from tests import factories as make
from tests.exemplars.reading.test_overlap import STORY
from tests.factories import moment
from tests.web.desk.conftest import soup, words

REMARK = "Nhiều đoạn của bài này trùng với"


@pytest.fixture
def told(cast, march):
    """What Diên Thọ sent first."""
    return make.send(dossier(cast, march, "Lê Văn Thuận"), cast.head, at=moment(2025, 3, 6))


def dossier(cast, plan, name, *, neighbour=False, text=STORY):
    unit, author = (cast.dien_an, cast.neighbour) if neighbour else (cast.dien_tho, cast.author)
    return make.make_nomination(
        unit, plan, author, name=name, sector=plan.sectors.first().code, achievement_summary=text
    )


@pytest.fixture
def again(cast, march, told):
    """The same words in a draft of Diên An."""
    return dossier(cast, march, "Trần Thị Đào", neighbour=True)


def page_of(client, nomination, name="claims"):
    return soup(client.get(reverse(f"desk:{name}", args=[nomination.pk])))


def copied(page) -> list[str]:
    return [words(one) for one in page.select("#wcopied0")]


def test_the_office_reads_which_dossier_how_much_and_which_stretch(cast, again, told, as_one):
    make.send(again, cast.neighbour_head, at=moment(2025, 3, 7))
    page = page_of(as_one(cast.office), again)
    (remark,) = copied(page)
    assert f"{REMARK} hồ sơ {told.number}. Viết bằng lời của đơn vị" in remark
    assert "Xã Diên Thọ" in remark
    assert "100%" in remark
    assert "Đoạn trùng: “Từ tháng 6/2021 ông nuôi trùn quế" in remark
    assert page.select_one(f"#wcopied0 a[href='{reverse('desk:nomination', args=[told.pk])}']")


@pytest.mark.parametrize("place", ["claims", "nomination_edit"])
def test_a_unit_is_not_told_whose_dossier_it_is_nor_how_much_of_it(cast, again, told, as_one, place):
    page = page_of(as_one(cast.neighbour), again, place)
    text = words(page.select_one("main"))
    assert text.count(f"{REMARK} một hồ sơ khác trong hệ thống.") == 1
    assert [one for one in (told.number, "Lê Văn Thuận", "Diên Thọ", "%", "Đoạn trùng") if one in text] == []


def test_three_dossiers_elsewhere_look_to_a_unit_like_one(cast, march, again, as_one):
    one = words(page_of(as_one(cast.neighbour), again).select_one("#wcopied0"))
    for name in ("Hồ Văn Ba", "Hồ Văn Bốn"):
        make.send(dossier(cast, march, name), cast.head, at=moment(2025, 3, 7))
    assert words(page_of(as_one(cast.neighbour), again).select_one("#wcopied0")) == one


def test_a_unit_that_repeats_itself_reads_the_number_while_it_writes(cast, march, told, as_one):
    own = dossier(cast, march, "Lê Văn Thuận")
    page = page_of(as_one(cast.author), own, "nomination_edit")
    assert f"{REMARK} hồ sơ {told.number}." in words(page)
    assert "trùng 100%" in words(page)


def test_words_of_ones_own_are_not_remarked(cast, march, told, as_one):
    own = dossier(cast, march, "Bà Sáu", neighbour=True, text="Năm 2024 bà Sáu dạy 30 trẻ em bơi ở hồ Am Chúa.")
    assert copied(page_of(as_one(cast.neighbour), own)) == []


def test_the_remark_is_dismissed_with_a_reason_that_stays_readable_and_comes_back(cast, again, as_one):
    writer = as_one(cast.neighbour)
    form = page_of(writer, again).select_one("#wcopied0 form")
    data = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    writer.post(form["action"], data | {"reason": "Hai vợ chồng cùng làm."})
    make.send(again, cast.neighbour_head, at=moment(2025, 3, 7))
    page = page_of(as_one(cast.office), again)
    assert copied(page) == []
    assert "Hai vợ chồng cùng làm." in words(page.select_one("#cach-viet").find_parent("section"))
    back = page.select_one("input[value=dismissal_back]").find_parent("form")
    as_one(cast.office).post(back["action"], {one["name"]: one["value"] for one in back.select("input")})
    assert Dismissal.objects.filter(gone_at=None, matter="copied").count() == 0
    assert len(copied(page_of(as_one(cast.office), again))) == 1


def test_whoever_only_reads_the_dossier_gets_no_remark(cast, told, again, march, as_one):
    assert copied(page_of(as_one(cast.author), told)) == []


@pytest.mark.parametrize("dossiers", [1, 3])
def test_copies_are_searched_once_for_the_whole_text(cast, march, again, as_one, dossiers, django_assert_num_queries):
    for name in ("Hồ Văn Ba", "Hồ Văn Bốn")[: dossiers - 1]:
        make.send(dossier(cast, march, name), cast.head, at=moment(2025, 3, 7))
    make.send(again, cast.neighbour_head, at=moment(2025, 3, 7))
    office = as_one(cast.office)
    office.get(reverse("desk:claims", args=[again.pk]))
    with django_assert_num_queries(QUERIES):
        office.get(reverse("desk:claims", args=[again.pk]))


QUERIES = 24
