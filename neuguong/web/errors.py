"""What a person reads when a page does not come: what happened, then what to do."""

import logging
import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html

from neuguong.core.errors import Refused, Stale

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself cannot be read."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account lacks the role. The sentence of the refusal is shown when there is one."""
    return render(request, "403.html", {"sentence": str(exception or "")}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such thing, or a thing of another unit; the page does not tell which."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def conflict(request: HttpRequest, refusal: Refused | str, *, back: str = "") -> HttpResponse:
    """409: an own thing in the wrong state, or moved by somebody else. `back` is the address of its newest version."""
    context = {"sentence": str(refusal), "stale": isinstance(refusal, Stale), "back": back}
    return render(request, "ui/conflict.html", context, status=HTTPStatus.CONFLICT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's one-time sign is missing or old, mostly a page left open over a sign-out."""
    return render(request, "ui/csrf_failure.html", status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Needs neither database nor context; the code on the page is the code in the log."""
    code = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
    log.error("error page %s: %s %s", code, request.method, request.path)
    try:
        page = render_to_string("500.html", {"code": code})
    except Exception:  # the drawing or the sheet may be what is broken
        log.exception("error page %s: its own template failed", code)
        page = format_html(
            '<!doctype html><html lang="vi"><title>Lỗi máy chủ</title><h1>Máy chủ chưa làm xong việc này</h1>'
            "<p>Mở lại trang sau ít phút. Mã báo lỗi: {}</p></html>",
            code,
        )
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
