"""Fetch and authorise in one: a subject whose dossiers a person may not see does not exist for them."""

from typing import Any

from django.http import Http404

from neuguong.exemplars.models import Subject, SubjectMerge
from neuguong.exemplars.queries.subjects import merge_in, subjects_visible_to


def subject_or_404(request: Any, pk: int) -> Subject:
    """The subject, if this person may know of it today."""
    found = subjects_visible_to(request.user.pk, request.today).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def merge_or_404(request: Any, pk: int) -> SubjectMerge:
    """A merge into a subject that this person may know of."""
    found = merge_in(subjects_visible_to(request.user.pk, request.today), pk)
    if found is None:
        raise Http404
    return found
