"""Reading notices. Who has read what is not an act of the office, so it leaves no audit entry."""

from collections.abc import Iterable
from datetime import datetime

from neuguong.core.queries import unread_letters


def mark_read(*, recipient_id: int, at: datetime, letter_ids: Iterable[int] | None = None) -> int:
    """Count notices of one person as read, those named or all; returns how many were new. Others' are never touched."""
    unread = unread_letters(recipient_id).order_by()
    if letter_ids is not None:
        unread = unread.filter(pk__in=list(letter_ids))
    return unread.update(read_at=at)
