"""What is typed when somebody steps back or steps in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.enums import DECLARED_KINDS
from neuguong.org.models import Account

OTHER = "other"
KINDS = [
    (kind.value, {"kinship": "Họ hàng", "manager": "Quản lý trực tiếp", "supporter": "Đã ủng hộ từ trước"}[kind])
    for kind in DECLARED_KINDS
]
NOTE_HINT = "Ví dụ: em ruột; đã viết bài đề nghị khen năm 2023"


class DeclareForm(forms.Form):
    """One's own tie to a dossier; another reason steps back from this dossier alone."""

    kind = forms.ChoiceField(
        label="Liên quan thế nào",
        choices=[("", "Chọn"), *KINDS, (OTHER, "Lý do khác, chỉ rút khỏi hồ sơ này")],
        error_messages={"required": "Chọn liên quan thế nào."},
    )
    note = forms.CharField(label="Nói rõ", help_text=NOTE_HINT, max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Another reason has to be written down."""
        data = super().clean() or {}
        if data.get("kind") == OTHER and not data.get("note", "").strip():
            self.add_error("note", "Ghi lý do rút khỏi việc xét hồ sơ.")
        return data


class DeclareByNumberForm(DeclareForm):
    """The same from the page of declarations."""

    number = forms.CharField(
        label="Số hồ sơ",
        help_text="Như trên trang hồ sơ, ví dụ HS-2025-0012",
        max_length=30,
        error_messages={"required": "Ghi số hồ sơ."},
    )
    field_order = ("number", "kind", "note")


def _people(accounts: Iterable[Account]) -> list[tuple[str, str]]:
    return [("", "Chọn người"), *((str(one.pk), f"{one.full_name} ({one.username})") for one in accounts)]


class ColleagueForm(forms.Form):
    """A colleague who takes no part, with the reason."""

    account = forms.ChoiceField(label="Đồng nghiệp", error_messages={"required": "Chọn một người."})
    reason = forms.CharField(label="Lý do", max_length=200, error_messages={"required": "Ghi lý do."})

    def __init__(self, *args: Any, people: Iterable[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["account"].choices = _people(people)


class SubstituteForm(forms.Form):
    """Who judges this one dossier, by which paper, until when."""

    account = forms.ChoiceField(label="Người thay", error_messages={"required": "Chọn một người."})
    document = forms.CharField(
        label="Văn bản phân công",
        help_text="Số, ký hiệu và ngày, ví dụ 12/TB-HĐ ngày 10/3/2025",
        max_length=200,
        error_messages={"required": "Ghi số và ngày của văn bản phân công."},
    )
    valid_to = forms.DateField(
        label="Đến hết ngày",
        help_text="Ngày/tháng/năm",
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages={"invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 17/03/2025.", "required": "Ghi ngày."},
    )

    def __init__(self, *args: Any, people: Iterable[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["account"].choices = _people(people)


class ReasonForm(forms.Form):
    """Why a declaration is withdrawn or a recusal lifted."""

    reason = forms.CharField(label="Lý do", max_length=200, error_messages={"required": "Ghi lý do."})
