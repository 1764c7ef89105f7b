"""A citizen without scripts on a phone proposes somebody; office and unit do their part; the citizen follows by code."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.programme.models import Plan
from tests.factories import moment
from tests.journeys.conftest import PHONE
from tests.journeys.test_portal import AXE, RULES

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def march(transactional_db, plan) -> Plan:
    start_demo_clock(at=moment(2025, 3, 10, 9))
    return plan


def faults(page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']} {node['target']}" for one in found["violations"] for node in one["nodes"]]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_citizens_word_becomes_a_draft_and_the_citizen_can_follow_it(march, window):
    citizen = window(phone=True)
    plain = citizen.context.browser.new_context(viewport=PHONE, java_script_enabled=False, locale="vi-VN")
    page = plain.new_page()
    page.goto(citizen.address + "/")
    page.locator(".p-menu summary").click()
    page.locator(".p-menu").get_by_role("link", name="Giới thiệu gương").click()
    page.get_by_label("Giới thiệu ai, ở đâu").fill("Bà Bảy bán cháo, chợ Đình")
    page.get_by_label("Đã làm gì").fill("Mỗi sáng nấu cháo cho người ốm ở trạm y tế.")
    page.get_by_label("Địa bàn, đơn vị").select_option(label="Xã Diên Thọ")
    page.wait_for_timeout(3100)  # nobody writes three fields in less
    page.get_by_role("button", name="Gửi lời giới thiệu").click()
    code = page.locator(".v-code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)

    office = window().sign_in("office")
    office.get_by_role("link", name="Bà Bảy bán cháo", exact=False).first.click()
    expect(office.get_by_label("Chuyển đến")).to_have_value(re.compile(r"\d+"))
    assert faults(office) == []
    office.get_by_role("button", name="Chuyển", exact=True).click()
    expect(office.get_by_text("Đã chuyển Xã Diên Thọ")).to_be_visible()

    author = window(phone=True).sign_in("author")
    author.get_by_role("link", name="Bà Bảy bán cháo", exact=False).first.click()
    assert faults(author) == []
    assert fits(author)
    author.get_by_label("Loại đối tượng").select_option(label="Cá nhân")
    author.get_by_label("Họ tên, hoặc tên tập thể, tên hộ").fill("Lê Thị Bảy")
    author.get_by_role("button", name="Lập bản nháp").click()
    expect(author.get_by_text("Mỗi sáng nấu cháo").first).to_be_visible()

    page.get_by_role("link", name="Tra mã phiếu").first.click()
    page.get_by_label("Mã phiếu").fill(code.lower())
    page.get_by_role("button", name="Tra").click()
    assert page.locator(".v-state").inner_text() == "Đã lập hồ sơ"
    assert "Bảy" not in page.content()
    plain.close()


@pytest.mark.parametrize("phone", [True, False])
def test_the_pages_where_the_public_speaks_have_no_barrier(march, window, phone):
    one = window(phone=phone)
    for path in ("/gioi-thieu-guong/", "/viec-tot/", "/phieu/"):
        page = one.open(path)
        assert faults(page) == []
        assert fits(page)
        page.locator("main form button").click()  # with nothing in it
        assert faults(page) == []
        assert fits(page)
