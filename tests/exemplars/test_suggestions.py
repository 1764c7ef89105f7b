"""What citizens tell reaches the office, then the unit of the place, which takes it up or says why not, in time."""

from datetime import date

import pytest

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Deadline, Letter
from neuguong.core.queries.deadlines import running
from neuguong.exemplars.enums import ConflictKind, NotTakenUp
from neuguong.exemplars.models import Nomination, Suggestion
from neuguong.exemplars.operations.suggestions import Told, answer_suggestion, pass_on, reject, suggest, take_up
from neuguong.exemplars.policy import conflict_of
from neuguong.exemplars.queries.conflicts import ties_of
from neuguong.exemplars.queries.receipts import receipt
from neuguong.exemplars.queries.voices import ANSWER, suggestion_tasks, suggestions_visible_to
from tests import factories as make
from tests.factories import actor, moment

CITIZEN = Actor.public("form:ab12")
TOLD = moment(2025, 3, 3)
TODAY = date(2025, 3, 5)
CODE = "ABCDEFGHJK"


@pytest.fixture
def told(cast, plan) -> Suggestion:
    return tell(plan, cast.dien_tho)


def tell(plan, place, *, number=1, sender=None, **words) -> Suggestion:
    given = Told(**{"about": "Bà Bảy, chợ Đình", "deed": "Nấu cháo cho người ốm mỗi sáng.", **words})
    code = CODE if number == 1 else f"ABCDEFGH{number:02d}"
    return suggest(
        told=given, kind="suggestion", plan=plan, place=place, code=code, form_key=f"key-{number}", by=CITIZEN,
        at=TOLD, sender=sender,
    )  # fmt: skip


def passed(cast, row, unit=None) -> Suggestion:
    return pass_on(suggestion=row, unit=unit or cast.dien_tho, by=actor(cast.office), at=moment(2025, 3, 4))


def test_a_form_sent_twice_is_one_suggestion(cast, plan, told):
    assert tell(plan, cast.dien_tho) == told
    assert AuditEntry.objects.filter(verb="suggest").count() == 1
    entry = AuditEntry.objects.get(verb="suggest")
    assert entry.actor == "public"
    assert "Bà Bảy" not in str(entry.facts)
    assert "Bà Bảy" in str(entry.personal.values)


def test_the_code_itself_is_kept_nowhere(told):
    assert CODE not in str([*Suggestion.objects.values_list(), *AuditEntry.objects.values_list("facts")])


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"about": " "}, "about"),
        ({"deed": "\n "}, "deed"),
        ({"about": "a" * 201}, "about"),
        ({"deed": "a" * 3001}, "deed"),
        ({"contact": "a" * 201}, "contact"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(cast, plan, words, field):
    with pytest.raises(BadInput) as wrong:
        tell(plan, cast.dien_tho, **words)
    assert wrong.value.field == field
    assert not Suggestion.objects.exists()


def test_a_place_outside_the_plan_is_refused(cast, plan):
    elsewhere = make.make_unit("noi-khac", "Xã Nơi Khác")
    with pytest.raises(BadInput):
        tell(plan, elsewhere)


def test_only_the_office_reads_what_was_not_passed_on(cast, plan, told):
    readers = {name for name in vars(cast) if hasattr(cast[name], "username") if _reads(cast[name])}
    assert readers == {"office", "office_second"}


def test_the_unit_it_was_passed_to_reads_it_and_no_other(cast, told):
    passed(cast, told)
    readers = {name for name in vars(cast) if hasattr(cast[name], "username") if _reads(cast[name])}
    assert readers == {"office", "office_second", "author", "head"}


def _reads(account) -> bool:
    return suggestions_visible_to(account.pk, TODAY).exists()


def test_the_unit_has_the_plans_working_days_from_the_day_it_was_passed_on(cast, told):
    passed(cast, told)
    clock = running(told, ANSWER)
    assert clock.due_on == date(2025, 3, 18)
    assert "10 ngày làm việc" in clock.rule
    letters = Letter.objects.filter(link=f"exemplars.suggestion:{told.pk}")
    assert {letter.recipient for letter in letters} == {cast.author, cast.head}
    assert "18/03/2025" in letters[0].body
    assert "Bà Bảy" not in letters[0].body


def test_passing_it_to_the_same_unit_twice_does_nothing_twice(cast, told):
    passed(cast, told)
    passed(cast, Suggestion.objects.get())
    assert Deadline.objects.count() == 1
    assert AuditEntry.objects.filter(verb="pass_on_suggestion").count() == 1


def test_nobody_but_the_office_passes_on_or_rejects(cast, told):
    for name in ("author", "head", "chair", "leader", "admin", "neighbour"):
        with pytest.raises(Refused):
            pass_on(suggestion=told, unit=cast.dien_tho, by=actor(cast[name]), at=TOLD)
        with pytest.raises(Refused):
            reject(suggestion=told, reason="Quảng cáo", by=actor(cast[name]), at=TOLD)


def test_an_ended_unit_is_passed_nothing(cast, told):
    ended = make.make_unit("cu", "Xã Cũ", parent=cast.district, valid_to=date(2024, 1, 1))
    with pytest.raises(BadInput):
        passed(cast, told, ended)


def test_the_unit_takes_it_up_as_a_draft_with_the_words_that_were_told(cast, told):
    passed(cast, told)
    at = moment(2025, 3, 6)
    made = take_up(suggestion=told, subject_kind="individual", name="Lê Thị Bảy", by=actor(cast.author), at=at)
    again = take_up(suggestion=told, subject_kind="individual", name="Lê Thị Bảy", by=actor(cast.author), at=at)
    assert made == again
    assert (made.state, made.unit, made.subject.name) == ("draft", cast.dien_tho, "Lê Thị Bảy")
    assert made.achievement_summary == "Nấu cháo cho người ốm mỗi sáng."
    told.refresh_from_db()
    assert (told.state, told.nomination) == ("taken_up", made)
    assert Deadline.objects.get().how == "taken_up"
    assert Nomination.objects.count() == 1


def test_the_unit_answers_with_a_reason_for_the_citizen_and_words_for_the_office(cast, told):
    passed(cast, told)
    with pytest.raises(BadInput) as wrong:
        _answer(cast, told, reason="")
    assert wrong.value.field == "reason"
    with pytest.raises(BadInput) as wrong:
        _answer(cast, told, answer=" ")
    assert wrong.value.field == "answer"
    _answer(cast, told)
    _answer(cast, Suggestion.objects.get())
    told.refresh_from_db()
    assert (told.state, told.reason) == ("answered", NotTakenUp.NOT_CONFIRMED)
    assert Deadline.objects.get().how == "answered"
    assert AuditEntry.objects.filter(verb="answer_suggestion").count() == 1


def _answer(cast, row, *, who=None, reason=NotTakenUp.NOT_CONFIRMED, answer="Đã hỏi tổ trưởng."):
    by = actor(who or cast.author)
    return answer_suggestion(suggestion=row, reason=reason, answer=answer, by=by, at=moment(2025, 3, 6))


def test_another_unit_neither_takes_it_up_nor_answers(cast, told):
    passed(cast, told)
    for who in (cast.neighbour, cast.office, cast.admin):
        with pytest.raises(Refused):
            _answer(cast, told, who=who)
        with pytest.raises(Refused):
            take_up(suggestion=told, subject_kind="individual", name="X", by=actor(who), at=moment(2025, 3, 6))


def test_what_is_not_the_units_goes_back_and_to_another_unit_with_a_new_clock(cast, told):
    passed(cast, told)
    _answer(cast, told, reason=NotTakenUp.NOT_OURS)
    assert Letter.objects.filter(subject="Lời giới thiệu cần chuyển đơn vị khác", recipient=cast.office).exists()
    row = passed(cast, Suggestion.objects.get(), cast.dien_an)
    assert (row.state, row.unit, row.reason, row.answer) == ("passed", cast.dien_an, "", "")
    assert [one.how for one in Deadline.objects.order_by("id")] == ["answered", ""]
    assert not _reads(cast.author)
    assert _reads(cast.neighbour)


def test_the_office_keeps_out_what_suggests_nobody_and_says_why(cast, told):
    with pytest.raises(BadInput):
        reject(suggestion=told, reason=" ", by=actor(cast.office), at=TOLD)
    reject(suggestion=told, reason="Quảng cáo", by=actor(cast.office), at=TOLD)
    told.refresh_from_db()
    assert told.state == "rejected"
    with pytest.raises(Refused):
        passed(cast, told)


def test_what_waits_is_told_to_who_can_act(cast, plan, told):
    assert [row.id for row in suggestion_tasks(cast.office.pk, TODAY).to_pass] == [told.pk]
    passed(cast, told)
    mine = suggestion_tasks(cast.author.pk, TODAY).to_answer
    assert [(row.id, row.until, row.late) for row in mine] == [(told.pk, date(2025, 3, 18), False)]
    assert suggestion_tasks(cast.author.pk, date(2025, 3, 19)).to_answer[0].late
    assert suggestion_tasks(cast.office.pk, TODAY).to_pass == ()
    assert suggestion_tasks(cast.neighbour.pk, TODAY).to_answer == ()


def test_a_receipt_answers_words_of_state_and_nothing_that_was_written(cast, told):
    assert receipt("abcde-fghjk").state == "received"
    passed(cast, told)
    assert receipt(CODE).until == date(2025, 3, 18)
    _answer(cast, told, answer="Bà Bảy không có thật")
    found = receipt(CODE)
    assert found.reason == "Chưa xác minh được việc làm"
    assert "Bà Bảy" not in str(found)
    assert receipt("ABCDEFGHJ2") is None


def test_a_wrong_code_costs_what_a_right_one_costs(told, django_assert_num_queries):
    for code in (CODE, "ZZZZZZZZZZ"):
        with django_assert_num_queries(1):
            receipt(code)


@pytest.mark.parametrize("how", ["signed in", "by e-mail"])
def test_who_suggested_somebody_does_not_judge_the_dossier(cast, plan, how):
    cast.office.email = "duc@example.vn"
    cast.office.save()
    words = {"sender": cast.office} if how == "signed in" else {"contact": "Đức, DUC@example.vn"}
    row = passed(cast, tell(plan, cast.dien_tho, **words))
    made = take_up(
        suggestion=row, subject_kind="individual", name="Lê Thị Bảy", by=actor(cast.author), at=moment(2025, 3, 6)
    )
    assert [tie.kind for tie in ties_of(made, moment(2025, 3, 7))[cast.office.pk]] == [ConflictKind.SUPPORTER]
    assert conflict_of(actor(cast.office), made, moment(2025, 3, 7)) is not None
    assert conflict_of(actor(cast.office_second), made, moment(2025, 3, 7)) is None
