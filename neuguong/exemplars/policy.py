"""May this person do this to this dossier, now? Each guard answers None or the sentence that the person reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import NominationState, RecognitionLevel, StandardState
from neuguong.exemplars.models import Nomination, Preparer, Recognition, Standard, StandardCriterion
from neuguong.org.enums import Basis
from neuguong.org.queries.access import Grant, ancestors_of, can, grants_of
from neuguong.org.roles import GRANTS, Permission
from neuguong.programme.enums import PlanState
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules import PlanRules, RecognitionRule

OPEN_FOR_WORDS = (NominationState.DRAFT, NominationState.RETURNED)


@dataclass(slots=True)
class _Known:
    """What one reading of a dossier has already asked the database."""

    grants: dict[tuple[int, Any], tuple[Grant, ...]] = field(default_factory=dict)
    above: frozenset[int] | None = None
    preparers: frozenset[int] | None = None
    levels: frozenset[str] | None = None
    rules: PlanRules | None = None


@contextmanager
def reading_once(nomination: Nomination) -> Iterator[None]:
    """Within this block the guards ask each question about the dossier once: a page shows many steps."""
    nomination._known = _Known()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del nomination._known  # type: ignore[attr-defined]


def _known(nomination: Nomination) -> _Known:
    return getattr(nomination, "_known", None) or _Known()


def grants_at(actor: Actor, nomination: Nomination, at: datetime) -> tuple[Grant, ...]:
    """The grants of a person that reach the dossier's unit on the day. Only people have any."""
    if actor.account_id is None:
        return ()
    known, on = _known(nomination), local_day(at)
    key = (actor.account_id, on)
    if key not in known.grants:
        if known.above is None:
            known.above = ancestors_of(nomination.unit_id)
        above = known.above
        known.grants[key] = tuple(
            grant
            for grant in grants_of(actor.account_id, on=on)
            if grant.unit_id == nomination.unit_id or (grant.subtree and grant.unit_id in above)
        )
    return known.grants[key]


def may(actor: Actor, permission: Permission, nomination: Nomination, at: datetime) -> bool:
    """Whether the person has a permission at the dossier's unit on the day."""
    return any(permission in GRANTS[grant.role] for grant in grants_at(actor, nomination, at))


def acts_for(actor: Actor, permission: Permission, nomination: Nomination, at: datetime) -> Grant | None:
    """The delegation or substitution by which the person has a permission; None when it is their own."""
    found = [grant for grant in grants_at(actor, nomination, at) if permission in GRANTS[grant.role]]
    borrowed = [grant for grant in found if grant.basis != Basis.APPOINTED]
    return borrowed[0] if borrowed and len(borrowed) == len(found) else None


def _types_for_unit(actor: Actor, nomination: Nomination, at: datetime) -> bool:
    """The office may type a dossier that a unit brought on paper: only one that it opened itself."""
    return nomination.created_by_id == actor.account_id and may(actor, Permission.KEEP_LEDGER, nomination, at)


def sends_for_unit(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Sending is the head's act, or the officer's under a recorded delegation (KH 87, III.1.a)."""
    if may(actor, Permission.SUBMIT_NOMINATION, nomination, at) or _types_for_unit(actor, nomination, at):
        return None
    return (
        f"Người đứng đầu {nomination.unit.name}, hoặc người được ủy quyền bằng văn bản đã ghi trong hệ thống, "
        "mới gửi được hồ sơ."
    )


def unit_exists(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """A unit that has merged or ended sends nothing more."""
    unit = nomination.unit
    if unit.exists_on(local_day(at)):
        return None
    if unit.valid_to and unit.valid_to <= local_day(at):
        return f"{unit.name} đã kết thúc từ ngày {unit.valid_to:%d/%m/%Y}. Đơn vị kế thừa lập hồ sơ mới."
    return f"{unit.name} chỉ có từ ngày {unit.valid_from:%d/%m/%Y}, sau ngày gửi."


def plan_in_force(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Nothing is sent under a plan before its first or after its last day."""
    plan, on = nomination.plan, local_day(at)
    if plan.state == PlanState.ISSUED and plan.valid_from <= on <= plan.valid_until:
        return None
    return (
        f"Kế hoạch {plan.number} thực hiện từ {plan.valid_from:%d/%m/%Y} đến hết {plan.valid_until:%d/%m/%Y}; "
        f"ngày {on:%d/%m/%Y} nằm ngoài thời gian đó."
    )


def is_complete(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Only what makes a dossier unreadable blocks it; the rest is a warning on the page."""
    missing = [
        word
        for word, there in (
            ("tên", nomination.subject.name.strip()),
            ("loại đối tượng", nomination.kind),
            ("lĩnh vực", nomination.sector_id),
            ("trích ngang thành tích", nomination.achievement_summary.strip()),
        )
        if not there
    ]
    return f"Hồ sơ còn thiếu: {', '.join(missing)}. Ghi thêm rồi gửi." if missing else None


def verifies(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The office of the organisation verifies (KH 87, IV.4)."""
    if may(actor, Permission.VERIFY, nomination, at):
        return None
    return "Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ."


def did_not_prepare(actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Whoever created, edited, attached or submitted does not judge (KH 87, III.3: khách quan, trung thực)."""
    known = _known(nomination)
    if known.preparers is None:
        rows = Preparer.objects.filter(nomination_id=nomination.pk).values_list("account_id", flat=True)
        known.preparers = frozenset(rows)
    if actor.account_id in known.preparers:
        return "Anh/chị đã lập, sửa, đính kèm hoặc gửi hồ sơ này nên không xét được. Nhờ người khác trong cơ quan."
    return None


def not_before_sending(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """An act upon a sent dossier cannot count from before it was sent."""
    if nomination.sent_at is None or at >= nomination.sent_at:
        return None
    return f"Hồ sơ gửi lúc {nomination.sent_at.astimezone(at.tzinfo):%H:%M ngày %d/%m/%Y}; bước này phải sau lúc đó."


def withdraws(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The unit takes back what it introduced, before verification."""
    if may(actor, Permission.PREPARE_NOMINATION, nomination, at) or _types_for_unit(actor, nomination, at):
        return None
    return f"Chỉ {nomination.unit.name} rút được hồ sơ của mình."


def recognition_rule(nomination: Nomination, level: str, at: datetime) -> RecognitionRule | None:
    """What the dossier's plan says about recognition at a level; None when the plan has no such level."""
    known = _known(nomination)
    if known.rules is None:
        known.rules = rules_of(nomination.plan, at)
    return next((rule for rule in known.rules.recognitions if rule.level == level), None)


def _recognises(
    actor: Actor, nomination: Nomination, at: datetime, level: str, permission: Permission, sentence: str
) -> str | None:
    """The plan names the role that recognises; the role must carry the permission as well."""
    rule = recognition_rule(nomination, level, at)
    if rule is None:
        return f"Kế hoạch {nomination.plan.number} không có công nhận ở cấp này."
    held = (grant.role for grant in grants_at(actor, nomination, at))
    return None if any(role == rule.by and permission in GRANTS[role] for role in held) else sentence


def recognises_in_unit(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """A unit honours its own, within its authority (KH 87, IV.1)."""
    sentence = f"Công nhận cấp đơn vị thuộc thẩm quyền người đứng đầu {nomination.unit.name}."
    return _recognises(actor, nomination, at, RecognitionLevel.UNIT, Permission.RECOGNISE_IN_UNIT, sentence)


def recognises_by_council(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The chair recognises for the Council, after its meeting."""
    sentence = "Chỉ Chủ tịch Hội đồng Thi đua - Khen thưởng công nhận, sau phiên họp của Hội đồng."
    return _recognises(actor, nomination, at, RecognitionLevel.COUNCIL, Permission.RECOGNISE_BY_COUNCIL, sentence)


def _recognised_levels(nomination: Nomination) -> frozenset[str]:
    known = _known(nomination)
    if known.levels is None:
        known.levels = frozenset(Recognition.objects.filter(nomination=nomination).values_list("level", flat=True))
    return known.levels


def not_yet_by_unit(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Once per level."""
    return "Đơn vị đã công nhận hồ sơ này." if RecognitionLevel.UNIT in _recognised_levels(nomination) else None


def not_yet_by_council(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Once per level."""
    return "Hội đồng đã công nhận hồ sơ này." if RecognitionLevel.COUNCIL in _recognised_levels(nomination) else None


def edit_refusal(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Why this person cannot change the words and files of the dossier now, or None."""
    if not may(actor, Permission.PREPARE_NOMINATION, nomination, at) and not _types_for_unit(actor, nomination, at):
        return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {nomination.unit.name} sửa được hồ sơ này."
    if nomination.state not in OPEN_FOR_WORDS:
        label = NominationState(nomination.state).label
        return f"Hồ sơ đang ở trạng thái “{label}” nên không sửa được. Cần sửa thì đề nghị trả lại."
    return unit_exists(actor, nomination, at)


# --- the unit's own standard


def writes_standard(actor: Actor, standard: Standard, at: datetime) -> str | None:
    """A unit writes its own standard, nobody else's (KH 87, III.2.1.c)."""
    if can(actor.account_id, Permission.PREPARE_NOMINATION, unit=standard.unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {standard.unit.name} soạn được tiêu chuẩn này."


def issues_standard(actor: Actor, standard: Standard, at: datetime) -> str | None:
    """Issuing is the head's own act; who may send dossiers for the head may not make rules for the head."""
    on = local_day(at)
    held = grants_of(actor.account_id, on=on) if actor.account_id is not None else ()
    above = ancestors_of(standard.unit_id)
    heads = [
        grant
        for grant in held
        if Permission.ISSUE_STANDARD in GRANTS[grant.role]
        and (grant.unit_id == standard.unit_id or (grant.subtree and grant.unit_id in above))
    ]
    if any(grant.basis != Basis.DELEGATED for grant in heads):
        return None
    if heads:
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
