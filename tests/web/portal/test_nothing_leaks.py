"""Whatever stands in a field that is not public, in any table, no public answer carries it."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client

from neuguong.core import immutable
from neuguong.exemplars.models import Subject
from tests.architecture.source import CONTEXTS
from tests.architecture.test_personal_data import declared
from tests.factories import moment

SENTINEL = "zqxv"  # no word of any page
TEXTS = (models.CharField, models.TextField, models.JSONField)
# Where a row made blindly would break a rule of its table.
WITH_CARE: dict[str, dict[str, Any]] = {
    "exemplars.Recusal": {"lifted_at": None, "lifted_by": None},
    "core.DemoClock": {"id": 1},
    "core.Deadline": {"extended_to": None, "met_at": None},
    "exemplars.Standard": {"state": "issued"},
    "ledger.Obligation": {"voided_on": None, "voided_recorded_at": None},
    "exemplars.Sweep": {"id": 1},
    "ledger.Reminder": {"letter": None},
    "ledger.ReminderDigest": {"letter": None, "state": "waiting"},
    "ledger.ReportSubmission": {"accepted_at": None},
    "ledger.IssuedReport": {"correction": 1},
    "ledger.ReportReference": {"issued": None},
    "ledger.UnitPlan": {"state": "issued"},
    "org.Reorganisation": {"state": "taken_back"},
    "exemplars.DuplicatePair": {"first": lambda: subject(0), "second": lambda: subject(1)},
    "exemplars.Claim": {"start": 0, "end": 1, "decided_at": None},
    "exemplars.Proof": {"kind": "link"},
    "exemplars.Objection": {"came_on": None},
    "exemplars.ExemplarMessage": {"shown_at": None},
    "exemplars.RewardRecord": {"level": "province"},
    "exemplars.Suggestion": {"state": "received"},
    "publicity.Article": {"expire_at": None},
    "exemplars.SubjectMerge": {"kept": lambda: subject(0), "absorbed": lambda: subject(1)},
}
EXTRA = ["/guong/?q=lanh", "/guong/?q=lanh&xep=ten", "/guong/khong-co/", "/robots.txt", "/sitemap.xml", "/khong-co"]


def subject(place: int) -> Subject:
    """One of the two people in the register."""
    return Subject.objects.order_by("pk")[place]


def our_models() -> list[type[models.Model]]:
    """Every table of the contexts."""
    return [model for context in CONTEXTS for model in apps.get_app_config(context).get_models()]


def ordinary(field: models.Field) -> Any:
    """A value that a field of this type accepts."""
    if field.choices:
        return field.choices[0][0]
    by_type = {
        models.DateTimeField: moment(2025, 3, 10),
        models.DateField: date(2025, 3, 10),
        models.TimeField: time(9),
        models.JSONField: {},
        models.BinaryField: b"x",
        models.BooleanField: False,
        models.DecimalField: Decimal(1),
        models.CharField: "x",
        models.TextField: "x",
        models.IntegerField: 1,
    }
    return next(value for kind, value in by_type.items() if isinstance(field, kind))


def some_row(model: type[models.Model]) -> models.Model:
    """The first row of a table; made, with all that it needs, when there is none."""
    found = model._base_manager.order_by("pk").first()
    if found is not None:
        return found
    care = WITH_CARE.get(model._meta.label, {})
    values = {name: value() if callable(value) else value for name, value in care.items()}
    for field in model._meta.concrete_fields:
        if field.name in values or isinstance(field, models.AutoField):
            continue
        if field.is_relation:
            values[field.name] = None if field.related_model is model else some_row(field.related_model)
        else:
            values[field.name] = ordinary(field)
    return model._base_manager.create(**values)


def planted(model: type[models.Model], hidden: set[str]) -> set[str]:
    """Writes the sentinel into every hidden text of a table; answers the columns."""
    columns = {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name in hidden and isinstance(field, TEXTS) and not field.choices and not field.primary_key
    }
    for row in model._base_manager.values("pk"):
        mark = f"{SENTINEL}{row['pk']}"
        changes: dict[str, Any] = {}
        for name, field in columns.items():
            changes[name] = {mark: mark} if isinstance(field, models.JSONField) else Value(mark)
            if name == "search_text":  # still to be found by its words
                changes[name] = Concat(Value(f"{mark} "), F(name))
        if changes:
            model._base_manager.filter(pk=row["pk"]).update(**changes)
    return set(columns)


@pytest.fixture
def planted_everywhere(enter, merged, cast) -> set[tuple[str, str]]:
    """A register with two people in it, and the sentinel in every field that is not public."""
    enter("Đỗ Thị Lành", cast.dien_tho)
    enter("Tổ hòa giải", cast.dien_an, kind="collective", level="council", sector="y-te")
    hidden: dict[str, set[str]] = {}
    for row in declared():
        if row["class"] != "public":
            hidden.setdefault(row["model"], set()).add(row["field"])
    with immutable.lifted(connection):
        for model in our_models():
            some_row(model)
        return {
            (model._meta.label, name)
            for model in our_models()
            for name in planted(model, hidden.get(model._meta.label, set()))
        }


def crawl(visitor: Client) -> dict[str, str]:
    """Every public answer that can be reached from the front page, with its headers."""
    answers: dict[str, str] = {}
    waiting = ["/", *EXTRA]
    while waiting:
        path = waiting.pop()
        if path in answers:
            continue
        answer = visitor.get(path)
        # a picture or a paper holds its words squeezed; tests/web/portal/test_sharing.py says what stands in them
        squeezed = answer.headers.get("Content-Type", "").startswith(("image/", "application/pdf"))
        text = "" if squeezed else answer.content.decode()
        answers[path] = text + str(answer.headers)
        links = re.findall(r'(?:href="|<loc>http://testserver)(/[^"#<]*|\?[^"#<]*)', answers[path])
        full = (path.split("?")[0] + link if link.startswith("?") else link for link in links)
        waiting += [link.replace("&amp;", "&") for link in full if not link.startswith(("/static/", "/tai-khoan/"))]
    return answers


def test_the_sentinel_stands_in_every_table_with_words_of_its_own(planted_everywhere):
    with_hidden_words = {label for label, _ in planted_everywhere}
    assert with_hidden_words >= {
        "core.AuditEntry",
        "core.AuditPersonal",
        "core.Letter",
        "core.StateChange",
        "core.StoredFile",
        "org.Account",
        "org.Membership",
        "programme.PlanVersion",
        "exemplars.Subject",
        "exemplars.Nomination",
        "exemplars.CriterionAnswer",
        "exemplars.EarlierAward",
        "exemplars.Evidence",
        "exemplars.DraftText",
        "ledger.Return",
        "ledger.PackageItem",
    }


def test_no_public_answer_carries_what_is_not_public(planted_everywhere, visitor):
    answers = crawl(visitor)
    assert {path for path, text in answers.items() if SENTINEL in text.lower()} == set()


def test_the_crawl_sees_the_whole_site(planted_everywhere, visitor):
    answers = crawl(visitor)
    kinds = {re.sub(r"\?.*", "?", re.sub(r"(?<=/)[a-z0-9-]+(?=/($|\?))", "…", path)) for path in answers}
    assert {"/", "/…/", "/guong/…/", "/don-vi/…/", "/linh-vuc/…/", "/sitemap-trang.xml", "/…/?"} <= kinds
    assert "Đỗ Thị Lành" in answers["/guong/?q=lanh"]
