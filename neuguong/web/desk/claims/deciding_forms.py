"""What a verifier types about one claim, and what the unit answers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.models import Evidence

REASON_MOST = 500


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CorrectForm(forms.Form):
    """What is true instead, and why."""

    true_text = forms.CharField(
        label="Điều đúng theo minh chứng",
        help_text="Viết thay cho chữ trong bài. Chỉ chữ này được công khai.",
        widget=_area(2),
        max_length=1000,
        error_messages={"required": "Ghi điều đúng theo minh chứng."},
    )
    reason = forms.CharField(
        label="Vì sao đính chính",
        help_text="Ví dụ: biên bản giao đất ghi 1.564 m²",
        max_length=REASON_MOST,
        error_messages={"required": "Ghi vì sao đính chính."},
    )


class RejectForm(forms.Form):
    """Why a claim is not true."""

    reason = forms.CharField(
        label="Vì sao bác bỏ",
        help_text="Đơn vị đọc được lý do này khi hồ sơ trả lại",
        max_length=REASON_MOST,
        error_messages={"required": "Ghi vì sao bác bỏ."},
    )


class AskForm(forms.Form):
    """A question to the unit."""

    question = forms.CharField(
        label="Câu hỏi cho đơn vị",
        widget=_area(2),
        max_length=500,
        error_messages={"required": "Ghi câu hỏi."},
    )


class DismissForm(forms.Form):
    """Why nothing is to be proved at one place of the summary."""

    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    quote = forms.CharField(widget=forms.HiddenInput, max_length=2000, strip=False)
    matter = forms.CharField(widget=forms.HiddenInput, max_length=30)
    reason = forms.CharField(
        label="Vì sao không cần minh chứng",
        max_length=REASON_MOST,
        error_messages={"required": "Ghi vì sao không cần minh chứng."},
    )


class AnswerForm(forms.Form):
    """The unit's answer, perhaps with one of the dossier's files."""

    answer = forms.CharField(
        label="Trả lời", widget=_area(3), max_length=1000, error_messages={"required": "Ghi câu trả lời."}
    )
    evidence = forms.ChoiceField(label="Gắn thêm một tệp của hồ sơ", required=False)
    page = forms.IntegerField(
        label="Trang",
        required=False,
        min_value=1,
        max_value=9999,
        error_messages={"invalid": "Ghi số trang bằng chữ số.", "min_value": "Số trang từ 1 đến 9.999."},
    )

    def __init__(self, *args: Any, files: Iterable[Evidence], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [(str(one.pk), one.caption or one.file.name) for one in files]
        self.fields["evidence"].choices = [("", "Không gắn"), *rows]
