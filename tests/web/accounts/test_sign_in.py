"""Signing in and out, as people do it: by name or address, with a wrong key pressed, after a session ran out."""

import threading

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from neuguong.core.models import AuditEntry
from neuguong.org.models import Account, Invitation
from neuguong.org.operations.accounts import deactivate, invite, issue_code
from neuguong.web.accounts.views import SENDING
from tests import factories as make

NOW = make.moment(2025, 3, 10)
GOOD = "ba-cay-dua-ngoai-ngo"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()
    yield
    cache.clear()


def letters_are_out() -> None:
    """Wait for what is sent beside the answer."""
    for thread in threading.enumerate():
        if thread.name == SENDING:
            thread.join(timeout=20)


def page(response) -> str:
    return response.content.decode()


def sign_in(client, login="author", password="author", **more):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["author", "AUTHOR", "ha@dientho.vn", "Ha@Dientho.vn"])
def test_one_signs_in_by_name_or_address_in_any_case(cast, client, login):
    Account.objects.filter(pk=cast.author.pk).update(email="ha@dientho.vn")
    response = sign_in(client, login, next="/tai-khoan/")
    assert (response.status_code, response.headers["Location"]) == (302, "/tai-khoan/")
    assert client.session["_auth_user_id"] == str(cast.author.pk)
    entry = AuditEntry.objects.get(verb="sign_in")
    assert (entry.actor, entry.personal.values["origin"]) == (f"person:{cast.author.pk}", "127.0.0.1")


def test_without_an_address_to_go_to_one_lands_on_the_desk(cast, client):
    assert sign_in(client).headers["Location"] == reverse("desk:home")


def test_another_site_is_no_address_to_go_to(cast, client):
    assert sign_in(client, next="https://example.com/").headers["Location"] == reverse("desk:home")


def test_a_wrong_password_is_told_in_vietnamese_without_saying_which_half(cast, client):
    known, unknown = page(sign_in(client, password="sai")), page(sign_in(client, login="khong-ai", password="sai"))
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert sentence in known
    assert sentence in unknown


def test_after_five_wrong_tries_the_door_stays_shut_for_a_while_even_for_the_right_key(cast, client):
    for _ in range(5):
        sign_in(client, password="sai")
    assert "Đã thử sai nhiều lần. Đợi 5 phút" in page(sign_in(client))
    assert "_auth_user_id" not in client.session


def test_a_locked_account_is_told_whom_to_ask(cast, client):
    deactivate(account=cast.author, reason="thử", by=make.JOB, at=NOW)
    response = sign_in(client)
    assert response.status_code == 403
    assert "Tài khoản đang khóa" in page(response)


def test_locking_ends_a_running_session(cast, client):
    sign_in(client)
    deactivate(account=cast.author, reason="thử", by=make.JOB, at=NOW)
    assert reverse("account_login") in client.get(reverse("account_profile")).headers["Location"]


def test_signing_out_clears_the_browsers_storage_and_needs_a_button(cast, client):
    sign_in(client)
    asked = client.get(reverse("account_logout"))
    assert "Đăng xuất?" in page(asked)
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in client.session


def test_an_expired_session_is_told_apart_from_a_first_visit(cast, client):
    first = page(client.get(reverse("account_login"), {"next": "/ban-lam-viec/"}))
    sign_in(client)
    client.cookies.pop("sessionid")
    again = page(client.get(reverse("account_login"), {"next": "/ban-lam-viec/"}))
    words = "Phiên đã hết hạn"
    assert (words in first, words in again) == (False, True)
    assert "Chữ đang soạn vẫn còn trong trình duyệt." in again
    assert '<input type="hidden" name="next" value="/ban-lam-viec/">' in again


def test_a_given_password_must_be_changed_before_anything_else(cast, client):
    Account.objects.filter(pk=cast.author.pk).update(must_change_password=True)
    sign_in(client)
    change = reverse("account_change_password")
    assert client.get(reverse("account_profile")).headers["Location"] == change
    assert "Đặt mật khẩu của riêng mình" in page(client.get(change))
    client.post(change, {"oldpassword": "author", "password1": GOOD, "password2": GOOD})
    assert client.get(reverse("account_profile")).status_code == 200
    assert AuditEntry.objects.filter(verb="set_password").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("sai", GOOD, GOOD), "Mật khẩu hiện tại chưa đúng."),
        (("author", GOOD, "khac-hoan-toan-roi"), "Hai lần gõ chưa giống nhau."),
    ],
)
def test_a_change_that_fails_says_why(cast, client, typed, sentence):
    sign_in(client)
    old, new, again = typed
    response = client.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": again}
    )
    assert sentence in page(response)


def test_the_same_password_again_is_no_change(cast, client):
    cast.author.set_password(GOOD)
    cast.author.save()
    client.force_login(cast.author)
    response = client.post(
        reverse("account_change_password"), {"oldpassword": GOOD, "password1": GOOD, "password2": GOOD}
    )
    assert "Mật khẩu mới phải khác mật khẩu hiện tại." in page(response)


def test_a_code_from_the_administrator_opens_the_account_without_mail(cast, client):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    with_code = {"username": "author", "code": secret.grouped, "password": GOOD, "password_again": GOOD}
    # The code was issued in March 2025; the page reads the real clock, so it is made to last here.
    Invitation.objects.update(expires_at=make.moment(2100, 1, 1))
    response = client.post(reverse("account_code"), with_code, follow=True)
    assert "Đã đặt mật khẩu mới" in page(response)
    assert sign_in(client, password=GOOD).status_code == 302
    again = client.post(reverse("account_code"), with_code)
    assert again.status_code == 422
    assert "đã dùng hoặc đã hết hạn" in page(again)


def test_guessing_codes_is_stopped(cast, client):
    guess = {"username": "author", "code": "AAAAA-AAAAA", "password": GOOD, "password_again": GOOD}
    assert [client.post(reverse("account_code"), guess).status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_link_greets_its_person_and_works_once(cast, client):
    secret = invite(account=cast.author, by=make.actor(cast.admin), at=NOW)
    Invitation.objects.update(expires_at=make.moment(2100, 1, 1))
    address = reverse("account_invitation", args=[secret.text])
    assert "Chào Nguyễn Thu Hà" in page(client.get(address))
    client.post(address, {"password": GOOD, "password_again": GOOD})
    assert client.get(address).status_code == 410
    assert sign_in(client, password=GOOD).status_code == 302


def test_a_spoken_code_is_no_link(cast, client):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    Invitation.objects.update(expires_at=make.moment(2100, 1, 1))
    assert client.get(reverse("account_invitation", args=[secret.text])).status_code == 410


def test_a_forgotten_password_goes_by_mail_where_there_is_one_and_the_answer_never_tells(cast, client):
    Account.objects.filter(pk=cast.author.pk).update(email="ha@dientho.vn")
    answers = {
        page(client.post(reverse("account_reset_password"), {"login": login})) for login in ("author", "head", "ai-do")
    }
    assert len(answers) == 1
    letters_are_out()
    [letter] = mail.outbox
    assert letter.to == ["ha@dientho.vn"]
    link = next(word for word in letter.body.split() if "/loi-moi/" in word).removeprefix("http://testserver")
    client.post(link, {"password": GOOD, "password_again": GOOD})
    assert sign_in(client, password=GOOD).status_code == 302


def test_nobody_signs_up_by_themselves(client, cast):
    assert client.get("/tai-khoan/signup/").status_code in {302, 404}
    assert client.get("/accounts/signup/").status_code == 404


def test_my_account_says_what_i_am(cast, client):
    client.force_login(cast.author)
    text = page(client.get(reverse("account_profile")))
    assert "Cán bộ đầu mối" in text
    assert "Xã Diên Thọ" in text
