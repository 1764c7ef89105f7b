"""May this person check a place that follows an example, or decide on a message to an exemplar? (KH 87, III.3.b)"""

from datetime import datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import MessageState, ReplicationState
from neuguong.exemplars.models import Exemplar, ExemplarMessage, Replication
from neuguong.exemplars.queries.register import shown
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def page_of(thing: Replication | ExemplarMessage) -> Exemplar:
    """The page that shows what was told of an exemplar: the one it was joined to, after a merge (ADR 0013)."""
    return thing.exemplar.merged_into or thing.exemplar


def page_stands(_actor: Actor, thing: Replication | ExemplarMessage, _at: datetime) -> str | None:
    """Nothing goes to the page or the person while the page is taken down, withheld or revoked."""
    if shown().filter(pk=page_of(thing).pk).exists():
        return None
    return "Trang của điển hình này không còn trên cổng công khai."


def tends_replications(actor: Actor, replication: Replication, at: datetime) -> str | None:
    """The standing office of the exemplar's organisation puts on the page what a unit has checked."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=replication.exemplar.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực đưa nơi học theo lên cổng, gỡ xuống hoặc chuyển đơn vị khác."


def checks_replication(actor: Actor, replication: Replication, at: datetime) -> str | None:
    """The unit of the place goes and sees (KH 87, III.3: khách quan, trung thực)."""
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=replication.place, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {replication.place.name} xác minh được nơi học theo này."


def did_not_tell_it(actor: Actor, replication: Replication, _at: datetime) -> str | None:
    """Nobody confirms what they told themselves."""
    if replication.account_id is None or replication.account_id != actor.account_id:
        return None
    return "Anh/chị đã ghi nơi học theo này nên không tự xác minh. Nhờ người khác trong đơn vị."


def takes_replication_back(actor: Actor, replication: Replication, at: datetime) -> str | None:
    """Whoever told it (by the receipt's code, or signed in), the unit of the place, or the office."""
    if actor.kind is ActorKind.PUBLIC or (actor.account_id and actor.account_id == replication.account_id):
        return None
    if checks_replication(actor, replication, at) is None or tends_replications(actor, replication, at) is None:
        return None
    return "Chỉ người đã kể, đơn vị nơi ấy hoặc cơ quan thường trực rút được."


def moderates(actor: Actor, message: ExemplarMessage, at: datetime) -> str | None:
    """The standing office of the exemplar's organisation reads a message before anybody else does (docs/adr)."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=message.exemplar.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực duyệt lời nhắn gửi điển hình."


def hands_over(actor: Actor, message: ExemplarMessage, at: datetime) -> str | None:
    """The exemplar's unit tells the person; the office where the unit has nobody."""
    unit = page_of(message).unit
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        return None
    if moderates(actor, message, at) is None:
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} ghi được lời nhắn đã đến người nhận."


def was_sent_by_a_reader(actor: Actor, _message: ExemplarMessage, _at: datetime) -> str | None:
    """Taking a message back is the sender's own act, by the receipt's code."""
    return None if actor.kind is ActorKind.PUBLIC else "Chỉ người gửi rút được lời nhắn của mình."


def erases_replication(actor: Actor, replication: Replication, at: datetime) -> str | None:
    """The office erases what is neither open nor shown."""
    if refusal := tends_replications(actor, replication, at):
        return refusal
    if replication.state not in (ReplicationState.NOT_CONFIRMED, ReplicationState.WITHDRAWN):
        return "Nơi học theo này chưa rút. Rút rồi mới xóa dữ liệu."
    return None


def erases_message(actor: Actor, message: ExemplarMessage, at: datetime) -> str | None:
    """The office erases what no longer waits for anybody."""
    if refusal := moderates(actor, message, at):
        return refusal
    if message.state in (MessageState.WAITING, MessageState.PASSED):
        return "Lời nhắn này chưa có kết quả. Duyệt, chuyển hoặc loại rồi mới xóa."
    return None
