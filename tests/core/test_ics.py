"""Calendars: read back as RFC 5545 says, whatever somebody typed."""

import re
from datetime import UTC, datetime

from neuguong.core.ics import Entry, calendar
from tests.factories import moment

LONG = "Hội nghị tôn vinh điển hình tiên tiến; xã, thị trấn\\huyện\nlần thứ nhất " * 4


def read(text: str) -> list[dict[str, str]]:
    """Unfold, split, unescape: what a calendar programme does."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found: list[dict[str, str]] = []
    for line in re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n"):
        key, _, value = line.partition(":")
        if key == "BEGIN":
            found.append({})
        elif key != "END":
            found[-1][key] = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    return found


def entry(**changes) -> Entry:
    return Entry(
        **{
            "uid": "1@x", "summary": "Gặp mặt", "starts_at": moment(2024, 11, 20, 8), "ends_at": moment(2024, 11, 20, 11),
            "changed_at": moment(2024, 11, 1), **changes,
        }
    )  # fmt: skip


def test_what_was_typed_comes_back_and_every_line_is_short():
    frame, one = read(calendar([entry(summary=LONG, location="Số 1; A, B", sequence=3)], name="Lịch, chung"))
    assert (one["SUMMARY"], one["LOCATION"], one["SEQUENCE"]) == (LONG, "Số 1; A, B", "3")
    assert (frame["VERSION"], frame["X-WR-CALNAME"]) == ("2.0", "Lịch, chung")
    assert (one["DTSTART"], one["DTEND"]) == ("20241120T010000Z", "20241120T040000Z")
    assert datetime.strptime(one["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == moment(2024, 11, 1)


def test_nobody_types_another_line_into_a_calendar():
    _, one = read(calendar([entry(summary="A\r\nATTENDEE:mailto:x@example.vn\x00\rB")], name="x"))
    assert one["SUMMARY"] == "A\nATTENDEE:mailto:x@example.vn\nB"
    assert set(one) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"}


def test_a_cancelled_event_says_so_and_an_empty_calendar_is_one():
    assert [one.get("STATUS") for one in read(calendar([entry(), entry(cancelled=True)], name="x"))] == [
        None, "CONFIRMED", "CANCELLED",
    ]  # fmt: skip
    assert len(read(calendar([], name="x"))) == 1
