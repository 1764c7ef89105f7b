"""Plans on the desk: where they come from, who has one, writing, issuing, remarks, the paper."""

import io

import pytest
from docx import Document

from neuguong.ledger.models import PlanRemark, UnitPlan
from neuguong.ledger.operations.unit_plans import PlannedTask, issue_unit_plan, start_unit_plan, write_unit_plan
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/ke-hoach/"
AT = moment(2025, 3, 3)


@pytest.fixture
def draft(cast, march) -> UnitPlan:
    """A draft of Diên Thọ."""
    return start_unit_plan(unit=cast.dien_tho, plan=march, by=actor(cast.author), at=AT)


def issued(draft, cast) -> UnitPlan:
    told = {"document_number": "12/KH-UBND", "issued_on": AT.date()}
    return issue_unit_plan(unit_plan=draft, by=actor(cast.head), at=AT, **told)


def typed(draft: UnitPlan, page, **more) -> dict:
    """What the writing page sends when nothing is touched, with changes."""
    data = {"version": draft.version, "general": ""}
    for field in page.select("form[method=post] [name]"):
        if field["name"].startswith("t") or field["name"] == "rows":
            chosen = field.select_one("option[selected]") if field.name == "select" else None
            said = (
                chosen["value"]
                if chosen
                else field.text.strip()
                if field.name == "textarea"
                else field.get("value", "")
            )
            if field.get("type") != "checkbox":
                data[field["name"]] = said
    return data | more


@pytest.mark.clause("IV.1")
def test_the_plans_above_are_shown_from_the_plan_file_and_what_was_not_found_is_marked(cast, march, as_one):
    tree = soup(as_one(cast.office).get(LIST)).select_one(".pl-tree")
    numbers = [words(one) for one in tree.select("b.num")]
    assert numbers == ["1526/QĐ-TTg", "2202/KH-UBND", "87/KH-UBND", "202/KH-UBND", "0", "3"]
    said = words(tree)
    assert "100% bộ, ngành, địa phương ban hành tiêu chí cụ thể và kế hoạch" in said
    assert "Đã đối chiếu văn bản" in said
    assert "Đối chiếu qua trích đoạn" in said
    assert "chưa tìm được văn bản" in words(tree.select_one(".pl-side"))
    assert "chưa có danh sách (Kế hoạch 202 chưa tìm được)" in said


def test_the_list_says_who_has_issued_one(cast, march, draft, as_one):
    issued(draft, cast)
    page = soup(as_one(cast.office).get(LIST))
    rows = [
        (words(row.select_one("[data-l='Đơn vị']")), words(row.select_one("[data-l='Tình trạng']")))
        for row in page.select(".st-list tr:has(td)")
    ]
    assert rows == [
        ("Xã Diên An", "Chưa có"), ("Xã Diên Thọ", "Đã ban hành bản 1"), ("Phòng Y tế", "Chưa có"),
    ]  # fmt: skip
    assert "1 đã ban hành, 0 ghi bản giấy, 0 đang soạn, 2 chưa có" in words(page.main)
    assert "Không có đơn vị nào khớp" in words(soup(as_one(cast.office).get(f"{LIST}?q=khong-co")).main)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, march, draft, as_one, rows, django_assert_num_queries):
    if rows == 3:
        issued(draft, cast)
        start_unit_plan(unit=cast.dien_an, plan=march, by=actor(cast.neighbour), at=AT)
    client = as_one(cast.office)
    with django_assert_num_queries(23):
        client.get(LIST)


@pytest.mark.parametrize("person", ["admin", "stranger"])
def test_who_sees_no_board_sees_no_plans(cast, draft, as_one, person):
    client = as_one(cast[person])
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}don-vi/lap/").status_code == 403


@pytest.mark.clause("IV.1")
def test_an_officer_begins_writes_and_the_head_issues(cast, march, as_one):
    author = as_one(cast.author)
    answer = author.post(f"{LIST}don-vi/lap/", follow=True)
    assert "Đã lập bản nháp với 8 nhiệm vụ" in words(soup(answer))
    draft = UnitPlan.objects.get()
    edit = f"{LIST}don-vi/{draft.pk}/soan/"
    page = soup(author.get(edit))
    changes = {
        "t0-required": "4",
        "t0-responsible": str(cast.author.pk),
        "t8-title": "Bảng tin",
        "t8-due_on": "02/09/2025",
    }
    answer = author.post(edit, typed(draft, page, **changes, then="review"), follow=True)
    said = words(soup(answer).main)
    assert "7 giữ nguyên, 1 chặt hơn, 1 thêm" in said
    assert "Nguyễn Thu Hà" in said
    assert "Người đứng đầu Xã Diên Thọ mới ban hành được" in said
    issue = {"document_number": "12/KH-UBND", "issued_on": "10/03/2025", "version": UnitPlan.objects.get().version}
    answer = as_one(cast.head).post(f"{LIST}don-vi/{draft.pk}/ban-hanh/", issue, follow=True)
    assert "Đã ban hành kế hoạch, bản 1" in words(soup(answer))


def test_what_cannot_stand_is_told_at_its_row_and_nothing_typed_is_lost(cast, draft, as_one):
    author, edit = as_one(cast.author), f"{LIST}don-vi/{draft.pk}/soan/"
    page = soup(author.get(edit))
    for changes, said in (
        ({"t0-required": "1"}, "không ghi ít hơn"),
        ({"t0-required": "ba"}, "Ghi một số nguyên"),
        ({"t5-due_on": "30/12/2025"}, "không ghi muộn hơn"),
    ):
        kept = {"t0-method": "Họp thôn trước."} | changes
        answer = author.post(edit, typed(draft, page, **kept))
        shown = soup(answer)
        assert (answer.status_code, said in words(shown.select_one(".note"))) == (400, True), said
        assert shown.select_one("#id_t0-method").text.strip() == "Họp thôn trước."
    assert UnitPlan.objects.get().version == 1


def test_a_page_that_somebody_overtook_keeps_what_was_typed(cast, draft, as_one):
    author, edit = as_one(cast.author), f"{LIST}don-vi/{draft.pk}/soan/"
    data = typed(draft, soup(author.get(edit)), **{"t0-method": "Của tôi."})
    told = [PlannedTask("quota", method="Của người kia.")]
    write_unit_plan(unit_plan=draft, general="", tasks=told, by=actor(cast.head), at=AT)
    answer = author.post(edit, data)
    assert answer.status_code == 409
    page = soup(answer)
    assert "Võ Thành Nhân vừa lưu bản nháp này" in words(page.main)
    assert "Của người kia." in words(page.main)
    assert page.select_one("#id_t0-method").text.strip() == "Của tôi."


def test_the_office_reads_an_issued_plan_and_remarks(cast, draft, as_one):
    office, address = as_one(cast.office), f"{LIST}don-vi/{draft.pk}/"
    assert office.get(address).status_code == 404
    issued(draft, cast)
    assert office.post(f"{address}gop-y/", {"text": ""}).status_code == 422
    answer = office.post(f"{address}gop-y/", {"text": "Ghi rõ người phụ trách."}, follow=True)
    assert "Đã gửi ý kiến" in words(soup(answer))
    assert PlanRemark.objects.get().made_by == cast.office
    assert "Ghi rõ người phụ trách." in words(soup(as_one(cast.author).get(address)).main)
    assert as_one(cast.author).post(f"{address}gop-y/", {"text": "x"}).status_code == 403


def test_the_paper_is_a_word_file(cast, draft, as_one):
    answer = as_one(cast.author).get(f"{LIST}don-vi/{draft.pk}/van-ban/")
    text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "KẾ HOẠCH" in text
    assert "II. NHIỆM VỤ, THỜI HẠN, NGƯỜI PHỤ TRÁCH" in text
