"""docs/personal-data.csv says of every field whether the public may see it, whether it is about a person, or neither.

Changed by hand, with a reason in the commit. What is not public there appears on no public page
(tests/web/portal/test_nothing_leaks.py).
"""

import csv
from collections import Counter

from django.apps import apps

from tests.architecture.source import CONTEXTS, ROOT

CLASSES = {"public", "personal", "internal"}


def declared() -> list[dict[str, str]]:
    """The table's rows: model, field, class."""
    with (ROOT / "docs" / "personal-data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns() -> set[tuple[str, str]]:
    """Every column of our own tables."""
    models = [model for context in CONTEXTS for model in apps.get_app_config(context).get_models()]
    return {(model._meta.label, field.name) for model in models for field in model._meta.concrete_fields}


def test_each_field_says_whether_it_is_public():
    assert {(row["model"], row["field"]) for row in declared()} == columns()


def test_no_field_says_so_twice():
    assert [field for field, n in Counter((row["model"], row["field"]) for row in declared()).items() if n > 1] == []


def test_the_answer_is_one_of_three():
    assert {row["class"] for row in declared()} == CLASSES


def test_nobody_is_public_by_account_or_dossier():
    """What is known of accounts, subjects and dossiers stays inside; the register's own row is what is shown."""
    inside = {"org.Account", "exemplars.Subject", "exemplars.Nomination", "exemplars.Evidence", "core.Letter"}
    assert {row["model"] for row in declared() if row["class"] == "public"} & inside == set()
