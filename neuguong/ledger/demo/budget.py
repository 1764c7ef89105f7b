"""Money in the demonstration: approved estimates of two years, one that finance is appraising, by the operations of the pages."""

from functools import partial
from typing import Any

from neuguong.core.numbers import typed_number
from neuguong.core.outbox import stop_letters
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import Estimate
from neuguong.ledger.operations.budget import (
    Left,
    Line,
    appraise_estimate,
    approve_estimate,
    start_estimate,
    submit_estimate,
    write_estimate,
)

FINANCE, LEADER = "taichinh", "lanhdao"


def schedule_budget(world: World) -> None:
    """Note every estimate of data/budget.toml in the diary, with what became of it."""
    for number, row in enumerate(data_of("budget")["estimate"], start=1):
        world.diary.note(local(row["on"]), partial(_write, world, row, f"demo {number}"))


def _write(world: World, row: dict[str, Any], key: str) -> None:
    by, at = world.people.officer(row["unit"]), local(row["on"])
    made = start_estimate(
        plan=world.plan, unit=world.units[row["unit"]], year=row["year"], title=row["title"], form_key=key, by=by, at=at
    )
    lines = [
        Line(one["category"], one["content"], one["measure"], typed_number(one["quantity"], decimals=2), one["price"])
        for one in row["lines"]
    ]
    write_estimate(estimate=made, title=row["title"], lines=lines, edited=0, by=by, at=at)
    for name, act in (("submitted", _submit), ("appraised", _appraise), ("approved", _approve)):
        if name in row:
            world.diary.note(local(row[name]), partial(act, world, row, made))


def _submit(world: World, row: dict[str, Any], made: Estimate) -> None:
    submit_estimate(estimate=made, by=world.people.head(row["unit"]), at=local(row["submitted"]))


def _appraise(world: World, row: dict[str, Any], made: Estimate) -> None:
    left = {
        line.pk: Left(told.get("left", line.amount), told.get("reason", ""))
        for line, told in zip(made.lines.order_by("position"), row["lines"], strict=True)
    }
    appraise_estimate(estimate=made, left=left, by=world.people.actor(FINANCE), at=local(row["appraised"]))
    # The leader's address is an invented one: the notice is read here and mailed nowhere.
    stop_letters(recipient_id=world.people.by_name[LEADER].pk, links=[f"{made._meta.label_lower}:{made.pk}"])


def _approve(world: World, row: dict[str, Any], made: Estimate) -> None:
    by, at = world.people.actor(LEADER), local(row["approved"])
    approve_estimate(estimate=made, document=row["document"], by=by, at=at)
