"""The public pages tell what is true on the day, to everybody alike."""

import re
from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from neuguong.exemplars.models import Exemplar, Recognition
from neuguong.org.models import Unit, UnitLineage
from neuguong.programme.models import Plan, PlanVersion
from tests import factories as make
from tests.factories import moment

FIXED = [
    "/",
    "/guong/",
    "/ban-do/",
    "/ban-do/2023/",
    "/gioi-thieu/",
    "/linh-vuc/y-te/",
    "/don-vi/dien-tho/",
    "/robots.txt",
    "/sitemap.xml",
]


def words(visitor, path: str) -> str:
    """The text of a page's main part."""
    page = BeautifulSoup(visitor.get(path).content, "html.parser")
    return " ".join(page.select_one("main").get_text(" ").split())


def addresses_in(visitor, path: str) -> list[str]:
    """What a sitemap leads to."""
    return re.findall(r"<loc>http://testserver(.*?)</loc>", visitor.get(path).content.decode())


def test_an_exemplars_page_names_unit_sector_year_and_papers(enter, visitor):
    one = enter("Đỗ Thị Lành", on=date(2024, 5, 20))
    text = words(visitor, f"/guong/{one.slug}/")
    for part in ("Đỗ Thị Lành", "Xã Diên Thọ", "Nông nghiệp", "năm 2024", "20/05/2024", "Số 415/QĐ-UBND", "87/KH-UBND"):
        assert part in text


def test_both_recognitions_are_shown_in_order(enter, visitor, cast):
    one = enter("Đỗ Thị Lành", on=date(2024, 5, 20))
    Recognition.objects.create(
        exemplar=one,
        nomination=one.recognitions.get().nomination,
        level="council",
        council=cast.council,
        meeting_number="02/BB-HĐ",
        meeting_on=date(2024, 6, 1),
        decided_on=date(2024, 6, 3),
        recorded_at=moment(2024, 6, 3),
    )
    text = words(visitor, f"/guong/{one.slug}/")
    assert text.index("20/05/2024") < text.index(f"{cast.council.name} công nhận ngày 03/06/2024")
    assert "Số 02/BB-HĐ, họp ngày 01/06/2024" in text


def test_the_unit_stays_as_on_the_day_and_what_became_of_it_is_told(enter, visitor, merged):
    one = enter("Đỗ Thị Lành")
    text = words(visitor, f"/guong/{one.slug}/")
    assert "Xã Diên Thọ" in text
    assert "Từ 01/11/2024 là xã Xuân Thọ (sáp nhập) Nghị quyết 1196/NQ-UBTVQH15" in text


def test_a_commune_shows_the_exemplars_of_those_it_came_from(enter, visitor, merged):
    enter("Đỗ Thị Lành")
    text = words(visitor, "/don-vi/xuan-tho/")
    assert "Đỗ Thị Lành Xã Diên Thọ, cá nhân" in text
    assert "Xã Diên Thọ , 1 gương. Từ 01/11/2024 là xã Xuân Thọ (sáp nhập)" in text


def test_a_commune_that_ended_says_who_succeeded_it(enter, visitor, merged):
    text = words(visitor, "/don-vi/dien-tho/")
    assert "Đơn vị này tồn tại đến hết ngày 31/10/2024." in text
    assert "Từ 01/11/2024 là xã Xuân Thọ" in text


def test_a_reform_that_is_known_but_not_in_force_is_not_told_yet(enter, visitor, cast):
    day = date(2025, 7, 1)
    Unit.objects.filter(pk=cast.dien_an.pk).update(valid_to=day)
    future = make.make_unit("dien-khanh-2025", "Xã Diên Khánh", valid_from=day)
    UnitLineage.objects.create(
        predecessor=cast.dien_an,
        successor=future,
        kind="merged",
        act="NQ",
        effective_on=day,
        recorded_at=moment(2025, 1, 1),
    )
    enter("Đỗ Thị Lành", cast.dien_an)
    assert "Xã Diên Khánh" not in words(visitor, "/don-vi/dien-an/")
    assert visitor.get("/don-vi/dien-khanh-2025/").status_code == 404
    with time_machine.travel(moment(2025, 7, 1)):
        assert "Từ 01/07/2025 là xã Diên Khánh" in words(visitor, "/don-vi/dien-an/")
        assert "Đỗ Thị Lành" in words(visitor, "/don-vi/dien-khanh-2025/")
        tiles = BeautifulSoup(visitor.get("/").content, "html.parser").select(".tiles li")
        assert [" ".join(tile.get_text(" ").split()) for tile in tiles] == ["Diên Khánh 1 gương", "Diên Thọ 0 gương"]


def test_the_front_page_counts_communes_with_those_they_came_from(enter, visitor, merged, cast):
    enter("Đỗ Thị Lành", cast.dien_tho)
    page = BeautifulSoup(visitor.get("/").content, "html.parser")
    assert [" ".join(tile.get_text(" ").split()) for tile in page.select(".tiles a")] == [
        "Diên An 0 gương",
        "Xuân Thọ 1 gương",
    ]
    assert [tile["href"] for tile in page.select(".tiles a")] == ["/don-vi/dien-an/", "/don-vi/xuan-tho/"]


def test_an_empty_site_says_so(kh, visitor):
    assert "Chưa có điển hình nào được công nhận" in words(visitor, "/")


def test_a_site_without_any_plan_still_opens(db, visitor):
    assert {visitor.get(path).status_code for path in ("/", "/guong/", "/gioi-thieu/", "/sitemap.xml")} == {200}


def test_the_site_carries_the_name_of_the_organisation_above_all_others(enter, visitor, cast):
    make.make_plan(cast.dien_an, code="ke-hoach-xa")
    header = BeautifulSoup(visitor.get("/").content, "html.parser").select_one(".p-top .brand small")
    assert header.get_text() == "UBND huyện Diên Khánh"


def test_two_organisations_side_by_side_share_the_site_without_a_name(kh, visitor):
    make.make_plan(make.make_unit("huyen-khac", "UBND huyện Khác"), code="ke-hoach-khac")
    header = BeautifulSoup(visitor.get("/").content, "html.parser").select_one(".p-top .brand small")
    assert header.get_text() == ""
    about = words(visitor, "/gioi-thieu/")
    assert "UBND huyện Diên Khánh" in about
    assert "UBND huyện Khác" in about


def test_the_standing_office_is_told_from_the_plan_file(kh, visitor):
    office = {"office": {"name": "Văn phòng thường trực"}}
    now = moment(2023, 4, 12)
    PlanVersion.objects.create(plan=kh, number=2, document=office, effective_at=now, recorded_at=now)
    assert "Cơ quan thường trực: Văn phòng thường trực." in words(visitor, "/gioi-thieu/")


def test_a_draft_plan_is_nobodys_business_yet(cast, visitor):
    Plan.objects.filter(pk=make.make_plan(cast.district).pk).update(state="draft")
    assert "Chưa có kế hoạch nào đang thực hiện" in words(visitor, "/gioi-thieu/")


@pytest.mark.parametrize("path", FIXED)
def test_a_public_page_needs_no_session_and_leaves_no_cookie(path, kh, visitor):
    visitor.cookies["sessionid"] = "old-and-unknown"
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", FIXED)
def test_a_page_that_did_not_change_is_not_sent_again(path, kh, visitor):
    seen = visitor.get(path)["ETag"]
    assert visitor.get(path, headers={"If-None-Match": seen}).status_code == 304


def test_a_signed_in_official_gets_the_same_page(enter, visitor, cast):
    enter("Đỗ Thị Lành")
    official = Client()
    official.force_login(cast.office)
    assert {path: official.get(path).content == visitor.get(path).content for path in FIXED} == dict.fromkeys(
        FIXED, True
    )


@pytest.mark.parametrize(
    "path", ["/guong/khong-co/", "/don-vi/khong-co/", "/linh-vuc/khong-co/", "/sitemap-guong-9.xml"]
)
def test_what_does_not_exist_is_not_found(path, kh, visitor):
    assert visitor.get(path).status_code == 404


def test_public_pages_are_only_read(kh, visitor):
    assert visitor.post("/guong/", {"q": "x"}).status_code in {403, 405}


def test_the_sitemap_leads_to_every_exemplar(enter, visitor):
    one, two = enter("Đỗ Thị Lành"), enter("Trần Văn Mận")
    files = addresses_in(visitor, "/sitemap.xml")
    assert files == ["/sitemap-trang.xml", "/sitemap-guong-1.xml"]
    listed = {path for file in files for path in addresses_in(visitor, file)}
    assert listed == {
        "/",
        "/guong/",
        "/ban-do/",
        "/phong-trao/",
        "/bai/",
        "/gioi-thieu/",
        "/gioi-thieu-guong/",
        "/su-kien/",
        "/viec-tot/",
        "/linh-vuc/nong-nghiep/",
        "/linh-vuc/y-te/",
        "/don-vi/dien-tho/",
        f"/guong/{one.slug}/",
        f"/guong/{two.slug}/",
    }
    assert {path: visitor.get(path).status_code for path in listed} == dict.fromkeys(listed, 200)


def test_search_engines_are_kept_from_the_desk(kh, visitor):
    lines = visitor.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /ban-lam-viec/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(rows, enter, visitor, django_assert_num_queries):
    for number in range(rows):
        last = enter(f"Người {number}")
    visitor.get("/")
    asked = {
        "/": 14,
        f"/guong/{last.slug}/": 12,
        "/don-vi/dien-tho/": 11,
        "/linh-vuc/nong-nghiep/": 7,
        "/gioi-thieu/": 5,
    }
    for path, number in asked.items():
        with django_assert_num_queries(number):
            visitor.get(path)


def test_a_printed_address_leads_to_the_page_that_took_the_other_in(enter, cast, visitor):
    one, other = enter("Nguyễn Văn Hà", cast.dien_tho), enter("Ng. V. Hà", cast.dien_tho)
    Exemplar.objects.filter(pk=other.pk).update(merged_into=one)
    answer = visitor.get(f"/guong/{other.slug}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/guong/{one.slug}/")
    assert "Set-Cookie" not in answer.headers
    assert other.slug not in visitor.get("/guong/").content.decode()
    assert visitor.get(f"/guong/{one.slug}/").content.decode().count("415/QĐ-UBND") == 2
