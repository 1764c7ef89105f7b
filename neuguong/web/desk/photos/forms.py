"""What is typed about a photo. Checks of substance are in the operations."""

from typing import Any

from django import forms

from neuguong.programme.models import Plan
from neuguong.publicity.models.photo import CREDIT, REASON, WORDS
from neuguong.publicity.operations.photos import Told
from neuguong.publicity.queries.photos import exemplar_meant

Choices = list[tuple[int, str]]


def _hundredth(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=100, initial=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Ghi một số từ 0 đến 100."),
    )  # fmt: skip


class ToldForm(forms.Form):
    """A photo in words, and where its main point lies."""

    words = forms.CharField(
        label="Mô tả ảnh", help_text="Ảnh có ai, ở đâu, đang làm gì, cho người không nhìn thấy ảnh", max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Mô tả ảnh bằng lời cho người không nhìn thấy."},
    )  # fmt: skip
    credit = forms.CharField(
        label="Người chụp", help_text="Hiện dưới ảnh", max_length=CREDIT,
        error_messages={"required": "Ghi ai chụp ảnh."},
    )  # fmt: skip
    shows_person = forms.BooleanField(
        label="Trong ảnh có người được nêu gương", required=False, initial=True,
        help_text="Ảnh chỉ hiện khi phiếu đồng ý đăng ảnh của người được bài viết nêu còn hiệu lực",
    )  # fmt: skip
    exemplar = forms.CharField(
        label="Điển hình trong ảnh", required=False, max_length=200,
        help_text="Tên đúng như trong sổ điển hình, hoặc địa chỉ trang của điển hình. Ảnh chỉ hiện khi chính người ấy đồng ý",
    )  # fmt: skip

    focal_x = _hundredth("Điểm chính từ trái sang (%)")
    focal_y = _hundredth("Điểm chính từ trên xuống (%)")

    OPTIONAL = ("exemplar",)

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan = plan

    def clean_exemplar(self) -> Any:
        """Who is meant, or nobody."""
        typed = self.cleaned_data["exemplar"].strip()
        found = exemplar_meant(self.plan, typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(
                "Không có điển hình nào, hoặc có nhiều điển hình cùng tên này. Chép địa chỉ trang của điển hình vào đây."
            )
        return found

    @property
    def told(self) -> Told:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        names = ("words", "credit", "focal_x", "focal_y", "shows_person", "exemplar")
        return Told(**{name: data[name] for name in names if name in data})


class NewForm(ToldForm):
    """A new picture."""

    file = forms.FileField(
        label="Ảnh", help_text="JPEG, PNG, WebP hoặc HEIC, không quá 20 MB. Vị trí chụp và thông tin máy ảnh được bỏ đi",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.heic,.heif"}),
        error_messages={"required": "Chọn ảnh.", "empty": "Tệp trống. Chọn lại ảnh."},
    )  # fmt: skip
    unit = forms.TypedChoiceField(label="Ảnh của", coerce=int, error_messages={"required": "Chọn đơn vị."})
    field_order = ("file", "unit", "words", "credit", "shows_person", "exemplar", "focal_x", "focal_y")

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        del self.fields["focal_x"], self.fields["focal_y"]  # set on the picture, once it is there


class ChooseForm(ToldForm):
    """A photo of a dossier."""

    photo = forms.TypedChoiceField(
        label="Ảnh trong hồ sơ", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Chọn một ảnh."}
    )
    field_order = ("photo", "words", "credit", "shows_person")

    def __init__(self, *args: Any, photos: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["photo"].choices = photos  # type: ignore[attr-defined]
        del self.fields["exemplar"], self.fields["focal_x"], self.fields["focal_y"]


class RemoveForm(forms.Form):
    """Why it goes."""

    reason = forms.CharField(label="Lý do bỏ ảnh", max_length=REASON, error_messages={"required": "Ghi lý do bỏ ảnh."})
