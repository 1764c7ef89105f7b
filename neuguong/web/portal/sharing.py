"""What leaves the site with a link: the head's words for networks and search engines, the share card, the A4 poster.

Card and poster ask the page's own gate each time, so what may not be shown any more is not in them either.
"""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from neuguong.exemplars.enums import SubjectKind
from neuguong.exemplars.queries.register import PublicExemplar, label_of_kind
from neuguong.publicity.queries.sharing import (
    CARD_SIZE,
    Look,
    Script,
    card_picture,
    exemplar_card,
    exemplar_poster,
    poster_paper,
    radio_script,
)
from neuguong.web.portal.answers import PICTURE_KEPT, public_page, show
from neuguong.web.portal.site import Site
from neuguong.web.ui import apps as ui

NAME = "Nêu Gương"
_DRAWINGS = Path(ui.__file__).parent / "static" / "ui" / "img"


@dataclass(frozen=True, slots=True)
class Share:
    """What the head of a page says of it to networks and search engines; nothing that the page does not show."""

    kind: str  # Open Graph's word: profile, article, website
    title: str
    description: str
    path: str
    card: str  # the path of its picture
    card_words: str
    things: tuple[dict[str, Any], ...]  # schema.org

    size = CARD_SIZE

    @property
    def address(self) -> str:
        """The one address of the page, whatever it was opened by."""
        return absolute(self.path)

    @property
    def picture(self) -> str:
        """The full address of its card."""
        return absolute(self.card)

    @property
    def data(self) -> SafeString:
        """The same as schema.org's data, written so that no text of a page can end the block it stands in."""
        graph = {"@context": "https://schema.org", "@graph": list(self.things)}
        text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
        return SafeString(text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}))


def absolute(path: str) -> str:
    """The full address of a path of the site, the same on every machine that answers for it."""
    return f"{settings.SITE_URL}{path}"


def look() -> Look:
    """The site's drawings and letters."""
    return Look(NAME, _DRAWINGS / "dau-hieu.svg", _DRAWINGS / "trong-dong.svg", settings.PAPER_FONTS)


def share_of(one: PublicExemplar, *, photo_words: str = "") -> Share:
    """What the head of an exemplar's page says."""
    path = reverse("portal:exemplar", args=[one.slug])
    said = f"{one.kind[:1].upper()}{one.kind[1:]}, {one.unit_name}: điển hình tiên tiến được công nhận năm {one.year}"
    person = one.kind == label_of_kind(SubjectKind.INDIVIDUAL)
    thing = {
        "@type": "Person" if person else "Organization",
        "@id": f"{absolute(path)}#doi-tuong",
        "name": one.name,
        "url": absolute(path),
        "award": [
            f"Điển hình tiên tiến, {act.by} công nhận ngày {act.decided_on:%d/%m/%Y}" for act in one.recognitions
        ],
        ("affiliation" if person else "memberOf"): {
            "@type": "Organization",
            "name": one.unit_name,
            "url": absolute(reverse("portal:unit", args=[one.unit_ref])),
        },
    }
    if photo_words:
        photo = absolute(reverse("portal:exemplar_photo", args=[one.slug]))
        thing["image"] = {"@type": "ImageObject", "contentUrl": photo, "caption": photo_words}
    trail = [
        ("Trang chủ", reverse("portal:home")),
        (one.sector_name, reverse("portal:sector", args=[one.sector_code])),
        (one.unit_name, reverse("portal:unit", args=[one.unit_ref])),
        (one.name, path),
    ]
    card = reverse("portal:exemplar_card", args=[one.slug])
    return Share("profile", one.name, said, path, card, f"{one.name}, {one.unit_name}", (thing, breadcrumbs(trail)))


def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page from the front page, as its first line shows it: label and path of each step."""
    steps = [
        {"@type": "ListItem", "position": number, "name": label, "item": absolute(path)}
        for number, (label, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def qr_of(address: str) -> str:
    """A QR that leads to an address, as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, light="#fff", xmldecl=False)
    return out.getvalue().decode()


def drawn_answer(path: Path, media_type: str, name: str = "") -> HttpResponse:
    """A drawing as an answer; with `name` a browser offers to keep it under that."""
    answer = HttpResponse(path.read_bytes(), content_type=media_type)
    answer.headers["Cache-Control"] = PICTURE_KEPT
    if name:
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@login_not_required
@public_page
def card_of_exemplar(request: Any, slug: str) -> HttpResponse:
    """The picture that networks show beside a link to an exemplar's page."""
    card = exemplar_card(slug, on=request.today)
    if card is None:
        raise Http404
    return drawn_answer(card_picture(card, look()), "image/jpeg")


@login_not_required
@public_page
def poster_of_exemplar(request: Any, slug: str) -> HttpResponse:
    """A sheet to print and hang up, with a QR that leads to the page."""
    poster = exemplar_poster(slug, on=request.today)
    if poster is None:
        raise Http404
    address = absolute(reverse("portal:exemplar", args=[slug]))
    path = poster_paper(poster, look(), address=address, qr=qr_of(address))
    return drawn_answer(path, "application/pdf", f"ap-phich-{slug}.pdf")


@login_not_required
@public_page
def radio_of_exemplar(request: Any, slug: str) -> HttpResponse:
    """The story in large letters, for whoever reads it over the loudspeaker; only with consent for the radio."""
    script = radio_script(slug, on=request.today)
    if script is None:
        raise Http404
    return radio_page(request, script, back=reverse("portal:exemplar", args=[slug]))


def radio_page(request: Any, script: Script, *, back: str) -> HttpResponse:
    """A script in large letters with the time it takes; `back` is the page that it is read from."""
    minutes, seconds = divmod(script.seconds, 60)
    context = {"script": script, "back": back, "minutes": minutes, "seconds": seconds}
    return show(request, "portal/radio.html", Site(request).frame() | context)
