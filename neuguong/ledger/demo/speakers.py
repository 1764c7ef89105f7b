"""Speakers: a roster of five, one of whom has left, the talks they held in a year, one written down twice and taken back."""

from functools import partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.queries.register import shown
from neuguong.ledger.demo.diary import local, office_hour
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.org.models import Speaker, Unit
from neuguong.org.operations.speakers import SpeakerWords, end_speaker, enter_speaker
from neuguong.publicity.models import TalkSession
from neuguong.publicity.operations.sessions import Talk, record_talk, withdraw_talk


def schedule_speakers(world: World) -> None:
    """Note every row of data/speakers.toml in the diary."""
    rows, roster = data_of("speakers"), dict[str, Speaker]()
    for row in rows["speaker"]:
        world.diary.note(office_hour(row["from"], row["key"]), partial(_enter, world, row, roster))
    for row in rows["talk"]:
        at = office_hour(row["on"], row["topics"]).replace(hour=16)
        world.diary.note(at, partial(_told, world, row, roster, at))


def _unit(world: World, row: dict[str, Any]) -> Unit:
    return world.units.get(row["unit"], world.plan.unit)


def _by(world: World, row: dict[str, Any]) -> Actor:
    return world.people.actor(row["by"]) if "by" in row else world.people.officer(row["unit"])


def _enter(world: World, row: dict[str, Any], roster: dict[str, Speaker]) -> None:
    by = _by(world, row)
    words = SpeakerWords(
        row["kind"], row.get("name", ""), row["topics"], row["from"], row.get("until"), row.get("position", ""),
        document=row.get("document", ""),
    )  # fmt: skip
    account = world.people.by_name[row["account"]] if "account" in row else None
    at = office_hour(row["from"], row["key"])
    made = roster[row["key"]] = enter_speaker(unit=_unit(world, row), words=words, account=account, by=by, at=at)
    if "ended_on" in row:
        at = office_hour(row["ended_on"], row["key"])
        told = {"ended_on": row["ended_on"], "reason": row["reason"], "by": by, "at": at}
        world.diary.note(at, partial(end_speaker, speaker=made, **told))


def _told(world: World, row: dict[str, Any], roster: dict[str, Speaker], at: Any) -> None:
    by, talk = _by(world, row), Talk(row["on"], row["place"], row["audience"], row["count"], row["topics"])
    pages = list(shown().filter(name__in=row["told"], plan=world.plan))
    unit = _unit(world, row)
    made = record_talk(unit=unit, speaker=roster[row["speaker"]], talk=talk, told=pages, by=by, at=at)
    if "withdrawn" in row:
        world.diary.note(local(row["withdrawn"]), partial(_withdraw, row, made, by))


def _withdraw(row: dict[str, Any], made: TalkSession, by: Actor) -> None:
    withdraw_talk(session=made, reason=row["reason"], by=by, at=local(row["withdrawn"]))
