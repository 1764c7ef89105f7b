"""Articles of the demonstration: columns opened, articles written, cleared and put on the site."""

from datetime import timedelta
from functools import partial
from typing import Any

from neuguong.exemplars.models import Claim
from neuguong.exemplars.queries.publication import dossiers_of
from neuguong.exemplars.queries.register import register
from neuguong.exemplars.queries.rewards import standing_rewards
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.org.models import Unit
from neuguong.publicity.models import Column
from neuguong.publicity.operations import clearing
from neuguong.publicity.operations.articles import ArticleText, save_article, start_article
from neuguong.publicity.operations.columns import open_column

EDITOR, CLEARER = "bientap", "duyetbai"


def schedule_articles(world: World) -> None:
    """Note every article of data/articles.toml in the diary."""
    rows = data_of("articles")
    first = min(local(row["written"]) for row in rows["article"])
    for row in rows["column"]:
        world.diary.note(first - timedelta(days=1), partial(_open, world, row, first - timedelta(days=1)))
    for row in rows["article"]:
        world.diary.note(local(row["written"]), partial(_write, world, row))


def _unit(world: World) -> Unit:
    return world.plan.unit


def _open(world: World, row: dict[str, Any], at: Any) -> None:
    open_column(plan=world.plan, unit=_unit(world), **row, by=world.people.actor(EDITOR), at=at)


def _write(world: World, row: dict[str, Any]) -> None:
    """Written in one go; what is cleared and when it shows comes as later entries of the diary."""
    at, by = local(row["written"]), world.people.actor(EDITOR)
    named = row.get("about", [])
    pages = list(register().filter(name__in=named, plan=world.plan).select_related("plan__unit", "subject"))
    rewarded = standing_rewards().filter(name__in=row.get("rewarded", []), plan=world.plan)
    column = Column.objects.filter(plan=world.plan, name=row.get("column", "")).first()
    made = start_article(
        plan=world.plan, unit=_unit(world), form=row["form"], title=row["title"], about=[one.pk for one in pages],
        rewards=[one.pk for one in rewarded], column=column, by=by, at=at,
    )  # fmt: skip
    blocks = [_block(one, pages) for one in row["blocks"]]
    text = ArticleText(row["title"], row["lead"], blocks, row.get("share_words", ""))
    made = save_article(article=made, text=text, seen_version=made.version, by=by, at=at + timedelta(minutes=30))
    if "cleared" in row:
        clearing.send_article(article=made, by=by, at=at + timedelta(minutes=40))
        world.diary.note(local(row["cleared"]), partial(_clear, world, row, made))


def _block(row: dict[str, str], pages: list[Any]) -> dict[str, Any]:
    """A block of the file; a claim is found by some of its words."""
    kind, data = row["type"], {name: words for name, words in row.items() if name != "type"}
    if kind == "claim":
        dossiers = [one for page in pages for one in dossiers_of(page)]
        found = Claim.objects.filter(nomination__in=dossiers, gone_at=None, quote__contains=row["text"]).first()
        data = {"claim": found.pk if found else 0}
    return {"type": kind, "data": {"level": 2} | data if kind == "header" else data}


def _clear(world: World, row: dict[str, Any], made: Any) -> None:
    at = local(row["cleared"])
    clearing.clear_article(article=made, by=world.people.actor(CLEARER), at=at)
    clearing.publish_article(
        article=made, publish_at=local(row["published"]), by=world.people.actor(EDITOR), at=at + timedelta(minutes=15)
    )
