"""The command line of the organisation: JSON out, messages aside, a reason for the emergency door."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, load_command_class

from neuguong.core.models import AuditEntry
from neuguong.org.models import Membership, Unit
from tests import factories as make

FILE = Path(__file__).parents[3] / "neuguong" / "org" / "data" / "dien-khanh.toml"


def run(*words: str) -> object:
    out = StringIO()
    call_command(*words, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def register(db) -> None:
    call_command("load_units", str(FILE), stdout=StringIO())


@pytest.mark.parametrize(("on", "count"), [("2023-06-01", 18), ("2024-12-01", 17), ("2025-08-01", 6)])
def test_the_district_had_so_many_communes(register, on, count):
    assert len([unit for unit in run("units", "--on", on, "--json") if unit["kind"] == "commune"]) == count
    assert len(run("units", "--on", on, "--kind", "commune")) == count


def test_a_unit_is_told_with_its_blocks_and_what_became_of_it(register):
    [unit] = [unit for unit in run("units", "--on", "2023-06-01", "--json") if unit["name"] == "Xã Diên Xuân"]
    successor = Unit.objects.get(ref="xuan-dong")
    assert unit == {
        "id": Unit.objects.get(ref="dien-xuan").pk,
        "code": "22660",
        "name": "Xã Diên Xuân",
        "kind": "commune",
        "parent": Unit.objects.get(ref="ubnd-dien-khanh").pk,
        "blocks": ["Cụm xã số 2"],
        "valid_from": "1900-01-01",
        "valid_to": "2024-11-01",
        "successors": [
            {
                "id": successor.pk,
                "code": "22660",
                "name": "Xã Xuân Đồng",
                "kind": "merged",
                "on": "2024-11-01",
                "act": "Nghị quyết 1196/NQ-UBTVQH15 ngày 28/9/2024",
            }
        ],
    }


def test_code_22660_is_another_id_on_each_of_three_days(register):
    days = ("2024-10-31", "2024-11-01", "2025-07-01")
    found = [[u["id"] for u in run("units", "--on", day, "--json") if u["code"] == "22660"] for day in days]
    assert found == [[Unit.objects.get(ref=ref).pk] for ref in ("dien-xuan", "xuan-dong", "dien-lam-2025")]


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_of_units_costs_three_queries_however_long(db, extra, django_assert_num_queries):
    for number in range(1 + extra):
        make.make_block(
            f"Khối {number}", make.make_unit(f"a{number}", f"Huyện {number}"), make.make_unit(f"b{number}", "Xã")
        )
    out = StringIO()
    with django_assert_num_queries(3):
        call_command("units", "--on", "2024-01-01", stdout=out)


def test_a_dry_run_of_the_file_says_what_it_would_make(db):
    answer = run("load_units", str(FILE), "--dry-run")
    assert len(answer["created"]) > 100
    assert not Unit.objects.exists()


def test_mistakes_in_the_file_are_told_by_line_and_the_command_fails(db, tmp_path):
    file = tmp_path / "don-vi.toml"
    file.write_text('[[unit]]\nref = "a"\nkind = "xã"\nname = "A"\nvalid_from = 2020-01-01\n', encoding="utf-8")
    with pytest.raises(CommandError, match="^Dòng 3: “kind” = “xã” không có"):
        call_command("load_units", str(file))
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("load_units", str(tmp_path / "khong-co.toml"))


def test_the_emergency_door_leaves_its_reason(cast):
    answer = run("grant_role", "STRANGER", "technical", "ubnd-dien-khanh", "--subtree", "--reason", "Không còn ai")
    row = Membership.objects.get(pk=answer["membership"])
    assert (row.account, row.role, row.subtree) == (cast.stranger, "technical", True)
    entry = AuditEntry.objects.get(verb="emergency_door")
    assert (entry.actor, entry.personal.values["reason"]) == ("system:grant_role", "Không còn ai")


@pytest.mark.parametrize(
    "words", [("khong-ai", "dien-tho", "x"), ("author", "khong-co", "x"), ("author", "dien-tho", " ")]
)
def test_the_emergency_door_stays_shut_without_person_unit_or_reason(cast, words):
    username, unit, reason = words
    with pytest.raises(CommandError):
        call_command("grant_role", username, "leader", unit, "--reason", reason)
    assert not AuditEntry.objects.filter(verb="emergency_door").exists()


@pytest.mark.parametrize("name", ["units", "load_units", "grant_role"])
def test_each_command_shows_an_example(name):
    command = load_command_class("neuguong.org", name)
    assert f"manage.py {name}" in command.create_parser("manage.py", name).format_help()
