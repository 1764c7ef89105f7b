"""Everyday acts on the desk in a real browser: finding, asking twice, pressing twice, printing."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import StateChange
from neuguong.exemplars.models import Nomination
from tests import factories as make
from tests.factories import moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/ban-lam-viec/ho-so/"


@pytest.fixture
def drafts(cast, plan) -> list[Nomination]:
    """Two complete drafts of Diên Thọ on 10/03/2025."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    sector = plan.sectors.first().code
    return [
        make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=sector)
        for name in ("Lê Văn Thuận", "Đỗ Thị Lành")
    ]


def test_the_list_follows_what_one_types_and_the_address_keeps_it(drafts, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(LIST)
    rows = page.locator("#hang tbody tr")
    expect(rows).to_have_count(2)
    page.locator("#loc-q").press_sequentially("do thi lanh")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=do(\+|%20)thi"))
    page.reload()
    expect(rows).to_have_count(1)
    page.go_back()
    expect(rows).to_have_count(2)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Lành" not in kept  # no copy of a page of ours stays in the browser


def test_sending_asks_first_and_happens_once(drafts, window):
    head = window()
    head.sign_in("head")
    page = head.open(f"{LIST}{drafts[0].pk}/")
    page.get_by_role("button", name="Gửi hồ sơ").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Gửi hồ sơ lên cơ quan thường trực?")
    dialog.get_by_role("button", name="Để sau").click()
    assert not StateChange.objects.exists()
    page.get_by_role("button", name="Gửi hồ sơ").click()
    dialog.get_by_role("button", name="Gửi hồ sơ").dblclick()
    expect(page.locator(".messages")).to_contain_text("Đã gửi hồ sơ Lê Văn Thuận")
    assert list(StateChange.objects.values_list("step", flat=True)) == ["submit"]


def test_the_office_returns_by_keyboard_alone_and_the_officer_reads_why(drafts, cast, window):
    make.send(drafts[0], cast.head, at=moment(2025, 3, 10, 8))
    office = window()
    office.sign_in("office")
    page = office.open(f"{LIST}{drafts[0].pk}/")
    page.locator("summary", has_text="Trả lại").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ghi rõ năm của 35 tấn.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Đã trả lại hồ sơ cho đơn vị")
    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/")
    page.get_by_role("link", name="Bổ sung").click()
    expect(page.locator("main")).to_contain_text("Ghi rõ năm của 35 tấn.")


def test_a_page_somebody_overtook_says_so_and_leads_to_the_newest(drafts, cast, window):
    head = window()
    head.sign_in("head")
    page = head.open(f"{LIST}{drafts[0].pk}/")
    make.send(drafts[0], cast.head, at=moment(2025, 3, 10, 8))
    page.get_by_role("button", name="Gửi hồ sơ").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa làm được việc này")
    page.get_by_role("link", name="Xem bản mới nhất").click()
    expect(page.locator(".tags")).to_contain_text("Đã gửi")
