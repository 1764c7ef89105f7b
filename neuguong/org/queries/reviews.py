"""The yearly list of accounts: what a head is asked, which units have not answered, who has left, who never signs in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from neuguong.core.periods import day_begins, day_ends
from neuguong.org.enums import Basis, ReviewAnswer, Role
from neuguong.org.models import Account, Membership, RoleReview, Unit
from neuguong.org.queries.access import Scope, in_force

ANSWER_WITHIN = timedelta(days=30)
UNUSED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One year's list: from when it is asked, until when it should be answered."""

    year: int
    opens: date
    due: date


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a unit has answered."""

    unit_id: int
    unit_name: str
    asked: int
    answered: int

    @property
    def open(self) -> int:
        """How many roles nobody answered for."""
        return self.asked - self.answered


def campaign_on(today: date, *, month: int, day: int) -> Campaign:
    """The list that was opened last."""
    year = today.year if today >= date(today.year, month, day) else today.year - 1
    opens = date(year, month, day)
    return Campaign(year, opens, opens + ANSWER_WITHIN)


def _asked(campaign: Campaign, on: date) -> "QuerySet[Membership]":
    """Roles by appointment that were on record when the list opened and still run, without the heads' own."""
    heads = Membership.objects.on(on).filter(role=Role.UNIT_HEAD, unit=OuterRef("unit"), account=OuterRef("account"))
    rows = in_force(on).filter(basis=Basis.APPOINTED, recorded_at__lt=day_ends(campaign.opens))
    return rows.filter(~Exists(heads))


def _answers(campaign: Campaign) -> "QuerySet[RoleReview]":
    return RoleReview.objects.filter(membership=OuterRef("pk"), year=campaign.year).order_by("-made_at", "-pk")


def roles_to_confirm(account_id: int, campaign: Campaign, *, on: date) -> "QuerySet[Membership]":
    """What this head is asked, with the newest answer of the year; in Vietnamese order of names."""
    led = in_force(on).filter(account_id=account_id, role=Role.UNIT_HEAD).values("unit_id")
    newest = _answers(campaign)
    rows = _asked(campaign, on).filter(unit_id__in=led).exclude(account_id=account_id)
    rows = rows.annotate(said=Subquery(newest.values("answer")[:1]), said_note=Subquery(newest.values("note")[:1]))
    return rows.select_related("account", "unit").order_by("unit__sort_key", "account__sort_key", "id")


def review_progress(scope: Scope, campaign: Campaign, *, on: date) -> list[UnitProgress]:
    """Each unit in scope that is asked anything; who has most open first."""
    rows = (
        _asked(campaign, on)
        .filter(scope.q("unit"))
        .annotate(is_answered=Exists(_answers(campaign)))
        .order_by()
        .values_list("unit_id", "unit__name", "unit__sort_key")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(is_answered=True)))
    )
    found = sorted(rows, key=lambda row: (row[4] - row[3], row[2]))
    return [UnitProgress(pk, name, asked, answered) for pk, name, _, asked, answered in found]


def roles_to_mend(scope: Scope, *, on: date) -> "QuerySet[Membership]":
    """Roles in scope of which the newest answer is that the person has left or is something else; until they are ended."""
    newest = RoleReview.objects.filter(membership=OuterRef("pk")).order_by("-made_at", "-pk")
    rows = in_force(on).filter(scope.q("unit")).annotate(
        said=Subquery(newest.values("answer")[:1]),
        said_note=Subquery(newest.values("note")[:1]),
        said_by=Subquery(newest.values("made_by__full_name")[:1]),
        said_at=Subquery(newest.values("made_at")[:1]),
    )  # fmt: skip
    rows = rows.filter(said__in=(ReviewAnswer.LEFT, ReviewAnswer.OTHER))
    return rows.select_related("account", "unit").order_by("unit__sort_key", "account__sort_key", "id")


def unused_accounts(scope: Scope, *, on: date) -> "QuerySet[Account]":
    """Accounts at units in scope that nobody signed in to for a year and no head confirmed meanwhile. Listed, never locked."""
    since = day_begins(on - UNUSED)
    here = in_force(on).filter(scope.q("unit")).values("account_id")
    confirmed = RoleReview.objects.filter(
        membership__account=OuterRef("pk"), answer=ReviewAnswer.RIGHT, made_at__gte=since
    )
    idle = Q(last_login__lt=since) | Q(last_login=None, created_at__lt=since)
    rows = Account.objects.filter(idle, ~Exists(confirmed), pk__in=here, is_active=True)
    return rows.order_by("sort_key", "id")


def units_led(account_id: int, *, on: date) -> "QuerySet[Unit]":
    """Units whose list this person answers: as head, also by delegation or as substitute."""
    rows = in_force(on).filter(account_id=account_id, role=Role.UNIT_HEAD)
    return Unit.objects.filter(pk__in=rows.values("unit_id")).order_by("sort_key", "id")
