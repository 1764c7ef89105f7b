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


@pytest.mark.clause("III.3")
def test_a_false_number_stops_the_dossier_until_it_is_corrected_with_evidence(sent, window):
    office = window()
    office.sign_in("office")
    page = office.open(f"{LIST}{sent.pk}/")
    expect(page.get_by_role("button", name="Đạt thẩm định")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("main")).to_contain_text("2 ý chờ kiểm chứng")
    page.get_by_role("link", name="Từng ý và minh chứng").click()
    expect(page.locator(".claim-backed")).to_have_count(2)
    page.wait_for_load_state()  # the keys work once the page's own script has run
    page.locator(".claim-backed").first.press("d")
    expect(page.locator(".messages")).to_contain_text("Đã kiểm chứng “tháng 6/2021”")
    false = page.locator(".claim-backed")
    expect(false).to_contain_text("350 tấn")
    page.wait_for_load_state()
    false.press("s")
    page.keyboard.press("Control+A")
    page.keyboard.type("35 tấn")
    page.keyboard.press("Tab")
    page.keyboard.type("Sổ xuất trang 9 ghi 35 tấn.")
    false.locator("details[data-act=correct]").get_by_role("button").click()
    expect(page.locator(".messages")).to_contain_text("Đã đính chính")
    expect(page.locator("#ket-qua")).to_contain_text("Không còn ý nào chờ")
    assert dict(Claim.objects.values_list("quote", "true_text")) == {"tháng 6/2021": "", "350 tấn": "35 tấn"}
    page = office.open(f"{LIST}{sent.pk}/")
    page.get_by_role("button", name="Đạt thẩm định").click()
    page.get_by_role("dialog").get_by_role("button", name="Đạt thẩm định").click()
    expect(page.locator(".messages")).to_contain_text("Hồ sơ đạt thẩm định")


def test_a_question_is_answered_on_a_phone(sent, window):
    office, unit = window(), window(phone=True)
    office.sign_in("office")
    unit.sign_in("author")
    page = office.open(f"{LIST}{sent.pk}/y/")
    asked = page.locator(".claim-backed", has_text="350 tấn")
    asked.press("h")
    page.keyboard.type("Sổ nào ghi 350 tấn?")
    asked.locator("details[data-act=ask]").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Chờ đơn vị trả lời.")
    phone = unit.open("/ban-lam-viec/")
    expect(phone.locator("main")).to_contain_text("Sổ nào ghi 350 tấn?")
    phone.get_by_role("link", name="Trả lời").click()
    place = phone.locator("article", has_text="Sổ nào ghi 350 tấn?")
    answer = place.locator("details[data-act=answer]")
    answer.get_by_role("textbox").first.fill("Viết nhầm, sổ ghi 35 tấn.")
    answer.get_by_role("button").last.click()
    expect(phone.locator("main")).to_contain_text("Viết nhầm, sổ ghi 35 tấn.")
    page = office.open(f"{LIST}{sent.pk}/y/")
    expect(page.locator("main")).to_contain_text("Viết nhầm, sổ ghi 35 tấn.")
