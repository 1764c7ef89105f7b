"""What a new file changes in a plan, in lines that an official can read before deciding."""

from collections.abc import Iterator, Mapping
from typing import Any

# By what an entry of a list is recognised again, so that a new order is not a change.
_NAMED_BY = ("code", "level", "priority", "number", "name", "unit")
_WORDS = {
    "plan": "Kế hoạch",
    "office": "Cơ quan thường trực",
    "publicity": "Duyệt nội dung tuyên truyền",
    "legal_basis": "Căn cứ",
    "parent_plan": "Kế hoạch liên quan",
    "subject_kind": "Loại đối tượng",
    "criterion": "Tiêu chí",
    "sector": "Lĩnh vực",
    "movement": "Phong trào",
    "duty": "Nhiệm vụ",
    "rule": "quy tắc",
    "cut_off": "hạn",
    "exemption": "Miễn",
    "readings": "Cách hiểu",
    "guidance": "Hướng dẫn",
    "windows": "Thời gian lấy ý kiến",
    "package": "Gói quý",
    "unit_letter": "Công văn của đơn vị",
    "standard_paper": "Văn bản tiêu chuẩn của đơn vị",
    "unit_plan_paper": "Văn bản kế hoạch của đơn vị",
    "recognition": "Công nhận",
    "report": "Báo cáo",
    "report_kind": "Loại báo cáo",
    "report_section": "Mục của báo cáo",
    "report_annex": "Phụ lục của báo cáo",
    "urging": "Đôn đốc",
    "urging_rung": "Nấc đôn đốc",
    "urging_letter": "Công văn đôn đốc",
    "expense": "Nội dung chi",
    "delegate_rule": "Quy tắc chọn đại biểu",
    "budget_paper": "Tờ trình kinh phí",
}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """One line per changed, added or removed entry, in the new file's order; values as they are written."""
    old, new = dict(_flat(before)), dict(_flat(after))
    lines = [
        f"{place}: thêm {_told(value)}" if place not in old else f"{place}: {_told(old[place])} → {_told(value)}"
        for place, value in new.items()
        if place not in old or old[place] != value
    ]
    return (*lines, *(f"{place}: bỏ {_told(value)}" for place, value in old.items() if place not in new))


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value) or "(trống)"
    text = str(value)
    return f"“{text[:77]}…”" if len(text) > 80 else f"“{text}”"


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with the words that lead to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            word = _WORDS.get(str(key), str(key))
            yield from _flat(inner, f"{place}, {word}" if place else word)
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for one in value:
            yield from _flat(one, f"{place} {_name(one)}")
    else:
        yield place, value


def _name(entry: Mapping[str, Any]) -> str:
    key = next((key for key in _NAMED_BY if key in entry), None)
    if key == "unit":
        return f"{entry['unit']} {entry.get('duty', '')} {entry.get('period', '')}".strip()
    return f"{key} {entry[key]}" if key == "priority" else str(entry.get(key or "", ""))
