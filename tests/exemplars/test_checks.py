"""The law's checklist and checks on site: who asks, what stands in the way, what came in before."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.core.photo_time import taken_at
from neuguong.exemplars.models import ChecklistAnswer, FieldVisit, VisitPhoto
from neuguong.exemplars.operations.checks import BroughtPhoto, Reply, answer_checklist, record_visit
from neuguong.exemplars.operations.conflicts import declare_conflict
from neuguong.exemplars.operations.nominations import decline_nomination, return_nomination, verify_nomination
from neuguong.exemplars.policy import checklist_is_done
from neuguong.exemplars.queries.checks import items_of, visits_of
from neuguong.exemplars.reading.checklist import checklist_on, checklists
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state
from tests.factories import actor, moment

AT = moment(2025, 3, 12)
LAW = ("ky-luat", "dieu-tra", "khieu-nai", "da-khen", "truc-tiep")


@pytest.fixture
def asked(cast, kh, monkeypatch):
    """A dossier of one person that waits for verification; nothing was asked yet."""
    monkeypatch.setattr(make, "answer_all", lambda nomination: None)
    return in_state("submitted", cast, kh)


def answer(nomination, account, *replies: Reply, at=AT):
    return answer_checklist(nomination=nomination, replies=replies, by=actor(account), at=at)


def visit(nomination, account, *, key="may-1:1", photos=(), replaces=None, at=AT, **words):
    return record_visit(
        nomination=nomination, words=make.visit_words(**words), photos=photos, client_key=key, replaces=replaces,
        by=actor(account), at=at,
    )  # fmt: skip


def jpeg(*, taken: str = "", offset: str = "") -> bytes:
    image, out = Image.new("RGB", (40, 30), "green"), io.BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769).update({0x9003: taken, **({0x9011: offset} if offset else {})})
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


# The list


def test_the_list_of_a_day_is_that_of_the_law_in_force():
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [checklist_on(day).code for day in days] == ["2003", "2024", "2024", "2025"]


def test_what_was_not_checked_against_the_text_says_so_and_every_question_names_its_source():
    for one in checklists():
        assert {row.confidence for row in one.questions} <= {"V", "V-ex", "K", "R"}
        assert {row.stands_in_way for row in one.questions} <= {"", "yes", "no"}
        assert all(row.source and row.ask and row.question.endswith("?") for row in one.questions)


def test_a_household_is_not_asked_about_discipline():
    assert {row.code for row in checklist_on(date(2025, 3, 1)).of_kind("household")} == {
        "dieu-tra", "khieu-nai", "da-khen",
    }  # fmt: skip


# Answers


def test_a_dossier_is_not_found_right_before_everything_was_asked(cast, asked):
    with pytest.raises(Refused, match="Danh mục thẩm định còn 5 nội dung chưa trả lời; trả lời từng nội dung"):
        verify_nomination(nomination=asked, by=actor(cast.office), at=AT)
    answer(asked, cast.office, *(Reply(one, "no") for one in LAW[:4]))
    with pytest.raises(Refused, match=r"còn 1 nội dung chưa trả lời: Đúng là người trực tiếp"):
        verify_nomination(nomination=asked, by=actor(cast.office), at=AT)
    answer(asked, cast.office, Reply("truc-tiep", "no"))
    verify_nomination(nomination=asked, by=actor(cast.office), at=AT)
    assert asked.state == "verified"


def test_an_open_complaint_stands_in_the_way_until_it_is_answered_anew(cast, asked):
    first = answer(asked, cast.office, *(Reply(one, "yes" if one == "khieu-nai" else "no") for one in LAW))
    with pytest.raises(Refused, match="Có nội dung chưa cho phép kết luận đạt: Còn đơn khiếu nại"):
        verify_nomination(nomination=asked, by=actor(cast.office), at=AT)
    seen = next(row.pk for row in first if row.item == "khieu-nai")
    answer(asked, cast.office_second, Reply("khieu-nai", "no", "Xã trả lời ngày 12/3/2025", seen=seen))
    assert checklist_is_done(actor(cast.office), asked, AT) is None
    item = next(one for one in items_of(asked, AT.date()) if one.question.code == "khieu-nai")
    assert (item.reply, item.times, item.by) == ("no", 2, "Hồ Thị Ngọc")
    assert ChecklistAnswer.objects.get(pk=seen).reply == "yes"


def test_what_does_not_stand_in_the_way_is_only_written_down(cast, asked):
    told = {"da-khen": "yes", "truc-tiep": "no", "ky-luat": "not_applicable"}
    answer(asked, cast.office, *(Reply(one, told.get(one, "no")) for one in LAW))
    verify_nomination(nomination=asked, by=actor(cast.office), at=AT)


@pytest.mark.parametrize("operation", [return_nomination, decline_nomination])
def test_returning_and_declining_ask_no_checklist(cast, asked, operation):
    operation(nomination=asked, note="Thiếu số liệu.", by=actor(cast.office), at=AT)
    assert asked.state in ("returned", "declined")


def test_a_colleagues_newer_answer_is_not_overwritten_unseen(cast, asked):
    answer(asked, cast.office, Reply("ky-luat", "no"))
    with pytest.raises(Stale, match="Người khác trong cơ quan vừa trả lời"):
        answer(asked, cast.office_second, Reply("ky-luat", "yes", seen=0))


def test_the_same_answers_again_add_nothing(cast, asked):
    answer(asked, cast.office, Reply("ky-luat", "no", "Phòng Nội vụ"))
    before = AuditEntry.objects.count()
    assert answer(asked, cast.office, Reply("ky-luat", "no", "Phòng Nội vụ")) == ()
    assert (ChecklistAnswer.objects.count(), AuditEntry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "reply", [Reply("khong-co", "no"), Reply("ky-luat", "co-le"), Reply("ky-luat", "no", "x" * 201)]
)
def test_an_answer_to_nothing_asked_or_too_long_is_refused(cast, asked, reply):
    with pytest.raises(BadInput):
        answer(asked, cast.office, reply)
    assert not ChecklistAnswer.objects.exists()


@pytest.mark.parametrize("who", ["author", "head", "neighbour", "chair", "secretary", "leader", "admin"])
def test_only_who_verifies_answers_and_goes_there(cast, asked, who):
    for act in (lambda: answer(asked, cast[who], Reply("ky-luat", "no")), lambda: visit(asked, cast[who])):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ"):
            act()
    assert not ChecklistAnswer.objects.exists()
    assert not FieldVisit.objects.exists()


def test_kin_neither_answer_nor_go_there(cast, asked):
    declare_conflict(nomination=asked, kind="kinship", note="", by=actor(cast.office), at=moment(2025, 3, 11))
    for act in (lambda: answer(asked, cast.office, Reply("ky-luat", "no")), lambda: visit(asked, cast.office)):
        with pytest.raises(Refused, match="họ hàng"):
            act()


def test_after_verification_the_checklist_stays_as_it_was(cast, kh):
    done = in_state("verified", cast, kh)
    with pytest.raises(Refused, match="“đạt thẩm định” nên không ghi thêm"):
        answer(done, cast.office, Reply("ky-luat", "yes"))


def test_the_database_itself_keeps_answers_and_checks(cast, asked):
    answer(asked, cast.office, Reply("ky-luat", "no"))
    visit(asked, cast.office, photos=[BroughtPhoto("a.jpg", jpeg())])
    changes = {ChecklistAnswer: {"reply": "yes"}, FieldVisit: {"opinion": "more"}, VisitPhoto: {"taken_from": "file"}}
    for model, change in changes.items():
        with pytest.raises(IntegrityError, match="chỉ ghi thêm"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError, match="chỉ ghi thêm"), transaction.atomic():
            model.objects.all()._raw_delete(using="default")


# On site


def test_a_check_is_kept_with_who_was_met_what_was_asked_and_the_opinion(cast, asked):
    visit(asked, cast.office, adverse_found=True, adverse_words="Một hộ nói nước thải chảy sang.", opinion="more")
    (row,) = visits_of(asked)
    assert (row.by, row.place, row.opinion_label) == ("Phạm Minh Đức", "Vườn bưởi, thôn Phước Lương", "cần bổ sung")
    assert (row.adverse_found, row.adverse_words) == (True, "Một hộ nói nước thải chảy sang.")
    entry = AuditEntry.objects.get(verb="record_visit")
    assert "nước thải" not in str(entry.facts)


def test_a_check_sent_again_is_the_same_check(cast, asked):
    photo = [BroughtPhoto("a.jpg", jpeg())]
    first = visit(asked, cast.office, photos=photo)
    before = AuditEntry.objects.count()
    again = visit(asked, cast.office, photos=photo, at=AT + timedelta(hours=2))
    assert again == first
    assert (FieldVisit.objects.count(), VisitPhoto.objects.count(), AuditEntry.objects.count()) == (1, 1, before)


def test_other_words_under_a_key_that_came_in_are_not_lost_unsaid(cast, asked):
    visit(asked, cast.office)
    with pytest.raises(Refused, match="đã nhận lần kiểm tra này"):
        visit(asked, cast.office, opinion="against")
    with pytest.raises(Refused, match="Khóa gửi này đã dùng"):
        visit(asked, cast.office_second)
    assert FieldVisit.objects.count() == 1


def test_a_later_check_replaces_one_and_both_stay(cast, asked):
    first = visit(asked, cast.office)
    visit(asked, cast.office_second, key="may-2:1", replaces=first, opinion="more")
    assert [(row.opinion, row.replaced) for row in visits_of(asked)] == [("propose", True), ("more", False)]
    with pytest.raises(BadInput, match="đã có lần khác thay"):
        visit(asked, cast.office, key="may-1:2", replaces=first)


def test_a_check_of_another_dossier_is_not_replaced(cast, kh, asked):
    other = visit(make.send(draft_of(cast, kh, name="Đỗ Thị Lành"), cast.head), cast.office)
    with pytest.raises(BadInput, match="không thuộc hồ sơ này"):
        visit(asked, cast.office, key="may-1:2", replaces=other)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"visited_at": AT + timedelta(minutes=1)}, "không thể sau bây giờ"),
        ({"place": "  "}, "Ghi nơi kiểm tra"),
        ({"people_met": ""}, "Ghi đã gặp ai"),
        ({"adverse_asked_of": ""}, "Ghi đã hỏi ai"),
        ({"adverse_found": True}, "Ghi thông tin trái chiều"),
        ({"opinion": "co-le"}, "Chọn ý kiến"),
        ({"opinion_words": "x" * 4001}, "không quá 4000 ký tự"),
    ],
)
def test_what_is_missing_on_site_is_said(cast, asked, words, sentence):
    with pytest.raises(BadInput, match=sentence):
        visit(asked, cast.office, **words)
    assert not FieldVisit.objects.exists()


def test_a_check_without_a_key_or_of_a_draft_is_refused(cast, kh, asked):
    with pytest.raises(BadInput, match="Thiếu khóa gửi"):
        visit(asked, cast.office, key=" ")
    with pytest.raises(Refused, match="Hồ sơ chưa gửi"):
        visit(draft_of(cast, kh, name="Đỗ Thị Lành"), cast.office)


def test_a_check_that_waited_on_a_telephone_still_comes_in_after_verification(cast, kh):
    done = in_state("verified", cast, kh)
    visit(done, cast.office)
    assert len(visits_of(done)) == 1


# Photos


def test_the_hour_of_a_photo_is_the_cameras_then_the_files_then_unknown(cast, asked):
    photos = [
        BroughtPhoto("a.jpg", jpeg(taken="2025:03:10 14:20:05"), moment(2025, 3, 11)),
        BroughtPhoto("b.jpg", jpeg(), moment(2025, 3, 10, 14, 30)),
        BroughtPhoto("c.jpg", jpeg()),
    ]
    visit(asked, cast.office, photos=photos)
    (row,) = visits_of(asked)
    assert [(one.taken_at, one.taken_label) for one in row.photos] == [
        (moment(2025, 3, 10, 14, 20) + timedelta(seconds=5), "theo máy ảnh"),
        (moment(2025, 3, 10, 14, 30), "theo giờ của tệp"),
        (None, "không rõ lúc chụp"),
    ]


def test_the_zone_that_a_camera_names_counts_and_nonsense_is_no_hour():
    assert taken_at(jpeg(taken="2025:03:10 07:20:00", offset="+00:00")) == moment(2025, 3, 10, 14, 20)
    assert taken_at(jpeg(taken="hôm qua")) is None
    assert taken_at(b"no picture") is None


def test_only_photos_and_not_too_many_come_with_a_check(cast, asked):
    with pytest.raises(BadInput, match="nhiều nhất 12 ảnh"):
        visit(asked, cast.office, photos=[BroughtPhoto("a.jpg", jpeg())] * 13)
    with pytest.raises(BadInput) as wrong:
        visit(asked, cast.office, photos=[BroughtPhoto("a.pdf", b"%PDF-1.4")])
    assert wrong.value.field == "photos"
    assert not FieldVisit.objects.exists()


def test_the_checks_cost_the_same_queries_with_one_and_with_three(cast, asked, django_assert_num_queries):
    for number in range(3):
        visit(asked, cast.office, key=f"k{number}", photos=[BroughtPhoto("a.jpg", jpeg())] * (number + 1))
        with django_assert_num_queries(2):
            visits_of(asked)
