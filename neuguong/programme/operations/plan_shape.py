"""What a plan file may hold: its tables, their keys, which kind of value each takes. All mistakes are collected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

from neuguong.org.enums import Mark, Role, UnitKind
from neuguong.programme.enums import ActivityKind, Composition, DutyKind, EventKind, PeriodKind, SubjectKind
from neuguong.programme.operations.plan_file import Lines, Path
from neuguong.programme.rules import LEAD_AGENCIES, NOT_FOUND, READINGS

TEXT, TEXTS, WHOLE, YES_NO, DAY, TABLE = "text", "texts", "whole", "yes_no", "day", "table"
_IS = {
    TEXT: lambda value: isinstance(value, str),
    TEXTS: lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
    YES_NO: lambda value: isinstance(value, bool),
    DAY: lambda value: type(value) is date,
    TABLE: lambda value: isinstance(value, dict),
}
_TOLD = {
    TEXT: "chữ trong ngoặc kép",
    TEXTS: "danh sách chữ trong ngoặc vuông",
    WHOLE: "số nguyên",
    YES_NO: "true hoặc false",
    DAY: "ngày dạng 2024-03-15",
    TABLE: "một mục con",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    kind: str
    needed: bool = True
    filled: bool = True
    among: tuple[Any, ...] = ()
    longest: int = 0


def _maybe(kind: str, among: Iterable[Any] = ()) -> Key:
    return Key(kind, needed=False, filled=False, among=tuple(among))


_NAME, _CLAUSE, _CODE = Key(TEXT), Key(TEXT, longest=30), Key(TEXT, longest=40)
_PAPER = {
    "type": Key(TEXT, filled=False),
    "symbol": Key(TEXT),
    "addressee": Key(TEXT),
    "subject": Key(TEXT),
    "body": Key(TEXTS),
    "body_when_empty": Key(TEXTS),
    "recipients": Key(TEXTS),
    "list_title": Key(TEXT),
    "clause": _CLAUSE,
}
SINGLE: dict[str, dict[str, Key]] = {
    "plan": {
        "code": Key(TEXT, longest=60),
        "number": Key(TEXT, longest=60),
        "issued_on": Key(DAY),
        "title": Key(TEXT, longest=400),
        "short_title": Key(TEXT, longest=120),
        "issuer": _NAME,
        "signer": Key(TEXT, filled=False),
        "signer_title": Key(TEXT, filled=False),
        "valid_from": Key(DAY),
        "valid_until": Key(DAY),
        "time_zone": Key(TEXT, among=("Asia/Ho_Chi_Minh",)),
        "demonstration": _maybe(YES_NO),
        "clause": _CLAUSE,
    },
    "office": {"name": _NAME, "unit": _maybe(TEXT), "standing_body_of": _maybe(TEXT), "clause": _CLAUSE},
    "publicity": {"clears": Key(TEXTS), "clause": _CLAUSE},
    "readings": {
        code: Key(YES_NO if isinstance(values[0], bool) else TEXT, among=values) for code, values in READINGS.items()
    },
    "guidance": {"summary_words_min": Key(WHOLE), "summary_words_max": Key(WHOLE)},
    "windows": {
        "objection_working_days": Key(WHOLE),
        "suggestion_working_days": _maybe(WHOLE),
        "replication_working_days": _maybe(WHOLE),
        "obstacle_working_days": _maybe(WHOLE),
        "due_soon_days": _maybe(WHOLE),
    },
    "package": {
        **_PAPER,
        "takes": Key(TEXT, among=("verified", "recognised")),
        "superior": Key(TEXT, filled=False),
        "issuer": _NAME,
        "place": _NAME,
        "authority": Key(TEXT, filled=False),
        "signer_title": _NAME,
        "signer": Key(TEXT, filled=False),
    },
    "unit_letter": {
        **_PAPER,
        "symbol_by_kind": _maybe(TABLE),
        "issuer_by_kind": _maybe(TABLE),
        "authority_by_kind": _maybe(TABLE),
    },
    "standard_paper": {
        "type": _NAME,
        "symbol": _NAME,
        "symbol_by_kind": _maybe(TABLE),
        "subject": _NAME,
        "bases": Key(TEXTS),
        **{f"{part}_heading": _NAME for part in ("subjects", "general", "own", "carry_out")},
        **dict.fromkeys(("subjects", "general", "own"), _NAME),
        "carry_out": Key(TEXTS),
        "recipients": Key(TEXTS),
        "clause": _CLAUSE,
    },
    "urging": {
        "release": Key(TEXT, among=("by_hand", "automatic")),
        **dict.fromkeys(("quiet_from", "quiet_until", "subject"), _NAME),
        "catch_up_days": Key(WHOLE),
        "ladder": Key(TEXTS),
        **dict.fromkeys(("opening", "closing"), Key(TEXTS)),
        "text": _maybe(TEXT),
        "clause": _CLAUSE,
    },
    "urging_letter": {
        **{key: kind for key, kind in _PAPER.items() if key != "body_when_empty"},
        "superior": Key(TEXT, filled=False),
        **dict.fromkeys(("issuer", "place", "signer_title"), _NAME),
        "answer_working_days": Key(WHOLE),
        **dict.fromkeys(("authority", "signer"), Key(TEXT, filled=False)),
    },
    "budget_paper": {
        **{key: kind for key, kind in _PAPER.items() if key != "body_when_empty"},
        "superior": Key(TEXT, filled=False),
        **dict.fromkeys(("issuer", "place", "signer_title"), _NAME),
        **dict.fromkeys(("authority", "signer"), Key(TEXT, filled=False)),
        "bases": Key(TEXTS),
    },
    "unit_plan_paper": {
        "type": _NAME,
        "symbol": _NAME,
        "symbol_by_kind": _maybe(TABLE),
        "subject": _NAME,
        "bases": Key(TEXTS),
        **{f"{part}_heading": _NAME for part in ("general", "tasks", "carry_out")},
        **dict.fromkeys(("general", "tasks"), _NAME),
        "carry_out": Key(TEXTS),
        "recipients": Key(TEXTS),
        "clause": _CLAUSE,
    },
}
SINGLE["report"] = {
    "mark": _maybe(TEXT, ("proposal",)),
    **dict.fromkeys(("type", "symbol", "addressee", "opening"), _NAME),
    **dict.fromkeys(("overall_symbol", "overall_addressee", "overall_opening"), _NAME),
    "symbol_by_kind": _maybe(TABLE),
    "recipients": Key(TEXTS),
    "overall_recipients": Key(TEXTS),
    "clause": _CLAUSE,
}
_PERIOD_END = {"first_period": Key(TEXT), "last_period": Key(TEXT)}
LISTS: dict[str, dict[str, Key]] = {
    "legal_basis": {"number": _NAME, "date": Key(DAY), "issuer": _NAME, "title": _NAME, "clause": _CLAUSE},
    "parent_plan": {
        "number": _NAME,
        "date": Key(DAY),
        "issuer": _NAME,
        "relation": Key(TEXT, among=("parent", "sibling")),
        "clause": _CLAUSE,
        "title": _maybe(TEXT),
        "mark": _maybe(TEXT, (*Mark.values, NOT_FOUND)),
        "note": _maybe(TEXT),
        "goals": _maybe(TEXTS),
    },
    "subject_kind": {"code": Key(TEXT, among=tuple(SubjectKind.values)), "name": _NAME, "clause": _CLAUSE},
    "criterion": {
        "code": _CODE,
        "title": Key(TEXT, longest=160),
        "text": _NAME,
        "guidance": _maybe(TEXT),
        "clause": _CLAUSE,
    },
    "sector": {
        "code": _CODE,
        "name": Key(TEXT, longest=160),
        "short_name": Key(TEXT, longest=60),
        "emphasis": _NAME,
        "clause": _CLAUSE,
    },
    "movement": {
        "name": Key(TEXT, longest=200),
        "valid_from": Key(DAY),
        "valid_to": _maybe(DAY),
        "clause": _maybe(TEXT),
    },
    "duty": {
        "code": _CODE,
        "kind": Key(TEXT, among=tuple(DutyKind.values)),
        "title": Key(TEXT, longest=200),
        "clause": _CLAUSE,
        "period": Key(TEXT, among=tuple(PeriodKind.values)),
        **_PERIOD_END,
        "counted_by": _maybe(TEXT, ("sent", "verified", "recognised")),
        "accepts": _maybe(TEXTS),
        "nil_needs_reason": _maybe(YES_NO),
        "activity": _maybe(TEXT, ActivityKind.values),
        "waiting_for": Key(TEXT, needed=False),
        "instead_of": _maybe(TEXTS),
        "events": _maybe(TEXTS),
        "urging": _maybe(TEXTS),
    },
    "urging_rung": {
        **dict.fromkeys(("code", "name"), _CODE),
        "days": Key(WHOLE),
        "to": Key(TEXTS),
        "text": _NAME,
        "day_off": Key(TEXT, among=("previous", "next", "same")),
        "clause": _CLAUSE,
    },
    "expense": {"code": _CODE, "name": Key(TEXT, longest=120), "mark": _maybe(TEXT), "clause": _CLAUSE},
    "exemption": {
        "unit": _NAME,
        "duty": _NAME,
        "period": _maybe(TEXT),
        "reason": _NAME,
        "document": _maybe(TEXT),
        "decided_on": _maybe(DAY),
        "clause": _maybe(TEXT),
        "reading": _maybe(TEXT, (LEAD_AGENCIES,)),
    },
    "recognition": {
        "level": Key(TEXT, among=("unit", "council")),
        "name": _NAME,
        "by": Key(TEXT, among=tuple(Role.values)),
        "needs": Key(TEXTS, filled=False),
        "clause": _CLAUSE,
    },
}
LISTS["delegate_rule"] = {
    **dict.fromkeys(("code", "name"), _NAME),
    "event": Key(TEXT, among=tuple(EventKind.values)),
    **dict.fromkeys(("total", "per_unit", "per_sector", "women", "direct_workers"), Key(WHOLE)),
    "level": Key(TEXT, among=("unit", "council")),
    **dict.fromkeys(("recognised_from", "recognised_until"), Key(DAY)),
    "clause": _CLAUSE,
}
LISTS["report_kind"] = {"duty": _CODE, "subject": Key(TEXT, longest=200), "clause": _CLAUSE}
LISTS["report_section"] = {
    "code": _CODE,
    "part": _NAME,
    "heading": Key(TEXT, filled=False),
    "hint": _NAME,
    "figures": Key(TEXTS, filled=False),
    "overall_figures": _maybe(TEXTS),
    "clause": _CLAUSE,
}
LISTS["report_annex"] = {"code": _CODE, "title": _NAME, "clause": _CLAUSE}
MAY_BE_ABSENT = {
    *("report", "report_kind", "report_section", "report_annex"),
    "legal_basis",
    "parent_plan",
    "movement",
    "exemption",
    "windows",
    "standard_paper",
} | {
    "publicity",
    "urging",
    "urging_rung",
    "urging_letter",
    "expense",
    "delegate_rule",
    "budget_paper",
    "unit_plan_paper",
}
RULE = {
    "priority": Key(WHOLE),
    "unit_kinds": _maybe(TEXTS),
    "in_block": _maybe(YES_NO),
    "issuer": _maybe(YES_NO),
    "units": _maybe(TEXTS),
    "required": Key(WHOLE),
    "composition": _maybe(TEXT, Composition.values),
    "composition_effect": _maybe(TEXT, ("warn", "block")),
    "clause": _CLAUSE,
}
_BOUNDARY = Key(TEXT, among=("before", "through"))
DUE_DAY = {"on": Key(DAY), "boundary": _BOUNDARY}


def cut_off_keys(table: Mapping[str, Any]) -> dict[str, Key]:
    """A date outright, or a day of a month of the quarter; "last" is a word, the others are numbers."""
    if "on" in table:
        return DUE_DAY
    kinds = {name: TEXT if isinstance(table.get(name), str) else WHOLE for name in ("day", "month")}
    return {**{name: Key(kind) for name, kind in kinds.items()}, "boundary": _BOUNDARY}


@dataclass(slots=True)
class Findings:
    """The mistakes found so far; a path is turned into its line when it is told."""

    lines: Lines
    problems: list[tuple[int, str]] = field(default_factory=list)

    def add(self, path: Path, sentence: str) -> None:
        """One mistake at an entry."""
        self.problems.append((self.lines.of(path), sentence))


def good(table: Any, key: str, kind: str) -> TypeGuard[Mapping[str, Any]]:
    """Whether a table has a value of this kind, so that a rule may look at it."""
    return isinstance(table, Mapping) and key in table and _IS[kind](table[key])


def listed(document: Mapping[str, Any], name: str) -> list[tuple[Path, dict[str, Any]]]:
    """The tables of a list with their paths; nothing when it is something else."""
    tables = document.get(name, [])
    if not isinstance(tables, list):
        return []
    return [((name, n), table) for n, table in enumerate(tables) if isinstance(table, dict)]


def check_shape(document: Mapping[str, Any], found: Findings) -> None:
    """Names, presence and kinds of all entries."""
    for name in document:
        if name not in SINGLE and name not in LISTS:
            found.add((name,), f"Không có mục nào tên “{name}” trong tệp kế hoạch.")
    for name, keys in SINGLE.items():
        _check_single(document, name, keys, found)
    for name, keys in LISTS.items():
        _check_list(document, name, keys, found)
    for path, duty in listed(document, "duty"):
        _check_duty(path, duty, found)


def _check_single(document: Mapping[str, Any], name: str, keys: Mapping[str, Key], found: Findings) -> None:
    table = document.get(name)
    if isinstance(table, dict):
        _check_table((name,), table, keys, found)
    elif table is not None or name not in MAY_BE_ABSENT:
        found.add((name,), f"Thiếu mục [{name}].")


def _check_list(document: Mapping[str, Any], name: str, keys: Mapping[str, Key], found: Findings) -> None:
    tables = listed(document, name)
    if len(tables) != len(document.get(name, [])) or not (tables or name in MAY_BE_ABSENT):
        found.add((name,), f"Cần ít nhất một mục [[{name}]].")
    for path, table in tables:
        own = {"rule", "cut_off"} if name == "duty" else set()
        _check_table(path, {key: value for key, value in table.items() if key not in own}, keys, found)


def _check_duty(path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    if isinstance(duty.get("cut_off"), dict):
        _check_table((*path, "cut_off"), duty["cut_off"], cut_off_keys(duty["cut_off"]), found)
    elif "cut_off" in duty or duty.get("kind") != DutyKind.ACTIVITY:
        found.add(path, "Nhiệm vụ chưa có hạn: thêm mục [duty.cut_off].")
    rules = duty.get("rule")
    if rules is None and good(duty, "waiting_for", TEXT):
        return
    if not (isinstance(rules, list) and rules and all(isinstance(rule, dict) for rule in rules)):
        found.add(path, "Nhiệm vụ chưa nói ai phải làm: thêm ít nhất một mục [[duty.rule]].")
        return
    for n, rule in enumerate(rules):
        _check_table((*path, "rule", n), rule, RULE, found)


def _check_table(path: Path, table: Mapping[str, Any], keys: Mapping[str, Key], found: Findings) -> None:
    for name in table:
        if name not in keys:
            found.add((*path, name), f"Không có khóa nào tên “{name}” ở mục này.")
    for name, key in keys.items():
        if name in table:
            _check_value((*path, name), table[name], key, found)
        elif key.needed:
            found.add(path, f"Thiếu “{name}” ({_TOLD[key.kind]}).")


def _check_value(path: Path, value: Any, key: Key, found: Findings) -> None:
    name = path[-1]
    if not _IS[key.kind](value):
        found.add(path, f"“{name}” phải là {_TOLD[key.kind]}.")
    elif key.among and value not in key.among:
        known = ", ".join(f"“{one}”" for one in key.among)
        found.add(path, f"“{name}” không nhận giá trị “{value}”; chỉ nhận: {known}.")
    elif key.filled and key.kind in (TEXT, TEXTS) and not value:
        found.add(path, f"“{name}” còn để trống.")
    elif key.longest and len(value) > key.longest:
        found.add(path, f"“{name}” dài {len(value)} ký tự, nhiều nhất là {key.longest}.")


UNIT_KINDS = frozenset(UnitKind.values)
