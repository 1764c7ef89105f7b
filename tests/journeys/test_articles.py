"""An editor tells of somebody: a wrong number in a caption is blocked with its place, the claim block tells the right one,
it is cleared, it shows at its hour, and when consent is withdrawn every trace is gone, in the next export too."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import move_clock, start_demo_clock
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.publicity.models import Article
from neuguong.web.portal.export.run import Export
from tests.factories import actor, moment
from tests.journeys.test_suggestions import faults, fits
from tests.publicity.conftest import picture
from tests.publicity.newsroom import AT, Newsroom, open_newsroom

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom(transactional_db, cast) -> Newsroom:
    start_demo_clock(at=AT)
    return open_newsroom(cast)


TITLE = "Vườn bưởi nhà ông Thuận"
CAPTION = "Chú thích ảnh 1: “36 tấn”"


def photo_taken_in(page) -> None:
    """A picture without words is not taken; with them it is in the library."""
    page.get_by_role("link", name="Bài viết", exact=True).first.click()
    assert faults(page) == []
    page.get_by_role("link", name="Kho ảnh").click()
    page.get_by_role("link", name="Thêm ảnh").first.click()
    file = {"name": "vuon.jpg", "mimeType": "image/jpeg", "buffer": picture(1200, 800)}
    page.get_by_label("Ảnh", exact=True).set_input_files(file)
    page.get_by_label("Người chụp").fill("Lê Hoài An")
    page.get_by_label("Trong ảnh có người được nêu gương").uncheck()
    page.get_by_role("button", name="Thêm vào kho").click()
    expect(page.get_by_role("alert")).to_contain_text("Mô tả ảnh bằng lời cho người không nhìn thấy.")
    page.get_by_label("Ảnh", exact=True).set_input_files(file)
    page.get_by_label("Mô tả ảnh").fill("Hàng bưởi ven mương nước")
    page.get_by_role("button", name="Thêm vào kho").click()
    expect(page.get_by_text("Đã thêm ảnh vào kho")).to_be_visible()
    assert faults(page) == []


def add_block(page, name: str) -> None:
    """A block after the one in which the cursor stands, of the library's own list."""
    page.keyboard.press("Enter")
    page.locator("[data-art-holder] .ce-toolbar__plus").click()
    page.locator(".ce-popover-item", has_text=name).first.click()
    page.mouse.move(0, 0)
    expect(page.locator(".ct--shown")).to_have_count(0)


def written_and_sent(page) -> None:
    """A wrong number in a caption is blocked with its place; the claim block tells the right one; it goes to clearance."""
    page.get_by_role("link", name="Bài viết", exact=True).first.click()
    page.get_by_role("link", name="Viết bài mới").click()
    page.get_by_label("Tiêu đề").fill(TITLE)
    page.get_by_label("Lê Văn Thuận").check()
    assert faults(page) == []
    page.get_by_role("button", name="Mở bài").click()

    holder = page.locator("[data-art-holder]")
    expect(holder).to_be_visible()
    holder.locator("[contenteditable]").first.click()
    page.keyboard.type("Ông Thuận nuôi trùn quế để có phân bón.")
    add_block(page, "Ảnh")
    holder.get_by_label("Ảnh trong kho").select_option(index=1)
    holder.get_by_label("Chú thích").fill("Mỗi năm vườn thu 36 tấn phân bón.")
    expect(page.locator("[data-art-open]")).to_contain_text(CAPTION, timeout=15_000)
    assert faults(page) == []
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_role("heading", name="Đọc đối chiếu")).to_be_visible()
    expect(page.get_by_text(CAPTION, exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Gửi duyệt")).to_have_attribute("aria-disabled", "true")
    assert faults(page) == []

    page.get_by_role("link", name="Soạn bài").click()
    holder.get_by_label("Chú thích").fill("Vườn bưởi sau mùa mưa")
    holder.locator("[contenteditable]").first.click()
    page.keyboard.press("End")
    add_block(page, "Ý đã kiểm chứng")
    holder.get_by_label("Ý đã kiểm chứng").select_option(label="35 tấn (Lê Văn Thuận)")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt")).to_be_visible()


def cleared(other) -> None:
    """By somebody else, on a telephone."""
    other.goto(f"{other.url.split('/ban-lam-viec')[0]}/ban-lam-viec/bai-viet/")
    other.get_by_role("link", name=TITLE).click()
    assert faults(other) == []
    assert fits(other)
    other.get_by_role("button", name="Duyệt", exact=True).click()
    expect(other.get_by_text("Đã duyệt", exact=False).first).to_be_visible()


def telling(folder: Path) -> set[str]:
    """The files of the export that name the article."""
    files = [
        path for path in (folder / "site").rglob("*") if path.suffix in (".html", ".rss", ".atom", ".json", ".xml")
    ]
    return {path.relative_to(folder / "site").as_posix() for path in files if TITLE in path.read_text("utf-8")}


def test_a_story_is_told_only_as_it_was_checked_and_is_gone_when_consent_goes(newsroom, window, settings, tmp_path):
    settings.SITE_URL, settings.EXPORT_URL = "https://neu-guong.example", ""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "neu-guong.example"]
    page = window().sign_in("editor")
    photo_taken_in(page)
    written_and_sent(page)
    cleared(window(phone=True).sign_in("clearer"))

    page.reload()
    hours = page.get_by_role("group", name=re.compile("Hẹn giờ đăng"))
    hours.get_by_label("Ngày").fill("11/04/2025")
    hours.get_by_label("Giờ").fill("07:00")
    page.get_by_role("button", name="Đăng hoặc hẹn giờ").click()
    expect(page.get_by_text("Đã hẹn giờ đăng")).to_be_visible()

    row, reader = Article.objects.get(), window(phone=True)
    here, card = f"/bai/{row.slug}/", f"/bai/{row.slug}/the-chia-se.jpg"
    listed = ("/", "/bai/", "/guong/?q=vuon+buoi", "/tin/bai.rss", "/sitemap-trang.xml")

    def answers(*paths: str) -> dict[str, bool]:
        """By path whether the article is named there."""
        found = {path: shown.request.get(f"{reader.address}{path}").text() for path in paths}
        return {path: TITLE in told or here in told for path, told in found.items()}

    shown = reader.open("/")
    assert answers(*listed) == dict.fromkeys(listed, False)
    move_clock(to=moment(2025, 4, 11, 7), by=actor(newsroom.cast.admin))
    assert answers(*listed) == dict.fromkeys(listed, True)
    shown.reload()  # the browser keeps what it has for a minute
    shown.get_by_role("link", name=TITLE).first.click()
    expect(shown.get_by_text("35 tấn")).to_be_visible()
    expect(shown.get_by_role("img", name="Hàng bưởi ven mương nước")).to_be_visible()
    assert faults(shown) == []
    assert fits(shown)
    drawn = shown.request.get(f"{reader.address}{card}")
    assert (drawn.status, drawn.headers["content-type"]) == (200, "image/jpeg")
    first = Export(tmp_path).run(at=moment(2025, 4, 11, 7))
    assert (first.failed, {f"{here[1:]}index.html", "index.html", "bai/index.html", "tin/bai.rss"} - telling(tmp_path)) == (
        [], set(),
    )  # fmt: skip

    withdraw_consent(
        consent=newsroom.page.consents.get(), withdrawn_on=moment(2025, 4, 11).date(), way="phone",
        by=actor(newsroom.cast.office), at=moment(2025, 4, 11, 8),
    )  # fmt: skip
    paths = (*listed, f"/guong/{newsroom.page.slug}/")
    assert answers(*paths) == dict.fromkeys(paths, False)
    assert TITLE not in shown.request.get(f"{reader.address}{here}").text()
    assert shown.request.get(f"{reader.address}{card}").status == 404
    assert f"{here[1:]}index.html" in Export(tmp_path).run(at=moment(2025, 4, 11, 8)).removed
    assert here in (tmp_path / "removed.txt").read_text("utf-8")
    assert not (tmp_path / "site" / card[1:]).exists()  # cards are drawn by the living site alone (docs/adr/0034)
    assert telling(tmp_path) == set()


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
