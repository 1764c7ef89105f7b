"""Writing down a talk that was held, and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.typed import one_line
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.org.models import Speaker, Unit
from neuguong.org.policy import records_publicity
from neuguong.org.queries.speakers import speakers_to_choose
from neuguong.publicity.enums import AudienceKind
from neuguong.publicity.models import SessionExemplar, TalkSession

MOST_LISTENERS = 100_000
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Talk:
    """What was typed about a talk."""

    held_on: date
    place: str
    audience: str
    audience_count: int
    topics: str


@transaction.atomic
def record_talk(
    *,
    unit: Unit,
    speaker: Speaker,
    talk: Talk,
    told: Collection[Exemplar] = (),
    file: tuple[str, BinaryIO | bytes] | None = None,
    form_key: str = "",
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> TalkSession:
    """Write a talk down for the unit that held it, whoever's speaker it was; the form sent twice is one talk.

    Raises Refused (not theirs) and BadInput.
    """
    held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if by.account_id is None or (refusal := records_publicity(by, held, at)):
        raise Refused(refusal if by.account_id else "Việc này cần một người đã đăng nhập.")
    if form_key and (twin := TalkSession.objects.filter(unit=held, form_key=form_key).first()):
        return twin
    words = _checked(talk, held, local_day(at))
    _speaks(speaker, talk.held_on, by.account_id, local_day(at))
    pages = _of_register(told)
    link = f"org.speaker:{speaker.pk}"
    kept = accept_upload(name=file[0], content=file[1], by=by, at=at, link=link) if file else None
    row = TalkSession.objects.create(
        unit=held, speaker=speaker, file=kept, form_key=form_key, recorded_by_id=by.account_id,
        recorded_at=recorded_at or at, **words,
    )  # fmt: skip
    SessionExemplar.objects.bulk_create(SessionExemplar(session=row, exemplar=page) for page in pages)
    facts = {
        "unit": held.pk, "speaker": speaker.pk, "held_on": talk.held_on, "audience": talk.audience,
        "audience_count": talk.audience_count, "told": [page.pk for page in pages],
    }  # fmt: skip
    record("record_talk", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


@transaction.atomic
def withdraw_talk(*, session: TalkSession, reason: str, by: Actor, at: datetime) -> TalkSession:
    """Take a talk back: it counts no more from now on and stays to be read, with the reason. Raises Refused, Stale, BadInput."""
    row = TalkSession.objects.select_for_update(of=("self",)).select_related("unit").get(pk=session.pk)
    if by.account_id is None or (refusal := records_publicity(by, row.unit, at)):
        raise Refused(refusal if by.account_id else "Việc này cần một người đã đăng nhập.")
    if row.withdrawn_at is not None:
        raise Stale(f"Buổi nói chuyện này đã được rút ngày {local_day(row.withdrawn_at):%d/%m/%Y}.")
    text = one_line(reason, 300, "reason", "Ghi lý do rút.")
    row.withdrawn_at, row.withdrawn_by_id, row.withdraw_reason = at, by.account_id, text
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    facts = {"unit": row.unit_id, "speaker": row.speaker_id}
    record("withdraw_talk", row, by=by, at=at, facts=facts, personal={"reason": text})
    return row


def _checked(talk: Talk, unit: Unit, today: date) -> dict[str, object]:
    if talk.held_on > today:
        raise BadInput("Ngày nói chuyện chưa tới; nói xong rồi mới ghi.", field="held_on")
    if talk.held_on < unit.valid_from or (unit.valid_to is not None and talk.held_on >= unit.valid_to):
        raise BadInput(f"{unit.name} không hoạt động vào ngày này.", field="held_on")
    if talk.audience not in AudienceKind.values:
        raise BadInput("Chọn người nghe.", field="audience")
    if not 1 <= talk.audience_count <= MOST_LISTENERS:
        raise BadInput("Ghi số người nghe, từ 1 đến 100.000.", field="audience_count")
    return {
        "held_on": talk.held_on,
        "place": one_line(talk.place, 200, "place", "Ghi nơi nói chuyện."),
        "audience": talk.audience,
        "audience_count": talk.audience_count,
        "topics": one_line(talk.topics, 400, "topics", "Ghi chủ đề."),
    }


def _speaks(speaker: Speaker, held_on: date, account_id: int, today: date) -> None:
    """The speaker is one whom this person may choose, and was one on the day of the talk."""
    if not speakers_to_choose(account_id, today).filter(pk=speaker.pk).exists():
        raise BadInput("Chọn người nói chuyện trong danh sách.", field="speaker")
    if not Speaker.objects.on(held_on).filter(pk=speaker.pk).exists():
        raise BadInput(
            f"Ngày {held_on:%d/%m/%Y} {speaker.name} không có tên trong danh sách báo cáo viên, tuyên truyền viên.",
            field="speaker",
        )


def _of_register(told: Collection[Exemplar]) -> list[Exemplar]:
    """Only what the public register shows now; who was revoked or is withheld is not told of."""
    if len(told) > MOST_TOLD:
        raise BadInput(f"Chọn không quá {MOST_TOLD} điển hình cho một buổi.", field="told")
    ids = {page.pk for page in told}
    found = list(shown().filter(pk__in=ids).order_by("pk"))
    if len(found) != len(ids):
        raise BadInput("Có điển hình không còn trong sổ điển hình công khai. Bỏ chọn rồi ghi lại.", field="told")
    return found
