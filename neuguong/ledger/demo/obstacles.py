"""What hindered units: one obstacle answered and published, one late, one open, by the operations that the pages call."""

from functools import partial
from typing import Any

from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import Obligation, Obstacle
from neuguong.ledger.operations.clarifications import publish_clarification
from neuguong.ledger.operations.obstacles import Hindrance, answer_obstacle, hand_obstacle, report_obstacle

OFFICE = "noivu.duc"


def schedule_obstacles(world: World) -> None:
    """Note every obstacle of data/obstacles.toml in the diary, with what became of it."""
    for number, row in enumerate(data_of("obstacles")["obstacle"], start=1):
        world.diary.note(local(row["on"]), partial(_report, world, row, f"demo {number}"))


def _report(world: World, row: dict[str, Any], key: str) -> None:
    unit = world.units[row["unit"]]
    owed = Obligation.objects.select_related("duty").filter(
        unit=unit, duty__plan=world.plan, duty__code=row.get("duty", ""), period=row.get("period", "")
    )
    told = report_obstacle(
        plan=world.plan, unit=unit, told=Hindrance(row["title"], row["text"], row["wanted"]),
        obligation=owed.order_by("revision").last(), form_key=key, by=world.people.officer(row["unit"]),
        at=local(row["on"]),
    )  # fmt: skip
    for name, act in (("handed", _hand), ("answered", _answer), ("published", _publish)):
        if name in row:
            world.diary.note(local(row[name]), partial(act, world, row, told))


def _hand(world: World, row: dict[str, Any], told: Obstacle) -> None:
    by, to = world.people.actor(OFFICE), world.people.by_name[row["owner"]]
    hand_obstacle(obstacle=told, to=to, note="", by=by, at=local(row["handed"]))


def _answer(world: World, row: dict[str, Any], told: Obstacle) -> None:
    answer_obstacle(obstacle=told, text=row["answer"], by=world.people.actor(OFFICE), at=local(row["answered"]))


def _publish(world: World, row: dict[str, Any], told: Obstacle) -> None:
    publish_clarification(
        obstacle=told, question=row["question"], answer=row["guidance"], form_key=f"demo {told.pk}",
        duty=told.obligation.duty if told.obligation else None, by=world.people.actor(OFFICE),
        at=local(row["published"]),
    )  # fmt: skip
