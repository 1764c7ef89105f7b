"""What ran, as a list and one by one: of whom it told, in which words, and whether those words still stand."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from neuguong.exemplars.models import Correction, Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.publicity.models import Broadcast, ReachFigure
from neuguong.publicity.queries.channels import broadcasts_visible_to, claims_now

PAGE = 50
NO_MORE = "nay không còn là điều đã kiểm chứng"


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """One checked claim as it was told; `now` says how it stands today, empty while nothing has changed."""

    text: str
    now: str


@dataclass(frozen=True, slots=True)
class ToldOf:
    """One exemplar of a broadcast."""

    name: str
    unit: str
    slug: str  # empty where there is no public page any more
    missing: str
    claims: tuple[ToldClaim, ...]
    corrections: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether something that was told has to be put right."""
        return bool(self.corrections) or any(one.now for one in self.claims)


@dataclass(frozen=True, slots=True)
class RanPage:
    """One page of what ran; `number` starts with 1."""

    rows: tuple[Broadcast, ...]
    total: int
    number: int
    pages: int


def ran_list(account_id: int, on: date, *, outlet: int | None = None, flagged: bool = False, page: int = 1) -> RanPage:
    """What ran on a person's outlets, the newest first, each with its newest reach; three queries."""
    rows = broadcasts_visible_to(account_id, on).prefetch_related("told__exemplar")
    if outlet is not None:
        rows = rows.filter(outlet_id=outlet)
    if flagged:
        rows = rows.filter(consented=False, withdrawn_at=None)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    start = (number - 1) * PAGE
    found = with_reach(rows).order_by("-ran_on", "-pk")[start : start + PAGE]
    return RanPage(tuple(found), total, number, pages)


def with_reach(rows: "QuerySet[Broadcast]") -> "QuerySet[Broadcast]":
    """Each with the newest figures: of the latest day, the last that was entered."""
    newest = ReachFigure.objects.filter(broadcast=OuterRef("pk")).order_by("-measured_on", "-pk")
    return rows.annotate(
        reached=Subquery(newest.values("reached")[:1]), interactions=Subquery(newest.values("interactions")[:1])
    )


def reach_of(broadcast: Broadcast) -> tuple[ReachFigure, ...]:
    """Its figures, of each day the one that counts; the newest first."""
    found: dict[date, ReachFigure] = {}
    for one in broadcast.reach_figures.select_related("entered_by").order_by("measured_on", "pk"):
        found[one.measured_on] = one
    return tuple(reversed(found.values()))


def told_of(broadcast: Broadcast) -> tuple[ToldOf, ...]:
    """Of whom it told, with the words of then beside those of now."""
    rows = list(broadcast.told.select_related("exemplar__unit"))
    standing = set(shown().filter(pk__in=[one.exemplar_id for one in rows]).values_list("pk", flat=True))
    return tuple(
        ToldOf(
            one.exemplar.name, one.exemplar.unit.name, one.exemplar.slug if one.exemplar_id in standing else "",
            one.missing, _claims(one.exemplar, one.claims or []), _corrections(one.exemplar, broadcast.ran_on),
        )
        for one in rows
    )  # fmt: skip


def _claims(exemplar: Exemplar, told: list[dict[str, object]]) -> tuple[ToldClaim, ...]:
    now = {one["id"]: str(one["text"]) for one in claims_now(exemplar)} if told else {}
    found = []
    for one in told:
        text, present = str(one["text"]), now.get(one["id"])
        changed = NO_MORE if present is None else f"nay là: {present}" if present != text else ""
        found.append(ToldClaim(text, changed))
    return tuple(found)


def _corrections(exemplar: Exemplar, since: date) -> tuple[str, ...]:
    """What the exemplar's page has put right since that day."""
    rows = Correction.objects.filter(exemplar=exemplar, corrected_on__gte=since).order_by("corrected_on", "pk")
    return tuple(f"Ngày {row.corrected_on:%d/%m/%Y} đính chính “{row.said}” thành “{row.true}”." for row in rows)


def to_measure(account_id: int, on: date) -> "QuerySet[Broadcast]":
    """What ran within a year on a person's outlets and stands: to be filled in with its reach."""
    rows = broadcasts_visible_to(account_id, on).filter(withdrawn_at=None, ran_on__gt=on - timedelta(days=366))
    return rows.order_by("-ran_on", "-pk")
