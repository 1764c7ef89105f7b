"""What is typed when a digest is edited or stopped, and when an urging letter is made."""

from typing import Any

from django import forms

DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025."}
EVERYTHING = "all"


class DigestForm(forms.Form):
    """Other words for a digest that has not gone out."""

    subject = forms.CharField(label="Tiêu đề", max_length=200, error_messages={"required": "Ghi tiêu đề thư."})
    body = forms.CharField(
        label="Nội dung",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Ghi nội dung thư."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class StopForm(forms.Form):
    """Why a digest does not go out."""

    reason = forms.CharField(
        label="Lý do không gửi", max_length=300, error_messages={"required": "Ghi lý do không gửi."}
    )


class AboutForm(forms.Form):
    """What the letter urges and as of which day."""

    what = forms.ChoiceField(label="Đôn đốc việc gì", required=False)
    on = forms.DateField(label="Tính đến hết ngày", required=False, error_messages=DAY)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any):
        super().__init__(*args, **more)
        self.fields["what"].choices = choices
        self.fields["on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}


class LetterForm(forms.Form):
    """Which of the debtors are listed, who will sign."""

    keep = forms.TypedMultipleChoiceField(
        label="Danh sách",
        coerce=int,
        error_messages={
            "required": "Giữ lại ít nhất một việc trong danh sách.",
            "invalid_choice": "Có việc vừa xong nên không còn trong danh sách. Xem lại danh sách rồi lập công văn.",
        },
    )
    signer = forms.CharField(
        label="Người ký",
        required=False,
        max_length=100,
        help_text="Họ tên in dưới chỗ ký. Để trống nếu chưa biết ai ký.",
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, obligations: list[int], **more: Any):
        super().__init__(*args, **more)
        self.fields["keep"].choices = [(pk, pk) for pk in obligations]
