"""Fetch and authorise in one: a photo of units that this person does not write for does not exist for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from neuguong.exemplars.models import Exemplar
from neuguong.ledger.queries.visibility import plans_on_board_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.publicity.models import Photo
from neuguong.publicity.queries.photos import agreed_exemplars, photos_visible_to
from neuguong.web.desk.board.asked import chosen_plan

NOT_YOURS = "Kho ảnh dành cho người được giao viết bài. Nếu cần dùng, nhờ quản trị viên phân công."


def writers_only(request: Any) -> None:
    """403 with a sentence for who writes no articles."""
    if not request.office.may(Permission.WRITE_ARTICLE):
        raise PermissionDenied(NOT_YOURS)


def plan_or_404(request: Any) -> Plan:
    """The plan whose library is open; 403 for who writes no articles."""
    writers_only(request)
    plan = chosen_plan(request, plans_on_board_of(request.user.pk, request.today))
    if plan is None:
        raise Http404
    return plan


def photo_or_404(request: Any, pk: int) -> Photo:
    """The photo, also one that was taken out."""
    found = photos_visible_to(request.user.pk, request.today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def agreed_or_404(request: Any, pk: int) -> Exemplar:
    """An exemplar that agreed to the showing of photos."""
    plan = plan_or_404(request)
    found = agreed_exemplars(request.user.pk, plan, request.today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
