"""Recording afterwards (ghi lại sau) what a decision honoured before the system had a dossier: one act, nothing pretended.

The dossier says that it was entered from the decision, that nobody verified it here, and by whom it was typed. Its days
are those of the papers; when it was typed stands beside them, so boards of past days say that they were restated.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.errors import BadInput
from neuguong.core.periods import day_begins, local_day
from neuguong.core.text import nfc
from neuguong.exemplars.enums import ExemplarState, NominationState, RecognitionLevel
from neuguong.exemplars.models import Evidence, Nomination, Recognition
from neuguong.exemplars.operations.nominations import create_nomination, step
from neuguong.exemplars.operations.recognition import enter_register
from neuguong.org.models import Unit
from neuguong.org.queries.people import council_of
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True)
class Honoured:
    """Whom the decision names, with the least that a dossier needs."""

    kind: str
    name: str
    sector: str
    achievement_summary: str
    position: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The paper: of the unit itself, or of the Council after a meeting."""

    level: str
    document_number: str
    decided_on: date
    signer: str
    file_name: str
    content: BinaryIO | bytes
    meeting_number: str = ""
    meeting_on: date | None = None


@dataclass(frozen=True, slots=True)
class Introduced:
    """By which day the unit had introduced the subject on paper, and into which round that falls."""

    at: datetime
    round_code: str
    round_year: int
    on_time: bool


@transaction.atomic
def record_recognised(
    *,
    unit: Unit,
    plan: Plan,
    honoured: Honoured,
    decision: Decision,
    introduced: Introduced | None,
    by: Actor,
    at: datetime,
    form_key: str = "",
) -> Nomination:
    """Make the recognised dossier from its decision. Without `introduced` it counts towards no quota and no round.

    Its page begins withheld: showing it is an act of its own (EXEMPLAR "show"). Raises Refused, BadInput.
    """
    decision = _checked(decision, plan, introduced, local_day(at))
    made = create_nomination(
        unit=unit,
        plan=plan,
        kind=honoured.kind,
        name=honoured.name,
        sector=honoured.sector,
        achievement_summary=honoured.achievement_summary,
        position=honoured.position,
        place=honoured.place,
        decided_on=decision.decided_on,
        form_key=form_key,
        by=by,
        at=at,
    )
    if made.state != NominationState.DRAFT:
        return made  # the form was sent twice
    stored = accept_upload(
        name=decision.file_name, content=decision.content, by=by, at=at, link=f"exemplars.nomination:{made.pk}"
    )
    Evidence.objects.create(
        nomination=made, file=stored, caption=f"Quyết định số {decision.document_number}"[:200],
        added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    facts = {"level": decision.level, "decided_on": decision.decided_on, "document": decision.document_number}
    step("record_after", made, by=by, at=at, recorded_at=None, also=_columns(decision, introduced, at), facts=facts)
    _recognise(made, decision, at)
    return made


def _checked(decision: Decision, plan: Plan, introduced: Introduced | None, today: date) -> Decision:
    number, signer, meeting = (
        nfc(text).strip() for text in (decision.document_number, decision.signer, decision.meeting_number)
    )
    told = decision.decided_on
    wrong = (
        (decision.level not in RecognitionLevel.values, "level", "Chọn đơn vị công nhận hay Hội đồng công nhận."),
        (not 0 < len(number) <= 60, "document_number", "Ghi số quyết định, không quá 60 ký tự."),
        (not 0 < len(signer) <= 120, "signer", "Ghi họ tên người ký quyết định, không quá 120 ký tự."),
        (len(meeting) > 60, "meeting_number", "Số biên bản họp không quá 60 ký tự."),
        (told > today, "decided_on", "Ngày quyết định không thể sau hôm nay."),
        (told < plan.issued_on, "decided_on", f"Ngày quyết định không thể trước khi có kế hoạch {plan.number}."),
        ((decision.meeting_on or told) > told, "meeting_on", "Ngày họp Hội đồng không thể sau ngày quyết định."),
        (
            introduced is not None and local_day(introduced.at) > told,
            "introduced_on",
            "Ngày giới thiệu không thể sau ngày quyết định.",
        ),
    )
    for is_wrong, name, sentence in wrong:
        if is_wrong:
            raise BadInput(sentence, field=name)
    return Decision(
        decision.level, number, decision.decided_on, signer, decision.file_name, decision.content, meeting,
        decision.meeting_on,
    )  # fmt: skip


def _columns(decision: Decision, introduced: Introduced | None, at: datetime) -> dict[str, object]:
    told: dict[str, object] = {"recognised_at": day_begins(decision.decided_on), "recognised_recorded_at": at}
    if introduced is not None:
        told |= {
            "sent_at": introduced.at, "sent_recorded_at": at, "round_code": introduced.round_code,
            "round_year": introduced.round_year, "on_time": introduced.on_time,
        }  # fmt: skip
    return told


def _recognise(made: Nomination, decision: Decision, at: datetime) -> None:
    by_council = decision.level == RecognitionLevel.COUNCIL
    organisation = made.plan.unit
    council = council_of(organisation, on=decision.decided_on) or council_of(organisation, on=local_day(at))
    if by_council and council is None:
        raise BadInput(
            "Đơn vị ban hành kế hoạch chưa có Hội đồng trong hệ thống. Nhờ quản trị viên lập trước.", field="level"
        )
    page = enter_register(made, decision.level, decision.decided_on, first_state=ExemplarState.WITHHELD)
    Recognition.objects.create(
        exemplar=page,
        nomination=made,
        level=decision.level,
        unit=None if by_council else made.unit,
        council=council if by_council else None,
        document_number=decision.document_number,
        meeting_number=decision.meeting_number if by_council else "",
        meeting_on=decision.meeting_on if by_council else None,
        decided_on=decision.decided_on,
        signer=decision.signer,
        recorded_at=at,
    )
