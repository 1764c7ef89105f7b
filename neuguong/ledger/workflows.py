"""What moves in the ledger, each life as one table: an obstacle, a report, an estimate, a unit's own plan, a digest.

Until when, whether in time and which version of a plan is in force, the days say.
"""

from neuguong.core.workflow import Step, Workflow
from neuguong.ledger.enums import DigestState as D
from neuguong.ledger.enums import EstimateState as E
from neuguong.ledger.enums import ObstacleState, ReportState, UnitPlanState
from neuguong.ledger.policy import (
    answers_obstacle,
    answers_report,
    appraises_budget,
    approves_budget,
    decides_digest,
    did_not_appraise,
    did_not_prepare_estimate,
    estimate_unit_exists,
    has_lines,
    issues_unit_plan,
    matches_parent,
    prepares_estimate,
    report_is_owed,
    report_is_written,
    report_may_come_again,
    report_time_is_over,
    reported_it,
    submits_estimate,
    submits_report,
    tends_obstacle,
    unit_plan_in_force,
    unit_plan_unit_exists,
    writes_unit_plan,
)

WAITING, ASKED, ANSWERED, CLOSED = ObstacleState

OBSTACLE = Workflow(
    Step("answer", "Trả lời", (WAITING, ASKED), ANSWERED, (answers_obstacle,)),
    Step("ask", "Hỏi lại đơn vị", (WAITING,), ASKED, (answers_obstacle,)),
    Step("clarify", "Nói rõ thêm", (ASKED,), WAITING, (reported_it,)),
    Step("reopen", "Còn vướng", (ANSWERED, CLOSED), WAITING, (reported_it,)),
    Step("settle", "Đã gỡ được", (WAITING, ASKED, ANSWERED), CLOSED, (reported_it,)),
    Step("close", "Kết thúc", (WAITING, ASKED, ANSWERED), CLOSED, (tends_obstacle,)),
    state_labels=dict(ObstacleState.choices),
    noun="Vướng mắc",
)

SENDING = (submits_report, report_is_owed, report_time_is_over, report_is_written)
BEGUN = (ReportState.DRAFT, ReportState.RETURNED)
SENT = (ReportState.SUBMITTED,)
RETURNING = (answers_report, report_may_come_again)

REPORT = Workflow(
    Step("submit", "Gửi báo cáo", BEGUN, ReportState.SUBMITTED, SENDING),
    Step("return", "Trả lại", SENT, ReportState.RETURNED, RETURNING, needs_note=True),
    Step("accept", "Tiếp nhận", SENT, ReportState.ACCEPTED, (answers_report,)),
    state_labels=dict(ReportState.choices),
    noun="Báo cáo",
)

FINANCE = (appraises_budget, did_not_prepare_estimate)
LEADER = (approves_budget, did_not_prepare_estimate, did_not_appraise)

# What was returned or approved is changed by a further edition; its own state stands.
ESTIMATE = Workflow(
    Step("submit", "Gửi dự toán", (E.DRAFT,), E.SUBMITTED, (submits_estimate, estimate_unit_exists, has_lines)),
    Step("drop", "Bỏ bản nháp", (E.DRAFT,), E.DROPPED, (prepares_estimate,)),
    Step("appraise", "Thẩm định", (E.SUBMITTED,), E.APPRAISED, FINANCE),
    Step("send_back", "Trả lại", (E.SUBMITTED,), E.RETURNED, FINANCE, needs_note=True),
    Step("approve", "Phê duyệt", (E.APPRAISED,), E.APPROVED, LEADER),
    Step("refuse", "Không phê duyệt, trả lại", (E.APPRAISED,), E.RETURNED, LEADER, needs_note=True),
    state_labels=dict(E.choices),
    noun="Dự toán",
)

ISSUING = (issues_unit_plan, unit_plan_unit_exists, unit_plan_in_force, matches_parent)

UNIT_PLAN = Workflow(
    Step("issue", "Ban hành", (UnitPlanState.DRAFT,), UnitPlanState.ISSUED, ISSUING),
    Step("drop", "Bỏ bản nháp", (UnitPlanState.DRAFT,), UnitPlanState.DROPPED, (writes_unit_plan,)),
    state_labels=dict(UnitPlanState.choices),
    noun="Kế hoạch của đơn vị",
)

UNDECIDED = (D.WAITING, D.HELD)

# Sent, held, stopped by the office; ended by itself when everything in it is done or the next day's takes it in.
DIGEST = Workflow(
    Step("release", "Phát hành", UNDECIDED, D.RELEASED, (decides_digest,)),
    Step("hold", "Giữ lại", UNDECIDED, D.HELD, (decides_digest,)),
    Step("stop", "Không gửi", UNDECIDED, D.STOPPED, (decides_digest,), needs_note=True),
    Step("drop", "Thôi, mọi việc đã xong", UNDECIDED, D.STOPPED, (decides_digest,), needs_note=True),
    Step("take_in", "Gộp vào thư sau", (D.WAITING,), D.STOPPED, (decides_digest,), needs_note=True),
    state_labels=dict(D.choices),
    noun="Thư đôn đốc",
)
