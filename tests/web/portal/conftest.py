"""A register with people in it, and the reform that ends two communes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from neuguong.core.text import fold, slug, sort_key
from neuguong.exemplars.models import Exemplar, Nomination, Recognition, Subject
from neuguong.org.models import Unit, UnitLineage
from neuguong.programme.models import Plan, Sector
from tests import factories as make
from tests.conftest import Cast
from tests.factories import moment

Enter = Callable[..., Exemplar]
SENT = moment(2024, 5, 2)


@pytest.fixture(autouse=True)
def _the_day_is_10_march_2025() -> Iterator[None]:
    with time_machine.travel(moment(2025, 3, 10), tick=False):
        yield


@pytest.fixture
def kh(cast: Cast) -> Plan:
    """The district's plan."""
    return make.make_plan(cast.district)


def dossier_of(name: str, unit: Unit, plan: Plan, *, kind: str, sector: Sector) -> Nomination:
    """A recognised dossier, as rows only."""
    key = sort_key(name, person=kind == "individual")
    subject = Subject.objects.create(kind=kind, name=name, unit=unit, sort_key=key, search_text=fold(name))
    return Nomination.objects.create(
        number=f"HS-{subject.pk}",
        plan=plan,
        unit=unit,
        subject=subject,
        kind=kind,
        sector=sector,
        state="recognised",
        created_at=SENT,
        edited_at=SENT,
        round_code="2024-Q2",
        round_year=2024,
        sent_at=SENT,
        sent_recorded_at=SENT,
        search_text=fold(name),
        sort_key=key,
    )


@pytest.fixture
def enter(cast: Cast, kh: Plan) -> Enter:
    """Enters somebody into the register; by the unit unless `level` says otherwise."""

    def put(
        name: str = "Lê Văn Thuận",
        unit: Unit | None = None,
        *,
        sector: str = "nong-nghiep",
        kind: str = "individual",
        level: str = "unit",
        on: date = date(2024, 5, 20),
        plan: Plan | None = None,
    ) -> Exemplar:
        unit, plan = unit or cast.dien_tho, plan or kh
        field = Sector.objects.get(plan=plan, code=sector)
        dossier = dossier_of(name, unit, plan, kind=kind, sector=field)
        exemplar = Exemplar.objects.create(
            subject=dossier.subject,
            plan=plan,
            slug=f"{slug(name)}-{dossier.pk}",
            name=name,
            kind=kind,
            unit=unit,
            sector=field,
            year=on.year,
            level=level,
            recognised_on=on,
            search_text=fold(f"{name} {unit.name} {field.name}"),
            sort_key=sort_key(name, person=kind == "individual"),
        )
        by = {"unit": unit} if level == "unit" else {"council": cast.council, "meeting_number": "02/BB-HĐ"}
        Recognition.objects.create(
            exemplar=exemplar,
            nomination=dossier,
            level=level,
            document_number="415/QĐ-UBND",
            decided_on=on,
            meeting_on=on if level == "council" else None,
            recorded_at=moment(2024, 5, 21),
            **by,
        )
        return exemplar

    return put


@pytest.fixture
def merged(cast: Cast) -> Unit:
    """Diên Thọ becomes part of Xuân Thọ on 01/11/2024."""
    day = date(2024, 11, 1)
    new = make.make_unit("xuan-tho", "Xã Xuân Thọ", parent=cast.district, valid_from=day)
    Unit.objects.filter(pk=cast.dien_tho.pk).update(valid_to=day)
    UnitLineage.objects.create(
        predecessor=cast.dien_tho,
        successor=new,
        kind="merged",
        act="Nghị quyết 1196/NQ-UBTVQH15",
        effective_on=day,
        recorded_at=moment(2024, 10, 1),
    )
    return new


@pytest.fixture
def visitor() -> Client:
    """Somebody from the street."""
    return Client()
