"""Trying a plan file before it counts: how many rows, who, when, and what changes in the ledger; then loading just that."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import Refused, Stale
from neuguong.core.papers import short_date
from neuguong.core.periods import OPEN, Period, local_day
from neuguong.ledger.operations.expected import Key, Terms, Want
from neuguong.ledger.operations.obligations import Changes, Generated, Planned, generate_obligations, planned_rows
from neuguong.ledger.policy import loads_plans
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit
from neuguong.programme.models import Duty, Plan
from neuguong.programme.operations.plans import LoadResult, load_plan

ADDED, ENDED, CHANGED = "added", "ended", "changed"
NO_DAY = "kế hoạch không ấn định"
SHOWN = 200  # changed rows that a screen lists; all are counted


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One row of the ledger that the file would add, end or give other terms."""

    what: str
    unit: str
    unit_kind: str
    duty: str
    period: str
    required: int
    until: str


@dataclass(frozen=True, slots=True)
class Sum:
    """So many rows under one heading, of so many units, and what of them is new, ended, changed."""

    label: str
    rows: int
    units: int
    added: int = 0
    ended: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """What loading a file at a moment would do. `fingerprint` names this very outcome."""

    plan_id: int | None  # None for a plan that is not loaded yet
    number: str
    title: str
    unit: str
    version: int | None  # None when the file was loaded before
    differences: tuple[str, ...]
    warnings: tuple[str, ...]
    generated: Generated
    by_duty: tuple[Sum, ...]
    by_kind: tuple[Sum, ...]
    by_month: tuple[Sum, ...]
    rows: tuple[TrialRow, ...]
    counts: Mapping[str, int]
    total: int
    fingerprint: str

    @property
    def changed_count(self) -> int:
        """How many rows would change in any way."""
        return sum(self.counts.values())

    @property
    def does_nothing(self) -> bool:
        """Whether loading it would change neither the plan nor the ledger."""
        return self.version is None and not self.generated


@transaction.atomic
def try_plan(*, text: str, by: Actor, at: datetime) -> Trial:
    """What a plan file would do if it were loaded now; nothing is kept. Raises PlanErrors, Refused."""
    known = set(Plan.objects.values_list("pk", flat=True))
    with transaction.atomic():
        trial, _, plan = _loaded(text, by, at)
        transaction.set_rollback(True)
    return trial if plan.pk in known else replace(trial, plan_id=None)


@transaction.atomic
def load_tried_plan(*, text: str, fingerprint: str, by: Actor, at: datetime) -> tuple[LoadResult, Generated]:
    """Load a file with the outcome that was shown, or not at all.

    Raises Stale when the ledger, the units, the plan or the day changed since, so that the outcome would be another;
    PlanErrors, Refused as `try_plan`.
    """
    trial, result, _ = _loaded(text, by, at)
    if trial.fingerprint != fingerprint:
        raise Stale(
            "Sổ theo dõi hoặc kế hoạch đã thay đổi từ lúc thử, nên kết quả không còn như đã xem. Thử lại rồi nạp."
        )
    return result, trial.generated


def _loaded(text: str, by: Actor, at: datetime) -> tuple[Trial, LoadResult, Plan]:
    result = load_plan(text=text, by=by, at=at)
    plan = result.plan
    if refusal := loads_plans(by, plan, at):
        raise Refused(refusal)
    planned = planned_rows(plan, plan.valid_until)
    changed = _changed_keys(planned)
    generated = generate_obligations(plan=plan, until=plan.valid_until, by=by, at=at)
    trial = _trial(result, planned, changed, generated, local_day(at))
    return trial, result, plan


def _changed_keys(planned: Planned) -> dict[Key, str]:
    """What becomes of which row."""
    by_pk = {row.pk: key for key, row in planned.existing.items()}
    ended = {by_pk[pk] for ids in planned.changes.voided.values() for pk in ids}
    added = {key for key, *_ in planned.changes.added}
    found = {key: CHANGED if key in ended else ADDED for key, *_ in planned.changes.added}
    return found | dict.fromkeys(ended - added, ENDED)


def _trial(result: LoadResult, planned: Planned, changed: Mapping[Key, str], generated: Generated, on: date) -> Trial:
    plan = result.plan
    titles = dict(Duty.objects.filter(plan=plan).order_by("position", "id").values_list("code", "title"))
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={key[0] for key in {**planned.wanted, **changed}})}
    kinds = {pk: UnitKind(unit.kind) for pk, unit in units.items()}
    terms = {**{key: row.terms for key, row in planned.existing.items()}, **_terms(planned.wanted)}
    standing = [key for key, want in planned.wanted.items() if want.voided_on is None or want.voided_on > on]
    sums = _Sums(standing, changed)
    order = {code: n for n, code in enumerate(titles)}
    rows = sorted(changed, key=lambda key: (order[key[1]], units[key[0]].sort_key, key[2]))
    return Trial(
        plan_id=plan.pk,
        number=plan.number,
        title=plan.title,
        unit=plan.unit.name,
        version=result.version.number if result.version else None,
        differences=result.differences,
        warnings=result.warnings,
        generated=generated,
        by_duty=sums.by(lambda key: titles[key[1]], titles.values()),
        by_kind=sums.by(lambda key: _capital(str(kinds[key[0]].label)), (_capital(str(one.label)) for one in UnitKind)),
        by_month=sums.by(lambda key: _month(terms[key]), _months(terms.values())),
        rows=tuple(
            TrialRow(
                changed[key],
                units[key[0]].name,
                str(kinds[key[0]].label),
                titles[key[1]],
                Period(key[2]).label,
                terms[key].required,
                _until(terms[key]),
            )
            for key in rows[:SHOWN]
        ),
        counts=Counter(changed.values()),
        total=len(standing),
        fingerprint=_fingerprint(result, planned.changes, generated),
    )


def _terms(wanted: Mapping[Key, Want]) -> dict[Key, Terms]:
    return {key: want.terms for key, want in wanted.items()}


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _month(terms: Terms) -> str:
    """ "tháng 3/2024", or that no day is named."""
    return NO_DAY if terms.boundary == OPEN else f"tháng {terms.due_on.month}/{terms.due_on.year}"


def _until(terms: Terms) -> str:
    """Until when, as the plan says it."""
    if terms.boundary == OPEN:
        return NO_DAY
    return f"{'trước' if terms.boundary == 'before' else 'đến hết'} {short_date(terms.due_on)}"


def _months(terms: Iterable[Terms]) -> tuple[str, ...]:
    """The months that occur, in order; what has no day stands last."""
    return (*(_month(one) for one in sorted(terms, key=lambda one: one.due_on) if one.boundary != OPEN), NO_DAY)


class _Sums:
    """Counts of the rows that stand after loading, and of what changes, by any heading."""

    def __init__(self, standing: Sequence[Key], changed: Mapping[Key, str]) -> None:
        self.standing = standing
        self.changed = changed

    def by(self, heading: Callable[[Key], str], order: Iterable[str]) -> tuple[Sum, ...]:
        """One sum per heading that has any row, in the order given."""
        rows = Counter(heading(key) for key in self.standing)
        units = Counter(name for name, _ in {(heading(key), key[0]) for key in self.standing})
        what = Counter((heading(key), kind) for key, kind in self.changed.items())
        return tuple(
            Sum(name, rows[name], units[name], *(what[name, kind] for kind in (ADDED, ENDED, CHANGED)))
            for name in dict.fromkeys(order)
            if rows[name] or any(what[name, kind] for kind in (ADDED, ENDED, CHANGED))
        )


def _fingerprint(result: LoadResult, changes: Changes, generated: Generated) -> str:
    """A digest of everything that loading would write into the ledger."""
    said = {
        "version": [result.version.number, result.version.digest] if result.version else None,
        "plan": result.plan.code,
        "added": sorted([*key, revision, str(want), str(on)] for key, revision, want, on in changes.added),
        "voided": sorted([str(day), reason, *sorted(ids)] for (day, reason), ids in changes.voided.items()),
        "exempted": generated.exempted,
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
