"""Awards from above at the desk: typed from the decision, compared by another, agreed to, told, taken back."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import RewardRecord
from neuguong.publicity.models import Article
from tests import factories as make
from tests.exemplars.rewarding import BRAVE, NAME, agreed, compared, entered
from tests.publicity.newsroom import AT, Newsroom, open_newsroom
from tests.web.desk.conftest import soup, words

LIST, NEW = "desk:rewards", "desk:reward_new"


@pytest.fixture
def newsroom(cast, settings, tmp_path: Path) -> Newsroom:
    settings.MEDIA_ROOT = tmp_path
    start_demo_clock(at=AT)
    return open_newsroom(cast)


@pytest.fixture
def editor(newsroom, as_one) -> Client:
    return as_one(newsroom.editor)


@pytest.fixture
def office(newsroom, as_one) -> Client:
    return as_one(newsroom.cast.office)


def typed(newsroom: Newsroom, **changes) -> dict:
    """The form as somebody fills it in."""
    told = {
        "decision_number": "1234/QĐ-UBND", "decided_on": "20/12/2024", "level": "province",
        "authority": "Chủ tịch UBND tỉnh Khánh Hòa", "award": "Bằng khen của Chủ tịch UBND tỉnh", "kind": "individual",
        "form_of_address": "Bà", "name": NAME, "birth_year": "1970", "position": "Công nhân thu gom rác",
        "labour": "direct", "unit": newsroom.cast.dien_tho.pk, "sector": "", "praised_for": BRAVE, "form_key": "k",
        "scan": SimpleUploadedFile("qd.jpg", make.jpeg()),
    }  # fmt: skip
    return {**told, **changes}


def here(row: RewardRecord, name: str = "reward") -> str:
    return reverse(f"desk:{name}", args=[row.pk])


def test_an_editor_types_it_and_the_office_compares_it_beside_the_scan(newsroom, editor, office):
    answer = editor.post(reverse(NEW), typed(newsroom))
    row = RewardRecord.objects.get()
    assert (answer.status_code, answer.url) == (302, here(row))
    mine = words(soup(editor.get(here(row))).main)
    assert "Chỉ cơ quan thường trực đối chiếu" in mine
    assert "Chưa kể được" in mine
    page = soup(office.get(here(row)))
    assert page.select_one("img.scan")["src"] == here(row, "reward_scan")
    assert office.get(here(row, "reward_scan")).status_code == 200
    version = page.select_one("[name=check-version]")["value"]
    unread = office.post(here(row), {"act": "check", "check-version": version})
    assert (unread.status_code, "so từng dòng rồi đánh dấu" in unread.content.decode()) == (400, True)
    done = {"act": "check", "check-version": version, "check-read": "on"}
    assert [office.post(here(row), done).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert (row.state, row.checked_by) == ("checked", newsroom.cast.office)


def test_pressed_twice_it_is_one_and_the_same_award_leads_to_the_record(newsroom, editor):
    editor.post(reverse(NEW), typed(newsroom))
    editor.post(reverse(NEW), typed(newsroom))
    row = RewardRecord.objects.get()
    again = editor.post(reverse(NEW), typed(newsroom, form_key="l"))
    page = soup(again)
    assert (again.status_code, RewardRecord.objects.count()) == (400, 1)
    assert page.select_one(f'a[href="{here(row)}"]') is not None
    assert page.find("input", {"name": "position"})["value"] == "Công nhân thu gom rác"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decided_on": "32/13/2024"}, "ngày"),
        ({"decided_on": "20/12/2026"}, "không thể sau hôm nay"),
        ({"praised_for": ""}, "Chép câu “vì đã …”"),
        ({"level": "district"}, "level"),
        ({"scan": SimpleUploadedFile("qd.txt", b"chu")}, "Không nhận"),
        ({"unit": ""}, "Chọn xã, phường hoặc cơ quan."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(newsroom, editor, change, sentence):
    answer = editor.post(reverse(NEW), typed(newsroom, **change))
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert soup(answer).find("input", {"name": "name"})["value"] == NAME
    assert not RewardRecord.objects.exists()


def test_a_slip_is_put_right_before_it_is_compared_and_not_afterwards(newsroom, editor, office):
    editor.post(reverse(NEW), typed(newsroom))
    row = RewardRecord.objects.get()
    changed = typed(newsroom, position="Công nhân môi trường", version=row.version)
    del changed["scan"]
    assert editor.post(here(row, "reward_edit"), changed).status_code == 302
    assert office.get(here(row, "reward_edit")).status_code == 409
    row.refresh_from_db()
    assert row.position == "Công nhân môi trường"
    late = {"act": "check", "check-version": row.version - 1, "check-read": "on"}
    assert "vừa được sửa" in office.post(here(row), late).content.decode()
    office.post(here(row), {**late, "check-version": row.version})
    assert editor.get(here(row, "reward_edit")).status_code == 409


def test_she_agrees_and_takes_it_back_on_the_page(newsroom, editor):
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor, at=AT)
    told = {"act": "agree", "agree-giver": "self", "agree-signer_name": NAME, "agree-given_on": "10/04/2025"}
    bare = editor.post(here(row), told)
    assert (bare.status_code, "ít nhất một điều" in bare.content.decode()) == (400, True)
    told |= {"agree-grants": ["story:portal", "story:press"]}
    silent = editor.post(here(row), told)
    assert (silent.status_code, "đồng ý bằng cách nào" in silent.content.decode()) == (400, True)
    told["agree-scan"] = SimpleUploadedFile("phieu.jpg", make.jpeg())
    assert editor.post(here(row), told).status_code == 302
    paper = row.consents.get()
    assert editor.get(reverse("desk:reward_consent_scan", args=[row.pk, paper.pk])).status_code == 200
    assert "Viết bài được" in words(soup(editor.get(here(row))).main)
    back = {"act": "no_more", "no_more-consent": paper.pk, "no_more-withdrawn_on": "10/04/2025", "no_more-way": "phone"}
    assert editor.post(here(row), back).status_code == 302
    page = soup(editor.get(here(row)))
    assert "Đã rút ngày 10/04/2025" in words(page.main)
    clocks = [one["value"] for one in page.select("[name=meet-clock]")]
    assert len(clocks) == 2
    assert "Người được khen rút đồng ý" in words(soup(editor.get(reverse("desk:home"))).main)
    for one in clocks * 2:
        assert editor.post(here(row), {"act": "meet", "meet-clock": one}).status_code == 302
    assert soup(editor.get(here(row))).select("[name=meet-clock]") == []


def test_it_is_withdrawn_with_a_reason_and_erased_on_a_ground(newsroom, editor, office):
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor, at=AT)
    assert editor.post(here(row), {"act": "withdraw", "withdraw-reason": ""}).status_code == 400
    told = {"act": "withdraw", "withdraw-reason": "Sai chức vụ."}
    assert [editor.post(here(row), told).status_code for _ in range(2)] == [302, 302]
    assert "Rút bản ghi: Sai chức vụ." in words(soup(editor.get(here(row))).main)
    assert editor.post(here(row), {"act": "erase", "erase-reason": "Đơn số 1"}).status_code == 409
    assert office.post(here(row), {"act": "erase", "erase-reason": "Đơn số 1 ngày 10/04/2025"}).status_code == 302
    page = words(soup(office.get(here(row))).main)
    assert ("(đã xóa)" in page, NAME in page, "1234/QĐ-UBND" in page) == (True, False, True)
    assert office.get(here(row, "reward_scan")).status_code == 409


def test_the_office_finds_what_waits_on_its_front_page(newsroom, office, as_one):
    entered(newsroom.cast, newsroom.plan, newsroom.editor, at=AT)
    assert "Khen thưởng của cấp trên chờ đối chiếu" in words(soup(office.get(reverse("desk:home"))).main)
    own = as_one(newsroom.editor)
    assert "chờ đối chiếu" not in words(soup(own.get(reverse("desk:home"))).main)


def test_the_list_is_searched_and_led_to_from_the_articles(newsroom, editor, as_one):
    entered(newsroom.cast, newsroom.plan, newsroom.editor, at=AT)
    compared(newsroom.cast, newsroom.plan, newsroom.editor, at=AT, name="Lê Văn Chín")
    assert soup(editor.get(reverse("desk:articles"))).select_one(f'a[href="{reverse(LIST)}"]') is not None

    def names(**query) -> set[str]:
        return {words(one) for one in soup(editor.get(reverse(LIST), query)).select("td a")}

    assert names() == {NAME, "Lê Văn Chín"}
    assert (names(q="sau"), names(state="checked"), names(q="khong co")) == ({NAME}, {"Lê Văn Chín"}, set())
    assert names(state="sai", trang="99") == {NAME, "Lê Văn Chín"}
    for who in ("author", "leader", "chair", "admin"):
        client = as_one(newsroom.cast[who])
        assert [client.get(reverse(one)).status_code for one in (LIST, NEW)] == [403, 403]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(newsroom, editor, many, django_assert_num_queries):
    for number in range(many):
        entered(newsroom.cast, newsroom.plan, newsroom.editor, at=AT, decision_number=f"{number}/QĐ")
    with django_assert_num_queries(14):
        editor.get(reverse(LIST))


def test_an_article_is_begun_about_somebody_rewarded_and_shows_whom_it_is_about(newsroom, editor):
    row = compared(newsroom.cast, newsroom.plan, newsroom.editor, at=AT)
    agreed(row, newsroom.editor, at=AT)
    waiting = entered(newsroom.cast, newsroom.plan, newsroom.editor, at=AT, name="Lê Văn Chín")
    link = soup(editor.get(here(row))).find("a", string=lambda text: text and "Viết bài" in text)
    page = soup(editor.get(link["href"] if link else f"{reverse('desk:article_new')}?khen={row.pk}"))
    offered = [one["value"] for one in page.select("[name=rewards]")]
    assert (offered, page.select_one("[name=rewards][checked]")["value"]) == ([str(row.pk)], str(row.pk))
    told = {"title": "Người giữ sạch con hẻm", "form": "article", "form_key": "k"}
    nobody = editor.post(reverse("desk:article_new"), told)
    assert (nobody.status_code, "một người được cấp trên khen" in nobody.content.decode()) == (400, True)
    assert editor.post(reverse("desk:article_new"), {**told, "rewards": [waiting.pk]}).status_code == 400
    editor.post(reverse("desk:article_new"), {**told, "rewards": [row.pk]})
    made = Article.objects.get()
    assert "Quyết định số 1234/QĐ-UBND" in words(soup(editor.get(reverse("desk:article_edit", args=[made.pk]))).main)
    assert f"Về {NAME}" in words(soup(editor.get(reverse("desk:article", args=[made.pk]))).main)
    assert NAME in words(soup(editor.get(reverse("desk:articles"))).main)
    editor.post(
        reverse("desk:article_place", args=[made.pk]),
        {"form": "reportage", "about": [newsroom.page.pk], "rewards": [row.pk]},
    )
    assert (made.about.count(), made.about_rewards.count()) == (1, 1)
