"""The shipped plan files say what the plan says: its numbers, its dates, a clause for every entry."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from neuguong.core.periods import CutOff, Period

DATA = Path(__file__).parents[2] / "neuguong" / "programme" / "data"
UNITS = Path(__file__).parents[2] / "neuguong" / "org" / "data" / "dien-khanh.toml"
URGING = ("urging", "urging_letter")
FILES = ["ke-hoach-87.toml", "ke-hoach-xa-mau.toml"]
PLACES = {
    "period",
    "plan",
    "plan_date",
    "count",
    "collectives",
    "individuals",
    "households",
    "issuer",
    "unit",
    "reason",
}


def read(name: str) -> dict:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@pytest.fixture
def plan_87() -> dict:
    return read("ke-hoach-87.toml")


def duty(plan: dict, code: str) -> dict:
    return next(entry for entry in plan["duty"] if entry["code"] == code)


def test_the_plan_has_its_number_its_days_and_its_signer(plan_87):
    head = plan_87["plan"]
    assert (head["number"], head["issued_on"], head["signer"]) == ("87/KH-UBND", date(2023, 4, 11), "Nguyễn Văn Gấm")
    assert (head["valid_from"], head["valid_until"]) == (date(2023, 1, 1), date(2025, 12, 31))
    assert {(entry["number"], entry["date"]) for entry in plan_87["legal_basis"] + plan_87["parent_plan"]} == {
        ("1526/QĐ-TTg", date(2022, 12, 9)),
        ("2202/KH-UBND", date(2023, 3, 10)),
        ("34-CT/TW", date(2014, 4, 7)),
        ("16-CT/TU", date(2014, 9, 25)),
        ("202/KH-UBND", date(2021, 12, 9)),
    }


@pytest.mark.clause("III.2.1.c")
def test_the_plan_has_fourteen_sectors_and_four_general_standards(plan_87):
    assert len({sector["code"] for sector in plan_87["sector"]}) == 14
    assert len({criterion["code"] for criterion in plan_87["criterion"]}) == 4
    assert {kind["code"] for kind in plan_87["subject_kind"]} == {"collective", "individual", "household"}


@pytest.mark.clause("IV.2")
def test_communes_owe_three_of_both_kinds_and_block_units_one_of_either(plan_87):
    rules = {
        (tuple(rule.get("unit_kinds", [])), rule.get("in_block", False)): (rule["required"], rule["composition"])
        for rule in duty(plan_87, "quota")["rule"]
    }
    assert rules == {(("commune",), False): (3, "both_kinds"), ((), True): (1, "any")}


@pytest.mark.clause("IV.2")
def test_the_first_return_is_due_before_the_fifteenth_of_june_2023(plan_87):
    quarterly = duty(plan_87, "quarterly_return")
    first = Period(quarterly["first_period"])
    assert first == Period("2023-Q2")
    assert CutOff(**quarterly["cut_off"]).last_on_time_day(first) == date(2023, 6, 14)
    assert CutOff(**duty(plan_87, "quota")["cut_off"]).last_on_time_day(Period("2023")) == date(2023, 12, 14)


def test_the_commune_of_the_sample_asks_through_the_twentieth():
    quarterly = duty(read("ke-hoach-xa-mau.toml"), "quarterly_return")
    assert CutOff(**quarterly["cut_off"]).last_on_time_day(Period("2025-Q3")) == date(2025, 9, 20)


@pytest.mark.parametrize("name", FILES)
def test_every_entry_cites_its_clause(name):
    plan = read(name)
    entries = [(key, entry) for key, value in plan.items() if isinstance(value, list) for entry in value]
    entries += [("rule", rule) for entry in plan["duty"] for rule in entry.get("rule", ())]
    entries += [(key, plan[key]) for key in ("plan", "office", "package", "unit_letter", "standard_paper", *URGING)]
    assert {(key, str(entry)) for key, entry in entries if not entry.get("clause")} == set()


@pytest.mark.parametrize("name", FILES)
def test_the_issuer_and_its_office_are_in_the_register_of_units(name):
    refs = {unit["ref"] for unit in tomllib.loads(UNITS.read_text(encoding="utf-8"))["unit"]}
    assert {read(name)["plan"]["issuer"], read(name)["office"]["unit"]} <= refs


@pytest.mark.parametrize("name", FILES)
def test_letters_have_room_only_for_what_can_be_filled_in(name):
    plan = read(name)
    assert set(re.findall(r"{(\w+)}", str([plan["package"], plan["unit_letter"], plan["standard_paper"]]))) <= PLACES


@pytest.mark.parametrize("name", FILES)
def test_the_readings_agree_with_the_rules_they_explain(name):
    plan = read(name)
    readings = plan["readings"]
    rounds = [entry for entry in plan["duty"] if entry["kind"] != "activity"]
    assert {entry["cut_off"]["boundary"] for entry in rounds} == {readings["boundary"]}
    assert duty(plan, "quota")["period"] == readings["quota_period"]
    effects = {rule["composition_effect"] for rule in duty(plan, "quota")["rule"] if "composition_effect" in rule}
    assert effects <= {readings["commune_composition"]}


def test_both_plans_are_written_in_one_form():
    one, other = map(read, FILES)
    # the sample asks for no summing-up report, so it needs no outline
    # and it holds no congress; how many words a minute are read aloud it leaves to the program
    assert set(one) - set(other) == {
        "parent_plan", "report", "report_kind", "report_section", "report_annex", "delegate_rule", "publicity",
    }  # fmt: skip
    for section in (
        "plan",
        "office",
        "readings",
        "guidance",
        "windows",
        "package",
        "unit_letter",
        "standard_paper",
        *URGING,
    ):
        assert set(one[section]) == set(other[section])


def test_movements_are_told_apart_by_who_launched_them():
    assert [(one["name"], one["clause"]) for one in read("ke-hoach-87.toml")["movement"]] == [
        ("Phong trào do Thủ tướng Chính phủ phát động", "III.3.b"),
        ("Phong trào do tỉnh phát động", "III.3.b"),
        ("Phong trào do huyện phát động", "III.3.b"),
        ("Phong trào do cơ quan, đơn vị, địa phương tổ chức", "III.2.1.b"),
    ]
