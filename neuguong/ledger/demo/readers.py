"""What readers said of exemplars: messages and places that follow one, by the operations that the pages call."""

import hashlib
from functools import partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.models import Exemplar, ExemplarMessage, Replication
from neuguong.exemplars.operations import messages as writing
from neuguong.exemplars.operations import replications as following
from neuguong.exemplars.queries.register import shown
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World

OFFICE = "noivu.duc"


def schedule_readers(world: World) -> None:
    """Note every row of data/readers.toml in the diary, with what became of it."""
    rows = data_of("readers")
    for number, row in enumerate(rows["message"], start=1):
        world.diary.note(local(row["on"]), partial(_write, world, row, _key("message", number)))
    for number, row in enumerate(rows["replication"], start=1):
        world.diary.note(local(row["on"]), partial(_follow, world, row, _key("replication", number)))


def _key(what: str, number: int) -> str:
    return hashlib.sha256(f"demo {what} {number}".encode()).hexdigest()


def _page(row: dict[str, Any]) -> Exemplar:
    return shown().select_related("plan__unit", "unit").get(name=row["of"])


def _write(world: World, row: dict[str, Any], key: str) -> None:
    written = writing.Written(row["words"], row.get("name", ""), may_show=row["may_show"])
    sent = writing.send_message(
        exemplar=_page(row), written=written, code=key[:10].upper(), form_key=key, by=Actor.public("form:demo"),
        at=local(row["on"]),
    )  # fmt: skip
    for name, act in (("passed", _pass), ("given", _give), ("rejected", _reject)):
        if name in row:
            world.diary.note(local(row[name]), partial(act, world, row, sent))


def _pass(world: World, row: dict[str, Any], sent: ExemplarMessage) -> None:
    by = world.people.actor(OFFICE)
    writing.pass_message(message=sent, show=row.get("show", False), by=by, at=local(row["passed"]))


def _give(world: World, row: dict[str, Any], sent: ExemplarMessage) -> None:
    by, at = world.people.officer(sent.exemplar.unit.ref), local(row["given"])
    if "reply" in row:
        writing.give_with_reply(message=sent, reply=row["reply"], by=by, at=at)
    else:
        writing.give_messages(messages=[sent], by=by, at=at)


def _reject(world: World, row: dict[str, Any], sent: ExemplarMessage) -> None:
    by = world.people.actor(OFFICE)
    writing.reject_messages(messages=[sent], reason=row["reason"], by=by, at=local(row["rejected"]))


def _follow(world: World, row: dict[str, Any], key: str) -> None:
    follower = following.Follower(
        row["kind"], row["who"], row["since"], row["learned"], row.get("result", ""), row.get("contact", ""),
        row.get("agreed", False),
    )  # fmt: skip
    told = following.tell_replication(
        exemplar=_page(row), place=world.units[row["place"]], follower=follower, code=key[:10].upper(), form_key=key,
        by=Actor.public("form:demo"), at=local(row["on"]),
    )  # fmt: skip
    for name, act in (("checked", _check), ("shown", _show), ("refused", _refuse)):
        if name in row:
            world.diary.note(local(row[name]), partial(act, world, row, told))


def _check(world: World, row: dict[str, Any], told: Replication) -> None:
    seen = following.Seen(
        row["seen_on"], row["saw"], row["since"], row["public_learned"], row["public_result"], row["figures"],
        row.get("name_confirmed", False),
    )  # fmt: skip
    by = world.people.officer(row["place"])
    following.check_replication(replication=told, seen=seen, by=by, at=local(row["checked"]))


def _show(world: World, row: dict[str, Any], told: Replication) -> None:
    following.show_replication(replication=told, by=world.people.actor(OFFICE), at=local(row["shown"]))


def _refuse(world: World, row: dict[str, Any], told: Replication) -> None:
    following.not_confirm_replication(
        replication=told, reason=row["reason"], answer=row["answer"], by=world.people.officer(row["place"]),
        at=local(row["refused"]),
    )  # fmt: skip
