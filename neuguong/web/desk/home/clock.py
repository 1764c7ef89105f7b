"""The demonstration's day: seen by everybody, moved by its administrator."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from neuguong.core.clock import OFFICE_ZONE, move_clock
from neuguong.core.errors import BadInput
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of
from neuguong.web.ui.templatetags.ui import dmyhm

NOT_YOURS = (
    "Chỉ quản trị viên của bản minh họa đổi ngày. Nhờ người đó chuyển giúp, hoặc đăng nhập bằng tài khoản quản trị."
)
WHOLE_DAY = "08:00"


class ClockForm(forms.Form):
    """A day and an hour to go to."""

    day = forms.DateField(
        label="Ngày",
        help_text="Ngày/tháng/năm, ví dụ 15/03/2025",
        error_messages={
            "required": "Ghi ngày muốn chuyển đến.",
            "invalid": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025.",
        },
    )
    hour = forms.TimeField(
        label="Giờ",
        help_text="Ví dụ 23:59; để trống thì tính 08:00",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H"],
        error_messages={"invalid": "Ghi giờ theo dạng giờ:phút, ví dụ 23:59."},
    )

    @property
    def moment(self) -> datetime:
        """The chosen moment in the office's zone."""
        at = self.cleaned_data["hour"] or time.fromisoformat(WHOLE_DAY)
        return datetime.combine(self.cleaned_data["day"], at, OFFICE_ZONE)


def _marks(request: Any) -> list[dict[str, Any]]:
    """Moments worth a visit: tomorrow, the last minute on time and the first late one of the coming rounds."""
    tomorrow = datetime.combine(request.today + timedelta(days=1), time(8), OFFICE_ZONE)
    marks = [{"at": tomorrow, "text": "sáng mai"}]
    plan = request.office.plan
    if plan:
        for opening in rules_of(plan).cut_offs_after(request.now)[:2]:
            marks.append(
                {"at": opening.closes_at - timedelta(minutes=1), "text": f"phút cuối còn đúng hạn {opening.label}"}
            )
            marks.append({"at": opening.closes_at, "text": f"bắt đầu trễ hạn {opening.label}"})
    return [mark for mark in marks if mark["at"] > request.now]


def _asked(request: HttpRequest) -> ClockForm:
    """What was asked for: a mark sends its day and hour in the same two fields."""
    return ClockForm(request.POST)


@require_http_methods(["GET", "POST"])
def clock(request: Any) -> HttpResponse:
    """Show the demonstration's day; its administrator moves it forward."""
    mine = request.office.may(Permission.MOVE_CLOCK)
    form = ClockForm()
    if request.method == "POST":
        if not mine:
            raise PermissionDenied(NOT_YOURS)
        form = _asked(request)
        if form.is_valid():
            try:
                move_clock(to=form.moment, by=request.actor)
            except BadInput as wrong:
                form.add_error("day", str(wrong))
            else:
                messages.success(
                    request, f"Đã chuyển sang {dmyhm(form.moment)}\nMọi người đang xem bản minh họa cũng sang ngày này."
                )
                return redirect("desk:clock")
    context = {
        "form": form,
        "mine": mine,
        "marks": _marks(request) if mine and request.demo_clock else [],
        "sentence": NOT_YOURS,
    }
    return render(request, "desk/home/clock.html", context, status=400 if form.errors else 200)
