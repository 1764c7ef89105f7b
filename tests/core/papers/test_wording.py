"""Numbers, dates and lists are written as Decree 30/2020, Appendix I asks."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from neuguong.core.papers.breaking import balanced_lines
from neuguong.core.papers.metrics import text_width_mm
from neuguong.core.papers.wording import (
    attached_to,
    clean,
    closed_list,
    dash_list,
    letter_subject,
    number_text,
    official_date,
    official_number,
    roman,
    symbol,
    with_end_mark,
)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "Số: 01/KH-UBND"),
        (9, "Số: 09/KH-UBND"),
        (10, "Số: 10/KH-UBND"),
        (1234, "Số: 1234/KH-UBND"),
        (None, "Số:      /KH-UBND"),
    ],
)
def test_a_number_under_ten_gets_a_zero_and_a_missing_one_leaves_room(number, written):
    assert official_number(number, "KH-UBND") == written


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (date(2023, 1, 5), "ngày 05 tháng 01 năm 2023"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2025, 4, 10), "ngày 10 tháng 4 năm 2025"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_days_under_ten_and_the_first_two_months_get_a_zero(on, written):
    assert official_date(on) == written


def test_a_paper_not_yet_dated_leaves_room_for_the_day():
    assert official_date(None, drafted_on=date(2025, 3, 14)) == "ngày      tháng 3 năm 2025"
    assert official_date(None) == "ngày      tháng      năm      "


def test_a_symbol_has_no_spaces_around_its_dash():
    assert symbol("KH", "UBND") == "KH-UBND"
    assert symbol(" BC ", "", "UB ND") == "BC-UBND"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234567, 0, "1.234.567"),
        (Decimal("1234.55"), 1, "1.234,6"),
        (Decimal("0.65"), 2, "0,65"),
        (Decimal("-0.04"), 1, "0,0"),
        (0, 0, "0"),
        (-1500, 0, "-1.500"),
        (2.5, 0, "3"),
    ],
)
def test_amounts_are_written_the_vietnamese_way(value, decimals, written):
    assert number_text(value, decimals=decimals) == written


def test_roman_numerals_of_appendices():
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]
    with pytest.raises(ValueError, match="La Mã"):
        roman(0)


def test_a_list_ends_its_lines_with_semicolons_and_the_last_with_a_stop():
    assert dash_list(("Như trên;", "- Đảng ủy xã", " ", "Lưu: VT, NV.")) == (
        "- Như trên;",
        "- Đảng ủy xã;",
        "- Lưu: VT, NV.",
    )
    assert closed_list(()) == ()


def test_the_end_mark_is_written_once():
    assert {with_end_mark(text) for text in ("Kính đề nghị", "Kính đề nghị.", "Kính đề nghị./.")} == {"Kính đề nghị./."}


def test_the_subject_begins_with_vv_once():
    assert letter_subject("giới thiệu gương tốt.") == "V/v giới thiệu gương tốt"
    assert letter_subject("V/v giới thiệu gương tốt") == "V/v giới thiệu gương tốt"


def test_an_appendix_says_which_paper_it_belongs_to_and_leaves_the_same_room():
    assert (
        attached_to("", 5, "UBND-NV", "ngày 05 tháng 01 năm 2023", "Ủy ban nhân dân xã A")
        == "Kèm theo Công văn số 05/UBND-NV ngày 05 tháng 01 năm 2023 của Ủy ban nhân dân xã A"
    )
    assert (
        attached_to("Báo cáo", None, "BC-UBND", "ngày      tháng 3 năm 2025", "Ủy ban nhân dân xã A")
        == "Kèm theo Báo cáo số      /BC-UBND ngày      tháng 3 năm 2025 của Ủy ban nhân dân xã A"
    )


@given(st.text(max_size=80))
def test_whatever_is_typed_fits_into_a_file_and_cleaning_twice_changes_nothing(typed):
    element = etree.Element("t")
    element.text = clean(typed)
    assert etree.fromstring(etree.tostring(element)).text == (clean(typed) or None)
    assert clean(clean(typed)) == clean(typed)


def test_marks_that_turn_the_direction_of_a_name_are_dropped():
    assert clean("Nguyễn\u202e Văn\u2066 A\x07\x00") == "Nguyễn Văn A"
    assert clean("a\r\nb\x0bc") == "a\nb\nc"
    assert clean("Hu\u031bo\u031b\u0300ng") == "Hường"


def test_the_name_of_an_office_is_not_broken_inside_a_set_phrase():
    def lines(name: str) -> tuple[str, ...]:
        return balanced_lines(name, 67.9, 12, bold=True)

    assert lines("ỦY BAN NHÂN DÂN XÃ DIÊN PHÚ") == ("ỦY BAN NHÂN DÂN", "XÃ DIÊN PHÚ")
    assert lines("ỦY BAN NHÂN DÂN HUYỆN DIÊN KHÁNH") == ("ỦY BAN NHÂN DÂN", "HUYỆN DIÊN KHÁNH")
    assert lines("PHÒNG NỘI VỤ") == ("PHÒNG NỘI VỤ",)
    assert lines("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG HUYỆN DIÊN KHÁNH") == (
        "HỘI ĐỒNG THI ĐUA -",
        "KHEN THƯỞNG",
        "HUYỆN DIÊN KHÁNH",
    )
    assert lines("A\nB") == ("A", "B")
    assert lines("") == ()


@given(
    st.lists(
        st.sampled_from(["ỦY", "BAN", "NHÂN", "DÂN", "XÃ", "HUYỆN", "DIÊN", "PHÚ", "-", "THỂ", "THAO", "VÀ"]),
        max_size=25,
    )
)
def test_breaking_a_name_loses_no_word_and_keeps_to_the_width(words):
    lines = balanced_lines(" ".join(words), 60, 12, bold=True)
    assert " ".join(lines).split() == words
    assert [line for line in lines if text_width_mm(line, 12, bold=True) > 60] == []


def test_the_national_name_fits_its_cell_on_one_line():
    assert 88.2 < text_width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True) < 88.4
    assert 55.9 < text_width_mm("Độc lập - Tự do - Hạnh phúc", 13, bold=True) < 56.2
