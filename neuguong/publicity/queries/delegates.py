"""Delegates of an event: who may be chosen from the register, the newest list, its paper."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from neuguong.core.papers import Column, Group, Listing, Sheet, Table, build_listing, build_workbook, short_date
from neuguong.exemplars.enums import Labour, RecognitionLevel
from neuguong.exemplars.models import Exemplar, Nomination
from neuguong.exemplars.queries.register import label_of_kind, label_of_level, register, shown
from neuguong.programme.queries.delegates import DelegateRule
from neuguong.publicity.models import Delegate, DelegateList, Event
from neuguong.publicity.reading.delegates import Candidate

WOMEN = ("bà", "chị", "cô")


def candidates(event: Event, rule: DelegateRule, ids: Collection[int] | None = None) -> list[Candidate]:
    """Whom the rule lets be chosen: standing in the register today, recognised in its days, at its level or above.

    With `ids` these alone, whether the rule fits them or not: what a list has.
    """
    rows = shown().filter(plan=event.plan_id)
    if ids is None:
        rows = rows.filter(recognised_on__gte=rule.recognised_from, recognised_on__lte=rule.recognised_until)
        if rule.level == RecognitionLevel.COUNCIL:
            rows = rows.filter(level=RecognitionLevel.COUNCIL)
    else:
        rows = rows.filter(pk__in=ids)
    direct = Nomination.objects.filter(recognitions__exemplar=OuterRef("pk"), labour=Labour.DIRECT)
    told = rows.annotate(direct=Exists(direct)).values_list(
        "pk", "unit__name", "sector__name", "level", "subject__form_of_address", "direct", "recognised_on", "sort_key"
    )
    return [
        Candidate(pk, unit, sector, level == RecognitionLevel.COUNCIL, address.casefold() in WOMEN, works, day, order)
        for pk, unit, sector, level, address, works, day, order in told
    ]


def newest_list(event: Event) -> DelegateList | None:
    """The list that counts."""
    return DelegateList.objects.filter(event=event).select_related("made_by", "event__unit").order_by("-number").first()


def lines_of(found: DelegateList, *, removed: bool = False) -> "QuerySet[Delegate]":
    """Who stands on it, unit by unit; or who was taken off."""
    rows = found.delegates.filter(removed_at__isnull=not removed)
    rows = rows.select_related("exemplar__unit", "exemplar__sector", "removed_by", "added_by")
    return rows.order_by("exemplar__unit__sort_key", "exemplar__sort_key", "pk")


def fallen(found: DelegateList) -> set[int]:
    """Exemplars on the list who stand in the register no more: they cannot be invited."""
    ids = set(found.delegates.filter(removed_at=None).values_list("exemplar_id", flat=True))
    return ids - set(shown().filter(pk__in=ids).values_list("pk", flat=True))


def exemplars_to_add(found: DelegateList, q: str) -> "QuerySet[Exemplar]":
    """Of the same plan, found by words, not on the list."""
    there = found.delegates.filter(removed_at=None).values("exemplar_id")
    return register(q=q).filter(plan=found.event.plan_id).exclude(pk__in=there).select_related("unit")[:20]


def _table(found: DelegateList) -> Table:
    columns = (
        Column("STT", 12, "center"), Column("Họ tên, tên tập thể", 58), Column("Đơn vị", 46), Column("Lĩnh vực", 40),
        Column("Loại", 22), Column("Cấp công nhận", 30), Column("Lý do chọn", 44),
    )  # fmt: skip
    rows = tuple(
        (
            place, one.exemplar.name, one.exemplar.unit.name, one.exemplar.sector.name, label_of_kind(one.exemplar.kind),
            f"{label_of_level(one.exemplar.level)}, {short_date(one.exemplar.recognised_on)}", one.reason,
        )
        for place, one in enumerate(lines_of(found), start=1)
    )  # fmt: skip
    return Table(columns, (Group(rows=rows),), small=True, empty_text="Danh sách chưa có ai")


def delegates_docx(found: DelegateList, at: datetime) -> bytes:
    """The list as a paper of its own."""
    listing = Listing(title=f"Danh sách đại biểu dự {found.event.name}", table=_table(found))
    return build_listing(listing, issuer=found.event.unit.name, made_at=at)


def delegates_xlsx(found: DelegateList, at: datetime) -> bytes:
    """The same rows as a spreadsheet."""
    title = f"Danh sách đại biểu dự {found.event.name}"
    sheet = Sheet(name="Đại biểu", table=_table(found), titles=(title,))
    return build_workbook([sheet], title=title, author=found.event.unit.name, made_at=at)
