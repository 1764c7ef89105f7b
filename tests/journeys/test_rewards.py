"""The province rewarded somebody who has no dossier here: the decision is typed, compared by another, she agrees, an article
tells of it, and with her consent every trace goes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import RewardRecord
from neuguong.publicity.models import Article
from neuguong.publicity.operations import clearing
from tests import factories as make
from tests.factories import actor
from tests.journeys.test_suggestions import faults, fits
from tests.publicity.newsroom import AT, Newsroom, open_newsroom

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom(transactional_db, cast, settings, tmp_path: Path) -> Newsroom:
    settings.MEDIA_ROOT = tmp_path
    start_demo_clock(at=AT)
    return open_newsroom(cast)


def entered(page) -> None:
    """The decision, line by line, with its scan."""
    page.get_by_role("link", name="Bài viết", exact=True).first.click()
    page.get_by_role("link", name="Khen thưởng của cấp trên").click()
    assert faults(page) == []
    page.get_by_role("link", name="Ghi một quyết định").click()
    assert faults(page) == []
    for label, text in {
        "Số quyết định": "1234/QĐ-UBND", "Ngày quyết định": "20/12/2024",
        "Người hoặc cơ quan quyết định": "Chủ tịch UBND tỉnh Khánh Hòa",
        "Hình thức khen thưởng": "Bằng khen của Chủ tịch UBND tỉnh", "Họ tên, hoặc tên tập thể, hộ": "Trần Thị Sáu",
        "Chức vụ, công việc": "Công nhân thu gom rác", "Vì đã …": "Đã dũng cảm cứu 3 người bị nước cuốn",
    }.items():  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_label("Cấp tỉnh").check()
    page.get_by_label("Nơi ở hoặc nơi làm việc").select_option(label="Xã Diên Thọ")
    scan = {"name": "qd.jpg", "mimeType": "image/jpeg", "buffer": make.jpeg()}
    page.get_by_label("Bản chụp quyết định").set_input_files(scan)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Chờ đối chiếu")).to_be_visible()
    assert faults(page) == []


def test_somebody_rewarded_from_above_is_told_of_and_gone_when_consent_goes(newsroom, window):
    page = window().sign_in("editor")
    entered(page)
    row = RewardRecord.objects.get()

    office = window(phone=True)
    other = office.sign_in("office")
    other.get_by_role("link", name="Đối chiếu", exact=False).first.click()
    assert faults(other) == []
    assert fits(other)
    other.get_by_label("Tôi đã mở bản chụp", exact=False).check()
    other.get_by_role("button", name="Đã đối chiếu, đúng").click()
    expect(other.get_by_text("Đã đối chiếu", exact=False).first).to_be_visible()

    page.reload()
    page.get_by_label("Chính người được nêu gương").check()
    page.get_by_label("Họ tên người đồng ý").fill("Trần Thị Sáu")
    page.get_by_label("Ngày đồng ý").fill("10/04/2025")
    page.get_by_label("Câu chuyện, đăng trên cổng công khai").check()
    page.get_by_label("Đồng ý bằng cách nào").fill("Gặp tại nhà, đọc phiếu cho bà nghe")
    page.get_by_role("button", name="Ghi đồng ý").click()
    page.get_by_role("link", name="Viết bài").first.click()
    page.get_by_label("Tiêu đề").fill("Người giữ sạch con hẻm")
    expect(page.get_by_label("Trần Thị Sáu", exact=False)).to_be_checked()
    page.get_by_role("button", name="Mở bài").click()
    holder = page.locator("[data-art-holder]")
    expect(holder).to_be_visible()
    holder.locator("[contenteditable]").first.click()
    page.keyboard.type("Bà Sáu đã cứu 4 người.")
    expect(page.locator("[data-art-open]")).to_contain_text("4 người", timeout=15_000)
    assert faults(page) == []
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Bà Sáu đã cứu 3 người theo Quyết định số 1234/QĐ-UBND.")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt")).to_be_visible()

    article = Article.objects.get()
    clearing.clear_article(article=article, by=actor(newsroom.clearer), at=AT)
    clearing.publish_article(article=article, by=actor(newsroom.editor), at=AT)
    reader = window(phone=True)
    shown = reader.open("/bai/")
    shown.get_by_role("link", name="Người giữ sạch con hẻm").click()
    expect(shown.get_by_text(re.compile("Theo Quyết định số 1234/QĐ-UBND ngày 20/12/2024"))).to_be_visible()
    assert faults(shown) == []
    assert fits(shown)

    page.goto(f"{page.url.split('/ban-lam-viec')[0]}/ban-lam-viec/khen-thuong/{row.pk}/")
    page.get_by_label("Trần Thị Sáu đồng ý ngày 10/04/2025").check()
    page.get_by_label("Ngày nhận được yêu cầu").fill("10/04/2025")
    page.get_by_label("Điện thoại").check()
    page.get_by_role("button", name="Ghi rút đồng ý").click()
    expect(page.get_by_text("Đã rút ngày 10/04/2025")).to_be_visible()
    for path in ("/bai/", "/tin/bai.rss", "/sitemap-trang.xml", f"/bai/{article.slug}/"):
        assert "Người giữ sạch con hẻm" not in shown.request.get(f"{reader.address}{path}").text(), path
