"""Columns and special pages: which there are, opening one, closing one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.org.roles import Permission
from neuguong.publicity.operations.columns import close_column, open_column
from neuguong.publicity.queries.articles import all_columns
from neuguong.web.desk.articles.forms import ColumnForm
from neuguong.web.desk.articles.scope import NOT_YOURS, place_of
from neuguong.web.errors import conflict


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: Any) -> HttpResponse:
    """The columns of the plan, with the acts on them."""
    place = place_of(request, Permission.PUBLISH_ARTICLE)
    if place is None:
        raise PermissionDenied(NOT_YOURS)
    unit, plan = place
    rows, form = all_columns(plan.pk), ColumnForm()
    back = reverse("desk:columns")
    who = {"by": request.actor, "at": request.now}
    try:
        if request.method == "POST" and (asked := request.POST.get("close", "")):
            column = rows.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
            if column is None:
                return conflict(request, "Không có chuyên mục này. Tải lại trang.", back=back)
            close_column(column=column, **who)
            messages.success(request, f"“{column.name}” không nhận bài mới nữa\nBài đã đăng ở lại.")
            return redirect(back)
        if request.method == "POST":
            form = ColumnForm(request.POST)
            if form.is_valid():
                open_column(plan=plan, unit=unit, **form.cleaned_data, **who)
                messages.success(request, f"Đã mở “{form.cleaned_data['name']}”")
                return redirect(back)
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    return render(
        request, "desk/articles/columns.html", {"rows": rows, "form": form}, status=400 if form.errors else 200
    )
