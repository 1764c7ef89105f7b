"""Erasing what is known of a subject: every value that the law does not ask to keep, for good."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.erasing import forget_file
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.immutable import STRUCK
from neuguong.core.models import StoredFile
from neuguong.core.tasks import finish_erasure
from neuguong.core.text import fold
from neuguong.exemplars.enums import PairState
from neuguong.exemplars.models import (
    DuplicatePair,
    ExemplarMessage,
    Nomination,
    Replication,
    RewardRecord,
    Subject,
    Suggestion,
)
from neuguong.exemplars.operations.words import index, index_subject, tidy
from neuguong.exemplars.policy import (
    erases_message,
    erases_replication,
    erases_reward,
    erases_subject,
    erases_suggestion,
)
from neuguong.exemplars.queries.erasure import Reach, family_of, reach_of, reach_of_reward, reach_of_voice
from neuguong.exemplars.reading.retention import Rule, rules

LONGEST = 300


@transaction.atomic
def erase_subject(*, subject: Subject, reason: str, typed: str, by: Actor, at: datetime) -> Subject:
    """Erase what is known of a subject and of all it has taken in (Law 91/2025/QH15, art. 14; rules: data/retention.toml).

    The register's line, issued packages and who did what stay. `typed` is the subject's name as the person typed it,
    `reason` names the ground (a request's number), without the name. Erased before, nothing happens. The seal of the
    audit holds: only its personal halves are emptied. Files on disk and free pages follow in the background.
    Raises Refused (not theirs, a dossier under way), BadInput, Stale (a dossier came meanwhile).
    """
    family = family_of(subject)
    dossiers = Nomination.objects.filter(subject_id__in=family).order_by("pk")
    seen = list(dossiers.select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = Subject.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    subject = {row.pk: row for row in rows.filter(pk__in=family)}[subject.pk]
    if subject.erased_at is not None:
        return subject
    if refusal := erases_subject(by, subject, at):
        raise Refused(refusal)
    reason = _checked(subject, reason, typed)
    reach = reach_of(subject)
    if list(reach.dossiers) != seen or reach.subjects != family:
        raise Stale("Vừa có hồ sơ mới về đối tượng này. Tải lại trang rồi làm tiếp.")
    told = {rule.model: len(reach.rows[rule.model]) for rule in rules() if rule.reaches and rule.changes}
    for rule in rules():
        if rule.reaches and rule.changes:
            _carry_out(rule, reach, by=by, at=at)
    DuplicatePair.objects.filter(pk__in=reach.rows["exemplars.DuplicatePair"], state=PairState.OPEN).delete()
    _index_anew(reach)
    Subject.objects.filter(pk__in=reach.subjects).update(erased_at=at)
    subject.refresh_from_db()
    record(
        "erase_subject", subject, by=by, at=at,
        facts={"subjects": reach.subjects, "dossiers": reach.dossiers, "rows": {k: n for k, n in told.items() if n}},
        personal={"reason": reason},
    )  # fmt: skip
    transaction.on_commit(lambda: finish_erasure.enqueue())
    return subject


@transaction.atomic
def erase_suggestion(*, suggestion: Suggestion, reason: str, by: Actor, at: datetime) -> Suggestion:
    """Erase what a citizen told and how to reach them, where no dossier came of it (Law 91/2025/QH15, art. 14).

    That something was told, when, and what became of it stays. Erased before, nothing happens.
    Raises Refused (not theirs, not closed, has a dossier), BadInput (no ground).
    """
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=suggestion.pk)
    if row.about == STRUCK:
        return row
    if refusal := erases_suggestion(by, row, at):
        raise Refused(refusal)
    reason = _ground(reason, row.about)
    _strike_voice(row, by=by, at=at, contact="", account=None)
    record("erase_suggestion", row, by=by, at=at, personal={"reason": reason})
    return row


@transaction.atomic
def erase_replication(*, replication: Replication, reason: str, by: Actor, at: datetime) -> Replication:
    """Erase what was told and seen of a place, and who follows; as `erase_suggestion`. Raises Refused, BadInput."""
    rows = Replication.objects.select_for_update(of=("self",)).select_related("exemplar__plan__unit")
    row = rows.get(pk=replication.pk)
    if row.who == STRUCK:
        return row
    if refusal := erases_replication(by, row, at):
        raise Refused(refusal)
    reason = _ground(reason, row.who)
    _strike_voice(row, by=by, at=at, who=STRUCK, contact="", account=None)
    record("erase_replication", row, by=by, at=at, personal={"reason": reason})
    return row


@transaction.atomic
def erase_message(*, message: ExemplarMessage, reason: str, by: Actor, at: datetime) -> ExemplarMessage:
    """Erase a reader's message with name and address; it leaves the page, too. As `erase_suggestion`. Raises Refused, BadInput."""
    rows = ExemplarMessage.objects.select_for_update(of=("self",)).select_related("exemplar__plan__unit")
    row = rows.get(pk=message.pk)
    if row.words == STRUCK:
        return row
    if refusal := erases_message(by, row, at):
        raise Refused(refusal)
    reason = _ground(reason, row.name)
    _strike_voice(row, by=by, at=at, name="", email="", shown_name="", shown_at=None, flags="")
    record("erase_message", row, by=by, at=at, personal={"reason": reason})
    return row


@transaction.atomic
def erase_reward(*, reward: RewardRecord, reason: str, by: Actor, at: datetime) -> RewardRecord:
    """Erase whom an award from above was given to, its scan and what articles told; it was taken back before.

    Number and day of the decision, level and unit stay, and the paper of the consent (Law 91/2025/QH15, art. 9, 14).
    Raises Refused, BadInput.
    """
    rows = RewardRecord.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit")
    row = rows.get(pk=reward.pk)
    if row.erased_at is not None:
        return row
    if refusal := erases_reward(by, row, at):
        raise Refused(refusal)
    reason = _ground(reason, row.name)
    reach = reach_of_reward(row)
    for rule in rules():
        if rule.reaches and rule.changes:
            _carry_out(rule, reach, by=by, at=at)
    RewardRecord.objects.filter(pk=row.pk).update(
        erased_at=at, sort_key="", search_text=fold(row.decision_number), version=models.F("version") + 1
    )
    row.refresh_from_db()
    record("erase_reward", row, by=by, at=at, personal={"reason": reason})
    transaction.on_commit(lambda: finish_erasure.enqueue())
    return row


def _strike_voice(row: Suggestion | Replication | ExemplarMessage, *, by: Actor, at: datetime, **sender: Any) -> None:
    """Carry the rules of the file out for one thing that was told; `sender` is what it keeps of who told it."""
    reach = reach_of_voice(row)
    for rule in rules():
        if rule.reaches and rule.changes:
            _carry_out(rule, reach, by=by, at=at)
    type(row)._base_manager.filter(pk=row.pk).update(**sender)
    transaction.on_commit(lambda: finish_erasure.enqueue())
    row.refresh_from_db()


def _ground(reason: str, name: str) -> str:
    """Why, without the name: this is kept when everything else is gone."""
    reason = " ".join(tidy(reason).split())
    if not reason or len(reason) > LONGEST:
        raise BadInput(f"Ghi căn cứ để xóa, ví dụ số và ngày của đơn, không quá {LONGEST} ký tự.", field="reason")
    if name and fold(name) in fold(reason):
        raise BadInput(
            "Căn cứ được giữ lại sau khi xóa nên không ghi tên đối tượng. Ghi số và ngày của đơn.", field="reason"
        )
    return reason


def _checked(subject: Subject, reason: str, typed: str) -> str:
    reason = _ground(reason, subject.name)
    if " ".join(tidy(typed).split()) != " ".join(subject.name.split()):
        raise BadInput("Tên gõ lại chưa đúng với tên của đối tượng.", field="typed")
    return reason


def _carry_out(rule: Rule, reach: Reach, *, by: Actor, at: datetime) -> None:
    rows = reach.of(rule)
    if rule.delete:
        rows.delete()
    elif rule.forget:
        for file in StoredFile.objects.filter(pk__in=rows.values("pk")).order_by("pk"):
            forget_file(file=file, by=by, at=at)
    else:
        for name in rule.strike:
            rows.exclude(**{name: ""}).update(**{name: STRUCK})
        if rule.empty:
            rows.update(**{name: _nothing(rows.model, name) for name in rule.empty})


def _nothing(model: type[models.Model], name: str) -> Any:
    """What an empty column of this sort holds."""
    column: Any = model._meta.get_field(name)
    return None if column.null else column.get_default()


def _index_anew(reach: Reach) -> None:
    """The forms by which rows are found and sorted, made from what is left."""
    for subject in Subject.objects.filter(pk__in=reach.subjects):
        index_subject(subject).save(update_fields=["sort_key", "search_text"])
    for nomination in Nomination.objects.filter(pk__in=reach.dossiers).select_related("subject", "unit", "initiative"):
        index(nomination)
        nomination.version += 1  # whoever has the page open sees that something changed
        nomination.save(update_fields=["search_text", "sort_key", "version"])
