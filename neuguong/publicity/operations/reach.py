"""Taking in a file of reach figures: all of it or nothing; the same file twice changes nothing (KH 87, III.3.b)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.periods import local_day
from neuguong.publicity.models import Broadcast, ReachFigure
from neuguong.publicity.queries.channels import broadcasts_visible_to, publicity_scope
from neuguong.publicity.reading.reach_file import Problem, ReachErrors, ReachRow, read_reach


@dataclass(frozen=True, slots=True)
class Taken:
    """How many figures are new, take the place of another of the same day, were there already, are not filled in yet."""

    new: int
    replaced: int
    same: int
    empty: int


@transaction.atomic
def take_reach(*, content: bytes, by: Actor, at: datetime) -> Taken:
    """Take in the figures of one's own outlets' broadcasts. Raises ReachErrors with every wrong line; then nothing is taken."""
    rows, empty = read_reach(content)
    known = _known(by, at, rows)
    problems = [problem for row in rows if (problem := _wrong(row, known.get(row.code), local_day(at)))]
    if not rows:
        problems.append(Problem(0, "Tệp không có dòng nào có số liệu."))
    if problems:
        raise ReachErrors(problems)
    newest = _newest({row.code for row in rows})
    fresh = [row for row in rows if newest.get((row.code, row.measured_on)) != (row.reached, row.interactions)]
    replaced = sum((row.code, row.measured_on) in newest for row in fresh)
    ReachFigure.objects.bulk_create(
        ReachFigure(
            broadcast_id=row.code, measured_on=row.measured_on, reached=row.reached, interactions=row.interactions,
            entered_by_id=by.account_id, entered_at=at,
        )
        for row in fresh
    )  # fmt: skip
    for code in sorted({row.code for row in fresh}):
        record("take_reach", known[code], by=by, at=at, facts={"figures": sum(row.code == code for row in fresh)})
    return Taken(len(fresh) - replaced, replaced, len(rows) - len(fresh), empty)


def _known(by: Actor, at: datetime, rows: list[ReachRow]) -> dict[int, Broadcast]:
    """Those of the named broadcasts whose outlets this person keeps, locked, so that two files come one after the other."""
    if by.account_id is None:
        return {}
    kept = publicity_scope(by.account_id, local_day(at)).q("outlet__unit")
    found: QuerySet[Broadcast] = broadcasts_visible_to(by.account_id, local_day(at)).filter(kept)
    codes = sorted({row.code for row in rows})
    ids = list(found.filter(pk__in=codes).values_list("pk", flat=True))
    return {one.pk: one for one in Broadcast.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _wrong(row: ReachRow, broadcast: Broadcast | None, today: date) -> Problem | None:
    if broadcast is None:
        return Problem(row.line, f"không có lần phát, đăng mang mã {row.code} trên kênh anh/chị phụ trách.")
    if broadcast.withdrawn_at is not None:
        return Problem(row.line, f"lần phát, đăng mang mã {row.code} đã được rút.")
    if row.measured_on < broadcast.ran_on:
        return Problem(row.line, f"ngày đo trước ngày phát, đăng {broadcast.ran_on:%d/%m/%Y}.")
    if row.measured_on > today:
        return Problem(row.line, "ngày đo chưa tới.")
    return None


def _newest(codes: set[int]) -> dict[tuple[int, date], tuple[int, int | None]]:
    """Of each broadcast and day the figure that counts: the last that was entered."""
    rows = ReachFigure.objects.filter(broadcast_id__in=codes).order_by("pk")
    return {
        (code, day): (reached, others)
        for code, day, reached, others in rows.values_list("broadcast_id", "measured_on", "reached", "interactions")
    }
