"""What the office and the units type about a suggestion. Checks of substance are in the operations."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.enums import NotTakenUp, SubjectKind
from neuguong.exemplars.operations import objections as acts
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


class EraseForm(forms.Form):
    """On what ground."""

    reason = forms.CharField(
        label="Căn cứ xóa",
        help_text="Số và ngày của đơn; không ghi tên. Xóa rồi không lấy lại được.",
        max_length=300,
        error_messages={"required": "Ghi căn cứ để xóa."},
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


class CommentAnswerForm(forms.Form):
    """Whether a comment is right, and why."""

    accepted = forms.ChoiceField(
        label="Kết luận",
        choices=[("", "Chọn"), ("yes", "Ý kiến đúng"), ("no", "Ý kiến không đúng")],
        error_messages={"required": "Chọn ý kiến đúng hay không đúng."},
    )
    answer = forms.CharField(
        label="Trả lời",
        help_text="Gửi đến thư điện tử của người có ý kiến.",
        max_length=acts.ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết trả lời."},
    )


class PaperCommentForm(forms.Form):
    """A signed comment that came on paper."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    came_on = forms.DateField(label="Ngày nhận", error_messages={"required": "Ghi ngày nhận."})
    name = forms.CharField(
        label="Họ tên người có ý kiến", max_length=acts.NAME, error_messages={"required": "Ghi họ tên người ký."}
    )
    contact = forms.CharField(label="Điện thoại, địa chỉ", max_length=acts.CONTACT, required=False)
    email = forms.EmailField(
        label="Thư điện tử", required=False, error_messages={"invalid": "Địa chỉ thư điện tử chưa đúng."}
    )
    words = forms.CharField(
        label="Ý kiến",
        max_length=acts.WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Chép ý kiến."},
    )
