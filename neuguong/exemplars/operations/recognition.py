"""Recognition (công nhận): by the unit itself, or by the Council's chair; it opens the register's page."""

from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import fold, nfc, slug
from neuguong.exemplars.enums import ExemplarState, RecognitionLevel, StandInStep
from neuguong.exemplars.models import Exemplar, Nomination, Recognition, Subject
from neuguong.exemplars.operations.nominations import step
from neuguong.exemplars.operations.words import take
from neuguong.exemplars.policy import recognition_rule, stands_in
from neuguong.exemplars.workflows import NOMINATION
from neuguong.org.enums import Seat
from neuguong.org.models import Council, CouncilSeat, UnitAncestor


def _check_open(name: str, nomination: Nomination, by: Actor, at: datetime) -> None:
    """Whether the step is open comes before whether its papers are right: the latter says more than a stranger may know."""
    if refusal := NOMINATION.refusal(name, dossier=nomination, actor=by, at=at):
        raise Refused(refusal)


_NEEDED = {
    "document_number": "Ghi số quyết định công nhận.",
    "meeting_number": "Ghi số biên bản họp Hội đồng.",
    "meeting_on": "Ghi ngày họp Hội đồng.",
}


def _check_needs(nomination: Nomination, level: str, at: datetime, given: dict[str, object]) -> None:
    """What the plan wants written down at this level."""
    rule = recognition_rule(nomination, level, at)
    for name in rule.needs if rule else ():
        if not str(given.get(name) or "").strip():
            raise BadInput(_NEEDED.get(name, "Ghi đủ thông tin mà kế hoạch yêu cầu."), field=name)


def _check_day(nomination: Nomination, decided_on: date, at: datetime) -> None:
    if decided_on > local_day(at):
        raise BadInput("Ngày công nhận không thể sau hôm nay.", field="decided_on")
    if decided_on < nomination.plan.valid_from:
        raise BadInput(f"Ngày công nhận không thể trước khi có kế hoạch {nomination.plan.number}.", field="decided_on")


def _free_slug(nomination: Nomination) -> str:
    wanted = f"{slug(nomination.subject.name)}-{nomination.number.removeprefix('HS-')}".strip("-").lower()
    taken = set(Exemplar.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(one for n in range(1, len(taken) + 2) if (one := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def enter_register(
    nomination: Nomination, level: str, decided_on: date, *, first_state: ExemplarState | None = None
) -> Exemplar:
    """The subject's one page under this plan; the highest level so far decides its level, day and year.

    Within a recognition, which is recorded. A new page is shown unless `first_state` or an earlier plan says otherwise.
    """
    subject = nomination.subject
    Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)  # two dossiers of one person, recognised at once
    found = Exemplar.objects.filter(subject=subject, plan=nomination.plan).first()
    if found and found.state == ExemplarState.REVOKED:
        raise Refused(
            f"Công nhận {found.name} theo kế hoạch {nomination.plan.number} đã bị hủy nên không công nhận lại."
        )
    exemplar = found or Exemplar(
        subject=subject, plan=nomination.plan, slug=_free_slug(nomination), state=first_state or _first_state(subject)
    )
    if found and (found.level == RecognitionLevel.COUNCIL or level == RecognitionLevel.UNIT):
        return found
    return _fill(exemplar, nomination, level, decided_on)


def _first_state(subject: Subject) -> ExemplarState:
    """Whom the office keeps from the public is not shown because a further plan honours them."""
    withheld = Exemplar.objects.filter(subject=subject, state=ExemplarState.WITHHELD).exists()
    return ExemplarState.WITHHELD if withheld else ExemplarState.STANDING


def _fill(exemplar: Exemplar, nomination: Nomination, level: str, decided_on: date) -> Exemplar:
    subject, unit, sector = nomination.subject, nomination.unit, nomination.sector
    if sector is None:
        raise BadInput("Hồ sơ chưa có lĩnh vực nên chưa công nhận được.", field="sector")
    exemplar.kind, exemplar.unit, exemplar.sector = subject.kind, unit, sector
    exemplar.level, exemplar.recognised_on, exemplar.year = level, decided_on, decided_on.year
    if exemplar.pk and exemplar.corrections.filter(true=exemplar.name).exists():
        exemplar.save()  # its name was put right on the page; the dossier may still have the old one
        return exemplar
    exemplar.name, exemplar.sort_key = subject.name, subject.sort_key
    exemplar.search_text = fold(f"{subject.name} {unit.name} {sector.name}")[:600]
    exemplar.save()
    return exemplar


def new_page(nomination: Nomination) -> Exemplar:
    """A page of its own for a dossier that was recognised before; its level and day are settled by the caller."""
    page = Exemplar(subject=nomination.subject, plan=nomination.plan, slug=_free_slug(nomination))
    first = nomination.recognitions.order_by("pk")[0]
    return _fill(page, nomination, first.level, first.decided_on)


def _recognised(nomination: Nomination, at: datetime, recorded_at: datetime | None) -> dict[str, datetime]:
    if nomination.recognised_at is not None:
        return {}  # the first recognition is what the boards count
    return {"recognised_at": at, "recognised_recorded_at": recorded_at or at}


@transaction.atomic
def recognise_in_unit(
    *,
    nomination: Nomination,
    document_number: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Recognition:
    """The head recognises an exemplar of the unit, within its authority (KH 87, IV.1). Raises Refused, Stale, BadInput."""
    take(nomination, seen_version)
    _check_open("recognise_unit", nomination, by, at)
    _check_needs(nomination, RecognitionLevel.UNIT, at, {"document_number": document_number})
    _check_day(nomination, decided_on, at)
    step(
        "recognise_unit", nomination, by=by, at=at, recorded_at=recorded_at,
        also=_recognised(nomination, at, recorded_at), facts={"document": document_number, "decided_on": decided_on},
    )  # fmt: skip
    return Recognition.objects.create(
        exemplar=enter_register(nomination, RecognitionLevel.UNIT, decided_on),
        nomination=nomination,
        level=RecognitionLevel.UNIT,
        unit=nomination.unit,
        document_number=_paper(document_number, "document_number"),
        decided_on=decided_on,
        decided_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )


def _paper(number: str, name: str) -> str:
    number = nfc(number).strip()
    if len(number) > 60:
        raise BadInput("Số văn bản không quá 60 ký tự.", field=name)
    return number


def _check_meeting(
    nomination: Nomination,
    council: Council,
    number: str,
    meeting_on: date | None,
    decided_on: date,
    by: Actor,
    at: datetime,
) -> None:
    if not number.strip():
        raise BadInput("Ghi số biên bản họp Hội đồng.", field="meeting_number")
    if meeting_on is None or meeting_on > decided_on:
        raise BadInput("Ngày họp Hội đồng phải có và không sau ngày công nhận.", field="meeting_on")
    if not UnitAncestor.objects.filter(unit=nomination.unit, ancestor_id=council.unit_id).exists():
        raise BadInput("Hội đồng này không phụ trách đơn vị giới thiệu.", field="council")
    # Where the chair stands too close, the step is open to the deputy or member whom the office recorded.
    named = stands_in(by, nomination, at, StandInStep.RECOGNISE)
    seats, on = (Seat.DEPUTY, Seat.MEMBER) if named else (Seat.CHAIR,), local_day(at)
    chairs = CouncilSeat.objects.filter(
        council=council, seat__in=seats, account_id=by.account_id or 0, valid_from__lte=on
    )
    if not any(seat.valid_to is None or seat.valid_to >= on for seat in chairs):
        raise BadInput("Anh/chị không phải Chủ tịch của Hội đồng đã chọn vào ngày này.", field="council")


@transaction.atomic
def recognise_by_council(
    *,
    nomination: Nomination,
    council: Council,
    meeting_number: str,
    meeting_on: date,
    document_number: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Recognition:
    """The chair recognises for the Council, with the meeting's number and day (KH 87, III.2.2).

    Raises Refused, Stale, BadInput (meeting missing, days out of order, another organisation's Council).
    """
    take(nomination, seen_version)
    _check_open("recognise_council", nomination, by, at)
    given = {"document_number": document_number, "meeting_number": meeting_number, "meeting_on": meeting_on}
    _check_needs(nomination, RecognitionLevel.COUNCIL, at, given)
    _check_day(nomination, decided_on, at)
    _check_meeting(nomination, council, meeting_number, meeting_on, decided_on, by, at)
    also = _recognised(nomination, at, recorded_at)
    facts = {"council": council.pk, "meeting": meeting_number, "meeting_on": meeting_on, "decided_on": decided_on}
    step("recognise_council", nomination, by=by, at=at, recorded_at=recorded_at, also=also, facts=facts)
    return Recognition.objects.create(
        exemplar=enter_register(nomination, RecognitionLevel.COUNCIL, decided_on),
        nomination=nomination,
        level=RecognitionLevel.COUNCIL,
        council=council,
        document_number=_paper(document_number, "document_number"),
        meeting_number=_paper(meeting_number, "meeting_number"),
        meeting_on=meeting_on,
        decided_on=decided_on,
        decided_by_id=by.account_id,
        recorded_at=recorded_at or at,
    )
