"""The leader's page of a week, in a browser: on a phone, from the tab to the sheet; a filtered list keeps its filter."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_leader_reads_the_week_and_takes_the_sheet_along(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 19, 9))
    leader = window(phone=True)
    leader.sign_in("leader")
    page = leader.open("/ban-lam-viec/bang-theo-doi/")
    page.get_by_role("link", name="Trang tuần").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuần 11/2025")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải tờ A4").click()
    assert taken.value.suggested_filename == "trang-tuan-2025-W11.pdf"
    page.get_by_role("link", name="Xem đủ danh sách quá hạn").click()
    expect(page.get_by_label("Tình trạng", exact=True)).to_have_value("overdue")
    page.locator(".duty-fold summary").first.click()
    assert faults(page) == []
    page.locator(".duty-fold[open] a.c-q").first.click()
    expect(page.locator("tbody .pill").first).to_contain_text("Quá hạn")
    assert faults(page) == []
