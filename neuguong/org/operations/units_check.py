"""What a unit file says, held against itself and against what is stored: references, lives, blocks."""

from collections.abc import Iterator
from datetime import date

from neuguong.org.models import Unit, UnitTile
from neuguong.org.operations.units_file import Problem, Section

Life = tuple[date, date | None]


class Known:
    """The units that the file or the database knows, by data key."""

    def __init__(self, sections: list[Section]) -> None:
        self.units = [section for section in sections if section.kind == "unit"]
        self.lives: dict[str, Life] = {u.ref: (u.valid_from, u.valid_to) for u in Unit.objects.all()}
        self.lives |= {section["ref"]: (section["valid_from"], section["valid_to"]) for section in self.units}
        self.parents: dict[str, str | None] = dict(Unit.objects.values_list("ref", "parent__ref"))
        self.parents |= {section["ref"]: section["parent"] for section in self.units}


def mistakes(sections: list[Section]) -> list[Problem]:
    """Every mistake of sense in a file whose form is right."""
    known = Known(sections)
    checks = {"unit": _unit, "lineage": _lineage, "block": _block, "tile": _tile}
    found = [*_twice(sections), *_codes_at_one_time(known.units), *_squares_at_one_time(sections, known)]
    for section in sections:
        found += checks[section.kind](section, known)
    return found


def overlaps(one: Life, other: Life) -> bool:
    """Whether two lives share a day; the end is the first day that no longer counts."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def _twice(sections: list[Section]) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for section in sections:
        if ref := section["ref"]:
            line = first.setdefault((section.kind, ref), section.line)
            if line != section.line:
                yield Problem(section.line_of("ref"), f"“{ref}” đã dùng ở dòng {line}; mỗi đơn vị một khóa riêng.")


def _codes_at_one_time(units: list[Section]) -> Iterator[Problem]:
    """A code passes from one life to the next, and never belongs to two at a time."""
    by_code: dict[str, list[Section]] = {}
    for section in units:
        if code := section["official_code"]:
            for other in by_code.setdefault(code, []):
                if overlaps((section["valid_from"], section["valid_to"]), (other["valid_from"], other["valid_to"])):
                    sentence = f"mã {code} cùng lúc thuộc “{other['ref']}” (dòng {other.line})."
                    yield Problem(section.line_of("official_code"), sentence)
            by_code[code].append(section)


def _unit(section: Section, known: Known) -> Iterator[Problem]:
    if section["valid_to"] and section["valid_to"] <= section["valid_from"]:
        yield Problem(section.line_of("valid_to"), "ngày không còn phải sau ngày bắt đầu.")
    parent = section["parent"]
    if parent and parent not in known.lives:
        yield Problem(section.line_of("parent"), f"không có đơn vị cấp trên “{parent}”.")
    elif parent and _goes_round(section["ref"], known.parents):
        yield Problem(section.line_of("parent"), f"“{section['ref']}” lại là cấp trên của chính mình.")


def _goes_round(ref: str, parents: dict[str, str | None]) -> bool:
    seen = {ref}
    above = parents.get(ref)
    while above:
        if above in seen:
            return above == ref
        seen.add(above)
        above = parents.get(above)
    return False


def _lineage(section: Section, known: Known) -> Iterator[Problem]:
    for key in ("predecessor", "successor"):
        if section[key] and section[key] not in known.lives:
            yield Problem(section.line_of(key), f"không có đơn vị “{section[key]}”.")
            return
    if not section["successor"] and section["kind"] != "abolished":
        yield Problem(section.line, "thiếu “successor”; chỉ giải thể mới không có đơn vị tiếp nhận.")
    day: date = section["on"]
    if known.lives[section["predecessor"]][1] not in (day, None) or (
        section["kind"] != "split" and known.lives[section["predecessor"]][1] is None
    ):
        sentence = f"“{section['predecessor']}” phải kết thúc đúng ngày {day:%d/%m/%Y}."
        yield Problem(section.line_of("on"), sentence)
    if section["successor"] and known.lives[section["successor"]][0] > day:
        sentence = f"“{section['successor']}” chưa có vào ngày {day:%d/%m/%Y}."
        yield Problem(section.line_of("on"), sentence)


def _block(section: Section, known: Known) -> Iterator[Problem]:
    if section["unit"] not in known.lives:
        yield Problem(section.line_of("unit"), f"không có đơn vị “{section['unit']}”.")
    if section["valid_to"] and section["valid_to"] <= section["valid_from"]:
        yield Problem(section.line_of("valid_to"), "ngày không còn phải sau ngày bắt đầu.")
    yield from _members(section, known)


def _tile(section: Section, known: Known) -> Iterator[Problem]:
    if section["unit"] not in known.lives:
        yield Problem(section.line_of("unit"), f"không có đơn vị “{section['unit']}”.")


def _squares_at_one_time(sections: list[Section], known: Known) -> Iterator[Problem]:
    """A square of the map never belongs to two units at a time, and a unit has its squares once."""
    seen: dict[str, tuple[int, set[tuple[int, int]]]] = {}
    for section in sections:
        ref = section["unit"]
        if section.kind != "tile" or ref not in known.lives:
            continue
        if ref in seen:
            yield Problem(section.line_of("unit"), f"“{ref}” đã có ô ở dòng {seen[ref][0]}.")
            continue
        column, row, wide, high = section["column"], section["row"], section["wide"] or 1, section["high"] or 1
        squares = UnitTile(column=column, row=row, wide=wide, high=high).squares
        for other, (line, taken) in seen.items():
            if squares & taken and overlaps(known.lives[ref], known.lives[other]):
                yield Problem(section.line, f"ô của “{ref}” trùng ô của “{other}” (dòng {line}).")
        seen[ref] = (section.line, squares)


def _members(section: Section, known: Known) -> Iterator[Problem]:
    members = section["members"] or []
    block: Life = (section["valid_from"], section["valid_to"])
    for ref in members:
        if ref not in known.lives:
            yield Problem(section.line_of("members"), f"không có đơn vị “{ref}”.")
        elif not overlaps(block, known.lives[ref]):
            yield Problem(section.line_of("members"), f"“{ref}” không có ngày nào cùng thời với khối.")
    for year, ref in (section["head"] or {}).items():
        if ref not in members:
            yield Problem(section.line_of("head"), f"trưởng khối năm {year} “{ref}” không ở trong khối.")
        if not str(year).isdigit() or len(str(year)) != 4:
            yield Problem(section.line_of("head"), f"“{year}” không phải là một năm.")
