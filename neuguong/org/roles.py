"""Roles as code: what each role may do at all. Where it may do it comes from memberships; whether now, from guards."""

from enum import StrEnum

from neuguong.org.enums import Role, Seat


class Permission(StrEnum):
    """What can be allowed. Stored nowhere, so names may grow."""

    SEE_DOSSIERS = "see_dossiers"
    PREPARE_NOMINATION = "prepare_nomination"
    SUBMIT_NOMINATION = "submit_nomination"
    SEND_RETURN = "send_return"
    RECOGNISE_IN_UNIT = "recognise_in_unit"
    VERIFY = "verify"
    ISSUE_PACKAGE = "issue_package"
    KEEP_LEDGER = "keep_ledger"  # extensions, exemptions, paper on behalf
    RECOGNISE_BY_COUNCIL = "recognise_by_council"
    SEE_BOARD = "see_board"
    READ_WEEK = "read_week"  # the leader's page of a week
    MANAGE_ACCOUNTS = "manage_accounts"
    MOVE_CLOCK = "move_clock"
    ISSUE_STANDARD = "issue_standard"
    ANSWER_OBSTACLE = "answer_obstacle"  # what the office hands over to be answered
    REORGANISE = "reorganise"  # record mergers, divisions, new names and ends of units
    APPRAISE_BUDGET = "appraise_budget"
    APPROVE_BUDGET = "approve_budget"
    ISSUE_UNIT_PLAN = "issue_unit_plan"  # the unit's own plan, and telling the staff
    WRITE_ARTICLE = "write_article"
    CLEAR_ARTICLE = "clear_article"
    PUBLISH_ARTICLE = "publish_article"  # put what was cleared on the public site, and take it off
    RECORD_PUBLICITY = "record_publicity"  # what ran where; the unit's outlets, speakers and events


P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.UNIT_OFFICER: frozenset(
        {P.SEE_DOSSIERS, P.PREPARE_NOMINATION, P.SEND_RETURN, P.SEE_BOARD, P.RECORD_PUBLICITY}
    ),
    Role.UNIT_HEAD: frozenset(
        {P.SEE_DOSSIERS, P.PREPARE_NOMINATION, P.SUBMIT_NOMINATION, P.SEND_RETURN, P.RECOGNISE_IN_UNIT, P.SEE_BOARD}
        | {P.ISSUE_STANDARD, P.ISSUE_UNIT_PLAN, P.RECORD_PUBLICITY}
    ),
    Role.EMULATION_OFFICE: frozenset(
        {P.SEE_DOSSIERS, P.READ_WEEK, P.VERIFY, P.ISSUE_PACKAGE, P.KEEP_LEDGER, P.SEE_BOARD, P.ANSWER_OBSTACLE}
        | {P.REORGANISE, P.RECORD_PUBLICITY, P.PUBLISH_ARTICLE}
    ),
    Role.COUNCIL_CHAIR: frozenset({P.SEE_DOSSIERS, P.READ_WEEK, P.RECOGNISE_BY_COUNCIL, P.SEE_BOARD}),
    Role.COUNCIL_DEPUTY: frozenset({P.SEE_DOSSIERS, P.SEE_BOARD}),
    Role.COUNCIL_MEMBER: frozenset({P.SEE_DOSSIERS, P.SEE_BOARD}),
    Role.COUNCIL_SECRETARY: frozenset({P.SEE_DOSSIERS, P.SEE_BOARD}),
    Role.BLOCK_HEAD: frozenset({P.SEE_BOARD}),
    Role.LEADER: frozenset({P.SEE_DOSSIERS, P.READ_WEEK, P.SEE_BOARD, P.ANSWER_OBSTACLE, P.APPROVE_BUDGET}),
    Role.FINANCE: frozenset({P.SEE_BOARD, P.ANSWER_OBSTACLE, P.APPRAISE_BUDGET}),
    Role.EDITOR: frozenset({P.SEE_BOARD, P.WRITE_ARTICLE, P.PUBLISH_ARTICLE, P.RECORD_PUBLICITY}),
    Role.CLEARANCE: frozenset({P.SEE_BOARD, P.CLEAR_ARTICLE}),
    Role.INSPECTOR: frozenset({P.SEE_DOSSIERS, P.SEE_BOARD}),
    Role.OBSERVER: frozenset({P.SEE_BOARD}),
    Role.TECHNICAL: frozenset({P.MANAGE_ACCOUNTS, P.MOVE_CLOCK, P.REORGANISE}),
}

SEAT_ROLE: dict[Seat, Role] = {
    Seat.CHAIR: Role.COUNCIL_CHAIR,
    Seat.DEPUTY: Role.COUNCIL_DEPUTY,
    Seat.MEMBER: Role.COUNCIL_MEMBER,
    Seat.SECRETARY: Role.COUNCIL_SECRETARY,
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that carry a permission."""
    return frozenset(role for role, grants in GRANTS.items() if permission in grants)


def roles_to_carry(role: str) -> tuple[str, ...]:
    """As what somebody may go on where their unit passes into another: as they were, or as an officer if that is less."""
    lower = GRANTS[Role.UNIT_OFFICER] < GRANTS[Role(role)]
    return (role, str(Role.UNIT_OFFICER)) if lower else (role,)
