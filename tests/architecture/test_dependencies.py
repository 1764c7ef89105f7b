"""Every runtime dependency is a promise to keep it up to date: few of them, each with its reason."""

import re
import tomllib

from tests.architecture.source import ROOT

PYPROJECT = ROOT / "pyproject.toml"


def runtime_lines() -> list[str]:
    block = PYPROJECT.read_text(encoding="utf-8").split("\ndependencies = [\n", 1)[1].split("\n]", 1)[0]
    return [line.strip() for line in block.splitlines() if line.strip()]


def test_each_dependency_says_why_it_is_here():
    assert [line for line in runtime_lines() if not re.search(r'^".+",\s+# .{10,}', line)] == []


def test_there_are_at_most_thirty():
    assert len(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]) <= 30
