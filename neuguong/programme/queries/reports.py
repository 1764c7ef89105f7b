"""The outline of reports that a plan file holds: which sections, what they ask, which figures and annexes they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report: the duty it answers, and what it is called."""

    duty: str
    subject: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One section: under which part, its own heading (none when it is the whole part), a hint, the figures shown."""

    code: str
    part: str
    heading: str
    hint: str
    figures: tuple[str, ...] = ()
    overall_figures: tuple[str, ...] = ()  # what only the plan's own units do: shown in the report over all
    clause: str = ""

    def shown(self, *, overall: bool) -> tuple[str, ...]:
        """The figures that a unit's report shows here, or the one over all units."""
        return (*self.figures, *self.overall_figures) if overall else self.figures

    @property
    def title(self) -> str:
        """What the section is called by itself."""
        return self.heading or self.part


@dataclass(frozen=True, slots=True)
class ReportAnnex:
    """One annex and its title."""

    code: str
    title: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ReportRules:
    """Every word of a report that is not computed and not the writer's. `mark` says whose outline it is."""

    type: str
    symbol: str
    addressee: str
    opening: str
    recipients: tuple[str, ...]
    overall_symbol: str
    overall_addressee: str
    overall_opening: str
    overall_recipients: tuple[str, ...]
    mark: str = ""
    symbol_by_kind: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[ReportKind, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    annexes: tuple[ReportAnnex, ...] = ()
    clause: str = ""

    def kind(self, duty: str) -> ReportKind | None:
        """The kind that answers a duty."""
        return next((kind for kind in self.kinds if kind.duty == duty), None)

    @property
    def parts(self) -> tuple[tuple[str, tuple[ReportSection, ...]], ...]:
        """The sections under their parts, in the file's order."""
        found: dict[str, list[ReportSection]] = {}
        for section in self.sections:
            found.setdefault(section.part, []).append(section)
        return tuple((part, tuple(sections)) for part, sections in found.items())


def report_rules(plan: Plan, at: datetime | None = None) -> ReportRules | None:
    """The outline in force at a moment; None for a plan whose file has none."""
    document = version_at(plan, at).document
    if "report" not in document:
        return None
    return ReportRules(
        **_plain(document["report"]),
        kinds=tuple(ReportKind(**_plain(table)) for table in document.get("report_kind", ())),
        sections=tuple(ReportSection(**_plain(table)) for table in document.get("report_section", ())),
        annexes=tuple(ReportAnnex(**_plain(table)) for table in document.get("report_annex", ())),
    )


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
