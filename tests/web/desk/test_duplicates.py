"""On the desk: a life on one page, pairs that look like one, merging, un-merging, and what a unit is told."""

import pytest
from django.urls import reverse

from neuguong.exemplars.models import DuplicatePair, Nomination, SubjectMerge
from neuguong.exemplars.operations.merging import merge_subjects
from tests import factories as make
from tests.exemplars.reading.test_overlap import STORY
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/doi-tuong/trung/"
AT = moment(2025, 3, 5)


def draft(cast, plan, name="Nguyễn Văn Hà", *, neighbour=False, **fields) -> Nomination:
    unit, author = (cast.dien_an, cast.neighbour) if neighbour else (cast.dien_tho, cast.author)
    return make.make_nomination(unit, plan, author, name=name, sector=plan.sectors.first().code, **fields)


def sent(cast, plan, name="Nguyễn Văn Hà", *, neighbour=False, **fields) -> Nomination:
    one = draft(cast, plan, name, neighbour=neighbour, **fields)
    return make.send(one, cast.neighbour_head if neighbour else cast.head, at=moment(2025, 3, 6))


def compare_url(one: Nomination, two: Nomination) -> str:
    return reverse("desk:subject_compare", args=[one.subject_id, two.subject_id])


def rows(client, query="") -> list[str]:
    return [words(row) for row in soup(client.get(f"{LIST}{query}")).select("tbody tr")]


def test_the_office_reads_each_pair_with_its_reasons(cast, march, as_one):
    sent(cast, march), sent(cast, march, "Ng. V. Hà")
    (row,) = rows(as_one(cast.office))
    assert "Một bên viết tắt họ hoặc chữ đệm. Cùng đơn vị. Trích ngang thành tích trùng nhau phần lớn. Chắc" in row
    assert rows(as_one(cast.office), "?certainty=possible") == []
    assert rows(as_one(cast.office), "?state=khong&certainty=x&page=-3") == [row]
    assert rows(as_one(cast.author)) == [row]
    assert rows(as_one(cast.neighbour)) == []


@pytest.mark.parametrize("who", ["chair", "leader", "admin", "stranger"])
def test_who_tends_no_records_has_no_list_of_pairs(cast, march, as_one, who):
    assert as_one(cast[who]).get(LIST).status_code == 403


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(cast, march, as_one, pairs, django_assert_num_queries):
    names = ("Nguyễn Văn Hà", "Ng. V. Hà", "Nguyễn Văn Hạ")
    for name in names[: 2 if pairs == 1 else 3]:
        sent(cast, march, name)
    client = as_one(cast.office)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(rows(client)) == pairs


LIST_QUERIES = 13


def test_merging_from_the_page_takes_the_chosen_words(cast, march, as_one):
    one, two = sent(cast, march, place="thôn Gò Đình"), sent(cast, march, "Ng. V. Hà", birth_year="1970")
    page = soup(as_one(cast.office).get(compare_url(one, two)))
    assert {field["name"] for field in page.select("form input[type=radio]")} == {
        "kept", "take-name", "take-birth_year", "take-place",
    }  # fmt: skip
    typed = {"kept": "first", "take-name": "first", "take-birth_year": "second", "take-place": "first"}
    answer = as_one(cast.office).post(compare_url(one, two), typed | {"reason": "Đã hỏi thôn."}, follow=True)
    assert "Đã gộp hai bản ghi về Nguyễn Văn Hà" in words(soup(answer).select_one(".messages"))
    assert len(soup(answer).select("tbody tr")) == 2
    one.subject.refresh_from_db()
    assert one.subject.birth_year == 1970
    gone = as_one(cast.office).get(reverse("desk:subject", args=[two.subject_id]))
    assert gone.headers["Location"] == reverse("desk:subject", args=[one.subject_id])


def test_a_merge_without_reason_comes_back_with_its_sentence(cast, march, as_one):
    one, two = sent(cast, march), sent(cast, march, "Ng. V. Hà")
    answer = as_one(cast.office).post(compare_url(one, two), {"kept": "first", "take-name": "first"})
    assert answer.status_code == 400
    assert "Ghi căn cứ để gộp, ví dụ: đã hỏi thôn, cùng một người." in words(soup(answer))
    assert not SubjectMerge.objects.exists()


def test_a_person_and_a_household_can_only_be_told_apart(cast, march, as_one):
    one, house = sent(cast, march), sent(cast, march, "Hộ ông Nguyễn Văn Hà", kind="household")
    page = soup(as_one(cast.office).get(compare_url(one, house)))
    assert "Hai bên khác loại đối tượng" in words(page)
    assert [words(button) for button in page.select("main form button")] == ["Không trùng"]
    answer = as_one(cast.office).post(
        compare_url(one, house), {"kept": "first", "take-name": "first", "reason": "Một."}
    )
    assert answer.status_code == 409


def test_not_a_duplicate_takes_the_pair_off_the_list_until_asked_again(cast, march, as_one):
    one, two = sent(cast, march), sent(cast, march, "Ng. V. Hà")
    office, address = as_one(cast.office), reverse("desk:subject_apart", args=[one.subject_id, two.subject_id])
    assert office.post(address, {"note": "Hai anh em."}).status_code == 302
    assert rows(office) == []
    assert len(rows(office, "?state=dismissed")) == 1
    assert office.post(address).status_code == 409
    assert office.post(address, {"again": "1"}).status_code == 302
    assert len(rows(office)) == 1


def test_the_reader_without_a_say_sees_no_button(cast, march, as_one):
    one, two = sent(cast, march), sent(cast, march, "Ng. V. Hà")
    page = soup(as_one(cast.leader).get(compare_url(one, two)))
    assert page.select("main form") == []
    assert as_one(cast.leader).post(compare_url(one, two), {}).status_code == 400
    assert as_one(cast.neighbour).get(compare_url(one, two)).status_code == 404


def test_unmerging_asks_whose_each_later_dossier_is(cast, march, as_one):
    one, two = sent(cast, march), sent(cast, march, "Ng. V. Hà")
    merge = merge_subjects(
        kept=one.subject, absorbed=two.subject, reason="Một.", by=actor(cast.office), at=moment(2025, 3, 7)
    )
    third = draft(cast, march, "", kind="", subject=one.subject, at=moment(2025, 3, 8))
    address, clerk = reverse("desk:subject_unmerge", args=[merge.pk]), as_one(cast.author)
    answer = clerk.post(address, {"reason": "Nhầm."})
    assert answer.status_code == 400
    assert "Chọn một trong hai." in words(soup(answer))
    assert clerk.post(address, {"reason": "Nhầm.", f"dossier-{third.pk}": "absorbed"}).status_code == 302
    assert Nomination.objects.get(pk=third.pk).subject_id == two.subject_id
    assert clerk.get(address).status_code == 409
    life = soup(clerk.get(reverse("desk:subject", args=[one.subject_id])))
    assert "Đã bỏ gộp 10/03/2025" in words(life)


def test_a_life_shows_only_the_dossiers_one_may_read(cast, march, as_one):
    mine, theirs = sent(cast, march), sent(cast, march, neighbour=True)
    merge_subjects(
        kept=mine.subject, absorbed=theirs.subject, reason="Một.", by=actor(cast.office), at=moment(2025, 3, 7)
    )
    hidden = draft(cast, march, "", kind="", neighbour=True, subject=mine.subject, at=moment(2025, 3, 8))
    address = reverse("desk:subject", args=[mine.subject_id])
    seen = {who: words(soup(as_one(cast[who]).get(address))) for who in ("author", "neighbour", "office")}
    numbers = {who: {n for n in (mine.number, theirs.number, hidden.number) if n in text} for who, text in seen.items()}
    assert numbers == {
        "author": {mine.number},
        "neighbour": {theirs.number, hidden.number},
        "office": {mine.number, theirs.number},
    }
    assert "Các lần gộp" not in seen["author"]
    assert as_one(cast.health_officer).get(address).status_code == 404


@pytest.mark.parametrize("dossiers", [1, 3])
def test_a_life_costs_the_same_few_queries(cast, march, as_one, dossiers, django_assert_num_queries):
    first = sent(cast, march)
    for _ in range(dossiers - 1):
        sent(cast, march, "", kind="", subject=first.subject)
    client = as_one(cast.office)
    with django_assert_num_queries(LIFE_QUERIES):
        client.get(reverse("desk:subject", args=[first.subject_id]))


LIFE_QUERIES = 20


def test_the_dossier_tells_the_office_which_other_dossier_says_the_same(cast, march, as_one):
    first = sent(cast, march, "Lê Văn Thuận", achievement_summary=STORY)
    second = sent(cast, march, "Trần Thị Đào", neighbour=True, achievement_summary=STORY)
    panel = (
        soup(as_one(cast.office).get(reverse("desk:nomination", args=[second.pk])))
        .select_one("#trung-h")
        .find_parent("section")
    )
    assert first.number in words(panel)
    assert "100%" in words(panel)
    assert "Đoạn trùng: “Từ tháng 6/2021 ông nuôi trùn quế" in words(panel)
    assert reverse("desk:subject_compare", args=[second.subject_id, first.subject_id]) in str(panel)


def test_the_unit_is_told_in_a_sentence_and_may_still_send(cast, march, as_one):
    first = sent(cast, march, "Lê Văn Thuận", achievement_summary=STORY)
    own = draft(cast, march, "Lê Văn Thuận", achievement_summary=STORY)
    theirs = draft(cast, march, "Trần Thị Đào", neighbour=True, achievement_summary=STORY)
    page = words(soup(as_one(cast.head).get(reverse("desk:nomination", args=[own.pk]))))
    assert f"Trích ngang này trùng phần lớn với hồ sơ {first.number}." in page
    client = as_one(cast.neighbour_head)
    address = reverse("desk:nomination", args=[theirs.pk])
    told = (
        client.get(address).content.decode()
        + client.post(
            reverse("desk:nomination_step", args=[theirs.pk, "submit"]), {"version": theirs.version}, follow=True
        ).content.decode()
    )
    assert told.count("trùng phần lớn với một hồ sơ mà đơn vị khác đã gửi") >= 2
    assert [word for word in (first.number, "Lê Văn Thuận", "Diên Thọ") if word in told] == []
    theirs.refresh_from_db()
    assert theirs.state == "submitted"


def test_a_unit_is_told_nothing_of_a_draft_elsewhere(cast, march, as_one):
    draft(cast, march, "Lê Văn Thuận", achievement_summary=STORY)
    theirs = draft(cast, march, "Lê Văn Thuận", neighbour=True, achievement_summary=STORY)
    page = soup(as_one(cast.neighbour).get(reverse("desk:nomination", args=[theirs.pk])))
    assert "Chưa thấy hồ sơ hay đối tượng nào trùng." in words(page)
    assert not DuplicatePair.objects.exists()


def test_opening_a_dossier_offers_the_record_under_its_other_spelling(cast, march, as_one):
    sent(cast, march)
    clerk = as_one(cast.author)
    page = soup(
        clerk.post(reverse("desk:nomination_new"), {"kind": "individual", "name": "Ng. V. Hà", "form_key": "k"})
    )
    offered = {field["value"] for field in page.select("input[name=subject]")}
    assert offered == {str(Nomination.objects.get().subject_id), ""}
