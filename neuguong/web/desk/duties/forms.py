"""What is typed when something was done, taken back, or given a day."""

from datetime import date
from typing import Any

from django import forms

from neuguong.ledger.enums import ActivityForm
from neuguong.ledger.models import Obligation
from neuguong.programme.enums import ActivityKind
from neuguong.web.desk.board.forms import ExtendForm

_DAY = {"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025."}
# What the first two fields are called for each kind of activity; the others are called the same everywhere.
_WORDS: dict[str, tuple[str, str]] = {
    ActivityKind.OWN_PLAN: ("Tên kế hoạch", "Ngày ban hành"),
    ActivityKind.REPORT: ("Tên báo cáo", "Ngày gửi"),
    ActivityKind.DISSEMINATION: ("Triển khai thế nào, cho ai", "Ngày triển khai"),
    ActivityKind.PUBLICITY: ("Đăng, phát gì, ở đâu", "Ngày đăng, phát"),
    ActivityKind.BUDGET: ("Thẩm định dự toán nào", "Ngày thẩm định"),
    ActivityKind.COORDINATION: ("Tên chương trình phối hợp", "Ngày ký"),
}
_PAPERS = (ActivityKind.OWN_PLAN, ActivityKind.REPORT, ActivityKind.BUDGET, ActivityKind.COORDINATION)
_MEETINGS = (ActivityKind.EVENT, ActivityKind.CONFERENCE, ActivityKind.TRAINING)


class RecordForm(forms.Form):
    """One thing done, with its file."""

    title = forms.CharField(max_length=300, error_messages={"required": "Ghi tên việc đã làm."})
    held_on = forms.DateField(error_messages=_DAY | {"required": "Ghi ngày thực hiện."})
    form = forms.ChoiceField(label="Hình thức", choices=ActivityForm.choices, widget=forms.RadioSelect)
    document = forms.CharField(label="Số, ký hiệu văn bản", required=False, max_length=200)
    note = forms.CharField(
        label="Kết quả",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bao nhiêu người dự, tôn vinh ai, được gì",
    )
    file = forms.FileField(
        label="Tệp chứng minh",
        help_text="Ảnh, PDF, Word hoặc Excel, không quá 20 MB",
        error_messages={
            "required": "Chọn tệp chứng minh: ảnh, biên bản, báo cáo hoặc kế hoạch.",
            "empty": "Tệp trống, không có gì bên trong. Hãy chọn lại tệp.",
        },
    )
    partner = forms.CharField(
        label="Bên phối hợp", max_length=200, error_messages={"required": "Ghi bên phối hợp, ví dụ Ủy ban MTTQ."}
    )
    valid_from = forms.DateField(
        label="Thực hiện từ ngày", error_messages=_DAY | {"required": "Ghi ngày bắt đầu thực hiện."}
    )
    valid_until = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu không có ngày cuối", error_messages=_DAY
    )
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, obligation: Obligation, today: date, **more: Any):
        super().__init__(*args, **more)
        kind = obligation.duty.activity
        title, held_on = _WORDS.get(kind, ("Đã làm gì, ở đâu", "Ngày thực hiện"))
        self.fields["title"].label, self.fields["held_on"].label = title, held_on
        self.fields["held_on"].help_text = f"Ngày/tháng/năm, ví dụ {today:%d/%m/%Y}"
        self.fields["held_on"].widget.attrs |= {"class": "num", "inputmode": "numeric", "autocomplete": "off"}
        if kind not in _MEETINGS:
            del self.fields["form"]
        if kind != ActivityKind.COORDINATION:
            for name in ("partner", "valid_from", "valid_until"):
                del self.fields[name]
        else:
            self.order_fields(["title", "partner", "held_on", "valid_from", "valid_until"])
            self.fields["note"].label, self.fields["note"].help_text = "Nội dung đã thống nhất", "Mỗi bên làm gì"
        if kind in _PAPERS:
            self.fields["document"].help_text = "Ví dụ 15/KH-UBND"


class WithdrawForm(forms.Form):
    """Why a record counts no more."""

    reason = forms.CharField(
        label="Lý do rút", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi lý do rút."}
    )


class DueForm(ExtendForm):
    """One day for every unit that has not done a duty yet: what one unit's extension asks, said of many."""

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["extended_to"].label = "Làm xong đến hết ngày"
        self.fields["extended_to"].help_text = "Ngày/tháng/năm. Áp dụng cho mọi đơn vị chưa xong."
