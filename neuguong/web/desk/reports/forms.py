"""What is typed into a report: its time and the text of each section. Figures are shown between them, never typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from neuguong.ledger.queries.reports import STATES
from neuguong.programme.queries.reports import ReportRules
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG


class ReportForm(forms.Form):
    """One page: two days, a text per section. The operation judges lengths and days, so that nothing typed is lost."""

    since = forms.DateField(
        label="Từ ngày", help_text=DATE_HINT, error_messages=DATE_WRONG | {"required": "Ghi ngày đầu."}
    )
    until = forms.DateField(
        label="Đến hết ngày", help_text=DATE_HINT, error_messages=DATE_WRONG | {"required": "Ghi ngày cuối."}
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, outline: ReportRules, **more: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **more)
        self.codes = [section.code for section in outline.sections]
        for day in ("since", "until"):
            self.fields[day].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}
        for section in outline.sections:
            self.fields[section.code] = forms.CharField(
                label=section.title,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=section.hint,
            )

    @property
    def texts(self) -> dict[str, str]:
        """The text of each section as typed."""
        return {code: self.cleaned_data[code] for code in self.codes}


def drawn(outline: ReportRules, *, since: date, until: date, version: int, texts: Mapping[str, str]) -> ReportForm:
    """The form with what is kept."""
    days = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}", "version": version}
    return ReportForm(outline=outline, initial={**texts, **days})


class AnswerForm(forms.Form):
    """Taken as it is, or back with the reason."""

    answer = forms.ChoiceField(choices=[("accept", "Tiếp nhận"), ("return", "Trả lại")])
    reason = forms.CharField(
        label="Lý do trả lại",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đơn vị đọc câu này: thiếu gì, sửa mục nào.",
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class ReferenceForm(forms.Form):
    """Number and day of the signed paper, with its scan."""

    document_number = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Như trên bản ký, ví dụ 45/BC-UBND",
        error_messages={"required": "Ghi số, ký hiệu của văn bản, ví dụ 45/BC-UBND."},
    )
    dated_on = forms.DateField(
        label="Ngày văn bản", help_text=DATE_HINT, error_messages=DATE_WRONG | {"required": "Ghi ngày ký của văn bản."}
    )
    scan = forms.FileField(
        label="Bản ký đã quét",
        required=False,
        help_text="PDF hoặc ảnh",
        error_messages={"empty": "Tệp trống. Quét lại rồi chọn tệp mới.", "invalid": "Chọn lại tệp bản ký."},
    )


class IssueForm(forms.Form):
    """Who signs; for a correction why."""

    signer = forms.CharField(
        label="Người ký",
        required=False,
        max_length=100,
        help_text="Họ tên in dưới chỗ ký. Để trống nếu chưa biết ai ký.",
    )
    reason = forms.CharField(
        label="Lý do đính chính",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In trong báo cáo.",
        error_messages={"required": "Ghi lý do đính chính; lý do này in trong báo cáo."},
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, correcting: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not correcting:
            del self.fields["reason"]


class WantedForm(forms.Form):
    """What the address of the list asks for; anything unreadable counts as not asked."""

    q = forms.CharField(required=False, max_length=200)
    group = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=list(STATES.items()))
