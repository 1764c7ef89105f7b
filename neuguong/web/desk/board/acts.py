"""What can be done on one cell of the board: by the unit, by the standing office; closed acts say why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.obligations import exempt, extend, revoke_exemption
from neuguong.ledger.operations.sending import accept_returns, send_late_list, send_nil_return
from neuguong.ledger.policy import (
    is_a_return,
    is_excused,
    keeps_ledger,
    not_excused,
    not_typed_by,
    speaks_for_unit,
    still_owed,
)
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.web.desk.board.forms import AcceptForm, ExemptForm, ExtendForm, LateListForm, NilForm, RevokeForm

DONE = ("met", "nil", "late")


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of act: its words, its form, whose it is, what does it."""

    name: str
    label: str
    hint: str
    ask: str
    done: str
    form: type[forms.Form]
    office: bool
    run: Callable[..., Any]
    needless: tuple[str, ...] = DONE  # where the act would change nothing, it is not shown


@dataclass(frozen=True, slots=True)
class Act:
    """A step as one page shows it."""

    step: str
    label: str
    hint: str
    ask: str
    url: str
    form: forms.Form
    reason: str | None
    main: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "nil",
            "Báo quý này không có",
            "Dùng khi trong quý đơn vị không có điển hình để giới thiệu.",
            "Báo quý này không có điển hình?",
            "Đã ghi báo cáo: quý này không có điển hình.\nCơ quan thường trực đọc lý do ở bảng theo dõi.",
            NilForm,
            False,
            send_nil_return,
        ),
        Step(
            "late-list",
            "Gửi danh sách trễ",
            "Ghi rằng danh sách của quý đã gửi sau hạn. Việc này vẫn được ghi là gửi trễ.",
            "Ghi danh sách gửi trễ?",
            "Đã ghi danh sách gửi trễ.\nHồ sơ gửi sau hạn vào gói của đợt kế tiếp.",
            LateListForm,
            False,
            send_late_list,
        ),
        Step(
            "extend",
            "Gia hạn",
            "Hạn cũ vẫn được giữ bên cạnh hạn mới.",
            "Gia hạn cho đơn vị?",
            "Đã gia hạn.\nBảng theo dõi hiện hạn mới; hạn cũ vẫn còn trong chi tiết.",
            ExtendForm,
            True,
            extend,
        ),
        Step(
            "exempt",
            "Miễn",
            "Đơn vị không phải làm việc này trong kỳ. Lý do hiện ở bảng.",
            "Miễn việc này cho đơn vị?",
            "Đã ghi miễn.\nBảng theo dõi hiện chữ M kèm lý do.",
            ExemptForm,
            True,
            exempt,
            ("met", "nil", "excused"),
        ),
        Step(
            "revoke",
            "Bỏ miễn",
            "Đơn vị lại phải làm việc này, theo hạn cũ. Nếu hạn cũ đã qua, gia hạn ngay sau khi bỏ miễn.",
            "Bỏ miễn cho đơn vị?",
            "Đã bỏ miễn.\nĐơn vị lại phải làm việc này; ngày được miễn và ngày bỏ miễn vẫn còn trong chi tiết.",
            RevokeForm,
            True,
            revoke_exemption,
            tuple(state for state in ObligationState.values if state != ObligationState.EXCUSED),
        ),
        Step(
            "accept",
            "Tiếp nhận báo cáo",
            "Ghi rằng cơ quan thường trực đã đọc báo cáo của đơn vị. Ký hiệu trên bảng theo dõi không thay đổi.",
            "Ghi đã tiếp nhận báo cáo?",
            "Đã ghi tiếp nhận báo cáo của đơn vị.",
            AcceptForm,
            True,
            accept_returns,
            tuple(state for state in ObligationState.values if state not in ("nil", "late")),
        ),
    )
}


def acts_on(
    obligation: Obligation, row: BoardRow, request: Any, *, refused: tuple[str, forms.Form] | None = None
) -> list[Act]:
    """The acts this person sees on a cell; those of another role are not shown at all."""
    by, at = request.actor, request.now
    office = keeps_ledger(by, obligation.unit, at) is None
    unit = speaks_for_unit(by, obligation.unit, at) is None  # what came on paper has a page of its own
    shown = [step for step in STEPS.values() if (office if step.office else unit) and row.state not in step.needless]
    return [_act(step, obligation, row, request, refused) for step in shown if _belongs(step, obligation)]


def run(step: Step, obligation: Obligation, values: dict[str, Any], request: Any) -> None:
    """Do the step, now."""
    step.run(obligation=obligation, by=request.actor, at=request.now, **values)


def form_for(step: Step, data: Any = None) -> forms.Form:
    """The step's form."""
    return step.form(data, prefix=step.name)


def _belongs(step: Step, obligation: Obligation) -> bool:
    if step.name == "accept":
        return obligation.returns.filter(accepted_at=None).exists()
    return step.office or is_a_return(obligation) is None


def _act(
    step: Step,
    obligation: Obligation,
    row: BoardRow,
    request: Any,
    refused: tuple[str, forms.Form] | None,
) -> Act:
    at = request.now
    form = refused[1] if refused and refused[0] == step.name else form_for(step)
    excused = is_excused if step.name == "revoke" else not_excused
    reason = still_owed(obligation, at) or excused(obligation, at) or _already(step, obligation, row, request)
    url = reverse("desk:obligation_step", args=[obligation.pk, step.name])
    return Act(step.name, step.label, step.hint, step.ask, url, form, reason)


def _already(step: Step, obligation: Obligation, row: BoardRow, request: Any) -> str | None:
    """Acts that would change nothing any more, and noting what one typed oneself."""
    if step.name == "accept":
        waiting = obligation.returns.filter(accepted_at=None)
        return next((told for one in waiting if (told := not_typed_by(request.actor, one))), None)
    if step.name == "nil" and row.sent:
        return f"Quý này đơn vị đã gửi {row.sent} hồ sơ nên không báo “không có” nữa."
    if step.name == "late-list" and request.now < row.closes_at:
        return "Chưa quá hạn: gửi hồ sơ như thường, hồ sơ đã gửi tự vào danh sách của quý."
    return None
