"""Places that follow an example: telling of one, the check by the unit of the place, putting it on the page.

KH 87, III.3.b wants good ways of doing things to be spread; what is said of that is seen before it is published (III.3).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.deadlines import meet_deadline, open_deadline
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.core.queries.deadlines import running
from neuguong.core.text import fold
from neuguong.core.typed import lines, one_line
from neuguong.exemplars.enums import NotConfirmed, ReplicationState, ReplicatorKind
from neuguong.exemplars.models import Exemplar, Replication
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy import page_stands, tends_replications
from neuguong.exemplars.queries.replications import CHECK, replications_full
from neuguong.exemplars.queries.voices import digest_of_code
from neuguong.exemplars.reading.manners import personal_data
from neuguong.exemplars.reading.statements import statements
from neuguong.exemplars.workflows import REPLICATION
from neuguong.org.models import Account, Unit, UnitAncestor
from neuguong.org.queries.access import can, in_charge
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of

WHO, WORDS, CONTACT, PUBLIC, NOTE = 200, 1000, 200, 600, 1000
EARLIEST = 1990
FULL = (
    "Nhiều nơi vừa kể nên đang chờ xác minh. Chữ bạn viết còn nguyên ở dưới; giữ trang này hoặc chép lại, ít hôm nữa gửi "
    "lại giúp."
)
_SINCE = re.compile(r"(?:(?:tháng\s+)?(\d{1,2})\s*[/.-]\s*)?(?:năm\s+)?(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows, since when, what was learned, what came of it, as somebody tells it. `agreed`: the name may be shown."""

    kind: str
    who: str
    since: str
    learned: str
    result: str = ""
    contact: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What the unit of the place saw. `learned` and `result` are the words for the public, `figures` what of their
    numbers, days and superlatives was seen; `saw` stays inside."""

    seen_on: date
    saw: str
    since: str
    learned: str
    result: str
    figures: Collection[str] = ()
    name_confirmed: bool = False


def replication_told_before(form_key: str) -> Replication | None:
    """What was told by a form that was sent already."""
    return Replication.objects.filter(form_key=form_key).first()


def since_of(typed: str, on: date) -> tuple[int, int | None]:
    """Year and month of "03/2024", "tháng 3/2024" or "2024". Raises BadInput."""
    found = _SINCE.fullmatch(" ".join(tidy(typed).split()))
    year, month = (int(found[2]), int(found[1]) if found[1] else None) if found else (0, None)
    if not EARLIEST <= year <= on.year or (month is not None and not 1 <= month <= 12):
        raise BadInput("Ghi tháng và năm, ví dụ 03/2024, hoặc chỉ năm.", field="since")
    if month is not None and (year, month) > (on.year, on.month):
        raise BadInput("Tháng bắt đầu không thể sau hôm nay.", field="since")
    return year, month


def _told(follower: Follower, on: date) -> dict[str, Any]:
    if follower.kind not in ReplicatorKind.values:
        raise BadInput("Chọn ai học theo: đơn vị, hộ gia đình hay cá nhân.", field="kind")
    year, month = since_of(follower.since, on)
    return {
        "kind": follower.kind,
        "who": one_line(follower.who, WHO, "who", "Ghi tên người, hộ hoặc đơn vị học theo."),
        "since_year": year,
        "since_month": month,
        "learned": lines(follower.learned, WORDS, "learned", "Kể học được cách làm gì."),
        "result": lines(follower.result, WORDS, "result"),
        "contact": one_line(follower.contact, CONTACT, "contact"),
        "name_agreed": follower.agreed,
    }


@transaction.atomic
def tell_replication(
    *,
    exemplar: Exemplar,
    place: Unit,
    follower: Follower,
    code: str,
    form_key: str,
    by: Actor,
    at: datetime,
    sender: Account | None = None,
) -> Replication:
    """Receive word of a place that follows an example; its unit has the plan's working days to see for itself.

    The same `form_key` again is the same word. `code` is the receipt's; only its digest is kept. `sender` is the account
    of somebody who was signed in. Raises BadInput, Refused (page not public, too much waits, not their place).
    """
    if twin := replication_told_before(form_key):
        return twin
    row = Replication(
        exemplar=exemplar, place=place, account=sender, code_digest=digest_of_code(code), form_key=form_key,
        state=ReplicationState.TOLD, told_at=at, **_told(follower, local_day(at)),
    )  # fmt: skip
    if refusal := page_stands(by, row, at) or _not_their_place(by, row, at):
        raise Refused(refusal)
    _require_place(exemplar, place, at)
    if replications_full(exemplar, place):
        raise Refused(FULL)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two presses of one button at the same moment
        if twin := replication_told_before(form_key):
            return twin
        raise
    facts = {"exemplar": exemplar.pk, "place": place.pk, "kind": row.kind, "agreed": row.name_agreed}
    personal = {"who": row.who, "learned": row.learned, "result": row.result, "contact": row.contact}
    record("tell_replication", row, by=by, at=at, facts=facts, personal=personal)
    _ask_unit(row, by=by, at=at)
    return row


def _not_their_place(by: Actor, row: Replication, at: datetime) -> str | None:
    if by.kind is not ActorKind.PERSON or tends_replications(by, row, at) is None:
        return None
    if can(by.account_id, Permission.PREPARE_NOMINATION, unit=row.place, on=local_day(at)):
        return None
    return "Anh/chị chỉ ghi được nơi học theo ở đơn vị mình."


def _require_place(exemplar: Exemplar, place: Unit, at: datetime) -> None:
    within = UnitAncestor.objects.filter(unit=place, ancestor_id=exemplar.plan.unit_id).exists()
    if not within or not place.exists_on(local_day(at)):
        raise BadInput("Chọn một đơn vị trong danh sách.", field="place")


def _ask_unit(row: Replication, *, by: Actor, at: datetime) -> None:
    """Start the unit's clock and tell its people, once a day however much comes."""
    days = rules_of(row.exemplar.plan, at).windows.replication_working_days
    clock = open_deadline(
        kind=CHECK, thing=row, responsible=f"unit:{row.place_id}", days=days, by=by, at=at,
        rule=f"kế hoạch {row.exemplar.plan.number}: {days} ngày làm việc để xác minh nơi học theo",
    )  # fmt: skip
    today = local_day(at)
    for one in in_charge(Permission.PREPARE_NOMINATION, unit=row.place, on=today):
        write_letter(
            key=f"replication:{row.place_id}:{today:%Y%m%d}:{one.pk}",
            recipient_id=one.pk,
            subject="Có nơi học theo điển hình cần xác minh",
            body=f"Có người kể một nơi ở {row.place.name} học theo {row.exemplar.name}. Đến xem, ghi điều đã thấy, hoặc trả "
            f"lời vì sao chưa xác nhận được, trước khi hết ngày {clock.due_on:%d/%m/%Y}. Mục “Nơi học theo” có đủ các nơi.",
            link=f"{Replication._meta.label_lower}:{row.pk}",
            at=at,
        )


def _taken(replication: Replication) -> Replication:
    rows = Replication.objects.select_for_update(of=("self",))
    return rows.select_related("exemplar__plan__unit", "exemplar__merged_into", "place").get(pk=replication.pk)


def _step(
    name: str, row: Replication, *, by: Actor, at: datetime, recorded_at: datetime | None = None, note: str = "",
    personal: dict[str, Any] | None = None, **also: Any,
) -> None:  # fmt: skip
    before = row.state
    REPLICATION.apply(name, dossier=row, by=by, at=at, recorded_at=recorded_at, note=note, also=also)
    facts = {"state": [before, row.state], "place": row.place_id}
    told = {"note": note, **(personal or {})} if note or personal else None
    record(f"{name}_replication", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal=told)


def _meet(row: Replication, how: str, *, by: Actor, at: datetime) -> None:
    if clock := running(row, CHECK):
        meet_deadline(deadline=clock, how=how, by=by, at=at)


@transaction.atomic
def move_replication(*, replication: Replication, place: Unit, by: Actor, at: datetime) -> Replication:
    """The office gives it to the unit where the place really is: a new clock. To the same unit: nothing. Raises Refused, BadInput."""
    row = _taken(replication)
    if row.state == ReplicationState.TOLD and row.place_id == place.pk:
        return row
    if refusal := REPLICATION.refusal("move", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    _require_place(row.exemplar, place, at)
    _meet(row, "moved", by=by, at=at)
    _step("move", row, by=by, at=at, place=place, reason="", answer="", closed_at=None)
    row.place = place
    _ask_unit(row, by=by, at=at)
    return row


@transaction.atomic
def check_replication(
    *,
    replication: Replication,
    seen: Seen,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    file: tuple[str, BinaryIO | bytes] | None = None,
) -> Replication:
    """The unit of the place saw it: on which day, what, and in which words the public may read of it.

    Every number, day and superlative of those words stands among the `figures` that were seen; no telephone, address or
    number of a paper does, and no name that nobody agreed to. Pressed twice, the first stands. Raises Refused, BadInput.
    """
    row = _taken(replication)
    if row.state in (ReplicationState.CHECKED, ReplicationState.SHOWN) and row.checked_by_id == by.account_id:
        return row
    if refusal := REPLICATION.refusal("check", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    also = _checked(row, seen, local_day(at))
    if file is not None:
        name, content = file
        link = f"{Replication._meta.label_lower}:{row.pk}"
        also["file"] = accept_upload(name=name, content=content, by=by, at=at, link=link)
    _step(
        "check", row, by=by, at=at, recorded_at=recorded_at, personal={"saw": also["saw"]}, checked_by_id=by.account_id,
        checked_at=at, checked_recorded_at=recorded_at or at, **also,
    )  # fmt: skip
    _meet(row, "checked", by=by, at=at)
    words = f"{row.place.name} đã xem nơi học theo {row.exemplar.name}. Đọc rồi đưa lên cổng ở mục “Nơi học theo”."
    key = f"replication-checked:{local_day(at):%Y%m%d}:{row.exemplar.plan_id}"
    _tell_office(row, key, "Có nơi học theo đã xác minh", words, at)
    return row


def _tell_office(row: Replication, key: str, subject: str, body: str, at: datetime) -> None:
    for one in in_charge(Permission.KEEP_LEDGER, unit=row.exemplar.plan.unit, on=local_day(at)):
        link = f"{Replication._meta.label_lower}:{row.pk}"
        write_letter(key=f"{key}:{one.pk}", recipient_id=one.pk, subject=subject, body=body, link=link, at=at)


def _checked(row: Replication, seen: Seen, on: date) -> dict[str, Any]:
    if seen.seen_on > on:
        raise BadInput("Ngày đến xem không thể sau hôm nay.", field="seen_on")
    year, month = since_of(seen.since, on)
    learned = lines(seen.learned, PUBLIC, "learned", "Viết cách làm đã học, để người khác đọc.")
    result = lines(seen.result, PUBLIC, "result", "Viết kết quả đã thấy.")
    for field, words in (("learned", learned), ("result", result)):
        if sentence := personal_data(words):
            raise BadInput(sentence, field=field)
    confirmed = seen.name_confirmed and row.name_agreed
    told = fold(f"{learned} {result}")
    if not confirmed and len(row.who.split()) > 1 and fold(row.who) in told:
        asked = "Đã hỏi và người ấy đồng ý thì đánh dấu ô ở dưới; chưa thì bỏ" if row.name_agreed else "Bỏ"
        raise BadInput(f"Chưa được nêu tên. {asked} “{row.who}” khỏi lời công khai.", field="learned")
    figures = [words for one in seen.figures if (words := " ".join(tidy(one).split()))]
    missing = _not_among(figures, learned, result)
    if missing:
        named = ", ".join(f"“{one}”" for one in missing)
        sentence = "Ghi mỗi điều một dòng ở ô này khi đã tự thấy, hoặc bỏ khỏi lời công khai."
        raise BadInput(f"Lời công khai nêu {named} mà chưa ghi là đã kiểm. {sentence}", field="figures")
    return {
        "seen_on": seen.seen_on, "saw": lines(seen.saw, NOTE, "saw", "Ghi đã gặp ai, thấy gì."),
        "since_year": year, "since_month": month, "public_learned": learned, "public_result": result,
        "figures": figures, "name_confirmed": confirmed,
    }  # fmt: skip


def _not_among(figures: Collection[str], *texts: str) -> list[str]:
    """What the texts state that stands in no line of what was seen."""
    lines = [one.casefold() for one in figures]
    stated = dict.fromkeys(" ".join(one.text.split()) for text in texts for one in statements(text))
    return [one for one in stated if not any(one.casefold() in line for line in lines)]


@transaction.atomic
def not_confirm_replication(
    *, replication: Replication, reason: str, answer: str, by: Actor, at: datetime
) -> Replication:
    """The unit says why it does not confirm: a reason that the sender reads, words for the office. Raises Refused, BadInput."""
    row = _taken(replication)
    if row.state == ReplicationState.NOT_CONFIRMED:
        return row
    if refusal := REPLICATION.refusal("not_confirm", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    if reason not in NotConfirmed.values:
        raise BadInput("Chọn lý do.", field="reason")
    answer = one_line(answer, NOTE, "answer", "Viết rõ thêm vài lời.")
    _step("not_confirm", row, by=by, at=at, personal={"answer": answer}, reason=reason, answer=answer, closed_at=at)
    _meet(row, "not_confirmed", by=by, at=at)
    if reason == NotConfirmed.NOT_HERE:
        words = f"{row.place.name} trả lời rằng nơi học theo {row.exemplar.name} không ở địa bàn, đơn vị mình. Mở ra để chuyển nơi khác."
        _tell_office(row, f"replication-back:{row.pk}:{row.version}", "Nơi học theo cần chuyển đơn vị khác", words, at)
    return row


@transaction.atomic
def show_replication(*, replication: Replication, by: Actor, at: datetime) -> Replication:
    """The office puts on the page what the unit saw. Raises Refused."""
    row = _taken(replication)
    if row.state == ReplicationState.SHOWN:
        return row
    _step("show", row, by=by, at=at)
    return row


@transaction.atomic
def hide_replication(*, replication: Replication, note: str, by: Actor, at: datetime) -> Replication:
    """The office takes it from the page; the check stands. Raises Refused, BadInput."""
    row = _taken(replication)
    note = one_line(note, NOTE, "note", "Ghi lý do gỡ.")
    _step("hide", row, by=by, at=at, note=note)
    return row


@transaction.atomic
def withdraw_replication(*, replication: Replication, note: str, by: Actor, at: datetime) -> Replication:
    """Take it back: at once gone from every page. By the sender with the code, the unit of the place, or the office.

    Twice it is once. Raises Refused, BadInput (at the desk a reason is asked for).
    """
    row = _taken(replication)
    if row.state == ReplicationState.WITHDRAWN:
        return row
    missing = "" if by.kind is ActorKind.PUBLIC else "Ghi lý do rút."
    note = one_line(note, NOTE, "note", missing)
    if refusal := REPLICATION.refusal("withdraw", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    _step("withdraw", row, by=by, at=at, note=note, closed_at=at)
    _meet(row, "withdrawn", by=by, at=at)
    return row
