"""What is typed about money. Numbers are read the Vietnamese way; checks of substance are in the operations."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from neuguong.core.errors import BadInput
from neuguong.core.numbers import typed_dong, typed_number
from neuguong.core.papers import number_text
from neuguong.ledger.enums import EstimateState
from neuguong.ledger.models import EstimateLine
from neuguong.ledger.operations.budget import CONTENT, MEASURE, MOST_LINES, REASON, TITLE

Choices = Iterable[tuple[str, str]]
_NUMBER = {"class": "num", "inputmode": "decimal", "autocomplete": "off"}


class TypedNumber(forms.CharField):
    """A number as typed, refused with the sentence that says how to write it."""

    def __init__(self, *, read: Callable[[str], Any], **more: Any) -> None:
        self.read = read
        super().__init__(widget=forms.TextInput(attrs=_NUMBER), max_length=40, **more)

    def clean(self, value: Any) -> Any:
        """The number; None where nothing was typed and nothing is required."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except BadInput as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class FilterForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    year = forms.IntegerField(required=False, min_value=1900, max_value=9999)
    unit = forms.IntegerField(required=False, min_value=1, max_value=10**12)
    event = forms.CharField(required=False, max_length=40)
    state = forms.ChoiceField(required=False, choices=EstimateState.choices)


class NewForm(forms.Form):
    """For which year, what for."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, error_messages={"required": "Chọn năm."})
    obligation = forms.ChoiceField(
        label="Cho nhiệm vụ",
        required=False,
        error_messages={"invalid_choice": "Chọn một nhiệm vụ trong danh sách."},
    )
    title = forms.CharField(
        label="Tên dự toán",
        max_length=TITLE,
        help_text="Ví dụ: Hội nghị biểu dương điển hình tiên tiến",
        error_messages={"required": "Ghi tên dự toán.", "max_length": f"Ghi tên dự toán, không quá {TITLE} ký tự."},
    )
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: Iterable[int], rows: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["obligation"].choices = [("", "Chung cho cả năm"), *rows]


class HeadForm(forms.Form):
    """The name, and the saving that the writer had read."""

    title = forms.CharField(label="Tên dự toán", max_length=TITLE, error_messages={"required": "Ghi tên dự toán."})
    edited = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line; left wholly empty it is no line."""

    category = forms.ChoiceField(label="Nội dung chi", error_messages={"required": "Chọn nội dung chi."})
    content = forms.CharField(label="Diễn giải", max_length=CONTENT, error_messages={"required": "Ghi diễn giải."})
    measure = forms.CharField(label="Đơn vị tính", max_length=MEASURE, error_messages={"required": "Ghi đơn vị tính."})
    quantity = TypedNumber(
        label="Số lượng", read=lambda text: typed_number(text, decimals=2), error_messages={"required": "Ghi số lượng."}
    )
    unit_price = TypedNumber(label="Đơn giá (đồng)", read=typed_dong, error_messages={"required": "Ghi đơn giá."})

    def __init__(self, *args: Any, expenses: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].choices = [("", "Chọn"), *expenses]


class _Lines(forms.BaseFormSet):
    """All lines alike: one that was cleared is no line, also where there was one before."""

    def initial_form_count(self) -> int:
        """Of a form that was sent none is left as it was."""
        return 0 if self.is_bound else super().initial_form_count()


LineFormSet = forms.formset_factory(LineForm, formset=_Lines, extra=4, max_num=MOST_LINES, absolute_max=MOST_LINES + 20)


class AppraiseForm(forms.Form):
    """Every line: kept or reduced, with a reason."""

    def __init__(self, *args: Any, lines: Iterable[EstimateLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines = tuple(lines)
        for line in self.lines:
            self.fields[f"amount-{line.pk}"] = TypedNumber(
                label=f"Thẩm định khoản {line.position} (đồng)",
                read=typed_dong,
                initial=number_text(line.amount),
                error_messages={"required": "Ghi số tiền thẩm định; không chi thì ghi 0."},
            )
            self.fields[f"reason-{line.pk}"] = forms.CharField(
                label=f"Lý do giảm khoản {line.position}",
                max_length=REASON,
                required=False,
                error_messages={"max_length": f"Lý do không quá {REASON} ký tự."},
            )

    @property
    def rows(self) -> list[tuple[EstimateLine, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        return [(line, self[f"amount-{line.pk}"], self[f"reason-{line.pk}"]) for line in self.lines]


class ReturnForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do trả lại."},
    )


class ApproveForm(forms.Form):
    """The decision's number, where there is one already."""

    document = forms.CharField(
        label="Số, ký hiệu văn bản phê duyệt", max_length=100, required=False, help_text="Ví dụ 215/QĐ-UBND"
    )


class SubmitForm(forms.Form):
    """Nothing to type; which saving was on the page."""

    edited = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
