"""Dates, numbers and periods as a Vietnamese office writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from neuguong.web.ui.templatetags import ui


def test_a_moment_is_shown_in_vietnam_whatever_the_server_thinks():
    late_evening = datetime(2025, 3, 14, 17, 30, tzinfo=UTC)
    assert ui.dmyhm(late_evening) == "15/03/2025, 00:30"
    assert ui.dmy(late_evening) == "15/03/2025"
    assert ui.weekday(late_evening) == "thứ Bảy"
    assert ui.iso(late_evening) == "2025-03-15T00:30:00+07:00"


def test_a_day_needs_no_clock():
    assert (ui.dmy(date(2025, 3, 4)), ui.weekday(date(2025, 3, 9))) == ("04/03/2025", "Chủ nhật")


@pytest.mark.parametrize("show", [ui.dmy, ui.dmyhm, ui.weekday, ui.iso, ui.vnum, ui.filesize, ui.qname])
def test_what_is_not_known_is_left_empty(show):
    assert show(None) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (7, "7"),
        (1234, "1.234"),
        (1234567, "1.234.567"),
        (1234.5, "1.234,5"),
        (Decimal("1.50"), "1,5"),
        (100, "100"),
        (-4200, "-4.200"),
        ("17", "17"),
    ],
)
def test_a_number_has_dots_between_thousands_and_a_comma_before_decimals(number, shown):
    assert ui.vnum(number) == shown


def test_a_column_of_numbers_keeps_its_decimals():
    assert [ui.vnum(Decimal("2"), 1), ui.vnum(Decimal("2.26"), 1)] == ["2,0", "2,3"]


@pytest.mark.parametrize(
    ("code", "words"),
    [("2025-Q1", "quý I/2025"), ("2024-Q4", "quý IV/2024"), ("2025", "năm 2025"), ("đợt bù", "đợt bù")],
)
def test_a_period_is_named_in_words(code, words):
    assert ui.qname(code) == words


def test_only_the_first_letter_is_raised():
    assert ui.cap("ủy ban nhân dân xã Diên Thọ") == "Ủy ban nhân dân xã Diên Thọ"
    assert ui.cap("") == ""


@pytest.mark.parametrize(("size", "shown"), [(1, "1 KB"), (655360, "640 KB"), (2516582, "2,4 MB")])
def test_a_file_size_is_rounded_for_a_person(size, shown):
    assert ui.filesize(size) == shown


def test_a_message_has_a_heading_and_what_to_do_next():
    text = "Đã gửi hồ sơ lúc 16:05.\nCơ quan thường trực đã nhận."
    assert (ui.headline(text), ui.below(text)) == ("Đã gửi hồ sơ lúc 16:05.", "Cơ quan thường trực đã nhận.")
    assert ui.below("Đã lưu") == ""


def test_turning_a_page_keeps_what_was_searched_and_filtered():
    request = RequestFactory().get("/ho-so/", {"q": "hiến đất", "state": ["draft", "sent"], "page": "2"})
    assert ui.page_url(request, 3) == "?q=hi%E1%BA%BFn+%C4%91%E1%BA%A5t&state=draft&state=sent&page=3"
    assert ui.page_url(request, 4, "p").endswith("&page=2&p=4")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, [1, 2, None, 14]), (2, [1, 2, 3, None, 14]), (7, [1, None, 6, 7, 8, None, 14]), (14, [1, None, 13, 14])],
)
def test_a_long_list_shows_its_ends_and_the_neighbours(number, shown):
    assert ui.page_numbers(Paginator(range(278), 20).page(number)) == shown
