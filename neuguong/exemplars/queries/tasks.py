"""What waits for whom: the rows behind "Việc của tôi"."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from neuguong.core.models import StateChange
from neuguong.exemplars.enums import EntryBasis, RecognitionLevel, StandInStep
from neuguong.exemplars.enums import NominationState as S
from neuguong.exemplars.models import Nomination, Recognition
from neuguong.exemplars.queries.conflicts import apart_from, recorded_of
from neuguong.exemplars.queries.dossier import title_of
from neuguong.exemplars.queries.nominations import held_by
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

MOST = 50
_BY_COUNCIL = Recognition.objects.filter(nomination=OuterRef("pk"), level=RecognitionLevel.COUNCIL)
_NOT_BY_COUNCIL = Q(state__in=[S.VERIFIED, S.RECOGNISED]) & ~Q(entry=EntryBasis.AFTER) & ~Q(Exists(_BY_COUNCIL))
_COMPLETE = ~Q(achievement_summary="") & Q(sector__isnull=False)


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier that waits. `note` is the reason it was returned for; `since` when it began to wait."""

    nomination_id: int
    number: str
    version: int
    title: str
    unit_name: str
    state: str
    round_code: str
    since: datetime
    note: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """The longest waiting first, at most fifty; `more` when there are others."""

    rows: tuple[Task, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Tasks:
    """All that waits for one person today."""

    returned: TaskList  # the unit: complete and send again
    drafts: TaskList  # the unit: write on
    to_send: TaskList  # the head (or a delegate): complete drafts
    to_verify: TaskList  # the office, oldest first
    to_recognise: TaskList  # the Council's chair, also what the unit itself has recognised


def _rows(found: "QuerySet[Nomination]", since: str) -> TaskList:
    change = StateChange.objects.filter(
        object_type=Nomination._meta.label_lower, object_id=OuterRef("pk"), step="return"
    ).order_by("-id")
    columns = (
        "pk", "number", "version", "subject__name", "subject__form_of_address", "unit__name", "state", "round_code",
        "moment", "reason",
    )  # fmt: skip
    values = list(
        found.annotate(moment=F(since), reason=Subquery(change.values("note")[:1]))
        .order_by("moment", "pk")
        .values_list(*columns)[: MOST + 1]
    )
    rows = tuple(
        Task(
            pk,
            number,
            version,
            title_of(name, address),
            unit,
            state,
            code,
            moment,
            (note or "") * (state == S.RETURNED),
        )
        for pk, number, version, name, address, unit, state, code, moment, note in values[:MOST]
    )
    return TaskList(rows, len(values) > MOST)


def _in(account_id: int, permission: Permission, on: date) -> "QuerySet[Nomination] | None":
    scope = scope_of(account_id, permission, on=on)
    if not scope.units and not scope.tops:
        return None
    return Nomination.objects.filter(held_by(scope))


def _judged(account_id: int, permission: Permission, step: StandInStep, on: date) -> "QuerySet[Nomination] | None":
    """What somebody judges by role or as a recorded substitute, apart from what they stand too close to."""
    by_role, lent = scope_of(account_id, permission, on=on), recorded_of(account_id, on).stands_in(step)
    if not by_role.units and not by_role.tops and not lent:
        return None
    reached = held_by(by_role) | Q(pk__in=lent) if lent else held_by(by_role)
    return Nomination.objects.filter(reached, apart_from(account_id, on))


def tasks_of(account_id: int, on: date) -> Tasks:
    """What this person can do next, by what their roles open and what they do not stand too close to."""
    none = TaskList()
    mine = _in(account_id, Permission.PREPARE_NOMINATION, on)
    heading = _in(account_id, Permission.SUBMIT_NOMINATION, on)
    judging = _judged(account_id, Permission.VERIFY, StandInStep.VERIFY, on)
    chairing = _judged(account_id, Permission.RECOGNISE_BY_COUNCIL, StandInStep.RECOGNISE, on)
    drafts = mine.filter(state=S.DRAFT) if mine is not None else None
    if drafts is not None and heading is not None:
        drafts = drafts.exclude(_COMPLETE)
    return Tasks(
        returned=_rows(mine.filter(state=S.RETURNED), "edited_at") if mine is not None else none,
        drafts=_rows(drafts, "edited_at") if drafts is not None else none,
        to_send=_rows(heading.filter(_COMPLETE, state=S.DRAFT), "edited_at") if heading is not None else none,
        to_verify=_rows(judging.filter(state=S.SUBMITTED), "sent_at") if judging is not None else none,
        to_recognise=_rows(chairing.filter(_NOT_BY_COUNCIL), "verified_at") if chairing is not None else none,
    )
