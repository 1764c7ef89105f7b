"""May this person put a page of the register right, or take a recognition back?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Exemplar, Nomination
from neuguong.exemplars.policy.nominations import conflict_of
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def tends_register(actor: Actor, exemplar: Exemplar, at: datetime) -> str | None:
    """The standing office of the plan's organisation keeps the register."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=exemplar.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực đính chính hoặc ghi hủy công nhận trong sổ điển hình."


def apart_from_exemplar(actor: Actor, exemplar: Exemplar, at: datetime) -> str | None:
    """Nobody of the office puts right or takes back what concerns them or their kin (KH 87, III.3: khách quan, trung thực)."""
    dossiers = Nomination.objects.filter(recognitions__exemplar=exemplar).distinct().select_related("plan", "unit")
    if any(conflict_of(actor, one, at) for one in dossiers):
        return "Anh/chị có liên quan đến hồ sơ này nên không đính chính, không ghi hủy công nhận. Nhờ người khác trong cơ quan."
    return None
