"""What following the units costs: the rows of a year for all of them, and an act that merges a hundred."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from django.db import connection, transaction

from neuguong.core.actor import Actor
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.ledger.operations.reorganisation import record_reorganisation, try_out
from neuguong.ledger.queries.board import boards
from neuguong.ledger.queries.reorganisation import compared_days
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import Account, Membership, Unit
from neuguong.org.operations.reorganisation_draft import Change, add_change, draw_up
from neuguong.org.queries.reorganisations import NewUnit
from neuguong.programme.models import Plan
from neuguong.web.bench.fill import JOB, NOW, START, Size, bulk, fill, province

ACT_ON = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Year:
    """The ledger of one year for all units, beside bare `bulk_create` of the same rows; seconds, by clock and processor."""

    units: int
    rows: int
    times: int
    seconds: float
    bare_seconds: float
    ratio: float
    cpu_ratio: float
    again_seconds: float  # the same once more, when nothing is left to write


def measure_year(units: int, times: int) -> Year:
    """Generate 2024 when 2023 is there, again and again, each time undone; in turn with the same rows written bare."""
    filled, _ = province(Size(units, 60, 0), random.Random(87))  # noqa: S311  not for secrets
    plan = filled.plan
    generate_obligations(plan=plan, until=date(2023, 12, 31), by=JOB, at=START)
    rows = _rows_of_the_year(plan)
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    for _ in range(max(times, 1)):
        ours.append(_undone(lambda: _generate(plan)))
        copies = [Obligation(**one) for one in rows]
        bare.append(_undone(lambda made=copies: Obligation.objects.bulk_create(made, batch_size=1_000)))
    _generate(plan)
    again = _timed(lambda: _generate(plan))
    (clock, cpu), (bare_clock, bare_cpu) = _medians(ours), _medians(bare)
    return Year(
        units, len(rows), len(ours), round(clock, 2), round(bare_clock, 2), round(clock / bare_clock, 2),
        round(cpu / bare_cpu, 2), round(again[0], 2),
    )  # fmt: skip


def _generate(plan: Plan) -> None:
    generate_obligations(plan=plan, until=date(2024, 12, 31), by=JOB, at=START)


def _rows_of_the_year(plan: Plan) -> list[dict[str, Any]]:
    """What the operation writes, as it stands in the table, so that bare writing has nothing to think of."""
    columns = [field.attname for field in Obligation._meta.concrete_fields if not field.primary_key]
    with transaction.atomic():
        before = Obligation.objects.order_by("-pk").values_list("pk", flat=True)[0]
        _generate(plan)
        rows = list(Obligation.objects.filter(pk__gt=before).values(*columns))
        transaction.set_rollback(True)
    return rows


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    begin, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begin, time.process_time() - cpu


def _undone(act: Callable[[], Any]) -> tuple[float, float]:
    with transaction.atomic():
        spent = _timed(act)
        transaction.set_rollback(True)
    return spent


def _medians(spent: list[tuple[float, float]]) -> tuple[float, float]:
    return median(one for one, _ in spent), median(two for _, two in spent)


@dataclass(frozen=True, slots=True)
class Act:
    """An act that merges units by threes; seconds. Beside it the boards of the days it compares, read once."""

    merged: int
    into: int
    dossiers: int
    roles: int
    days: int
    rows: int
    trial_seconds: float
    record_seconds: float
    boards_seconds: float
    ratio: float


def measure_act(merged: int, times: int) -> Act:
    """Merge so many units of a province, with their dossiers and people: tried, then recorded."""
    size = Size(units=max(merged * 2, 60), per_district=60, nominations=merged * 40)
    filled = fill(size)
    refs = [f"u{n}" for n in range(merged)]
    units = list(Unit.objects.filter(ref__in=refs))
    _people(units)
    by = Actor.person(filled.official.pk, name=filled.official.full_name)
    row = draw_up(owner=filled.plan.unit, act="Nghị quyết 1667/NQ-UBTVQH15", effective_on=ACT_ON, by=by, at=NOW)
    groups = [tuple(refs[start : start + 3]) for start in range(0, merged, 3)]
    for number, group in enumerate(groups):
        new = NewUnit(ref=f"n{number}", kind="commune", name=f"Xã Mới {number}", parent="ubnd-dien-khanh")
        add_change(reorganisation=row, change=Change(LineageKind.MERGED, group, new=new), by=by, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    days = [on for on in compared_days([filled.plan], ACT_ON) if filled.plan.issued_on <= on]
    ids = {unit.pk for unit in units}
    tried, read = [], []
    for _ in range(max(times, 1)):
        tried.append(_timed(lambda: try_out(reorganisation=row, by=by, at=NOW)))
        read.append(_timed(lambda: boards(plan=filled.plan, days=days, unit_ids=ids)))
    shown = try_out(reorganisation=row, by=by, at=NOW)
    recorded = _timed(lambda: record_reorganisation(reorganisation=row, shown=shown.digest, by=by, at=NOW))
    if shown.differences:
        raise RuntimeError(f"{shown.differences} rows of past days differ")
    trial, bare = _medians(tried)[0], _medians(read)[0]
    return Act(
        merged, len(groups), len(shown.dossiers) + shown.more_dossiers, len(shown.roles), shown.days_compared,
        shown.rows_compared, round(trial, 2), round(recorded[0], 2), round(bare, 2), round(trial / bare, 2),
    )  # fmt: skip


def _people(units: list[Unit]) -> None:
    """A head and an officer for each."""
    at = datetime(2023, 1, 1, tzinfo=UTC)
    accounts = [
        Account(username=f"{role}-{unit.ref}", full_name=f"Nguyễn Văn {unit.ref}", created_at=at)
        for unit in units
        for role in (Role.UNIT_HEAD, Role.UNIT_OFFICER)
    ]
    bulk(Account, accounts)
    rows = [
        Membership(
            account=account, unit=unit, role=role, subtree=False, valid_from=date(2000, 1, 1), recorded_at=at
        )
        for account, (unit, role) in zip(
            accounts, ((unit, role) for unit in units for role in (Role.UNIT_HEAD, Role.UNIT_OFFICER)), strict=True
        )
    ]  # fmt: skip
    bulk(Membership, rows)
