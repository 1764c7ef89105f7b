"""What a citizen types: three fields and a photo, or a receipt's code."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.operations import objections
from neuguong.exemplars.operations.suggestions import ABOUT, CONTACT, DEED
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit

PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
ACCEPT = "image/jpeg,image/png,image/webp,.heic"
PHOTO_MB = 10


def grouped(units: Iterable[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units under the name of their kind, communes first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        found.setdefault(unit.kind, []).append((str(unit.pk), unit.name))
    order = [UnitKind.COMMUNE, UnitKind.HAMLET, *(kind for kind in UnitKind)]
    labels = {kind: kind.label[:1].upper() + kind.label[1:] for kind in order}
    return [(labels[kind], found[kind]) for kind in dict.fromkeys(order) if kind in found]


def trap() -> forms.CharField:
    """A field that people do not see and automatic senders fill."""
    widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    return forms.CharField(label="Để trống ô này", required=False, max_length=200, widget=widget)


class SuggestionForm(forms.Form):
    """Somebody who could be an example."""

    about = forms.CharField(
        label="Giới thiệu ai, ở đâu",
        help_text="Tên người, tập thể hoặc hộ; thôn, xóm, nơi làm việc. Không biết tên thì tả để tìm được.",
        max_length=ABOUT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ghi tên hoặc cách nhận ra người, tập thể, hộ; ở đâu."},
    )
    deed = forms.CharField(
        label="Đã làm gì",
        help_text="Làm việc gì, từ khi nào, ai được nhờ. Ghi điều bạn biết chắc; không ghi số căn cước, bệnh tật.",
        max_length=DEED,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Kể việc đã làm."},
    )
    contact = forms.CharField(
        label="Liên hệ lại với bạn",
        help_text="Tên và số điện thoại hoặc thư điện tử, nếu muốn được hỏi thêm. Chỉ cán bộ xử lý đọc được.",
        max_length=CONTACT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    place = forms.ChoiceField(
        label="Địa bàn, đơn vị", help_text="Không chắc thì để “Chưa rõ”.", required=False, choices=[]
    )
    photo = forms.FileField(
        label="Ảnh",
        help_text=f"Một ảnh, không quá {PHOTO_MB} MB. Ảnh không đưa lên trang công khai.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    website = trap()

    def __init__(self, *args: Any, units: Iterable[Unit], must_choose: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        place = self.fields["place"]
        place.choices = [("", "Chọn" if must_choose else "Chưa rõ"), *grouped(units)]
        if must_choose:
            place.required, place.help_text = True, ""
            place.error_messages["required"] = "Chọn địa bàn hoặc đơn vị."

    def clean_photo(self) -> Any:
        """Only a picture; what is inside is looked at when it is taken in."""
        photo = self.cleaned_data.get("photo")
        if photo and not photo.name.lower().endswith(PHOTO_ENDINGS):
            raise forms.ValidationError("Chỉ nhận ảnh JPEG, PNG, WebP hoặc HEIC. Chọn lại ảnh, hoặc gửi không kèm ảnh.")
        return photo


class GoodDeedForm(SuggestionForm):
    """One good deed, the short way."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        about, deed = self.fields["about"], self.fields["deed"]
        about.label, about.help_text = (
            "Ai làm, ở đâu",
            "Không biết tên cũng được: “anh bảo vệ chợ”, “nhóm học sinh lớp 9”.",
        )
        deed.label, deed.help_text = "Việc tốt là gì", "Một, hai câu: việc gì, ngày nào, giúp được ai."
        deed.widget.attrs["rows"] = 4


class CodeForm(forms.Form):
    """A receipt's code."""

    code = forms.CharField(
        label="Mã phiếu",
        help_text="Mười chữ và số trên phiếu, gõ hoa hay thường, có gạch hay không đều được.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Gõ mã phiếu."},
    )


class CommentForm(forms.Form):
    """A signed comment on a dossier."""

    name = forms.CharField(
        label="Họ tên của bạn",
        help_text="Ý kiến không ký tên không được xem xét. Đơn vị và người được nêu không biết ai có ý kiến.",
        max_length=objections.NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Ghi họ tên. Ý kiến không ký tên không được xem xét."},
    )
    email = forms.EmailField(
        label="Thư điện tử",
        help_text="Để gửi đường dẫn xác nhận và trả lời. Không có thư điện tử thì gửi văn bản đến cơ quan thường trực.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Ghi thư điện tử.", "invalid": "Địa chỉ thư điện tử chưa đúng."},
    )
    contact = forms.CharField(
        label="Điện thoại, địa chỉ",
        max_length=objections.CONTACT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    words = forms.CharField(
        label="Ý kiến",
        help_text="Điều gì đúng, điều gì chưa đúng; ai, ở đâu, khi nào, có thể kiểm ở đâu.",
        max_length=objections.WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Viết ý kiến."},
    )
    website = trap()
