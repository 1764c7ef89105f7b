"""Opening and closing columns and special pages (KH 87, III.3.b: mở chuyên trang, chuyên mục)."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import slug
from neuguong.core.typed import one_line
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ColumnKind
from neuguong.publicity.models import Column
from neuguong.publicity.operations.words import free_slug
from neuguong.publicity.policy.articles import keeps_columns


@transaction.atomic
def open_column(*, plan: Plan, unit: Unit, kind: str, name: str, intro: str = "", by: Actor, at: datetime) -> Column:
    """Open a column or special page. The same name entered again is the same one. Raises Refused, BadInput."""
    if refusal := keeps_columns(by, unit, at):
        raise Refused(refusal)
    if kind not in ColumnKind.values:
        raise BadInput("Chọn chuyên mục hoặc chuyên trang.", field="kind")
    name = one_line(name, 120, "name", "Ghi tên chuyên mục.")
    intro = one_line(intro, 400, "intro")
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if twin := Column.objects.filter(plan=plan, name=name).first():
        return twin
    row = Column.objects.create(
        plan=plan, unit=unit, kind=kind, name=name, intro=intro, slug=free_slug(Column, slug(name, 70) or "chuyen-muc"),
        position=Column.objects.filter(plan=plan).count(), opened_by_id=by.account_id, opened_at=at,
    )  # fmt: skip
    record("open_column", row, by=by, at=at, facts={"plan": plan.pk, "kind": kind, "slug": row.slug})
    return row


@transaction.atomic
def close_column(*, column: Column, by: Actor, at: datetime) -> Column:
    """Take no new articles from today on; what is in it stays. Pressed twice it is once. Raises Refused."""
    row = Column.objects.select_for_update(of=("self",)).select_related("unit").get(pk=column.pk)
    if refusal := keeps_columns(by, row.unit, at):
        raise Refused(refusal)
    if row.closed_on is None:
        row.closed_on = local_day(at)
        row.save(update_fields=["closed_on"])
        record("close_column", row, by=by, at=at, facts={"closed_on": row.closed_on})
    return row
