"""What units report besides their dossiers: nothing to introduce, too late, or not at all; what the office grants."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.operations.afterwards import Decision, Honoured
from neuguong.ledger.demo.diary import local, office_hour, spread
from neuguong.ledger.demo.dossiers import DRAFTS, ENTERED_AFTER
from neuguong.ledger.demo.pictures import scan
from neuguong.ledger.demo.stories import Story
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.activities import Done
from neuguong.ledger.operations.afterwards import record_result_afterwards
from neuguong.ledger.operations.obligations import exempt, extend
from neuguong.ledger.operations.sending import accept_return, send_nil_return
from neuguong.ledger.operations.unit_papers import Content, Letter, record_unit_paper, remark_on_paper
from neuguong.programme.enums import DutyKind

Quarter = tuple[str, str]  # a unit's data key and a round


def schedule_returns(world: World, stories: Iterable[Story]) -> None:
    """Every quarter without a dossier is answered with “không có”, unless the acts say otherwise."""
    late, paper = _pairs(world.acts["nil_late"]), _pairs(world.acts["nil_on_paper"])
    silent = _pairs(world.acts["missing"]) | {(row["unit"], row["period"]) for row in world.acts["exemption"]}
    told = {(story.unit, story.round) for story in stories if story.end not in DRAFTS}
    for row in _owed(world):
        quarter = (row.unit.ref, row.period)
        if quarter in silent or (quarter in told and quarter not in late) or _still_thinking(world, quarter):
            continue
        _schedule_nil(world, row, quarter in late, quarter in paper)


def _pairs(rows: Iterable[Collection[str]]) -> set[Quarter]:
    return {(unit, period) for unit, period in rows}


def _owed(world: World) -> list[Obligation]:
    """Quarter rows that had closed or are open, and whose unit still existed on their last day."""
    rows = Obligation.objects.filter(
        duty__plan=world.plan, duty__kind=DutyKind.RETURN, period__lte=world.acts["open_round"]
    ).select_related("unit", "duty")
    rows = rows.order_by("period", "unit__sort_key", "id")
    return [row for row in rows if row.voided_on is None or row.voided_on > world.last_day(row.period)]


def _still_thinking(world: World, quarter: Quarter) -> bool:
    unit, period = quarter
    return world.is_open(period) and unit not in world.acts["nil_in_open_round"]


def _schedule_nil(world: World, row: Obligation, late: bool, on_paper: bool) -> None:
    unit, key = row.unit.ref, f"{row.unit.ref} {row.period}"
    day = world.last_day(row.period)
    if late:
        day += timedelta(days=13)  # after the office has declined what the unit had sent instead
    elif world.is_open(row.period):
        day = date(2025, 2, 24) + timedelta(days=spread(key, 11))
    else:
        day -= timedelta(days=spread(key, 2 if on_paper else 12))
    at = office_hour(day, key)
    by = world.registrar if on_paper else world.people.officer(unit)
    recorded = at + ENTERED_AFTER if on_paper else at
    world.diary.note(recorded, partial(_nil, world, row, by, at, recorded, on_paper))


def _nil(world: World, row: Obligation, by: Actor, at: datetime, recorded: datetime, on_paper: bool) -> None:
    reason = world.one_of(world.acts["nil_reasons"], f"{row.unit.ref} {row.period} why")
    if on_paper:
        letter = unit_letter(f"{row.unit.ref} {row.period}", at)
        paper = record_unit_paper(
            obligation=row, letter=letter, content=Content(nil_reason=reason), by=by, at=at, recorded_at=recorded
        )
        sent = paper.returns.get()
    else:
        sent = send_nil_return(obligation=row, reason=reason, by=by, at=at, recorded_at=recorded)
    seen = office_hour(recorded.date() + timedelta(days=4), f"{row.pk}")
    reader = world.verifier(row.unit.ref) if on_paper else world.registrar  # nobody takes note of what they typed
    if seen < local(world.acts["today"]):
        world.diary.note(seen, partial(accept_return, sent=sent, by=reader, at=seen))


def unit_letter(key: str, at: datetime) -> Letter:
    """A unit's letter as it arrived on a day: numbers drawn from its key, a scan that nobody can read."""
    number, arrival = f"{4 + spread(f'{key} letter', 90):02d}/BC", f"{60 + spread(f'{key} arrival', 400)}"
    signed = at.date() - timedelta(days=1)
    return Letter(number, signed, "van-ban.pdf", letter_scan(spread(key, 3)), arrival_number=arrival)


@cache
def letter_scan(which: int) -> bytes:
    """One of three scans: what is on them cannot be read anyway."""
    return scan(f"van-ban-den {which}")


def schedule_papers(world: World) -> None:
    """What units told by letter beside their returns, and what they say to what was typed."""
    for row in world.acts["work_on_paper"]:
        typed = local(row["arrived"]) + timedelta(days=2)
        world.diary.note(typed, partial(_work, world, row, typed))


def _work(world: World, row: dict[str, Any], typed: datetime) -> None:
    arrived = local(row["arrived"])
    paper = record_unit_paper(
        obligation=_obligation(world, row["unit"], row["duty"], row["period"]),
        letter=unit_letter(f"{row['unit']} {row['duty']}", arrived),
        content=Content(done=Done(row["title"], row["done_on"], note=row["note"])),
        by=world.registrar,
        at=arrived,
        recorded_at=typed,
    )
    said, by = local(row["remark_on"]), world.people.officer(row["unit"])
    world.diary.note(said, partial(remark_on_paper, paper=paper, text=row["remark"], by=by, at=said))


def schedule_afterwards(world: World) -> None:
    """Whom a decision honoured before anybody here had a dossier."""
    for row in world.acts["recorded_after"]:
        world.diary.note(local(row["recorded"]), partial(_afterwards, world, row))


def _afterwards(world: World, row: dict[str, Any]) -> None:
    record_result_afterwards(
        unit=world.units[row["unit"]],
        plan=world.plan,
        honoured=Honoured(row["kind"], row["name"], row["sector"], row["summary"]),
        decision=Decision("unit", row["number"], row["decided_on"], row["signer"], "quyet-dinh.pdf", letter_scan(0)),
        introduced_on=row["introduced_on"],
        by=world.registrar,
        at=local(row["recorded"]),
    )


def schedule_grants(world: World) -> None:
    """Extensions and exemptions of the standing office."""
    by = world.people.actor("noivu.ngoc")
    for row in world.acts["extension"]:
        world.diary.note(local(row["on"]), partial(_extend, world, row, by))
    for row in world.acts["exemption"]:
        world.diary.note(local(row["on"]), partial(_exempt, world, row, by))


def _obligation(world: World, unit: str, duty: str, period: str) -> Obligation:
    return Obligation.objects.get(unit__ref=unit, duty__plan=world.plan, duty__code=duty, period=period)


def _extend(world: World, row: dict[str, Any], by: Actor) -> None:
    extend(
        obligation=_obligation(world, row["unit"], world.rules.return_duty.code, row["period"]),
        extended_to=row["until"], reason=row["reason"], document=row["document"], by=by, at=local(row["on"]),
    )  # fmt: skip


def _exempt(world: World, row: dict[str, Any], by: Actor) -> None:
    exempt(
        obligation=_obligation(world, row["unit"], row["duty"], row["period"]), reason=row["reason"],
        document=row["document"], by=by, at=local(row["on"]),
    )  # fmt: skip
