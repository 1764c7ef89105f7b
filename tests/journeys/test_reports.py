"""A clerk writes the final report on a phone, the head sends it, the office takes it and issues the one over all units."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_the_clerks_first_word_to_the_offices_paper(cast, plan, window):
    start_demo_clock(at=moment(2025, 5, 12, 9))
    clerk = window(phone=True)
    clerk.sign_in("author")
    page = clerk.open("/ban-lam-viec/bao-cao/")
    assert faults(page) == []
    page.get_by_role("button", name="Soạn Báo cáo tổng kết").click()
    for box in page.locator("textarea").all():
        box.fill("Đã làm, có số liệu kèm theo.")
    page.get_by_label("Ưu điểm").fill("Ba mô hình được nhân rộng.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã lưu báo cáo")
    assert faults(page) == []
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_text("Người đứng đầu Xã Diên Thọ mới gửi được báo cáo.")).to_be_visible()
    assert faults(page) == []
    address = page.url.removeprefix(clerk.address)

    head = window()
    head.sign_in("head")
    page = head.open(address)
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo, lần 1")

    office = window()
    office.sign_in("office")
    page = office.open("/ban-lam-viec/bao-cao/?bc=final_report")
    expect(page.get_by_role("row").filter(has_text="Diên Thọ")).to_contain_text("Chờ tiếp nhận")
    assert faults(page) == []
    page.get_by_role("link", name="Diên Thọ", exact=True).click()
    page.get_by_role("button", name="Tiếp nhận").click()
    expect(page.locator(".messages")).to_contain_text("Đã tiếp nhận báo cáo.")
    assert faults(page) == []
    page = office.open("/ban-lam-viec/bao-cao/tong-hop/final_report/")
    page.get_by_text("Các đơn vị viết (1)").first.click()
    page.get_by_label("Ưu điểm").fill("Nhiều mô hình được nhân rộng.")
    assert faults(page) == []
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Lập báo cáo…").click()
    page.get_by_role("button", name="Lập báo cáo", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Lập báo cáo").click()
    expect(page.locator(".messages")).to_contain_text("Đã lập báo cáo tổng hợp.")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Báo cáo (.docx)").click()
    assert paper.value.suggested_filename == "bao-cao-tong-hop-2025-05-12.docx"
