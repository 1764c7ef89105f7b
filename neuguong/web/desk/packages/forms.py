"""What is typed when a package is issued, numbered or corrected."""

from typing import Any

from django import forms

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 17/03/2025."}


def _signer() -> forms.CharField:
    hint = "Họ tên in dưới chỗ ký. Để trống nếu chưa biết ai ký."
    return forms.CharField(label="Người ký", required=False, max_length=100, help_text=hint)


class IssueForm(forms.Form):
    """Who will sign; everything else is in the plan."""

    signer = _signer()


class ReferenceForm(forms.Form):
    """Number and day of the signed paper, with its scan."""

    document_number = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Như trên bản ký, ví dụ 215/UBND-NV",
        error_messages={"required": "Ghi số, ký hiệu của văn bản, ví dụ 215/UBND-NV."},
    )
    issued_on = forms.DateField(
        label="Ngày văn bản",
        help_text="Ngày/tháng/năm",
        error_messages=_DAY | {"required": "Ghi ngày ký của văn bản."},
    )
    scan = forms.FileField(
        label="Bản ký đã quét",
        required=False,
        help_text="PDF hoặc ảnh",
        error_messages={"empty": "Tệp trống. Quét lại rồi chọn tệp mới.", "invalid": "Chọn lại tệp bản ký."},
    )


class CorrectionForm(forms.Form):
    """Why, and who should not have been in the list."""

    reason = forms.CharField(
        label="Lý do đính chính",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In trong công văn gửi lên.",
        error_messages={"required": "Ghi lý do đính chính; lý do này in trong công văn."},
    )
    leave_out = forms.TypedMultipleChoiceField(
        label="Không đưa vào bản đính chính",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ đánh dấu hồ sơ đã đưa nhầm. Hồ sơ được đánh dấu không tự vào gói sau.",
    )
    signer = _signer()

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **more: Any):
        super().__init__(*args, **more)
        self.fields["leave_out"].choices = lines
        if not lines:
            del self.fields["leave_out"]
