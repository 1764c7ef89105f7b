"""Letters: written in the transaction of the act they tell of, delivered afterwards by whoever claims them first.

A letter waits for mail exactly when `next_try_at` holds a moment. It is empty when the mail is out (`sent_at`),
when we gave up (`failed`), or when the person has no address and reads the letter in the application only.

Two workers never send the same letter: a claim is one compare-and-swap, and it pushes `next_try_at` a lease ahead.
A worker killed between the claim and the note that the mail is out leaves the letter to the next one after the
lease. If the mail server had already taken the mail in that window, it goes out once more, under the same
Message-ID, by which mail programmes show it once. At least once, never silently lost.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet

from neuguong.core.models import Letter

# After the first, second, … failed try; the fifth is the last.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
TRIES = len(BACK_OFF) + 1
LEASE = timedelta(minutes=10)
GAVE_UP = "người gửi dừng giữa chừng nhiều lần"


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
    people = get_user_model().objects.filter(pk__in=keys, is_active=True)
    addressed = {pk for pk, email in people.values_list("pk", "email") if email}
    Letter.objects.bulk_create(
        [
            Letter(key=key, recipient_id=pk, **_columns(subject, body, link, at, mail=pk in addressed))
            for pk, key in keys.items()
        ],
        ignore_conflicts=True,  # a letter of this key was written before
    )


def write_letter_to(*, address: str, key: str, subject: str, body: str, link: str = "", at: datetime) -> Letter | None:
    """Write one letter to somebody without an account; None when one of this key was written before.

    `link` is turned into an address only when the mail goes out, so that a link that opens something is kept nowhere.
    """
    columns = _columns(subject, body, link, at, mail=True)
    letter, is_new = Letter.objects.get_or_create(key=key, defaults={"address": address, **columns})
    return letter if is_new else None


def _columns(subject: str, body: str, link: str, at: datetime, *, mail: bool) -> dict[str, Any]:
    return {
        "subject": " ".join(subject.split())[:200],
        "body": body,
        "link": link,
        "written_at": at,
        "message_id": uuid.uuid4().hex,
        "next_try_at": at if mail else None,
    }


def stop_letters(*, recipient_id: int, links: Iterable[str]) -> int:
    """No mail any more to a person about these things; what went out is out, the rows stay. Within an act's transaction."""
    unsent = Letter.objects.filter(recipient_id=recipient_id, link__in=list(links), sent_at=None)
    return unsent.update(next_try_at=None)


def waiting(at: datetime) -> QuerySet[Letter]:
    """Letters whose turn for mail has come, the longest waiting first."""
    return Letter.objects.filter(sent_at=None, next_try_at__lte=at).order_by("next_try_at", "id")


def given_up() -> QuerySet[Letter]:
    """Letters that no try brought out. Their persons still find them in the application."""
    return Letter.objects.filter(sent_at=None, next_try_at=None, tries__gte=TRIES)


def deliver_letters(
    at: datetime,
    *,
    by_mail: BaseEmailBackend,
    sender: str,
    address: Callable[[str], str] | None = None,
    limit: int = 10,
    lease: timedelta = LEASE,
) -> int:
    """Send at most `limit` letters that wait at `at`; returns how many went out.

    `address` gives the web address of a letter's link, with which its mail ends.

    The lease counts from `at`, so `limit` times the mail server's time-out has to stay below it.
    """
    sent = 0
    for letter_id in list(waiting(at).values_list("pk", flat=True)[:limit]):
        claimed = _claim(letter_id, at, lease)
        if claimed is not None:
            sent += _send(claimed, at, by_mail, sender, address)
    return sent


def _claim(letter_id: int, at: datetime, lease: timedelta) -> Letter | None:
    token = uuid.uuid4().hex
    due = waiting(at).filter(pk=letter_id).order_by()
    won = due.filter(tries__lt=TRIES).update(claim=token, claimed_at=at, tries=F("tries") + 1, next_try_at=at + lease)
    if won:
        return Letter.objects.select_related("recipient").get(pk=letter_id, claim=token)
    due.filter(tries__gte=TRIES).update(next_try_at=None, failed=GAVE_UP)  # each claim ended with its worker
    return None


def _leads_somewhere(letter: Letter) -> bool:
    """Who works here is always led to the desk; somebody from outside only to what the letter names."""
    return bool(letter.link) or letter.recipient_id is not None


def _to(letter: Letter) -> str:
    """Where the mail goes; nowhere when an account has no address any more or is closed."""
    if letter.recipient is None:
        return str(letter.address)
    return (letter.recipient.email or "") if letter.recipient.is_active else ""


def _mail(letter: Letter, to: str, sender: str, address: Callable[[str], str] | None) -> EmailMessage:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        letter.subject,
        f"{letter.body}\n\nMở tại: {address(letter.link)}" if address and _leads_somewhere(letter) else letter.body,
        sender,
        [to],
        headers={"Message-ID": f"<{letter.message_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _send(
    letter: Letter, at: datetime, by_mail: BaseEmailBackend, sender: str, address: Callable[[str], str] | None
) -> bool:
    """Send one claimed letter and note the outcome; the note goes in only while the claim is ours."""
    ours = Letter.objects.filter(pk=letter.pk, claim=letter.claim, sent_at=None)
    to = _to(letter)
    if not to:
        ours.update(next_try_at=None, claim="")  # from now on in the application only
        return False
    mail = _mail(letter, to, sender, address)
    mail.connection = by_mail
    try:
        mail.send()
    except Exception as error:  # whatever a mail server or library comes up with: the letter stays, the others go on
        wait = BACK_OFF[letter.tries - 1] if letter.tries < TRIES else None
        ours.update(next_try_at=at + wait if wait else None, failed=_without_addresses(error), claim="")
        return False
    ours.update(sent_at=at, next_try_at=None, failed="", claim="")
    return True


def _without_addresses(error: Exception) -> str:
    """What went wrong, without the mail server's words: they repeat people's addresses."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
