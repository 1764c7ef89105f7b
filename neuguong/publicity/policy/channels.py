"""May this person keep outlets and record what ran on them? None when open, otherwise the sentence a person reads."""

from datetime import date, datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.publicity.models import Outlet, PlannedRun


def records_publicity(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit's own people keep its outlets; the office and the editor those of every unit below (KH 87, III.3.a–b)."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.RECORD_PUBLICITY, unit=unit, on=local_day(at)):
        return None
    return (
        f"Chỉ cán bộ đầu mối, người đứng đầu {unit.name}, biên tập viên hoặc cơ quan thường trực ghi việc tuyên truyền."
    )


def keeps_planned_run(by: Actor, entry: PlannedRun, at: datetime) -> str | None:
    """Whoever keeps the outlet also keeps its calendar."""
    return records_publicity(by, entry.outlet.unit, at)


def is_in_use(outlet: Outlet, on: date) -> str | None:
    """Nothing runs on an outlet before its first or after its last day."""
    if on < outlet.valid_from:
        return f"Kênh “{outlet.name}” dùng từ ngày {outlet.valid_from:%d/%m/%Y}."
    if outlet.valid_until is not None and on > outlet.valid_until:
        return f"Kênh “{outlet.name}” chỉ dùng đến hết ngày {outlet.valid_until:%d/%m/%Y}."
    return None
