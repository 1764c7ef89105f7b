"""A false number: nothing passes until it is corrected with evidence, on a phone and by keyboard."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Claim, Nomination
from neuguong.exemplars.operations.claims import NewProof, bind_claim
from tests import factories as make
from tests.factories import actor, moment

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEXT = "Từ tháng 6/2021 ông nuôi trùn quế. Mỗi năm thu 350 tấn phân bón."
LIST = "/ban-lam-viec/ho-so/"


@pytest.fixture
def sent(cast, plan) -> Nomination:
    """Ten times too much stands in the text; the log book beside it says 35 tons."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    sector = plan.sectors.first().code
    draft = make.make_nomination(
        cast.dien_tho, plan, cast.author, sector=sector, achievement_summary=TEXT, settled=False
    )
    book = make.attach_file(draft, cast.author, at=moment(2025, 3, 4))
    for stretch in ("tháng 6/2021", "350 tấn"):
        start = TEXT.index(stretch)
        bind_claim(
            nomination=draft, start=start, end=start + len(stretch), quote=stretch,
            proof=NewProof("file", evidence_id=book.pk, page=9), by=actor(cast.author), at=moment(2025, 3, 5),
        )  # fmt: skip
    return make.send(draft, cast.head, at=moment(2025, 3, 6))


def test_a_false_number_stops_the_dossier_until_it_is_corrected_with_evidence(sent, window):
    office = window()
    office.sign_in("office")
    page = office.open(f"{LIST}{sent.pk}/")
    expect(page.get_by_role("button", name="Đạt thẩm định")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("main")).to_contain_text("2 ý chờ kiểm chứng")
    page.get_by_role("link", name="Kiểm chứng từng ý").click()
    page.screenshot(path="/tmp/mine/decide.png", full_page=True)
    page.locator("#dieu").press("1")
    expect(page.locator("#dieu .text")).to_contain_text("350 tấn")
    expect(page.locator("#dieu")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Control+A")
    page.keyboard.type("35 tấn")
    page.keyboard.press("Tab")
    page.keyboard.type("Sổ xuất trang 9 ghi 35 tấn.")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Đã ghi điều đúng")
    expect(page.locator(".page-h")).to_contain_text("Mọi ý đã có kết luận.")
    assert dict(Claim.objects.values_list("quote", "true_text")) == {"tháng 6/2021": "", "350 tấn": "35 tấn"}
    page = office.open(f"{LIST}{sent.pk}/")
    page.get_by_role("button", name="Đạt thẩm định").click()
    page.get_by_role("dialog").get_by_role("button", name="Đạt thẩm định").click()
    expect(page.locator(".messages")).to_contain_text("Hồ sơ đạt thẩm định")


def test_a_question_is_answered_on_a_phone(sent, window):
    office, unit = window(), window(phone=True)
    office.sign_in("office")
    unit.sign_in("author")
    page = office.open(f"{LIST}{sent.pk}/kiem-chung/")
    page.locator("#dieu").press("j")
    expect(page.locator("#dieu .text")).to_contain_text("350 tấn")
    page.locator("#dieu").press("4")
    page.keyboard.type("Sổ nào ghi 350 tấn?")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi câu hỏi cho đơn vị")
    phone = unit.open("/ban-lam-viec/")
    expect(phone.locator("main")).to_contain_text("Sổ nào ghi 350 tấn?")
    phone.get_by_role("link", name="Trả lời").click()
    phone.screenshot(path="/tmp/mine/answer.png", full_page=True)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_label("Trả lời").fill("Viết nhầm, sổ ghi 35 tấn.")
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.locator(".messages")).to_contain_text("Đã trả lời")
    page = office.open(f"{LIST}{sent.pk}/kiem-chung/")
    page.locator(".claim-list a", has_text="350 tấn").click()
    expect(page.locator("#dieu")).to_contain_text("Viết nhầm, sổ ghi 35 tấn.")
