"""Urging in a browser: the office looks at a notice and lets it go, an officer reads it on a phone; a letter is made."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/ban-lam-viec/don-doc/"


def test_the_office_urges_and_the_officer_reads_it(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 11, 8))
    office = window()
    office.sign_in("office")
    page = office.open(LIST)
    page.get_by_role("button", name="Soạn thư hôm nay").click()
    expect(page.locator(".messages")).to_contain_text("Đã soạn 3 thư về 3 việc.")
    assert faults(page) == []
    page.get_by_role("row").filter(has_text="Nguyễn Thu Hà").get_by_role("link").click()
    expect(page.get_by_label("Nội dung")).to_contain_text("Còn 3 ngày.")
    assert faults(page) == []
    page.get_by_role("button", name="Phát hành thư này").click()
    expect(page.locator(".messages")).to_contain_text("Đã phát hành 1 thư.")
    expect(page.get_by_role("row").filter(has_text="3 ngày trước hạn")).to_contain_text("chưa hết 03 ngày")

    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/thong-bao/")
    page.get_by_role("link", name="Đôn đốc ngày 11/03/2025: 1 việc theo Kế hoạch số 87/KH-UBND").click()
    expect(page.locator(".miss").first).to_contain_text("Đã đôn đốc ngày 11/03/2025: 3 ngày trước hạn.")


def test_a_letter_is_made_for_those_who_owe_a_duty(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 18, 8))
    office = window()
    office.sign_in("office")
    page = office.open("/ban-lam-viec/bang-theo-doi/nhiem-vu/quarterly_return/2025-Q1/")
    page.get_by_role("link", name="Soạn công văn đôn đốc").click()
    expect(page.get_by_role("heading", name="Danh sách: 3 việc của 3 đơn vị")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("row").filter(has_text="Phòng Y tế").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Lập công văn").click()
    page.get_by_role("dialog").get_by_role("button", name="Lập công văn").click()
    expect(page.locator(".messages")).to_contain_text("Đã lập công văn ĐĐ-2025-01, 2 việc.")
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="ĐĐ-2025-01.docx").click()
    assert download.value.suggested_filename == "ĐĐ-2025-01.docx"
