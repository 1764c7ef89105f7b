"""Templates: they compile, somebody uses them, and nothing in them breaks the strict content security policy."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.architecture.source import PACKAGE, name, python_files, template_name, templates, text

ALL = [*templates(), *templates(".txt")]
FORBIDDEN = {
    "script without a file": re.compile(r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"(?:href|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "somebody else's file": re.compile(r"(?:src|<link[^>]*href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "unsafe filter": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}
# Loaded by Django or django-allauth under a name of theirs, never by us.
THEIRS = re.compile(r"^(?:\d{3}\.html|django/forms/.*|account/.*|allauth/.*)$")


def without_comments(template: str) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment .*?endcomment %\}", "", template, flags=re.DOTALL)


@pytest.mark.parametrize("path", ALL, ids=template_name)
def test_each_template_compiles(path):
    engines["django"].get_template(template_name(path))


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_no_template_needs_an_unsafe_policy(rule):
    pages = [path for path in ALL if path.suffix == ".html"]
    assert {name(path) for path in pages if FORBIDDEN[rule].search(without_comments(text(path)))} == set()


def static_sources() -> str:
    code = [text(path) for path in python_files("neuguong", "tests")]
    return "\n".join(code + [without_comments(text(path)) for path in ALL])


def is_used(path: Path, sources: str) -> bool:
    """Named in code or in another template; a mail's template is named without its ending."""
    full = template_name(path)
    stem = re.sub(r"(?:_subject|_message)?\.(?:txt|html)$", "", full)
    return f'"{full}' in sources or f"'{full}" in sources or f'"{stem}"' in sources


def test_each_template_is_used():
    sources = static_sources()
    unused = {name(path) for path in ALL if not THEIRS.match(template_name(path)) and not is_used(path, sources)}
    assert unused == set()


def test_two_templates_never_share_a_name():
    names = [template_name(path) for path in ALL]
    assert {one for one in names if names.count(one) > 1} == set()


def test_our_scripts_are_files_of_ours():
    """Modules from the static folder, without eval and without a name that only a bundler would resolve."""
    scripts = [path for path in PACKAGE.rglob("*.js") if "static" in path.parts]
    bare = re.compile(r"\beval\(|new Function\(|innerHTML\s*=|from\s+[\"'](?![./])|import\s+[\"'](?![./])")
    assert {name(path) for path in scripts if bare.search(text(path))} == set()
