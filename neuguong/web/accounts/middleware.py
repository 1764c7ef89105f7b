"""Somebody whose password was given by another chooses an own one before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

STILL_OPEN = {"account_change_password", "account_logout"}


class PasswordDue:
    """Leads to the change of password as long as the account says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Pages that need no sign-in (the public site) stay open."""
        needs_sign_in = getattr(view, "login_required", True)
        if not needs_sign_in or request.resolver_match.url_name in STILL_OPEN:
            return None
        due = request.user.is_authenticated and request.user.must_change_password
        return redirect("account_change_password") if due else None
