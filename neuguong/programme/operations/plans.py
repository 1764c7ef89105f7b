"""Loading a plan from its file (KH 87, II–IV as data)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.text import nfc
from neuguong.org.models import Unit
from neuguong.programme.models import Criterion, Duty, Movement, Plan, PlanVersion, Sector
from neuguong.programme.operations.plan_checks import mistakes
from neuguong.programme.operations.plan_differences import differences
from neuguong.programme.operations.plan_file import Lines, PlanErrors, parse

__all__ = ["LoadResult", "PlanErrors", "load_plan"]


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a file did, or would do: `version` is None when the file was loaded before."""

    plan: Plan
    version: PlanVersion | None
    differences: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file says something new."""
        return self.version is not None


@transaction.atomic
def load_plan(
    *, text: str, by: Actor, at: datetime, recorded_at: datetime | None = None, dry_run: bool = False
) -> LoadResult:
    """Check a plan file and make or revise its plan; the same file twice changes nothing.

    The rules count from `at`; obligations are the caller's next step (ledger.operations.obligations). With `dry_run`
    nothing is kept. Raises PlanErrors with every mistake and its line.
    """
    text = nfc(text)
    document = parse(text)
    lines = Lines(text)
    if problems := mistakes(document, lines):
        raise PlanErrors(problems)
    with transaction.atomic():
        result = _load(text, document, lines, by=by, at=at, recorded_at=recorded_at or at)
        if dry_run:
            transaction.set_rollback(True)
    return result


def _load(
    text: str, document: dict[str, Any], lines: Lines, *, by: Actor, at: datetime, recorded_at: datetime
) -> LoadResult:
    head = document["plan"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    plan = Plan.objects.select_for_update().filter(code=head["code"]).first()
    newest = PlanVersion.objects.filter(plan=plan).order_by("number").last() if plan else None
    warnings = _warnings(document)
    if plan and newest and newest.digest == digest:
        return LoadResult(plan, None, (), warnings)
    plain = json.loads(json.dumps(document, default=str))
    told = differences(newest.document, plain) if newest else ()
    plan = _store_plan(plan, head, lines)
    version = PlanVersion.objects.create(
        plan=plan,
        number=newest.number + 1 if newest else 1,
        text=text,
        digest=digest,
        document=plain,
        effective_at=at,
        recorded_at=recorded_at,
    )
    _store_entries(plan, document, lines)
    facts = {"code": plan.code, "version": version.number, "digest": digest, "differences": list(told)}
    record("load_plan", plan, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return LoadResult(plan, version, told, warnings)


def _warnings(document: dict[str, Any]) -> tuple[str, ...]:
    """What an official should know although the file can be used."""
    named = {
        ref: duty["title"]
        for duty in document["duty"]
        for rule in duty.get("rule", ())
        for ref in rule.get("units", ())
    }
    office = document["office"].get("unit", "")
    known = set(Unit.objects.filter(ref__in=[*named, office]).values_list("ref", flat=True))
    told = [f"Chưa có đơn vị “{office}” (cơ quan thường trực) trong sổ đơn vị."] if {office} - known - {""} else []
    told += [
        f"Chưa có đơn vị “{ref}” trong sổ đơn vị nên chưa ai phải làm: {title}."
        for ref, title in named.items()
        if ref not in known
    ]
    return tuple(told)


def _store_plan(plan: Plan | None, head: dict[str, Any], lines: Lines) -> Plan:
    unit = Unit.objects.get(ref=head["issuer"])
    if plan is not None and plan.unit_id != unit.pk:
        sentence = "Kế hoạch đã nạp là của đơn vị khác; kế hoạch của đơn vị mới cần một mã kế hoạch khác."
        raise PlanErrors([(lines.of(("plan", "issuer")), sentence)])
    plan = plan or Plan(code=head["code"])
    plan.unit = unit
    plan.is_demonstration = head.get("demonstration", False)
    for name in ("number", "title", "short_title", "issued_on", "valid_from", "valid_until"):
        setattr(plan, name, head[name])
    plan.save()
    return plan


def _store_entries(plan: Plan, document: dict[str, Any], lines: Lines) -> None:
    """The rows that dossiers and obligations point at. A duty that the plan no longer has keeps its row: its past counts."""
    _store(plan, Duty, "code", document["duty"], ("kind", "activity", "title", "period", "clause"))
    for model, name, key, fields in (
        (Sector, "sector", "code", ("name", "short_name", "emphasis", "clause")),
        (Criterion, "criterion", "code", ("title", "text", "guidance", "clause")),
        (Movement, "movement", "name", ("valid_from", "valid_to")),
    ):
        tables = document.get(name, [])
        _store(plan, model, key, tables, fields)
        gone = model._base_manager.filter(plan=plan).exclude(**{f"{key}__in": [table[key] for table in tables]})
        try:
            gone.delete()
        except ProtectedError:
            sentence = f"Có hồ sơ đang dùng một mục [[{name}]] mà tệp này bỏ đi; giữ lại mục ấy."
            raise PlanErrors([(lines.of((name,)), sentence)]) from None


def _store(
    plan: Plan, model: type[models.Model], key: str, tables: list[dict[str, Any]], fields: tuple[str, ...]
) -> None:
    """Bring the rows in line with the tables; they are recognised by `key`."""
    ordered = any(field.name == "position" for field in model._meta.fields)
    rows = []
    for position, table in enumerate(tables, 1):
        values = {name: table[name] for name in fields if name in table}
        rows.append(model(plan=plan, **{key: table[key]}, **values, **({"position": position} if ordered else {})))
    if rows:
        model._base_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["plan", key],
            update_fields=[*fields, *(["position"] if ordered else [])],
        )
