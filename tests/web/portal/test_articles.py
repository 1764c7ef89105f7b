"""Articles on the public site: shown while the gate lets them through, gone everywhere at once when it does not."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.articles import place_article
from neuguong.publicity.operations.columns import open_column
from tests.factories import actor, moment
from tests.publicity.newsroom import AT, Newsroom, open_newsroom, quoted, words

LISTS = ("/bai/", "/sitemap-trang.xml", "/tin/bai.rss", "/tin/bai.atom", "/tin/bai.json")
FEEDS = tuple(
    f"/tin/bai/{where}.{kind}"
    for where in ("linh-vuc/nong-nghiep", "don-vi/dien-tho")
    for kind in ("rss", "atom", "json")
)
EVERYWHERE = (
    *LISTS, *FEEDS, "page", "/chuyen-muc/nha-nong/",  # and the page of the person, of the unit, the front page
    "/", "/don-vi/dien-tho/",
)  # fmt: skip


@pytest.fixture
def newsroom(cast) -> Newsroom:
    start_demo_clock(at=AT)
    return open_newsroom(cast)


@pytest.fixture
def told(newsroom: Newsroom):
    """One published article in a column."""
    column = open_column(
        plan=newsroom.plan,
        unit=newsroom.cast.district,
        kind="column",
        name="Nhà nông",
        by=actor(newsroom.editor),
        at=AT,
    )
    row = newsroom.article(words("Ông <b>Thuận</b> trồng bưởi."), quoted(newsroom.claim("35 tấn")))
    row = place_article(
        article=row, form="reportage", column=column, about=[newsroom.page.pk], seen_version=None,
        by=actor(newsroom.editor), at=AT,
    )  # fmt: skip
    clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT)
    return clearing.publish_article(article=row, by=actor(newsroom.editor), at=AT)


def naming(title: str) -> set[str]:
    client, page = Client(), f"/guong/{Exemplar.objects.get().slug}/"
    return {path for path in EVERYWHERE if title in client.get(path.replace("page", page)).content.decode()}


def test_a_published_article_stands_in_every_list(told):
    assert naming(told.title) == set(EVERYWHERE) - {"/sitemap-trang.xml"}
    assert f"/bai/{told.slug}/" in Client().get("/sitemap-trang.xml").content.decode()
    page = Client().get(f"/bai/{told.slug}/").content.decode()
    assert "<strong>Thuận</strong>" in page
    assert "35 tấn" in page
    assert "Đã kiểm chứng" in page


def test_after_a_withdrawal_every_trace_is_gone_and_the_address_says_so(newsroom, told):
    consent = newsroom.page.consents.get()
    withdraw_consent(consent=consent, withdrawn_on=AT.date(), way="phone", by=actor(newsroom.cast.office), at=AT)
    assert naming(told.title) == set()
    assert f"/bai/{told.slug}/" not in Client().get("/sitemap-trang.xml").content.decode()
    answer = Client().get(f"/bai/{told.slug}/")
    assert (answer.status_code, told.title in answer.content.decode()) == (410, False)
    assert Client().get("/chuyen-muc/nha-nong/").status_code == 404  # nothing to read in it


def test_an_address_that_never_was_public_is_not_found(newsroom):
    row = newsroom.article(words("Ông Thuận trồng bưởi."))
    assert Client().get(f"/bai/{row.slug}/").status_code == 404


def test_a_correction_is_told_as_soon_as_it_was_read_again(newsroom, told):
    later = moment(2025, 4, 10, 10)
    correct_exemplar(
        exemplar=newsroom.page, said="35 tấn", true="25 tấn", of_story=True, by=actor(newsroom.cast.office), at=later
    )
    assert Client().get(f"/bai/{told.slug}/").status_code == 410
    clearing.read_all_again(by=actor(newsroom.editor), at=later)
    page = Client().get(f"/bai/{told.slug}/").content.decode()
    assert ("25 tấn" in page, "35 tấn phân" in page) == (True, False)


def queries(path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert Client().get(path).status_code == 200
    return len(asked)


def test_lists_ask_no_more_for_three_than_for_one(newsroom, told):
    Client().get("/")  # the register is counted once
    one = {path: queries(path) for path in (*LISTS, *FEEDS)}
    for number in ("một", "hai"):
        newsroom.published(words("Ông Thuận trồng bưởi."), title=f"Bài {number} của ông")
    assert {path: queries(path) for path in (*LISTS, *FEEDS)} == one


def test_a_sector_and_a_unit_tell_of_their_own_articles_and_name_the_feeds(newsroom, told):
    others = {"/tin/bai/linh-vuc/y-te.json", "/tin/bai/don-vi/dien-an.json"}
    assert {path for path in others if told.title in Client().get(path).content.decode()} == set()
    for page, feed in (("/linh-vuc/nong-nghiep/", FEEDS[1]), ("/don-vi/dien-tho/", FEEDS[4])):
        said = Client().get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" title="Bài viết, Atom" href="{feed}">' in said
        assert f'<a href="{feed}" type="application/atom+xml">' in said
        entry = json.loads(Client().get(feed.replace("atom", "json")).content)["items"]
        assert [(one["title"], "35 tấn" in str(one)) for one in entry] == [(told.title, False)]


def test_there_is_no_feed_of_articles_of_what_there_is_not(newsroom):
    paths = ("/tin/bai/linh-vuc/khong-co.rss", "/tin/bai/don-vi/khong-co.rss", "/tin/bai/don-vi/dien-tho.pdf")
    assert {path: Client().get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_page_asks_no_more_for_many_blocks_than_for_one(newsroom, told):
    short = queries(f"/bai/{told.slug}/")
    many = newsroom.published(
        *[quoted(newsroom.claim("35 tấn")) for _ in range(5)], *[words("Ông Thuận trồng bưởi.")] * 20, title="Dài"
    )
    assert queries(f"/bai/{many.slug}/") == short


def beside(asked: str) -> str:
    """How many articles the register says that it shows for an address, "" when none."""
    heading = BeautifulSoup(Client().get(f"/guong/?{asked}").content, "html.parser").select_one("#bai")
    return heading.get_text() if heading else ""


def test_words_and_choices_narrow_the_articles_beside_the_register(newsroom, told):
    narrowed = {
        "q=vuon+buoi": "1 bài viết", "q=vuon+buoi&linh-vuc=nong-nghiep": "1 bài viết", "q=vuon+buoi&linh-vuc=y-te": "",
        "q=vuon+buoi&don-vi=dien-an": "", "don-vi=dien-tho": "1 bài viết", "loai=individual": "1 bài viết",
        "loai=collective": "", "nam=2025": "1 bài viết", "nam=2024": "", "q=khong+co+chu+nay": "", "": "",
    }  # fmt: skip
    assert {asked: beside(asked) for asked in narrowed} == narrowed


def test_a_search_counts_all_articles_and_asks_no_more_for_many(newsroom, told):
    asked = "/guong/?q=buoi&linh-vuc=nong-nghiep"
    Client().get(asked)
    one = queries(asked)
    for number in range(7):
        newsroom.published(words("Ông Thuận trồng bưởi."), title=f"Bài {number} của ông")
    assert beside("q=buoi&linh-vuc=nong-nghiep") == "6 bài mới nhất trong 8 bài viết"
    assert queries(asked) == one + 1  # how many there are, once a page of them is full
