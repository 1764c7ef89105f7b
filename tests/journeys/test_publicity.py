"""A clerk with a phone at the loudspeakers: opens the outlet once, records what ran in a few taps, the duty is done."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from tests import factories as make
from tests.factories import moment
from tests.journeys.test_desk_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.clause("III.3.b")
def test_what_ran_is_recorded_on_a_phone_and_answers_the_duty(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    page_of = make.make_exemplar(cast.dien_tho, plan, "Lê Văn Thuận")
    make.signed_consent(page_of, cast.office, ("story", "portal"), ("story", "radio"))
    clerk = window(phone=True)
    clerk.sign_in("author")
    page = clerk.open("/ban-lam-viec/tuyen-truyen/da-phat/ghi/")
    page.get_by_role("link", name="Mở kênh").click()
    page.get_by_label("Loại kênh").select_option("radio")
    page.get_by_label("Tên kênh").fill("Đài truyền thanh xã")
    page.get_by_label("Thời lượng một lần phát").fill("5")
    assert faults(page) == []
    page.get_by_role("button", name="Mở kênh").click()
    page = clerk.open("/ban-lam-viec/tuyen-truyen/")
    assert faults(page) == []
    page.get_by_role("link", name="Ghi lần phát, đăng").click()
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn ít nhất một điển hình.")
    assert faults(page) == []
    page.get_by_label("Lê Văn Thuận").check()
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Giới thiệu Lê Văn Thuận")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for path in ("da-phat/", "kenh/", "khoang-trong/", "tiep-can/", "bai-doc/"):
        page = clerk.open(f"/ban-lam-viec/tuyen-truyen/{path}")
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page = clerk.open("/ban-lam-viec/bang-theo-doi/nhiem-vu/")
    row = page.get_by_role("row").filter(has_text="Tuyên truyền, nhân rộng").filter(has_text="2025")
    expect(row).to_contain_text("Đã làm, đúng hạn")
