"""What each role may do at all, compared whole; a change here is a change of the office's order of work."""

from neuguong.org.enums import Role, Seat
from neuguong.org.roles import GRANTS, SEAT_ROLE, Permission, roles_with

COLUMNS = [
    "see_dossiers",
    "prepare_nomination",
    "submit_nomination",
    "send_return",
    "recognise_in_unit",
    "verify",
    "issue_package",
    "keep_ledger",
    "recognise_by_council",
    "see_board",
    "read_week",
    "manage_accounts",
    "move_clock",
    "issue_standard",
    "answer_obstacle",
    "reorganise",
    "appraise_budget",
    "approve_budget",
    "issue_unit_plan",
    "write_article",
    "clear_article",
    "publish_article",
    "record_publicity",
]

MATRIX = """
unit_officer       x x . x . . . . . x . . . . . . . . . . . . x
unit_head          x x x x x . . . . x . . . x . . . . x . . . x
emulation_office   x . . . . x x x . x x . . . x x . . . . . x x
council_chair      x . . . . . . . x x x . . . . . . . . . . . .
council_deputy     x . . . . . . . . x . . . . . . . . . . . . .
council_member     x . . . . . . . . x . . . . . . . . . . . . .
council_secretary  x . . . . . . . . x . . . . . . . . . . . . .
block_head         . . . . . . . . . x . . . . . . . . . . . . .
leader             x . . . . . . . . x x . . . x . . x . . . . .
finance            . . . . . . . . . x . . . . x . x . . . . . .
editor             . . . . . . . . . x . . . . . . . . . x . x x
clearance          . . . . . . . . . x . . . . . . . . . . x . .
inspector          x . . . . . . . . x . . . . . . . . . . . . .
observer           . . . . . . . . . x . . . . . . . . . . . . .
technical          . . . . . . . . . . . x x . . x . . . . . . .
"""


def table() -> dict[str, set[str]]:
    rows = (line.split() for line in MATRIX.strip().splitlines())
    return {role: {column for column, mark in zip(COLUMNS, marks, strict=True) if mark == "x"} for role, *marks in rows}


def test_each_role_may_do_this_and_no_more():
    assert {role.value: {p.value for p in grants} for role, grants in GRANTS.items()} == table()


def test_every_role_and_every_permission_is_in_the_table():
    assert set(GRANTS) == set(Role)
    assert set(COLUMNS) == {p.value for p in Permission}


def test_no_single_role_both_prepares_and_verifies():
    assert roles_with(Permission.PREPARE_NOMINATION) & roles_with(Permission.VERIFY) == frozenset()


def test_the_technical_administrator_sees_no_dossier_and_no_board():
    assert GRANTS[Role.TECHNICAL] & {Permission.SEE_DOSSIERS, Permission.SEE_BOARD} == frozenset()


def test_each_seat_of_the_council_has_a_role():
    assert set(SEAT_ROLE) == set(Seat)
