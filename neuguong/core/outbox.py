"""Letters: written in the transaction of the act they tell of, delivered afterwards by whoever claims them first.

A letter waits for mail exactly when `next_try_at` holds a moment. It is empty when the mail is out (`sent_at`),
when we gave up (`failed`), or when the person has no address and reads the letter in the application only. A short
message to a telephone waits and is claimed in the same way; it goes to the office's gateway instead.

Two workers never send the same letter: a claim is one compare-and-swap, and it pushes `next_try_at` a lease ahead.
A worker killed between the claim and the note that the mail is out leaves the letter to the next one after the
lease. If the mail server had already taken the mail in that window, it goes out once more, under the same
Message-ID, by which mail programmes show it once. At least once, never silently lost.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet

from neuguong.core.models import Letter, TextMessage

# After the first, second, … failed try; the fifth is the last.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
TRIES = len(BACK_OFF) + 1
LEASE = timedelta(minutes=10)
GAVE_UP = "người gửi dừng giữa chừng nhiều lần"
BATCH = 500

Kind = type[Letter] | type[TextMessage]
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is written to one person: `key` says what it is about and to whom, `link` is "<object_type>:<id>"."""

    key: str
    recipient_id: int
    subject: str
    body: str
    link: str = ""


def write_letter(
    *, key: str, recipient_id: int, subject: str, body: str, link: str = "", at: datetime
) -> Letter | None:
    """Write one notice to one person; None when a letter of this key was written before.

    `key` says what it is about and to whom ("returned:123:45"), so that doing the act again notifies once.
    `link` is "<object_type>:<id>". Call it inside the transaction of the act.
    """
    address = get_user_model().objects.filter(pk=recipient_id, is_active=True).values_list("email", flat=True).first()
    columns = _columns(subject, body, link, at, mail=bool(address))
    letter, is_new = Letter.objects.get_or_create(key=key, defaults={"recipient_id": recipient_id, **columns})
    return letter if is_new else None


def write_letters(keys: Mapping[int, str], *, subject: str, body: str, link: str = "", at: datetime) -> None:
    """Write one notice to several people in two statements; `keys` has each one's own key as in `write_letter`."""
    write_notices([Notice(key, pk, subject, body, link) for pk, key in keys.items()], at=at)


def write_notices(notices: Iterable[Notice], *, at: datetime, mail_at: datetime | None = None) -> None:
    """Write many notices, each with its own words, in few statements; what was written under a key before stays.

    They are read in the application at once; their mail waits until `mail_at`, after quiet hours for example.
    """
    told = list(notices)
    people = get_user_model().objects.filter(pk__in={one.recipient_id for one in told}, is_active=True)
    addressed = {pk for pk, email in people.values_list("pk", "email") if email}
    Letter.objects.bulk_create(
        [
            Letter(
                key=one.key,
                recipient_id=one.recipient_id,
                **_columns(one.subject, one.body, one.link, at, mail=one.recipient_id in addressed, mail_at=mail_at),
            )
            for one in told
        ],
        batch_size=BATCH,
        ignore_conflicts=True,  # a letter of this key was written before
    )


def write_texts(texts: Iterable[Notice], *, at: datetime, send_at: datetime | None = None) -> None:
    """Write short messages to those of these people who have a telephone; the subject is left out."""
    told = list(texts)
    people = get_user_model().objects.filter(pk__in={one.recipient_id for one in told}, is_active=True)
    reached = {pk for pk, phone in people.values_list("pk", "phone") if telephone(phone)}
    TextMessage.objects.bulk_create(
        [
            TextMessage(
                key=one.key, recipient_id=one.recipient_id, body=one.body, link=one.link, written_at=at,
                message_id=uuid.uuid4().hex, next_try_at=send_at or at,
            )
            for one in told
            if one.recipient_id in reached
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )  # fmt: skip


def telephone(written: str) -> str:
    """The digits of a telephone number, with a plus before them if it had one; empty for what is no number."""
    digits = re.sub(r"\D", "", written)
    plus = "+" if written.strip().startswith("+") else ""
    return plus + digits if 9 <= len(digits) <= 15 else ""


def write_letter_to(*, address: str, key: str, subject: str, body: str, link: str = "", at: datetime) -> Letter | None:
    """Write one letter to somebody without an account; None when one of this key was written before.

    `link` is turned into an address only when the mail goes out, so that a link that opens something is kept nowhere.
    """
    columns = _columns(subject, body, link, at, mail=True)
    letter, is_new = Letter.objects.get_or_create(key=key, defaults={"address": address, **columns})
    return letter if is_new else None


def _columns(
    subject: str, body: str, link: str, at: datetime, *, mail: bool, mail_at: datetime | None = None
) -> dict[str, Any]:
    return {
        "subject": " ".join(subject.split())[:200],
        "body": body,
        "link": link,
        "written_at": at,
        "message_id": uuid.uuid4().hex,
        "next_try_at": (mail_at or at) if mail else None,
    }


def stop_letters(*, recipient_id: int, links: Iterable[str]) -> int:
    """No mail any more to a person about these things; what went out is out, the rows stay. Within an act's transaction."""
    unsent = Letter.objects.filter(recipient_id=recipient_id, link__in=list(links), sent_at=None)
    return unsent.update(next_try_at=None, tries=0)  # not given up: nobody shall let it go out again


def waiting(at: datetime) -> QuerySet[Letter]:
    """Letters whose turn for mail has come, the longest waiting first."""
    return _waiting(Letter, at)


def waiting_texts(at: datetime) -> QuerySet[TextMessage]:
    """Short messages whose turn has come, the longest waiting first."""
    return _waiting(TextMessage, at)


def _waiting(kind: Kind, at: datetime) -> QuerySet[Any]:
    return kind.objects.filter(sent_at=None, next_try_at__lte=at).order_by("next_try_at", "id")


def given_up(kind: Kind = Letter) -> QuerySet[Any]:
    """Letters (or short messages) that no try brought out. Their persons still find them in the application."""
    return kind.objects.filter(sent_at=None, next_try_at=None, tries__gte=TRIES)


def try_again(kind: Kind, ids: Iterable[int], *, at: datetime) -> list[Any]:
    """Let these wait for mail once more, as if never tried: under the same Message-ID, with what went wrong kept.

    Returned as they were; one that is no longer given up is left alone, so that pressing twice does nothing twice.
    Within an act's transaction.
    """
    rows = list(given_up(kind).select_for_update().filter(pk__in=list(ids)).order_by("pk"))
    given_up(kind).filter(pk__in=[one.pk for one in rows]).update(next_try_at=at, tries=0)
    return rows


def deliver_letters(
    at: datetime,
    *,
    by_mail: BaseEmailBackend,
    sender: str,
    address: Address | None = None,
    limit: int = 10,
    lease: timedelta = LEASE,
) -> int:
    """Send at most `limit` letters that wait at `at`, over one connection; returns how many went out.

    `address` gives the web address of a letter's link, with which its mail ends.

    The lease counts from `at`, so `limit` times the mail server's time-out has to stay below it.
    """

    def send(letter: Letter) -> bool:
        to = _to(letter)
        if not to:
            return False  # from now on in the application only
        mail = _mail(letter, to, sender, address)
        mail.connection = by_mail
        try:
            mail.send()
        except Exception:
            by_mail.close()  # what broke may be the connection: the next letter gets a new one
            raise
        return True

    with suppress(Exception):  # a server that is away is found again, and noted, with each letter
        by_mail.open()
    try:
        return _deliver(Letter, at, send, limit, lease)
    finally:
        with suppress(Exception):
            by_mail.close()


def deliver_texts(
    at: datetime,
    *,
    send: Callable[[str, str, str], None],
    address: Address | None = None,
    limit: int = 10,
    lease: timedelta = LEASE,
) -> int:
    """Hand at most `limit` short messages to `send` (message id, telephone, words); returns how many it took."""

    def hand_over(message: TextMessage) -> bool:
        to = telephone(message.recipient.phone) if message.recipient.is_active else ""
        if to:
            words = f"{message.body} {address(message.link)}" if address else message.body
            send(message.message_id, to, words)
        return bool(to)

    return _deliver(TextMessage, at, hand_over, limit, lease)


def _deliver(kind: Kind, at: datetime, send: Callable[[Any], bool], limit: int, lease: timedelta) -> int:
    sent = 0
    for pk in list(_waiting(kind, at).values_list("pk", flat=True)[:limit]):
        claimed = _claim(kind, pk, at, lease)
        if claimed is not None:
            sent += _attempt(kind, claimed, at, send)
    return sent


def _claim(kind: Kind, pk: int, at: datetime, lease: timedelta) -> Any:
    token = uuid.uuid4().hex
    due = _waiting(kind, at).filter(pk=pk).order_by()
    won = due.filter(tries__lt=TRIES).update(claim=token, claimed_at=at, tries=F("tries") + 1, next_try_at=at + lease)
    if won:
        return kind.objects.select_related("recipient").get(pk=pk, claim=token)
    due.filter(tries__gte=TRIES).update(next_try_at=None, failed=GAVE_UP)  # each claim ended with its worker
    return None


def _attempt(kind: Kind, one: Any, at: datetime, send: Callable[[Any], bool]) -> bool:
    """Send one claimed row and note the outcome; the note goes in only while the claim is ours."""
    ours = kind.objects.filter(pk=one.pk, claim=one.claim, sent_at=None)
    try:
        went = send(one)
    except Exception as error:  # whatever a server or library comes up with: this one stays, the others go on
        wait = BACK_OFF[one.tries - 1] if one.tries < TRIES else None
        told = {"failed": _without_addresses(error), "claim": ""}
        if not ours.filter(next_try_at=None).update(**told):  # stopped meanwhile: it stays stopped
            ours.update(next_try_at=at + wait if wait else None, **told)
        return False
    if went:
        ours.update(sent_at=at, next_try_at=None, failed="", claim="")
    else:
        ours.update(next_try_at=None, claim="")
    return went


def _leads_somewhere(letter: Letter) -> bool:
    """Who works here is always led to the desk; somebody from outside only to what the letter names."""
    return bool(letter.link) or letter.recipient_id is not None


def _to(letter: Letter) -> str:
    """Where the mail goes; nowhere when an account has no address any more or is closed."""
    if letter.recipient is None:
        return str(letter.address)
    return (letter.recipient.email or "") if letter.recipient.is_active else ""


def _mail(letter: Letter, to: str, sender: str, address: Address | None) -> EmailMessage:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        letter.subject,
        f"{letter.body}\n\nMở tại: {address(letter.link)}" if address and _leads_somewhere(letter) else letter.body,
        sender,
        [to],
        headers={"Message-ID": f"<{letter.message_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _without_addresses(error: Exception) -> str:
    """What went wrong, without the server's words: they repeat people's addresses."""
    code = getattr(error, "smtp_code", None) or getattr(error, "code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
