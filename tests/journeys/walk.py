"""Going through the whole site: whose page shows which template, as the server really answers; laid out for a browser afterwards."""

import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import time_machine
from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.urls import Resolver404, resolve

from neuguong.org.models import Account
from tests.architecture.source import template_name, templates, text

EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
LINK = re.compile(r'href="((?:/|\?)[^"#]*)')
NOBODY = ""


def page_templates() -> set[str]:
    """Every template that is a page: it fills a frame, and nothing fills it."""
    frames = {template_name(path): EXTENDS.findall(text(path)) for path in templates()}
    return {name for name, above in frames.items() if above} - {one for above in frames.values() for one in above}


@dataclass(frozen=True)
class Seen:
    """One page as somebody got it."""

    who: str
    path: str
    answer: HttpResponse

    def __str__(self) -> str:
        return f"{self.who or 'ai cũng xem được'} {self.path}"


class Walk:
    """Opens pages as people of the demonstration, and keeps the first page of each template."""

    def __init__(self) -> None:
        self.all = page_templates()
        self.seen: dict[str, Seen] = {}
        self.opened: set[str] = set()  # names of addresses
        self._clients: dict[str, Client] = {}

    @property
    def missing(self) -> set[str]:
        """Templates that nobody has met yet."""
        return self.all - set(self.seen)

    def as_one(self, who: str) -> Client:
        """The signed-in browser of an account; `NOBODY` is somebody from the street."""
        if who not in self._clients:
            self._clients[who] = Client(raise_request_exception=False)
            if who:
                self._clients[who].force_login(Account.objects.get(username=who))
        return self._clients[who]

    def take(self, answer: HttpResponse, who: str, path: str) -> HttpResponse:
        """Keep what came when its template is new."""
        for name in {one.name for one in getattr(answer, "templates", ())} & self.missing:
            self.seen[name] = Seen(who, path, answer)
        return answer

    def get(self, who: str, path: str, **more: Any) -> HttpResponse:
        """Open a page."""
        return self.take(self.as_one(who).get(path, **more), who, path)

    def post(self, who: str, path: str, **typed: Any) -> HttpResponse:
        """Send something and see where it leads."""
        return self.take(self.as_one(who).post(path, typed, follow=True), who, path)

    def call(self, view: Callable[..., HttpResponse], path: str) -> HttpResponse:
        """What a view answers that no request of ours may reach, as a machine that broke."""
        shown: list[Any] = []

        def note(template: Any, **_: Any) -> None:
            shown.append(template)

        template_rendered.connect(note)
        try:
            answer = view(RequestFactory().get(path))
        finally:
            template_rendered.disconnect(note)
        answer.templates = shown
        return self.take(answer, NOBODY, path)

    def forget(self, who: str) -> None:
        """Close somebody's browser."""
        del self._clients[who]

    def fill(self, who: str, path: str, having: str, **typed: Any) -> HttpResponse:
        """Open a page and send the form that has a field called `having`, as it stands but for what is typed.

        Opened ten seconds ago: what comes back at once is taken for an automatic sender.
        """
        with time_machine.travel(datetime.now(UTC) - timedelta(seconds=10), tick=False):
            page = BeautifulSoup(self.get(who, path).content, "html.parser")
        form = next(one for one in page.select("main form") if one.select(f'[name="{having}"]'))
        return self.post(who, str(form.get("action") or path), **(standing_in(form) | typed))

    def follow(self, who: str, start: str) -> None:
        """Follow the links of our own site from a page; each address is opened once, by whom it meets first.

        What stands in the rail is opened by everybody: the lists lead each to rows of their own.
        """
        rail = set(self._links(start, self.get(who, start)))
        waiting = [start, *sorted(rail)]
        done = set()
        while waiting:
            path = waiting.pop(0)
            name = name_of(path)
            if path in done or not name or (name in self.opened and path not in rail):
                continue
            done.add(path)
            answer = self.get(who, path)
            assert answer.status_code < 500, path
            if answer.status_code in {301, 302}:
                waiting.append(answer.headers["Location"])
            elif answer.status_code == 200:
                self.opened.add(name)
                waiting += self._links(path, answer)

    @staticmethod
    def _links(path: str, answer: HttpResponse) -> Iterator[str]:
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for link in LINK.findall(answer.content.decode()):
                whole = link.replace("&amp;", "&")
                yield path.partition("?")[0] + whole if whole.startswith("?") else whole


def name_of(path: str) -> str:
    """The name of an address, empty for what is no address of ours."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def standing_in(form: Tag) -> dict[str, Any]:
    """What a browser would send when nobody touched the form; of several boxes of one name all that are ticked."""
    found: dict[str, Any] = {}
    for one in form.select("input[name], textarea[name]"):
        kind = one.get("type", "text")
        if kind in {"checkbox", "radio"} and not one.has_attr("checked"):
            continue
        if kind not in {"submit", "file"}:
            found.setdefault(str(one["name"]), []).append(
                one.get("value", "") if one.name == "input" else one.get_text()
            )
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        found[str(one["name"])] = [chosen["value"]] if chosen else []
    return found


class _Laid(BaseHTTPRequestHandler):
    """Answers with the kept pages under their template's name, and with the site's own sheets, scripts and letters."""

    pages: dict[str, Seen]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].lstrip("/")
        if seen := self.pages.get(path):
            policy = seen.answer.headers.get("Content-Security-Policy", "")
            kept = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
            self._say(200, {name: value for name, value in kept.items() if value}, seen.answer.content)
        elif path.startswith("static/") and (file := finders.find(path.removeprefix("static/"))):
            kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
            self._say(200, {"Content-Type": kind, "Cache-Control": "max-age=3600"}, Path(file).read_bytes())
        else:
            self._say(404, {}, b"")

    def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def laid_out(pages: dict[str, Seen]) -> Iterator[str]:
    """The kept pages at addresses of their own; gives the address in front of them."""
    handler = type("Laid", (_Laid,), {"pages": pages, "protocol_version": "HTTP/1.1"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
