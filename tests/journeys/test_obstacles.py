"""An obstacle in a browser: reported on a phone from the duty it hinders, answered and published, read by a neighbour."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EVENT = "Giao lưu, biểu dương, tôn vinh điển hình ít nhất 01 lần trong năm"


def test_what_hinders_one_commune_is_answered_for_all(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/bang-theo-doi/nhiem-vu/")
    page.get_by_role("row").filter(has_text="năm 2025").get_by_role("link", name=EVENT).click()
    page.get_by_role("link", name="Báo vướng mắc về việc này").click()
    assert faults(page) == []
    page.get_by_label("Vướng điều gì").fill("Có được lồng ghép không")
    page.get_by_label("Kể rõ").fill("Xã muốn biểu dương trong hội nghị sơ kết.")
    page.get_by_role("button", name="Báo vướng mắc").click()
    expect(page.locator("[role=alert]")).to_contain_text("Ghi đề nghị.")
    expect(page.get_by_label("Kể rõ")).to_have_value("Xã muốn biểu dương trong hội nghị sơ kết.")
    assert faults(page) == []
    page.get_by_label("Đề nghị").fill("Hướng dẫn giấy tờ cần có.")
    page.get_by_role("button", name="Báo vướng mắc").click()
    expect(page.locator(".messages")).to_contain_text("Đã báo vướng mắc")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    office = window()
    page = office.sign_in("office")
    page.get_by_role("link", name="Mở và trả lời", exact=False).first.click()
    assert faults(page) == []
    page.locator("#id_answer-text").fill("Được, chọn hình thức lồng ghép.")
    page.get_by_role("button", name="Trả lời", exact=True).click()
    expect(page.locator(".pill").first).to_contain_text("Đã trả lời")
    page.get_by_label("Hỏi", exact=True).fill("Buổi biểu dương có được lồng ghép không?")
    page.get_by_role("button", name="Công bố", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã công bố")
    assert faults(page) == []

    neighbour = window(phone=True)
    page = neighbour.sign_in("neighbour")
    page.get_by_role("link", name="Tất cả giải đáp").click()
    page.get_by_label("Tìm", exact=True).last.fill("long ghep")
    page.get_by_role("button", name="Tìm").last.click()
    page.get_by_role("link", name="Buổi biểu dương có được lồng ghép không?").click()
    expect(page.get_by_text("Được, chọn hình thức lồng ghép.")).to_be_visible()
    assert faults(page) == []

    page = officer.open("/ban-lam-viec/vuong-mac/")
    page.get_by_role("link", name="Có được lồng ghép không").click()
    page.locator("summary", has_text="Còn vướng").click()
    page.get_by_label("Còn vướng ở đâu").fill("Chưa rõ giấy tờ.")
    page.get_by_role("button", name="Báo còn vướng").click()
    expect(page.locator(".pill").first).to_contain_text("Chờ trả lời")
