"""docs/indicators.md: every figure that the programme offers, once, under its one code and one name."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command

from neuguong.ledger.queries.figures import COUNTED, SHARES
from neuguong.programme.enums import Indicator
from tests.architecture.source import ROOT

_ROW = re.compile(
    r"^\| `(?P<code>\w+)` \| (?P<name>[^|]+) \| (?P<how>[^|]+) \| (?P<source>[^|]+) \| (?P<clause>[^|]+) \|"
)
ROWS = [
    found.groupdict()
    for line in (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8").splitlines()
    if (found := _ROW.match(line))
]


def test_the_list_holds_the_figures_of_the_programme_and_no_other_in_their_order():
    assert [(row["code"], row["name"]) for row in ROWS] == list(Indicator.choices)


def test_a_share_is_made_of_counted_figures_and_its_row_names_them():
    told = {row["code"]: set(re.findall(r"`(\w+)`", row["how"])) for row in ROWS}
    assert {code: told[code] for code in SHARES} == {code: {*parts, whole} for code, (parts, whole) in SHARES.items()}
    assert {part for parts, whole in SHARES.values() for part in (*parts, whole)} <= set(COUNTED)


def test_every_figure_says_where_from_and_by_which_clause():
    assert {row["source"] for row in ROWS} <= {"B", "S", "B, S"}
    assert all(re.fullmatch(r"[IV]+\.\d(\.\d)?(\.[a-z])?", row["clause"]) for row in ROWS)


@pytest.mark.django_db
def test_the_command_prints_exactly_these(plan):
    out = StringIO()
    call_command("figures", "--plan", plan.code, "--on", "2023-12-31", stdout=out)
    assert list(json.loads(out.getvalue())["total"]) == [row["code"] for row in ROWS]
