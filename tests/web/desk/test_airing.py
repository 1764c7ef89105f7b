"""From an article to the channels at the desk: planned, recorded, read on the radio, told by speakers."""

import pytest
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.publicity.models import Article, Broadcast, Outlet, PlannedRun
from neuguong.publicity.operations.clearing import take_down_article
from tests.factories import actor, make_outlet, signed_consent
from tests.publicity.newsroom import AT, Newsroom, open_newsroom, words
from tests.publicity.test_sessions import entered
from tests.web.desk.conftest import soup
from tests.web.desk.conftest import words as text_of


@pytest.fixture
def newsroom(cast) -> Newsroom:
    start_demo_clock(at=AT)
    return open_newsroom(cast)


@pytest.fixture
def editor(newsroom, as_one) -> Client:
    return as_one(newsroom.editor)


def at(name: str, row) -> str:
    return reverse(f"desk:{name}", args=[row.pk])


@pytest.fixture
def aired(newsroom) -> tuple[Article, Outlet]:
    """A published article, and the loudspeakers of the commune where the farmer agreed to them."""
    signed_consent(newsroom.page, newsroom.cast.office, ("story", "portal"), ("story", "radio"))
    return newsroom.published(words("Ông trồng bưởi.")), make_outlet(newsroom.cast.dien_tho)


def sent(client: Client, name: str, query: str, **more):
    """The form as it opens, with this filled in."""
    form = soup(client.get(reverse(name) + query)).select_one("main form[method=post]")
    typed = {one["name"]: one.get("value", "") for one in form.select("input[name]") if one["type"] != "checkbox"}
    for one in form.select("select[name]"):
        typed[one["name"]] = (one.select_one("option[selected]") or one.select_one("option"))["value"]
    return client.post(reverse(name) + query, typed | more)


def test_from_an_article_one_plans_a_run_records_it_and_sees_where_it_ran(newsroom, editor, aired):
    article, radio = aired
    page = soup(editor.get(at("article", article)))
    assert "Chưa lên lịch, chưa phát" in text_of(page.main)
    query = f"?article={article.pk}"
    links = {f"{reverse(f'desk:{name}')}{query}" for name in ("planned_run_new", "broadcast_new", "radio_script")}
    assert links <= {one["href"] for one in page.select("main a")}
    sent(editor, "desk:planned_run_new", query, outlet=radio.pk, planned_on="12/04/2025")
    entry = PlannedRun.objects.get()
    assert (entry.article, entry.title, list(entry.exemplars.all())) == (article, article.title, [newsroom.page])
    sent(editor, "desk:broadcast_new", query, outlet=radio.pk)
    row = Broadcast.objects.get()
    assert (row.article, row.title, row.consented) == (article, article.title, True)
    page = soup(editor.get(at("article", article)))
    assert {at("planned_run", entry), at("broadcast", row)} <= {one["href"] for one in page.select("main a")}
    for name, one in (("planned_run", entry), ("broadcast", row)):
        page = soup(editor.get(at(name, one)))
        assert page.select(f'main a[href="{at("article", article)}"]')
        assert [text_of(link) for link in page.select(".rail [aria-current]")] == ["Tuyên truyền"]


def test_an_entry_of_an_article_is_moved_and_run_with_it(newsroom, editor, aired):
    article, radio = aired
    sent(editor, "desk:planned_run_new", f"?article={article.pk}", outlet=radio.pk, planned_on="10/04/2025")
    entry = PlannedRun.objects.get()
    edit = at("planned_run_edit", entry)
    form = soup(editor.get(edit))
    assert form.select_one("[name=article] option[selected]")["value"] == str(article.pk)
    assert form.select("[name=exemplars][checked]") == []
    moved = {"planned_on": "10/04/2025", "title": "Bài đọc", "version": "1", "article": article.pk}
    assert editor.post(edit, moved | {"article": "987654"}).status_code == 422
    assert editor.post(edit, moved).status_code == 302
    sent(editor, "desk:broadcast_new", f"?muc={entry.pk}")
    assert (Broadcast.objects.get().article, Broadcast.objects.get().planned) == (article, entry)


def test_of_an_article_taken_down_since_the_reason_is_said_and_nothing_typed_is_lost(newsroom, editor, aired):
    article, radio = aired
    sent(editor, "desk:planned_run_new", f"?article={article.pk}", outlet=radio.pk, planned_on="12/04/2025")
    entry = PlannedRun.objects.get()
    take_down_article(article=article, reason="Xem lại", by=actor(newsroom.editor), at=AT)
    answer = editor.post(
        at("planned_run_edit", entry),
        {"planned_on": "13/04/2025", "title": "Lời đã gõ", "version": "1", "article": article.pk},
    )
    assert answer.status_code == 422
    page = soup(answer)
    assert "đã gỡ. Chỉ bài đã duyệt mới phát, đăng được." in text_of(page.select_one("#id_article").parent)
    assert page.select_one("[name=title]")["value"] == "Lời đã gõ"
    assert "Bài viết đã gỡ" in text_of(soup(editor.get(at("planned_run", entry))).select_one(".note"))
    assert not {one["href"] for one in soup(editor.get(at("article", article))).select("main a")} & {
        f"{reverse('desk:planned_run_new')}?article={article.pk}"
    }


def test_a_script_of_an_article_is_read_and_taken_and_one_thing_only_is_chosen(newsroom, editor, aired):
    article, radio = aired
    here, paper = reverse("desk:radio_script"), reverse("desk:radio_script_docx")
    chosen = soup(editor.get(here, {"article": article.pk})).select_one("[name=article] option[selected]")
    assert chosen["value"] == str(article.pk)
    asked = {"outlet": radio.pk, "article": article.pk}
    page = text_of(soup(editor.get(here, asked)).main)
    assert "Ông trồng bưởi." in page
    assert "Lê Văn Thuận, Xã Diên Thọ" in page
    assert editor.get(paper, asked).content[:2] == b"PK"
    both = soup(editor.get(here, asked | {"exemplar": newsroom.page.pk}))
    assert "Chỉ chọn một: bài viết hoặc điển hình." in text_of(both.main)
    assert "Chọn bài viết hoặc điển hình." in text_of(soup(editor.get(here, {"outlet": radio.pk})).main)
    draft = newsroom.article(words("Nháp."))
    assert editor.get(paper, {"outlet": radio.pk, "article": draft.pk}).status_code == 409


def test_a_sheet_is_made_of_ticked_articles_and_the_talk_keeps_whom_they_tell_of(newsroom, editor, aired):
    article, _ = aired
    page = soup(editor.get(reverse("desk:talk_sheets"), {"q": "buoi"}))
    assert [one["value"] for one in page.select("[name=a]")] == [article.slug]
    sheet = reverse("desk:talk_sheet")
    assert editor.get(sheet, {"a": article.slug}).content[:2] == b"PK"
    assert editor.get(sheet, {"a": [article.slug, "khong-co"]}).status_code == 409
    many = {"a": [f"x{n}" for n in range(7)], "e": [f"y{n}" for n in range(6)]}
    assert "không quá 12" in editor.get(sheet, many, follow=True).content.decode()
    entered(newsroom.cast)
    told = soup(editor.get(reverse("desk:talk_new"), {"a": article.slug})).select("[name=told][checked]")
    assert [one["value"] for one in told] == [newsroom.page.slug]
