"""The public register (sổ điển hình): who was recognised. Answers carry public fields only, never a table's row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from neuguong.core.models import StateChange
from neuguong.core.once import once
from neuguong.core.search import matching
from neuguong.exemplars.enums import ExemplarState, RecognitionLevel, SubjectKind
from neuguong.exemplars.models import Correction, Exemplar, Recognition, SubjectMerge
from neuguong.org.models import Unit
from neuguong.programme.models import Plan, Sector

NEWEST = ("-recognised_on", "-id")
BY_NAME = ("sort_key", "id")
MAX_UNITS = 400  # units counted at most, those with most exemplars first
_UNIT_AND_SECTOR = ("unit_id", "unit__ref", "unit__name", "sector__code", "sector__name")
_PUBLIC = ("slug", "name", "kind", "level", "year", "recognised_on", *_UNIT_AND_SECTOR)
_WITH_PLAN = ("id", "unit__kind", "unit__place", "plan__number", "plan__title", "plan__issued_on", "plan__unit__name")


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of the register, kind and level in words, with the unit as on the day of recognition."""

    slug: str
    name: str
    kind: str
    level: str
    year: int
    recognised_on: date
    unit_ref: str
    unit_name: str
    sector_code: str
    sector_name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many exemplars there are; per facet, each counted under all the other filters. A missing key means none."""

    total: int
    sectors: dict[int, int]  # by id
    kinds: dict[str, int]
    years: dict[int, int]
    levels: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Exemplars by sector, kind, year and level: so few numbers that every facet is counted from them."""

    cells: tuple[tuple[int, str, int, str, int], ...]  # sector id, kind, year, level, how many

    def counts(
        self,
        *,
        sectors: frozenset[int] | None = None,
        kind: str | None = None,
        year: int | None = None,
        level: str | None = None,
    ) -> Counts:
        """The numbers beside the facets when these are chosen."""
        by: tuple[dict[Any, int], ...] = ({}, {}, {}, {})
        total = 0
        for *keys, n in self.cells:
            wrong = [
                sectors is not None and keys[0] not in sectors,
                bool(kind) and keys[1] != kind,
                bool(year) and keys[2] != year,
                bool(level) and keys[3] != level,
            ]
            total += 0 if any(wrong) else n
            for facet, key in enumerate(keys):
                if sum(wrong) == wrong[facet]:  # nothing else excludes it
                    by[facet][key] = by[facet].get(key, 0) + n
        return Counts(total, *by)


@dataclass(frozen=True, slots=True)
class PublicRecognition:
    """One act of recognition: by whom, when, by which paper."""

    level: str
    by: str
    decided_on: date
    document_number: str
    meeting_number: str
    meeting_on: date | None


@dataclass(frozen=True, slots=True)
class PublicCorrection:
    """What the page said, what is true, since when it says so. One `of_story` is shown only while the story is."""

    said: str
    true: str
    corrected_on: date
    of_story: bool


@dataclass(frozen=True, slots=True)
class PublicExemplar:
    """All that the public sees of one exemplar until the person has agreed to more."""

    id: int
    slug: str
    name: str
    kind: str
    kind_code: str
    year: int
    recognised_on: date
    unit_id: int
    unit_ref: str
    unit_name: str
    unit_kind: str
    unit_place: str
    sector_code: str
    sector_name: str
    plan_number: str
    plan_title: str
    plan_issued_on: date
    organisation: str
    recognitions: tuple[PublicRecognition, ...]
    corrections: tuple[PublicCorrection, ...]


def shown() -> "QuerySet[Exemplar]":
    """The pages of the register that stand for themselves: not those that lead to another since a merge (ADR 0013),
    nor those whose recognition was taken back or is kept from the public as a whole."""
    return Exemplar.objects.filter(merged_into=None, state=ExemplarState.STANDING)


def kept_pages() -> "QuerySet[Exemplar]":
    """Every page that stands for itself, also those whose recognition was taken back: for those who keep the register."""
    return Exemplar.objects.filter(merged_into=None).select_related("plan__unit", "unit", "revocation")


def standing_page(slug: str) -> Exemplar | None:
    """The page that answers for an address: its own, or the one it was joined to; None where the public sees none."""
    found = shown().filter(Q(slug=slug) | Q(merged_pages__slug=slug))
    return found.select_related("plan__unit", "unit").distinct().first()


def page_instead(slug: str) -> str | None:
    """Where the address of a merged page leads; empty for a page that was taken down, None when there is none to know of."""
    found = Exemplar.objects.filter(slug=slug).values_list("merged_into__slug", "state").first()
    if found is None:
        return None
    joined, state = found
    if state == ExemplarState.WITHHELD:
        return None  # not even that there is such a page
    return "" if state == ExemplarState.REVOKED else joined or ""


def register(
    *,
    q: str = "",
    sector: str | None = None,
    unit: str | None = None,
    unit_ids: Iterable[int] | None = None,
    kind: str | None = None,
    year: int | None = None,
    level: str | None = None,
    organisation: str | None = None,
    movements: Iterable[int] | None = None,
) -> "QuerySet[Exemplar]":
    """Recognised exemplars, newest first. `sector` is a code, `q` words to find, `movements` ids.

    `unit` is the data key of one life, `organisation` that of the unit whose plan they were found under.
    """
    exact = {"kind": kind, "year": year, "level": level}
    found = shown().filter(**{field: value for field, value in exact.items() if value})
    if sector:
        found = found.filter(sector__in=Sector.objects.filter(code=sector))
    if unit:
        found = found.filter(unit__in=Unit.objects.filter(ref=unit))
    if organisation:
        found = found.filter(plan__in=Plan.objects.filter(unit__ref=organisation))
    if unit_ids is not None:
        found = found.filter(unit_id__in=set(unit_ids))
    if movements is not None:
        found = found.filter(pk__in=_by_movement().filter(nomination__movement__in=set(movements)).values("page"))
    return matching(found, q).order_by(*NEWEST)


def _by_movement() -> "QuerySet[Any]":
    """Recognitions of dossiers that name a movement, each with the page that shows it."""
    rows = Recognition.objects.filter(nomination__movement__isnull=False).order_by()
    return rows.annotate(page=Coalesce("exemplar__merged_into_id", "exemplar_id"))


def movement_counts() -> dict[int, int]:
    """How many exemplars were found through each movement, by id; one grouped query."""
    rows = _by_movement().filter(page__in=shown().values("pk")).values_list("nomination__movement_id")
    return dict(rows.annotate(n=Count("page", distinct=True)))


def public_rows(found: "QuerySet[Exemplar]") -> tuple[PublicRow, ...]:
    """The public fields of these exemplars (a page of them, usually); one query."""
    rows = found.values(*_PUBLIC)
    return tuple(
        PublicRow(
            slug=row["slug"],
            name=row["name"],
            kind=label_of_kind(row["kind"]),
            level=label_of_level(row["level"]),
            year=row["year"],
            recognised_on=row["recognised_on"],
            unit_ref=row["unit__ref"],
            unit_name=row["unit__name"],
            sector_code=row["sector__code"],
            sector_name=row["sector__name"],
        )
        for row in rows
    )


def tally(*, q: str = "", unit: str | None = None, organisation: str | None = None) -> Tally:
    """Counts of what words, unit and organisation leave; one grouped query over an index."""
    left = register(q=q, unit=unit, organisation=organisation)
    rows = left.order_by().values_list("kind", "level", "year", "sector_id").annotate(n=Count("pk"))
    return Tally(tuple((sector, kind, year, level, n) for kind, level, year, sector, n in rows))


def unit_counts(**filters: Any) -> dict[int, int]:
    """How many each unit has under these filters of `register`, by id; at most `MAX_UNITS`, the fullest first."""
    rows = register(**filters).order_by().values_list("unit_id").annotate(n=Count("pk"))
    return dict(rows.order_by("-n", "unit_id")[:MAX_UNITS])


def addresses(*, start: int, stop: int) -> tuple[tuple[str, date], ...]:
    """Slug and day of the exemplars from `start` to `stop` in order of entry, for lists of addresses."""
    return tuple(shown().order_by("pk").values_list("slug", "recognised_on")[start:stop])


def register_version() -> int:
    """A number that grows whenever something is recognised, merged, un-merged, revoked or withheld; what was counted before is out of date."""
    merges = SubjectMerge.objects.order_by().annotate(all=Value(1)).values("all")
    changes = Subquery(merges.annotate(n=Count("pk") + Count("undone_at")).values("n"))
    steps = StateChange.objects.filter(object_type=Exemplar._meta.label_lower).order_by("-pk").values("pk")[:1]
    newest = Recognition.objects.order_by("-pk").annotate(
        changes=Coalesce(changes, 0), steps=Coalesce(Subquery(steps), 0)
    )
    return sum(newest.values_list("pk", "changes", "steps").first() or (0,))


def public_exemplar(slug: str) -> PublicExemplar | None:
    """One exemplar with its recognitions, the highest last; three queries, or one when there is none."""
    found = shown().filter(slug=slug).values(*_PUBLIC, *_WITH_PLAN).first()
    if found is None:
        return None
    return PublicExemplar(
        id=found["id"],
        slug=found["slug"],
        name=found["name"],
        kind=label_of_kind(found["kind"]),
        kind_code=found["kind"],
        year=found["year"],
        recognised_on=found["recognised_on"],
        unit_id=found["unit_id"],
        unit_ref=found["unit__ref"],
        unit_name=found["unit__name"],
        unit_kind=found["unit__kind"],
        unit_place=found["unit__place"],
        sector_code=found["sector__code"],
        sector_name=found["sector__name"],
        plan_number=found["plan__number"],
        plan_title=found["plan__title"],
        plan_issued_on=found["plan__issued_on"],
        organisation=found["plan__unit__name"],
        recognitions=_recognitions(found["id"]),
        corrections=corrections_of(found["id"]),
    )


def pages_with(exemplar_id: int) -> "QuerySet[Exemplar, Any]":
    """The numbers of a page and of those merged into it: a condition for what hangs on any of them, through its index."""
    return Exemplar.objects.filter(Q(pk=exemplar_id) | Q(merged_into=exemplar_id)).values("pk")


def page_ids(exemplar_id: int) -> tuple[int, ...]:
    """The same as numbers, the page's own first, for whoever asks several times; one query, once in a request."""
    merged = Exemplar.objects.filter(merged_into=exemplar_id).values_list("pk", flat=True)
    return once(("pages", exemplar_id), lambda: (exemplar_id, *merged))


def corrections_of(exemplar_id: int) -> tuple[PublicCorrection, ...]:
    """What was put right on a page and on those merged into it; once in a request."""
    columns = ("said", "true", "corrected_on", "of_story")
    rows = Correction.objects.filter(exemplar_id__in=page_ids(exemplar_id)).order_by("corrected_on", "pk")
    return once(
        ("corrections", exemplar_id), lambda: tuple(PublicCorrection(*row) for row in rows.values_list(*columns))
    )


def _recognitions(exemplar_id: int) -> tuple[PublicRecognition, ...]:
    rows = Recognition.objects.filter(exemplar_id__in=page_ids(exemplar_id)).order_by("decided_on", "pk")
    fields = ("level", "unit__name", "council__name", "decided_on", "document_number", "meeting_number", "meeting_on")
    return tuple(
        PublicRecognition(label_of_level(level), unit or council or "", *paper)
        for level, unit, council, *paper in rows.values_list(*fields)
    )


def label_of_kind(code: str) -> str:
    """A kind in words; an unknown code as it is."""
    return dict(SubjectKind.choices).get(code, code)


def label_of_level(code: str) -> str:
    """A level in words."""
    return RecognitionLevel(code).label
