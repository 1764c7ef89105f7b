"""The people of the demonstration: officers and heads of every unit, the office, the council and the others."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from neuguong.core.actor import Actor
from neuguong.core.outbox import stop_letters
from neuguong.core.text import fold
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.stories import data_of
from neuguong.org.enums import Role
from neuguong.org.models import Account, Council, Membership, Unit
from neuguong.org.operations.accounts import create_account
from neuguong.org.operations.councils import form_council, seat
from neuguong.org.operations.memberships import appoint, delegate, substitute
from neuguong.org.operations.reviews import Answered, confirm_roles

SYSTEM = Actor.system("demo")
LONGEST_NAME = 40


@dataclass(slots=True)
class People:
    """Who acts for whom."""

    by_name: dict[str, Account] = field(default_factory=dict)
    officers: dict[str, Account] = field(default_factory=dict)
    heads: dict[str, Account] = field(default_factory=dict)
    council: Council | None = None

    def actor(self, username: str) -> Actor:
        """Somebody by user name."""
        return _actor(self.by_name[username])

    def officer(self, unit: str) -> Actor:
        """Who writes for a unit."""
        return _actor(self.officers[unit])

    def head(self, unit: str) -> Actor:
        """Who signs for a unit."""
        return _actor(self.heads[unit])


def _actor(account: Account) -> Actor:
    return Actor.person(account.pk, name=account.full_name, origin="minh họa")


def settle(units: Mapping[str, Unit], at: datetime) -> People:
    """Make the accounts that exist from the start, each with its role, and the council."""
    plan, people = data_of("people"), People()
    names = _names(plan["names"])
    taken = {row["name"] for row in (*plan["person"], *plan["seat"], plan["substitution"])}
    taken |= {name for row in plan["unit"].values() for name in row.values()}
    free = (name for name in names if name not in taken)
    for ref, unit in units.items():
        _settle_unit(people, unit, plan, plan["unit"].get(ref, {}), free, at)
    for row in plan["person"]:
        account = _account(people, row["username"], row["name"], row["title"], at, row.get("email", ""))
        _appoint(account, Unit.objects.get(ref=row["unit"]), row["role"], at, subtree=row.get("subtree", False))
    _seat_council(people, plan, at)
    return people


def open_doors(today: datetime) -> None:
    """Give every account the one public password; one hash serves all, a hash each would take half a minute."""
    hashed = make_password(data_of("people")["password"])
    everybody = Account.objects.filter(is_demonstration=True)
    everybody.update(password=hashed, last_login=today - timedelta(days=4))
    everybody.filter(username__in=data_of("people")["review"]["unused"]).update(last_login=None)


def _names(lists: Mapping[str, list[str]]) -> Iterator[str]:
    """Family names with given names, women and men in turn; the lengths have no common divisor, so none repeats soon."""
    family, women, men = lists["family"], lists["women"], lists["men"]
    for turn in range(len(family) * min(len(women), len(men))):
        given = (women, men)[turn % 2]
        yield f"{family[turn * 5 % len(family)]} {given[(turn // 2 + turn // len(family)) % len(given)]}"


def _settle_unit(
    people: People, unit: Unit, plan: Mapping[str, Any], own: Mapping[str, str], names: Iterator[str], at: datetime
) -> None:
    officer_title, head_title = plan["titles"][unit.kind]
    login = "".join(letter for letter in fold(unit.ref) if letter.isalnum())
    officer = _account(people, login, own.get("officer") or next(names), officer_title, at)
    head = _account(people, f"{login}.truong", own.get("head") or next(names), head_title, at)
    people.officers[unit.ref], people.heads[unit.ref] = officer, head
    _appoint(officer, unit, Role.UNIT_OFFICER, at)
    _appoint(head, unit, Role.UNIT_HEAD, at)


def _account(people: People, username: str, name: str, title: str, at: datetime, email: str = "") -> Account:
    account = create_account(
        username=username,
        full_name=unicodedata.normalize("NFC", name),
        title=title,
        email=email,
        is_demonstration=True,
        by=SYSTEM,
        at=at,
    )
    people.by_name[username] = account
    return account


def _appoint(account: Account, unit: Unit, role: str, at: datetime, *, subtree: bool = False) -> None:
    start = max(at.date(), unit.valid_from)
    end = unit.valid_to - timedelta(days=1) if unit.valid_to else None
    appoint(account=account, unit=unit, role=role, subtree=subtree, valid_from=start, valid_to=end, by=SYSTEM, at=at)


def _seat_council(people: People, plan: Mapping[str, Any], at: datetime) -> None:
    unit = Unit.objects.get(ref=plan["council"]["unit"])
    start: date = at.date()
    people.council = form_council(unit=unit, name=plan["council"]["name"], valid_from=start, by=SYSTEM, at=at)
    for row in plan["seat"]:
        account = _account(people, row["username"], row["name"], row["title"], at, row.get("email", ""))
        seat(council=people.council, account=account, seat_code=row["seat"], valid_from=start, by=SYSTEM, at=at)


def lead_blocks(people: People, units: Mapping[str, Unit], at: datetime) -> None:
    """The heads of the units that lead a block this year."""
    rows = data_of("people")["block_heads"]
    for ref in rows["units"]:
        appoint(
            account=people.heads[ref], unit=units[ref], role=Role.BLOCK_HEAD, valid_from=rows["from"],
            valid_to=rows["until"], by=SYSTEM, at=at,
        )  # fmt: skip


def lend_hands(people: People, units: Mapping[str, Unit], at: datetime) -> None:
    """One head who delegated sending to the officer, and one who is away and has a stand-in."""
    plan = data_of("people")
    row = plan["delegation"]
    delegate(
        head=people.heads[row["unit"]], to=people.officers[row["unit"]], unit=units[row["unit"]],
        valid_from=row["from"], valid_to=row["until"], document=row["document"], by=people.head(row["unit"]), at=at,
    )  # fmt: skip
    row = plan["substitution"]
    stand_in = _account(people, row["username"], row["name"], row["title"], at)
    substitute(
        absent=people.heads[row["unit"]], stand_in=stand_in, unit=units[row["unit"]], role=Role.UNIT_HEAD,
        valid_from=row["from"], valid_to=row["until"], document=row["document"], by=SYSTEM, at=at,
    )  # fmt: skip


def confirm_accounts(people: People, units: Mapping[str, Unit], at: datetime) -> None:
    """Most heads said of each account of their unit that it is right; one told of somebody who had left."""
    plan = data_of("people")["review"]
    for ref, head in people.heads.items():
        if ref in plan["silent"] or not units[ref].exists_on(at.date()):
            continue
        rows = Membership.objects.on(at.date()).filter(unit=units[ref]).exclude(account=head).select_related("account")
        answers = [
            Answered(row.pk, "left", plan["note"])
            if row.account.username == plan["left"]
            else Answered(row.pk, "right")
            for row in rows.order_by("pk")
        ]
        if answers:
            confirm_roles(unit=units[ref], year=plan["year"], answers=answers, by=people.head(ref), at=at)
    stop_letters(recipient_id=people.by_name["quantri"].pk, links=[""])  # nobody reads at an invented address


def since() -> datetime:
    """When the accounts were made."""
    return local(datetime.combine(data_of("people")["since"], datetime.min.time().replace(hour=8)))
