"""Things for tests, plain and without surprises: each builder makes one row and what it cannot do without."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from neuguong.core.actor import Actor
from neuguong.core.text import fold, sort_key
from neuguong.org.enums import Role, Seat, UnitKind
from neuguong.org.models import Account, Block, BlockMembership, Council, CouncilSeat, Membership, Unit, UnitAncestor

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = date(2000, 1, 1)
JOB = Actor.system("suite")


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A local moment of the office."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def make_unit(
    ref: str,
    name: str,
    *,
    kind: str = UnitKind.COMMUNE,
    parent: Unit | None = None,
    code: str = "",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Unit:
    """A unit with its ancestry rows."""
    short = name.removeprefix("Xã ").removeprefix("UBND ")
    unit = Unit.objects.create(
        ref=ref,
        kind=kind,
        official_code=code,
        name=name,
        short_name=short,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        sort_key=sort_key(short),
        search_text=fold(name),
    )
    above = UnitAncestor.objects.filter(unit=parent) if parent else []
    UnitAncestor.objects.bulk_create(
        [
            UnitAncestor(unit=unit, ancestor=unit, depth=0),
            *(UnitAncestor(unit=unit, ancestor_id=row.ancestor_id, depth=row.depth + 1) for row in above),
        ]
    )
    return unit


def make_account(username: str, full_name: str, **fields: Any) -> Account:
    """An account whose password is its user name."""
    account = Account(
        username=username,
        full_name=full_name,
        sort_key=sort_key(full_name, person=True),
        search_text=fold(f"{full_name} {username}"),
        created_at=datetime(2023, 1, 1, tzinfo=UTC),
        **fields,
    )
    account.set_password(username)
    account.save()
    return account


def give_role(
    account: Account, role: Role, unit: Unit, *, subtree: bool = False, since: date = LONG_AGO, **fields: Any
) -> Membership:
    """A membership that began long ago."""
    return Membership.objects.create(
        account=account,
        unit=unit,
        role=role,
        subtree=subtree,
        valid_from=since,
        recorded_at=datetime(2023, 1, 1, tzinfo=UTC),
        **fields,
    )


def make_block(name: str, owner: Unit, *members: Unit, since: date = LONG_AGO) -> Block:
    """A block with its members."""
    block = Block.objects.create(
        ref=fold(name).replace(" ", "-"), owner=owner, kind="khoi", name=name, valid_from=since, sort_key=sort_key(name)
    )
    for unit in members:
        BlockMembership.objects.create(block=block, unit=unit, valid_from=since)
    return block


def make_council(unit: Unit, **seats: Account) -> Council:
    """A council; seats by their code: chair=…, secretary=…"""
    council = Council.objects.create(unit=unit, name="Hội đồng Thi đua - Khen thưởng huyện", valid_from=LONG_AGO)
    for seat, account in seats.items():
        CouncilSeat.objects.create(council=council, account=account, seat=Seat(seat), valid_from=LONG_AGO)
    return council


def actor(account: Account) -> Actor:
    """An account as an actor."""
    return Actor.person(account.pk, name=account.full_name, origin="127.0.0.1")
