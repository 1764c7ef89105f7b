"""Jobs that come round by the clock. What they are is data (config/schedule.py); each slot runs once, whoever wakes.

Slots follow the real clock, also in a demonstration: its own clock stands still at midnight, its worker must not.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import IntegrityError, transaction

from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.models import ScheduleRun

DAYS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A function called with the moment (`call`, dotted), either `every` so many seconds or daily at "HH:MM"."""

    name: str
    call: str
    every: int = 0
    daily_at: str = ""

    def __post_init__(self) -> None:
        """Refuse a job that would never run, or by two clocks."""
        if (self.every > 0) == bool(self.daily_at):
            raise ValueError(f"{self.name}: either every so many seconds, or daily at a time")
        if self.daily_at:
            time.fromisoformat(self.daily_at)

    def slot(self, real: datetime) -> datetime:
        """The newest slot that has begun: a missed daily run is made up for as soon as a worker is there."""
        if self.every:
            return datetime.fromtimestamp(int(real.timestamp()) // self.every * self.every, UTC)
        local = real.astimezone(OFFICE_ZONE)
        today = datetime.combine(local.date(), time.fromisoformat(self.daily_at), OFFICE_ZONE)
        return today if today <= local else today - timedelta(days=1)


def take_slot(job: Job, slot: datetime, real: datetime) -> ScheduleRun | None:
    """Take a slot for oneself; None when somebody has it. Enqueue the work in the same transaction."""
    if ScheduleRun.objects.filter(job=job.name, slot=slot).exists():
        return None
    try:
        with transaction.atomic():
            return ScheduleRun.objects.create(job=job.name, slot=slot, started_at=real)
    except IntegrityError:  # another worker in the same instant
        return None


def note_outcome(job: str, slot: datetime, outcome: str, real: datetime) -> None:
    """Write down how a run ended."""
    ScheduleRun.objects.filter(job=job, slot=slot).update(finished_at=real, outcome=outcome[:300])


def forget_old_runs(real: datetime) -> int:
    """Keep the runs of the last days; a daily job's newest slot is always among them."""
    return ScheduleRun.objects.filter(slot__lt=real - timedelta(days=DAYS_KEPT)).delete()[0]
