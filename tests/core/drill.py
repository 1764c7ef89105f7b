"""What the workers of the kill drill do: leave one mark per key, and stop at agreed places until they are killed."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task

from neuguong.core import outbox, reaper
from neuguong.core.models import ScheduleRun
from neuguong.core.schedule import Job

DEAD_AFTER = timedelta(seconds=1.2)


def stop_here_once(place: str) -> None:
    """Whoever comes first to a place that the test set up says who it is and waits to be killed."""
    trap = Path(os.environ["DRILL_FOLDER"]) / place
    try:
        trap.rename(trap.with_suffix(".taken"))
    except FileNotFoundError:
        return
    (trap.parent / f"{place}.pid").write_text(str(os.getpid()))
    time.sleep(120)


@task()
def leave_mark(key: str) -> None:
    """Slow work, then one effect under a unique key."""
    stop_here_once(f"before-{key}")
    time.sleep(0.005)
    ScheduleRun.objects.get_or_create(
        job=key, slot=datetime(2025, 1, 1, tzinfo=UTC), defaults={"started_at": timezone.now()}
    )
    stop_here_once(f"after-{key}")


@task()
def take_a_second(key: str) -> None:
    """A task during which somebody asks the worker to stop."""
    (Path(os.environ["DRILL_FOLDER"]) / f"{key}.pid").write_text(str(os.getpid()))
    time.sleep(1)


@task()
def fail(key: str) -> None:
    """A task that fails."""
    raise ValueError("Nguyễn Văn A")


class SlowPost(BaseEmailBackend):
    """A post office that writes down what it took, and may stop before or after."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Take the letters."""
        for message in messages:
            stop_here_once("before-post")
            with (Path(os.environ["DRILL_FOLDER"]) / "post").open("a") as book:
                book.write(f"{message.message()['Message-ID']}\n")
            stop_here_once("after-post")
        return len(messages)


def reap_soon(at: datetime) -> int:
    """As reap, with less patience."""
    return reaper.reap(timezone.now(), dead_after=DEAD_AFTER)


def deliver_soon(at: datetime) -> int:
    """As deliver_letters, with a short lease."""
    now, lease = timezone.now(), timedelta(seconds=1)
    return outbox.deliver_letters(now, by_mail=SlowPost(), sender="a@example.vn", limit=1, lease=lease)


SCHEDULE = (
    Job("deliver_soon", "tests.core.drill.deliver_soon", every=1),
    Job("reap_soon", "tests.core.drill.reap_soon", every=1),
)
