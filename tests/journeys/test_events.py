"""An event in a browser: a commune announces a meeting, a guest answers by the link, the door is kept with a telephone."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.publicity.models import Attendee
from neuguong.web.links import arrival_path, invitation_path
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def announced(desk):
    """Typed with a slip, mended, announced."""
    desk.sign_in("author")
    page = desk.open("/ban-lam-viec/su-kien/")
    page.get_by_role("link", name="Lập sự kiện").click()
    assert faults(page) == []
    page.get_by_label("Tên sự kiện").fill("Gặp mặt điển hình")
    page.get_by_label("Loại sự kiện").select_option("honouring")
    page.get_by_label("Ngày tổ chức").fill("10/03/2025")
    page.get_by_label("Bắt đầu lúc").fill("08:00")
    page.get_by_label("Kết thúc lúc").fill("7 giờ")
    page.get_by_label("Địa điểm").fill("Hội trường xã")
    page.get_by_label("Đăng lên cổng công khai").check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("[role=alert]")).to_contain_text("Ghi giờ theo dạng giờ:phút")
    expect(page.get_by_label("Địa điểm")).to_have_value("Hội trường xã")
    page.get_by_label("Kết thúc lúc").fill("11:00")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Công bố").click()
    assert faults(page) == []
    return page


def welcomed(phone, ba, an):
    """One code is scanned, one name is sought; by keyboard and by touch."""
    phone.sign_in("author")
    page = phone.open(arrival_path(ba.pk))
    assert faults(page) == []
    assert fits(page)
    page.get_by_role("button", name="Ghi đã đến").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pill", has_text="Có mặt")).to_be_visible()
    page.get_by_role("link", name="Tìm người khác theo tên").click()
    page.get_by_label("Tên, đơn vị hoặc số").fill("an")
    page.get_by_role("button", name="Tìm").last.click()
    page.locator(".ev-door li", has_text="Trần Ân").get_by_role("button").click()
    expect(page.locator(".page-h")).to_contain_text("2 đã đến trong 2")
    assert faults(page) == []
    assert fits(page)
    an.refresh_from_db()
    assert an.arrived_at is not None


def test_a_meeting_is_announced_answered_welcomed_and_counted(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    desk = window()
    page = announced(desk)
    page.get_by_role("link", name="Người dự").first.click()
    page.locator("summary", has_text="Ghi khách mời").click()
    page.get_by_label("Người được mời").fill("Nguyễn Thị Ba | Hội Nông dân | ba@example.vn\nTrần Ân")
    page.get_by_role("button", name="Thêm vào danh sách").click()
    assert faults(page) == []
    page.get_by_role("button", name="Gửi thư mời cho 1 người").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi thư mời").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi 1 thư mời")

    ba, an = (Attendee.objects.get(name=name) for name in ("Nguyễn Thị Ba", "Trần Ân"))
    start_demo_clock(at=moment(2025, 3, 9, 9))  # the day before: she answers
    guest = window(phone=True).open(invitation_path(ba.pk))
    assert faults(guest) == []
    guest.get_by_role("button", name="Tôi sẽ dự").click()
    expect(guest.get_by_text("đã trả lời: sẽ dự")).to_be_visible()
    assert fits(guest)
    start_demo_clock(at=moment(2025, 3, 10, 9))

    welcomed(window(phone=True), ba, an)
    page = desk.open(f"/ban-lam-viec/su-kien/{ba.event_id}/")
    page.locator("summary", has_text="Ghi đã tổ chức").click()
    expect(page.get_by_label("Số người dự")).to_have_value("2")
    page.get_by_role("button", name="Ghi đã tổ chức").click()
    expect(page.locator(".pill", has_text="Đã tổ chức")).to_be_visible()
    public = window(phone=True).open("/su-kien/")
    public.get_by_role("link", name="Gặp mặt điển hình").click()
    expect(public.get_by_text("2 người", exact=True)).to_be_visible()
    assert faults(public) == []
    assert fits(public)
