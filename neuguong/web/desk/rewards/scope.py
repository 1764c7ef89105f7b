"""Fetch and authorise in one: a record that is not this person's to see does not exist for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from neuguong.exemplars.models import RewardRecord
from neuguong.exemplars.queries.rewards import rewards_visible_to
from neuguong.org.roles import Permission

NOT_YOURS = "Mục này dành cho biên tập viên và cơ quan thường trực."


def keepers_only(request: Any) -> None:
    """403 with a sentence for who keeps no such records."""
    if not (request.office.may(Permission.PUBLISH_ARTICLE) or request.office.may(Permission.KEEP_LEDGER)):
        raise PermissionDenied(NOT_YOURS)


def reward_or_404(request: Any, pk: int) -> RewardRecord:
    """The record, if this person may see it today."""
    rows = rewards_visible_to(request.user.pk, request.today)
    with_all = rows.select_related("plan__unit", "unit", "sector", "scan", "entered_by", "checked_by")
    found = with_all.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
