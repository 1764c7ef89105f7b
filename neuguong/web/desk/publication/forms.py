"""What is typed about a signed paper, its withdrawal and the story. Nothing is ticked beforehand."""

from typing import Any

from django import forms

from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose, WithdrawalWay
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=DATE_HINT,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages=DATE_WRONG,
    )


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


GRANTS = [
    (f"{what}:{where}", f"{label[:1].upper()}{label[1:]}, đăng trên {place}")
    for where, place in ConsentChannel.choices
    for what, label in ConsentPurpose.choices
]


class ConsentForm(forms.Form):
    """A paper that came back signed."""

    giver = forms.ChoiceField(
        label="Ai ký", widget=forms.RadioSelect, error_messages={"required": "Chọn ai đã ký phiếu."}
    )
    signer_name = forms.CharField(
        label="Họ tên người ký", max_length=120, error_messages={"required": "Ghi họ tên người ký."}
    )
    relation = forms.CharField(
        label="Quan hệ hoặc chức vụ của người ký",
        help_text="Ghi khi ký thay: mẹ, người giám hộ, con, trưởng thôn…",
        max_length=120,
        required=False,
    )
    given_on = _day("Ngày ký")
    grants = forms.MultipleChoiceField(
        label="Những điều đã đánh dấu trên phiếu",
        choices=GRANTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đánh dấu ít nhất một điều mà người ký đã đồng ý."},
    )
    reads_first = forms.BooleanField(
        label="Người ký muốn đọc bài trước khi đăng",
        help_text="Khi đánh dấu, bài viết về người này chỉ được duyệt sau khi chính họ đã đọc và đồng ý",
        required=False,
    )
    scan = forms.FileField(
        label="Bản chụp phiếu có chữ ký",
        help_text="Tệp PDF hoặc ảnh, không quá 20 MB",
        error_messages={"required": "Chọn bản chụp phiếu.", "empty": "Tệp trống. Chọn lại bản chụp."},
    )

    def __init__(self, *args: Any, givers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = _capital(givers)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Somebody no longer agrees."""

    consent = forms.TypedChoiceField(
        label="Phiếu được rút", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Chọn phiếu."}
    )
    withdrawn_on = _day("Ngày nhận được yêu cầu")
    way = forms.ChoiceField(
        label="Yêu cầu đến bằng cách nào",
        choices=_capital(WithdrawalWay.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn cách."},
    )
    note = forms.CharField(label="Ghi thêm", max_length=300, required=False)

    def __init__(self, *args: Any, consents: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = consents  # type: ignore[attr-defined]


class StoryForm(forms.Form):
    """What the public page tells."""

    summary = forms.CharField(
        label="Bài tóm tắt",
        help_text="Chỉ ghi điều đã kiểm chứng. Không ghi tên người được giúp đỡ, bệnh tật, dân tộc, tôn giáo, số giấy tờ",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=4000,
        error_messages={"required": "Viết bài tóm tắt."},
    )
    photo = forms.TypedChoiceField(label="Ảnh trong hồ sơ", coerce=int, empty_value=None, required=False)
    photo_words = forms.CharField(
        label="Mô tả ảnh",
        help_text="Ảnh có gì, cho người không nhìn thấy ảnh",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, photos: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].choices = [("", "Không đăng ảnh"), *photos]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The one who publishes has read it."""

    read = forms.BooleanField(
        label="Tôi đã đọc lại: bài không nêu tên người được giúp đỡ và không có thông tin đời tư ngoài phiếu đồng ý",
        error_messages={"required": "Đọc lại rồi đánh dấu trước khi đăng."},
    )


class TakeDownForm(forms.Form):
    """Why it goes."""

    reason = forms.CharField(label="Lý do gỡ", max_length=300, error_messages={"required": "Ghi lý do gỡ."})


class MeetForm(forms.Form):
    """A clock of a withdrawal whose work is done."""

    clock = forms.CharField(widget=forms.HiddenInput)
