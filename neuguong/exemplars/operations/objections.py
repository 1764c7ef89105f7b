"""Putting dossiers out for comments, receiving and answering comments, where the plan sets days for it.

Only signed comments count: name and contact, confirmed by the link in a mail or entered by the office from paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letter, write_letter_to
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.core.working_days import add_working_days
from neuguong.exemplars.enums import NominationState, ObjectionState
from neuguong.exemplars.models import Nomination, Objection, ObjectionWindow, WindowEntry
from neuguong.exemplars.policy import may_see_deliberation, opens_window
from neuguong.exemplars.policy.voices import answers_objection
from neuguong.exemplars.workflows import OBJECTION
from neuguong.org.models import Account
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of

NAME, CONTACT, WORDS, ANSWER, REASON = 120, 200, 4000, 2000, 200


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a dossier, and who says it."""

    name: str
    words: str
    email: str = ""
    contact: str = ""


def _tidy(text: str) -> str:
    return " ".join(nfc(text).replace("\x00", "").split())


@transaction.atomic
def open_window(
    *, plan: Plan, nominations: Iterable[Nomination], left_out: Mapping[int, str], by: Actor, at: datetime
) -> ObjectionWindow:
    """Put verified dossiers out for comments for the plan's working days, beginning today.

    `left_out` gives, by dossier, why it does not stand on the public list (armed forces, a child, no consent).
    Raises Refused, BadInput (nothing chosen, a dossier that is not verified or stood on a list before).
    """
    if refusal := opens_window(by, plan, at):
        raise Refused(refusal)
    wanted = [one.pk for one in nominations]
    rows = list(
        Nomination.objects.select_for_update(of=("self",))
        .select_related("subject", "unit", "sector")
        .filter(pk__in=wanted, plan=plan, state=NominationState.VERIFIED, window_entry=None)
        .order_by("pk")
    )
    if not wanted:
        raise BadInput("Chọn ít nhất một hồ sơ.", field="nominations")
    if len(rows) != len(set(wanted)):
        raise BadInput("Có hồ sơ vừa đổi trạng thái hoặc đã được đưa ra lấy ý kiến. Chọn lại.", field="nominations")
    reasons = {pk: _tidy(words) for pk, words in left_out.items()}
    if any(len(words) > REASON for words in reasons.values()):
        raise BadInput(f"Lý do không công bố không quá {REASON} ký tự.", field="nominations")
    days, today = rules_of(plan, at).windows.objection_working_days, local_day(at)
    window = ObjectionWindow.objects.create(
        plan=plan, opened_on=today, closes_on=add_working_days(today, days), days=days, opened_by_id=by.account_id,
        opened_at=at,
    )  # fmt: skip
    WindowEntry.objects.bulk_create(
        WindowEntry(
            window=window, nomination=one, shown_name=one.subject.name, kind=one.kind, unit=one.unit,
            sector=one.sector, left_out=reasons.get(one.pk, ""),
        )
        for one in rows
    )  # fmt: skip
    facts = {"plan": plan.pk, "closes_on": window.closes_on, "days": days, "nominations": [one.pk for one in rows]}
    kept = {str(pk): words for pk, words in reasons.items() if words}
    record("open_window", window, by=by, at=at, facts=facts, personal={"left_out": kept} if kept else None)
    return window


def commented_before(form_key: str) -> Objection | None:
    """The comment of a form that was sent already."""
    return Objection.objects.filter(form_key=form_key).first()


def _checked(comment: Comment) -> Comment:
    name, email, contact = _tidy(comment.name), _tidy(comment.email).lower(), _tidy(comment.contact)
    words = nfc(comment.words).replace("\x00", "").replace("\r\n", "\n").strip()
    for text, most, field, missing in (
        (name, NAME, "name", "Ghi họ tên. Ý kiến không ký tên không được xem xét."),
        (contact, CONTACT, "contact", ""),
        (words, WORDS, "words", "Viết ý kiến."),
    ):
        if missing and not text:
            raise BadInput(missing, field=field)
        if len(text) > most:
            raise BadInput(f"Viết không quá {most:,} ký tự.".replace(",", "."), field=field)
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise BadInput("Địa chỉ thư điện tử chưa đúng.", field="email") from wrong
    return Comment(name, words, email, contact)


def _keep(entry: WindowEntry, comment: Comment, form_key: str, *, at: datetime, **more: object) -> Objection:
    row = Objection(
        entry=entry, name=comment.name, email=comment.email, contact=comment.contact, words=comment.words,
        form_key=form_key, sent_at=at, **more,
    )  # fmt: skip
    if row.account is None and comment.email:
        row.account = Account.objects.filter(email=comment.email).first()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if twin := commented_before(form_key):
            return twin
        raise
    return row


def _told(comment: Comment) -> dict[str, str]:
    return {"name": comment.name, "email": comment.email, "contact": comment.contact, "words": comment.words}


@transaction.atomic
def comment_on(
    *, entry: WindowEntry, comment: Comment, form_key: str, by: Actor, at: datetime, sender: Account | None = None
) -> Objection:
    """Receive a comment from the public site; it becomes one when its sender opens the link in the mail.

    Raises Refused (window not open, dossier not on the public list) and BadInput.
    """
    if twin := commented_before(form_key):
        return twin
    if entry.left_out or not entry.window.opened_on <= local_day(at) <= entry.window.closes_on:
        raise Refused("Thời gian lấy ý kiến đã hết.")
    comment = _checked(comment)
    if not comment.email:
        raise BadInput("Ghi thư điện tử để nhận đường dẫn xác nhận.", field="email")
    row = _keep(entry, comment, form_key, at=at, account=sender, state=ObjectionState.UNCONFIRMED)
    record("comment_on", row, by=by, at=at, facts={"entry": entry.pk}, personal=_told(comment))
    write_letter_to(
        address=comment.email,
        key=f"objection:{row.pk}",
        subject="Xác nhận ý kiến của bạn",
        body="Ai đó, có lẽ là bạn, vừa gửi ý kiến về một hồ sơ đang lấy ý kiến. Mở đường dẫn dưới đây và bấm xác nhận để "
        "ý kiến được xem xét. Không phải bạn gửi thì bỏ qua thư này.",
        link=f"{Objection._meta.label_lower}:{row.pk}",
        at=at,
    )
    return row


@transaction.atomic
def confirm_comment(*, objection: Objection, by: Actor, at: datetime) -> Objection:
    """The sender opened the link of the mail: from this day the comment counts. Opened twice, the first day stands."""
    row = _taken(objection)
    if row.state != ObjectionState.UNCONFIRMED:
        return row
    OBJECTION.apply("confirm", dossier=row, by=by, at=at, also={"came_on": local_day(at)})
    record("confirm_comment", row, by=by, at=at, facts={"entry": row.entry_id, "came_on": row.came_on})
    _tell_office(row, at)
    return row


@transaction.atomic
def enter_paper_comment(
    *, entry: WindowEntry, comment: Comment, came_on: date, form_key: str, by: Actor, at: datetime
) -> Objection:
    """The office enters a signed comment that came on paper, with the day it came. Raises Refused, BadInput."""
    if twin := commented_before(form_key):
        return twin
    draft = Objection(entry=entry)
    if refusal := answers_objection(by, draft, at):
        raise Refused(refusal)
    comment = _checked(comment)
    if not comment.contact and not comment.email:
        raise BadInput("Ghi điện thoại hoặc địa chỉ của người có ý kiến.", field="contact")
    if not entry.window.opened_on <= came_on <= local_day(at):
        raise BadInput(f"Ngày nhận phải từ {entry.window.opened_on:%d/%m/%Y} đến hôm nay.", field="came_on")
    row = _keep(entry, comment, form_key, at=at, state=ObjectionState.CONFIRMED, came_on=came_on, on_paper=True)
    facts = {"entry": entry.pk, "came_on": came_on}
    record("enter_paper_comment", row, by=by, at=at, facts=facts, personal=_told(comment))
    return row


def _taken(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",))
    return rows.select_related("entry__window", "entry__nomination__unit", "entry__nomination__subject").get(
        pk=objection.pk
    )


def _tell_office(row: Objection, at: datetime) -> None:
    nomination = row.entry.nomination
    for one in in_charge(Permission.KEEP_LEDGER, unit=nomination.keeper, on=local_day(at)):
        if may_see_deliberation(Actor.person(one.pk), nomination, at):
            write_letter(
                key=f"objection-came:{row.pk}:{one.pk}",
                recipient_id=one.pk,
                subject="Có ý kiến về một hồ sơ đang lấy ý kiến",
                body="Đọc và trả lời trước khi Hội đồng công nhận. Danh tính người có ý kiến được giữ kín.",
                link=f"{WindowEntry._meta.label_lower}:{row.entry_id}",
                at=at,
            )


@transaction.atomic
def answer_comment(*, objection: Objection, accepted: bool | None, answer: str, by: Actor, at: datetime) -> Objection:
    """Say whether the comment is right and why; its sender gets the answer by mail. Answered twice, the first stands.

    Raises Refused, BadInput.
    """
    row, answer = _taken(objection), nfc(answer).replace("\x00", "").strip()
    if refusal := answers_objection(by, row, at):
        raise Refused(refusal)
    if row.state == ObjectionState.ANSWERED:
        return row
    if accepted is None:
        raise BadInput("Chọn ý kiến đúng hay không đúng.", field="accepted")
    if not answer or len(answer) > ANSWER:
        raise BadInput("Viết trả lời, không quá 2.000 ký tự.", field="answer")
    also = {"accepted": accepted, "answer": answer, "answered_by_id": by.account_id, "answered_at": at}
    OBJECTION.apply("answer", dossier=row, by=by, at=at, also=also)
    record(
        "answer_comment", row, by=by, at=at, facts={"entry": row.entry_id, "accepted": accepted},
        personal={"answer": answer},
    )  # fmt: skip
    if row.email:
        write_letter_to(
            address=row.email,
            key=f"objection-answered:{row.pk}",
            subject="Trả lời ý kiến của bạn",
            body=f"Ý kiến bạn gửi về hồ sơ đang lấy ý kiến đã được xem xét. Trả lời:\n\n{answer}",
            at=at,
        )
    return row
