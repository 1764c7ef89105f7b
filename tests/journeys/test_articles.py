"""An editor tells of somebody: a wrong number is blocked with its place, the claim block tells the right one, it is cleared,
it shows at its hour, and when consent is withdrawn every trace is gone."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import move_clock, start_demo_clock
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.publicity.models import Article
from tests.factories import actor, moment
from tests.journeys.test_suggestions import faults, fits
from tests.publicity.newsroom import AT, Newsroom, open_newsroom

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom(transactional_db, cast) -> Newsroom:
    start_demo_clock(at=AT)
    return open_newsroom(cast)


def written_and_sent(page) -> None:
    """A wrong number is blocked with its place; the claim block tells the right one; it goes to clearance."""
    page.get_by_role("link", name="Bài viết", exact=True).first.click()
    assert faults(page) == []
    page.get_by_role("link", name="Viết bài mới").click()
    page.get_by_label("Tiêu đề").fill("Vườn bưởi nhà ông Thuận")
    page.get_by_label("Lê Văn Thuận").check()
    assert faults(page) == []
    page.get_by_role("button", name="Mở bài").click()

    holder = page.locator("[data-art-holder]")
    expect(holder).to_be_visible()
    holder.locator("[contenteditable]").first.click()
    page.keyboard.type("Mỗi năm vườn thu 36 tấn phân bón.")
    expect(page.get_by_text(re.compile(r"Đã lưu lúc"))).to_be_visible(timeout=15_000)
    expect(page.locator("[data-art-open]")).to_contain_text("36 tấn")
    assert faults(page) == []
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_role("heading", name="Đọc đối chiếu")).to_be_visible()
    expect(page.get_by_text("Đoạn 1: “36 tấn”", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Gửi duyệt")).to_have_attribute("aria-disabled", "true")
    assert faults(page) == []

    page.get_by_role("link", name="Soạn bài").click()
    holder.locator("[contenteditable]").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Ông Thuận nuôi trùn quế để có phân bón.")
    page.keyboard.press("Enter")
    holder.locator(".ce-toolbar__plus").click()
    page.locator(".ce-popover-item", has_text="Ý đã kiểm chứng").first.click()
    holder.get_by_label("Ý đã kiểm chứng").select_option(label="35 tấn (Lê Văn Thuận)")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt")).to_be_visible()


def test_a_story_is_told_only_as_it_was_checked_and_is_gone_when_consent_goes(newsroom, window):
    page = window().sign_in("editor")
    written_and_sent(page)
    other = window(phone=True).sign_in("clearer")
    other.goto(f"{other.url.split('/ban-lam-viec')[0]}/ban-lam-viec/bai-viet/")
    other.get_by_role("link", name="Vườn bưởi nhà ông Thuận").click()
    assert faults(other) == []
    assert fits(other)
    other.get_by_role("button", name="Duyệt", exact=True).click()
    expect(other.get_by_text("Đã duyệt", exact=False).first).to_be_visible()

    page.reload()
    hours = page.get_by_role("group", name=re.compile("Hẹn giờ đăng"))
    hours.get_by_label("Ngày").fill("11/04/2025")
    hours.get_by_label("Giờ").fill("07:00")
    page.get_by_role("button", name="Đăng hoặc hẹn giờ").click()
    expect(page.get_by_text("Đã hẹn giờ đăng")).to_be_visible()

    row = Article.objects.get()
    reader = window(phone=True)
    assert reader.open(f"/bai/{row.slug}/").get_by_role("heading", name="Vườn bưởi nhà ông Thuận").count() == 0
    move_clock(to=moment(2025, 4, 11, 7), by=actor(newsroom.cast.admin))
    shown = reader.open("/bai/")
    shown.get_by_role("link", name="Vườn bưởi nhà ông Thuận").click()
    expect(shown.get_by_text("35 tấn")).to_be_visible()
    assert faults(shown) == []
    assert fits(shown)
    assert "Vườn bưởi nhà ông Thuận" in shown.request.get(f"{reader.address}/tin/bai.rss").text()

    withdraw_consent(
        consent=newsroom.page.consents.get(), withdrawn_on=moment(2025, 4, 11).date(), way="phone",
        by=actor(newsroom.cast.office), at=moment(2025, 4, 11, 8),
    )  # fmt: skip
    for path in ("/bai/", "/tin/bai.rss", "/sitemap-trang.xml", f"/bai/{row.slug}/", f"/guong/{newsroom.page.slug}/"):
        told = shown.request.get(f"{reader.address}{path}").text()
        assert "Vườn bưởi nhà ông Thuận" not in told, path
        assert row.slug not in told or path == f"/bai/{row.slug}/", path


def test_without_a_script_the_same_is_written_in_fields(newsroom, window):
    one = window(script=False)
    page = one.sign_in("editor")
    page.get_by_role("link", name="Bài viết", exact=True).first.click()
    page.get_by_role("link", name="Viết bài mới").click()
    page.get_by_label("Tiêu đề").fill("Vườn bưởi nhà ông Thuận")
    page.get_by_label("Lê Văn Thuận").check()
    page.get_by_role("button", name="Mở bài").click()
    page.get_by_role("button", name="Đoạn văn").click()
    page.get_by_label("Chữ", exact=True).fill("Ông **Thuận** trồng bưởi.")
    page.get_by_role("button", name="Ý đã kiểm chứng").click()
    page.get_by_role("combobox", name="Ý đã kiểm chứng").select_option(label="35 tấn (Lê Văn Thuận)")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt")).to_be_visible()
