"""Awards from above in the demonstration: typed by the editor, compared by the office, agreed to."""

from functools import partial
from typing import Any

from neuguong.core.file_check import check
from neuguong.exemplars.models import RewardRecord
from neuguong.exemplars.operations.reward_consents import Agreed, enter_reward_consent
from neuguong.exemplars.operations.rewards import Told, check_reward, enter_reward
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.people import SYSTEM
from neuguong.ledger.demo.pictures import scan
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.org.models import Unit

EDITOR, OFFICE = "bientap", "noivu.duc"


def schedule_rewards(world: World) -> None:
    """Note every record of data/rewards.toml in the diary."""
    for row in data_of("rewards")["reward"]:
        world.diary.note(local(row["entered"]), partial(_enter, world, row))


def _enter(world: World, row: dict[str, Any]) -> None:
    """Entered, its file looked into; whatever comes next is a later entry."""
    at = local(row["entered"])
    told = Told(**{name: row[name] for name in Told.__dataclass_fields__ if name in row})
    made = enter_reward(
        plan=world.plan, unit=Unit.objects.get(ref=row["unit"]), told=told, scan_name="quyet-dinh.pdf",
        scan=scan(f"quyet-dinh {row['name']}"), by=world.people.actor(EDITOR), at=at,
    )  # fmt: skip
    check(made.scan, by=SYSTEM, at=at)
    if "compared" in row:
        world.diary.note(local(row["compared"]), partial(_compare, world, row, made))
    if "agreed" in row:
        world.diary.note(local(row["agreed"]), partial(_agree, world, row, made))


def _compare(world: World, row: dict[str, Any], made: RewardRecord) -> None:
    check_reward(reward=made, by=world.people.actor(OFFICE), at=local(row["compared"]))


def _agree(world: World, row: dict[str, Any], made: RewardRecord) -> None:
    at = local(row["agreed"])
    paper = Agreed(
        giver="self", signer_name=row["name"], given_on=at.date(), how=row["how"],
        grants=[(what, where) for what, where in row["grants"]],
    )  # fmt: skip
    enter_reward_consent(
        reward=made, agreed=paper, scan=("phieu-dong-y.pdf", scan(f"phieu {row['name']}")),
        by=world.people.actor(EDITOR), at=at,
    )  # fmt: skip
