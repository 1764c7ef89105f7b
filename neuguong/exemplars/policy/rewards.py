"""May this person record an award from above, compare it with the decision, or take it back?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import RewardState
from neuguong.exemplars.models import RewardRecord
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def keeps_rewards(actor: Actor, reward: RewardRecord, at: datetime) -> str | None:
    """Who puts articles on the public site records for them: editors of the place, or of the plan's office."""
    on, units = local_day(at), (reward.unit, reward.plan.unit)
    if any(can(actor.account_id, Permission.PUBLISH_ARTICLE, unit=unit, on=on) for unit in units):
        return None
    return "Chỉ biên tập viên hoặc cơ quan thường trực ghi khen thưởng của cấp trên."


def edits_reward(actor: Actor, reward: RewardRecord, at: datetime) -> str | None:
    """Whoever entered it, until it is compared: so one hand entered what another checks."""
    if reward.state != RewardState.UNCHECKED:
        return "Bản ghi đã kiểm tra hoặc đã rút nên không sửa được. Sai thì rút kèm lý do rồi ghi lại."
    if reward.entered_by_id != actor.account_id:
        return "Chỉ người đã nhập sửa bản ghi này. Thấy sai thì rút kèm lý do rồi ghi lại."
    return keeps_rewards(actor, reward, at)


def checks_reward(actor: Actor, reward: RewardRecord, at: datetime) -> str | None:
    """The standing office of the plan's organisation knows decisions (KH 87, III.3: khách quan, trung thực)."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=reward.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực đối chiếu bản ghi với quyết định."


def did_not_enter_it(actor: Actor, reward: RewardRecord, _at: datetime) -> str | None:
    """Nobody confirms what they typed themselves."""
    if reward.entered_by_id != actor.account_id:
        return None
    return "Anh/chị đã nhập bản ghi này nên không tự xác nhận. Nhờ người khác của cơ quan thường trực."


def decision_can_be_read(_actor: Actor, reward: RewardRecord, _at: datetime) -> str | None:
    """Nothing is compared with a scan that nobody can open."""
    return reward.scan.hindrance or None


def takes_reward_back(actor: Actor, reward: RewardRecord, at: datetime) -> str | None:
    """Who records them, or who compares them."""
    if keeps_rewards(actor, reward, at) is None or checks_reward(actor, reward, at) is None:
        return None
    return "Chỉ biên tập viên hoặc cơ quan thường trực rút bản ghi khen thưởng."


def erases_reward(actor: Actor, reward: RewardRecord, at: datetime) -> str | None:
    """The office erases what was taken back, so that no page tells of it any more."""
    if checks_reward(actor, reward, at):
        return "Chỉ cơ quan thường trực xóa được dữ liệu cá nhân của người được khen."
    if reward.state != RewardState.WITHDRAWN:
        return "Bản ghi này chưa rút. Rút rồi mới xóa dữ liệu."
    return None
