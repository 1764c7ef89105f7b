"""Fetch and authorise in one: what judges note among themselves does not exist for anybody else."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import FieldVisit, Nomination, VisitPhoto
from neuguong.exemplars.policy import may_see_deliberation
from neuguong.exemplars.queries.checks import photo_in, visit_in
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.web.desk.nominations.scope import nomination_or_404


def judged_or_404(request: Any, pk: int) -> Nomination:
    """The dossier, if this person may see it and what the judges note about it."""
    found = nomination_or_404(request, pk)
    if not may_see_deliberation(request.actor, found, request.now):
        raise Http404
    return found


def photo_or_404(request: Any, pk: int) -> VisitPhoto:
    """A photo of a check on site, under the same condition."""
    found = photo_in(visible_to(request.user.pk, request.today), pk)
    if found is None or not may_see_deliberation(request.actor, found.visit.nomination, request.now):
        raise Http404
    return found


def visit_or_404(request: Any, pk: int) -> FieldVisit:
    """A check on site itself, under the same condition."""
    found = visit_in(visible_to(request.user.pk, request.today), pk)
    if found is None or not may_see_deliberation(request.actor, found.nomination, request.now):
        raise Http404
    return found
