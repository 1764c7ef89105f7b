"""Something that runs on an outlet, in short words."""

from datetime import date

from neuguong.publicity.operations.broadcasts import Ran, record_broadcast
from tests import factories as make

TODAY = make.moment(2025, 3, 10)
SIGNED = date(2025, 2, 3)


def ran(outlet, account, *people, on=date(2025, 3, 8), at=TODAY, title="Gương làm vườn", **more):
    """Something that ran on an outlet."""
    words = {key: more.pop(key) for key in ("ran_time", "airtime_seconds", "link", "article") if key in more}
    told = Ran(on, title, people, **words)
    return record_broadcast(outlet=outlet, ran=told, by=make.actor(account), at=at, **more)
