"""What a divided unit has open: chosen on the trial page, recorded, worked on at the desk of who got it."""

import pytest
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import Obstacle
from neuguong.org.enums import Role
from neuguong.org.models import Unit
from tests.ledger.test_left_open import AFTER, divided, estimate, obstacle
from tests.reforms import ENTERED, FIRST, District
from tests.web.desk.conftest import soup, words


@pytest.fixture
def district(db) -> District:
    found = District()
    found.finance = found.person("finance", "Đỗ Quang Hưng", Role.FINANCE, found.district, subtree=True)
    return found


def test_who_has_each_open_thing_is_chosen_on_the_trial_page_and_works_on_it(district, as_one):
    start_demo_clock(at=ENTERED)
    one = obstacle(district, "dien-tho", title="Chưa rõ mẫu báo cáo")
    estimate(district, "dien-tho", "e1", "draft")
    row, office = divided(district), as_one(district.office)
    trial = soup(office.post(reverse("desk:reorganisation_try", args=[row.pk])))
    panel = trial.select_one("[aria-labelledby=vk-h]")
    assert "1 dự toán kinh phí của Xã Diên Thọ: Xã Thọ Đông" in words(panel)
    choice = panel.select_one(f"select[name=o-{one.pk}]")
    assert [(o["value"], o.has_attr("selected")) for o in choice.select("option")] == [
        ("xa-tho-dong-2024", True), ("xa-tho-tay-2024", False),
    ]  # fmt: skip
    chosen = {f"o-{one.pk}": "xa-tho-tay-2024"}
    trial = soup(office.post(reverse("desk:reorganisation_try", args=[row.pk]), chosen))
    assert trial.select_one(f"select[name=o-{one.pk}] [selected]")["value"] == "xa-tho-tay-2024"
    shown = trial.select_one("[name=shown]")["value"]
    assert office.post(reverse("desk:reorganisation_record", args=[row.pk]), {"shown": shown}).status_code == 302
    start_demo_clock(at=AFTER)
    writer = district.person(
        "west", "Trần Tây", Role.UNIT_OFFICER, Unit.objects.get(ref="xa-tho-tay-2024"), since=FIRST
    )
    west, here = as_one(writer), reverse("desk:obstacle", args=[one.pk])
    assert "Chưa rõ mẫu báo cáo" in words(soup(west.get(reverse("desk:home"))).main)
    assert "Xã Diên Thọ (nay do Xã Thọ Tây tiếp tục)" in words(soup(west.get(here)).main)
    assert west.post(here, {"act": "clarify", "clarify-text": "Mẫu số 2."}).status_code == 302
    assert Obstacle.objects.get().state == "waiting"
    east = as_one(district.people["dien-tho"].writer)
    assert east.post(here, {"act": "settle", "settle-note": ""}).status_code == 409


def test_an_act_without_a_main_successor_says_what_to_choose(district, as_one):
    start_demo_clock(at=ENTERED)
    row = divided(district, main=False)
    answer = as_one(district.office).post(reverse("desk:reorganisation_try", args=[row.pk]))
    assert answer.status_code == 422
    assert "Chọn một đơn vị tiếp quản phần không giao cho đơn vị nào khác của Xã Diên Thọ" in words(soup(answer).main)
