"""What is typed about an article beside its text: where it stands, its hours, who agreed, why a place needs no proof."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from neuguong.core.clock import OFFICE_ZONE
from neuguong.publicity.enums import ArticleForm, ColumnKind
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


Choices = list[tuple[int, str]]
NOBODY = "Chọn ít nhất một điển hình hoặc một người được cấp trên khen."


class PlaceForm(forms.Form):
    """Which kind of article, in which column, about whom."""

    form = forms.ChoiceField(
        label="Thể loại", choices=_capital(ArticleForm.choices), error_messages={"required": "Chọn thể loại."}
    )
    column = forms.TypedChoiceField(label="Chuyên mục", coerce=int, empty_value=None, required=False)
    about = forms.TypedMultipleChoiceField(
        label="Bài viết về ai",
        help_text="Chọn trong sổ điển hình. Số liệu trong bài được đối chiếu với hồ sơ của những người này",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Người này không còn trong sổ."},
    )
    rewards = forms.TypedMultipleChoiceField(
        label="Người được cấp trên khen",
        help_text="Không có hồ sơ ở đây; bài kể đúng theo quyết định khen thưởng đã đối chiếu",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Bản ghi khen thưởng này đã rút hoặc chưa kiểm tra."},
    )

    def __init__(self, *args: Any, columns: Choices, people: Choices, rewarded: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [("", "Không thuộc chuyên mục nào"), *columns]  # type: ignore[attr-defined]
        self.fields["about"].choices = people  # type: ignore[attr-defined]
        self.fields["rewards"].choices = rewarded  # type: ignore[attr-defined]
        if not rewarded:
            del self.fields["rewards"]

    def clean(self) -> dict[str, Any]:
        """About somebody it is, in the register or rewarded from above."""
        data = super().clean() or self.cleaned_data
        if not (self.errors or data.get("about") or data.get("rewards")):
            self.add_error("about", "Chọn ít nhất một điển hình." if "rewards" not in self.fields else NOBODY)
        return data


class CoverForm(PlaceForm):
    """The same of an article that is there, with the photo that opens it."""

    cover = forms.TypedChoiceField(
        label="Ảnh bìa", help_text="Ảnh trong kho; hiện đầu bài và trên thẻ chia sẻ", coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, photos: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].choices = [("", "Không có ảnh bìa"), *photos]  # type: ignore[attr-defined]


class NewForm(PlaceForm):
    """A new article."""

    title = forms.CharField(
        label="Tiêu đề", max_length=200, help_text="Sửa được về sau", error_messages={"required": "Ghi tiêu đề."}
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    field_order = ("title", "form", "column", "about", "rewards")


class MomentField(forms.MultiValueField):
    """A day and an hour of the office, both or neither."""

    def __init__(self, **kwargs: Any) -> None:
        day = forms.DateField(required=False, error_messages=DATE_WRONG)
        hour = forms.TimeField(
            required=False, input_formats=["%H:%M", "%Hh%M", "%H"], error_messages={"invalid": "Viết giờ như 07:30."}
        )
        super().__init__((day, hour), require_all_fields=False, widget=MomentWidget(), **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        """The moment, or nothing when neither is typed."""
        day, hour = [*data_list, None, None][:2]
        if not day and not hour:
            return None
        if not day or hour is None:
            raise forms.ValidationError("Ghi cả ngày và giờ.")
        return timezone.make_aware(datetime.combine(day, hour), OFFICE_ZONE)


class MomentWidget(forms.MultiWidget):
    """Two short fields beside each other."""

    use_fieldset = True

    def __init__(self) -> None:
        day = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "aria-label": "Ngày"})
        hour = forms.TextInput(attrs={"placeholder": "giờ:phút", "aria-label": "Giờ"})
        super().__init__((day, hour))

    def decompress(self, value: datetime | None) -> list[str]:
        """What stands in the two fields."""
        if value is None:
            return ["", ""]
        local = value.astimezone(OFFICE_ZONE)
        return [f"{local:%d/%m/%Y}", f"{local:%H:%M}"]


class HoursForm(forms.Form):
    """When it shows."""

    publish_at = MomentField(label="Hẹn giờ đăng", help_text="Để trống thì đăng ngay", required=False)
    expire_at = MomentField(label="Hết hạn lúc", help_text="Để trống thì đăng không thời hạn", required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Lý do", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )  # fmt: skip


class PassForm(forms.Form):
    """Why a number, day or superlative needs no proof here."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=400)
    reason = forms.CharField(
        label="Vì sao không cần minh chứng",
        help_text="Ví dụ: ngày lịch sử, tên phong trào",
        max_length=500,
        error_messages={"required": "Ghi vì sao chỗ này không cần minh chứng."},
    )


class SignOffForm(forms.Form):
    """Somebody in it has read it and agrees."""

    exemplar = forms.TypedChoiceField(label="Người trong bài", coerce=int, error_messages={"required": "Chọn người."})
    signer_name = forms.CharField(
        label="Ai đã đọc và đồng ý", max_length=120, error_messages={"required": "Ghi ai đã đọc và đồng ý."}
    )
    signed_on = forms.DateField(
        label="Ngày đồng ý",
        help_text=DATE_HINT,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages=DATE_WRONG,
    )
    note = forms.CharField(
        label="Đồng ý bằng cách nào", help_text="Bắt buộc khi không có bản chụp", max_length=300, required=False
    )
    scan = forms.FileField(label="Bản chụp có chữ ký", help_text="Tệp PDF hoặc ảnh, không quá 20 MB", required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exemplar"].choices = people  # type: ignore[attr-defined]


class ColumnForm(forms.Form):
    """A new column or special page."""

    kind = forms.ChoiceField(label="Loại", choices=_capital(ColumnKind.choices))
    name = forms.CharField(label="Tên", max_length=120, error_messages={"required": "Ghi tên."})
    intro = forms.CharField(label="Lời giới thiệu", max_length=400, required=False)
