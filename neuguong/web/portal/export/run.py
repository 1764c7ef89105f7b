"""One run of an export: ask for every public page, decide what each becomes, bring the folder to that."""

import logging
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from neuguong.web.portal.export.addresses import Addresses, Place, Target, file_for
from neuguong.web.portal.export.asking import Answer, Visitor
from neuguong.web.portal.export.rewriting import assets_of, links_of, rewritten
from neuguong.web.portal.export.tree import Known, Tree, digest

log = logging.getLogger(__name__)

SEEDS = ("/", "/robots.txt", "/sitemap.xml")
NOWHERE = "/trang-khong-co-o-day/"  # what the site says of an address that it does not have
NOT_FOUND = "404.html"
_CLOCK = re.compile(rb'datetime="[^"]*"')  # a demonstration shows its running clock where nothing was found
MOST = 400_000  # addresses; more means a view that links to ever new ones


@dataclass(slots=True)
class Outcome:
    """What a run did. `broken` are links that lead nowhere, `failed` pages that the site could not draw."""

    pages: int = 0
    written: int = 0
    removed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """One answer that becomes a file; `spooled` is empty when the last run saw the very same."""

    address: str
    media: str
    raw: str
    links: tuple[Target, ...]
    spooled: Path | None


class Export:
    """One run; made for a folder, and used once."""

    def __init__(self, folder: Path) -> None:
        self.known = Addresses(settings.SITE_URL, settings.EXPORT_URL or settings.SITE_URL)
        for name, address in (("SITE_URL", self.known.site), ("EXPORT_URL", self.known.export)):
            if not urlsplit(address).netloc or urlsplit(address).path:
                raise ImproperlyConfigured(f"{name} phải là địa chỉ của một trang, không có đường dẫn: {address}")
        if not validate_host(urlsplit(self.known.site).hostname or "", settings.ALLOWED_HOSTS):
            raise ImproperlyConfigured(f"Tên trong SITE_URL chưa có trong ALLOWED_HOSTS: {self.known.site}")
        self.tree = Tree(folder, f"{self.known.site} {self.known.export}")
        self.visitor = Visitor(self.known.site)
        self.outcome = Outcome()
        self.found: dict[str, Found] = {}  # by file
        self.assets: set[str] = set()  # addresses

    def is_due(self, version: str, *, at: datetime, at_least_every: timedelta) -> bool:
        """Whether anything may have changed since the last whole run. That one began by noting its `version`."""
        last = self.tree.read()
        if last.version != version or last.frame != self.tree.frame:
            return True
        return at - datetime.fromisoformat(last.made_at) >= at_least_every

    def run(self, *, at: datetime, version: str = "") -> Outcome:
        """Bring the folder up to date. Raises tree.Busy, and RuntimeError when the front page cannot be drawn."""
        with self.tree.held():
            self._ask_for_all()
            files = self._install()
            files |= self._lay_assets()
            gone = self.tree.present() - files.keys()
            self.tree.drop(gone, at=at)
            self.tree.finish(files, version=version, at=at)
        self.outcome.pages, self.outcome.written = len(self.found), len(self.tree.written)
        self.outcome.removed = sorted(gone)
        return self.outcome

    def _ask_for_all(self) -> None:
        """Follow every link from the front page and the list of addresses."""
        waiting, seen = list(SEEDS), {*SEEDS}
        came_from = dict.fromkeys(SEEDS, "")
        while waiting:
            address = waiting.pop()
            answer = self.visitor.get(address)
            for link in self._take_in(address, answer, came_from[address]):
                if link.place is Place.ASSET:
                    self.assets.add(link.address)
                elif link.place is Place.PAGE and link.address not in seen:
                    seen.add(link.address)
                    came_from[link.address] = address
                    waiting.append(link.address)
            if len(seen) > MOST:
                raise RuntimeError(f"more than {MOST} addresses, the last on {address}")
        if "index.html" not in self.found:
            raise RuntimeError("the front page could not be drawn; nothing was changed")
        self._take_not_found()

    def _take_in(self, address: str, answer: Answer, came_from: str) -> tuple[Target, ...]:
        """Note what an answer becomes; its links are what to ask for next."""
        if answer.status in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.PERMANENT_REDIRECT):
            target = self.known.read(answer.location, on=address)
            self.known.instead[address] = target.address
            return (target,)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.outcome.failed.append(address)
        elif answer.status != HTTPStatus.OK:
            self.outcome.broken.append(f"{came_from} -> {address}")
        elif answer.public:
            return self._note(address, answer)
        return ()

    def _note(self, address: str, answer: Answer) -> tuple[Target, ...]:
        file = file_for(address, answer)
        if file is None or file in self.found:
            self.outcome.failed.append(address)
            return ()
        self.known.files[address] = file
        raw = digest(answer.media, answer.body)
        before = self._as_before(file)
        spooled = None if before and before.raw == raw else self.tree.spool(answer.body)
        self.found[file] = Found(address, answer.media, raw, tuple(links_of(answer, self.known, on=address)), spooled)
        return self.found[file].links

    def _as_before(self, file: str) -> Known | None:
        """What the last run noted of a file that is still as it left it."""
        before = self.tree.manifest.files.get(file)
        return before if before and self.tree.same_frame and self.tree.stands(file, before) else None

    def _take_not_found(self) -> None:
        answer = self.visitor.get(NOWHERE)
        if answer.status == HTTPStatus.NOT_FOUND and answer.is_page:
            raw = digest(answer.media, _CLOCK.sub(b"", answer.body))
            links = tuple(links_of(answer, self.known, on="/"))
            self.assets |= {one.address for one in links if one.place is Place.ASSET}
            self.found[NOT_FOUND] = Found("/", answer.media, raw, links, self.tree.spool(answer.body))

    def _install(self) -> dict[str, Known]:
        """New files first, then those that changed: whenever a run is cut off, every link leads somewhere."""
        order = sorted(self.found, key=lambda file: (self.tree.site / file).exists())
        return {file: self._file(file, self.found[file]) for file in order}

    def _file(self, file: str, one: Found) -> Known:
        cause = digest(one.raw, *(self.known.leads_to(link) for link in one.links))
        before = self._as_before(file)
        if before and before.cause == cause:
            return before
        body = one.spooled.read_bytes() if one.spooled else self.visitor.get(one.address).body
        new = rewritten(Answer(HTTPStatus.OK, one.media, body, public=True), self.known, on=one.address)
        self.tree.put(file, new)
        return Known(one.raw, cause, digest(new), len(new))

    def _lay_assets(self) -> dict[str, Known]:
        """The static files that pages ask for, and what those ask for in turn; packed ones beside them."""
        files: dict[str, Known] = {}
        waiting, seen = sorted(self.assets), set(self.assets)
        while waiting:
            address = waiting.pop()
            source = _static_file(address)
            if source is None:
                self.outcome.broken.append(f"-> {address}")
                continue
            body = source.read_bytes()
            files |= self._asset(address, source, body)
            if address.endswith(".css"):
                inner = {urlsplit(urljoin(address, one)).path for one in assets_of(body.decode("utf-8"))} - seen
                seen |= inner
                waiting += inner
        return files

    def _asset(self, address: str, source: Path, body: bytes) -> dict[str, Known]:
        """One static file with its packed twins (gzip_static and the like)."""
        files = {}
        for ending in ("", ".gz", ".br"):
            twin = source.with_name(source.name + ending)
            if ending and not twin.exists():
                continue
            content = twin.read_bytes() if ending else body
            self.tree.put(f"{address.lstrip('/')}{ending}", content)
            name = digest(content)
            files[f"{address.lstrip('/')}{ending}"] = Known(name, name, name, len(content))
        return files


def _static_file(address: str) -> Path | None:
    name = address.removeprefix(settings.STATIC_URL)
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file() and ".." not in name:
        return collected
    source = finders.find(name)
    return Path(source) if isinstance(source, str) else None
