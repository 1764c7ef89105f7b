"""What the office and the units type about a suggestion. Checks of substance are in the operations."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.enums import NotTakenUp, SubjectKind
from neuguong.org.models import Unit


class PassForm(forms.Form):
    """To which unit."""

    unit = forms.ChoiceField(label="Chuyển đến", error_messages={"required": "Chọn đơn vị."})

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "Chọn đơn vị"), *((str(one.pk), one.name) for one in units)]


class RejectForm(forms.Form):
    """Why it is no suggestion at all."""

    reason = forms.CharField(
        label="Lý do",
        help_text="Chỉ dùng cho quảng cáo, lời xúc phạm, thư thử. Ghi lại trong lịch sử.",
        max_length=1000,
        error_messages={"required": "Ghi lý do không tiếp nhận."},
    )


class TakeUpForm(forms.Form):
    """Whose dossier it becomes."""

    subject_kind = forms.ChoiceField(
        label="Loại đối tượng",
        choices=[("", "Chọn"), *((code, label[:1].upper() + label[1:]) for code, label in SubjectKind.choices)],
        error_messages={"required": "Chọn tập thể, cá nhân hoặc hộ gia đình."},
    )
    name = forms.CharField(
        label="Họ tên, hoặc tên tập thể, tên hộ",
        max_length=200,
        error_messages={"required": "Ghi họ tên, hoặc tên tập thể, tên hộ."},
    )


class AnswerForm(forms.Form):
    """Why the unit makes no dossier: a reason that the sender reads, words that stay inside."""

    reason = forms.ChoiceField(
        label="Lý do",
        help_text="Người gửi đọc được dòng này khi tra mã phiếu.",
        choices=[("", "Chọn lý do"), *NotTakenUp.choices],
        error_messages={"required": "Chọn lý do."},
    )
    answer = forms.CharField(
        label="Nói rõ thêm",
        help_text="Đã hỏi ai, kiểm thế nào. Chỉ cơ quan thường trực đọc được.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết rõ thêm vài lời."},
    )
