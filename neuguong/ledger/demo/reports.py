"""Final reports that were begun early: two drafts, one that the head has already sent."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from neuguong.ledger.demo.diary import office_hour
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.ledger.models import Obligation, Report
from neuguong.ledger.operations.reports import start_report, submit_report, write_report


def schedule_reports(world: World) -> None:
    """Note each report of data/reports.toml: written by the officer, sent by the head where it says so."""
    for row in data_of("reports")["report"]:
        at = office_hour(row["on"], f"{row['unit']} report")
        world.diary.note(at, partial(_write, world, row, at))


def _write(world: World, row: dict[str, Any], at: datetime) -> None:
    unit, by = world.units[row["unit"]], world.people.officer(row["unit"])
    owed = Obligation.objects.get(unit=unit, duty__code=row["duty"], duty__plan=world.plan, voided_on=None)
    report = start_report(obligation=owed, by=by, at=at)
    since: date = world.plan.valid_from
    report = write_report(report=report, since=since, until=at.date(), texts=row["texts"], by=by, at=at)
    if row.get("sent"):
        sent = at + timedelta(hours=1)
        world.diary.note(sent, partial(_send, world, row["unit"], report, sent))


def _send(world: World, unit: str, report: Report, at: datetime) -> None:
    submit_report(report=report, by=world.people.head(unit), at=at)
