"""The desk's front page and the help."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neuguong.exemplars.queries.claim_questions import question_tasks
from neuguong.exemplars.queries.consents import withdrawals_due
from neuguong.exemplars.queries.objections import comment_tasks
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.exemplars.queries.voices import suggestion_tasks
from neuguong.ledger.enums import DigestState
from neuguong.ledger.policy import issues_packages
from neuguong.ledger.queries.budget import estimate_tasks
from neuguong.ledger.queries.clarifications import newest
from neuguong.ledger.queries.obstacles import obstacle_tasks
from neuguong.ledger.queries.packages import round_rows
from neuguong.ledger.queries.reminders import digests_visible_to, waiting_digests
from neuguong.ledger.queries.unit_papers import remarks_to_answer
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of
from neuguong.web.desk.home.closed import closed_words, ended_unit_words, has_ended
from neuguong.web.desk.home.figures import standing, unit_board, year_card
from neuguong.web.desk.home.guide import parts_for
from neuguong.web.desk.home.notices import own_letters
from neuguong.web.desk.home.work import (
    SHOWN,
    comment_groups,
    money_groups,
    obstacle_groups,
    office_groups,
    question_groups,
    remark_groups,
    unit_groups,
    urging_groups,
    voice_groups,
    with_main,
    withdrawal_groups,
)

NEWS = 5


def _unit_part(request: Any, mine: Any) -> dict[str, Any]:
    """Tasks and year of a unit's own people."""
    office = request.office
    rows = unit_board(office.unit, office.plan, request.today) if office.plan else ()
    card = year_card(request.user.pk, office.unit, rows, request.today)
    asked = question_groups(question_tasks(request.user.pk, request.today), request.today)
    groups = asked + unit_groups(mine, rows, request.today) + office_groups(mine, (), request.today)
    takes = card is not None and card.open_round and not has_ended(office.unit, request.today)
    closed = "" if takes else closed_words(office.unit, office.plan, request.now)
    return {"groups": groups, "year": card, "closed": closed}


def _wide_part(request: Any, mine: Any) -> dict[str, Any]:
    """Tasks of the office and the Council, and how the programme stands."""
    plan = request.office.plan
    if plan is None:
        return {"groups": office_groups(mine, (), request.today)}
    rules = rules_of(plan, at=request.now)
    issues = issues_packages(request.actor, plan, request.now) is None
    rounds = round_rows(plan, rules, at=request.now, reader_id=request.user.pk) if issues else ()
    found: dict[str, Any] = {"groups": office_groups(mine, rounds, request.today)}
    if rules.windows.objection_working_days and request.office.may(Permission.KEEP_LEDGER):
        found["groups"] += comment_groups(comment_tasks(request.user.pk, plan.pk, request.today))
    if request.office.may(Permission.KEEP_LEDGER):
        mine_to_release = waiting_digests(digests_visible_to(request.user.pk, request.today), plan)
        found["groups"] += urging_groups(mine_to_release.filter(state=DigestState.WAITING).count())
        found["groups"] += remark_groups(remarks_to_answer(request.user.pk, request.today)[:SHOWN], request.today)
        found["groups"] += withdrawal_groups(withdrawals_due(request.user.pk, request.today), request.today)
    openings = rules.cut_offs_after(request.now)
    if openings and request.office.may(Permission.SEE_BOARD):
        found["standing"] = standing(request.user.pk, plan, openings[0], request.today)
    return found


@require_safe
def home(request: Any) -> HttpResponse:
    """What this person must do next, and how the year stands."""
    mine = tasks_of(request.user.pk, request.today)
    writes = request.office.may(Permission.PREPARE_NOMINATION)
    part = _unit_part(request, mine) if writes and request.office.unit else _wide_part(request, mine)
    told = voice_groups(suggestion_tasks(request.user.pk, request.today), request.today)
    hindered = obstacle_groups(obstacle_tasks(request.user.pk, request.today), request.today)
    money = money_groups(estimate_tasks(request.user.pk, request.today))
    groups = with_main(part["groups"] + hindered + money + told)
    items = [item for group in groups for item in group.items]
    hidden = sum(group.hidden for group in groups)
    context = part | {
        "groups": groups,
        "count": len(items) + hidden,
        "more": any(group.uncounted for group in groups),
        "hot": sum(item.hot for item in items),
        "news": own_letters(request)[:NEWS],
        "answers": newest(request.user.pk, request.today),
        "may_write": writes,
        "may_manage": request.office.may(Permission.MANAGE_ACCOUNTS),
        "has_roles": bool(request.office.grants),
        "ended": "" if request.office.grants else ended_unit_words(request.user, request.today),
    }
    return render(request, "desk/home/home.html", context)


@require_safe
def guide(request: Any) -> HttpResponse:
    """Help for the roles of the signed-in person."""
    return render(request, "desk/home/help.html", {"parts": parts_for(grant.role for grant in request.office.grants)})
