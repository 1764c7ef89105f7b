"""What is typed into a unit's plan. A row is a small form; the operation judges, so that nothing is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from neuguong.ledger.models import UnitPlanTask
from neuguong.ledger.operations.unit_plans import MOST_OWN, PlannedTask
from neuguong.ledger.queries.unit_plans import STATES
from neuguong.programme.models import Plan
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

EMPTY_ROWS = 2  # always there to write into, so that adding needs no script
MOST_ROWS = MOST_OWN + 60
People = Sequence[tuple[str, str]]
MOST_BYTES = 512 * 1024  # of a plan file; the longest has some fifty thousand
WHOLE = {"invalid": "Ghi một số nguyên."}


class TaskForm(forms.Form):
    """One task: what the unit itself says of an inherited duty, or a task of its own."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Việc của đơn vị",
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
    )
    responsible = forms.CharField(label="Người phụ trách", required=False, widget=forms.Select())
    responsible_name = forms.CharField(
        label="Hoặc ghi tên, chức vụ",
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 120, "autocomplete": "off"}),
    )
    required = forms.IntegerField(label="Làm ít nhất", required=False, error_messages=WHOLE)
    due_on = forms.DateField(label="Xong đến hết ngày", required=False, help_text=DATE_HINT, error_messages=DATE_WRONG)
    days_ahead = forms.IntegerField(
        label="Xong trước hạn mấy ngày", required=False, help_text="0 là đúng hạn của kế hoạch", error_messages=WHOLE
    )
    method = forms.CharField(label="Cách làm", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    gone = forms.BooleanField(label="Bỏ việc này", required=False)

    def __init__(self, *args: Any, people: People, task: UnitPlanTask | None = None, **more: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **more)
        self.task = task if task is not None and task.duty_id is not None else None
        self.fields["responsible"].widget.choices = [("", "Chưa chọn"), *people]
        for name in ("required", "days_ahead"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3, "class": "num"})
        self.fields["due_on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}
        self.parents = ""
        many = self.task is not None and len(self.task.terms) > 1
        for name in ("title", "gone") if self.task else ("required", "days_ahead"):
            del self.fields[name]
        if task is None:
            del self.fields["gone"]  # an empty row is left empty
        if self.task:
            del self.fields["due_on" if many else "days_ahead"]

    @property
    def as_typed(self) -> PlannedTask:
        """What stands in it; what cannot be read counts as empty, and `errors` says so."""
        self.full_clean()
        told = self.cleaned_data
        person = told.get("responsible", "")
        return PlannedTask(
            code=told.get("code", ""),
            title=told.get("title", ""),
            required=told.get("required"),
            due_on=told.get("due_on"),
            days_ahead=told.get("days_ahead") or 0,
            responsible_id=int(person) if person.isascii() and person.isdecimal() and len(person) < 18 else None,
            responsible_name=told.get("responsible_name", ""),
            method=told.get("method", ""),
        )

    @property
    def is_gone(self) -> bool:
        """Whether it is to be taken out."""
        return "gone" in self.fields and bool(self.data.get(self.add_prefix("gone")))


class GeneralForm(forms.Form):
    """The general part."""

    general = forms.CharField(
        label="Phần chung",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mục đích, yêu cầu của đơn vị. Để trống thì văn bản dùng lời chung của kế hoạch cấp trên",
    )


def drawn_rows(tasks: Sequence[UnitPlanTask], people: People) -> list[TaskForm]:
    """The draft's tasks as forms, and empty ones after them."""
    rows = [TaskForm(initial=_initial(task), prefix=f"t{n}", people=people, task=task) for n, task in enumerate(tasks)]
    return [*rows, *(TaskForm(prefix=f"t{len(rows) + n}", people=people) for n in range(EMPTY_ROWS))]


def _initial(task: UnitPlanTask) -> dict[str, Any]:
    return {
        "code": task.code,
        "title": task.title,
        "responsible": task.responsible_id or "",
        "responsible_name": task.responsible_name,
        "required": task.own_required,
        "due_on": task.own_due_on,
        "days_ahead": task.days_ahead,
        "method": task.method,
    }


def typed_rows(data: Mapping[str, str], tasks: Iterable[UnitPlanTask], people: People) -> list[TaskForm]:
    """The rows of a post, as many as the page had."""
    said = data.get("rows", "")
    count = min(int(said), MOST_ROWS) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
    known = {task.code: task for task in tasks}
    return [
        TaskForm(data, prefix=f"t{n}", people=people, task=known.get(data.get(f"t{n}-code", ""))) for n in range(count)
    ]


class IssueForm(forms.Form):
    """Number and day of the signed paper."""

    document_number = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Như trên bản ký, ví dụ 12/KH-UBND",
        error_messages={"required": "Ghi số, ký hiệu của văn bản, ví dụ 12/KH-UBND."},
    )
    issued_on = forms.DateField(
        label="Ngày ban hành", help_text=DATE_HINT, error_messages=DATE_WRONG | {"required": "Ghi ngày ký của văn bản."}
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    """What the office says about a plan."""

    text = forms.CharField(
        label="Góp ý cho đơn vị",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi ý kiến."},
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class WantedForm(forms.Form):
    """What the address of the list asks for; anything unreadable counts as not asked."""

    q = forms.CharField(required=False, max_length=200)
    group = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=list(STATES.items()))


class TrialForm(forms.Form):
    """A plan file: a loaded one, an uploaded one, or its text."""

    plan = forms.ChoiceField(label="Kế hoạch đã nạp", required=False)
    file = forms.FileField(
        label="Hoặc tệp kế hoạch (.toml)",
        required=False,
        error_messages={"empty": "Tệp trống, không có gì bên trong. Hãy chọn lại tệp."},
    )
    text = forms.CharField(
        label="Hoặc dán nội dung tệp", required=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    )

    def __init__(self, *args: Any, plans: Iterable[Plan], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["plan"].choices = [("", "Không chọn"), *((one.code, str(one)) for one in plans)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the three; an uploaded file becomes its text."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("file")
        given = [bool(told.get("plan")), bool(file), bool((told.get("text") or "").strip())]
        if sum(given) != 1 and not self.errors:
            raise forms.ValidationError("Chọn một trong ba: kế hoạch đã nạp, tệp, hoặc nội dung dán vào.")
        if file:
            if file.size > MOST_BYTES:
                raise forms.ValidationError("Tệp kế hoạch là tệp văn bản, không quá 512 KB.")
            try:
                told["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    "Tệp không phải tệp văn bản mã UTF-8. Lưu lại dạng UTF-8 rồi tải lên."
                ) from None
        return told


_FILE = {
    "required": "Chọn danh sách có chữ ký: ảnh hoặc PDF.",
    "empty": "Tệp trống, không có gì bên trong. Hãy chọn lại tệp.",
}


class PointsForm(forms.Form):
    """What the staff should know of the plan."""

    points = forms.CharField(
        label="Nội dung chính",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Điều từng người cần biết: mục đích, việc của đơn vị, ai phụ trách, thời hạn",
        error_messages={"required": "Ghi nội dung chính của kế hoạch."},
    )
    unit_plan = forms.ChoiceField(label="Phổ biến kế hoạch nào", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_plan"].choices = [*choices, ("", "Chỉ kế hoạch cấp trên")]  # type: ignore[attr-defined]


class NamesForm(forms.Form):
    """Staff without an account."""

    names = forms.CharField(
        label="Người không có tài khoản",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một họ tên, không ghi gì khác. Tài khoản mới của đơn vị cũng được thêm",
    )


class TickForm(forms.Form):
    """Who signed on paper."""

    people = forms.MultipleChoiceField(
        label="Đã ký trên giấy",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một người đã ký.",
            "invalid_choice": "Có người vừa được ghi; xem lại danh sách.",
        },
    )
    file = forms.FileField(label="Danh sách có chữ ký", error_messages=_FILE)

    def __init__(self, *args: Any, choices: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["people"].choices = choices  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The signed list of the whole unit."""

    file = forms.FileField(label="Danh sách có chữ ký", help_text="Ảnh hoặc PDF, không quá 20 MB", error_messages=_FILE)


class WithdrawForm(forms.Form):
    """Why a round counts no more."""

    reason = forms.CharField(
        label="Lý do rút", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi lý do rút."}
    )
