"""May this person do this in the ledger, now? Each guard answers None or the sentence that the person reads."""

from datetime import datetime

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.exemplars.queries.conflicts import hidden_from, recorded_of
from neuguong.ledger.enums import ObstacleAct, ReportState, UnitPlanState
from neuguong.ledger.models import Obligation, Obstacle, ReminderDigest, Report, Return, UnitPlan
from neuguong.ledger.queries.apart import SENTENCE, closed_rounds
from neuguong.ledger.queries.inherited import mismatches
from neuguong.ledger.queries.rounds import exemptions_in_force
from neuguong.org.models import Unit
from neuguong.org.queries.access import can, can_in_person
from neuguong.org.roles import Permission
from neuguong.programme.enums import ActivityKind, DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.queries.reports import report_rules


def keeps_ledger(by: Actor, unit: Unit, at: datetime) -> str | None:
    """Extensions, exemptions and papers on a unit's behalf are the standing office's."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.KEEP_LEDGER, unit=unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực gia hạn, miễn và ghi thay đơn vị."


def reads_week(by: Actor, plan: Plan, at: datetime) -> str | None:
    """The page of a week tells of every unit; it is for those who lead and for the standing office (KH 87, IV.4)."""
    if can(by.account_id, Permission.READ_WEEK, unit=plan.unit, on=local_day(at)):
        return None
    return (
        "Trang tuần dành cho lãnh đạo, Chủ tịch Hội đồng và cơ quan thường trực. Anh/chị xem Bảng theo dõi của đơn vị."
    )


def issues_packages(by: Actor, plan: Plan, at: datetime) -> str | None:
    """Only the standing office of the plan's unit issues, corrects and numbers packages (KH 87, IV.2)."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.ISSUE_PACKAGE, unit=plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực của đơn vị ban hành kế hoạch lập gói quý. Anh/chị nhờ cơ quan thường trực làm việc này."


def urges(by: Actor, plan: Plan, at: datetime) -> str | None:
    """Only the standing office of the plan's unit urges in its name (KH 87, IV.4)."""
    if by.kind is ActorKind.SYSTEM or can(by.account_id, Permission.KEEP_LEDGER, unit=plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực của đơn vị ban hành kế hoạch đôn đốc. Anh/chị nhờ cơ quan thường trực làm việc này."


def decides_digest(by: Actor, digest: ReminderDigest, at: datetime) -> str | None:
    """What goes out in the office's name the office decides."""
    return urges(by, digest.plan, at)


def loads_plans(by: Actor, plan: Plan, at: datetime) -> str | None:
    """A plan file is tried and loaded by the standing office of the unit that issues the plan."""
    if keeps_ledger(by, plan.unit, at) is None:
        return None
    return f"Chỉ cơ quan thường trực của {plan.unit.name} thử và nạp kế hoạch của đơn vị này."


def disseminates(by: Actor, unit: Unit, at: datetime) -> str | None:
    """Telling the staff is the head's duty (KH 87, IV.1); whoever was lent the office may see to it."""
    if can(by.account_id, Permission.ISSUE_UNIT_PLAN, unit=unit, on=local_day(at)):
        return None
    return f"Người đứng đầu {unit.name} mới phổ biến kế hoạch đến từng người."


def apart_from_round(by: Actor, plan: Plan, round_code: str, at: datetime) -> str | None:
    """Who keeps away from a dossier of the round does not make its package: it would show what became of it."""
    if by.account_id is None:
        return None
    return SENTENCE if round_code in closed_rounds(by.account_id, plan, local_day(at)) else None


def sends_return(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit reports for itself; the office may type what came on paper."""
    if can(by.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)):
        return None
    if keeps_ledger(by, unit, at) is None:
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} gửi báo cáo của đơn vị."


def speaks_for_unit(by: Actor, unit: Unit, at: datetime) -> str | None:
    """What was typed for a unit is answered by the unit itself."""
    if can(by.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} ghi ý kiến của đơn vị."


def types_for_unit(by: Actor, unit: Unit, at: datetime, now: datetime) -> str | None:
    """Paper is typed by who is of the standing office today, and was on the day that it counts from."""
    if refusal := keeps_ledger(by, unit, now):
        return refusal
    if keeps_ledger(by, unit, at):
        return (
            f"Ngày {local_day(at):%d/%m/%Y} anh/chị chưa được phân công ở cơ quan thường trực nên không ghi thay cho ngày "
            "ấy được. Nhờ người đã làm việc ở cơ quan vào ngày ấy."
        )
    return None


def not_typed_by(by: Actor, sent: Return) -> str | None:
    """Who typed a return from paper does not also take note of it."""
    if sent.paper_id is None or sent.sent_by_id != by.account_id:
        return None
    return "Anh/chị đã ghi thay báo cáo này nên không tự tiếp nhận. Nhờ người khác trong cơ quan."


def records_activities(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit records what it did itself; the office may type what came on paper, and records its own unit's."""
    if can(by.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)) or keeps_ledger(by, unit, at) is None:
        return None
    return f"Chỉ cán bộ đầu mối, người đứng đầu {unit.name} hoặc cơ quan thường trực ghi việc đã làm của đơn vị."


def writes_unit_plan(by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """A unit writes its own plan, nobody else's (KH 87, IV.1)."""
    if can(by.account_id, Permission.PREPARE_NOMINATION, unit=unit_plan.unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit_plan.unit.name} soạn được kế hoạch này."


def issues_unit_plan(by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """Issuing is the head's own act (KH 87, III.1.a); who may send dossiers for the head may not plan for the head."""
    unit, on = unit_plan.unit, local_day(at)
    if can_in_person(by.account_id, Permission.ISSUE_UNIT_PLAN, unit=unit, on=on):
        return None
    if can(by.account_id, Permission.ISSUE_UNIT_PLAN, unit=unit, on=on):
        return "Ủy quyền không gồm việc ban hành kế hoạch. Người đứng đầu ban hành rồi ghi số, ngày văn bản."
    return f"Người đứng đầu {unit.name} mới ban hành được kế hoạch."


def unit_plan_unit_exists(_by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """A unit that has merged or ended plans no more; its successor makes its own plan."""
    if unit_plan.unit.exists_on(local_day(at)):
        return None
    return f"{unit_plan.unit.name} không còn hoạt động. Đơn vị kế thừa lập kế hoạch của mình."


def unit_plan_in_force(_by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """No plan under a parent before its first or after its last day."""
    plan = unit_plan.plan
    if plan.valid_from <= local_day(at) <= plan.valid_until:
        return None
    return f"Kế hoạch {plan.number} thực hiện từ {plan.valid_from:%d/%m/%Y} đến {plan.valid_until:%d/%m/%Y}."


def matches_parent(_by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """What is issued holds every duty that the unit owes on that day, not weaker (KH 87, IV.1)."""
    if not mismatches(unit_plan, on=local_day(at)):
        return None
    return (
        "Nhiệm vụ của kế hoạch cấp trên đã đổi từ khi lập bản nháp. Bấm “Cập nhật theo kế hoạch cấp trên” rồi ban hành."
    )


def unit_plan_edit_refusal(by: Actor, unit_plan: UnitPlan, at: datetime) -> str | None:
    """Why this person cannot change the words of the plan now, or None."""
    if refusal := writes_unit_plan(by, unit_plan, at):
        return refusal
    if unit_plan.state != UnitPlanState.DRAFT:
        label = UnitPlanState(unit_plan.state).label
        return f"Kế hoạch đang ở trạng thái “{label}” nên không sửa được. Cần đổi thì lập bản mới."
    return unit_plan_unit_exists(by, unit_plan, at)


def is_an_activity(obligation: Obligation) -> str | None:
    """Dossiers and returns have their own ways in; only what is done otherwise is recorded by hand."""
    duty = obligation.duty
    if duty.kind != DutyKind.ACTIVITY:
        return "Việc này được tính từ hồ sơ và báo cáo quý, không ghi tay."
    if duty.activity == ActivityKind.OWN_STANDARD:
        return "Việc này được tính khi đơn vị ban hành tiêu chuẩn trong phần Tiêu chuẩn, không ghi tay."
    if duty.activity == ActivityKind.BUDGET:
        return "Việc này được tính khi thẩm định dự toán trong phần Kinh phí, không ghi tay."
    return None


def not_written_here(by: Actor, obligation: Obligation, at: datetime) -> str | None:
    """A report that is written in its form counts when it is submitted; what came on paper only the office types in."""
    duty = obligation.duty
    rules = report_rules(duty.plan, at) if duty.activity == ActivityKind.REPORT else None
    if rules is None or rules.kind(duty.code) is None or keeps_ledger(by, obligation.unit, at) is None:
        return None
    return "Báo cáo này viết và gửi trong phần Báo cáo, gửi xong tự tính. Báo cáo đã gửi bằng giấy thì nhờ cơ quan thường trực ghi thay."


def not_fed_by_itself(by: Actor, obligation: Obligation, at: datetime) -> str | None:
    """A unit's own plan and the telling of it count by themselves; what was done on paper only the office types in."""
    kind = obligation.duty.activity
    if kind not in (ActivityKind.OWN_PLAN, ActivityKind.DISSEMINATION) or keeps_ledger(by, obligation.unit, at) is None:
        return None
    if kind == ActivityKind.DISSEMINATION:
        return "Việc này được tính khi mọi người xác nhận trong phần Kế hoạch. Đã làm trên giấy thì nhờ cơ quan thường trực ghi thay."
    return "Việc này được tính khi đơn vị ban hành kế hoạch trong phần Kế hoạch. Kế hoạch đã ký trên giấy thì nhờ cơ quan thường trực ghi thay."


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
    if exemptions_in_force(obligation, at).exists():
        return "Đơn vị đã được miễn việc này."
    return None


def is_excused(obligation: Obligation, at: datetime) -> str | None:
    """Only an exemption in force can be taken back."""
    if exemptions_in_force(obligation, at).exists():
        return None
    return "Đơn vị không đang được miễn việc này."


def reports_obstacles(by: Actor, unit: Unit, at: datetime) -> str | None:
    """A unit's own officer or head reports what hinders it (KH 87, IV, last paragraph)."""
    if not can(by.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)):
        return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} báo vướng mắc của đơn vị."
    if not unit.exists_on(local_day(at)):
        return f"{unit.name} không còn vào ngày này nên không báo vướng mắc được."
    return None


def reported_it(actor: Actor, obstacle: Obstacle, at: datetime) -> str | None:
    """The unit whose obstacle it is, or who carries it on, says more, says that it is over, or that it is not."""
    unit = obstacle.keeper
    if can(actor.account_id, Permission.SEND_RETURN, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} hoặc đơn vị kế thừa nói về vướng mắc này."


def tends_obstacle(actor: Actor, obstacle: Obstacle, at: datetime) -> str | None:
    """The office receives obstacles for the plan's unit, hands them over and publishes (KH 87, IV)."""
    if can(actor.account_id, Permission.KEEP_LEDGER, unit=obstacle.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực giao, kết thúc và công bố vướng mắc."


def answers_obstacle(actor: Actor, obstacle: Obstacle, at: datetime) -> str | None:
    """The office, or whom it handed the obstacle to, as long as that person has the right."""
    if tends_obstacle(actor, obstacle, at) is None:
        return None
    owns = obstacle.owner_id is not None and obstacle.owner_id == actor.account_id
    if owns and can(actor.account_id, Permission.ANSWER_OBSTACLE, unit=obstacle.plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực hoặc người được giao trả lời vướng mắc này."


def was_answered(_actor: Actor, obstacle: Obstacle, _at: datetime) -> str | None:
    """Nothing is published before the unit that asked has its answer."""
    if obstacle.entries.filter(act=ObstacleAct.ANSWER).exists():
        return None
    return "Trả lời đơn vị rồi mới công bố cho mọi đơn vị."


def publishes_for(by: Actor, plan: Plan, at: datetime) -> str | None:
    """The office of the plan's unit takes back what it published."""
    if can(by.account_id, Permission.KEEP_LEDGER, unit=plan.unit, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực công bố và rút giải đáp."


def writes_report(by: Actor, report: Report, at: datetime) -> str | None:
    """A unit writes its own report, nobody else's (KH 87, IV.1)."""
    unit = report.obligation.unit
    if can(by.account_id, Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {unit.name} soạn được báo cáo này."


def submits_report(by: Actor, report: Report, at: datetime) -> str | None:
    """The unit's head answers for what is reported (KH 87, III.1.a), or who acts for the head."""
    unit = report.obligation.unit
    if can(by.account_id, Permission.SUBMIT_NOMINATION, unit=unit, on=local_day(at)):
        return None
    return f"Người đứng đầu {unit.name} mới gửi được báo cáo."


def report_is_owed(_by: Actor, report: Report, at: datetime) -> str | None:
    """Nobody reports for a row that was ended or excused."""
    return still_owed(report.obligation, at) or not_excused(report.obligation, at)


def report_is_written(_by: Actor, report: Report, at: datetime) -> str | None:
    """Sections that nothing feeds must be written; what there is not is said in words."""
    rules = report_rules(report.obligation.duty.plan, at)
    if rules is None:
        return "Kế hoạch này chưa có dàn bài báo cáo."
    empty = [one.title for one in rules.sections if not one.figures and not report.texts.get(one.code, "").strip()]
    return f"Còn mục chưa viết: {', '.join(empty)}. Không có gì thì ghi “Không có”." if empty else None


def report_time_is_over(_by: Actor, report: Report, at: datetime) -> str | None:
    """Figures of days to come are not known."""
    if report.until <= local_day(at):
        return None
    return f"Báo cáo tính đến hết ngày {report.until:%d/%m/%Y}, ngày ấy chưa tới. Sửa lại ngày cuối rồi gửi."


def report_may_come_again(_by: Actor, report: Report, at: datetime) -> str | None:
    """What the unit owes no more it cannot send again, so it is not sent back: it would lie with nobody."""
    ended = still_owed(report.obligation, at)
    return ended and f"{ended} Đơn vị không gửi lại được, nên chỉ tiếp nhận."


def answers_report(by: Actor, report: Report, at: datetime) -> str | None:
    """The standing office receives reports (KH 87, IV.1)."""
    return keeps_ledger(by, report.obligation.unit, at) and "Chỉ cơ quan thường trực tiếp nhận hoặc trả lại báo cáo."


def report_edit_refusal(by: Actor, report: Report, at: datetime) -> str | None:
    """Why this person cannot change the report's words now, or None."""
    if refusal := writes_report(by, report, at):
        return refusal
    if report.state not in (ReportState.DRAFT, ReportState.RETURNED):
        label = ReportState(report.state).label
        return f"Báo cáo đang ở trạng thái “{label}” nên không sửa được. Cần sửa thì nhờ cơ quan thường trực trả lại."
    return report_is_owed(by, report, at)


def makes_overall_report(by: Actor, plan: Plan, at: datetime) -> str | None:
    """The report over all units is the standing office's (KH 87, IV.4)."""
    return (
        issues_packages(by, plan, at) and "Chỉ cơ quan thường trực của đơn vị ban hành kế hoạch lập báo cáo tổng hợp."
    )


def apart_from_report(account_id: int | None, plan: Plan, at: datetime, unit_id: int | None = None) -> str | None:
    """A report's list would show dossiers that a person keeps away from."""
    if account_id is None or not recorded_of(account_id, local_day(at)).hides:
        return None
    hidden = hidden_from(account_id, local_day(at)).filter(plan=plan)
    hidden = hidden if unit_id is None else hidden.filter(unit_id=unit_id)
    return (
        "Danh sách của báo cáo này có hồ sơ mà anh/chị không tham gia xét. Nhờ người khác trong cơ quan mở văn bản."
        if hidden.exists()
        else None
    )
