"""May this person pass on, take up or answer what a citizen told?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Suggestion
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def tends_suggestions(actor: Actor, suggestion: Suggestion, at: datetime) -> str | None:
    """The standing office of the plan's organisation receives what people tell."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=suggestion.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực tiếp nhận và chuyển lời giới thiệu của người dân."


def answers_suggestion(actor: Actor, suggestion: Suggestion, at: datetime) -> str | None:
    """The unit it was passed to writes the dossier or says why not (KH 87, IV.2: units find and introduce)."""
    unit = suggestion.unit
    if unit is None:
        return "Lời giới thiệu này chưa được chuyển cho đơn vị nào."
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} trả lời được lời giới thiệu này."
