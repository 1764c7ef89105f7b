"""Paper on a unit's behalf and who stands in, in a browser: typed by the office, read and carried on by the unit on a phone."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import Obligation
from neuguong.org.enums import Role
from tests import factories as make
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_letter_typed_by_the_office_is_carried_on_by_the_unit(cast, plan, window, tmp_path):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    scan = tmp_path / "cong-van.jpg"
    scan.write_bytes(make.jpeg())
    row = Obligation.objects.get(unit=cast.dien_tho, duty__kind="return", period="2025-Q1")
    office = window()
    office.sign_in("office")
    page = office.open(f"/ban-lam-viec/bang-theo-doi/viec/{row.pk}/")
    page.get_by_role("link", name="Ghi theo văn bản giấy").click()
    assert faults(page) == []
    for label, text in (
        ("Số, ký hiệu văn bản của đơn vị", "15/BC-UBND"), ("Ngày văn bản", "06/03/2025"), ("Ngày đến", "07/03/2025"),
        ("Giờ đến", "16:05"), ("Họ tên, tên tập thể", "Lê Văn Thuận"), ("Trích ngang", "Nuôi trùn quế, thu 35 tấn phân."),
    ):  # fmt: skip
        page.get_by_label(label).first.fill(text)
    page.get_by_label("Lĩnh vực").first.select_option(index=1)
    page.get_by_label("Bản quét văn bản đã ký").set_input_files(scan)
    page.get_by_role("button", name="Ghi thay đơn vị").click()
    expect(page.locator("main")).to_contain_text("Phạm Minh Đức ghi thay Xã Diên Thọ theo văn bản số 15/BC-UBND")
    assert faults(page) == []

    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/bang-theo-doi/van-ban-giay/")
    page.get_by_role("link", name="Số 15/BC-UBND").click()
    page.get_by_label("Chỗ chưa đúng với văn bản").fill("Ông Thuận ở thôn 4.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("main")).to_contain_text("Chờ cơ quan thường trực trả lời.")
    assert faults(page) == []
    page.get_by_role("link", name="Lê Văn Thuận").click()
    page.get_by_role("button", name="Nhận về viết tiếp").click()
    page.get_by_role("dialog").get_by_role("button", name="Nhận về viết tiếp").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận hồ sơ về viết tiếp")


def test_who_is_away_names_a_colleague_and_prints_what_is_open(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    make.give_role(make.make_account("xinh", "Trương Thị Xinh"), Role.OBSERVER, cast.dien_tho)
    officer = window(phone=True)
    officer.sign_in("author")
    page = officer.open("/ban-lam-viec/nghi-phep/")
    page.get_by_label("Người làm thay", exact=True).select_option(label="Trương Thị Xinh (xinh)")
    page.get_by_label("Đến hết ngày").fill("14/03/2025")
    page.get_by_label("Lý do, giấy tờ").fill("Nghỉ phép năm")
    page.get_by_role("button", name="Cử làm thay").click()
    expect(page.locator(".messages")).to_contain_text("Trương Thị Xinh làm thay Nguyễn Thu Hà đến hết 14/03/2025")
    assert faults(page) == []
    page = officer.open("/ban-lam-viec/ban-giao/")
    assert faults(page) == []
    with page.expect_download() as paper:
        page.get_by_role("button", name="Biên bản bàn giao để ký").click()
    assert paper.value.suggested_filename == "bien-ban-ban-giao-2025-03-10.docx"
