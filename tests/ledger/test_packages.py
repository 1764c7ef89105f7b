"""The quarter's package says what was verified, says it once, and never says anything else afterwards."""

import hashlib
import json
import re
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import Package, PackageFile, PackageItem, PackageReference
from neuguong.ledger.operations.packages import correct_package, enter_reference, issue_package
from neuguong.ledger.queries.packages import file_of, round_preview, round_rows
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of
from tests.conftest import Cast
from tests.core.papers.reading import cells
from tests.factories import actor, moment
from tests.ledger.packaging import CLOSED, load_87, sent, verified

pytestmark = pytest.mark.clause("IV.2")


@pytest.fixture
def kh87(cast: Cast) -> Plan:
    return load_87()


@pytest.fixture
def three(kh87: Plan, cast: Cast) -> list:
    """One of each kind, all verified before the cut-off."""
    return [
        verified(kh87, cast, name="Đỗ Thị Lành", birth_year=1958),
        verified(kh87, cast, name="Tổ hòa giải thôn Bến Sỏi", kind="collective"),
        verified(kh87, cast, name="Hộ ông Trần Quang Thế", kind="household"),
    ]


def issue(plan: Plan, cast: Cast, *, at=CLOSED, round_code: str = "2025-Q1", **more) -> Package:
    return issue_package(plan=plan, round_code=round_code, by=actor(cast.office), at=at, **more)


def paper(package: Package) -> docx.document.Document:
    return docx.Document(BytesIO(bytes(file_of(package, "letter").content)))


def body_text(package: Package) -> str:
    document = paper(package)
    tables = [cell.text for table in document.tables[:2] for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + tables)


def listed_names(package: Package) -> list[str]:
    """The names of the list's numbered rows in the .docx."""
    table = next(table for table in paper(package).tables if table.cell(0, 0).text == "STT")
    return [row.cells[1].text for row in table.rows if row.cells[0].text.isdigit()]


def sheet_names(package: Package) -> list[str]:
    """The names of the list's numbered rows in the .xlsx."""
    found = cells(bytes(file_of(package, "sheet").content))
    rows = [key[1:] for key, value in found.items() if re.fullmatch(r"A\d+", key) and value.isdigit()]
    return [found[f"B{row}"].strip("'") for row in rows]


@pytest.mark.clause("IV.4")
def test_letter_list_workbook_and_database_hold_the_same_dossiers(kh87, three, cast):
    package = issue(kh87, cast)
    stored = [item.line["name"] for item in package.items.all()]
    assert sorted(stored) == ["Hộ ông Trần Quang Thế", "Tổ hòa giải thôn Bến Sỏi", "Đỗ Thị Lành"]
    assert sorted(listed_names(package)) == sorted(stored)
    assert sorted(sheet_names(package)) == sorted(stored)
    assert package.counts == {"total": 3, "collective": 1, "individual": 1, "household": 1}
    assert "giới thiệu 03 điển hình tiên tiến quý I/2025, gồm 01 tập thể, 01 cá nhân và 01 hộ gia đình" in body_text(
        package
    )


def test_the_list_is_in_the_plans_order_of_kinds(kh87, three, cast):
    package = issue(kh87, cast)
    table = next(table for table in paper(package).tables if table.cell(0, 0).text == "STT")
    labels = [row.cells[0].text for row in table.rows if re.match(r"[A-C]\. ", row.cells[0].text)]
    assert labels == ["A. Tập thể (01)", "B. Cá nhân (01)", "C. Hộ gia đình (01)"]
    assert listed_names(package) == ["Tổ hòa giải thôn Bến Sỏi", "Đỗ Thị Lành", "Hộ ông Trần Quang Thế"]


def test_names_of_offices_come_from_the_plan(kh87, three, cast):
    rules = rules_of(kh87).package
    text = body_text(issue(kh87, cast, signer="Nguyễn Văn Gấm"))
    assert f"Kính gửi: {rules.addressee}" in text
    assert "TM. ỦY BAN NHÂN DÂN" in text
    assert "Nguyễn Văn Gấm" in text


def test_a_unit_without_exemplars_has_its_row_of_zeros(kh87, three, cast):
    package = issue(kh87, cast)
    counts = {row["unit"]: sum(row["counts"].values()) for row in package.units_table}
    assert counts == {"Xã Diên Thọ": 3, "Xã Diên An": 0, "Phòng Y tế": 0}
    returned = {row["unit"]: row["returned"] for row in package.units_table}
    assert returned == {
        "Xã Diên Thọ": "đủ, đúng hạn",
        "Xã Diên An": "quá hạn, chưa gửi",
        "Phòng Y tế": "quá hạn, chưa gửi",
    }
    table = paper(package).tables[-1]
    assert [cell.text for cell in table.rows[-1].cells][1:6] == ["Cộng", "1", "1", "1", "3"]


def test_only_what_is_verified_goes_in(kh87, three, cast):
    sent(kh87, cast.dien_an, cast.neighbour, cast.neighbour_head, name="Lê Thị Chờ")
    assert set(listed_names(issue(kh87, cast))) == {
        "Đỗ Thị Lành",
        "Tổ hòa giải thôn Bến Sỏi",
        "Hộ ông Trần Quang Thế",
    }


def test_what_missed_its_own_package_goes_into_the_next_and_nothing_goes_twice(kh87, three, cast):
    issue(kh87, cast)
    late = verified(kh87, cast, name="Phan Văn Muộn", day=20)
    second = issue(kh87, cast, round_code="2025-Q2", at=moment(2025, 6, 15, 8))
    assert set(second.items.values_list("nomination_id", flat=True)) == {late.pk}


def test_pressing_twice_gives_one_package(kh87, three, cast):
    first = issue(kh87, cast)
    assert issue(kh87, cast, at=moment(2025, 3, 15, 9)) == first
    assert Package.objects.count() == 1


def test_a_round_that_still_takes_dossiers_has_no_package(kh87, three, cast):
    with pytest.raises(Refused, match=r"còn nhận hồ sơ đến hết ngày 14/03/2025. Từ ngày 15/03/2025"):
        issue(kh87, cast, at=moment(2025, 3, 14, 23, 59))
    assert issue(kh87, cast, at=moment(2025, 3, 15, 0, 0)).running_number == "GQ-2025-01"


@pytest.mark.parametrize("round_code", ["2023-Q1", "2026-Q1", "2024", "quý I"])
def test_a_round_outside_the_plan_is_bad_input(kh87, cast, round_code):
    with pytest.raises(BadInput):
        issue(kh87, cast, round_code=round_code, at=moment(2026, 6, 1))


def test_an_empty_round_says_so_and_still_shows_every_unit(kh87, cast):
    package = issue(kh87, cast)
    assert package.counts["total"] == 0
    assert "quý I/2025 không có điển hình tiên tiến đã thẩm định để giới thiệu" in body_text(package)
    assert len(package.units_table) == 3


@pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "admin", "stranger"])
def test_only_the_standing_office_issues(kh87, cast, who):
    with pytest.raises(Refused, match="cơ quan thường trực"):
        issue_package(plan=kh87, round_code="2025-Q1", by=actor(cast[who]), at=CLOSED)


def test_a_package_stays_as_it_went_out_whatever_changes_later(kh87, three, cast):
    package = issue(kh87, cast)
    before = {file.kind: bytes(file.content) for file in package.files.all()}
    subject = three[0].subject
    subject.name = "Tên Khác"
    subject.save()
    Unit.objects.filter(pk=cast.dien_tho.pk).update(name="Xã Đổi Tên", parent=cast.health)
    again = Package.objects.get(pk=package.pk)
    assert {file.kind: bytes(file.content) for file in again.files.all()} == before
    assert {file.digest for file in again.files.all()} == {
        hashlib.sha256(content).hexdigest() for content in before.values()
    }
    assert again.items.get(nomination=three[0]).line["name"] == "Đỗ Thị Lành"


@pytest.mark.parametrize("model", [Package, PackageItem, PackageFile, PackageReference])
@pytest.mark.parametrize("act", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_a_package(kh87, three, cast, model, act):
    package = issue(kh87, cast)
    enter_reference(
        package=package, document_number="215/UBND-NV", issued_on=date(2025, 3, 15), by=actor(cast.office), at=CLOSED
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table=model._meta.db_table))


def test_a_mistake_is_mended_by_a_numbered_correction(kh87, three, cast):
    first = issue(kh87, cast)
    before = [bytes(file.content) for file in first.files.order_by("id")]
    mended = correct_package(
        package=first,
        reason="Đưa nhầm một hộ",
        leave_out=[three[2].pk],
        by=actor(cast.office),
        at=moment(2025, 3, 17),
    )
    assert (mended.running_number, mended.correction, mended.corrects) == ("GQ-2025-02", 1, first)
    assert set(mended.items.values_list("nomination_id", flat=True)) == {three[0].pk, three[1].pk}
    text = body_text(mended)
    assert "(đính chính lần 1)" in text
    assert "thay cho danh sách của gói GQ-2025-01 đã gửi. Lý do: Đưa nhầm một hộ" in text
    assert [bytes(file.content) for file in first.files.order_by("id")] == before


def test_a_correction_adds_what_was_verified_in_time_but_entered_afterwards(kh87, three, cast):
    first = issue(kh87, cast)
    forgotten = verified(kh87, cast, name="Võ Thị Sót", day=13)
    too_late = verified(kh87, cast, name="Võ Thị Sau", day=20)
    mended = correct_package(package=first, reason="Sót một người", by=actor(cast.office), at=moment(2025, 3, 21))
    ids = set(mended.items.values_list("nomination_id", flat=True))
    assert forgotten.pk in ids
    assert too_late.pk not in ids


def test_only_the_newest_version_is_corrected_and_with_a_reason(kh87, three, cast):
    by, at = actor(cast.office), moment(2025, 3, 17)
    first = issue(kh87, cast)
    with pytest.raises(BadInput, match="lý do"):
        correct_package(package=first, reason="  ", by=by, at=at)
    correct_package(package=first, reason="Sai tên", by=by, at=at)
    with pytest.raises(Refused, match="bản đính chính mới hơn"):
        correct_package(package=first, reason="Sai tên", by=by, at=at)


def test_what_a_correction_left_out_does_not_slip_into_the_next_package(kh87, three, cast):
    first = issue(kh87, cast)
    correct_package(
        package=first, reason="Đưa nhầm", leave_out=[three[0].pk], by=actor(cast.office), at=moment(2025, 3, 17)
    )
    assert issue(kh87, cast, round_code="2025-Q2", at=moment(2025, 6, 15)).counts["total"] == 0


def test_the_official_number_is_entered_afterwards_and_the_newest_counts(kh87, three, cast):
    package, by = issue(kh87, cast), actor(cast.office)
    at = moment(2025, 3, 18)
    enter_reference(package=package, document_number="251/UBND-NV", issued_on=date(2025, 3, 17), by=by, at=at)
    enter_reference(package=package, document_number="215/UBND-NV", issued_on=date(2025, 3, 17), by=by, at=at)
    row = round_rows(kh87, rules_of(kh87), at=at)[1]
    assert (row.period.code, row.state, row.reference.document_number) == ("2025-Q1", "issued", "215/UBND-NV")


@pytest.mark.parametrize(
    ("number", "day"), [("", date(2025, 3, 16)), ("215/UBND-NV", date(2025, 3, 14)), ("215/UBND-NV", date(2025, 3, 30))]
)
def test_a_number_without_text_or_with_an_impossible_day_is_refused(kh87, cast, number, day):
    package = issue(kh87, cast)
    with pytest.raises(BadInput):
        enter_reference(
            package=package, document_number=number, issued_on=day, by=actor(cast.office), at=moment(2025, 3, 20)
        )


def test_the_preview_counts_what_issuing_would_freeze(kh87, three, cast):
    sent(kh87, cast.dien_an, cast.neighbour, cast.neighbour_head, name="Lê Thị Chờ")
    preview = round_preview(kh87, rules_of(kh87), "2025-Q1", at=CLOSED)
    assert (preview.row.state, preview.total, preview.undecided) == ("ready", 3, 1)
    assert round_preview(kh87, rules_of(kh87), "2025-Q4", at=CLOSED) is None


def test_the_command_writes_the_issued_files_and_what_is_in_them(kh87, three, cast, tmp_path, capsys):
    package = issue(kh87, cast)
    call_command("package", round="2025-Q1", out=tmp_path / "goi")
    told = json.loads((tmp_path / "goi" / "package.json").read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out) == told
    assert (told["number"], told["counts"]["total"]) == ("GQ-2025-01", 3)
    assert set(told["ids"]) == {nomination.pk for nomination in three}
    assert (tmp_path / "goi" / "GQ-2025-01.docx").read_bytes() == bytes(file_of(package, "letter").content)
    assert (tmp_path / "goi" / "GQ-2025-01.xlsx").read_bytes() == bytes(file_of(package, "sheet").content)


def test_the_command_says_when_nothing_was_issued(kh87, tmp_path):
    with pytest.raises(CommandError, match="Chưa lập gói của đợt 2025-Q1"):
        call_command("package", round="2025-Q1", out=tmp_path)
    assert list(tmp_path.iterdir()) == []
