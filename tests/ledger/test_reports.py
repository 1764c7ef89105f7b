"""Reports of units (KH 87, IV.1): figures counted, never typed; frozen when sent; on time by the first sending."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import Letter
from neuguong.ledger.models import Obligation, Report, ReportSubmission
from neuguong.ledger.operations.activities import Done
from neuguong.ledger.operations.reports import (
    accept_report,
    enter_report_reference,
    return_report,
    start_report,
    submit_report,
    write_report,
)
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.report_facts import as_kept, differing, report_figures
from neuguong.programme.queries.reports import report_rules
from tests import factories as make
from tests.ledger.test_activities import recorded

WORDS = "Đã làm được nhiều việc, có số liệu kèm theo."
BEGUN = make.moment(2025, 5, 5)


def begin(office, *, at=BEGUN, unit=None, by=None, duty="final_report") -> Report:
    row = Obligation.objects.get(unit=unit or office.cast.dien_tho, duty__code=duty)
    return start_report(obligation=row, by=make.actor(by or office.cast.author), at=at)


def write(office, report, *, at=BEGUN, by=None, since=date(2023, 1, 1), until=None, **texts) -> Report:
    sections = report_rules(office.plan).sections
    told = {section.code: WORDS for section in sections} | texts
    return write_report(
        report=report, since=since, until=until or at.date(), texts=told, by=make.actor(by or office.cast.author), at=at
    )


def sent(office, *, at=BEGUN, unit=None, author=None, head=None, duty="final_report") -> Report:
    report = begin(office, at=at, unit=unit, by=author, duty=duty)
    write(office, report, at=at, by=author)
    submit_report(report=report, by=make.actor(head or office.cast.head), at=at)
    report.refresh_from_db()
    return report


def row(office, on, duty="final_report"):
    found = board(plan=office.plan, on=on, unit_ids=[office.cast.dien_tho.pk], duty=duty).rows
    assert len(found) == 1
    return found[0]


def text_of(content: bytes) -> str:
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.clause("IV.1")
def test_a_submitted_report_answers_the_duty_by_itself_and_its_figures_stay_as_they_were(office):
    office.send(make.moment(2025, 2, 10))
    report = sent(office)
    assert (row(office, date(2025, 5, 4)).state, row(office, date(2025, 5, 5)).state) == ("not_due", "met")
    office.send(make.moment(2025, 5, 5, 16))  # after the sending, on the same day
    kept = ReportSubmission.objects.get().figures
    assert as_kept(kept).total.counts["introduced"] == 1
    now = report_figures(report).total
    told = {name: (before, after) for name, before, after in differing(as_kept(kept).total, now)}
    assert told["Điển hình đã giới thiệu"] == ("1", "2")


@pytest.mark.clause("IV.1")
def test_on_the_last_day_it_is_on_time_on_the_next_late_for_ever(office, cast):
    sent(office, at=make.moment(2025, 5, 24, 23, 59))
    sent(office, at=make.moment(2025, 5, 25, 0, 0), unit=cast.dien_an, author=cast.neighbour, head=cast.neighbour_head)
    rows = board(plan=office.plan, on=date(2025, 6, 1), duty="final_report").rows
    assert {one.unit_id: str(one.state) for one in rows if one.unit_id != cast.health.pk} == {
        cast.dien_tho.pk: "met", cast.dien_an.pk: "late",
    }  # fmt: skip


def test_what_came_in_time_and_was_returned_stays_in_time_when_it_comes_again(office, cast):
    report = sent(office, at=make.moment(2025, 5, 20))
    office_by = make.actor(cast.office)
    return_report(report=report, reason="Thiếu số liệu kinh phí.", by=office_by, at=make.moment(2025, 5, 22))
    assert row(office, date(2025, 5, 21)).state == "met"
    assert row(office, date(2025, 5, 23)).state == "due_soon"
    report.refresh_from_db()
    write(office, report, at=make.moment(2025, 5, 27), budget="Đã chi 12 triệu đồng.")
    submit_report(report=report, by=make.actor(cast.head), at=make.moment(2025, 5, 28))
    states = [str(row(office, date(2025, 5, day)).state) for day in (23, 26, 27, 28)]
    assert states == ["due_soon", "overdue", "overdue", "met"]
    report.refresh_from_db()
    accept_report(report=report, by=office_by, at=make.moment(2025, 5, 30))
    report.refresh_from_db()
    assert (report.state, row(office, date(2025, 6, 1)).state) == ("accepted", "met")
    assert [one.turn for one in report.submissions.all()] == [1, 2]


def test_a_return_entered_afterwards_marks_the_days_between(office, cast):
    report = sent(office, at=make.moment(2025, 5, 10))
    return_report(
        report=report, reason="Thiếu.", by=make.actor(cast.office), at=make.moment(2025, 5, 12),
        recorded_at=make.moment(2025, 5, 16),
    )  # fmt: skip
    rows = {day: row(office, date(2025, 5, day)) for day in (11, 13, 16)}
    assert {day: (str(one.state), one.restated) for day, one in rows.items()} == {
        11: ("met", False), 13: ("due_soon", True), 16: ("due_soon", False),
    }  # fmt: skip


def test_only_the_head_sends_only_the_office_answers_and_a_return_says_why(office, cast):
    report = begin(office)
    write(office, report)
    for person in (cast.author, cast.office, cast.neighbour_head):
        with pytest.raises(Refused):
            submit_report(report=report, by=make.actor(person), at=BEGUN)
    submit_report(report=report, by=make.actor(cast.head), at=BEGUN)
    report.refresh_from_db()
    for person in (cast.author, cast.head, cast.leader):
        with pytest.raises(Refused):
            accept_report(report=report, by=make.actor(person), at=BEGUN)
    with pytest.raises(Refused, match="lý do"):
        return_report(report=report, reason=" ", by=make.actor(cast.office), at=BEGUN)
    with pytest.raises(Refused, match="đã gửi"):
        write(office, report, strengths="Khác.")


def test_sections_without_figures_must_be_written_and_days_to_come_are_refused(office, cast):
    report = begin(office)
    with pytest.raises(Refused, match="Ưu điểm, Tồn tại, hạn chế"):
        submit_report(report=report, by=make.actor(cast.head), at=BEGUN)
    with pytest.raises(BadInput) as wrong:
        write(office, report, until=date(2025, 5, 6))
    assert wrong.value.field == "until"


@pytest.mark.clause("IV.1")
def test_the_interim_report_may_speak_of_the_time_before_the_plan_and_says_since_when_there_is_data(office):
    at = make.moment(2023, 5, 2)
    report = begin(office, at=at, duty="interim_report")
    write(office, report, at=at, since=date(2021, 12, 9))
    submission = submit_report(report=report, by=make.actor(office.cast.head), at=at)
    assert row(office, date(2023, 5, 2), "interim_report").state == "met"
    assert "từ ngày 09/12/2021" in (paper := text_of(submission.content))
    assert "Phần mềm chưa có số liệu nào của thời gian này" in paper


def test_two_people_who_write_at_once_lose_nothing(office):
    report = begin(office)
    seen = report.version
    write(office, report, strengths="Của người thứ nhất.")
    with pytest.raises(Stale):
        write_report(
            report=report, since=report.since, until=report.until, texts={"strengths": "Của người thứ hai."},
            by=make.actor(office.cast.head), at=BEGUN, seen_version=seen,
        )  # fmt: skip
    assert Report.objects.get().texts["strengths"] == "Của người thứ nhất."


def test_begun_twice_is_one_report_and_saving_the_same_changes_nothing(office):
    report = begin(office)
    assert begin(office).pk == report.pk
    assert write(office, report).version == write(office, report).version


def test_what_was_sent_never_changes(office):
    sent(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportSubmission.objects.update(texts={})


def test_a_unit_no_longer_records_its_report_by_hand_the_office_still_types_one_from_paper(office, cast):
    told = Done("Báo cáo sơ kết", date(2023, 5, 3), document="12/BC-UBND")
    at = make.moment(2023, 5, 8)
    with pytest.raises(Refused, match="phần Báo cáo"):
        recorded(office, "interim_report", "2023", done=told, at=at)
    recorded(office, "interim_report", "2023", done=told, at=at, by=cast.office)
    assert row(office, date(2023, 5, 8), "interim_report").state == "met"


def test_the_paper_holds_texts_figures_and_every_annex_of_the_outline(office):
    office.send(make.moment(2025, 2, 10))
    report = begin(office)
    write(office, report, strengths="Hai mô hình được nhân rộng.")
    paper = text_of(submit_report(report=report, by=make.actor(office.cast.head), at=BEGUN).content)
    for part in (
        "BÁO CÁO",
        "III. ĐÁNH GIÁ CHUNG",
        "Hai mô hình được nhân rộng.",
        "Phụ lục VII",
        "Điển hình đã giới thiệu",
    ):
        assert part in paper
    assert "Phần mềm bản này chưa có số liệu cho phụ lục này." in paper


def test_number_and_day_are_entered_after_signing_and_mended_by_a_new_row(office, cast):
    report = sent(office)
    by = make.actor(cast.author)
    for number in ("45/BC-UBND", "45/BC-UBND", "46/BC-UBND"):
        enter_report_reference(paper=report, document_number=number, dated_on=date(2025, 5, 5), by=by, at=BEGUN)
    assert [one.document_number for one in report.references.all()] == ["45/BC-UBND", "46/BC-UBND"]
    with pytest.raises(Refused):
        enter_report_reference(
            paper=report, document_number="1/BC", dated_on=date(2025, 5, 5), by=make.actor(cast.neighbour), at=BEGUN
        )


def test_the_office_is_told_of_a_sending_the_unit_of_the_answer(office, cast):
    report = sent(office)
    accept_report(report=report, by=make.actor(cast.office), at=make.moment(2025, 5, 6))
    told = set(Letter.objects.filter(link=f"ledger.report:{report.pk}").values_list("recipient__username", "subject"))
    assert told == {
        ("office", "Diên Thọ gửi báo cáo"), ("office_second", "Diên Thọ gửi báo cáo"),
        ("author", "Báo cáo đã được tiếp nhận"), ("head", "Báo cáo đã được tiếp nhận"),
    }  # fmt: skip
