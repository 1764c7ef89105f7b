"""Somebody rewarded from above is told by the decision alone: compared, agreed to, and gone at once when that ends."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Exemplar, RewardRecord
from neuguong.exemplars.operations.erasure import erase_reward
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.reward_consents import withdraw_reward_consent
from neuguong.exemplars.operations.rewards import withdraw_reward
from neuguong.publicity.models import Article, Photo
from neuguong.publicity.operations import articles as writing
from neuguong.publicity.operations import clearing
from neuguong.publicity.queries.article_sharing import on_the_air
from neuguong.publicity.queries.article_view import article_view
from neuguong.publicity.queries.articles import articles_from, public_articles
from neuguong.publicity.queries.gate import read_article
from neuguong.web.portal.version import public_stand
from tests.exemplars.rewarding import NAME, agreed, compared, entered
from tests.exemplars.test_erasure import holding
from tests.factories import actor
from tests.publicity.newsroom import AT, Newsroom, words
from tests.publicity.test_exported import run, telling

DAY = AT.date()
TITLE = "Người giữ sạch con hẻm"
TRUE = (
    "Ngày 20/12/2024, Chủ tịch UBND tỉnh Khánh Hòa tặng Bằng khen của Chủ tịch UBND tỉnh theo Quyết định số "
    "1234/QĐ-UBND, vì đã cứu 3 người bị nước lũ cuốn trôi. Đó là năm 2024."
)


@pytest.fixture
def brave(newsroom: Newsroom) -> RewardRecord:
    """Compared with the decision, and she agreed to portal and photos."""
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor)
    agreed(row, newsroom.editor, ("story", "portal"), ("photo", "portal"))
    return row


def begun(newsroom: Newsroom, *rewards: RewardRecord, about: tuple[Exemplar, ...] = ()) -> Article:
    return writing.start_article(
        plan=newsroom.plan, unit=newsroom.cast.district, form="article", title=TITLE, about=[one.pk for one in about],
        rewards=[one.pk for one in rewards], by=actor(newsroom.editor), at=AT,
    )  # fmt: skip


def published(newsroom: Newsroom, *rewards: RewardRecord, about=(), text: str = TRUE) -> Article:
    row = newsroom.save(begun(newsroom, *rewards, about=about), words(text))
    row = clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    row = clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT)
    return clearing.publish_article(article=row, by=actor(newsroom.editor), at=AT)


def seen() -> list[str]:
    return [one.title for one in public_articles(at=AT)]


def take_back(newsroom: Newsroom, reward: RewardRecord):
    consent = reward.consents.get()
    by = actor(newsroom.editor)
    return withdraw_reward_consent(consent=consent, withdrawn_on=DAY, way="phone", by=by, at=AT)


@pytest.mark.clause("III.3.b")
def test_what_the_decision_says_may_be_told(newsroom: Newsroom, brave):
    row = published(newsroom, brave)
    assert seen() == [TITLE]
    assert read_article(row, on=DAY).clean


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà Sáu đã cứu 4 người.", "4 người"),
        ("Quyết định ký ngày 21/12/2024.", "ngày 21/12/2024"),
        ("Bà được tặng Huân chương Lao động hạng Ba.", "Huân chương Lao động"),
        ("Bà là người dũng cảm nhất huyện.", "dũng cảm nhất huyện"),
    ],
)
def test_what_it_does_not_say_blocks_with_its_place(newsroom: Newsroom, brave, text, found):
    row = newsroom.save(begun(newsroom, brave), words(text))
    places = [(one.place, one.text) for one in read_article(row, on=DAY).open]
    assert [place for place, _ in places] == ["Đoạn 1"]
    assert found in places[0][1] or places[0][1] in found
    with pytest.raises(Refused, match="Đoạn 1"):
        clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)


def test_a_year_of_birth_is_known_besides_and_no_word_of_the_decision(newsroom: Newsroom):
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor, birth_year=1970)
    agreed(row, newsroom.editor)
    told = newsroom.save(begun(newsroom, row), words("Bà sinh năm 1970."))
    assert [one.text for one in read_article(told, on=DAY).open] == ["năm 1970"]


def test_a_record_that_nobody_compared_or_that_was_taken_back_is_not_to_be_chosen(newsroom: Newsroom, brave):
    waiting = entered(newsroom.cast, newsroom.plan, newsroom.editor, decision_number="2/QĐ")
    gone = compared(newsroom.cast, newsroom.plan, newsroom.editor, decision_number="3/QĐ")
    withdraw_reward(reward=gone, reason="Nhầm.", by=actor(newsroom.editor), at=AT)
    for one in (waiting, gone):
        with pytest.raises(BadInput, match="đã rút hoặc chưa kiểm tra"):
            begun(newsroom, brave, one)
    with pytest.raises(BadInput, match="mà bài này nói về"):
        begun(newsroom)


def test_nobody_is_told_of_before_they_agree(newsroom: Newsroom):
    silent = compared(newsroom.cast, newsroom.plan, newsroom.editor)
    row = newsroom.save(begun(newsroom, silent), words(TRUE))
    assert read_article(row, on=DAY).missing == (f"{NAME}: Chưa có phiếu đồng ý cho câu chuyện trên cổng công khai.",)


def test_a_withdrawn_consent_takes_it_off_at_once_and_a_new_one_shows_it_again(newsroom: Newsroom, brave):
    published(newsroom, brave)
    take_back(newsroom, brave)
    assert seen() == []
    agreed(brave, newsroom.editor, at=AT)
    assert seen() == [TITLE]


def test_a_withdrawn_record_takes_it_off_at_once_and_its_facts_are_known_no_more(newsroom: Newsroom, brave):
    row = published(newsroom, brave)
    withdraw_reward(reward=brave, reason="Sai tên.", by=actor(newsroom.editor), at=AT)
    assert seen() == []
    reading = read_article(row, on=DAY)
    assert reading.missing == (f"{NAME}: Bản ghi khen thưởng đã rút.",)
    assert "1234" in reading.sentence or "20/12/2024" in reading.sentence


def test_one_of_two_is_enough_to_hide_it_whoever_it_is(newsroom: Newsroom, brave):
    row = published(newsroom, brave, about=(newsroom.page,))
    assert seen() == [TITLE]
    assert [one.name for one in article_view(row, on=DAY).about] == [newsroom.page.name, NAME]
    other = compared(newsroom.cast, newsroom.plan, newsroom.editor, name="Lê Văn Chín")
    agreed(other, newsroom.editor)
    both = published(newsroom, brave, other)
    take_back(newsroom, other)
    assert list(public_articles(at=AT)) == [row]
    consent = newsroom.page.consents.get()
    withdraw_consent(consent=consent, withdrawn_on=DAY, way="phone", by=actor(newsroom.cast.office), at=AT)
    assert seen() == []
    assert both.pk != row.pk


def test_numbers_of_articles_records_and_rows_run_apart(newsroom: Newsroom, brave):
    for number in range(6):
        told = {"plan": newsroom.plan, "unit": newsroom.cast.district, "title": "Bài", "created_at": AT}
        Article.objects.create(slug=f"bai-{number}", **told)
    others = [
        compared(newsroom.cast, newsroom.plan, newsroom.editor, decision_number=f"{n}/QĐ") for n in range(2)
    ]  # fmt: skip
    last = compared(newsroom.cast, newsroom.plan, newsroom.editor, decision_number="9/QĐ")
    agreed(last, newsroom.editor)
    row = published(newsroom, last, text="Bà Sáu giữ sạch con hẻm.")
    assert len({row.pk, last.pk, row.about_rewards.get().pk}) == 3
    assert (seen(), len(others)) == ([TITLE], 2)
    take_back(newsroom, last)
    assert seen() == []


def test_the_gate_and_the_sentences_agree(newsroom: Newsroom, brave):
    """Whatever hides it also tells an editor why."""
    row = published(newsroom, brave)
    for act in (
        lambda: take_back(newsroom, brave),
        lambda: agreed(brave, newsroom.editor, at=AT),
        lambda: withdraw_reward(reward=brave, reason="Sai.", by=actor(newsroom.editor), at=AT),
    ):
        act()
        assert bool(seen()) == (not read_article(row, on=DAY).missing)


def test_erasing_takes_the_words_of_the_article_too(newsroom: Newsroom, brave):
    published(newsroom, brave, text=f"{NAME} giữ sạch con hẻm.")
    withdraw_reward(reward=brave, reason="Theo yêu cầu.", by=actor(newsroom.editor), at=AT)
    erase_reward(reward=brave, reason="Đơn số 9 ngày 10/04/2025", by=actor(newsroom.cast.office), at=AT)
    assert {table for table, _ in holding(NAME)} <= {"exemplars_rewardconsent", "exemplars_rewardrecord_fts_data"}
    assert Article.objects.get().title == "(đã xóa)"
    assert seen() == []


def test_whom_it_is_about_may_be_changed_while_it_is_a_draft(newsroom: Newsroom, brave):
    row = begun(newsroom, brave)
    first = row.about_rewards.get().pk
    words = {
        "article": row,
        "form": "article",
        "column": None,
        "seen_version": None,
        "by": actor(newsroom.editor),
        "at": AT,
    }
    writing.place_article(**words, about=[newsroom.page.pk], rewards=[brave.pk])
    assert (row.about.count(), row.about_rewards.get().pk) == (1, first)
    writing.place_article(**words, about=[newsroom.page.pk])
    assert (row.about.count(), row.about_rewards.count()) == (1, 0)


def test_a_face_is_shown_only_while_whoever_was_rewarded_agrees_to_photos(newsroom: Newsroom, brave):
    photo = Photo.objects.create(
        plan=newsroom.plan, unit=newsroom.cast.district, file=newsroom.page.consents.get().scan, digest="f" * 64, width=9,
        height=9, words="Bà Sáu bên xe rác", credit="An", added_at=AT, shows_person=True,
    )  # fmt: skip
    row = newsroom.save(begun(newsroom, brave), {"type": "figure", "data": {"photo": photo.pk, "caption": "Bà Sáu"}})
    assert article_view(row, on=DAY).blocks[0].photos[0].hidden == ""
    take_back(newsroom, brave)
    agreed(brave, newsroom.editor, at=AT)  # the story only
    assert NAME in article_view(row, on=DAY).blocks[0].photos[0].hidden


def test_it_is_read_on_the_air_only_where_they_agreed_to_the_radio(newsroom: Newsroom, brave):
    row = published(newsroom, brave)
    assert not on_the_air(row, on=DAY)
    agreed(brave, newsroom.editor, ("story", "radio"), how="Ký tại xã")
    assert on_the_air(row, on=DAY)


def test_it_is_among_the_articles_of_its_place_and_sector(newsroom: Newsroom):
    sector = newsroom.plan.sectors.get(code="y-te")
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor, sector=sector)
    agreed(row, newsroom.editor)
    published(newsroom, row)
    here, there = newsroom.cast.dien_tho.pk, newsroom.cast.dien_an.pk
    assert [one.title for one in articles_from(at=AT, sector="y-te")] == [TITLE]
    assert [one.title for one in articles_from(at=AT, unit_ids=[here])] == [TITLE]
    assert [*articles_from(at=AT, sector="nong-nghiep"), *articles_from(at=AT, unit_ids=[there])] == []


def test_page_feed_search_sitemap_and_export_lose_it_at_once(newsroom: Newsroom, brave, settings, tmp_path: Path):
    start_demo_clock(at=AT)
    settings.SITE_URL, settings.EXPORT_URL = "https://neu-guong.example", ""
    settings.ALLOWED_HOSTS = ["neu-guong.example", "testserver"]
    row = published(newsroom, brave)
    visitor, here = Client(), reverse("portal:article", args=[row.slug])
    page = visitor.get(here).content.decode()
    assert "Theo Quyết định số 1234/QĐ-UBND ngày 20/12/2024 của Chủ tịch UBND tỉnh Khánh Hòa" in page
    assert "Công nhân thu gom rác" in page
    places = (
        "/bai/",
        "/tin/bai.rss",
        "/tin/bai.atom",
        "/tin/bai.json",
        "/sitemap-trang.xml",
        "/?q=hẻm",
        "/guong/?q=hem",
    )
    first = {path for path in places if row.slug in visitor.get(path).content.decode()}
    assert {"/bai/", "/tin/bai.rss", "/tin/bai.atom", "/tin/bai.json", "/sitemap-trang.xml"} <= first
    made = run(tmp_path)
    assert (made.broken, made.failed) == ([], [])
    assert f"bai/{row.slug}/index.html" in telling(tmp_path, TITLE)
    take_back(newsroom, brave)
    assert visitor.get(here).status_code == 410
    assert {path for path in places if row.slug in visitor.get(path).content.decode()} == set()
    assert f"bai/{row.slug}/index.html" in run(tmp_path).removed
    assert telling(tmp_path, TITLE) == set()


def test_a_kept_copy_is_never_given_out_after_the_withdrawal(newsroom: Newsroom, brave, settings):
    start_demo_clock(at=AT)
    row = published(newsroom, brave)
    before = public_stand()
    take_back(newsroom, brave)
    assert public_stand() != before
    before = public_stand()
    withdraw_reward(reward=brave, reason="Sai.", by=actor(newsroom.editor), at=AT)
    assert (public_stand() != before, row.state) == (True, "published")


def test_schema_names_whom_it_is_about_without_a_page(newsroom: Newsroom, brave):
    start_demo_clock(at=AT)
    row = published(newsroom, brave)
    page = Client().get(reverse("portal:article", args=[row.slug])).content.decode()
    assert f'"name":"{NAME}"' in page.replace('": "', '":"')


@pytest.mark.parametrize("many", [1, 3])
def test_the_gate_asks_one_question_whatever_the_number(newsroom: Newsroom, many, django_assert_num_queries):
    rows = [
        compared(newsroom.cast, newsroom.plan, newsroom.editor, decision_number=f"{n}/QĐ", decided_on=date(2024, 5, 1))
        for n in range(many)
    ]
    for one in rows:
        agreed(one, newsroom.editor)
    published(newsroom, *rows, text="Chuyện con hẻm.")
    with django_assert_num_queries(1):
        assert seen() == [TITLE]
