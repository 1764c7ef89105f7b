"""Comments on dossiers: what is open to the public, who reads comments, what still waits for an answer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from neuguong.exemplars.enums import NominationState, ObjectionState
from neuguong.exemplars.models import Nomination, Objection, ObjectionWindow, WindowEntry
from neuguong.exemplars.queries.conflicts import apart_from
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

_IN_TIME = Q(came_on__lte=F("entry__window__closes_on"))


def public_entries(on: date) -> "QuerySet[WindowEntry]":
    """What the public may comment on today: name, kind, unit, sector, nothing else is asked of these rows."""
    rows = WindowEntry.objects.filter(window__opened_on__lte=on, window__closes_on__gte=on, left_out="")
    still = rows.filter(nomination__state__in=[NominationState.VERIFIED, NominationState.RECOGNISED])
    return still.select_related("unit", "sector", "window").order_by("window__closes_on", "unit__sort_key", "pk")


def entry_of(nomination_id: int) -> WindowEntry | None:
    """Where a dossier was put out for comments."""
    return WindowEntry.objects.filter(nomination_id=nomination_id).select_related("window").first()


def comment_of(pk: int) -> Objection | None:
    """One comment, for whoever proved by a signed link that they sent it."""
    return Objection.objects.filter(pk=pk).select_related("entry__window").first()


def waiting_on(entry: WindowEntry) -> int:
    """How many comments that came in time have no answer yet."""
    return Objection.objects.filter(_IN_TIME, entry=entry, state=ObjectionState.CONFIRMED).count()


def windows_visible_to(account_id: int, on: date) -> "QuerySet[ObjectionWindow]":
    """The office and the Council's chair see which lists there were; nobody of a unit does, though the list is public."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    chair = scope_of(account_id, Permission.RECOGNISE_BY_COUNCIL, on=on)
    return ObjectionWindow.objects.filter(office.q("plan__unit") | chair.q("plan__unit"))


def _judged(account_id: int, on: date) -> "QuerySet[Nomination]":
    """Dossiers whose comments a person may read: to judge or follow by their work, and apart from them."""
    wide = scope_of(account_id, Permission.SEE_DOSSIERS, on=on)
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    found = Nomination.objects.filter(wide.q(), apart_from(account_id, on))
    return found.exclude(own.q()) if own.units or own.tops else found


def objections_visible_to(account_id: int, on: date) -> "QuerySet[Objection]":
    """Confirmed comments, to office, Council, leaders and inspectors who do not stand too close. A page of one asks
    `policy.may_see_deliberation` besides."""
    rows = Objection.objects.exclude(state=ObjectionState.UNCONFIRMED)
    return rows.filter(entry__nomination__in=_judged(account_id, on).values("pk"))


def entries_visible_to(account_id: int, on: date) -> "QuerySet[WindowEntry]":
    """The dossiers on a list that a person may know of and judge."""
    return WindowEntry.objects.filter(nomination__in=_judged(account_id, on).values("pk")).select_related(
        "unit", "sector", "window", "nomination"
    )


def to_put_out(account_id: int, plan_id: int, on: date) -> "QuerySet[Nomination]":
    """Verified dossiers of a plan that stood on no list yet and that this person may see, oldest first."""
    rows = visible_to(account_id, on).filter(plan_id=plan_id, state=NominationState.VERIFIED, window_entry=None)
    return rows.select_related("subject", "unit", "sector").order_by("verified_at", "pk")


@dataclass(frozen=True, slots=True)
class CommentTasks:
    """What the office has to do about comments."""

    to_put_out: int = 0
    to_answer: int = 0


def comment_tasks(account_id: int, plan_id: int, on: date) -> CommentTasks:
    """How many dossiers wait for the list, and how many comments for an answer."""
    waiting = objections_visible_to(account_id, on).filter(
        entry__window__plan_id=plan_id, state=ObjectionState.CONFIRMED
    )
    return CommentTasks(to_put_out(account_id, plan_id, on).count(), waiting.count())


def is_late(objection: Objection) -> bool:
    """Whether it came after the last day; it is read and answered, but stops nothing."""
    return objection.came_on is not None and objection.came_on > objection.entry.window.closes_on
