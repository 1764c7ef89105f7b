"""Who is invited, who answers, who registers, who comes: one list, and nothing happens twice."""

import io
from datetime import timedelta

import docx
import pytest
from django.core import mail
from django.core.mail import get_connection

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter
from neuguong.core.outbox import deliver_letters
from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Attendee
from neuguong.publicity.operations.attendees import (
    Guest,
    add_at_door,
    answer_invitation,
    invite_exemplars,
    invite_guests,
    mark_arrival,
    register_attendee,
    remove_attendee,
    take_arrival_back,
    write_invitations,
)
from neuguong.publicity.operations.events import cancel_event
from neuguong.publicity.queries.attendees import attendee_list, tally
from neuguong.publicity.queries.event_papers import attendance_docx, attendance_xlsx, invitations_docx, minutes_docx
from tests import factories as make
from tests.publicity.hall import BEFORE, HELD, Hall, exemplar

CITIZEN = Actor.public("form:12345678")
BA = Guest("Nguyễn Thị Ba", "Chủ tịch Hội Nông dân", "ba@example.vn")


@pytest.fixture
def hall(cast, plan) -> Hall:
    return Hall(cast, plan)


@pytest.fixture
def event(hall):
    return hall.announced(is_public=True, takes_registrations=True, shared_with=(hall.cast.dien_an.pk,))


def invited(event, cast, *guests, part="delegate"):
    return invite_guests(event=event, guests=guests or (BA,), part=part, by=make.actor(cast.author), at=BEFORE)


def names(found):
    return [(one.number, one.name) for one in found]


def test_guests_are_numbered_and_nobody_stands_there_twice(event, cast):
    assert invited(event, cast, BA, Guest("Trần Ân"), BA) == 2
    assert invited(event, cast, Guest("Nguyễn  Thị Ba ", "Chủ tịch Hội Nông dân"), Guest("Lê Đào")) == 1
    assert names(event.attendees.order_by("number")) == [(1, "Nguyễn Thị Ba"), (2, "Trần Ân"), (3, "Lê Đào")]
    assert names(attendee_list(event).rows) == [(2, "Trần Ân"), (1, "Nguyễn Thị Ba"), (3, "Lê Đào")]


@pytest.mark.parametrize(
    ("guest", "words"),
    [
        (Guest(" "), "Dòng 2: Ghi họ tên"),
        (Guest("Ba", "", "khong-phai"), "Dòng 2: Địa chỉ"),
        (Guest("x" * 121), "Dòng 2"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_nobody_is_added(event, cast, guest, words):
    with pytest.raises(BadInput, match=words) as told:
        invited(event, cast, BA, guest)
    assert (told.value.field, Attendee.objects.count()) == ("guests", 0)


def test_only_who_stands_in_the_register_today_is_invited_from_it(hall, event, cast):
    one, gone = exemplar(hall), exemplar(hall, "Trần Văn Rút")
    Exemplar.objects.filter(pk=gone.pk).update(state="revoked")
    by = make.actor(cast.author)
    assert invite_exemplars(event=event, exemplar_ids=[one.pk, one.pk], part="honoured", by=by, at=BEFORE) == 1
    assert invite_exemplars(event=event, exemplar_ids=[one.pk], part="speaker", by=by, at=BEFORE) == 0
    with pytest.raises(BadInput):
        invite_exemplars(event=event, exemplar_ids=[gone.pk], part="honoured", by=by, at=BEFORE)
    row = Attendee.objects.get()
    assert (row.name, row.office, row.part) == ("Lê Văn Thuận", "Xã Diên Thọ", "honoured")


def test_only_the_organising_unit_invites_and_every_sharing_unit_welcomes(event, cast):
    for person in (cast.neighbour, cast.leader, cast.stranger):
        with pytest.raises(Refused):
            invite_guests(event=event, guests=[BA], part="guest", by=make.actor(person), at=BEFORE)
    invited(event, cast)
    row = Attendee.objects.get()
    with pytest.raises(Refused):
        mark_arrival(attendee=row, by=make.actor(cast.health_officer), at=HELD)
    assert mark_arrival(attendee=row, by=make.actor(cast.neighbour), at=HELD).arrived_at == HELD


def test_each_invited_person_gets_one_letter_with_a_link_of_their_own(event, cast):
    invited(event, cast, BA, Guest("Không Có Thư"), Guest("Trần Ân", "", "an@example.vn"))
    by = make.actor(cast.author)
    assert [write_invitations(event=event, by=by, at=BEFORE) for _ in range(2)] == [2, 0]
    invited(event, cast, Guest("Người Sau", "", "sau@example.vn"))
    assert write_invitations(event=event, by=by, at=BEFORE) == 1
    post = get_connection("django.core.mail.backends.locmem.EmailBackend")
    for _ in range(2):
        deliver_letters(BEFORE, by_mail=post, sender="x@example.vn", address=lambda link: f"https://site/{link}")
    assert sorted(one.to[0] for one in mail.outbox) == ["an@example.vn", "ba@example.vn", "sau@example.vn"]
    ba = next(one for one in mail.outbox if one.to == ["ba@example.vn"])
    assert f"publicity.attendee:{Attendee.objects.get(name=BA.name).pk}" in ba.body
    assert "Trần Ân" not in ba.body


def test_who_has_an_account_reads_the_invitation_as_a_notice(event, cast):
    cast.leader.email = "yen@example.vn"
    cast.leader.save()
    invited(event, cast, Guest("Cao Thị Yến", "Phó Chủ tịch", "Yen@example.vn"))
    write_invitations(event=event, by=make.actor(cast.author), at=BEFORE)
    assert Letter.objects.get(recipient=cast.leader).subject == "Giấy mời: Gặp mặt điển hình tiên tiến xã Diên Thọ"


def test_nobody_is_written_to_before_the_event_is_announced_or_after_it_was_called_off(hall, event, cast):
    by, draft = make.actor(cast.author), hall.event()
    invited(draft, cast)
    with pytest.raises(Refused, match="Công bố"):
        write_invitations(event=draft, by=by, at=BEFORE)
    cancel_event(event=event, reason="Mưa lũ", by=by, at=BEFORE)
    with pytest.raises(Refused):
        invited(event, cast)


def test_an_answer_is_said_anew_until_the_event_begins(event, cast):
    invited(event, cast)
    row, by = Attendee.objects.get(), Actor.public("mail:attendee:1")
    for answer in ("yes", "yes", "no"):
        answer_invitation(attendee=row, answer=answer, by=by, at=BEFORE)
    assert AuditEntry.objects.filter(verb="answer_invitation").count() == 2
    with pytest.raises(BadInput):
        answer_invitation(attendee=row, answer="maybe", by=by, at=BEFORE)
    with pytest.raises(Refused, match="đã bắt đầu"):
        answer_invitation(attendee=row, answer="yes", by=by, at=HELD)
    row.refresh_from_db()
    assert row.answer == "no"


def test_a_registration_sent_twice_is_one_and_only_where_it_is_asked_for(hall, event, cast):
    told = {"guest": Guest("Người Dân"), "form_key": "k1", "by": CITIZEN}
    first = register_attendee(event=event, at=BEFORE, **told)
    assert register_attendee(event=event, at=BEFORE, **told) == first
    closed = hall.announced(name="Riêng", is_public=True)
    with pytest.raises(Refused, match="không nhận đăng ký"):
        register_attendee(event=closed, at=BEFORE, **told)
    with pytest.raises(Refused, match="đã bắt đầu"):
        register_attendee(event=event, at=HELD, **(told | {"form_key": "k2"}))
    with pytest.raises(BadInput) as wrong:
        register_attendee(event=event, at=BEFORE, guest=Guest("Ba", "", "sai"), form_key="k3", by=CITIZEN)
    assert wrong.value.field == "email"


def test_arriving_twice_is_once_and_a_slip_is_taken_back(event, cast):
    invited(event, cast)
    row, by = Attendee.objects.get(), make.actor(cast.author)
    for minutes in (0, 5):
        found = mark_arrival(attendee=row, by=by, at=HELD + timedelta(minutes=minutes))
    assert found.arrived_at == HELD
    assert AuditEntry.objects.filter(verb="mark_arrival").count() == 1
    assert take_arrival_back(attendee=row, by=by, at=HELD).arrived_at is None
    with pytest.raises(Refused):
        remove_attendee(attendee=mark_arrival(attendee=row, by=by, at=HELD), reason="x", by=by, at=HELD)


def test_who_is_taken_off_keeps_the_number_and_the_reason(event, cast):
    invited(event, cast)
    row, by = Attendee.objects.get(), make.actor(cast.author)
    with pytest.raises(BadInput):
        remove_attendee(attendee=row, reason=" ", by=by, at=BEFORE)
    remove_attendee(attendee=row, reason="Ghi nhầm", by=by, at=BEFORE)
    with pytest.raises(Refused):
        mark_arrival(attendee=row, by=by, at=HELD)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        answer_invitation(attendee=row, answer="yes", by=CITIZEN, at=BEFORE)
    invited(event, cast)
    assert sorted(event.attendees.values_list("number", "remove_reason")) == [(1, "Ghi nhầm"), (2, "")]


def test_who_comes_unasked_is_written_down_once(event, cast):
    told = {"guest": Guest("Khách Lạ"), "form_key": "d1", "by": make.actor(cast.neighbour), "at": HELD}
    assert add_at_door(event=event, **told) == add_at_door(event=event, **told)
    found = tally(event)
    assert (found.everybody, found.arrived) == (1, 1)


def test_the_list_finds_by_the_beginning_of_a_word_and_by_number(event, cast):
    invited(event, cast, BA, Guest("Trần Ân", "Trường THCS"), Guest("Lê Đào"))
    found = {q: names(attendee_list(event, q=q).rows) for q in ("dao", "nong d", "thcs", "2", "an", "!?", "zz")}
    assert found == {
        "dao": [(3, "Lê Đào")], "nong d": [(1, "Nguyễn Thị Ba")], "thcs": [(2, "Trần Ân")], "2": [(2, "Trần Ân")],
        "an": [(2, "Trần Ân")], "!?": [], "zz": [],
    }  # fmt: skip


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_papers_say_who_is_invited_to_what_and_who_came(hall, event, cast):
    invited(event, cast, BA, Guest("Trần Ân"))
    invite_exemplars(
        event=event, exemplar_ids=[exemplar(hall).pk], part="honoured", by=make.actor(cast.author), at=BEFORE
    )
    letters = invitations_docx(event, BEFORE)
    assert len(docx.Document(io.BytesIO(letters)).sections) == 3
    words = text_of(letters)
    for part in (
        "GIẤY MỜI", "GM-UBND", "trân trọng kính mời: Nguyễn Thị Ba, Chủ tịch Hội Nông dân",
        "trân trọng kính mời: Trần Ân", "và được tôn vinh tại: Gặp mặt điển hình tiên tiến xã Diên Thọ",
        "Thời gian: 08 giờ 00, ngày 20/11/2024", "Địa điểm: Hội trường UBND xã", "ỦY BAN NHÂN DÂN\nXÃ DIÊN THỌ",
    ):  # fmt: skip
        assert part.replace("\n", " ") in words.replace("\n", " "), part
    mark_arrival(attendee=Attendee.objects.get(name="Lê Văn Thuận"), by=make.actor(cast.author), at=HELD)
    assert "08:00" in text_of(attendance_docx(event, HELD))
    assert attendance_xlsx(event, HELD)[:2] == b"PK"
    minutes = text_of(minutes_docx(event, HELD))
    for part in (
        "BIÊN BẢN",
        "Được tôn vinh: Lê Văn Thuận (Xã Diên Thọ)",
        "Số người có mặt theo danh sách: 1",
        "Đón đại biểu",
    ):
        assert part in minutes, part
    assert letters == invitations_docx(event, BEFORE)


def test_an_event_without_anybody_has_no_invitation_to_print(hall):
    with pytest.raises(ValueError, match="Chưa có"):
        invitations_docx(hall.announced(), BEFORE)
