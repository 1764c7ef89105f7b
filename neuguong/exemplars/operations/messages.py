"""What readers write to an exemplar: taking it in, the office's decision, giving it to the person.

KH 87, III.3.b asks for interaction with readers. Nobody outside the office sees a message before somebody has read it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letter, write_letter_to
from neuguong.core.periods import local_day
from neuguong.core.workflow import Move
from neuguong.exemplars.enums import MessageState, NotPassed
from neuguong.exemplars.models import Exemplar, ExemplarMessage
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy import moderates, page_of, page_stands
from neuguong.exemplars.queries.messages import first_name, messages_full
from neuguong.exemplars.queries.voices import digest_of_code
from neuguong.exemplars.reading.manners import REPEATED, flags_of, personal_data, remarks, same_words
from neuguong.exemplars.workflows import MESSAGE
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission

NAME, WORDS, REPLY, NOTE = 80, 600, 600, 300
FULL = (
    "Nhiều lời nhắn vừa gửi đến và đang chờ đọc, nên chưa nhận thêm được. Chữ bạn viết còn nguyên ở dưới; giữ trang này hoặc "
    "chép lại, ít giờ nữa gửi lại giúp."
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader writes. `may_show`: the sender agrees that it stands under the page, with at most a first name."""

    words: str
    name: str = ""
    email: str = ""
    may_show: bool = False


def message_sent_before(form_key: str) -> ExemplarMessage | None:
    """The message of a form that was sent already."""
    return ExemplarMessage.objects.filter(form_key=form_key).first()


def _checked(written: Written) -> Written:
    words = tidy(written.words).strip()
    name, email = (" ".join(tidy(one).split()) for one in (written.name, written.email))
    for text, most, field, missing in ((words, WORDS, "words", "Viết lời nhắn."), (name, NAME, "name", "")):
        if missing and not text:
            raise BadInput(missing, field=field)
        if len(text) > most:
            raise BadInput(f"Viết không quá {most} ký tự; hiện có {len(text)}.", field=field)
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise BadInput("Địa chỉ thư điện tử chưa đúng.", field="email") from wrong
    return Written(words, name, email.lower(), written.may_show)


@transaction.atomic
def send_message(
    *, exemplar: Exemplar, written: Written, code: str, form_key: str, by: Actor, at: datetime
) -> ExemplarMessage:
    """Take a message in; it waits until the office has read it. The same `form_key` again is the same message.

    What simple rules find in it is kept beside it for whoever reads. Raises BadInput, Refused (page not public, too many
    wait).
    """
    if twin := message_sent_before(form_key):
        return twin
    words = _checked(written)
    digest = hashlib.sha256(same_words(words.words).encode()).hexdigest()
    row = ExemplarMessage(
        exemplar=exemplar, name=words.name, words=words.words, email=words.email, may_show=words.may_show,
        words_digest=digest, code_digest=digest_of_code(code), form_key=form_key, state=MessageState.WAITING, sent_at=at,
    )  # fmt: skip
    if refusal := page_stands(by, row, at):
        raise Refused(refusal)
    if messages_full(exemplar):
        raise Refused(FULL)
    found = [one.code for one in remarks(f"{words.name}\n{words.words}")]
    if ExemplarMessage.objects.filter(exemplar=exemplar, words_digest=digest).exists():
        found.append(REPEATED)
    row.flags = flags_of(found)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two presses of one button at the same moment
        if twin := message_sent_before(form_key):
            return twin
        raise
    facts = {"exemplar": exemplar.pk, "may_show": row.may_show, "flags": row.flags.split()}
    personal = {"name": row.name, "words": row.words, "email": row.email}
    record("send_message", row, by=by, at=at, facts=facts, personal=personal)
    return row


def _taken(messages: Iterable[ExemplarMessage]) -> list[ExemplarMessage]:
    """The rows, locked in one order: two people who decide at once are one after the other."""
    rows = ExemplarMessage.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in messages])
    wanted = ("exemplar__plan__unit", "exemplar__unit", "exemplar__merged_into__unit")
    return list(rows.select_related(*wanted).order_by("pk"))


@transaction.atomic
def pass_message(*, message: ExemplarMessage, show: bool, by: Actor, at: datetime) -> ExemplarMessage:
    """The office has read it: it goes to the exemplar's unit, and under the page where the sender agreed and `show`.

    Passed before, nothing happens. Raises Refused, BadInput (no agreement, personal data in what would be shown).
    """
    (row,) = _taken([message])
    if row.state in (MessageState.PASSED, MessageState.GIVEN):
        return row
    if refusal := MESSAGE.refusal("pass_on", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    name = first_name(row.name)
    if show:
        _may_be_shown(row, name)
    before = row.state
    also = {"reason": "", "decided_at": at, "shown_at": at if show else None, "shown_name": name if show else ""}
    MESSAGE.apply("pass_on", dossier=row, by=by, at=at, also=also)
    facts = {"state": [before, row.state], "shown": show}
    record("pass_message", row, by=by, at=at, facts=facts)
    _tell_unit(page_of(row), row, at)
    return row


def _may_be_shown(row: ExemplarMessage, name: str) -> None:
    if not row.may_show:
        raise BadInput("Người gửi không đồng ý hiện công khai.", field="show")
    if sentence := personal_data(row.words, name):
        raise BadInput(f"{sentence} Vẫn chuyển được nếu không cho hiện.", field="show")


def _tell_unit(page: Exemplar, row: ExemplarMessage, at: datetime) -> None:
    """Once a day for one page, however many are approved."""
    today = local_day(at)
    for one in in_charge(Permission.PREPARE_NOMINATION, unit=page.unit, on=today):
        write_letter(
            key=f"message:{page.pk}:{today:%Y%m%d}:{one.pk}",
            recipient_id=one.pk,
            subject="Có lời nhắn gửi điển hình",
            body=f"Người đọc gửi lời tới {page.name}. Đọc, đưa lời tới người nhận rồi ghi lại; người ấy có lời đáp thì ghi giúp.",
            link=f"{ExemplarMessage._meta.label_lower}:{row.pk}",
            at=at,
        )


@transaction.atomic
def reject_messages(
    *, messages: Sequence[ExemplarMessage], reason: str, by: Actor, at: datetime
) -> list[ExemplarMessage]:
    """The office passes none of these on, for one reason of the list, in few statements. What waits no longer is left alone.

    No answer is owed to them, so their addresses are forgotten at once. Raises Refused, BadInput, Stale.
    """
    if reason not in NotPassed.values:
        raise BadInput("Chọn lý do.", field="reason")
    rows = [one for one in _taken(messages) if one.state == MessageState.WAITING]
    if not rows:
        for one in messages[:1]:  # whoever may not even read them learns nothing by sending their numbers
            if refusal := moderates(by, one, at):
                raise Refused(refusal)
        return []
    also = {"reason": reason, "decided_at": at, "email": ""}
    MESSAGE.apply_all("reject", moves=[Move(one, also=also) for one in rows], by=by, at=at)
    facts = {"messages": [one.pk for one in rows], "reason": reason}
    record("reject_messages", rows[0], by=by, at=at, facts=facts)
    return rows


@transaction.atomic
def give_messages(*, messages: Sequence[ExemplarMessage], by: Actor, at: datetime) -> list[ExemplarMessage]:
    """The unit has told these to the person. Told before, nothing happens. Raises Refused, Stale."""
    rows = [one for one in _taken(messages) if one.state == MessageState.PASSED]
    if rows:
        MESSAGE.apply_all("give", moves=[Move(one, also={"given_at": at}) for one in rows], by=by, at=at)
        record("give_messages", rows[0], by=by, at=at, facts={"messages": [one.pk for one in rows]})
    return rows


@transaction.atomic
def give_with_reply(*, message: ExemplarMessage, reply: str, by: Actor, at: datetime) -> ExemplarMessage:
    """As `give_messages`, with what the person says back; it goes to the sender who left an address. Raises Refused, BadInput."""
    (row,) = _taken([message])
    if row.state == MessageState.GIVEN:
        return row
    reply = tidy(reply).strip()
    if not reply or len(reply) > REPLY:
        raise BadInput(f"Viết lời đáp, không quá {REPLY} ký tự.", field="reply")
    MESSAGE.apply("give", dossier=row, by=by, at=at, also={"given_at": at, "reply": reply})
    record("give_with_reply", row, by=by, at=at, facts={"state": row.state}, personal={"reply": reply})
    if row.email:
        write_letter_to(
            address=row.email,
            key=f"message-reply:{row.pk}",
            subject="Lời đáp cho lời nhắn của bạn",
            body=f"Lời bạn nhắn tới {page_of(row).name} đã đến nơi. Lời đáp:\n\n{reply}",
            at=at,
        )
    return row


@transaction.atomic
def hide_message(*, message: ExemplarMessage, reason: str, by: Actor, at: datetime) -> ExemplarMessage:
    """The office takes it from the public page; that it was passed on stands. Hidden before, nothing happens. Raises Refused, BadInput."""
    (row,) = _taken([message])
    if refusal := moderates(by, row, at):
        raise Refused(refusal)
    if row.shown_at is None:
        return row
    reason = " ".join(tidy(reason).split())
    if not reason or len(reason) > NOTE:
        raise BadInput(f"Ghi lý do gỡ, không quá {NOTE} ký tự.", field="reason")
    row.shown_at, row.shown_name = None, ""
    row.save(update_fields=["shown_at", "shown_name"])
    record("hide_message", row, by=by, at=at, personal={"reason": reason})
    return row


@transaction.atomic
def withdraw_message(*, message: ExemplarMessage, by: Actor, at: datetime) -> ExemplarMessage:
    """The sender takes it back by the receipt's code: at once gone from the page, the address forgotten. Raises Refused."""
    (row,) = _taken([message])
    if row.state == MessageState.WITHDRAWN:
        return row
    before = row.state
    MESSAGE.apply("withdraw", dossier=row, by=by, at=at, also={"shown_at": None, "shown_name": "", "email": ""})
    record("withdraw_message", row, by=by, at=at, facts={"state": [before, row.state]})
    return row
