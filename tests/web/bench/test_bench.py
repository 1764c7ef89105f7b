"""The measuring itself: a tiny province is filled, every screen answers, the answer is JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def measured(data: Path, *arguments: str) -> dict:
    """What the command answers where the site has never run. A process of its own: it makes and drops its own database."""
    environment = os.environ | {"NEUGUONG_DATA": str(data), "DJANGO_SETTINGS_MODULE": "neuguong.config.settings.dev"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "bench", "--times", "1", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(answer.stdout)


@pytest.mark.slow
def test_a_small_province_is_measured_screen_by_screen(tmp_path):
    found = measured(tmp_path, "--small", "--json")
    assert {key for row in found["results"] for key in row} == {"name", "median_ms", "p95_ms", "baseline_ms", "ratio"}
    assert {row["name"].split(",")[0] for row in found["results"]} == {
        "list", "search", "dossier", "home", "board", "register", "ledger", "package workbook", "reading",
    }  # fmt: skip
    assert all(row["ratio"] > 0 for row in found["results"])
    assert {path.name for path in tmp_path.iterdir()} <= {"secret-key"}  # nothing is left beside the real data


@pytest.mark.slow
def test_finding_duplicates_is_measured_with_what_was_found_of_what_was_planted(tmp_path):
    found = measured(tmp_path, "--duplicates", "800")
    assert (found["sweep"]["subjects"], found["sweep"]["planted"]) == (800, 4)
    assert found["sweep"]["planted_found"] >= 3
    assert found["one"]["ratio"] > 0


@pytest.mark.slow
def test_delivering_is_measured_with_a_worker_killed_on_the_way_and_loses_nothing(tmp_path):
    found = measured(tmp_path, "--letters", "60", "--kills", "1")
    assert (found["letters"], found["workers"], found["kills"], found["lost"]) == (60, 2, 1, 0)
    assert found["duplicates"] <= found["kills"]
    assert found["per_second"] > 0 < found["bare_per_second"]


@pytest.mark.slow
def test_the_ledger_of_a_year_is_measured_beside_the_same_rows_written_bare(tmp_path):
    found = measured(tmp_path, "--ledger-year", "60")
    assert (found["units"], found["rows"]) == (60, 60 * 7)
    assert found["ratio"] > 0 < found["cpu_ratio"]


@pytest.mark.slow
def test_a_merger_of_many_units_is_measured_and_changes_no_past_day(tmp_path):
    found = measured(tmp_path, "--reorganisation", "9")
    assert (found["merged"], found["into"], found["roles"]) == (9, 3, 18)
    assert found["rows"] > 0 < found["ratio"]


@pytest.mark.slow
def test_the_public_site_is_measured_kept_drawn_and_as_files(tmp_path):
    found = measured(tmp_path, "--portal", "20")
    assert {row["name"] for row in found["kept"]} == {
        "front page, kept", "register, kept", "exemplar with story, kept",
    }  # fmt: skip
    assert all(row["ratio"] > 0 < row["bare_per_second"] for row in found["kept"])
    assert [row["name"] for row in found["drawn"]] == ["exemplar, drawn", "article, drawn"]
    assert all(row["ratio"] > 1 for row in found["drawn"])
    assert found["export"]["one_changed_written"] == 1
    assert found["export"]["files"] > found["export"]["pages"] > found["export"]["exemplars"]
    assert found["nginx"] == "not measured: no nginx" or found["nginx"]["ratio"] > 0
