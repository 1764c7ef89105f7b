"""May this person do this to this dossier, now? Each guard answers None or the sentence that the person reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import ConflictKind, EntryBasis, NominationState, RecognitionLevel, StandInStep
from neuguong.exemplars.models import (
    Nomination,
    Recognition,
)
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.exemplars.queries.conflicts import Tie, Ties, judges_left, recorded_of, ties_of
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account
from neuguong.org.queries.access import Grant, Reach, grants_of, reach_of
from neuguong.org.roles import GRANTS, Permission
from neuguong.programme.enums import PlanState
from neuguong.programme.queries.plans import rules_of
from neuguong.programme.rules import PlanRules, RecognitionRule

OPEN_FOR_WORDS = (NominationState.DRAFT, NominationState.RETURNED)


@dataclass(slots=True)
class _Known:
    """What one reading of a dossier has already asked the database."""

    grants: dict[tuple[int, Any], tuple[Grant, ...]] = field(default_factory=dict)
    reaches: dict[Any, Reach] = field(default_factory=dict)
    ties: Ties | None = None
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
    """The grants of a person that reach the dossier's unit, or who carries it on, on the day. Only people have any."""
    if actor.account_id is None:
        return ()
    known, on = _known(nomination), local_day(at)
    key = (actor.account_id, on)
    if key not in known.grants:
        if on not in known.reaches:
            known.reaches[on] = reach_of(nomination.keeper_id, on=on)
        reach = known.reaches[on]
        known.grants[key] = tuple(grant for grant in grants_of(actor.account_id, on=on) if reach.holds(grant))
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
    """The office may type a dossier that a unit brought on paper: only one that it opened itself and may still see."""
    if nomination.created_by_id != actor.account_id or not may(actor, Permission.KEEP_LEDGER, nomination, at):
        return False
    return actor.account_id is None or not recorded_of(actor.account_id, local_day(at)).covers(nomination)


def sends_for_unit(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Sending is the head's act, or the officer's under a recorded delegation (KH 87, III.1.a)."""
    if may(actor, Permission.SUBMIT_NOMINATION, nomination, at) or _types_for_unit(actor, nomination, at):
        return None
    return (
        f"Người đứng đầu {nomination.unit.name}, hoặc người được ủy quyền bằng văn bản đã ghi trong hệ thống, "
        "mới gửi được hồ sơ."
    )


def unit_exists(_actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """A unit that has merged or ended opens nothing more; what it left open its successor carries on."""
    unit, on = nomination.unit, local_day(at)
    if unit.exists_on(on):
        return None
    if unit.valid_to and unit.valid_to <= on:
        if nomination.pk and carried_by(nomination, on) is not None:
            return None
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
    """The office of the organisation verifies (KH 87, IV.4), or who was named for this dossier where nobody is left."""
    if may(actor, Permission.VERIFY, nomination, at) or stands_in(actor, nomination, at, StandInStep.VERIFY):
        return None
    return "Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ."


def did_not_prepare(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Whoever created, edited, attached or submitted does not judge (KH 87, III.3: khách quan, trung thực)."""
    if any(tie.kind == ConflictKind.AUTHOR for tie in _ties(actor, nomination, at)):
        return _SENTENCES[ConflictKind.AUTHOR].format(name="") + " Nhờ người khác trong cơ quan."
    return None


def _ties(actor: Actor, nomination: Nomination, at: datetime) -> tuple[Tie, ...]:
    known = _known(nomination)
    if known.ties is None:
        known.ties = ties_of(nomination, at)
    return known.ties.get(actor.account_id or 0, ())


_SENTENCES = {
    ConflictKind.KINSHIP: "Anh/chị là họ hàng của {name} nên không xét hồ sơ này.",
    ConflictKind.MANAGER: "Anh/chị là người quản lý trực tiếp của {name} nên không xét hồ sơ này.",
    ConflictKind.SUPPORTER: "Anh/chị đã ủng hộ {name} từ trước nên không xét hồ sơ này.",
    ConflictKind.RECUSED: "Anh/chị đã rút khỏi việc xét hồ sơ này.",
    ConflictKind.MEMBER: "Anh/chị là người của {unit} nên không xét hồ sơ của đơn vị này.",
    ConflictKind.AUTHOR: "Anh/chị đã lập, sửa, đính kèm hoặc gửi hồ sơ này nên không xét được.",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why one person does not judge one dossier, as that person reads it."""

    kind: ConflictKind
    sentence: str


def conflict_of(actor: Actor, nomination: Nomination, at: datetime) -> Conflict | None:
    """What stands between a person and judging this dossier, the gravest reason; None for a job of the system."""
    ties = _ties(actor, nomination, at) if actor.account_id else ()
    if not ties:
        return None
    words = {"name": nomination.subject.name, "unit": nomination.unit.name}
    sentence = _SENTENCES[ties[0].kind].format(**words)
    if ties[0].kind == ConflictKind.MEMBER and ties[0].word == Role.UNIT_HEAD:
        sentence = f"Anh/chị là người đứng đầu {nomination.unit.name} nên không xét hồ sơ của đơn vị mình."
    return Conflict(ties[0].kind, sentence)


def _apart(actor: Actor, nomination: Nomination, at: datetime, step: StandInStep) -> str | None:
    found = conflict_of(actor, nomination, at)
    if found is None:
        return None
    names = [one.full_name for one in judges_left(nomination, step, at)]
    return f"{found.sentence} " + (f"Người thay: {', '.join(names)}." if names else NOBODY_LEFT[step])


NOBODY_LEFT = {
    StandInStep.VERIFY: "Cơ quan không còn ai thẩm định được: Chủ tịch Hội đồng cử người thay cho hồ sơ này.",
    StandInStep.RECOGNISE: "Cơ quan thường trực ghi người chủ trì thay theo văn bản phân công.",
}


def apart_in_office(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Who stands too close does not verify, return or decline (KH 87, III.3: khách quan, trung thực)."""
    return _apart(actor, nomination, at, StandInStep.VERIFY)


def apart_in_council(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """Who stands too close does not recognise for the Council (KH 87, III.3)."""
    return _apart(actor, nomination, at, StandInStep.RECOGNISE)


def no_kin_in_unit(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """A unit honours its own (KH 87, IV.1), so its head may; only not a relative, and not after stepping back."""
    barred = (ConflictKind.KINSHIP, ConflictKind.RECUSED)
    found = conflict_of(actor, nomination, at)
    if found is None or found.kind not in barred:
        return None
    return f"{found.sentence} Ủy quyền bằng văn bản cho cấp phó công nhận."


def stands_in(actor: Actor, nomination: Nomination, at: datetime, step: StandInStep) -> bool:
    """Whether the person is the recorded substitute for one step of this dossier on the day."""
    if actor.account_id is None:
        return False
    return (step, nomination.pk) in recorded_of(actor.account_id, local_day(at)).standing


def recuses_others(actor: Actor, nomination: Nomination, at: datetime, account: Account) -> str | None:
    """A colleague of the office names a colleague; the chair and the Council step back by themselves only."""
    if not may(actor, Permission.VERIFY, nomination, at):
        return "Chỉ người của cơ quan thường trực ghi được việc rút khỏi hồ sơ của đồng nghiệp."
    if found := conflict_of(actor, nomination, at):
        return f"{found.sentence} Nhờ người khác trong cơ quan."
    other = Actor.person(account.pk)
    if may(other, Permission.VERIFY, nomination, at) or stands_in(other, nomination, at, StandInStep.VERIFY):
        return None
    return "Người này không thẩm định hồ sơ của đơn vị nên không cần rút."


def lifts_recusals(actor: Actor, nomination: Nomination, at: datetime, account_id: int) -> str | None:
    """Another one of the office or the chair lets somebody back in; nobody does so for themself."""
    if actor.account_id == account_id:
        return "Anh/chị không tự cho mình xét lại hồ sơ đã rút. Nhờ người khác trong cơ quan."
    if not any(may(actor, one, nomination, at) for one in (Permission.VERIFY, Permission.RECOGNISE_BY_COUNCIL)):
        return "Chỉ cơ quan thường trực hoặc Chủ tịch Hội đồng cho tham gia lại được."
    found = conflict_of(actor, nomination, at)
    return f"{found.sentence} Nhờ người khác trong cơ quan." if found else None


_APPOINTS = {
    StandInStep.VERIFY: (Permission.RECOGNISE_BY_COUNCIL, "Chủ tịch Hội đồng cử người thẩm định thay."),
    StandInStep.RECOGNISE: (Permission.VERIFY, "Cơ quan thường trực ghi người công nhận thay, theo văn bản phân công."),
}


def appoints_substitute(
    actor: Actor, nomination: Nomination, at: datetime, step: StandInStep, *, again: bool = False
) -> str | None:
    """Each side names for the other, only where nobody is left, nobody with a tie of their own.

    `again`: the naming is taken back, so that somebody is left, of course.
    """
    permission, sentence = _APPOINTS[step]
    if not may(actor, permission, nomination, at):
        return sentence
    if found := conflict_of(actor, nomination, at):
        return f"{found.sentence} Nhờ quản trị viên ghi người làm thay ở mục Tài khoản."
    left = () if again else judges_left(nomination, step, at)
    names = ", ".join(one.full_name for one in left)
    return f"Còn {names} {step.label} được hồ sơ này, nên không cử người thay." if left else None


def judges(actor: Actor, nomination: Nomination, at: datetime) -> bool:
    """Whether it is the person's work to judge or follow this dossier, as one of the office or the Council."""
    wide = (GRANTS[grant.role] for grant in grants_at(actor, nomination, at))
    if any(Permission.SEE_DOSSIERS in held and Permission.PREPARE_NOMINATION not in held for held in wide):
        return True
    return any(stands_in(actor, nomination, at, step) for step in StandInStep)


def may_see_deliberation(actor: Actor, nomination: Nomination, at: datetime) -> bool:
    """Whether a person may read what office and Council note among themselves about this dossier.

    The one predicate for verification notes, checklist, questions, on-site checks, objections and reasons before the
    decision: office, Council, leaders, inspectors and recorded substitutes, nobody who stands too close to the dossier.
    """
    return judges(actor, nomination, at) and conflict_of(actor, nomination, at) is None


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


def was_typed_for_unit(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Only what the office typed from a letter is taken back to be written on; a unit's own is returned by the office."""
    if nomination.entry == EntryBasis.PAPER:
        return None
    return "Hồ sơ do đơn vị tự gửi. Cần sửa thì đề nghị cơ quan thường trực trả lại."


def goes_on_writing(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The unit itself goes on with what was typed for it."""
    if may(actor, Permission.PREPARE_NOMINATION, nomination, at):
        return None
    return f"Chỉ cán bộ đầu mối hoặc người đứng đầu {nomination.unit.name} nhận hồ sơ về viết tiếp."


def recognition_rule(nomination: Nomination, level: str, at: datetime) -> RecognitionRule | None:
    """What the dossier's plan says about recognition at a level; None when the plan has no such level."""
    return next((rule for rule in rules_for(nomination, at).recognitions if rule.level == level), None)


def rules_for(nomination: Nomination, at: datetime) -> PlanRules:
    """What the dossier's plan says, read once."""
    known = _known(nomination)
    if known.rules is None:
        known.rules = rules_of(nomination.plan, at)
    return known.rules


def _recognises(
    actor: Actor, nomination: Nomination, at: datetime, level: str, permission: Permission, sentence: str
) -> str | None:
    """The plan names the role that recognises; the role must carry the permission as well."""
    rule = recognition_rule(nomination, level, at)
    if rule is None:
        return f"Kế hoạch {nomination.plan.number} không có công nhận ở cấp này."
    held = (grant.role for grant in grants_at(actor, nomination, at))
    if level == RecognitionLevel.COUNCIL and stands_in(actor, nomination, at, StandInStep.RECOGNISE):
        return None
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
