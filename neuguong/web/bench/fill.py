"""Fills a scratch database with a province: units, dossiers, register, ledger. Bulk rows, not operations."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from neuguong.core.actor import Actor
from neuguong.core.clock import start_demo_clock
from neuguong.core.text import fold, sort_key
from neuguong.exemplars.models import Exemplar, Nomination, Recognition, Subject
from neuguong.ledger.models import Package, PackageItem
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.org.enums import Role, UnitKind
from neuguong.org.models import Account, Membership, Unit, UnitAncestor
from neuguong.programme.models import Plan, Sector
from neuguong.programme.operations.plans import load_plan

JOB = Actor.system("bench")
START = datetime(2023, 4, 11, 2, tzinfo=UTC)
NOW = datetime(2025, 3, 10, 2, tzinfo=UTC)
PLAN_FILE = Path(__file__).parents[2] / "programme" / "data" / "ke-hoach-87.toml"
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ", "Bùi", "Đỗ", "Hồ")
MIDDLE = ("Văn", "Thị", "Quang", "Minh", "Thu", "Đức", "Ngọc", "Xuân")
GIVEN = ("Hà", "Đào", "Hường", "Thuận", "Ấn", "Yến", "Đạt", "Dũng", "Lành", "Khải", "Mận", "Phước", "Ân", "Sơn")
WORDS = (
    "hiến đất",
    "nuôi bò",
    "tủ sách",
    "tổ hòa giải",
    "vườn rau sạch",
    "khuyến học",
    "tuần tra",
    "khám bệnh",
    "tưới nước",
)
ROUNDS = ("2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a province."""

    units: int
    per_district: int
    nominations: int


FULL = Size(units=10_000, per_district=60, nominations=500_000)
SMALL = Size(units=300, per_district=60, nominations=6_000)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: the plan, an official who sees everything, one district."""

    plan: Plan
    official: Account
    district: Unit
    district_official: Account
    unit: Unit


def fill(size: Size) -> Filled:
    """Make the province with two years behind it. Repeatable: the same size gives the same rows."""
    rng = random.Random(87)  # noqa: S311  not for secrets
    filled, units = province(size, rng)
    generate_obligations(plan=filled.plan, until=date(2025, 12, 31), by=JOB, at=START)
    _dossiers(size, filled.plan, units, filled.official, rng)
    _packages(filled.plan, filled.official)
    start_demo_clock(at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return filled


def province(size: Size, rng: random.Random) -> tuple[Filled, list[Unit]]:
    """Units, two officials and the plan; nothing owed yet."""
    top = _unit("ubnd-dien-khanh", "Ủy ban nhân dân cấp trên", UnitKind.STATE_COMMITTEE, None)
    bulk(Unit, [top])
    districts = [
        _unit(f"d{n}", f"Vùng {n}", UnitKind.STATE_COMMITTEE, top) for n in range(size.units // size.per_district + 1)
    ]
    bulk(Unit, districts)
    units = [
        _unit(f"u{n}", f"Xã {rng.choice(GIVEN)} {n}", UnitKind.COMMUNE, districts[n // size.per_district])
        for n in range(size.units)
    ]
    bulk(Unit, units)
    _ancestry(top, districts, units)
    official, district_official = _official("bench", top), _official("bench-district", districts[0])
    plan = load_plan(text=PLAN_FILE.read_text(encoding="utf-8"), by=JOB, at=START).plan
    return Filled(plan, official, districts[0], district_official, units[0]), units


def _official(username: str, unit: Unit) -> Account:
    """Somebody of the office of `unit` who sees everything below it."""
    account = Account(username=username, full_name="Phạm Minh Đức", created_at=START, sort_key="")
    account.set_unusable_password()
    account.save()
    Membership.objects.create(
        account=account,
        unit=unit,
        role=Role.EMULATION_OFFICE,
        subtree=True,
        valid_from=date(2000, 1, 1),
        recorded_at=START,
    )
    return account


def _unit(ref: str, name: str, kind: str, parent: Unit | None) -> Unit:
    return Unit(
        ref=ref, kind=kind, name=name, short_name=name, parent=parent, official_code=ref, valid_from=date(2000, 1, 1),
        sort_key=sort_key(name), search_text=fold(name),
    )  # fmt: skip


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Rows in lists of `size` (itertools has this only from Python 3.12 on)."""
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def bulk(model: Any, rows: Iterable[Any]) -> None:
    """Store many rows in transactions of a few thousand."""
    for part in batched(rows, 5_000):
        with transaction.atomic():
            model.objects.bulk_create(part, batch_size=500)


def _ancestry(top: Unit, districts: list[Unit], units: list[Unit]) -> None:
    rows = [UnitAncestor(unit=top, ancestor=top, depth=0)]
    for district in districts:
        rows += [
            UnitAncestor(unit=district, ancestor=district, depth=0),
            UnitAncestor(unit=district, ancestor=top, depth=1),
        ]
    for unit in units:
        rows += [
            UnitAncestor(unit=unit, ancestor=unit, depth=0),
            UnitAncestor(unit=unit, ancestor_id=unit.parent_id, depth=1),
            UnitAncestor(unit=unit, ancestor=top, depth=2),
        ]
    bulk(UnitAncestor, rows)


def _dossiers(size: Size, plan: Plan, units: list[Unit], official: Account, rng: random.Random) -> None:
    sectors = list(Sector.objects.filter(plan=plan))
    subjects = [_subject(n, units[n % len(units)], rng) for n in range(size.nominations)]
    bulk(Subject, subjects)
    bulk(Nomination, _nominations(plan, subjects, sectors, official, rng))
    recognised = Nomination.objects.filter(state="recognised").select_related("subject").iterator(chunk_size=5_000)
    for part in batched(recognised, 5_000):
        exemplars = [_exemplar(nomination) for nomination in part]
        bulk(Exemplar, exemplars)
        bulk(Recognition, [_recognition(e, n, official) for e, n in zip(exemplars, part, strict=True)])


def _subject(n: int, unit: Unit, rng: random.Random) -> Subject:
    kind = rng.choices(("individual", "collective", "household"), (6, 3, 1))[0]
    person = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    name = {"individual": person, "collective": f"Tổ tự quản {n}", "household": f"Hộ ông {person}"}[kind]
    return Subject(kind=kind, name=name, unit=unit, sort_key=sort_key(name, person=True), search_text=fold(name))


def _nominations(
    plan: Plan, subjects: list[Subject], sectors: list[Sector], official: Account, rng: random.Random
) -> Iterator[Nomination]:
    for n, subject in enumerate(subjects):
        state = rng.choices(
            ("draft", "submitted", "returned", "verified", "declined", "recognised", "withdrawn"),
            (6, 8, 4, 30, 5, 45, 2),
        )[0]
        round_code = rng.choice(ROUNDS)
        year, quarter = int(round_code[:4]), int(round_code[-1])
        sent = datetime(year, quarter * 3, rng.randint(1, 14), 3, tzinfo=UTC) - timedelta(days=rng.randint(0, 50))
        was_sent = state not in ("draft", "withdrawn")
        story = f"{subject.name} {rng.choice(WORDS)} {rng.randint(2, 900)} m², {rng.choice(WORDS)} cho {rng.randint(2, 90)} hộ."
        yield Nomination(
            number=f"HS-{year}-{n:06d}", plan=plan, unit_id=subject.unit_id, subject=subject, kind=subject.kind,
            sector=rng.choice(sectors), achievement_summary=story, state=state, created_by=official, created_at=sent,
            edited_at=sent + timedelta(minutes=n % 997), search_text=fold(f"{subject.name} {story} HS-{year}-{n:06d}"),
            sort_key=subject.sort_key,
            round_code=round_code if was_sent else "", round_year=year if was_sent else None,
            sent_at=sent if was_sent else None, sent_recorded_at=sent if was_sent else None,
            on_time=True if was_sent else None,
            verified_at=sent if state in ("verified", "recognised") else None,
            verified_recorded_at=sent if state in ("verified", "recognised") else None,
            closed_at=sent if state in ("declined", "withdrawn") else None,
            closed_recorded_at=sent if state in ("declined", "withdrawn") else None,
            recognised_at=sent if state == "recognised" else None,
            recognised_recorded_at=sent if state == "recognised" else None,
        )  # fmt: skip


def _packages(plan: Plan, official: Account) -> None:
    """Every closed round went up, as any office sees to: only the open round waits."""
    for turn, code in enumerate(ROUNDS[:-1], start=1):
        issued_at = datetime(int(code[:4]), int(code[-1]) * 3, 20, 3, tzinfo=UTC)
        package = Package.objects.create(
            plan=plan, round_code=code, running_number=f"{turn:02d}", counts=[], units_table=[], issued_by=official,
            issued_at=issued_at, recorded_at=issued_at,
        )  # fmt: skip
        taken = Nomination.objects.filter(plan=plan, round_code=code, verified_at__isnull=False, closed_at=None)
        rows = taken.values_list("pk", "unit_id", "kind").iterator(chunk_size=5_000)
        bulk(
            PackageItem,
            (
                PackageItem(package=package, nomination_id=pk, unit_id=unit, kind=kind, position=n, line={})
                for n, (pk, unit, kind) in enumerate(rows, start=1)
            ),
        )
        taken.update(first_packaged_at=issued_at)


def _exemplar(nomination: Nomination) -> Exemplar:
    day = nomination.recognised_at.date()  # type: ignore[union-attr]  recognised ones have it
    return Exemplar(
        subject_id=nomination.subject_id, plan_id=nomination.plan_id, slug=f"guong-{nomination.pk}",
        name=nomination.subject.name, kind=nomination.kind, unit_id=nomination.unit_id, sector_id=nomination.sector_id,
        year=day.year, level="council" if nomination.pk % 3 else "unit", recognised_on=day,
        search_text=nomination.subject.search_text, sort_key=nomination.sort_key,
    )  # fmt: skip


def _recognition(exemplar: Exemplar, nomination: Nomination, official: Account) -> Recognition:
    return Recognition(
        exemplar=exemplar, nomination=nomination, level="unit", unit_id=nomination.unit_id, document_number="01/QĐ",
        decided_on=exemplar.recognised_on, decided_by=official, recorded_at=NOW,
    )  # fmt: skip
