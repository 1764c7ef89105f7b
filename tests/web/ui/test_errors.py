"""Error pages: what happened, what to do, and nothing of the machine."""

import logging
import re

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from neuguong.core.errors import Refused, Stale
from neuguong.web import errors
from neuguong.web.security import ContentSecurityPolicy


@pytest.fixture
def request_of_nobody():
    return RequestFactory().get("/ho-so/1/")


def read(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_a_page_of_another_unit_and_no_page_at_all_look_the_same(request_of_nobody):
    response = errors.not_found(request_of_nobody, Exception("hồ sơ 7 của xã khác"))
    assert response.status_code == 404
    assert read(response).h1.get_text() == "Không tìm thấy trang này"
    assert "hồ sơ 7" not in response.content.decode()


def test_a_refusal_is_shown_in_its_own_words(request_of_nobody):
    sentence = "Người lập hồ sơ không được tự thẩm định."
    response = errors.conflict(request_of_nobody, Refused(sentence), back="/ho-so/1/")
    assert response.status_code == 409
    assert sentence in read(response).main.get_text()
    assert read(response).select_one(".btn-go")["href"] == "/ho-so/1/"


def test_a_stale_page_says_that_it_is_old(request_of_nobody):
    response = errors.conflict(request_of_nobody, Stale("Hồ sơ vừa được người khác thay đổi."))
    assert read(response).h1.get_text() == "Trang này đã cũ"


@pytest.mark.parametrize("page", [errors.bad_request, errors.forbidden, errors.csrf_failure])
def test_other_refusals_of_the_server_come_in_plain_words(page, request_of_nobody):
    response = page(request_of_nobody)
    assert response.status_code in {400, 403}
    assert read(response).h1.get_text(strip=True)
    assert len(read(response).select("main a.btn")) >= 1


def test_the_code_on_the_error_page_is_in_the_log(request_of_nobody, caplog):
    with caplog.at_level(logging.ERROR, logger="neuguong"):
        logging.getLogger("neuguong").propagate = True
        response = errors.server_error(request_of_nobody)
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", read(response).main.get_text())[0]
    assert response.status_code == 500
    assert code in caplog.text


def test_the_error_page_comes_even_when_the_sheets_are_gone(request_of_nobody):
    broken = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STORAGES=broken, STATIC_ROOT="/nonexistent"):
        response = errors.server_error(request_of_nobody)
    assert read(response).h1.get_text() == "Máy chủ chưa làm xong việc này"


def answer(view, request):
    return ContentSecurityPolicy(view)(request).headers["Content-Security-Policy"]


def test_the_policy_allows_our_own_files_only(request_of_nobody):
    assert answer(lambda request: HttpResponse(), request_of_nobody) == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def test_a_page_that_uses_the_nonce_names_it_in_the_policy(request_of_nobody):
    written = []
    policy = answer(lambda request: written.append(str(request.csp_nonce)) or HttpResponse(), request_of_nobody)
    assert policy.count(f"'nonce-{written[0]}'") == 2


def test_two_pages_never_share_a_nonce(request_of_nobody):
    nonces = set()
    for _ in range(2):
        answer(lambda request: nonces.add(str(request.csp_nonce)) or HttpResponse(), request_of_nobody)
    assert len(nonces) == 2
