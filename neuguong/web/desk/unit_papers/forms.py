"""What is typed from a unit's letter, and what is said about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from neuguong.exemplars.enums import SubjectKind
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.unit_papers import Introduced
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.web.desk.duties.forms import RecordForm

LINES = 5  # shown at once; further dossiers come with a further letter or are opened one by one
_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025.", "required": "Ghi ngày."}
_NUMERIC = {"class": "num", "inputmode": "numeric", "autocomplete": "off"}


class LetterForm(forms.Form):
    """The letter itself."""

    number = forms.CharField(
        label="Số, ký hiệu văn bản của đơn vị",
        max_length=60,
        help_text="Ví dụ 15/BC-UBND",
        error_messages={"required": "Ghi số, ký hiệu văn bản của đơn vị."},
    )
    signed_on = forms.DateField(
        label="Ngày văn bản", help_text="Ngày/tháng/năm", error_messages=_DAY, widget=forms.TextInput(attrs=_NUMERIC)
    )
    signer = forms.CharField(label="Người ký", max_length=120, required=False)
    arrived_on = forms.DateField(
        label="Ngày đến",
        help_text="Ngày cơ quan nhận được; đúng hạn hay trễ tính theo ngày này",
        error_messages=_DAY,
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    arrived_at = forms.TimeField(
        label="Giờ đến",
        help_text="Ví dụ 16:05",
        input_formats=["%H:%M", "%Hh%M"],
        error_messages={"invalid": "Ghi giờ theo dạng giờ:phút, ví dụ 16:05.", "required": "Ghi giờ đến, ví dụ 16:05."},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    arrival_number = forms.CharField(label="Số đến", max_length=30, required=False, help_text="Theo sổ văn bản đến")
    scan = forms.FileField(
        label="Bản quét văn bản đã ký",
        help_text="PDF hoặc ảnh, không quá 20 MB",
        error_messages={"required": "Chọn bản quét văn bản của đơn vị.", "empty": "Tệp trống. Hãy chọn lại tệp."},
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    optional = ("signer", "arrival_number")


class LineForm(forms.Form):
    """One exemplar of the list; a line without a name is no line."""

    name = forms.CharField(label="Họ tên, tên tập thể hoặc tên hộ", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="Loại đối tượng",
        choices=[(code, label[:1].upper() + label[1:]) for code, label in SubjectKind.choices],
        initial=SubjectKind.INDIVIDUAL,
    )
    sector = forms.ChoiceField(label="Lĩnh vực", required=False)
    achievement_summary = forms.CharField(
        label="Trích ngang thành tích",
        help_text="Như trong danh sách của đơn vị",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    position = forms.CharField(label="Chức vụ, nghề nghiệp, nơi công tác", max_length=200, required=False)
    place = forms.CharField(label="Nơi ở hoặc địa bàn", max_length=200, required=False)
    optional = ("position", "place")

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sector"].choices = [("", "Chọn lĩnh vực"), *((one.code, one.name) for one in plan.sectors.all())]

    def clean(self) -> dict[str, Any]:
        """A name needs its summary and a summary its name."""
        data = super().clean() or {}
        name, summary = data.get("name", "").strip(), data.get("achievement_summary", "").strip()
        if name and not summary:
            self.add_error("achievement_summary", "Ghi trích ngang thành tích như trong danh sách.")
        if name and not data.get("sector"):
            self.add_error("sector", "Chọn lĩnh vực.")
        if not name and (summary or data.get("position", "").strip()):
            self.add_error("name", "Ghi họ tên người, tên tập thể hoặc tên hộ.")
        return data

    @property
    def introduced(self) -> Introduced | None:
        """The line as it goes into a dossier."""
        data = self.cleaned_data
        return Introduced(**data) if data["name"].strip() else None


class NilPaperForm(forms.Form):
    """The letter says that there is nobody."""

    reason = forms.CharField(
        label="Lý do không có điển hình, như trong văn bản", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DonePaperForm(RecordForm):
    """Something done, as the letter reports it: the scan is its file."""

    def __init__(self, *args: Any, obligation: Obligation, today: date, **more: Any) -> None:
        super().__init__(*args, obligation=obligation, today=today, **more)
        del self.fields["file"], self.fields["form_key"]
        self.fields["document"].help_text = "Nếu khác số của văn bản trên"


class Typed:
    """All forms of the page: the letter, and a list with its nil reason or something done."""

    def __init__(self, found: Obligation, today: date, data: Mapping[str, Any] | None, files: Any, key: str) -> None:
        plan = found.duty.plan
        self.letter = LetterForm(data, files, initial={"form_key": key})
        listed = found.duty.kind == DutyKind.RETURN
        self.lines = [LineForm(data, prefix=f"dong{n}", plan=plan) for n in range(LINES)] if listed else []
        self.nil = NilPaperForm(data, prefix="khong") if listed else None
        self.done = None if listed else DonePaperForm(data, prefix="viec", obligation=found, today=today)
        self.bound = data is not None

    @property
    def forms(self) -> list[forms.Form]:
        """Every form, in the page's order."""
        return [one for one in (self.letter, *self.lines, self.nil, self.done) if one is not None]

    def is_valid(self) -> bool:
        """Whether every form is right and the letter says one thing."""
        right = [one.is_valid() for one in self.forms]
        if not all(right) or self.nil is None:
            return all(right)
        listed, reason = [line for line in self.lines if line.introduced], self.nil.cleaned_data["reason"].strip()
        if bool(listed) == bool(reason):
            told = "Văn bản hoặc có danh sách, hoặc báo không có: chỉ ghi một trong hai."
            self.nil.add_error("reason", told if listed else "Ghi ít nhất một điển hình, hoặc lý do không có.")
            return False
        return True

    def refuse(self, field: str, sentence: str) -> None:
        """Put the operation's sentence where it belongs: "2-name" is the third line's name."""
        number, _, name = field.partition("-")
        shown = [line for line in self.lines if line.introduced]
        if name and number.isdecimal() and int(number) < len(shown):
            form: forms.Form = shown[int(number)]
        elif self.done is not None and field in self.done.fields and field not in self.letter.fields:
            form, name = self.done, field
        else:
            form, name = self.letter, "scan" if field == "file" else field
        form.add_error(name if name in form.fields else None, sentence)


class RemarkForm(forms.Form):
    """What the unit finds wrong."""

    text = forms.CharField(
        label="Chỗ chưa đúng với văn bản",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi chỗ chưa đúng."},
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the office says to it."""

    answer = forms.CharField(
        label="Trả lời", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Ghi câu trả lời."}
    )
