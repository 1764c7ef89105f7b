"""What hinders a unit: reported, answered in time, asked back, opened again, closed; who may do which (KH 87, IV)."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Deadline, Letter, StoredFile
from neuguong.ledger.models import Clarification, Obligation, Obstacle
from neuguong.ledger.operations.clarifications import publish_clarification, withdraw_clarification
from neuguong.ledger.operations.obstacles import (
    Hindrance,
    answer_obstacle,
    ask_back,
    clarify_obstacle,
    close_obstacle,
    extend_answer,
    hand_obstacle,
    reopen_obstacle,
    report_obstacle,
    settle_obstacle,
)
from neuguong.ledger.queries.clarifications import at_duty, clarification_list, newest
from neuguong.ledger.queries.obstacles import obstacle_list, obstacle_tasks, obstacles_visible_to, thread
from neuguong.org.enums import Role
from tests import factories as make
from tests.factories import actor, moment

TOLD = Hindrance("Chưa rõ mẫu báo cáo", "Xã chưa nhận được mẫu.", "Gửi mẫu cho xã.")
MONDAY = moment(2025, 3, 3, 8)  # five working days later is Monday, 10/03/2025


def owed(office, unit=None, duty="honouring_event", period="2025"):
    rows = Obligation.objects.select_related("duty")
    return rows.get(unit=unit or office.cast.dien_tho, duty__code=duty, period=period)


def reported(office, *, at=MONDAY, by=None, unit=None, key="k1", told=TOLD, **fields) -> Obstacle:
    return report_obstacle(
        plan=office.plan, unit=unit or office.cast.dien_tho, told=told, form_key=key,
        by=actor(by or office.cast.author), at=at, **fields,
    )  # fmt: skip


def answered(office, row=None, at=None):
    row = row or reported(office)
    by = actor(office.cast.office)
    return answer_obstacle(obstacle=row, text="Dùng mẫu số 2.", by=by, at=at or moment(2025, 3, 5))


def published(office, row, *, key="c1", at=None, **fields) -> Clarification:
    words = {"question": "Dùng mẫu báo cáo nào?", "answer": "Dùng mẫu số 2 kèm theo kế hoạch."} | fields
    by = actor(office.cast.office)
    return publish_clarification(obstacle=row, form_key=key, by=by, at=at or moment(2025, 3, 6), **words)


def days(row) -> list[tuple[date, str]]:
    return [
        (one.extended_to or one.due_on, one.how) for one in Deadline.objects.filter(object_id=row.pk).order_by("id")
    ]


def told_to(row) -> set[tuple[str, str]]:
    letters = Letter.objects.filter(link=f"ledger.obstacle:{row.pk}")
    return set(letters.values_list("recipient__username", "subject"))


@pytest.mark.clause("IV")
def test_a_unit_reports_and_the_office_has_the_plans_working_days(office):
    row = reported(office, obligation=owed(office), file=("mau.jpg", make.jpeg()))
    assert (row.state, row.owner, days(row)) == ("waiting", None, [(date(2025, 3, 10), "")])
    entry = thread(row)[0]
    assert (entry.act, entry.text, entry.wanted, entry.file.link) == (
        "report", TOLD.text, TOLD.wanted, f"ledger.obstacle:{row.pk}",
    )  # fmt: skip
    words = "Có vướng mắc chờ trả lời"
    assert told_to(row) == {("office", words), ("office_second", words)}
    assert [one.verb for one in AuditEntry.objects.filter(object_type="ledger.obstacle")] == ["report_obstacle"]


@pytest.mark.clause("IV")
def test_the_answer_reaches_the_officer_and_the_head_and_stops_the_clock(office):
    row = answered(office)
    assert (row.state, days(row)) == ("replied", [(date(2025, 3, 10), "answered")])
    words = "Vướng mắc của đơn vị đã được trả lời"
    assert {("author", words), ("head", words)} <= told_to(row)


def test_a_form_sent_twice_is_one_obstacle_with_one_file(office):
    first = reported(office, file=("mau.jpg", make.jpeg()))
    again = reported(office, file=("mau.jpg", make.jpeg()), at=moment(2025, 3, 3, 9))
    assert (again.pk, Obstacle.objects.count(), StoredFile.objects.count()) == (first.pk, 1, 1)


def test_an_answer_pressed_twice_is_one_answer_and_another_ones_is_refused(office):
    row = answered(office)
    answered(office, row)
    assert [one.act for one in thread(row)] == ["report", "answer"]
    with pytest.raises(Refused, match="đang ở trạng thái “đã trả lời”"):
        answer_obstacle(obstacle=row, text="Khác.", by=actor(office.cast.office_second), at=moment(2025, 3, 5))


@pytest.mark.parametrize("who", ["neighbour", "office", "leader", "chair", "admin", "stranger"])
def test_only_the_units_own_people_report_for_it(office, who):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ"):
        reported(office, by=office.cast[who])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Hindrance(" ", "Rõ.", "Xin."), "title"),
        (Hindrance("x" * 161, "Rõ.", "Xin."), "title"),
        (Hindrance("Mẫu", "\n", "Xin."), "text"),
        (Hindrance("Mẫu", "Rõ.", ""), "wanted"),
        (Hindrance("Mẫu", "x" * 4001, "Xin."), "text"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(office, told, field):
    with pytest.raises(BadInput) as wrong:
        reported(office, told=told)
    assert (wrong.value.field, Obstacle.objects.count()) == (field, 0)


def test_a_duty_of_another_unit_cannot_be_meant(office):
    with pytest.raises(BadInput, match="Chọn một nhiệm vụ trong danh sách"):
        reported(office, obligation=owed(office, office.cast.dien_an))


def test_asking_back_stops_the_clock_and_the_units_words_start_a_new_one(office):
    row = reported(office)
    asked = ask_back(obstacle=row, question="Mẫu nào?", by=actor(office.cast.office), at=moment(2025, 3, 4))
    assert (asked.state, days(row)) == ("asked", [(date(2025, 3, 10), "asked")])
    assert {name for name, subject in told_to(row) if "hỏi lại" in subject} == {"author", "head"}
    said = clarify_obstacle(obstacle=asked, text="Mẫu tổng kết.", by=actor(office.cast.head), at=moment(2025, 3, 6))
    assert (said.state, days(row)[1:]) == ("waiting", [(date(2025, 3, 13), "")])


def test_more_time_needs_a_reason_and_a_later_day_and_the_unit_reads_it(office):
    row, by, at = reported(office), actor(office.cast.office), moment(2025, 3, 7)
    for until, reason, field in ((date(2025, 3, 20), " ", "reason"), (date(2025, 3, 10), "Hỏi sở.", "until")):
        with pytest.raises(BadInput) as wrong:
            extend_answer(obstacle=row, until=until, reason=reason, by=by, at=at)
        assert wrong.value.field == field
    for _ in range(2):
        extend_answer(obstacle=row, until=date(2025, 3, 20), reason="Chờ sở trả lời.", by=by, at=at)
    assert (days(row), thread(row)[-1].text) == (
        [(date(2025, 3, 20), "")], "Đến hết ngày 20/03/2025: Chờ sở trả lời.",
    )  # fmt: skip
    assert len(thread(row)) == 2
    assert ("author", "Vướng mắc được trả lời muộn hơn") in told_to(row)
    with pytest.raises(Refused, match="Không có thời hạn nào đang chạy"):
        extend_answer(obstacle=answered(office, row), until=date(2025, 4, 1), reason="x", by=by, at=at)


def test_the_unit_says_why_it_is_still_hindered_and_the_days_begin_anew(office):
    row, by = answered(office), actor(office.cast.author)
    with pytest.raises(BadInput, match="Ghi vì sao còn vướng"):
        reopen_obstacle(obstacle=row, reason=" ", by=by, at=moment(2025, 3, 10))
    again = reopen_obstacle(obstacle=row, reason="Mẫu số 2 thiếu phụ lục.", by=by, at=moment(2025, 3, 10))
    assert (again.state, days(row)[1:]) == ("waiting", [(date(2025, 3, 17), "")])
    assert ("office", "Đơn vị còn vướng") in told_to(row)
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        reopen_obstacle(obstacle=answered(office, again), reason="x", by=actor(office.cast.office), at=MONDAY)


def test_either_side_ends_it_the_office_with_a_reason(office):
    row, by = reported(office), actor(office.cast.office)
    with pytest.raises(BadInput, match="Ghi lý do kết thúc"):
        close_obstacle(obstacle=row, reason="", by=by, at=MONDAY)
    closed = close_obstacle(obstacle=row, reason="Đã hướng dẫn chung.", by=by, at=moment(2025, 3, 4))
    assert (closed.state, days(row)) == ("closed", [(date(2025, 3, 10), "closed")])
    other = settle_obstacle(
        obstacle=reported(office, key="k2"), note="", by=actor(office.cast.author), at=moment(2025, 3, 4)
    )
    assert (other.state, days(other)) == ("closed", [(date(2025, 3, 10), "settled")])


def test_the_office_hands_it_to_somebody_with_the_right_and_the_day_stays(office):
    cast, row, by = office.cast, reported(office), actor(office.cast.office)
    finance = make.make_account("finance", "Đỗ Quang Hưng")
    make.give_role(finance, Role.FINANCE, cast.district, subtree=True)
    assert set(obstacles_visible_to(finance.pk, date(2025, 3, 4))) == set()
    for account in (cast.author, cast.chair):
        with pytest.raises(BadInput, match="người có quyền trả lời"):
            hand_obstacle(obstacle=row, to=account, note="", by=by, at=moment(2025, 3, 4))
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        hand_obstacle(obstacle=row, to=finance, note="", by=actor(finance), at=moment(2025, 3, 4))
    handed = hand_obstacle(obstacle=row, to=finance, note="Về kinh phí.", by=by, at=moment(2025, 3, 4))
    assert (handed.owner, days(row), thread(row)[-1].text) == (
        finance, [(date(2025, 3, 10), "")], "Giao Đỗ Quang Hưng. Về kinh phí.",
    )  # fmt: skip
    assert ("finance", "Anh/chị được giao trả lời vướng mắc") in told_to(row)
    assert set(obstacles_visible_to(finance.pk, date(2025, 3, 4))) == {row}
    assert answer_obstacle(obstacle=row, text="Có.", by=actor(finance), at=moment(2025, 3, 5)).state == "replied"
    with pytest.raises(Refused, match="không còn chờ ai trả lời"):
        hand_obstacle(obstacle=row, to=None, note="", by=by, at=moment(2025, 3, 6))


def test_what_is_handed_over_is_the_owners_task_until_it_is_late(office):
    cast, row = office.cast, reported(office)
    hand_obstacle(obstacle=row, to=cast.leader, note="", by=actor(cast.office), at=moment(2025, 3, 4))
    waiting = {
        (name, day): [one.id for one in obstacle_tasks(cast[name].pk, day).to_answer]
        for name in ("office", "leader")
        for day in (date(2025, 3, 10), date(2025, 3, 11))
    }
    assert waiting == {
        ("office", date(2025, 3, 10)): [], ("office", date(2025, 3, 11)): [row.pk],
        ("leader", date(2025, 3, 10)): [row.pk], ("leader", date(2025, 3, 11)): [row.pk],
    }  # fmt: skip
    found = obstacle_list(cast.author.pk, date(2025, 3, 11))
    assert (found.late, [one.late for one in found.rows]) == (1, [True])


def test_each_unit_reads_its_own_and_the_office_all(office):
    cast = office.cast
    own, other = reported(office), reported(office, by=cast.neighbour, unit=cast.dien_an, key="k2")
    seen = {
        name: set(obstacles_visible_to(cast[name].pk, date(2025, 3, 4)))
        for name in ("author", "head", "neighbour", "office", "leader", "chair", "health_officer", "admin", "stranger")
    }
    assert seen == {
        "author": {own}, "head": {own}, "neighbour": {other}, "office": {own, other},
        **dict.fromkeys(("leader", "chair", "health_officer", "admin", "stranger"), set()),
    }  # fmt: skip


@pytest.mark.clause("IV")
def test_what_was_answered_is_published_to_all_units_and_found_by_words(office):
    cast, row = office.cast, reported(office, obligation=owed(office))
    with pytest.raises(Refused, match="Trả lời đơn vị rồi mới công bố"):
        published(office, row)
    answered(office, row)
    duty = owed(office).duty
    made, again = published(office, row, duty=duty), published(office, row, duty=duty)
    assert (again, Clarification.objects.count()) == (made, 1)
    day = date(2025, 3, 7)
    readers = ("author", "neighbour", "health_officer", "office", "leader", "chair", "admin")
    assert {name: newest(cast[name].pk, day) for name in readers} == dict.fromkeys(readers, (made,))
    assert newest(cast.stranger.pk, day) == ()
    assert at_duty(cast.neighbour.pk, day, duty.pk) == (made,)
    sought = {q: clarification_list(cast.neighbour.pk, day, q=q).rows for q in ("mau bao cao", "tôn vinh", "kinh phi")}
    assert sought == {"mau bao cao": (made,), "tôn vinh": (made,), "kinh phi": ()}


@pytest.mark.parametrize("words", ["Xã Diên Thọ dùng mẫu nào?", "Mẫu của DIÊN THỌ?", "Mẫu của dien tho"])
def test_published_words_do_not_name_the_unit_that_asked(office, words):
    row = answered(office)
    for field in ("question", "answer"):
        with pytest.raises(BadInput, match="không nêu đơn vị đã hỏi") as wrong:
            published(office, row, **{field: words})
        assert wrong.value.field == field


def test_a_newer_answer_takes_the_place_of_the_older_and_one_is_taken_back_with_a_reason(office):
    cast, row, day = office.cast, answered(office), date(2025, 3, 31)
    old = published(office, row)
    new = published(office, row, key="c2", answer="Dùng mẫu số 3.", replaces=old, at=moment(2025, 3, 20))
    assert newest(cast.neighbour.pk, day) == (new,)
    with pytest.raises(Stale, match="đã được thay"):
        published(office, row, key="c3", replaces=old)
    by = actor(cast.office)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        withdraw_clarification(clarification=new, reason="Sai.", by=actor(cast.author), at=moment(2025, 3, 21))
    with pytest.raises(BadInput, match="Ghi lý do rút"):
        withdraw_clarification(clarification=new, reason=" ", by=by, at=moment(2025, 3, 21))
    withdraw_clarification(clarification=new, reason="Mẫu đã đổi.", by=by, at=moment(2025, 3, 21))
    assert (newest(cast.neighbour.pk, day), newest(cast.office.pk, day)) == ((), ())
    with pytest.raises(Stale, match="đã được rút ngày 21/03/2025"):
        withdraw_clarification(clarification=new, reason="Mẫu đã đổi.", by=by, at=moment(2025, 3, 22))
