"""The contexts read neither the clock nor the settings: who asks for a day gets the same answer on any day."""

import ast
import re

from tests.architecture.source import CONTEXTS, PACKAGE, name, python_files, text, tree

CLOCK_CALLS = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
    ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("Now", None),
}  # fmt: skip
# The one place that knows the time: a demonstration has a clock of its own.
THE_CLOCK = {"neuguong/core/clock.py"}
EDGES = {"management", "apps.py", "tasks.py"}


def inner_files():
    found = python_files(*(f"neuguong/{context}" for context in CONTEXTS))
    return [path for path in found if not EDGES & {*path.parts} and name(path) not in THE_CLOCK]


def reads_the_clock(node: ast.AST) -> bool:
    """Whether a call asks for the present moment; `localdate(value)` only converts and is allowed."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Now"
    owner = node.func.value
    owner_name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    asked = (owner_name, node.func.attr) in CLOCK_CALLS
    converts = node.func.attr in {"localdate", "localtime"} and bool(node.args or node.keywords)
    return asked and not converts


def test_no_context_asks_what_time_it_is():
    found = {
        f"{name(path)}:{node.lineno}"
        for path in inner_files()
        for node in ast.walk(tree(path))
        if reads_the_clock(node)
    }
    assert found == set()


def test_no_context_reads_a_setting():
    """AUTH_USER_MODEL is how Django names the account table in a foreign key; nothing else is read."""
    found = {
        f"{name(path)}: settings.{setting}"
        for path in inner_files()
        if "from django.conf import settings" in text(path)
        for setting in re.findall(r"\bsettings\.(\w+)", text(path))
        if setting != "AUTH_USER_MODEL"
    }
    assert found == set()


def test_no_context_listens_to_signals():
    listeners = {name(path) for path in python_files("neuguong") if re.search(r"@receiver\(|\.connect\(", text(path))}
    assert listeners == set()


def test_the_tree_holds_these_packages_and_no_other():
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages == {*CONTEXTS, "web", "config"}


def test_inside_a_context_the_same_names_recur():
    usual = {
        "apps",
        "enums",
        "models",
        "policy",
        "queries",
        "workflows",
        "operations",
        "tasks",
        "management",
        "migrations",
    }
    own = {
        "org": {"roles", "data"},
        "programme": {"rules", "data"},
        "exemplars": {"reading", "data"},
        "publicity": {"reading", "data"},
        "ledger": {"papers", "demo", "data"},
    }
    found = {
        context: {
            path.stem
            for path in (PACKAGE / context).iterdir()
            if path.stem not in {"README", "__init__", "__pycache__"}
        }
        for context in own
    }
    assert {context: names - usual for context, names in found.items()} == own
