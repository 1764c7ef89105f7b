"""What is typed into the checklist and on site."""

from typing import Any

from django import forms

from neuguong.exemplars.enums import ChecklistReply, VisitOpinion
from neuguong.exemplars.queries.checks import ItemRow
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

REPLIES = [
    (ChecklistReply.NO, "Không"),
    (ChecklistReply.YES, "Có"),
    (ChecklistReply.NOT_APPLICABLE, "Không áp dụng cho hồ sơ này"),
]


class ItemForm(forms.Form):
    """One question of the checklist; `seen` is the answer that the page showed."""

    reply = forms.ChoiceField(widget=forms.RadioSelect, choices=REPLIES, required=False)
    asked_of = forms.CharField(label="Hỏi ở đâu, trả lời ngày nào", max_length=200, required=False)
    note = forms.CharField(label="Ghi thêm", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)

    def __init__(self, data: Any, item: ItemRow) -> None:
        words = {"reply": item.reply, "asked_of": item.asked_of, "note": item.note, "seen": item.answer_id}
        super().__init__(data, prefix=item.question.code, initial=words, auto_id="dm-%s")
        self.item = item
        self.fields["reply"].label = item.question.question
        self.fields["asked_of"].help_text = f"Ví dụ: {item.question.ask} trả lời ngày 12/03/2025"

    def clean(self) -> dict[str, Any]:
        """Words without a reply are no answer."""
        data = super().clean() or {}
        if not data.get("reply") and (data.get("asked_of") or data.get("note")):
            self.add_error("reply", "Chọn một trả lời.")
        return data


def _choices(enum: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in enum.choices]


class VisitForm(forms.Form):
    """A check on site, in the order in which one meets things there."""

    visited_on = forms.DateField(
        label="Ngày kiểm tra",
        help_text=DATE_HINT,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages=DATE_WRONG,
    )
    visited_at = forms.TimeField(
        label="Giờ kiểm tra",
        help_text="Ví dụ 16:05",
        input_formats=["%H:%M", "%Hh%M"],
        widget=forms.TimeInput(attrs={"autocomplete": "off"}, format="%H:%M"),
        error_messages={"invalid": "Ghi giờ theo dạng giờ:phút, ví dụ 16:05.", "required": "Ghi giờ kiểm tra."},
    )
    place = forms.CharField(
        label="Nơi kiểm tra",
        help_text="Ví dụ: vườn bưởi của hộ, thôn Phước Lương",
        max_length=200,
        error_messages={"required": "Ghi nơi kiểm tra."},
    )
    people_met = forms.CharField(
        label="Đã gặp ai",
        help_text="Họ tên và vai trò, mỗi người một dòng",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": "Ghi đã gặp ai."},
    )
    adverse_asked_of = forms.CharField(
        label="Đã hỏi thông tin trái chiều ở ai",
        help_text="Ví dụ: hai hộ liền kề, trưởng thôn",
        max_length=300,
        error_messages={"required": "Ghi đã hỏi ai."},
    )
    adverse_found = forms.ChoiceField(
        label="Có thông tin trái chiều không",
        widget=forms.RadioSelect,
        choices=[("no", "Không có"), ("yes", "Có")],
        error_messages={"required": "Chọn có hoặc không có."},
    )
    adverse_words = forms.CharField(
        label="Thông tin trái chiều",
        help_text="Ghi khi có: ai nói, nói gì",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    opinion = forms.ChoiceField(
        label="Ý kiến sau khi kiểm tra",
        widget=forms.RadioSelect,
        choices=_choices(VisitOpinion),
        error_messages={"required": "Chọn ý kiến."},
    )
    opinion_words = forms.CharField(
        label="Nhận xét", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    account = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)

    def clean(self) -> dict[str, Any]:
        """Information that was found has to be written down."""
        data = super().clean() or {}
        if data.get("adverse_found") == "yes" and not data.get("adverse_words", "").strip():
            self.add_error("adverse_words", "Ghi thông tin trái chiều đã nghe được.")
        return data
