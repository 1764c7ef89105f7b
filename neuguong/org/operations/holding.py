"""Holding people's rows, so that two acts upon one person at the same moment come one after the other."""

from neuguong.core.actor import Actor
from neuguong.org.models import Account


def hold(*accounts: Account, by: Actor | None = None) -> None:
    """Keep these rows (and that of `by`) until the transaction ends, and learn whether the accounts are still in use.

    What somebody is lies in rows that may not exist yet, which no database can lock; so whoever gives, ends or hands
    over a role locks the person. Always in the order of ids: two acts upon the same two people never wait in a circle.
    """
    ids = {account.pk for account in accounts} | ({by.account_id} if by and by.account_id else set())
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    fresh = {row.pk: row for row in rows}
    for account in accounts:
        account.is_active = fresh[account.pk].is_active
