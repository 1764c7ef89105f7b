"""Telling the staff: the head opens a round, each person says that they know it, who has no account signs on paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import Dissemination
from neuguong.ledger.operations.disseminations import (
    acknowledge,
    add_people,
    close_dissemination,
    open_dissemination,
    tick_people,
    withdraw_dissemination,
)
from neuguong.ledger.policy import disseminates, keeps_ledger
from neuguong.ledger.queries.disseminations import disseminations_visible_to, people_of_round
from neuguong.web.desk.plans.forms import CloseForm, NamesForm, PointsForm, TickForm, WithdrawForm
from neuguong.web.desk.plans.scope import own_of
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict


@require_http_methods(["GET", "POST"])
def begin(request: Any) -> HttpResponse:
    """The head writes the main points and opens the round."""
    own = own_of(request)
    if own is None or (refusal := disseminates(request.actor, own.unit, request.now)):
        raise PermissionDenied(refusal if own else "Người đứng đầu đơn vị phổ biến kế hoạch đến từng người.")
    issued = {str(one.pk): one for one in own.issued[:1]}
    choices = [
        (pk, f"Kèm kế hoạch của đơn vị, bản {one.number}, số {one.document_number}") for pk, one in issued.items()
    ]
    form = PointsForm(request.POST or None, choices=choices, initial={"unit_plan": next(iter(issued), "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = open_dissemination(
                unit=own.unit,
                plan=own.plan,
                points=form.cleaned_data["points"],
                unit_plan=issued.get(form.cleaned_data["unit_plan"]),
                by=request.actor,
                at=request.now,
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refused:
            return conflict(request, refused, back=reverse("desk:plans"))
        else:
            messages.success(request, "Đã mở đợt phổ biến\nTừng người có tài khoản của đơn vị đã nhận thông báo.")
            return redirect("desk:dissemination", made.pk)
    context = {"form": form, "own": own}
    return render(request, "desk/plans/tell.html", context, status=422 if form.errors else 200)


@require_safe
def dissemination(request: Any, pk: int) -> HttpResponse:
    """The main points, one's own button, and how far it has come."""
    return _page(request, _or_404(request, pk))


def _or_404(request: Any, pk: int) -> Dissemination:
    rows = disseminations_visible_to(request.user.pk, request.today)
    found = rows.select_related("unit", "plan__unit", "unit_plan", "opened_by", "withdrawn_by", "signed_list").filter(
        pk=pk
    )
    if (one := found.first()) is None:
        raise Http404
    return one


def _page(request: Any, found: Dissemination, **forms: Any) -> HttpResponse:
    people = people_of_round(found)
    waiting = [one for one in people if one.known_at is None]
    runs = found.done_on is None and found.withdrawn_at is None
    head = disseminates(request.actor, found.unit, request.now) is None
    choices = [(str(one.pk), one.name) for one in waiting]
    drawn = {"names": NamesForm(), "tick": TickForm(choices=choices), "close": CloseForm()} if head and runs else {}
    taken_back = head or keeps_ledger(request.actor, found.unit, request.now) is None
    if taken_back and found.withdrawn_at is None:
        drawn["withdraw"] = WithdrawForm()
    context = {
        "round": found,
        "runs": runs,
        "people": people,
        "known": len(people) - len(waiting),
        "mine": next((one for one in people if one.account_id == request.user.pk), None),
        "forms": {**drawn, **{name: form for name, form in forms.items() if name in drawn}},
        "wrong": list(forms.values()),
        "waiting": len(waiting),
    }
    return render(request, "desk/plans/dissemination.html", context, status=422 if forms else 200)


def _act(
    request: Any, found: Dissemination, name: str, form: Any, done: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """One act of a form on the page: done, or told at its place."""
    back = reverse("desk:dissemination", args=[found.pk])
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, done)
            return redirect(back)
    return _page(request, found, **{name: form})


@require_POST
def know(request: Any, pk: int) -> HttpResponse:
    """ "Tôi đã đọc và nắm được"."""
    found = _or_404(request, pk)
    try:
        acknowledge(dissemination=found, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:dissemination", args=[pk]))
    messages.success(request, "Đã ghi nhận anh/chị đã đọc và nắm được.")
    return redirect("desk:dissemination", pk)


@require_POST
def names(request: Any, pk: int) -> HttpResponse:
    """Add staff without an account by name."""
    found, form = _or_404(request, pk), NamesForm(request.POST)

    def act(told: dict[str, Any]) -> object:
        lines = told["names"].splitlines()
        return add_people(dissemination=found, names=lines, by=request.actor, at=request.now)

    return _act(request, found, "names", form, "Đã thêm vào danh sách.", act)


@require_POST
def tick(request: Any, pk: int) -> HttpResponse:
    """Who signed on paper, with the list."""
    found = _or_404(request, pk)
    choices = [(str(one.pk), one.name) for one in people_of_round(found) if one.known_at is None]
    form = TickForm(request.POST, request.FILES, choices=choices)

    def act(told: dict[str, Any]) -> object:
        ids, file = [int(one) for one in told["people"]], told["file"]
        return tick_people(
            dissemination=found, person_ids=ids, file_name=file.name, content=file, by=request.actor, at=request.now
        )

    return _act(request, found, "tick", form, "Đã ghi những người ký trên giấy.", act)


@require_POST
def close(request: Any, pk: int) -> HttpResponse:
    """The head ends the round with the signed list."""
    found, form = _or_404(request, pk), CloseForm(request.POST, request.FILES)

    def act(told: dict[str, Any]) -> object:
        file = told["file"]
        return close_dissemination(
            dissemination=found, file_name=file.name, content=file, by=request.actor, at=request.now
        )

    return _act(
        request, found, "close", form, "Đã kết thúc đợt phổ biến\nViệc triển khai đến cán bộ tự tính là xong.", act
    )


@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Take a round back, with the reason."""
    found, form = _or_404(request, pk), WithdrawForm(request.POST)

    def act(told: dict[str, Any]) -> object:
        return withdraw_dissemination(dissemination=found, reason=told["reason"], by=request.actor, at=request.now)

    return _act(request, found, "withdraw", form, "Đã rút\nĐợt này thôi được tính; danh sách và lý do vẫn còn.", act)


@require_safe
def signed_list(request: Any, pk: int) -> HttpResponseBase:
    """The signed list with which the head ended the round, for those who keep it: the unit's people and the office."""
    found = _or_404(request, pk)
    own, stored = own_of(request), found.signed_list
    office = keeps_ledger(request.actor, found.unit, request.now) is None
    if stored is None or not (office or (own is not None and own.unit.pk == found.unit_id)):
        raise Http404
    try:
        path = open_file(stored)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:dissemination", args=[pk]))
    return kept_file(path, stored.name)
