"""Fetch and authorise in one: a suggestion that is not this person's to read does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.queries.voices import suggestions_visible_to


def suggestion_or_404(request: Any, pk: int) -> Suggestion:
    """The suggestion, if this person may read it today."""
    rows = suggestions_visible_to(request.user.pk, request.today)
    found = rows.select_related("plan__unit", "place", "unit", "photo").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
