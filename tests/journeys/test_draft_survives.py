"""What a clerk has typed survives weak networks, ended sessions and a second pair of hands; sign-out leaves nothing."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import DraftText, Nomination
from tests import factories as make
from tests.factories import moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SUMMARY = "textarea[name=achievement_summary]"


@pytest.fixture
def draft(cast, plan) -> Nomination:
    """A draft of Diên Thọ on 10/03/2025."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    return make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code)


def path(draft: Nomination) -> str:
    return f"/ban-lam-viec/ho-so/{draft.pk}/soan/"


def status(page: Page) -> Locator:
    """What the page says about saving."""
    return page.locator("[role=status][data-saved]")


def saved(page: Page) -> None:
    expect(status(page)).to_contain_text(re.compile(r"Đã lưu lúc \d\d:\d\d trên máy chủ, bản \d+"))
    expect(status(page)).to_have_attribute("data-kind", "done")


def test_what_one_types_saves_itself_and_is_counted(draft, window):
    clerk = window(phone=True)
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    page.locator(SUMMARY).fill("Từ năm 2021 nuôi trùn quế – 120 m²")
    expect(page.locator("[data-number]")).to_have_text("8")
    saved(page)
    draft.refresh_from_db()
    assert draft.achievement_summary == "Từ năm 2021 nuôi trùn quế – 120 m²"
    assert clerk.stored() == []


def test_two_offline_browsers_edit_one_field_and_both_texts_are_there(draft, window):
    phone, desk = window(phone=True), window()
    phone.sign_in("author")
    desk.sign_in("head")
    for one, text in ((phone, "Chữ viết ở thôn."), (desk, "Chữ viết ở ủy ban.")):
        one.open(path(draft))
        one.context.set_offline(True)
        one.page.locator(SUMMARY).fill(text)
        expect(status(one.page)).to_contain_text("Mất mạng")
    phone.context.set_offline(False)
    saved(phone.page)
    desk.context.set_offline(False)
    held = desk.page.locator("[data-conflicts] li")
    expect(held).to_have_count(1)
    expect(held.locator("blockquote")).to_have_text("Chữ viết ở ủy ban.")
    expect(desk.page.locator(SUMMARY)).to_have_value("Chữ viết ở thôn.")
    held.get_by_role("button", name="Dùng chữ này").click()
    expect(desk.page.locator(SUMMARY)).to_have_value("Chữ viết ở ủy ban.")
    assert {"Chữ viết ở thôn.", "Chữ viết ở ủy ban."} <= set(DraftText.objects.values_list("text", flat=True))


def test_an_ended_session_loses_nothing(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    Session.objects.all().delete()
    page.locator(SUMMARY).fill("Viết sau khi hết phiên.")
    expect(status(page)).to_contain_text("Phiên làm việc đã hết")
    clerk.sign_in_on(clerk.tab(), "author")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    draft.refresh_from_db()
    assert draft.achievement_summary == "Viết sau khi hết phiên."


def test_a_closed_window_brings_its_words_back(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    clerk.context.set_offline(True)
    page.locator(SUMMARY).fill("Viết trên xe, tắt máy.")
    expect(status(page)).to_contain_text("Mất mạng")
    page.close()
    clerk.context.set_offline(False)
    clerk.page = clerk.tab()
    again = clerk.open(path(draft))
    expect(again.locator(SUMMARY)).to_have_value("Viết trên xe, tắt máy.")
    # The closing window may still have reached the server by itself: then the second one has nothing left to send.
    expect(status(again)).to_contain_text(re.compile("trên máy chủ, bản 2"))
    draft.refresh_from_db()
    assert draft.achievement_summary == "Viết trên xe, tắt máy."
    assert clerk.stored() == []


def test_the_last_button_brings_everything_home_before_it_leaves(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    page.locator(SUMMARY).fill("Bấm ngay sau khi gõ.")
    page.get_by_role("button", name="Xem lại").click()
    page.wait_for_url(re.compile(rf"/ho-so/{draft.pk}/$"))
    draft.refresh_from_db()
    assert draft.achievement_summary == "Bấm ngay sau khi gõ."
    assert clerk.stored() == []


def test_the_last_button_stays_on_the_page_without_a_network(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    clerk.context.set_offline(True)
    page.locator(SUMMARY).fill("Chưa gửi được.")
    page.get_by_role("button", name="Xem lại").click()
    expect(status(page)).to_contain_text("Mất mạng")
    expect(page.locator(SUMMARY)).to_have_value("Chưa gửi được.")
    expect(page.get_by_role("button", name="Xem lại")).to_be_enabled()


def test_a_wrong_year_is_told_at_its_field_while_the_rest_is_saved(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    page.get_by_label("Năm sinh").fill("58")
    page.locator("input[name=place]").fill("thôn Bến Sỏi")
    expect(page.locator("[data-error-for=birth_year]")).to_have_text("Ghi đủ bốn chữ số, ví dụ 1958.")
    expect(page.get_by_label("Năm sinh")).to_have_attribute("aria-invalid", "true")
    draft.subject.refresh_from_db()
    assert draft.subject.place == "thôn Bến Sỏi"


def test_sign_out_leaves_nothing_in_the_browser(draft, window):
    clerk = window()
    clerk.sign_in("author")
    page = clerk.open(path(draft))
    page.get_by_label("Năm sinh").fill("58")
    expect(page.locator("[data-error-for=birth_year]")).to_be_visible()
    assert len(clerk.stored()) == 1
    page.locator(".me-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile(r"^(?!.*ban-lam-viec)"))
    assert clerk.stored() == []
