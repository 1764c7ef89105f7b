"""Letting mail go out again that was given up; nothing of it is written anew."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import Refused
from neuguong.core.outbox import try_again
from neuguong.core.periods import local_day
from neuguong.org.policy import tends_mail
from neuguong.org.queries.mail import KINDS, given_up_visible_to


@transaction.atomic
def send_again(*, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Let these ("thu-12", "tin-3") wait for mail once more, each under its own Message-ID; how many there were.

    What went wrong stays in the row until it is out, and in the audit for ever. What went out meanwhile, or is waiting
    already, or is not this person's, is left as it is. Raises Refused.
    """
    if refusal := tends_mail(by, at):
        raise Refused(refusal)
    assert by.account_id is not None  # noqa: S101  the guard said so
    seen, count = given_up_visible_to(by.account_id, local_day(at)), 0
    for name, kind in KINDS.items():
        asked = [int(pk) for one, _, pk in (key.partition("-") for key in keys) if one == name and pk.isdecimal()]
        ids = list(seen[name].filter(pk__in=asked).values_list("pk", flat=True))
        for row in try_again(kind, ids, at=at):
            record("send_again", row, by=by, at=at, facts={"failed": row.failed, "tries": row.tries})
            count += 1
    return count
