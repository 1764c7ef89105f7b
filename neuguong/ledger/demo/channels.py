"""Outlets of some units, what ran on them with its reach, and the calendar of the week; one entry lost its consent meanwhile."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from neuguong.exemplars.models import Exemplar
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.dossiers import Dossier
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.org.models import Unit
from neuguong.publicity.models import Article, Outlet
from neuguong.publicity.operations.broadcasts import Ran, record_broadcast
from neuguong.publicity.operations.calendar import PlannedWords, plan_run
from neuguong.publicity.operations.outlets import OutletWords, open_outlet
from neuguong.publicity.operations.reach import take_reach

OFFICE = "noivu.duc"


def schedule_channels(world: World, found: Mapping[str, Dossier]) -> None:
    """Note every act of data/channels.toml in the diary."""
    rows = data_of("channels")
    opened = local(rows["ran"][0]["at"]) - timedelta(days=7)
    outlets: dict[str, Outlet] = {}
    world.diary.note(opened, partial(_open, world, rows["outlet"], outlets, opened))
    for row in rows["ran"]:
        world.diary.note(local(row["at"]) + timedelta(minutes=30), partial(_ran, world, row, outlets, found))
    for row in rows["planned"]:
        world.diary.note(local(row["at"]), partial(_plan, world, row, outlets, found))


def _open(world: World, rows: list[dict[str, Any]], outlets: dict[str, Outlet], at: Any) -> None:
    by = world.people.actor(OFFICE)
    for row in rows:
        words = OutletWords(
            row["kind"], row["name"], at.date(), address=row.get("address", ""), slot_seconds=row.get("slot")
        )
        outlets[row["key"]] = open_outlet(unit=Unit.objects.get(ref=row["unit"]), words=words, by=by, at=at)


def _told(row: dict[str, Any], found: Mapping[str, Dossier]) -> tuple[str, list[Exemplar], Article | None]:
    """Title, of whom, or of which article."""
    if "article" in row:
        article = Article.objects.get(title=row["article"])
        return row.get("title", article.title), [], article
    page = Exemplar.objects.filter(recognitions__nomination=found[row["of"]].row).distinct().get()
    return row.get("title", f"Giới thiệu {page.name}"), [page], None


def _ran(world: World, row: dict[str, Any], outlets: dict[str, Outlet], found: Mapping[str, Dossier]) -> None:
    """Recorded half an hour later; each figure on its own day."""
    ran, by = local(row["at"]), world.people.actor(row["by"])
    title, people, article = _told(row, found)
    words = Ran(ran.date(), title, people, ran.time(), row.get("seconds"), row.get("link", ""), article)
    made = record_broadcast(outlet=outlets[row["outlet"]], ran=words, by=by, at=ran + timedelta(minutes=30))
    for day, number in row.get("reached", ()):
        at = local(row["at"].replace(year=day.year, month=day.month, day=day.day, hour=16))
        line = f"Mã lần phát;Ngày đo;Lượt tiếp cận\n{made.pk};{day:%d/%m/%Y};{number}"
        world.diary.note(at, partial(take_reach, content=line.encode(), by=by, at=at))


def _plan(world: World, row: dict[str, Any], outlets: dict[str, Outlet], found: Mapping[str, Dossier]) -> None:
    at = local(row["at"])
    title, people, article = _told(row, found)
    words = PlannedWords(
        row["on"],
        title,
        people,
        at.time().replace(hour=row["hour"], minute=0),
        world.people.by_name[row["by"]],
        article,
    )
    plan_run(outlet=outlets[row["outlet"]], words=words, by=world.people.actor(row["by"]), at=at)
