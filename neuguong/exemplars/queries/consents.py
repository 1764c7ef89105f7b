"""Signed papers, what was taken back, and whose public page is whose to keep."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from neuguong.core.models import Deadline
from neuguong.core.queries.deadlines import last_day
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose, PublicationState, WithdrawalWay
from neuguong.exemplars.models import Consent, ConsentWithdrawal, Exemplar
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.register import shown
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

ANSWER, STOP = "withdrawal_answer", "withdrawal_stop"
WAITING = 200  # the list shows at most so many, the newest first


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A running clock of a withdrawal; `key` is what its button sends."""

    key: str
    label: str
    until: date
    rule: str
    whom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One paper as a page shows it."""

    id: int
    title: str
    giver_label: str
    signer_name: str
    relation: str
    given_on: date
    grants: tuple[str, ...]
    scan_hindrance: str
    withdrawn_on: date | None
    way_label: str
    clocks: tuple[ClockRow, ...]


@dataclass(frozen=True, slots=True)
class PageRow:
    """One exemplar of the list; `state_label` says how far its public page is."""

    id: int
    name: str
    unit_name: str
    recognised_on: date
    state: str
    state_label: str
    has_consent: bool


def pages_tended_by(account_id: int, on: date) -> "QuerySet[Exemplar]":
    """Exemplars whose public page is this person's to keep: of their office, by a dossier that they may see."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    seen = visible_to(account_id, on).values("pk")
    return shown().filter(office.q("plan__unit"), recognitions__nomination__in=seen).distinct()


def pages_waiting(account_id: int, on: date) -> tuple[PageRow, ...]:
    """Their public pages, the newest first; two queries."""
    rows = pages_tended_by(account_id, on).select_related("unit", "story").order_by("-recognised_on", "-pk")[:WAITING]
    pages = list(rows)
    valid = Consent.objects.filter(exemplar__in=[one.pk for one in pages], withdrawal=None)
    agreed = set(valid.values_list("exemplar_id", flat=True))
    return tuple(_page_row(one, one.pk in agreed) for one in pages)


def _page_row(one: Exemplar, agreed: bool) -> PageRow:
    story = getattr(one, "story", None)
    state = story.state if story else ""
    label = PublicationState(state).label if state else "chưa có bài"
    return PageRow(one.pk, one.name, one.unit.name, one.recognised_on, state, label, agreed)


def consents_of(exemplar: Exemplar) -> "QuerySet[Consent]":
    """The papers of the page and of those that were merged into it, the newest first."""
    found = Consent.objects.filter(Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar))
    return found.select_related("scan", "withdrawal").prefetch_related("grants").order_by("-pk")


def consent_in(pages: "QuerySet[Exemplar]", pk: int) -> Consent | None:
    """A paper of one of these pages."""
    mine = Q(exemplar__in=pages.values("pk")) | Q(exemplar__merged_into__in=pages.values("pk"))
    return Consent.objects.filter(mine, pk=pk).select_related("scan", "exemplar").first()


def withdrawal_in(exemplar: Exemplar, pk: int) -> ConsentWithdrawal | None:
    """A withdrawal that belongs to this page."""
    mine = Q(consent__exemplar=exemplar) | Q(consent__exemplar__merged_into=exemplar)
    return ConsentWithdrawal.objects.filter(mine, pk=pk).select_related("consent__exemplar").first()


@dataclass(frozen=True, slots=True)
class WithdrawalTask:
    """A clock of a withdrawal that somebody of the office has to meet."""

    exemplar_id: int
    name: str
    label: str
    until: date
    late: bool


def withdrawals_due(account_id: int, on: date) -> tuple[WithdrawalTask, ...]:
    """The running clocks on pages that this person keeps, the soonest first; one query where none runs."""
    clocks = Deadline.objects.filter(
        object_type=ConsentWithdrawal._meta.label_lower, kind__in=[ANSWER, STOP], met_at=None
    ).order_by("due_on", "pk")[:WAITING]
    running = list(clocks)
    if not running:
        return ()
    found = ConsentWithdrawal.objects.filter(
        pk__in=[one.object_id for one in running], consent__exemplar__in=pages_tended_by(account_id, on).values("pk")
    ).select_related("consent__exemplar")
    pages = {one.pk: one.consent.exemplar for one in found}
    return tuple(
        WithdrawalTask(
            pages[one.object_id].pk, pages[one.object_id].name, clock_label(one.kind), last_day(one), last_day(one) < on
        )
        for one in running
        if one.object_id in pages
    )


def clock_label(kind: str) -> str:
    """What a clock of a withdrawal asks for."""
    return "Trả lời người đã rút đồng ý" if kind == ANSWER else "Báo các nơi đã đăng để ngừng"


def consent_rows(exemplar: Exemplar) -> tuple[ConsentRow, ...]:
    """The papers with what they agree to, who took them back and which clocks run; three queries."""
    papers = list(consents_of(exemplar))
    ended = {one.withdrawal.pk: one for one in papers if hasattr(one, "withdrawal")}
    clocks = Deadline.objects.filter(
        object_type=ConsentWithdrawal._meta.label_lower, object_id__in=list(ended), met_at=None
    ).order_by("pk")
    by_withdrawal: dict[int, list[Deadline]] = {}
    for clock in clocks:
        by_withdrawal.setdefault(clock.object_id, []).append(clock)
    return tuple(_row(one, by_withdrawal) for one in papers)


def _row(one: Consent, clocks: dict[int, list[Deadline]]) -> ConsentRow:
    ended = getattr(one, "withdrawal", None)
    grants = list(one.grants.all())
    others = dict.fromkeys(g.channel for g in grants if g.channel != ConsentChannel.PORTAL)
    whom = tuple(ConsentChannel(channel).label for channel in others)
    return ConsentRow(
        id=one.pk,
        title=f"Phiếu ngày {one.given_on:%d/%m/%Y}, {one.signer_name} ký",
        giver_label=ConsentGiver(one.giver).label,
        signer_name=one.signer_name,
        relation=one.relation,
        given_on=one.given_on,
        grants=tuple(f"{ConsentPurpose(g.purpose).label}, {ConsentChannel(g.channel).label}" for g in grants),
        scan_hindrance=one.scan.hindrance,
        withdrawn_on=ended.withdrawn_on if ended else None,
        way_label=WithdrawalWay(ended.way).label if ended else "",
        clocks=tuple(_clock(clock, whom) for clock in clocks.get(ended.pk, [])) if ended else (),
    )


def _clock(clock: Deadline, whom: tuple[str, ...]) -> ClockRow:
    answer = clock.kind == ANSWER
    return ClockRow(
        f"{clock.kind}:{clock.object_id}", clock_label(clock.kind), last_day(clock), clock.rule, () if answer else whom
    )
