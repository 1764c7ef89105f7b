"""Urging by notice (KH 87, IV.4): once a day everybody's rows are collected; the office looks, holds, edits, releases, stops."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import Letter
from neuguong.core.outbox import Notice, write_notices, write_texts
from neuguong.core.papers import short_date
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.core.workflow import Move
from neuguong.ledger.enums import DigestState
from neuguong.ledger.models import Reminder, ReminderDigest
from neuguong.ledger.policy import urges
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.reminder_words import Address, Setting, Urging, Words
from neuguong.ledger.queries.reminders import (
    Key,
    Reached,
    heads_of,
    key_of,
    open_rows,
    outgoing_key,
    people_at,
    reached_by,
    recipients_for,
    still_to_do,
)
from neuguong.ledger.workflows import DIGEST, UNDECIDED
from neuguong.org.models import Account
from neuguong.programme.models import Duty, Plan
from neuguong.programme.queries.urging import AUTOMATIC, Rung, UrgingRules, urging_of

BATCH = 500
ALL_DONE = "Mọi việc trong thư đã xong trước khi phát hành."


@dataclass(frozen=True, slots=True)
class Urged:
    """How many rows reached a rung, how many digests were written, how many of them went out at once."""

    rows: int = 0
    digests: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """How many digests went out, and how many were dropped because everything in them is done."""

    out: int = 0
    dropped: int = 0


@transaction.atomic
def urge(
    *,
    plan: Plan,
    on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    address: Address | None = None,
    texts: bool = False,
) -> Urged:
    """Write what must be urged on a day; a second time on the same day nothing comes of it.

    One digest to each person: whoever has the day's already hears of further rows with the next. A digest of an
    earlier day that still waits, untouched, goes into the new one. Where the plan says so they go out by themselves.
    `address` gives the web address of a link, `texts` whether there is a gateway for short messages. Raises Refused.
    """
    _require(urges(by, plan, at))
    rules = urging_of(plan, at)
    if rules is None:
        return Urged()
    plan = _locked(plan)
    rows = board(plan=plan, on=on).rows
    reached = reached_by(plan, rules, on, rows)
    people = recipients_for(plan, {one.row.unit_id for one in reached}, on)
    told = {one: people.of(one.row, one.rung) for one in reached}
    served = set(ReminderDigest.objects.filter(plan=plan, on=on).values_list("recipient_id", flat=True))
    told = {one: found for one, found in told.items() if not served & {account.pk for account in found}}
    if not told:
        return Urged()
    written = _reminders(plan, told, recorded_at or at)
    of_person: dict[int, dict[Key, tuple[Reminder, Urging]]] = defaultdict(dict)
    accounts: dict[int, Account] = {}
    for one, found in told.items():
        for account in found:
            accounts[account.pk] = account
            of_person[account.pk][key_of(one.row)] = (written[key_of(one.row)], one.urging)
    waiting_rows = {key_of(row): row for row in rows if still_to_do(row)}
    _take_in_older(plan, rules, on, of_person, waiting_rows, by=by, at=at)
    setting = Setting(rules, plan.number, on, people.heads, address)
    made = _write_digests(plan, on, setting, accounts, of_person, at, recorded_at or at)
    facts = {"on": on, "rows": len(told), "digests": len(made)}
    record("urge", plan, by=by, at=at, recorded_at=recorded_at, facts=facts)
    released = Released()
    if rules.release == AUTOMATIC:
        released = _release(plan, rules, made, by=by, at=at, address=address, texts=texts)
    return Urged(len(told), len(made), released.out)


def _reminders(plan: Plan, told: Iterable[Reached], recorded_at: datetime) -> dict[Key, Reminder]:
    duties = dict(Duty.objects.filter(plan=plan).values_list("code", "id"))
    made = Reminder.objects.bulk_create(
        (
            Reminder(
                obligation_id=one.row.obligation_id,
                unit_id=one.row.unit_id,
                duty_id=duties[one.row.duty_code],
                period=one.row.period,
                last_day=one.row.last_day,
                rung=one.rung.code,
                days=one.rung.days,
                reached_on=one.reached_on,
                recorded_at=recorded_at,
            )
            for one in told
        ),
        batch_size=BATCH,
    )
    return {key_of(one.row): reminder for one, reminder in zip(told, made, strict=True)}


def _take_in_older(
    plan: Plan,
    rules: UrgingRules,
    on: date,
    of_person: dict[int, dict[Key, tuple[Reminder, Urging]]],
    rows: Mapping[Key, BoardRow],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What waits from an earlier day, as it was written, is told with the new: nobody gets several at once."""
    older = ReminderDigest.objects.select_for_update(of=("self",)).filter(
        plan=plan, state=DigestState.WAITING, edited_at=None, on__lt=on, recipient_id__in=list(of_person)
    )
    reason, moves = f"Gộp vào thư ngày {short_date(on)}.", []
    for digest in older.select_related("plan__unit").prefetch_related("reminders__duty"):
        moves.append(_decided(digest, by, at, reason))
        for key, kept in _still_open(digest.reminders.all(), rules, rows).items():
            of_person[digest.recipient_id].setdefault(key, kept)
    DIGEST.apply_all("take_in", moves=moves, by=by, at=at)


def _decided(digest: ReminderDigest, by: Actor, at: datetime, reason: str = "", **also: Any) -> Move:
    """A step of one digest, with what the row itself keeps of it."""
    return Move(digest, reason, {"reason": reason, "decided_at": at, "decided_by_id": by.account_id, **also})


def _still_open(
    reminders: Iterable[Reminder], rules: UrgingRules, rows: Mapping[Key, BoardRow]
) -> dict[Key, tuple[Reminder, Urging]]:
    """Those whose row is still to be done and still has a rung of this name; of each row the latest."""
    found: dict[Key, tuple[Reminder, Urging]] = {}
    for reminder in sorted(reminders, key=lambda one: one.days):
        key = (reminder.unit_id, reminder.duty.code, reminder.period)
        row, rung = rows.get(key), _rung(rules, reminder)
        if row is not None and rung is not None and row.last_day == reminder.last_day:
            found[key] = (reminder, Urging(row, rung))
    return found


def _rung(rules: UrgingRules, reminder: Reminder) -> Rung | None:
    return next((rung for rung in rules.ladder_of(reminder.duty.code) if rung.code == reminder.rung), None)


def _write_digests(
    plan: Plan,
    on: date,
    setting: Setting,
    accounts: Mapping[int, Account],
    of_person: Mapping[int, Mapping[Key, tuple[Reminder, Urging]]],
    at: datetime,
    recorded_at: datetime,
) -> list[ReminderDigest]:
    order = sorted(of_person, key=lambda pk: (accounts[pk].sort_key, pk))
    made = []
    for pk in order:
        lines = [urging for _, urging in of_person[pk].values()]
        words = setting.words(accounts[pk].full_name, lines)
        made.append(
            ReminderDigest(
                plan=plan, recipient_id=pk, on=on, subject=words.subject, body=words.body, count=len(lines),
                written_at=at, recorded_at=recorded_at,
            )
        )  # fmt: skip
    digests = ReminderDigest.objects.bulk_create(made, batch_size=BATCH)
    between = ReminderDigest.reminders.through
    between.objects.bulk_create(
        (
            between(reminderdigest_id=digest.pk, reminder_id=reminder.pk)
            for digest in digests
            for reminder, _ in of_person[digest.recipient_id].values()
        ),
        batch_size=BATCH,
    )
    return digests


@transaction.atomic
def release_digests(
    *,
    plan: Plan,
    digest_ids: Collection[int],
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    address: Address | None = None,
    texts: bool = False,
) -> Released:
    """Let these go out: each becomes one letter of the outbox; its mail waits for the end of the quiet hours.

    What nobody edited is written anew, so that it speaks of the day on which it goes out and leaves out what is done.
    Those that were decided in between are left as they are. Raises Refused.
    """
    _require(urges(by, plan, at))
    rules = urging_of(plan, at)
    if rules is None:
        raise Refused("Kế hoạch không còn mục đôn đốc nên không phát hành được thư nào.")
    plan = _locked(plan)
    chosen = ReminderDigest.objects.filter(plan=plan, pk__in=list(digest_ids), state__in=UNDECIDED).order_by("id")
    released = _release(plan, rules, chosen, by=by, at=at, address=address, texts=texts)
    if released != Released():
        facts = {"released": released.out, "dropped": released.dropped}
        record("release_digests", plan, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return released


def _release(
    plan: Plan,
    rules: UrgingRules,
    chosen: "list[ReminderDigest] | QuerySet[ReminderDigest]",
    *,
    by: Actor,
    at: datetime,
    address: Address | None,
    texts: bool,
) -> Released:
    on = local_day(at)
    held = ReminderDigest.objects.select_for_update(of=("self",)).select_related("recipient", "plan__unit")
    held = held.filter(pk__in=[digest.pk for digest in chosen], state__in=UNDECIDED)
    digests = list(held.prefetch_related("reminders__duty").order_by("pk"))
    units = {reminder.unit_id for digest in digests for reminder in digest.reminders.all()}
    rows = open_rows(plan, on, units) if units else {}
    setting = Setting(rules, plan.number, on, heads_of(people_at(units, on)), address)
    told: dict[int, Words] = {}
    reminded: set[int] = set()
    dropped: list[Move] = []
    for digest in digests:
        still = _still_open(digest.reminders.all(), rules, rows)
        if not still:
            dropped.append(_decided(digest, by, at, ALL_DONE))
            continue
        words = setting.words(digest.recipient.full_name, [urging for _, urging in still.values()])
        if digest.edited_at is None:
            digest.subject, digest.body, digest.count = words.subject, words.body, len(still)
        told[digest.pk] = words
        reminded |= {reminder.pk for reminder, _ in still.values()}
    DIGEST.apply_all("drop", moves=dropped, by=by, at=at)
    going = [digest for digest in digests if digest.pk in told]
    letters = _hand_over(going, told, rules, at, texts=texts)
    moves = [
        _decided(one, by, at, letter=letters[one.pk], subject=one.subject, body=one.body, count=one.count)
        for one in going
    ]
    DIGEST.apply_all("release", moves=moves, by=by, at=at)
    for start in range(0, len(reminded), BATCH):
        part = sorted(reminded)[start : start + BATCH]
        Reminder.objects.filter(pk__in=part, urged_on=None).update(urged_on=on)
    return Released(len(told), len(dropped))


def _hand_over(
    digests: Iterable[ReminderDigest], told: Mapping[int, Words], rules: UrgingRules, at: datetime, *, texts: bool
) -> dict[int, Letter]:
    """The letters of the outbox, by digest, under each one's own key."""
    going = {outgoing_key(digest): digest for digest in digests}
    out_at = rules.goes_out_at(at)
    write_notices(
        [Notice(key, one.recipient_id, one.subject, one.body, told[one.pk].link) for key, one in going.items()],
        at=at,
        mail_at=out_at,
    )
    if texts and rules.text:
        write_texts(
            [Notice(key, one.recipient_id, "", told[one.pk].text, told[one.pk].link) for key, one in going.items()],
            at=at,
            send_at=out_at,
        )
    keys = list(going)
    letters: dict[int, Letter] = {}
    for start in range(0, len(keys), BATCH):
        for letter in Letter.objects.filter(key__in=keys[start : start + BATCH]).only("key"):
            letters[going[letter.key].pk] = letter
    return letters


@transaction.atomic
def hold_digest(
    *, digest: ReminderDigest, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> ReminderDigest:
    """Keep one back: it goes out only when it is released by itself. Raises Refused, Stale."""
    row = _undecided(digest, by, at)
    return _decide(row, "hold", "", by=by, at=at, recorded_at=recorded_at)


@transaction.atomic
def stop_digest(
    *, digest: ReminderDigest, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> ReminderDigest:
    """Let one never go out, with the reason. Raises Refused, Stale, BadInput."""
    row, text = _undecided(digest, by, at), " ".join(nfc(reason).split())
    if not text:
        raise BadInput("Ghi lý do không gửi.", field="reason")
    return _decide(row, "stop", text[:300], by=by, at=at, recorded_at=recorded_at)


def _decide(
    row: ReminderDigest, step: str, reason: str, *, by: Actor, at: datetime, recorded_at: datetime | None
) -> ReminderDigest:
    also = {"reason": reason, "decided_at": at, "decided_by_id": by.account_id}
    DIGEST.apply(step, dossier=row, by=by, at=at, recorded_at=recorded_at, note=reason, also=also)
    facts = {"on": row.on, "recipient": row.recipient_id}
    record(
        f"{step}_digest",
        row,
        by=by,
        at=at,
        recorded_at=recorded_at,
        facts=facts,
        personal={"reason": reason} if reason else {},
    )
    return row


@transaction.atomic
def edit_digest(
    *,
    digest: ReminderDigest,
    subject: str,
    body: str,
    seen: datetime | None,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> ReminderDigest:
    """Write other words into one that has not gone out; `seen` is when the words were last edited as the writer saw them.

    Raises Refused, BadInput, Stale when somebody else has edited or decided it meanwhile.
    """
    row = _undecided(digest, by, at)
    if row.edited_at != seen:
        raise Stale("Người khác vừa sửa thư này. Mở lại thư để xem lời mới rồi sửa tiếp.")
    subject, body = " ".join(nfc(subject).split()), nfc(body).strip()
    if not subject or len(subject) > 200:
        raise BadInput("Ghi tiêu đề, không quá 200 ký tự.", field="subject")
    if not body:
        raise BadInput("Ghi nội dung thư.", field="body")
    if (subject, body) == (row.subject, row.body):
        return row
    row.subject, row.body, row.edited_at, row.edited_by_id = subject, body, at, by.account_id
    row.save(update_fields=["subject", "body", "edited_at", "edited_by"])
    facts = {"on": row.on, "recipient": row.recipient_id}
    record("edit_digest", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


def _undecided(digest: ReminderDigest, by: Actor, at: datetime) -> ReminderDigest:
    """The row, locked, if this person may decide about it and nobody has."""
    row = ReminderDigest.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=digest.pk)
    _require(urges(by, row.plan, at))
    if row.state not in UNDECIDED:
        word = "phát hành" if row.state == DigestState.RELEASED else "được quyết định không gửi"
        day = short_date(local_day(row.decided_at)) if row.decided_at else ""
        raise Stale(f"Thư này đã {word} ngày {day}.")
    return row


def _require(refusal: str | None) -> None:
    if refusal:
        raise Refused(refusal)


def _locked(plan: Plan) -> Plan:
    """The plan's row, held until the end: two runs of one day, or a run and a release, come one after the other."""
    return Plan.objects.select_for_update().select_related("unit").get(pk=plan.pk)
