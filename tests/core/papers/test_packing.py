"""The same paper gives the same bytes, whenever it is built."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import filetype
import pytest
import time_machine

from neuguong.core.papers import Sheet, build_letter, build_listing, build_workbook
from tests.core.papers.reading import MADE_AT, part
from tests.core.papers.test_letter import LETTER, LIST


def all_kinds(made_at: datetime) -> dict[str, bytes]:
    return {
        "letter": build_letter(LETTER, made_at=made_at),
        "list": build_listing(LIST, issuer="UBND xã", made_at=made_at),
        "sheet": build_workbook([Sheet(name="x", table=LIST.table)], title="x", author="y", made_at=made_at),
    }


def test_a_paper_built_a_year_later_is_equal_to_the_byte():
    with time_machine.travel(datetime(2025, 3, 14, 2, 30, tzinfo=UTC), tick=False):
        first = all_kinds(MADE_AT)
    with time_machine.travel(datetime(2026, 5, 1, 8, 15, 33, tzinfo=UTC), tick=False):
        assert all_kinds(MADE_AT) == first


def test_the_same_moment_in_another_zone_gives_the_same_bytes():
    assert all_kinds(datetime.fromisoformat("2025-03-14T09:30:00+07:00")) == all_kinds(MADE_AT)


def test_the_moment_of_making_is_what_the_file_says():
    for package in all_kinds(MADE_AT).values():
        texts = [
            node.text
            for node in part(package, "docProps/core.xml").iter()
            if node.tag.endswith(("}created", "}modified"))
        ]
        assert texts == ["2025-03-14T02:30:00Z"] * 2
        with zipfile.ZipFile(BytesIO(package)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2025, 3, 14, 2, 30, 0)}
    assert all_kinds(MADE_AT + timedelta(minutes=1)) != all_kinds(MADE_AT)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="múi giờ"):
        all_kinds(datetime(2025, 3, 14))  # noqa: DTZ001 - the point of the test


def test_files_are_recognised_for_what_they_are():
    assert {name: filetype.guess(package).extension for name, package in all_kinds(datetime.now(UTC)).items()} == {
        "letter": "docx",
        "list": "docx",
        "sheet": "xlsx",
    }
