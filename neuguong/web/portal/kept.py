"""Public pages kept in the memory of each process, and answered from there for as long as nothing has changed.

Before every answer one query asks how far the office's acts have come. So a copy is never given out after the act that
closed the gate: it was kept under an older version (docs/adr, cached pages).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from neuguong.web.portal.answers import is_for_all
from neuguong.web.portal.version import Stand, public_stand

LARGEST = 512 * 1024  # bytes of one page
LONGEST = 300  # letters of an address
OVERHEAD = 1_000  # bytes of an entry besides its page

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as it was drawn, and the stand of things before that."""

    stand: Stand
    body: bytes
    headers: dict[str, str]


class Shelf:
    """Copies up to a number of bytes; the one not asked for longest goes first."""

    def __init__(self, room: int) -> None:
        self._room, self._used = room, 0
        self._copies: OrderedDict[Key, Copy] = OrderedDict()
        self._lock = Lock()

    def take(self, key: Key, stand: Stand) -> Copy | None:
        """The copy of just this stand; an older one is thrown away."""
        with self._lock:
            copy = self._copies.get(key)
            if copy is None:
                return None
            if copy.stand != stand:
                self._remove(key)
                return None
            self._copies.move_to_end(key)
            return copy

    def put(self, key: Key, copy: Copy) -> None:
        """Keep a copy; others make room."""
        with self._lock:
            if key in self._copies:
                self._remove(key)
            self._copies[key] = copy
            self._used += len(copy.body) + OVERHEAD
            while self._used > self._room:
                self._remove(next(iter(self._copies)))

    def _remove(self, key: Key) -> None:
        self._used -= len(self._copies.pop(key).body) + OVERHEAD

    def __len__(self) -> int:
        return len(self._copies)


class KeptPages:
    """Middleware, before sessions and sign-in: a public page knows no visitor, so nobody is looked up for a copy.

    Copies are made for, and given to, visitors without a session only; staff who look at the site see it drawn.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        if not settings.PAGES_KEPT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = Shelf(settings.PAGES_KEPT)

    def __call__(self, request: Any) -> HttpResponseBase:
        """A copy when there is one; otherwise the page, of which a copy is kept when its view lets everybody keep it."""
        path = request.get_full_path()
        if (
            request.method not in ("GET", "HEAD")
            or len(path) > LONGEST
            or settings.SESSION_COOKIE_NAME in request.COOKIES
        ):
            return self.get_response(request)
        stand = public_stand()
        if stand is None:
            return self.get_response(request)
        key = (request.scheme, request.get_host(), path)
        if copy := self.shelf.take(key, stand):
            return _conditional(request, HttpResponse(copy.body, headers=copy.headers))
        known = request.META.pop("HTTP_IF_NONE_MATCH", None)  # the whole page is wanted, to keep it
        answer = self.get_response(request)
        if known is not None:
            request.META["HTTP_IF_NONE_MATCH"] = known
        if request.method == "GET" and (copy := _copy_of(answer, stand)):
            self.shelf.put(key, copy)
        return _conditional(request, answer)


def _copy_of(answer: HttpResponseBase, stand: Stand) -> Copy | None:
    """A copy of an answer that is the same for everybody; None of any other."""
    if not isinstance(answer, HttpResponse) or not is_for_all(answer) or answer.has_header("Vary"):
        return None
    if answer.status_code != HTTPStatus.OK or len(answer.content) > LARGEST:
        return None
    return Copy(stand, answer.content, dict(answer.headers))


def _conditional(request: Any, answer: HttpResponseBase) -> HttpResponseBase:
    """304 without a body when the browser has just this."""
    if "HTTP_IF_NONE_MATCH" not in request.META or not (etag := answer.headers.get("ETag")):
        return answer
    return get_conditional_response(request, etag=etag, response=answer) or answer  # type: ignore[arg-type,return-value]
