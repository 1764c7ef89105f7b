"""What a public page rests on, as one value: while it stays the same, so does every page."""

import hashlib
from datetime import datetime

from django.utils import timezone

from neuguong.core.audit_version import acts_so_far, audit_version
from neuguong.core.clock import OFFICE_ZONE, demo_clock, reading
from neuguong.publicity.queries.articles import public_articles

# Acts that no public page shows: what happens in the ledger (the portal may not import it; a test says so), who
# signed in, and what is typed into a dossier before it is sent.
CONTEXTS_UNSEEN = ("ledger",)
VERBS_UNSEEN = ("sign_in", "save_draft", "settle_text", "save_article")

Stand = tuple[int, int, datetime]


def public_stand() -> Stand | None:
    """The newest act that the public could see, and the minute: all that is set for a time is set for a minute.

    None when it cannot be told; then nothing may be answered from what was kept.
    """
    found = audit_version(verbs=VERBS_UNSEEN, contexts=CONTEXTS_UNSEEN)
    if found is None:
        return None
    now = timezone.now()
    if found.demo:
        now = reading(demo_clock(), now)
    return found.seal, found.unsealed, now.replace(second=0, microsecond=0)


def public_acts(at: datetime) -> str:
    """What the pages rest on, for somebody who comes round every few minutes: the acts until now, the day, and which
    articles stand in their hours."""
    acts = acts_so_far(verbs=VERBS_UNSEEN, contexts=CONTEXTS_UNSEEN)
    shown = ",".join(str(pk) for pk in sorted(public_articles(at=at).order_by().values_list("pk", flat=True)))
    told = hashlib.sha256(shown.encode()).hexdigest()[:16]
    return f"{acts} {at.astimezone(OFFICE_ZONE):%Y-%m-%d} {told}"
