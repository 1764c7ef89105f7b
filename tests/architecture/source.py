"""The project's own files, read once for the tests of this folder."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "neuguong"
CONTEXTS = ("core", "org", "programme", "exemplars", "publicity", "ledger")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def name(path: Path) -> str:
    """The path as one reads it in a message."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """Our Python files below the folders, without migrations, which Django writes."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates(suffix: str = ".html") -> list[Path]:
    return sorted(path for path in PACKAGE.rglob(f"*{suffix}") if "templates" in path.parts)


def template_name(path: Path) -> str:
    """The name by which a template is loaded."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])
