"""A check on site on a telephone: no network, a closed tab, an ended session; it comes in once and leaves nothing behind."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import FieldVisit, Nomination
from tests import factories as make
from tests.factories import moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STATUS = "[data-visit-status]"
KEPT = """async () => {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === "ng-visits")) return 0;
  const db = await new Promise((done) => { const asked = indexedDB.open("ng-visits"); asked.onsuccess = () => done(asked.result); });
  if (!db.objectStoreNames.contains("visits")) { db.close(); return 0; }
  const count = await new Promise((done) => {
    const asked = db.transaction("visits").objectStore("visits").count(); asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return count;
}"""


@pytest.fixture
def waiting(cast, plan) -> Nomination:
    """A dossier of Diên Thọ that waits for verification on 12/03/2025."""
    start_demo_clock(at=moment(2025, 3, 12, 9))
    return make.send(
        make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code), cast.head
    )


def page_of(dossier: Nomination) -> str:
    return f"/ban-lam-viec/ho-so/{dossier.pk}/kiem-tra-thuc-te/"


def photo() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(out, "JPEG")
    return {"name": "vuon.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill(page) -> None:
    page.get_by_label("Giờ kiểm tra").fill("08:30")
    page.get_by_label("Nơi kiểm tra", exact=True).fill("Vườn bưởi, thôn Phước Lương")
    page.get_by_label("Đã gặp ai").fill("Ông Lê Văn Thuận, chủ vườn")
    page.get_by_label("Đã hỏi thông tin trái chiều ở ai").fill("Hai hộ liền kề")
    page.get_by_role("radio", name="Không có").check()
    page.get_by_role("radio", name="Đề nghị xét").check()
    page.get_by_label("Chọn ảnh có sẵn").set_input_files([photo()])
    expect(page.locator("[data-visit-photos] li")).to_have_count(1)


def test_without_network_it_waits_through_a_closed_tab_and_is_sent_once(waiting, window):
    phone = window(phone=True)
    phone.sign_in("office")
    page = phone.tab()
    page.goto(phone.address + page_of(waiting))
    phone.context.set_offline(True)
    fill(page)
    page.get_by_role("button", name="Gửi lần kiểm tra").click()
    expect(page.locator(STATUS)).to_contain_text("Đang giữ trên máy, chưa gửi: Lê Văn Thuận")
    expect(page.get_by_label("Đã gặp ai")).to_be_disabled()
    page.close()
    assert FieldVisit.objects.count() == 0

    phone.page.goto("about:blank")  # no other tab that could send it before this one does
    phone.context.set_offline(False)
    page = phone.open(page_of(waiting))
    expect(page.locator(STATUS)).to_contain_text("Đã gửi lúc")
    expect(page.get_by_role("button", name="Gửi lần kiểm tra")).to_be_hidden()
    page.get_by_role("link", name="Mở hồ sơ").click()
    expect(page.locator("main")).to_contain_text("Ông Lê Văn Thuận, chủ vườn")
    visit = FieldVisit.objects.get()
    assert visit.photos.count() == 1
    assert page.evaluate(KEPT) == 0


def test_what_is_typed_survives_a_closed_tab_and_the_last_button_pressed_twice_sends_once(waiting, window):
    phone = window(phone=True)
    phone.sign_in("office")
    page = phone.tab()
    page.goto(phone.address + page_of(waiting))
    fill(page)
    page.wait_for_timeout(500)
    page.close()
    page = phone.open(page_of(waiting))
    expect(page.locator(STATUS)).to_contain_text("Đã lấy lại phần ghi trên máy này")
    expect(page.get_by_label("Đã gặp ai")).to_have_value("Ông Lê Văn Thuận, chủ vườn")
    expect(page.locator("[data-visit-photos] li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Gửi lần kiểm tra").dblclick()
    expect(page.locator(STATUS)).to_contain_text("Đã gửi lúc")
    assert FieldVisit.objects.count() == 1


def test_what_the_server_refuses_is_said_at_the_field_and_can_be_mended(waiting, window):
    phone = window(phone=True)
    phone.sign_in("office")
    page = phone.open(page_of(waiting))
    fill(page)
    page.get_by_label("Nơi kiểm tra", exact=True).fill("")
    page.get_by_role("button", name="Gửi lần kiểm tra").click()
    expect(page.get_by_role("link", name="Ghi nơi kiểm tra.")).to_be_visible()
    page.get_by_label("Nơi kiểm tra", exact=True).fill("Vườn bưởi")
    page.get_by_role("button", name="Gửi lần kiểm tra").click()
    expect(page.locator(STATUS)).to_contain_text("Đã gửi lúc")
    assert FieldVisit.objects.get().place == "Vườn bưởi"


def test_an_ended_session_loses_nothing_and_another_account_does_not_send_it(waiting, window):
    phone = window(phone=True)
    phone.sign_in("office")
    page = phone.open(page_of(waiting))
    fill(page)
    phone.context.clear_cookies()
    page.get_by_role("button", name="Gửi lần kiểm tra").click()
    expect(page.locator(STATUS)).to_contain_text("Phiên làm việc đã hết")
    other = phone.tab()
    phone.sign_in_on(other, "office_second")
    other.wait_for_timeout(500)
    assert FieldVisit.objects.count() == 0
    phone.context.clear_cookies()
    phone.sign_in_on(other, "office")
    expect(other.locator(STATUS)).to_contain_text("Đã gửi lúc")
    assert FieldVisit.objects.get().entered_by.username == "office"


def test_signing_out_asks_and_then_leaves_nothing_in_the_browser(waiting, window):
    phone = window(phone=True)
    phone.sign_in("office")
    page = phone.open(page_of(waiting))
    fill(page)
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT) == 1
    page.locator("summary.me").click()
    page.get_by_role("button", name="Đăng xuất").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("chưa gửi trên máy này sẽ mất: Lê Văn Thuận")
    dialog.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("summary.me")).to_have_count(0)
    assert page.evaluate(KEPT) == 0
