"""What must make sense in the outline of reports: duties, figures and annexes that exist, sections in one piece."""

import re
from collections.abc import Mapping
from typing import Any

from neuguong.programme.enums import ActivityKind, Annex, Indicator
from neuguong.programme.operations.plan_shape import TEXT, TEXTS, Findings, good, listed

_PLACE = re.compile(r"\{([^{}]*)\}")
_PLACES = frozenset(("plan", "plan_date", "unit", "issuer", "since", "until"))


def check_reports(document: Mapping[str, Any], found: Findings) -> None:
    """Nothing to do for a plan without an outline."""
    reports = {
        duty["code"] for _, duty in listed(document, "duty")
        if good(duty, "code", TEXT) and duty.get("activity") == ActivityKind.REPORT
    }  # fmt: skip
    for path, kind in listed(document, "report_kind"):
        if good(kind, "duty", TEXT) and kind["duty"] not in reports:
            found.add((*path, "duty"), f"“{kind['duty']}” không phải nhiệm vụ loại báo cáo của kế hoạch.")
    _check_sections(document, found)
    _check_places(document, found)
    if "report" not in document:
        for name in ("report_kind", "report_section", "report_annex"):
            if name in document:
                found.add((name,), f"Có [[{name}]] thì phải có mục [report].")
    elif not listed(document, "report_section"):
        found.add(("report",), "Báo cáo chưa có phần nào: thêm [[report_section]].")


def _check_sections(document: Mapping[str, Any], found: Findings) -> None:
    left: set[str] = set()
    before = ""
    for path, section in listed(document, "report_section"):
        for key in ("figures", "overall_figures"):
            for code in section[key] if good(section, key, TEXTS) else ():
                if code not in Indicator.values:
                    found.add((*path, key), f"Không có số liệu nào mang mã “{code}”; xem docs/indicators.md.")
        part = section.get("part", "")
        if part != before and part in left:
            found.add((*path, "part"), f"Các mục của phần “{part}” phải đứng liền nhau.")
        left.add(before)
        before = part
    for path, annex in listed(document, "report_annex"):
        if good(annex, "code", TEXT) and annex["code"] not in Annex.values:
            found.add((*path, "code"), f"Không có phụ lục nào mang mã “{annex['code']}”.")


def _check_places(document: Mapping[str, Any], found: Findings) -> None:
    table = document.get("report")
    for key, value in table.items() if isinstance(table, dict) else ():
        for place in _PLACE.findall(value) if isinstance(value, str) else ():
            if place not in _PLACES:
                known = ", ".join(sorted(_PLACES))
                found.add(("report", key), f"Không có gì để điền vào “{{{place}}}”; có: {known}.")
