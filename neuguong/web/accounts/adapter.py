"""What the sign-in library asks us: nobody signs up, errors are Vietnamese, a password changes through the operation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from neuguong.core.clock import now
from neuguong.org.models import Account
from neuguong.org.operations.accounts import note_sign_in, set_password
from neuguong.web.context import actor_of

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại chữ hoa, chữ thường và bộ gõ tiếng Việt."
TOO_OFTEN = "Đã thử sai nhiều lần. Đợi 5 phút rồi thử lại, hoặc nhờ quản trị viên cấp mã."
# Set at sign-in and taken away at sign-out: tells an expired session from a first visit. Says nothing about who.
WAS_HERE = "da-vao"


class Adapter(DefaultAccountAdapter):
    """Closed for sign-up: accounts are made by the administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản này đang khóa. Liên hệ quản trị viên của cơ quan.",
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "incorrect_password": "Mật khẩu chưa đúng.",
        "enter_current_password": "Mật khẩu hiện tại chưa đúng.",
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "same_as_current": "Mật khẩu mới phải khác mật khẩu hiện tại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Account, password: str) -> None:
        """Through the operation, so that it is audited and the duty to change it falls away."""
        set_password(account=user, password=password, by=actor_of(self.request), at=now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: Account, **details: Any) -> HttpResponse:
        response = super().post_login(request, user, **details)
        response.set_cookie(WAS_HERE, "1", httponly=True, samesite="Lax", secure=request.is_secure())
        note_sign_in(account=user, by=actor_of(request), at=now())
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)
