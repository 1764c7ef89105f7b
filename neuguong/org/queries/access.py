"""Who may do what where: grants of a person on a day, the units they cover, and the inverse question."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from neuguong.core.once import once
from neuguong.org.enums import Basis, LineageKind, Role, Seat
from neuguong.org.models import Account, CouncilSeat, Membership, Unit, UnitAncestor, UnitLineage
from neuguong.org.models.membership import MembershipQuerySet
from neuguong.org.roles import GRANTS, SEAT_ROLE, Permission, roles_with


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person: at a unit, with or without the units below."""

    role: Role
    unit_id: int
    subtree: bool
    basis: str = "appointed"
    on_behalf_of_id: int | None = None


FEW = 200  # units: a district has about sixty; measured with 10,000 units (docs/performance.md)


def _line_of(unit_id: int) -> dict[int, date | None]:
    """The unit itself and every unit above it, with the day from which each is no more."""
    rows = UnitAncestor.objects.filter(unit_id=unit_id).values_list("ancestor_id", "ancestor__valid_to")
    return once(("ancestors", unit_id), lambda: dict(rows))


def ancestors_of(unit_id: int) -> frozenset[int]:
    """The unit itself and every unit above it."""
    return frozenset(_line_of(unit_id))


def _few_below(tops: frozenset[int]) -> tuple[int, ...] | None:
    """The units below (and at) these, or None when they are more than a few."""
    rows = UnitAncestor.objects.filter(ancestor_id__in=sorted(tops)).values_list("unit_id", flat=True).distinct()
    found = once(("below", tops), lambda: tuple(rows[: FEW + 1]))
    return found if len(found) <= FEW else None


@dataclass(frozen=True, slots=True)
class Scope:
    """The units a person reaches with a permission: some by themselves, some with everything below."""

    units: frozenset[int]
    tops: frozenset[int]
    divided: bool = False  # some of it came by a division, so single things may have been given to somebody else

    def q(self, path: str = "unit") -> Q:
        """A filter for rows whose `path` leads to a unit in scope. An empty scope matches nothing.

        A few units are named one by one, so that the database starts from them; many are asked for row by row, so
        that a list in the order of an index stops at its first page. Both are one condition, never a join.
        """
        if not self.units and not self.tops:
            return Q(pk__in=[])
        below = _few_below(self.tops) if self.tops else ()
        if below is not None:
            return Q(**{f"{path}__in": sorted(self.units.union(below))})
        reached = Q(Exists(UnitAncestor.objects.filter(unit_id=OuterRef(path), ancestor_id__in=sorted(self.tops))))
        return Q(**{f"{path}__in": sorted(self.units)}) | reached if self.units else reached

    def covers(self, unit: Unit) -> bool:
        """Whether one unit is in scope."""
        if unit.pk in self.units:
            return True
        return bool(self.tops & ancestors_of(unit.pk)) if self.tops else False


def in_force(on: date) -> MembershipQuerySet:
    """Memberships that count on a day: the holder's account is in use, and so is that of the person acted for."""
    lender = Q(on_behalf_of=None) | Q(on_behalf_of__is_active=True)
    return Membership.objects.on(on).filter(lender, account__is_active=True)


def grants_of(account_id: int, *, on: date) -> tuple[Grant, ...]:
    """Everything a person is on a day: memberships and council seats (a seat covers the council's subtree)."""
    return once(("grants", account_id, on), lambda: _read_grants(account_id, on))


def _read_grants(account_id: int, on: date) -> tuple[Grant, ...]:
    memberships = (
        Grant(Role(m.role), m.unit_id, m.subtree, m.basis, m.on_behalf_of_id)
        for m in in_force(on).filter(account_id=account_id).order_by("id")
    )
    seats = (
        Grant(SEAT_ROLE[Seat(s.seat)], s.council.unit_id, True)
        for s in CouncilSeat.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
        .filter(account_id=account_id, account__is_active=True)
        .select_related("council")
        .order_by("id")
    )
    return (*memberships, *seats)


def predecessors_of(unit_ids: Iterable[int], *, on: date | None = None) -> frozenset[int]:
    """All earlier lives of these units, through any number of reforms, without the units themselves.

    With `on` only what had passed over by that day: before a merger its successor reads nothing.
    """
    found = _inheritance(unit_ids, on=on)
    return found.whole | found.parts


class Inheritance(NamedTuple):
    """Earlier lives of some units: those they have whole, those they have a part of, and whether any was divided."""

    whole: frozenset[int]
    parts: frozenset[int]
    divided: bool


def _inherited(unit_ids: frozenset[int], on: date) -> Inheritance:
    return once(("inheritance", unit_ids, on), lambda: _inheritance(unit_ids, on=on))


def _inheritance(unit_ids: Iterable[int], *, on: date | None) -> Inheritance:
    """Earlier lives that passed over whole, and those of which the units got a part (chia tách).

    Who took over a part reads what the old unit itself left, not what everything below it left. The main successor of
    a divided unit has it whole: somebody must carry on what was given to nobody else.
    """
    start = set(unit_ids)
    whole: set[int] = set()
    parts: set[int] = set()
    divided = False
    edge = set(start)
    while edge:
        rows = UnitLineage.objects.filter(successor_id__in=edge)
        if on is not None:
            rows = rows.filter(effective_on__lte=on)
        seen = start | whole | parts
        edge = set()
        for successor, predecessor, kind, main in rows.values_list("successor_id", "predecessor_id", "kind", "is_main"):
            if predecessor in seen:
                continue
            divided = divided or kind == LineageKind.SPLIT
            split = (kind == LineageKind.SPLIT and not main) or successor in parts
            (parts if split else whole).add(predecessor)
            edge.add(predecessor)
    return Inheritance(frozenset(whole), frozenset(parts - whole), divided)


def scope_of(account_id: int, permission: Permission, *, on: date, inherited: bool = False) -> Scope:
    """Where a person has `permission` on a day: at the own units and at those that passed into them whole.

    So what a merged unit left open has somebody who acts (docs/adr/0027). `inherited` adds, for reading, the units of
    which theirs got a part.
    """
    grants = [grant for grant in grants_of(account_id, on=on) if permission in GRANTS[grant.role]]
    units = frozenset(grant.unit_id for grant in grants if not grant.subtree)
    tops = frozenset(grant.unit_id for grant in grants if grant.subtree)
    of_units, of_tops = _inherited(units, on), _inherited(tops, on)
    units |= of_units.whole
    tops |= of_tops.whole
    units |= of_units.parts | of_tops.parts if inherited else frozenset()
    return Scope(units, tops, of_units.divided or of_tops.divided)


class Reach(NamedTuple):
    """Who answers for a unit on a day: a role at one of `own`, or one with the units below at one of `above`."""

    own: frozenset[int]
    above: frozenset[int]

    def holds(self, grant: Grant) -> bool:
        """Whether a role reaches the unit."""
        return grant.unit_id in self.own or (grant.subtree and grant.unit_id in self.above)


def reach_of(unit_id: int, *, on: date) -> Reach:
    """The same seen from the unit: itself, everything above it, and who carried on those of them that have ended."""
    return once(("reach", unit_id, on), lambda: _reach(unit_id, on))


def _reach(unit_id: int, on: date) -> Reach:
    line = _line_of(unit_id)
    own, above = {unit_id}, set(line)
    ended = {pk for pk, end in line.items() if end is not None and end <= on}
    while ended:
        rows = UnitLineage.objects.filter(predecessor_id__in=ended, successor__isnull=False, effective_on__lte=on)
        whole = rows.filter(~Q(kind=LineageKind.SPLIT) | Q(is_main=True))
        passed = [(old, new) for old, new in whole.values_list("predecessor_id", "successor_id") if new is not None]
        own |= {new for old, new in passed if old in own}
        ended = {new for _, new in passed} - above
        above |= ended
    return Reach(frozenset(own), frozenset(above))


def can(account_id: int | None, permission: Permission, *, unit: Unit, on: date) -> bool:
    """Whether a person may do `permission` at `unit` on a day. Nobody signed in may do nothing."""
    return account_id is not None and scope_of(account_id, permission, on=on).covers(unit)


def can_in_person(account_id: int | None, permission: Permission, *, unit: Unit, on: date) -> bool:
    """As `can`, leaving out what was lent: some acts are the head's own and are not delegated."""
    held = grants_of(account_id, on=on) if account_id is not None else ()
    own = [one for one in held if permission in GRANTS[one.role] and one.basis != Basis.DELEGATED]
    above = ancestors_of(unit.pk) if any(one.subtree for one in own) else frozenset()
    return any(one.unit_id == unit.pk or (one.subtree and one.unit_id in above) for one in own)


def holders(permission: Permission, *, unit: Unit, on: date) -> "list[Account]":
    """Who may do `permission` at `unit` on a day, from whatever level, in Vietnamese order of names."""
    return _in_order([account for _, account in _held(permission, unit, on)])


def in_charge(permission: Permission, *, unit: Unit, on: date) -> "list[Account]":
    """Whom to tell and whom to remind: the holders nearest to the unit, in Vietnamese order of names.

    A level above hears only where nobody is nearer: a province is not told what its districts' own offices are told.
    """
    found = _held(permission, unit, on)
    depths = dict(UnitAncestor.objects.filter(unit=unit).values_list("ancestor_id", "depth"))
    own = reach_of(unit.pk, on=on).own
    # Who carries on an ended unit stands in its place; who carries on one above it comes after all of its own line.
    far = {at: 0 if at in own else depths.get(at, len(depths)) for at, _ in found}
    nearest = min(far.values(), default=0)
    return _in_order([account for at, account in found if far[at] == nearest])


def _held(permission: Permission, unit: Unit, on: date) -> "list[tuple[int, Account]]":
    """Each role with the permission that reaches the unit: where it is held, and by whom."""
    # People are read beside their memberships: as a sub-query, PostgreSQL without fresh statistics took seconds.
    roles = roles_with(permission)
    own, above = reach_of(unit.pk, on=on)
    found: list[tuple[int, Account]] = [
        (row.unit_id, row.account)
        for row in in_force(on)
        .filter(role__in=roles)
        .filter(Q(unit_id__in=own) | Q(subtree=True, unit_id__in=above))
        .select_related("account")
    ]
    if seats := [seat for seat, role in SEAT_ROLE.items() if role in roles]:
        rows = CouncilSeat.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on, seat__in=seats, council__unit_id__in=above
        ).filter(account__is_active=True)
        found += [(row.council.unit_id, row.account) for row in rows.select_related("account", "council")]
    return found


def holders_of_role(role: Role, *, unit: Unit, on: date) -> "list[Account]":
    """Who holds one role exactly at `unit` on a day."""
    return _in_order([row.account for row in in_force(on).filter(role=role, unit=unit).select_related("account")])


def holders_by_unit(
    roles: Collection[Role], *, unit_ids: Collection[int], on: date
) -> dict[tuple[Role, int], list[Account]]:
    """Who holds these roles exactly at these units on a day, in Vietnamese order of names. One query."""
    found: dict[tuple[Role, int], list[Account]] = defaultdict(list)
    rows = in_force(on).filter(role__in=list(roles), unit_id__in=list(unit_ids)).select_related("account")
    for row in rows:
        found[Role(row.role), row.unit_id].append(row.account)
    return {key: _in_order(accounts) for key, accounts in found.items()}


def _in_order(found: list[Account]) -> list[Account]:
    """Each active person once, in Vietnamese order of names."""
    once_each = {account.pk: account for account in found if account.is_active}
    return sorted(once_each.values(), key=lambda account: (account.sort_key, account.pk))
