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
    bare = "".join(typed.split()).replace("-", "")
    return bare.upper() if len(bare) == CODE_LENGTH else typed.strip()


def secret_is_open(*, code: str, at: datetime) -> bool:
    """Whether a secret still works: it exists, was not used and has not expired, and its account is in use."""
    rows = Invitation.objects.filter(digest=digest_of(code), used_at=None, expires_at__gt=at, account__is_active=True)
    return rows.exists()


def open_secrets(account: Account, *, at: datetime) -> "QuerySet[Invitation]":
    """Secrets of an account that still work, newest first."""
    return Invitation.objects.filter(account=account, used_at=None, expires_at__gt=at).order_by("-made_at", "-id")
