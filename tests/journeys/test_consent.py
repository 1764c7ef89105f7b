"""Consent comes on paper, the page grows; it is taken back by telephone, the page is gone and the award line is left."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from neuguong.core.attachments import keep
from neuguong.core.clock import start_demo_clock
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.operations.evidence import attach
from neuguong.exemplars.operations.nominations import verify_nomination
from tests import factories as make
from tests.exemplars.conftest import recognise
from tests.factories import actor, moment
from tests.journeys.test_suggestions import faults, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def page_of(transactional_db, cast, plan) -> Exemplar:
    start_demo_clock(at=moment(2025, 4, 10, 9))
    one = make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code)
    file = keep(name="vuon.jpg", content=picture("green"), by=actor(cast.author), at=moment(2025, 3, 4))
    attach(nomination=one, file=file, caption="Vườn bưởi", by=actor(cast.author), at=moment(2025, 3, 4))
    verify_nomination(nomination=make.send(one, cast.head), by=actor(cast.office), at=moment(2025, 3, 12))
    recognise(one, cast)
    StoredFile.objects.update(state=FileState.CLEAN, checked_at=moment(2025, 3, 5))
    return Exemplar.objects.get()


def test_the_page_grows_with_consent_and_shrinks_when_it_is_taken_back(page_of, window):
    office = window().sign_in("office")
    office.get_by_role("link", name="Đăng câu chuyện").click()
    office.get_by_role("link", name="Lê Văn Thuận").click()
    expect(office.get_by_text("Chưa có phiếu đồng ý cho câu chuyện trên cổng công khai.").first).to_be_visible()
    assert faults(office) == []

    paper = office.get_by_role("region", name="Nhập phiếu đã ký")
    paper.get_by_label("Chính người được nêu gương").check()
    paper.get_by_label("Họ tên người ký").fill("Lê Văn Thuận")
    paper.get_by_label("Ngày ký").fill("02/04/2025")
    paper.get_by_label("Câu chuyện, đăng trên cổng công khai").check()
    paper.get_by_label("Hình ảnh, đăng trên cổng công khai").check()
    paper.get_by_label("Bản chụp phiếu").set_input_files(
        {"name": "phieu.jpg", "mimeType": "image/jpeg", "buffer": picture("white")}
    )
    paper.get_by_role("button", name="Nhập phiếu").click()
    expect(office.get_by_text("Đã nhập phiếu đồng ý")).to_be_visible()
    story = office.get_by_role("region", name="Soạn câu chuyện")
    story.get_by_label("Bài tóm tắt").fill("Ông Thuận trồng bưởi da xanh.\n\nBảy hộ trong thôn học theo.")
    story.get_by_label("Ảnh trong hồ sơ").select_option(label="Vườn bưởi")
    story.get_by_label("Mô tả ảnh").fill("Vườn bưởi da xanh sai quả")
    story.get_by_role("button", name="Lưu bài").click()
    office.get_by_label(re.compile("Tôi đã đọc lại")).check()
    office.get_by_role("button", name="Đăng lên trang công khai").click()
    expect(office.get_by_text("Đã đăng lên trang công khai")).to_be_visible()

    reader = window(phone=True)
    shown = reader.open(f"/guong/{page_of.slug}/")
    expect(shown.get_by_text("Bảy hộ trong thôn học theo.")).to_be_visible()
    expect(shown.get_by_role("img", name="Vườn bưởi da xanh sai quả")).to_be_visible()
    assert faults(shown) == []
    assert fits(shown)

    back = office.get_by_role("region", name="Ghi rút đồng ý")
    back.get_by_label(re.compile("Phiếu ngày 02/04/2025")).check()
    back.get_by_label("Ngày nhận được yêu cầu").fill("10/04/2025")
    back.get_by_label("Điện thoại").check()
    back.get_by_role("button", name="Ghi rút đồng ý").click()
    expect(office.get_by_text("Đã ghi rút đồng ý", exact=False).first).to_be_visible()
    expect(office.get_by_role("button", name="Ghi đã xong")).to_be_visible()
    assert faults(office) == []
    office.set_viewport_size({"width": 360, "height": 800})
    assert fits(office)

    after = window(phone=True).open(f"/guong/{page_of.slug}/")
    expect(after.get_by_text("415/QĐ-UBND")).to_be_visible()
    expect(after.get_by_text("Bảy hộ trong thôn học theo.")).to_have_count(0)
    assert after.request.get(f"{reader.address}/guong/{page_of.slug}/anh/").status == 404
