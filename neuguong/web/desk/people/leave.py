"""Being away (nghỉ phép): naming who does the work meanwhile, and taking that back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.org.enums import Role
from neuguong.org.models import Account, Membership
from neuguong.org.operations.memberships import substitute
from neuguong.org.policy import may_end
from neuguong.org.queries import people as found
from neuguong.web.desk.people.forms import day
from neuguong.web.desk.people.scope import act

NO_ROLE = "Trang này để ghi người làm thay khi nghỉ. Tài khoản này hiện không được phân công vai trò nào ở đơn vị."


class LeaveForm(forms.Form):
    """Which role, who instead, from when until when, why."""

    post = forms.TypedChoiceField(
        label="Vai trò cần người làm thay", coerce=int, error_messages={"required": "Chọn vai trò."}
    )
    stand_in = forms.TypedChoiceField(
        label="Người làm thay",
        coerce=int,
        help_text="Người đang được phân công ở cùng đơn vị",
        error_messages={"required": "Chọn người làm thay."},
    )
    valid_from = day("Từ ngày")
    valid_to = day("Đến hết ngày", hint="Sau ngày này việc làm thay tự hết")
    document = forms.CharField(
        label="Lý do, giấy tờ",
        max_length=200,
        help_text="Ví dụ: Nghỉ phép năm, đơn ngày 10/3/2025",
        error_messages={"required": "Ghi lý do vắng mặt."},
    )

    def __init__(self, *args: Any, posts: list[Membership], people: list[Account], own: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["post"].choices = [(row.pk, _post_words(row, own)) for row in posts]
        self.fields["stand_in"].choices = [
            ("", "Chọn một người"), *((one.pk, f"{one.full_name} ({one.username})") for one in people),
        ]  # fmt: skip


def _post_words(row: Membership, own: int) -> str:
    words = f"{Role(row.role).label}, {row.unit.name}"
    return words[:1].upper() + words[1:] if row.account_id == own else f"{row.account.full_name}: {words}"


@require_http_methods(["GET", "POST"])
def leave(request: Any) -> HttpResponse:
    """Name a substitute for oneself, or as head for somebody of the unit; see who stands in for whom."""
    posts = list(found.leave_posts(request.user.pk, on=request.today))
    posts.sort(key=lambda row: row.account_id != request.user.pk)
    if not posts:
        raise PermissionDenied(NO_ROLE)
    units = {row.unit_id: row.unit for row in posts}
    people = {one.pk: one for unit in units.values() for one in found.people_of(unit, on=request.today)}
    people.pop(request.user.pk, None)
    form = LeaveForm(
        request.POST or None, posts=posts, people=list(people.values()), own=request.user.pk,
        initial={"valid_from": request.today, "post": posts[0].pk},
    )  # fmt: skip

    def name_somebody(data: dict[str, Any]) -> None:
        row = next(row for row in posts if row.pk == data["post"])
        other = people[data["stand_in"]]
        substitute(
            absent=row.account, stand_in=other, unit=row.unit, role=row.role, valid_from=data["valid_from"],
            valid_to=data["valid_to"], document=data["document"], by=request.actor, at=request.now,
        )  # fmt: skip
        until = f"{data['valid_to']:%d/%m/%Y}"
        messages.success(
            request, f"{other.full_name} làm thay {row.account.full_name} đến hết {until}\nHai người nhận được tin báo."
        )

    answer = act(form, request, name_somebody, back=reverse("desk:leave"))
    if answer:
        return answer
    running = list(found.substitutes_around(request.user.pk, on=request.today))
    context = {
        "form": form,
        "nobody": not people,
        "running": [(row, may_end(request.actor, membership=row, on=request.today) is None) for row in running],
    }
    return render(request, "desk/people/leave.html", context, status=422 if form.errors else 200)
