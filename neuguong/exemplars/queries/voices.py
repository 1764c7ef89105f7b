"""What people told: who reads which suggestion, what waits for whom, what a receipt answers."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from neuguong.core.models import Deadline
from neuguong.core.once import once
from neuguong.exemplars.enums import SuggestionKind
from neuguong.exemplars.enums import SuggestionState as S
from neuguong.exemplars.models import Suggestion
from neuguong.org.queries.access import Scope, scope_of
from neuguong.org.roles import Permission

ANSWER = "answer_suggestion"  # the clock that starts when a unit gets a suggestion
PAGE = 20
MOST = 8  # of one group on the front page
_TOLD_UNITS = Q(state__in=[S.PASSED, S.TAKEN_UP, S.ANSWERED])


def digest_of_code(typed: str) -> str:
    """How a receipt's code is kept; capitals, blanks and dashes make no difference."""
    bare = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def _scopes(account_id: int, on: date) -> tuple[Scope, Scope]:
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return office, scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)


def suggestions_visible_to(account_id: int, on: date) -> "QuerySet[Suggestion]":
    """The office sees what was told to its organisation; a unit's people see what was passed to them. Nobody else any."""
    office, unit = _scopes(account_id, on)
    return Suggestion.objects.filter(office.q("plan__unit") | unit.q("unit") & _TOLD_UNITS)


def reads_suggestions(account_id: int, on: date) -> bool:
    """Whether any suggestion could ever be this person's to read."""
    return any(scope.units or scope.tops for scope in _scopes(account_id, on))


def until_of(label: str, kind: str) -> Subquery:
    """The last day of the running clock of a kind on each row of a table."""
    clock = Deadline.objects.filter(object_type=label, object_id=OuterRef("pk"), kind=kind, met_at=None)
    return Subquery(clock.annotate(until=Coalesce("extended_to", "due_on")).values("until")[:1])


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One line of the list. `until` is the last day of the unit's answer, while its clock runs."""

    id: int
    about: str
    kind_label: str
    state: str
    state_label: str
    received_at: datetime
    place: str
    unit: str
    until: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """One page, the longest waiting first among what is open, the newest first among the rest."""

    rows: tuple[SuggestionRow, ...]
    total: int
    page: int
    pages: int


def _rows(found: "QuerySet[Suggestion]", on: date) -> tuple[SuggestionRow, ...]:
    columns = ("pk", "about", "kind", "state", "received_at", "place__short_name", "unit__short_name", "until")
    return tuple(
        SuggestionRow(
            pk,
            about,
            SuggestionKind(kind).label,
            state,
            S(state).label,
            received_at,
            place or "",
            unit or "",
            until,
            until is not None and until < on,
        )
        for pk, about, kind, state, received_at, place, unit, until in found.annotate(
            until=until_of(Suggestion._meta.label_lower, ANSWER)
        ).values_list(*columns)
    )


def suggestion_list(account_id: int, on: date, *, state: str = "", page: int = 1) -> SuggestionList:
    """A page of what this person reads, in one state or all."""
    found = suggestions_visible_to(account_id, on)
    if state:
        found = found.filter(state=state)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = "received_at" if state in (S.RECEIVED, S.PASSED) else "-received_at"
    start = (page - 1) * PAGE
    return SuggestionList(_rows(found.order_by(order, "pk")[start : start + PAGE], on), total, page, pages)


@dataclass(frozen=True, slots=True)
class SuggestionTasks:
    """What waits: for the office to pass on, for the unit to answer; the soonest first, some of each."""

    to_pass: tuple[SuggestionRow, ...] = ()
    to_answer: tuple[SuggestionRow, ...] = ()


def suggestion_tasks(account_id: int, on: date) -> SuggestionTasks:
    """The suggestions that this person could do something about today."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    unit = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on)
    to_pass = Suggestion.objects.filter(office.q("plan__unit"), state=S.RECEIVED).order_by("received_at", "pk")
    to_answer = Suggestion.objects.filter(unit.q("unit"), state=S.PASSED).order_by("passed_at", "pk")
    return SuggestionTasks(
        _rows(to_pass[:MOST], on) if office.units or office.tops else (),
        _rows(to_answer[:MOST], on) if unit.units or unit.tops else (),
    )


def suggestion_behind(nomination_id: int) -> Suggestion | None:
    """What a dossier was made of, for its page."""
    return once(("suggestion", nomination_id), lambda: Suggestion.objects.filter(nomination_id=nomination_id).first())
