"""What the workers of the urging drill do: write the day's digests and deliver their mail, stopping between the steps."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from neuguong.core import outbox
from neuguong.core.actor import Actor
from neuguong.core.schedule import Job
from neuguong.ledger.operations.reminders import urge
from neuguong.programme.models import Plan
from tests.core.drill import stop_here_once
from tests.factories import moment

DAY = date(2025, 3, 11)
JOB = Actor.system("urge_units")


def urge_soon(at: datetime) -> int:
    """As the job of the ledger, on a day of the plan."""
    with transaction.atomic():
        done = urge(plan=Plan.objects.get(), on=DAY, by=JOB, at=moment(2025, 3, 11, 7, 10))
        stop_here_once("written-not-kept")
    stop_here_once("written")
    return done.digests


class StoppingPost(EmailBackend):
    """A real connection to a real mail server; the worker may stop before or after the server took the mail."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """Send over SMTP."""
        stop_here_once("claimed")
        sent = super().send_messages(email_messages)
        stop_here_once("sent")
        return sent


def deliver_soon(at: datetime) -> int:
    """As the job of core, with a short lease."""
    post = StoppingPost(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    now, lease = timezone.now(), timedelta(seconds=1)
    sent = outbox.deliver_letters(now, by_mail=post, sender="a@example.vn", limit=2, lease=lease)
    if sent:
        stop_here_once("noted")
    return sent


SCHEDULE = (
    Job("deliver_soon", "tests.ledger.urging_drill.deliver_soon", every=1),
    Job("reap_soon", "tests.core.drill.reap_soon", every=1),
    Job("urge_soon", "tests.ledger.urging_drill.urge_soon", every=1),
)
