"""A citizen on a phone and at a desk: reads without a script, finds a neighbour, and nothing stands in the way."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from neuguong.core.text import fold, slug, sort_key
from neuguong.exemplars.models import Exemplar, Recognition
from neuguong.programme.models import Sector
from tests import factories as make
from tests.conftest import Cast
from tests.factories import moment
from tests.web.portal.conftest import dossier_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    "/", "/guong/", "/guong/?q=khong+co+ai", "/guong/do-thi-lanh/", "/don-vi/dien-tho/", "/don-vi/dien-an/",
    "/linh-vuc/y-te/", "/gioi-thieu/",
]  # fmt: skip


@pytest.fixture
def register(transactional_db, cast: Cast) -> None:
    """Three people in the register."""
    plan = make.make_plan(cast.district, valid_until=date(2030, 12, 31))
    for name, code in (
        ("Đỗ Thị Lành", "nong-nghiep"),
        ("Tổ hòa giải Gò Đình", "nong-nghiep"),
        ("Lê Văn Thuận", "y-te"),
    ):
        sector = Sector.objects.get(plan=plan, code=code)
        dossier = dossier_of(name, cast.dien_tho, plan, kind="individual", sector=sector)
        one = Exemplar.objects.create(
            subject=dossier.subject,
            plan=plan,
            slug=slug(name),
            name=name,
            kind="individual",
            unit=cast.dien_tho,
            sector=sector,
            year=2024,
            level="unit",
            recognised_on=date(2024, 5, 20),
            search_text=fold(f"{name} {cast.dien_tho.name}"),
            sort_key=sort_key(name, person=True),
        )
        Recognition.objects.create(
            exemplar=one, nomination=dossier, level="unit", unit=cast.dien_tho, document_number="41/QĐ-UBND",
            decided_on=date(2024, 5, 20), recorded_at=moment(2024, 5, 21),
        )  # fmt: skip


def faults(page) -> list[str]:
    """What axe finds on a page, rule by rule with its places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found["violations"]]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_nothing_on_the_public_pages_keeps_anybody_out(register, window, phone):
    one = window(phone=phone)
    found = {path: faults(one.open(path)) for path in PAGES}
    assert found == dict.fromkeys(PAGES, [])


def test_no_page_is_wider_than_a_small_phone(register, window):
    one = window(phone=True)
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert {path for path in PAGES if one.open(path).evaluate(wider)} == set()


def test_a_citizen_finds_a_neighbour_from_the_front_page_by_keyboard(register, window):
    page = window(phone=True).open("/")
    page.get_by_label("Tìm một người").fill("do thi lanh")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đỗ Thị Lành", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đỗ Thị Lành")
    expect(page.get_by_role("main")).to_contain_text("Số 41/QĐ-UBND")


def test_the_public_pages_bring_no_script_no_cookie_and_ask_nobody_else(register, window):
    one = window()
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page = one.open(path)
        assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert {url for url in asked if not url.startswith((one.address, "data:"))} == set()
    assert one.context.cookies() == []


def test_choices_narrow_the_register_without_a_script(register, window):
    page = window().open("/guong/")
    page.get_by_label("Lĩnh vực").select_option(label="Y tế (1)")
    page.get_by_role("button", name="Tìm").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "1 gương"
    page.get_by_role("link", name="Bỏ lọc: Y tế").click()
    assert page.get_by_role("heading", level=2).first.inner_text() == "3 gương"


def test_an_exemplar_prints_without_the_furniture(register, window):
    page = window().open("/guong/do-thi-lanh/")
    page.emulate_media(media="print")
    assert not page.locator(".p-nav").is_visible()
    assert page.get_by_text("Số 41/QĐ-UBND").is_visible()
