"""What is typed about outlets, the calendar and what ran. Checks of substance are in the operations."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account, Unit
from neuguong.publicity.enums import OutletKind
from neuguong.publicity.models import Article, Outlet
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

_LENGTH = re.compile(r"(?:(\d{1,2}):(?=\d\d?:))?(\d{1,4})(?::(\d{1,2}))?")
_MANY = 2  # outlets: from so many on one chooses
FIND = "Tìm bài viết, điển hình khác"
FIND_HINT = "Gõ tên, rồi bấm Tìm; những gì đã ghi vẫn còn"


class LengthField(forms.Field):
    """A length of time: 5 (minutes), 5:30 (minutes and seconds) or 1:05:00; seconds as a number."""

    def to_python(self, value: Any) -> int | None:
        """Seconds, or nothing."""
        text = str(value or "").replace(" ", "")
        if not text:
            return None
        found = _LENGTH.fullmatch(text)
        if found is None or int(found[3] or 0) > 59:
            raise forms.ValidationError("Ghi số phút, hoặc phút:giây, ví dụ 5 hoặc 4:30.")
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def length_text(seconds: int | None) -> str:
    """As it is typed: 4:30."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}" if rest else str(minutes)


def _length(label: str, hint: str = "Số phút, hoặc phút:giây, ví dụ 5 hoặc 4:30") -> LengthField:
    return LengthField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off"}),
    )


def _day(label: str, *, required: bool = True, hint: str = DATE_HINT) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, error_messages=DATE_WRONG,
        widget=forms.DateInput(attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
    )  # fmt: skip


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, help_text="Ví dụ 17:30", input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H"],
        error_messages={"invalid": "Ghi giờ theo dạng 17:30."},
        widget=forms.TimeInput(attrs={"class": "num", "autocomplete": "off"}, format="%H:%M"),
    )  # fmt: skip


def _article(hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Bài viết", coerce=int, empty_value=None, required=False, help_text=hint,
        error_messages={"invalid_choice": "Bài này nay không còn phát, đăng được. Chọn bài trong danh sách."},
    )  # fmt: skip


def _offer(field: Any, articles: Sequence[Article]) -> None:
    if not articles:
        field.widget = forms.HiddenInput()
    field.choices = [
        ("", "Không theo bài viết nào"),
        *((one.pk, f"{one.title} ({one.unit.short_name})") for one in articles),
    ]


class OutletForm(forms.Form):
    """One outlet."""

    unit = forms.TypedChoiceField(
        label="Đơn vị có kênh",
        coerce=int,
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn đơn vị."},
    )
    kind = forms.ChoiceField(
        label="Loại kênh",
        choices=[
            ("", "Chọn loại kênh"),
            *((code, label[:1].upper() + label[1:]) for code, label in OutletKind.choices),
        ],
        error_messages={"required": "Chọn loại kênh."},
    )
    name = forms.CharField(
        label="Tên kênh", max_length=160, help_text="Ví dụ: Đài truyền thanh xã, Trang Facebook của xã",
        error_messages={"required": "Ghi tên kênh."},
    )  # fmt: skip
    address = forms.CharField(label="Địa chỉ trang hoặc nơi đặt", max_length=300, required=False)
    slot = _length("Thời lượng một lần phát", "Chỉ đài, loa và YouTube. Số phút, hoặc phút:giây, ví dụ 5 hoặc 4:30")
    valid_from = _day("Dùng từ ngày")
    valid_until = _day("Dùng đến hết ngày", required=False, hint="Để trống khi kênh còn dùng")
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[Unit], outlet: Outlet | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [(one.pk, one.name) for one in units]  # type: ignore[attr-defined]
        if outlet is not None:
            del self.fields["unit"], self.fields["kind"]


class _Telling(forms.Form):
    """Where, which article or of whom: what the calendar and the record have in common."""

    outlet = forms.TypedChoiceField(
        label="Kênh",
        coerce=int,
        error_messages={"required": "Chọn kênh.", "invalid_choice": "Chọn kênh trong danh sách."},
    )
    article = _article("Chọn bài thì kể về ai lấy theo bài, không phải đánh dấu ở dưới")
    exemplars = forms.TypedMultipleChoiceField(
        label="Kể về ai", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chọn điển hình trong danh sách."},
    )  # fmt: skip
    find = forms.CharField(label=FIND, required=False, max_length=100, help_text=FIND_HINT)
    title = forms.CharField(
        label="Nội dung", required=False, max_length=300,
        help_text="Để trống thì lấy tên bài viết, hoặc “Giới thiệu” và tên điển hình",
    )  # fmt: skip
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        outlets: Iterable[Outlet],
        articles: Sequence[Article],
        people: Iterable[Exemplar],
        own: Unit,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        _offer(self.fields["article"], articles)
        places = [
            (one.pk, one.name if one.unit_id == own.pk else f"{one.name} ({one.unit.short_name})") for one in outlets
        ]
        field: Any = self.fields["outlet"]
        field.choices = places if len(places) < _MANY else [("", "Chọn kênh"), *places]
        told: Any = self.fields["exemplars"]
        told.choices = [
            (one.pk, one.name if one.unit_id == own.pk else f"{one.name} ({one.unit.short_name})") for one in people
        ]


class BroadcastForm(_Telling):
    """What ran."""

    ran_on = _day("Ngày phát, đăng")
    ran_time = _hour("Giờ")
    airtime = _length("Thời lượng")
    link = forms.CharField(
        label="Đường dẫn", required=False, max_length=500, help_text="Địa chỉ bài đã đăng, bắt đầu bằng https://",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    despite = forms.BooleanField(
        label="Đã phát, đăng thật dù thiếu phiếu đồng ý. Ghi lại để xử lý; lần này không tính vào nhiệm vụ",
        required=False,
    )
    field_order = (
        "outlet",
        "ran_on",
        "article",
        "exemplars",
        "find",
        "title",
        "ran_time",
        "airtime",
        "link",
        "despite",
    )

    def __init__(self, *args: Any, asks: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks:
            self.fields["despite"].widget = forms.HiddenInput()


class PlannedForm(_Telling):
    """What is to run."""

    planned_on = _day("Ngày")
    planned_time = _hour("Giờ")
    in_charge = forms.TypedChoiceField(label="Người phụ trách", coerce=int, empty_value=None, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("outlet", "planned_on", "planned_time", "article", "exemplars", "find", "title", "in_charge")

    def __init__(self, *args: Any, staff: Iterable[Account], fixed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["in_charge"]
        field.choices = [("", "Chưa giao ai"), *((one.pk, one.full_name) for one in staff)]
        if fixed:
            del self.fields["outlet"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do."},
    )


class CalendarAsked(forms.Form):
    """Which days of which outlet; anything unreadable counts as not asked."""

    view = forms.ChoiceField(required=False, choices=[("month", "Tháng"), ("week", "Tuần")])
    day = forms.DateField(required=False)
    outlet = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def asked(self, today: date) -> tuple[str, date, int | None]:
        """View, a day in it, outlet."""
        self.is_valid()
        day = self.cleaned_data.get("day") or today
        day = day if 1990 < day.year < 2200 else today
        return self.cleaned_data.get("view") or "month", day, self.cleaned_data.get("outlet")


class ListAsked(forms.Form):
    """Which records."""

    outlet = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    flagged = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class ReachForm(forms.Form):
    """A file of figures."""

    file = forms.FileField(
        label="Tệp số liệu .csv", help_text="CSV UTF-8, không quá 2 MB",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Chọn tệp .csv.", "empty": "Tệp trống, không có gì bên trong."},
    )  # fmt: skip


class ScriptForm(forms.Form):
    """A script for which outlet, of which article or of whom."""

    outlet = forms.TypedChoiceField(
        label="Kênh", coerce=int, error_messages={"required": "Chọn kênh.", "invalid_choice": "Chọn kênh."}
    )
    article = _article("Đọc lời phát thanh của bài, hoặc chữ của bài nếu chưa viết lời riêng")
    exemplar = forms.TypedChoiceField(
        label="Điển hình",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Đọc câu chuyện đã kiểm chứng của điển hình",
        error_messages={"invalid_choice": "Chọn điển hình."},
    )
    find = forms.CharField(label=FIND, required=False, max_length=100, help_text="Gõ tên, rồi bấm Tìm")

    def __init__(
        self,
        *args: Any,
        outlets: Iterable[Outlet],
        articles: Sequence[Article],
        people: Iterable[Exemplar],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        _offer(self.fields["article"], articles)
        place: Any = self.fields["outlet"]
        place.choices = [(one.pk, f"{one.name} ({one.unit.short_name})") for one in outlets]
        who: Any = self.fields["exemplar"]
        who.choices = [("", "Chọn điển hình"), *((one.pk, f"{one.name} ({one.unit.short_name})") for one in people)]

    def clean(self) -> dict[str, Any]:
        """One thing to read: an article or somebody's story."""
        data = super().clean() or {}
        if bool(data.get("article")) == bool(data.get("exemplar")) and not self.errors:
            both = bool(data.get("article"))
            self.add_error(
                "exemplar", "Chỉ chọn một: bài viết hoặc điển hình." if both else "Chọn bài viết hoặc điển hình."
            )
        return data
