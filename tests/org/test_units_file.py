"""The shipped register of units tells Diên Khánh's history as it was: 18, then 17, then 6 communes."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "neuguong" / "org" / "data" / "dien-khanh.toml"
REGISTER = tomllib.loads(FILE.read_text(encoding="utf-8"))
UNITS = {unit["ref"]: unit for unit in REGISTER["unit"]}
BEFORE, MERGED, REFORMED = date(2023, 6, 1), date(2024, 12, 1), date(2025, 8, 1)


def exists(unit: dict, on: date) -> bool:
    return unit["valid_from"] <= on and (unit.get("valid_to") is None or on < unit["valid_to"])


def refs(on: date, kind: str) -> set[str]:
    return {ref for ref, unit in UNITS.items() if unit["kind"] == kind and exists(unit, on)}


def successors(ref: str) -> set[str]:
    return {row["successor"] for row in REGISTER["lineage"] if row["predecessor"] == ref and "successor" in row}


@pytest.mark.parametrize(("on", "count"), [(BEFORE, 18), (MERGED, 17), (REFORMED, 6)])
def test_the_district_had_eighteen_then_seventeen_then_six_communes(on, count):
    assert len(refs(on, "commune")) == count


@pytest.mark.parametrize(
    ("last", "first"), [(date(2024, 10, 31), date(2024, 11, 1)), (date(2025, 6, 30), date(2025, 7, 1))]
)
def test_a_reform_replaces_communes_overnight(last, first):
    gone = refs(last, "commune") - refs(first, "commune")
    came = refs(first, "commune") - refs(last, "commune")
    assert {successor for ref in gone for successor in successors(ref)} == came
    assert {UNITS[ref]["valid_to"] for ref in gone} == {UNITS[ref]["valid_from"] for ref in came} == {first}


def test_code_22660_had_three_lives_that_never_overlap():
    lives = sorted((u for u in UNITS.values() if u.get("official_code") == "22660"), key=lambda u: u["valid_from"])
    assert [u["ref"] for u in lives] == ["dien-xuan", "xuan-dong", "dien-lam-2025"]
    assert [u["name"] for u in lives] == ["Xã Diên Xuân", "Xã Xuân Đồng", "Xã Diên Lâm"]
    assert [u.get("valid_to") for u in lives] == [lives[1]["valid_from"], lives[2]["valid_from"], None]


def test_one_name_means_two_territories_around_the_reform():
    assert {u["ref"] for u in UNITS.values() if u["name"] == "Xã Diên Lâm"} == {"dien-lam", "dien-lam-2025"}
    assert UNITS["dien-lam"]["official_code"] == "22654"


def test_the_six_new_communes_came_from_these():
    came_from = {
        ref: {row["predecessor"] for row in REGISTER["lineage"] if row.get("successor") == ref} - {"ubnd-dien-khanh"}
        for ref in refs(REFORMED, "commune")
    }
    assert came_from == {
        "dien-khanh-2025": {"tt-dien-khanh", "dien-an", "dien-toan"},
        "dien-lac-2025": {"dien-thanh", "dien-lac", "dien-hoa"},
        "dien-dien-2025": {"dien-son", "dien-phu", "dien-dien"},
        "dien-lam-2025": {"xuan-dong", "dien-lam"},
        "dien-tho-2025": {"dien-tan", "dien-phuoc", "dien-tho"},
        "suoi-hiep-2025": {"suoi-tien", "binh-loc", "suoi-hiep"},
    }


def test_the_abolished_district_passes_to_its_communes_and_the_province():
    assert successors("ubnd-dien-khanh") == refs(REFORMED, "commune") | {"ubnd-khanh-hoa-2025"}
    assert {row["kind"] for row in REGISTER["lineage"] if row["predecessor"] == "ubnd-dien-khanh"} == {
        "abolished",
        "split",
    }


def test_every_reference_leads_to_a_unit():
    used = {unit["parent"] for unit in UNITS.values() if "parent" in unit}
    used |= {row[end] for row in REGISTER["lineage"] for end in ("predecessor", "successor") if end in row}
    for block in REGISTER["block"]:
        used |= {block["unit"], *block["members"], *block["head"].values()}
    assert used <= UNITS.keys()
    assert len(UNITS) == len(REGISTER["unit"])


def test_every_life_that_ended_says_why_on_that_day():
    ended = {(ref, unit["valid_to"]) for ref, unit in UNITS.items() if "valid_to" in unit}
    assert {(row["predecessor"], row["on"]) for row in REGISTER["lineage"]} == ended
    for row in REGISTER["lineage"]:
        assert ("successor" in row) is (row["kind"] != "abolished")
        if "successor" in row:
            assert exists(UNITS[row["successor"]], row["on"])


def test_a_code_names_one_living_commune_at_a_time():
    for on in (BEFORE, MERGED, REFORMED):
        codes = Counter(UNITS[ref]["official_code"] for ref in refs(on, "commune"))
        assert set(codes.values()) == {1}


def test_a_unit_begins_under_a_superior_that_exists():
    orphans = {
        ref
        for ref, unit in UNITS.items()
        if "parent" in unit
        and not exists(UNITS[unit["parent"]], max(unit["valid_from"], UNITS[unit["parent"]]["valid_from"]))
    }
    assert orphans == set()


def test_sixty_two_units_of_the_district_each_stand_in_one_block():
    members = Counter(ref for block in REGISTER["block"] for ref in block["members"])
    below = {ref for ref, unit in UNITS.items() if unit.get("parent") == "ubnd-dien-khanh"}
    assert set(members) == below
    assert set(members.values()) == {1}
    assert len({ref for ref in below if exists(UNITS[ref], BEFORE)}) == 62
    assert len({ref for ref in below if exists(UNITS[ref], MERGED)}) == 61


def test_a_block_is_led_by_one_of_its_members_and_the_lead_rotates():
    for block in REGISTER["block"]:
        assert set(block["head"]) == {"2023", "2024", "2025"}
        assert set(block["head"].values()) <= set(block["members"])
        assert len(set(block["head"].values())) == 3
        for year, ref in block["head"].items():
            assert exists(UNITS[ref], date(int(year), 3, 1))


def test_what_is_not_verified_is_marked_as_demonstration():
    for unit in UNITS.values():
        assert unit["demonstration"] is (unit["mark"] not in {"V", "V-ex"})
    assert all(block["demonstration"] for block in REGISTER["block"])
