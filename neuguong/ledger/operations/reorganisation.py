"""Recording an act on units as a whole, trying it first, taking it back (sáp nhập, chia tách, đổi tên, giải thể).

An act touches lives, blocks, roles, dossiers and what is owed. It is tried by really doing it and undoing it at once,
so that what is shown is what will happen. No fact of any day before its effect changes (docs/adr/0027).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.text import nfc
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Exemption, Obligation, Reminder
from neuguong.ledger.operations.obligations import after_reorganisation
from neuguong.ledger.queries.left_open import KINDS, MODELS, open_rows_of
from neuguong.ledger.queries.reorganisation import (
    Compared,
    Preview,
    compared_days,
    preview_of,
    still_open,
    told_to,
    touched,
)
from neuguong.org.models import BlockMembership, Membership, Reorganisation, Unit, UnitAncestor, UnitLineage, UnitTile
from neuguong.org.operations.reorganisation import Who, carry_out, undo_units
from neuguong.org.operations.reorganisation_draft import mistakes_in, without_main
from neuguong.org.queries.reorganisations import draft_of, units_ending
from neuguong.org.workflows import REORGANISATION
from neuguong.programme.models import Plan


def try_out(*, reorganisation: Reorganisation, by: Actor, at: datetime) -> Preview:
    """What would happen, found by doing it and undoing it. Raises Refused, BadInput, Stale; nothing is kept."""
    with transaction.atomic():
        row = _locked(reorganisation, by, at)
        preview = _carry_out(row, Who(by, at, None))
        transaction.set_rollback(True)
    return preview


@transaction.atomic
def record_reorganisation(
    *, reorganisation: Reorganisation, shown: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Preview:
    """Record the act as it was tried; `shown` is the digest of what the office saw. Raises Refused, BadInput, Stale."""
    row = _locked(reorganisation, by, at)
    preview = _carry_out(row, Who(by, at, recorded_at))
    if preview.digest != shown:
        raise Stale("Từ lúc chạy thử đã có thay đổi.\nXem lại kết quả mới dưới đây rồi ghi nhận.")
    also = {"confirmed_at": at, "undo": row.undo}
    REORGANISATION.apply("record", dossier=row, by=by, at=at, recorded_at=recorded_at, also=also)
    facts = {"act": row.act, "on": row.effective_on, "units": row.undo["begun"], "ended": sorted(row.undo["ended"])}
    record("record_reorganisation", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return preview


@transaction.atomic
def take_back_reorganisation(
    *, reorganisation: Reorganisation, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Reorganisation:
    """Make it as if the act had never been recorded; the act, its reason and its traces in the audit stay.

    Refused once the new units have a dossier sent, a return, a record or a standard of their own: those are facts.
    """
    row = _held(reorganisation, "take_back", by, at)
    text = nfc(reason).strip()
    if not text:
        raise BadInput("Ghi lý do hủy ghi nhận.", field="reason")
    if hindrance := _hangs_on(row.undo["begun"], row.undo["roles_begun"]):
        raise Refused(hindrance)
    plans = _plans(Unit.objects.filter(pk__in=[*row.undo["begun"], *map(int, row.undo["ended"])]))
    undo_units(row, Who(by, at, recorded_at))
    Nomination.objects.filter(pk__in=row.undo["dossiers"]).update(kept_by=None)
    for label, given in row.undo.get("things", {}).items():
        MODELS[label].objects.filter(pk__in=given).update(kept_by=None)
    for plan in plans:
        after_reorganisation(plan=plan, by=by, at=at, recorded_at=recorded_at)
    also = {"taken_back_at": recorded_at or at}
    REORGANISATION.apply("take_back", dossier=row, by=by, at=at, recorded_at=recorded_at, note=text, also=also)
    record(
        "take_back_reorganisation", row, by=by, at=at, recorded_at=recorded_at, facts={"act": row.act},
        personal={"reason": text},
    )  # fmt: skip
    return row


def _held(reorganisation: Reorganisation, step: str, by: Actor, at: datetime) -> Reorganisation:
    """The act, locked, if this step is open to this person."""
    row = Reorganisation.objects.select_for_update(of=("self",)).select_related("owner").get(pk=reorganisation.pk)
    if refusal := REORGANISATION.refusal(step, dossier=row, actor=by, at=at):
        raise Refused(refusal)
    return row


def _locked(reorganisation: Reorganisation, by: Actor, at: datetime) -> Reorganisation:
    row = _held(reorganisation, "record", by, at)
    draft = draft_of(row)
    if not draft.passings and not draft.units:
        raise BadInput("Văn bản chưa có thay đổi nào.")
    if problems := [*mistakes_in(draft, row), *without_main(draft)]:
        raise BadInput("\n".join(problems))
    return row


def _carry_out(row: Reorganisation, who: Who) -> Preview:
    """Do all of it and say what it was."""
    before = touched(row)
    above_new = Unit.objects.filter(ref__in={one.parent for one in draft_of(row).units})
    plans = _plans([*before.units, *above_new])  # a new unit that nothing passes into owes from its first day too
    days = compared_days(plans, row.effective_on)
    boards = Compared.of(plans, days, before.units)
    dossiers = still_open(row)
    told = told_to(dossiers, who.by.account_id, who.today)
    row.undo = carry_out(row, who) | {"dossiers": _give_dossiers(row), "things": _give_things(row)}
    for plan in plans:
        after_reorganisation(plan=plan, by=who.by, at=who.at, recorded_at=who.recorded_at)
    compared = boards.against(Compared.of(plans, days, before.units))
    return preview_of(row, before, told, len(dossiers) - len(told), compared, plans, (who.by.account_id, who.today))


def _plans(units: "Iterable[Unit]") -> list[Plan]:
    """The plans under which these units may owe something."""
    found = Plan.objects.filter(unit__descent__unit__in=units).exclude(state="draft").select_related("unit")
    return list(found.distinct().order_by("valid_from", "id"))


def _give_dossiers(row: Reorganisation) -> list[int]:
    """Open dossiers of a divided unit that go to another successor than the main one."""
    draft, given = draft_of(row), []
    units = {unit.ref: unit for unit in Unit.objects.filter(ref__in=set(draft.dossiers.values()))}
    open_ones = {one.pk: one for one in still_open(row)}
    for key, ref in draft.dossiers.items():
        dossier = open_ones.get(int(key))
        allowed = dossier and any(
            one.predecessor == dossier.unit.ref and one.successor == ref for one in draft.passings
        )
        if dossier and allowed and ref in units and ref != draft.carrier(dossier.unit.ref):
            dossier.kept_by = units[ref]
            dossier.save(update_fields=["kept_by"])
            given.append(dossier.pk)
    return given


def _give_things(row: Reorganisation) -> dict[str, list[int]]:
    """Open obstacles and estimates of a divided unit that go to another successor than the main one, by their letter."""
    draft = draft_of(row)
    given: dict[str, list[int]] = {}
    units = {unit.ref: unit for unit in Unit.objects.filter(ref__in=set(draft.things.values()))}
    ended = units_ending(draft)
    for kind in KINDS:
        if not kind.key:
            continue
        for thing in open_rows_of(kind, ended):
            ref = draft.things.get(f"{kind.key}-{thing.pk}", "")
            allowed = any(one.predecessor == thing.unit.ref and one.successor == ref for one in draft.passings)
            if allowed and ref in units and ref != draft.carrier(thing.unit.ref):
                thing.kept_by = units[ref]
                thing.save(update_fields=["kept_by"])
                given.setdefault(kind.key, []).append(thing.pk)
    return given


# What an act itself writes about a new unit, or the calendar does: no sign that the unit has worked.
_OF_THE_ACT = (Unit, UnitAncestor, UnitLineage, UnitTile, BlockMembership, Membership, Obligation, Exemption, Reminder)


def _hangs_on(units: list[int], roles: list[int]) -> str:
    """What the new units have done or been given by themselves, in words, whatever table it stands in; empty for nothing."""
    owed = Obligation.objects.filter(unit_id__in=units)
    counts = Counter[str]()
    for rows, relations in ((units, Unit._meta.related_objects), (owed, Obligation._meta.related_objects)):
        for relation in relations:
            model = relation.related_model
            if model not in _OF_THE_ACT:
                hanging = model._base_manager.filter(**{f"{relation.field.name}__in": rows})
                counts[str(model._meta.verbose_name)] += hanging.count()
    counts["phân công mới"] = Membership.objects.filter(unit_id__in=units).exclude(pk__in=roles).count()
    counts["đơn vị trực thuộc"] = Unit.objects.filter(parent_id__in=units).exclude(pk__in=units).count()
    found = [f"{count} {word}" for word, count in counts.items() if count]
    if not found:
        return ""
    return f"Đơn vị mới đã có {', '.join(found)}. Những việc ấy là thật nên không hủy ghi nhận được nữa."
