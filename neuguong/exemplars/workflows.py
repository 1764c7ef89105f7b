"""The whole life of a nomination, of what it states and of a unit's standard, each as one table.

Forwarding is not here: it is read from the package. Nor is which standard is in force: the days say it.
"""

from dataclasses import dataclass
from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.workflow import Step, Workflow
from neuguong.exemplars.enums import (
    ClaimState,
    ExemplarState,
    MessageState,
    ObjectionState,
    PairState,
    PublicationState,
    ReplicationState,
    RewardState,
    StandardState,
)
from neuguong.exemplars.enums import NominationState as S
from neuguong.exemplars.enums import SuggestionState as V
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy import (
    answers_objection,
    answers_suggestion,
    apart_from_exemplar,
    apart_in_council,
    apart_in_office,
    binds,
    can_be_read,
    checklist_is_done,
    checks_replication,
    checks_reward,
    claims_are_settled,
    decides,
    decides_pair,
    decision_can_be_read,
    did_not_enter_it,
    did_not_prepare,
    did_not_tell_it,
    goes_on_writing,
    hands_over,
    has_no_proof,
    has_own_criteria,
    has_proof,
    is_complete,
    is_recorded_afterwards,
    issues_standard,
    may_be_published,
    moderates,
    no_kin_in_unit,
    not_before_sending,
    not_yet_by_council,
    not_yet_by_unit,
    nothing_asked,
    objections_are_over,
    of_one_kind,
    page_stands,
    plan_in_force,
    reading_once,
    recognises_by_council,
    recognises_in_unit,
    records_afterwards,
    sends_for_unit,
    standard_plan_in_force,
    standard_unit_exists,
    subject_remains,
    takes_replication_back,
    takes_reward_back,
    tends_register,
    tends_replications,
    tends_story,
    tends_suggestions,
    touches,
    unit_exists,
    verifies,
    was_judged_here,
    was_sent_by_a_reader,
    was_sent_by_somebody,
    was_typed_for_unit,
    withdraws,
    writes_standard,
)

UNIT = (sends_for_unit, unit_exists, plan_in_force, is_complete, not_before_sending)
BACK = (withdraws, not_before_sending)
RESUME = (was_typed_for_unit, goes_on_writing, unit_exists, not_before_sending)
OFFICE = (verifies, did_not_prepare, apart_in_office, not_before_sending)
VERIFY = (*OFFICE, checklist_is_done, claims_are_settled)
HEAD = (recognises_in_unit, no_kin_in_unit, not_yet_by_unit, not_before_sending, subject_remains, was_judged_here)
AFTERWARDS = (is_recorded_afterwards, records_afterwards, is_complete, subject_remains)
CHAIR = (
    recognises_by_council,
    did_not_prepare,
    apart_in_council,
    not_yet_by_council,
    not_before_sending,
    subject_remains,
    objections_are_over,
    was_judged_here,
)

NOMINATION = Workflow(
    Step("submit", "Gửi hồ sơ", (S.DRAFT, S.RETURNED), S.SUBMITTED, UNIT),
    Step("return", "Trả lại", (S.SUBMITTED,), S.RETURNED, OFFICE, needs_note=True),
    Step("verify", "Đạt thẩm định", (S.SUBMITTED,), S.VERIFIED, VERIFY),
    Step("decline", "Không đạt", (S.SUBMITTED,), S.DECLINED, OFFICE, needs_note=True),
    Step("resume", "Nhận về viết tiếp", (S.SUBMITTED,), S.RETURNED, RESUME),
    Step("withdraw", "Rút hồ sơ", (S.DRAFT, S.SUBMITTED, S.RETURNED), S.WITHDRAWN, BACK),
    Step("record_after", "Ghi lại sau", (S.DRAFT,), S.RECOGNISED, AFTERWARDS),
    Step("recognise_unit", "Đơn vị công nhận", (S.VERIFIED, S.RECOGNISED), S.RECOGNISED, HEAD),
    Step("recognise_council", "Hội đồng công nhận", (S.VERIFIED, S.RECOGNISED), S.RECOGNISED, CHAIR),
    state_labels=dict(S.choices),
)

ISSUING = (issues_standard, standard_unit_exists, standard_plan_in_force, has_own_criteria)

STANDARD = Workflow(
    Step("issue", "Ban hành", (StandardState.DRAFT,), StandardState.ISSUED, ISSUING),
    Step("drop", "Bỏ bản nháp", (StandardState.DRAFT,), StandardState.DROPPED, (writes_standard,)),
    state_labels=dict(StandardState.choices),
    noun="Bộ tiêu chuẩn",
)

# Whether two records are one subject. What was un-merged is known to be two, so it does not come back as a question.
PAIR = Workflow(
    Step("dismiss", "Không trùng", (PairState.OPEN,), PairState.DISMISSED, (decides_pair,)),
    Step("reopen", "Xem xét lại", (PairState.DISMISSED,), PairState.OPEN, (decides_pair,)),
    Step("merge", "Gộp", (PairState.OPEN, PairState.DISMISSED), PairState.MERGED, (decides_pair, of_one_kind), True),
    Step("unmerge", "Bỏ gộp", (PairState.MERGED,), PairState.DISMISSED, (decides_pair,), True),
    state_labels=dict(PairState.choices),
)

# What a citizen told. A unit that answers gives it back; the office may pass it to another one.
SUGGESTION = Workflow(
    Step("pass_on", "Chuyển đơn vị", (V.RECEIVED, V.PASSED, V.ANSWERED), V.PASSED, (tends_suggestions,)),
    Step("reject", "Không tiếp nhận", (V.RECEIVED,), V.REJECTED, (tends_suggestions,), needs_note=True),
    Step("take_up", "Lập hồ sơ", (V.PASSED,), V.TAKEN_UP, (answers_suggestion,)),
    Step("answer", "Trả lời", (V.PASSED,), V.ANSWERED, (answers_suggestion,)),
    state_labels=dict(V.choices),
    noun="Lời giới thiệu",
)

# A comment on a dossier exists when its sender has confirmed it; each is answered before the Council decides.
OBJECTION = Workflow(
    Step("confirm", "Xác nhận", (ObjectionState.UNCONFIRMED,), ObjectionState.CONFIRMED, (was_sent_by_somebody,)),
    Step("answer", "Trả lời", (ObjectionState.CONFIRMED,), ObjectionState.ANSWERED, (answers_objection,)),
    state_labels=dict(ObjectionState.choices),
    noun="Ý kiến",
)

UNSUPPORTED, SUPPORTED, CHECKED, CORRECTED, REJECTED = ClaimState
DECIDE = (decides, nothing_asked)

# What one claim of the summary goes through. Opened again, it starts without support and finds its proofs anew.
CLAIM = Workflow(
    Step("support", "Gắn minh chứng", (UNSUPPORTED,), SUPPORTED, (touches, has_proof)),
    Step("bare", "Bỏ minh chứng", (SUPPORTED,), UNSUPPORTED, (binds, has_no_proof)),
    Step("check", "Đúng", (SUPPORTED,), CHECKED, (*DECIDE, can_be_read)),
    Step("correct", "Đính chính", (SUPPORTED,), CORRECTED, (*DECIDE, can_be_read), needs_note=True),
    Step("reject", "Bác bỏ", (UNSUPPORTED, SUPPORTED), REJECTED, DECIDE, needs_note=True),
    Step("reopen", "Xem lại", (CHECKED, CORRECTED, REJECTED), UNSUPPORTED, (touches,)),
    state_labels=dict(ClaimState.choices),
    noun="Ý này",
)

# What an exemplar's public page tells. Withdrawn consent takes it down; the line of the award stays.
PUBLICATION = Workflow(
    Step(
        "publish", "Đăng", (PublicationState.DRAFT, PublicationState.TAKEN_DOWN), PublicationState.PUBLISHED,
        (tends_story, may_be_published),
    ),
    Step("take_down", "Gỡ xuống", (PublicationState.PUBLISHED,), PublicationState.TAKEN_DOWN, (tends_story,), True),
    state_labels=dict(PublicationState.choices),
    noun="Câu chuyện",
)  # fmt: skip

# What was recognised stands until a decision takes it back. There is no way back: whom a later decision honours again
# is recognised under a later plan.
EXEMPLAR = Workflow(
    Step(
        "revoke", "Hủy công nhận", (ExemplarState.STANDING, ExemplarState.WITHHELD), ExemplarState.REVOKED,
        (tends_register, apart_from_exemplar), needs_note=True,
    ),
    # police and army cases, threatened people: recognised and counted, never shown
    Step(
        "withhold", "Không công khai", (ExemplarState.STANDING,), ExemplarState.WITHHELD, (tends_register,),
        needs_note=True,
    ),
    Step(
        "show", "Công khai lại", (ExemplarState.WITHHELD,), ExemplarState.STANDING, (tends_register,), needs_note=True,
    ),
    state_labels=dict(ExemplarState.choices),
    noun="Điển hình",
)  # fmt: skip

TOLD, SEEN, ON_PAGE, NOT_CONFIRMED, TAKEN_BACK = ReplicationState
CHECKING = (checks_replication, did_not_tell_it)

# A place that follows an example: what was told is nobody's to show until the unit of the place has seen it. What turns
# out wrong is taken back and told anew, so that a count of an earlier day stays as it was.
REPLICATION = Workflow(
    Step("move", "Chuyển đơn vị", (TOLD, NOT_CONFIRMED), TOLD, (tends_replications,)),
    Step("check", "Đã xem, đúng", (TOLD,), SEEN, CHECKING),
    Step("not_confirm", "Chưa xác nhận được", (TOLD,), NOT_CONFIRMED, CHECKING),
    Step("show", "Đưa lên cổng", (SEEN,), ON_PAGE, (tends_replications, page_stands)),
    Step("hide", "Gỡ khỏi cổng", (ON_PAGE,), SEEN, (tends_replications,), needs_note=True),
    Step("withdraw", "Rút", (TOLD, SEEN, ON_PAGE, NOT_CONFIRMED), TAKEN_BACK, (takes_replication_back,)),
    state_labels=dict(ReplicationState.choices),
    noun="Nơi học theo",
)

WAITING, PASSED, GIVEN, NOT_PASSED, UNSAID = MessageState

# A reader's message: the office reads it first, then the exemplar's unit gives it to the person.
MESSAGE = Workflow(
    Step("pass_on", "Duyệt, chuyển", (WAITING, NOT_PASSED), PASSED, (moderates, page_stands)),
    Step("reject", "Không chuyển", (WAITING,), NOT_PASSED, (moderates,)),
    Step("give", "Đã đưa người nhận", (PASSED,), GIVEN, (hands_over,)),
    Step("withdraw", "Rút", (WAITING, PASSED, GIVEN), UNSAID, (was_sent_by_a_reader,)),
    state_labels=dict(MessageState.choices),
    noun="Lời nhắn",
)

UNCOMPARED, COMPARED, RECALLED = RewardState

# An award from above: what one person typed, another compares with the decision's scan before it may be told. There is
# no way back: what is wrong is withdrawn and recorded anew, so that a text told by it is told by nothing else.
REWARD = Workflow(
    Step(
        "check", "Đã đối chiếu, đúng", (UNCOMPARED,), COMPARED,
        (checks_reward, did_not_enter_it, decision_can_be_read),
    ),
    Step("withdraw", "Rút bản ghi", (UNCOMPARED, COMPARED), RECALLED, (takes_reward_back,), needs_note=True),
    state_labels=dict(RewardState.choices),
    noun="Bản ghi khen thưởng",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the page shows it: open, or closed with its reason."""

    name: str
    label: str
    needs_note: bool
    reason: str | None

    @property
    def open(self) -> bool:
        """Whether the button works now."""
        return self.reason is None


def open_steps(nomination: Nomination, *, by: Actor, at: datetime) -> tuple[StepView, ...]:
    """Every step that leaves the present state, open or closed with its reason, in the table's order.

    Going on with what was typed from paper is no step at all of a dossier that a unit sent itself; nor is recording a
    decision afterwards ever a button: one form does it.
    """
    with reading_once(nomination):
        found = NOMINATION.steps_from(nomination, actor=by, at=at)
    hidden = {"record_after"} if was_typed_for_unit(by, nomination, at) is None else {"record_after", "resume"}
    shown = [one for one in found if one.step.name not in hidden]
    return tuple(StepView(one.step.name, one.step.label, one.step.needs_note, one.reason) for one in shown)
