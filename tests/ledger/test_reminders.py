"""Urging: who is told about what on which day, once, in one notice a day, and what the office may do with it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter, StateChange, TextMessage
from neuguong.ledger.models import Obligation, Reminder, ReminderDigest
from neuguong.ledger.operations.activities import Done, record_activity
from neuguong.ledger.operations.obligations import exempt, extend, generate_obligations
from neuguong.ledger.operations.reminders import (
    ALL_DONE,
    edit_digest,
    hold_digest,
    release_digests,
    stop_digest,
    urge,
)
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.queries.reminder_effect import effects
from neuguong.ledger.tasks import urge_units
from neuguong.org.models import Account
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87
from tests.factories import actor, moment

JOB = make.JOB
RETURN = "Gửi danh sách giới thiệu điển hình trong quý, hoặc báo không có"


@pytest.fixture
def returns_only(cast):
    """Plan 87 with ladders for the quarter's return only, so that a day's digests are few."""
    text = PLAN_87.read_text(encoding="utf-8")
    head, *duties = text.split("[[duty]]\n")
    told = [part if 'code = "quarterly_return"' in part else f"urging = []\n{part}" for part in duties]
    plan = load_plan(text="[[duty]]\n".join([head, *told]), by=JOB, at=moment(2023, 4, 11)).plan
    generate_obligations(plan=plan, until=date(2025, 12, 31), by=JOB, at=moment(2023, 4, 11))
    return plan


def day_of(plan, day: date, *, hour=7):
    return urge(plan=plan, on=day, by=JOB, at=moment(day.year, day.month, day.day, hour, 10))


def told(day: date | None = None) -> dict[str, list[str]]:
    """Whom a digest names, with the lines that speak of rows."""
    rows = ReminderDigest.objects.all() if day is None else ReminderDigest.objects.filter(on=day)
    return {
        row.recipient.username: [line for line in row.body.splitlines() if RETURN in line or "Giao lưu" in line]
        for row in rows.select_related("recipient")
    }


def nil(plan, unit, by, at):
    row = Obligation.objects.get(unit=unit, period="2025-Q1", duty__kind="return")
    send_nil_return(obligation=row, reason="Không có.", by=actor(by), at=at)


def everything_waiting(plan):
    return list(ReminderDigest.objects.filter(plan=plan, state="waiting").values_list("pk", flat=True))


# --- the ladder: the quarter closes with Friday 14/03/2025


def test_each_rung_reaches_its_people_on_its_day_and_no_other(cast, returns_only):
    reached = {}
    for number in range(40):
        day = date(2025, 2, 20) + timedelta(days=number)
        if day_of(returns_only, day).digests:
            reached[day] = sorted(told(day))
    officers, heads = ["author", "health_officer", "neighbour"], ["head", "neighbour_head"]
    assert reached == {
        date(2025, 2, 28): officers,
        date(2025, 3, 11): officers,
        date(2025, 3, 14): officers,
        date(2025, 3, 17): sorted(officers + heads),
        date(2025, 3, 24): sorted([*officers, *heads, "leader", "office", "office_second"]),
    }


def test_a_rung_on_a_day_off_is_told_on_the_working_day_that_the_plan_chooses(cast, returns_only):
    """The return of quarter II closes with Saturday 14/06/2025: told on Friday; three days after is a Tuesday."""
    days = [date(2025, 5, 25) + timedelta(days=n) for n in range(35)]
    assert [day for day in days if day_of(returns_only, day).digests] == [
        date(2025, 5, 30), date(2025, 6, 11), date(2025, 6, 13), date(2025, 6, 17), date(2025, 6, 24),
    ]  # fmt: skip
    row = Obligation.objects.filter(period="2025-Q2").first()
    assert row.due_on == date(2025, 6, 15)


def test_a_digest_says_what_is_missing_until_when_and_to_whom_it_speaks(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    digest = ReminderDigest.objects.get(recipient=cast.author)
    assert digest.subject == "Đôn đốc ngày 11/03/2025: 1 việc theo Kế hoạch số 87/KH-UBND"
    assert digest.body.split("\n\n")[:2] == [
        "Kính gửi anh/chị Nguyễn Thu Hà,\nTính đến ngày 11/03/2025, 1 việc sau theo Kế hoạch số 87/KH-UBND chưa xong:",
        f"Xã Diên Thọ: {RETURN}, quý I/2025. Còn 3 ngày. Chưa gửi danh sách và chưa báo “không có”. "
        "Hạn là hết ngày 14/03/2025.",
    ]


def test_the_leader_reads_of_all_units_in_one_notice_with_the_heads_name(cast, returns_only):
    day_of(returns_only, date(2025, 3, 24))
    lines = told()["leader"]
    assert [line.split(":")[0] + ":" + line.split(":")[1].split(")")[0] for line in lines] == [
        "1. Xã Diên An (người đứng đầu: Lê Quang Ân", "2. Xã Diên Thọ (người đứng đầu: Võ Thành Nhân",
        "3. Phòng Y tế (người đứng đầu: chưa có trong hệ thống",
    ]  # fmt: skip
    assert all("Đã quá hạn 10 ngày." in line for line in lines)


def test_done_and_excused_rows_are_not_urged(cast, returns_only):
    nil(returns_only, cast.dien_tho, cast.author, moment(2025, 3, 10))
    row = Obligation.objects.get(unit=cast.dien_an, period="2025-Q1", duty__kind="return")
    exempt(obligation=row, reason="Chia tách", by=actor(cast.office), at=moment(2025, 3, 10))
    day_of(returns_only, date(2025, 3, 11))
    assert sorted(told()) == ["health_officer"]


def test_an_extension_moves_the_ladder(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    row = Obligation.objects.get(unit=cast.dien_tho, period="2025-Q1", duty__kind="return")
    extend(obligation=row, extended_to=date(2025, 3, 21), reason="Bão", by=actor(cast.office), at=moment(2025, 3, 12))
    days = [date(2025, 3, 12) + timedelta(days=n) for n in range(16)]
    reached = [day for day in days if day_of(returns_only, day).digests and "author" in told(day)]
    assert reached == [date(2025, 3, 18), date(2025, 3, 21), date(2025, 3, 24)]
    assert "Hạn là hết ngày 21/03/2025." in told(date(2025, 3, 18))["author"][0]


def test_nothing_is_urged_twice_however_often_a_day_is_run(cast, returns_only):
    first = day_of(returns_only, date(2025, 3, 11))
    assert (first.rows, first.digests) == (3, 3)
    assert [day_of(returns_only, date(2025, 3, 11)).digests, day_of(returns_only, date(2025, 3, 12)).digests] == [0, 0]
    assert AuditEntry.objects.filter(verb="urge").count() == 1


def test_missed_days_are_made_up_for_with_one_notice(cast, returns_only):
    """Nothing ran from 28/02 to 16/03; on the 17th the newest rung is told and the older ones are over."""
    day_of(returns_only, date(2025, 3, 17))
    assert Counter(Reminder.objects.values_list("rung", flat=True)) == {"after_3": 3}
    assert day_of(returns_only, date(2025, 3, 18)).digests == 0


def test_what_was_missed_long_ago_is_not_dug_up(cast, returns_only):
    assert day_of(returns_only, date(2025, 3, 10)).rows == 0  # before_14 was ten days ago; and two years of late rows
    assert day_of(returns_only, date(2025, 3, 4)).rows == 3  # four days late


def test_a_day_run_after_a_later_one_tells_nothing_old(cast, returns_only):
    day_of(returns_only, date(2025, 3, 17))
    assert day_of(returns_only, date(2025, 3, 14)).rows == 0


def test_a_duty_without_a_day_is_not_urged_until_the_office_sets_one(cast, plan):
    rows = [row for row in Obligation.objects.filter(duty__code="own_plan") if row.unit == cast.dien_tho]
    day_of(plan, date(2025, 3, 17))
    assert not Reminder.objects.filter(duty__code="own_plan").exists()
    extend(obligation=rows[0], extended_to=date(2025, 3, 21), reason="x", by=actor(cast.office), at=moment(2025, 3, 17))
    day_of(plan, date(2025, 3, 18))
    assert Reminder.objects.get(duty__code="own_plan").rung == "before_3"


def test_a_unit_without_people_is_told_to_the_office(cast, returns_only):
    make.make_unit("dien-son", "Xã Diên Sơn", parent=cast.district, code="22675")
    generate_obligations(plan=returns_only, until=date(2025, 12, 31), by=JOB, at=moment(2025, 3, 1))
    day_of(returns_only, date(2025, 3, 11))
    assert "Xã Diên Sơn" in told()["office"][0]


def test_several_rows_of_one_person_come_in_one_notice_numbered(cast, plan):
    """The year's quota and the return of quarter IV close on the same day."""
    day_of(plan, date(2024, 12, 11))
    lines = ReminderDigest.objects.get(recipient=cast.author).body.splitlines()
    assert [line[:2] for line in lines if line[:1].isdigit()] == ["1.", "2."]


def test_a_plan_without_urging_urges_nobody(cast):
    text = PLAN_87.read_text(encoding="utf-8")
    start, end = text.index("[urging]\n"), text.index("# Ai công nhận")
    plan = load_plan(text=text[:start] + text[end:], by=JOB, at=moment(2023, 4, 11)).plan
    generate_obligations(plan=plan, until=date(2025, 12, 31), by=JOB, at=moment(2023, 4, 11))
    assert day_of(plan, date(2025, 3, 11)).digests == 0


# --- what the office does with it


def test_nothing_goes_out_before_the_office_releases_it(cast, returns_only):
    Account.objects.filter(pk=cast.author.pk).update(email="ha@example.vn")
    day_of(returns_only, date(2025, 3, 11))
    assert not Letter.objects.exists()
    at = moment(2025, 3, 11, 8)
    done = release_digests(plan=returns_only, digest_ids=everything_waiting(returns_only), by=actor(cast.office), at=at)
    assert (done.out, done.dropped) == (3, 0)
    letter = Letter.objects.get(recipient=cast.author)
    assert (letter.next_try_at, letter.link) == (
        at,
        f"ledger.obligation:{Reminder.objects.get(unit=cast.dien_tho).obligation_id}",
    )
    assert set(Reminder.objects.values_list("urged_on", flat=True)) == {date(2025, 3, 11)}
    again = release_digests(
        plan=returns_only,
        digest_ids=list(ReminderDigest.objects.values_list("pk", flat=True)),
        by=actor(cast.office),
        at=at,
    )
    assert (again.out, Letter.objects.count()) == (0, 3)


def test_each_notice_keeps_who_moved_it_and_many_cost_as_few_statements_as_one(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    first, *others = ReminderDigest.objects.order_by("pk").values_list("pk", flat=True)
    costs = []
    for ids, minute in (([first], 20), (others, 30)):
        with CaptureQueriesContext(connection) as asked:
            release_digests(plan=returns_only, digest_ids=ids, by=actor(cast.office), at=moment(2025, 3, 11, 8, minute))
        costs.append(len(asked))
    assert (len(others) > 1, costs[1]) == (True, costs[0])
    moves = StateChange.objects.filter(object_type="ledger.reminderdigest").order_by("object_id")
    told = [(one.object_id, one.step, one.before, one.after, one.account_id) for one in moves]
    assert told == [(pk, "release", "waiting", "released", cast.office.pk) for pk in (first, *others)]


def test_in_quiet_hours_the_mail_waits_for_the_morning(cast, returns_only):
    Account.objects.filter(pk=cast.author.pk).update(email="ha@example.vn")
    day_of(returns_only, date(2025, 3, 11))
    release_digests(
        plan=returns_only,
        digest_ids=everything_waiting(returns_only),
        by=actor(cast.office),
        at=moment(2025, 3, 11, 21),
    )
    assert Letter.objects.get(recipient=cast.author).next_try_at == moment(2025, 3, 12, 7)


def test_what_is_done_before_the_release_is_left_out(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    nil(returns_only, cast.dien_tho, cast.author, moment(2025, 3, 11, 9))
    done = release_digests(
        plan=returns_only, digest_ids=everything_waiting(returns_only), by=actor(cast.office), at=moment(2025, 3, 12)
    )
    assert (done.out, done.dropped) == (2, 1)
    dropped = ReminderDigest.objects.get(recipient=cast.author)
    assert (dropped.state, dropped.reason, dropped.letter) == ("stopped", ALL_DONE, None)
    assert Reminder.objects.get(unit=cast.dien_tho).urged_on is None
    assert "Còn 2 ngày." in Letter.objects.get(recipient=cast.neighbour).body  # the day on which it goes out


def test_the_office_edits_holds_and_stops(cast, returns_only):
    by = actor(cast.office)
    day_of(returns_only, date(2025, 3, 11))
    one, two, three = (
        ReminderDigest.objects.get(recipient=who) for who in (cast.author, cast.neighbour, cast.health_officer)
    )
    at = moment(2025, 3, 11, 8)
    edit_digest(digest=one, subject="Nhắc việc", body="Chị Hà gửi giúp.", seen=None, by=by, at=at)
    hold_digest(digest=two, by=by, at=at)
    with pytest.raises(BadInput, match="Ghi lý do không gửi"):
        stop_digest(digest=three, reason=" ", by=by, at=at)
    stop_digest(digest=three, reason="Đã gọi điện", by=by, at=at)
    release_digests(plan=returns_only, digest_ids=everything_waiting(returns_only), by=by, at=at)
    assert list(Letter.objects.values_list("recipient__username", "subject", "body")) == [
        ("author", "Nhắc việc", "Chị Hà gửi giúp.")
    ]
    release_digests(plan=returns_only, digest_ids=[two.pk], by=by, at=at)  # held: by itself only
    assert Letter.objects.count() == 2
    for act in (
        lambda: hold_digest(digest=one, by=by, at=at),
        lambda: stop_digest(digest=three, reason="x", by=by, at=at),
    ):
        with pytest.raises(Stale, match="Thư này đã"):
            act()


def test_two_who_edit_do_not_overwrite_each_other(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    one = ReminderDigest.objects.get(recipient=cast.author)
    edit_digest(digest=one, subject="a", body="a", seen=None, by=actor(cast.office), at=moment(2025, 3, 11, 8))
    with pytest.raises(Stale, match="Người khác vừa sửa thư này"):
        edit_digest(
            digest=one, subject="b", body="b", seen=None, by=actor(cast.office_second), at=moment(2025, 3, 11, 9)
        )


def test_what_the_office_left_lying_goes_into_the_next_notice(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    day_of(returns_only, date(2025, 3, 14))
    states = ReminderDigest.objects.filter(recipient=cast.author).order_by("on").values_list("state", "reason", "count")
    assert list(states) == [("stopped", "Gộp vào thư ngày 14/03/2025.", 1), ("waiting", "", 1)]


@pytest.mark.parametrize("who", ["author", "head", "leader", "admin", "chair"])
def test_only_the_standing_office_urges_and_decides(cast, returns_only, who):
    day_of(returns_only, date(2025, 3, 11))
    one, at = ReminderDigest.objects.first(), moment(2025, 3, 11, 8)
    by = actor(cast[who])
    for act in (
        lambda: urge(plan=returns_only, on=date(2025, 3, 12), by=by, at=at),
        lambda: release_digests(plan=returns_only, digest_ids=[one.pk], by=by, at=at),
        lambda: hold_digest(digest=one, by=by, at=at),
        lambda: stop_digest(digest=one, reason="x", by=by, at=at),
        lambda: edit_digest(digest=one, subject="x", body="x", seen=None, by=by, at=at),
    ):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            act()


# --- by itself


def by_itself(cast):
    text = PLAN_87.read_text(encoding="utf-8").replace('release = "by_hand"', 'release = "automatic"')
    plan = load_plan(text=text, by=JOB, at=moment(2023, 4, 11)).plan
    generate_obligations(plan=plan, until=date(2025, 12, 31), by=JOB, at=moment(2023, 4, 11))
    return plan


def test_where_the_plan_says_so_digests_go_out_by_themselves(cast):
    by_itself(cast)
    assert urge_units(moment(2025, 3, 11, 7, 10)) == "3 thư, phát hành 3"
    assert set(ReminderDigest.objects.values_list("state", flat=True)) == {"released"}
    assert urge_units(moment(2025, 3, 11, 9)) == "0 thư, phát hành 0"


def test_short_messages_are_written_only_where_there_is_a_gateway_and_a_telephone(cast, settings):
    by_itself(cast)
    Account.objects.filter(pk=cast.author.pk).update(phone="0905 123 456")
    settings.GATEWAY_URL = "https://sms.example.vn"
    urge_units(moment(2025, 3, 11, 7, 10))
    assert list(TextMessage.objects.values_list("recipient__username", "body")) == [
        ("author", "1 việc theo Kế hoạch 87/KH-UBND sắp đến hạn hoặc đã quá hạn. Mời anh/chị mở hệ thống để xem.")
    ]


# --- the effect


def test_the_effect_counts_what_was_done_by_the_third_day(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    release_digests(
        plan=returns_only, digest_ids=everything_waiting(returns_only), by=actor(cast.office), at=moment(2025, 3, 11, 8)
    )
    nil(returns_only, cast.dien_tho, cast.author, moment(2025, 3, 13))
    [running] = effects(returns_only, date(2025, 3, 13))
    assert (running.rung, running.urged, running.done, running.running) == ("before_3", 3, 1, True)
    row = Obligation.objects.get(unit=cast.dien_an, period="2025-Q1", duty__kind="return")
    send_nil_return(obligation=row, reason="Không có.", by=actor(cast.neighbour), at=moment(2025, 3, 15))
    [over] = effects(returns_only, date(2025, 3, 20))
    assert (over.urged, over.done, over.running) == (3, 1, False)  # the second came on the fourth day


def test_a_digest_that_was_stopped_urged_nobody(cast, returns_only):
    day_of(returns_only, date(2025, 3, 11))
    for digest in ReminderDigest.objects.all():
        stop_digest(digest=digest, reason="Gọi điện", by=actor(cast.office), at=moment(2025, 3, 11, 8))
    assert effects(returns_only, date(2025, 3, 20)) == ()


def test_an_event_recorded_afterwards_counts_from_the_day_it_was_held(cast, plan):
    day_of(plan, date(2025, 1, 3))  # three days after the year's end
    release_digests(plan=plan, digest_ids=everything_waiting(plan), by=actor(cast.office), at=moment(2025, 1, 3, 8))
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="honouring_event", period="2024")
    done = Done("Gặp mặt", date(2025, 1, 5), "in_person")
    record_activity(
        obligation=row, done=done, file_name="a.jpg", content=make.jpeg(), by=actor(cast.author), at=moment(2025, 1, 20)
    )
    [found] = effects(plan, date(2025, 1, 20))
    assert (found.rung, found.done) == ("after_3", 1)
