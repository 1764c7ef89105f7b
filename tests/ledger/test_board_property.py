"""Whatever happens, and however late it is typed: the board of a day, computed later, is the board of that day.

Only rows that say "restated" may differ. Hypothesis plays the office: it sends, returns, verifies, declines, withdraws,
reports that there is nobody, extends, exempts and takes that back, merges units, changes the plan, and types some of it days afterwards.
"""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import (
    decline_nomination,
    return_nomination,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.obligations import after_reorganisation, exempt, extend, revoke_exemption
from neuguong.ledger.operations.sending import send_late_list, send_nil_return, send_nomination
from neuguong.ledger.queries.board import board, boards
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.org.models import Unit, UnitLineage
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87

FIRST = date(2024, 2, 26)
PERIODS = ["2024-Q1", "2024-Q1", "2024-Q2", "2024"]
ACTS = [
    "send", "send", "send", "return", "verify", "decline", "withdraw", "nil", "late", "late", "extend", "extend",
    "exempt", "revoke", "merge", "absorb", "amend",
]  # fmt: skip

ON_DOSSIERS = {
    "send": send_nomination,
    "return": return_nomination,
    "verify": verify_nomination,
    "decline": decline_nomination,
    "withdraw": withdraw_nomination,
}
ON_ROWS = {
    "nil": send_nil_return,
    "late": send_late_list,
    "extend": extend,
    "exempt": exempt,
    "revoke": revoke_exemption,
}

acts = st.lists(
    st.tuples(
        st.integers(0, 9),  # days since the act before
        st.sampled_from(ACTS),
        st.integers(0, 5),  # which dossier or unit
        st.sampled_from(PERIODS),
        st.sampled_from([0, 0, 2, 9, 25]),  # typed how many days afterwards
    ),
    min_size=3,
    max_size=14,
)


@pytest.fixture
def drafts(cast, plan) -> list[int]:
    """A few drafts of two units. Each example begins with them as they are here."""
    return [
        make.make_nomination(
            unit,
            plan,
            writer,
            sector="agriculture",
            at=make.moment(2024, 2, 1),
            kind=kind,
            name=f"{unit.ref} {kind}",
        ).pk
        for unit, writer in [(cast.dien_tho, cast.author), (cast.dien_an, cast.neighbour)]
        for kind in ("individual", "collective", "household")
    ]


class Office:
    """The world of one example: the drafts, three units, and a clock."""

    def __init__(self, cast, plan, drafts: list[int]):
        self.cast, self.plan, self.drafts, self.merged = cast, plan, drafts, 0
        self.units = [cast.dien_tho, cast.dien_an, cast.health]

    def act(self, name: str, which: int, period: str, at: datetime, recorded_at: datetime) -> None:
        times = {"at": at, "recorded_at": recorded_at}
        if name in ON_DOSSIERS:
            self.on_dossier(name, which, times)
        elif name == "merge":
            self.merge(self.units[which % 3], at.date(), times)
        elif name == "absorb":
            self.pass_into(self.cast.dien_an, self.cast.dien_tho, at.date(), times)
        elif name == "amend":
            self.amend(which, times)
        else:
            self.on_row(name, which, period, times)

    def on_dossier(self, name: str, which: int, times: dict) -> None:
        dossier = self.dossier_for(name, which)
        head = self.cast.head if dossier.unit == self.cast.dien_tho else self.cast.neighbour_head
        by = make.actor(head if name in ("send", "withdraw") else self.cast.office)
        note = {"note": "Thiếu số liệu"} if name in ("return", "decline") else {}
        ON_DOSSIERS[name](nomination=dossier, by=by, **note, **times)

    def on_row(self, name: str, which: int, period: str, times: dict) -> None:
        kind = "quota" if period == "2024" else "return"
        rows = Obligation.objects.filter(unit=self.units[which % 3], period=period, duty__kind=kind)
        more = {} if name == "late" else {"reason": "Mưa lũ"}
        if name == "extend":
            more["extended_to"] = times["at"].date() + timedelta(days=3 + which)
        ON_ROWS[name](obligation=rows.order_by("revision").last(), by=make.actor(self.cast.office), **more, **times)

    def dossier_for(self, act: str, which: int) -> Nomination:
        """One on which the act is possible, if there is any."""
        states = ("draft", "returned") if act == "send" else ("submitted",)
        found = Nomination.objects.filter(pk__in=self.drafts).order_by("id")
        fitting = list(found.filter(state__in=states)) or list(found)
        return fitting[which % len(fitting)]

    def merge(self, unit: Unit, on: date, times: dict) -> None:
        """A new unit takes the place of an old one."""
        self.merged += 1
        successor = make.make_unit(
            f"moi-{self.merged}", f"Xã Mới {self.merged}", parent=self.cast.district, valid_from=on, kind=unit.kind
        )
        self.pass_into(successor, unit, on, times)

    def pass_into(self, successor: Unit, unit: Unit, on: date, times: dict) -> None:
        """A unit ends into another, which may have been there all the time."""
        unit.refresh_from_db()
        successor.refresh_from_db()
        if unit.valid_to or successor.valid_to:
            raise Refused("Đơn vị đã kết thúc.")
        Unit.objects.filter(pk=unit.pk).update(valid_to=on)
        UnitLineage.objects.create(
            predecessor=unit,
            successor=successor,
            kind="merged",
            act="NQ",
            effective_on=on,
            recorded_at=times["recorded_at"],
        )
        after_reorganisation(plan=self.plan, by=make.JOB, **times)

    def amend(self, which: int, times: dict) -> None:
        """Another number, which makes other rows; or another reading, which makes the same rows count otherwise."""
        changes = [("required = 3", "required = 2"), ('counts_as = "own_kind"', 'counts_as = "none"')]
        text = PLAN_87.read_text(encoding="utf-8").replace(*changes[which % 2])
        if load_plan(text=text, by=make.JOB, **times).changed:
            after_reorganisation(plan=self.plan, by=make.JOB, **times)


def by_key(rows: tuple[BoardRow, ...]) -> dict[tuple, BoardRow]:
    found = {(row.unit_id, row.duty_code, row.period): row for row in rows}
    assert len(found) == len(rows), "a unit owes a thing once"
    return found


def told(row: BoardRow) -> dict:
    """A row without the mark itself, and without the number of its revision."""
    return {name: value for name, value in row._asdict().items() if name not in ("restated", "obligation_id")}


def play(office: Office, script: list[tuple]) -> dict[date, dict[tuple, BoardRow]]:
    """Do what the script says; keep the board of each of its days as it stood when that day was over."""
    today, kept = FIRST, {}
    for number, (days, name, which, period, typed_after) in enumerate(script):
        if days and number:
            kept[today] = by_key(board(plan=office.plan, on=today).rows)
        today += timedelta(days=days)
        recorded_at = make.moment(today.year, today.month, today.day, 10 + number % 6)
        try:
            with transaction.atomic():
                office.act(name, which, period, recorded_at - timedelta(days=typed_after), recorded_at)
        except (Refused, BadInput):
            continue
    kept[today] = by_key(board(plan=office.plan, on=today).rows)
    return kept


A_MERGER_TYPED_LATE = [
    (0, "send", 0, "2024-Q1", 0),
    (5, "send", 1, "2024-Q1", 0),
    (4, "merge", 3, "2024", 9),
    (9, "send", 3, "2024", 2),
]
AN_ABSORPTION_TYPED_LATE = [
    (0, "send", 0, "2024-Q1", 0),
    (5, "send", 1, "2024-Q1", 0),
    (4, "absorb", 0, "2024", 9),
]
NOTHING_TYPED_LATE = [
    (0, "send", 0, "2024-Q1", 0),
    (2, "extend", 1, "2024-Q1", 0),
    (9, "exempt", 2, "2024-Q1", 0),
    (9, "late", 0, "2024-Q1", 0),
    (5, "nil", 4, "2024-Q1", 0),
]
AN_EXEMPTION_TAKEN_BACK_LATE = [
    (0, "exempt", 0, "2024-Q1", 0),
    (9, "revoke", 0, "2024-Q1", 2),
    (9, "late", 0, "2024-Q1", 0),
    (2, "exempt", 2, "2024", 9),
    (3, "revoke", 2, "2024", 2),
]
A_PLAN_CHANGED_LATE = [
    (0, "send", 0, "2024", 0),
    (3, "nil", 2, "2024-Q1", 2),
    (9, "amend", 0, "2024", 9),
    (9, "late", 1, "2024-Q1", 2),
]
A_READING_CHANGED_LATE = [
    (0, "send", 2, "2024", 0),
    (3, "send", 1, "2024", 0),
    (9, "amend", 1, "2024", 9),
]


@pytest.mark.slow
@given(script=acts)
@example(script=A_MERGER_TYPED_LATE)
@example(script=AN_ABSORPTION_TYPED_LATE)
@example(script=NOTHING_TYPED_LATE)
@example(script=AN_EXEMPTION_TAKEN_BACK_LATE)
@example(script=A_PLAN_CHANGED_LATE)
@example(script=A_READING_CHANGED_LATE)
@settings(
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_board_of_a_day_computed_later_differs_only_where_it_says_so(script, cast, plan, drafts):
    with transaction.atomic():
        kept = play(Office(cast, plan, drafts), script)
        for on, then in kept.items():
            now = by_key(board(plan=plan, on=on).rows)
            unmarked = {key for key, row in now.items() if not row.restated}
            changed = {key for key in unmarked & then.keys() if told(now[key]) != told(then[key])}
            assert changed == set()
            assert unmarked - then.keys() == set(), "rows that came to be known afterwards say so"
            assert then.keys() - now.keys() == set(), "rows that were ended afterwards stay and say so"
            if all(typed_after == 0 for *_, typed_after in script):
                assert now == then, "nothing was entered late, so nothing is marked and nothing differs"
        together = boards(plan=plan, days=list(kept))
        assert {on: by_key(told.rows) for on, told in together.items()} == {
            on: by_key(board(plan=plan, on=on).rows) for on in kept
        }, "the boards of several days, read at once, are those of each day"
        transaction.set_rollback(True)
