"""A lock names a version and its hashes, and no registry: an office behind a mirror installs the same files."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
ADDRESS = re.compile(r"https?:|git\+|file:|index-url|find-links")


def pins(lock: Path) -> dict[str, str]:
    """Package -> version of one lock file."""
    found = re.findall(r"^([a-zA-Z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_locked_package_has_its_hashes(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_a_registry(lock):
    content = lock.read_text(encoding="utf-8")
    if lock.suffix == ".json":  # who asks for money has an address; where a file comes from has none
        content = re.sub(r'"funding": (\{.*?\}|\[.*?\]|"[^"]*")', "", content, flags=re.DOTALL)
    assert ADDRESS.findall(content) == []


def test_each_browser_package_has_its_hash_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert {name for name, package in installed.items() if not package.get("integrity")} == set()
    assert {name for name, package in installed.items() if "resolved" in package} == set()


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base, dev = pins(ROOT / "requirements" / "base.lock"), pins(ROOT / "requirements" / "dev.lock")
    for wanted, lock in ((project["project"]["dependencies"], base), (project["dependency-groups"]["dev"], dev)):
        for requirement in map(Requirement, wanted):
            version = lock.get(canonicalize_name(requirement.name), "missing")
            assert version != "missing", requirement.name
            assert requirement.specifier.contains(version), f"{requirement} but locked {version}"


def test_the_suite_runs_on_the_versions_that_are_served():
    base, dev = pins(ROOT / "requirements" / "base.lock"), pins(ROOT / "requirements" / "dev.lock")
    assert {name: dev.get(name) for name in base} == base
