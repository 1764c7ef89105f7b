"""The first-run page. Open only while no account exists, and only to who holds the token."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.org.enums import UnitKind
from neuguong.org.queries.people import anybody_exists
from neuguong.web.accounts.first_run import Setup, is_open, set_up, shipped, shipped_text, uploaded_text
from neuguong.web.accounts.forms import FirstRunForm
from neuguong.web.accounts.views import too_often


@login_not_required
@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Ask for the token, then for everything of day one."""
    if anybody_exists():
        return redirect("account_login")
    if too_often(request, "first_run"):
        return render(request, "429.html", status=429)
    token = request.POST.get("ma") or request.GET.get("ma", "")
    if not is_open(token):
        return render(request, "account/first_run_token.html", {"wrong": bool(token)}, status=403 if token else 200)
    form = _form(request)
    if form.is_valid() and _made(request, form):
        return redirect("account_login")
    return render(request, "account/first_run.html", {"form": form, "token": token}, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> FirstRunForm:
    choices: dict[str, Any] = {
        "kinds": [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in UnitKind],
        "units": shipped("units"),
        "plans": shipped("plans"),
    }
    # The page that asks for the token posts nothing but the token.
    data = (request.POST, request.FILES) if "username" in request.POST else ()
    return FirstRunForm(*data, initial={"unit_kind": UnitKind.STATE_COMMITTEE}, **choices)


def _made(request: HttpRequest, form: FirstRunForm) -> bool:
    data = form.cleaned_data
    try:
        told = Setup(
            **{
                key: data[key]
                for key in ("full_name", "username", "email", "password", "unit_name", "unit_kind", "place")
            },
            units_text=_text("units", "units_file", "shipped_units", data),
            plan_text=_text("plans", "plan_file", "shipped_plan", data),
        )
        account = set_up(told, at=request.now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(
        request, f"Đã thiết lập xong\nĐăng nhập bằng tên {account.username}, rồi lập tài khoản cho từng đơn vị."
    )
    return True


def _text(kind: str, upload: str, choice: str, data: dict[str, Any]) -> str:
    return uploaded_text(data[upload], upload) if data[upload] else shipped_text(kind, data[choice])
