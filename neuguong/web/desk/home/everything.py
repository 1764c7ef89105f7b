"""Everything that waits for one person, put together from every context: for the front page and for handing it over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from neuguong.core.actor import Actor
from neuguong.exemplars.queries.claim_questions import question_tasks
from neuguong.exemplars.queries.consents import withdrawals_due
from neuguong.exemplars.queries.messages import message_tasks
from neuguong.exemplars.queries.objections import comment_tasks
from neuguong.exemplars.queries.replications import replication_tasks
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.exemplars.queries.voices import suggestion_tasks
from neuguong.ledger.enums import DigestState
from neuguong.ledger.policy import issues_packages
from neuguong.ledger.queries.budget import estimate_tasks
from neuguong.ledger.queries.obstacles import obstacle_tasks
from neuguong.ledger.queries.packages import round_rows
from neuguong.ledger.queries.reminders import digests_visible_to, waiting_digests
from neuguong.ledger.queries.reports import report_tasks
from neuguong.ledger.queries.unit_papers import remarks_to_answer
from neuguong.org.enums import Role
from neuguong.org.models import Account
from neuguong.org.queries.access import scope_of
from neuguong.org.queries.reviews import review_progress, roles_to_confirm, roles_to_mend
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of
from neuguong.web.context import Office
from neuguong.web.desk.home.closed import closed_words, has_ended
from neuguong.web.desk.home.figures import standing, unit_board, year_card
from neuguong.web.desk.home.readers import message_groups, replication_groups
from neuguong.web.desk.home.reported import report_groups
from neuguong.web.desk.home.told import article_groups, reward_groups
from neuguong.web.desk.home.work import (
    SHOWN,
    Group,
    Item,
    comment_groups,
    money_groups,
    obstacle_groups,
    office_groups,
    question_groups,
    remark_groups,
    unit_groups,
    urging_groups,
    voice_groups,
    withdrawal_groups,
)
from neuguong.web.desk.people.reviews import campaign


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody else's desk as a request would see it: who hands over is asked about, not asking."""

    user: Account
    office: Office
    actor: Actor
    now: datetime
    today: date


def desk_of(account: Account, request: Any) -> Desk:
    """The desk of an account at the moment of a request."""
    actor = Actor.person(account.pk, name=account.full_name)
    return Desk(account, Office(account, request.today), actor, request.now, request.today)


def _unit_part(who: Any, mine: Any) -> dict[str, Any]:
    """Tasks and year of a unit's own people."""
    office = who.office
    rows = unit_board(office.unit, office.plan, who.today) if office.plan else ()
    card = year_card(who.user.pk, office.unit, rows, who.today)
    asked = question_groups(question_tasks(who.user.pk, who.today), who.today)
    groups = asked + unit_groups(mine, rows, who.today) + office_groups(mine, (), who.today)
    takes = card is not None and card.open_round and not has_ended(office.unit, who.today)
    closed = "" if takes else closed_words(office.unit, office.plan, who.now)
    return {"groups": groups, "year": card, "closed": closed}


def _wide_part(who: Any, mine: Any) -> dict[str, Any]:
    """Tasks of the office and the Council, and how the programme stands."""
    plan = who.office.plan
    if plan is None:
        return {"groups": office_groups(mine, (), who.today)}
    rules = rules_of(plan, at=who.now)
    issues = issues_packages(who.actor, plan, who.now) is None
    rounds = round_rows(plan, rules, at=who.now, reader_id=who.user.pk) if issues else ()
    found: dict[str, Any] = {"groups": office_groups(mine, rounds, who.today)}
    if rules.windows.objection_working_days and who.office.may(Permission.KEEP_LEDGER):
        found["groups"] += comment_groups(comment_tasks(who.user.pk, plan.pk, who.today))
    if who.office.may(Permission.KEEP_LEDGER):
        mine_to_release = waiting_digests(digests_visible_to(who.user.pk, who.today), plan)
        found["groups"] += urging_groups(mine_to_release.filter(state=DigestState.WAITING).count())
        found["groups"] += remark_groups(remarks_to_answer(who.user.pk, who.today)[:SHOWN], who.today)
        found["groups"] += withdrawal_groups(withdrawals_due(who.user.pk, who.today), who.today)
    openings = rules.cut_offs_after(who.now)
    if openings and who.office.may(Permission.SEE_BOARD):
        found["standing"] = standing(who.user.pk, plan, openings[0], who.today)
    return found


def everything(who: Any) -> tuple[list[Group], dict[str, Any]]:
    """All groups of things to do of a person (a request, or a desk), and what the front page shows beside them."""
    mine = tasks_of(who.user.pk, who.today)
    writes = who.office.may(Permission.PREPARE_NOMINATION)
    part = _unit_part(who, mine) if writes and who.office.unit else _wide_part(who, mine)
    told = voice_groups(suggestion_tasks(who.user.pk, who.today), who.today)
    told += replication_groups(replication_tasks(who.user.pk, who.today), who.today)
    told += message_groups(message_tasks(who.user.pk, who.today))
    hindered = obstacle_groups(obstacle_tasks(who.user.pk, who.today), who.today)
    money = money_groups(estimate_tasks(who.user.pk, who.today))
    reported = report_groups(report_tasks(who.user.pk, who.today), who.today)
    articles = article_groups(who) + reward_groups(who)
    return part["groups"] + articles + reported + hindered + money + told + review_groups(who), part


def review_groups(who: Any) -> list[Group]:
    """The yearly list of accounts: the head's to answer, the administrator's to mend, the office's to urge."""
    now, found = campaign(who.today), []
    asking = now.year == who.today.year
    if asking and any(grant.role == Role.UNIT_HEAD for grant in who.office.grants):
        count = roles_to_confirm(who.user.pk, now, on=who.today).filter(said=None).count()
        text = f"Trả lời từng người: vẫn đúng, đã nghỉ, vai trò khác. Đến hết ngày {now.due:%d/%m/%Y}."
        found.append((count, f"Xác nhận {count} vai trò của đơn vị", "desk:role_review", "Xác nhận", text))
    if who.office.may(Permission.MANAGE_ACCOUNTS):
        scope = scope_of(who.user.pk, Permission.MANAGE_ACCOUNTS, on=who.today)
        count = roles_to_mend(scope, on=who.today).count()
        text = "Đơn vị trả lời người ấy đã nghỉ hoặc giữ vai trò khác."
        found.append((count, f"{count} vai trò cần sửa", "desk:people_reviews", "Xem và sửa", text))
    if asking and who.today > now.due and who.office.may(Permission.KEEP_LEDGER):
        scope = scope_of(who.user.pk, Permission.KEEP_LEDGER, on=who.today)
        count = sum(bool(one.open) for one in review_progress(scope, now, on=who.today))
        text = f"Hạn trả lời là hết ngày {now.due:%d/%m/%Y}."
        found.append((count, f"{count} đơn vị chưa xác nhận tài khoản", "desk:people_reviews", "Xem đơn vị", text))
    items = tuple(Item(title, reverse(url), link, text=text) for count, title, url, link, text in found if count)
    return [Group("Xác nhận tài khoản hằng năm", items)] if items else []
