"""A verifier is kin: the dossier leaves queue, search and counts at once, and somebody else verifies it."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination
from tests import factories as make
from tests.factories import moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/ban-lam-viec/ho-so/"


@pytest.fixture
def waiting(cast, plan) -> list[Nomination]:
    """Two dossiers of Diên Thọ that wait for verification on 10/03/2025."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    sector = plan.sectors.first().code
    drafts = [
        make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=sector)
        for name in ("Lê Văn Thuận", "Đỗ Thị Lành")
    ]
    return [make.send(draft, cast.head, at=moment(2025, 3, 6)) for draft in drafts]


def declare(page, dossier: Nomination, note: str) -> None:
    page.locator("summary", has_text="Tôi có liên quan").click()
    page.get_by_label("Liên quan thế nào").select_option(label="Họ hàng")
    page.get_by_label("Nói rõ").fill(note)
    page.get_by_role("button", name="Ghi khai báo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Hồ sơ rời khỏi danh sách")
    dialog.get_by_role("button", name="Ghi khai báo").click()
    expect(page.locator(".messages")).to_contain_text("Đã ghi khai báo của anh/chị")


def test_kin_step_back_and_a_substitute_verifies(waiting, window):
    kin_of = waiting[0]
    first, second, chair, leader = window(), window(phone=True), window(), window()
    for one, name in ((first, "office"), (second, "office_second"), (chair, "chair"), (leader, "leader")):
        one.sign_in(name)

    page = first.open(LIST)
    expect(page.locator("#hang")).to_contain_text("2 trong 2 hồ sơ")
    declare(first.open(f"{LIST}{kin_of.pk}/"), kin_of, "em ruột")
    expect(first.page).to_have_url(re.compile(r"/lien-quan/$"))
    page = first.open(LIST)
    expect(page.locator("#hang")).to_contain_text("1 trong 1 hồ sơ")
    expect(page.locator("#hang")).not_to_contain_text("Lê Văn Thuận")
    expect(first.open(f"{LIST}?q=le+van+thuan").locator("#hang")).to_contain_text("Không có hồ sơ nào khớp")
    expect(first.open("/ban-lam-viec/").locator("main")).not_to_contain_text("Lê Văn Thuận")
    expect(first.open(f"{LIST}{kin_of.pk}/").locator("h1")).to_contain_text("Không tìm thấy")

    declare(second.open(f"{LIST}{kin_of.pk}/"), kin_of, "cháu gọi bằng bác")
    page = chair.open(f"{LIST}{kin_of.pk}/")
    expect(page.locator("main")).to_contain_text("Không còn ai trong cơ quan thường trực thẩm định được hồ sơ này")
    page.locator("summary", has_text="Cử người thay").click()
    page.get_by_label("Người thay").select_option(label="Cao Thị Yến (leader)")
    page.get_by_label("Văn bản phân công").fill("12/TB-HĐ ngày 10/3/2025")
    page.get_by_label("Đến hết ngày").fill("31/03/2025")
    page.get_by_role("button", name="Cử người thay").last.click()
    expect(page.locator(".messages")).to_contain_text("Cao Thị Yến thẩm định hồ sơ này đến hết 31/03/2025")

    page = leader.open("/ban-lam-viec/")
    expect(page.locator("main")).to_contain_text("Chờ thẩm định")
    page = leader.open(f"{LIST}{kin_of.pk}/")
    page.get_by_role("button", name="Đạt thẩm định").click()
    page.get_by_role("dialog").get_by_role("button", name="Đạt thẩm định").click()
    expect(page.locator(".messages")).to_contain_text("đạt thẩm định")
    assert Nomination.objects.get(pk=kin_of.pk).state == "verified"
    page = leader.open(f"{LIST}{waiting[1].pk}/")
    expect(page.get_by_role("button", name="Đạt thẩm định")).to_have_attribute("aria-disabled", "true")
