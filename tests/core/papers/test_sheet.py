"""Spreadsheets hold values as values, text as text, and are ready to print."""

from datetime import date
from decimal import Decimal

import pytest

from neuguong.core.papers import Column, Group, Sheet, Table, build_workbook
from tests.core.papers.reading import MADE_AT, S, cells, part

TABLE = Table(
    (
        Column("TT", 12),
        Column("Họ và tên", 60),
        Column("Sinh", 25),
        Column("Tỷ lệ", 25),
        Column("Năm", 20, grouped=False),
    ),
    (
        Group("A. TẬP THỂ"),
        Group("B. CÁ NHÂN", ((1, "Nguyễn Thị Hường", date(1972, 1, 5), Decimal("12.5"), 2025),)),
    ),
    total=(None, "Cộng", None, Decimal("12.5"), None),
)


def built(*sheets: Sheet) -> bytes:
    return build_workbook(sheets, title="Danh sách", author="UBND xã", made_at=MADE_AT)


def sheet(name: str = "Danh sách", **changes) -> Sheet:
    return Sheet(**{"name": name, "table": TABLE, "titles": ("DANH SÁCH", "Quý I năm 2025"), **changes})


def one_column(*values) -> Table:
    return Table((Column("Cột", 60),), (Group("", tuple((value,) for value in values)),))


def test_titles_head_groups_values_and_totals_stand_where_they_should():
    assert cells(built(sheet(notes=("Ghi chú",)))) == {
        "A1": "'DANH SÁCH'",
        "A2": "'Quý I năm 2025'",
        "A4": "'TT'",
        "B4": "'Họ và tên'",
        "C4": "'Sinh'",
        "D4": "'Tỷ lệ'",
        "E4": "'Năm'",
        "A5": "'A. TẬP THỂ'",
        "A6": "'Không có'",
        "A7": "'B. CÁ NHÂN'",
        "A8": "1",
        "B8": "'Nguyễn Thị Hường'",
        "C8": "26303",  # 05/01/1972 as the spreadsheet counts days
        "D8": "12.5",
        "E8": "2025",
        "B9": "'Cộng'",
        "D9": "12.5",
        "A11": "'Ghi chú'",
    }


DANGEROUS = ("=1+1", "+84905123456", "-5", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "http://example.org", "{=1}")


def test_typed_text_never_becomes_a_formula_or_a_link():
    package = built(Sheet(name="x", table=one_column(*DANGEROUS)))
    worksheet = part(package, "xl/worksheets/sheet1.xml")
    assert [list(worksheet.iter(f"{S}{tag}")) for tag in ("f", "hyperlink")] == [[], []]
    assert [value for name, value in cells(package).items() if name != "A1"] == [f"'{text}'" for text in DANGEROUS]


def test_text_that_begins_like_a_formula_stays_text_when_somebody_edits_it():
    package = built(Sheet(name="x", table=one_column("=1+1", "Bình thường")))
    looks = list(part(package, "xl/styles.xml").find(f"{S}cellXfs"))
    marked = {
        cell.get("r"): looks[int(cell.get("s"))].get("quotePrefix")
        for cell in part(package, "xl/worksheets/sheet1.xml").iter(f"{S}c")
    }
    assert marked == {"A1": None, "A2": "1", "A3": None}


def test_the_sheet_prints_on_a4_landscape_one_page_wide_with_its_head_on_every_page():
    package = built(sheet())
    worksheet = part(package, "xl/worksheets/sheet1.xml")
    setup = worksheet.find(f"{S}pageSetup")
    assert {key: setup.get(key) for key in ("paperSize", "orientation", "fitToHeight")} == {
        "paperSize": "9",
        "orientation": "landscape",
        "fitToHeight": "0",
    }
    margins = worksheet.find(f"{S}pageMargins")
    assert [round(float(margins.get(side)) * 25.4) for side in ("top", "bottom", "left", "right")] == [20, 20, 30, 15]
    assert worksheet.find(f"{S}headerFooter/{S}oddFooter").text == '&C&"Times New Roman,Regular"&11Trang &P/&N'
    assert worksheet.find(f"{S}sheetViews/{S}sheetView/{S}pane").get("topLeftCell") == "A5"
    defined = part(package, "xl/workbook.xml").find(f"{S}definedNames")
    assert [(node.get("name"), node.text) for node in defined] == [("_xlnm.Print_Titles", "'Danh sách'!$4:$4")]


def test_every_written_cell_is_times_new_roman_12():
    package = built(sheet())
    styles = part(package, "xl/styles.xml")
    fonts = [(node.find(f"{S}name").get("val"), node.find(f"{S}sz").get("val")) for node in styles.find(f"{S}fonts")]
    looks = [fonts[int(node.get("fontId"))] for node in styles.find(f"{S}cellXfs")]
    used = {looks[int(cell.get("s", 0))] for cell in part(package, "xl/worksheets/sheet1.xml").iter(f"{S}c")}
    assert used == {("Times New Roman", "12")}


def test_several_sheets_get_names_that_a_spreadsheet_accepts():
    long = "Danh sách: khối thi đua số 1/2025 của các xã, thị trấn"
    package = built(sheet(long), sheet(long), sheet("History"), sheet("  "))
    found = [node.get("name") for node in part(package, "xl/workbook.xml").iter(f"{S}sheet")]
    assert found == ["Danh sách  khối thi đua số 1 20", "Danh sách  khối thi đua số (2)", "History (2)", "Trang"]


def test_a_text_longer_than_a_cell_is_cut_with_a_mark_and_not_lost():
    found = cells(built(Sheet(name="x", table=one_column("a" * 40_000))))["A2"].strip("'")
    assert len(found) == 32_767
    assert found.endswith("a… (còn tiếp)")


def test_a_flat_table_can_be_filtered_and_a_long_text_gets_a_high_row():
    package = built(Sheet(name="x", table=one_column("ngắn", "dài " * 60)))
    worksheet = part(package, "xl/worksheets/sheet1.xml")
    assert worksheet.find(f"{S}autoFilter").get("ref") == "A1:A3"
    heights = [float(row.get("ht", 15.75)) for row in worksheet.iter(f"{S}row")]
    assert heights[1] == 15.75
    assert heights[2] >= 7 * 15.75


def test_a_workbook_without_sheets_is_refused():
    with pytest.raises(ValueError, match="ít nhất một trang"):
        built()
