"""What is typed about an event. Checks of substance are in the operations."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms

from neuguong.core.periods import LOCAL
from neuguong.programme.enums import EventKind
from neuguong.publicity.enums import AttendeePart, EventState
from neuguong.publicity.enums import EventForm as HowHeld
from neuguong.publicity.models import Event, ProgrammeLine
from neuguong.publicity.operations.attendees import Guest
from neuguong.publicity.operations.events import EventWords, Line

Choices = Iterable[tuple[str, str]]
_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025."}
_TIME = {"invalid": "Ghi giờ theo dạng giờ:phút, ví dụ 07:30."}
_NUMERIC = {"class": "num", "inputmode": "numeric", "autocomplete": "off"}
LETTERS = 10_000


def _capital(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    return [(str(code), f"{label[:1].upper()}{label[1:]}") for code, label in ((one, str(two)) for one, two in choices)]


class ListForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=EventState.choices)
    kind = forms.ChoiceField(required=False, choices=EventKind.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class EventForm(forms.Form):
    """Everything that is said of an event."""

    unit = forms.ChoiceField(label="Đơn vị tổ chức", error_messages={"required": "Chọn đơn vị tổ chức."})
    name = forms.CharField(
        label="Tên sự kiện",
        max_length=200,
        help_text="Ví dụ: Hội nghị tôn vinh điển hình tiên tiến năm 2023",
        error_messages={"required": "Ghi tên sự kiện.", "max_length": "Tên sự kiện không quá 200 ký tự."},
    )
    kind = forms.ChoiceField(
        label="Loại sự kiện",
        choices=[("", "Chọn một loại"), *_capital(EventKind.choices)],
        help_text="Tổ chức xong thì sự kiện tự tính cho việc phải làm cùng loại của kế hoạch.",
        error_messages={"required": "Chọn loại sự kiện."},
    )
    day = forms.DateField(
        label="Ngày tổ chức",
        error_messages=_DAY | {"required": "Ghi ngày tổ chức."},
        help_text="Ngày/tháng/năm",
        widget=forms.DateInput(attrs=_NUMERIC),
    )
    starts = forms.TimeField(
        label="Bắt đầu lúc",
        error_messages=_TIME | {"required": "Ghi giờ bắt đầu."},
        help_text="Giờ:phút, ví dụ 07:30",
        widget=forms.TimeInput(attrs=_NUMERIC, format="%H:%M"),
    )
    ends = forms.TimeField(
        label="Kết thúc lúc",
        error_messages=_TIME | {"required": "Ghi giờ kết thúc dự kiến."},
        help_text="Giờ:phút, dự kiến",
        widget=forms.TimeInput(attrs=_NUMERIC, format="%H:%M"),
    )
    last_day = forms.DateField(
        label="Ngày kết thúc",
        required=False,
        error_messages=_DAY,
        help_text="Để trống nếu xong trong ngày",
        widget=forms.DateInput(attrs=_NUMERIC),
    )
    form = forms.ChoiceField(
        label="Hình thức",
        choices=_capital(HowHeld.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn hình thức trực tiếp, trực tuyến hoặc lồng ghép."},
    )
    place = forms.CharField(
        label="Địa điểm", required=False, max_length=200, help_text="Hội trường, địa chỉ; trực tuyến thì để trống"
    )
    online_link = forms.CharField(
        label="Đường dẫn trực tuyến", required=False, max_length=500, help_text="Bắt đầu bằng https://"
    )
    within = forms.CharField(
        label="Lồng ghép trong", required=False, max_length=200, help_text="Tên hội nghị sơ kết, tổng kết, buổi họp"
    )
    audience = forms.CharField(
        label="Thành phần dự", required=False, max_length=300, help_text="Ví dụ: học sinh khối 9, giáo viên"
    )
    about = forms.CharField(
        label="Nội dung", required=False, max_length=LETTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
    programme = forms.CharField(
        label="Chương trình",
        required=False,
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Mỗi dòng một việc: giờ | nội dung | người thực hiện. Ví dụ: 07:30 | Đón đại biểu | Ban tổ chức",
    )
    shared_with = forms.MultipleChoiceField(
        label="Đơn vị cùng tổ chức",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sự kiện được tính cho từng đơn vị đánh dấu ở đây",
        error_messages={"invalid_choice": "Chọn lại đơn vị cùng tổ chức trong danh sách."},
    )
    is_public = forms.BooleanField(
        label="Đăng lên cổng công khai khi công bố",
        required=False,
        help_text="Trên cổng chỉ có tên, thời gian, địa điểm, nội dung, chương trình; không có danh sách người dự",
    )
    takes_registrations = forms.BooleanField(
        label="Nhận đăng ký dự trên cổng",
        required=False,
        help_text="Chỉ với sự kiện công khai; ai cũng đăng ký được đến giờ bắt đầu",
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, sharing: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["shared_with"].choices = list(sharing)  # type: ignore[attr-defined]
        if len(self.fields["unit"].choices) == 1:  # type: ignore[attr-defined]
            self.fields["unit"].widget = forms.HiddenInput()

    def clean_programme(self) -> tuple[Line, ...]:
        """Lines with one or two bars between their parts; a line without any is content only."""
        lines = []
        for line in self.cleaned_data["programme"].splitlines():
            if line.strip():
                parts = [part.strip() for part in line.split("|", 2)]
                lines.append(Line("", parts[0]) if len(parts) == 1 else Line(*parts))
        return tuple(lines)

    def words(self) -> EventWords:
        """What was typed, as the operation takes it."""
        data = self.cleaned_data
        last = data["last_day"] or data["day"]
        return EventWords(
            name=data["name"], kind=data["kind"], form=data["form"], starts_at=_moment(data["day"], data["starts"]),
            ends_at=_moment(last, data["ends"]), place=data["place"], online_link=data["online_link"],
            within=data["within"], about=data["about"], audience=data["audience"], is_public=data["is_public"],
            takes_registrations=data["takes_registrations"],
            shared_with=tuple(int(one) for one in data["shared_with"]), programme=data["programme"],
        )  # fmt: skip


def _moment(day: Any, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LOCAL)


def initial_of(event: Event, lines: Iterable[ProgrammeLine], sharing: Iterable[int]) -> Mapping[str, Any]:
    """An event as its form shows it."""
    starts, ends = event.starts_at.astimezone(LOCAL), event.ends_at.astimezone(LOCAL)
    return {
        "unit": str(event.unit_id), "name": event.name, "kind": event.kind, "day": starts.date(), "starts": starts.time(),
        "ends": ends.time(), "last_day": ends.date() if ends.date() != starts.date() else None, "form": event.form,
        "place": event.place, "online_link": event.online_link, "within": event.within, "audience": event.audience,
        "about": event.about, "is_public": event.is_public,
        "takes_registrations": event.takes_registrations, "shared_with": [str(pk) for pk in sharing],
        "programme": "\n".join(" | ".join((one.begins, one.content, one.who)).removesuffix(" | ") for one in lines),
        "version": event.version,
    }  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is taken back or called off."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do."},
    )


class HeldForm(forms.Form):
    """How many came and what came of it."""

    delegates = forms.IntegerField(
        label="Số người dự",
        min_value=0,
        max_value=100_000,
        help_text="Tất cả người dự, kể cả học sinh, sinh viên",
        error_messages={"required": "Ghi số người dự.", "invalid": "Ghi một số."},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    pupils = forms.IntegerField(
        label="Trong đó học sinh, sinh viên",
        min_value=0,
        max_value=100_000,
        required=False,
        error_messages={"invalid": "Ghi một số."},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    outcome = forms.CharField(
        label="Kết quả",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tôn vinh ai, trao đổi điều gì",
    )


class ListOfPeopleForm(forms.Form):
    """What the list of people is narrowed to; anything unreadable counts as not asked."""

    q = forms.CharField(required=False, max_length=100)
    which = forms.CharField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class GuestsForm(forms.Form):
    """People from outside, a line each."""

    part = forms.ChoiceField(
        label="Tư cách", choices=_capital(AttendeePart.choices), error_messages={"required": "Chọn tư cách dự."}
    )
    guests = forms.CharField(
        label="Người được mời",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một người: họ tên | chức vụ, đơn vị | thư điện tử. Thư điện tử để trống được; dán từ Excel cũng được",
        error_messages={"required": "Ghi ít nhất một người."},
    )

    def lines(self) -> list[Guest]:
        """The people, whether their parts stand between bars or between tabs."""
        found = []
        for line in self.cleaned_data["guests"].splitlines():
            if line.strip():
                parts = [part.strip() for part in line.replace("\t", "|").split("|")][:3]
                found.append(Guest(*parts))
        return found


class ExemplarForm(forms.Form):
    """Whom of the register to invite, and as what."""

    exemplar = forms.MultipleChoiceField(
        label="Điển hình tìm thấy",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Đánh dấu ít nhất một điển hình.",
            "invalid_choice": "Có điển hình không còn trong sổ hoặc đã có trong danh sách. Tìm và chọn lại.",
        },
    )
    part = forms.ChoiceField(
        label="Tư cách", choices=_capital(AttendeePart.choices), error_messages={"required": "Chọn tư cách dự."}
    )

    def __init__(self, *args: Any, found: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["exemplar"].choices = list(found)  # type: ignore[attr-defined]


class DoorForm(forms.Form):
    """Somebody who came and stands on no list."""

    name = forms.CharField(label="Họ tên", max_length=120, error_messages={"required": "Ghi họ tên."})
    office = forms.CharField(label="Chức vụ, đơn vị", required=False, max_length=200)
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
