"""What must make sense about urging in a plan file: rungs that exist, hours, roles, and words that can be filled in."""

import re
from collections.abc import Collection, Mapping
from datetime import time
from typing import Any

from neuguong.org.enums import Role
from neuguong.programme.operations.plan_file import Path
from neuguong.programme.operations.plan_shape import TEXT, TEXTS, WHOLE, Findings, good, listed

WHOM = (Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.EMULATION_OFFICE)
_PLACE = re.compile(r"\{([^{}]*)\}")
_ROW = frozenset(("unit", "duty", "period", "due_day", "days", "missing", "head", "link", "plan"))
_DIGEST = frozenset(("name", "day", "count", "plan", "link"))
_LETTER = frozenset(("plan", "plan_date", "day", "count", "units", "what", "answer_by", "issuer"))
_LONGEST_WAIT = 60


def check_urging(document: Mapping[str, Any], found: Findings) -> None:
    """The ladder and its words, and the official letter's."""
    rungs = {row["code"] for _, row in listed(document, "urging_rung") if good(row, "code", TEXT)}
    table = document.get("urging")
    if isinstance(table, Mapping):
        _check_hours(table, found)
        _check_ladder(("urging", "ladder"), table, "ladder", rungs, found)
        _check_days(("urging", "catch_up_days"), table, 0, found)
        for key in ("subject", "opening", "closing", "text"):
            _check_words(("urging", key), table.get(key), _DIGEST, found)
    for path, duty in listed(document, "duty"):
        if "urging" in duty and table is None:
            found.add((*path, "urging"), "Nhiệm vụ ghi “urging” thì kế hoạch cần mục [urging].")
        _check_ladder((*path, "urging"), duty, "urging", rungs, found)
    for path, row in listed(document, "urging_rung"):
        _check_rung(path, row, found)
    letter = document.get("urging_letter")
    if isinstance(letter, Mapping):
        _check_days(("urging_letter", "answer_working_days"), letter, 1, found)
        for key, value in letter.items():
            _check_words(("urging_letter", key), value, _LETTER, found)


def _check_days(path: Path, table: Mapping[str, Any], fewest: int, found: Findings) -> None:
    key = str(path[-1])
    if good(table, key, WHOLE) and not fewest <= table[key] <= _LONGEST_WAIT:
        found.add(path, f"Số ngày từ {fewest} đến {_LONGEST_WAIT}.")


def _check_hours(table: Mapping[str, Any], found: Findings) -> None:
    for key in ("quiet_from", "quiet_until"):
        if good(table, key, TEXT):
            try:
                time.fromisoformat(table[key])
            except ValueError:
                found.add(("urging", key), f"“{table[key]}” không phải giờ: viết 20:00.")


def _check_ladder(path: Path, table: Mapping[str, Any], key: str, rungs: Collection[str], found: Findings) -> None:
    for code in table[key] if good(table, key, TEXTS) else ():
        if code not in rungs:
            found.add(path, f"Không có mục [[urging_rung]] nào mang mã “{code}”.")


def _check_rung(path: Path, row: Mapping[str, Any], found: Findings) -> None:
    for role in row["to"] if good(row, "to", TEXTS) else ():
        if role not in WHOM:
            found.add((*path, "to"), f"“to” chỉ nhận: {', '.join(WHOM)}; không có “{role}”.")
    if good(row, "days", WHOLE) and not -366 <= row["days"] <= 366:
        found.add((*path, "days"), "“days” từ -366 đến 366: âm là trước hạn, dương là sau hạn.")
    _check_words((*path, "text"), row.get("text"), _ROW, found)


def _check_words(path: Path, value: Any, places: frozenset[str], found: Findings) -> None:
    for text in value if isinstance(value, list) else [value]:
        for place in _PLACE.findall(text) if isinstance(text, str) else ():
            if place not in places:
                found.add(path, f"Không có gì để điền vào “{{{place}}}”; có: {', '.join(sorted(places))}.")
