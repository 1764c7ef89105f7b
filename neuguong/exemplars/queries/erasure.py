"""What an erasure would remove and what stays, table by table; which dossiers are past the day they are kept until."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from neuguong.core.periods import day_begins, local_day
from neuguong.exemplars.enums import RecognitionLevel
from neuguong.exemplars.models import (
    ExemplarMessage,
    Nomination,
    Recognition,
    Replication,
    RewardRecord,
    Subject,
    SubjectMerge,
    Suggestion,
)
from neuguong.exemplars.reading.retention import Period, Rule, periods_on, rules

AUDIT = "core.AuditPersonal"


@dataclass(slots=True)
class Reach:
    """The rows about one subject and all it has absorbed, or about one award from above: the keys of each table."""

    subjects: tuple[int, ...]
    dossiers: tuple[int, ...]
    rewards: tuple[int, ...] = ()
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def of(self, rule: Rule) -> "QuerySet[models.Model]":
        """The rows of a rule's table."""
        model: type[models.Model] = apps.get_model(rule.model)
        return model._base_manager.filter(pk__in=self.rows.get(rule.model, ()))


def family_of(subject: Subject) -> tuple[int, ...]:
    """The subject and every record that its record has taken in, also through others."""
    found, edge = {subject.pk}, {subject.pk}
    while edge:
        rows = SubjectMerge.objects.filter(kept_id__in=edge, undone_at=None).values_list("absorbed_id", flat=True)
        edge = set(rows) - found
        found |= edge
    return tuple(sorted(found))


def reach_of(subject: Subject) -> Reach:
    """Every row about the subject, by the rules of `data/retention.toml`; rules that look through others come last."""
    family = family_of(subject)
    dossiers = Nomination.objects.filter(subject_id__in=family).order_by("pk").values_list("pk", flat=True)
    return _filled(Reach(family, tuple(dossiers)))


def reach_of_voice(voice: Suggestion | Replication | ExemplarMessage) -> Reach:
    """What hangs on one thing that a reader told and that became no dossier: its file, letters, clocks, history and audit."""
    return _filled(Reach((), (), rows={voice._meta.label: (voice.pk,)}))


def reach_of_reward(reward: RewardRecord) -> Reach:
    """What hangs on the record of an award from above: scan, consents, articles about it, history and audit."""
    return _filled(Reach((), (), rewards=(reward.pk,)))


def _filled(reach: Reach) -> Reach:
    for rule in rules():
        if rule.reaches and rule.model not in reach.rows:
            found = apps.get_model(rule.model)._base_manager.filter(_where(rule, reach))
            if rule.only:
                found = found.filter(**{rule.only: True})
            if rule.spared:
                found = found.exclude(pk__in=_held(rule.spared, reach))
            if rule.shared:
                others = Nomination.objects.exclude(pk__in=reach.dossiers).values("pk")
                elsewhere = apps.get_model(rule.model)._base_manager.filter(**{f"{rule.shared}__in": others})
                found = found.exclude(pk__in=elsewhere.values("pk"))
            reach.rows[rule.model] = tuple(found.order_by("pk").values_list("pk", flat=True).distinct())
    return reach


def _where(rule: Rule, reach: Reach) -> Q:
    wanted = Q(pk__in=[])
    for path in rule.subjects:
        wanted |= Q(**{f"{path}__in": reach.subjects})
    for path in rule.rewards:
        wanted |= Q(**{f"{path}__in": reach.rewards})
    for path in rule.dossiers:
        wanted |= Q(**{f"{path}__in": reach.dossiers})
    wanted |= Q(pk__in=_held(rule.held_by, reach))
    if rule.link:
        wanted |= Q(link__in=[f"{label.lower()}:{pk}" for label, keys in reach.rows.items() for pk in keys])
    if rule.object:
        start = "entry__" if rule.model == AUDIT else ""
        for label, keys in reach.rows.items():
            if keys:
                wanted |= Q(**{f"{start}object_type": label.lower(), f"{start}object_id__in": _as_kept(rule, keys)})
    return wanted


def _held(holders: Iterable[str], reach: Reach) -> list[int]:
    """What the subject's rows hold in these columns, each named "<table>.<column>"."""
    found: list[int] = []
    for holder in holders:
        label, _, column = holder.rpartition(".")
        rows = apps.get_model(label)._base_manager.filter(pk__in=reach.rows[label])
        found += rows.exclude(**{column: None}).values_list(column, flat=True)
    return found


def _as_kept(rule: Rule, keys: Iterable[int]) -> list[int] | list[str]:
    """The audit names things by text, the other tables by number."""
    return [str(pk) for pk in keys] if rule.model.startswith("core.Audit") else list(keys)


@dataclass(frozen=True, slots=True)
class Goes:
    """One line of what an erasure removes: which things, how many, and what becomes of them."""

    what: str
    count: int
    how: str


@dataclass(frozen=True, slots=True)
class Stays:
    """One line of what stays, and why."""

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do to one subject."""

    goes: tuple[Goes, ...]
    stays: tuple[Stays, ...]
    statutory: tuple[str, ...]  # the lines of the register that remain, as the public reads them
    merged: int  # records that were taken in and go with it


def preview(subject: Subject) -> Preview:
    """What erasing a subject would remove, what would stay and why; nothing is written."""
    reach = reach_of(subject)
    goes, stays = [], []
    for rule in rules():
        count = len(reach.rows.get(rule.model, ()))
        name = str(apps.get_model(rule.model)._meta.verbose_name_plural)
        if count and rule.changes:
            goes.append(Goes(name, count, _how(rule)))
        if count and rule.why:
            stays.append(Stays(name, count, rule.why))
    return Preview(tuple(goes), tuple(stays), _statutory(reach), len(reach.subjects) - 1)


def _how(rule: Rule) -> str:
    if rule.forget:
        return "xóa tệp trên máy chủ, quên tên tệp"
    if rule.delete:
        return "xóa hẳn"
    if rule.model == AUDIT:
        return "xóa chữ; mục nhật ký và niêm phong vẫn còn"
    model = apps.get_model(rule.model)
    return "xóa " + ", ".join(str(model._meta.get_field(name).verbose_name) for name in (*rule.strike, *rule.empty))


def _statutory(reach: Reach) -> tuple[str, ...]:
    rows = Recognition.objects.filter(nomination_id__in=reach.dossiers).order_by("decided_on", "pk")
    columns = ("exemplar__name", "exemplar__unit__name", "level", "document_number", "decided_on")
    return tuple(
        f"{name}, {unit}: {RecognitionLevel(level).label}{f', quyết định số {paper}' if paper else ''}, "
        f"ngày {day:%d/%m/%Y}"
        for name, unit, level, paper, day in rows.values_list(*columns)
    )


@dataclass(frozen=True, slots=True)
class PastKeeping:
    """A dossier that has been kept as long as it must be: since when its time ran, until when, by which rule."""

    id: int
    number: str
    subject_id: int
    name: str
    kept_until: date
    period: Period


def past_keeping(visible: "QuerySet[Nomination]", on: date) -> tuple[PastKeeping, ...]:
    """The dossiers of `visible` that were kept longer than the periods in force on a day ask. A report: nothing is erased."""
    periods = periods_on(on)
    shortest = min(one.years for one in periods.values())
    council = Recognition.objects.filter(nomination=OuterRef("pk"), level=RecognitionLevel.COUNCIL)
    rows = visible.filter(subject__erased_at=None, created_at__lt=day_begins(years_later(on, -shortest)))
    rows = rows.annotate(recognised_on=Max("recognitions__decided_on"), by_council=Exists(council))
    found = []
    for row in rows.select_related("subject", "plan").order_by("pk"):
        sort = "closed" if row.closed_at else "unfinished"
        if row.recognised_on:
            sort = "council" if row.by_council else "unit"
        period = periods[sort]
        ran_from = {
            "recognised": row.recognised_on,
            "closed": local_day(row.closed_at) if row.closed_at else None,
            "plan_ended": row.plan.valid_until,
        }[period.starts]
        if ran_from and (until := years_later(ran_from, period.years)) < on:
            found.append(PastKeeping(row.pk, row.number, row.subject_id, row.subject.name, until, period))
    return tuple(found)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29/02 becomes 28/02 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
