"""Roles: appointing, ending, delegating, standing in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.org.enums import Basis, Role
from neuguong.org.operations.memberships import appoint, delegate, end, substitute
from neuguong.org.policy import may_end
from neuguong.org.queries import people as found
from neuguong.org.roles import Permission
from neuguong.web.desk.people.forms import DelegateForm, EndForm, RoleForm, SubstituteForm
from neuguong.web.desk.people.scope import (
    act,
    form_page,
    people_choices,
    person_address,
    person_or_404,
    unit_choices,
    unit_of,
)

NO_HEAD = "Trang này để người đứng đầu đơn vị ủy quyền. Tài khoản này hiện không đứng đầu đơn vị nào."


@require_http_methods(["GET", "POST"])
def membership_new(request: Any, pk: int) -> HttpResponse:
    """Give somebody a further role."""
    account = person_or_404(request, pk)
    form = RoleForm(request.POST or None, units=unit_choices(request), initial={"valid_from": request.today})

    def give(data: dict[str, Any]) -> None:
        unit = unit_of(request, data["unit"])
        appoint(
            account=account, unit=unit, role=data["role"], subtree=data["subtree"], valid_from=data["valid_from"],
            valid_to=data["valid_to"], document=data["document"], by=request.actor, at=request.now,
        )  # fmt: skip
        messages.success(request, f"Đã giao vai trò {Role(data['role']).label} ở {unit.name}.")

    back = person_address(account)
    answer = act(form, request, give, back=back)
    return answer or form_page(request, form, title="Giao vai trò", submit="Giao vai trò", back=back, person=account)


@require_http_methods(["GET", "POST"])
def membership_end(request: Any, pk: int) -> HttpResponse:
    """The last day of a role; who delegated takes it back here too."""
    row = get_object_or_404(found.memberships_reached(request.user.pk, on=request.today), pk=pk)
    if refusal := may_end(request.actor, membership=row, on=request.today):
        raise PermissionDenied(refusal)
    form = EndForm(request.POST or None, initial={"last_day": request.today})
    mine = row.on_behalf_of_id == request.user.pk and row.basis == Basis.DELEGATED
    away = row.basis == Basis.SUBSTITUTE and not request.office.may(Permission.MANAGE_ACCOUNTS)
    back = reverse("desk:leave") if away else reverse("desk:delegate") if mine else person_address(row.account)

    def stop(data: dict[str, Any]) -> None:
        end(membership=row, last_day=data["last_day"], by=request.actor, at=request.now)
        messages.success(
            request, f"Vai trò {Role(row.role).label} của {row.account.full_name} còn đến hết {row.valid_to:%d/%m/%Y}."
        )

    lede = f"{row.account.full_name}: {Role(row.role).label}, {row.unit.name}, từ {row.valid_from:%d/%m/%Y}."
    if row.basis == Basis.APPOINTED:
        lede += " Ủy quyền và làm thay dựa trên vai trò này cũng kết thúc vào ngày ấy."
    answer = act(form, request, stop, back=back)
    return answer or form_page(request, form, title="Cho thôi vai trò", submit="Cho thôi", back=back, lede=lede)


@require_http_methods(["GET", "POST"])
def substitute_new(request: Any, pk: int) -> HttpResponse:
    """Who does somebody's work for a while."""
    account = person_or_404(request, pk)
    posts = [
        post
        for post in found.posts_of(account, on=request.today)
        if post.basis == Basis.APPOINTED and post.state != "closed"
    ]
    others = found.visible_accounts(request.user.pk, on=request.today)
    form = SubstituteForm(
        request.POST or None,
        posts=[(post.id, f"{post.role_label}, {post.unit_name}") for post in posts],
        people=people_choices(others, but=account.pk),
        initial={"valid_from": request.today},
    )

    def stand_in(data: dict[str, Any]) -> None:
        post = next(post for post in posts if post.id == data["post"])
        other = person_or_404(request, data["stand_in"])
        substitute(
            absent=account, stand_in=other, unit=unit_of(request, post.unit_id), role=post.role,
            valid_from=data["valid_from"], valid_to=data["valid_to"], document=data["document"], by=request.actor,
            at=request.now,
        )  # fmt: skip
        messages.success(request, f"{other.full_name} làm thay đến hết {data['valid_to']:%d/%m/%Y}.")

    back = person_address(account)
    answer = act(form, request, stand_in, back=back)
    return answer or form_page(
        request, form, title="Cử người làm thay", submit="Ghi làm thay", back=back, person=account
    )


@require_http_methods(["GET", "POST"])
def delegate_page(request: Any) -> HttpResponse:
    """A head lends the headship of the own unit, and takes it back."""
    units = list(found.headed_units(request.user.pk, on=request.today))
    if not units:
        raise PermissionDenied(NO_HEAD)
    colleagues = {account.pk: account for unit in units for account in found.people_of(unit, on=request.today)}
    colleagues.pop(request.user.pk, None)
    form = DelegateForm(
        request.POST or None,
        units=[(unit.pk, unit.name) for unit in units],
        people=[(pk, f"{account.full_name} ({account.username})") for pk, account in colleagues.items()],
        initial={"valid_from": request.today, "unit": units[0].pk},
    )

    def lend(data: dict[str, Any]) -> None:
        unit = next(unit for unit in units if unit.pk == data["unit"])
        delegate(
            head=request.user, to=colleagues[data["to"]], unit=unit, valid_from=data["valid_from"],
            valid_to=data["valid_to"], document=data["document"], by=request.actor, at=request.now,
        )  # fmt: skip
        messages.success(
            request, f"Đã ủy quyền cho {colleagues[data['to']].full_name} đến hết {data['valid_to']:%d/%m/%Y}."
        )

    answer = act(form, request, lend, back=reverse("desk:delegate"))
    if answer:
        return answer
    running = [row for unit in units for row in found.delegations_of(unit, on=request.today)]
    context = {"form": form, "running": running, "nobody": not colleagues}
    return render(request, "desk/people/delegate.html", context, status=422 if form.errors else 200)
