"""Two at the same moment: one digest to each person, one letter of each digest, one number of each paper."""

from datetime import date

import pytest

from neuguong.core.errors import Refused
from neuguong.core.models import Letter
from neuguong.ledger.models import Reminder, ReminderDigest, ReminderLetter
from neuguong.ledger.operations.reminder_letters import issue_reminder_letter
from neuguong.ledger.operations.reminders import edit_digest, release_digests, stop_digest, urge
from tests import factories as make
from tests.exemplars.test_concurrency import together
from tests.factories import actor, moment
from tests.ledger.packaging import load_87

pytestmark = pytest.mark.django_db(transaction=True)
DAY, AT = date(2025, 3, 11), moment(2025, 3, 11, 8)


@pytest.fixture
def plan(cast):
    return load_87()


def test_two_runs_of_one_day_write_each_digest_once(cast, plan):
    def run():
        return urge(plan=plan, on=DAY, by=make.JOB, at=AT).digests

    assert sorted(together(run, run)) == [0, 3]
    assert (Reminder.objects.count(), ReminderDigest.objects.count()) == (3, 3)


def test_two_who_release_the_same_send_each_once(cast, plan):
    urge(plan=plan, on=DAY, by=make.JOB, at=AT)
    ids = list(ReminderDigest.objects.values_list("pk", flat=True))

    def release(person: str):
        return lambda: release_digests(plan=plan, digest_ids=ids, by=actor(cast[person]), at=AT).out

    assert sorted(together(release("office"), release("office_second"))) == [0, 3]
    assert Letter.objects.count() == 3


def test_releasing_and_stopping_at_once_ends_in_one_of_them(cast, plan):
    urge(plan=plan, on=DAY, by=make.JOB, at=AT)
    one = ReminderDigest.objects.get(recipient=cast.author)
    together(
        lambda: release_digests(plan=plan, digest_ids=[one.pk], by=actor(cast.office), at=AT).out,
        lambda: stop_digest(digest=one, reason="Đã gọi", by=actor(cast.office_second), at=AT).state,
    )
    one.refresh_from_db()
    assert (one.state, Letter.objects.count()) in [("released", 1), ("stopped", 0)]


def test_two_who_edit_at_once_one_is_told(cast, plan):
    urge(plan=plan, on=DAY, by=make.JOB, at=AT)
    one = ReminderDigest.objects.get(recipient=cast.author)

    def edit(person: str, words: str):
        return lambda: (
            edit_digest(digest=one, subject=words, body=words, seen=None, by=actor(cast[person]), at=AT).subject
        )

    answers = together(edit("office", "a"), edit("office_second", "b"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Stale", "str"]
    assert next(answer for answer in answers if isinstance(answer, Refused))


def test_two_letters_at_once_have_two_numbers_and_one_form_is_one_letter(cast, plan):
    def issue(key: str):
        return lambda: (
            issue_reminder_letter(
                plan=plan, on=DAY, duty="quarterly_return", period="2025-Q1", by=actor(cast.office), at=AT, form_key=key
            ).running_number
        )

    assert sorted(together(issue("a"), issue("b"))) == ["ĐĐ-2025-01", "ĐĐ-2025-02"]
    assert len(set(together(issue("c"), issue("c")))) == 1
    assert ReminderLetter.objects.count() == 3
