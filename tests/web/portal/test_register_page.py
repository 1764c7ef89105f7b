"""The register: a citizen finds people by typing without marks, by field, unit, kind, year and who recognised."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from neuguong.exemplars.queries.register import Counts, Tally
from neuguong.web.portal import choices
from tests import factories as make


@pytest.fixture
def found(visitor):
    """Opens the register with a query; answers the names in order."""

    def names(query: str = "") -> list[str]:
        page = BeautifulSoup(visitor.get(f"/guong/{query}").content, "html.parser")
        return [link.get_text() for link in page.select(".reg-i a")]

    return names


def options(visitor, facet: str, query: str = "") -> dict[str, str]:
    """Value and words of each choice of a facet."""
    page = BeautifulSoup(visitor.get(f"/guong/{query}").content, "html.parser")
    return {one["value"]: one.get_text() for one in page.select(f"select[name={facet}] option")}


def test_names_are_found_without_marks(enter, found):
    enter("Đỗ Thị Lành")
    enter("Trần Văn Mận")
    assert found("?q=do+thi+lanh") == ["Đỗ Thị Lành"]
    assert found("?q=ĐỖ") == ["Đỗ Thị Lành"]
    assert found("?q=khong-co-ai") == []


def test_people_are_found_by_their_unit(enter, found, cast):
    enter("Đỗ Thị Lành", cast.dien_an)
    enter("Trần Văn Mận", cast.dien_tho)
    assert found("?q=xa+dien+an") == ["Đỗ Thị Lành"]


def test_the_newest_comes_first_or_the_given_name_decides(enter, found):
    enter("Trần Văn Yên", on=date(2024, 1, 5))
    enter("Lê Thị Ân", on=date(2024, 3, 5))
    enter("Bùi Văn An", on=date(2023, 3, 5))
    assert found() == ["Lê Thị Ân", "Trần Văn Yên", "Bùi Văn An"]
    assert found("?xep=ten") == ["Bùi Văn An", "Lê Thị Ân", "Trần Văn Yên"]


@pytest.mark.parametrize(
    "query",
    ["?linh-vuc=y-te", "?don-vi=dien-an", "?loai=collective", "?nam=2023", "?cap=council", "?nam=2023&cap=council"],
)
def test_each_facet_narrows_the_register(query, enter, found, cast):
    enter("Người khác")
    enter("Tổ y tế", cast.dien_an, sector="y-te", kind="collective", level="council", on=date(2023, 9, 1))
    assert found(query) == ["Tổ y tế"]


def test_facets_show_what_each_choice_would_leave_and_zero_too(enter, visitor, cast):
    enter("Một", sector="nong-nghiep", on=date(2024, 2, 1))
    enter("Hai", cast.dien_an, sector="y-te", on=date(2023, 7, 1))
    assert options(visitor, "linh-vuc") == {"": "Mọi lĩnh vực", "nong-nghiep": "Nông nghiệp (1)", "y-te": "Y tế (1)"}
    assert options(visitor, "linh-vuc", "?nam=2023&linh-vuc=nong-nghiep") == {
        "": "Mọi lĩnh vực",
        "nong-nghiep": "Nông nghiệp (0)",
        "y-te": "Y tế (1)",
    }
    assert options(visitor, "nam") == {
        "": "Mọi năm",
        "2025": "Năm 2025 (0)",
        "2024": "Năm 2024 (1)",
        "2023": "Năm 2023 (1)",
    }
    assert options(visitor, "don-vi", "?nam=2023") == {
        "": "Mọi đơn vị",
        "dien-an": "Xã Diên An (1)",
        "dien-tho": "Xã Diên Thọ (0)",
    }


def test_a_site_of_one_organisation_does_not_ask_whose_programme(enter, visitor):
    enter("Một")
    assert options(visitor, "co-quan") == {}


def test_where_organisations_share_a_site_each_ones_exemplars_are_found(enter, found, visitor, cast):
    own = make.make_plan(cast.dien_an, code="ke-hoach-xa")
    enter("Người của huyện", cast.dien_an)
    enter("Người của xã", cast.dien_an, plan=own, sector="y-te")
    assert options(visitor, "co-quan") == {
        "": "Mọi cơ quan", "ubnd-dien-khanh": "UBND huyện Diên Khánh", "dien-an": "Xã Diên An",
    }  # fmt: skip
    assert found("?co-quan=dien-an") == ["Người của xã"]
    assert found("?co-quan=ubnd-dien-khanh") == ["Người của huyện"]
    assert options(visitor, "linh-vuc", "?co-quan=dien-an")["nong-nghiep"] == "Nông nghiệp (0)"
    assert set(found("?co-quan=khong-co")) == {"Người của huyện", "Người của xã"}
    chips = BeautifulSoup(visitor.get("/guong/?co-quan=dien-an").content, "html.parser").select(".chips a")
    assert [chip.get_text(" ", strip=True) for chip in chips] == ["Bỏ lọc: Xã Diên An", "Xem tất cả"]


def test_a_new_recognition_is_counted_at_once(enter, visitor):
    enter("Một")
    assert options(visitor, "cap")["unit"] == "Đơn vị công nhận (1)"
    enter("Hai")
    assert options(visitor, "cap")["unit"] == "Đơn vị công nhận (2)"


def test_the_number_in_the_heading_is_the_number_of_lines(enter, visitor):
    for name in ("Một", "Hai", "Ba"):
        enter(name, kind="collective" if name == "Ba" else "individual")
    assert "2 gương" in visitor.get("/guong/?loai=individual").content.decode()


def test_pages_keep_the_filters(enter, visitor, found):
    for number in range(1, 23):
        enter(f"Tổ {number}", kind="collective", on=date(2024, 1, number))
    enter("Người khác")
    assert found("?loai=collective&trang=2") == ["Tổ 2", "Tổ 1"]
    page = BeautifulSoup(visitor.get("/guong/?loai=collective").content, "html.parser")
    assert page.select_one(".pager a[rel=next]")["href"] == "?loai=collective&trang=2"


@pytest.mark.parametrize(
    "query", ["?nam=abc", "?linh-vuc=khong-co", "?loai=x", "?cap=x", "?xep=x", "?trang=abc", "?nam=9999999999999"]
)
def test_what_cannot_be_read_falls_away(query, enter, found):
    enter("Đỗ Thị Lành")
    assert found(query) == ["Đỗ Thị Lành"]


@pytest.mark.parametrize("query", ["?q=%00", "?q=%22%27*()%3B--", "?q=" + "a" * 5000, "?don-vi=%00", "?trang=-1"])
def test_odd_letters_do_no_harm(query, enter, visitor):
    enter("Đỗ Thị Lành")
    assert visitor.get(f"/guong/{query}").status_code == 200


def test_an_empty_answer_says_what_to_do(enter, visitor):
    enter("Đỗ Thị Lành")
    assert "Bỏ bớt một điều kiện" in visitor.get("/guong/?q=zzz").content.decode()


def test_an_empty_register_says_when_it_fills(kh, visitor):
    assert "Sổ chưa có ai" in visitor.get("/guong/").content.decode()


def test_a_unit_that_ended_is_offered_with_its_last_day(enter, visitor, merged):
    enter("Đỗ Thị Lành")
    assert options(visitor, "don-vi")["dien-tho"] == "Xã Diên Thọ (đến 31/10/2024) (1)"
    assert options(visitor, "don-vi")["xuan-tho"] == "Xã Xuân Thọ (0)"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_database_a_fixed_number_of_times(rows, enter, visitor, django_assert_num_queries):
    for number in range(rows):
        enter(f"Người {number}")
    visitor.get("/guong/")  # counted, and kept until the next recognition
    with django_assert_num_queries(7):
        visitor.get("/guong/")
    with django_assert_num_queries(13):
        visitor.get("/guong/?q=nguoi")


def test_two_organisations_share_the_register_and_its_sectors(enter, found, cast):
    commune = make.make_plan(cast.dien_an, code="ke-hoach-xa")
    enter("Của huyện", sector="y-te")
    enter("Của xã", cast.dien_an, sector="y-te", plan=commune)
    assert set(found("?linh-vuc=y-te")) == {"Của huyện", "Của xã"}


def test_too_many_units_to_choose_from_are_left_to_the_search_box(enter, visitor, cast, monkeypatch):
    monkeypatch.setattr(choices, "MAX_PLACES", 1)
    enter("Một", cast.dien_an)
    enter("Hai", cast.dien_tho)
    assert options(visitor, "don-vi") == {"": "Mọi đơn vị", "dien-an": "Xã Diên An", "dien-tho": "Xã Diên Thọ"}


def test_a_tally_counts_each_facet_under_the_others():
    tally = Tally(
        ((1, "individual", 2023, "unit", 5), (1, "collective", 2024, "unit", 2), (2, "individual", 2024, "council", 3))
    )
    assert tally.counts(year=2024, kind="individual") == Counts(
        total=3,
        sectors={2: 3},
        kinds={"collective": 2, "individual": 3},
        years={2023: 5, 2024: 3},
        levels={"council": 3},
    )
    assert tally.counts(sectors=frozenset()).total == 0
