"""Fetch and authorise in one: a public page that is not this person's to keep does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import Consent, Exemplar
from neuguong.exemplars.queries.consents import consent_in, pages_tended_by


def page_or_404(request: Any, pk: int) -> Exemplar:
    """The exemplar, if this person keeps its public page today."""
    rows = pages_tended_by(request.user.pk, request.today)
    found = rows.select_related("plan__unit", "subject", "unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def consent_or_404(request: Any, pk: int) -> Consent:
    """A signed paper of such an exemplar."""
    found = consent_in(pages_tended_by(request.user.pk, request.today), pk)
    if found is None:
        raise Http404
    return found
