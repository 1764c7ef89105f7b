"""What is typed of a decision, of an agreement and its end. Checks of substance are in the operations."""

from typing import Any

from django import forms

from neuguong.exemplars.enums import (
    HIGHER_LEVELS,
    ConsentChannel,
    ConsentPurpose,
    Labour,
    RewardState,
    SubjectKind,
    WithdrawalWay,
)
from neuguong.exemplars.operations.rewards import LINES, REASON, Told
from neuguong.programme.models import Sector
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

Choices = list[tuple[int, str]]
FILE = "Tệp PDF hoặc ảnh, không quá 20 MB"
GRANTS = [
    (f"{what}:{where}", f"{label[:1].upper()}{label[1:]}, đăng trên {place}")
    for where, place in ConsentChannel.choices
    for what, label in ConsentPurpose.choices
]


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=DATE_HINT, error_messages=DATE_WRONG,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
    )  # fmt: skip


def _line(name: str, label: str, hint: str = "", **more: Any) -> forms.CharField:
    most, missing = LINES[name]
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing},
        **more,
    )


class WantedForm(forms.Form):
    """What of the list."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=[("", ""), *RewardState.choices])


class RewardForm(forms.Form):
    """The decision, line by line."""

    decision_number = _line("decision_number", "Số quyết định", "Ví dụ 1234/QĐ-UBND")
    decided_on = _day("Ngày quyết định")
    level = forms.ChoiceField(
        label="Cấp khen", choices=_capital([(one.value, one.label) for one in HIGHER_LEVELS]), widget=forms.RadioSelect,
        help_text="Khen của huyện, xã, đơn vị thì lập hồ sơ giới thiệu", error_messages={"required": "Chọn cấp khen."},
    )  # fmt: skip
    authority = _line("authority", "Người hoặc cơ quan quyết định", "Ví dụ Chủ tịch UBND tỉnh, Bộ trưởng Bộ Y tế")
    award = _line("award", "Hình thức khen thưởng", "Chép như trong quyết định, ví dụ Bằng khen của Chủ tịch UBND tỉnh")
    kind = forms.ChoiceField(
        label="Khen ai", choices=_capital(SubjectKind.choices), widget=forms.RadioSelect, initial="individual"
    )
    form_of_address = _line("form_of_address", "Danh xưng", "Ông, bà, anh, chị, em")
    name = _line("name", "Họ tên, hoặc tên tập thể, hộ", "Chép như trong quyết định")
    birth_year = forms.IntegerField(
        label="Năm sinh", help_text="Để biết ai phải ký đồng ý; không hiện công khai", required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": "Ghi năm sinh bằng bốn chữ số."},
    )  # fmt: skip
    position = _line("position", "Chức vụ, công việc", "Chép như trong quyết định; hiện trong bài")
    labour = forms.ChoiceField(label="Vị trí", choices=[("", "Không rõ"), *_capital(Labour.choices)], required=False)
    unit = forms.TypedChoiceField(
        label="Nơi ở hoặc nơi làm việc", coerce=int, error_messages={"required": "Chọn xã, phường hoặc cơ quan."}
    )
    sector = forms.TypedChoiceField(label="Lĩnh vực", coerce=int, empty_value=None, required=False)
    praised_for = _line(
        "praised_for", "Vì đã …", "Chép nguyên câu của quyết định. Bài viết chỉ nêu được số liệu có trong câu này",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    scan = forms.FileField(
        label="Bản chụp quyết định", help_text=FILE,
        error_messages={"required": "Chọn bản chụp quyết định.", "empty": "Tệp trống. Chọn lại bản chụp."},
    )  # fmt: skip
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    OPTIONAL = ("form_of_address", "birth_year", "labour", "sector")

    def __init__(
        self, *args: Any, units: Choices, sectors: dict[int, Sector], again: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.sectors = sectors
        self.fields["unit"].choices = [("", "Chọn đơn vị"), *units]  # type: ignore[attr-defined]
        named = [(pk, one.name) for pk, one in sectors.items()]
        self.fields["sector"].choices = [("", "Không thuộc lĩnh vực nào"), *named]  # type: ignore[attr-defined]
        if again:
            self.fields["scan"].required = False
            self.fields["scan"].label = "Bản chụp khác, thay bản đang có"
            self.OPTIONAL = (*self.OPTIONAL, "scan")

    @property
    def told(self) -> Told:
        """What was typed, once it is valid."""
        names = set(Told.__dataclass_fields__) - {"sector"}
        words = {name: self.cleaned_data[name] for name in names}
        return Told(**words, sector=self.sectors.get(self.cleaned_data["sector"]))


class CheckForm(forms.Form):
    """Whoever compares has the scan open."""

    read = forms.BooleanField(
        label="Tôi đã mở bản chụp và so từng dòng: số, ngày, người ký, hình thức, tên, công việc, câu “vì đã”",
        error_messages={"required": "Mở bản chụp, so từng dòng rồi đánh dấu."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why the record goes."""

    reason = forms.CharField(label="Lý do rút", max_length=REASON, error_messages={"required": "Ghi lý do rút."})


class AgreedForm(forms.Form):
    """Somebody agreed to be told of. Nothing is ticked beforehand."""

    giver = forms.ChoiceField(
        label="Ai đồng ý", widget=forms.RadioSelect, error_messages={"required": "Chọn ai đã đồng ý."}
    )
    signer_name = forms.CharField(
        label="Họ tên người đồng ý", max_length=120, error_messages={"required": "Ghi họ tên người đồng ý."}
    )
    relation = forms.CharField(
        label="Quan hệ hoặc chức vụ",
        help_text="Ghi khi đồng ý thay: mẹ, con, tổ trưởng…",
        max_length=120,
        required=False,
    )
    given_on = _day("Ngày đồng ý")
    grants = forms.MultipleChoiceField(
        label="Đồng ý những gì", choices=GRANTS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đánh dấu ít nhất một điều mà người ấy đã đồng ý."},
    )  # fmt: skip
    scan = forms.FileField(label="Bản chụp phiếu có chữ ký", help_text=FILE, required=False)
    how = forms.CharField(
        label="Đồng ý bằng cách nào", help_text="Bắt buộc khi không có bản chụp", max_length=300, required=False
    )

    def __init__(self, *args: Any, givers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["giver"].choices = _capital(givers)  # type: ignore[attr-defined]


class AgreedNoMoreForm(forms.Form):
    """They no longer agree."""

    consent = forms.TypedChoiceField(
        label="Lần đồng ý được rút", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Chọn một lần."}
    )
    withdrawn_on = _day("Ngày nhận được yêu cầu")
    way = forms.ChoiceField(
        label="Yêu cầu đến bằng cách nào", choices=_capital(WithdrawalWay.choices), widget=forms.RadioSelect,
        error_messages={"required": "Chọn cách."},
    )  # fmt: skip
    note = forms.CharField(label="Ghi thêm", max_length=300, required=False)

    def __init__(self, *args: Any, consents: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["consent"].choices = consents  # type: ignore[attr-defined]


class MeetForm(forms.Form):
    """A clock of a withdrawal whose work is done."""

    clock = forms.CharField(widget=forms.HiddenInput)
