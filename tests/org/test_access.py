"""Who reaches which unit on which day: subtree, delegation, merger, and the lives behind one code."""

from datetime import date
from pathlib import Path

import pytest

from neuguong.org.enums import Basis, LineageKind, Role
from neuguong.org.models import Unit, UnitLineage
from neuguong.org.operations.units import load_units
from neuguong.org.queries.access import can, grants_of, holders, in_charge, predecessors_of, scope_of
from neuguong.org.roles import Permission
from tests import factories as make

FILE = Path(__file__).parents[2] / "neuguong" / "org" / "data" / "dien-khanh.toml"
DAY = date(2025, 3, 10)
BEFORE, AFTER = date(2024, 10, 31), date(2024, 11, 1)
SEE, PREPARE = Permission.SEE_DOSSIERS, Permission.PREPARE_NOMINATION


@pytest.fixture
def register(db) -> dict[str, Unit]:
    load_units(text=FILE.read_text(encoding="utf-8"), by=make.JOB, at=make.moment(2023, 4, 11))
    return {unit.ref: unit for unit in Unit.objects.all()}


def reached(account, permission, on, *, inherited=False) -> set[str]:
    scope = scope_of(account.pk, permission, on=on, inherited=inherited)
    return set(Unit.objects.filter(scope.q("pk")).values_list("ref", flat=True))


def test_an_officer_reaches_the_own_unit_only(cast):
    assert reached(cast.author, PREPARE, DAY) == {"dien-tho"}


def test_the_office_reaches_everything_below_the_district(cast):
    assert reached(cast.office, Permission.VERIFY, DAY) == {"ubnd-dien-khanh", "dien-tho", "dien-an", "phong-y-te"}


def test_a_seat_in_the_council_reaches_what_is_below_its_unit(cast):
    assert reached(cast.chair, Permission.RECOGNISE_BY_COUNCIL, DAY) == reached(cast.office, Permission.VERIFY, DAY)
    assert reached(cast.secretary, Permission.RECOGNISE_BY_COUNCIL, DAY) == set()


def test_the_technical_administrator_reaches_no_dossier(cast):
    assert reached(cast.admin, SEE, DAY) == set()
    assert len(reached(cast.admin, Permission.MANAGE_ACCOUNTS, DAY)) == 4


def test_somebody_without_a_role_reaches_nothing(cast):
    assert {p for p in Permission if reached(cast.stranger, p, DAY)} == set()


def test_a_locked_account_is_nothing_anywhere(cast):
    cast.author.is_active = False
    cast.author.save()
    assert grants_of(cast.author.pk, on=DAY) == ()
    assert cast.author not in holders(PREPARE, unit=cast.dien_tho, on=DAY)


def test_who_may_is_the_same_question_asked_from_the_unit(cast):
    everybody = [value for value in vars(cast).values() if hasattr(value, "username")]
    for permission in Permission:
        for unit in (cast.dien_tho, cast.dien_an, cast.health, cast.district):
            able = {account for account in everybody if can(account.pk, permission, unit=unit, on=DAY)}
            assert set(holders(permission, unit=unit, on=DAY)) == able


def test_a_level_above_is_told_only_where_nobody_nearer_is_in_charge(register):
    own, above = make.make_account("own", "Phạm Minh Đức"), make.make_account("above", "Đinh Thị Lý")
    role = make.give_role(own, Role.EMULATION_OFFICE, register["ubnd-dien-khanh"], subtree=True)
    make.give_role(above, Role.EMULATION_OFFICE, register["ubnd-khanh-hoa"], subtree=True)
    asked = {"unit": register["dien-tho"], "on": DAY}
    assert holders(Permission.KEEP_LEDGER, **asked) == [own, above]
    assert in_charge(Permission.KEEP_LEDGER, **asked) == [own]
    role.delete()
    assert in_charge(Permission.KEEP_LEDGER, **asked) == [above]


def test_a_delegation_ends_by_itself_after_its_last_day(cast):
    last = date(2025, 3, 14)
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head, valid_to=last,
    )  # fmt: skip
    assert can(cast.author.pk, Permission.SUBMIT_NOMINATION, unit=cast.dien_tho, on=last)
    assert not can(cast.author.pk, Permission.SUBMIT_NOMINATION, unit=cast.dien_tho, on=date(2025, 3, 15))


def test_a_delegation_stops_when_the_account_of_who_gave_it_is_locked(cast):
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        valid_to=date(2025, 12, 31),
    )  # fmt: skip
    cast.head.is_active = False
    cast.head.save()
    assert not can(cast.author.pk, Permission.SUBMIT_NOMINATION, unit=cast.dien_tho, on=DAY)
    assert holders(Permission.SUBMIT_NOMINATION, unit=cast.dien_tho, on=DAY) == []


def test_an_officer_of_a_merged_commune_carries_on_what_both_predecessors_left(register):
    officer = make.make_account("can-bo", "Lê Thị Mừng")
    make.give_role(officer, Role.UNIT_OFFICER, register["xuan-dong"])
    assert reached(officer, SEE, AFTER, inherited=True) == {"xuan-dong", "dien-dong", "dien-xuan"}
    assert reached(officer, PREPARE, AFTER) == {"xuan-dong", "dien-dong", "dien-xuan"}
    assert officer in holders(PREPARE, unit=register["dien-dong"], on=AFTER)


def test_before_the_merger_its_successor_reads_nothing_of_theirs(register):
    officer = make.make_account("can-bo", "Lê Thị Mừng")
    make.give_role(officer, Role.UNIT_OFFICER, register["xuan-dong"])
    assert reached(officer, SEE, BEFORE, inherited=True) == {"xuan-dong"}


def test_two_reforms_are_followed_back_to_the_first_life(register):
    back = predecessors_of([register["dien-lam-2025"].pk], on=date(2025, 8, 1))
    refs = {unit.ref for unit in register.values() if unit.pk in back}
    assert {"xuan-dong", "dien-lam", "dien-dong", "dien-xuan"} <= refs
    assert refs - {"xuan-dong", "dien-lam", "dien-dong", "dien-xuan"} == {"ubnd-dien-khanh"}


def test_who_took_over_a_part_of_the_district_does_not_read_the_other_communes(register):
    leader = make.make_account("lanh-dao", "Võ Văn Tạ")
    make.give_role(leader, Role.LEADER, register["dien-lam-2025"], subtree=True)
    seen = reached(leader, SEE, date(2025, 8, 1), inherited=True)
    assert seen & {"dien-an", "dien-tho", "suoi-tien"} == set()
    assert {"dien-lam", "xuan-dong", "dien-dong", "dien-xuan"} <= seen


def test_the_province_carries_on_what_the_district_left_to_nobody_else(register):
    office = make.make_account("so-noi-vu", "Phạm Văn Sở")
    make.give_role(office, Role.EMULATION_OFFICE, register["ubnd-khanh-hoa-2025"], subtree=True)
    day = date(2025, 8, 1)
    for ref in ("dien-an", "dien-lam-2025", "phong-noi-vu", "ubnd-dien-khanh"):
        assert can(office.pk, Permission.VERIFY, unit=register[ref], on=day), ref
        assert office in holders(Permission.VERIFY, unit=register[ref], on=day), ref
    assert not can(office.pk, Permission.VERIFY, unit=register["dien-an"], on=date(2025, 6, 30))
    assert holders(Permission.VERIFY, unit=register["dien-an"], on=date(2025, 6, 30)) == []


def test_code_22660_names_three_communes_that_never_see_each_others_papers_by_code(register):
    lives = ["dien-xuan", "xuan-dong", "dien-lam-2025"]
    people = {}
    for ref in lives:
        people[ref] = make.make_account(f"can-bo-{ref}", "Trần Văn Một")
        make.give_role(people[ref], Role.UNIT_OFFICER, register[ref])
    assert {unit.ref for unit in register.values() if unit.official_code == "22660"} == set(lives)
    assert {ref: reached(people[ref], PREPARE, DAY) for ref in lives} == {
        "dien-xuan": {"dien-xuan"},
        "xuan-dong": {"dien-dong", "dien-xuan", "xuan-dong"},  # by its descent, not by the code
        "dien-lam-2025": {"dien-lam-2025"},  # its day has not come
    }
    assert reached(people["dien-xuan"], SEE, DAY, inherited=True) == {"dien-xuan"}
    for day, living in ((BEFORE, "dien-xuan"), (AFTER, "xuan-dong"), (date(2025, 7, 1), "dien-lam-2025")):
        assert [u.ref for u in Unit.objects.on(day).filter(official_code="22660")] == [living]
    assert not UnitLineage.objects.filter(
        predecessor=register["dien-lam"], successor=register["xuan-dong"], kind=LineageKind.MERGED
    ).exists()
