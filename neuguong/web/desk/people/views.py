"""Accounts: the list, a person, coming, changing, leaving."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neuguong.core.errors import Refused
from neuguong.org.models import Account
from neuguong.org.operations.accounts import (
    Secret,
    change_account,
    create_account,
    deactivate,
    invite,
    issue_code,
    reactivate,
)
from neuguong.org.operations.handover import hand_over
from neuguong.org.operations.memberships import appoint
from neuguong.org.policy import may_deactivate, may_manage_account
from neuguong.org.queries import people as found
from neuguong.org.queries.invitations import open_secrets
from neuguong.web.desk.people.forms import FilterForm, HandOverForm, NewPersonForm, ReasonForm, WhoForm
from neuguong.web.desk.people.handing import open_counts
from neuguong.web.desk.people.scope import (
    act,
    form_page,
    managers_only,
    people_choices,
    person_address,
    person_or_404,
    unit_choices,
    unit_of,
)
from neuguong.web.errors import conflict
from neuguong.web.links import unread_count

PAGE = 30


@require_GET
def people(request: Any) -> HttpResponse:
    """Everybody of the own units, with what they are today; who leaves soon stands on top."""
    managers_only(request)
    units = unit_choices(request)
    form = FilterForm(request.GET, units=units)
    accounts = found.visible_accounts(request.user.pk, on=request.today)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "unit": None, "state": ""}
    accounts = found.in_state(found.matching(accounts, wanted["q"]), wanted["state"], on=request.today)
    if wanted["unit"]:
        accounts = found.at_unit(accounts, unit_of(request, wanted["unit"]), on=request.today)
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": found.person_rows(page.object_list, on=request.today),
        "narrowed": any(wanted.values()),
        "leaving": found.leaving_soon(found.managed_scope(request.user.pk, on=request.today), on=request.today)[:10],
    }
    return render(request, "desk/people/people.html", context)


@require_GET
@never_cache
def person(request: Any, pk: int) -> HttpResponse:
    """One person: roles, seats, how they get in, and what can be done."""
    return _person_page(request, person_or_404(request, pk))


def _person_page(request: Any, account: Account, **more: Any) -> HttpResponse:
    """`more` brings a form that was refused."""
    context = {
        "person": account,
        "posts": found.posts_of(account, on=request.today),
        "seats": found.seats_held(account, on=request.today),
        "closed": may_manage_account(request.actor, account=account, on=request.today),
        "lock_closed": may_deactivate(request.actor, account=account, on=request.today),
        "open_secret": open_secrets(account, at=request.now).first(),
        "reason_form": ReasonForm(),
    }
    return render(request, "desk/people/person.html", context | more, status=422 if more else 200)


@require_http_methods(["GET", "POST"])
def person_new(request: Any) -> HttpResponse:
    """A new account with its first role; the next page shows the code or the link, once."""
    managers_only(request)
    first = {"valid_from": request.today, "unit": request.GET.get("unit")}
    form = NewPersonForm(request.POST or None, units=unit_choices(request), initial=first)

    def make(data: dict[str, Any]) -> str:
        told = {"by": request.actor, "at": request.now}
        with transaction.atomic():
            account = create_account(**_who(data), username=data["username"], **told)
            appoint(
                account=account, unit=unit_of(request, data["unit"]), role=data["role"], subtree=data["subtree"],
                valid_from=data["valid_from"], valid_to=data["valid_to"], document=data["document"], **told,
            )  # fmt: skip
        messages.success(
            request, f"Đã lập tài khoản {account.username}\nGửi liên kết mời hoặc đưa mã để người ấy đặt mật khẩu."
        )
        return person_address(account)

    back = reverse("desk:people")
    answer = act(form, request, make, back=back)
    return answer or form_page(request, form, title="Lập tài khoản", submit="Lập tài khoản", back=back)


def _who(data: dict[str, Any]) -> dict[str, str]:
    return {key: data[key] for key in ("full_name", "title", "email", "phone")}


@require_http_methods(["GET", "POST"])
def person_edit(request: Any, pk: int) -> HttpResponse:
    """Mend how somebody is written and reached."""
    account = person_or_404(request, pk)
    first = {"full_name": account.full_name, "title": account.title, "email": account.email, "phone": account.phone}
    form = WhoForm(request.POST or None, initial=first)

    def mend(data: dict[str, Any]) -> None:
        change_account(account=account, **_who(data), by=request.actor, at=request.now)
        messages.success(request, "Đã lưu.")

    back = person_address(account)
    answer = act(form, request, mend, back=back)
    return answer or form_page(request, form, title="Sửa thông tin", submit="Lưu", back=back, person=account)


@require_POST
@never_cache
def person_secret(request: Any, pk: int, kind: str) -> HttpResponse:
    """A code or a link, shown on this one page and never again."""
    account = person_or_404(request, pk)
    make = {"ma": issue_code, "lien-ket": invite}[kind]
    try:
        secret: Secret = make(account=account, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=person_address(account))
    link = request.build_absolute_uri(reverse("account_invitation", args=[secret.text])) if kind == "lien-ket" else ""
    page = request.build_absolute_uri(reverse("account_code"))
    context = {"person": account, "secret": secret, "link": link, "page": page, "back": person_address(account)}
    return render(request, "desk/people/secret.html", context)


@require_POST
def person_lock(request: Any, pk: int) -> HttpResponse:
    """Lock an account, with the reason."""
    account = person_or_404(request, pk)
    form = ReasonForm(request.POST)

    def lock(data: dict[str, Any]) -> None:
        deactivate(account=account, reason=data["reason"], by=request.actor, at=request.now)
        messages.success(request, f"Đã khóa tài khoản {account.username}\nCác phiên đang đăng nhập đã kết thúc.")

    answer = act(form, request, lock, back=person_address(account))
    return answer or _person_page(request, account, reason_form=form)


@require_POST
def person_unlock(request: Any, pk: int) -> HttpResponse:
    """Open a locked account again."""
    account = person_or_404(request, pk)
    try:
        reactivate(account=account, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=person_address(account))
    messages.success(request, f"Đã mở tài khoản {account.username}\nĐưa mã dùng một lần để người ấy đặt mật khẩu mới.")
    return redirect(person_address(account))


@require_http_methods(["GET", "POST"])
def person_handover(request: Any, pk: int) -> HttpResponse:
    """Everything of a leaver passes to a successor."""
    account = person_or_404(request, pk)
    others = found.visible_accounts(request.user.pk, on=request.today)
    form = HandOverForm(
        request.POST or None, people=people_choices(others, but=account.pk), initial={"on": request.today}
    )

    def pass_on(data: dict[str, Any]) -> str:
        successor = person_or_404(request, data["successor"])
        done = hand_over(
            leaver=account, successor=successor, on=data["on"], document=data["document"], by=request.actor, at=request.now
        )  # fmt: skip
        messages.success(
            request,
            f"Đã bàn giao cho {successor.full_name}\n{done.memberships} vai trò và {done.seats} chức vụ Hội đồng đã chuyển, "
            f"{done.ended} ủy quyền hoặc làm thay đã kết thúc. Tài khoản {account.username} đã khóa.",
        )
        return person_address(successor)

    lede = (
        f"Mọi vai trò và chức vụ Hội đồng của {account.full_name} chuyển sang một người, rồi tài khoản này khóa lại. "
        "Ủy quyền đã cho hoặc đã nhận thì kết thúc. Hồ sơ thuộc đơn vị nên không phải chuyển."
    )
    back = person_address(account)
    answer = act(form, request, pass_on, back=back)
    return answer or form_page(
        request, form, title="Bàn giao", submit="Bàn giao", back=back, lede=lede, person=account,
        open_counts=open_counts(account, request), unread=unread_count(account.pk),
    )  # fmt: skip
