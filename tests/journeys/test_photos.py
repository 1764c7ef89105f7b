"""The main point of a photo is pressed on the picture, without any script; on a phone too."""

import pytest
from playwright.sync_api import expect

from neuguong.core.attachments import keep
from neuguong.core.clock import start_demo_clock
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.org.enums import Role
from neuguong.publicity.models import Photo
from tests import factories as make
from tests.factories import actor, moment
from tests.journeys.test_suggestions import faults, fits
from tests.publicity.conftest import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photo(transactional_db, cast, plan) -> Photo:
    start_demo_clock(at=moment(2025, 4, 10, 9))
    editor = make.make_account("editor", "Huỳnh Thị Mai")
    make.give_role(editor, Role.EDITOR, cast.district, subtree=True)
    file = keep(name="vuon.jpg", content=picture(), by=actor(editor), at=moment(2025, 4, 9))
    StoredFile.objects.update(state=FileState.CLEAN, checked_at=moment(2025, 4, 9))
    return Photo.objects.create(
        plan=plan, unit=plan.unit, file=file, digest=file.digest, width=800, height=600, words="Vườn bưởi",
        credit="Ai chụp", added_at=moment(2025, 4, 9), added_by=editor,
    )  # fmt: skip


def test_the_main_point_is_where_one_presses(photo, window):
    page = window(phone=True).sign_in("editor")
    page.goto(page.url.split("/ban-lam-viec/")[0] + f"/ban-lam-viec/anh-bai-viet/{photo.pk}/")
    expect(page.get_by_role("heading", name="Vườn bưởi", level=1)).to_be_visible()
    assert faults(page) == []
    assert fits(page)
    page.get_by_label("Mô tả ảnh").fill("Vườn bưởi sai quả")
    page.locator("input[type=image]").click(position={"x": 70, "y": 105})
    expect(page.get_by_text("Đã lưu ảnh")).to_be_visible()
    expect(page.get_by_label("Điểm chính từ trái sang (%)")).to_have_value("25")
    expect(page.get_by_label("Điểm chính từ trên xuống (%)")).to_have_value("50")
    expect(page.get_by_role("heading", name="Vườn bưởi sai quả", level=1)).to_be_visible()
    page.get_by_label("Người chụp").press("Enter")  # the keyboard reaches the picture first and moves nothing
    expect(page.get_by_label("Điểm chính từ trái sang (%)")).to_have_value("25")
    page.get_by_role("link", name="Kho ảnh").click()
    assert faults(page) == []
    assert fits(page)
