"""Standards of the units: written by the officer, issued by the head; answered in the dossiers that come after."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from neuguong.exemplars.models import Standard
from neuguong.exemplars.operations.standards import OwnCriterion, issue_standard, start_standard, write_standard
from neuguong.exemplars.queries.standards import criterion_rows, standard_in_force
from neuguong.ledger.demo.diary import office_hour, spread
from neuguong.ledger.demo.stories import Story, data_of
from neuguong.ledger.demo.world import World


def schedule_standards(world: World) -> None:
    """Note every version of data/standards.toml in the diary; a version is written some days before it is issued."""
    for row in data_of("standards")["standard"]:
        last: date = row.get("on") or row["draft_on"]
        written = office_hour(last - timedelta(days=4), f"{row['unit']} writes")
        world.diary.note(written, partial(_write, world, row, written))


def _write(world: World, row: dict[str, Any], at: datetime) -> None:
    unit, by = world.units[row["unit"]], world.people.officer(row["unit"])
    source = _in_force(world, row["from"], at.date()) if "from" in row else None
    draft = start_standard(unit=unit, plan=world.plan, source=source, by=by, at=at)
    codes = {one.title: one.code for one in criterion_rows(draft)}
    told, reworded = data_of("standards")["criterion"], row.get("reworded", {})
    criteria = [
        OwnCriterion(
            told[key]["title"], reworded.get(key, told[key]["text"]), told[key].get("sector", ""),
            told[key].get("kind", ""), codes.get(told[key]["title"], ""),
        )
        for key in row["criteria"]
    ]  # fmt: skip
    applies_to = row.get("applies_to", "")
    write_standard(standard=draft, applies_to=applies_to, criteria=criteria, by=by, at=at + timedelta(minutes=35))
    if "on" in row:
        issued = office_hour(row["on"], f"{row['unit']} issues")
        world.diary.note(issued, partial(_issue, world, row, draft, issued))


def _issue(world: World, row: dict[str, Any], draft: Standard, at: datetime) -> None:
    issue_standard(
        standard=draft, document_number=row["number"], issued_on=at.date(), by=world.people.head(row["unit"]), at=at
    )


def _in_force(world: World, unit: str, on: date) -> Standard | None:
    return standard_in_force(world.units[unit].pk, world.plan.pk, on=on)


def own_answers(world: World, story: Story, at: datetime) -> dict[str, str]:
    """Answers to the unit's own criteria, when it had any that day; drafts and careless clerks leave them open."""
    standard = _in_force(world, story.unit, at.date())
    if standard is None or story.end == "draft":
        return {}
    answers, told = {}, {one["title"]: one["answers"] for one in data_of("standards")["criterion"].values()}
    for row in criterion_rows(standard):
        asked = row.sector_code in ("", story.sector) and row.kind in ("", story.kind)
        if asked and spread(f"{story.name} {row.title}", 9):
            answers[f"standard:{row.code}"] = world.one_of(told[row.title], f"{row.title} {story.name}")
    return answers
