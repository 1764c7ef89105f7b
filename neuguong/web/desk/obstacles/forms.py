"""What is typed about an obstacle. Checks of substance are in the operations."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.ledger.enums import ObstacleState
from neuguong.ledger.operations.clarifications import QUESTION
from neuguong.ledger.operations.obstacles import TEXT, TITLE
from neuguong.org.models import Account

Choices = Iterable[tuple[str, str]]


def _long(label: str, missing: str = "", rows: int = 4, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=TEXT,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": "Viết không quá 4.000 ký tự."},
    )


def _file() -> forms.FileField:
    return forms.FileField(
        label="Tệp kèm theo",
        required=False,
        help_text="Ảnh, PDF, Word hoặc Excel, không quá 20 MB",
        error_messages={"empty": "Tệp trống, không có gì bên trong. Hãy chọn lại tệp."},
    )


class ListForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=ObstacleState.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class AnswersForm(forms.Form):
    """Which answers are sought."""

    q = forms.CharField(required=False, max_length=200)
    duty = forms.CharField(required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class ReportForm(forms.Form):
    """What hinders, in which duty, what is asked."""

    obligation = forms.ChoiceField(
        label="Vướng ở nhiệm vụ nào",
        required=False,
        error_messages={"invalid_choice": "Chọn một nhiệm vụ trong danh sách."},
    )
    title = forms.CharField(
        label="Vướng điều gì",
        max_length=TITLE,
        help_text="Một câu ngắn",
        error_messages={
            "required": "Ghi ngắn gọn vướng điều gì.",
            "max_length": f"Ghi ngắn gọn vướng điều gì, không quá {TITLE} ký tự.",
        },
    )
    text = _long("Kể rõ", "Kể rõ vướng ở đâu.", rows=5, hint="Đã làm gì, dừng ở đâu, vì sao")
    wanted = _long("Đề nghị", "Ghi đề nghị.", rows=3, hint="Cần hướng dẫn gì, cần ai giải quyết việc gì")
    file = _file()
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["obligation"].choices = [("", "Chung, không riêng nhiệm vụ nào"), *rows]


class AnswerForm(forms.Form):
    """The answer, with a file where one helps."""

    text = _long("Trả lời", "Ghi lời trả lời.", rows=6, hint="Đơn vị đọc nguyên văn")
    file = _file()


class AskForm(forms.Form):
    """What the unit should say."""

    question = _long("Cần đơn vị nói rõ điều gì", "Ghi điều cần hỏi lại.", rows=3)


class ClarifyForm(forms.Form):
    """What the unit says more."""

    text = _long("Nói rõ thêm", "Ghi lời nói rõ thêm.")
    file = _file()


class ExtendAnswerForm(forms.Form):
    """A later day for the answer."""

    until = forms.DateField(
        label="Trả lời chậm nhất đến hết ngày",
        help_text="Ngày/tháng/năm",
        widget=forms.DateInput(attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Ghi ngày.",
            "invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025.",
        },
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=250,
        error_messages={"required": "Ghi lý do.", "max_length": "Ghi lý do, không quá 250 ký tự."},
    )


class HandForm(forms.Form):
    """To whom."""

    to = forms.ChoiceField(label="Giao cho", required=False)
    note = _long("Lời nhắn", rows=2)

    def __init__(self, *args: Any, people: Iterable[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        told = [(str(one.pk), f"{one.full_name}, {one.title}" if one.title else one.full_name) for one in people]
        self.fields["to"].choices = [("", "Cơ quan thường trực, ai cũng trả lời được"), *told]


class ReopenForm(forms.Form):
    """Why it still hinders."""

    reason = _long("Còn vướng ở đâu", "Ghi vì sao còn vướng.", rows=3)


class SettleForm(forms.Form):
    """What helped, if anybody wants to say so."""

    note = _long("Gỡ bằng cách nào", rows=2)


class CloseForm(forms.Form):
    """Why the office ends it."""

    reason = _long("Lý do kết thúc", "Ghi lý do kết thúc.", rows=2)


class PublishForm(forms.Form):
    """Edited words for all units."""

    question = forms.CharField(
        label="Hỏi",
        max_length=QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Viết chung cho mọi đơn vị, không nêu tên đơn vị đã hỏi",
        error_messages={"required": "Ghi câu hỏi.", "max_length": f"Viết không quá {QUESTION} ký tự."},
    )
    answer = _long("Đáp", "Ghi lời đáp.", rows=6)
    duty = forms.ChoiceField(label="Hiện ở nhiệm vụ", required=False)
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, duties: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["duty"].choices = [("", "Chung, không riêng nhiệm vụ nào"), *duties]


class WithdrawForm(forms.Form):
    """Why an answer is taken back."""

    reason = forms.CharField(
        label="Lý do rút",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do rút.", "max_length": "Ghi lý do rút, không quá 500 ký tự."},
    )
