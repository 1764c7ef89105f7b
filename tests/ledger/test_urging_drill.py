"""Workers killed at every step between a due day and a person's mail: nothing is lost, and what came twice is counted."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from neuguong.core.models import Letter
from neuguong.ledger.models import Reminder, ReminderDigest
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.org.models import Account
from neuguong.programme.operations.plans import load_plan
from neuguong.web.bench.sink import Sink
from tests import factories as make
from tests.conftest import PLAN_87
from tests.core.workers import kill_who_stopped_at, until, workers

STEPS = ("written-not-kept", "written", "claimed", "sent", "noted")
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_once(cast):
    """Plan 87 whose digests go out by themselves, and three officers with an address."""
    text = PLAN_87.read_text(encoding="utf-8").replace('release = "by_hand"', 'release = "automatic"')
    signed = make.moment(2023, 4, 11)
    plan = load_plan(text=text, by=make.JOB, at=signed).plan
    generate_obligations(plan=plan, until=date(2025, 12, 31), by=make.JOB, at=signed)
    for who in (cast.author, cast.neighbour, cast.health_officer):
        Account.objects.filter(pk=who.pk).update(email=f"{who.username}@example.vn")
    return plan


@pytest.mark.usefixtures("at_once")
def test_workers_killed_at_every_step_lose_nothing(tmp_path: Path) -> None:
    for step in STEPS:
        (tmp_path / step).touch()
    with Sink() as sink:
        environment = {"DRILL_SCHEDULE": "tests.ledger.urging_drill.SCHEDULE", "DRILL_SMTP_PORT": str(sink.port)}
        with workers(tmp_path, **environment) as start:
            start()
            for step in STEPS:
                kill_who_stopped_at(tmp_path, step)
                start()
            until(lambda: Letter.objects.exists() and not Letter.objects.filter(sent_at=None).exists())
        taken = Counter(sink.ids)
    letters = {f"<{one}@example.vn>" for one in Letter.objects.values_list("message_id", flat=True)}
    assert (Reminder.objects.count(), ReminderDigest.objects.count(), len(letters)) == (3, 3, 3)
    assert set(taken) == letters
    # Only who dies between the server's yes and our note makes a copy, and it carries the same Message-ID.
    assert sorted(taken.values()) == [1, 1, 2]
