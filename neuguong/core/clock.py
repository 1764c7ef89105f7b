"""The one place that reads a clock. Only edges (web, commands, tasks) ask it; contexts are told."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput
from neuguong.core.models import DemoClock

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def demo_clock() -> DemoClock | None:
    """The demonstration's clock, or None in a database that lives in real time."""
    return DemoClock.objects.filter(pk=1).first()


def reading(clock: DemoClock | None, real: datetime) -> datetime:
    """What the clock shows at a real moment.

    A demonstration clock runs, but never past midnight by itself: the day moves only when somebody moves it.
    """
    if clock is None:
        return real
    midnight = datetime.combine(clock.moved_to.astimezone(OFFICE_ZONE).date(), time.max, OFFICE_ZONE)
    return min(clock.moved_to + max(real - clock.moved_at, timedelta(0)), midnight)


def real_now() -> datetime:
    """The moment of the world, which queue, schedule and signs of life go by, in a demonstration too."""
    return timezone.now()


def now() -> datetime:
    """The present moment of this database."""
    return reading(demo_clock(), timezone.now())


@transaction.atomic
def move_clock(*, to: datetime, by: Actor) -> DemoClock:
    """Move the demonstration's clock forward to `to`. Raises BadInput when there is none or it would go back."""
    clock = DemoClock.objects.select_for_update().filter(pk=1).first()
    if clock is None:
        raise BadInput("Cơ sở dữ liệu này chạy theo ngày thật nên không đổi ngày được.")
    real = timezone.now()
    before = reading(clock, real)
    if to < before:
        raise BadInput("Đồng hồ minh họa chỉ đi tới. Muốn bắt đầu lại, hãy tạo lại bản minh họa.", field="to")
    clock.moved_to, clock.moved_at = to, real
    clock.save()
    record("move_clock", clock, by=by, at=to, facts={"moved_to": [before, to]})
    return clock


@transaction.atomic
def start_demo_clock(*, at: datetime) -> DemoClock:
    """Give this database its own clock; only the demonstration does so."""
    return DemoClock.objects.update_or_create(pk=1, defaults={"moved_to": at, "moved_at": timezone.now()})[0]
