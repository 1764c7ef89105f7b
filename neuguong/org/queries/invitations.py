"""One-time secrets: how they are recognised, and which still work."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from neuguong.org.models import Account, Invitation

CODE_LENGTH = 10


def digest_of(secret: str) -> str:
    """What is stored of a secret: keyed with the site's key, so that a stolen table cannot be searched for codes."""
    return salted_hmac("neuguong.invitation", _as_made(secret), algorithm="sha256").hexdigest()


def _as_made(typed: str) -> str:
    """A code as it was made: it is read out and typed on phones, so case, spaces and hyphens do not matter.

    A link's token is longer and stays untouched.
    """
    return _bare(typed).upper() if is_spoken(typed) else typed.strip()


def is_spoken(typed: str) -> bool:
    """Whether this is a code of ten letters, which needs its user name beside it, and not a link's token."""
    return len(_bare(typed)) == CODE_LENGTH


def _bare(typed: str) -> str:
    return "".join(typed.split()).replace("-", "")


def open_secrets(account: Account, *, at: datetime) -> "QuerySet[Invitation]":
    """Secrets of an account that still work, newest first."""
    return Invitation.objects.filter(account=account, used_at=None, expires_at__gt=at).order_by("-made_at", "-id")


def account_of_secret(*, code: str, at: datetime) -> Account | None:
    """Whose password an open link sets; None when it is over. A spoken code is no link and finds nobody here."""
    if is_spoken(code):
        return None
    rows = Invitation.objects.filter(digest=digest_of(code), used_at=None, expires_at__gt=at, account__is_active=True)
    found = rows.select_related("account").first()
    return found.account if found else None
