"""The office tries a plan file on its desk and loads just what it saw; the head tells the staff, who say that they know it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from neuguong.ledger.models import Dissemination, Obligation
from neuguong.ledger.operations.disseminations import open_dissemination
from neuguong.programme.models import PlanVersion
from tests import factories as make
from tests.conftest import PLAN_87
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/ke-hoach/"
TRY, LOAD = f"{LIST}thu/", f"{LIST}nap/"
TEXT = PLAN_87.read_text(encoding="utf-8")
MORE = TEXT.replace("required = 3", "required = 5")


def test_an_uploaded_version_is_tried_and_then_loaded(cast, march, as_one):
    office = as_one(cast.office)
    before = Obligation.objects.count()
    file = SimpleUploadedFile("ke-hoach.toml", MORE.encode())
    page = soup(office.post(TRY, {"file": file}))
    said = words(page.main)
    assert "Kết quả thử: Kế hoạch 87/KH-UBND" in said
    assert "Tệp đổi 1 chỗ so với bản đang dùng" in said
    assert (PlanVersion.objects.count(), Obligation.objects.count()) == (1, before)
    form = page.select_one(f"form[action='{LOAD}']")
    data = {field["name"]: field.get("value", field.text) for field in form.select("[name]")}
    answer = office.post(LOAD, data, follow=True)
    assert "Đã nạp Kế hoạch 87/KH-UBND, bản 2" in words(soup(answer))
    assert (PlanVersion.objects.count(), Obligation.objects.count()) == (2, before + 2)
    again = office.post(LOAD, data)
    assert (again.status_code, PlanVersion.objects.count()) == (409, 2)


def test_the_loaded_version_can_be_chosen_and_shows_that_nothing_changes(cast, march, as_one):
    page = soup(as_one(cast.office).post(TRY, {"plan": march.code}))
    assert "Không có gì để nạp" in words(page.main)
    assert page.select(f"form[action='{LOAD}']") == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Chọn một trong ba"),
        ({"plan": "kh-87-2023", "text": "x"}, "Chọn một trong ba"),
        ({"text": MORE.replace("required = 5", "required = 0")}, "“required” ít nhất là 1"),
        ({"text": "[plan"}, "Viết sai cú pháp TOML"),
    ],
)
def test_what_cannot_be_tried_is_told_and_stays_typed(cast, march, as_one, data, said):
    answer = as_one(cast.office).post(TRY, data)
    page = soup(answer)
    assert (answer.status_code, said in words(page.main)) == (422, True)
    assert page.select_one("#id_text").text.strip() == data.get("text", "").strip()


def test_a_file_that_is_no_text_is_told(cast, march, as_one):
    file = SimpleUploadedFile("ke-hoach.toml", b"\xff\xfe\x00\x01")
    assert "không phải tệp văn bản mã UTF-8" in words(soup(as_one(cast.office).post(TRY, {"file": file})).main)


@pytest.mark.parametrize("person", ["author", "head", "leader", "admin"])
def test_nobody_else_tries_or_loads(cast, march, as_one, person):
    client = as_one(cast[person])
    assert {client.get(TRY).status_code, client.post(TRY, {"text": MORE}).status_code} == {403}
    assert client.post(LOAD, {"text": MORE}).status_code == 403
    assert "Thử và nạp bản mới" not in client.get(LIST).content.decode()


# Telling the staff


@pytest.fixture
def told(cast, march) -> Dissemination:
    """Diên Thọ's head has opened a round."""
    return open_dissemination(
        unit=cast.dien_tho, plan=march, points="Mỗi người.", by=actor(cast.head), at=moment(2025, 3, 5)
    )


@pytest.mark.clause("IV.1")
def test_the_head_opens_a_round_and_each_person_says_so(cast, march, as_one):
    head, author = as_one(cast.head), as_one(cast.author)
    assert author.get(f"{LIST}pho-bien/mo/").status_code == 403
    assert head.post(f"{LIST}pho-bien/mo/", {"points": ""}).status_code == 422
    answer = head.post(f"{LIST}pho-bien/mo/", {"points": "Mỗi thôn một điển hình.", "unit_plan": ""}, follow=True)
    assert "0/2 người đã nắm được" in words(soup(answer).main)
    address = f"{LIST}pho-bien/{Dissemination.objects.get().pk}/"
    assert "Tôi đã đọc và nắm được" in words(soup(author.get(address)).main)
    for client in (author, head):
        page = soup(client.post(f"{address}nam-duoc/", follow=True))
    assert "Đã xong" in words(page.select_one(".tags"))
    assert author.post(f"{address}nam-duoc/").status_code == 302


def test_names_are_added_ticked_with_the_signed_list_and_kept_in_sight(cast, told, as_one):
    head, address = as_one(cast.head), f"{LIST}pho-bien/{told.pk}/"
    head.post(f"{address}them/", {"names": "Lê Văn Ba\nTrần Thị Tư"})
    page = soup(head.get(address))
    ids = {words(one.parent): one["value"] for one in page.select("[name=people]")}
    assert set(ids) == {"Lê Văn Ba", "Trần Thị Tư", "Nguyễn Thu Hà", "Võ Thành Nhân"}
    assert head.post(f"{address}ky-giay/", {"people": ids["Lê Văn Ba"]}).status_code == 422
    picture = SimpleUploadedFile("ky.jpg", make.jpeg())
    page = soup(head.post(f"{address}ky-giay/", {"people": ids["Lê Văn Ba"], "file": picture}, follow=True))
    assert "1/4 người đã nắm được" in words(page.main)
    assert page.select("form[action$='them/']") != []
    assert soup(as_one(cast.author).get(address)).select("form[action$='them/']") == []


def test_who_stands_on_no_list_reads_nothing_of_it(cast, told, as_one):
    assert as_one(cast.neighbour).get(f"{LIST}pho-bien/{told.pk}/").status_code == 404
    assert as_one(cast.office).get(f"{LIST}pho-bien/{told.pk}/").status_code == 200
    assert as_one(cast.office).post(f"{LIST}pho-bien/{told.pk}/nam-duoc/").status_code == 409


def test_a_round_is_taken_back_with_a_reason(cast, told, as_one):
    address = f"{LIST}pho-bien/{told.pk}/"
    assert as_one(cast.office).post(f"{address}rut/", {"reason": ""}).status_code == 422
    page = soup(as_one(cast.office).post(f"{address}rut/", {"reason": "Nhầm đơn vị."}, follow=True))
    assert "Nhầm đơn vị." in words(page.main)
    assert as_one(cast.author).post(f"{address}nam-duoc/").status_code == 409
