"""The report over all units (KH 87, IV.4): its totals are the board's, its texts the office's, issued once."""

from collections import Counter
from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused
from neuguong.core.papers import number_text
from neuguong.exemplars.operations.conflicts import recuse
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.ledger.models import Estimate, IssuedReport
from neuguong.ledger.operations.overall_reports import (
    issue_overall_report,
    start_overall_report,
    write_overall_report,
)
from neuguong.ledger.operations.reports import return_report
from neuguong.ledger.queries.board import Board, board
from neuguong.ledger.queries.budget import total_of as estimate_total
from neuguong.ledger.queries.report_facts import as_kept
from neuguong.ledger.queries.reports import reported, written_by_units
from neuguong.org.enums import Role
from neuguong.programme.queries.reports import report_rules
from tests import factories as make
from tests.ledger.test_budget import approved
from tests.ledger.test_reports import WORDS, sent, text_of

AT = make.moment(2025, 5, 26)


@pytest.fixture
def duty(plan):
    return plan.duties.select_related("plan").get(code="final_report")


def begun(office, duty, **texts):
    by = make.actor(office.cast.office)
    overall = start_overall_report(duty=duty, by=by, at=AT)
    days = {"since": date(2023, 1, 1), "until": date(2025, 5, 24)}
    return write_overall_report(overall=overall, texts=texts, by=by, at=AT, **days)


def issued(office, overall, **more):
    return issue_overall_report(overall=overall, by=make.actor(office.cast.office), at=AT, **more)


def table(content: bytes, heading: str) -> list[list[str]]:
    """The printed rows of the table whose head holds a word; group lines left out."""
    paper = docx.Document(BytesIO(content))
    for found in paper.tables:
        rows = [[cell.text for cell in row.cells] for row in found.rows]
        if heading in rows[0]:
            return [row for row in rows if len(set(row)) > 1]
    raise AssertionError(heading)


def totals_of(found: Board) -> list[str]:
    """What the last line of the annex has to say, added up from the board's own rows cell by cell."""
    rows = [row for row in found.rows if row.year <= found.on.year]
    quotas = [row for row in rows if row.duty_kind == "quota"]
    asked = [row for row in quotas if row.state == "met" or row.last_day <= found.on]
    returns = [row for row in rows if row.duty_kind == "return" and row.last_day <= found.on]
    states = Counter(str(row.state) for row in returns)
    in_time = (states["met"] + states["nil"]) * 100 / len(returns)
    return [
        *(str(sum(getattr(row, kind) for row in quotas)) for kind in ("collectives", "individuals", "households")),
        str(sum(row.required for row in asked)),
        str(sum(row.sent for row in asked)),
        str(len(asked)),
        str(sum(row.state == "met" for row in asked)),
        str(len(returns)),
        *(str(states[state]) for state in ("met", "nil", "late", "overdue")),
        f"{in_time:.1f}".replace(".", ","),
    ]


@pytest.mark.clause("IV.4")
def test_the_papers_totals_are_the_boards_rows_added_up_cell_by_cell(office, cast, duty):
    for month, kind in ((2, "individual"), (3, "collective"), (5, "household")):
        office.send(make.moment(2024, month, 10), kind=kind)
    office.send(make.moment(2025, 3, 2), cast.dien_an)
    made = issued(office, begun(office, duty))
    printed = table(bytes(made.content), "Lượt có chỉ tiêu")
    assert printed[-1][1:] == ["Cộng", *totals_of(board(plan=office.plan, on=date(2025, 5, 24)))]
    units = printed[1:-1]
    assert [row[1] for row in units] == ["Diên An", "Diên Thọ", "Phòng Y tế"]
    for place in range(2, 14):
        assert sum(int(row[place]) for row in units) == int(printed[-1][place])


def test_sectors_and_recognition_add_up_to_the_same(office, cast, duty):
    dossier = office.send(make.moment(2024, 2, 1))
    office.send(make.moment(2024, 2, 2))
    verify_nomination(nomination=dossier, by=make.actor(cast.office), at=make.moment(2024, 2, 5))
    recognise_in_unit(
        nomination=dossier, document_number="05/QĐ", decided_on=date(2024, 4, 1), by=make.actor(cast.head),
        at=make.moment(2024, 4, 2),
    )  # fmt: skip
    made = issued(office, begun(office, duty))
    total = as_kept(made.figures).total
    sectors = table(bytes(made.content), "Cộng giới thiệu")
    assert (sectors[-1][5], sectors[-1][-1]) == (total.text("introduced"), total.text("recognised")) == ("2", "1")
    assert len(sectors) == 1 + 14 + 1
    assert table(bytes(made.content), "Tỷ lệ")[-1] == ["Cộng", "2", "1", "0", "1", "50,0%"]


def test_every_printed_figure_is_that_of_the_query(office, duty):
    office.send(make.moment(2024, 2, 10))
    made = issued(office, begun(office, duty))
    total, outline = as_kept(made.figures).total, report_rules(office.plan)
    paper = docx.Document(BytesIO(bytes(made.content)))
    printed = [
        row.cells[1].text for one in paper.tables for row in one.rows[1:] if one.rows[0].cells[0].text == "Số liệu"
    ]
    assert printed == [total.text(code) for section in outline.sections for code in section.shown(overall=True)]


def test_units_texts_are_raw_material_and_what_was_returned_is_none(office, cast, duty):
    first = sent(office, at=make.moment(2025, 5, 20))
    outline = report_rules(office.plan)
    quoted = written_by_units(duty, outline, on=AT.date())
    assert {code: [(one.unit, one.text) for one in rows] for code, rows in quoted.items()} == {
        section.code: [("Diên Thọ", WORDS)] for section in outline.sections
    }
    assert reported(duty, on=AT.date()) == (1, 3)
    return_report(report=first, reason="Thiếu.", by=make.actor(cast.office), at=make.moment(2025, 5, 21))
    assert set(written_by_units(duty, outline, on=AT.date()).values()) == {()}
    assert reported(duty, on=AT.date()) == (0, 3)


def test_issued_twice_is_one_and_a_correction_has_a_number_and_a_reason(office, duty):
    overall = begun(office, duty, strengths="Lần đầu.")
    first = issued(office, overall)
    assert issued(office, overall).pk == first.pk
    begun(office, duty, strengths="Đã sửa.")
    second = issued(office, overall, reason="Sai số thôn.")
    assert issued(office, overall, reason="Sai số thôn.").pk == second.pk  # pressed twice
    assert [(one.correction, one.correction_reason) for one in IssuedReport.objects.all()] == [
        (0, ""),
        (1, "Sai số thôn."),
    ]
    assert "Lần đầu." in text_of(bytes(first.content))
    paper = text_of(bytes(second.content))
    assert "(đính chính lần 1)" in paper
    assert "Lý do: Sai số thôn." in paper
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedReport.objects.update(texts={})


def test_nothing_is_corrected_before_it_was_issued(office, duty):
    with pytest.raises(BadInput):
        issued(office, begun(office, duty), reason="Sai.")


def test_only_the_office_writes_it_and_nobody_who_keeps_away_from_a_dossier_of_its_list(office, cast, duty):
    with pytest.raises(Refused):
        start_overall_report(duty=duty, by=make.actor(cast.head), at=AT)
    overall = begun(office, duty)
    dossier = office.send(make.moment(2025, 3, 2))
    by = make.actor(cast.office)
    recuse(nomination=dossier, account=cast.office, reason="Bạn học.", by=by, at=make.moment(2025, 3, 3))
    with pytest.raises(Refused, match="không tham gia xét"):
        issued(office, overall)
    assert issue_overall_report(overall=overall, by=make.actor(cast.office_second), at=AT).correction == 0


def test_the_annex_on_money_holds_what_was_asked_appraised_and_approved(office, cast, duty):
    finance = make.make_account("finance", "Lê Thị Kế")
    make.give_role(finance, Role.FINANCE, office.cast.district, subtree=True)
    approved(office, finance)
    total = estimate_total(Estimate.objects.get())
    rows = table(bytes(issued(office, begun(office, duty)).content), "Phê duyệt")
    told = [number_text(one) for one in (total.asked, total.appraised, total.approved)]
    assert (rows[1][1], rows[1][2], rows[1][4:], rows[-1][4:]) == ("2025", "Diên Thọ", told, told)
