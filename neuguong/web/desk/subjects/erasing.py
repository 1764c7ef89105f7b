"""What the system knows of a subject, erased after a preview; dossiers kept longer than they must be."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.operations.erasure import LONGEST, erase_subject
from neuguong.exemplars.policy import erases_subject
from neuguong.exemplars.queries.erasure import past_keeping, preview
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.reading.retention import periods_on
from neuguong.org.roles import Permission
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.subjects.scope import subject_or_404
from neuguong.web.errors import conflict

ONLY_OFFICE = "Danh sách này dành cho cơ quan thường trực."
PAGE = 20
SORTS = {
    "council": "Hội đồng công nhận", "unit": "Đơn vị công nhận", "closed": "Rút hoặc không đạt", "unfinished": "Dở dang",
}  # fmt: skip
STARTS = {"recognised": "ngày công nhận", "closed": "ngày rút hoặc không đạt", "plan_ended": "ngày hết kế hoạch"}
SURE = {"K": "chưa đối chiếu với văn bản", "P": "đề xuất, cơ quan tự quyết định"}


class EraseForm(forms.Form):
    """The ground, and the name typed once more, so that nobody erases by a slip."""

    reason = forms.CharField(
        label="Căn cứ",
        help_text="Số và ngày của đơn hoặc quyết định, ví dụ: Đơn số 12 ngày 01/04/2025. Không ghi tên: căn cứ được giữ lại",
        max_length=LONGEST,
        error_messages={"required": "Ghi căn cứ để xóa, ví dụ số và ngày của đơn."},
    )
    typed = forms.CharField(
        label="Gõ lại tên đối tượng",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Gõ lại tên đối tượng để xác nhận."},
    )


@require_http_methods(["GET", "POST"])
def erase(request: Any, pk: int) -> HttpResponse:
    """Everything that goes and everything that stays with its reason; then the act itself, once."""
    found = subject_or_404(request, pk)
    back = reverse("desk:subject", args=[pk])
    if found.erased_at is not None:
        return redirect("desk:subject", pk)  # a second press finds it done
    if refusal := erases_subject(request.actor, found, request.now):
        return conflict(request, refusal, back=back)
    form = EraseForm(request.POST if request.method == "POST" else None, auto_id="xoa-%s")
    if request.method == "POST" and form.is_valid():
        try:
            erase_subject(subject=found, **form.cleaned_data, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refused:
            return conflict(request, refused, back=back)
        else:
            messages.success(request, "Đã xóa dữ liệu cá nhân của đối tượng\nTệp trên máy chủ được dọn trong ít phút.")
            return redirect("desk:subject", pk)
    context = {"subject": found, "preview": preview(found), "form": form}
    return render(request, "desk/subjects/erase.html", context, status=400 if form.is_bound else 200)


@require_safe
def kept_long_enough(request: Any) -> HttpResponse:
    """Dossiers past the day until which they must be kept. Nothing is erased from here."""
    if not request.office.may(Permission.KEEP_LEDGER):
        raise PermissionDenied(ONLY_OFFICE)
    rows = past_keeping(visible_to(request.user.pk, request.today), request.today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = f"{page.start_index()}–{page.end_index()} trong {len(rows)} hồ sơ"
    periods = [
        {"sort": SORTS[one.of], "years": one.years, "starts": STARTS[one.starts], "source": one.source, "sure": SURE.get(one.confidence, "")}
        for one in periods_on(request.today).values()
    ]  # fmt: skip
    context = {
        "rows": [{"row": row, "sort": SORTS[row.period.of]} for row in page],
        "page": ListPage(page.number, page.has_previous(), page.has_next(), words),
        "periods": periods,
    }
    return render(request, "desk/subjects/kept.html", context)
