"""What the board can be asked for, and what is typed into a cell's page."""

from typing import Any

from django import forms

from neuguong.org.enums import UnitKind

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025."}


class BoardForm(forms.Form):
    """The filters; all of them live in the address, so that a view can be saved and sent."""

    on = forms.DateField(label="Xem tại ngày", required=False, error_messages=_DAY)
    kind = forms.ChoiceField(label="Loại đơn vị", required=False)
    block = forms.TypedChoiceField(label="Khối thi đua", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    plan = forms.ChoiceField(label="Kế hoạch", required=False)

    def __init__(
        self,
        *args: Any,
        kinds: list[str],
        blocks: list[tuple[int, str]],
        years: list[int],
        plans: list[tuple[str, str]],
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.fields["plan"].choices = plans
        if len(plans) < 2:
            del self.fields["plan"]  # nothing to choose
        named = [(kind, str(UnitKind(kind).label)) for kind in kinds]
        self.fields["kind"].choices = [("", "Tất cả"), *((k, n[:1].upper() + n[1:]) for k, n in named)]
        self.fields["block"].choices = [("", "Tất cả"), *blocks]
        self.fields["year"].choices = [("", "Tất cả"), *((year, f"Năm {year}") for year in years)]
        self.fields["on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}


class DayForm(forms.Form):
    """The day a cell is looked at."""

    on = forms.DateField(required=False)


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
