"""May this person write or issue the unit's own standard (KH 87, III.2.1.c)?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import StandardState
from neuguong.exemplars.models import Nomination, Standard, StandardCriterion
from neuguong.exemplars.policy.nominations import plan_in_force
from neuguong.org.queries.access import can, can_in_person
from neuguong.org.roles import Permission


def writes_standard(actor: Actor, standard: Standard, at: datetime) -> str | None:
    """A unit writes its own standard, nobody else's (KH 87, III.2.1.c)."""
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=standard.unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {standard.unit.name} soạn được tiêu chuẩn này."


def issues_standard(actor: Actor, standard: Standard, at: datetime) -> str | None:
    """Issuing is the head's own act; who may send dossiers for the head may not make rules for the head."""
    if can_in_person(actor.account_id, Permission.ISSUE_STANDARD, unit=standard.unit, on=local_day(at)):
        return None
    if can(actor.account_id, Permission.ISSUE_STANDARD, unit=standard.unit, on=local_day(at)):
        return "Ủy quyền không gồm việc ban hành tiêu chuẩn. Người đứng đầu ban hành rồi ghi số, ngày văn bản."
    return f"Người đứng đầu {standard.unit.name} mới ban hành được tiêu chuẩn."


def standard_unit_exists(_actor: Actor, standard: Standard, at: datetime) -> str | None:
    """A unit that has merged or ended makes no more rules; its successor writes its own."""
    if standard.unit.exists_on(local_day(at)):
        return None
    return f"{standard.unit.name} không còn hoạt động. Đơn vị kế thừa lập tiêu chuẩn của mình."


def standard_plan_in_force(_actor: Actor, standard: Standard, at: datetime) -> str | None:
    """No standard under a plan before its first or after its last day."""
    return plan_in_force(_actor, Nomination(plan=standard.plan), at)


def has_own_criteria(_actor: Actor, standard: Standard, _at: datetime) -> str | None:
    """A standard that adds nothing to the general criteria says nothing of its own."""
    if StandardCriterion.objects.filter(standard_id=standard.pk).exists():
        return None
    return "Bản nháp chưa có tiêu chuẩn nào của đơn vị. Thêm ít nhất một tiêu chuẩn rồi ban hành."


def standard_edit_refusal(actor: Actor, standard: Standard, at: datetime) -> str | None:
    """Why this person cannot change the words of the standard now, or None."""
    if refusal := writes_standard(actor, standard, at):
        return refusal
    if standard.state != StandardState.DRAFT:
        label = StandardState(standard.state).label
        return f"Bộ tiêu chuẩn đang ở trạng thái “{label}” nên không sửa được. Cần đổi thì lập bản mới."
    return standard_unit_exists(actor, standard, at)
