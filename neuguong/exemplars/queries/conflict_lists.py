"""The lists of declarations, recusals and substitutes: one's own, and the office's."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from neuguong.exemplars.enums import ConflictKind, StandInStep
from neuguong.exemplars.models import ConflictDeclaration, Nomination, Recusal, Substitute
from neuguong.exemplars.queries.conflicts import apart_from, hidden_from, recorded_of, substitutes
from neuguong.exemplars.queries.nominations import held_by, visible_to
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

MOST = 100


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """What somebody declared of themself. `about` is whom it is about, `number` the dossier it was made from."""

    id: int
    about: str
    number: str
    nomination_id: int
    person: str
    kind_label: str
    note: str
    declared_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """Somebody who stepped back, or was named by a colleague (`by`, empty when by themself)."""

    id: int
    about: str
    number: str
    nomination_id: int
    person: str
    reason: str
    by: str
    recused_at: datetime
    lifted_at: datetime | None
    lifted_by: str
    lifted_reason: str


@dataclass(frozen=True, slots=True)
class SubstituteRow:
    """Who judges a dossier for others."""

    id: int
    person: str
    step_label: str
    document: str
    valid_to: date
    by: str


def declarations_by(account_id: int) -> "QuerySet[ConflictDeclaration]":
    """What a person declared, also what they took back."""
    return ConflictDeclaration.objects.filter(account_id=account_id)


def recusals_for(account_id: int, on: date) -> "QuerySet[Recusal]":
    """The recusals that a person of the office or the Council's chair may read and lift: of dossiers they judge."""
    return Recusal.objects.filter(nomination__in=judged_by(account_id, on)).exclude(account_id=account_id)


def substitutes_for(account_id: int, on: date) -> "QuerySet[Substitute]":
    """The substitutes of dossiers that a person judges."""
    return Substitute.objects.filter(nomination__in=judged_by(account_id, on))


def judged_by(account_id: int, on: date) -> "QuerySet[Nomination]":
    """The dossiers a person sees as one of the office or as the chair, without those they stand too close to."""
    scopes = [scope_of(account_id, one, on=on) for one in (Permission.VERIFY, Permission.RECOGNISE_BY_COUNCIL)]
    reached = Q(pk__in=[])
    for scope in scopes:
        reached |= held_by(scope)
    return visible_to(account_id, on).filter(reached, apart_from(account_id, on))


def declaration_rows(found: "QuerySet[ConflictDeclaration]") -> tuple[DeclarationRow, ...]:
    """These declarations, those in force first; one query."""
    rows = found.select_related("subject", "nomination", "account").order_by("-withdrawn_at", "-id")[:MOST]
    told = [
        DeclarationRow(
            id=row.pk,
            about=row.subject.name,
            number=row.nomination.number,
            nomination_id=row.nomination_id,
            person=row.account.full_name,
            kind_label=ConflictKind(row.kind).label,
            note=row.note,
            declared_at=row.declared_at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_reason=row.withdrawn_reason,
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda row: row.withdrawn_at is not None))


def recusal_rows(found: "QuerySet[Recusal]") -> tuple[RecusalRow, ...]:
    """These recusals, those in force first; one query."""
    rows = found.select_related("nomination__subject", "account", "recused_by", "lifted_by").order_by("-id")[:MOST]
    told = [
        RecusalRow(
            id=row.pk,
            about=row.nomination.subject.name,
            number=row.nomination.number,
            nomination_id=row.nomination_id,
            person=row.account.full_name,
            reason=row.reason,
            by=row.recused_by.full_name if row.recused_by_id != row.account_id else "",
            recused_at=row.recused_at,
            lifted_at=row.lifted_at,
            lifted_by=row.lifted_by.full_name if row.lifted_by else "",
            lifted_reason=row.lifted_reason,
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda row: row.lifted_at is not None))


def own_recusals(account_id: int) -> "QuerySet[Recusal]":
    """Where a person stepped back or was named."""
    return Recusal.objects.filter(account_id=account_id)


def declarations_for(account_id: int, on: date) -> "QuerySet[ConflictDeclaration]":
    """What colleagues declared about dossiers that a person judges."""
    found = ConflictDeclaration.objects.filter(nomination__in=judged_by(account_id, on))
    return found.exclude(account_id=account_id)


def substitute_rows(nomination: Nomination, on: date) -> tuple[SubstituteRow, ...]:
    """Who judges one dossier for others today; one query."""
    return tuple(
        SubstituteRow(
            id=row.pk,
            person=row.account.full_name,
            step_label=StandInStep(row.step).label,
            document=row.document,
            valid_to=row.valid_to,
            by=row.appointed_by.full_name,
        )
        for row in substitutes(nomination, on)
    )


def letters_to_keep_back(account_id: int, on: date) -> tuple[str, ...]:
    """The links of notices about dossiers closed to a person; without a query for almost everybody."""
    if not recorded_of(account_id, on).hides:
        return ()
    closed = hidden_from(account_id, on).exclude(pk__in=visible_to(account_id, on).values("pk"))
    return tuple(f"{Nomination._meta.label_lower}:{pk}" for pk in closed.values_list("pk", flat=True))
