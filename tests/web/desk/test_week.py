"""The leader's page of a week on the screen and as a sheet: who reads it, what its links lead to."""

import pytest
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.operations.conflicts import declare_conflict
from tests.factories import actor, moment
from tests.ledger.packaging import load_87, sent
from tests.web.desk.conftest import soup, words

LATEST = "/ban-lam-viec/bang-theo-doi/tuan/"


@pytest.fixture
def plan(cast):
    start_demo_clock(at=moment(2025, 3, 19, 8))
    return load_87()


def test_the_newest_week_that_is_over_comes_first(cast, plan, as_one):
    page = soup(as_one(cast.leader).get(LATEST))
    assert words(page.h1) == "Tuần 11/2025"
    assert [words(link) for link in page.select(".week-nav a")] == ["← Tuần 10/2025", "Tuần 12/2025 (đang diễn ra) →"]
    late = [tuple(words(cell) for cell in row.select("td")) for row in page.select("#cham-h ~ .x, .week-late tbody tr")]
    assert {row[0] for row in late[:3]} == {"Xã Diên An", "Xã Diên Thọ", "Phòng Y tế"}


def test_the_list_behind_the_late_ones_is_complete(cast, plan, as_one):
    client = as_one(cast.leader)
    page = soup(client.get(LATEST))
    link = next(one["href"] for one in page.select("a") if "Xem đủ danh sách quá hạn" in one.get_text())
    assert link == "/ban-lam-viec/bang-theo-doi/nhiem-vu/?on=16%2F03%2F2025&state=overdue"
    rows = client.get(link.replace("nhiem-vu/?", "nhiem-vu/nhiem-vu.csv?")).content.decode("utf-8-sig").split("\r\n")
    counted = len(rows) - 2
    assert f"{counted} nhiệm vụ quá hạn" in words(page)


def test_a_letter_leads_to_the_week(cast, plan, as_one):
    assert as_one(cast.chair).get(reverse("desk:week", args=["2025-W10"])).status_code == 200


@pytest.mark.parametrize("who", ["leader", "chair", "office"])
def test_the_sheet_is_a_pdf(cast, plan, as_one, who):
    answer = as_one(cast[who]).get(reverse("desk:week_pdf", args=["2025-W11"]))
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="trang-tuan-2025-W11.pdf"',
    )  # fmt: skip
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["author", "head", "secretary", "admin", "stranger"])
def test_the_page_is_for_those_who_lead_and_the_office(cast, plan, as_one, who):
    client = as_one(cast[who])
    addresses = (LATEST, reverse("desk:week", args=["2025-W11"]), reverse("desk:week_pdf", args=["2025-W11"]))
    assert {client.get(address).status_code for address in addresses} == {403}
    assert b"/tuan/" not in client.get(reverse("desk:help")).content


@pytest.mark.parametrize("code", ["2025-W13", "2022-W50", "2025-11", "tuan"])
def test_a_week_that_the_plan_does_not_have_yet_is_not_found(cast, plan, as_one, code):
    client = as_one(cast.leader)
    assert {client.get(reverse(name, args=[code])).status_code for name in ("desk:week", "desk:week_pdf")} == {404}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_week_costs_the_same_few_queries(cast, plan, as_one, rows, django_assert_num_queries):
    client = as_one(cast.leader)
    client.get(LATEST)
    with django_assert_num_queries(27):
        client.get(LATEST)


def test_who_keeps_away_from_a_dossier_finds_it_in_no_number_of_the_week(cast, plan, as_one):
    dossier = sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    declare_conflict(nomination=dossier, kind="kinship", note="em ruột", by=actor(cast.leader), at=moment(2025, 3, 11))
    received = {
        who: next(
            words(row)
            for row in soup(as_one(cast[who]).get(LATEST)).select(".week-fig tr")
            if "Hồ sơ mới nhận" in words(row)
        )
        for who in ("leader", "chair")
    }
    assert received == {"leader": "Hồ sơ mới nhận 0 0 0", "chair": "Hồ sơ mới nhận 1 0 +1"}
