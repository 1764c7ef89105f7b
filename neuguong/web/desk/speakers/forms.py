"""What is typed about a speaker, a talk, and what a sheet is made of."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.models import Exemplar
from neuguong.org.enums import SpeakerKind
from neuguong.org.models import Account, Speaker, Unit
from neuguong.publicity.enums import AudienceKind
from neuguong.publicity.operations.sessions import MOST_LISTENERS
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

FILE_EMPTY = "Tệp trống, không có gì bên trong. Hãy chọn lại tệp."


def _day(label: str, *, required: bool = True, hint: str = DATE_HINT) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(
            attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"
        ),
        error_messages=DATE_WRONG,
    )


def _capital(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


def _units(units: Iterable[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in units]


class SpeakerForm(forms.Form):
    """Somebody on a unit's roster; unit and account are chosen once, when they are entered."""

    unit = forms.ChoiceField(label="Thuộc danh sách của", error_messages={"required": "Chọn đơn vị."})
    kind = forms.ChoiceField(
        label="Là",
        choices=_capital(SpeakerKind.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn báo cáo viên hoặc tuyên truyền viên."},
    )
    account = forms.ChoiceField(
        label="Người có tài khoản",
        required=False,
        help_text="Không có tài khoản thì để trống và ghi họ tên ở dưới",
    )
    name = forms.CharField(label="Họ và tên", required=False, max_length=120)
    position = forms.CharField(label="Chức vụ, nơi công tác", required=False, max_length=200)
    phone = forms.CharField(label="Điện thoại", required=False, max_length=30)
    topics = forms.CharField(
        label="Chuyên đề nói được",
        max_length=400,
        help_text="Ví dụ: làm kinh tế vườn; học tập và làm theo Bác; chuyển đổi số",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi chuyên đề nói được."},
    )
    document = forms.CharField(
        label="Số thẻ, quyết định",
        required=False,
        max_length=200,
        help_text="Ví dụ: Thẻ số 12, Quyết định số 45-QĐ/BTG ngày 15/01/2024",
    )
    valid_from = _day("Từ ngày")
    valid_until = _day("Đến hết ngày", required=False, hint="Để trống nếu thẻ, quyết định không có ngày cuối")
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[Unit], accounts: Iterable[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        people = [(str(one.pk), f"{one.full_name}, {one.title}" if one.title else one.full_name) for one in accounts]
        self.fields["unit"].choices = _units(units)  # type: ignore[attr-defined]
        self.fields["account"].choices = [("", "Không có tài khoản"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name for whom no account names."""
        data = super().clean() or {}
        if "account" in data and not data["account"] and not data.get("name"):
            self.add_error("name", "Ghi họ và tên, hoặc chọn người có tài khoản.")
        return data


class SpeakerEditForm(SpeakerForm):
    """The same for a row that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, speaker: Speaker, **more: Any) -> None:
        super().__init__(*args, units=(), accounts=(), **more)
        for name in ("unit", "account", "form_key", *(["name"] if speaker.account_id else [])):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The name stays required where it is typed."""
        data = super().clean()
        if "name" in self.fields and not data.get("name"):
            self.add_error("name", "Ghi họ và tên.")
        return data


class EndForm(forms.Form):
    """Why somebody speaks no more."""

    ended_on = _day("Thôi từ ngày")
    reason = forms.CharField(label="Lý do thôi", max_length=300, error_messages={"required": "Ghi lý do thôi."})


class TalkForm(forms.Form):
    """A talk that was held. `find` looks for more exemplars and keeps what was typed."""

    unit = forms.ChoiceField(label="Đơn vị tổ chức", error_messages={"required": "Chọn đơn vị."})
    speaker = forms.ChoiceField(
        label="Người nói chuyện", error_messages={"required": "Chọn người nói chuyện trong danh sách."}
    )
    held_on = _day("Ngày nói chuyện")
    place = forms.CharField(
        label="Nơi nói chuyện",
        max_length=200,
        help_text="Ví dụ: nhà văn hóa thôn Phước Tuy 1",
        error_messages={"required": "Ghi nơi nói chuyện."},
    )
    audience = forms.ChoiceField(
        label="Người nghe",
        choices=_capital(AudienceKind.choices),
        error_messages={"required": "Chọn người nghe."},
    )
    audience_count = forms.IntegerField(
        label="Số người nghe",
        min_value=1,
        max_value=MOST_LISTENERS,
        widget=forms.TextInput(attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Ghi số người nghe.",
            "invalid": "Ghi số người nghe bằng chữ số.",
            "min_value": "Ghi số người nghe, từ 1 đến 100.000.",
            "max_value": "Ghi số người nghe, từ 1 đến 100.000.",
        },
    )
    topics = forms.CharField(label="Chủ đề", max_length=400, error_messages={"required": "Ghi chủ đề."})
    told = forms.MultipleChoiceField(
        label="Điển hình được kể",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Có điển hình không còn trong sổ điển hình công khai. Chọn lại."},
    )
    q = forms.CharField(label="Tìm điển hình khác theo tên", required=False, max_length=200)
    file = forms.FileField(
        label="Tệp chứng minh",
        required=False,
        help_text="Ảnh, danh sách người dự, biên bản: ảnh, PDF, Word hoặc Excel, không quá 20 MB",
        error_messages={"empty": FILE_EMPTY},
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Iterable[Unit], speakers: Iterable[Speaker], pages: Iterable[Exemplar], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = _units(units)  # type: ignore[attr-defined]
        self.fields["speaker"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn người nói chuyện"),
            *((str(one.pk), f"{one.name}, {one.unit.name}") for one in speakers),
        ]
        self.fields["audience"].choices = [("", "Chọn người nghe"), *_capital(AudienceKind.choices)]  # type: ignore[attr-defined]
        self.fields["told"].choices = [(one.slug, f"{one.name}, {one.unit.name}") for one in pages]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a talk counts no more."""

    reason = forms.CharField(label="Lý do rút", max_length=300, error_messages={"required": "Ghi lý do rút."})


class YearForm(forms.Form):
    """Which year and which page are asked for; anything unreadable counts as not asked."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2200)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class SheetForm(forms.Form):
    """Which stories are sought for a sheet."""

    q = forms.CharField(required=False, max_length=200)
    sector = forms.CharField(required=False, max_length=40)
