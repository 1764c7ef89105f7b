"""Recording afterwards on the screen: one form, and a dossier that says what it is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.exemplars.models import Exemplar, Nomination
from tests import factories as make
from tests.web.desk.conftest import soup, words

FORM = reverse("desk:nomination_after")
TYPED = {
    "kind": "individual", "name": "Nguyễn Thị Tư", "sector": "agriculture", "achievement_summary": "Giúp 12 hộ vay vốn.",
    "level": "unit", "document_number": "45/QĐ-UBND", "decided_on": "18/08/2023", "signer": "Trần Văn Tám",
    "form_key": "after:1",
}  # fmt: skip


def post(client, cast, **changes):
    file = SimpleUploadedFile("quyet-dinh.jpg", make.jpeg(), "image/jpeg")
    return client.post(FORM, TYPED | {"unit": cast.dien_tho.pk, "scan": file} | changes, follow=True)


def test_the_dossier_says_it_was_recorded_afterwards_by_whom_and_from_which_paper(cast, march, as_one):
    client = as_one(cast.office)
    listed = soup(client.get(reverse("desk:nominations")))
    assert listed.select_one(f"a[href='{FORM}']")
    page = words(soup(post(client, cast)).main)
    assert "Hồ sơ ghi theo quyết định, không thẩm định trong hệ thống." in page
    assert "Ghi lại sau, theo quyết định đã có" in page
    assert "Quyết định số 45/QĐ-UBND, ngày 18/08/2023, người ký: Trần Văn Tám" in page
    assert "Lập bản nháp" not in page
    assert Nomination.objects.get().created_by == cast.office
    chair = words(soup(as_one(cast.chair).get(reverse("desk:nomination", args=[Nomination.objects.get().pk]))).main)
    assert "không công nhận tiếp trên hồ sơ này" in chair


def test_the_public_site_does_not_know_of_it(cast, march, as_one, client):
    post(as_one(cast.office), cast)
    assert "Nguyễn Thị Tư" not in client.get(reverse("portal:register")).content.decode()
    assert client.get(reverse("portal:exemplar", args=[Exemplar.objects.get().slug])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Ghi họ tên người"),
        ({"decided_on": "18/8"}, "Ghi ngày theo dạng"),
        ({"decided_on": "11/03/2025"}, "Ngày quyết định không thể sau hôm nay."),
        ({"introduced_on": "19/08/2023"}, "Ngày giới thiệu không thể sau ngày quyết định."),
        ({"scan": ""}, "Chọn bản quét quyết định."),
        ({"scan": SimpleUploadedFile("a.exe", b"MZ")}, "Không nhận tệp"),
        ({"unit": "0"}, "Đơn vị"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(cast, march, as_one, changes, sentence):
    answer = post(as_one(cast.office), cast, **changes)
    page = soup(answer)
    assert (answer.status_code, Nomination.objects.exists()) == (422, False)
    assert sentence in words(page.select_one(".note-q"))
    assert page.select_one("input[name=signer]")["value"] == "Trần Văn Tám"


def test_pressed_twice_it_is_one_dossier_and_others_do_not_find_the_form(cast, march, as_one):
    client = as_one(cast.office)
    post(client, cast)
    post(client, cast)
    assert Nomination.objects.count() == 1
    assert {as_one(one).get(FORM).status_code for one in (cast.author, cast.head, cast.chair)} == {403}
