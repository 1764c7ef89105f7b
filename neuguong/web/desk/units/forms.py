"""What is typed about acts on units."""

from typing import Any

from django import forms

from neuguong.org.enums import LineageKind, UnitKind
from neuguong.web.desk.board.forms import NOT_TOO_FAR

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 01/07/2025.", "required": "Ghi ngày có hiệu lực."}


class ActForm(forms.Form):
    """By which act, from which day."""

    owner = forms.TypedChoiceField(label="Phạm vi", coerce=int)
    act = forms.CharField(
        label="Văn bản",
        max_length=200,
        help_text="Số, ngày và cơ quan ban hành, ví dụ Nghị quyết 1667/NQ-UBTVQH15",
        error_messages={"required": "Ghi số, ngày và cơ quan ban hành văn bản."},
    )
    effective_on = forms.DateField(label="Có hiệu lực từ ngày", error_messages=_DAY, help_text="Ngày/tháng/năm")
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **more: Any):
        super().__init__(*args, **more)
        self.fields["owner"].choices = owners
        self.fields["effective_on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}


class ChangeForm(forms.Form):
    """One change: which units, into which one that is there or into a new one."""

    predecessors = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chọn đơn vị thay đổi."}
    )
    into = forms.ChoiceField(label="Vào đơn vị đang có", required=False)
    name = forms.CharField(label="Tên đơn vị mới", required=False, max_length=200)
    short_name = forms.CharField(label="Tên gọn", required=False, max_length=100)
    official_code = forms.CharField(label="Mã đơn vị", required=False, max_length=20)
    kind = forms.ChoiceField(label="Loại đơn vị", choices=UnitKind.choices, required=False)
    parent = forms.ChoiceField(label="Cấp trên", required=False)
    place = forms.CharField(label="Địa bàn", required=False, max_length=200)
    is_main = forms.BooleanField(label="Tiếp quản phần không giao cho đơn vị nào khác", required=False)

    def __init__(
        self, *args: Any, change: str, units: list[tuple[str, str]], parents: list[tuple[str, str]], **more: Any
    ):
        super().__init__(*args, **more)
        none = ("", "Không chọn")
        self.fields["predecessors"].choices = units
        self.fields["predecessors"].label = {
            LineageKind.MERGED: "Các đơn vị sáp nhập",
            LineageKind.SPLIT: "Đơn vị chia tách",
            LineageKind.RENAMED: "Đơn vị đổi tên",
            LineageKind.ABOLISHED: "Các đơn vị kết thúc",
        }.get(LineageKind(change) if change in LineageKind.values else LineageKind.MERGED, "")
        self.fields["into"].choices = [none, *parents]
        self.fields["parent"].choices = [("", "Không có, là đơn vị cao nhất"), *parents]
        for name in _UNUSED[change]:
            del self.fields[name]
        if change == LineageKind.ABOLISHED:
            self.fields["into"].label = "Đơn vị tiếp quản phần việc còn lại"

    @property
    def optional(self) -> set[str]:
        """Fields that may stay empty, whatever else is said."""
        return {"into", "short_name", "official_code", "place", "parent", "name"} & set(self.fields)


_NEW = ("name", "short_name", "official_code", "kind", "parent", "place")
_UNUSED: dict[str, tuple[str, ...]] = {
    LineageKind.MERGED: ("is_main",),
    LineageKind.SPLIT: (),
    LineageKind.RENAMED: ("into", "is_main"),
    LineageKind.ABOLISHED: ("is_main", *_NEW),
    "top": ("predecessors", "into", "is_main"),
}


class FileForm(forms.Form):
    """A unit file from which the act's day is read."""

    file = forms.FileField(
        label="Tệp đơn vị (.toml)", error_messages={"required": "Chọn tệp.", "empty": "Tệp trống, hãy chọn lại."}
    )


class ReasonForm(forms.Form):
    """Why what was recorded was a mistake."""

    reason = forms.CharField(
        label="Lý do hủy ghi nhận",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do hủy ghi nhận."},
    )


class SearchForm(forms.Form):
    """A name or a code of a unit."""

    q = forms.CharField(required=False, max_length=100)


class CountForm(forms.Form):
    """Which year, as of which day, laid out how."""

    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    on = forms.DateField(label="Tính đến hết ngày", required=False, error_messages=_DAY, validators=[NOT_TOO_FAR])
    today = forms.ChoiceField(required=False, choices=[("", "như lúc ấy"), ("1", "theo đơn vị ngày nay")])

    def __init__(self, *args: Any, years: list[int], **more: Any):
        super().__init__(*args, **more)
        self.fields["year"].choices = [("", "Cả kế hoạch"), *((year, str(year)) for year in years)]
