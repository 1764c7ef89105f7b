"""Dossiers within a week, and what of a plan waits for the leader's own act; as of a day, a few statements each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q

from neuguong.core.models import StateChange
from neuguong.core.periods import Period, day_begins, day_ends, local_day
from neuguong.exemplars.enums import NominationState, RecognitionLevel
from neuguong.exemplars.models import Nomination, Recognition
from neuguong.ledger.models import Package, PackageReference
from neuguong.programme.models import Plan

Span = tuple[date, date]
# What happened, the column that tells when, and the one that tells when that was entered.
_MOMENTS = {
    "sent": ("sent_at", "sent_recorded_at", Q()),
    "verified": ("verified_at", "verified_recorded_at", Q()),
    "declined": ("closed_at", "closed_recorded_at", Q(state=NominationState.DECLINED)),
    "recognised": ("recognised_at", "recognised_recorded_at", Q()),
}


class DossierFlow(NamedTuple):
    """How many dossiers took which step within some days; which of these numbers were entered afterwards in part."""

    counts: Mapping[str, int]
    restated: frozenset[str]


class Waiting(NamedTuple):
    """Something that only the leader does next."""

    code: str
    label: str
    number: int
    since: date | None


def dossier_flow(plan: Plan, spans: Sequence[Span], *, seen: Q) -> tuple[DossierFlow, ...]:
    """One flow for each span of days, in two statements; `seen` leaves out what the reader keeps away from."""
    asked, returned = {}, {}
    for place, (first, last) in enumerate(spans):
        begin, end = day_begins(first), day_ends(last)
        for code, (moment, recorded, more) in _MOMENTS.items():
            within = Q(more, **{f"{moment}__gte": begin, f"{moment}__lt": end})
            asked[f"{code}_{place}"] = Count("id", filter=within)
            asked[f"{code}_{place}_later"] = Count("id", filter=within & Q(**{f"{recorded}__gte": end}))
        within = Q(effective_at__gte=begin, effective_at__lt=end)
        returned[f"returned_{place}"] = Count("object_id", distinct=True, filter=within)
        returned[f"returned_{place}_later"] = Count("id", filter=within & Q(recorded_at__gte=end))
    dossiers = Nomination.objects.filter(seen, plan=plan)
    since = min(day_begins(first) for first, _ in spans)
    changes = StateChange.objects.filter(
        object_type=Nomination._meta.label_lower,
        step="return",
        effective_at__gte=since,
        object_id__in=dossiers.values("pk"),
    )
    found = dossiers.aggregate(**asked) | changes.aggregate(**returned)
    codes = (*_MOMENTS, "returned")
    return tuple(
        DossierFlow(
            {code: found[f"{code}_{place}"] for code in codes},
            frozenset(code for code in codes if found[f"{code}_{place}_later"]),
        )
        for place in range(len(spans))
    )


def waiting_for_leader(plan: Plan, on: date, *, seen: Q) -> tuple[Waiting, ...]:
    """What waited at the end of a day: dossiers for the Council's chair, packages for a signature."""
    end = day_ends(on)
    return tuple(one for one in (_to_recognise(plan, end, seen), *_to_sign(plan, end)) if one.number)


def _to_recognise(plan: Plan, end: datetime, seen: Q) -> Waiting:
    decided = Recognition.objects.filter(nomination=OuterRef("pk"), level=RecognitionLevel.COUNCIL, recorded_at__lt=end)
    found = Nomination.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=end),
        Q(revoked_at=None) | Q(revoked_at__gte=end),
        ~Exists(decided),
        seen,
        plan=plan,
        verified_at__lt=end,
    ).aggregate(count=Count("id"), since=Min("verified_at"))
    since = local_day(found["since"]) if found["since"] else None
    return Waiting("recognise", "Hồ sơ đạt thẩm định chờ Hội đồng công nhận", found["count"], since)


def _to_sign(plan: Plan, end: datetime) -> tuple[Waiting, ...]:
    """The newest package of each round, while nobody has entered its official number."""
    numbered = PackageReference.objects.filter(package=OuterRef("pk"), recorded_at__lt=end)
    later = Package.objects.filter(
        plan=plan, round_code=OuterRef("round_code"), correction__gt=OuterRef("correction"), issued_at__lt=end
    )
    rows = Package.objects.filter(~Exists(numbered), ~Exists(later), plan=plan, issued_at__lt=end)
    return tuple(
        Waiting("sign", f"Gói {Period(code).label} đã lập, chờ ký và ghi số", 1, local_day(issued_at))
        for code, issued_at in rows.order_by("round_code").values_list("round_code", "issued_at")
    )
