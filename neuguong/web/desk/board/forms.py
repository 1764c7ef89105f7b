"""What the board can be asked for, and what is typed into a cell's page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from neuguong.ledger.enums import ObligationState
from neuguong.ledger.queries.board import Asked
from neuguong.org.enums import UnitKind

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025."}
NARROWING = ("kind", "block", "area", "duty", "state", "year")


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    kinds: list[str]
    areas: list[str]
    blocks: list[tuple[int, str]]
    duties: list[tuple[str, str]]
    years: list[int]
    plans: list[tuple[str, str]]


NOT_TOO_FAR = MaxValueValidator(date(2100, 12, 31), "Ngày quá xa. Xem lại năm.")  # the calendar ends at 9999


class BoardForm(forms.Form):
    """The filters; all of them live in the address, so that a view can be saved and sent. What offers no choice is left out."""

    on = forms.DateField(label="Xem tại ngày", required=False, error_messages=_DAY, validators=[NOT_TOO_FAR])
    kind = forms.ChoiceField(label="Loại đơn vị", required=False)
    block = forms.TypedChoiceField(label="Khối thi đua", required=False, coerce=int, empty_value=None)
    area = forms.ChoiceField(label="Địa bàn", required=False)
    duty = forms.ChoiceField(label="Nhiệm vụ", required=False)
    state = forms.ChoiceField(label="Tình trạng", required=False)
    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    plan = forms.ChoiceField(label="Kế hoạch", required=False)

    def __init__(self, *args: Any, choices: Choices, **more: Any):
        super().__init__(*args, **more)
        offered: dict[str, list[tuple[Any, str]]] = {
            "kind": [(kind, _large(str(UnitKind(kind).label))) for kind in choices.kinds],
            "block": choices.blocks,
            "area": [(area, area) for area in choices.areas],
            "duty": choices.duties,
            "state": [(code, _large(str(label))) for code, label in ObligationState.choices],
            "year": [(year, f"Năm {year}") for year in choices.years],
        }
        for name, found in offered.items():
            self.fields[name].choices = [("", "Tất cả"), *found]
            if len(found) < (1 if name == "block" else 2):  # units outside a block are a second choice
                del self.fields[name]
        self.fields["plan"].choices = choices.plans
        if len(choices.plans) < 2:
            del self.fields["plan"]
        self.fields["on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}

    @property
    def narrowed(self) -> bool:
        """Whether less than everything is asked for."""
        return any(self.cleaned_data.get(name) for name in NARROWING)

    def asked(self) -> Asked:
        """What the board is asked for; a state is told only by the rows themselves."""
        chosen = self.cleaned_data
        return {
            "unit_kinds": (chosen["kind"],) if chosen.get("kind") else None,
            "area": chosen.get("area") or None,
            "block": chosen.get("block"),
            "duty": chosen.get("duty") or None,
            "year": chosen.get("year"),
        }


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


class DayForm(forms.Form):
    """The day a cell is looked at."""

    on = forms.DateField(required=False, validators=[NOT_TOO_FAR])


class NilForm(forms.Form):
    """A nil return."""

    reason = forms.CharField(
        label="Lý do quý này không có điển hình",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cơ quan thường trực đọc nguyên văn.",
        error_messages={"required": "Ghi lý do, ví dụ: trong quý chưa có việc đủ để giới thiệu."},
    )


class LateListForm(forms.Form):
    """A list after the cut-off: nothing to type."""


class ExtendForm(forms.Form):
    """A later date."""

    extended_to = forms.DateField(
        label="Gia hạn đến hết ngày",
        help_text="Ngày/tháng/năm, ví dụ 20/03/2025",
        error_messages=_DAY | {"required": "Ghi ngày gia hạn đến."},
    )
    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi lý do gia hạn."}
    )
    document = forms.CharField(label="Văn bản", required=False, max_length=200, help_text="Số, ký hiệu nếu có")


class RevokeForm(forms.Form):
    """The unit must, after all."""

    reason = forms.CharField(
        label="Lý do bỏ miễn",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do bỏ miễn."},
    )


class AcceptForm(forms.Form):
    """Nothing to type."""


class ExemptForm(forms.Form):
    """The unit need not."""

    reason = forms.CharField(
        label="Lý do miễn",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do miễn."},
    )
    document = forms.CharField(label="Văn bản", required=False, max_length=200, help_text="Số, ký hiệu nếu có")
