"""Recording what was done for a duty, taking it back, reading its file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import Activity
from neuguong.ledger.operations.activities import Agreed, Done, record_activity, withdraw_activity
from neuguong.ledger.queries.visibility import activities_visible_to
from neuguong.web.desk.board import cell
from neuguong.web.desk.duties.forms import RecordForm, WithdrawForm
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict


@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Record one thing done, with its file."""
    found = cell.visible(request, pk)
    form = RecordForm(request.POST, request.FILES, obligation=found, today=request.today)
    if form.is_valid():
        data = form.cleaned_data
        try:
            record_activity(
                obligation=found,
                done=done_of(data),
                file_name=data["file"].name,
                content=data["file"],
                form_key=data["form_key"],
                by=request.actor,
                at=request.now,
            )
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:obligation", args=[pk]))
        else:
            messages.success(request, "Đã ghi việc đã làm.\nTệp được kiểm tra rồi mới mở được, thường trong vài giây.")
            return redirect("desk:obligation", pk)
    return cell.show(request, found, recording=form)


def done_of(data: dict[str, Any]) -> Done:
    """What was typed, as the operation takes it."""
    agreed = Agreed(data["partner"], data["valid_from"], data["valid_until"]) if "partner" in data else None
    return Done(data["title"], data["held_on"], data.get("form", ""), data["note"], data["document"], agreed)


@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Take a record back, with the reason."""
    found = _visible_activity(request, pk)
    back = reverse("desk:obligation", args=[found.obligation_id])
    form = WithdrawForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput("Ghi lý do rút.")
        withdraw_activity(activity=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    except (BadInput, Refused) as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, "Đã rút.\nViệc này thôi được tính; nội dung và lý do vẫn còn trong chi tiết.")
    return redirect(back)


@require_safe
def file(request: Any, pk: int) -> HttpResponseBase:
    """The file that shows it; nothing before it was checked."""
    found = _visible_activity(request, pk)
    try:
        path = open_file(found.file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:obligation", args=[found.obligation_id]))
    return kept_file(path, found.file.name)


def _visible_activity(request: Any, pk: int) -> Activity:
    rows = activities_visible_to(request.user.pk, request.today).select_related("file", "obligation__unit")
    return get_object_or_404(rows, pk=pk)
