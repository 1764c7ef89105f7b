"""Under a plan like a province's: a citizen comments by mail link, the office answers, then the Council recognises."""

import re

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import move_clock, start_demo_clock
from neuguong.exemplars.models import Objection
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.web.links import address_of
from tests import factories as make
from tests.factories import JOB, actor, moment
from tests.journeys.test_suggestions import faults, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def verified(transactional_db, cast, asking_plan):
    start_demo_clock(at=moment(2025, 3, 14, 9))
    one = make.make_nomination(
        cast.dien_tho, asking_plan, cast.author, name="Đỗ Thị Lành", sector=asking_plan.sectors.first().code
    )
    return verify_nomination(nomination=make.send(one, cast.head), by=actor(cast.office), at=moment(2025, 3, 12))


def test_a_dossier_waits_for_comments_and_their_answers_before_the_council(verified, window):
    office = window().sign_in("office")
    office.get_by_role("link", name=re.compile("hồ sơ chờ đưa ra lấy ý kiến")).first.click()
    assert faults(office) == []
    office.get_by_label(re.compile("Đỗ Thị Lành, Xã Diên Thọ")).check()
    office.get_by_role("button", name="Đưa ra lấy ý kiến từ hôm nay").click()
    expect(office.get_by_text("Đã đưa 1 hồ sơ ra lấy ý kiến")).to_be_visible()

    citizen = window(phone=True)
    page = citizen.open("/lay-y-kien/")
    assert faults(page) == []
    assert fits(page)
    page.get_by_role("link", name="Đỗ Thị Lành").click()
    assert faults(page) == []
    assert fits(page)
    page.get_by_label("Ý kiến", exact=True).fill("Tôi thấy bà Lành giúp nhà bên cạnh.")
    page.get_by_label("Họ tên của bạn").fill("Nguyễn Văn Tư")
    page.get_by_label("Thư điện tử").fill("tu@example.vn")
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", name="Còn một bước")).to_be_visible()
    citizen.open(address_of(f"exemplars.objection:{Objection.objects.get().pk}"))
    assert faults(page) == []
    page.get_by_role("button", name="Tôi xác nhận ý kiến này").click()
    expect(page.get_by_role("heading", name="Đã xác nhận ý kiến")).to_be_visible()

    chair = window().sign_in("chair")
    chair.goto(f"{citizen.address}/ban-lam-viec/ho-so/{verified.pk}/")
    expect(chair.get_by_text("Đang lấy ý kiến về hồ sơ đến hết ngày 28/03/2025").first).to_be_visible()
    move_clock(to=moment(2025, 3, 31, 9), by=JOB)
    chair.reload()
    expect(chair.get_by_text("Còn 1 ý kiến về hồ sơ chưa được trả lời").first).to_be_visible()

    office.get_by_role("link", name="Đỗ Thị Lành").click()
    assert faults(office) == []
    office.get_by_label("Kết luận").select_option(label="Ý kiến không đúng")
    office.get_by_label("Trả lời", exact=True).fill("Đã hỏi ở thôn, việc đúng như hồ sơ.")
    office.get_by_role("button", name="Trả lời").click()
    expect(office.get_by_text("Đã trả lời ý kiến")).to_be_visible()
    chair.reload()
    expect(chair.get_by_text("chưa được trả lời")).to_have_count(0)
    expect(chair.get_by_label(re.compile("biên bản")).first).to_be_attached()  # the form of the recognition is open now
