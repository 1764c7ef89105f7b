"""The editorial calendar of some outlets over some days: what is planned, what ran, what was cancelled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from neuguong.exemplars.enums import ExemplarState
from neuguong.exemplars.queries.publication import consents_missing
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import Broadcast, PlannedRun
from neuguong.publicity.queries.airing import others_missing_on, shut_on
from neuguong.publicity.queries.channels import broadcasts_visible_to, planned_runs_visible_to

GONE = "Có người không còn trong sổ điển hình."
ARTICLE_SHUT = "Bài viết đã gỡ, hết hạn hoặc có điều phải sửa nên chưa phát, đăng được."


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One line of a day: an entry of the calendar, or what ran. `warning` says why it may not run as planned."""

    ran: bool
    id: int
    at: time | None
    title: str
    outlet: str
    unit: str
    state: str
    state_label: str
    in_charge: str
    warning: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with its lines, in the order of the hours; `outside` the month that is shown."""

    on: date
    entries: tuple[CalendarEntry, ...]
    is_today: bool
    outside: bool


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def calendar_days(
    account_id: int, today: date, *, first: date, last: date, outlet: int | None = None
) -> tuple[CalendarDay, ...]:
    """Whole weeks from `first` to `last` of the outlets that a person keeps; four queries, three without plans, six with articles."""
    begin, end = week_of(first)[0], week_of(last)[1]
    planned = planned_runs_visible_to(account_id, today).filter(planned_on__range=(begin, end))
    planned = planned.exclude(state=PlannedState.RUN).prefetch_related("exemplars")
    ran = broadcasts_visible_to(account_id, today).filter(ran_on__range=(begin, end), withdrawn_at=None)
    if outlet is not None:
        planned, ran = planned.filter(outlet_id=outlet), ran.filter(outlet_id=outlet)
    found: dict[date, list[CalendarEntry]] = defaultdict(list)
    rows = list(planned.order_by("planned_time", "pk"))
    warned = warnings_of(rows, today)
    for entry in rows:
        found[entry.planned_on].append(_planned(entry, warned.get(entry.pk, ""), today))
    for row in ran.order_by("ran_time", "pk"):
        found[row.ran_on].append(_ran(row))
    days = ((begin + timedelta(days=n)) for n in range((end - begin).days + 1))
    return tuple(
        CalendarDay(
            day,
            tuple(sorted(found[day], key=lambda one: (one.at is None, one.at or time.min))),
            day == today,
            not first <= day <= last,
        )
        for day in days
    )


def warnings_of(entries: Iterable[PlannedRun], today: date) -> dict[int, str]:
    """Of what is still to run: who is missing consent for that channel on that day by the papers of now, and whether its
    article may still be told. One query, three where there are articles."""
    coming = [one for one in entries if one.state == PlannedState.PLANNED and one.planned_on >= today]
    wanted = {
        (page.pk, str(one.outlet.consent_channel), one.planned_on) for one in coming for page in one.exemplars.all()
    }
    missing = consents_missing(wanted) if wanted else {}
    shut, others = shut_on(coming, on=today), others_missing_on(coming)
    told: dict[int, str] = {}
    for one in coming:
        pages = one.exemplars.all()
        words = [
            f"{page.name}: {found}"
            for page in pages
            if (found := missing.get((page.pk, str(one.outlet.consent_channel), one.planned_on)))
        ]
        if any(page.state != ExemplarState.STANDING or page.merged_into_id for page in pages):
            words.append(GONE)
        if one.pk in others:
            words.append(others[one.pk])
        if one.pk in shut:
            words.append(ARTICLE_SHUT)
        if words:
            told[one.pk] = " ".join(words)
    return told


def _planned(entry: PlannedRun, warning: str, today: date) -> CalendarEntry:
    late = entry.state == PlannedState.PLANNED and entry.planned_on < today
    return CalendarEntry(
        False, entry.pk, entry.planned_time, entry.title, entry.outlet.name, entry.outlet.unit.short_name,
        "overdue" if late else entry.state, "chưa ghi đã phát" if late else entry.get_state_display(),
        entry.in_charge.full_name if entry.in_charge else "", warning,
    )  # fmt: skip


def _ran(row: Broadcast) -> CalendarEntry:
    warning = "" if row.consented else "Phát, đăng khi chưa có đồng ý cho kênh này."
    return CalendarEntry(
        True, row.pk, row.ran_time, row.title, row.outlet.name, row.outlet.unit.short_name, PlannedState.RUN,
        str(PlannedState.RUN.label), "", warning,
    )  # fmt: skip
