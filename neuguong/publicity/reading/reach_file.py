"""Reading a file of reach figures (.csv): every wrong line by its number, or all rows. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from neuguong.core.text import fold

CODE, DAY, REACHED, INTERACTIONS = "Mã lần phát", "Ngày đo", "Lượt tiếp cận", "Lượt tương tác"
HEADINGS = (CODE, DAY, REACHED, INTERACTIONS)
BIGGEST, LARGEST, MOST = 2_000_000_000, 2 * 1024 * 1024, 20_000  # a number; bytes; lines
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the line it stands on (1 is the head) and a sentence; line 0 is the file as a whole."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.sentence}" if self.line else self.sentence


class ReachErrors(Exception):
    """The file cannot be used; nothing was written. `problems` are in the order of the lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: one.line))
        super().__init__("\n".join(str(one) for one in self.problems))


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One line with figures."""

    line: int
    code: int
    measured_on: date
    reached: int
    interactions: int | None


def read_reach(content: bytes) -> tuple[list[ReachRow], int]:
    """The rows, and how many lines carry no figure yet. Raises ReachErrors with every mistake of form."""
    lines = _lines(content)
    number, head = next(lines, (1, []))
    places = _places(head, number)
    rows: list[ReachRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[int, date], int] = {}
    empty = 0
    for number, cells in lines:
        told = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if not told[REACHED] and not told.get(INTERACTIONS):
            empty += 1
            continue
        row, wrong = _row(number, told)
        problems += wrong
        if row is None:
            continue
        if (first := seen.setdefault((row.code, row.measured_on), number)) != number:
            problems.append(Problem(number, f"lặp lại mã và ngày của dòng {first}."))
        rows.append(row)
    if problems:
        raise ReachErrors(problems)
    return rows, empty


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with the number it begins at."""
    if len(content) > LARGEST:
        raise ReachErrors([Problem(0, "Tệp lớn quá 2 MB. Chia thành nhiều tệp.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ReachErrors(
            [Problem(0, "Tệp không phải CSV UTF-8. Trong bảng tính, chọn lưu dạng CSV UTF-8.")]
        ) from wrong
    if "\x00" in text:
        raise ReachErrors([Problem(0, "Tệp này không phải tệp chữ. Trong bảng tính, chọn lưu dạng CSV UTF-8.")])
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
            if begins > MOST:
                raise ReachErrors([Problem(0, f"Tệp dài quá {MOST} dòng. Chia thành nhiều tệp.")])
    except csv.Error as wrong:
        raise ReachErrors([Problem(begins, "dấu nháy kép không khớp hoặc ô quá dài.")]) from wrong


def _places(head: list[str], line: int) -> dict[str, int]:
    """Where the known columns stand; others are left alone."""
    by_name = {fold(name): name for name in HEADINGS}
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(head):
        name = by_name.get(fold(cell))
        if name is not None and name in places:
            problems.append(Problem(line, f"có hai cột “{name}”."))
        elif name is not None:
            places[name] = place
    missing = [name for name in (CODE, DAY, REACHED) if name not in places]
    if missing:
        problems.append(Problem(line, f"thiếu cột {', '.join(f'“{name}”' for name in missing)}."))
    if problems:
        raise ReachErrors(problems)
    return places


def _row(line: int, told: dict[str, str]) -> tuple[ReachRow | None, list[Problem]]:
    problems = []
    code, day = _number(told[CODE]), _day(told[DAY])
    reached, others = _number(told[REACHED]), _number(told.get(INTERACTIONS, ""))
    if not code:
        problems.append(Problem(line, f"“{CODE}” phải là mã số của lần phát, đăng; ở đây là “{_short(told[CODE])}”."))
    if day is None:
        problems.append(
            Problem(line, f"“{DAY}” viết ngày/tháng/năm, ví dụ 15/03/2025; ở đây là “{_short(told[DAY])}”.")
        )
    if reached is None:
        problems.append(Problem(line, f"“{REACHED}” phải là số, không âm; ở đây là “{_short(told[REACHED])}”."))
    if told.get(INTERACTIONS) and others is None:
        problems.append(Problem(line, f"“{INTERACTIONS}” phải là số; ở đây là “{_short(told[INTERACTIONS])}”."))
    if problems or code is None or day is None or reached is None:
        return None, problems
    return ReachRow(line, code, day, reached, others), []


def _number(text: str) -> int | None:
    """1234, 1.234 or 1 234; nothing for what is no whole number or too big."""
    if (
        len(text) > 20
        or not _GROUPED.fullmatch(text)
        or not text.isascii()
        and not text.replace("\u00a0", "").replace("\u202f", "").isascii()
    ):
        return None
    number = int(re.sub(r"\D", "", text))
    return number if number <= BIGGEST else None


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
