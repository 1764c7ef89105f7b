"""A sheet of articles says what their pages say today, and nothing of one that the public does not see."""

from io import BytesIO

import pytest
from docx import Document

from neuguong.core.errors import Refused
from neuguong.publicity.operations import clearing
from neuguong.publicity.queries.talk_sheet import articles_to_tell, public_articles_named, talk_sheet
from tests.factories import actor
from tests.publicity.newsroom import AT, quoted, words
from tests.publicity.test_talk_sheet import address


def printed(*articles) -> list[str]:
    content = talk_sheet((), articles, issuer="Xã Diên Thọ", address=address, at=AT)
    return [line.text for line in Document(BytesIO(content)).paragraphs]


def quote(text: str, caption: str) -> dict:
    return {"type": "quote", "data": {"text": text, "caption": caption}}


def header(text: str) -> dict:
    return {"type": "header", "data": {"text": text, "level": 2}}


@pytest.mark.clause("III.3.c")
def test_an_article_is_told_as_its_page_tells_it_with_its_claims_and_its_address(newsroom):
    article = newsroom.published(
        words("Ông <b>Thuận</b> trồng bưởi."), header("Vườn"), quote("Tôi làm.", "Ông Thuận"),
        quoted(newsroom.claim("35 tấn")), lead="Một khu vườn.",
    )  # fmt: skip
    lines = printed(article)
    begin = lines.index("Bài viết")
    assert lines[begin + 1 : begin + 6] == [
        "Một khu vườn.",
        "Ông Thuận trồng bưởi.",
        "Vườn",
        "“Tôi làm.” (Ông Thuận)",
        "35 tấn.",
    ]
    assert lines[begin + 6] == "Điều đã kiểm chứng"
    assert lines[begin + 7].startswith("- 35 tấn")
    assert f"Nguồn: https://vi.du/article/{article.slug}/" in lines
    assert "Kể về: Lê Văn Thuận, Xã Diên Thọ." in lines


def test_an_article_that_the_public_no_longer_sees_stops_the_sheet_and_is_named(newsroom):
    kept, gone = newsroom.published(words("Một.")), newsroom.published(words("Hai."), title="Bài sẽ gỡ")
    clearing.take_down_article(article=gone, reason="Viết lại", by=actor(newsroom.editor), at=AT)
    with pytest.raises(Refused, match="Bài “Bài sẽ gỡ” không đăng trên cổng công khai"):
        printed(kept, gone)
    assert public_articles_named([kept.slug, gone.slug, "khong-co"], at=AT) == [kept]


def test_articles_are_found_by_their_words_by_whom_they_tell_of_and_by_sector(newsroom):
    grafting = newsroom.published(words("Ông ghép cành."), title="Ghép cành")
    other = newsroom.published(words("Ông làm chuồng."), title="Chuồng trại")
    newsroom.cleared(words("Ông ghép cành."), title="Chưa đăng")
    sector = newsroom.page.sector.code
    asked = ({"q": "ghep canh"}, {"q": "thuận"}, {"sector": sector}, {"sector": "khong-co"}, {"q": "khongco"})
    found = [articles_to_tell(at=AT, **one) for one in asked]
    assert found == [[grafting], [other, grafting], [other, grafting], [], []]


def test_a_list_of_articles_costs_the_same_for_one_and_for_three(newsroom, django_assert_num_queries):
    for turn in range(3):
        newsroom.published(words("Ông trồng bưởi."))
        if turn in (0, 2):
            with django_assert_num_queries(4):
                assert len(articles_to_tell(at=AT)) == turn + 1


def test_a_sheet_of_two_articles_has_two_parts(newsroom):
    one, two = newsroom.published(words("Một.")), newsroom.published(words("Hai."), title="Bài hai")
    lines = printed(one, two)
    assert [line for line in lines if line.startswith(("I. ", "II. "))] == ["I. VƯỜN BƯỞI CỦA ÔNG THUẬN", "II. BÀI HAI"]
    assert "2 câu chuyện, bài viết về gương điển hình tiên tiến" in lines
