"""Reports on the screen: the unit writes and sends, the office reads, answers and makes the one over all units."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from neuguong.core.attachments import accept_upload
from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.operations.conflicts import recuse
from neuguong.ledger.models import IssuedReport, Obligation, Report
from neuguong.ledger.operations.reports import enter_report_reference
from tests import factories as make
from tests.ledger.conftest import Office
from tests.ledger.test_reports import WORDS, begin, sent, text_of
from tests.web.desk.conftest import soup
from tests.web.desk.conftest import words as words_of


@pytest.fixture
def office(cast, plan) -> Office:
    start_demo_clock(at=make.moment(2025, 5, 5, 9))
    return Office(cast, plan)


def words(page) -> str:
    return words_of(soup(page).select_one("main"))


def typed(page, **changes) -> dict[str, str]:
    """What the form on a page would send."""
    form = soup(page).select_one("form:has(textarea)")
    told = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    told |= {one["name"]: one.text.strip() for one in form.select("textarea")}
    return told | changes


def address(name, *args) -> str:
    return reverse(f"desk:{name}", args=args)


def test_a_clerk_begins_writes_and_the_head_sends_the_office_takes_it(office, cast, as_one):
    clerk, head, desk = as_one(cast.author), as_one(cast.head), as_one(cast.office)
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="final_report")
    assert "Báo cáo tổng kết" in words(clerk.get(address("reports")))
    edit = clerk.post(address("report_begin", row.pk))
    page = clerk.get(edit.url)
    assert "Số liệu do phần mềm tính" in words(page)
    assert not soup(page).select("dl.rp-figs input, dl.rp-figs textarea")
    codes = [one["name"] for one in soup(page).select("textarea")]
    saved = clerk.post(edit.url, typed(page, **dict.fromkeys(codes, WORDS), then="review"))
    report = Report.objects.get()
    assert saved.url == address("report", report.pk)
    assert "Người đứng đầu Xã Diên Thọ mới gửi được báo cáo." in words(clerk.get(saved.url))
    head.post(address("report_submit", report.pk), {"version": report.version})
    listed = words(desk.get(address("reports"), {"bc": "final_report"}))
    assert "Chờ tiếp nhận 1" in listed
    assert "đúng hạn" in listed
    report.refresh_from_db()
    desk.post(address("report_answer", report.pk), {"answer": "accept", "version": report.version})
    assert "Đã tiếp nhận" in words(clerk.get(address("report", report.pk)))


def test_what_was_typed_stays_when_a_day_is_wrong_or_somebody_else_saved_first(office, cast, as_one):
    report, clerk = begin(office), as_one(cast.author)
    edit = address("report_edit", report.pk)
    page = clerk.get(edit)
    wrong = clerk.post(edit, typed(page, until="31/12/2025", strengths="Chữ đã gõ"))
    assert wrong.status_code == 422
    assert typed(wrong)["strengths"] == "Chữ đã gõ"
    as_one(cast.head).post(edit, typed(page, strengths="Của người khác"))
    late = clerk.post(edit, typed(page, strengths="Chữ đã gõ"))
    assert (late.status_code, typed(late)["strengths"]) == (409, "Chữ đã gõ")
    assert "Của người khác" in words(late)
    assert clerk.post(edit, typed(late)).status_code == 302
    assert Report.objects.get().texts["strengths"] == "Chữ đã gõ"


def test_a_return_without_a_reason_says_so_and_with_one_the_unit_reads_it(office, cast, as_one):
    report, desk = sent(office), as_one(cast.office)
    answer = address("report_answer", report.pk)
    refused = desk.post(answer, {"answer": "return", "reason": " ", "version": report.version})
    assert (refused.status_code, "Ghi lý do trả lại" in words(refused)) == (422, True)
    desk.post(answer, {"answer": "return", "reason": "Thiếu mục kinh phí.", "version": report.version})
    assert "Thiếu mục kinh phí." in words(as_one(cast.author).get(address("report_edit", report.pk)))


def test_a_draft_is_the_units_own_what_was_sent_the_office_and_the_leader_read(office, cast, as_one):
    report = begin(office)
    page = address("report", report.pk)
    readers = (cast.author, cast.head, cast.office, cast.leader, cast.neighbour)
    assert [as_one(one).get(page).status_code for one in readers] == [200, 200, 404, 404, 404]
    report.delete()
    page = address("report", sent(office).pk)
    assert [as_one(one).get(page).status_code for one in readers] == [200, 200, 200, 200, 404]


def test_the_paper_is_made_for_the_unit_and_the_sent_one_is_kept(office, cast, as_one):
    report = sent(office)
    clerk, desk = as_one(cast.author), as_one(cast.office)
    kept = desk.get(address("report_sent_paper", report.pk, 1))
    assert bytes(kept.content) == bytes(report.submissions.get().content)
    assert desk.get(address("report_paper", report.pk)).status_code == 404
    assert WORDS in text_of(clerk.get(address("report_paper", report.pk)).content)


def test_who_keeps_away_from_a_dossier_opens_no_paper_that_lists_it(office, cast, as_one):
    dossier, report = office.send(make.moment(2025, 2, 10)), sent(office)
    by = make.actor(cast.head)
    enter_report_reference(
        paper=report, document_number="45/BC-UBND", dated_on=date(2025, 5, 5), by=by, at=make.moment(2025, 5, 6),
        scan=accept_upload(name="ky.jpg", content=BytesIO(make.jpeg()), by=by, at=make.moment(2025, 5, 6), link=""),
    )  # fmt: skip
    recuse(
        nomination=dossier,
        account=cast.author,
        reason="Anh em.",
        by=make.actor(cast.author),
        at=make.moment(2025, 3, 3),
    )
    papers = [
        address("report_sent_paper", report.pk, 1), address("report_paper", report.pk),
        address("report_scan", report.pk, report.references.get().pk),
    ]  # fmt: skip
    found = {who: [as_one(cast[who]).get(paper).status_code for paper in papers] for who in ("author", "head")}
    assert found == {"author": [409, 409, 409], "head": [200, 200, 200]}


def test_number_and_day_are_written_by_the_unit(office, cast, as_one):
    report, clerk = sent(office), as_one(cast.author)
    place = address("report_reference", report.pk)
    assert clerk.post(place, {"document_number": "", "dated_on": "05/05/2025"}).status_code == 422
    clerk.post(place, {"document_number": "45/BC-UBND", "dated_on": "05/05/2025"})
    assert "45/BC-UBND" in words(as_one(cast.office).get(address("report", report.pk)))


def test_the_list_is_narrowed_by_name_group_and_state_and_counts_all(office, cast, as_one):
    sent(office)
    desk = as_one(cast.office)

    def names(**wanted):
        page = soup(desk.get(address("reports"), {"bc": "final_report"} | wanted))
        return [one.text for one in page.select("tbody td:first-child a")]

    assert names() == ["Diên An", "Diên Thọ", "Phòng Y tế"]
    assert names(q="dien tho") == names(state="submitted") == ["Diên Thọ"]
    assert names(state="missing", group="Xã, phường, thị trấn") in (["Diên An"], [])
    assert "1 trên 3 đơn vị đã gửi" in words(desk.get(address("reports"), {"bc": "final_report", "q": "khong"}))


@pytest.mark.clause("IV.4")
def test_the_office_reads_what_units_wrote_writes_its_own_and_issues(office, cast, as_one):
    sent(office)
    desk = as_one(cast.office)
    place = address("report_overall", "final_report")
    page = desk.get(place)
    assert "Các đơn vị viết (1)" in words(page)
    assert WORDS in words(page)
    assert desk.post(address("report_overall_issue", "final_report")).status_code == 409
    codes = [one["name"] for one in soup(page).select(".rp-sec textarea")]
    assert desk.post(place, typed(page, **dict.fromkeys(codes, "Lời của cơ quan."))).status_code == 302
    version = typed(desk.get(place))["version"]
    for _ in range(2):  # pressed twice
        desk.post(address("report_overall_issue", "final_report"), {"version": version, "signer": "Nguyễn Văn A"})
    made = IssuedReport.objects.get()
    paper = desk.get(address("report_issued_paper", made.pk)).content
    assert "Lời của cơ quan." in text_of(paper)
    assert "Nguyễn Văn A" in text_of(paper)
    assert "Đã lập" in words(desk.get(place))
    sheets = desk.get(address("report_overall_sheets", "final_report"))
    assert sheets.headers["Content-Type"].endswith("sheet")


def test_only_the_office_makes_the_report_over_all_units(office, cast, as_one):
    place = address("report_overall", "final_report")
    assert [as_one(one).get(place).status_code for one in (cast.office, cast.author, cast.leader)] == [200, 403, 403]


def test_the_page_of_the_duty_leads_a_unit_to_its_report(office, cast, as_one):
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="final_report")
    page = as_one(cast.author).get(address("obligation", row.pk))
    assert address("reports") in {one["href"] for one in soup(page).select("main a[href]")}
    assert "Ghi việc đã làm…" not in words(page)
    assert "Ghi việc đã làm…" in words(as_one(cast.office).get(address("obligation", row.pk)))
    report = sent(office)
    page = as_one(cast.office).get(address("obligation", row.pk))
    assert address("report", report.pk) in {one["href"] for one in soup(page).select("main a[href]")}


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(office, cast, as_one, django_assert_num_queries, many):
    people = [(cast.dien_tho, cast.author, cast.head), (cast.dien_an, cast.neighbour, cast.neighbour_head)]
    for unit, author, head in people[: many - 1] or people[:1]:
        sent(office, unit=unit, author=author, head=head)
    desk = as_one(cast.office)
    desk.get(address("reports"), {"bc": "final_report"})
    with django_assert_num_queries(31):
        desk.get(address("reports"), {"bc": "final_report"})


def test_dates_are_kept_as_typed(office, cast, as_one):
    report, clerk = begin(office), as_one(cast.author)
    edit = address("report_edit", report.pk)
    clerk.post(edit, typed(clerk.get(edit), since="09/12/2021", until="01/05/2025"))
    report.refresh_from_db()
    assert (report.since, report.until) == (date(2021, 12, 9), date(2025, 5, 1))


def test_the_front_page_names_what_waits_for_the_office_and_what_came_back(office, cast, as_one):
    report = sent(office)
    assert "Báo cáo của đơn vị, chờ tiếp nhận" in words(as_one(cast.office).get(address("home")))
    answer = {"answer": "return", "reason": "Thiếu mục kinh phí.", "version": report.version}
    as_one(cast.office).post(address("report_answer", report.pk), answer)
    page = words(as_one(cast.author).get(address("home")))
    assert "Báo cáo được trả lại" in page
    assert "Lý do trả lại: Thiếu mục kinh phí." in page
    assert "chờ tiếp nhận" not in words(as_one(cast.office).get(address("home")))
