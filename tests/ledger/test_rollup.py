"""Counts by unit: as the units were, and rolled up to those of a day. Two ways to lay out the same dossiers."""

from datetime import date

import pytest

from neuguong.ledger.queries.rollup import rollup
from neuguong.org.models import Unit, UnitLineage
from tests import factories as make

BEFORE, AFTER = date(2024, 10, 31), date(2025, 8, 1)


def counted(found):
    return [(row.name, row.earlier, row.sent) for row in found.rows]


@pytest.fixture
def merged(office, cast):
    """Diên Thọ and Diên An sent one and two; on 01/11/2024 both became Diên Mới."""
    office.send(make.moment(2024, 3, 4))
    office.send(make.moment(2024, 3, 5), cast.dien_an)
    office.send(make.moment(2024, 3, 6), cast.dien_an, kind="collective")
    new = make.make_unit("moi", "Xã Diên Mới", parent=cast.district, valid_from=date(2024, 11, 1))
    for unit in (cast.dien_tho, cast.dien_an):
        Unit.objects.filter(pk=unit.pk).update(valid_to=date(2024, 11, 1))
        UnitLineage.objects.create(
            predecessor=unit, successor=new, kind="merged", act="NQ", effective_on=date(2024, 11, 1),
            recorded_at=make.moment(2024, 10, 1),
        )  # fmt: skip
    return {cast.dien_tho.pk, cast.dien_an.pk, new.pk}


def test_as_they_were_each_unit_keeps_its_own(merged, plan):
    for on in (BEFORE, AFTER):
        found = rollup(plan, on=on, year=2024, unit_ids=merged, today=False)
        assert counted(found) == [("Xã Diên An", (), 2), ("Xã Diên Thọ", (), 1)]
        assert found.total.sent == 3


def test_rolled_up_the_living_unit_has_what_its_predecessors_sent(merged, plan):
    found = rollup(plan, on=AFTER, year=2024, unit_ids=merged, today=True)
    assert counted(found) == [("Xã Diên Mới", ("Xã Diên An", "Xã Diên Thọ"), 3)]
    assert found.total.sent == 3
    before = rollup(plan, on=BEFORE, year=2024, unit_ids=merged, today=True)
    assert counted(before) == [("Xã Diên An", (), 2), ("Xã Diên Thọ", (), 1)]


def test_the_counts_cost_the_same_few_queries(merged, plan, django_assert_num_queries):
    with django_assert_num_queries(4):
        rollup(plan, on=AFTER, year=None, unit_ids=merged, today=True)
