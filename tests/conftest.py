"""One cast of people for the whole suite, in a small district."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from neuguong.core import immutable
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.org.enums import Role, UnitKind
from neuguong.org.models import Account, Block, Council, Unit
from neuguong.programme.models import Plan
from neuguong.programme.operations.plans import load_plan
from tests import factories as make

MIGRATED = os.environ.get("NEUGUONG_MIGRATED", "")
hypothesis_settings.register_profile("office", deadline=None)  # a wall clock fails on a busy machine and tells nothing
hypothesis_settings.load_profile("office")
DATABASE = {"db", "transactional_db", "live_server"}
PLAN_87 = Path(__file__).parents[1] / "neuguong" / "programme" / "data" / "ke-hoach-87.toml"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reaches the database. pytest-django keeps every other test from it, so a second database tells nothing new."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """A database copied from the run's migrated one is there already; the whole folder goes with the run."""
    return django_db_keepdb or bool(MIGRATED)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process begins with a copy of the database that scripts/run_tests.py has migrated once."""
    if MIGRATED and connection.vendor == "sqlite":
        shutil.copyfile(MIGRATED, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests_is_allowed() -> Iterator[None]:
    """A test with real transactions ends by emptying every table; only there the never-changing ones give way."""
    empty = TransactionTestCase._fixture_teardown

    def empty_all(self: TransactionTestCase) -> None:
        with immutable.lifted(connection):
            empty(self)

    TransactionTestCase._fixture_teardown = empty_all
    yield
    TransactionTestCase._fixture_teardown = empty


@dataclass(frozen=True)
class Cast:
    """Who is who: `author` writes for Diên Thọ, `head` sends, `neighbour` writes for Diên An, and so on."""

    district: Unit
    dien_tho: Unit
    dien_an: Unit
    health: Unit
    block: Block
    author: Account
    head: Account
    neighbour: Account
    neighbour_head: Account
    health_officer: Account
    office: Account
    office_second: Account
    chair: Account
    secretary: Account
    leader: Account
    admin: Account
    stranger: Account
    council: Council

    def __getitem__(self, name: str) -> Account:
        """The account with this part."""
        return getattr(self, name)


@pytest.fixture
def cast(db: None) -> Cast:
    """A district with two communes, one office in a block, and everybody who moves a dossier."""
    district = make.make_unit("ubnd-dien-khanh", "UBND huyện Diên Khánh", kind=UnitKind.STATE_COMMITTEE)
    dien_tho = make.make_unit("dien-tho", "Xã Diên Thọ", parent=district, code="22672")
    dien_an = make.make_unit("dien-an", "Xã Diên An", parent=district, code="22693")
    health = make.make_unit("phong-y-te", "Phòng Y tế", kind=UnitKind.AGENCY, parent=district)
    people = SimpleNamespace(
        author=make.make_account("author", "Nguyễn Thu Hà"),
        head=make.make_account("head", "Võ Thành Nhân"),
        neighbour=make.make_account("neighbour", "Trần Thị Đào"),
        neighbour_head=make.make_account("neighbour_head", "Lê Quang Ân"),
        health_officer=make.make_account("health_officer", "Đặng Quốc Huy"),
        office=make.make_account("office", "Phạm Minh Đức"),
        office_second=make.make_account("office_second", "Hồ Thị Ngọc"),
        chair=make.make_account("chair", "Bùi Văn Ấn"),
        secretary=make.make_account("secretary", "Đỗ Mai Ly"),
        leader=make.make_account("leader", "Cao Thị Yến"),
        admin=make.make_account("admin", "Tạ Công Sơn"),
        stranger=make.make_account("stranger", "Mai Xuân Lạ"),
    )
    make.give_role(people.author, Role.UNIT_OFFICER, dien_tho)
    make.give_role(people.head, Role.UNIT_HEAD, dien_tho)
    make.give_role(people.neighbour, Role.UNIT_OFFICER, dien_an)
    make.give_role(people.neighbour_head, Role.UNIT_HEAD, dien_an)
    make.give_role(people.health_officer, Role.UNIT_OFFICER, health)
    make.give_role(people.office, Role.EMULATION_OFFICE, district, subtree=True)
    make.give_role(people.office_second, Role.EMULATION_OFFICE, district, subtree=True)
    make.give_role(people.leader, Role.LEADER, district, subtree=True)
    make.give_role(people.admin, Role.TECHNICAL, district, subtree=True)
    council = make.make_council(district, chair=people.chair, secretary=people.secretary)
    block = make.make_block("Khối quản lý nhà nước", district, health)
    return Cast(
        district=district,
        dien_tho=dien_tho,
        dien_an=dien_an,
        health=health,
        block=block,
        council=council,
        **vars(people),
    )


@pytest.fixture
def asking_plan(cast: Cast) -> Plan:
    """A plan like a province's: as Plan 87, and ten working days for comments before the Council recognises."""
    text = PLAN_87.read_text(encoding="utf-8").replace("objection_working_days = 0", "objection_working_days = 10")
    return load_plan(text=text, by=make.JOB, at=make.moment(2023, 4, 11)).plan


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """Plan 87 in the cast's district, loaded on the day it was signed, with everything it asks for until its end."""
    signed = make.moment(2023, 4, 11)
    plan = load_plan(text=PLAN_87.read_text(encoding="utf-8"), by=make.JOB, at=signed).plan
    generate_obligations(plan=plan, until=date(2025, 12, 31), by=make.JOB, at=signed)
    return plan
