"""Money in a browser: written on a phone with numbers as people type them, reduced by finance, approved by the leader."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.org.enums import Role
from tests import factories as make
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_estimate_is_written_reduced_and_approved(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    make.give_role(make.make_account("finance", "Đỗ Quang Hưng"), Role.FINANCE, cast.district, subtree=True)
    head = window(phone=True)
    head.sign_in("head")
    page = head.open("/ban-lam-viec/kinh-phi/")
    assert faults(page) == []
    page.get_by_role("link", name="Lập dự toán").click()
    page.get_by_label("Tên dự toán").fill("Biểu dương điển hình")
    page.get_by_role("button", name="Tiếp tục, ghi từng khoản").click()
    first = page.get_by_role("group", name="Khoản 1")
    first.get_by_label("Nội dung chi").select_option(index=1)
    first.get_by_label("Diễn giải").fill("Trang trí hội trường")
    first.get_by_label("Đơn vị tính").fill("buổi")
    first.get_by_label("Số lượng").fill("1.5")
    first.get_by_label("Đơn giá").fill("2.000.000")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_text("Không hiểu số “1.5”.").first).to_be_visible()
    assert faults(page) == []
    first.get_by_label("Số lượng").fill("1,5")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.locator(".sums")).to_contain_text("3.000.000 đồng")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Gửi dự toán để thẩm định").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi dự toán").click()
    expect(page.locator(".pill").first).to_contain_text("Chờ thẩm định")

    money = window()
    page = money.sign_in("finance")
    page.get_by_role("link", name="Thẩm định", exact=False).first.click()
    assert faults(page) == []
    page.get_by_label("Thẩm định khoản 1").fill("2.500.000")
    page.get_by_role("button", name="Thẩm định xong, trình lãnh đạo").click()
    expect(page.locator("[role=alert]").first).to_contain_text("Giảm thì ghi lý do.")
    assert faults(page) == []
    page.get_by_label("Lý do giảm khoản 1").fill("Theo định mức.")
    page.get_by_role("button", name="Thẩm định xong, trình lãnh đạo").click()
    expect(page.locator(".sums")).to_contain_text("2.500.000 đồng")

    leader = window()
    page = leader.sign_in("leader")
    page.get_by_role("link", name="Xem và phê duyệt", exact=False).first.click()
    page.get_by_label("Số, ký hiệu văn bản phê duyệt").fill("215/QĐ-UBND")
    assert faults(page) == []
    page.get_by_role("button", name="Phê duyệt 2.500.000 đồng").click()
    expect(page.locator(".pill").first).to_contain_text("Đã phê duyệt")
    page = leader.open("/ban-lam-viec/kinh-phi/?year=2025")
    expect(page.get_by_role("row").filter(has_text="Tổng cộng")).to_contain_text("2.500.000")
    assert faults(page) == []
