"""Reach figures from a file: every wrong line by its number, all or nothing, the same file twice changes nothing."""

from datetime import date

import pytest

from neuguong.core.models import AuditEntry
from neuguong.publicity.models import ReachFigure
from neuguong.publicity.operations.broadcasts import withdraw_broadcast
from neuguong.publicity.operations.reach import take_reach
from neuguong.publicity.queries.told import ran_list, reach_of
from neuguong.publicity.reading.reach_file import ReachErrors, read_reach
from tests.factories import actor, moment
from tests.publicity.running import TODAY, ran

HEAD = "Mã lần phát;Ngày đo;Lượt tiếp cận;Lượt tương tác"


def file(*lines: str, head: str = HEAD, bom: bool = False, end: str = "\r\n") -> bytes:
    return (b"\xef\xbb\xbf" if bom else b"") + end.join([head, *lines]).encode()


def problems(content: bytes) -> list[str]:
    with pytest.raises(ReachErrors) as wrong:
        read_reach(content)
    return [str(one) for one in wrong.value.problems]


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_spreadsheets_file_is_read_whatever_its_separator_and_mark(separator, bom):
    line = separator.join(["7", "09/03/2025", "1.234" if separator != "," else "1234", ""])
    rows, empty = read_reach(file(line, head=HEAD.replace(";", separator), bom=bom, end="\n"))
    assert [(one.line, one.code, one.measured_on, one.reached, one.interactions) for one in rows] == [
        (2, 7, date(2025, 3, 9), 1234, None)
    ]
    assert empty == 0


def test_columns_stand_in_any_order_and_others_are_left_alone():
    content = file('"Một; hai";2025-03-09;12 345;8;7', head="Nội dung;ngày đo;LƯỢT TIẾP CẬN;Mã lần phát;Lượt tương tác")
    rows, _ = read_reach(content)
    assert (rows[0].code, rows[0].reached, rows[0].interactions) == (8, 12345, 7)


def test_every_wrong_line_is_named_by_its_number():
    assert problems(
        file("7;09/03/2025;12", "x;31/02/2025;-3", "", "7;09/03/2025;14", "9;;1;nhiều", "3;1/1/2025;99999999999")
    ) == [
        "Dòng 3: “Mã lần phát” phải là mã số của lần phát, đăng; ở đây là “x”.",
        "Dòng 3: “Ngày đo” viết ngày/tháng/năm, ví dụ 15/03/2025; ở đây là “31/02/2025”.",
        "Dòng 3: “Lượt tiếp cận” phải là số, không âm; ở đây là “-3”.",
        "Dòng 5: lặp lại mã và ngày của dòng 2.",
        "Dòng 6: “Ngày đo” viết ngày/tháng/năm, ví dụ 15/03/2025; ở đây là “”.",
        "Dòng 6: “Lượt tương tác” phải là số; ở đây là “nhiều”.",
        "Dòng 7: “Lượt tiếp cận” phải là số, không âm; ở đây là “99999999999”.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "thiếu cột"),
        (b"\xff\xfe\x00", "CSV UTF-8"),
        ("Mã;Ngày".encode("utf-16"), "CSV UTF-8"),
        (b"PK\x03\x04\x00\x00", "tệp chữ"),
        ("Mã lần phát;Ngày đo".encode(), "“Lượt tiếp cận”"),
        (file("1;1/1/2025;1", head=HEAD + ";Ngày đo"), "có hai cột “Ngày đo”"),
        (file(*["1;1/1/2025;1"] * 20_001), "dài quá"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        (file('1;1/1/2025;"' + "x" * 200_000), "dấu nháy"),
    ],
)
def test_what_is_no_such_file_is_said(content, words):
    assert words in problems(content)[0]


def test_figures_are_taken_in_whole_and_the_same_file_changes_nothing(cast, radio, farmer):
    one, two = (ran(radio, cast.author, farmer, on=date(2025, 3, day)) for day in (7, 8))
    content = file(f"{one.pk};09/03/2025;100;5", f"{two.pk};09/03/2025;200;", f"{two.pk};;;")
    first = take_reach(content=content, by=actor(cast.author), at=TODAY)
    assert (first.new, first.replaced, first.same, first.empty) == (2, 0, 0, 1)
    entries = AuditEntry.objects.count()
    again = take_reach(content=content, by=actor(cast.author), at=TODAY)
    assert (again.new, again.replaced, again.same) == (0, 0, 2)
    assert (ReachFigure.objects.count(), AuditEntry.objects.count()) == (2, entries)
    later = file(f"{one.pk};09/03/2025;120;5", f"{one.pk};10/03/2025;150;6")
    third = take_reach(content=later, by=actor(cast.author), at=moment(2025, 3, 11))
    assert (third.new, third.replaced, third.same) == (1, 1, 0)
    assert [(row.measured_on.day, row.reached) for row in reach_of(one)] == [(10, 150), (9, 120)]
    shown = {row.pk: row.reached for row in ran_list(cast.author.pk, TODAY.date()).rows}
    assert shown == {one.pk: 150, two.pk: 200}


def test_one_wrong_line_and_nothing_is_taken(cast, radio, farmer, plan):
    mine, gone = ran(radio, cast.author, farmer), ran(radio, cast.author, farmer)
    withdraw_broadcast(broadcast=gone, reason="Nhầm", by=actor(cast.author), at=TODAY)
    content = file(
        f"{mine.pk};09/03/2025;100;5", "987654;09/03/2025;1;", f"{mine.pk};07/03/2025;1;", f"{mine.pk};11/03/2025;1;",
        f"{gone.pk};09/03/2025;1;",
    )  # fmt: skip
    with pytest.raises(ReachErrors) as wrong:
        take_reach(content=content, by=actor(cast.author), at=TODAY)
    assert [str(one) for one in wrong.value.problems] == [
        "Dòng 3: không có lần phát, đăng mang mã 987654 trên kênh anh/chị phụ trách.",
        "Dòng 4: ngày đo trước ngày phát, đăng 08/03/2025.",
        "Dòng 5: ngày đo chưa tới.",
        f"Dòng 6: lần phát, đăng mang mã {gone.pk} đã được rút.",
    ]
    with pytest.raises(ReachErrors, match="không có lần phát"):
        take_reach(content=file(f"{mine.pk};09/03/2025;1;"), by=actor(cast.neighbour), at=TODAY)
    with pytest.raises(ReachErrors, match="không có dòng nào"):
        take_reach(content=file(), by=actor(cast.author), at=TODAY)
    assert not ReachFigure.objects.exists()
