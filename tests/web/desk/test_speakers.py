"""Speakers at the desk: the roster, a talk written down without losing a word, the year as a table, sheets to tell from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Speaker
from neuguong.publicity.models import TalkSession
from tests import factories as make
from tests.publicity.test_sessions import entered, exemplar, held_talk  # noqa: F401
from tests.publicity.test_talk_sheet import told  # noqa: F401
from tests.web.desk.conftest import soup, words

PERSON = {
    "kind": "reporter", "name": "Đặng Thị Sâm", "topics": "Làm kinh tế vườn", "valid_from": "15/01/2024", "form_key": "k",
    "account": "", "phone": "0905 000 111",
}  # fmt: skip
TALK = {
    "held_on": "08/03/2025", "place": "Nhà văn hóa thôn", "audience": "pupils", "audience_count": "45",
    "topics": "Làm giàu từ vườn đồi", "form_key": "k",
}  # fmt: skip


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", make.jpeg(), "image/jpeg")


def test_a_clerk_enters_a_speaker_and_the_district_sees_it(cast, march, as_one):
    author = as_one(cast.author)
    page = soup(author.get(reverse("desk:speaker_new")))
    assert [one["value"] for one in page.select("[name=unit] option")] == [str(cast.dien_tho.pk)]
    typed = PERSON | {"unit": cast.dien_tho.pk}
    refused = author.post(reverse("desk:speaker_new"), typed | {"name": "", "valid_from": "32/01/2024"})
    assert (refused.status_code, "Làm kinh tế vườn" in refused.content.decode()) == (422, True)
    for _ in range(2):
        answer = author.post(reverse("desk:speaker_new"), typed)
    row = Speaker.objects.get()
    assert answer.headers["Location"] == reverse("desk:speaker", args=[row.pk])
    assert "Đặng Thị Sâm" in words(soup(as_one(cast.office).get(reverse("desk:speakers"))).main)
    here = reverse("desk:speaker", args=[row.pk])
    assert "0905 000 111" in words(soup(author.get(here)).main)
    leader = as_one(cast.leader)
    assert "0905" not in words(soup(leader.get(here)).main)
    assert leader.get(reverse("desk:speaker_new")).status_code == 403
    assert leader.get(reverse("desk:speaker_edit", args=[row.pk])).status_code == 404


def test_a_row_is_put_right_and_ended_with_a_reason(cast, march, as_one):
    row, head = entered(cast), as_one(cast.head)
    there = reverse("desk:speaker_edit", args=[row.pk])
    form = soup(head.get(there))
    assert form.select_one("[name=valid_from]")["value"] == "15/01/2024"
    typed = PERSON | {"version": "1", "topics": "Chuyển đổi số"}
    assert head.post(there, typed).status_code == 302
    assert head.post(there, typed | {"topics": "Khác"}).status_code == 409
    here = reverse("desk:speaker", args=[row.pk])
    assert head.post(here, {"ended_on": "10/03/2025", "reason": ""}).status_code == 422
    assert head.post(here, {"ended_on": "10/03/2025", "reason": "Chuyển công tác"}).status_code == 302
    assert head.post(here, {"ended_on": "10/03/2025", "reason": "Chuyển công tác"}).status_code == 302
    page = words(soup(head.get(here)).main)
    assert ("Thôi từ 10/03/2025" in page, "Chuyển công tác" in page, "Ghi thôi" in page) == (True, True, False)
    assert head.post(there, typed | {"version": "2"}).status_code == 409


def test_a_talk_is_written_down_with_an_exemplar_that_was_looked_for(cast, march, exemplar, as_one):  # noqa: F811
    author, speaker = as_one(cast.author), entered(cast)
    Exemplar.objects.update(unit=cast.dien_an)  # not of the own unit, so it has to be looked for
    there, slug = reverse("desk:talk_new"), Exemplar.objects.get().slug
    begun = soup(author.get(f"{there}?nguoi={speaker.pk}"))
    assert begun.select_one("[name=speaker] [selected]")["value"] == str(speaker.pk)
    assert begun.select("[name=told]") == []
    typed = TALK | {"unit": cast.dien_tho.pk, "speaker": speaker.pk, "q": "thuan"}
    found = author.post(there, typed | {"find": "1"})
    page = soup(found)
    assert (found.status_code, TalkSession.objects.count()) == (200, 0)
    assert page.select_one("[name=place]")["value"] == "Nhà văn hóa thôn"
    assert [one["value"] for one in page.select("[name=told]")] == [slug]
    assert author.post(there, typed | {"audience_count": "nhiều"}).status_code == 422
    for _ in range(2):
        answer = author.post(there, typed | {"told": [slug], "file": picture()})
    row = TalkSession.objects.get()
    assert answer.headers["Location"] == reverse("desk:talk", args=[row.pk])
    assert [one.exemplar.slug for one in row.told.all()] == [slug]
    assert author.get(reverse("desk:talk_file", args=[row.pk])).status_code == 200


def test_a_talk_is_taken_back_and_counts_no_more(cast, march, as_one):
    row, author = held_talk(cast, entered(cast), at=make.moment(2025, 3, 9)), as_one(cast.author)
    here = reverse("desk:talk", args=[row.pk])
    assert author.post(here, {"reason": ""}).status_code == 422
    assert author.post(here, {"reason": "Nhầm ngày"}).status_code == 302
    assert author.post(here, {"reason": "Nhầm ngày"}).status_code == 409
    assert "Nhầm ngày" in words(soup(author.get(here)).main)
    page = words(soup(author.get(reverse("desk:talks"))).main)
    assert ("0 buổi được tính" in page, "Đã rút" in page) == (True, True)
    leader = as_one(cast.leader)
    assert leader.get(here).status_code == 200
    assert leader.post(here, {"reason": "Nhầm"}).status_code == 409


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_few_queries(cast, march, exemplar, as_one, rows, django_assert_num_queries):  # noqa: F811
    for number in range(rows):
        speaker = entered(cast, name=f"Người {number}")
        held_talk(cast, speaker, at=make.moment(2025, 3, 9), told=[exemplar], form_key=str(number))
    client = as_one(cast.office)
    with django_assert_num_queries(13):
        assert client.get(reverse("desk:speakers")).status_code == 200
    with django_assert_num_queries(16):
        assert client.get(reverse("desk:talks")).status_code == 200


def test_the_year_is_a_spreadsheet(cast, march, as_one):
    held_talk(cast, entered(cast), at=make.moment(2025, 3, 9))
    answer = as_one(cast.office).get(reverse("desk:talks_xlsx"), {"year": "2025"})
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert "buoi-noi-chuyen-2025.xlsx" in answer.headers["Content-Disposition"]
    codes = {
        year: as_one(cast.office).get(reverse("desk:talks_xlsx"), {"year": year}).status_code
        for year in ("", "x", "99999", "2024")
    }
    assert codes == {"": 200, "x": 200, "99999": 200, "2024": 404}


def test_a_sheet_is_made_of_ticked_stories_and_refused_with_names(cast, told, as_one):  # noqa: F811
    author = as_one(cast.author)
    page = soup(author.get(reverse("desk:talk_sheets"), {"q": "thuận"}))
    assert [one["value"] for one in page.select("[name=e]")] == [told.slug]
    answer = author.get(reverse("desk:talk_sheet"), {"e": told.slug})
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    back = soup(author.get(reverse("desk:talk_sheet"), follow=True))
    assert ("Chọn ít nhất một câu chuyện hoặc bài viết." in words(back), back.select("[name=e][checked]")) == (True, [])
    many = [told.slug, *(f"x{n}" for n in range(12))]
    back = soup(author.get(reverse("desk:talk_sheet"), {"e": many}, follow=True))
    assert "Chọn không quá 12 câu chuyện, bài viết; đang chọn 13." in words(back)
    assert [one["value"] for one in back.select("[name=e][checked]")] == [told.slug]
    assert author.get(reverse("desk:talk_sheet"), {"e": ["khong-co"]}).status_code == 409
    Exemplar.objects.update(state="revoked")
    assert author.get(reverse("desk:talk_sheet"), {"e": told.slug}).status_code == 409
    carried = soup(author.get(reverse("desk:talk_new"), {"e": told.slug}))
    assert carried.select("[name=told]") == []


def test_who_has_nothing_to_do_with_the_plan_reads_none_of_it(cast, march, as_one):
    admin = as_one(cast.admin)
    for name in ("speakers", "talks", "talks_xlsx", "talk_sheets", "talk_sheet", "speaker_new", "talk_new"):
        assert admin.get(reverse(f"desk:{name}")).status_code == 403, name
