"""The measuring itself: a tiny province is filled, every screen answers, the answer is JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_a_small_province_is_measured_screen_by_screen(tmp_path, settings):
    """In a process of its own, because it makes and drops its own scratch database."""
    environment = os.environ | {"NEUGUONG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.web.bench.scratch"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "bench", "--small", "--times", "1", "--json"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    found = json.loads(answer.stdout)
    assert {key for row in found["results"] for key in row} == {"name", "median_ms", "p95_ms", "baseline_ms", "ratio"}
    assert {row["name"].split(",")[0] for row in found["results"]} == {
        "list", "search", "dossier", "home", "board", "register", "ledger", "package workbook", "reading",
    }  # fmt: skip
    assert all(row["ratio"] > 0 for row in found["results"])


@pytest.mark.slow
def test_finding_duplicates_is_measured_with_what_was_found_of_what_was_planted(tmp_path):
    environment = os.environ | {"NEUGUONG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.web.bench.scratch"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "bench", "--duplicates", "800", "--times", "1"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    found = json.loads(answer.stdout)
    assert (found["sweep"]["subjects"], found["sweep"]["planted"]) == (800, 4)
    assert found["sweep"]["planted_found"] >= 3
    assert found["one"]["ratio"] > 0
