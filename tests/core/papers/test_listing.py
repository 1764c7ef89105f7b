"""Lists keep every row, say "Không có" where there is none, and print so that no row is torn."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from neuguong.core.papers import Column, Group, Listing, Table, build_listing
from tests.core.papers.reading import MADE_AT, W, part, styled, text_of

COLUMNS = (
    Column("TT", 12, "center"),
    Column("Họ và tên", 60),
    Column("Năm sinh", 20, "center", grouped=False),
    Column("Tỷ lệ", 25, "right", decimals=2),
    Column("Ngày", 30),
)
TABLE = Table(
    COLUMNS,
    (
        Group("A. TẬP THỂ"),
        Group("B. CÁ NHÂN", tuple((n, f"Người số {n}", 1972, Decimal("12.5"), date(2025, 1, 5)) for n in range(1, 41))),
    ),
    total=(None, "Cộng", 40, Decimal("1234.5"), None),
)


def rows_of(package: bytes) -> list[list[str]]:
    return [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in part(package, "word/document.xml").iter(f"{W}tr")]


def built(table: Table = TABLE, **changes) -> bytes:
    return build_listing(Listing(title="Danh sách", table=table, **changes), issuer="UBND xã", made_at=MADE_AT)


def test_all_rows_are_printed_in_their_groups_and_an_empty_group_says_so():
    rows = rows_of(built())
    assert rows[:5] == [
        ["TT", "Họ và tên", "Năm sinh", "Tỷ lệ", "Ngày"],
        ["A. TẬP THỂ"],
        ["Không có"],
        ["B. CÁ NHÂN"],
        ["1", "Người số 1", "1972", "12,50", "05/01/2025"],
    ]
    assert len(rows) == 1 + 2 + 1 + 40 + 1
    assert rows[-1] == ["", "Cộng", "40", "1.234,50", ""]
    assert TABLE.row_count == 40


def test_the_head_is_repeated_and_no_row_breaks_across_pages():
    rows = list(part(built(), "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    assert {row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows} == {True}


def test_columns_have_their_widths_in_millimetres():
    grid = next(part(built(), "word/document.xml").iter(f"{W}tblGrid"))
    assert [round(int(column.get(f"{W}w")) * 25.4 / 1440) for column in grid] == [12, 60, 20, 25, 30]


def test_a_list_says_which_letter_it_goes_with():
    package = built(attached_to="Kèm theo Công văn số      /UBND", introduction=("Mở đầu",), notes=("Ghi chú",))
    assert styled(package, "Paperattachedto") == ["(Kèm theo Công văn số      /UBND)"]
    assert styled(package, "Paperbody") == ["Mở đầu", "Ghi chú"]
    assert styled(package, "Paperappendix") == []


def test_a_landscape_page_has_252_mm_for_columns():
    assert rows_of(built(Table((Column("Cột", 252),), (Group(),)))) == [["Cột"], ["Không có"]]
    with pytest.raises(ValueError, match="252 mm"):
        built(Table((Column("Cột", 253),), (Group(),)))


def test_a_row_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="4 ô, bảng có 5 cột"):
        Table(COLUMNS, (Group("", ((1, "A", 1972, None),)),))


def test_values_without_an_agreed_way_of_writing_are_refused():
    for value in (True, datetime(2025, 1, 5, tzinfo=MADE_AT.tzinfo)):
        with pytest.raises(TypeError):
            built(Table((Column("Cột", 50),), (Group("", ((value,),)),)))


def test_small_type_is_for_wide_tables():
    package = built(Table((Column("Cột", 50),), (Group("A", (("x",),)),), small=True))
    assert styled(package, "Papersmallcell") == ["x"]
    assert styled(package, "Papersmallcellgroup") == ["A"]
