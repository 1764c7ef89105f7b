"""The part of the dossier's page about who stands too close to it and who steps in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form

from neuguong.exemplars.enums import NominationState, StandInStep
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy import appoints_substitute, conflict_of, judges
from neuguong.exemplars.queries.conflict_lists import SubstituteRow, substitute_rows
from neuguong.exemplars.queries.conflicts import candidates_for, judges_left
from neuguong.org.models import Account
from neuguong.org.roles import Permission
from neuguong.web.desk.conflicts.forms import ColleagueForm, DeclareForm, SubstituteForm

WORK = {NominationState.SUBMITTED: StandInStep.VERIFY, NominationState.VERIFIED: StandInStep.RECOGNISE}
NOBODY = {
    StandInStep.VERIFY: "Không còn ai trong cơ quan thường trực thẩm định được hồ sơ này",
    StandInStep.RECOGNISE: "Chủ tịch Hội đồng có liên quan nên không công nhận được hồ sơ này",
}
WHO_NAMES = {
    StandInStep.VERIFY: "Mọi người đều có liên quan. Chủ tịch Hội đồng cử người thay cho riêng hồ sơ này.",
    StandInStep.RECOGNISE: "Cơ quan thường trực ghi người chủ trì thay, theo văn bản phân công.",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """What `_dossier_conflict.html` shows."""

    sentence: str
    declare: Form | None
    colleague: Form | None
    nobody_title: str
    nobody_text: str
    appoint: Form | None
    nobody_to_name: bool
    substitutes: tuple[SubstituteRow, ...]
    may_end: bool


def work_of(nomination: Nomination) -> StandInStep | None:
    """What the dossier waits for, as far as a substitute may do it."""
    return WORK.get(NominationState(nomination.state))


def colleagues(request: Any, nomination: Nomination) -> tuple[Account, ...]:
    """Who else verifies this dossier."""
    if not request.office.may(Permission.VERIFY):
        return ()
    left = judges_left(nomination, StandInStep.VERIFY, request.now)
    return tuple(one for one in left if one.pk != request.user.pk)


def panel_of(request: Any, nomination: Nomination, refused: Form | None = None) -> Panel | None:
    """The panel for this reader; None for who neither judges nor follows the dossier."""
    actor, now = request.actor, request.now
    if not judges(actor, nomination, now):
        return None
    conflict = conflict_of(actor, nomination, now)
    others = () if conflict else colleagues(request, nomination)
    work = work_of(nomination)
    nobody = work is not None and not judges_left(nomination, work, now)
    people = _candidates(request, nomination, work, now) if nobody and work else None
    kept = {type(refused): refused}
    return Panel(
        sentence=conflict.sentence if conflict else "",
        declare=None if conflict else kept.get(DeclareForm) or DeclareForm(auto_id="lq-%s"),
        colleague=kept.get(ColleagueForm) or ColleagueForm(auto_id="dn-%s", people=others) if others else None,
        nobody_title=NOBODY[work] if nobody and work else "",
        nobody_text=WHO_NAMES[work] if nobody and work else "",
        appoint=kept.get(SubstituteForm) or SubstituteForm(auto_id="nt-%s", people=people) if people else None,
        nobody_to_name=people == (),
        substitutes=() if conflict else substitute_rows(nomination, request.today),
        may_end=work is not None and appoints_substitute(actor, nomination, now, work, again=True) is None,
    )


def _candidates(request: Any, nomination: Nomination, work: StandInStep, at: datetime) -> tuple[Account, ...] | None:
    """Whom this reader could name; None when naming is not theirs."""
    if appoints_substitute(request.actor, nomination, at, work) is not None:
        return None
    return tuple(one for one in candidates_for(nomination, work, at) if one.pk != request.user.pk)
