"""The least that an answer can cost: kept bytes given out at the place where the site looks for its copies."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

BARE = "/moc/ban-sao/"  # followed by the address of a page whose bytes are given out


class BareCopy:
    """Middleware just before KeptPages: the first answer of a page is kept for ever, and nothing is asked any more."""

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept: dict[str, tuple[bytes, dict[str, str]]] = {}

    def __call__(self, request: Any) -> HttpResponseBase:
        """The bytes of the page, under every header of it."""
        path = request.path_info
        if not path.startswith(BARE):
            return self.get_response(request)
        if path not in self.kept:
            request.path = request.path_info = path[len(BARE) - 1 :]
            answer = self.get_response(request)
            if not isinstance(answer, HttpResponse) or answer.status_code != 200:
                return answer
            self.kept[path] = (answer.content, dict(answer.headers))
        body, headers = self.kept[path]
        return HttpResponse(body, headers=headers)
