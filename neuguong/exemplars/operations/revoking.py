"""Putting the register right: visible corrections, recognitions taken back by a decision (KH 87, III.3: trung thực)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import fold, sort_key
from neuguong.exemplars.enums import SubjectKind
from neuguong.exemplars.models import Correction, Exemplar, Nomination, Revocation
from neuguong.exemplars.operations.notices import tell_of_page
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy import apart_from_exemplar, tends_register
from neuguong.exemplars.workflows import EXEMPLAR

NUMBER, REASON, WORDS = 60, 2_000, 600
NAME, SEARCHED = 200, 600


def _words(text: str, most: int, field: str, missing: str) -> str:
    text = tidy(text).strip()
    if not text:
        raise BadInput(missing, field=field)
    if len(text) > most:
        raise BadInput(f"Viết gọn trong {most} ký tự.", field=field)
    return text


def _check_day(exemplar: Exemplar, decided_on: date, at: datetime) -> None:
    if decided_on > local_day(at):
        raise BadInput("Ngày quyết định không thể sau hôm nay.", field="decided_on")
    if decided_on < exemplar.recognised_on:
        day = f"{exemplar.recognised_on:%d/%m/%Y}"
        raise BadInput(f"Ngày quyết định không thể trước ngày công nhận {day}.", field="decided_on")


@transaction.atomic
def revoke_exemplar(
    *,
    exemplar: Exemplar,
    document_number: str,
    decided_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Revocation:
    """Enter the decision that takes a recognition back. The page is gone everywhere, the dossiers and acts stay.

    Pages that the page has taken in by a merge are revoked with it. From `at` on the boards count the dossiers as
    recognised no more; boards of earlier days stay as they were (ADR 0020). Raises Refused, Stale, BadInput.
    """
    if exemplar.merged_into_id is not None:
        raise Refused("Trang này đã gộp vào trang khác. Ghi hủy công nhận ở trang còn lại.")
    if refusal := EXEMPLAR.refusal("revoke", dossier=exemplar, actor=by, at=at):
        raise Refused(refusal)
    number = _words(document_number, NUMBER, "document_number", "Ghi số quyết định hủy công nhận.")
    reason = _words(reason, REASON, "reason", "Ghi lý do hủy công nhận.")
    _check_day(exemplar, decided_on, at)
    recorded_at = recorded_at or at
    pages = [exemplar, *Exemplar.objects.select_related("plan__unit").filter(merged_into=exemplar).order_by("pk")]
    rows = []
    for page in pages:
        EXEMPLAR.apply("revoke", dossier=page, by=by, at=at, recorded_at=recorded_at, note=reason)
        row = Revocation.objects.create(
            exemplar=page, document_number=number, decided_on=decided_on, reason=reason,
            entered_by_id=by.account_id, effective_at=at, recorded_at=recorded_at,
        )  # fmt: skip
        rows.append(row)
        record(
            "revoke_exemplar", page, by=by, at=at, recorded_at=recorded_at,
            facts={"document": number, "decided_on": decided_on}, personal={"reason": reason},
        )  # fmt: skip
    dossiers = Nomination.objects.filter(recognitions__exemplar__in=pages).values("pk")
    Nomination.objects.filter(Q(pk__in=dossiers)).update(revoked_at=at, revoked_recorded_at=recorded_at)
    tell_of_page(exemplar, "revoke", at=recorded_at, number=number, day=f"{decided_on:%d/%m/%Y}", reason=reason)
    return rows[0]


@transaction.atomic
def correct_exemplar(
    *, exemplar: Exemplar, said: str, true: str, of_story: bool = False, by: Actor, at: datetime
) -> Correction:
    """Say on the public page what was wrong and what is true. The same words entered again are the same correction.

    A correction of the very name that the page bears renames the page; its address goes on working. `of_story` says
    that it speaks of the story: withdrawn consent takes it along, or the page would go on telling it.
    Raises Refused (not the office, revoked), BadInput (nothing said, nothing changed).
    """
    if refusal := tends_register(by, exemplar, at) or apart_from_exemplar(by, exemplar, at):
        raise Refused(refusal)
    if Revocation.objects.filter(exemplar=exemplar).exists():
        raise Refused("Điển hình đã hủy công nhận, trang công khai không còn nên không đính chính.")
    said = _words(said, WORDS, "said", "Chép lại điều đã ghi sai.")
    true = _words(true, WORDS, "true", "Ghi điều đúng.")
    if said == true:
        raise BadInput("Điều đúng đang giống hệt điều đã ghi.", field="true")
    row, new = Correction.objects.get_or_create(
        exemplar=exemplar, said=said, true=true,
        defaults={"of_story": of_story, "corrected_on": local_day(at), "entered_by_id": by.account_id, "recorded_at": at},
    )  # fmt: skip
    if new:
        record(
            "correct_exemplar",
            exemplar,
            by=by,
            at=at,
            facts={"correction": row.pk, "of_story": of_story},
            personal={"said": said, "true": true},
        )
        if said == exemplar.name:
            _rename(exemplar, true)
        tell_of_page(exemplar, "correct", at=at, said=said, true=true)
    return row


def _rename(exemplar: Exemplar, name: str) -> None:
    """The register's heading and what it is found and sorted by; the old name stays findable, the address as it is."""
    row = Exemplar.objects.select_for_update().get(pk=exemplar.pk)
    if len(name) > NAME:
        raise BadInput(f"Tên không quá {NAME} ký tự.", field="true")
    row.name, row.sort_key = name, sort_key(name, person=row.kind == SubjectKind.INDIVIDUAL)
    row.search_text = f"{fold(name)} {row.search_text}"[:SEARCHED].strip()
    row.save(update_fields=["name", "search_text", "sort_key"])
    exemplar.name = name
