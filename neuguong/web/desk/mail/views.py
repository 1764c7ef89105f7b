"""Mail and short messages that no try brought out: how many, why, and letting them go out again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from neuguong.org.operations.mail import send_again
from neuguong.org.policy import tends_mail
from neuguong.org.queries.mail import failed_mail, how_many_given_up
from neuguong.web.ui.templatetags.ui import vnum

SHOWN = 100


def _tenders_only(request: Any) -> None:
    if refusal := tends_mail(request.actor, request.now):
        raise PermissionDenied(refusal)


@require_safe
def failed(request: Any) -> HttpResponse:
    """The newest of them, with what went wrong in plain words."""
    _tenders_only(request)
    rows = failed_mail(request.user.pk, request.today, most=SHOWN)
    total = how_many_given_up(request.user.pk, request.today) if len(rows) == SHOWN else len(rows)
    return render(request, "desk/mail/failed.html", {"rows": rows, "total": total, "more": total - len(rows)})


@require_POST
def again(request: Any) -> HttpResponse:
    """Let the chosen ones go out again."""
    _tenders_only(request)
    keys = request.POST.getlist("mail")[:SHOWN]
    keys = [
        key for key in keys if key.isascii() and len(key.partition("-")[2]) < 19
    ]  # no database holds a larger number
    if not keys:
        messages.warning(request, "Chưa chọn thư nào để gửi lại.")
    elif done := send_again(keys=keys, by=request.actor, at=request.now):
        messages.success(
            request,
            f"Đã đưa {vnum(done)} thư vào hàng chờ gửi lại.\nThư gửi trong ít phút; lỗi nữa thì lại hiện ở đây.",
        )
    else:
        messages.info(request, "Các thư này đã gửi được hoặc đang chờ gửi lại.")
    return redirect("desk:failed_mail")
