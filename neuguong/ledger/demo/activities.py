"""What the units did beside introducing people: own plans, reports, events, publicity; most on time, a few late, some never."""

from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.ledger.demo.diary import local, office_hour, spread
from neuguong.ledger.demo.pictures import photo, scan
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.activities import Agreed, Done, record_activity
from neuguong.programme.enums import ActivityKind, DutyKind


def schedule_activities(world: World) -> None:
    """Note every record in the diary: who did what is drawn from the unit's name, so each run tells the same."""
    told = data_of("activities")
    today = local(world.acts["today"]).date()
    rows = Obligation.objects.filter(duty__plan=world.plan, duty__kind=DutyKind.ACTIVITY)
    for row in rows.select_related("unit", "duty").order_by("unit__sort_key", "duty__position", "period"):
        kind = told.get(f"{row.duty.code}-{row.period}") or told.get(row.duty.code)
        if kind is None or (row.voided_on is not None and row.voided_on <= row.effective_on):
            continue
        key = f"{row.unit.ref} {row.duty.code} {row.period}"
        if spread(f"{key} done", 100) >= kind["of_a_hundred"]:
            continue
        day = _day(kind, key, row)
        if day < today and (row.voided_on is None or day < row.voided_on) and day >= row.unit.valid_from:
            at = office_hour(day + timedelta(days=spread(f"{key} typed", 4)), key)
            # Before this system there was paper only: the office types it in.
            on_paper = row.duty.activity in (ActivityKind.OWN_PLAN, ActivityKind.DISSEMINATION, ActivityKind.REPORT)
            own = row.unit.ref in world.units and not on_paper
            by = world.people.officer(row.unit.ref) if own else world.registrar
            world.diary.note(at, partial(_record, world, row, kind, key, day, by, at))


def _day(kind: dict[str, Any], key: str, row: Obligation) -> date:
    first: date = kind["from"].replace(year=int(row.period)) if kind.get("each_year") else kind["from"]
    return first + timedelta(days=spread(f"{key} day", kind["days"]))


def _record(world: World, row: Obligation, kind: dict[str, Any], key: str, day: date, by: Actor, at: datetime) -> None:
    photographed = kind["file"] == "photo"
    number = f"{3 + spread(f'{key} no', 140):02d}/{kind['symbol']}" if "symbol" in kind else ""
    done = Done(
        title=world.one_of(kind["titles"], f"{key} title").format(unit=row.unit.name, year=day.year),
        held_on=min(day, at.date()),
        form=world.one_of(kind.get("forms", [""]), f"{key} form"),
        note=world.one_of(kind.get("notes", [""]), f"{key} note").format(count=20 + spread(f"{key} count", 90)),
        document=number,
        agreed=Agreed(kind["partner"], day, kind["until"]) if "partner" in kind else None,
    )
    record_activity(
        obligation=row, done=done, file_name="hinh-anh.jpg" if photographed else "van-ban.pdf",
        content=_picture(spread(key, 3)) if photographed else _paper(spread(key, 3)), by=by, at=at,
    )  # fmt: skip


# A few files serve all: what is on them cannot be read anyway, and each is looked into at every record.
@cache
def _picture(which: int) -> bytes:
    return photo(f"hoat-dong {which}")


@cache
def _paper(which: int) -> bytes:
    return scan(f"van-ban {which}")
