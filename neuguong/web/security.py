"""Headers that tell the browser what a page of ours never does, and where a request comes from."""

import secrets
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
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
        # Nothing is kept by a browser or a proxy unless its view says so (the portal, files of ours): a shared phone's
        # "back" after signing out shows nobody's dossier.
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


def origin_of(request: HttpRequest) -> str:
    """The address that a request comes from, as the limits of sign-in count it; empty when nobody can tell."""
    try:
        return get_adapter(request).get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):  # a local socket, or a proxy that does not say who called
        return ""


def policy(nonce: Nonce) -> str:
    """The header's value; it names the nonce only where the page used it."""
    extra = f" 'nonce-{nonce}'" if nonce.used else ""
    return "; ".join(f"{name} {value}{extra if name in WITH_NONCE else ''}" for name, value in POLICY.items())
