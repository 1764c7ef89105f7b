"""Units' own standards: who may read which, which is in force, what one says, what a dossier is judged by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from neuguong.core.once import once
from neuguong.exemplars.enums import StandardState, SubjectKind
from neuguong.exemplars.models import Nomination, Standard, StandardAnswer, StandardCriterion
from neuguong.org.models import Unit, UnitAncestor
from neuguong.org.queries.access import predecessors_of, scope_of
from neuguong.org.roles import Permission

EVERY_SECTOR, EVERY_KIND = "Mọi lĩnh vực", "mọi đối tượng"


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One of the unit's own criteria in words."""

    code: str
    title: str
    text: str
    sector_code: str
    sector: str
    kind: str
    kind_label: str

    @property
    def applies(self) -> str:
        """Of whom it is asked: "Nông nghiệp, hộ gia đình"."""
        return f"{self.sector}, {self.kind_label}"


@dataclass(frozen=True, slots=True)
class StandardView:
    """One version as its page shows it."""

    id: int
    version: int
    number: int | None
    state: str
    state_label: str
    unit_id: int
    unit_name: str
    plan_id: int
    applies_to: str
    document_number: str
    issued_on: date | None
    edited_at: datetime
    edited_by: str
    source: str  # from which version of which unit it was begun
    in_force: bool
    criteria: tuple[CriterionRow, ...]

    @property
    def name(self) -> str:
        """ "bản 2", "bản nháp"."""
        return f"bản {self.number}" if self.number else self.state_label

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[CriterionRow, ...]], ...]:
        """The criteria by sector, those of every sector first: code, name, rows."""
        found: dict[tuple[str, str], list[CriterionRow]] = {("", EVERY_SECTOR): []}
        for row in self.criteria:
            found.setdefault((row.sector_code, row.sector), []).append(row)
        return tuple((code, name, tuple(rows)) for (code, name), rows in found.items() if rows)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One of the unit's criteria that a dossier answers, with the answer."""

    code: str
    title: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class DossierStandard:
    """The version a dossier is judged by; `kept` once it was sent: then it stays, whatever is issued later."""

    id: int
    number: int
    document_number: str
    issued_on: date
    kept: bool
    answers: tuple[OwnAnswer, ...]


def standards_visible_to(account_id: int, on: date) -> "QuerySet[Standard]":
    """The standards a person may read on a day.

    Of one's own unit and of its predecessors everything, drafts too. An issued standard is a rule that the unit made
    known: whoever works under the same plan, or sees the board over it, reads it (and may start from it).
    """
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    wide = scope_of(account_id, Permission.SEE_BOARD, on=on)
    above = UnitAncestor.objects.filter(unit_id__in=wide.units | wide.tops).values("ancestor_id")
    under_plan = Q(plan__unit_id__in=above) | wide.q("plan__unit")
    return Standard.objects.filter(own.q() | Q(state=StandardState.ISSUED) & under_plan)


def standard_in_force(unit_id: int, plan_id: int, *, on: date) -> Standard | None:
    """The unit's newest version issued by a day. A successor has none until it issues its own."""
    return (
        Standard.objects.filter(unit_id=unit_id, plan_id=plan_id, state=StandardState.ISSUED, issued_on__lte=on)
        .order_by("-number")
        .first()
    )


def standard_of(nomination: Nomination) -> Standard | None:
    """The version a dossier is judged by: the one it was sent under, or for what was never sent the newest."""
    if nomination.sent_at is not None:
        return nomination.standard
    return once(
        ("standard", nomination.pk),
        lambda: standard_in_force(nomination.unit_id, nomination.plan_id, on=date.max),
    )


def own_criteria(nomination: Nomination) -> list[StandardCriterion]:
    """Those of the unit's criteria that are asked of this dossier's sector and kind, in the unit's order."""
    standard = standard_of(nomination)
    if standard is None:
        return []
    sector = Q(sector=None) | Q(sector_id=nomination.sector_id)
    rows = StandardCriterion.objects.filter(sector, standard=standard, kind__in=("", nomination.kind))
    return once(("own criteria", nomination.pk), lambda: list(rows))


def dossier_standard(nomination: Nomination) -> DossierStandard | None:
    """What the dossier's page shows of the unit's standard; None when the unit had issued none."""
    standard = standard_of(nomination)
    if standard is None or standard.number is None or standard.issued_on is None:
        return None
    criteria = own_criteria(nomination)
    rows = StandardAnswer.objects.filter(nomination=nomination).values_list("code", "text") if criteria else []
    given: dict[str, str] = dict(rows)
    return DossierStandard(
        standard.pk,
        standard.number,
        standard.document_number,
        standard.issued_on,
        nomination.sent_at is not None,
        tuple(OwnAnswer(row.code, row.title, row.text, given.get(row.code, "")) for row in criteria),
    )


def criterion_rows(standard: Standard) -> tuple[CriterionRow, ...]:
    """The criteria of one version in words."""
    kinds = dict(SubjectKind.choices)
    return tuple(
        CriterionRow(
            row.code,
            row.title,
            row.text,
            row.sector.code if row.sector else "",
            row.sector.name if row.sector else EVERY_SECTOR,
            row.kind,
            str(kinds.get(row.kind, EVERY_KIND)),
        )
        for row in standard.criteria.select_related("sector")
    )


def standard_view(standard: Standard, *, on: date) -> StandardView:
    """One version for its page; read it with unit, editor and source (`with_words`) for a fixed number of queries."""
    current = standard_in_force(standard.unit_id, standard.plan_id, on=on)
    return StandardView(
        id=standard.pk,
        version=standard.version,
        number=standard.number,
        state=standard.state,
        state_label=str(StandardState(standard.state).label),
        unit_id=standard.unit_id,
        unit_name=standard.unit.name,
        plan_id=standard.plan_id,
        applies_to=standard.applies_to,
        document_number=standard.document_number,
        issued_on=standard.issued_on,
        edited_at=standard.edited_at,
        edited_by=standard.edited_by.full_name if standard.edited_by else "",
        source=_source_words(standard),
        in_force=current is not None and current.pk == standard.pk,
        criteria=criterion_rows(standard),
    )


def _source_words(standard: Standard) -> str:
    source = standard.copied_from
    if source is None:
        return ""
    return (
        f"bản {source.number}" if source.unit_id == standard.unit_id else f"bản {source.number} của {source.unit.name}"
    )


def with_words(rows: "QuerySet[Standard]") -> "QuerySet[Standard]":
    """The same rows, read together with what `standard_view` puts into words."""
    return rows.select_related("unit", "plan__unit", "edited_by", "copied_from__unit")


def draft_of_unit(unit: Unit, plan_id: int) -> Standard | None:
    """The unit's draft under a plan."""
    return Standard.objects.filter(unit=unit, plan_id=plan_id, state=StandardState.DRAFT).first()


def issued_of_unit(unit: Unit, plan_id: int) -> Sequence[Standard]:
    """The unit's issued versions under a plan, the newest first."""
    return list(Standard.objects.filter(unit=unit, plan_id=plan_id, state=StandardState.ISSUED).order_by("-number"))


def left_by_predecessors(unit: Unit, *, on: date) -> Sequence[Standard]:
    """What the lives before this unit had in force last: to read, never to be judged by."""
    found: dict[int, Standard] = {}
    rows = Standard.objects.filter(unit_id__in=predecessors_of([unit.pk], on=on), state=StandardState.ISSUED)
    for row in rows.select_related("unit").order_by("unit__sort_key", "unit_id", "-number"):
        found.setdefault(row.unit_id, row)
    return tuple(found.values())


def newest_issued(plan_id: int, *, on: date, unit_ids: Iterable[int] | None = None) -> dict[int, Standard]:
    """By unit, the version in force on a day."""
    rows = Standard.objects.filter(plan_id=plan_id, state=StandardState.ISSUED, issued_on__lte=on).order_by("number")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=set(unit_ids))
    return {row.unit_id: row for row in rows}


def to_compare_with(account_id: int, standard: Standard, *, on: date) -> list[tuple[int, str]]:
    """What may stand beside a version: the unit's other versions, then what other units have in force; id and name."""
    seen = standards_visible_to(account_id, on).filter(plan_id=standard.plan_id).exclude(pk=standard.pk)
    mine = seen.filter(unit_id=standard.unit_id).exclude(state=StandardState.DROPPED).order_by("-number")
    others = seen.filter(state=StandardState.ISSUED, issued_on__lte=on).exclude(unit_id=standard.unit_id)
    newest = {row.unit_id: row for row in others.select_related("unit").order_by("unit__sort_key", "unit_id", "number")}
    return [
        *((row.pk, f"Bản {row.number} của đơn vị" if row.number else "Bản nháp của đơn vị") for row in mine),
        *((row.pk, f"{row.unit.name}, bản {row.number}") for row in newest.values()),
    ]
