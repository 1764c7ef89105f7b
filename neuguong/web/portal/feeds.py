"""Who was recognised and what was told lately, for readers of feeds: RSS, Atom and JSON, of everything, a sector or a unit.

A feed carries what the register shows and the address, never a story: readers keep copies, and what somebody's consent
no longer covers must not live on in them.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.papers.wording import clean
from neuguong.exemplars.queries.register import PublicRow, public_rows, register
from neuguong.org.models import Unit
from neuguong.org.queries.units import unit_by_ref
from neuguong.programme.queries.public import SectorFact
from neuguong.publicity.models import Article
from neuguong.publicity.queries.articles import articles_from, cards, public_articles
from neuguong.web.portal import places
from neuguong.web.portal.answers import public_page
from neuguong.web.portal.site import Site
from neuguong.web.ui.templatetags.ui import dmy

ENTRIES = 30


class _Still:
    """Without an entry the library dates a feed by the clock: another feed at each visit, with nothing new in it."""

    def latest_post_date(self) -> datetime:
        """The day of the newest entry, or of the beginning."""
        newest: datetime = super().latest_post_date() if self.items else self.feed["since"]  # type: ignore[misc,attr-defined]
        return newest


class _Rss(_Still, Rss201rev2Feed):
    pass


class _Atom(_Still, Atom1Feed):
    pass


KINDS = {
    "rss": ("application/rss+xml", _Rss),
    "atom": ("application/atom+xml", _Atom),
    "json": ("application/feed+json", None),
}


class About(NamedTuple):
    """What one feed is of: its title, the page it belongs to, its own address, who runs it since when."""

    title: str
    page: str
    address: str
    publisher: str
    since: date


class Entry(NamedTuple):
    """One entry: where it leads, what it is called, one sentence, a tag, the moment it stands under."""

    address: str
    title: str
    said: str
    tag: str
    at: datetime


@login_not_required
@public_page
def register_feed(request: Any, kind: str) -> HttpResponse:
    """The whole register."""
    title = "Điển hình tiên tiến mới được công nhận"
    return _feed(request, kind, title, reverse("portal:register"), public_rows(register()[:ENTRIES]))


@login_not_required
@public_page
def sector_feed(request: Any, code: str, kind: str) -> HttpResponse:
    """One sector."""
    found = _sector(request, code)
    rows = public_rows(register(sector=code)[:ENTRIES])
    return _feed(request, kind, f"Điển hình tiên tiến: {found.name}", reverse("portal:sector", args=[code]), rows)


@login_not_required
@public_page
def unit_feed(request: Any, ref: str, kind: str) -> HttpResponse:
    """One unit and those it came from, as its page shows them."""
    found, ids = _unit(request, ref)
    rows = public_rows(register(unit_ids=ids)[:ENTRIES])
    return _feed(request, kind, f"Điển hình tiên tiến: {found.name}", reverse("portal:unit", args=[ref]), rows)


@login_not_required
@public_page
def article_feed(request: Any, kind: str) -> HttpResponse:
    """The newest articles: title and address, never the text (ADR 0032)."""
    title = "Bài viết về gương điển hình tiên tiến"
    return _articles(request, kind, title, reverse("portal:articles"), public_articles(at=request.now))


@login_not_required
@public_page
def sector_article_feed(request: Any, code: str, kind: str) -> HttpResponse:
    """The newest articles about exemplars of a sector."""
    found = _sector(request, code)
    rows = articles_from(at=request.now, sector=code)
    return _articles(request, kind, f"Bài viết: {found.name}", reverse("portal:sector", args=[code]), rows)


@login_not_required
@public_page
def unit_article_feed(request: Any, ref: str, kind: str) -> HttpResponse:
    """The newest articles about exemplars of a unit and those it came from."""
    found, ids = _unit(request, ref)
    rows = articles_from(at=request.now, unit_ids=ids)
    return _articles(request, kind, f"Bài viết: {found.name}", reverse("portal:unit", args=[ref]), rows)


def _sector(request: Any, code: str) -> SectorFact:
    found = next((one for one in Site(request).sectors if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _unit(request: Any, ref: str) -> tuple[Unit, set[int]]:
    """A unit and the ids of all its lives until today."""
    found = unit_by_ref(ref)
    if found is None or found.valid_from > request.today:
        raise Http404
    _, ids = places.what_was_before(found.pk, Site(request).units, on=request.today)
    return found, {found.pk, *ids}


def _articles(request: Any, kind: str, title: str, page: str, rows: "QuerySet[Article]") -> HttpResponse:
    entries = [
        Entry(reverse("portal:article", args=[card.slug]), card.title, card.form, card.column, card.publish_at)
        for card in cards(rows[:ENTRIES])
    ]
    return _written(request, kind, title, page, entries)


def _feed(request: Any, kind: str, title: str, page: str, rows: Iterable[PublicRow]) -> HttpResponse:
    entries = [
        Entry(reverse("portal:exemplar", args=[row.slug]), row.name, _said(row), row.sector_name, _day(row))
        for row in rows
    ]
    return _written(request, kind, title, page, entries)


def _written(request: Any, kind: str, title: str, page: str, entries: list[Entry]) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    at = request.build_absolute_uri
    lead = Site(request).lead
    publisher, since = (lead.organisation, lead.valid_from) if lead else ("Nêu Gương", request.today)
    about = About(clean(title), at(page), at(request.path), clean(publisher), since)
    told = [one._replace(address=at(one.address)) for one in entries]
    media, maker = KINDS[kind]
    text = _json(about, told) if maker is None else _xml(maker, about, told)
    return HttpResponse(text, content_type=f"{media}; charset=utf-8")


def _xml(maker: Any, about: About, entries: list[Entry]) -> str:
    feed = maker(
        title=about.title, link=about.page, description=f"{about.title}, {about.publisher}", language="vi",
        feed_url=about.address, author_name=about.publisher, since=_begin(about.since),
    )  # fmt: skip
    for one in entries:
        feed.add_item(
            title=clean(one.title), link=one.address, description=clean(one.said), unique_id=one.address,
            pubdate=one.at, updateddate=one.at, categories=(clean(one.tag),) if one.tag else (),
        )  # fmt: skip
    text: str = feed.writeString("utf-8")
    return text


def _json(about: About, entries: list[Entry]) -> str:
    """JSON Feed 1.1 (jsonfeed.org)."""
    items = [
        {
            "id": one.address,
            "url": one.address,
            "title": one.title,
            "content_text": one.said,
            "date_published": one.at.isoformat(),
            "tags": [one.tag] if one.tag else [],
        }
        for one in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "home_page_url": about.page,
        "feed_url": about.address,
        "language": "vi",
        "authors": [{"name": about.publisher}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _said(row: PublicRow) -> str:
    kind = f"{row.kind[:1].upper()}{row.kind[1:]}"
    return f"{kind}, {row.unit_name}, lĩnh vực {row.sector_name}. Được công nhận ngày {dmy(row.recognised_on)}."


def _day(row: PublicRow) -> datetime:
    return _begin(row.recognised_on)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), OFFICE_ZONE)
