"""Plans of the units themselves: two issued, one being written; one unit tells its staff and waits for the last to say so."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from neuguong.ledger.demo.diary import office_hour
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import UnitPlan
from neuguong.ledger.operations.disseminations import acknowledge, add_people, open_dissemination
from neuguong.ledger.operations.unit_plans import PlannedTask, issue_unit_plan, start_unit_plan, write_unit_plan
from neuguong.ledger.queries.unit_plans import unit_plan_in_force_of


def schedule_plans(world: World) -> None:
    """Note every plan and every round of data/plans.toml in the diary; a plan is written some days before it is issued."""
    told = data_of("plans")
    for row in told["plan"]:
        last = row.get("on") or row["draft_on"]
        written = office_hour(last - timedelta(days=3), f"{row['unit']} plans")
        world.diary.note(written, partial(_write, world, row, written))
    for row in told["round"]:
        opened = office_hour(row["on"], f"{row['unit']} tells")
        world.diary.note(opened, partial(_tell, world, row, opened))


def _write(world: World, row: dict[str, Any], at: datetime) -> None:
    unit, by = world.units[row["unit"]], world.people.officer(row["unit"])
    draft = start_unit_plan(unit=unit, plan=world.plan, by=by, at=at)
    officer = world.people.officers[row["unit"]].pk
    tasks = [_task(told, officer, code=code) for code, told in row["duties"].items()]
    tasks += [_task(told, officer, title=told["title"]) for told in row.get("own", ())]
    write_unit_plan(unit_plan=draft, general=row["general"], tasks=tasks, by=by, at=at + timedelta(minutes=25))
    if "on" in row:
        issued = office_hour(row["on"], f"{row['unit']} issues the plan")
        world.diary.note(issued, partial(_issue, world, row, draft, issued))


def _task(told: dict[str, Any], officer: int, *, code: str = "", title: str = "") -> PlannedTask:
    return PlannedTask(
        code=code,
        title=title,
        required=told.get("required"),
        due_on=told.get("due_on"),
        days_ahead=told.get("days_ahead", 0),
        responsible_id=officer if told.get("officer") else None,
        responsible_name=told.get("name", ""),
        method=told["method"],
    )


def _issue(world: World, row: dict[str, Any], draft: UnitPlan, at: datetime) -> None:
    by = world.people.head(row["unit"])
    issue_unit_plan(unit_plan=draft, document_number=row["number"], issued_on=at.date(), by=by, at=at)


def _tell(world: World, row: dict[str, Any], at: datetime) -> None:
    unit, head = world.units[row["unit"]], world.people.head(row["unit"])
    own = unit_plan_in_force_of(unit.pk, world.plan.pk, on=at.date())
    told = {"points": row["points"].strip(), "unit_plan": own, "by": head, "at": at}
    opened = open_dissemination(unit=unit, plan=world.plan, **told)
    add_people(dissemination=opened, names=row["names"], by=head, at=at + timedelta(minutes=5))
    acknowledge(dissemination=opened, by=world.people.officer(row["unit"]), at=at + timedelta(hours=1))
