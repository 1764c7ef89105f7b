"""A plan's rules as the rest of the system reads them. Pure: made from a checked document, asked without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from neuguong.core.periods import OPEN, CutOff, DueDay, Period, periods_between, round_of
from neuguong.org.enums import Mark
from neuguong.programme.enums import Composition, DutyKind
from neuguong.programme.rules.papers import LetterRules, PackageRules, StandardPaperRules, UnitPlanPaperRules

# Where the plan's words can be read in several ways, and the readings the system knows (the first is the default).
READINGS: dict[str, tuple[Any, ...]] = {
    "lead_agencies_202": ("unknown_treated_as_owing", "exempt_by_list"),
    "commune_composition": ("warn", "block"),
    "quota_period": ("year", "quarter"),
    "boundary": ("before", "through"),
    "report_may_precede_plan": (True, False),
    "after_issuer_ends": ("keep_until_plan_ends", "end_with_issuer"),
    "commune_quota_counts": ("sent", "recognised"),
    "household_counts_as": ("own_kind", "individual", "collective", "none"),
    "merged_quota": ("successor_counts_predecessors", "each_owes", "waived"),
    "declined_list_is_a_return": (False, True),
}
NOT_FOUND = "not found"  # the mark of a paper that nobody has found
LEAD_AGENCIES = "lead_agencies_202"  # the reading that an exemption may rest on (A1)


@dataclass(frozen=True, slots=True)
class SubjectKindRule:
    """Whom the plan lets stand as an example, in the order of the groups A, B, C."""

    code: str
    name: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class UnitRule:
    """Which units owe how much. A unit that fits several rules of a duty follows the one with the highest priority."""

    priority: int
    required: int
    unit_kinds: tuple[str, ...] = ()
    in_block: bool = False
    issuer: bool = False  # the plan's own unit
    units: tuple[str, ...] = ()  # units named outright, by their `ref`
    composition: str = Composition.ANY
    composition_effect: str = "warn"
    clause: str = ""


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A duty: what is owed, per which period, until when, by whom."""

    code: str
    kind: str
    title: str
    period: str
    first_period: Period
    last_period: Period
    cut_off: CutOff | DueDay
    rules: tuple[UnitRule, ...]
    activity: str = ""  # which ActivityKind, where its kind is `activity`
    counted_by: str = "sent"
    accepts: tuple[str, ...] = ()
    nil_needs_reason: bool = True
    clause: str = ""
    waiting_for: str = ""  # why nobody is named yet: then the duty has no rules and nobody owes it
    instead_of: tuple[str, ...] = ()  # duties from which those named are free, where A1 is read as `exempt_by_list`
    events: tuple[str, ...] = ()  # kinds of events (EventKind) that answer it when they are held

    @property
    def has_due_day(self) -> bool:
        """Whether the plan says until when; otherwise the office may set a day."""
        return self.cut_off.boundary != OPEN

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period for which the duty is owed, in order."""
        return tuple(periods_between(self.period, self.first_period, self.last_period))


@dataclass(frozen=True, slots=True)
class ExemptionRule:
    """A unit that the plan itself frees from a duty, for one period or for all."""

    unit: str
    duty: str
    reason: str
    period: str = ""
    document: str = ""
    decided_on: date | None = None
    clause: str = ""
    reading: str = ""  # the reading that lets it count; without one it always counts
    from_version: bool = False  # counts for what was still open when the version that says so took effect


@dataclass(frozen=True, slots=True)
class Readings:
    """The settings A1 to A8 and their kin; see docs/adr and the plan file for what each means."""

    lead_agencies_202: str = "unknown_treated_as_owing"
    commune_composition: str = "warn"
    quota_period: str = "year"
    boundary: str = "before"
    report_may_precede_plan: bool = True
    after_issuer_ends: str = "keep_until_plan_ends"
    commune_quota_counts: str = "sent"
    household_counts_as: str = "own_kind"
    merged_quota: str = "successor_counts_predecessors"
    declined_list_is_a_return: bool = False


@dataclass(frozen=True, slots=True)
class Guidance:
    """How long an achievement summary should be, in words. It warns and never blocks."""

    summary_words_min: int = 40
    summary_words_max: int = 120


@dataclass(frozen=True, slots=True)
class Windows:
    """Lengths of time: of the objection window, until what was told is answered or an obstacle is, and what counts as near.

    No plan names the days for a suggestion, a place that follows an example, or an obstacle; ten, ten and five working
    days are our own reading (docs/adr/0009).
    """

    objection_working_days: int = 0
    suggestion_working_days: int = 10
    replication_working_days: int = 10
    obstacle_working_days: int = 5
    due_soon_days: int = 14


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The standing office that receives and verifies."""

    name: str
    unit: str = ""
    standing_body_of: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionRule:
    """Who recognises at a level ("unit" or "council"), and what must be written down."""

    level: str
    name: str
    by: str
    needs: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A legal basis or another plan that this one names."""

    number: str
    date: date
    issuer: str
    title: str = ""
    relation: str = ""
    clause: str = ""
    mark: str = ""  # how sure what is said of it is: org.enums.Mark, or NOT_FOUND
    goals: tuple[str, ...] = ()  # what it adds to this plan, in short
    note: str = ""  # what `mark` rests on

    @property
    def mark_words(self) -> str:
        """How sure it is, in words; empty where the file does not say."""
        return "chưa tìm được văn bản" if self.mark == NOT_FOUND else str(dict(Mark.choices).get(self.mark, ""))


@dataclass(frozen=True, slots=True)
class Opening:
    """A round and the first moment that is too late for it."""

    period: Period
    closes_at: datetime
    last_day: date

    @property
    def label(self) -> str:
        """The round in words: "quý I/2025"."""
        return self.period.label


@dataclass(frozen=True)
class PlanRules:
    """Everything a plan says, checked."""

    code: str
    number: str
    title: str
    short_title: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_until: date
    signer: str
    signer_title: str
    office: OfficeRules
    subject_kinds: tuple[SubjectKindRule, ...]
    duties: tuple[DutyRule, ...]
    package: PackageRules
    unit_letter: LetterRules
    recognitions: tuple[RecognitionRule, ...]
    readings: Readings = field(default_factory=Readings)
    guidance: Guidance = field(default_factory=Guidance)
    windows: Windows = field(default_factory=Windows)
    standard_paper: StandardPaperRules | None = None  # plans loaded before there was one have no words for it
    unit_plan_paper: UnitPlanPaperRules | None = None  # likewise
    exemptions: tuple[ExemptionRule, ...] = ()
    legal_bases: tuple[Source, ...] = ()
    parent_plans: tuple[Source, ...] = ()

    def duty(self, code: str) -> DutyRule | None:
        """The duty with this code."""
        return next((duty for duty in self.duties if duty.code == code), None)

    @property
    def exemptions_that_count(self) -> tuple[ExemptionRule, ...]:
        """Those that the plan's readings let count: lead agencies are free only where A1 is read so."""
        by_list = self.readings.lead_agencies_202 == "exempt_by_list"
        named = tuple(rule for rule in self.exemptions if by_list or rule.reading != LEAD_AGENCIES)
        return (*named, *self._continuing) if by_list else named

    @property
    def _continuing(self) -> tuple[ExemptionRule, ...]:
        """Whoever is named in a duty that stands instead of another owes that one only (KH 87, IV.2)."""
        return tuple(
            ExemptionRule(unit, other, duty.title, clause=duty.clause, reading=LEAD_AGENCIES, from_version=True)
            for duty in self.duties
            for other in duty.instead_of
            for rule in duty.rules
            for unit in rule.units
        )

    @property
    def waiting_duties(self) -> tuple[DutyRule, ...]:
        """Duties that nobody owes yet, because it is not known who."""
        return tuple(duty for duty in self.duties if duty.waiting_for)

    @property
    def parents_above(self) -> tuple[Source, ...]:
        """The plans above this one, the highest first; a title that only the legal basis gives is taken from there."""
        titles = {basis.number: basis.title for basis in self.legal_bases}
        above = [source for source in self.parent_plans if source.relation == "parent"]
        return tuple(replace(one, title=one.title or titles.get(one.number, "")) for one in above)

    @property
    def siblings(self) -> tuple[Source, ...]:
        """Other plans of the same unit that this one names."""
        return tuple(source for source in self.parent_plans if source.relation == "sibling")

    def recognition(self, level: str) -> RecognitionRule | None:
        """Who recognises at a level."""
        return next((rule for rule in self.recognitions if rule.level == level), None)

    @property
    def return_duty(self) -> DutyRule:
        """The quarterly return, whose cut-offs make the rounds; a checked plan has exactly one."""
        return next(duty for duty in self.duties if duty.kind == DutyKind.RETURN)

    def round_at(self, at: datetime) -> Period:
        """The round into which a dossier sent at this moment goes, if nobody has an extension."""
        return max(round_of(at, self.return_duty.cut_off), self.return_duty.first_period)

    def cut_offs_after(self, at: datetime) -> tuple[Opening, ...]:
        """The plan's rounds that are still open at a moment, the next to close first."""
        duty = self.return_duty
        openings = (
            Opening(period, duty.cut_off.closes_at(period), duty.cut_off.last_on_time_day(period))
            for period in duty.periods
        )
        return tuple(opening for opening in openings if opening.closes_at > at)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _made(cls: Any, table: Mapping[str, Any]) -> Any:
    """A flat dataclass from a table: lists become tuples, keys it does not know stay in the document."""
    names = cls.__dataclass_fields__
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in table.items() if k in names})


def _cut_off(table: Mapping[str, Any] | None, valid_until: date) -> CutOff | DueDay:
    if table is None:
        return DueDay(valid_until, OPEN)
    return DueDay(_day(table["on"]), table["boundary"]) if "on" in table else CutOff(**table)


def _duty(table: Mapping[str, Any], valid_until: date) -> DutyRule:
    plain = {key: value for key, value in table.items() if key not in ("rule", "cut_off")}
    plain |= {
        "first_period": Period(table["first_period"]),
        "last_period": Period(table["last_period"]),
        "cut_off": _cut_off(table.get("cut_off"), valid_until),
        "rules": [
            _made(UnitRule, rule)
            for rule in sorted(table.get("rule", ()), key=lambda rule: rule["priority"], reverse=True)
        ],
    }
    return _made(DutyRule, plain)  # type: ignore[no-any-return]


def _exemption(table: Mapping[str, Any]) -> ExemptionRule:
    decided = table.get("decided_on")
    return _made(ExemptionRule, {**table, "decided_on": _day(decided) if decided else None})  # type: ignore[no-any-return]


def _sources(tables: Any) -> tuple[Source, ...]:
    return tuple(_made(Source, {**table, "date": _day(table["date"])}) for table in tables)


def read_rules(document: Mapping[str, Any]) -> PlanRules:
    """The rules of a document that `load_plan` has checked; days may be dates or their ISO spelling."""
    head = document["plan"]
    return PlanRules(
        code=head["code"],
        number=head["number"],
        title=head["title"],
        short_title=head["short_title"],
        issuer=head["issuer"],
        issued_on=_day(head["issued_on"]),
        valid_from=_day(head["valid_from"]),
        valid_until=_day(head["valid_until"]),
        signer=head.get("signer", ""),
        signer_title=head.get("signer_title", ""),
        office=_made(OfficeRules, document["office"]),
        subject_kinds=tuple(_made(SubjectKindRule, table) for table in document["subject_kind"]),
        duties=tuple(_duty(table, _day(head["valid_until"])) for table in document["duty"]),
        package=_made(PackageRules, document["package"]),
        unit_letter=_made(LetterRules, document["unit_letter"]),
        recognitions=tuple(_made(RecognitionRule, table) for table in document["recognition"]),
        readings=_made(Readings, document["readings"]),
        guidance=_made(Guidance, document["guidance"]),
        windows=_made(Windows, document.get("windows", {})),
        standard_paper=(
            _made(StandardPaperRules, document["standard_paper"]) if "standard_paper" in document else None
        ),
        unit_plan_paper=(
            _made(UnitPlanPaperRules, document["unit_plan_paper"]) if "unit_plan_paper" in document else None
        ),
        exemptions=tuple(_exemption(table) for table in document.get("exemption", ())),
        legal_bases=_sources(document.get("legal_basis", ())),
        parent_plans=_sources(document.get("parent_plan", ())),
    )
