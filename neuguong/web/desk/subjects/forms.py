"""Forms of merging: who is kept, whose words stand; of un-merging: whose each later act is."""

from collections.abc import Iterable
from typing import Any

from django import forms

from neuguong.exemplars.queries.nominations import NominationRow
from neuguong.exemplars.queries.subjects import Difference

FIRST, SECOND = "first", "second"
CHOOSE = {"required": "Chọn một trong hai."}


def _radio(label: str, choices: Iterable[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, error_messages=CHOOSE, **more
    )


class MergeForm(forms.Form):
    """Which record goes on, and for each field in which they differ whose words it takes."""

    def __init__(self, *args: Any, names: tuple[str, str], differences: Iterable[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"] = _radio("Bản ghi giữ lại", zip((FIRST, SECOND), names, strict=True), initial=FIRST)
        for one in differences:
            choices = ((FIRST, one.first or "để trống"), (SECOND, one.second or "để trống"))
            start = FIRST if one.first else SECOND
            self.fields[f"take-{one.field}"] = _radio(f"{one.label} lấy theo", choices, initial=start)
        self.fields["reason"] = forms.CharField(
            label="Căn cứ để gộp",
            help_text="Ví dụ: đã hỏi thôn Gò Đình, cùng một người. Lý do được lưu cùng lần gộp",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
            error_messages={"required": "Ghi căn cứ để gộp, ví dụ: đã hỏi thôn, cùng một người."},
        )

    def taken(self) -> list[str]:
        """The fields whose words come from the record that is not kept."""
        kept = self.cleaned_data["kept"]
        return [
            name.removeprefix("take-")
            for name, side in self.cleaned_data.items()
            if name.startswith("take-") and side != kept
        ]


class UnmergeForm(forms.Form):
    """Whose each dossier and each change since the merge is."""

    def __init__(
        self,
        *args: Any,
        names: tuple[str, str],
        dossiers: Iterable[NominationRow],
        edits: Iterable[Difference],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        sides = list(zip(("kept", "absorbed"), names, strict=True))
        for row in dossiers:
            self.fields[f"dossier-{row.id}"] = _radio(f"Hồ sơ {row.number}, {row.unit_name}, là của", sides)
        for one in edits:
            label = f"{one.label} sửa thành “{one.second or 'để trống'}”, là của"
            self.fields[f"edit-{one.field}"] = _radio(label, sides, initial="kept")
        self.fields["reason"] = forms.CharField(
            label="Lý do bỏ gộp",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
            error_messages={"required": "Ghi lý do bỏ gộp."},
        )

    def chosen(self, prefix: str) -> dict[str, str]:
        """What was chosen for the fields of one kind, by what follows the prefix."""
        return {name.removeprefix(prefix): side for name, side in self.cleaned_data.items() if name.startswith(prefix)}
