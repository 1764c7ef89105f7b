"""A speaker is entered, takes along what the public page says, and what was told counts in the year."""

from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Exemplar
from tests.journeys.test_desk_for_everybody import faults
from tests.publicity.test_talk_sheet import AT, SUMMARY, told  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(transactional_db, told: Exemplar) -> Exemplar:  # noqa: F811
    start_demo_clock(at=AT)
    return told


def entered(desk: Page) -> None:
    """With a slip first, which loses nothing."""
    desk.get_by_role("link", name="Tuyên truyền", exact=True).first.click()
    desk.get_by_role("link", name="Báo cáo viên").click()
    assert faults(desk) == []
    desk.get_by_role("link", name="Ghi thêm người").first.click()
    desk.get_by_label("Tuyên truyền viên").check()
    desk.get_by_label("Họ và tên").fill("Đặng Thị Sâm")
    desk.get_by_label("Chuyên đề nói được").fill("Làm kinh tế vườn; học tập và làm theo Bác")
    desk.get_by_label("Từ ngày").fill("31/02/2025")
    desk.get_by_role("button", name="Ghi vào danh sách").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.get_by_label("Họ và tên")).to_have_value("Đặng Thị Sâm")
    assert faults(desk) == []
    desk.get_by_label("Từ ngày").fill("01/03/2025")
    desk.get_by_role("button", name="Ghi vào danh sách").click()
    expect(desk.locator(".messages")).to_contain_text("Đã ghi Đặng Thị Sâm vào danh sách")
    assert faults(desk) == []


def printed(desk: Page) -> list[str]:
    """The lines of the sheet that is made of the one story."""
    desk.get_by_role("link", name="Báo cáo viên, tuyên truyền viên").first.click()
    desk.get_by_role("link", name="Tài liệu nói chuyện").click()
    assert faults(desk) == []
    desk.get_by_label("Lê Văn Thuận").check()
    with desk.expect_download() as coming:
        desk.get_by_role("button", name="Tải tài liệu .docx").click()
    return [line.text for line in Document(BytesIO(coming.value.path().read_bytes())).paragraphs]


@pytest.mark.clause("III.3.c")
def test_a_talk_says_what_the_portal_says_and_counts_in_its_year(page, window):
    one = window()
    desk = one.sign_in("author")
    entered(desk)
    lines = printed(desk)
    reader = window(phone=True)
    public = reader.open(f"/guong/{page.slug}/").locator("main").inner_text()
    story = SUMMARY.split("\n\n")
    assert [line for line in lines if line in story] == story
    assert all(line in public for line in story)
    assert f"Nguồn: {one.address}/guong/{page.slug}/" in lines

    desk.get_by_role("button", name="Đã nói xong, ghi buổi nói chuyện").click()
    expect(desk.get_by_label("Lê Văn Thuận, Xã Diên Thọ")).to_be_checked()
    assert faults(desk) == []
    desk.get_by_label("Người nói chuyện").select_option(label="Đặng Thị Sâm, Xã Diên Thọ")
    desk.get_by_label("Ngày nói chuyện").fill("08/04/2025")
    desk.get_by_label("Nơi nói chuyện").fill("Nhà văn hóa thôn")
    desk.get_by_label("Người nghe", exact=True).select_option(label="Nhân dân thôn, tổ dân phố")
    desk.get_by_label("Số người nghe").fill("bốn mươi")
    desk.get_by_label("Chủ đề").fill("Làm giàu từ vườn đồi")
    desk.get_by_role("button", name="Ghi buổi nói chuyện").click()
    expect(desk.get_by_role("alert")).to_contain_text("Ghi số người nghe bằng chữ số.")
    expect(desk.get_by_label("Lê Văn Thuận, Xã Diên Thọ")).to_be_checked()
    desk.get_by_label("Số người nghe").fill("45")
    desk.get_by_role("button", name="Ghi buổi nói chuyện").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Làm giàu từ vườn đồi")
    assert faults(desk) == []

    district = window().sign_in("office")
    district.goto(f"{one.address}/ban-lam-viec/buoi-noi-chuyen/")
    assert faults(district) == []
    for table in ("Theo người nói chuyện", "Theo đơn vị tổ chức"):
        row = district.get_by_role("region", name=table).get_by_role("row").filter(has_text="Diên Thọ")
        assert [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()][-3:] == ["1", "45", "1"]
    expect(district.get_by_role("link", name="Tải .xlsx")).to_be_visible()
