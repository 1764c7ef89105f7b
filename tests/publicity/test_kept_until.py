"""Kept pages and the export go by the hours of an article, though nobody does anything at those hours."""

from datetime import timedelta

from neuguong.web.portal.version import public_acts
from tests.factories import moment
from tests.publicity.newsroom import Newsroom, words

BEGINS, ENDS = moment(2025, 4, 11, 7), moment(2025, 4, 11, 9)
JUST = timedelta(seconds=1)


def test_what_the_pages_rest_on_is_another_thing_when_an_article_begins_and_when_it_ends(newsroom: Newsroom):
    newsroom.published(words("Ông Thuận trồng bưởi."), publish_at=BEGINS, expire_at=ENDS)
    before, first, last, after = (public_acts(at) for at in (BEGINS - JUST, BEGINS, ENDS - JUST, ENDS))
    assert (before == after, first == last, before == first) == (True, True, False)


def test_an_article_ends_with_a_whole_minute_so_that_no_kept_page_outlives_it(newsroom: Newsroom):
    row = newsroom.published(words("Ông Thuận trồng bưởi."), publish_at=BEGINS, expire_at=ENDS + timedelta(seconds=30))
    row.refresh_from_db()
    assert row.expire_at == ENDS
