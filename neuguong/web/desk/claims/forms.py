"""What is typed about one claim."""

from typing import Any

from django import forms

from neuguong.exemplars.enums import ProofKind
from neuguong.exemplars.operations.claims import NewProof
from neuguong.web.desk.nominations.forms import FILE_HELP, FILE_TYPES

WHOLE = "Gắn chung cho cả câu, kể cả các số liệu khác trong câu"


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text="Ngày/tháng/năm",
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages={"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 17/03/2025."},
    )


def _page() -> forms.IntegerField:
    return forms.IntegerField(
        label="Trang", min_value=1, max_value=9999, required=False,
        error_messages={"invalid": "Ghi số trang.", "min_value": "Số trang từ 1.", "max_value": "Số trang đến 9.999."},
    )  # fmt: skip


class ProofForm(forms.Form):
    """One proof of one kind; `whole` binds the whole sentence with it."""

    kind = ProofKind.FILE
    optional: tuple[str, ...] = ()

    def __init__(self, *args: Any, files: list[tuple[str, str]], fresh: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if "evidence" in self.fields:
            self.fields["evidence"].choices = [("", "Chọn"), *files]
        if fresh:
            self.fields["whole"] = forms.BooleanField(label=WHOLE, required=False)

    @property
    def proof(self) -> NewProof:
        """What was typed, as the operation takes it."""
        data = {key: value for key, value in self.cleaned_data.items() if key not in ("whole", "evidence")}
        chosen = self.cleaned_data.get("evidence")
        return NewProof(kind=self.kind, evidence_id=int(chosen) if chosen else None, **data)


class FileProof(ProofForm):
    """A file or photo of the dossier."""

    optional = ("page",)
    evidence = forms.ChoiceField(label="Tệp, ảnh trong hồ sơ", error_messages={"required": "Chọn một tệp."})
    page = _page()


class UploadProof(ProofForm):
    """A file that the dossier does not have yet."""

    optional = ("caption", "page")
    file = forms.FileField(
        label="Tệp hoặc ảnh mới",
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
        allow_empty_file=True,  # the operation's sentence is better than the library's
        error_messages=dict.fromkeys(("required", "missing"), "Chọn một tệp."),
    )
    caption = forms.CharField(label="Chú thích", help_text="Chụp gì, ngày nào", required=False, max_length=200)
    page = _page()


class DecisionProof(ProofForm):
    """A decision by its number."""

    kind = ProofKind.DECISION
    optional = ("day",)
    number = forms.CharField(label="Số quyết định", max_length=60, error_messages={"required": "Ghi số quyết định."})
    office = forms.CharField(
        label="Cơ quan ban hành", max_length=200, error_messages={"required": "Ghi cơ quan ban hành quyết định."}
    )
    day = _day("Ngày ban hành")


class ConfirmerProof(ProofForm):
    """Somebody who confirms it."""

    kind = ProofKind.CONFIRMER
    optional = ("day",)
    name = forms.CharField(label="Họ tên", max_length=100, error_messages={"required": "Ghi họ tên người xác nhận."})
    office = forms.CharField(
        label="Chức vụ, cơ quan", max_length=200,
        error_messages={"required": "Ghi cơ quan, chức vụ của người xác nhận."},
    )  # fmt: skip
    day = _day("Ngày xác nhận")


class LinkProof(ProofForm):
    """A page on the net."""

    kind = ProofKind.LINK
    url = forms.CharField(
        label="Đường dẫn", help_text="Bắt đầu bằng https://", max_length=500,
        error_messages={"required": "Ghi đường dẫn."},
    )  # fmt: skip


PROOFS: dict[str, tuple[str, type[ProofForm]]] = {
    "upload": ("Tải tệp, ảnh mới", UploadProof),
    "file": ("Tệp, ảnh của hồ sơ", FileProof),
    "decision": ("Số quyết định", DecisionProof),
    "confirmer": ("Người xác nhận", ConfirmerProof),
    "link": ("Đường dẫn", LinkProof),
}


def _text(label: str, missing: str, longest: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing, "max_length": f"Viết ngắn lại, không quá {longest} ký tự."},
    )  # fmt: skip


class CorrectForm(forms.Form):
    """What is true instead."""

    true_text = _text(
        "Điều đúng theo minh chứng", "Ghi điều đúng theo minh chứng.", 1000, "Chữ này được dùng khi công bố."
    )
    reason = _text("Vì sao", "Ghi vì sao đính chính.", 500)


class RejectForm(forms.Form):
    """Why it is not true."""

    reason = _text("Vì sao bác bỏ", "Ghi vì sao bác bỏ.", 500, "Hồ sơ chỉ đạt khi đơn vị bỏ hoặc sửa câu này.")


class AskForm(forms.Form):
    """What the unit is asked."""

    question = _text("Câu hỏi cho đơn vị", "Ghi câu hỏi.", 500, "Đơn vị nhận tin báo và trả lời ngay tại đây.")


class DismissForm(forms.Form):
    """Why nothing is to be proved, or the wording stays."""

    reason = _text("Lý do bỏ qua", "Ghi lý do bỏ qua.", 500)


class AnswerForm(forms.Form):
    """The unit's answer."""

    answer = _text("Trả lời", "Ghi câu trả lời.", 1000)
