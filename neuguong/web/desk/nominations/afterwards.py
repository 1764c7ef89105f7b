"""Recording afterwards whom a decision honoured: one form, from the paper to the recognised dossier."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import RecognitionLevel, SubjectKind
from neuguong.exemplars.operations.afterwards import Decision, Honoured
from neuguong.ledger.operations.afterwards import record_result_afterwards
from neuguong.org.models import Unit
from neuguong.org.queries.places import units_ever_where
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.web.desk.home.closed import NO_PLAN
from neuguong.web.desk.nominations.forms import DATE_HINT, DATE_WRONG, NewForm
from neuguong.web.errors import conflict

NOT_YOURS = "Chỉ cơ quan thường trực ghi lại sau theo quyết định."


class AfterwardsForm(forms.Form):
    """Whom, by which decision, with its scan."""

    unit = forms.TypedChoiceField(
        label="Đơn vị", coerce=int, help_text="Như vào ngày quyết định", error_messages={"required": "Chọn đơn vị."}
    )
    kind = forms.ChoiceField(
        label="Loại đối tượng", choices=NewForm.base_fields["kind"].choices, initial=SubjectKind.INDIVIDUAL
    )
    name = forms.CharField(
        label="Họ tên, tên tập thể hoặc tên hộ",
        max_length=200,
        help_text="Như trong quyết định",
        error_messages={"required": "Ghi họ tên người, tên tập thể hoặc tên hộ."},
    )
    sector = forms.ChoiceField(label="Lĩnh vực", error_messages={"required": "Chọn lĩnh vực."})
    position = forms.CharField(label="Chức vụ, nghề nghiệp, nơi công tác", max_length=200, required=False)
    place = forms.CharField(label="Nơi ở hoặc địa bàn", max_length=200, required=False)
    achievement_summary = forms.CharField(
        label="Thành tích, như quyết định hoặc tờ trình ghi",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi thành tích như quyết định hoặc tờ trình."},
    )
    level = forms.ChoiceField(label="Ai công nhận", choices=RecognitionLevel.choices, widget=forms.RadioSelect)
    document_number = forms.CharField(
        label="Số quyết định", max_length=60, error_messages={"required": "Ghi số quyết định."}
    )
    decided_on = forms.DateField(label="Ngày quyết định", help_text=DATE_HINT, error_messages=DATE_WRONG)
    signer = forms.CharField(
        label="Người ký", max_length=120, error_messages={"required": "Ghi họ tên người ký quyết định."}
    )
    meeting_number = forms.CharField(
        label="Số biên bản họp Hội đồng",
        max_length=60,
        required=False,
        help_text="Nếu Hội đồng công nhận và còn biên bản",
    )
    meeting_on = forms.DateField(label="Ngày họp Hội đồng", required=False, error_messages=DATE_WRONG)
    introduced_on = forms.DateField(
        label="Ngày đơn vị giới thiệu bằng văn bản",
        required=False,
        help_text="Có ngày này thì tính vào chỉ tiêu và đợt của đơn vị; không rõ thì để trống, hồ sơ không tính",
        error_messages=DATE_WRONG,
    )
    scan = forms.FileField(
        label="Bản quét quyết định",
        help_text="PDF hoặc ảnh, không quá 20 MB",
        error_messages={"required": "Chọn bản quét quyết định.", "empty": "Tệp trống. Hãy chọn lại tệp."},
    )
    form_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    optional = ("position", "place", "meeting_number", "meeting_on", "introduced_on")

    def __init__(self, *args: Any, units: list[Unit], plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "Chọn đơn vị"), *((unit.pk, _named(unit)) for unit in units)]
        self.fields["sector"].choices = [("", "Chọn lĩnh vực"), *((one.code, one.name) for one in plan.sectors.all())]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        whom = ["unit", "kind", "name", "sector", "position", "place", "achievement_summary"]
        paper = ["level", "document_number", "decided_on", "signer", "meeting_number", "meeting_on", "scan"]
        told = (("Ai được công nhận", whom), ("Quyết định", paper), ("Chỉ tiêu", ["introduced_on"]))
        return [(title, [self[name] for name in names]) for title, names in told]


def _named(unit: Unit) -> str:
    return f"{unit.name} (đến ngày {unit.valid_to:%d/%m/%Y})" if unit.valid_to else unit.name


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """One form; what it makes says that it was recorded afterwards."""
    if not request.office.may(Permission.KEEP_LEDGER):
        raise PermissionDenied(NOT_YOURS)
    plan = request.office.plan
    if plan is None:
        return conflict(request, Refused(NO_PLAN))
    units = list(units_ever_where(request.user.pk, Permission.KEEP_LEDGER, on=request.today, within=plan.unit_id))
    first = {"form_key": f"after:{secrets.token_hex(12)}"}
    posted = request.method == "POST"
    form = AfterwardsForm(
        request.POST if posted else None, request.FILES if posted else None, units=units, plan=plan, initial=first
    )
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            made = _record(request, data, plan, next(unit for unit in units if unit.pk == data["unit"]))
        except BadInput as wrong:
            name = "scan" if wrong.field == "file" else wrong.field
            form.add_error(name if name in form.fields else None, str(wrong))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                f"Đã ghi lại {made.subject.name} theo quyết định\nChưa hiện trên cổng công khai: mở sổ điển hình để công khai.",
            )
            return redirect("desk:nomination", made.pk)
    context = {"form": form, "plan": plan, "back": reverse("desk:nominations")}
    return render(request, "desk/nominations/afterwards.html", context, status=422 if posted else 200)


def _record(request: Any, data: dict[str, Any], plan: Plan, unit: Unit) -> Any:
    whom = ("kind", "name", "sector", "achievement_summary", "position", "place")
    paper = ("level", "document_number", "decided_on", "signer", "meeting_number", "meeting_on")
    return record_result_afterwards(
        unit=unit,
        plan=plan,
        honoured=Honoured(**{name: data[name] for name in whom}),
        decision=Decision(**{name: data[name] for name in paper}, file_name=data["scan"].name, content=data["scan"]),
        introduced_on=data["introduced_on"],
        form_key=data["form_key"],
        by=request.actor,
        at=request.now,
    )
