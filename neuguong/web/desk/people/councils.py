"""Councils and their seats."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from neuguong.org.operations.councils import form_council, seat, unseat
from neuguong.org.queries import people as found
from neuguong.web.desk.people.forms import CouncilForm, EndForm, SeatForm
from neuguong.web.desk.people.scope import (
    act,
    form_page,
    managers_only,
    people_choices,
    person_or_404,
    unit_choices,
    unit_of,
)


@require_GET
def council(request: Any) -> HttpResponse:
    """The councils of the own units with their seats."""
    managers_only(request)
    councils = found.councils_managed(request.user.pk, on=request.today)
    rows = [(one, found.seats_of(one, on=request.today)) for one in councils]
    return render(request, "desk/people/councils.html", {"councils": rows})


@require_http_methods(["GET", "POST"])
def council_new(request: Any) -> HttpResponse:
    """Found a council."""
    managers_only(request)
    form = CouncilForm(request.POST or None, units=unit_choices(request), initial={"valid_from": request.today})

    def found_it(data: dict[str, Any]) -> None:
        unit = unit_of(request, data["unit"])
        form_council(unit=unit, name=data["name"], valid_from=data["valid_from"], by=request.actor, at=request.now)
        messages.success(
            request, f"Đã lập {data['name']} của {unit.name}\nTiếp theo: ghi Chủ tịch, thành viên và thư ký."
        )

    back = reverse("desk:council")
    answer = act(form, request, found_it, back=back)
    return answer or form_page(request, form, title="Lập Hội đồng", submit="Lập Hội đồng", back=back)


@require_http_methods(["GET", "POST"])
def council_seat(request: Any, pk: int) -> HttpResponse:
    """Give somebody a seat."""
    managers_only(request)
    one = get_object_or_404(found.councils_managed(request.user.pk, on=request.today), pk=pk)
    accounts = found.visible_accounts(request.user.pk, on=request.today)
    form = SeatForm(request.POST or None, people=people_choices(accounts), initial={"valid_from": request.today})

    def sit(data: dict[str, Any]) -> None:
        account = person_or_404(request, data["person"])
        row = seat(
            council=one, account=account, seat_code=data["seat_code"], valid_from=data["valid_from"],
            valid_to=data["valid_to"], by=request.actor, at=request.now,
        )  # fmt: skip
        messages.success(request, f"Đã ghi {account.full_name} là {row.get_seat_display()}.")

    back = reverse("desk:council")
    answer = act(form, request, sit, back=back)
    return answer or form_page(request, form, title="Ghi thành viên Hội đồng", submit="Ghi", back=back, lede=one.name)


@require_http_methods(["GET", "POST"])
def council_unseat(request: Any, pk: int) -> HttpResponse:
    """The last day of a seat."""
    managers_only(request)
    row = get_object_or_404(found.seats_managed(request.user.pk, on=request.today), pk=pk)
    form = EndForm(request.POST or None, initial={"last_day": request.today})

    def leave(data: dict[str, Any]) -> None:
        unseat(seat_row=row, last_day=data["last_day"], by=request.actor, at=request.now)
        messages.success(request, f"{row.account.full_name} thôi chức vụ sau ngày {data['last_day']:%d/%m/%Y}.")

    back = reverse("desk:council")
    lede = f"{row.account.full_name}, {row.get_seat_display()}, {row.council.name}."
    answer = act(form, request, leave, back=back)
    return answer or form_page(request, form, title="Cho thôi chức vụ", submit="Cho thôi", back=back, lede=lede)
