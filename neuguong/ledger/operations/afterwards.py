"""Recording afterwards what a decision honoured, in the round into which the unit's paper of that time falls."""

from datetime import date, datetime, time

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.errors import BadInput
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.afterwards import Decision, Honoured, Introduced, record_recognised
from neuguong.ledger.queries.rounds import round_for
from neuguong.org.models import Unit
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan

NOON = time(12)  # a day on paper has no hour


@transaction.atomic
def record_result_afterwards(
    *,
    unit: Unit,
    plan: Plan,
    honoured: Honoured,
    decision: Decision,
    introduced_on: date | None,
    by: Actor,
    at: datetime,
    form_key: str = "",
) -> Nomination:
    """One form: the recognised dossier, counted in the round of the day the unit introduced it, if that is known.

    The unit is told. Raises Refused, BadInput.
    """
    made = record_recognised(
        unit=unit, plan=plan, honoured=honoured, decision=decision, introduced=_introduced(unit, plan, introduced_on),
        by=by, at=at, form_key=form_key,
    )  # fmt: skip
    people = in_charge(Permission.SEND_RETURN, unit=unit, on=local_day(at))
    write_letters(
        {one.pk: f"recorded-after:{made.pk}:{one.pk}" for one in people if one.pk != by.account_id},
        subject=f"Đã ghi lại {made.subject.name} theo quyết định số {decision.document_number}",
        body=(
            f"{made.subject.name}, {unit.name}, được ghi lại sau theo quyết định số {decision.document_number} ngày "
            f"{decision.decided_on:%d/%m/%Y}. Hồ sơ không thẩm định trong hệ thống và chưa hiện trên cổng công khai."
        ),
        link=f"exemplars.nomination:{made.pk}",
        at=at,
    )
    return made


def _introduced(unit: Unit, plan: Plan, day: date | None) -> Introduced | None:
    if day is None:
        return None
    at = datetime.combine(day, NOON, OFFICE_ZONE)
    found = round_for(unit, plan, at) if plan.issued_on <= day else None
    if found is None:
        raise BadInput(
            "Ngày giới thiệu không thuộc đợt nào của kế hoạch. Để trống nếu không rõ.", field="introduced_on"
        )
    return Introduced(at, found.period.code, found.period.year_number, found.on_time)
