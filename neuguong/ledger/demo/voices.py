"""What citizens told: one or two suggestions in each state, by the operations that the pages call."""

import hashlib
from functools import partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.operations.suggestions import Told, answer_suggestion, pass_on, reject, suggest, take_up
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World

OFFICE = "noivu.duc"


def schedule_voices(world: World) -> None:
    """Note every suggestion of data/voices.toml in the diary, with what became of it."""
    for number, row in enumerate(data_of("voices")["voice"], start=1):
        world.diary.note(local(row["on"]), partial(_tell, world, row, number))


def _tell(world: World, row: dict[str, Any], number: int) -> None:
    key = hashlib.sha256(f"demo {number}".encode()).hexdigest()
    told = suggest(
        told=Told(row["about"], row["deed"], row.get("contact", "")),
        kind=row["kind"],
        plan=world.plan,
        place=world.units[row["place"]] if "place" in row else None,
        code=key[:10].upper(),
        form_key=key,
        by=Actor.public("form:demo"),
        at=local(row["on"]),
    )
    acts = {"passed": _pass_on, "answered": _answer, "taken_up": _take_up, "rejected": _reject}
    for name, act in acts.items():
        if name in row:
            world.diary.note(local(row[name]), partial(act, world, row, told))


def _pass_on(world: World, row: dict[str, Any], told: Suggestion) -> None:
    by = world.people.actor(OFFICE)
    pass_on(suggestion=told, unit=world.units[row["unit"]], by=by, at=local(row["passed"]))


def _answer(world: World, row: dict[str, Any], told: Suggestion) -> None:
    answer_suggestion(
        suggestion=told, reason=row["reason"], answer=row["answer"], by=world.people.officer(row["unit"]),
        at=local(row["answered"]),
    )  # fmt: skip


def _take_up(world: World, row: dict[str, Any], told: Suggestion) -> None:
    take_up(
        suggestion=told, subject_kind=row["subject_kind"], name=row["name"], by=world.people.officer(row["unit"]),
        at=local(row["taken_up"]),
    )  # fmt: skip


def _reject(world: World, row: dict[str, Any], told: Suggestion) -> None:
    reject(suggestion=told, reason=row["answer"], by=world.people.actor(OFFICE), at=local(row["rejected"]))
