"""Without a script a citizen writes to an exemplar and tells who follows it; office and unit decide what stands on the page."""

import re

import pytest
from playwright.sync_api import Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Exemplar
from tests.journeys.conftest import PHONE
from tests.journeys.test_suggestions import faults, fits
from tests.publicity.test_talk_sheet import AT, told  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")


@pytest.fixture
def citizen(transactional_db, told: Exemplar, window) -> Page:  # noqa: F811
    """A telephone whose browser runs no script, at the front page."""
    start_demo_clock(at=AT)
    one = window(phone=True)
    plain = one.context.browser.new_context(viewport=PHONE, java_script_enabled=False, locale="vi-VN")
    page = plain.new_page()
    page.goto(one.address + "/")
    yield page
    plain.close()


def opened(citizen: Page, page: Exemplar, what: str) -> Page:
    """One of the two forms, in a tab of its own: reached by its button under the page."""
    tab = citizen.context.new_page()
    tab.goto(f"{citizen.url}guong/{page.slug}/")
    tab.get_by_role("link", name=what).click()
    return tab


def sent(tab: Page, button: str) -> str:
    """Pressed; the receipt's code."""
    tab.get_by_role("button", name=button, exact=True).click()
    code = tab.locator(".v-code").inner_text()
    assert CODE.fullmatch(code)
    return code


def state_behind(citizen: Page, code: str) -> str:
    """What the receipt's code tells."""
    citizen.goto(f"{re.match('.*//[^/]+', citizen.url)[0]}/phieu/")
    citizen.get_by_label("Mã phiếu").fill(code)
    citizen.get_by_role("button", name="Tra").click()
    return citizen.locator(".v-slip").inner_text()


def test_a_message_is_read_before_it_shows_and_another_is_refused_with_a_reason(citizen, told, window):  # noqa: F811
    thanks, advert = (opened(citizen, told, "Gửi lời nhắn") for _ in range(2))
    thanks.get_by_label("Lời nhắn").fill("Cảm ơn bác, xóm cháu trồng bưởi theo bác.")
    thanks.get_by_label("Tên của bạn").fill("Nguyễn Thị Lan")
    thanks.get_by_label(re.compile("Có thể hiện lời này")).check()
    advert.get_by_label("Lời nhắn").fill("Vay nhanh, không cần thế chấp. Gọi ngay.")
    advert.get_by_label(re.compile("Có thể hiện lời này")).check()
    thanks.wait_for_timeout(3100)  # nobody writes them in less
    kept, lost = (sent(tab, "Gửi lời nhắn") for tab in (thanks, advert))
    citizen.goto(f"{citizen.url}guong/{told.slug}/")
    expect(citizen.get_by_text("xóm cháu trồng bưởi")).to_have_count(0)

    office = window().sign_in("office")
    office.get_by_role("link", name="2 lời nhắn chờ duyệt", exact=True).click()
    assert faults(office) == []
    office.get_by_role("link", name=re.compile("Vay nhanh")).click()
    expect(office.locator("mark").first).to_contain_text("Vay nhanh")
    assert faults(office) == []
    office.get_by_label("Lý do").select_option(label="Quảng cáo hoặc gửi hàng loạt")
    office.get_by_role("button", name="Không chuyển").click()
    expect(office.locator(".messages")).to_contain_text("Đã ghi không chuyển")
    office.goto(office.url.split("loi-nhan/")[0] + "loi-nhan/?state=waiting")
    office.get_by_role("link", name=re.compile("xóm cháu trồng bưởi")).click()
    office.get_by_label("Cho hiện dưới trang của điển hình").check()
    office.get_by_role("button", name="Duyệt", exact=True).click()
    expect(office.get_by_text("Đang hiện dưới trang").first).to_be_visible()

    unit = window(phone=True).sign_in("author")
    unit.get_by_role("link", name="1 lời nhắn chờ đưa người nhận", exact=True).click()
    unit.get_by_role("link", name=re.compile("xóm cháu trồng bưởi")).click()
    assert faults(unit) == []
    assert fits(unit)
    unit.get_by_role("button", name="Ghi đã đưa").click()
    expect(unit.locator(".pill", has_text="Đã đến người nhận").first).to_be_visible()

    citizen.reload()
    heard = citizen.get_by_role("region", name="Lời bạn đọc")
    expect(heard).to_contain_text("Cảm ơn bác, xóm cháu trồng bưởi theo bác.")
    expect(heard).to_contain_text("Lan, 10/04/2025")
    assert "Nguyễn Thị Lan" not in citizen.content()
    assert "Vay nhanh" not in citizen.content()
    assert "Đã đến người nhận" in state_behind(citizen, kept)
    assert "Quảng cáo hoặc gửi hàng loạt" in state_behind(citizen, lost)


@pytest.mark.clause("III.3.b")
def test_who_follows_an_example_is_seen_by_the_unit_of_the_place_before_it_shows(citizen, told, window):  # noqa: F811
    tab = opened(citizen, told, "Tôi học theo")
    tab.get_by_label("Ai học theo").select_option(label="Hộ gia đình")
    tab.get_by_label("Tên người, hộ hoặc đơn vị").fill("Hộ bà Lê Thị Xuân")
    tab.get_by_label(re.compile("đồng ý nêu tên")).check()
    tab.get_by_label("Ở đâu").select_option(label="Xã Diên An")
    tab.get_by_label("Từ khi nào").fill("tháng 3/2024")
    tab.get_by_label("Học được cách làm gì").fill("Ủ phân trùn quế")
    tab.get_by_label("Kết quả đến nay").fill("Thu 12 tấn quả")
    tab.wait_for_timeout(3100)
    code = sent(tab, "Gửi")
    assert "trước khi hết ngày 24/04/2025" in state_behind(citizen, code)

    unit = window(phone=True).sign_in("neighbour")
    unit.get_by_role("link", name=re.compile("Hộ bà Lê Thị Xuân")).first.click()
    assert faults(unit) == []
    assert fits(unit)
    unit.get_by_label("Ngày đến xem").fill("09/04/2025")
    unit.get_by_label("Đã gặp ai, thấy gì").fill("Gặp bà Xuân, xem sổ bán quả.")
    unit.get_by_label("Cách làm đã học, để công khai").fill("Ủ phân trùn quế bón bưởi.")
    unit.get_by_label("Kết quả đã thấy, để công khai").fill("Vụ vừa rồi thu 9 tấn quả.")
    unit.get_by_label("Đã hỏi, người học theo đồng ý nêu tên").check()
    unit.get_by_role("button", name="Ghi điều đã thấy").click()
    expect(unit.get_by_role("alert").first).to_contain_text("“9 tấn” mà chưa ghi là đã kiểm")
    expect(unit.get_by_label("Đã gặp ai, thấy gì")).to_have_value("Gặp bà Xuân, xem sổ bán quả.")
    assert faults(unit) == []
    unit.get_by_label("Số liệu, ngày tháng, so sánh đã kiểm").fill("9 tấn quả, theo sổ bán quả")
    unit.get_by_role("button", name="Ghi điều đã thấy").click()
    expect(unit.locator(".pill", has_text="Đã xác minh").first).to_be_visible()

    page = citizen.context.new_page()
    page.goto(f"{citizen.url.split('/phieu')[0]}/guong/{told.slug}/")
    expect(page.get_by_text("Ủ phân trùn quế")).to_have_count(0)
    office = window().sign_in("office")
    office.get_by_role("link", name=re.compile("Hộ bà Lê Thị Xuân")).first.click()
    assert faults(office) == []
    office.get_by_role("button", name="Đưa lên cổng").click()
    expect(office.locator(".pill", has_text="Đang hiện trên cổng").first).to_be_visible()

    page.reload()
    shown = page.get_by_role("region", name="Nơi học theo")
    for words in ("Hộ bà Lê Thị Xuân", "Xã Diên An", "Vụ vừa rồi thu 9 tấn quả.", "đến xem ngày 09/04/2025"):
        expect(shown).to_contain_text(words)
    assert "12 tấn" not in page.content()
    shown.get_by_role("link", name="Xã Diên An").click()
    expect(page.get_by_role("region", name="Học theo ở đây")).to_contain_text("Ủ phân trùn quế bón bưởi.")
    assert "Đang hiện trên cổng" in state_behind(citizen, code)
    with_scripts = window(phone=True).open(f"/guong/{told.slug}/")
    assert faults(with_scripts) == []
    assert fits(with_scripts)
