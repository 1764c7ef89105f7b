"""The photo library at the desk: taken in, described, its main point pressed, taken out; a dossier's photos by consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import StoredFile
from neuguong.org.models import Account
from neuguong.publicity.models import Photo
from neuguong.publicity.operations.photos import Told, add_photo
from tests import factories as make
from tests.factories import actor, moment
from tests.publicity.conftest import editor, in_dossier, picture, recognised, shelf
from tests.web.desk.conftest import soup, words

__all__ = ["editor", "in_dossier", "recognised", "shelf"]  # fixtures of the context's own tests

QUERIES = 14
TYPED = {"words": "Vườn bưởi nhà ông Thuận", "credit": "Trần Văn Ảnh", "shows_person": "on"}


@pytest.fixture(autouse=True)
def april(plan) -> None:
    """It is 10/04/2025."""
    start_demo_clock(at=moment(2025, 4, 10, 9))


def brought(name: str = "vuon.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), "image/jpeg")


def put(plan, account: Account, tint: int = 0) -> Photo:
    return add_photo(
        plan=plan, unit=plan.unit, name="vuon.jpg", content=picture(tint=tint), told=Told("Vườn bưởi", "Ai chụp"),
        by=actor(account), at=moment(2025, 4, 9),
    )  # fmt: skip


def test_a_photo_is_added_described_and_taken_out(plan, editor, as_one):
    client = as_one(editor)
    assert "Chưa có ảnh nào" in words(soup(client.get(reverse("desk:photos"))))
    answer = client.post(reverse("desk:photo_new"), TYPED | {"file": brought(), "unit": plan.unit_id})
    photo = Photo.objects.get()
    here = reverse("desk:photo", args=[photo.pk])
    assert (answer.status_code, answer.url) == (302, here)
    assert "Đã thêm ảnh vào kho" in words(soup(client.get(here)))
    again = client.post(reverse("desk:photo_new"), TYPED | {"file": brought(), "unit": plan.unit_id}, follow=True)
    assert "Ảnh này đã có trong kho" in words(soup(again))
    assert Photo.objects.get() == photo
    data = TYPED | {"act": "words", "words": "Vườn cam", "focal_x": "10", "focal_y": "90"}
    client.post(here, data)
    photo.refresh_from_db()
    assert (photo.words, photo.focal_x, photo.focal_y) == ("Vườn cam", 10, 90)
    for shape in ("", "?khung=wide", "?khung=square", "?khung=khac"):
        shown = client.get(reverse("desk:photo_picture", args=[photo.pk]) + shape)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert "Vườn cam" in words(soup(client.get(reverse("desk:photos"))))
    assert client.post(here, {"act": "remove", "reason": ""}).status_code == 400
    client.post(here, {"act": "remove", "reason": "Ảnh mờ"})
    assert "Ảnh đã bỏ khỏi kho ngày 10/04/2025" in words(soup(client.get(here)))
    assert "Vườn cam" not in words(soup(client.get(reverse("desk:photos"))))
    assert client.post(here, data).status_code == 409


def test_the_main_point_is_pressed_on_the_picture_without_a_script(plan, editor, as_one):
    photo, client = put(plan, editor), as_one(editor)
    here = reverse("desk:photo", args=[photo.pk])
    shown = soup(client.get(here)).select_one("input[type=image]")
    assert (shown["width"], shown["height"]) == ("280", "210")
    data = TYPED | {"act": "words", "focal_x": "50", "focal_y": "50"}
    for point, found in (
        ((70, 105), (25, 50)),
        ((280, 210), (100, 100)),
        ((0, 0), (50, 50)),
        ((9999, 9999), (100, 100)),
    ):
        client.post(here, data | {"point.x": str(point[0]), "point.y": str(point[1])})
        photo.refresh_from_db()
        assert (photo.focal_x, photo.focal_y) == found
        assert photo.words == TYPED["words"]  # what was typed beside it is kept too
    client.post(here, data | {"point.x": "٣", "point.y": "-1"})
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (50, 50)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": ""}, "Mô tả ảnh bằng lời"),
        ({"credit": ""}, "Ghi ai chụp ảnh"),
        ({"file": ""}, "Chọn ảnh"),
        ({"unit": "999999"}, "Ảnh của"),
        ({"exemplar": "Không Có Ai"}, "Không có điển hình nào"),
        ({"file": SimpleUploadedFile("a.jpg", b"khong phai anh")}, "không phải ảnh"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(plan, editor, as_one, changed, sentence):
    data = TYPED | {"file": brought(), "unit": plan.unit_id} | changed
    answer = as_one(editor).post(reverse("desk:photo_new"), data)
    shown = soup(answer)
    assert answer.status_code == 400
    assert sentence in words(shown)
    assert shown.select_one("[name=words]").get_text(strip=True) == data["words"]
    assert shown.select_one("[name=credit]").get("value", "") == data["credit"]
    assert not Photo.objects.exists()


def test_a_heavy_photo_is_answered_with_a_sentence(plan, editor, as_one):
    heavy = SimpleUploadedFile("nang.jpg", b"\xff\xd8" + bytes(26 * 1024 * 1024))
    answer = as_one(editor).post(reverse("desk:photo_new"), TYPED | {"file": heavy, "unit": plan.unit_id})
    assert answer.status_code == 400
    assert "nặng hơn mức 20 MB" in words(soup(answer))
    assert soup(answer).select_one("[name=words]").get_text(strip=True) == TYPED["words"]


def test_only_who_writes_articles_opens_the_library(cast, plan, editor, as_one):
    photo = put(plan, editor)
    for account in (cast.office, cast.author, cast.chair):
        client = as_one(account)
        assert client.get(reverse("desk:photos")).status_code == 403
        assert client.get(reverse("desk:photo_new")).status_code == 403
        assert client.get(reverse("desk:photo_picture", args=[photo.pk])).status_code == 404


def test_a_file_in_quarantine_shows_no_picture_yet(plan, editor, as_one):
    photo, client = put(plan, editor), as_one(editor)
    StoredFile.objects.update(state="waiting")
    shown = soup(client.get(reverse("desk:photo", args=[photo.pk])))
    assert "Đang kiểm tra tệp" in words(shown)
    assert shown.select("input[type=image], main img") == []
    assert client.get(reverse("desk:photo_picture", args=[photo.pk])).status_code == 404


def test_a_photo_of_a_dossier_is_offered_only_with_consent(cast, plan, editor, recognised, in_dossier, as_one):
    evidence, client = in_dossier(recognised), as_one(editor)
    listing, page = reverse("desk:photos_agreed"), reverse("desk:photo_choose", args=[recognised.pk])
    small = reverse("desk:photo_choose_small", args=[recognised.pk, evidence.pk])
    assert recognised.name not in words(soup(client.get(listing)))
    assert {client.get(page).status_code, client.get(small).status_code} == {404}
    make.signed_consent(recognised, cast.office)
    assert recognised.name in words(soup(client.get(listing)))
    assert client.get(small).headers["Content-Type"] == "image/webp"
    assert client.post(page, TYPED).status_code == 400
    kept = soup(client.post(page, {"photo": evidence.pk, "words": ""}))
    assert kept.select_one("[name=photo][checked]")["value"] == str(evidence.pk)
    answer = client.post(page, TYPED | {"photo": evidence.pk})
    photo = Photo.objects.get()
    assert answer.url == reverse("desk:photo", args=[photo.pk])
    assert (photo.exemplar, photo.file) == (recognised, evidence.file)
    assert "Hiện được" in words(soup(client.get(answer.url)))


def test_who_is_in_the_photo_is_named_by_name_or_address(cast, plan, editor, recognised, as_one):
    photo, client = put(plan, editor), as_one(editor)
    here = reverse("desk:photo", args=[photo.pk])
    data = TYPED | {"act": "words", "focal_x": "50", "focal_y": "50"}
    client.post(here, data | {"exemplar": f"http://x.vn{reverse('portal:exemplar', args=[recognised.slug])}"})
    photo.refresh_from_db()
    assert photo.exemplar == recognised
    assert "Chưa có phiếu đồng ý" in words(soup(client.get(here)))
    client.post(here, data | {"exemplar": ""})
    photo.refresh_from_db()
    assert photo.exemplar == recognised


def test_the_library_asks_as_many_questions_for_three_photos_as_for_one(plan, editor, as_one):
    client, found = as_one(editor), []
    for number in (1, 3):
        while Photo.objects.count() < number:
            put(plan, editor, tint=50 * (Photo.objects.count() + 1))
        client.get(reverse("desk:photos"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("desk:photos")).status_code == 200
        found.append(len(queries))
    assert found == [QUERIES, QUERIES]
