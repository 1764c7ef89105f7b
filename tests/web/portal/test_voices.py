"""Citizens tell, without a script or a cookie; automatic senders are held off and nobody's words are lost."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Suggestion
from neuguong.org.models import Account
from tests.factories import moment

NOON = moment(2025, 3, 10, 12)
WORDS = {"about": "Anh bảo vệ chợ Đình", "deed": "Trả lại ví có 12 triệu đồng.", "contact": "0905 123 456"}
PATHS = {"/gioi-thieu-guong/": "suggestion", "/viec-tot/": "good_deed"}


@pytest.fixture(autouse=True)
def _fresh(kh):
    cache.clear()


def opened(visitor, path="/viec-tot/") -> str:
    page = visitor.get(path).content.decode()
    return re.search(r'name="token" value="([^"]+)"', page)[1]


def sent(visitor, path="/viec-tot/", *, token=None, after=10, **fields):
    """Open the form at noon and send it some seconds later."""
    with time_machine.travel(NOON, tick=False):
        token = token or opened(visitor, path)
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        return visitor.post(path, {**WORDS, "token": token, **fields})


def code_in(answer) -> str:
    return re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", answer.content.decode())[0]


@pytest.mark.parametrize("path", PATHS)
def test_three_fields_are_enough_and_a_receipt_comes_back(cast, visitor, path):
    answer = sent(visitor, path, place=str(cast.dien_tho.pk))
    row = Suggestion.objects.get()
    assert (answer.status_code, row.kind, row.place) == (200, PATHS[path], cast.dien_tho)
    found = visitor.post("/phieu/", {"code": code_in(answer).lower()}).content.decode()
    assert "Đã nhận" in found
    assert "bảo vệ" not in found
    assert "0905" not in found


def test_no_page_sets_a_cookie_or_needs_a_script(visitor):
    answers = [visitor.get(path) for path in (*PATHS, "/phieu/")]
    answers += [sent(visitor), visitor.post("/phieu/", {"code": "x"})]
    for answer in answers:
        assert not answer.cookies
        assert b"<script" not in answer.content
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_same_form_sent_twice_has_the_same_receipt(visitor):
    with time_machine.travel(NOON, tick=False):
        token = opened(visitor)
    first, second = sent(visitor, token=token), sent(visitor, token=token, after=12)
    assert code_in(first) == code_in(second)
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ({"after": 1}, "Trang gửi nhanh quá"),
        ({"after": 13 * 3600}, "Trang mở đã lâu"),
        ({"token": "abc:def:ghi"}, "Trang mở đã lâu"),
        ({"website": "http://mua-ngay.example"}, "phải để trống"),
        ({"deed": " "}, "Kể việc đã làm"),
        ({"place": "999999"}, "Địa bàn, đơn vị"),
    ],
)
def test_what_is_not_taken_in_says_why_and_keeps_the_words(visitor, case, sentence):
    answer = sent(visitor, **case)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "Anh bảo vệ chợ Đình" in page
    assert not Suggestion.objects.exists()


def test_a_refused_form_goes_through_when_it_is_sent_again(visitor):
    with time_machine.travel(NOON, tick=False):
        token = opened(visitor)
    for case in ({"after": 1}, {"after": 20 * 3600}):
        again = re.search(r'name="token" value="([^"]+)"', sent(visitor, token=token, **case).content.decode())[1]
        with time_machine.travel(NOON + timedelta(seconds=case["after"] + 9), tick=False):
            assert visitor.post("/viec-tot/", {**WORDS, "token": again}).status_code == 200
    assert Suggestion.objects.count() == 2


def test_one_address_sends_ten_an_hour_and_its_address_is_not_kept(visitor):
    answers = [sent(visitor).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    assert "Chờ một giờ" in sent(visitor).content.decode()
    assert sent(visitor, after=3700).status_code == 200


def test_codes_cannot_be_tried_one_after_the_other(visitor):
    answers = [visitor.post("/phieu/", {"code": f"AAAAAAAA{n:02d}"}).status_code for n in range(31)]
    assert answers == [400] * 30 + [429]


def test_a_photo_is_kept_for_the_desk_and_shown_to_nobody_here(visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "JPEG")
    upload = SimpleUploadedFile("vi.jpg", picture.getvalue(), "image/jpeg")
    assert sent(visitor, photo=upload).status_code == 200
    assert Suggestion.objects.get().photo == StoredFile.objects.get()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("don.pdf", b"%PDF-1.4", "Chỉ nhận ảnh"),
        ("anh.jpg", b"khong phai anh", "Chưa gửi được"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(visitor, settings, tmp_path, name, content, sentence):
    settings.MEDIA_ROOT = tmp_path
    answer = sent(visitor, photo=SimpleUploadedFile(name, content))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "Anh bảo vệ" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_who_works_here_and_is_signed_in_is_known_but_not_from_another_sites_page(cast, visitor):
    visitor.force_login(cast.office)
    sent(visitor)
    with time_machine.travel(NOON, tick=False):
        token = opened(visitor)
    with time_machine.travel(NOON + timedelta(seconds=9), tick=False):
        visitor.post("/viec-tot/", {**WORDS, "token": token}, headers={"sec-fetch-site": "cross-site"})
    assert list(Suggestion.objects.order_by("id").values_list("account", flat=True)) == [cast.office.pk, None]


def test_nothing_is_taken_in_when_no_plan_is_in_force(kh, visitor):
    type(kh).objects.update(valid_until=moment(2025, 3, 1).date())
    page = visitor.get("/gioi-thieu-guong/").content.decode()
    assert "Hiện chưa nhận lời giới thiệu" in page
    assert "<form" not in page.split("</header>")[1]
    visitor.post("/gioi-thieu-guong/", WORDS)
    assert not Suggestion.objects.exists()


def test_following_is_not_for_search_engines(visitor):
    assert visitor.get("/phieu/").headers["X-Robots-Tag"] == "noindex"
    assert sent(visitor).headers["X-Robots-Tag"] == "noindex"
    assert "Disallow: /phieu/" in visitor.get("/robots.txt").content.decode()


def test_a_person_without_an_account_is_nobody_elses_name(visitor):
    sent(visitor, contact="ai-do@example.vn")
    assert Suggestion.objects.get().account is None
    assert not Account.objects.filter(email="ai-do@example.vn").exists()
