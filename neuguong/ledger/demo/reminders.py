"""Urging in the demonstration: a few mornings' digests, one kept back, one not sent, and one official letter."""

from datetime import date, datetime, time, timedelta
from functools import partial

from neuguong.core.periods import LOCAL
from neuguong.ledger.demo.diary import local, office_hour
from neuguong.ledger.demo.people import SYSTEM
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import ReminderDigest
from neuguong.ledger.operations.reminder_letters import enter_reminder_reference, issue_reminder_letter
from neuguong.ledger.operations.reminders import hold_digest, release_digests, stop_digest, urge


def schedule_reminders(world: World) -> None:
    """Note the mornings and the letter in the diary."""
    told = world.acts["urging"]
    for day in told["days"]:
        at = datetime.combine(day, time(7, 10), LOCAL)
        world.diary.note(at, partial(urge, plan=world.plan, on=day, by=SYSTEM, at=at))
        seen = datetime.combine(day, time(8, 15), LOCAL)
        world.diary.note(seen, partial(_decide, world, day, seen))
    world.diary.note(local(told["letter"]["on"]), partial(_letter, world))


def _decide(world: World, day: date, at: datetime) -> None:
    """What the office does with a morning's digests: one held, one stopped, the others released."""
    told, by = world.acts["urging"], world.people.actor("noivu.duc")
    if day == told["days"][-1]:
        for digest in _of(world, day, told["held"]):
            hold_digest(digest=digest, by=by, at=at)
        for digest in _of(world, day, told["stopped"]):
            stop_digest(digest=digest, reason=told["stop_reason"], by=by, at=at)
    ids = ReminderDigest.objects.filter(plan=world.plan, on=day, state="waiting").values_list("pk", flat=True)
    release_digests(plan=world.plan, digest_ids=list(ids), by=by, at=at)


def _of(world: World, day: date, units: list[str]) -> list[ReminderDigest]:
    people = [world.people.officers[unit].pk for unit in units]
    return list(ReminderDigest.objects.filter(plan=world.plan, on=day, recipient__in=people))


def _letter(world: World) -> None:
    told = world.acts["urging"]["letter"]
    at, signer = local(told["on"]), world.people.by_name["lanhdao"].full_name
    letter = issue_reminder_letter(
        plan=world.plan, on=at.date(), duty=told["duty"], period=told["period"], signer=signer,
        by=world.people.actor("noivu.ngoc"), at=at,
    )  # fmt: skip
    entered = office_hour(at.date() + timedelta(days=2), told["number"])
    words = {"document_number": told["number"], "issued_on": entered.date()}
    world.diary.note(entered, partial(enter_reminder_reference, letter=letter, by=world.registrar, at=entered, **words))
