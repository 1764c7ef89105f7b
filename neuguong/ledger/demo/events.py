"""Events: one held in 2023, one with pupils, one that is coming and takes registrations, the congress that is planned."""

from functools import partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.queries.register import register
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.org.models import Unit
from neuguong.publicity.models import Event
from neuguong.publicity.operations.attendees import Guest, invite_exemplars, invite_guests
from neuguong.publicity.operations.events import EventWords, Line, Numbers, announce_event, create_event, hold_event

OFFICE = "noivu.duc"


def schedule_events(world: World) -> None:
    """Note every event of data/events.toml in the diary, with what became of it."""
    for number, row in enumerate(data_of("events")["event"], start=1):
        world.diary.note(local(row["written_at"]), partial(_write, world, row, f"demo {number}"))


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _write(world: World, row: dict[str, Any], key: str) -> None:
    unit: Unit = world.units[row["unit"]] if "unit" in row else world.plan.unit
    by = world.people.officer(row["unit"]) if "unit" in row else world.people.actor(OFFICE)
    words = EventWords(
        name=row["name"], kind=row["kind"], form=row["form"], starts_at=local(row["starts_at"]),
        ends_at=local(row["ends_at"]), place=row["place"], within=row.get("within", ""), about=row.get("about", ""),
        audience=row["audience"], is_public=True, takes_registrations=row.get("takes_registrations", False),
        shared_with=tuple(world.units[ref].pk for ref in row.get("shared_with", ())),
        programme=tuple(Line(*_parts(line)) for line in row["programme"]),
    )  # fmt: skip
    told: dict[str, Any] = {"by": by, "at": local(row["written_at"])}
    event = create_event(unit=unit, plan=world.plan, words=words, form_key=key, **told)
    announce_event(event=event, **told)
    _invite(row, event, unit, told)
    if "held_at" in row:
        world.diary.note(local(row["held_at"]), partial(_hold, row, event, by))


def _invite(row: dict[str, Any], event: Event, unit: Unit, told: dict[str, Any]) -> None:
    if guests := [Guest(*_parts(line)) for line in row.get("guests", ())]:
        invite_guests(event=event, guests=guests, part="guest", **told)
    ids = list(register(unit_ids=[unit.pk]).values_list("pk", flat=True)[: row.get("exemplars", 0)])
    if ids:
        invite_exemplars(event=event, exemplar_ids=ids, part=row["part"], **told)


def _hold(row: dict[str, Any], event: Event, by: Actor) -> None:
    numbers = Numbers(row["delegates"], row["pupils"], row["outcome"])
    hold_event(event=event, numbers=numbers, by=by, at=local(row["held_at"]))
