"""Starting, extending and meeting a time limit that an event starts. Lateness is computed (queries/deadlines.py)."""

from datetime import date, datetime

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.enums import Counted
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import Deadline
from neuguong.core.periods import local_day
from neuguong.core.queries.deadlines import last_day, running
from neuguong.core.text import nfc
from neuguong.core.working_days import add_days, add_working_days

REASON_LENGTH = 300


@transaction.atomic
def open_deadline(
    *,
    kind: str,
    thing: models.Model,
    responsible: str,
    days: int,
    rule: str,
    by: Actor,
    at: datetime,
    counted: str = Counted.WORKING,
    recorded_at: datetime | None = None,
) -> Deadline:
    """Start a clock of `days` at `at`; the day of the event is not counted (Civil Code 2015, art. 147).

    `rule` says where the number comes from, in words that people read. A clock of this kind that already runs for the
    thing is returned as it is: an event told twice starts nothing anew.
    """
    if found := running(thing, kind):
        return found
    count = add_working_days if Counted(counted) is Counted.WORKING else add_days
    row = Deadline.objects.create(
        kind=kind,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        responsible=responsible,
        opened_at=at,
        days=days,
        counted=counted,
        rule=rule,
        due_on=count(local_day(at), days),
    )
    facts = {"kind": kind, "of": _of(row), "responsible": responsible, "days": days, "due_on": row.due_on}
    record("open_deadline", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


@transaction.atomic
def meet_deadline(*, deadline: Deadline, how: str, by: Actor, at: datetime) -> Deadline:
    """What was owed has been done at `at`; `how` is a code of the owning context. Met twice, the first stands."""
    row = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if row.met_at is not None:
        return row
    row.met_at, row.how = at, how
    row.save(update_fields=["met_at", "how"])
    record("meet_deadline", row, by=by, at=at, facts={"of": _of(row), "how": how})
    return row


@transaction.atomic
def extend_deadline(
    *, deadline: Deadline, until: date, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Deadline:
    """Give more time, until a day after the present last one, with the reason. Who may, the owning context asks first.

    Raises BadInput (no reason, no later day) and Refused (already met).
    """
    row = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if row.met_at is not None:
        raise Refused("Việc này đã xong nên không gia hạn nữa.")
    tidy, before = " ".join(nfc(reason).split()), last_day(row)
    if not tidy or len(tidy) > REASON_LENGTH:
        raise BadInput(f"Ghi lý do gia hạn, không quá {REASON_LENGTH} ký tự.", field="reason")
    if until <= before:
        raise BadInput(f"Ngày gia hạn phải sau ngày {before:%d/%m/%Y}.", field="until")
    row.extended_to, row.extended_reason, row.extended_by_id = until, tidy, by.account_id
    row.save(update_fields=["extended_to", "extended_reason", "extended_by"])
    record(
        "extend_deadline", row, by=by, at=at, recorded_at=recorded_at, facts={"of": _of(row), "last": [before, until]},
        personal={"reason": tidy},
    )  # fmt: skip
    return row


def _of(row: Deadline) -> str:
    return f"{row.object_type}:{row.object_id}"
