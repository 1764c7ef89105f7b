"""A unit plans in a browser: drafted from what it owes, issued, read by the office, told to the staff; a new version is tried."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import UnitPlan
from neuguong.programme.models import PlanVersion
from tests.conftest import PLAN_87
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/ban-lam-viec/ke-hoach/"


@pytest.fixture(autouse=True)
def march(plan) -> None:
    """It is 10/03/2025."""
    start_demo_clock(at=moment(2025, 3, 10, 9))


def test_from_what_is_owed_to_a_plan_that_everybody_knows(cast, plan, window):
    officer = window()
    officer.sign_in("author")
    page = officer.open(LIST)
    page.get_by_role("button", name="Lập kế hoạch của đơn vị").click()
    expect(page.locator(".messages")).to_contain_text("Đã lập bản nháp với")
    page.locator("#id_t0-required").fill("2")
    page.locator("#id_t0-method").fill("Họp thôn chọn trước.")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_role("alert")).to_contain_text("không ghi ít hơn")
    page.locator("#id_t0-required").fill("4")
    page.locator("#id_t0-responsible").select_option(label="Nguyễn Thu Hà")
    page.locator("[id$='-title']").first.fill("Bảng tin ở trụ sở")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.locator(".pl-tasks")).to_contain_text("Họp thôn chọn trước.")
    expect(page.locator("#buoc-issue")).to_contain_text("Người đứng đầu Xã Diên Thọ mới ban hành được")

    head = window(phone=True)
    head.sign_in("head")
    page = head.open(LIST)
    page.get_by_role("link", name="Xem bản nháp").click()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Tải văn bản").click()
    assert paper.value.suggested_filename == "ke-hoach-dien-tho-ban-nhap.docx"
    page.locator("summary", has_text="Ban hành").click()
    page.get_by_label("Số, ký hiệu").fill("12/KH-UBND")
    page.get_by_label("Ngày ban hành").fill("10/03/2025")
    page.get_by_role("button", name="Ban hành", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã ban hành kế hoạch, bản 1")
    page = head.open(LIST)
    page.get_by_role("link", name="Phổ biến kế hoạch").click()
    page.get_by_label("Nội dung chính").fill("Mỗi thôn một điển hình.")
    page.get_by_role("button", name="Mở đợt phổ biến").click()
    page.get_by_role("button", name="Tôi đã đọc và nắm được").click()
    expect(page.locator(".tags")).to_contain_text("1/2 người đã nắm được")

    page = officer.open("/ban-lam-viec/thong-bao/")
    page.get_by_role("link", name=re.compile("cần xác nhận đã nắm được")).first.click()
    page.get_by_role("button", name="Tôi đã đọc và nắm được").click()
    expect(page.locator(".tags")).to_contain_text("Đã xong")

    office = window()
    office.sign_in("office")
    page = office.open(LIST)
    page.get_by_role("link", name="Xã Diên Thọ").click()
    page.get_by_label("Góp ý cho đơn vị").fill("Ghi rõ ngày họp thôn.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi ý kiến đến Xã Diên Thọ")


def test_the_office_tries_a_version_and_loads_what_it_saw(cast, plan, window):
    office = window()
    office.sign_in("office")
    page = office.open(LIST)
    page.get_by_role("link", name="Thử và nạp bản mới").click()
    text = PLAN_87.read_text(encoding="utf-8").replace("required = 3", "required = 5")
    page.get_by_label("Hoặc dán nội dung tệp").fill(text)
    page.get_by_role("button", name="Thử", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Kết quả thử"))).to_be_visible()
    assert PlanVersion.objects.count() == 1
    page.get_by_role("button", name="Nạp bản này").first.click()
    if page.get_by_role("dialog").count():
        page.get_by_role("dialog").get_by_role("button", name="Nạp bản này").click()
    expect(page.locator(".messages")).to_contain_text("Đã nạp Kế hoạch 87/KH-UBND, bản 2")
    assert PlanVersion.objects.count() == 2


@pytest.mark.slow
def test_the_pages_of_plans_keep_nobody_out(cast, plan, window):
    officer = window()
    officer.sign_in("author")
    officer.open(LIST).get_by_role("button", name="Lập kế hoạch của đơn vị").click()
    officer.page.get_by_role("button", name="Lưu", exact=True).click()
    draft = UnitPlan.objects.get().pk
    head = window()
    head.sign_in("head")
    page = head.open(f"{LIST}pho-bien/mo/")
    page.get_by_label("Nội dung chính").fill("Mỗi người.")
    page.get_by_role("button", name="Mở đợt phổ biến").click()
    told = page.url.rstrip("/").rpartition("/")[2]
    paths = ["", f"don-vi/{draft}/", f"don-vi/{draft}/soan/", f"pho-bien/{told}/"]
    found = {path: faults(head.open(LIST + path)) for path in paths}
    office = window()
    office.sign_in("office")
    found |= {path: faults(office.open(LIST + path)) for path in ["", "thu/"]}
    assert found == dict.fromkeys(found, [])
