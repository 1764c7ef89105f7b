"""Why nothing can be done just now: the unit has ended, the plan has ended, or its last round has closed."""

from datetime import date, datetime, timedelta

from neuguong.core.periods import local_day
from neuguong.ledger.queries.rounds import round_for
from neuguong.org.models import Account, Unit
from neuguong.org.queries.lives import changes_after, units_of
from neuguong.org.queries.people import posts_of
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import last_plan_of, rules_of
from neuguong.web.ui.templatetags.ui import dmy

NO_PLAN = "Đơn vị chưa có kế hoạch nào đang thực hiện, nên chưa giới thiệu được. Hỏi cơ quan thường trực."
STILL_READ = "Hồ sơ đã gửi vẫn xem được ở danh sách hồ sơ."


def closed_words(unit: Unit, plan: Plan | None, at: datetime) -> str:
    """The sentence in place of an invitation to introduce somebody; empty while a round takes dossiers."""
    if has_ended(unit, local_day(at)):
        return f"{_what_it_became(unit, local_day(at))} {STILL_READ}"
    if plan is not None:
        if round_for(unit, plan, at) is not None:
            return ""
        duty = rules_of(plan, at).return_duty
        last = duty.cut_off.last_on_time_day(duty.last_period)
        return f"Đợt cuối của Kế hoạch {plan.number} đã chốt hết ngày {dmy(last)}, không nhận thêm hồ sơ. {STILL_READ}"
    ended = last_plan_of(unit, on=local_day(at))
    if ended is None:
        return NO_PLAN
    return (
        f"Kế hoạch {ended.number} đã kết thúc ngày {dmy(ended.valid_until)}. Có kế hoạch mới thì trang này báo việc "
        f"phải làm. {STILL_READ}"
    )


def ended_unit_words(account: Account, on: date) -> str:
    """Which unit of a person without a role has ended and what it became; empty for somebody who never had one."""
    units = units_of({post.unit_id for post in posts_of(account, on=on)})
    ended = [unit for unit in units if has_ended(unit, on)]
    if not ended:
        return ""
    last = max(ended, key=lambda unit: unit.valid_to or on)
    return f"{_what_it_became(last, on)} Nhờ quản trị viên của đơn vị mới giao vai trò, rồi mở lại trang này."


def has_ended(unit: Unit, on: date) -> bool:
    """Whether a unit is no more on a day."""
    return unit.valid_to is not None and unit.valid_to <= on


def _what_it_became(unit: Unit, on: date) -> str:
    until = (unit.valid_to or on) - timedelta(days=1)
    names = dict.fromkeys(row.successor.name for row in changes_after([unit.pk], on=on) if row.successor)
    into = f", nay là {', '.join(names)}" if names else ""
    return f"{unit.name} kết thúc ngày {dmy(until)}{into}."
