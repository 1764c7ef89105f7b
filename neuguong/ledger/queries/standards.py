"""Who has issued a standard of its own and who has not: a duty of every participant, without a due date (KH 87, I.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from neuguong.core.text import fold
from neuguong.exemplars.enums import StandardState
from neuguong.exemplars.models import Standard
from neuguong.exemplars.queries.standards import newest_issued
from neuguong.ledger.models import Obligation
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.ledger.queries.visibility import units_on_board_of
from neuguong.org.models import Unit
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True)
class StandardFilters:
    """What narrows the list; empty means all. `group` is a block's name or a kind of unit, as the headings say."""

    q: str = ""
    group: str = ""
    state: str = ""  # issued | none


@dataclass(frozen=True, slots=True)
class UnitStandardRow:
    """One unit: its version in force, or none."""

    unit_id: int
    unit: str
    owes: bool
    standard_id: int | None
    number: int | None
    document_number: str
    issued_on: date | None
    drafting: bool


@dataclass(frozen=True, slots=True)
class StandardsList:
    """The list in groups, and how many of those who owe one have issued it (of all the reader sees, unfiltered)."""

    groups: tuple[tuple[str, tuple[UnitStandardRow, ...]], ...]
    titles: tuple[str, ...]
    owing: int
    issued: int
    shown: int


def participants(plan: Plan, *, on: date) -> frozenset[int]:
    """The units that take part in the plan on a day: whoever must introduce exemplars in the day's year (KH 87, I.2)."""
    rounds = (DutyKind.QUOTA, DutyKind.RETURN)
    rows = Obligation.objects.filter(
        Q(voided_on=None) | Q(voided_on__gt=on),
        duty__plan=plan,
        duty__kind__in=rounds,
        year=on.year,
        effective_on__lte=on,
    ).filter(Q(unit__valid_to=None) | Q(unit__valid_to__gt=on), unit__valid_from__lte=on)
    return frozenset(rows.values_list("unit_id", flat=True))


def standards_list(account_id: int, plan: Plan, filters: StandardFilters, *, on: date) -> StandardsList:
    """Every unit that owes a standard and stands on the reader's board, with or without one, and who else issued one.

    Who has not is told only of units on the reader's board; an issued standard is everybody's to read. A draft shows
    as such only to the unit itself (`drafting` of its own people's units). The number of queries is fixed.
    """
    owing = participants(plan, on=on)
    mine = frozenset(units_on_board_of(account_id, on).filter(pk__in=owing).values_list("pk", flat=True))
    issued = newest_issued(plan.pk, on=on)
    drafting = frozenset(
        Standard.objects.filter(plan=plan, state=StandardState.DRAFT, unit_id__in=mine).values_list(
            "unit_id", flat=True
        )
    )
    groups = unit_groups(mine | (issued.keys() & owing), on=on)
    titles = tuple(group.title for group in groups)
    narrowed = []
    for group in groups:
        rows = tuple(
            _row(placed.unit, mine, issued.get(placed.unit.pk), drafting)
            for placed in group.units
            if _fits(placed.unit, group.title, issued, filters)
        )
        if rows:
            narrowed.append((group.title, rows))
    return StandardsList(
        tuple(narrowed), titles, len(mine), len(mine & issued.keys()), sum(len(rows) for _, rows in narrowed)
    )


def _fits(unit: Unit, title: str, issued: Collection[int], filters: StandardFilters) -> bool:
    words = fold(filters.q).split()
    name = f" {fold(unit.name)}"
    return (
        all(f" {word}" in name for word in words)
        and filters.group in ("", title)
        and (filters.state == "" or (filters.state == "issued") == (unit.pk in issued))
    )


def _row(unit: Unit, mine: Collection[int], found: Standard | None, drafting: Collection[int]) -> UnitStandardRow:
    return UnitStandardRow(
        unit.pk,
        unit.name,
        unit.pk in mine,
        found.pk if found else None,
        found.number if found else None,
        found.document_number if found else "",
        found.issued_on if found else None,
        unit.pk in drafting,
    )
