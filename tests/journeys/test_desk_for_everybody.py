"""The desk keeps nobody out: a screen reader, a keyboard alone, a narrow phone."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import Award, return_nomination, set_awards, verify_nomination
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.packages import enter_reference, issue_package
from tests import factories as make
from tests.factories import actor, moment
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
DESK = "/ban-lam-viec/"
# Every drawer of a page is opened first: what is folded away is read too. Menus would lie over the page.
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def office(cast, plan) -> dict[str, list[str]]:
    """The desk on 15/03/2025 with something in every state; who reads which pages."""
    sector = plan.sectors.first().code
    names = ("Đỗ Thị Lành", "Lê Văn Thuận", "Võ Văn Mười", "Mai Thị Tư")
    draft, sent, back, good = (
        make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=sector) for name in names
    )
    make.attach_file(draft, cast.author, at=moment(2025, 3, 4))
    award = Award(name="Giấy khen", level="district", document_number="41/QĐ", decided_on=date(2024, 1, 5))
    set_awards(nomination=draft, awards=[award], by=actor(cast.author), at=moment(2025, 3, 4))
    for one in (sent, back, good):
        make.send(one, cast.head)
    return_nomination(nomination=back, note="Ghi rõ năm.", by=actor(cast.office), at=moment(2025, 3, 11))
    verify_nomination(nomination=good, by=actor(cast.office), at=moment(2025, 3, 12))
    start_demo_clock(at=moment(2025, 3, 15, 9))
    package = issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office), at=moment(2025, 3, 15, 8))
    enter_reference(
        package=package, document_number="215/UBND-NV", issued_on=date(2025, 3, 15), by=actor(cast.office),
        at=moment(2025, 3, 15, 8),
    )  # fmt: skip
    quarter = Obligation.objects.get(unit=cast.dien_an, period="2025-Q1").pk
    return {
        "author": [
            "", "ho-so/", "ho-so/?q=khong+co", "ho-so/gioi-thieu/", f"ho-so/{draft.pk}/", f"ho-so/{draft.pk}/soan/",
            f"ho-so/{back.pk}/", f"ho-so/{back.pk}/y/", "bang-theo-doi/", "thong-bao/", "dong-ho/", "huong-dan/",
        ],
        "head": ["", f"ho-so/{draft.pk}/", f"ho-so/{good.pk}/", "uy-quyen/"],
        "office": [
            "", "ho-so/", f"ho-so/{sent.pk}/", f"ho-so/{sent.pk}/y/", "bang-theo-doi/", f"bang-theo-doi/viec/{quarter}/", "goi-quy/",
            f"goi-quy/{package.pk}/", "goi-quy/dot/2025-Q2/", "ho-so/999999/", "lien-quan/",
        ],
        "chair": ["", f"ho-so/{good.pk}/"],
        "admin": [
            "", "nguoi-dung/", f"nguoi-dung/{cast.author.pk}/", "nguoi-dung/moi/", "hoi-dong/", "dong-ho/",
            f"nguoi-dung/{cast.author.pk}/ban-giao/",
        ],
    }  # fmt: skip


def faults(page: Page) -> list[str]:
    """What axe finds at a desk and on a phone, rule by rule with its places; and whether one must push sideways."""
    page.evaluate(OPEN)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told += [f"{size['width']} {one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
        told += [f"{size['width']} is too narrow"] if page.evaluate(WIDER) else []
    return told


@pytest.mark.parametrize("who", ["author", "head", "office", "chair", "admin"])
def test_no_page_of_the_desk_keeps_anybody_out(office, window, who):
    one = window()
    one.sign_in(who)
    found = {path: faults(one.open(DESK + path)) for path in office[who]}
    assert found == dict.fromkeys(office[who], [])


FOCUSED = """() => {
  const one = document.activeElement
  return one === document.body ? "" : one.innerText || one.name
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{words} cannot be reached with Tab")


def test_a_dossier_is_verified_from_sign_in_to_message_by_keyboard_alone(office, cast, window):
    page = window().open("/tai-khoan/dang-nhap/")
    tab_to(page, "login")
    page.keyboard.type("office")
    tab_to(page, "password")
    page.keyboard.type("office")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()  # the browser goes there in its own time
    tab_to(page, "Thẩm định")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lê Văn Thuận")
    tab_to(page, "Đạt thẩm định")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Kết luận hồ sơ đạt thẩm định?")
    expect(page.locator(":focus")).to_have_text("Để sau")  # a press too many does no harm
    tab_to(page, "Đạt thẩm định")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Hồ sơ đạt thẩm định: Lê Văn Thuận")
    assert Nomination.objects.get(subject__name="Lê Văn Thuận").state == "verified"
