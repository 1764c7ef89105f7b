"""Which file an address of the site becomes, and which addresses stay with the living site."""

import mimetypes
import re
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from neuguong.web.portal.export.asking import PAGE, Answer

# Share cards and papers to print: drawn when asked for, each for seconds, behind the page's gate (ADR 0035).
DRAWN = (".jpg", ".png", ".pdf", ".docx")
PAGED = "trang"  # the one question that a page of files answers
OURS = "portal"  # the addresses of the public site, among those of the staff and of signing in
ENDINGS = {"image/webp": ".webp", "image/svg+xml": ".svg", "text/calendar": ".ics", "application/feed+json": ".json"}
_PLAIN = re.compile(r"[A-Za-z0-9À-ỹ_][\wÀ-ỹ.,@~-]*")


class Place(Enum):
    """Where an address leads."""

    ELSEWHERE = "another site, or a part of the same page"
    ASSET = "a static file"
    PAGE = "a public address that may become a file"
    LIVE = "public, but answered by a server: a search, a form"
    STAFF = "not public: the staff's desk, signing in"


@dataclass(frozen=True, slots=True)
class Target:
    """A link, read: the address within the site without its fragment, and that fragment."""

    place: Place
    address: str = ""
    fragment: str = ""


@dataclass
class Addresses:
    """What is known of addresses in one run: `files` holds those that became files."""

    site: str  # the living site, SITE_URL
    export: str  # where the files are read, EXPORT_URL
    files: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)  # addresses that lead to another one
    _places: dict[str, Place] = field(default_factory=dict)

    def read(self, link: str, *, on: str) -> Target:
        """What a link on the page `on` means."""
        if not link or link.startswith("#"):
            return Target(Place.ELSEWHERE)
        try:
            whole = urlsplit(urljoin(f"{self.site}{on}", link.strip()))
        except ValueError:
            return Target(Place.ELSEWHERE)
        if f"{whole.scheme}://{whole.netloc}" != self.site:
            return Target(Place.ELSEWHERE)
        path = whole.path or "/"
        if path.startswith(settings.STATIC_URL):
            return Target(Place.ASSET, path, whole.fragment)
        place = self._place(path)
        asked = parse_qsl(whole.query, keep_blank_values=True)
        if place is not Place.PAGE or not asked:
            return Target(place, f"{path}?{whole.query}" if whole.query else path, whole.fragment)
        if [name for name, _ in asked] != [PAGED] or not asked[0][1].isdecimal():
            return Target(Place.LIVE, f"{path}?{whole.query}", whole.fragment)
        number = int(asked[0][1])
        return Target(place, f"{path}?{PAGED}={number}" if number > 1 else path, whole.fragment)

    def _place(self, path: str) -> Place:
        if path not in self._places:
            try:
                match = resolve(unquote(path))
            except Resolver404:
                self._places[path] = Place.PAGE  # it will be asked for, and found missing
            else:
                public = Place.LIVE if path.endswith(DRAWN) else Place.PAGE
                open_to_all = not getattr(match.func, "login_required", True) and match.app_name == OURS
                self._places[path] = public if open_to_all else Place.STAFF
        return self._places[path]

    def path_of(self, address: str) -> str | None:
        """The path at which an address is read in the export; None when it is not in it."""
        file = self.files.get(self.instead.get(address, address))
        return None if file is None else path_of_file(file)

    def leads_to(self, target: Target, *, whole: bool = False) -> str:
        """What to write for a link: a path of the export, or the living site's address. `whole` with the site's name."""
        tail = f"#{target.fragment}" if target.fragment else ""
        path = target.address if target.place is Place.ASSET else self.path_of(target.address)
        if path is None:
            return f"{self.site}{target.address}{tail}"
        return f"{self.export if whole else ''}{path}{tail}"


def path_of_file(file: str) -> str:
    """How visitors ask a web server for a file: a folder for its index."""
    return (
        f"/{file.removesuffix('index.html')}" if file.endswith(("/index.html",)) or file == "index.html" else f"/{file}"
    )


def file_for(address: str, answer: Answer) -> str | None:
    """The file for an answer; None when its address cannot be a name on every disk."""
    path, _, query = address.partition("?")
    parts = [part for part in unquote(path).split("/") if part]
    if not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    if query:  # page 2 of a list: its own folder below the list's
        parts += query.split("=")
    if answer.is_page and (path.endswith("/") or query):
        return "/".join([*parts, "index.html"])
    name = "/".join(parts)
    if path.endswith("/") or "." not in parts[-1]:
        name += ".html" if answer.media == PAGE else ending_of(answer.media)
    return name


def ending_of(media: str) -> str:
    """A usual ending of a media type."""
    return ENDINGS.get(media) or mimetypes.guess_extension(media) or ".bin"
