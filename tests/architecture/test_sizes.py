"""Small files, functions and classes: the tail is where code becomes hard to read, so the tail has limits."""

import ast

from tests.architecture.source import name, python_files, templates, text, tree


def lines(path) -> int:
    return len(text(path).splitlines())


def too_long(paths, limit: int) -> set[str]:
    return {f"{name(path)}: {lines(path)} > {limit}" for path in paths if lines(path) > limit}


def nodes_over(limit: int, *kinds: type[ast.AST]) -> set[str]:
    return {
        f"{name(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} > {limit}"
        for path in python_files("neuguong", "scripts", "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, kinds) and node.end_lineno - node.lineno + 1 > limit
    }


def test_a_file_fits_in_one_sitting():
    assert too_long(python_files("neuguong", "scripts"), 400) == set()


def test_a_test_file_fits_too():
    assert too_long(python_files("tests"), 600) == set()


def test_settings_stay_readable():
    assert too_long(python_files("neuguong/config/settings"), 300) == set()
    others = [path for path in python_files("neuguong/config/settings") if path.stem != "base"]
    assert too_long(others, 40) == set()


def test_a_function_fits_on_a_screen():
    assert nodes_over(60, ast.FunctionDef, ast.AsyncFunctionDef) == set()


def test_a_class_has_one_subject():
    assert nodes_over(250, ast.ClassDef) == set()


def test_a_template_is_one_thing():
    assert too_long(templates(), 150) == set()
