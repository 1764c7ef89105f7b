"""Fetch and authorise in one: a dossier that is not in the person's scope does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import Evidence, Nomination
from neuguong.exemplars.queries.nominations import evidence_in, visible_to


def nomination_or_404(request: Any, pk: int) -> Nomination:
    """The dossier, if this person may see it today."""
    found = (
        visible_to(request.user.pk, request.today)
        .select_related("subject", "unit", "plan", "sector", "movement", "initiative", "created_by", "standard")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def evidence_or_404(request: Any, pk: int, *, of: int | None = None) -> Evidence:
    """A file of a dossier that this person may see; one taken out of the dossier is gone for readers.

    `of` is the dossier that the address names: a file of another one is not found under it."""
    found = evidence_in(visible_to(request.user.pk, request.today), pk)
    if found is None or (of is not None and found.nomination_id != of):
        raise Http404
    return found
