"""What keeps automatic senders out without a script, a cookie, a riddle or anybody else's service.

A form carries a signed serial number with its time: what comes back at once, or after a day, is asked to be sent again.
Its receipt is made from the serial, so that a form sent twice has one. Nothing of it is kept about a person; an address
is counted under a keyed hash and forgotten after its hour.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from neuguong.org.operations.accounts import CODE_LETTERS
from neuguong.web.security import origin_of

SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=12)
CODE_LENGTH = 10  # of 31 letters: 2^49 codes, a few thousand of them in use
_SALT = "neuguong.voices"
TOO_OFTEN = "Từ mạng này vừa gửi nhiều lần. Chờ một giờ rồi bấm gửi lại; chữ đã viết còn nguyên ở dưới."
TOO_SOON = "Trang gửi nhanh quá nên chưa nhận. Xem lại chữ đã viết rồi bấm gửi lần nữa."
TOO_LATE = "Trang mở đã lâu nên chưa nhận. Chữ đã viết còn nguyên, bấm gửi lần nữa là được."
FILLED_TRAP = "Ô “Để trống ô này” phải để trống. Xóa chữ trong ô ấy rồi gửi lại."


@dataclass(frozen=True, slots=True)
class Pass:
    """The serial of one opened form, and why it is not good now (empty when it is)."""

    serial: str
    token: str
    wrong: str = ""


def new_pass() -> Pass:
    """For a form that is shown for the first time."""
    serial = secrets.token_hex(16)
    return Pass(serial, signing.TimestampSigner(salt=_SALT).sign(serial))


def read_pass(token: str) -> Pass:
    """What came back with the form; a forged or old one is replaced."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        serial = signer.unsign(token, max_age=LATEST)
    except signing.BadSignature:  # also one that is too old
        fresh = new_pass()
        return Pass(fresh.serial, fresh.token, TOO_LATE)
    try:
        signer.unsign(token, max_age=SOONEST)
    except signing.SignatureExpired:
        return Pass(serial, token)
    return Pass(serial, token, TOO_SOON)


def code_of(serial: str) -> str:
    """The receipt of a form: ten letters without look-alikes, known to nobody who has not sent it."""
    number = int.from_bytes(salted_hmac(f"{_SALT}.code", serial, algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


def spoken(code: str) -> str:
    """As it is read out: ABCDE-FGHJK."""
    return f"{code[:5]}-{code[5:]}"


def too_often(request: Any, action: str) -> bool:
    """Whether too much came from one address (limits: settings); of the address only a keyed hash is counted."""
    origin = origin_of(request)
    if not origin:
        return False
    key = salted_hmac(f"{_SALT}.origin", origin, algorithm="sha256").hexdigest()
    return not ratelimit.consume(request, action=action, key=key)


def voice_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a public page that takes something in: no cookie, kept by nobody; only its blank form is for search engines.

    The signed serial stands where other forms have the cookie's token: nobody's session is used to act.
    """

    @login_not_required
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if hasattr(request, "session"):
            del request.session  # nothing sets a cookie here
        if request.method == "POST":
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer
