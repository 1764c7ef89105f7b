"""May this person do this to this estimate, now (KH 87, IV.3)?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.ledger.models import Estimate
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def prepares_estimate(actor: Actor, estimate: Estimate, at: datetime) -> str | None:
    """A unit's own officer or head writes its estimates (KH 87, IV.3)."""
    return writes_estimates(actor, estimate.keeper, at)


def writes_estimates(by: Actor, unit: Unit, at: datetime) -> str | None:
    """Whether somebody may begin an estimate of a unit."""
    if can(by.account_id, Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} lập dự toán của đơn vị."


def submits_estimate(actor: Actor, estimate: Estimate, at: datetime) -> str | None:
    """The head sends what the unit asks for."""
    if can(actor.account_id, Permission.SUBMIT_NOMINATION, unit=estimate.keeper, on=local_day(at)):
        return None
    return f"Chỉ người đứng đầu {estimate.keeper.name} gửi dự toán."


def has_lines(_actor: Actor, estimate: Estimate, _at: datetime) -> str | None:
    """An estimate without a line asks for nothing."""
    return None if estimate.lines.exists() else "Dự toán chưa có khoản nào."


def estimate_unit_exists(_actor: Actor, estimate: Estimate, at: datetime) -> str | None:
    """A unit that ended asks for nothing more; what it left open its successor carries on."""
    on = local_day(at)
    if estimate.unit.exists_on(on) or carried_by(estimate, on) is not None:
        return None
    return f"{estimate.unit.name} không còn vào ngày này nên không gửi dự toán được."


def appraises_budget(actor: Actor, estimate: Estimate, at: datetime) -> str | None:
    """Finance of the plan's unit appraises (KH 87, IV.3)."""
    if can(actor.account_id, Permission.APPRAISE_BUDGET, unit=estimate.plan.unit, on=local_day(at)):
        return None
    return "Chỉ người được giao thẩm định kinh phí làm bước này."


def approves_budget(actor: Actor, estimate: Estimate, at: datetime) -> str | None:
    """The leader of the plan's unit approves (KH 87, IV.3: trình UBND phê duyệt)."""
    if can(actor.account_id, Permission.APPROVE_BUDGET, unit=estimate.plan.unit, on=local_day(at)):
        return None
    return "Chỉ lãnh đạo của đơn vị ban hành kế hoạch phê duyệt kinh phí."


def did_not_prepare_estimate(actor: Actor, estimate: Estimate, _at: datetime) -> str | None:
    """Nobody judges what they wrote or sent."""
    if actor.account_id not in (estimate.prepared_by_id, estimate.submitted_by_id):
        return None
    return "Anh/chị đã lập hoặc gửi dự toán này nên không thẩm định, phê duyệt. Nhờ người khác."


def did_not_appraise(actor: Actor, estimate: Estimate, _at: datetime) -> str | None:
    """Nobody approves what they appraised."""
    if actor.account_id != estimate.appraised_by_id:
        return None
    return "Anh/chị đã thẩm định dự toán này nên không phê duyệt. Nhờ người khác."
