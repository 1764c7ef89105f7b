"""Forms of the dossiers: opening one, writing it field by field, awards, files, steps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from neuguong.core.text import word_count
from neuguong.exemplars.enums import AwardLevel, Influence, Labour, SubjectKind
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.words import ANSWER, OWN
from neuguong.exemplars.queries.standards import own_criteria

Choices = list[tuple[str, str]]
NAME_LABELS = {
    SubjectKind.INDIVIDUAL: "Họ và tên",
    SubjectKind.COLLECTIVE: "Tên tập thể",
    SubjectKind.HOUSEHOLD: "Tên hộ gia đình",
}
HEADINGS = {
    SubjectKind.INDIVIDUAL: "Người được giới thiệu",
    SubjectKind.COLLECTIVE: "Tập thể được giới thiệu",
    SubjectKind.HOUSEHOLD: "Hộ gia đình được giới thiệu",
}
ADDRESSES = ("ông", "bà", "anh", "chị", "em")
DATE_HINT = "Ngày/tháng/năm, ví dụ 18/11/2024"
DATE_WRONG = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 18/11/2024.", "required": "Ghi ngày."}


def _labels(enum: Any) -> Choices:
    return [(code, label[:1].upper() + label[1:]) for code, label in enum.choices]


class NewForm(forms.Form):
    """The first two facts of a dossier; `subject` links to somebody introduced before."""

    kind = forms.ChoiceField(
        label="Giới thiệu ai",
        widget=forms.RadioSelect,
        choices=_labels(SubjectKind),
        error_messages={"required": "Chọn cá nhân, tập thể hay hộ gia đình."},
    )
    name = forms.CharField(
        label="Họ tên, tên tập thể hoặc tên hộ",
        help_text="Như trong giấy tờ, có dấu. Hộ gia đình: ghi tên chủ hộ",
        max_length=200,
        error_messages={"required": "Ghi họ tên người, tên tập thể hoặc tên hộ."},
    )
    subject = forms.ChoiceField(label="Người, tập thể, hộ đã có", widget=forms.RadioSelect, required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices = (), known: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [*known, ("", "Không phải, đây là tên mới")]
        if len(units) > 1:
            self.fields["unit"] = forms.ChoiceField(
                label="Đơn vị giới thiệu",
                choices=[("", "Chọn đơn vị"), *units],
                error_messages={"required": "Chọn đơn vị giới thiệu."},
            )
            self.order_fields(["unit"])


class NominationForm(forms.Form):
    """Every field of a dossier as text, each with the text that the writer saw when the page was drawn.

    Nothing is judged here but by the operation: a field that cannot be stored comes back with its sentence while
    the others are saved, so that nobody loses a page to one wrong year.
    """

    def __init__(
        self, nomination: Nomination, texts: Mapping[str, str], typed: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(prefix=None, initial={**texts, **(typed or {})}, auto_id="o-%s")
        self.nomination = nomination
        self.texts = texts
        self._answers: list[str] = []
        self._own: list[str] = []
        self._subject: list[str] = []
        kind = SubjectKind(nomination.kind)
        self._add_subject(kind)
        self._add_place_of_work(kind)
        self._add_choices()
        self._add(
            "achievement_summary", "Trích ngang thành tích", widget=forms.Textarea(attrs={"rows": 10}), needed=True,
            group=None,
        )  # fmt: skip
        for criterion in nomination.plan.criteria.all():
            self._add(
                f"{ANSWER}{criterion.code}", criterion.title, hint=criterion.guidance or criterion.text,
                widget=forms.Textarea(attrs={"rows": 3}), group=self._answers,
            )  # fmt: skip
        for own in own_criteria(nomination):
            self._add(
                f"{OWN}{own.code}", own.title, hint=own.text, widget=forms.Textarea(attrs={"rows": 3}), group=self._own
            )

    def _add(
        self,
        name: str,
        label: str,
        *,
        hint: str = "",
        widget: forms.Widget | None = None,
        needed: bool = False,
        css: str = "",
        group: list[str] | None,
    ) -> None:
        field = forms.CharField(label=label, help_text=hint, required=False, widget=widget or forms.TextInput())
        field.widget.attrs["data-field"] = name
        field.needed = needed  # type: ignore[attr-defined]
        field.css = css  # type: ignore[attr-defined]
        field.base_text = self.texts.get(name, "")  # type: ignore[attr-defined]
        self.fields[name] = field
        if group is not None:
            group.append(name)

    def _select(self, name: str, label: str, choices: Choices, **more: Any) -> None:
        widget = forms.Select(choices=[("", "Chưa chọn"), *choices])
        self._add(name, label, widget=widget, group=self._subject, **more)

    def _add_subject(self, kind: SubjectKind) -> None:
        mine = self._subject
        self._add("name", NAME_LABELS[kind], needed=True, css="full", group=mine)
        if kind == SubjectKind.INDIVIDUAL:
            self._select("form_of_address", "Danh xưng", [(word, word.capitalize()) for word in ADDRESSES])
            year = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"})
            self._add("birth_year", "Năm sinh", hint="Bốn chữ số, ví dụ 1958", widget=year, group=mine)
        else:
            count = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 7, "autocomplete": "off"})
            self._add("members", "Số thành viên", hint="Bằng chữ số, ví dụ 12", widget=count, group=mine)

    def _add_place_of_work(self, kind: SubjectKind) -> None:
        mine = self._subject
        if kind == SubjectKind.INDIVIDUAL:
            self._add(
                "position", "Chức vụ, nghề nghiệp, nơi công tác", hint="Ví dụ: giáo viên nghỉ hưu; nông dân", group=mine
            )
            self._add("place", "Nơi ở hoặc địa bàn", hint="Thôn, tổ dân phố", group=mine)
            self._select("labour", "Vị trí công tác", _labels(Labour))
        else:
            self._add("position", "Nơi công tác, lĩnh vực hoạt động", group=mine)
            self._add("place", "Địa bàn", hint="Thôn, tổ dân phố", group=mine)

    def _add_choices(self) -> None:
        plan = self.nomination.plan
        sectors = [(sector.code, sector.name) for sector in plan.sectors.all()]
        movements = [(str(movement.pk), movement.name) for movement in plan.movements.all()]
        self._select("sector", "Lĩnh vực", sectors, needed=True)
        if movements:
            self._select("movement", "Phong trào thi đua", movements)
        self._select("influence", "Phạm vi ảnh hưởng", _labels(Influence))
        self._add(
            "initiative", "Mô hình mới, cách làm hay", hint="Tên gọi của mô hình, nếu có",
            widget=forms.TextInput(attrs={"list": "mo-hinh", "autocomplete": "off"}), css="full", group=self._subject,
        )  # fmt: skip

    @property
    def subject_heading(self) -> str:
        """Whom it is about, by kind."""
        return HEADINGS[SubjectKind(self.nomination.kind)]

    @property
    def subject_fields(self) -> list[BoundField]:
        """The fields about the subject."""
        return [self[name] for name in self._subject]

    @property
    def answer_fields(self) -> list[BoundField]:
        """One field per general criterion."""
        return [self[name] for name in self._answers]

    @property
    def own_fields(self) -> list[BoundField]:
        """One field per criterion of the unit's own standard that is asked of this dossier."""
        return [self[name] for name in self._own]

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show these sentences at their fields; the form counts as bound from now on."""
        self.is_bound = True
        self._errors = forms.utils.ErrorDict()
        for name, sentence in errors.items():
            self._errors[name] = self.error_class([sentence], renderer=self.renderer)
        self.data = self.initial


def typed_texts(data: Mapping[str, str], names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What a full post holds: the texts as typed, and the texts the page showed when it was drawn."""
    here = [name for name in names if name in data]
    return {name: data[name] for name in here}, {name: data.get(f"base-{name}", "") for name in here}


def counter_of(text: str, low: int, high: int) -> dict[str, Any]:
    """The word counter as the server draws it; the script goes on from there."""
    count = word_count(text)
    if not count:
        judgement = "chưa viết"
    elif count < low:
        judgement = f"nên viết thêm, ít nhất {low} từ"
    elif count > high:
        judgement = f"nên rút gọn, nhiều nhất {high} từ"
    else:
        judgement = "trong khoảng nên viết"
    return {"count": count, "judgement": judgement, "low": low, "high": high}


class AwardForm(forms.Form):
    """One award received before."""

    name = forms.CharField(
        label="Hình thức khen",
        help_text="Ví dụ: Giấy khen của Chủ tịch UBND xã",
        max_length=160,
        error_messages={"required": "Ghi hình thức khen, ví dụ Giấy khen."},
    )
    level = forms.ChoiceField(
        label="Cấp khen",
        choices=[("", "Chọn cấp"), *_labels(AwardLevel)],
        error_messages={"required": "Chọn cấp đã khen."},
    )
    document_number = forms.CharField(
        label="Số quyết định", help_text="Ví dụ: 1187/QĐ-UBND", required=False, max_length=60
    )
    decided_on = forms.DateField(
        label="Ngày quyết định", help_text=DATE_HINT, required=False, error_messages=DATE_WRONG
    )


FILE_HELP = "Ảnh, PDF, Word hoặc Excel, mỗi tệp tối đa 20 MB; điện thoại chụp được ngay"
FILE_TYPES = "image/*,.heic,.heif,.pdf,.docx,.xlsx"


class EvidenceForm(forms.Form):
    """A file with its caption."""

    file = forms.FileField(
        label="Tệp minh chứng",
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
        allow_empty_file=True,  # the operation's sentence is better than the library's
        error_messages={"required": "Chọn một tệp trước khi bấm thêm.", "missing": "Chọn một tệp trước khi bấm thêm."},
    )
    caption = forms.CharField(
        label="Chú thích", help_text="Chụp gì, ngày nào, trang mấy", required=False, max_length=200
    )


class NoteForm(forms.Form):
    """The reason that a step may need; the workflow decides whether it must be there."""

    note = forms.CharField(required=False, max_length=4000)
    version = forms.IntegerField(required=False, min_value=0)


class UnitRecognitionForm(NoteForm):
    """The paper by which the unit recognised."""

    document_number = forms.CharField(
        label="Số văn bản công nhận",
        max_length=60,
        error_messages={"required": "Ghi số văn bản công nhận của đơn vị."},
    )
    decided_on = forms.DateField(label="Ngày công nhận", help_text=DATE_HINT, error_messages=DATE_WRONG)


class CouncilRecognitionForm(NoteForm):
    """The Council's meeting and the decision."""

    meeting_number = forms.CharField(
        label="Số biên bản họp", max_length=60, error_messages={"required": "Ghi số biên bản họp Hội đồng."}
    )
    meeting_on = forms.DateField(label="Ngày họp", help_text=DATE_HINT, error_messages=DATE_WRONG)
    document_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    decided_on = forms.DateField(label="Ngày công nhận", help_text=DATE_HINT, error_messages=DATE_WRONG)


class PaperForm(NoteForm):
    """When a dossier came on paper: that moment counts, today's typing is only recorded beside it."""

    received_on = forms.DateField(
        label="Ngày nhận bản giấy",
        help_text=f"{DATE_HINT}. Đúng hạn hay trễ tính theo ngày này",
        error_messages=DATE_WRONG | {"required": "Ghi ngày cơ quan nhận bản giấy."},
    )
    received_at = forms.TimeField(
        label="Giờ nhận",
        help_text="Ví dụ 16:05",
        input_formats=["%H:%M", "%Hh%M"],
        error_messages={
            "invalid": "Ghi giờ theo dạng giờ:phút, ví dụ 16:05.",
            "required": "Ghi giờ nhận, ví dụ 16:05.",
        },
    )
