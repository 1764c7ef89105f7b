"""The yearly list of accounts: a head answers for the unit; administrator and office see who has not, who has left."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.org.enums import ReviewAnswer, Role
from neuguong.org.models import Membership
from neuguong.org.operations.reviews import Answered, confirm_roles
from neuguong.org.queries.access import scope_of
from neuguong.org.queries.reviews import (
    Campaign,
    campaign_on,
    review_progress,
    roles_to_confirm,
    roles_to_mend,
    units_led,
    unused_accounts,
)
from neuguong.org.roles import Permission
from neuguong.web.errors import conflict

NOT_A_HEAD = "Trang này để người đứng đầu xác nhận tài khoản của đơn vị mình."
NOT_YOURS = "Trang này để quản trị viên và cơ quan thường trực xem đơn vị nào đã xác nhận tài khoản."


def campaign(today: Any) -> Campaign:
    """This site's list that was opened last."""
    month, day = settings.ACCOUNT_REVIEW_DAY.split("-")
    return campaign_on(today, month=int(month), day=int(day))


class ReviewForm(forms.Form):
    """Three choices and a note for each role; what was answered before stands there already."""

    def __init__(self, *args: Any, rows: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        for row in rows:
            who = f"{row.account.full_name} ({row.account.username}): {Role(row.role).label}"
            self.fields[f"answer-{row.pk}"] = forms.ChoiceField(
                label=who, choices=[(code, label[:1].upper() + label[1:]) for code, label in ReviewAnswer.choices],
                widget=forms.RadioSelect, required=False, initial=row.said,
            )  # fmt: skip
            self.fields[f"note-{row.pk}"] = forms.CharField(
                label="Nói rõ thêm", max_length=200, required=False, initial=row.said_note,
                help_text="Vai trò khác thì ghi vai trò đúng",
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[Membership, Any, Any]]:
        """Each role with its two fields."""
        return [(row, self[f"answer-{row.pk}"], self[f"note-{row.pk}"]) for row in self.rows]

    @property
    def answered(self) -> dict[int, list[Answered]]:
        """What was chosen, by unit."""
        found: dict[int, list[Answered]] = {}
        for row in self.rows:
            if answer := self.cleaned_data[f"answer-{row.pk}"]:
                told = Answered(row.pk, answer, self.cleaned_data[f"note-{row.pk}"])
                found.setdefault(row.unit_id, []).append(told)
        return found


@require_http_methods(["GET", "POST"])
def confirm(request: Any) -> HttpResponse:
    """The head goes through the accounts of the unit."""
    units = {unit.pk: unit for unit in units_led(request.user.pk, on=request.today)}
    if not units:
        raise PermissionDenied(NOT_A_HEAD)
    now = campaign(request.today)
    rows = list(roles_to_confirm(request.user.pk, now, on=request.today))
    form = ReviewForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            for unit_id, answers in form.answered.items():
                confirm_roles(unit=units[unit_id], year=now.year, answers=answers, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal)
        else:
            messages.success(request, "Đã ghi xác nhận\nChỗ cần sửa đã chuyển cho quản trị viên.")
            return redirect("desk:role_review")
    context = {"form": form, "campaign": now, "open": sum(row.said is None for row in rows), "several": len(units) > 1}
    return render(request, "desk/people/review.html", context, status=422 if form.errors else 200)


@require_GET
def progress(request: Any) -> HttpResponse:
    """Which units have answered; for the administrator also who has left and who never signs in."""
    manages = request.office.may(Permission.MANAGE_ACCOUNTS)
    if not manages and not request.office.may(Permission.KEEP_LEDGER):
        raise PermissionDenied(NOT_YOURS)
    permission = Permission.MANAGE_ACCOUNTS if manages else Permission.KEEP_LEDGER
    scope, now = scope_of(request.user.pk, permission, on=request.today), campaign(request.today)
    units = review_progress(scope, now, on=request.today)
    context = {
        "campaign": now,
        "late": request.today > now.due,
        "waiting": [one for one in reversed(units) if one.open],
        "done": sum(not one.open for one in units),
        "manages": manages,
        "mend": roles_to_mend(scope, on=request.today) if manages else (),
        "unused": unused_accounts(scope, on=request.today)[:100] if manages else (),
    }
    return render(request, "desk/people/reviews.html", context)
