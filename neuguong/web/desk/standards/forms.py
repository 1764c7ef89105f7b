"""What is typed into a standard. A row of the draft is a small form; the operation judges, so that nothing is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from neuguong.exemplars.enums import SubjectKind
from neuguong.exemplars.operations.standards import MOST_CRITERIA, OwnCriterion
from neuguong.exemplars.queries.standards import EVERY_KIND, EVERY_SECTOR, CriterionRow
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG

EMPTY_ROWS = 2  # always there to write into, so that adding needs no script
MOST_ROWS = MOST_CRITERIA + 10
LAST = 10_000
KINDS = [("", EVERY_KIND.capitalize()), *((code, label.capitalize()) for code, label in SubjectKind.choices)]


class RowForm(forms.Form):
    """One criterion of the draft."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Tiêu chuẩn", required=False, widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"})
    )
    text = forms.CharField(
        label="Nội dung",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đạt là thế nào: bao nhiêu, từ bao giờ, ai xác nhận",
    )
    sector = forms.CharField(label="Lĩnh vực", required=False, widget=forms.Select())
    kind = forms.CharField(label="Đối tượng", required=False, widget=forms.Select(choices=KINDS))
    place = forms.CharField(
        label="Thứ tự", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3})
    )
    gone = forms.BooleanField(label="Bỏ tiêu chuẩn này", required=False)

    def __init__(self, *args: Any, sectors: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **more)
        self.fields["sector"].widget.choices = [("", EVERY_SECTOR), *sectors]

    @property
    def as_typed(self) -> OwnCriterion:
        """What stands in it; a form of plain texts is always valid."""
        self.full_clean()
        told = self.cleaned_data
        return OwnCriterion(told["title"], told["text"], told["sector"], told["kind"], told["code"])

    @property
    def order(self) -> int:
        """Where the row wants to stand; without a readable number at the end."""
        place = str(self.data.get(self.add_prefix("place"), "")).strip()
        return int(place) if place.isascii() and place.isdecimal() else LAST

    @property
    def is_gone(self) -> bool:
        """Whether it is to be taken out."""
        return bool(self.data.get(self.add_prefix("gone")))


class AppliesToForm(forms.Form):
    """Of whom the standard speaks."""

    applies_to = forms.CharField(
        label="Đối tượng áp dụng",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Để trống thì áp dụng cho mọi tập thể, cá nhân, hộ gia đình do đơn vị giới thiệu",
    )


def drawn_rows(rows: Iterable[CriterionRow], sectors: Sequence[tuple[str, str]]) -> list[RowForm]:
    """The draft's criteria as forms, and empty ones after them."""
    told = [
        {"code": r.code, "title": r.title, "text": r.text, "sector": r.sector_code, "kind": r.kind, "place": n}
        for n, r in enumerate(rows, start=1)
    ]
    empty = [{"place": len(told) + n} for n in range(1, EMPTY_ROWS + 1)]
    return [RowForm(initial=row, prefix=f"c{n}", sectors=sectors) for n, row in enumerate([*told, *empty])]


def typed_rows(data: Mapping[str, str], sectors: Sequence[tuple[str, str]]) -> list[RowForm]:
    """The rows of a post, as many as the page had."""
    said = data.get("rows", "")
    count = min(int(said), MOST_ROWS) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
    return [RowForm(data, prefix=f"c{n}", sectors=sectors) for n in range(count)]


def kept_in_order(rows: Iterable[RowForm]) -> list[RowForm]:
    """Those that stay, in the order of their numbers; equal numbers keep the order of the page."""
    return sorted((row for row in rows if not row.is_gone), key=lambda row: row.order)


class IssueForm(forms.Form):
    """Number and day of the signed paper."""

    document_number = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Như trên bản ký, ví dụ 12/QyĐ-UBND",
        error_messages={"required": "Ghi số, ký hiệu của văn bản, ví dụ 12/QyĐ-UBND."},
    )
    issued_on = forms.DateField(
        label="Ngày ban hành",
        help_text=f"{DATE_HINT}. Tiêu chuẩn có hiệu lực từ ngày này",
        error_messages=DATE_WRONG | {"required": "Ghi ngày ký của văn bản."},
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class WantedForm(forms.Form):
    """What the address of the list asks for; anything unreadable counts as not asked."""

    q = forms.CharField(required=False, max_length=200)
    group = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=[("issued", "Đã ban hành"), ("none", "Chưa ban hành")])
