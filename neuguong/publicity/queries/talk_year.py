"""The yearly table of talks as .xlsx: by speaker, by unit, and each talk."""

from collections.abc import Iterable
from datetime import datetime

from neuguong.core.papers import Column, Group, Sheet, Table, build_workbook
from neuguong.publicity.queries.sessions import TalkCount, TalkYear, audience_label

COUNTED = (
    Column("Số buổi", 22, "right"),
    Column("Lượt người nghe", 30, "right"),
    Column("Lượt điển hình được kể", 34, "right"),
)
NOTE = "Không tính các buổi đã rút. Một người nghe hai buổi, một điển hình kể ở hai buổi là hai lượt."


def talk_year_workbook(year: TalkYear, *, organisation: str, at: datetime) -> bytes:
    """Three sheets of one year."""
    title = f"Buổi nói chuyện của báo cáo viên, tuyên truyền viên năm {year.year}"
    by_speaker = Table(
        (Column("STT", 12, "center"), Column("Người nói chuyện", 60), Column("Thuộc đơn vị", 70), *COUNTED),
        (Group(rows=tuple((n, row.name, row.unit, *_numbers(row)) for n, row in enumerate(year.speakers, start=1))),),
        ("", "Cộng", "", *_sums(year.speakers)),
    )
    by_unit = Table(
        (Column("STT", 12, "center"), Column("Đơn vị tổ chức", 90), *COUNTED),
        (Group(rows=tuple((n, row.name, *_numbers(row)) for n, row in enumerate(year.units, start=1))),),
        ("", "Cộng", *_sums(year.units)),
    )
    talks = Table(
        (
            Column("Ngày", 22, "center"), Column("Người nói chuyện", 45), Column("Đơn vị tổ chức", 50),
            Column("Nơi nói chuyện", 45), Column("Người nghe", 40), Column("Số người", 18, "right"),
            Column("Chủ đề", 60), Column("Điển hình được kể", 26, "right"),
        ),
        (
            Group(
                rows=tuple(
                    (
                        row.held_on, row.speaker.name, row.unit.name, row.place, audience_label(row.audience),
                        row.audience_count, row.topics, told,
                    )
                    for row, told in year.talks
                )
            ),
        ),
    )  # fmt: skip
    sheets = [
        Sheet(name=name, titles=(title, organisation), table=table, notes=(NOTE,), sum_total=table.total is not None)
        for name, table in (("Theo người", by_speaker), ("Theo đơn vị", by_unit), ("Từng buổi", talks))
    ]
    return build_workbook(sheets, title=title, author=organisation, made_at=at)


def _numbers(row: TalkCount) -> tuple[int, int, int]:
    return row.sessions, row.listeners, row.told


def _sums(rows: Iterable[TalkCount]) -> tuple[int, int, int]:
    found = [_numbers(row) for row in rows]
    return sum(one[0] for one in found), sum(one[1] for one in found), sum(one[2] for one in found)
