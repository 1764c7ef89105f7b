"""A duty beside introducing people, in a browser: recorded on a phone, read by the office, taken back."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests import factories as make
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EVENT = "Giao lưu, biểu dương, tôn vinh điển hình ít nhất 01 lần trong năm"


def test_an_event_recorded_on_a_phone_is_on_the_offices_list(cast, plan, window, tmp_path):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    picture = tmp_path / "gap-mat.jpg"
    picture.write_bytes(make.jpeg())
    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/bang-theo-doi/")
    page.get_by_role("link", name="Mọi nhiệm vụ").click()
    assert faults(page) == []
    page.get_by_role("row").filter(has_text="năm 2024").get_by_role("link", name=EVENT).click()
    expect(page.locator(".pill").first).to_contain_text("Quá hạn, chưa làm")
    page.get_by_label("Đã làm gì, ở đâu").fill("Gặp mặt điển hình ở nhà văn hóa thôn")
    page.get_by_label("Ngày thực hiện").fill("20/11/2024")
    page.get_by_label("lồng ghép trong hội nghị khác").check()
    page.get_by_label("Tệp chứng minh").set_input_files(picture)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã ghi việc đã làm.")
    expect(page.locator(".pill").first).to_contain_text("Đã làm, đúng hạn")
    assert faults(page) == []

    office = window()
    office.sign_in("office")
    page = office.open("/ban-lam-viec/bang-theo-doi/nhiem-vu/honouring_event/2024/")
    expect(page.get_by_role("row").filter(has_text="Diên Thọ")).to_contain_text("Đã làm, đúng hạn")
    expect(page.get_by_role("row").filter(has_text="Diên An")).to_contain_text("Quá hạn, chưa làm")
    assert faults(page) == []
    page.get_by_role("link", name="Diên Thọ").click()
    page.locator("summary", has_text="Rút").click()
    page.get_by_label("Lý do rút").fill("Ảnh không chụp buổi gặp mặt")
    page.get_by_role("button", name="Rút", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Rút").click()
    expect(page.locator(".deeds")).to_contain_text("Ảnh không chụp buổi gặp mặt")
    expect(page.locator(".pill").first).to_contain_text("Quá hạn, chưa làm")
