"""docs/clauses.csv: each clause of Plan 87 with its duties, its screen and the release since when; what is claimed is held."""

import csv
import re
import tomllib

from django.urls import resolve, reverse

from tests.architecture.source import ROOT
from tests.conftest import PLAN_87

ROWS = list(csv.DictReader((ROOT / "docs" / "clauses.csv").read_text(encoding="utf-8").splitlines()))
DONE = [row for row in ROWS if row["since"]]
_MARK = re.compile(r"mark\.clause\(([^)]*)\)")


def marked() -> set[str]:
    """The clauses that some test says it shows."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {clause for text in texts for words in _MARK.findall(text) for clause in re.findall(r'"([^"]+)"', words)}


def test_every_clause_up_to_this_release_is_shown_by_a_test():
    assert {row["clause"] for row in DONE} - marked() == set()


def test_no_test_speaks_of_a_clause_that_the_list_does_not_claim():
    assert marked() - {row["clause"] for row in DONE} == set()


def test_the_duties_of_the_list_are_those_of_the_plan_file_at_their_clause():
    listed = {(duty, row["clause"]) for row in ROWS for duty in row["duties"].split()}
    plan = tomllib.loads(PLAN_87.read_text(encoding="utf-8"))
    assert listed == {(duty["code"], duty["clause"]) for duty in plan["duty"]}


def test_every_screen_of_the_list_exists():
    numbers = {"desk:nomination_edit": [1], "desk:nomination_step": [1, "verify"], "desk:claims": [1]}
    for name in (one for row in DONE for one in row["screen"].split()):
        assert resolve(reverse(name, args=numbers.get(name, []))).view_name == name
