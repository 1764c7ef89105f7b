"""What must make sense in a plan file beyond its shape: units, periods, days, rules and readings that agree."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import inf
from typing import Any

from neuguong.core.periods import CutOff, Period
from neuguong.org.enums import Role
from neuguong.org.models import Unit
from neuguong.org.roles import GRANTS, Permission
from neuguong.programme.enums import ActivityKind, DutyKind, EventKind, PeriodKind
from neuguong.programme.operations.plan_file import Lines, Path
from neuguong.programme.operations.plan_shape import (
    DAY,
    RULE,
    TABLE,
    TEXT,
    TEXTS,
    UNIT_KINDS,
    WHOLE,
    Findings,
    check_shape,
    good,
    listed,
)
from neuguong.programme.operations.report_checks import check_reports
from neuguong.programme.operations.urging_checks import check_urging
from neuguong.programme.rules import LEAD_AGENCIES, READINGS

_PLACE = re.compile(r"\{([^{}]*)\}")
_PLACES = frozenset(
    ("period", "plan", "plan_date", "count", "collectives", "individuals", "households", "issuer", "unit", "reason")
)
_BUDGET = (
    "budget_paper",
    frozenset(("plan", "plan_date", "year", "count", "units", "asked", "appraised", "reduced", "issuer")),
)
_CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_NEEDS = ("meeting_number", "meeting_on")
_LEVEL_NEEDS = {"unit": Permission.RECOGNISE_IN_UNIT, "council": Permission.RECOGNISE_BY_COUNCIL}
_UNIQUE = {
    "subject_kind": "code",
    "criterion": "code",
    "sector": "code",
    "movement": "name",
    "duty": "code",
    "recognition": "level",
    "report_kind": "duty",
    "report_section": "code",
    "report_annex": "code",
    "expense": "code",
    "delegate_rule": "code",
}


def mistakes(document: Mapping[str, Any], lines: Lines) -> list[tuple[int, str]]:
    """Every mistake of a document as (line, sentence), in the file's order."""
    found = Findings(lines)
    check_shape(document, found)
    _check_plan(document, found)
    for name, key in _UNIQUE.items():
        _check_unique(document, name, key, found)
    _check_sources(document, found)
    _check_days(document, found)
    _check_duties(document, found)
    _check_exemptions(document, found)
    _check_readings(document, found)
    _check_numbers(document, found)
    _check_papers(document, found)
    _check_recognition(document, found)
    check_reports(document, found)
    check_urging(document, found)
    return sorted(set(found.problems))


def _unit_known(ref: str) -> bool:
    return Unit.objects.filter(ref=ref).exists()


def _span(plan: Any) -> tuple[date, date] | None:
    """First and last day of the plan; None when they make no sense, which is told once and not at every day."""
    if not (good(plan, "valid_from", DAY) and good(plan, "valid_until", DAY)):
        return None
    first, last = plan["valid_from"], plan["valid_until"]
    return (first, last) if first <= last else None


def _check_plan(document: Mapping[str, Any], found: Findings) -> None:
    plan = document.get("plan")
    if good(plan, "code", TEXT) and not _CODE.fullmatch(plan["code"]):
        found.add(("plan", "code"), "Mã kế hoạch chỉ gồm chữ thường không dấu, số, gạch nối.")
    if good(plan, "issuer", TEXT) and not _unit_known(plan["issuer"]):
        found.add(("plan", "issuer"), f"Không có đơn vị nào mang khóa “{plan['issuer']}”.")
    if not (good(plan, "valid_from", DAY) and good(plan, "valid_until", DAY)):
        return
    if _span(plan) is None:
        found.add(("plan", "valid_until"), "Ngày cuối của kế hoạch đứng trước ngày đầu.")
    elif good(plan, "issued_on", DAY) and plan["issued_on"] > plan["valid_until"]:
        found.add(("plan", "issued_on"), "Kế hoạch ban hành sau ngày cuối của chính nó.")


def _check_unique(document: Mapping[str, Any], name: str, key: str, found: Findings) -> None:
    seen: dict[str, int] = {}
    for path, table in listed(document, name):
        if not good(table, key, TEXT):
            continue
        value = table[key]
        if value in seen:
            found.add((*path, key), f"“{value}” đã dùng ở mục [[{name}]] dòng {seen[value]}.")
        seen.setdefault(value, found.lines.of((*path, key)))


def _check_sources(document: Mapping[str, Any], found: Findings) -> None:
    """What a plan rests on is older than the plan."""
    plan = document.get("plan")
    if not good(plan, "issued_on", DAY):
        return
    for path, table in [*listed(document, "legal_basis"), *listed(document, "parent_plan")]:
        if good(table, "date", DAY) and table["date"] > plan["issued_on"]:
            found.add((*path, "date"), "Văn bản căn cứ có ngày sau ngày ban hành kế hoạch.")


def _check_days(document: Mapping[str, Any], found: Findings) -> None:
    """Movements and decisions on exemptions fall within the plan."""
    span = _span(document.get("plan"))
    for path, table in listed(document, "movement"):
        if good(table, "valid_from", DAY) and good(table, "valid_to", DAY) and table["valid_to"] < table["valid_from"]:
            found.add((*path, "valid_to"), "Ngày cuối của phong trào đứng trước ngày đầu.")
    if span is None:
        return
    for name, keys in (("movement", ("valid_from", "valid_to")), ("exemption", ("decided_on",))):
        for path, table in listed(document, name):
            for key in keys:
                if good(table, key, DAY) and not span[0] <= table[key] <= span[1]:
                    found.add((*path, key), f"Ngày {table[key]:%d/%m/%Y} nằm ngoài thời gian thực hiện kế hoạch.")


def _check_duties(document: Mapping[str, Any], found: Findings) -> None:
    duties = listed(document, "duty")
    returns = [path for path, duty in duties if duty.get("kind") == DutyKind.RETURN]
    if duties and len(returns) != 1:
        sentence = "Kế hoạch cần đúng một nhiệm vụ loại “return”: hạn của nó làm nên các đợt giới thiệu."
        found.add(returns[1] if returns else duties[0][0], sentence)
    for path, duty in duties:
        _check_periods(document, path, duty, found)
        _check_cut_off(path, duty, found)
        _check_rules(path, duty, found)
        if duty.get("kind") == DutyKind.RETURN:
            _check_return(path, duty, found)
        _check_activity(path, duty, found)
        _check_named_later(document, path, duty, found)


def _check_activity(path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    """Only a duty that is an activity says by which; and it must."""
    if duty.get("kind") == DutyKind.ACTIVITY and "activity" not in duty:
        known = ", ".join(f"“{one}”" for one in ActivityKind.values)
        found.add(path, f"Nhiệm vụ loại “activity” phải ghi “activity”, một trong: {known}.")
    if duty.get("kind") in (DutyKind.QUOTA, DutyKind.RETURN) and "activity" in duty:
        found.add((*path, "activity"), "Chỉ nhiệm vụ loại “activity” mới ghi “activity”.")
    if good(duty, "events", TEXTS):
        if duty.get("activity") not in (ActivityKind.EVENT, ActivityKind.CONFERENCE):
            found.add((*path, "events"), "Chỉ nhiệm vụ “event” hoặc “conference” mới ghi “events”.")
        for kind in duty["events"]:
            if kind not in EventKind.values:
                found.add((*path, "events"), f"Không có loại sự kiện “{kind}”, chỉ có: {', '.join(EventKind.values)}.")


def _check_named_later(document: Mapping[str, Any], path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    """Who is waited for is not named as well; what a duty stands instead of is another duty of the plan."""
    if "waiting_for" in duty and "rule" in duty:
        found.add((*path, "waiting_for"), "Nhiệm vụ đã có [[duty.rule]] thì bỏ dòng “waiting_for”.")
    codes = {one["code"] for _, one in listed(document, "duty") if good(one, "code", TEXT)} - {duty.get("code")}
    for code in duty["instead_of"] if good(duty, "instead_of", TEXTS) else ():
        if code not in codes:
            found.add((*path, "instead_of"), f"Kế hoạch không có nhiệm vụ nào khác tên “{code}”.")


def _period(text: str, kind: str) -> Period | None:
    try:
        period = Period(text)
    except ValueError:
        return None
    return period if period.kind == kind else None


def _check_periods(document: Mapping[str, Any], path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    """First and last period are of the duty's kind, in order, and within the plan."""
    kind, plan, read = duty.get("period"), document.get("plan"), {}
    if kind not in PeriodKind.values:
        return
    for key in ("first_period", "last_period"):
        if not good(duty, key, TEXT):
            continue
        period = _period(duty[key], kind)
        if period is None:
            found.add((*path, key), f"“{duty[key]}” không phải một kỳ: viết 2024 cho năm, 2024-Q1 cho quý.")
        elif not _within(period, plan):
            found.add((*path, key), f"Kỳ “{period}” nằm ngoài thời gian thực hiện kế hoạch.")
        else:
            read[key] = period
    if len(read) == 2 and read["last_period"] < read["first_period"]:
        found.add((*path, "last_period"), "Kỳ cuối đứng trước kỳ đầu.")


def _within(period: Period, plan: Any) -> bool:
    span = _span(plan)
    return span is None or bool(period.start <= span[1] and period.last_day >= span[0])


def _check_cut_off(path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    """A day and a month that exist; a date outright lies within the plan and in the duty's one year."""
    table = duty.get("cut_off")
    if not (isinstance(table, dict) and good(table, "boundary", TEXT)):
        return
    if good(table, "on", DAY):
        if str(table["on"].year) != duty.get("first_period") or duty.get("first_period") != duty.get("last_period"):
            sentence = "Hạn ghi bằng một ngày thì nhiệm vụ chỉ có một kỳ, là năm của ngày ấy."
            found.add((*path, "cut_off", "on"), sentence)
        return
    for name in ("day", "month"):
        try:
            CutOff(**{name: table.get(name, "last")})
        except ValueError as wrong:
            found.add((*path, "cut_off", name), str(wrong))


def _check_rules(path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    seen: set[int] = set()
    rules = duty.get("rule")
    for n, rule in enumerate(rules if isinstance(rules, list) else []):
        at = (*path, "rule", n)
        if good(rule, "priority", WHOLE):
            if rule["priority"] in seen:
                found.add((*at, "priority"), f"Hai quy tắc của một nhiệm vụ cùng priority {rule['priority']}.")
            seen.add(rule["priority"])
        if good(rule, "required", WHOLE) and rule["required"] < 1:
            found.add((*at, "required"), "“required” ít nhất là 1; muốn miễn thì ghi [[exemption]].")
        if isinstance(rule, dict):
            _check_whom(at, rule, found)


_WHOM = ("unit_kinds", "in_block", "issuer", "units")


def _check_whom(path: Path, rule: Mapping[str, Any], found: Findings) -> None:
    """A rule says for whom; a unit named outright may come into the register of units later (see `load_plan`)."""
    if rule.keys() <= RULE.keys() and not any(rule.get(key) for key in _WHOM):
        found.add(path, "Quy tắc chưa nói cho ai: ghi “unit_kinds”, “units”, “in_block = true” hoặc “issuer = true”.")
    if good(rule, "unit_kinds", TEXTS):
        _check_unit_kinds((*path, "unit_kinds"), rule["unit_kinds"], found)


def _check_unit_kinds(path: Path, kinds: Iterable[str], found: Findings) -> None:
    for kind in kinds:
        if kind not in UNIT_KINDS:
            found.add(path, f"Không có loại đơn vị “{kind}”; có: {', '.join(sorted(UNIT_KINDS))}.")


def _check_return(path: Path, duty: Mapping[str, Any], found: Findings) -> None:
    if duty.get("period") in PeriodKind.values and duty["period"] != PeriodKind.QUARTER:
        found.add((*path, "period"), 'Nhiệm vụ loại “return” theo quý: ghi period = "quarter".')
    for kind in duty["accepts"] if good(duty, "accepts", TEXTS) else []:
        if kind not in ("list", "nil"):
            found.add((*path, "accepts"), f"“accepts” chỉ nhận “list” và “nil”, không có “{kind}”.")


def _check_exemptions(document: Mapping[str, Any], found: Findings) -> None:
    duties = {duty["code"]: duty for _, duty in listed(document, "duty") if good(duty, "code", TEXT)}
    for path, table in listed(document, "exemption"):
        if good(table, "unit", TEXT) and not _unit_known(table["unit"]):
            found.add((*path, "unit"), f"Không có đơn vị nào mang khóa “{table['unit']}”.")
        duty = duties.get(table.get("duty", ""))
        if good(table, "duty", TEXT) and duty is None:
            found.add((*path, "duty"), f"Kế hoạch không có nhiệm vụ “{table['duty']}”.")
        if duty is not None and good(table, "period", TEXT) and not _has_period(duty, table["period"]):
            found.add((*path, "period"), f"Nhiệm vụ “{table['duty']}” không có kỳ “{table['period']}”.")


def _has_period(duty: Mapping[str, Any], text: str) -> bool:
    period = _period(text, str(duty.get("period", "")))
    first, last = (
        _period(str(duty.get(key, "")), str(duty.get("period", ""))) for key in ("first_period", "last_period")
    )
    return period is not None and first is not None and last is not None and not (period < first or last < period)


def _check_readings(document: Mapping[str, Any], found: Findings) -> None:
    """A reading that a duty repeats must agree with it, so that nobody changes only one of them."""
    readings = document.get("readings")
    _check_lead_agencies(document, readings, found)
    for path, duty in listed(document, "duty"):
        cut_off = duty.get("cut_off")
        rounds = duty.get("kind") in (DutyKind.QUOTA, DutyKind.RETURN)  # A4 reads the words about the quarter
        if rounds and good(cut_off, "boundary", TEXT) and good(readings, "boundary", TEXT):
            _must_agree((*path, "cut_off", "boundary"), cut_off["boundary"], readings, "boundary", found)
        if duty.get("kind") == DutyKind.QUOTA and good(duty, "period", TEXT):
            _must_agree((*path, "period"), duty["period"], readings, "quota_period", found)
        rules = duty.get("rule")
        for n, rule in enumerate(rules if isinstance(rules, list) else []):
            if good(rule, "composition_effect", TEXT) and "commune" in rule.get("unit_kinds", ()):
                at = (*path, "rule", n, "composition_effect")
                _must_agree(at, rule["composition_effect"], readings, "commune_composition", found)


def _check_lead_agencies(document: Mapping[str, Any], readings: Any, found: Findings) -> None:
    listed_here = any(table.get("reading") == LEAD_AGENCIES for _, table in listed(document, "exemption")) or any(
        duty.get("instead_of") and duty.get("rule") for _, duty in listed(document, "duty")
    )
    if good(readings, LEAD_AGENCIES, TEXT) and readings[LEAD_AGENCIES] == "exempt_by_list" and not listed_here:
        sentence = f"“exempt_by_list” cần danh sách: nêu đơn vị ở nhiệm vụ có “instead_of”, hoặc [[exemption]] ghi reading = “{LEAD_AGENCIES}”."
        found.add(("readings", LEAD_AGENCIES), sentence)


def _must_agree(path: Path, value: str, readings: Any, name: str, found: Findings) -> None:
    known = READINGS[name]  # a word that is none of these is told already
    if good(readings, name, TEXT) and readings[name] != value and {value, readings[name]} <= set(known):
        line = found.lines.of(("readings", name))
        found.add(path, f"Ghi “{value}” nhưng cách hiểu “{name}” ở dòng {line} ghi “{readings[name]}”.")


def _check_numbers(document: Mapping[str, Any], found: Findings) -> None:
    guidance, windows = document.get("guidance"), document.get("windows")
    if good(guidance, "summary_words_min", WHOLE) and good(guidance, "summary_words_max", WHOLE):
        low, high = guidance["summary_words_min"], guidance["summary_words_max"]
        if not 0 < low <= high:
            found.add(
                ("guidance", "summary_words_min"), f"Số từ ít nhất ({low}) phải từ 1 đến số từ nhiều nhất ({high})."
            )
    for key, (least, most, sentence) in _DAYS.items():
        if good(windows, key, WHOLE) and not least <= windows[key] <= most:
            too_many = "Số ngày làm việc không quá 250, tức một năm."
            found.add(("windows", key), sentence if windows[key] < least else too_many)


# Of each length of time: the least, the most, and what to say of less.
_DAYS: dict[str, tuple[int, float, str]] = {
    "objection_working_days": (0, 250, "Số ngày không được âm."),
    "suggestion_working_days": (1, 250, "Đơn vị phải có ít nhất 1 ngày làm việc để trả lời."),
    "replication_working_days": (1, 250, "Đơn vị phải có ít nhất 1 ngày làm việc để xác minh nơi học theo."),
    "obstacle_working_days": (1, 250, "Phải có ít nhất 1 ngày làm việc để trả lời vướng mắc."),
    "due_soon_days": (0, inf, "Số ngày không được âm."),
}

_BY_KIND = {
    "unit_letter": ("symbol_by_kind", "issuer_by_kind", "authority_by_kind"),
    "standard_paper": ("symbol_by_kind",),
    "report": ("symbol_by_kind",),
    "unit_plan_paper": ("symbol_by_kind",),
}


def _check_papers(document: Mapping[str, Any], found: Findings) -> None:
    """What stands in braces is filled in when a paper is made, so it must be something the system knows."""
    for name, places in (
        *dict.fromkeys(("package", "unit_letter", "standard_paper", "unit_plan_paper"), _PLACES).items(),
        _BUDGET,
    ):
        table = document.get(name)
        for key, value in table.items() if isinstance(table, dict) else ():
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                for place in _PLACE.findall(text) if isinstance(text, str) else ():
                    if place not in places:
                        found.add(
                            (name, key), f"Không có gì để điền vào “{{{place}}}”; có: {', '.join(sorted(places))}."
                        )
    _check_by_kind(document, found)


def _check_by_kind(document: Mapping[str, Any], found: Findings) -> None:
    for name, keys in _BY_KIND.items():
        for key in keys:
            if good(document.get(name), key, TABLE):
                _check_unit_kinds((name, key), document[name][key], found)


def _check_recognition(document: Mapping[str, Any], found: Findings) -> None:
    for path, table in listed(document, "recognition"):
        level, role = table.get("level"), table.get("by")
        if level in _LEVEL_NEEDS and role in Role.values and _LEVEL_NEEDS[level] not in GRANTS[Role(role)]:
            found.add((*path, "by"), f"Vai trò “{role}” không có quyền công nhận ở cấp “{level}”.")
        for need in table["needs"] if good(table, "needs", TEXTS) else ():
            if need not in _NEEDS:
                found.add((*path, "needs"), f"“needs” chỉ nhận: {', '.join(_NEEDS)}; không có “{need}”.")
