"""The same of an article as `sharing` of an exemplar's page: words of the head, card, poster, radio version."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse

from neuguong.core.periods import local_day
from neuguong.publicity.models import Article
from neuguong.publicity.queries.article_sharing import article_card, article_poster, article_script, public_article
from neuguong.publicity.queries.article_view import AboutView, ArticleView
from neuguong.publicity.queries.sharing import card_picture, poster_paper
from neuguong.web.portal.answers import public_page
from neuguong.web.portal.sharing import Share, absolute, breadcrumbs, drawn_answer, look, qr_of, radio_page


def share_of_article(view: ArticleView, *, publisher: str) -> Share:
    """What the head of an article's page says; schema.org names only what the page shows."""
    path = reverse("portal:article", args=[view.slug])
    about = [_thing(one) for one in view.about]
    thing: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{absolute(path)}#bai",
        "headline": view.title,
        "url": absolute(path),
        "inLanguage": "vi",
        "author": {"@type": "Organization", "name": view.unit},
        "publisher": {"@type": "Organization", "name": publisher},
        "about": about,
    }
    if view.lead:
        thing["description"] = view.lead
    if view.publish_at:
        thing["datePublished"] = f"{local_day(view.publish_at):%Y-%m-%d}"
    if view.cover and not view.cover.hidden:
        widest = view.cover.widest
        cover = reverse("portal:article_photo", args=[view.slug, view.cover.id, widest.width])
        thing["image"] = {"@type": "ImageObject", "contentUrl": absolute(cover), "caption": view.cover.words}
    trail = [("Trang chủ", reverse("portal:home")), ("Bài viết", reverse("portal:articles"))]
    trail += [(view.column[1], reverse("portal:column", args=[view.column[0]]))] if view.column else []
    card = reverse("portal:article_card", args=[view.slug])
    said = view.share_words or view.title
    things = (thing, breadcrumbs([*trail, (view.title, path)]))
    return Share("article", view.title, said, path, card, f"{view.title}, {view.unit}", things)


def _thing(one: AboutView) -> dict[str, str]:
    page = {"url": absolute(reverse("portal:exemplar", args=[one.slug]))} if one.slug else {}
    return {"@type": "Thing", "name": one.name, **page}


def _article_or_404(request: Any, slug: str) -> Article:
    found = public_article(slug, at=request.now)
    if found is None:
        raise Http404
    return found


@login_not_required
@public_page
def card_of_article(request: Any, slug: str) -> HttpResponse:
    """The picture that networks show beside a link to an article."""
    card = article_card(_article_or_404(request, slug), at=request.now)
    return drawn_answer(card_picture(card, look()), "image/jpeg")


@login_not_required
@public_page
def poster_of_article(request: Any, slug: str) -> HttpResponse:
    """A sheet to print and hang up, with a QR that leads to the article."""
    poster = article_poster(_article_or_404(request, slug), at=request.now)
    address = absolute(reverse("portal:article", args=[slug]))
    path = poster_paper(poster, look(), address=address, qr=qr_of(address))
    return drawn_answer(path, "application/pdf", f"ap-phich-{slug}.pdf")


@login_not_required
@public_page
def radio_of_article(request: Any, slug: str) -> HttpResponse:
    """The article in large letters, for whoever reads it over the loudspeaker; only with everybody's consent for the radio."""
    script = article_script(_article_or_404(request, slug), at=request.now)
    if script is None:
        raise Http404
    return radio_page(request, script, back=reverse("portal:article", args=[slug]))
