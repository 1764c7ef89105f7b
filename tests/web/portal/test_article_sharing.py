"""What leaves the site with an article's link: head, card, poster, radio version; all gone with the consent."""

import io
import json

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from PIL import Image

from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.publicity.models import Article
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.photos import Told, add_photo
from neuguong.publicity.queries.article_sharing import article_card, article_poster, article_script
from tests import factories as make
from tests.factories import actor
from tests.publicity.conftest import picture, shelf
from tests.publicity.newsroom import AT, Newsroom, open_newsroom, quoted, words

__all__ = ["shelf"]
DAY = AT.date()


@pytest.fixture
def _the_day_is_10_march_2025() -> None:
    """These tests name their own day."""


@pytest.fixture(autouse=True)
def at_the_hour(time_machine) -> None:
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def newsroom(cast) -> Newsroom:
    return open_newsroom(cast)


@pytest.fixture
def told(newsroom: Newsroom) -> Article:
    """An article with a cover and a checked claim, published."""
    cover = add_photo(
        plan=newsroom.plan, unit=newsroom.cast.district, name="vuon.jpg", content=picture(1600, 1200),
        told=Told("Vườn bưởi nhà ông Thuận", "Ai chụp"), by=actor(newsroom.editor), at=AT,
    )  # fmt: skip
    row = newsroom.article(words("Ông Thuận nuôi trùn quế."), quoted(newsroom.claim("35 tấn")))
    Article.objects.filter(pk=row.pk).update(cover=cover)
    row.refresh_from_db()
    return publish(newsroom, row)


def publish(newsroom: Newsroom, row: Article) -> Article:
    row = clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    row = clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT)
    return clearing.publish_article(article=row, publish_at=None, expire_at=None, by=actor(newsroom.editor), at=AT)


def at(row, name="") -> str:
    return f"/bai/{row.slug}/{name}"


NAMES = ("the-chia-se.jpg", "ap-phich.pdf", "phat-thanh/")


def test_the_head_and_the_data_of_an_article(told, newsroom):
    head = BeautifulSoup(Client().get(at(told)).content, "html.parser")
    named = {one["property"]: one["content"] for one in head.select("meta[property]")}
    assert (named["og:type"], named["og:title"]) == ("article", told.title)
    assert named["og:image"].endswith(at(told, "the-chia-se.jpg"))
    graph = {
        one["@type"]: one for one in json.loads(head.select_one("script[type='application/ld+json']").string)["@graph"]
    }
    assert set(graph) == {"NewsArticle", "BreadcrumbList"}
    news, shown = graph["NewsArticle"], " ".join(head.select_one("main").get_text(" ").split())
    assert news["datePublished"] == "2025-04-10"
    assert news["headline"] in shown
    assert news["author"]["name"] in shown
    assert [one["name"] for one in news["about"]] == [newsroom.page.name]
    assert news["image"]["caption"] == "Vườn bưởi nhà ông Thuận"


def test_card_and_poster_of_an_article_show_its_cover_and_its_checked_claim(told, newsroom):
    card, poster = article_card(told, at=AT), article_poster(told, at=AT)
    assert (card.kicker, card.title) == ("Bài viết", told.title)
    assert newsroom.page.name in card.lines[0]
    assert card.photo
    assert "35 tấn" in poster.sentence
    assert (poster.photo_words, bool(poster.photo)) == ("Vườn bưởi nhà ông Thuận", True)
    with Image.open(io.BytesIO(Client().get(at(told, "the-chia-se.jpg")).content)) as image:
        assert image.size == (1200, 630)
    with pikepdf.open(io.BytesIO(Client().get(at(told, "ap-phich.pdf")).content)) as paper:
        assert len(paper.pages) == 1


def test_without_consent_for_photos_the_cover_is_on_neither(told, newsroom):
    for one in newsroom.page.consents.all():
        withdraw_consent(consent=one, withdrawn_on=DAY, way="phone", by=actor(newsroom.cast.office), at=AT)
    make.signed_consent(newsroom.page, newsroom.cast.office, ("story", "portal"), day=DAY)
    assert (article_card(told, at=AT).photo, article_poster(told, at=AT).photo_words) == ("", "")


def test_the_radio_version_reads_the_script_when_everybody_agrees_to_the_radio(told, newsroom):
    assert Client().get(at(told, "phat-thanh/")).status_code == 404
    assert "Bản phát thanh" not in Client().get(at(told)).content.decode()
    make.signed_consent(newsroom.page, newsroom.cast.office, ("story", "radio"))
    script = article_script(told, at=AT)
    assert script.paragraphs[0] == "Ông Thuận nuôi trùn quế."
    assert "35 tấn" in script.paragraphs[1]
    assert "Ông Thuận nuôi trùn quế." in Client().get(at(told, "phat-thanh/")).content.decode()
    assert "Bản phát thanh" in Client().get(at(told)).content.decode()
    Article.objects.filter(pk=told.pk).update(radio_text="Kính thưa bà con.\nÔng Thuận nuôi trùn quế.")
    assert article_script(Article.objects.get(pk=told.pk), at=AT).paragraphs == (
        "Kính thưa bà con.",
        "Ông Thuận nuôi trùn quế.",
    )


def test_everything_is_gone_at_once_when_the_consent_is_withdrawn(told, newsroom):
    make.signed_consent(newsroom.page, newsroom.cast.office, ("story", "radio"))
    assert {Client().get(at(told, name)).status_code for name in NAMES} == {200}
    for one in newsroom.page.consents.all():
        withdraw_consent(consent=one, withdrawn_on=DAY, way="phone", by=actor(newsroom.cast.office), at=AT)
    assert {Client().get(at(told, name)).status_code for name in NAMES} == {404}
    assert {Client().get(f"/bai/khong-co/{name}").status_code for name in NAMES} == {404}
