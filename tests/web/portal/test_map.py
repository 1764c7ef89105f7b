"""The tile map: communes where the unit data says they lie, today's and those of the beginning, each counted once."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from neuguong.org.models import Unit, UnitTile
from neuguong.org.operations.units import load_units
from tests import factories as make
from tests.factories import moment
from tests.reforms import TEXT


@pytest.fixture
def units(kh):
    """The shipped units of the district, as known when all reforms had been decided."""
    load_units(text=TEXT, by=make.JOB, at=moment(2025, 6, 28))
    return {unit.ref: unit for unit in Unit.objects.all()}


def page(visitor, path: str) -> BeautifulSoup:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text(tag) -> str:
    return " ".join(tag.get_text(" ").split()).replace(" :", ":")


def tiles(visitor, path: str) -> dict[str, str]:
    """Name and number of every tile with the classes that place it."""
    return {text(one): " ".join(one["class"]) for one in page(visitor, path).select(".tiles-map li")}


def listed(visitor, path: str) -> list[str]:
    return [text(one) for one in page(visitor, path).select(".map-t tr")]


def test_today_a_commune_is_counted_with_those_it_came_from(units, enter, visitor):
    enter("Một", units["dien-xuan"])
    enter("Hai", units["xuan-dong"], on=date(2025, 1, 5))
    found = tiles(visitor, "/ban-do/")
    assert len(found) == 17
    assert found["Xuân Đồng 2 gương"] == "c1 r1 w1 h2"
    line = "Xã Xuân Đồng tính cả xã Diên Đồng (đến 31/10/2024): 0; xã Diên Xuân (đến 31/10/2024): 1 2"
    assert line in listed(visitor, "/ban-do/")
    assert tiles(visitor, "/") == found


def test_the_map_of_the_beginning_shows_the_communes_of_then(units, enter, visitor):
    enter("Một", units["dien-xuan"])
    enter("Hai", units["xuan-dong"], on=date(2025, 1, 5))
    found = tiles(visitor, "/ban-do/2023/")
    assert len(found) == 18
    assert {found["Diên Xuân 1 gương"], found["Diên Đồng 0 gương"]} == {"c1 r1 w1 h1", "c1 r2 w1 h1"}
    main = text(page(visitor, "/ban-do/2023/").select_one("main"))
    assert "nên không tính riêng cho đơn vị nào: xã Xuân Đồng (1)." in main
    assert listed(visitor, "/ban-do/2023/")[-1] == "Tất cả 2"


def test_after_the_reform_of_2025_there_are_six_and_everybody_is_still_counted(units, enter, visitor):
    enter("Một", units["dien-xuan"])
    enter("Hai", units["dien-an"])
    with time_machine.travel(moment(2025, 7, 1)):
        found = tiles(visitor, "/ban-do/")
        assert found == {
            "Diên Lâm 1 gương": "c1 r1 w3 h1",
            "Diên Điền 0 gương": "c4 r1 w3 h1",
            "Diên Thọ 0 gương": "c1 r2 w2 h2",
            "Diên Lạc 0 gương": "c3 r2 w2 h2",
            "Diên Khánh 1 gương": "c5 r2 w2 h2",
            "Suối Hiệp 0 gương": "c3 r4 w3 h1",
        }
        assert len(tiles(visitor, "/ban-do/2023/")) == 18


def test_a_commune_that_only_got_a_new_name_is_counted_on_the_old_map(cast, kh, enter, visitor, merged):
    enter("Một", merged, on=date(2025, 1, 5))
    assert listed(visitor, "/ban-do/2023/")[1:] == [
        "Xã Diên An 0", "Xã Diên Thọ tính cả xã Xuân Thọ: 1 1", "Tất cả 1",
    ]  # fmt: skip


def test_the_list_says_the_same_as_the_map(units, enter, visitor):
    enter("Một", units["dien-son"])
    drawn = {(one["href"], text(one.select_one("b"))) for one in page(visitor, "/ban-do/").select(".tiles a")}
    rows = page(visitor, "/ban-do/").select(".map-t tbody tr")
    assert {(row.select_one("a")["href"], f"{text(row.select_one('td'))} gương") for row in rows} == drawn


def test_a_place_that_nobody_checked_is_told_and_a_checked_one_not(units, visitor):
    words = "Vị trí các ô chưa đối chiếu với bản đồ hành chính."
    assert words in text(page(visitor, "/ban-do/").select_one("main"))
    UnitTile.objects.update(mark="V")
    assert words not in text(page(visitor, "/ban-do/").select_one("main"))


def test_a_commune_without_a_place_stands_beside_the_map(units, visitor):
    UnitTile.objects.filter(unit=units["dien-an"]).delete()
    found = page(visitor, "/ban-do/").select(".tiles:not(.tiles-map) a")
    assert [text(one) for one in found] == ["Diên An 0 gương"]


def test_two_communes_on_one_square_are_never_drawn_over_each_other(units, visitor):
    UnitTile.objects.filter(unit=units["dien-an"]).update(column=5)  # where the town lies
    assert [text(one) for one in page(visitor, "/ban-do/").select(".tiles:not(.tiles-map) a")] == [
        "Thị trấn Diên Khánh 0 gương"
    ]


def test_only_the_year_of_the_beginning_has_a_map_of_then(kh, visitor):
    assert {visitor.get(f"/ban-do/{year}/").status_code for year in (2022, 2024)} == {404}
    assert visitor.get("/ban-do/2023/").status_code == 200


def test_a_site_without_communes_says_so(db, visitor):
    assert "Không có bản đồ để vẽ" in text(page(visitor, "/ban-do/").select_one("main"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_asks_a_fixed_number_of_times(rows, enter, visitor, django_assert_num_queries):
    for number in range(rows):
        enter(f"Người {number}")
    visitor.get("/")
    for path in ("/ban-do/", "/ban-do/2023/"):
        with django_assert_num_queries(7):
            visitor.get(path)
