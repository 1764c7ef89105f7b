"""Who follows an example is told by anybody, seen by the unit of the place, and only then read by the public."""

from datetime import date

import pytest

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Deadline, Letter
from neuguong.core.queries.deadlines import running
from neuguong.exemplars.enums import NotConfirmed, ReplicationState
from neuguong.exemplars.models import Exemplar, Replication
from neuguong.exemplars.operations.erasure import erase_replication
from neuguong.exemplars.operations.merging import merge_subjects
from neuguong.exemplars.operations.replications import (
    Follower,
    Seen,
    check_replication,
    hide_replication,
    move_replication,
    not_confirm_replication,
    show_replication,
    since_of,
    tell_replication,
    withdraw_replication,
)
from neuguong.exemplars.operations.revoking import revoke_exemplar
from neuguong.exemplars.operations.withholding import show_exemplar, withhold_exemplar
from neuguong.exemplars.queries.receipts import behind_code, receipt
from neuguong.exemplars.queries.replications import (
    CHECK,
    places_following,
    public_replications,
    public_replications_at,
    replication_tasks,
    replications_visible_to,
)
from neuguong.exemplars.reading.manners import Limits
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

READER = Actor.public("form:ab12")
TOLD, WENT = moment(2025, 4, 1), moment(2025, 4, 7, 15)
TODAY = date(2025, 4, 8)
CODE = "ABCDEFGHJK"
WORDS = {
    "kind": "household", "who": "Hộ bà Trần Thị Xuân", "since": "03/2024",
    "learned": "Ủ phân trùn quế cho vườn bưởi", "result": "Bưởi được 9 tấn, bớt 70% phân hóa học", "contact": "0905 111 222",
}  # fmt: skip


@pytest.fixture
def page(cast, kh) -> Exemplar:
    in_state("recognised", cast, kh)
    return Exemplar.objects.get()


@pytest.fixture
def told(page, cast) -> Replication:
    return tell(page, cast.dien_an)


def tell(page, place, *, number=1, by=READER, at=TOLD, sender=None, **words) -> Replication:
    code = CODE if number == 1 else f"ABCDEFGH{number:02d}"
    return tell_replication(
        exemplar=page, place=place, follower=Follower(**{**WORDS, **words}), code=code, form_key=f"key-{number}", by=by,
        at=at, sender=sender,
    )  # fmt: skip


def seen(**changes) -> Seen:
    return Seen(
        **{
            "seen_on": date(2025, 4, 7), "saw": "Gặp bà Xuân tại vườn, xem sổ ghi.", "since": "03/2024",
            "learned": "Ủ phân trùn quế bón bưởi.", "result": "Vườn thu 9 tấn quả, bớt 70% phân hóa học.",
            "figures": ["9 tấn quả: sổ bán hàng", "70% phân hóa học"], **changes,
        }
    )  # fmt: skip


def check(cast, row, who="neighbour", **changes) -> Replication:
    return check_replication(replication=row, seen=seen(**changes), by=actor(cast[who]), at=WENT)


def shown(cast, row, **changes) -> Replication:
    return show_replication(replication=check(cast, row, **changes), by=actor(cast.office), at=moment(2025, 4, 8))


def who_reads(cast) -> set[str]:
    people = [name for name in vars(cast) if hasattr(cast[name], "username")]
    return {name for name in people if replications_visible_to(cast[name].pk, TODAY).exists()}


def test_the_unit_of_the_place_gets_a_task_with_a_clock_of_working_days(cast, told):
    clock = running(told, CHECK)
    assert clock.due_on == date(2025, 4, 16)  # Giỗ Tổ is 07/4
    assert "10 ngày làm việc" in clock.rule
    mine = replication_tasks(cast.neighbour.pk, TODAY).to_check
    assert [(one.id, one.until, one.late) for one in mine] == [(told.pk, date(2025, 4, 16), False)]
    assert replication_tasks(cast.author.pk, TODAY).to_check == ()
    letters = Letter.objects.filter(link=f"exemplars.replication:{told.pk}")
    assert {one.recipient for one in letters} == {cast.neighbour, cast.neighbour_head}
    assert "Xuân" not in letters[0].body
    assert who_reads(cast) == {"office", "office_second", "neighbour", "neighbour_head"}


def test_a_unit_is_written_to_once_a_day_however_much_is_told(cast, page, told):
    tell(page, cast.dien_an, number=2)
    assert Letter.objects.filter(subject="Có nơi học theo điển hình cần xác minh").count() == 2
    assert Deadline.objects.filter(kind=CHECK, met_at=None).count() == 2


def test_a_form_sent_twice_is_one_place(cast, page, told):
    assert tell(page, cast.dien_an) == told
    entry = AuditEntry.objects.get(verb="tell_replication")
    assert "Xuân" not in str(entry.facts)
    assert "Xuân" in str(entry.personal.values)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"who": " "}, "who"),
        ({"learned": ""}, "learned"),
        ({"since": "hôm qua"}, "since"),
        ({"since": "13/2024"}, "since"),
        ({"since": "05/2025"}, "since"),
        ({"since": "1989"}, "since"),
        ({"result": "a" * 1001}, "result"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(cast, page, words, field):
    with pytest.raises(BadInput) as wrong:
        tell(page, cast.dien_an, **words)
    assert wrong.value.field == field
    assert not Replication.objects.exists()


def test_since_is_read_as_people_write_it():
    assert since_of("tháng 3/2024", TODAY) == (2024, 3)
    assert since_of("2024", TODAY) == since_of("năm 2024", TODAY) == (2024, None)


def test_a_place_outside_the_plan_is_refused(page):
    with pytest.raises(BadInput):
        tell(page, make.make_unit("noi-khac", "Xã Nơi Khác"))


def test_so_much_waits_that_the_next_is_asked_to_come_back(cast, page, told, monkeypatch):
    for most in (Limits(9, 9, 1, 9), Limits(9, 9, 9, 1)):
        monkeypatch.setattr("neuguong.exemplars.queries.replications.limits", lambda most=most: most)
        with pytest.raises(Refused, match="gửi lại giúp"):
            tell(page, cast.dien_an, number=2)
    assert Replication.objects.count() == 1


def test_nothing_is_public_before_the_unit_has_seen_it_and_the_office_has_put_it_there(cast, page, told):
    assert public_replications(page.slug) == ()
    row = check(cast, told)
    assert public_replications(page.slug) == ()
    assert [one.id for one in replication_tasks(cast.office.pk, TODAY).to_show] == [row.pk]
    show_replication(replication=row, by=actor(cast.office), at=moment(2025, 4, 8))
    (one,) = public_replications(page.slug)
    assert (one.kind, one.place, one.since, one.name) == ("hộ gia đình", "Xã Diên An", "tháng 03/2024", "")
    assert one.result == "Vườn thu 9 tấn quả, bớt 70% phân hóa học."
    assert "được 9 tấn" not in str(one)  # the citizen's own words stay inside
    assert "Xuân" not in str(one)
    assert public_replications_at([cast.dien_an.pk]) == (one,)
    assert public_replications_at([cast.dien_tho.pk]) == ()


def test_the_unit_checks_once_and_its_clock_is_met(cast, told):
    check(cast, told)
    check(cast, Replication.objects.get())
    assert AuditEntry.objects.filter(verb="check_replication").count() == 1
    assert Deadline.objects.get(kind=CHECK).how == "checked"


@pytest.mark.parametrize("who", ["author", "office", "chair", "stranger"])
def test_nobody_else_checks(cast, told, who):
    with pytest.raises(Refused):
        check(cast, told, who)


def test_nobody_checks_what_they_told_themselves(cast, page):
    row = tell(page, cast.dien_an, by=actor(cast.neighbour), sender=cast.neighbour)
    with pytest.raises(Refused, match="không tự xác minh"):
        check(cast, row)
    assert replication_tasks(cast.neighbour.pk, TODAY).to_check == ()
    assert check(cast, row, "neighbour_head").state == ReplicationState.CHECKED


def test_a_clerk_tells_of_their_own_place_only(cast, page):
    with pytest.raises(Refused, match="đơn vị mình"):
        tell(page, cast.dien_an, by=actor(cast.author), sender=cast.author)
    assert tell(page, cast.dien_an, by=actor(cast.office), sender=cast.office).pk


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"figures": ["9 tấn quả"]}, "figures", "“70%”"),
        ({"result": "Cả xóm làm theo, nhiều nhất huyện.", "figures": []}, "figures", "nhất"),
        ({"result": "Hỏi thêm 0905 111 222.", "figures": []}, "result", "số điện thoại"),
        ({"learned": "Hộ bà Trần Thị Xuân ủ phân."}, "learned", "Chưa được nêu tên"),
        ({"seen_on": date(2025, 4, 8)}, "seen_on", "sau hôm nay"),
        ({"saw": ""}, "saw", "thấy gì"),
        ({"result": ""}, "result", "kết quả"),
    ],
)
def test_words_for_the_public_state_only_what_was_seen(cast, told, changes, field, sentence):
    with pytest.raises(BadInput, match=sentence) as wrong:
        check(cast, told, **changes)
    assert wrong.value.field == field
    assert Replication.objects.get().state == ReplicationState.TOLD


def test_a_name_is_public_only_when_its_bearer_agreed_and_the_unit_asked(cast, page):
    cases = [(False, False, ""), (True, False, ""), (False, True, ""), (True, True, "Hộ bà Trần Thị Xuân")]
    for number, (agreed, confirmed, name) in enumerate(cases, start=1):
        row = shown(cast, tell(page, cast.dien_an, number=number, agreed=agreed), name_confirmed=confirmed)
        assert public_replications(page.slug)[0].name == name, (agreed, confirmed)
        withdraw_replication(replication=row, note="", by=READER, at=WENT)


def test_the_unit_says_why_it_does_not_confirm_and_the_sender_reads_the_reason_only(cast, told):
    with pytest.raises(BadInput):
        not_confirm_replication(replication=told, reason="", answer="x", by=actor(cast.neighbour), at=WENT)
    not_confirm_replication(
        replication=told,
        reason=NotConfirmed.NOT_FOUND,
        answer="Bà Xuân không trồng bưởi.",
        by=actor(cast.neighbour),
        at=WENT,
    )
    found = receipt(CODE)
    assert (found.what, found.state, found.reason) == ("replication", "not_confirmed", "Chưa tìm thấy nơi làm theo")
    assert "Xuân" not in str(found)
    assert Deadline.objects.get(kind=CHECK).how == "not_confirmed"


def test_what_is_elsewhere_goes_to_the_right_unit_with_a_new_clock(cast, told):
    by = actor(cast.neighbour)
    not_confirm_replication(replication=told, reason=NotConfirmed.NOT_HERE, answer="Ở Diên Thọ.", by=by, at=WENT)
    assert Letter.objects.filter(recipient=cast.office, subject="Nơi học theo cần chuyển đơn vị khác").exists()
    with pytest.raises(Refused):
        move_replication(replication=told, place=cast.dien_tho, by=by, at=WENT)
    row = move_replication(replication=told, place=cast.dien_tho, by=actor(cast.office), at=WENT)
    assert (row.state, row.place, row.reason) == ("told", cast.dien_tho, "")
    assert [one.how for one in Deadline.objects.filter(kind=CHECK).order_by("pk")] == ["not_confirmed", ""]
    assert who_reads(cast) == {"office", "office_second", "author", "head"}


def test_withheld_revoked_and_taken_back_nothing_shows(cast, page, told):
    row = shown(cast, told)
    office, at = actor(cast.office), moment(2025, 4, 9)
    withhold_exemplar(exemplar=page, reason="Công an", by=office, at=at)
    assert public_replications(page.slug) == public_replications_at([cast.dien_an.pk]) == ()
    show_exemplar(exemplar=page, reason="Xong việc", by=office, at=at)
    assert len(public_replications(page.slug)) == 1
    hide_replication(replication=row, note="Chờ xem lại", by=office, at=at)
    assert public_replications(page.slug) == ()
    show_replication(replication=row, by=office, at=at)
    page.refresh_from_db()
    revoke_exemplar(
        exemplar=page, document_number="1/QĐ", decided_on=at.date(), reason="Gian dối", by=office, at=at
    )  # fmt: skip
    assert public_replications(page.slug) == public_replications_at([cast.dien_an.pk]) == ()
    with pytest.raises(Refused):
        tell(page, cast.dien_an, number=2, at=at)


def test_the_sender_takes_it_back_by_the_code_and_it_is_gone_at_once(cast, page, told):
    shown(cast, told)
    assert receipt(CODE).may_withdraw
    withdraw_replication(replication=behind_code("abcde-fghjk"), note="", by=READER, at=moment(2025, 4, 9))
    assert public_replications(page.slug) == ()
    assert not receipt(CODE).may_withdraw
    with pytest.raises(BadInput):
        withdraw_replication(
            replication=tell(page, cast.dien_an, number=2), note="", by=actor(cast.neighbour), at=moment(2025, 4, 9)
        )


def test_a_stranger_takes_nothing_back(cast, told):
    with pytest.raises(Refused):
        withdraw_replication(replication=told, note="Không thích", by=actor(cast.author), at=WENT)


def test_a_merged_page_carries_them_over(cast, kh, page, told):
    shown(cast, told)
    in_state("recognised", cast, kh, name="Lê Văn Thuận (Ba Thuận)")
    other = Exemplar.objects.exclude(pk=page.pk).get()
    merge_subjects(
        kept=other.subject,
        absorbed=page.subject,
        reason="Cùng một người.",
        by=actor(cast.office),
        at=moment(2025, 4, 9),
    )
    (one,) = public_replications(other.slug)
    assert one.slug == other.slug
    assert public_replications_at([cast.dien_an.pk])[0].slug == other.slug


def test_the_number_of_places_is_that_of_the_day_asked_for(cast, kh, page, told):
    def many(day, **more):
        return places_following(plan=kh, until=date(2025, 4, day), **more)

    check(cast, told)
    tell(page, cast.dien_tho, number=2)
    assert [many(6), many(7), many(8)] == [0, 1, 1]
    assert many(8, unit_ids=[cast.dien_an.pk]) == 1
    assert many(8, unit_ids=[cast.dien_tho.pk]) == 0
    assert many(8, since=date(2025, 4, 8)) == 0
    withdraw_replication(replication=told, note="", by=READER, at=moment(2025, 4, 10))
    assert [many(9), many(10)] == [1, 0]


def test_what_was_taken_back_is_erased_on_request_and_what_is_open_is_not(cast, told):
    row = check(cast, told)
    with pytest.raises(Refused, match="chưa rút"):
        erase_replication(replication=row, reason="Đơn số 7", by=actor(cast.office), at=WENT)
    withdraw_replication(replication=row, note="", by=READER, at=WENT)
    row = erase_replication(replication=row, reason="Đơn số 7", by=actor(cast.office), at=WENT)
    erase_replication(replication=row, reason="Đơn số 7", by=actor(cast.office), at=WENT)
    left = Replication.objects.values("who", "learned", "result", "contact", "saw", "public_result", "figures").get()
    assert set(map(str, left.values())) == {"(đã xóa)", "", "[]"}
    assert AuditEntry.objects.filter(verb="erase_replication").count() == 1
    kept = [one.personal.values for one in AuditEntry.objects.filter(object_type="exemplars.replication")]
    assert "Xuân" not in str(kept)
