"""A state moves through its workflow table and nowhere else: no statement of ours writes one outside the kernel."""

import ast

from tests.architecture.source import name, python_files, tree

KERNEL = "neuguong/core/workflow.py"
WRITES = {"bulk_update", "save", "setattr"}


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        found = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        found = [node.target]
    else:
        return []
    return [one for target in found for one in (target.elts if isinstance(target, ast.Tuple) else [target])]


def _writes_a_state(node: ast.AST) -> bool:
    if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in _targets(node)):
        return True
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called == "update":
        return any(word.arg == "state" for word in node.keywords)
    names = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return called in WRITES and "state" in names


def test_no_state_is_written_outside_the_kernel():
    found = {
        f"{name(path)}:{node.lineno}" for path in python_files("neuguong") for node in ast.walk(tree(path))
        if _writes_a_state(node)
    }  # fmt: skip
    assert {place for place in found if not place.startswith(KERNEL)} == set()
    assert len(found) > 1  # the kernel itself is seen
