"""Who may open the screens about people, and what they find there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from neuguong.core.errors import BadInput, Refused
from neuguong.org.models import Account
from neuguong.org.queries.people import managed_units, visible_accounts
from neuguong.org.roles import Permission
from neuguong.web.errors import conflict

NOT_YOURS = "Tài khoản do quản trị viên của cơ quan lập và phân công. Cần thay đổi thì nhắn người ấy."


def managers_only(request: Any) -> None:
    """403 with a sentence for who manages no accounts."""
    if not request.office.may(Permission.MANAGE_ACCOUNTS):
        raise PermissionDenied(NOT_YOURS)


def person_or_404(request: Any, pk: int) -> Account:
    """Somebody of the own units; anybody else does not exist here."""
    managers_only(request)
    return get_object_or_404(visible_accounts(request.user.pk, on=request.today), pk=pk)


def unit_choices(request: Any) -> list[tuple[int, str]]:
    """Units whose accounts are in the own hands."""
    return [(unit.pk, unit.name) for unit in managed_units(request.user.pk, on=request.today)]


def unit_of(request: Any, pk: int) -> Any:
    """One of them; another one does not exist here."""
    return get_object_or_404(managed_units(request.user.pk, on=request.today), pk=pk)


def people_choices(accounts: Any, *, but: int | None = None) -> list[tuple[int, str]]:
    """People in use, as “name (user name)”: names repeat."""
    found = accounts.filter(is_active=True).exclude(pk=but) if but else accounts.filter(is_active=True)
    return [(account.pk, f"{account.full_name} ({account.username})") for account in found]


def act(form: Form, request: Any, doing: Callable[[dict[str, Any]], str | None], *, back: str) -> HttpResponse | None:
    """Do what a valid form asks for: lead on when it worked, 409 when it is closed, None when the form needs mending.

    `doing` returns the address to go to, or None for `back`.
    """
    if not form.is_valid():
        return None
    try:
        return redirect(doing(form.cleaned_data) or back)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    except Refused as refusal:
        return conflict(request, refusal, back=back)


def form_page(request: Any, form: Form, *, title: str, submit: str, back: str, **more: Any) -> HttpResponse:
    """One form on a page of its own."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "optional": getattr(form, "optional", set()),
    }
    return render(request, "desk/people/form.html", context | more, status=422 if form.errors else 200)


def person_address(account: Account) -> str:
    """The page of a person."""
    return reverse("desk:person", args=[account.pk])
