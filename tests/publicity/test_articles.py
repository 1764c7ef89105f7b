"""From the writer to the site: saving, revisions, who clears what, sign-off, and that nothing happens twice."""

from datetime import timedelta

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter
from neuguong.exemplars.models import Consent
from neuguong.publicity.models import Article, Revision
from neuguong.publicity.operations import articles as writing
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.columns import close_column, open_column
from tests import factories as make
from tests.factories import actor, moment
from tests.publicity.newsroom import AT, Newsroom, words

PLAIN = words("Ông Thuận trồng bưởi.")


def start(newsroom: Newsroom, **more) -> Article:
    told = {
        "plan": newsroom.plan,
        "unit": newsroom.cast.district,
        "form": "article",
        "title": "Bài",
        "about": [newsroom.page.pk],
    }
    return writing.start_article(**{**told, "by": actor(newsroom.editor), "at": AT, **more})


def test_a_form_sent_twice_is_one_article(newsroom: Newsroom):
    assert start(newsroom, form_key="k") == start(newsroom, form_key="k")
    assert start(newsroom, form_key="l").slug == "bai-2"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "tiêu đề"),
        ({"title": "x" * 201}, "200"),
        ({"form": "song"}, "thể loại"),
        ({"about": []}, "điển hình trong sổ"),
        ({"about": [987654]}, "điển hình trong sổ"),
    ],
)
def test_an_article_that_is_not_right_is_not_begun(newsroom: Newsroom, change, sentence):
    with pytest.raises(BadInput, match=sentence):
        start(newsroom, **change)
    assert not Article.objects.exists()


def test_only_editors_of_the_unit_write(newsroom: Newsroom):
    with pytest.raises(Refused, match="biên tập viên"):
        start(newsroom, by=actor(newsroom.clearer))
    row = newsroom.article(PLAIN)
    with pytest.raises(Refused, match="biên tập viên"):
        newsroom.save(row, words("Khác."), by=newsroom.cast.author)


def test_whoever_was_overtaken_loses_nothing_and_hears_it(newsroom: Newsroom):
    row = newsroom.article(PLAIN)
    newsroom.save(row, words("Chữ của người thứ hai."), by=newsroom.second)
    with pytest.raises(Stale, match="vừa được lưu ở nơi khác"):
        newsroom.save(row, words("Chữ của người thứ nhất."))
    row.refresh_from_db()
    assert row.blocks[0]["data"]["text"] == "Chữ của người thứ hai."


def test_automatic_savings_of_one_sitting_are_one_revision(newsroom: Newsroom):
    row = start(newsroom)

    def automatic(text, at, by=None):
        return writing.save_article(
            article=row, text=writing.ArticleText("Bài", blocks=[words(text)]), seen_version=None, automatic=True,
            by=actor(by or newsroom.editor), at=at,
        )  # fmt: skip

    for minute in range(1, 4):
        automatic(f"Chữ {minute}.", AT + timedelta(minutes=minute))
    assert Revision.objects.count() == 1
    automatic("Người khác.", AT + timedelta(minutes=5), newsroom.second)
    automatic("Lần sau.", AT + timedelta(minutes=20), newsroom.second)
    assert Revision.objects.count() == 3
    before = AuditEntry.objects.count()
    automatic("Lần sau.", AT + timedelta(minutes=21), newsroom.second)  # nothing changed
    assert (Revision.objects.count(), AuditEntry.objects.count()) == (3, before)


def test_an_earlier_text_is_written_again_as_a_saving_of_its_own(newsroom: Newsroom):
    row = newsroom.article(PLAIN)
    row = newsroom.save(row, words("Chữ sau."))
    row = writing.restore_revision(article=row, number=2, seen_version=row.version, by=actor(newsroom.editor), at=AT)
    assert [one["data"]["text"] for one in row.blocks] == ["Ông Thuận trồng bưởi."]
    assert row.revisions.count() == 4


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ({"type": "html", "data": {}}, "không thuộc loại"),
        ("chữ", "không thuộc loại"),
        ({"type": "paragraph", "data": {"text": "x" * 5001}}, "5000"),
        ({"type": "video", "data": {"url": "javascript:alert(1)"}}, "phải bắt đầu bằng https"),
        ({"type": "video", "data": {"url": "https://127.0.0.1/a.mp4"}}, "máy nội bộ"),
        ({"type": "video", "data": {"url": "https://www.youtube.com/"}}, "không chỉ tới một video"),
    ],
)
def test_a_block_that_cannot_be_used_is_refused_with_its_place(newsroom: Newsroom, block, sentence):
    row = newsroom.article(PLAIN)
    with pytest.raises(BadInput, match=sentence) as told:
        newsroom.save(row, block)
    assert str(told.value).startswith("Khối 1")


def test_pasted_scripts_and_styles_are_gone_and_the_words_stay(newsroom: Newsroom):
    row = newsroom.article(
        words(
            '<p onclick="x()">Ông <b style="color:red">Thuận</b><script>alert(1)</script> <a href="javascript:x">nói</a></p>'
        )
    )
    assert row.blocks[0]["data"]["text"] == "Ông <b>Thuận</b> <a>nói</a>"


def test_who_wrote_does_not_clear_and_who_clears_is_told(newsroom: Newsroom):
    row = clearing.send_article(article=newsroom.article(PLAIN), by=actor(newsroom.editor), at=AT)
    clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    assert list(
        Letter.objects.filter(link=f"publicity.article:{row.pk}").values_list("recipient__username", flat=True)
    ) == ["clearer"]
    make.give_role(newsroom.clearer, "editor", newsroom.cast.district)
    with pytest.raises(Refused, match="người duyệt nội dung"):
        clearing.clear_article(article=row, by=actor(newsroom.second), at=AT)
    clearing.return_article(article=row, reason="Rút gọn đoạn đầu.", by=actor(newsroom.clearer), at=AT)
    row.refresh_from_db()
    newsroom.save(row, words("Ngắn hơn."), by=newsroom.clearer)
    row = clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    with pytest.raises(Refused, match="không tự duyệt"):
        clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT)


def test_a_clearance_is_of_the_text_that_was_read(newsroom: Newsroom):
    row = clearing.send_article(article=newsroom.article(PLAIN), by=actor(newsroom.editor), at=AT)
    read = row.version
    clearing.take_back_article(article=row, by=actor(newsroom.editor), at=AT)
    row.refresh_from_db()
    row = newsroom.save(row, words("Chữ khác."))
    clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    with pytest.raises(Stale):
        clearing.clear_article(article=row, seen_version=read, by=actor(newsroom.clearer), at=AT)


def test_cleared_text_is_not_edited(newsroom: Newsroom):
    row = newsroom.cleared(PLAIN)
    with pytest.raises(Refused, match="Lấy về sửa"):
        newsroom.save(row, words("Thêm chữ."))


def test_who_asked_to_read_first_must_have_agreed_to_these_very_words(newsroom: Newsroom):
    first = Consent.objects.get()
    again = newsroom.page.consents.create(
        giver="self", signer_name="Lê Văn Thuận", given_on=AT, scan=first.scan, reads_first=True,
        entered_by=newsroom.cast.office, entered_at=AT,
    )  # fmt: skip
    again.grants.create(purpose="story", channel="portal")

    def signed(row):
        return clearing.enter_sign_off(
            article=row, exemplar=newsroom.page, signer_name="Lê Văn Thuận", signed_on=AT.date(), note="Đọc tại nhà",
            by=actor(newsroom.editor), at=AT,
        )  # fmt: skip

    row = newsroom.article(PLAIN)
    assert signed(row) == signed(row)
    row = newsroom.save(row, words("Ông Thuận trồng bưởi và ổi."))
    row = clearing.send_article(article=row, by=actor(newsroom.editor), at=AT)
    with pytest.raises(Refused, match="muốn đọc bài trước khi đăng"):
        clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT)
    signed(row)
    assert clearing.clear_article(article=row, by=actor(newsroom.clearer), at=AT).state == "cleared"


def test_hours_that_cannot_be_are_refused(newsroom: Newsroom):
    row = newsroom.cleared(PLAIN)
    for hours, field in (
        ({"publish_at": moment(2025, 4, 9)}, "publish_at"),
        ({"publish_at": moment(2027, 4, 9)}, "publish_at"),
        ({"expire_at": AT}, "expire_at"),
    ):
        with pytest.raises(BadInput) as told:
            clearing.publish_article(article=row, **hours, by=actor(newsroom.editor), at=AT)
        assert told.value.field == field


def test_taken_down_with_a_reason_and_cleared_anew_before_it_is_back(newsroom: Newsroom):
    row = newsroom.published(PLAIN)
    with pytest.raises(BadInput, match="lý do"):
        clearing.take_down_article(article=row, reason=" ", by=actor(newsroom.editor), at=AT)
    row = clearing.take_down_article(article=row, reason="Sai chính tả.", by=actor(newsroom.cast.office), at=AT)
    assert (
        clearing.take_down_article(article=row, reason="Lần nữa.", by=actor(newsroom.editor), at=AT).state
        == "taken_down"
    )
    row = clearing.take_back_article(article=row, by=actor(newsroom.editor), at=AT)
    assert (row.state, row.publish_at) == ("draft", None)


def test_a_closed_column_takes_no_new_article(newsroom: Newsroom):
    told = {"plan": newsroom.plan, "unit": newsroom.cast.district, "kind": "column", "name": "Nhà nông giỏi"}
    column = open_column(**told, by=actor(newsroom.editor), at=AT)
    assert open_column(**told, by=actor(newsroom.second), at=AT) == column
    assert start(newsroom, column=column).column == column
    close_column(column=column, by=actor(newsroom.editor), at=AT)
    with pytest.raises(BadInput, match="không nhận bài"):
        start(newsroom, column=column)
