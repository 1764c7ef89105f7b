"""Nothing that nobody checked is published: the whole text is read, and what moves afterwards takes the text off."""

from datetime import timedelta

import pytest

from neuguong.core.errors import Refused
from neuguong.exemplars.models import Claim
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.operations.withholding import show_exemplar, withhold_exemplar
from neuguong.publicity.models import Article
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.clearing import read_all_again
from neuguong.publicity.queries.articles import public_articles
from neuguong.publicity.queries.gate import read_article
from tests.factories import actor, moment
from tests.publicity.newsroom import AT, Newsroom, quoted, words

DAY = AT.date()
LATER = moment(2025, 4, 12)


def seen(at=AT) -> list[str]:
    return [one.title for one in public_articles(at=at)]


def open_in(row) -> list[tuple[str, str]]:
    return [(one.place, one.text) for one in read_article(row, on=DAY).open]


@pytest.mark.clause("III.3.a")
def test_what_a_checked_claim_says_may_be_told_however_it_is_written(newsroom: Newsroom):
    row = newsroom.article(
        words("Ông Thuận nuôi trùn quế trên <b>120 m2</b> từ năm 2021, mỗi năm thu 35 tấn phân bón."),
        words("Ông được công nhận ngày 20/3/2025 theo Quyết định số 415/QĐ-UBND."),
    )
    assert open_in(row) == []


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("Tiêu đề", {"title": "Thu 36 tấn mỗi năm"}),
        ("Sapô", {"lead": "Ông thu 36 tấn mỗi năm."}),
        ("Lời trên thẻ chia sẻ", {"share_words": "Ông thu 36 tấn mỗi năm."}),
        ("Lời đọc phát thanh", {"radio_text": "Ông thu 36 tấn mỗi năm."}),
    ],
)
def test_a_wrong_number_is_found_in_every_field(newsroom: Newsroom, place, change):
    row = newsroom.article(words("Ông Thuận trồng bưởi."), **change)
    assert open_in(row) == [(place, "36 tấn")]


@pytest.mark.parametrize(
    ("place", "block"),
    [
        ("Đoạn 1", {"type": "paragraph", "data": {"text": "Ông thu <i>36 tấn</i>."}}),
        ("Đầu mục 1", {"type": "header", "data": {"text": "Ông thu 36 tấn", "level": 2}}),
        ("Lời trích 1", {"type": "quote", "data": {"text": "Tôi thu 36 tấn.", "caption": "Ông Thuận"}}),
        ("Chú thích ảnh 1", {"type": "figure", "data": {"photo": 1, "caption": "Thu 36 tấn phân."}}),
        (
            "Chú thích ảnh 1 của bộ ảnh 1",
            {"type": "gallery", "data": {"photos": [{"photo": 1, "caption": "Thu 36 tấn phân."}]}},
        ),
        ("Tên video 1", {"type": "video", "data": {"url": "https://youtu.be/abcdefghijk", "title": "Thu 36 tấn"}}),
        ("Bảng 1, hàng 2", {"type": "table", "data": {"content": [["Việc", "Kết quả"], ["Phân bón", "36 tấn"]]}}),
    ],
)
def test_a_wrong_number_is_found_in_every_block(newsroom: Newsroom, place, block):
    row = newsroom.article(words("Ông Thuận trồng bưởi."), block)
    expected = place.replace("Đoạn 1", "Đoạn 2")
    assert open_in(row) == [(expected, "36 tấn")]
    with pytest.raises(Refused, match="36 tấn"):
        clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)


def test_a_superlative_and_a_day_that_nobody_checked_are_open(newsroom: Newsroom):
    row = newsroom.article(words("Ông trồng bưởi giỏi nhất huyện từ ngày 5/8/2019."))
    assert open_in(row) == [("Đoạn 1", "giỏi nhất huyện"), ("Đoạn 1", "ngày 5/8/2019")]


def test_a_claim_block_tells_the_checked_words(newsroom: Newsroom):
    row = newsroom.published(quoted(newsroom.claim("35 tấn")))
    assert seen() == [row.title]
    assert list(row.bindings.values_list("claim__quote", "follows")) == [("35 tấn", True)]


def test_a_claim_of_somebody_else_is_no_claim_here(newsroom: Newsroom):
    stranger = Claim.objects.create(
        nomination=newsroom.claim("35 tấn").nomination, kind="number", start=900, end=905, quote="9 tấn", made_at=AT
    )
    row = newsroom.article(quoted(stranger))
    assert [one.words for one in read_article(row, on=DAY).open] == [
        "Khối ý đã kiểm chứng 1: ý này không còn trong số các ý đã kiểm chứng."
    ]


def test_nobody_publishes_before_consent_and_the_sentence_says_whose(newsroom: Newsroom):
    withdraw(newsroom)
    row = newsroom.article(words("Ông Thuận trồng bưởi."))
    assert [one.startswith("Lê Văn Thuận: Phiếu đồng ý") for one in read_article(row, on=DAY).missing] == [True]


def withdraw(newsroom: Newsroom, at=AT):
    consent = newsroom.page.consents.get()
    return withdraw_consent(consent=consent, withdrawn_on=at.date(), way="phone", by=actor(newsroom.cast.office), at=at)


def test_numbers_of_articles_and_of_whom_they_are_about_run_apart(newsroom: Newsroom):
    for number in range(3):  # articles about nobody, so that an article's number is not that of its row of people
        told = {"plan": newsroom.plan, "unit": newsroom.cast.district, "title": "Bài", "created_at": AT}
        Article.objects.create(slug=f"bai-{number}", **told)
    row = newsroom.published(words("Ông Thuận trồng bưởi."))
    assert row.pk != row.about.get().pk
    assert seen() == [row.title]
    withdraw(newsroom)
    assert seen() == []


def test_withdrawn_consent_takes_it_off_at_once(newsroom: Newsroom):
    row = newsroom.published(words("Ông Thuận trồng bưởi."))
    assert seen() == [row.title]
    withdraw(newsroom)
    assert seen() == []


def test_a_consent_signed_anew_shows_it_again(newsroom: Newsroom):
    newsroom.published(words("Ông Thuận trồng bưởi."))
    withdraw(newsroom)
    again = newsroom.page.consents.create(
        giver="self", signer_name="Lê Văn Thuận", given_on=LATER.date(), scan=newsroom.page.consents.get().scan,
        entered_by=newsroom.cast.office, entered_at=LATER,
    )  # fmt: skip
    again.grants.create(purpose="story", channel="portal")
    assert (seen(), len(seen(LATER))) == ([], 1)


def test_a_revoked_exemplar_takes_a_scheduled_article_with_it(newsroom: Newsroom):
    newsroom.published(words("Ông Thuận trồng bưởi."), publish_at=LATER)
    assert (seen(), len(seen(LATER))) == ([], 1)
    revoke_exemplar(
        exemplar=newsroom.page, document_number="9/QĐ", decided_on=DAY, reason="Khai sai.",
        by=actor(newsroom.cast.office), at=AT,
    )  # fmt: skip
    assert seen(LATER) == []


def test_a_withheld_exemplar_hides_it_and_shown_again_it_is_back(newsroom: Newsroom):
    newsroom.published(words("Ông Thuận trồng bưởi."))
    page = withhold_exemplar(exemplar=newsroom.page, reason="Bị đe dọa.", by=actor(newsroom.cast.office), at=AT)
    assert seen() == []
    show_exemplar(exemplar=page, reason="Hết đe dọa.", by=actor(newsroom.cast.office), at=AT)
    assert len(seen()) == 1


def correct(newsroom: Newsroom, said: str, true: str, at=LATER):
    words = {"said": said, "true": true, "of_story": True}
    return correct_exemplar(exemplar=newsroom.page, **words, by=actor(newsroom.cast.office), at=at)


def test_a_corrected_claim_is_told_in_its_new_words_by_the_block(newsroom: Newsroom):
    row = newsroom.published(quoted(newsroom.claim("35 tấn")), publish_at=moment(2025, 4, 20))
    correct(newsroom, "35 tấn", "25 tấn")
    assert seen(moment(2025, 4, 20)) == []  # hidden until it was read again
    assert read_all_again(by=actor(newsroom.editor), at=LATER) == 1
    assert seen(moment(2025, 4, 20)) == [row.title]
    row.refresh_from_db()
    reading = read_article(row, on=DAY)
    assert (reading.open, [one.follows for one in reading.rests]) == ((), [True])


def test_typed_words_that_a_correction_took_back_stay_hidden(newsroom: Newsroom):
    row = newsroom.published(words("Mỗi năm ông thu 35 tấn phân bón."))
    correct(newsroom, "35 tấn", "25 tấn")
    assert read_all_again(by=actor(newsroom.editor), at=LATER) == 0
    assert seen(LATER) == []
    assert open_in(row) == [("Đoạn 1", "35 tấn")]


def test_a_claim_that_is_looked_at_again_hides_the_text_that_rests_on_it(newsroom: Newsroom):
    newsroom.published(words("Mỗi năm ông thu 35 tấn phân bón."))
    Claim.objects.filter(quote="35 tấn").update(state="unsupported", decided_at=None)
    assert seen() == []


def test_it_is_seen_from_its_hour_until_its_end(newsroom: Newsroom):
    begins, ends = moment(2025, 4, 11, 7), moment(2025, 5, 11, 7)
    newsroom.published(words("Ông Thuận trồng bưởi."), publish_at=begins, expire_at=ends)
    just = timedelta(seconds=1)
    assert [len(seen(one)) for one in (begins - just, begins, ends - just, ends)] == [0, 1, 1, 0]


def test_a_place_is_passed_over_by_who_clears_with_a_reason_and_not_by_the_writer(newsroom: Newsroom):
    row = newsroom.article(words("Nối tiếp Lời kêu gọi ngày 11/6/1948, ông Thuận trồng bưởi."))
    assert open_in(row) == [("Đoạn 1", "ngày 11/6/1948")]
    told = {"article": row, "words": "ngày 11/6/1948", "reason": "Ngày lịch sử.", "at": AT}
    with pytest.raises(Refused, match="người duyệt"):
        clearing.pass_place(**told, by=actor(newsroom.editor))
    clearing.pass_place(**told, by=actor(newsroom.clearer))
    assert open_in(row) == []
