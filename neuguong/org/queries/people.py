"""Reads about people: who works where, who leaves soon, who sits in a council."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from neuguong.core.text import words_to_search
from neuguong.org.enums import Basis, Role, Seat
from neuguong.org.models import Account, Council, CouncilSeat, Membership, Unit
from neuguong.org.queries.access import Scope, in_force, scope_of
from neuguong.org.roles import Permission


@dataclass(frozen=True, slots=True)
class Post:
    """One role as a person reads it: “người đứng đầu đơn vị, Xã …, được ủy quyền đến hết ngày …”."""

    id: int
    role: str
    role_label: str
    unit_id: int
    unit_name: str
    subtree: bool
    basis: str
    basis_label: str
    behalf: str
    document: str
    valid_from: date
    valid_to: date | None
    state: str  # active, coming, closed


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of accounts."""

    id: int
    full_name: str
    username: str
    title: str
    is_active: bool
    signed_in: bool
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of a council."""

    id: int
    account_id: int
    full_name: str
    seat: str
    seat_label: str
    votes: bool
    valid_from: date
    valid_to: date | None
    state: str


def managed_scope(account_id: int, *, on: date) -> Scope:
    """Where this person manages accounts."""
    return scope_of(account_id, Permission.MANAGE_ACCOUNTS, on=on)


def managed_units(account_id: int, *, on: date) -> "QuerySet[Unit]":
    """Units that exist on a day and whose accounts this person manages, in Vietnamese order."""
    return Unit.objects.on(on).filter(managed_scope(account_id, on=on).q("pk")).order_by("sort_key", "id")


def headed_units(account_id: int, *, on: date) -> "QuerySet[Unit]":
    """Units this person leads by appointment, and may therefore delegate."""
    rows = in_force(on).filter(account_id=account_id, role=Role.UNIT_HEAD, basis=Basis.APPOINTED)
    return Unit.objects.filter(pk__in=rows.values("unit_id")).order_by("sort_key", "id")


def visible_accounts(account_id: int, *, on: date) -> "QuerySet[Account]":
    """Accounts that are or were something at a unit in this person's hands, in Vietnamese order of names."""
    scope = managed_scope(account_id, on=on)
    by_membership = Membership.objects.filter(scope.q("unit")).values("account_id")
    by_seat = CouncilSeat.objects.filter(scope.q("council__unit")).values("account_id")
    return Account.objects.filter(Q(pk__in=by_membership) | Q(pk__in=by_seat)).order_by("sort_key", "id")


def matching(accounts: "QuerySet[Account]", q: str) -> "QuerySet[Account]":
    """Those whose name, user name or address holds every word of `q`, with or without diacritics."""
    for word in words_to_search(q):
        accounts = accounts.filter(search_text__contains=word)
    return accounts


def in_state(accounts: "QuerySet[Account]", state: str, *, on: date) -> "QuerySet[Account]":
    """`active`, `locked`, `idle` (in use but nothing anywhere today); any other word keeps everybody."""
    busy = Q(pk__in=Membership.objects.on(on).values("account_id")) | Q(pk__in=_seats_on(on).values("account_id"))
    if state == "locked":
        return accounts.filter(is_active=False)
    if state == "idle":
        return accounts.filter(is_active=True).exclude(busy)
    return accounts.filter(is_active=True) if state == "active" else accounts


def at_unit(accounts: "QuerySet[Account]", unit: Unit, *, on: date) -> "QuerySet[Account]":
    """Those who are something at `unit` on a day."""
    return accounts.filter(pk__in=Membership.objects.on(on).filter(unit=unit).values("account_id"))


def person_rows(accounts: "QuerySet[Account]", *, on: date) -> list[PersonRow]:
    """The lines of a page of accounts, in a fixed number of queries."""
    posts = Membership.objects.on(on).select_related("unit").order_by("id")
    seats = _seats_on(on).select_related("council").order_by("id")
    found = accounts.prefetch_related(
        Prefetch("memberships", posts, to_attr="posts_today"), Prefetch("seats", seats, to_attr="seats_today")
    )
    return [
        PersonRow(
            account.pk,
            account.full_name,
            account.username,
            account.title,
            account.is_active,
            account.last_login is not None,
            tuple(_post_words(account)),
        )
        for account in found
    ]


def _post_words(account: Account) -> Iterable[str]:
    for post in account.posts_today:  # type: ignore[attr-defined]
        basis = "" if post.basis == Basis.APPOINTED else f" ({Basis(post.basis).label})"
        yield f"{Role(post.role).label}{basis}, {post.unit.short_name}"
    for held in account.seats_today:  # type: ignore[attr-defined]
        yield f"{Seat(held.seat).label}"


def posts_of(account: Account, *, on: date) -> list[Post]:
    """Every role somebody has, had or will have: those in force first, then coming, then ended ones."""
    rows = account.memberships.select_related("unit", "on_behalf_of").order_by("-valid_from", "-id")
    order = {"active": 0, "coming": 1, "closed": 2}
    return sorted((_post(row, on) for row in rows), key=lambda post: order[post.state])


def _post(row: Membership, on: date) -> Post:
    return Post(
        row.pk,
        row.role,
        Role(row.role).label,
        row.unit_id,
        row.unit.name,
        row.subtree,
        row.basis,
        Basis(row.basis).label,
        row.on_behalf_of.full_name if row.on_behalf_of else "",
        row.document,
        row.valid_from,
        row.valid_to,
        _state(row.valid_from, row.valid_to, on),
    )


def _state(begin: date, finish: date | None, on: date) -> str:
    if on < begin:
        return "coming"
    return "active" if finish is None or on <= finish else "closed"


def people_of(unit: Unit, *, on: date) -> "QuerySet[Account]":
    """Everybody who is something exactly at `unit` on a day."""
    return Account.objects.filter(pk__in=in_force(on).filter(unit=unit).values("account_id")).order_by("sort_key", "id")


def leave_posts(account_id: int, *, on: date) -> "QuerySet[Membership]":
    """Roles for which a person may name a substitute: their own, and those of the people of a unit they lead."""
    rows = Membership.objects.on(on).filter(basis=Basis.APPOINTED, account__is_active=True).exclude(role=Role.TECHNICAL)
    led = headed_units(account_id, on=on).values("pk")
    mine = rows.filter(Q(account_id=account_id) | Q(unit_id__in=led))
    return mine.select_related("account", "unit").order_by("account__sort_key", "id")


def substitutes_around(account_id: int, *, on: date) -> "QuerySet[Membership]":
    """Who stands in, now or soon, for a person, for the people of a unit they lead, or through the person themself."""
    led = headed_units(account_id, on=on).values("pk")
    mine = Q(on_behalf_of_id=account_id) | Q(account_id=account_id) | Q(unit_id__in=led)
    rows = Membership.objects.filter(mine, basis=Basis.SUBSTITUTE, valid_to__gte=on)
    return rows.select_related("account", "unit", "on_behalf_of").order_by("valid_from", "id")


def standing_in(account_id: int, *, on: date) -> "QuerySet[Membership]":
    """For whom a person acts on a day: what was delegated to them and for whom they stand in."""
    rows = in_force(on).filter(account_id=account_id).exclude(basis=Basis.APPOINTED)
    return rows.select_related("on_behalf_of", "unit").order_by("id")


def delegations_of(unit: Unit, *, on: date) -> "QuerySet[Membership]":
    """Delegations and substitutes at a unit that run or are yet to begin."""
    rows = Membership.objects.filter(unit=unit, valid_to__gte=on).exclude(basis=Basis.APPOINTED)
    return rows.select_related("account", "on_behalf_of").order_by("valid_to", "id")


def leaving_soon(scope: Scope, *, on: date, days: int = 14) -> "QuerySet[Membership]":
    """Roles in scope whose last day is within `days`: who replaces them should be known before.

    Who handed over and is locked is no longer waited for.
    """
    rows = Membership.objects.on(on).filter(scope.q("unit"), valid_to__lte=on + timedelta(days=days))
    rows = rows.filter(account__is_active=True)
    return rows.select_related("account", "unit", "on_behalf_of").order_by("valid_to", "id")


def councils_managed(account_id: int, *, on: date) -> "QuerySet[Council]":
    """Councils of the units in this person's hands."""
    scope = managed_scope(account_id, on=on)
    existing = Q(valid_to=None) | Q(valid_to__gt=on)
    return Council.objects.filter(existing, scope.q("unit")).select_related("unit").order_by("unit__sort_key", "id")


def council_of(unit: Unit, *, on: date) -> Council | None:
    """The council of a unit on a day."""
    rows = Council.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit=unit, valid_from__lte=on)
    return rows.order_by("-valid_from").first()


def seats_of(council: Council, *, on: date) -> list[SeatRow]:
    """Seats in the order of their weight, names in Vietnamese order; ended ones last."""
    rows = council.seats.select_related("account").order_by("account__sort_key", "id")
    weight = list(Seat.values)
    found = [
        SeatRow(
            row.pk,
            row.account_id,
            row.account.full_name,
            row.seat,
            Seat(row.seat).label,
            row.votes,
            row.valid_from,
            row.valid_to,
            _state(row.valid_from, row.valid_to, on),
        )
        for row in rows
    ]
    return sorted(found, key=lambda seat: (seat.state == "closed", weight.index(seat.seat)))


def _seats_on(on: date) -> "QuerySet[CouncilSeat]":
    return CouncilSeat.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


def anybody_exists() -> bool:
    """Whether this database has any account: without one the first-run page is open."""
    return Account.objects.exists()


def account_by_username(username: str) -> Account | None:
    """The account of a user name, in any letter case."""
    return Account.objects.filter(username__iexact=username).first()


def memberships_reached(account_id: int, *, on: date) -> "QuerySet[Membership]":
    """Roles at units in this person's hands, those that this person lent, substitutes at a unit they lead."""
    scope = managed_scope(account_id, on=on)
    lent = Q(on_behalf_of_id=account_id)
    led = Q(basis=Basis.SUBSTITUTE, unit_id__in=headed_units(account_id, on=on).values("pk"))
    return Membership.objects.filter(scope.q("unit") | lent | led).select_related("account", "unit", "on_behalf_of")


def seats_managed(account_id: int, *, on: date) -> "QuerySet[CouncilSeat]":
    """Seats of the councils in this person's hands."""
    councils = councils_managed(account_id, on=on)
    return CouncilSeat.objects.filter(council__in=councils).select_related("account", "council__unit")


def seats_held(account: Account, *, on: date) -> "QuerySet[CouncilSeat]":
    """Where somebody sits or will sit."""
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    return CouncilSeat.objects.filter(still, account=account).select_related("council__unit").order_by("id")
