"""Rosters of speakers: who reads which, who may speak on a day."""

from datetime import date, timedelta

from django.db.models import Q

from neuguong.org.models import Account, Speaker, Unit, UnitAncestor
from neuguong.org.models.speaker import SpeakerQuerySet
from neuguong.org.queries.access import in_force, scope_of
from neuguong.org.roles import Permission

RECENT = timedelta(days=400)  # who ended longer ago is no more offered for a talk that is written down late


def speakers_visible_to(account_id: int, on: date) -> SpeakerQuerySet:
    """Those of the units whose board a person sees, and those of the units above: a district's speakers serve its communes."""
    scope = scope_of(account_id, Permission.SEE_BOARD, on=on, inherited=True)
    above = UnitAncestor.objects.filter(unit__in=sorted(scope.units | scope.tops)).values("ancestor_id")
    return Speaker.objects.filter(scope.q("unit") | Q(unit__in=above))


def speakers_kept_by(account_id: int, on: date) -> SpeakerQuerySet:
    """Those whose rows this person may change."""
    return Speaker.objects.filter(scope_of(account_id, Permission.RECORD_PUBLICITY, on=on).q("unit"))


def speakers_to_choose(account_id: int, on: date) -> SpeakerQuerySet:
    """Whom a talk may be written down for: who speaks now, and who did a short while ago."""
    since = on - RECENT
    rows = speakers_visible_to(account_id, on).filter(valid_from__lte=on)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=since), Q(ended_on=None) | Q(ended_on__gt=since))
    return rows.select_related("unit").order_by("sort_key", "pk")


def units_publicised_by(account_id: int, on: date) -> "list[Unit]":
    """The units for which this person writes down publicity, in Vietnamese order."""
    scope = scope_of(account_id, Permission.RECORD_PUBLICITY, on=on)
    return list(Unit.objects.on(on).filter(scope.q("pk")).order_by("sort_key", "pk"))


def accounts_to_choose(account_id: int, on: date) -> "list[Account]":
    """People with an account at those units, in Vietnamese order of names."""
    scope = scope_of(account_id, Permission.RECORD_PUBLICITY, on=on)
    holding = in_force(on).filter(scope.q("unit")).values("account_id")
    return list(Account.objects.filter(pk__in=holding, is_active=True).order_by("sort_key", "pk"))
