"""The figures of a report as they are now, and as they were kept when it was submitted or issued."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from neuguong.ledger.models import Report
from neuguong.ledger.queries.figures import Figures, PlanFigures, SectorLine, plan_figures
from neuguong.programme.enums import Indicator


def report_figures(report: Report) -> PlanFigures:
    """A unit's figures over its report's time, with those of its earlier lives."""
    row = report.obligation
    return plan_figures(plan=row.duty.plan, since=report.since, until=report.until, unit_ids=[row.unit_id])


def as_stored(figures: PlanFigures) -> dict[str, Any]:
    """Everything that was shown, as JSON."""
    return {
        "since": figures.total.since.isoformat(),
        "until": figures.total.until.isoformat(),
        "data_since": figures.data_since.isoformat() if figures.data_since else None,
        "total": dict(figures.total.counts),
        "units": {str(unit): dict(one.counts) for unit, one in figures.units.items()},
        "sectors": [asdict(line) for line in figures.sectors],
    }


def as_kept(stored: Mapping[str, Any]) -> PlanFigures:
    """The kept figures as they were counted then."""
    since, until = date.fromisoformat(stored["since"]), date.fromisoformat(stored["until"])
    known = stored["data_since"]
    return PlanFigures(
        total=Figures(since, until, stored["total"]),
        units={int(unit): Figures(since, until, counts) for unit, counts in stored["units"].items()},
        sectors=tuple(SectorLine(**line) for line in stored["sectors"]),
        data_since=date.fromisoformat(known) if known else None,
    )


def differing(kept: Figures, now: Figures) -> tuple[tuple[str, str, str], ...]:
    """Name, kept and present text of each figure that has changed since."""
    return tuple(
        (str(code.label), kept.text(code), now.text(code)) for code in Indicator if kept.text(code) != now.text(code)
    )
