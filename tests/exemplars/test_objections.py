"""Where the plan sets days for comments, the Council decides when they are over and each comment is answered."""

from datetime import date

import pytest
from django.core import mail
from django.core.mail import get_connection

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter
from neuguong.core.outbox import deliver_letters
from neuguong.exemplars.enums import ConflictKind
from neuguong.exemplars.models import Objection, ObjectionWindow, WindowEntry
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.exemplars.operations.objections import (
    Comment,
    answer_comment,
    comment_on,
    confirm_comment,
    enter_paper_comment,
    open_window,
)
from neuguong.exemplars.operations.recognition import recognise_by_council
from neuguong.exemplars.queries.conflicts import ties_of
from neuguong.exemplars.queries.objections import (
    comment_tasks,
    entries_visible_to,
    is_late,
    objections_visible_to,
    public_entries,
)
from neuguong.exemplars.workflows import NOMINATION, open_steps
from tests import factories as make
from tests.factories import actor, moment

VERIFIED = moment(2025, 3, 12)
OPENED = moment(2025, 3, 14)
LAST = date(2025, 3, 28)  # ten working days after the 14th
CITIZEN = Actor.public("form:ab12")
ON_PAPER = Comment("Bà Ba", "Tôi biết.", "", "thôn Hạ")
GIVEN = Comment("Nguyễn Văn Tư", "Việc này tôi có thấy.", "tu@example.vn", "thôn Trung")


@pytest.fixture
def verified(cast, asking_plan):
    return verified_one(cast, asking_plan)


def verified_one(cast, plan, name="Đỗ Thị Lành"):
    one = make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=plan.sectors.first().code)
    return verify_nomination(nomination=make.send(one, cast.head), by=actor(cast.office), at=VERIFIED)


def put_out(cast, *nominations, left_out=None, at=OPENED, who=None) -> ObjectionWindow:
    plan = nominations[0].plan
    return open_window(plan=plan, nominations=nominations, left_out=left_out or {}, by=actor(who or cast.office), at=at)


@pytest.fixture
def entry(cast, verified) -> WindowEntry:
    put_out(cast, verified)
    return WindowEntry.objects.get()


def say(entry, *, key="k1", at=None, comment=GIVEN, sender=None) -> Objection:
    return comment_on(
        entry=entry, comment=comment, form_key=key, by=CITIZEN, at=at or moment(2025, 3, 17), sender=sender
    )


def confirmed(entry, *, key="k1", at=None, **more) -> Objection:
    return confirm_comment(objection=say(entry, key=key, **more), by=CITIZEN, at=at or moment(2025, 3, 18))


def recognise(cast, nomination, at):
    return recognise_by_council(
        nomination=nomination, council=cast.council, meeting_number="02/BB", meeting_on=date(2025, 3, 14),
        document_number="1/QĐ", decided_on=at.date(), by=actor(cast.chair), at=at,
    )  # fmt: skip


def why_not(cast, nomination, at) -> str | None:
    return NOMINATION.refusal("recognise_council", dossier=nomination, actor=actor(cast.chair), at=at)


def test_the_list_is_open_for_the_plans_working_days_and_shows_four_things(cast, entry):
    window = entry.window
    assert (window.opened_on, window.closes_on, window.days) == (date(2025, 3, 14), LAST, 10)
    assert (entry.shown_name, entry.kind, entry.unit) == ("Đỗ Thị Lành", "individual", cast.dien_tho)
    assert list(public_entries(LAST)) == [entry]
    assert list(public_entries(date(2025, 3, 29))) == []
    assert list(public_entries(date(2025, 3, 13))) == []


def test_a_plan_without_such_days_asks_nobody_and_blocks_nothing(cast, plan):
    one = verified_one(cast, plan)
    with pytest.raises(Refused, match="không quy định lấy ý kiến"):
        put_out(cast, one)
    assert why_not(cast, one, moment(2025, 3, 14)) is None


@pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "admin", "neighbour"])
def test_only_the_office_puts_dossiers_out(cast, verified, who):
    with pytest.raises(Refused, match="cơ quan thường trực"):
        put_out(cast, verified, who=cast[who])


def test_a_dossier_stands_on_a_list_once_and_only_verified(cast, asking_plan, verified, entry):
    with pytest.raises(BadInput, match="Chọn lại"):
        put_out(cast, verified)
    draft = make.make_nomination(cast.dien_tho, asking_plan, cast.author, sector=asking_plan.sectors.first().code)
    with pytest.raises(BadInput, match="Chọn lại"):
        put_out(cast, draft)
    with pytest.raises(BadInput, match="ít nhất một"):
        open_window(plan=asking_plan, nominations=[], left_out={}, by=actor(cast.office), at=OPENED)


def test_what_is_left_out_stands_on_no_public_list_and_takes_no_public_comment(cast, verified):
    put_out(cast, verified, left_out={verified.pk: "Hồ sơ của công an"})
    entry = WindowEntry.objects.get()
    assert list(public_entries(LAST)) == []
    with pytest.raises(Refused):
        say(entry)
    assert "công an" not in str(AuditEntry.objects.get(verb="open_window").facts)


def test_the_council_waits_for_the_list_for_its_last_day_and_for_every_answer(cast, verified):
    assert "chưa được đưa ra lấy ý kiến" in why_not(cast, verified, moment(2025, 3, 14))
    put_out(cast, verified)
    entry = WindowEntry.objects.get()
    assert "đến hết ngày 28/03/2025" in why_not(cast, verified, moment(2025, 3, 28, 23))
    comment = confirmed(entry)
    after = moment(2025, 3, 31)
    assert "Còn 1 ý kiến" in why_not(cast, verified, after)
    with pytest.raises(Refused, match="chưa được trả lời"):
        recognise(cast, verified, after)
    answer_comment(objection=comment, accepted=False, answer="Đã kiểm.", by=actor(cast.office), at=after)
    assert recognise(cast, verified, after).level == "council"


def test_a_comment_after_the_last_day_is_kept_as_late_and_stops_nothing(cast, verified, entry):
    late = confirmed(entry, at=moment(2025, 3, 30))
    assert is_late(late)
    assert why_not(cast, verified, moment(2025, 3, 31)) is None
    assert list(objections_visible_to(cast.office.pk, date(2025, 3, 31))) == [late]


def test_what_nobody_confirmed_is_no_comment(cast, verified, entry):
    say(entry)
    assert not objections_visible_to(cast.office.pk, LAST).exists()
    assert why_not(cast, verified, moment(2025, 3, 31)) is None


def test_confirming_twice_leaves_the_first_day_and_tells_the_office_once(cast, entry):
    first = confirmed(entry)
    again = confirm_comment(objection=first, by=CITIZEN, at=moment(2025, 3, 20))
    assert again.came_on == date(2025, 3, 18)
    told = Letter.objects.filter(link=f"exemplars.windowentry:{entry.pk}")
    assert {letter.recipient for letter in told} == {cast.office, cast.office_second}
    assert "Tư" not in told[0].body


def test_nobody_confirms_for_the_sender(cast, entry):
    with pytest.raises(Refused):
        confirm_comment(objection=say(entry), by=actor(cast.office), at=moment(2025, 3, 18))


def test_the_sender_gets_one_mail_with_a_link_and_later_the_answer(cast, entry):
    comment = say(entry)
    say(entry)
    at = moment(2025, 3, 18)
    post = get_connection("django.core.mail.backends.locmem.EmailBackend")
    deliver_letters(at, by_mail=post, sender="x@example.vn", address=lambda link: f"https://site/{link}")
    to_sender = [one for one in mail.outbox if one.to == ["tu@example.vn"]]
    assert len(to_sender) == 1
    assert f"exemplars.objection:{comment.pk}" in to_sender[0].body
    assert "Lành" not in to_sender[0].body
    confirm_comment(objection=comment, by=CITIZEN, at=at)
    answer_comment(objection=comment, accepted=True, answer="Cảm ơn, đã sửa.", by=actor(cast.office), at=at)
    deliver_letters(at, by_mail=post, sender="x@example.vn", address=lambda link: f"https://site/{link}")
    answers = [one for one in mail.outbox if one.to == ["tu@example.vn"]][1:]
    assert ["Cảm ơn, đã sửa." in one.body for one in answers] == [True]
    assert "https://" not in answers[0].body


@pytest.mark.parametrize(
    ("comment", "field"),
    [
        (Comment(" ", "x", "a@example.vn"), "name"),
        (Comment("Tư", " ", "a@example.vn"), "words"),
        (Comment("Tư", "x", ""), "email"),
        (Comment("Tư", "x", "khong-phai"), "email"),
        (Comment("Tư", "x" * 4001, "a@example.vn"), "words"),
    ],
)
def test_an_unsigned_or_unusable_comment_is_refused_by_field(entry, comment, field):
    with pytest.raises(BadInput) as wrong:
        say(entry, comment=comment)
    assert wrong.value.field == field


def test_a_signed_paper_is_entered_by_the_office_with_the_day_it_came(cast, verified, entry):
    def enter(key="p1", who=cast.office, came_on=date(2025, 3, 20), comment=ON_PAPER):
        return enter_paper_comment(
            entry=entry, comment=comment, came_on=came_on, form_key=key, by=actor(who), at=moment(2025, 3, 24)
        )

    row = enter()
    assert enter() == row
    assert (row.state, row.came_on, row.on_paper) == ("confirmed", date(2025, 3, 20), True)
    with pytest.raises(BadInput) as wrong:
        enter(key="p2", came_on=date(2025, 3, 25))
    assert wrong.value.field == "came_on"
    with pytest.raises(BadInput) as wrong:
        enter(key="p3", comment=Comment("Bà Ba", "Tôi biết."))
    assert wrong.value.field == "contact"
    for who in (cast.author, cast.chair, cast.admin):
        with pytest.raises(Refused):
            enter(key="p4", who=who)


def test_commenters_are_known_to_those_who_judge_and_to_nobody_of_the_unit(cast, entry):
    confirmed(entry)
    people = {name for name in vars(cast) if hasattr(cast[name], "username")}
    readers = {name for name in people if objections_visible_to(cast[name].pk, LAST).exists()}
    assert readers == {"office", "office_second", "chair", "secretary", "leader"}
    assert {name for name in people if entries_visible_to(cast[name].pk, LAST).exists()} == readers


def test_the_unit_reads_the_same_steps_with_and_without_a_comment(cast, verified, entry):
    def steps(who):
        return [(one.name, one.reason) for one in open_steps(verified, by=actor(who), at=moment(2025, 3, 31))]

    before = {name: steps(cast[name]) for name in ("author", "head")}
    confirmed(entry)
    assert {name: steps(cast[name]) for name in ("author", "head")} == before


@pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "neighbour", "admin"])
def test_only_the_office_answers(cast, entry, who):
    comment = confirmed(entry)
    with pytest.raises(Refused):
        answer_comment(objection=comment, accepted=True, answer="x", by=actor(cast[who]), at=moment(2025, 3, 20))


def test_an_answer_needs_a_conclusion_and_words_and_stands_once_given(cast, entry):
    comment = confirmed(entry)
    at, by = moment(2025, 3, 20), actor(cast.office)
    with pytest.raises(BadInput):
        answer_comment(objection=comment, accepted=None, answer="x", by=by, at=at)
    with pytest.raises(BadInput):
        answer_comment(objection=comment, accepted=True, answer=" ", by=by, at=at)
    answer_comment(objection=comment, accepted=True, answer="Đúng.", by=by, at=at)
    again = answer_comment(objection=comment, accepted=False, answer="Sai.", by=by, at=at)
    assert (again.accepted, again.answer) == (True, "Đúng.")


def test_who_commented_does_not_judge_and_does_not_answer(cast, verified, entry):
    comment = confirmed(entry, sender=cast.office)
    assert ties_of(verified, moment(2025, 3, 20))[cast.office.pk][0].kind == ConflictKind.SUPPORTER
    with pytest.raises(Refused, match="có liên quan"):
        answer_comment(objection=comment, accepted=True, answer="x", by=actor(cast.office), at=moment(2025, 3, 20))


def test_what_waits_is_counted_for_the_office(cast, asking_plan, verified):
    assert comment_tasks(cast.office.pk, asking_plan.pk, LAST).to_put_out == 1
    put_out(cast, verified)
    confirmed(WindowEntry.objects.get())
    found = comment_tasks(cast.office.pk, asking_plan.pk, LAST)
    assert (found.to_put_out, found.to_answer) == (0, 1)
