"""What a receipt's code answers, whatever it was given for; and the thing behind it, for whoever takes their word back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast

from neuguong.exemplars.enums import (
    MessageState,
    NotConfirmed,
    NotPassed,
    NotTakenUp,
    ReplicationState,
    SuggestionKind,
    SuggestionState,
)
from neuguong.exemplars.models import ExemplarMessage, Replication, Suggestion
from neuguong.exemplars.queries.replications import CHECK
from neuguong.exemplars.queries.voices import ANSWER, digest_of_code, until_of

REPLICATION, MESSAGE = "replication", "message"
_STATES = {REPLICATION: ReplicationState, MESSAGE: MessageState}
_REASONS = {REPLICATION: NotConfirmed, MESSAGE: NotPassed}
_CLOSED_BY_REASON = (SuggestionState.ANSWERED, ReplicationState.NOT_CONFIRMED, MessageState.REJECTED)
_COLUMNS = ("of", "state", "received", "why", "until")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a code answers: words of state and days, nothing that somebody wrote and nobody's name.

    `what` is "suggestion", "replication" or "message"; `may_withdraw`: its sender can still take it back.
    """

    what: str
    kind: str
    state: str
    state_label: str
    received_at: datetime
    reason: str
    until: date | None
    may_withdraw: bool


def _clock(model: type[Suggestion] | type[Replication], kind: str) -> Any:
    return until_of(model._meta.label_lower, kind)


def _found(rows: Any, digest: str, *, of: Any, received: str, until: Any) -> Any:
    found = rows.filter(code_digest=digest).order_by()
    columns = {"of": Cast(of, CharField()), "received": F(received), "why": F("reason"), "until": until}
    return found.annotate(**columns).values_list(*_COLUMNS)


def receipt(code: str) -> Receipt | None:
    """The state of what has this code; None for a code that nobody got. One statement either way."""
    digest = digest_of_code(code)
    told = _found(
        Suggestion.objects.all(), digest, of=F("kind"), received="received_at", until=_clock(Suggestion, ANSWER)
    )
    places = _found(
        Replication.objects.all(), digest, of=Value(REPLICATION), received="told_at", until=_clock(Replication, CHECK)
    )
    never = Cast(Value(None), DateField())
    messages = _found(ExemplarMessage.objects.all(), digest, of=Value(MESSAGE), received="sent_at", until=never)
    row = next(iter(told.union(places, messages, all=True)), None)
    return _receipt(*row) if row else None


def _receipt(of: str, state: str, received_at: datetime, why: str, until: date | None) -> Receipt:
    what = of if of in _STATES else "suggestion"
    label = {REPLICATION: "nơi học theo", MESSAGE: "lời nhắn gửi điển hình"}.get(of) or SuggestionKind(of).label
    reasons = _REASONS.get(of, NotTakenUp)
    ended = state in (ReplicationState.WITHDRAWN, MessageState.WITHDRAWN, MessageState.REJECTED)
    return Receipt(
        what,
        str(label),
        state,
        str(_STATES.get(of, SuggestionState)(state).label),
        received_at,
        str(reasons(why).label) if why and state in _CLOSED_BY_REASON else "",
        until,
        what != "suggestion" and not ended,
    )


def behind_code(code: str) -> Replication | ExemplarMessage | None:
    """What the sender may take back by its code; None for anything else."""
    digest = digest_of_code(code)
    place = Replication.objects.filter(code_digest=digest).first()
    return place or ExemplarMessage.objects.filter(code_digest=digest).first()
