"""Awards from above: whose records they are to see, which may be told of today, who agreed and took it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.core.models import Deadline
from neuguong.core.queries.deadlines import last_day
from neuguong.core.search import matching
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose, RewardState, WithdrawalWay
from neuguong.exemplars.models import RewardConsent, RewardGrant, RewardRecord
from neuguong.exemplars.queries.consents import ANSWER, STOP, ClockRow, clock_label
from neuguong.exemplars.queries.publication import agreement
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

NEWEST = ("-decided_on", "-pk")
SHOWN = 200
UNCHECKED = "Bản ghi khen thưởng chưa được người khác đối chiếu với quyết định."
RECALLED = "Bản ghi khen thưởng đã rút."


def rewards_visible_to(account_id: int, on: date) -> "QuerySet[RewardRecord]":
    """Records of places and plans where somebody puts articles on the site, or keeps the register."""
    publishes = scope_of(account_id, Permission.PUBLISH_ARTICLE, on=on)
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return RewardRecord.objects.filter(publishes.q("unit") | publishes.q("plan__unit") | office.q("plan__unit"))


def found_rewards(visible: "QuerySet[RewardRecord]", *, q: str = "", state: str = "") -> "QuerySet[RewardRecord]":
    """Those with these words in name, award, number or authority, and in this state; the newest decision first."""
    rows = visible.filter(state=state) if state in RewardState.values else visible
    return matching(rows, q).select_related("unit", "entered_by").order_by(*NEWEST)


def rewards_to_check(account_id: int, on: date) -> "QuerySet[RewardRecord]":
    """What waits for this person's comparing with the decision: of their office, entered by somebody else."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    rows = RewardRecord.objects.filter(office.q("plan__unit"), state=RewardState.UNCHECKED)
    return rows.exclude(entered_by_id=account_id).select_related("unit").order_by("entered_at", "pk")


def standing_rewards() -> "QuerySet[RewardRecord]":
    """Compared with the decision, not taken back, nothing erased."""
    return RewardRecord.objects.filter(state=RewardState.CHECKED, erased_at=None)


def with_reward_consent(path: str, channel: str, *, on: date, purpose: str = ConsentPurpose.STORY) -> Exists:
    """The rule of `missing_of_reward` about consent as a condition on rows; `path` is a column with the record's number.

    Whoever took it back means the thing: only what was agreed to from that day on counts again.
    """
    rows = RewardGrant.objects.filter(consent__reward_id=OuterRef(path), channel=channel, purpose=purpose)
    taken_back = RewardGrant.objects.filter(
        consent__reward_id=OuterRef(OuterRef(path)), channel=channel, purpose=purpose, consent__withdrawn_on__lte=on,
        consent__withdrawn_on__gt=OuterRef("consent__given_on"),
    )  # fmt: skip
    held = Q(consent__withdrawn_on=None) | Q(consent__withdrawn_on__gt=on)
    return Exists(rows.filter(held, ~Exists(taken_back), consent__given_on__lte=on))


def reward_consent_missing(
    rewards: Collection[RewardRecord], channel: str, *, on: date, purpose: str = ConsentPurpose.STORY
) -> dict[int, str]:
    """What is missing of the consent to a purpose on a channel, by record; nothing of those who agreed. One query."""
    grants = RewardGrant.objects.filter(
        consent__reward__in=[one.pk for one in rewards], channel=channel, purpose=purpose
    ).values_list("consent__reward_id", "consent__given_on", "consent__withdrawn_on")
    papers: dict[int, list[tuple[date, date | None]]] = {one.pk: [] for one in rewards}
    for reward, given, ended in grants:
        papers[reward].append((given, ended))
    found = {pk: agreement(rows, channel, purpose, on) for pk, rows in papers.items()}
    return {pk: words for pk, words in found.items() if words}


def missing_of_rewards(rewards: Collection[RewardRecord], *, on: date) -> tuple[str, ...]:
    """Why somebody among these may not be told of on the public site today, each with the name; empty when all may."""
    papers = reward_consent_missing(rewards, ConsentChannel.PORTAL, on=on) if rewards else {}
    told = []
    for one in rewards:
        if one.state == RewardState.UNCHECKED:
            told.append(f"{one.name}: {UNCHECKED}")
        elif one.state == RewardState.WITHDRAWN or one.erased_at:
            told.append(f"{one.name}: {RECALLED}")
        if one.pk in papers:
            told.append(f"{one.name}: {papers[one.pk]}")
    return tuple(told)


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One consent as the record's page shows it."""

    id: int
    title: str
    giver_label: str
    relation: str
    how: str
    given_on: date
    grants: tuple[str, ...]
    has_scan: bool
    scan_hindrance: str
    withdrawn_on: date | None
    way_label: str
    clocks: tuple[ClockRow, ...]


def agreed_rows(reward: RewardRecord) -> tuple[AgreedRow, ...]:
    """Who agreed to what, who took it back and which clocks run, the newest first; three queries."""
    papers = reward.consents.select_related("scan").prefetch_related("grants").order_by("-pk")
    found = list(papers)
    clocks = _running([one.pk for one in found if one.withdrawn_on])
    return tuple(_row(one, [clock for clock in clocks if clock.object_id == one.pk]) for one in found)


def _running(consents: list[int]) -> list[Deadline]:
    if not consents:
        return []
    label = RewardConsent._meta.label_lower
    rows = Deadline.objects.filter(object_type=label, object_id__in=consents, kind__in=[ANSWER, STOP], met_at=None)
    return list(rows.order_by("pk"))


def _row(one: RewardConsent, clocks: list[Deadline]) -> AgreedRow:
    grants = list(one.grants.all())
    others = dict.fromkeys(grant.channel for grant in grants if grant.channel != ConsentChannel.PORTAL)
    whom = tuple(str(ConsentChannel(channel).label) for channel in others)
    return AgreedRow(
        id=one.pk,
        title=f"{one.signer_name} đồng ý ngày {one.given_on:%d/%m/%Y}",
        giver_label=ConsentGiver(one.giver).label,
        relation=one.relation,
        how=one.how,
        given_on=one.given_on,
        grants=tuple(f"{ConsentPurpose(g.purpose).label}, {ConsentChannel(g.channel).label}" for g in grants),
        has_scan=one.scan_id is not None,
        scan_hindrance=one.scan.hindrance if one.scan else "",
        withdrawn_on=one.withdrawn_on,
        way_label=WithdrawalWay(one.way).label if one.way else "",
        clocks=tuple(
            ClockRow(
                f"{clock.kind}:{one.pk}", clock_label(clock.kind), last_day(clock), clock.rule,
                () if clock.kind == ANSWER else whom,
            )
            for clock in clocks
        ),
    )  # fmt: skip


def reward_consent_in(reward: RewardRecord, pk: int) -> RewardConsent | None:
    """A consent that belongs to this record."""
    return RewardConsent.objects.filter(reward=reward, pk=pk).select_related("reward", "scan").first()


@dataclass(frozen=True, slots=True)
class RewardTask:
    """A clock of a withdrawal that somebody has to meet."""

    reward_id: int
    name: str
    label: str
    until: date
    late: bool


def reward_withdrawals_due(account_id: int, on: date) -> tuple[RewardTask, ...]:
    """The running clocks on records that this person keeps, the soonest first; one query where none runs."""
    label = RewardConsent._meta.label_lower
    clocks = Deadline.objects.filter(object_type=label, kind__in=[ANSWER, STOP], met_at=None)
    running = list(clocks.order_by("due_on", "pk")[:SHOWN])
    if not running:
        return ()
    mine = rewards_visible_to(account_id, on).values("pk")
    rows = RewardConsent.objects.filter(pk__in=[one.object_id for one in running], reward__in=mine)
    names = {pk: (reward, name) for pk, reward, name in rows.values_list("pk", "reward_id", "reward__name")}
    return tuple(
        RewardTask(*names[one.object_id], clock_label(one.kind), last_day(one), last_day(one) < on)
        for one in running
        if one.object_id in names
    )
