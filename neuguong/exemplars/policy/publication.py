"""May this person enter consents and publish what an exemplar's page tells?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import ConsentChannel
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.queries.publication import may_publish
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def tends_publication(actor: Actor, exemplar: Exemplar, at: datetime) -> str | None:
    """The standing office of the plan's organisation keeps the papers and the public page."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=exemplar.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực nhập phiếu đồng ý và đăng câu chuyện."


def tends_story(actor: Actor, story: Story, at: datetime) -> str | None:
    """Who keeps the public page also puts a story on it and takes it down."""
    return tends_publication(actor, story.exemplar, at)


def may_be_published(_actor: Actor, story: Story, at: datetime) -> str | None:
    """Nothing is missing for the public page; what is missing is named (Law 91/2025, art. 9: consent)."""
    return may_publish(story.exemplar, ConsentChannel.PORTAL, on=local_day(at)).sentence or None
