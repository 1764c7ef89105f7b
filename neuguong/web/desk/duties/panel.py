"""What the page of a row shows of an activity: until when, what was done, the form to record it."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from neuguong.core.papers import short_date
from neuguong.core.periods import OPEN, Period, day_ends
from neuguong.ledger.models import Activity, Obligation, Report
from neuguong.ledger.policy import (
    is_an_activity,
    keeps_ledger,
    not_excused,
    not_fed_by_itself,
    not_written_here,
    records_activities,
    still_owed,
)
from neuguong.ledger.queries.board_facts import passed_into, passings
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.deeds import answering
from neuguong.ledger.queries.duties import activities_of
from neuguong.ledger.queries.events import events_of
from neuguong.ledger.queries.reports import reports_visible_to
from neuguong.programme.enums import ActivityKind, DutyKind
from neuguong.programme.queries.plans import rules_of
from neuguong.publicity.models import HeldFor
from neuguong.publicity.queries.runs import runs_that_count
from neuguong.web.desk.duties.forms import RecordForm, WithdrawForm


@dataclass(frozen=True, slots=True)
class Panel:
    """The part of a row's page that only activities have."""

    done: tuple[Activity, ...]
    form: forms.Form | None
    withdraw_form: forms.Form | None
    by_standard: bool
    by_report: bool
    report: Report | None
    by_plan: bool
    by_telling: bool
    ran: int | None  # of a publicity duty: how often something ran on the unit's outlets in the row's period
    events: tuple[HeldFor, ...]
    by_event: bool


def activity_panel(request: Any, found: Obligation, on: date, *, recording: forms.Form | None = None) -> Panel | None:
    """None for a row that dossiers or returns answer."""
    if found.duty.kind != DutyKind.ACTIVITY:
        return None
    today = on == request.today
    mine = records_activities(request.actor, found.unit, request.now) is None
    office = keeps_ledger(request.actor, found.unit, request.now) is None
    return Panel(
        done=activities_of(found, on),
        form=recording or (_record_form(request, found) if today else None),
        withdraw_form=WithdrawForm() if today and (mine or office) else None,
        by_standard=found.duty.activity == ActivityKind.OWN_STANDARD,
        by_report=found.duty.activity == ActivityKind.REPORT,
        report=_report(request, found) if found.duty.activity == ActivityKind.REPORT else None,
        by_plan=found.duty.activity == ActivityKind.OWN_PLAN,
        by_telling=found.duty.activity == ActivityKind.DISSEMINATION,
        ran=_ran(found, on) if found.duty.activity == ActivityKind.PUBLICITY else None,
        events=events_of(found, on),
        by_event=bool(answering(rules_of(found.duty.plan, request.now), found.duty.code).kinds),
    )


def _report(request: Any, found: Obligation) -> Report | None:
    """The report that was written for a row, for those who may read it."""
    return reports_visible_to(request.user.pk, request.today).filter(obligation=found).first()


def _ran(found: Obligation, on: date) -> int:
    """What ran by a day on the outlets of the unit and of its earlier lives, within the row's period."""
    plan, period = found.duty.plan, Period(found.period)
    lives = {found.unit_id, *passed_into(found.unit_id, passings(plan, on))}
    rows = runs_that_count(plan, on=min(on, period.last_day), unit_ids=lives).filter(ran_on__gte=period.start)
    return rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=day_ends(on))).count()


def activity_facts(row: BoardRow, period: Period) -> list[tuple[str, str]]:
    """Until when and how often, in words."""
    facts = [] if row.boundary == OPEN else [("Kỳ", period.label)]
    if row.boundary == OPEN:
        facts.append(("Hạn", "kế hoạch không ấn định"))
    else:
        facts.append(("Trước ngày" if row.boundary == "before" else "Đến hết ngày", short_date(row.due_on)))
    if row.extended_to:
        facts.append(
            (
                "Cơ quan thường trực đặt hạn" if row.boundary == OPEN else "Gia hạn đến hết ngày",
                short_date(row.extended_to),
            )
        )
    return [*facts, ("Đã ghi", f"{row.sent} lần, cần ít nhất {row.required}")]


def _record_form(request: Any, found: Obligation) -> RecordForm | None:
    """The empty form, for those who may record something for this row now."""
    by, at = request.actor, request.now
    closed = (
        is_an_activity(found)
        or records_activities(by, found.unit, at)
        or not_written_here(by, found, at)
        or not_fed_by_itself(by, found, at)
        or still_owed(found, at)
        or not_excused(found, at)
    )
    if closed:
        return None
    return RecordForm(obligation=found, today=request.today, initial={"form_key": secrets.token_hex(12)})
