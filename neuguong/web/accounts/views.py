"""Signing in and out, passwords, one-time codes and links. Sign-in itself is the library's."""

import logging
from threading import Thread
from typing import Any

from allauth.account import views as library
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput
from neuguong.org.operations.accounts import request_link, use_code
from neuguong.org.queries.invitations import account_of_secret
from neuguong.org.queries.people import anybody_exists, headed_units, posts_of
from neuguong.web.accounts.adapter import WAS_HERE
from neuguong.web.accounts.forms import CodeForm, ForgotForm, PasswordTwice
from neuguong.web.security import origin_of

log = logging.getLogger(__name__)
SENDING = "reset-letter"


class SignIn(library.LoginView):
    """The library's sign-in, told when a session has run out and when nobody exists yet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not anybody_exists():
            return redirect("account_first_run")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        expired = WAS_HERE in self.request.COOKIES and "next" in self.request.GET
        return super().get_context_data(**kwargs) | {"expired": expired}


class SignOut(library.LogoutView):
    """Leaves nothing of the person in the browser: drafts kept for a weak network go with the session."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(WAS_HERE)
        return response


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()
change_password = library.password_change


def too_often(request: HttpRequest, action: str, key: str = "") -> bool:
    """Whether this form was sent too often from here or for this name (limits: settings)."""
    return not ratelimit.consume(request, action=action, key=key.strip().lower())


def _visitor(request: HttpRequest, proof: str) -> Actor:
    return Actor.public(proof, origin=origin_of(request))


@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """What I am, until when, and what I may lend."""
    posts = [post for post in posts_of(request.user, on=request.today) if post.state != "closed"]
    units = headed_units(request.user.pk, on=request.today)
    return render(request, "account/profile.html", {"posts": posts, "headed": units})


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Trade a code that the administrator handed over for a new password."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if too_often(request, "use_code", form.cleaned_data["username"]):
            return render(request, "429.html", status=429)
        if _use(request, form, form.cleaned_data["code"], form.cleaned_data["username"]):
            return redirect("account_login")
    return render(request, "account/code.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: choose the first (or a new) password."""
    if too_often(request, "invitation"):
        return render(request, "429.html", status=429)
    account = account_of_secret(code=token, at=request.now)
    if account is None:
        return render(request, "account/invitation_over.html", status=410)
    form = PasswordTwice(request.POST or None)
    if form.is_valid() and _use(request, form, token, account.username):
        return redirect("account_login")
    # Always 200: an error status would write this address, and with it the open token, into the log.
    return render(request, "account/invitation.html", {"form": form, "account": account})


def _use(request: HttpRequest, form: PasswordTwice, secret: str, username: str) -> bool:
    """Use the secret; what is wrong goes to its field."""
    try:
        account = use_code(
            code=secret, username=username, password=form.cleaned_data["password"],
            by=_visitor(request, "mã hoặc liên kết dùng một lần"), at=request.now,
        )  # fmt: skip
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, f"Đã đặt mật khẩu mới\nĐăng nhập bằng tên {account.username}.")
    return True


def _send_link(body: str, address: str) -> None:
    try:
        send_mail("Đặt lại mật khẩu Nêu Gương", body, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:  # the mail server is away; its message would repeat the address
        log.error("a reset letter was not sent: %s", type(error).__name__)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Send a link to the address of an account that has one. The answer never tells whether there is one."""
    form = ForgotForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form}, status=422 if form.errors else 200)
    typed = form.cleaned_data["login"]
    if too_often(request, "forgot", typed):
        return render(request, "429.html", status=429)
    made = request_link(login=typed, by=_visitor(request, "quên mật khẩu"), at=request.now)
    if made:
        account, secret = made
        link = request.build_absolute_uri(reverse("account_invitation", args=[secret.text]))
        body = render_to_string(
            "account/email/reset_message.txt", {"account": account, "link": link, "until": secret.expires_at}
        )
        # Beside the answer: how long a mail server takes would tell that this account has an address. Not through the
        # outbox or the queue: both would keep the open link in the database.
        Thread(target=_send_link, args=(body, account.email), name=SENDING).start()
    return render(request, "account/password_reset_done.html")
