"""An article on the channels: planned and run through its gate, told of with the claims it rests on, read on the radio."""

import io
from datetime import date

import pytest
from docx import Document

from neuguong.core.errors import BadInput
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Correction
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar
from neuguong.exemplars.operations.reward_consents import withdraw_reward_consent
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.broadcasts import WithoutConsent
from neuguong.publicity.operations.calendar import PlannedWords, change_planned_run, plan_run
from neuguong.publicity.queries.airing import articles_to_air, articles_to_offer, runs_of
from neuguong.publicity.queries.calendar import ARTICLE_SHUT, warnings_of
from neuguong.publicity.queries.radio import article_script, radio_paper, script_facts
from tests import factories as make
from tests.exemplars.rewarding import NAME, agreed, compared
from tests.factories import actor, moment
from tests.publicity.newsroom import AT, quoted, words
from tests.publicity.running import ran
from tests.publicity.test_rewards_in_articles import published

DAY, LATER = AT.date(), moment(2025, 4, 10, 11)
SOON = date(2025, 4, 14)


@pytest.fixture
def loud(newsroom) -> None:
    """Whom the articles are about agreed to the radio, too."""
    make.signed_consent(newsroom.page, newsroom.cast.office, ("story", "portal"), ("story", "radio"))


def planned(outlet, account, article, *people, on=SOON, at=AT):
    told = PlannedWords(on, "Bài đọc", people, article=article)
    return plan_run(outlet=outlet, words=told, by=actor(account), at=at)


def correct(newsroom, said, true) -> None:
    """Put right, and what rests on it read again."""
    by = actor(newsroom.cast.office)
    correct_exemplar(exemplar=newsroom.page, said=said, true=true, of_story=True, by=by, at=LATER)
    clearing.read_all_again(by=by, at=LATER)


# What may be taken to a channel


def test_who_writes_takes_what_was_cleared_and_anybody_what_the_public_sees(newsroom, cast):
    draft, cleared = newsroom.article(words("Một.")), newsroom.cleared(words("Hai."))
    public = newsroom.published(words("Ba."))
    gone = newsroom.published(words("Bốn."), expire_at=moment(2025, 4, 10, 11))
    at = moment(2025, 4, 10, 12)
    offered = {
        who: set(articles_to_air(account.pk, at=at))
        for who, account in (("editor", newsroom.editor), ("author", cast.author))
    }
    assert offered == {"editor": {cleared, public}, "author": {public}}
    assert draft not in offered["editor"]
    assert gone not in offered["editor"]


def test_a_search_adds_an_article_by_its_words_and_a_forged_number_adds_nothing(newsroom, cast):
    hidden = newsroom.article(words("Chưa gửi."), title="Chưa gửi")
    found = newsroom.published(words("Ông ghép cành."), title="Ghép cành")
    assert articles_to_offer(cast.author.pk, at=AT, q="ghep canh", chosen=[hidden.pk]) == [found]


@pytest.mark.clause("III.3.b")
def test_an_entry_tells_of_whom_its_article_tells(newsroom, cast, radio, loud):
    article = newsroom.published(words("Ông trồng bưởi."))
    entry = planned(radio, cast.author, article)
    assert (entry.article, list(entry.exemplars.all())) == (article, [newsroom.page])
    assert AuditEntry.objects.get(verb="plan_run").facts["article"] == article.pk
    other = make.make_exemplar(cast.dien_tho, newsroom.plan, "Đỗ Thị Lành")
    with pytest.raises(BadInput, match="Bài này không nói về Đỗ Thị Lành") as wrong:
        planned(radio, cast.author, article, other)
    assert wrong.value.field == "exemplars"
    without = PlannedWords(SOON, "Chỉ kể về ông", [newsroom.page])
    with pytest.raises(BadInput, match="Chưa có bài tóm tắt"):  # without the article it would be their story
        change_planned_run(entry=entry, words=without, seen_version=1, by=actor(cast.author), at=AT)


def test_what_the_gate_forbids_is_not_planned_and_the_reason_said(newsroom, cast, radio, loud):
    draft = newsroom.article(words("Ông trồng bưởi."))
    sent = clearing.send_article(article=newsroom.article(words("Gửi.")), by=actor(newsroom.editor), at=AT)
    down = newsroom.published(words("Đã gỡ."))
    down = clearing.take_down_article(article=down, reason="Xem lại", by=actor(newsroom.editor), at=AT)
    short = newsroom.published(words("Ngắn."), expire_at=moment(2025, 4, 13))
    for article, sentence in (
        (draft, "đang soạn"),
        (sent, "chờ duyệt"),
        (down, "đã gỡ"),
        (short, "hết hạn ngày 13/04"),
    ):
        with pytest.raises(BadInput, match=sentence) as wrong:
            planned(radio, newsroom.editor, article)
        assert wrong.value.field == "article"


def test_an_article_runs_on_a_channel_only_with_consent_for_that_channel(newsroom, cast, radio):
    article = newsroom.published(words("Ông trồng bưởi."))
    with pytest.raises(BadInput, match="Lê Văn Thuận: Chưa có phiếu đồng ý cho câu chuyện trên loa truyền thanh."):
        planned(radio, cast.author, article)
    site = make.make_outlet(cast.dien_tho, "Trang xã", kind="commune_site")
    assert planned(site, cast.author, article).outlet == site
    with pytest.raises(WithoutConsent):
        ran(radio, cast.author, on=DAY, at=AT, article=article)


def test_the_calendar_warns_of_an_article_that_shut_after_it_was_planned(newsroom, cast, radio, loud):
    article = newsroom.published(words("Ông thu 35 tấn phân."))
    entry = planned(radio, cast.author, article)
    assert warnings_of([entry], DAY) == {}
    correct(newsroom, "35 tấn", "20 tấn")
    assert warnings_of([entry], DAY) == {entry.pk: ARTICLE_SHUT}
    with pytest.raises(BadInput, match="Bài “Vườn bưởi của ông Thuận”: .*“35 tấn"):
        planned(radio, cast.author, article, at=LATER)


# What ran


def test_what_ran_keeps_the_claims_that_the_article_rests_on(newsroom, cast, radio, loud):
    claim = newsroom.claim("35 tấn")
    article = newsroom.published(words("Ông trồng bưởi."), quoted(claim))
    entry = planned(radio, cast.author, article, on=DAY)
    row = ran(radio, cast.author, on=DAY, at=AT, article=article, planned=entry)
    told = row.told.get()
    assert (row.article, told.exemplar) == (article, newsroom.page)
    assert [one["id"] for one in told.claims] == [claim.pk]
    silent = newsroom.published(words("Ông trồng bưởi."))
    assert ran(radio, cast.author, on=DAY, at=AT, article=silent).told.get().claims == []


def test_what_was_never_cleared_did_not_run_and_what_was_taken_down_since_did(newsroom, cast, radio, loud):
    with pytest.raises(BadInput, match="chưa được duyệt lần nào"):
        ran(radio, newsroom.editor, on=DAY, at=AT, article=newsroom.article(words("Nháp.")))
    article = newsroom.published(words("Ông trồng bưởi."))
    clearing.take_down_article(article=article, reason="Viết lại", by=actor(newsroom.editor), at=AT)
    article.refresh_from_db()
    assert ran(radio, cast.author, on=DAY, at=AT, article=article).consented


def test_from_the_article_one_sees_where_it_ran_and_will_run(newsroom, cast, radio, loud, django_assert_num_queries):
    article = newsroom.published(words("Ông trồng bưởi."))
    row, entry = ran(radio, cast.author, on=DAY, at=AT, article=article), planned(radio, cast.author, article)
    with django_assert_num_queries(5):
        seen = runs_of(article, account_id=cast.author.pk, on=DAY)
    assert [(one.on, one.ran, one.pk) for one in seen] == [(SOON, False, entry.pk), (DAY, True, row.pk)]
    assert [one.pk for one in runs_of(article, account_id=newsroom.clearer.pk, on=DAY)] == [None, None]


# On the radio


@pytest.mark.clause("III.3.b")
def test_a_script_reads_the_claims_in_the_words_that_are_true_today(newsroom, cast, radio, loud):
    claim = newsroom.claim("35 tấn")
    quote = {"type": "quote", "data": {"text": "Tôi làm.", "caption": "Ông Thuận"}}
    article = newsroom.published(words("Ông trồng bưởi."), quoted(claim), quote)
    correct(newsroom, "35 tấn", "20 tấn")
    article.refresh_from_db()
    found = article_script(article, radio, at=LATER)
    assert found.refusal == ""
    assert (found.opening, found.about) == ("Vườn bưởi của ông Thuận.", "Lê Văn Thuận, Xã Diên Thọ")
    assert found.script.paragraphs == ("Ông trồng bưởi.", "20 tấn.", "Ông Thuận: Tôi làm.")
    text = "\n".join(one.text for one in Document(io.BytesIO(radio_paper(found, at=AT))).paragraphs)
    assert "20 tấn" in text
    assert "35 tấn" not in text


def test_the_script_that_was_written_for_the_radio_goes_first_and_is_cut_to_the_slot(newsroom, cast, loud):
    outlet = make.make_outlet(cast.dien_tho, "Loa thôn", slot_seconds=10)
    article = newsroom.published(
        words("Chữ trên trang."), radio_text="Kính thưa bà con.\nÔng trồng bưởi. " + "Ai cũng quý. " * 9
    )
    found = article_script(article, outlet, at=AT)
    assert found.script.paragraphs[0] == "Kính thưa bà con."
    assert found.script.is_cut
    assert found.script.seconds <= 10
    assert dict(script_facts(found))["Nguồn"].startswith("lời phát thanh của bài viết đã duyệt")


def test_nothing_is_read_of_an_article_that_the_gate_forbids(newsroom, cast, radio, loud):
    article = newsroom.published(words("Ông thu 35 tấn phân."))
    correct(newsroom, "35 tấn", "20 tấn")
    article.refresh_from_db()
    found = article_script(article, radio, at=LATER)
    assert "“35 tấn" in found.refusal
    assert found.script.paragraphs == ()
    for paper in newsroom.page.consents.all():
        withdraw_consent(consent=paper, withdrawn_on=DAY, way="phone", by=actor(cast.office), at=AT)
    assert "đã được rút ngày 10/04/2025" in article_script(article, radio, at=LATER).refusal


def test_a_correction_that_waits_to_be_read_again_keeps_a_script_back(newsroom, cast, radio, loud):
    article = newsroom.published(words("Ông trồng bưởi."))
    Correction.objects.create(
        exemplar=newsroom.page,
        said="5 ha",
        true="2 ha",
        of_story=True,
        corrected_on=DAY,
        recorded_at=moment(2025, 4, 10, 10),
    )
    assert "đọc đối chiếu lại" in article_script(article, radio, at=LATER).refusal
    clearing.read_again(article=article, by=actor(newsroom.editor), at=LATER)
    article.refresh_from_db()
    assert article_script(article, radio, at=LATER).refusal == ""


# Somebody rewarded from above, without a page in the register


def test_an_article_about_an_award_from_above_needs_consent_for_the_channel_too(newsroom, cast, radio):
    brave = compared(cast, newsroom.plan, newsroom.editor)
    agreed(brave, newsroom.editor, ("story", "portal"))
    article = published(newsroom, brave)
    for told in (
        lambda: planned(radio, cast.author, article),
        lambda: ran(radio, cast.author, on=DAY, at=AT, article=article),
    ):
        with pytest.raises(BadInput, match=f"{NAME}: .*loa truyền thanh") as wrong:
            told()
        assert wrong.value.field == "article"
    assert f"{NAME}: " in article_script(article, radio, at=AT).refusal
    row = ran(radio, cast.author, on=DAY, at=AT, article=article, despite=True)
    assert (row.consented, row.told.count()) == (False, 0)
    agreed(brave, newsroom.editor, ("story", "portal"), ("story", "radio"))
    entry = planned(radio, cast.author, article)
    assert list(entry.exemplars.all()) == []
    assert warnings_of([entry], DAY) == {}
    assert article_script(article, radio, at=AT).about == f"{NAME}, Xã Diên Thọ"
    assert ran(radio, cast.author, on=DAY, at=AT, article=article).consented
    papers = brave.consents.exclude(withdrawn_on__isnull=False)
    withdraw_reward_consent(consent=papers.last(), withdrawn_on=DAY, way="phone", by=actor(newsroom.editor), at=AT)
    assert f"{NAME}: " in warnings_of([entry], DAY)[entry.pk]
