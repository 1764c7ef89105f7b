"""A unit writes its own standard in a browser: from a neighbour's, issued, followed by another, kept by a dossier."""

import pytest
from playwright.sync_api import Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination, Standard
from tests import factories as make
from tests.factories import issued_standard, moment
from tests.journeys.test_desk_for_everybody import faults, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/ban-lam-viec/tieu-chuan/"


@pytest.fixture
def theirs(cast, plan) -> Standard:
    """Diên An has issued a standard; it is 10/03/2025."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    return issued_standard(cast.dien_an, plan, cast.neighbour_head, "Sổ ghi chép vườn", "Hiến đất có biên bản")


def issue(page: Page, number: str, day: str) -> None:
    page.locator("summary", has_text="Ban hành").click()
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ban hành").fill(day)
    page.get_by_role("button", name="Ban hành", exact=True).click()


def test_from_a_neighbours_standard_to_a_dossier_that_keeps_its_version(cast, plan, theirs, window):
    officer = window()
    officer.sign_in("author")
    page = officer.open(LIST)
    page.get_by_role("link", name="Xã Diên An").click()
    page.get_by_role("button", name="Lập bản nháp từ bản này").click()
    expect(page.locator(".messages")).to_contain_text("Đã chép tiêu chuẩn của Xã Diên An vào bản nháp")
    page.locator("#id_c0-text").fill("Ghi từng lần bón, ít nhất hai vụ.")
    page.locator("#id_c1-gone").check()
    page.locator("#id_c2-title").fill("Ba hộ làm theo")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.locator(".page-h")).to_contain_text("lập từ bản 1 của Xã Diên An")
    expect(page.locator(".st-rules b")).to_have_text(
        [*plan.criteria.values_list("title", flat=True), "Sổ ghi chép vườn", "Ba hộ làm theo"]
    )
    expect(page.locator("#buoc-issue")).to_contain_text("Người đứng đầu Xã Diên Thọ mới ban hành được")

    head = window(phone=True)
    head.sign_in("head")
    page = head.open(LIST)
    page.get_by_role("link", name="Xem bản nháp").click()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Tải văn bản").click()
    assert paper.value.suggested_filename == "tieu-chuan-dien-tho-ban-nhap.docx"
    issue(page, "12/QyĐ-UBND", "10/03/2025")
    expect(page.locator(".messages")).to_contain_text("Đã ban hành tiêu chuẩn, bản 1")

    nomination = make.make_nomination(cast.dien_tho, plan, cast.author, sector="agriculture", at=moment(2025, 3, 10, 9))
    page = officer.open(f"/ban-lam-viec/ho-so/{nomination.pk}/soan/")
    page.get_by_label("Ba hộ làm theo").fill("Bốn hộ ở thôn Sơn Thạnh.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messages")).to_be_visible()
    make.send(Nomination.objects.get(), cast.head, at=moment(2025, 3, 10, 10))

    start_demo_clock(at=moment(2025, 3, 12, 9))
    page = officer.open(LIST)
    page.get_by_role("button", name="Lập bản mới từ bản đang áp dụng").click()
    page.locator("#id_c1-title").fill("Năm hộ làm theo")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("link", name="So sánh với bản khác").click()
    expect(page.locator(".st-diff del")).to_contain_text(["Ba"])
    expect(page.locator(".st-diff ins")).to_contain_text(["Năm"])
    page = head.open(LIST)
    page.get_by_role("link", name="Xem bản nháp").click()
    issue(page, "15/QyĐ-UBND", "12/03/2025")
    expect(page.locator(".messages")).to_contain_text("bản 2")

    office = window()
    office.sign_in("office")
    page = office.open(f"/ban-lam-viec/ho-so/{nomination.pk}/")
    panel = page.locator("section", has=page.locator("#tieu-chuan-rieng"))
    expect(panel).to_contain_text("Hồ sơ xét theo bản 1")
    expect(panel).to_contain_text("Bốn hộ ở thôn Sơn Thạnh.")
    panel.get_by_role("link", name="Bản 1, số 12/QyĐ-UBND").click()
    expect(page.locator(".tags")).to_contain_text("Đã có bản sau")


def test_two_people_in_one_draft_lose_nothing(cast, plan, theirs, window):
    officer, head = window(), window()
    officer.sign_in("author")
    page = officer.open(LIST)
    page.get_by_role("button", name="Lập tiêu chuẩn của đơn vị").click()
    page.locator("#id_c0-title").fill("Giúp hộ khác")
    page.get_by_role("button", name="Lưu", exact=True).click()
    head.sign_in("head")
    other = head.open(LIST)
    other.get_by_role("link", name="Soạn tiếp bản nháp").click()
    other.locator("#id_c0-text").fill("Năm hộ.")
    other.get_by_role("button", name="Lưu", exact=True).click()
    page.locator("#id_c0-text").fill("Chín hộ trong thôn.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Võ Thành Nhân vừa lưu bản nháp này")
    expect(page.locator("#id_c0-text")).to_have_value("Chín hộ trong thôn.")
    expect(page.locator(".st-diff del").first).to_contain_text("Năm")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã lưu bản nháp")


@pytest.mark.slow
def test_the_pages_of_a_standard_keep_nobody_out(cast, plan, theirs, window):
    officer = window()
    officer.sign_in("author")
    page = officer.open(f"{LIST}{theirs.pk}/")
    page.get_by_role("button", name="Lập bản nháp từ bản này").click()
    draft = Standard.objects.get(state="draft").pk
    page.get_by_role("button", name="Lưu", exact=True).click()
    head = window()
    head.sign_in("head")
    pages = ["", f"{theirs.pk}/", f"{draft}/", f"{draft}/soan/", f"{draft}/so-sanh/?voi={theirs.pk}", "?q=khong+co"]
    found = {path: faults(head.open(LIST + path)) for path in pages}
    assert found == dict.fromkeys(pages, [])


def test_a_criterion_is_written_and_saved_by_keyboard_alone(cast, plan, theirs, window):
    officer = window()
    officer.sign_in("author")
    page = officer.open(LIST)
    tab_to(page, "Lập tiêu chuẩn của đơn vị")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Soạn tiêu chuẩn của Xã Diên Thọ")
    tab_to(page, "c0-title")
    page.keyboard.type("Giúp hộ khác")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Đã lưu bản nháp")
    assert Standard.objects.get(state="draft").criteria.get().title == "Giúp hộ khác"
