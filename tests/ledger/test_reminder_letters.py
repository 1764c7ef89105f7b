"""The official letter that urges: who stands in it, what it says, its number afterwards, and that it counts as urging."""

import re
from datetime import date

import pytest
from django.db import IntegrityError

from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import Obligation, Reminder, ReminderLetter, ReminderReference
from neuguong.ledger.operations.obligations import exempt, extend
from neuguong.ledger.operations.reminder_letters import enter_reminder_reference, issue_reminder_letter
from neuguong.ledger.operations.reminders import urge
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.queries.reminder_effect import effects
from neuguong.ledger.queries.reminder_paper import debtors, lines_of, urgeable
from tests.core.papers.reading import paragraphs, part
from tests.factories import actor, moment

AT = moment(2025, 3, 18, 9)
RETURN = {"duty": "quarterly_return", "period": "2025-Q1"}


def owed(unit, period="2025-Q1", duty="quarterly_return"):
    return Obligation.objects.get(unit=unit, period=period, duty__code=duty)


def issue(cast, plan, **more):
    told = {"plan": plan, "on": date(2025, 3, 18), "by": actor(cast.office), "at": AT} | RETURN | more
    return issue_reminder_letter(**told)


def rows(letter):
    return [(line.unit, line.missing, line.due, line.late_days, line.extension) for line in lines_of(letter)]


def test_the_letter_lists_who_has_still_to_do_a_duty_in_the_order_of_the_board(cast, plan):
    send_nil_return(obligation=owed(cast.dien_tho), reason="Không có.", by=actor(cast.author), at=moment(2025, 3, 10))
    lacking = "Chưa gửi danh sách và chưa báo “không có”."
    assert rows(issue(cast, plan)) == [
        ("Xã Diên An", lacking, "trước 15/03/2025", 4, ""),
        ("Phòng Y tế", lacking, "trước 15/03/2025", 4, ""),
    ]


def test_excused_units_are_left_out_and_extended_ones_say_so(cast, plan):
    office, at = actor(cast.office), moment(2025, 3, 12)
    exempt(obligation=owed(cast.dien_an), reason="Chia tách", by=office, at=at)
    extend(obligation=owed(cast.dien_tho), extended_to=date(2025, 3, 21), reason="Bão", by=office, at=at)
    assert [(unit, due, late, extension) for unit, _, due, late, extension in rows(issue(cast, plan))] == [
        ("Xã Diên Thọ", "trước 15/03/2025", 0, "đến hết 21/03/2025"), ("Phòng Y tế", "trước 15/03/2025", 4, ""),
    ]  # fmt: skip


def test_without_a_duty_it_lists_everything_that_is_overdue(cast, plan):
    letter = issue(cast, plan, duty="", period="")
    lines = lines_of(letter)
    assert all(line.late_days for line in lines)
    assert {line.duty for line in lines if line.unit == "Phòng Y tế"} >= {
        "Báo cáo sơ kết tuyên truyền gương điển hình tiên tiến"
    }
    assert letter.duty is None


def test_a_unit_that_has_ended_is_not_urged(cast, plan):
    type(cast.dien_an).objects.filter(pk=cast.dien_an.pk).update(valid_to=date(2025, 3, 17))
    assert {line.unit for line in lines_of(issue(cast, plan, duty="", period=""))} == {"Xã Diên Thọ", "Phòng Y tế"}
    done = urge(plan=plan, on=date(2025, 3, 18), by=actor(cast.office), at=AT)
    assert done.rows == 2


def test_of_a_past_day_only_what_is_still_to_do_today_is_listed(cast, plan):
    send_nil_return(obligation=owed(cast.dien_tho), reason="Không có.", by=actor(cast.author), at=moment(2025, 3, 17))
    found = debtors(plan, on=date(2025, 3, 15), today=date(2025, 3, 18), **RETURN)
    assert [one.line.unit for one in found] == ["Xã Diên An", "Phòng Y tế"]


def test_the_paper_says_who_asks_whom_for_what_until_when(cast, plan):
    made = bytes(issue(cast, plan, signer="Trần  Văn Ký").content)
    said = " ".join(" ".join(text for _, text in paragraphs(part(made, "word/document.xml"))).split())
    assert "V/v đôn đốc thực hiện Kế hoạch số 87/KH-UBND" in said
    for sentence in (
        "qua tổng hợp đến hết ngày 18/03/2025, còn 03 việc của 03 đơn vị chưa hoàn thành "
        "(Gửi danh sách giới thiệu điển hình trong quý, hoặc báo không có, quý I/2025)",
        "gửi kết quả chậm nhất ngày 25/03/2025",
        "DANH SÁCH ĐƠN VỊ CHƯA HOÀN THÀNH NHIỆM VỤ THEO KẾ HOẠCH SỐ 87/KH-UBND",
        "Trần Văn Ký",
    ):
        assert sentence in said
    assert re.search(r"Kính gửi: Các cơ quan, đơn vị, địa phương", said)


def test_the_office_leaves_out_whom_it_has_spoken_to(cast, plan):
    letter = issue(cast, plan, leave_out=[owed(cast.dien_an).pk, owed(cast.health).pk])
    assert [line.unit for line in lines_of(letter)] == ["Xã Diên Thọ"]
    with pytest.raises(BadInput, match="Không còn việc nào để đôn đốc"):
        issue(cast, plan, leave_out=Obligation.objects.values_list("pk", flat=True))


def test_letters_are_numbered_by_year_and_a_form_sent_twice_is_one(cast, plan):
    first, again = issue(cast, plan, form_key="k"), issue(cast, plan, form_key="k")
    assert (first.pk, again.running_number) == (again.pk, "ĐĐ-2025-01")
    assert issue(cast, plan, form_key="l").running_number == "ĐĐ-2025-02"
    assert ReminderLetter.objects.count() == 2


def test_its_rows_count_as_urged_and_their_effect_is_counted(cast, plan):
    letter = issue(cast, plan)
    assert set(Reminder.objects.values_list("letter", "rung", "days", "urged_on")) == {
        (letter.pk, "", 4, date(2025, 3, 18))
    }
    send_nil_return(obligation=owed(cast.dien_tho), reason="Không có.", by=actor(cast.author), at=moment(2025, 3, 20))
    [found] = effects(plan, date(2025, 3, 25))
    assert (found.letter_number, found.urged, found.done, found.running) == ("ĐĐ-2025-01", 3, 1, False)


def test_what_went_out_never_changes(cast, plan):
    letter = issue(cast, plan)
    with pytest.raises(IntegrityError, match="chỉ ghi thêm"):
        ReminderLetter.objects.filter(pk=letter.pk).update(running_number="x")


def test_number_and_day_are_entered_after_signing_and_mended_by_a_new_row(cast, plan):
    letter, by = issue(cast, plan), actor(cast.office)
    for number, day, sentence in (
        (" ", date(2025, 3, 18), "Ghi số, ký hiệu"),
        ("12", date(2025, 3, 17), "trước ngày lập công văn"),
        ("12", date(2025, 3, 20), "sau hôm nay"),
    ):
        with pytest.raises(BadInput, match=sentence):
            enter_reminder_reference(
                letter=letter, document_number=number, issued_on=day, by=by, at=moment(2025, 3, 19)
            )
    for number in ("312/UBND-NV", "312/UBND-NV", "321/UBND-NV"):
        enter_reminder_reference(
            letter=letter, document_number=number, issued_on=date(2025, 3, 19), by=by, at=moment(2025, 3, 19)
        )
    assert list(ReminderReference.objects.values_list("document_number", flat=True)) == ["312/UBND-NV", "321/UBND-NV"]


@pytest.mark.parametrize("who", ["author", "head", "leader", "admin"])
def test_only_the_standing_office_makes_and_numbers_it(cast, plan, who):
    letter = issue(cast, plan)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        issue(cast, plan, by=actor(cast[who]))
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        enter_reminder_reference(
            letter=letter, document_number="1", issued_on=date(2025, 3, 18), by=actor(cast[who]), at=AT
        )


def test_a_duty_or_a_period_that_the_plan_does_not_have_is_refused(cast, plan):
    for wrong in ({"duty": "khong-co"}, {"period": "1999"}, {"period": "x"}):
        with pytest.raises(BadInput, match="Kế hoạch không có nhiệm vụ này"):
            issue(cast, plan, **wrong)


def test_a_day_to_come_is_refused(cast, plan):
    with pytest.raises(BadInput, match="không thể sau hôm nay"):
        issue(cast, plan, on=date(2025, 3, 19))


def test_what_can_be_urged_is_what_somebody_has_still_to_do_in_the_order_of_the_plan(cast, plan):
    found = urgeable(plan, date(2025, 3, 18))
    assert [(one.duty, one.period) for one in found][:3] == [("quota", "2023"), ("quota", "2024"), ("quota", "2025")]
    assert "quarterly_return" in {one.duty for one in found}
    assert all(one.words.endswith("đơn vị)") for one in found)
