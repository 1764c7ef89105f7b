"""May this person do this in the ledger, now? Each guard answers None or the sentence that the person reads."""

from datetime import datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.ledger.models import Obligation
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan


def keeps_ledger(by: Actor, unit: Unit, at: datetime) -> str | None:
    """Extensions, exemptions and papers on a unit's behalf are the standing office's."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.KEEP_LEDGER, unit=unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực gia hạn, miễn và ghi thay đơn vị."


def issues_packages(by: Actor, plan: Plan, at: datetime) -> str | None:
    """Only the standing office of the plan's unit issues, corrects and numbers packages (KH 87, IV.2)."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.ISSUE_PACKAGE, unit=plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực của đơn vị ban hành kế hoạch lập gói quý. Anh/chị nhờ cơ quan thường trực làm việc này."


def sends_return(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit reports for itself; the office may type what came on paper."""
    if can(by.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)):
        return None
    if keeps_ledger(by, unit, at) is None:
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} gửi báo cáo của đơn vị."


def still_owed(obligation: Obligation, at: datetime) -> str | None:
    """A row that was ended asks for nothing."""
    if obligation.voided_on is None or local_day(at) < obligation.voided_on:
        return None
    return f"Việc này đã thôi từ ngày {obligation.voided_on:%d/%m/%Y}: {obligation.void_reason}"


def is_a_return(obligation: Obligation) -> str | None:
    """Only the quarter's return can be answered with a list or with “không có”."""
    if obligation.duty.kind == DutyKind.RETURN:
        return None
    return "Chỉ tiêu cả năm không báo “không có” được; báo cáo “không có” là của từng quý."


def not_excused(obligation: Obligation, at: datetime) -> str | None:
    """Who is excused owes nothing, so there is nothing to put off or to answer."""
    if obligation.exemptions.filter(effective_at__lte=at).exists():
        return "Đơn vị đã được miễn việc này."
    return None
