"""The editorial desk without a script: begin, write in fields, be told what is open, clear, publish, compare savings."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import StoredFile
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.publicity.models import Article, Photo
from tests.factories import actor
from tests.publicity.newsroom import AT, Newsroom, open_newsroom, words
from tests.web.desk.conftest import soup
from tests.web.desk.conftest import words as text_of


@pytest.fixture
def newsroom(cast) -> Newsroom:
    start_demo_clock(at=AT)
    return open_newsroom(cast)


@pytest.fixture
def editor(newsroom, as_one) -> Client:
    return as_one(newsroom.editor)


@pytest.fixture
def clearer(newsroom, as_one) -> Client:
    return as_one(newsroom.clearer)


def at(name: str, row: Article) -> str:
    return reverse(f"desk:{name}", args=[row.pk])


def begun(newsroom, editor, **more) -> Article:
    told = {"title": "Vườn bưởi", "form": "article", "about": [newsroom.page.pk], "form_key": "k"}
    editor.post(reverse("desk:article_new"), {**told, **more})
    return Article.objects.get()


def fields(*blocks: tuple[str, dict[str, str]]) -> dict[str, str]:
    found = {}
    for number, (kind, values) in enumerate(blocks, 1):
        found[f"b{number}-type"] = kind
        found |= {f"b{number}-{name}": value for name, value in values.items()}
    return found


def saved(editor, row: Article, *blocks, then: str = "stay", **more):
    row.refresh_from_db()
    told = {"title": row.title, "version": row.version, "then": then, **fields(*blocks), **more}
    answer = editor.post(at("article_edit", row), told)
    row.refresh_from_db()
    return answer


def test_an_article_is_begun_about_somebody_and_opens_for_writing(newsroom, editor):
    row = begun(newsroom, editor)
    page = editor.get(at("article_edit", row))
    assert (page.status_code, soup(page).find(id="a-title")["value"]) == (200, "Vườn bưởi")


def test_without_anybody_chosen_nothing_is_begun_and_nothing_typed_is_lost(newsroom, editor):
    page = editor.post(reverse("desk:article_new"), {"title": "Bài", "form": "article", "form_key": "k"})
    assert (page.status_code, "Chọn ít nhất một điển hình." in page.content.decode()) == (400, True)
    assert soup(page).find("input", {"name": "title"})["value"] == "Bài"


def test_blocks_are_written_moved_and_left_out_in_plain_fields(newsroom, editor):
    row = begun(newsroom, editor)
    saved(
        editor, row, ("paragraph", {"text": "Ông **Thuận** trồng [bưởi](https://example.vn/)."}),
        ("header", {"text": "Vườn", "level": "3"}), ("quote", {"text": "Tôi làm.", "caption": "Ông Thuận"}),
        ("table", {"content": "Việc | Nơi\nTrồng | Vườn", "head": "1", "caption": "Việc làm"}),
    )  # fmt: skip
    assert [one["type"] for one in row.blocks] == ["paragraph", "header", "quote", "table"]
    assert row.blocks[0]["data"]["text"] == 'Ông <b>Thuận</b> trồng <a href="https://example.vn/">bưởi</a>.'
    assert row.blocks[3]["data"]["content"] == [["Việc", "Nơi"], ["Trồng", "Vườn"]]
    form = soup(editor.get(at("article_edit", row)))
    assert form.find(id="b1-text").string.strip() == "Ông **Thuận** trồng [bưởi](https://example.vn/)."
    two = ("paragraph", {"text": "Một."}), ("paragraph", {"text": "Hai."})
    saved(editor, row, *two, then="down-1")
    assert [one["data"]["text"] for one in row.blocks] == ["Hai.", "Một."]
    saved(editor, row, *two, then="drop-1")
    assert [one["data"]["text"] for one in row.blocks] == ["Hai."]
    added = saved(editor, row, two[0], then="add-quote")
    assert soup(added).find("legend", string="2. Lời trích") is not None


def test_what_is_open_is_told_with_its_place_and_sending_is_closed(newsroom, editor):
    row = begun(newsroom, editor)
    saved(editor, row, ("figure", {"photo": "1", "caption": "Mỗi năm thu 36 tấn."}), then="review")
    page = editor.get(at("article", row)).content.decode()
    assert "Chú thích ảnh 1: “36 tấn”" in page
    assert editor.post(at("article_step", row), {"step": "send", "version": row.version}).status_code == 409


def test_a_page_that_was_overtaken_keeps_what_was_typed(newsroom, editor):
    row = begun(newsroom, editor)
    old = row.version
    newsroom.save(row, words("Người khác viết."), by=newsroom.second)
    answer = editor.post(
        at("article_edit", row),
        {"title": "Tiêu đề của tôi", "version": old, **fields(("paragraph", {"text": "Của tôi."}))},
    )
    assert answer.status_code == 409
    assert soup(answer).find(id="a-title")["value"] == "Tiêu đề của tôi"
    assert soup(answer).find(id="b1-text").string.strip() == "Của tôi."


def test_a_block_that_cannot_be_used_is_named_and_stays_typed(newsroom, editor):
    row = begun(newsroom, editor)
    answer = saved(editor, row, ("video", {"url": "http://192.168.1.1/a.mp4", "title": "Vườn"}))
    assert answer.status_code == 400
    assert "Khối 1 (video)" in text_of(soup(answer))
    assert soup(answer).find(id="b1-url")["value"] == "http://192.168.1.1/a.mp4"


def test_the_script_saves_and_hears_what_is_open(newsroom, editor):
    row = begun(newsroom, editor)

    def send(version, **more):
        told = {"title": "Vườn", "blocks": [{"id": "x", **words("Thu 36 tấn.")}], "version": version, **more}
        return editor.post(at("article_autosave", row), json.dumps(told), content_type="application/json")

    first = send(row.version)
    heard = first.json()
    assert (first.status_code, heard["version"]) == (200, row.version + 1)
    assert [(one["place"], one["block"], one["text"]) for one in heard["open"]] == [("Đoạn 1", "x", "36 tấn")]
    assert send(row.version).status_code == 409
    assert send(heard["version"], blocks="chữ").status_code == 400
    assert editor.post(at("article_autosave", row), b"[1", content_type="application/json").status_code == 400


def test_it_goes_from_writer_to_clearance_to_an_hour_on_the_site(newsroom, editor, clearer):
    row = begun(newsroom, editor)
    saved(
        editor, row, ("claim", {"claim": str(newsroom.claim("35 tấn").pk)}), ("paragraph", {"text": "Ông trồng bưởi."})
    )
    editor.post(at("article_step", row), {"step": "send", "version": row.version})
    row.refresh_from_db()
    assert row.state == "sent"
    clearer.post(at("article_step", row), {"step": "return", "ly-do-reason": "Thêm một câu."})
    row.refresh_from_db()
    assert row.state == "draft"
    saved(editor, row, ("paragraph", {"text": "Ông trồng bưởi. Vườn xanh."}))
    editor.post(at("article_step", row), {"step": "send", "version": row.version})
    row.refresh_from_db()
    clearer.post(at("article_step", row), {"step": "clear", "version": row.version})
    wrong = editor.post(at("article_step", row), {"step": "publish", "gio-publish_at_0": "10/04/2025"})
    assert (wrong.status_code, "Ghi cả ngày và giờ." in wrong.content.decode()) == (400, True)
    hours = {"gio-publish_at_0": "11/04/2025", "gio-publish_at_1": "07:30"}
    editor.post(at("article_step", row), {"step": "publish", **hours})
    row.refresh_from_db()
    assert (row.state, f"{row.publish_at:%Y-%m-%d %H:%M}") == ("published", "2025-04-11 00:30")  # 07:30 in the office
    assert "Hẹn giờ đăng" in text_of(soup(editor.get(reverse("desk:articles"))))
    empty = editor.post(at("article_step", row), {"step": "take_down", "ly-do-reason": ""})
    assert empty.status_code == 400
    editor.post(at("article_step", row), {"step": "take_down", "ly-do-reason": "Nhầm bài."})
    row.refresh_from_db()
    assert row.state == "taken_down"


def test_two_savings_are_compared_word_by_word_and_one_is_brought_back(newsroom, editor):
    row = newsroom.article(words("Ông Thuận trồng bưởi."))
    first = row.blocks[0]["id"]
    row = newsroom.save(row, {"id": first, **words("Ông Thuận trồng ổi.")}, by=newsroom.second)
    page = soup(editor.get(at("article_revisions", row)))
    assert [text_of(one) for one in page.select("del")] == ["bỏ: bưởi."]
    assert [text_of(one) for one in page.select("ins")] == ["thêm: ổi."]
    editor.post(at("article_revisions", row), {"number": "2"})
    row.refresh_from_db()
    assert row.blocks[0]["data"]["text"] == "Ông Thuận trồng bưởi."


def test_the_preview_stands_in_frames_of_this_site_only(newsroom, editor):
    row = newsroom.article(words("Ông Thuận trồng bưởi."))
    sheet = editor.get(at("article_sheet", row))
    assert "frame-ancestors 'self'" in sheet.headers["Content-Security-Policy"]
    assert sheet.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert len(soup(editor.get(at("article_preview", row))).select("iframe")) == 2


def test_who_has_no_part_in_articles_does_not_get_in(newsroom, as_one):
    assert as_one(newsroom.cast.author).get(reverse("desk:articles")).status_code == 403
    assert as_one(newsroom.cast.author).get(reverse("desk:article_new")).status_code == 403


def test_a_photo_of_the_library_opens_the_article_and_its_words_are_read(newsroom, editor):
    row = begun(newsroom, editor)
    file = StoredFile.objects.first()
    photo = Photo.objects.create(
        plan=newsroom.plan, unit=newsroom.cast.district, file=file, digest="f" * 64, width=9, height=9,
        words="Ông Thuận bên 36 tấn phân", credit="An", added_at=AT,
    )  # fmt: skip
    told = {"form": "reportage", "about": [newsroom.page.pk], "cover": photo.pk}
    editor.post(at("article_place", row), told)
    row.refresh_from_db()
    assert (row.form, row.cover) == ("reportage", photo)
    assert "Chữ thay ảnh bìa: “36 tấn”" in editor.get(at("article", row)).content.decode()


def test_columns_are_opened_once_and_closed(newsroom, editor):
    here, told = reverse("desk:columns"), {"kind": "column", "name": "Nhà nông", "intro": ""}
    editor.post(here, told)
    editor.post(here, told)
    column = newsroom.plan.columns.get()
    editor.post(here, {"close": str(column.pk)})
    column.refresh_from_db()
    assert column.closed_on == AT.date()
    assert editor.post(here, {"kind": "column", "name": " "}).status_code == 400


def test_a_place_is_passed_over_on_the_page_by_who_clears(newsroom, editor, clearer):
    row = newsroom.article(words("Từ ngày 11/6/1948 đến nay ông bà kể lại."))
    found = "ngày 11/6/1948"
    assert editor.post(at("article_pass", row), {"words": found, "reason": "Lịch sử"}).status_code == 409
    assert clearer.get(at("article", row)).status_code == 404  # a draft is its writers' only


def test_the_list_says_which_published_article_nobody_sees(newsroom, editor):
    newsroom.published(words("Ông Thuận trồng bưởi."))
    listing = reverse("desk:articles")
    told = [cell.get_text() for cell in soup(editor.get(listing)).select("[data-l='Tình trạng']")]
    withdraw_consent(
        consent=newsroom.page.consents.get(), withdrawn_on=AT.date(), way="phone", by=actor(newsroom.cast.office), at=AT
    )
    then = [cell.get_text() for cell in soup(editor.get(listing)).select("[data-l='Tình trạng']")]
    assert (told, then) == (["Đã đăng"], ["Đã đăng, đang ẩn"])
