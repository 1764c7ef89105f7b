"""Packages and those who keep away from a dossier: who stepped back neither makes nor opens the round's package.

The round is the one the dossier was sent into, whatever became of it, so that a closed round tells nothing about the
judging. Only a package of a later round that lists the dossier after all is closed because of what happened.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.exemplars.models import Nomination
from neuguong.exemplars.queries.conflicts import hidden_from, recorded_of
from neuguong.ledger.models import PackageItem
from neuguong.programme.models import Plan

SENTENCE = "Đợt này có hồ sơ mà anh/chị không tham gia xét. Nhờ người khác trong cơ quan lập và mở gói quý."


def not_in_packages_of(account_id: int, on: date) -> Q:
    """Packages without a dossier that the person keeps away from; true of every package for almost everybody."""
    if not recorded_of(account_id, on).hides:
        return Q()
    hidden = hidden_from(account_id, on)
    same_round = hidden.filter(plan=OuterRef("plan_id"), round_code=OuterRef("round_code"))
    listed = PackageItem.objects.filter(package=OuterRef("pk"), nomination__in=hidden)
    return ~Q(Exists(same_round)) & ~Q(Exists(listed))


def closed_rounds(account_id: int, plan: Plan, on: date) -> frozenset[str]:
    """The rounds of a plan whose package is somebody else's. No query for almost everybody."""
    if not recorded_of(account_id, on).hides:
        return frozenset()
    hidden = hidden_from(account_id, on).filter(plan=plan)
    listed = PackageItem.objects.filter(package__plan=plan, nomination__in=hidden)
    own = hidden.exclude(round_code="").values_list("round_code", flat=True)
    return frozenset(own) | frozenset(listed.values_list("package__round_code", flat=True))


def kept_out(account_id: int, on: date) -> Q:
    """For the figures of a round: dossiers without those the person keeps away from."""
    return recorded_of(account_id, on).apart()


def would_list(nominations: "QuerySet[Nomination]", account_id: int, on: date) -> bool:
    """Whether these dossiers hold one that the person keeps away from."""
    return recorded_of(account_id, on).hides and nominations.filter(pk__in=hidden_from(account_id, on)).exists()
