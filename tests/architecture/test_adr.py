"""Records of decisions: number and heading agree, none is missing, each says the same four things."""

import re

from tests.architecture.source import ROOT

RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PARTS = ["Status", "Context", "Decision", "Consequences"]


def test_numbers_have_no_gap():
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


def test_the_heading_carries_the_number_of_its_file():
    headings = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in RECORDS}
    wrong = {name: heading for name, heading in headings.items() if not heading.startswith(f"# {name[:4]}. ")}
    assert wrong == {}


def test_each_record_has_the_same_parts():
    found = {path.name: re.findall(r"^## (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE) for path in RECORDS}
    assert {name: parts for name, parts in found.items() if parts != PARTS} == {}
