"""May this person pass on, take up or answer what a citizen told? May the Council decide before comments are answered?"""

from datetime import datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import SuggestionState
from neuguong.exemplars.models import Nomination, Objection, Suggestion
from neuguong.exemplars.policy.nominations import may, may_see_deliberation, rules_for
from neuguong.exemplars.queries.objections import entry_of, waiting_on
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of


def tends_suggestions(actor: Actor, suggestion: Suggestion, at: datetime) -> str | None:
    """The standing office of the plan's organisation receives what people tell."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=suggestion.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực tiếp nhận và chuyển lời giới thiệu của người dân."


def erases_suggestion(actor: Actor, suggestion: Suggestion, at: datetime) -> str | None:
    """The office erases what came to an end without a dossier; what became one goes with its subject."""
    if refusal := tends_suggestions(actor, suggestion, at):
        return refusal
    if suggestion.nomination_id is not None:
        return "Lời giới thiệu này đã thành hồ sơ. Xóa dữ liệu ở hồ sơ suốt đời của đối tượng."
    if suggestion.state not in (SuggestionState.ANSWERED, SuggestionState.REJECTED):
        return "Lời giới thiệu này chưa có kết quả. Trả lời hoặc ghi không tiếp nhận rồi mới xóa."
    return None


def answers_suggestion(actor: Actor, suggestion: Suggestion, at: datetime) -> str | None:
    """The unit it was passed to writes the dossier or says why not (KH 87, IV.2: units find and introduce)."""
    unit = suggestion.unit
    if unit is None:
        return "Lời giới thiệu này chưa được chuyển cho đơn vị nào."
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} trả lời được lời giới thiệu này."


def opens_window(actor: Actor, plan: Plan, at: datetime) -> str | None:
    """The standing office publishes the list, where the plan sets days for comments at all."""
    if not can(actor.account_id, Permission.KEEP_LEDGER, unit=plan.unit, on=local_day(at)):
        return "Chỉ cơ quan thường trực đưa hồ sơ ra lấy ý kiến."
    if not rules_of(plan, at).windows.objection_working_days:
        return f"Kế hoạch {plan.number} không quy định lấy ý kiến trước khi công nhận."
    return None


def was_sent_by_somebody(actor: Actor, _objection: Objection, _at: datetime) -> str | None:
    """Confirming is the sender's own act, by the link that only the sender got."""
    return None if actor.kind is ActorKind.PUBLIC else "Chỉ người gửi xác nhận được ý kiến của mình."


def answers_objection(actor: Actor, objection: Objection, at: datetime) -> str | None:
    """The office answers, nobody of it who stands too close to the dossier (KH 87, III.3: khách quan, trung thực)."""
    nomination = objection.entry.nomination
    if not may(actor, Permission.KEEP_LEDGER, nomination, at):
        return "Chỉ cơ quan thường trực trả lời ý kiến về hồ sơ."
    if may_see_deliberation(actor, nomination, at):
        return None
    return "Anh/chị có liên quan đến hồ sơ này nên không trả lời ý kiến về hồ sơ. Nhờ người khác trong cơ quan."


def objections_are_over(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Where the plan sets days for comments, the Council decides when they are over and every comment is answered.

    What came after the last day is read and answered, but stops nothing. The guard stands last: before it, whoever may
    not judge has been refused without a word about comments.
    """
    days = rules_for(nomination, at).windows.objection_working_days
    if not days:
        return None
    entry = entry_of(nomination.pk)
    if entry is None:
        return f"Kế hoạch {nomination.plan.number} yêu cầu lấy ý kiến {days} ngày làm việc; hồ sơ chưa được đưa ra lấy ý kiến."
    closes = entry.window.closes_on
    if local_day(at) <= closes:
        return f"Đang lấy ý kiến về hồ sơ đến hết ngày {closes:%d/%m/%Y}."
    waiting = waiting_on(entry)
    return f"Còn {waiting} ý kiến về hồ sơ chưa được trả lời." if waiting else None
