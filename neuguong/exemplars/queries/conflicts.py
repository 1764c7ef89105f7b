"""Who stands too close to a dossier: what was declared, what the records say, who is left to judge it.

Two questions with two prices. Every list asks `recorded_of` once per request: the few rows that a person has. The page
of one dossier and its steps ask `ties_of`: everybody's ties to that one dossier, in one statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value

from neuguong.core.once import once
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import ConflictKind, RecognitionLevel, StandInStep
from neuguong.exemplars.models import (
    ConflictDeclaration,
    Nomination,
    Objection,
    Preparer,
    Recognition,
    Recusal,
    Substitute,
    Suggestion,
)
from neuguong.org.enums import Seat
from neuguong.org.models import Account, CouncilSeat, Membership
from neuguong.org.queries.access import grants_of, holders, reach_of
from neuguong.org.queries.lives import family_of
from neuguong.org.roles import SEAT_ROLE, Permission

PERMISSION = {StandInStep.VERIFY: Permission.VERIFY, StandInStep.RECOGNISE: Permission.RECOGNISE_BY_COUNCIL}
_SUBJECT, _NOMINATION = "subject", "nomination"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The few rows a person has: subjects and dossiers they keep away from, dossiers they judge for others."""

    subjects: frozenset[int]
    nominations: frozenset[int]
    standing: frozenset[tuple[str, int]]

    @property
    def hides(self) -> bool:
        """Whether there is anything to keep away from."""
        return bool(self.subjects or self.nominations)

    def apart(self) -> Q:
        """Dossiers that these rows do not close; true of every row when there are none."""
        kept = Q()
        if self.subjects:
            kept &= ~Q(subject_id__in=sorted(self.subjects))
        if self.nominations:
            kept &= ~Q(pk__in=sorted(self.nominations))
        return kept

    def covers(self, nomination: Nomination) -> bool:
        """Whether one dossier is closed by these rows."""
        return nomination.subject_id in self.subjects or nomination.pk in self.nominations

    def stands_in(self, step: str = "") -> list[int]:
        """The dossiers that the person judges for others: for one step, or for any."""
        return sorted({pk for name, pk in self.standing if not step or name == step})


def recorded_of(account_id: int, on: date) -> Recorded:
    """What is recorded of a person on a day; one statement, once per request."""
    return once(("conflicts", account_id, on), lambda: _read_recorded(account_id, on))


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _read_recorded(account_id: int, on: date) -> Recorded:
    declared = ConflictDeclaration.objects.filter(account_id=account_id, withdrawn_at=None)
    recused = Recusal.objects.filter(account_id=account_id, lifted_at=None)
    standing = Substitute.objects.filter(account_id=account_id, ended_at=None, valid_to__gte=on)
    rows = declared.annotate(what=_word(_SUBJECT)).values_list("what", "subject_id").union(
        declared.annotate(what=_word(_NOMINATION)).values_list("what", "nomination_id"),
        recused.annotate(what=_word(_NOMINATION)).values_list("what", "nomination_id"),
        standing.values_list("step", "nomination_id"),
        all=True,
    )  # fmt: skip
    found: dict[str, set[int]] = {_SUBJECT: set(), _NOMINATION: set()}
    standing_in = set()
    for what, number in rows:
        if what in found:
            found[what].add(number)
        else:
            standing_in.add((what, number))
    return Recorded(frozenset(found[_SUBJECT]), frozenset(found[_NOMINATION]), frozenset(standing_in))


def hidden_from(account_id: int, on: date) -> "QuerySet[Nomination]":
    """The dossiers that a person's own rows close, whatever their roles. Empty without a query for almost everybody."""
    told = recorded_of(account_id, on)
    return Nomination.objects.exclude(told.apart()) if told.hides else Nomination.objects.none()


def apart_from(account_id: int, on: date) -> Q:
    """Dossiers that a person may judge as far as a list can tell: neither recorded, nor prepared, nor of their unit."""
    own = {grant.unit_id for grant in grants_of(account_id, on=on) if grant.role not in SEAT_ROLE.values()}
    hands = Preparer.objects.filter(nomination=OuterRef("pk"), account_id=account_id)
    apart = recorded_of(account_id, on).apart() & ~Q(Exists(hands))
    return apart & ~Q(unit_id__in=sorted(own)) if own else apart


@dataclass(frozen=True, slots=True)
class Tie:
    """One reason why one person does not judge one dossier. `word` is the note, the role or the reason behind it."""

    kind: ConflictKind
    word: str


Ties = Mapping[int, tuple[Tie, ...]]
_RANK = {kind: rank for rank, kind in enumerate(ConflictKind)}


def ties_of(nomination: Nomination, at: datetime) -> Ties:
    """Everybody with a tie to this dossier, the gravest of each first.

    A member of the unit is who belonged to it, or to an earlier or later life of it, on the day of sending or does
    today. An earlier supporter is also who recognised the same subject within a unit, or suggested it as a citizen.
    """
    key = ("ties", nomination.pk, nomination.subject_id, nomination.unit_id, nomination.sent_at, local_day(at))
    return once(key, lambda: _read_ties(nomination, local_day(at)))


def _read_ties(nomination: Nomination, on: date) -> Ties:
    same = Q(subject_id=nomination.subject_id) | Q(nomination_id=nomination.pk)
    sent = local_day(nomination.sent_at) if nomination.sent_at else on
    members = Membership.objects.on(on) | Membership.objects.on(sent)
    rows = ConflictDeclaration.objects.filter(same, withdrawn_at=None).values_list("account_id", "kind", "note").union(
        Recusal.objects.filter(nomination_id=nomination.pk, lifted_at=None)
        .annotate(what=_word(ConflictKind.RECUSED)).values_list("account_id", "what", "reason"),
        members.filter(unit_id__in=family_of(nomination.unit_id, on=on, whole=True))
        .annotate(what=_word(ConflictKind.MEMBER)).values_list("account_id", "what", "role"),
        Preparer.objects.filter(nomination_id=nomination.pk)
        .annotate(what=_word(ConflictKind.AUTHOR)).values_list("account_id", "what", "act"),
        Recognition.objects.filter(
            nomination__subject_id=nomination.subject_id, level=RecognitionLevel.UNIT, decided_by__isnull=False
        ).annotate(what=_word(ConflictKind.SUPPORTER)).values_list("decided_by_id", "what", "document_number"),
        Suggestion.objects.filter(nomination__subject_id=nomination.subject_id, account__isnull=False)
        .annotate(what=_word(ConflictKind.SUPPORTER)).values_list("account_id", "what", "kind"),
        Objection.objects.filter(entry__nomination__subject_id=nomination.subject_id, account__isnull=False)
        .annotate(what=_word(ConflictKind.SUPPORTER)).values_list("account_id", "what", "state"),
        all=True,
    )  # fmt: skip
    found: dict[int, set[Tie]] = {}
    for account_id, kind, word in rows:
        found.setdefault(account_id, set()).add(Tie(ConflictKind(kind), word))
    return {
        account_id: tuple(sorted(ties, key=lambda tie: (_RANK[tie.kind], tie.word)))
        for account_id, ties in found.items()
    }


def without_ties(accounts: Iterable[Account], nomination: Nomination, at: datetime) -> tuple[Account, ...]:
    """Those of these people who have no tie to the dossier."""
    ties = ties_of(nomination, at)
    return tuple(one for one in accounts if one.pk not in ties)


def judges_left(nomination: Nomination, step: StandInStep, at: datetime) -> tuple[Account, ...]:
    """Who may still verify the dossier, or recognise it for the Council: by role or as its recorded substitute."""
    on = local_day(at)
    return once(("left", nomination.pk, step, on), lambda: _read_left(nomination, step, at))


def _read_left(nomination: Nomination, step: StandInStep, at: datetime) -> tuple[Account, ...]:
    people = holders(PERMISSION[step], unit=nomination.keeper, on=local_day(at))
    return without_ties(
        {one.pk: one for one in [*people, *substitutes_of(nomination, step, at)]}.values(), nomination, at
    )


def substitutes(nomination: Nomination, on: date) -> tuple[Substitute, ...]:
    """The recorded substitutes of a dossier whose time runs on a day, for either step; one query."""
    rows = Substitute.objects.filter(nomination_id=nomination.pk, ended_at=None, valid_to__gte=on)
    found = rows.select_related("account", "appointed_by").order_by("id")
    return once(("substitutes", nomination.pk, on), lambda: tuple(found))


def substitutes_of(nomination: Nomination, step: StandInStep, at: datetime) -> list[Account]:
    """Who stands in for one step of a dossier, as far as their account is in use."""
    rows = substitutes(nomination, local_day(at))
    return [row.account for row in rows if row.step == step and row.account.is_active]


def candidates_for(nomination: Nomination, step: StandInStep, at: datetime) -> tuple[Account, ...]:
    """Who may be named a substitute: reads dossiers of the place by their work, has no tie, judges no other stage.

    The Council is presided over by one of its voting seats.
    """
    on = local_day(at)
    if step == StandInStep.RECOGNISE:
        above = reach_of(nomination.keeper_id, on=on).above
        seats = CouncilSeat.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
        rows = seats.filter(seat__in=(Seat.DEPUTY, Seat.MEMBER), council__unit_id__in=above, account__is_active=True)
        people = [row.account for row in rows.select_related("account").order_by("id")]
    else:
        people = holders(Permission.SEE_DOSSIERS, unit=nomination.keeper, on=on)
    others = set(PERMISSION) - {step}
    judging = {one.pk for other in others for one in holders(PERMISSION[other], unit=nomination.keeper, on=on)}
    return without_ties((one for one in people if one.pk not in judging), nomination, at)
