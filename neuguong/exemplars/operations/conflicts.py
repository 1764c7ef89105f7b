"""Stepping back from judging a dossier, and naming who steps in (KH 87, III.3: khách quan, trung thực).

A declaration is what somebody says of themself; a recusal is from one dossier, by themself or by a colleague. Both
close the dossier to them at once, and only the unit's own people still read it. Rows are withdrawn or lifted.
"""

from datetime import date, datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import stop_letters, write_letter
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.exemplars.enums import DECLARED_KINDS, ConflictKind, NominationState, StandInStep
from neuguong.exemplars.models import ConflictDeclaration, Nomination, Recusal, Substitute
from neuguong.exemplars.policy import appoints_substitute, lifts_recusals, recuses_others
from neuguong.exemplars.queries.conflict_lists import letters_to_keep_back
from neuguong.exemplars.queries.conflicts import candidates_for, judges_left
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.org.models import Account
from neuguong.org.queries.access import holders
from neuguong.org.roles import Permission

NOT_FOUND = "Không tìm thấy hồ sơ này trong phạm vi của anh/chị."
LETTERS = 200


def _held(nomination: Nomination) -> Nomination:
    """The dossier's row, locked: a step of the same dossier waits, and is then refused."""
    return Nomination.objects.select_for_update(of=("self",)).select_related("subject", "unit").get(pk=nomination.pk)


def _words(text: str, field: str, missing: str = "") -> str:
    tidy = " ".join(nfc(text).replace("\x00", "").split())
    if missing and not tidy:
        raise BadInput(missing, field=field)
    if len(tidy) > LETTERS:
        raise BadInput(f"Viết ngắn lại, không quá {LETTERS} ký tự.", field=field)
    return tidy


def _person(by: Actor) -> int:
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    return by.account_id


@transaction.atomic
def declare_conflict(
    *, nomination: Nomination, kind: str, note: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> ConflictDeclaration:
    """Somebody says that they are kin of the subject, its manager or an earlier supporter; asked twice, one row.

    It holds for every dossier about the subject, from this moment. Raises Refused and BadInput.
    """
    account_id, row = _person(by), _held(nomination)
    if kind not in DECLARED_KINDS:
        raise BadInput("Chọn quan hệ với người, tập thể, hộ được giới thiệu.", field="kind")
    note = _words(note, "note")
    open_ones = ConflictDeclaration.objects.filter(account_id=account_id, nomination=row, kind=kind, withdrawn_at=None)
    if found := open_ones.first():
        return found
    _require_in_sight(row, account_id, at)
    declared = ConflictDeclaration.objects.create(
        account_id=account_id, subject=row.subject, nomination=row, kind=kind, note=note, declared_by_id=account_id,
        declared_at=at,
    )  # fmt: skip
    facts = {"account": account_id, "subject": row.subject_id, "nomination": row.pk, "kind": kind}
    record("declare_conflict", declared, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"note": note})
    stop_letters(recipient_id=account_id, links=letters_to_keep_back(account_id, local_day(at)))
    _tell_if_nobody_is_left(row, declared.pk, "declared", at)
    return declared


def _require_in_sight(nomination: Nomination, account_id: int, at: datetime) -> None:
    if not visible_to(account_id, local_day(at)).filter(pk=nomination.pk).exists():
        raise Refused(NOT_FOUND)


def _link(pk: int) -> str:
    return f"{Nomination._meta.label_lower}:{pk}"


def _tell_if_nobody_is_left(nomination: Nomination, pk: int, what: str, at: datetime) -> None:
    """The Council's chair hears when a waiting dossier has nobody to verify it any more."""
    if nomination.state != NominationState.SUBMITTED or judges_left(nomination, StandInStep.VERIFY, at):
        return
    for chair in holders(Permission.RECOGNISE_BY_COUNCIL, unit=nomination.keeper, on=local_day(at)):
        if not visible_to(chair.pk, local_day(at)).filter(pk=nomination.pk).exists():
            continue
        write_letter(
            key=f"nobody-left:{what}:{pk}:{chair.pk}",
            recipient_id=chair.pk,
            subject=f"Hồ sơ {nomination.number} không còn ai thẩm định",
            body=f"Người của cơ quan thường trực đều có liên quan đến hồ sơ {nomination.number} của "
            f"{nomination.unit.name}. Mở hồ sơ để cử người thay.",
            link=_link(nomination.pk),
            at=at,
        )


@transaction.atomic
def withdraw_declaration(
    *,
    declaration: ConflictDeclaration,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> ConflictDeclaration:
    """Take back what was declared in error, with the reason; the colleagues hear of it. Raises Refused, BadInput."""
    row = ConflictDeclaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if row.account_id != _person(by):
        raise Refused("Chỉ người đã khai báo rút được khai báo của mình.")
    if row.withdrawn_at is not None:
        raise Refused("Khai báo này đã được rút.")
    row.withdrawn_reason = _words(reason, "reason", "Ghi lý do rút khai báo.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    facts = {"account": row.account_id, "subject": row.subject_id, "nomination": row.nomination_id}
    record(
        "withdraw_declaration", row, by=by, at=at, recorded_at=recorded_at, facts=facts,
        personal={"reason": row.withdrawn_reason},
    )  # fmt: skip
    nomination = Nomination.objects.select_related("subject", "unit").get(pk=row.nomination_id)
    for colleague in judges_left(nomination, StandInStep.VERIFY, at):
        if colleague.pk != row.account_id:
            write_letter(
                key=f"withdrawn:{row.pk}:{colleague.pk}",
                recipient_id=colleague.pk,
                subject=f"Rút khai báo liên quan ở hồ sơ {nomination.number}",
                body=f"{row.account.full_name} rút khai báo “{ConflictKind(row.kind).label}”. "
                f"Lý do: {row.withdrawn_reason}",
                link=_link(nomination.pk),
                at=at,
            )
    return row


@transaction.atomic
def recuse(
    *,
    nomination: Nomination,
    account: Account,
    reason: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Recusal:
    """Somebody takes no further part in judging a dossier: oneself, or a colleague of the office whom another names.

    Asked twice, one row. Who was named by a colleague gets a letter. Raises Refused and BadInput.
    """
    actor_id, row = _person(by), _held(nomination)
    if account.pk != actor_id and (refusal := recuses_others(by, row, at, account)):
        raise Refused(refusal)
    reason = _words(reason, "reason", "Ghi lý do rút khỏi việc xét hồ sơ.")
    if found := Recusal.objects.filter(account=account, nomination=row, lifted_at=None).first():
        return found
    _require_in_sight(row, actor_id, at)
    written = Recusal.objects.create(
        account=account, nomination=row, reason=reason, recused_by_id=actor_id, recused_at=at
    )
    facts = {"account": account.pk, "nomination": row.pk, "by_themself": account.pk == actor_id}
    record("recuse", written, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"reason": reason})
    stop_letters(recipient_id=account.pk, links=letters_to_keep_back(account.pk, local_day(at)))
    if account.pk != actor_id:
        write_letter(
            key=f"recused:{written.pk}",
            recipient_id=account.pk,
            subject=f"Anh/chị không tham gia xét hồ sơ {row.number}",
            body=f"{by.name} ghi anh/chị rút khỏi việc xét hồ sơ {row.number}. Lý do: {reason}",
            at=at,
        )
    _tell_if_nobody_is_left(row, written.pk, "recused", at)
    return written


@transaction.atomic
def lift_recusal(
    *, recusal: Recusal, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Recusal:
    """Another one of the office lets somebody back in, with the reason. Raises Refused and BadInput."""
    row = Recusal.objects.select_for_update(of=("self",)).select_related("nomination__unit").get(pk=recusal.pk)
    if refusal := lifts_recusals(by, row.nomination, at, row.account_id):
        raise Refused(refusal)
    if row.lifted_at is not None:
        raise Refused("Việc rút khỏi hồ sơ này đã được bỏ.")
    row.lifted_reason = _words(reason, "reason", "Ghi lý do cho tham gia lại.")
    row.lifted_at, row.lifted_by_id = at, by.account_id
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    record(
        "lift_recusal", row, by=by, at=at, recorded_at=recorded_at,
        facts={"account": row.account_id, "nomination": row.nomination_id}, personal={"reason": row.lifted_reason},
    )  # fmt: skip
    return row


@transaction.atomic
def appoint_substitute(
    *,
    nomination: Nomination,
    account: Account,
    step: str,
    document: str,
    valid_to: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Substitute:
    """Name who judges one dossier where nobody without a tie is left, by a paper, until a day. Asked twice, one row.

    For verification the Council's chair names somebody; for the Council's recognition the office records the deputy or
    member who presides. A whole role for some days is `org.operations.memberships.substitute`. Raises Refused, BadInput.
    """
    actor_id, row = _person(by), _held(nomination)
    if step not in StandInStep.values:
        raise BadInput("Chọn việc cần người thay.", field="step")
    work = StandInStep(step)
    found = Substitute.objects.filter(
        nomination=row, account=account, step=work, ended_at=None, valid_to__gte=local_day(at)
    )
    if existing := found.first():
        return existing
    if refusal := appoints_substitute(by, row, at, work):
        raise Refused(refusal)
    if account.pk not in {one.pk for one in candidates_for(row, work, at)}:
        raise BadInput(
            "Người này không thay được: có liên quan đến hồ sơ, hoặc không thuộc diện được cử.", field="account"
        )
    document = _words(document, "document", "Ghi số và ngày của văn bản phân công.")
    if valid_to < local_day(at):
        raise BadInput("Ngày cuối phải từ hôm nay trở đi.", field="valid_to")
    # A row whose days ran out stays as it was; it only makes room for the new one.
    Substitute.objects.filter(nomination=row, account=account, step=work, ended_at=None).update(
        ended_at=at, ended_by_id=actor_id
    )
    written = Substitute.objects.create(
        nomination=row, account=account, step=work, document=document, valid_to=valid_to, appointed_by_id=actor_id,
        appointed_at=at,
    )  # fmt: skip
    facts = {"account": account.pk, "nomination": row.pk, "step": work, "valid_to": valid_to}
    record(
        "appoint_substitute", written, by=by, at=at, recorded_at=recorded_at, facts=facts,
        personal={"document": document},
    )  # fmt: skip
    write_letter(
        key=f"substitute:{written.pk}",
        recipient_id=account.pk,
        subject=f"Anh/chị được cử {work.label}: hồ sơ {row.number}",
        body=f"Theo {document}, anh/chị {work.label} hồ sơ {row.number} của {row.unit.name} đến hết "
        f"{valid_to:%d/%m/%Y}. Nếu có liên quan đến hồ sơ, mở hồ sơ và khai báo ngay.",
        link=_link(row.pk),
        at=at,
    )
    return written


@transaction.atomic
def end_substitute(
    *, substitute: Substitute, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Substitute:
    """Who may name a substitute of this kind takes the task back; what was decided stays. Raises Refused."""
    row = Substitute.objects.select_for_update(of=("self",)).select_related("nomination__unit").get(pk=substitute.pk)
    work = StandInStep(row.step)
    if refusal := appoints_substitute(by, row.nomination, at, work, again=True):
        raise Refused(refusal)
    if row.ended_at is not None or row.valid_to < local_day(at):
        raise Refused("Việc thay đã kết thúc.")
    row.ended_at, row.ended_by_id = at, by.account_id
    row.save(update_fields=["ended_at", "ended_by"])
    facts = {"account": row.account_id, "nomination": row.nomination_id, "step": row.step}
    record("end_substitute", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row
