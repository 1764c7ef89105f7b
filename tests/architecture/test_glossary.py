"""One word per idea: docs/glossary.csv, the models and the screens say the same."""

import csv

from django.apps import apps

from tests.architecture.source import CONTEXTS, ROOT

GLOSSARY = ROOT / "docs" / "glossary.csv"


def rows() -> list[dict[str, str]]:
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def models() -> dict[str, str]:
    """Model name -> what it is called on the screen."""
    found = [model for model in apps.get_models() if model.__module__.split(".")[:1] == ["neuguong"]]
    return {model.__name__: str(model._meta.verbose_name) for model in found}


def test_each_model_is_called_what_the_glossary_says():
    labels = {row["identifier"]: row["label"] for row in rows()}
    assert {name: labels.get(name) for name in models()} == models()


def test_one_identifier_has_one_row():
    identifiers = [row["identifier"] for row in rows()]
    assert {one for one in identifiers if identifiers.count(one) > 1} == set()


def test_a_label_is_lower_case_so_that_it_fits_in_a_sentence():
    """Only a body whose name is a proper name keeps its capital."""
    capital = {row["identifier"] for row in rows() if row["label"][:1].isupper()}
    assert capital == {"Council"}


def test_the_glossary_names_only_models_that_exist():
    """A row whose identifier looks like a class is a model of a context, or an enumeration beside it."""
    known = set(models())
    for context in CONTEXTS:
        enums = ROOT / "neuguong" / context / "enums.py"
        if enums.exists():
            known |= {line.split()[1].split("(")[0] for line in enums.read_text().splitlines() if line[:6] == "class "}
    classes = {row["identifier"] for row in rows() if row["identifier"][:1].isupper()}
    assert classes - known == set()
