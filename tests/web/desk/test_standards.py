"""Standards on the desk: who has one, writing, issuing, comparing, the paper."""

import io

import pytest
from docx import Document

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Standard, StandardAnswer
from neuguong.exemplars.operations.standards import OwnCriterion, start_standard, write_standard
from tests import factories as make
from tests.factories import actor, issued_standard, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/tieu-chuan/"
AT = moment(2025, 3, 3)


@pytest.fixture
def draft(cast, march) -> Standard:
    """A draft of Diên Thọ with two criteria."""
    begun = start_standard(unit=cast.dien_tho, plan=march, by=actor(cast.author), at=AT)
    rows = [OwnCriterion("Giúp hộ khác", "Ba hộ."), OwnCriterion("Đất canh tác", "0,5 ha.", "agriculture", "household")]
    return write_standard(standard=begun, applies_to="", criteria=rows, by=actor(cast.author), at=AT)


def typed(draft: Standard, *rows: dict, **more) -> dict:
    """A post of the writing page; a row without a code is a new one."""
    data = {"version": draft.version, "rows": len(rows), "applies_to": "", **more}
    for n, row in enumerate(rows):
        data |= {f"c{n}-{name}": text for name, text in {"place": n + 1, **row}.items()}
    return data


def stored(draft: Standard) -> list[dict]:
    return [
        {"code": r.code, "title": r.title, "text": r.text, "sector": r.sector.code if r.sector else "", "kind": r.kind}
        for r in draft.criteria.select_related("sector")
    ]


def titles(draft: Standard) -> list[str]:
    return [row["title"] for row in stored(draft)]


# The list


def table(page) -> list[tuple[str, str]]:
    return [
        (words(row.select_one("[data-l='Đơn vị']")), words(row.select_one("[data-l='Tình trạng']")))
        for row in page.select(".st-list tr:has(td)")
    ]


@pytest.mark.clause("I.2")
def test_the_office_sees_who_has_issued_one_and_who_has_not(cast, march, as_one):
    issued_standard(cast.dien_tho, march, cast.head, at=AT)
    page = soup(as_one(cast.office).get(LIST))
    assert table(page) == [
        ("Xã Diên An", "Chưa ban hành"),
        ("Xã Diên Thọ", "Đã ban hành"),
        ("Phòng Y tế", "Chưa ban hành"),
    ]
    assert "1 trên 3 đơn vị đã ban hành" in words(page.main)
    assert page.select("#cua-minh-h") == []


def test_a_unit_sees_its_own_place_and_what_others_have_issued_but_not_who_is_behind(cast, march, as_one):
    issued_standard(cast.dien_an, march, cast.neighbour_head, at=AT)
    page = soup(as_one(cast.author).get(LIST))
    assert table(page) == [("Xã Diên An", "Đã ban hành"), ("Xã Diên Thọ", "Chưa ban hành")]
    assert words(page.select_one("#cua-minh-h")) == "Tiêu chuẩn của Xã Diên Thọ"
    assert "trên" not in words(page.select(".panel-h")[-1])


def test_a_draft_shows_in_the_list_to_its_own_unit_only(cast, draft, as_one):
    assert ("Xã Diên Thọ", "Chưa ban hành đang soạn bản nháp") in table(soup(as_one(cast.head).get(LIST)))
    assert ("Xã Diên Thọ", "Chưa ban hành") in table(soup(as_one(cast.office).get(LIST)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=dien+tho", ["Xã Diên Thọ"]),
        ("state=issued", ["Xã Diên Thọ"]),
        ("state=none", ["Xã Diên An", "Phòng Y tế"]),
        ("group=Khối+quản+lý+nhà+nước", ["Phòng Y tế"]),
        ("q=y+te&state=none", ["Phòng Y tế"]),
        ("q=khong-co", []),
        ("state=bia&q=%00", ["Xã Diên An", "Xã Diên Thọ", "Phòng Y tế"]),
    ],
)
def test_the_list_is_narrowed_by_name_block_and_state(cast, march, as_one, query, found):
    issued_standard(cast.dien_tho, march, cast.head, at=AT)
    page = soup(as_one(cast.office).get(f"{LIST}?{query}"))
    assert [name for name, _ in table(page)] == found
    assert (page.select(".empty") != []) == (found == [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for unit, head in ((cast.dien_tho, cast.head), (cast.dien_an, cast.neighbour_head))[: rows - 1]:
        issued_standard(unit, march, head, at=AT)
    client = as_one(cast.office)
    with django_assert_num_queries(18):
        client.get(LIST)


@pytest.mark.parametrize("person", ["admin", "stranger"])
def test_who_sees_no_board_sees_no_standards(cast, march, as_one, person):
    issued = issued_standard(cast.dien_tho, march, cast.head, at=AT)
    client = as_one(cast[person])
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{issued.pk}/").status_code == 404
    assert client.post(f"{LIST}lap/").status_code == 403


def test_without_a_plan_the_page_says_so(cast, as_one):
    assert "Chưa có kế hoạch nào" in words(soup(as_one(cast.office).get(LIST)).main)


# Beginning and writing


def test_an_officer_begins_writes_and_goes_on_to_read_it(cast, march, as_one):
    client = as_one(cast.author)
    answer = client.post(f"{LIST}lap/")
    draft = Standard.objects.get()
    assert answer["Location"] == f"{LIST}{draft.pk}/soan/"
    page = soup(client.get(answer["Location"]))
    assert len(page.select(".st-row")) == 2  # two empty ones to write into
    assert len(page.select("#chung-h ~ * li, section:has(#chung-h) li")) == 4
    assert page.select("section:has(#chung-h) input, section:has(#chung-h) textarea") == []
    rows = [{"title": "Giúp hộ khác", "text": "Ba hộ."}, {"title": "", "text": ""}]
    answer = client.post(f"{LIST}{draft.pk}/soan/", typed(draft, *rows, then="review"))
    assert answer["Location"] == f"{LIST}{draft.pk}/"
    assert titles(draft) == ["Giúp hộ khác"]


def test_rows_are_ordered_by_their_numbers_and_taken_out_by_their_box(cast, draft, as_one):
    first, second = stored(draft)
    rows = [{**first, "place": 9}, {**second, "gone": "on"}, {"title": "Mới", "place": 1}]
    as_one(cast.author).post(f"{LIST}{draft.pk}/soan/", typed(draft, *rows))
    assert titles(draft) == ["Mới", "Giúp hộ khác"]
    assert stored(draft)[1]["code"] == first["code"]


def test_what_cannot_stand_is_told_at_its_row_and_nothing_typed_is_lost(cast, draft, as_one):
    first, second = stored(draft)
    rows = [{**first, "text": "Chín hộ."}, {**second, "title": ""}]
    answer = as_one(cast.author).post(f"{LIST}{draft.pk}/soan/", typed(draft, *rows))
    page = soup(answer)
    assert answer.status_code == 400
    assert "Ghi tên tiêu chuẩn" in words(page.select_one("#id_c1-title_error"))
    assert page.select_one("#id_c0-text").text.strip() == "Chín hộ."
    assert titles(draft) == ["Giúp hộ khác", "Đất canh tác"]


def test_a_page_somebody_overtook_keeps_what_was_typed_and_shows_what_differs(cast, draft, as_one):
    first, second = stored(draft)
    seen = typed(draft, {**first, "text": "Chín hộ trong thôn."}, second)
    write_standard(
        standard=draft, applies_to="", criteria=[OwnCriterion(**{**first, "text": "Năm hộ."}), OwnCriterion(**second)],
        by=actor(cast.head), at=moment(2025, 3, 10, 8, 30),
    )  # fmt: skip
    client = as_one(cast.author)
    answer = client.post(f"{LIST}{draft.pk}/soan/", seen)
    page = soup(answer)
    assert answer.status_code == 409
    assert words(page.select_one("[role=alert] h2")) == "Chưa lưu: Võ Thành Nhân vừa lưu bản nháp này"
    assert page.select_one("#id_c0-text").text.strip() == "Chín hộ trong thôn."
    assert [words(tag) for tag in page.select(".st-diff del")] == [
        "[− bỏ: Năm ] (hết chữ bỏ)",
        "[− bỏ: hộ. ] (hết chữ bỏ)",
    ]
    assert stored(draft)[0]["text"] == "Năm hộ."
    again = seen | {"version": page.select_one("[name=version]")["value"]}
    client.post(f"{LIST}{draft.pk}/soan/", again)
    assert stored(draft)[0]["text"] == "Chín hộ trong thôn."


def test_another_press_of_begin_leads_to_the_draft_that_is_there(cast, draft, as_one):
    answer = as_one(cast.head).post(f"{LIST}lap/")
    page = soup(answer)
    assert answer.status_code == 409
    assert page.select_one("a.btn-go")["href"] == f"{LIST}{draft.pk}/soan/"
    assert Standard.objects.count() == 1


def test_a_draft_is_begun_from_another_units_standard(cast, march, as_one):
    theirs = issued_standard(cast.dien_an, march, cast.neighbour_head, "Sổ ghi chép vườn", at=AT)
    client = as_one(cast.author)
    page = soup(client.get(f"{LIST}{theirs.pk}/"))
    source = page.select_one("form[action$='/lap/'] [name=source]")["value"]
    client.post(f"{LIST}lap/", {"source": source})
    draft = Standard.objects.get(unit=cast.dien_tho)
    assert (titles(draft), draft.copied_from) == (["Sổ ghi chép vườn"], theirs)
    assert "lập từ bản 1 của Xã Diên An" in words(soup(client.get(f"{LIST}{draft.pk}/")).main)


def test_nobody_begins_from_a_draft_they_may_not_read(cast, draft, as_one):
    assert as_one(cast.neighbour).post(f"{LIST}lap/", {"source": draft.pk}).status_code == 404
    assert Standard.objects.count() == 1


def test_an_issued_version_is_not_opened_for_writing(cast, march, as_one):
    issued = issued_standard(cast.dien_tho, march, cast.head, at=AT)
    client = as_one(cast.author)
    assert client.get(f"{LIST}{issued.pk}/soan/")["Location"] == f"{LIST}{issued.pk}/"
    answer = client.post(f"{LIST}{issued.pk}/soan/", typed(issued, {"title": "x"}))
    assert answer.status_code == 409
    assert "Cần đổi thì lập bản mới" in words(soup(answer).main)


def test_only_the_own_unit_writes(cast, march, as_one):
    issued = issued_standard(cast.dien_tho, march, cast.head, at=AT)
    answer = as_one(cast.neighbour).post(f"{LIST}{issued.pk}/soan/", typed(issued, {"title": "x"}))
    assert answer.status_code == 409


# Issuing


def test_the_head_issues_and_the_officer_is_told_who_does(cast, draft, as_one):
    page = soup(as_one(cast.author).get(f"{LIST}{draft.pk}/"))
    assert words(page.select_one("#buoc-issue")) == "Người đứng đầu Xã Diên Thọ mới ban hành được tiêu chuẩn."
    data = {"document_number": "12/QyĐ-UBND", "issued_on": "05/03/2025", "version": draft.version}
    assert as_one(cast.author).post(f"{LIST}{draft.pk}/ban-hanh/", data).status_code == 409
    client = as_one(cast.head)
    answer = client.post(f"{LIST}{draft.pk}/ban-hanh/", data)
    page = soup(client.get(answer["Location"]))
    assert "Đã ban hành tiêu chuẩn, bản 1" in words(page.select_one(".messages"))
    assert "Đang áp dụng" in words(page.select_one(".tags"))


def test_a_day_that_cannot_be_keeps_the_number_that_was_typed(cast, draft, as_one):
    data = {"document_number": "12/QyĐ-UBND", "issued_on": "11/03/2025", "version": draft.version}
    answer = as_one(cast.head).post(f"{LIST}{draft.pk}/ban-hanh/", data)
    page = soup(answer)
    assert answer.status_code == 400
    assert page.select_one("[name=document_number]")["value"] == "12/QyĐ-UBND"
    assert "không thể sau hôm nay" in words(page.select_one("#id_issued_on_error"))


def test_a_head_who_saw_an_older_text_does_not_issue_the_newer(cast, draft, as_one):
    data = {"document_number": "12", "issued_on": "05/03/2025", "version": draft.version - 1}
    answer = as_one(cast.head).post(f"{LIST}{draft.pk}/ban-hanh/", data)
    assert (answer.status_code, words(soup(answer).h1)) == (409, "Trang này đã cũ")
    assert not Standard.objects.filter(state="issued").exists()


def test_a_draft_is_put_aside_and_another_begun(cast, draft, as_one):
    client = as_one(cast.author)
    assert client.post(f"{LIST}{draft.pk}/bo/", {"version": draft.version - 1}).status_code == 409
    client.post(f"{LIST}{draft.pk}/bo/", {"version": draft.version})
    client.post(f"{LIST}lap/")
    assert sorted(Standard.objects.values_list("state", flat=True)) == ["draft", "dropped"]


# Comparing


def second_version(cast, march, text: str = "Năm hộ trong thôn.") -> Standard:
    client_rows = issued_standard(cast.dien_tho, march, cast.head, "Giúp hộ khác", "Sẽ bỏ", at=AT)
    code = client_rows.criteria.first().code
    draft = start_standard(unit=cast.dien_tho, plan=march, by=actor(cast.author), at=AT)
    rows = [OwnCriterion("Giúp hộ khác", text, code=code), OwnCriterion("Mới hẳn")]
    return write_standard(standard=draft, applies_to="", criteria=rows, by=actor(cast.author), at=AT)


def test_two_versions_stand_side_by_side_with_signs_beside_the_colours(cast, march, as_one):
    draft = second_version(cast, march)
    page = soup(as_one(cast.author).get(f"{LIST}{draft.pk}/so-sanh/"))
    assert [words(tag) for tag in page.select(".st-diff thead th")] == ["Bản 1", "Bản nháp", "Thay đổi"]
    assert [row["class"] for row in page.select(".st-diff tbody tr")] == [["st-changed"], ["st-gone"], ["st-new"]]
    told = [words(tag) for tag in page.select(".st-diff ins")]
    assert told[0] == "[+ thêm: Năm hộ trong thôn. ] (hết chữ thêm)"
    assert "1 thêm, 1 bỏ, 1 sửa, 0 giữ nguyên" in words(page.main)


def test_a_version_is_compared_with_another_units(cast, march, as_one):
    theirs = issued_standard(cast.dien_an, march, cast.neighbour_head, "Giúp hộ khác nhau", at=AT)
    mine = issued_standard(cast.dien_tho, march, cast.head, "Giúp hộ khác", at=AT)
    page = soup(as_one(cast.author).get(f"{LIST}{mine.pk}/so-sanh/?voi={theirs.pk}"))
    heads = [words(tag) for tag in page.select(".st-diff thead th")]
    assert heads == ["Xã Diên An, bản 1", "Xã Diên Thọ, bản 1", "Thay đổi"]
    assert [words(tag) for tag in page.select(".st-diff del")] == ["[− bỏ: nhau ] (hết chữ bỏ)"]


def test_what_one_may_not_read_is_not_compared_with(cast, draft, march, as_one):
    theirs = issued_standard(cast.dien_an, march, cast.neighbour_head, at=AT)
    for asked in (draft.pk, 999_999, theirs.pk, "bia"):
        assert as_one(cast.neighbour).get(f"{LIST}{theirs.pk}/so-sanh/?voi={asked}").status_code == 404


def test_with_nothing_beside_it_the_page_says_so(cast, draft, as_one):
    page = soup(as_one(cast.author).get(f"{LIST}{draft.pk}/so-sanh/"))
    assert "Chưa có bản nào khác để so sánh" in words(page.main)


# The paper


def paper(client, pk: int) -> str:
    answer = client.get(f"{LIST}{pk}/van-ban/")
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def test_the_draft_is_printed_to_be_signed(cast, draft, as_one):
    text = paper(as_one(cast.author), draft.pk)
    assert "QUY ĐỊNH\nTiêu chuẩn điển hình tiên tiến của xã Diên Thọ" in text
    assert "Căn cứ Kế hoạch số 87/KH-UBND ngày 11/04/2023" in text
    order = ["Điều 1. Đối tượng", "Điều 2. Tiêu chuẩn chung", "1. Gương mẫu", "Điều 3.", "Điều 4."]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert {"Giúp hộ khác", "0,5 ha.", "Hộ gia đình", "Nông nghiệp", "Mọi lĩnh vực"} <= set(text.split("\n"))
    assert "Số:      /QyĐ-UBND" in text


def test_the_issued_paper_carries_its_number_and_day(cast, march, as_one):
    issued = issued_standard(cast.dien_tho, march, cast.head, at=AT)
    text = paper(as_one(cast.neighbour), issued.pk)
    assert "Số: 12/QyĐ" in text
    assert "ngày 03 tháng 3 năm 2025" in text


# The dossier


def test_the_dossier_asks_the_units_criteria_and_keeps_the_version(cast, march, as_one):
    issued = issued_standard(cast.dien_tho, march, cast.head, "Giúp hộ khác", at=AT)
    code = issued.criteria.get().code
    nomination = make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code)
    client, url = as_one(cast.author), f"/ban-lam-viec/ho-so/{nomination.pk}/"
    page = soup(client.get(f"{url}soan/"))
    name = page.select_one("#tieu-chuan-rieng textarea")["name"]
    assert name == f"standard:{code}"
    client.post(f"{url}soan/", {name: "Bốn hộ.", f"base-{name}": ""})
    assert StandardAnswer.objects.get().text == "Bốn hộ."
    make.send(nomination, cast.head, at=moment(2025, 3, 6))
    page = soup(as_one(cast.office).get(url))
    panel = page.select_one("section:has(#tieu-chuan-rieng)")
    assert panel.select_one("a")["href"] == f"{LIST}{issued.pk}/"
    assert "Giúp hộ khác Bốn hộ." in words(panel)
    assert "Hồ sơ xét theo bản 1" in words(panel)


def test_a_unit_without_a_standard_sees_the_dossier_as_before(cast, march, as_one):
    nomination = make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code)
    client, url = as_one(cast.author), f"/ban-lam-viec/ho-so/{nomination.pk}/"
    assert soup(client.get(url)).select("#tieu-chuan-rieng") == []
    assert soup(client.get(f"{url}soan/")).select("#tieu-chuan-rieng") == []


def test_the_desk_works_on_after_the_plan_has_ended(cast, march, as_one):
    issued_standard(cast.dien_tho, march, cast.head, at=AT)
    start_demo_clock(at=moment(2026, 2, 1))
    page = soup(as_one(cast.author).get(LIST))
    assert page.select("#cua-minh-h") == []
    assert page.select(".st-list a") != [] or "Chưa đơn vị nào ban hành" in words(page.main)
