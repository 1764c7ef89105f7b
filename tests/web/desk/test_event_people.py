"""The list of an event at the desk, its papers, and the door with a telephone."""

import io
import re

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from neuguong.core.models import AuditEntry
from neuguong.publicity.models import Attendee
from neuguong.publicity.operations.attendees import Guest, invite_guests
from neuguong.web.links import arrival_path, invitation_path
from neuguong.web.ui.codes import qr_png
from tests.factories import actor, moment
from tests.publicity.hall import Hall, exemplar
from tests.web.desk.conftest import soup, words

BEGINS, EARLIER = moment(2025, 3, 10, 10), moment(2025, 3, 4)


@pytest.fixture
def hall(cast, march) -> Hall:
    return Hall(cast, march)


@pytest.fixture
def event(hall, cast):
    made = hall.announced(starts_at=BEGINS, at=EARLIER, shared_with=(cast.dien_an.pk,))
    guests = [Guest("Nguyễn Thị Ba", "Hội Nông dân", "ba@example.vn"), Guest("Trần Ân")]
    invite_guests(event=made, guests=guests, part="delegate", by=actor(cast.author), at=EARLIER)
    return made


def at(name, event):
    return reverse(f"desk:{name}", args=[event.pk])


def test_guests_are_pasted_from_a_spreadsheet_and_a_bad_line_loses_nothing(cast, event, as_one):
    author = as_one(cast.author)
    typed = "Lê Đào\tTrường THCS\tdao@example.vn\nHồ Sen | Xã đoàn"
    assert author.post(at("event_guests", event), {"guests": typed, "part": "guest"}).status_code == 302
    assert list(event.attendees.order_by("number").values_list("name", "office", "email"))[2:] == [
        ("Lê Đào", "Trường THCS", "dao@example.vn"), ("Hồ Sen", "Xã đoàn", ""),
    ]  # fmt: skip
    answer = author.post(at("event_guests", event), {"guests": "Mới | x | sai-thu", "part": "guest"})
    page = soup(answer)
    assert (answer.status_code, page.select_one("textarea[name=guests]").text.strip()) == (422, "Mới | x | sai-thu")
    assert "Địa chỉ thư điện tử “sai-thu” chưa đúng" in words(page)


def test_an_exemplar_is_found_in_the_register_and_invited(cast, hall, event, as_one):
    found, author = exemplar(hall), as_one(cast.author)
    page = soup(author.get(at("event_exemplars", event) + "?q=thuan"))
    assert [one["value"] for one in page.select("[name=exemplar]")] == [str(found.pk)]
    sent = {"exemplar": [str(found.pk)], "part": "speaker"}
    assert author.post(at("event_exemplars", event) + "?q=thuan", sent).status_code == 302
    assert author.post(at("event_exemplars", event) + "?q=thuan", sent).status_code == 422
    assert "Lê Văn Thuận" in words(soup(author.get(at("event_people", event))))


def test_names_are_for_those_who_hold_the_event(cast, event, as_one):
    codes = {name: as_one(cast[name]).get(at("event_people", event)).status_code for name in (
        "author", "neighbour", "office", "leader", "health_officer", "stranger")}  # fmt: skip
    assert codes == {
        "author": 200,
        "neighbour": 200,
        "office": 200,
        "leader": 403,
        "health_officer": 404,
        "stranger": 404,
    }
    page = words(soup(as_one(cast.leader).get(at("event", event))))
    assert "Nguyễn Thị Ba" not in page


def test_letters_go_out_once(cast, event, as_one):
    author = as_one(cast.author)
    assert "Gửi thư mời cho 1 người" in words(soup(author.get(at("event_people", event))))
    for _ in range(2):
        assert author.post(at("event_write", event)).status_code == 302
    assert "Gửi thư mời cho" not in words(soup(author.get(at("event_people", event))))
    assert AuditEntry.objects.filter(verb="write_invitations").count() == 2


@pytest.mark.parametrize("kind", ["giay-moi", "danh-sach", "danh-sach-xlsx", "bien-ban"])
def test_each_paper_comes_as_a_file(cast, event, as_one, kind):
    answer = as_one(cast.author).get(reverse("desk:event_paper", args=[event.pk, kind]))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert as_one(cast.leader).get(reverse("desk:event_paper", args=[event.pk, kind])).status_code == 403
    assert as_one(cast.author).get(reverse("desk:event_paper", args=[event.pk, "khac"])).status_code == 404


def test_a_printed_invitation_carries_the_guests_own_two_codes(cast, event, as_one):
    answer = as_one(cast.author).get(reverse("desk:event_paper", args=[event.pk, "giay-moi"]))
    paper = docx.Document(io.BytesIO(answer.content))
    found = [paper.part.related_parts[one.get(qn("r:embed"))].blob for one in paper.element.iter(qn("a:blip"))]
    guests = Attendee.objects.order_by("number")
    paths = [make(one.pk) for one in guests for make in (invitation_path, arrival_path)]
    assert found == [qr_png(f"http://testserver{path}") for path in paths]
    assert len(set(found)) == 4


def test_minutes_are_signed_by_chair_and_secretary(cast, event, as_one):
    answer = as_one(cast.author).get(reverse("desk:event_paper", args=[event.pk, "bien-ban"]))
    paper = docx.Document(io.BytesIO(answer.content))
    signers = [cell.paragraphs[0].text for table in paper.tables for cell in table._cells]
    assert signers[-2:] == ["THƯ KÝ", "CHỦ TRÌ"]


def test_a_scanned_code_opens_one_button_and_two_presses_are_one(cast, event, as_one):
    row, neighbour = Attendee.objects.get(name="Trần Ân"), as_one(cast.neighbour)
    page = soup(neighbour.get(arrival_path(row.pk)))
    assert [one.text.strip() for one in page.select("main form button")] == ["Ghi đã đến"]
    row.refresh_from_db()
    assert row.arrived_at is None
    for _ in range(2):
        assert neighbour.post(arrival_path(row.pk)).status_code == 302
    assert "Có mặt lúc 10/03/2025, 09:00 , Trần Thị Đào ghi" in words(soup(neighbour.get(arrival_path(row.pk))))
    assert AuditEntry.objects.filter(verb="mark_arrival").count() == 1
    neighbour.post(arrival_path(row.pk), {"slip": "1"})
    row.refresh_from_db()
    assert row.arrived_at is None


def test_a_code_says_nothing_to_strangers_and_a_guessed_one_to_nobody(cast, event, as_one, client):
    row = Attendee.objects.get(name="Trần Ân")
    assert client.get(arrival_path(row.pk)).status_code == 302  # to sign in
    for person in (cast.stranger, cast.health_officer, cast.leader):
        assert as_one(person).get(arrival_path(row.pk)).status_code == 404
    forged = re.sub(r"\d+:", f"{row.pk + 1}:", arrival_path(row.pk))
    assert as_one(cast.author).get(forged).status_code == 404
    assert as_one(cast.author).get(reverse("desk:event_arrival", args=["x" * 43])).status_code == 404


def test_who_has_no_paper_is_found_by_name_and_who_stands_on_no_list_is_added(cast, event, as_one):
    author = as_one(cast.author)
    assert soup(author.get(at("event", event))).select_one(f'.page-h a[href="{at("event_door", event)}"]')
    page = soup(author.get(at("event_door", event) + "?q=ba"))
    assert [one.select_one("b").text for one in page.select(".ev-door li")] == ["Nguyễn Thị Ba"]
    row = Attendee.objects.get(name="Nguyễn Thị Ba")
    author.post(reverse("desk:event_mark", args=[row.pk]))
    sent = {"name": "Khách Lạ", "office": "", "form_key": "f" * 24}
    for _ in range(2):
        assert author.post(at("event_door_add", event), sent).status_code == 302
    told = words(soup(author.get(at("event_door", event))).select_one(".page-h"))
    assert "2 đã đến trong 3" in told
    answer = author.post(at("event_door_add", event), {"name": " ", "office": "Giữ lại"})
    assert (answer.status_code, soup(answer).select_one("[name=office]")["value"]) == (422, "Giữ lại")
    assert soup(author.get(at("event", event))).select_one("[name=hold-delegates]") is None  # not begun yet


def test_each_person_has_a_card_with_a_code(cast, event, as_one):
    page = soup(as_one(cast.author).get(at("event_cards", event)))
    assert [(one.select_one("b").text, len(one.select("svg.qr path"))) for one in page.select(".ev-cards li")] == [
        ("Nguyễn Thị Ba", 2), ("Trần Ân", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [0, 2])
def test_list_and_door_ask_as_often_for_two_people_as_for_four(cast, event, as_one, more, django_assert_num_queries):
    guests = [Guest(f"Thêm {n}") for n in range(more)]
    if guests:
        invite_guests(event=event, guests=guests, part="guest", by=actor(cast.author), at=EARLIER)
    author = as_one(cast.author)
    for name, many in (("event_people", 17), ("event_door", 14)):
        author.get(at(name, event))
        with django_assert_num_queries(many):
            author.get(at(name, event))


def test_somebody_is_taken_off_with_a_reason_only(cast, event, as_one):
    row, author = Attendee.objects.get(name="Trần Ân"), as_one(cast.author)
    address = reverse("desk:event_attendee_remove", args=[row.pk])
    assert author.post(address, {"reason": " "}).status_code == 409
    assert author.post(address, {"reason": "Trùng tên"}).status_code == 302
    assert "Trùng tên" in words(soup(author.get(at("event_people", event))))
