"""Style sheets, fonts and drawings: all of them ours, all of them there."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[3]
SHEETS = sorted((ROOT / "neuguong/web/ui/static/ui").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_file_that_a_sheet_names_is_served_by_us(sheet):
    addresses = re.findall(r"url\(\"?([^\")]+)\"?\)", sheet.read_text(encoding="utf-8"))
    missing = {one for one in addresses if not finders.find(str(Path("ui") / one).replace("ui/../", ""))}
    assert missing == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_fits_in_one_sitting(sheet):
    assert len(sheet.read_text(encoding="utf-8").splitlines()) <= 400


def test_colours_come_from_the_tokens():
    """A colour written elsewhere escapes the table of contrasts beside the tokens."""
    used = set()
    for sheet in SHEETS:
        if sheet.name not in {"tokens.css", "print.css"}:
            used |= set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8")))
    assert used == {"#8b959e", "#9fcbc4", "#d5cec3", "#e9e4dc", "#f7e9e4", "#fff8ea"}


def test_every_token_that_a_sheet_uses_is_defined():
    text = {sheet.name: sheet.read_text(encoding="utf-8") for sheet in SHEETS}
    defined = set(re.findall(r"(--ng-[a-z0-9-]+)\s*:", text["tokens.css"]))
    used = {token for sheet in text.values() for token in re.findall(r"var\((--ng-[a-z0-9-]+)", sheet)}
    assert used - defined == set()


def test_no_text_is_smaller_than_twelve_pixels():
    tokens = (SHEETS[0].parent / "tokens.css").read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"--ng-fs-[a-z0-9]+: ([0-9.]+)rem", tokens)]
    assert min(sizes) == 0.75


def test_the_lock_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert {name for name, package in lock["packages"].items() if "resolved" in package} == set()
    assert {name for name, package in lock["packages"].items() if name and not package.get("integrity")} == set()


def test_drawings_bring_no_script_and_no_foreign_file():
    bad = re.compile(r"<script|\son[a-z]+=|href=\"(?!#)|<style|\sstyle=", re.IGNORECASE)
    drawings = (ROOT / "neuguong/web/ui").rglob("*.svg")
    assert {path.name for path in drawings if bad.search(path.read_text(encoding="utf-8"))} == set()
