"""What stands behind one row of the board, and a unit's year for its own home screen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q

from neuguong.core.periods import Period, PeriodKind, day_ends
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Exemption, Extension, Obligation, Return
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_facts import passed_in_year, passings
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of


@dataclass(frozen=True, slots=True)
class SentDossier:
    """A dossier behind a row. `counts` is false for one that was withdrawn or declined by the day."""

    nomination_id: int
    number: str
    subject: str
    kind: str
    unit_id: int
    round_code: str
    sent_at: datetime
    on_time: bool
    counts: bool
    verified: bool
    recognised: bool
    recorded_later: bool


@dataclass(frozen=True, slots=True)
class ObligationDetail:
    """One row with everything that made it so, oldest first. `row` is None when the unit owed nothing on the day."""

    obligation: Obligation
    row: BoardRow | None
    dossiers: tuple[SentDossier, ...]
    extensions: tuple[Extension, ...]
    exemptions: tuple[Exemption, ...]
    returns: tuple[Return, ...]
    revisions: tuple[Obligation, ...]


def obligation_detail(obligation: Obligation, on: date) -> ObligationDetail:
    """What stood behind a row at the end of a day."""
    plan, end = obligation.duty.plan, day_ends(on)
    rows = board(
        plan=plan, on=on, unit_ids=[obligation.unit_id], duty=obligation.duty.code, period=obligation.period
    ).rows
    same = Q(
        obligation__unit_id=obligation.unit_id,
        obligation__duty_id=obligation.duty_id,
        obligation__period=obligation.period,
        effective_at__lt=end,
    )
    return ObligationDetail(
        obligation=obligation,
        row=rows[0] if rows else None,
        dossiers=dossiers_behind(obligation, on),
        extensions=tuple(Extension.objects.filter(same).select_related("granted_by").order_by("effective_at", "id")),
        exemptions=tuple(Exemption.objects.filter(same).select_related("granted_by").order_by("effective_at", "id")),
        returns=tuple(Return.objects.filter(same).select_related("sent_by").order_by("effective_at", "id")),
        revisions=tuple(
            Obligation.objects.filter(
                unit_id=obligation.unit_id, duty_id=obligation.duty_id, period=obligation.period
            ).order_by("revision")
        ),
    )


def dossiers_behind(obligation: Obligation, on: date) -> tuple[SentDossier, ...]:
    """The dossiers of a row's round or year, also those of earlier lives that a quota counts."""
    plan, units = obligation.duty.plan, {obligation.unit_id}
    yearly = Period(obligation.period).kind is PeriodKind.YEAR
    if yearly and rules_of(plan, day_ends(on)).readings.merged_quota == "successor_counts_predecessors":
        units |= passed_in_year(obligation.unit_id, obligation.year, passings(plan, on)).keys()
    where = Q(round_year=obligation.year) if yearly else Q(round_code=obligation.period)
    return _dossiers(Q(where, plan=plan, unit_id__in=units), on)


def _dossiers(where: Q, on: date) -> tuple[SentDossier, ...]:
    end = day_ends(on)
    rows = Nomination.objects.filter(where, sent_at__lt=end).select_related("subject").order_by("sent_at", "id")
    return tuple(
        SentDossier(
            nomination_id=row.pk,
            number=row.number,
            subject=row.subject.name,
            kind=row.kind,
            unit_id=row.unit_id,
            round_code=row.round_code,
            sent_at=row.sent_at,
            on_time=bool(row.on_time),
            counts=row.closed_at is None or row.closed_at >= end,
            verified=row.verified_at is not None and row.verified_at < end,
            recognised=row.recognised_at is not None
            and row.recognised_at < end
            and (row.revoked_at is None or row.revoked_at >= end),
            recorded_later=row.sent_recorded_at is not None and row.sent_recorded_at >= end,
        )
        for row in rows
        if row.sent_at is not None
    )


def draft_hint(unit: Unit, plan: Plan) -> str:
    """How many drafts a unit has and when one was last touched; only for those who may read the unit's dossiers."""
    drafts = Nomination.objects.filter(unit=unit, plan=plan, state=NominationState.DRAFT)
    count, edited = drafts.count(), drafts.aggregate(last=Max("edited_at"))["last"]
    if not edited:
        return ""
    return f"Có {count} bản nháp, sửa lần cuối ngày {edited.astimezone(day_ends(edited.date()).tzinfo):%d/%m/%Y}."
