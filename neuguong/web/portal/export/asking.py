"""Asking the site for its own pages inside this process, as somebody from the street who has no cookie."""

import io
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.response import HttpResponseBase

from neuguong.web.portal.answers import is_for_all

PAGE = "text/html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `public` means that the view itself lets everybody keep it, and nobody is told apart by it."""

    status: int
    media: str
    body: bytes
    public: bool
    location: str = ""

    @property
    def is_page(self) -> bool:
        """HTML, as against a picture, a feed or a list of addresses."""
        return self.media == PAGE


class Visitor:
    """Sends requests through all middleware to the real views; `site` is the address that visitors know."""

    def __init__(self, site: str) -> None:
        self._site = urlsplit(site)
        self._handler = WSGIHandler()

    def get(self, address: str) -> Answer:
        """One page, by its path with or without a query."""
        path, _, query = address.partition("?")
        response = self._handler.get_response(WSGIRequest(self._environ(path, query)))
        try:
            return Answer(
                response.status_code,
                response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                _whole(response),
                is_for_all(response),
                response.headers.get("Location", ""),
            )
        finally:
            # Not response.close(): that ends the request of a server, which gives the database back after every page.
            for close in response._resource_closers:
                close()

    def _environ(self, path: str, query: str) -> dict[str, object]:
        scheme, host = self._site.scheme, self._site.netloc
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": self._site.hostname or "",
            "SERVER_PORT": str(self._site.port or (443 if scheme == "https" else 80)),
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": host,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
        }


def _whole(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response)
    return response.content  # type: ignore[attr-defined,no-any-return]
