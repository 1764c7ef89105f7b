"""Which acts stand on an obstacle's page for this person now: their forms, and what pressing one does."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile

from neuguong.ledger.enums import ObstacleAct, ObstacleState
from neuguong.ledger.models import Obstacle
from neuguong.ledger.operations import obstacles as acts
from neuguong.ledger.operations.clarifications import publish_clarification
from neuguong.ledger.policy import answers_obstacle, tends_obstacle, was_answered
from neuguong.ledger.queries.obstacles import candidates, last_words, thread
from neuguong.ledger.workflows import OBSTACLE
from neuguong.web.desk.obstacles import forms as typed

Data = Mapping[str, Any]
WAITS = (ObstacleState.WAITING, ObstacleState.ASKED)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, its form, what it does with what was typed. The first open one is the page's red button."""

    title: str
    button: str
    hint: str
    form: type[forms.Form]
    run: Callable[[Any, Obstacle, Data], object]
    done: str
    stop: bool = False


def _upload(data: Data) -> tuple[str, Any] | None:
    file: UploadedFile | None = data.get("file")
    return (file.name or "", file) if file else None


def _common(request: Any, row: Obstacle) -> dict[str, Any]:
    return {"obstacle": row, "by": request.actor, "at": request.now}


def _answer(request: Any, row: Obstacle, data: Data) -> object:
    return acts.answer_obstacle(text=data["text"], file=_upload(data), **_common(request, row))


def _clarify(request: Any, row: Obstacle, data: Data) -> object:
    return acts.clarify_obstacle(text=data["text"], file=_upload(data), **_common(request, row))


def _hand(request: Any, row: Obstacle, data: Data) -> object:
    people = {str(one.pk): one for one in candidates(row.plan, request.today)}
    return acts.hand_obstacle(to=people.get(data["to"]), note=data["note"], **_common(request, row))


def _publish(request: Any, row: Obstacle, data: Data) -> object:
    duty = row.plan.duties.filter(code=data["duty"]).first() if data["duty"] else None
    words = {name: data[name] for name in ("question", "answer", "form_key")}
    return publish_clarification(duty=duty, **words, **_common(request, row))


ACTS: dict[str, Act] = {
    "answer": Act(
        "Trả lời", "Trả lời", "", typed.AnswerForm, _answer,
        "Đã trả lời\nĐơn vị được báo ngay; còn vướng thì đơn vị báo lại tại đây.",
    ),
    "clarify": Act(
        "Nói rõ thêm", "Gửi", "Cơ quan thường trực đang chờ lời này để trả lời.", typed.ClarifyForm, _clarify,
        "Đã gửi lời nói rõ thêm",
    ),
    "reopen": Act(
        "Còn vướng", "Báo còn vướng", "Trả lời chưa gỡ được thì báo lại, kèm lý do; thời hạn trả lời tính lại từ đầu.",
        typed.ReopenForm, lambda request, row, data: acts.reopen_obstacle(reason=data["reason"], **_common(request, row)),
        "Đã báo còn vướng",
    ),
    "ask": Act(
        "Hỏi lại đơn vị", "Hỏi lại", "Thời hạn trả lời dừng ở đây và tính lại khi đơn vị nói rõ.", typed.AskForm,
        lambda request, row, data: acts.ask_back(question=data["question"], **_common(request, row)), "Đã hỏi lại đơn vị",
    ),
    "publish": Act(
        "Công bố giải đáp cho mọi đơn vị", "Công bố", "Ai ở các đơn vị của kế hoạch cũng đọc được.", typed.PublishForm,
        _publish, "Đã công bố\nGiải đáp hiện ở trang nhiệm vụ và ở “Việc của tôi” của mọi đơn vị.",
    ),
    "extend": Act(
        "Gia hạn trả lời", "Gia hạn", "Đơn vị đọc được lý do.", typed.ExtendAnswerForm,
        lambda request, row, data: acts.extend_answer(until=data["until"], reason=data["reason"], **_common(request, row)),
        "Đã gia hạn",
    ),
    "hand": Act(
        "Giao người trả lời", "Giao", "Hạn trả lời không đổi.", typed.HandForm, _hand, "Đã giao",
    ),
    "settle": Act(
        "Đã gỡ được", "Báo đã gỡ được", "Không còn vướng thì kết thúc tại đây.", typed.SettleForm,
        lambda request, row, data: acts.settle_obstacle(note=data["note"], **_common(request, row)),
        "Đã ghi là gỡ được",
    ),
    "close": Act(
        "Kết thúc", "Kết thúc", "Đơn vị đọc lý do và có thể báo còn vướng.", typed.CloseForm,
        lambda request, row, data: acts.close_obstacle(reason=data["reason"], **_common(request, row)),
        "Đã kết thúc", stop=True,
    ),
}  # fmt: skip


def open_acts(request: Any, row: Obstacle) -> set[str]:
    """The names of the acts that are open to this person now."""
    by, at = request.actor, request.now
    found = {one.step.name for one in OBSTACLE.steps_from(row, actor=by, at=at) if one.open}
    if row.state in WAITS and tends_obstacle(by, row, at) is None:
        found.add("hand")
    if row.state == ObstacleState.WAITING and answers_obstacle(by, row, at) is None:
        found.add("extend")
    if tends_obstacle(by, row, at) is None and was_answered(by, row, at) is None:
        found.add("publish")
    return found


def form_of(name: str, request: Any, row: Obstacle, *, sent: bool = False) -> forms.Form:
    """The form of an act: as it was sent, or empty with what helps to begin."""
    more: dict[str, Any] = {}
    if name == "hand":
        more = {"people": candidates(row.plan, request.today), "initial": {"to": str(row.owner_id or "")}}
    elif name == "publish":
        said = thread(row)
        begun = {
            "question": row.title,
            "answer": last_words(said, ObstacleAct.ANSWER),
            "duty": row.obligation.duty.code if row.obligation else "",
            "form_key": secrets.token_hex(12),
        }
        more = {"duties": row.plan.duties.values_list("code", "title"), "initial": begun}
    data = (request.POST, request.FILES) if sent else ()
    return ACTS[name].form(*data, prefix=name, **more)


def press(name: str, request: Any, row: Obstacle, data: Data) -> None:
    """Do the act and say that it is done."""
    ACTS[name].run(request, row, data)
    messages.success(request, ACTS[name].done)
