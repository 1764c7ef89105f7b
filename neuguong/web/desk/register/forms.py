"""What the office types about a page of the register. Checks of substance are in the operations."""

from django import forms

from neuguong.exemplars.operations import withholding
from neuguong.exemplars.operations.revoking import NUMBER, REASON, WORDS


class CorrectForm(forms.Form):
    """What was said and what is true."""

    said = forms.CharField(
        label="Điều đã ghi sai", help_text="Sai tên thì chép đúng cả tên đang hiện; sổ và trang sẽ đổi sang tên đúng.", max_length=WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Chép lại điều đã ghi sai."},
    )  # fmt: skip
    true = forms.CharField(
        label="Điều đúng", help_text="Cả hai dòng hiện trên trang công khai, kèm ngày hôm nay.", max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi điều đúng."},
    )  # fmt: skip
    of_story = forms.BooleanField(
        label="Điều này nằm trong câu chuyện hoặc ảnh đã đăng", required=False,
        help_text="Khi câu chuyện được gỡ, dòng đính chính này cũng không hiện nữa.",
    )  # fmt: skip


class RevokeForm(forms.Form):
    """The decision and its reason."""

    document_number = forms.CharField(
        label="Số quyết định hủy công nhận", max_length=NUMBER,
        error_messages={"required": "Ghi số quyết định hủy công nhận."},
    )  # fmt: skip
    decided_on = forms.DateField(label="Ngày quyết định", error_messages={"required": "Ghi ngày quyết định."})
    reason = forms.CharField(
        label="Lý do", help_text="Lưu trong lịch sử, không hiện ra công khai.", max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Ghi lý do hủy công nhận."},
    )  # fmt: skip


class WithholdForm(forms.Form):
    """Why an exemplar is kept from the public, or shown again."""

    reason = forms.CharField(
        label="Lý do", help_text="Lưu trong lịch sử, không hiện ra công khai.", max_length=withholding.REASON,
        error_messages={"required": "Ghi lý do."},
    )  # fmt: skip
