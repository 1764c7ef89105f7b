"""Consents as they come on paper, taking them back with the clocks of the law, and the story on the public page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.deadlines import meet_deadline, open_deadline
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import Deadline, StoredFile
from neuguong.core.periods import day_begins, local_day
from neuguong.core.queries.deadlines import running
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose, PublicationState, WithdrawalWay
from neuguong.exemplars.models import Consent, ConsentGrant, ConsentWithdrawal, Exemplar, Story
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy.publication import tends_publication
from neuguong.exemplars.queries.consents import ANSWER, STOP
from neuguong.exemplars.queries.publication import may_publish, photos_of
from neuguong.exemplars.reading.consent import consent_law_on, who_may_sign
from neuguong.exemplars.workflows import PUBLICATION

SUMMARY = 4000
WITHDRAWN = "Phiếu đồng ý đã được rút."


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What stands on a signed paper: who signed, when, and each (purpose, channel) that was ticked by hand."""

    giver: str
    signer_name: str
    relation: str
    given_on: date
    grants: Collection[tuple[str, str]]
    reads_first: bool = False


def _line(text: str, most: int, field: str, missing: str = "") -> str:
    words = " ".join(tidy(text).split())
    if missing and not words:
        raise BadInput(missing, field=field)
    if len(words) > most:
        raise BadInput(f"Viết ngắn lại, không quá {most} ký tự.", field=field)
    return words


def _locked(exemplar: Exemplar, by: Actor, at: datetime) -> Exemplar:
    """The page, locked, for somebody who keeps it. Raises Refused for everybody else."""
    page = Exemplar.objects.select_for_update(of=("self",)).select_related("plan__unit", "subject").get(pk=exemplar.pk)
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    if refusal := tends_publication(by, page, at):
        raise Refused(refusal)
    return page


@transaction.atomic
def enter_consent(
    *, exemplar: Exemplar, paper: SignedPaper, scan_name: str, scan: BinaryIO | bytes, by: Actor, at: datetime
) -> Consent:
    """Keep a signed paper with its scan. The same paper entered again is the same paper. Raises Refused and BadInput.

    Who must sign depends on the subject's age on the paper's day (Law 91/2025, art. 24; docs/adr/0019).
    """
    page = _locked(exemplar, by, at)
    grants = sorted(set(paper.grants))
    if not grants or any(what not in ConsentPurpose or where not in ConsentChannel for what, where in grants):
        raise BadInput("Đánh dấu ít nhất một điều mà người ký đã đồng ý.", field="grants")
    if paper.given_on > local_day(at):
        raise BadInput("Ngày ký không thể sau hôm nay.", field="given_on")
    if paper.giver not in (may := who_may_sign(page.subject.kind, page.subject.birth_year, paper.given_on)):
        names = " hoặc ".join(ConsentGiver(one).label for one in may)
        raise BadInput(f"Với đối tượng này, phiếu phải do {names} ký.", field="giver")
    assert by.account_id is not None  # noqa: S101  asked above
    missing = "" if paper.giver == ConsentGiver.SELF else "Ghi quan hệ hoặc chức vụ của người ký."
    words: dict[str, Any] = {
        "giver": paper.giver, "given_on": paper.given_on, "reads_first": paper.reads_first,
        "signer_name": _line(paper.signer_name, 120, "signer_name", "Ghi họ tên người ký."),
        "relation": _line(paper.relation, 120, "relation", missing),
    }  # fmt: skip
    for twin in Consent.objects.filter(exemplar=page, withdrawal=None, **words):
        if sorted(twin.grants.values_list("purpose", "channel")) == grants:
            return twin
    link = f"exemplars.exemplar:{page.pk}"
    file = accept_upload(name=scan_name, content=scan, by=by, at=at, link=link)
    row = Consent.objects.create(exemplar=page, scan=file, entered_by_id=by.account_id, entered_at=at, **words)
    ConsentGrant.objects.bulk_create(ConsentGrant(consent=row, purpose=what, channel=where) for what, where in grants)
    record(
        "enter_consent", row, by=by, at=at,
        facts={"exemplar": page.pk, "giver": row.giver, "given_on": row.given_on, "grants": [list(g) for g in grants]},
        personal={"signer_name": row.signer_name, "relation": row.relation},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, withdrawn_on: date, way: str, note: str = "", by: Actor, at: datetime
) -> ConsentWithdrawal:
    """Take a paper back: the story goes at once, and the clocks of the law of that day start. Twice is once.

    Anybody's wish is enough; no reason is asked (Law 91/2025, art. 4; Decree 356/2025). Raises Refused and BadInput.
    """
    page = _locked(consent.exemplar, by, at)
    if found := ConsentWithdrawal.objects.filter(consent=consent).first():
        return found
    if not consent.given_on <= withdrawn_on <= local_day(at):
        raise BadInput("Ngày rút phải từ ngày ký phiếu đến hôm nay.", field="withdrawn_on")
    if way not in WithdrawalWay.values:
        raise BadInput("Chọn cách rút.", field="way")
    assert by.account_id is not None  # noqa: S101  asked above
    row = ConsentWithdrawal.objects.create(
        consent=consent, withdrawn_on=withdrawn_on, way=way, note=_line(note, 300, "note"),
        entered_by_id=by.account_id, entered_at=at,
    )  # fmt: skip
    record(
        "withdraw_consent", row, by=by, at=at, personal={"note": row.note} if row.note else None,
        facts={"consent": consent.pk, "exemplar": page.pk, "withdrawn_on": withdrawn_on, "way": way},
    )  # fmt: skip
    channels = set(consent.grants.values_list("channel", flat=True))
    start_clocks(row, withdrawn_on, channels, unit_id=page.plan.unit_id, by=by, at=at)
    for story in Story.objects.filter(exemplar__in=[page.pk, page.merged_into_id], state=PublicationState.PUBLISHED):
        if not may_publish(story.exemplar, ConsentChannel.PORTAL, on=local_day(at), story=story).allowed:
            _step("take_down", story, note=WITHDRAWN, by=by, at=at)
    return row


def start_clocks(
    thing: models.Model, withdrawn_on: date, channels: Collection[str], *, unit_id: int, by: Actor, at: datetime
) -> None:
    """The clocks of the law of the day for a paper that was taken back: answering, and stopping where it was told."""
    law = consent_law_on(withdrawn_on)
    others = set(channels) - {ConsentChannel.PORTAL}
    start = at if withdrawn_on == local_day(at) else day_begins(withdrawn_on)
    stop = law.stop_with_others_days if others else law.stop_days
    for kind, days, counted, what in (
        (ANSWER, law.answer_days, law.answer_counted, "trả lời người rút đồng ý"),
        (STOP, stop, law.stop_counted, "ngừng đăng"),
    ):
        clock = open_deadline(
            kind=kind, thing=thing, responsible=f"unit:{unit_id}", days=days, counted=counted, by=by, at=start,
            recorded_at=at, rule=f"{law.law}: {what}",
        )  # fmt: skip
        if kind == STOP and not others:  # only this site showed it, and it does so no more
            meet_deadline(deadline=clock, how="page_gone", by=by, at=at)


@transaction.atomic
def meet_withdrawal(*, withdrawal: ConsentWithdrawal, kind: str, by: Actor, at: datetime) -> Deadline | None:
    """The person was answered (`ANSWER`), or every other channel has been told to stop (`STOP`). Twice is once."""
    _locked(withdrawal.consent.exemplar, by, at)
    clock = running(withdrawal, kind) if kind in (ANSWER, STOP) else None
    return meet_deadline(deadline=clock, how="done", by=by, at=at) if clock else None


@transaction.atomic
def write_story(
    *, exemplar: Exemplar, summary: str, photo: StoredFile | None, photo_words: str, by: Actor, at: datetime
) -> Story:
    """Write what the page will tell, while it is not published; a photo comes from the dossier. Raises Refused, BadInput."""
    page = _locked(exemplar, by, at)
    text = tidy(summary).strip()
    if not text or len(text) > SUMMARY:
        raise BadInput("Viết bài tóm tắt, không quá 4.000 ký tự.", field="summary")
    if photo is not None and not photos_of(page).filter(file=photo).exists():
        raise BadInput("Chọn một ảnh trong hồ sơ.", field="photo")
    words = _line(photo_words, 200, "photo_words", "Mô tả ảnh bằng lời cho người không nhìn thấy." if photo else "")
    story = Story.objects.filter(exemplar=page).first() or Story(exemplar=page)
    if story.state == PublicationState.PUBLISHED:
        raise Refused("Câu chuyện đang được đăng. Gỡ xuống rồi sửa.")
    story.summary, story.photo, story.photo_words = text, photo, words if photo else ""
    story.save()
    facts = {"exemplar": page.pk, "photo": photo.pk if photo else None, "letters": len(text)}
    record("write_story", story, by=by, at=at, facts=facts, personal={"summary": text, "photo_words": words})
    return story


@transaction.atomic
def publish_story(*, story: Story, by: Actor, at: datetime) -> Story:
    """Put the story on the public page; refused with exactly what is missing. Pressed twice, published once."""
    row = _story(story)
    if row.state != PublicationState.PUBLISHED:
        _step("publish", row, by=by, at=at, published_at=at)
    return row


@transaction.atomic
def take_down_story(*, story: Story, reason: str, by: Actor, at: datetime) -> Story:
    """Take the story off the page; the register's line of the award stays. Raises Refused."""
    row = _story(story)
    if row.state != PublicationState.TAKEN_DOWN:
        _step("take_down", row, note=_line(reason, 300, "reason", "Ghi lý do gỡ."), by=by, at=at)
    return row


def _story(story: Story) -> Story:
    rows = Story.objects.select_for_update(of=("self",)).select_related("exemplar__plan__unit", "photo")
    return rows.get(pk=story.pk)


def _step(name: str, row: Story, *, note: str = "", by: Actor, at: datetime, **also: object) -> None:
    PUBLICATION.apply(name, dossier=row, by=by, at=at, note=note, also=also)
    facts = {"exemplar": row.exemplar_id, "state": row.state}
    record(f"{name}_story", row, by=by, at=at, facts=facts, personal={"note": note} if note else None)
