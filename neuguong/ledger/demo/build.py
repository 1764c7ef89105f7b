"""Making the demonstration, once and whole, and clearing it away again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from neuguong.core.audit_seal import seal
from neuguong.core.clock import demo_clock, start_demo_clock
from neuguong.core.immutable import lifted
from neuguong.core.models import Letter
from neuguong.core.notices import mark_read
from neuguong.exemplars.models import Nomination
from neuguong.ledger.demo import people as cast
from neuguong.ledger.demo.activities import schedule_activities
from neuguong.ledger.demo.articles import schedule_articles
from neuguong.ledger.demo.budget import schedule_budget
from neuguong.ledger.demo.diary import Diary, local, office_hour
from neuguong.ledger.demo.dossiers import Dossier, schedule, write_at_once
from neuguong.ledger.demo.events import schedule_events
from neuguong.ledger.demo.obstacles import schedule_obstacles
from neuguong.ledger.demo.people import SYSTEM
from neuguong.ledger.demo.plans import schedule_plans
from neuguong.ledger.demo.public import schedule_public
from neuguong.ledger.demo.readers import schedule_readers
from neuguong.ledger.demo.reminders import schedule_reminders
from neuguong.ledger.demo.reports import schedule_reports
from neuguong.ledger.demo.returns import schedule_afterwards, schedule_grants, schedule_papers, schedule_returns
from neuguong.ledger.demo.rewards import schedule_rewards
from neuguong.ledger.demo.speakers import schedule_speakers
from neuguong.ledger.demo.standards import schedule_standards
from neuguong.ledger.demo.stories import data_of, stories
from neuguong.ledger.demo.voices import schedule_voices
from neuguong.ledger.demo.world import World
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.ledger.operations.packages import correct_package, enter_reference, issue_package
from neuguong.org.models import Account, BlockMembership, Unit
from neuguong.org.operations.units import load_units
from neuguong.programme.operations.plans import load_plan
from neuguong.programme.queries.plans import rules_of

PACKAGE = Path(__file__).resolve().parents[2]
UNITS_FILE = PACKAGE / "org" / "data" / "dien-khanh.toml"
PLAN_FILE = PACKAGE / "programme" / "data" / "ke-hoach-87.toml"

# What stands on its own beside the dossiers.
AFTERWARDS = (
    schedule_rewards,
    schedule_articles,
    schedule_activities,
    schedule_reports,
    schedule_obstacles,
    schedule_events,
    schedule_readers,
    schedule_speakers,
    schedule_reminders,
    schedule_budget,
)


@dataclass(frozen=True, slots=True)
class Built:
    """How much was made."""

    units: int
    accounts: int
    nominations: int
    acts: int


def obstacle() -> str | None:
    """Why the demonstration may not be put into this database, or None."""
    if Account.objects.filter(is_demonstration=False).exists():
        return "Cơ sở dữ liệu này đã có tài khoản thật nên không nạp bản minh họa. Dùng một cơ sở dữ liệu khác."
    if demo_clock() is None and (Account.objects.exists() or Nomination.objects.exists()):
        return "Cơ sở dữ liệu này đã có dữ liệu nhưng không phải bản minh họa. Dùng một cơ sở dữ liệu khác."
    return None


def is_there() -> bool:
    """Whether the demonstration was made before."""
    return demo_clock() is not None


@transaction.atomic
def build() -> Built:
    """Make everything or nothing; only in a database for which `obstacle` knew none."""
    acts = data_of("acts")
    diary = Diary()
    world = _found(diary, acts)
    schedule_standards(world)
    schedule_plans(world)
    told = stories()
    dossiers = [schedule(world, story) for story in told]
    schedule_returns(world, told)
    schedule_grants(world)
    schedule_papers(world)
    schedule_afterwards(world)
    _schedule_packages(world, dossiers)
    write_at_once(next(one for one in dossiers if one.story.name == acts["two_hands"]["name"]))
    _schedule_roles(world)
    schedule_voices(world)
    schedule_public(world, dossiers)
    for schedule_more in AFTERWARDS:
        schedule_more(world)
    played = diary.play()
    today = local(acts["today"])
    _put_old_notices_away(today)
    cast.open_doors(today)
    while seal(today):
        pass
    start_demo_clock(at=today)
    return Built(len(world.units), Account.objects.count(), Nomination.objects.count(), played)


def _found(diary: Diary, acts: dict[str, Any]) -> World:
    """Units, people, plan and what is owed."""
    start, loaded = cast.since(), local(acts["plan_loaded_at"])
    # What will be on 01/7/2025 nobody knows yet: the reader records it, from the same file.
    load_units(text=UNITS_FILE.read_text(encoding="utf-8"), by=SYSTEM, at=start, known_on=local(acts["today"]).date())
    owing = BlockMembership.objects.values("unit_id")
    units = {unit.ref: unit for unit in Unit.objects.filter(pk__in=owing).order_by("sort_key", "id")}
    people = cast.settle(units, start)
    plan = load_plan(text=PLAN_FILE.read_text(encoding="utf-8"), by=SYSTEM, at=loaded).plan
    generate_obligations(plan=plan, until=plan.valid_until, by=SYSTEM, at=loaded + timedelta(hours=1))
    return World(plan, rules_of(plan), units, people, acts, diary)


def _schedule_roles(world: World) -> None:
    people = data_of("people")
    for moment, act in (
        (people["block_heads"]["from"], cast.lead_blocks),
        (people["review"]["from"], cast.confirm_accounts),
        (people["delegation"]["from"] - timedelta(days=3), cast.lend_hands),
    ):
        at = office_hour(moment, "roles")
        world.diary.note(at, partial(act, world.people, world.units, at))


def _schedule_packages(world: World, dossiers: Iterable[Dossier]) -> None:
    found = {dossier.story.name: dossier for dossier in dossiers}
    for row in world.acts["package"]:
        world.diary.note(local(row["on"]), partial(_issue, world, row, found))


def _issue(world: World, row: dict[str, Any], dossiers: dict[str, Dossier]) -> None:
    """The round's package, its official number three days later, a correction where one was needed."""
    by, signer = world.people.actor("noivu.duc"), world.people.by_name["lanhdao"].full_name
    package = issue_package(plan=world.plan, round_code=row["round"], by=by, at=local(row["on"]), signer=signer)
    if "correct_on" in row:
        left = [dossiers[row["leave_out"]].row.pk]
        at = local(row["correct_on"])
        told = {"reason": row["reason"], "leave_out": left, "signer": signer}
        world.diary.note(at, partial(correct_package, package=package, by=by, at=at, **told))
    signed: datetime = office_hour((row["on"] + timedelta(days=3)).date(), row["number"])
    at = max(signed, local(row["on"]) + timedelta(hours=2))
    told = {"document_number": row["number"], "issued_on": at.date()}
    world.diary.note(at, partial(enter_reference, package=package, by=world.registrar, at=at, **told))


def _put_old_notices_away(today: datetime) -> None:
    """What was written more than a week ago has been read; nothing is mailed to an invented address."""
    Letter.objects.update(next_try_at=None)
    for account in Account.objects.all():
        old = account.letters.filter(written_at__lt=today - timedelta(days=7)).values_list("pk", flat=True)
        mark_read(recipient_id=account.pk, at=today - timedelta(days=7), letter_ids=list(old))


def clear() -> None:
    """Empty a demonstration's database, its protected tables too; the caller has made sure that it is one."""
    with lifted(connection):
        call_command("flush", interactive=False, verbosity=0)
