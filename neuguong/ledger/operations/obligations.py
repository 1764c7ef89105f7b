"""Writing what is owed: rows generated ahead, ended with a unit or a rule; extensions and exemptions as dated rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import OPEN, Period, day_begins, day_ends, local_day
from neuguong.core.text import nfc
from neuguong.ledger.models import Exemption, Extension, Obligation
from neuguong.ledger.operations.expected import Facts, Key, Life, Terms, Want, expected_rows, facts_of, slots_of
from neuguong.ledger.policy import is_excused, keeps_ledger, not_excused, still_owed
from neuguong.ledger.queries.rounds import exemptions_in_force
from neuguong.org.models import UnitLineage
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.plans import rules_of, version_at

PLAN_CHANGED = "Kế hoạch sửa đổi."


@dataclass(frozen=True, slots=True)
class Generated:
    """How many rows were added, ended and excused by the plan file."""

    added: int
    voided: int
    exempted: int

    def __bool__(self) -> bool:
        return bool(self.added or self.voided or self.exempted)


class Row(NamedTuple):
    """The newest revision that the ledger has of a key."""

    pk: int
    revision: int
    terms: Terms
    voided_on: date | None


@dataclass(slots=True)
class Changes:
    """What must be written so that the ledger says what is expected."""

    added: list[tuple[Key, int, Want, date]] = field(default_factory=list)
    voided: dict[tuple[date, str], list[int]] = field(default_factory=lambda: defaultdict(list))


class Planned(NamedTuple):
    """The ledger as it is, as it should be, and the difference."""

    existing: Mapping[Key, Row]
    wanted: Mapping[Key, Want]
    changes: Changes
    facts: Facts


@transaction.atomic
def generate_obligations(
    *, plan: Plan, until: date, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Generated:
    """One row per unit, duty and period that begins by `until` (KH 87, IV.2); run again, it writes only what changed.

    Units that joined, left, merged or ended and rules that changed are followed: a row is ended from a day (never
    removed) and, where something else is owed, a further revision stands beside it. What closed under an earlier
    version of the plan keeps that version's terms.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    recorded = recorded_at or at
    planned = planned_rows(plan, until)
    changes = planned.changes
    _void(changes, recorded)
    _add(plan, changes, _end_reasons(plan, planned.facts), recorded)
    exempted = _exempt_by_plan(plan, recorded)
    result = Generated(len(changes.added), sum(len(ids) for ids in changes.voided.values()), exempted)
    if result:
        told = {"added": result.added, "voided": result.voided, "exempted": exempted, "until": until}
        record("generate_obligations", plan, by=by, at=at, recorded_at=recorded_at, facts=told)
    return result


def planned_rows(plan: Plan, until: date) -> Planned:
    """What the ledger has, what it should have, and what must be written for it. Writes nothing."""
    facts = facts_of(plan)
    wanted, ended = expected_rows(slots_of(plan, until), facts)
    changed_on = local_day(version_at(plan).effective_at)
    existing = _existing(plan)
    return Planned(existing, wanted, _compared(existing, wanted, ended, changed_on, until), facts)


def after_reorganisation(*, plan: Plan, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Generated:
    """Follow units that were merged, divided, renamed, ended or moved between blocks, to the end of the plan."""
    return generate_obligations(plan=plan, until=plan.valid_until, by=by, at=at, recorded_at=recorded_at)


def _existing(plan: Plan) -> dict[Key, Row]:
    rows = Obligation.objects.filter(duty__plan=plan).order_by("revision")
    columns = (
        "unit_id", "duty__code", "period", "id", "revision", "required", "composition", "due_on", "boundary",
        "closes_at", "voided_on",
    )  # fmt: skip
    return {
        (unit, duty, period): Row(pk, revision, Terms(required, composition, due_on, boundary, closes_at), voided_on)
        for unit, duty, period, pk, revision, required, composition, due_on, boundary, closes_at, voided_on in (
            rows.values_list(*columns).iterator(chunk_size=5_000)
        )
    }


def _compared(
    existing: Mapping[Key, Row], wanted: Mapping[Key, Want], ended: Mapping[Key, date], changed_on: date, until: date
) -> Changes:
    changes = Changes()
    for key, want in wanted.items():
        row = existing.get(key)
        if row is None:
            changes.added.append((key, 1, want, want.effective_on))
        elif row.terms != want.terms and (row.voided_on is None or changed_on < row.voided_on):
            # Also a row whose end is known ahead (a reform to come): until then the new words hold for it.
            changes.voided[changed_on, PLAN_CHANGED].append(row.pk)
            changes.added.append((key, row.revision + 1, want, changed_on))
        elif row.voided_on is None and want.voided_on is not None:
            changes.voided[want.voided_on, ""].append(row.pk)
        elif row.voided_on != want.voided_on:
            changes.added.append((key, row.revision + 1, want, want.effective_on))
    for key, row in existing.items():
        if row.voided_on is None and key not in wanted and Period(key[2]).start <= until:
            since = ended.get(key)
            changes.voided[since or changed_on, "" if since else PLAN_CHANGED].append(row.pk)
    return changes


def _end_reasons(plan: Plan, facts: Facts) -> dict[int, str]:
    """Why a unit no longer owes, in words: what became of it."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = UnitLineage.objects.filter(predecessor__ancestry__ancestor_id=plan.unit_id, successor__isnull=False)
    for predecessor, name in rows.order_by("effective_on", "id").values_list("predecessor_id", "successor__name"):
        names[predecessor].append(name)
    return {life.pk: _end_reason(life, names.get(life.pk, [])) for life in facts.lives}


def _end_reason(life: Life, successors: list[str]) -> str:
    if life.end <= life.begin:
        return "Việc ghi nhận đơn vị này đã được hủy."
    if life.end == date.max:
        return "Đơn vị không còn trong diện của kế hoạch."
    into = f", chuyển thành {', '.join(successors)}" if successors else ""
    return f"Đơn vị kết thúc{into}."[:200]


def _void(changes: Changes, recorded: datetime) -> None:
    for (day, reason), ids in changes.voided.items():
        for start in range(0, len(ids), 500):
            rows = Obligation.objects.filter(pk__in=ids[start : start + 500]).only("pk")
            rows.update(voided_on=day, voided_recorded_at=recorded, void_reason=reason)


def _add(plan: Plan, changes: Changes, reasons: Mapping[int, str], recorded: datetime) -> None:
    duties = dict(Duty.objects.filter(plan=plan).values_list("code", "id"))
    Obligation.objects.bulk_create(
        (
            Obligation(
                unit_id=unit,
                duty_id=duties[duty],
                period=period,
                year=int(period[:4]),
                revision=revision,
                effective_on=effective_on,
                recorded_at=recorded,
                voided_on=want.voided_on,
                voided_recorded_at=recorded if want.voided_on else None,
                **want.terms._asdict(),
            )
            for (unit, duty, period), revision, want, effective_on in changes.added
        ),
        batch_size=1_000,
        ignore_conflicts=True,
    )
    # The reason is the unit's own; one statement per unit that ended, and few units end. By the duties and not by their
    # plan: a joined UPDATE looks its rows up in the table once more, which PostgreSQL can do very slowly after an import.
    ended = Obligation.objects.filter(duty__in=duties.values(), voided_on__isnull=False, void_reason="")
    for unit in set(ended.values_list("unit_id", flat=True)):
        ended.filter(unit_id=unit).update(void_reason=reasons.get(unit, PLAN_CHANGED))


def _exempt_by_plan(plan: Plan, recorded: datetime) -> int:
    """Exemptions that the plan file names (A1), from its issue, from the day they were decided, or from a later version."""
    version = version_at(plan)
    later = version.effective_at if version.number > 1 else None
    before = Exemption.objects.filter(obligation__duty__plan=plan).count()
    for rule in rules_of(plan).exemptions_that_count:
        rows = Obligation.objects.filter(
            duty__plan=plan, duty__code=rule.duty, unit__ref=rule.unit, voided_on=None, exemptions=None
        )
        rows = rows.filter(period=rule.period) if rule.period else rows
        since = later if rule.from_version else None
        rows = rows.filter(closes_at__gt=since) if since else rows
        Exemption.objects.bulk_create(
            [
                Exemption(
                    obligation=row,
                    reason=rule.reason,
                    document=rule.document,
                    effective_at=since or day_begins(rule.decided_on or plan.issued_on),
                    recorded_at=recorded,
                )
                for row in rows
            ],
            ignore_conflicts=True,
        )
    return Exemption.objects.filter(obligation__duty__plan=plan).count() - before


def _open_row(
    obligation: Obligation, by: Actor, at: datetime, *, excused: Callable[..., str | None] = not_excused
) -> Obligation:
    """The row, locked, if this person may change what is owed on it."""
    row = Obligation.objects.select_for_update(of=("self",)).select_related("duty", "unit").get(pk=obligation.pk)
    for refusal in (keeps_ledger(by, row.unit, at), still_owed(row, at), excused(row, at)):
        if refusal:
            raise Refused(refusal)
    return row


def _reason(reason: str) -> str:
    text = nfc(reason).strip()
    if not text:
        raise BadInput("Cần ghi rõ lý do.", field="reason")
    return text


@transaction.atomic
def extend(
    *,
    obligation: Obligation,
    extended_to: date,
    reason: str,
    document: str = "",
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Extension:
    """Agree a later date, "to the end of `extended_to`", or set one where the plan names none; the original stays.

    Raises Refused, BadInput.
    """
    row, reason = _open_row(obligation, by, at), _reason(reason)
    if extended_to.year > row.year + 10:
        raise BadInput("Hạn mới quá xa. Xem lại năm.", field="extended_to")
    granted = row.extensions.order_by("-extended_to").values_list("extended_to", flat=True).first()
    current = granted or local_day(row.closes_at) - timedelta(days=1)
    set_here = row.boundary == OPEN  # the plan names no day: the office sets one, earlier or later than the last
    if day_ends(extended_to) <= at or (extended_to <= current and not set_here):
        later = local_day(at) - timedelta(days=1)
        later = later if set_here else max(current, later)
        raise BadInput(f"Hạn mới phải sau ngày {later:%d/%m/%Y}.", field="extended_to")
    extension = Extension.objects.create(
        obligation=row,
        extended_to=extended_to,
        reason=reason,
        document=nfc(document).strip(),
        granted_by_id=by.account_id,
        effective_at=at,
        recorded_at=recorded_at or at,
    )
    facts = {"unit": row.unit_id, "period": row.period, "until": [current, extended_to]}
    record("extend_obligation", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": reason})
    return extension


@transaction.atomic
def extend_all(
    *, obligations: Iterable[Obligation], extended_to: date, reason: str, document: str = "", by: Actor, at: datetime
) -> Counter[str]:
    """One day for many rows, all or none: how many by what hindered them, "" for those that got it. Raises BadInput."""
    told: Counter[str] = Counter()
    for one in obligations:
        try:
            extend(obligation=one, extended_to=extended_to, reason=reason, document=document, by=by, at=at)
        except Refused as refusal:
            told[str(refusal)] += 1
        else:
            told[""] += 1
    return told


@transaction.atomic
def exempt(
    *,
    obligation: Obligation,
    reason: str,
    document: str = "",
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Exemption:
    """Free a unit from one row, with the reason. Raises Refused, BadInput."""
    row, reason = _open_row(obligation, by, at), _reason(reason)
    if row.exemptions.filter(revoked_at=None).exists():
        raise Refused("Đã ghi miễn việc này.")
    exemption = Exemption.objects.create(
        obligation=row,
        reason=reason,
        document=nfc(document).strip(),
        granted_by_id=by.account_id,
        effective_at=at,
        recorded_at=recorded_at or at,
    )
    facts = {"unit": row.unit_id, "period": row.period}
    record("exempt_obligation", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": reason})
    return exemption


@transaction.atomic
def revoke_exemption(
    *, obligation: Obligation, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Exemption:
    """Take an exemption back: from then on the unit owes this again, by the date it always had. The row stays.

    Raises Refused where none is in force, BadInput without a reason.
    """
    row, reason = _open_row(obligation, by, at, excused=is_excused), _reason(reason)
    exemption = exemptions_in_force(row, at).order_by("-effective_at", "-id")[0]
    if exemption.revoked_at is not None:
        raise Refused(f"Miễn đã được bỏ từ {local_day(exemption.revoked_at):%d/%m/%Y}.")
    exemption.revoked_at, exemption.revoked_recorded_at = at, recorded_at or at
    exemption.revoked_by_id, exemption.revoke_reason = by.account_id, reason
    exemption.save(update_fields=["revoked_at", "revoked_recorded_at", "revoked_by", "revoke_reason"])
    facts = {"unit": row.unit_id, "period": row.period, "exemption": exemption.pk}
    record("revoke_exemption", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": reason})
    return exemption
