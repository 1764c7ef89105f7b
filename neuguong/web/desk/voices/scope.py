"""Fetch and authorise in one: what readers told that is not this person's to read does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import ExemplarMessage, Replication, Suggestion
from neuguong.exemplars.queries.messages import messages_visible_to
from neuguong.exemplars.queries.replications import replications_visible_to
from neuguong.exemplars.queries.voices import suggestions_visible_to


def suggestion_or_404(request: Any, pk: int) -> Suggestion:
    """The suggestion, if this person may read it today."""
    rows = suggestions_visible_to(request.user.pk, request.today)
    found = rows.select_related("plan__unit", "place", "unit", "photo").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def replication_or_404(request: Any, pk: int) -> Replication:
    """The place that follows, if this person may read of it today."""
    rows = replications_visible_to(request.user.pk, request.today)
    wanted = ("exemplar__plan__unit", "exemplar__unit", "exemplar__merged_into__unit", "place", "file", "checked_by")
    found = rows.select_related(*wanted).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def message_or_404(request: Any, pk: int) -> ExemplarMessage:
    """The message, if this person may read it today."""
    rows = messages_visible_to(request.user.pk, request.today)
    wanted = ("exemplar__plan__unit", "exemplar__unit", "exemplar__merged_into__unit")
    found = rows.select_related(*wanted).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
