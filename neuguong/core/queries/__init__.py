"""Reads of core."""

from django.db.models import QuerySet

from neuguong.core.models import Letter, StateChange


def unread_letters(account_id: int) -> "QuerySet[Letter]":
    """Notices this person has not opened yet, newest first."""
    return Letter.objects.filter(recipient_id=account_id, read_at=None).order_by("-written_at", "-id")


def letters_of(account_id: int) -> "QuerySet[Letter]":
    """All notices of a person, newest first."""
    return Letter.objects.filter(recipient_id=account_id).order_by("-written_at", "-id")


def history_of(object_type: str, object_id: int) -> "QuerySet[StateChange]":
    """The steps a thing has taken, in order, with who took them."""
    return (
        StateChange.objects.filter(object_type=object_type, object_id=object_id)
        .select_related("account")
        .order_by("id")
    )
