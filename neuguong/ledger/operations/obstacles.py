"""What hinders a unit: reporting it, handing it over, asking back, answering in time, closing, opening again.

KH 87, IV, last paragraph: whoever meets an obstacle reports it at once through the office, so that it is resolved.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.deadlines import extend_deadline, meet_deadline, open_deadline
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.core.queries.deadlines import last_day, running
from neuguong.core.text import nfc
from neuguong.ledger.enums import ObstacleAct, ObstacleState
from neuguong.ledger.models import Obligation, Obstacle, ObstacleEntry
from neuguong.ledger.policy import answers_obstacle, reports_obstacles, tends_obstacle
from neuguong.ledger.queries.obstacles import ANSWER, candidates
from neuguong.ledger.workflows import OBSTACLE
from neuguong.org.models import Account, Unit, UnitAncestor
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of

TITLE, TEXT = 160, 4000
Upload = tuple[str, BinaryIO | bytes]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What hinders and what is asked, as it was typed."""

    title: str
    text: str
    wanted: str


@transaction.atomic
def report_obstacle(
    *,
    plan: Plan,
    unit: Unit,
    told: Hindrance,
    form_key: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    obligation: Obligation | None = None,
    file: Upload | None = None,
) -> Obstacle:
    """A unit says what hinders it, in one of its duties or in general. The same `form_key` again is the same obstacle.

    The office has the plan's working days to answer. Raises Refused (not theirs), BadInput (a sentence at the field).
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # one form sent twice at once: one after the other
    if twin := Obstacle.objects.filter(form_key=form_key).first():
        return twin
    if refusal := reports_obstacles(by, unit, at):
        raise Refused(refusal)
    if not UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists():
        raise BadInput(f"Kế hoạch {plan.number} không giao việc cho {unit.name}.")
    if obligation is not None and (obligation.unit_id, obligation.duty.plan_id) != (unit.pk, plan.pk):
        raise BadInput("Chọn một nhiệm vụ trong danh sách.", field="obligation")
    title = " ".join(nfc(told.title).replace("\x00", "").split())
    if not title or len(title) > TITLE:
        raise BadInput(f"Ghi ngắn gọn vướng điều gì, không quá {TITLE} ký tự.", field="title")
    text, wanted = _long(told.text, "text", "Kể rõ vướng ở đâu."), _long(told.wanted, "wanted", "Ghi đề nghị.")
    row = Obstacle.objects.create(
        plan=plan, unit=unit, obligation=obligation, title=title, state=ObstacleState.WAITING, form_key=form_key,
        reported_at=at, recorded_at=recorded_at or at,
    )  # fmt: skip
    _entry(row, ObstacleAct.REPORT, text, by=by, at=at, recorded_at=recorded_at, wanted=wanted, file=file)
    facts = {"plan": plan.pk, "unit": unit.pk, "obligation": obligation.pk if obligation else None}
    record("report_obstacle", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"title": title})
    clock = _start_clock(row, by=by, at=at)
    _tell_office(
        row, "Có vướng mắc chờ trả lời",
        f"{unit.name} báo vướng mắc: {title}. Trả lời trước khi hết ngày {clock:%d/%m/%Y}.", at,
    )  # fmt: skip
    return row


@transaction.atomic
def hand_obstacle(*, obstacle: Obstacle, to: Account | None, note: str, by: Actor, at: datetime) -> Obstacle:
    """The office gives it to somebody with the right to answer, or takes it back (None). The day does not move.

    Raises Refused (not theirs, nothing to answer any more), BadInput (no such person).
    """
    row = _taken(obstacle)
    if row.owner_id == (to.pk if to else None):
        return row
    if refusal := tends_obstacle(by, row, at) or _still_waits(row):
        raise Refused(refusal)
    if to is not None and to.pk not in {one.pk for one in candidates(row.plan, local_day(at))}:
        raise BadInput("Chọn một người có quyền trả lời vướng mắc.", field="to")
    text = _text(note, "note")
    before, row.owner = row.owner_id, to
    row.version += 1
    row.save(update_fields=["owner", "version"])
    who = f"Giao {to.full_name}." if to else "Cơ quan thường trực trả lời."
    _entry(row, ObstacleAct.HAND, f"{who} {text}".strip(), by=by, at=at)
    record("hand_obstacle", row, by=by, at=at, facts={"owner": [before, row.owner_id]})
    if to is not None:
        clock = running(row, ANSWER)
        until = f" Trả lời trước khi hết ngày {last_day(clock):%d/%m/%Y}." if clock else ""
        _tell(row, [to], "Anh/chị được giao trả lời vướng mắc", f"{row.unit.name}: {row.title}.{until}", at)
    return row


@transaction.atomic
def ask_back(*, obstacle: Obstacle, question: str, by: Actor, at: datetime) -> Obstacle:
    """Ask the unit to say more. The answer waits for it: its clock stops here and a new one starts with the reply."""
    row, moved = _step("ask", obstacle, ObstacleAct.ASK, question, "question", "Ghi điều cần hỏi lại.", by=by, at=at)
    if moved:
        _meet(row, "asked", by=by, at=at)
        _tell_unit(row, "Cơ quan thường trực hỏi lại về vướng mắc", f"{row.title}: {question.strip()}", at)
    return row


@transaction.atomic
def clarify_obstacle(*, obstacle: Obstacle, text: str, by: Actor, at: datetime, file: Upload | None = None) -> Obstacle:
    """The unit says more; the office has its working days again."""
    row, moved = _step(
        "clarify", obstacle, ObstacleAct.CLARIFY, text, "text", "Ghi lời nói rõ thêm.", by=by, at=at, file=file
    )
    if moved:
        clock = _start_clock(row, by=by, at=at)
        words = f"{row.unit.name} nói rõ thêm: {row.title}. Trả lời trước khi hết ngày {clock:%d/%m/%Y}."
        _tell_office(row, "Đơn vị đã nói rõ vướng mắc", words, at)
    return row


@transaction.atomic
def answer_obstacle(*, obstacle: Obstacle, text: str, by: Actor, at: datetime, file: Upload | None = None) -> Obstacle:
    """The office, or whom it was handed to, answers; the unit is told at once."""
    row, moved = _step(
        "answer", obstacle, ObstacleAct.ANSWER, text, "text", "Ghi lời trả lời.", by=by, at=at, file=file
    )
    if moved:
        _meet(row, "answered", by=by, at=at)
        words = f"{row.title}: đã có trả lời. Mở ra đọc; còn vướng thì báo lại ngay tại đó."
        _tell_unit(row, "Vướng mắc của đơn vị đã được trả lời", words, at)
    return row


@transaction.atomic
def extend_answer(*, obstacle: Obstacle, until: date, reason: str, by: Actor, at: datetime) -> Obstacle:
    """Give the answer a later day, with the reason, which the unit reads. Raises Refused, BadInput."""
    row = _taken(obstacle)
    clock = running(row, ANSWER)
    if refusal := answers_obstacle(by, row, at) or (_still_waits(row) if clock else "Không có thời hạn nào đang chạy."):
        raise Refused(refusal)
    assert clock is not None  # noqa: S101  said above
    if clock.extended_to == until:
        return row
    extend_deadline(deadline=clock, until=until, reason=reason, by=by, at=at)
    text = f"Đến hết ngày {until:%d/%m/%Y}: {' '.join(nfc(reason).split())}"
    _entry(row, ObstacleAct.EXTEND, text, by=by, at=at)
    _tell_unit(row, "Vướng mắc được trả lời muộn hơn", f"{row.title}. {text}", at, mark=f"extend-{until:%Y%m%d}")
    return row


@transaction.atomic
def reopen_obstacle(*, obstacle: Obstacle, reason: str, by: Actor, at: datetime) -> Obstacle:
    """The unit says that it is still hindered, and why; the office has its working days again."""
    row, moved = _step("reopen", obstacle, ObstacleAct.REOPEN, reason, "reason", "Ghi vì sao còn vướng.", by=by, at=at)
    if moved:
        clock = _start_clock(row, by=by, at=at)
        words = f"{row.unit.name} còn vướng: {row.title}. Trả lời trước khi hết ngày {clock:%d/%m/%Y}."
        _tell_office(row, "Đơn vị còn vướng", words, at)
    return row


@transaction.atomic
def settle_obstacle(*, obstacle: Obstacle, note: str, by: Actor, at: datetime) -> Obstacle:
    """The unit says that nothing hinders it any more."""
    row, moved = _step("settle", obstacle, ObstacleAct.SETTLE, note, "note", "", by=by, at=at)
    if moved:
        _meet(row, "settled", by=by, at=at)
    return row


@transaction.atomic
def close_obstacle(*, obstacle: Obstacle, reason: str, by: Actor, at: datetime) -> Obstacle:
    """The office ends it, with the reason; the unit may open it again."""
    row, moved = _step("close", obstacle, ObstacleAct.CLOSE, reason, "reason", "Ghi lý do kết thúc.", by=by, at=at)
    if moved:
        _meet(row, "closed", by=by, at=at)
        _tell_unit(row, "Vướng mắc của đơn vị được kết thúc", f"{row.title}: {reason.strip()}", at)
    return row


def _taken(obstacle: Obstacle) -> Obstacle:
    """The row, locked: two people who decide at once are one after the other."""
    rows = Obstacle.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit", "kept_by")
    return rows.get(pk=obstacle.pk)


def _step(
    name: str, obstacle: Obstacle, act: ObstacleAct, text: str, field: str, missing: str, *, by: Actor, at: datetime,
    file: Upload | None = None,
) -> tuple[Obstacle, bool]:  # fmt: skip
    """Move the state and leave what was said. The same words again by the same person are the same act: nothing moves."""
    row, words = _taken(obstacle), _text(text, field)
    last = row.entries.order_by("-id").first()
    if last is not None and (last.act, last.text, last.author_id) == (act, words, by.account_id):
        return row, False
    if refusal := OBSTACLE.refusal(name, dossier=row, actor=by, at=at):
        raise Refused(refusal)
    if missing and not words:
        raise BadInput(missing, field=field)
    before = row.state
    OBSTACLE.apply(name, dossier=row, by=by, at=at)
    _entry(row, act, words, by=by, at=at, file=file)
    record(f"{name}_obstacle", row, by=by, at=at, facts={"state": [before, row.state]})
    return row, True


def _entry(
    row: Obstacle, act: ObstacleAct, text: str, *, by: Actor, at: datetime, recorded_at: datetime | None = None,
    wanted: str = "", file: Upload | None = None,
) -> ObstacleEntry:  # fmt: skip
    link = f"{Obstacle._meta.label_lower}:{row.pk}"
    stored = accept_upload(name=file[0], content=file[1], by=by, at=at, link=link) if file else None
    return ObstacleEntry.objects.create(
        obstacle=row, act=act, text=text, wanted=wanted, file=stored, author_id=by.account_id, effective_at=at,
        recorded_at=recorded_at or at,
    )  # fmt: skip


def _still_waits(row: Obstacle) -> str | None:
    if row.state in (ObstacleState.WAITING, ObstacleState.ASKED):
        return None
    return f"Vướng mắc {ObstacleState(row.state).label} nên không còn chờ ai trả lời."


def _text(text: str, field: str) -> str:
    tidy = nfc(text).replace("\x00", "").replace("\r\n", "\n").strip()
    if len(tidy) > TEXT:
        raise BadInput("Viết không quá 4.000 ký tự.", field=field)
    return tidy


def _long(text: str, field: str, missing: str) -> str:
    if not (tidy := _text(text, field)):
        raise BadInput(missing, field=field)
    return tidy


def _start_clock(row: Obstacle, *, by: Actor, at: datetime) -> date:
    days = rules_of(row.plan, at).windows.obstacle_working_days
    clock = open_deadline(
        kind=ANSWER, thing=row, responsible=f"unit:{row.plan.unit_id}", days=days, by=by, at=at,
        rule=f"kế hoạch {row.plan.number}: {days} ngày làm việc để trả lời vướng mắc",
    )  # fmt: skip
    return clock.due_on


def _meet(row: Obstacle, how: str, *, by: Actor, at: datetime) -> None:
    if clock := running(row, ANSWER):
        meet_deadline(deadline=clock, how=how, by=by, at=at)


def _tell(row: Obstacle, people: list[Account], subject: str, body: str, at: datetime, mark: str = "") -> None:
    keys = {one.pk: f"obstacle:{row.pk}:{mark or row.version}:{one.pk}" for one in people}
    write_letters(keys, subject=subject, body=body, link=f"{Obstacle._meta.label_lower}:{row.pk}", at=at)


def _tell_unit(row: Obstacle, subject: str, body: str, at: datetime, mark: str = "") -> None:
    _tell(row, in_charge(Permission.SEND_RETURN, unit=row.keeper, on=local_day(at)), subject, body, at, mark)


def _tell_office(row: Obstacle, subject: str, body: str, at: datetime) -> None:
    """Whoever it was handed to and may still answer; otherwise the office."""
    able = {one.pk for one in candidates(row.plan, local_day(at))}
    people = (
        [row.owner]
        if row.owner and row.owner_id in able
        else in_charge(Permission.KEEP_LEDGER, unit=row.plan.unit, on=local_day(at))
    )
    _tell(row, people, subject, body, at)
