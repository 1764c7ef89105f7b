"""Headers that tell the browser what a page of ours never does."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
WITH_NONCE = {"script-src", "style-src"}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class Nonce:
    """One page's nonce. It enters the policy only if the page wrote it, so that other pages allow less."""

    def __init__(self) -> None:
        self.used = False
        self._value = secrets.token_urlsafe(16)

    def __str__(self) -> str:
        self.used = True
        return self._value


class ContentSecurityPolicy:
    """Middleware: gives `request.csp_nonce` and sets the policy on every answer that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


def policy(nonce: Nonce) -> str:
    """The header's value; it names the nonce only where the page used it."""
    extra = f" 'nonce-{nonce}'" if nonce.used else ""
    return "; ".join(f"{name} {value}{extra if name in WITH_NONCE else ''}" for name, value in POLICY.items())
