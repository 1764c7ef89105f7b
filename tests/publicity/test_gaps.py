"""Who is little told of: by sector, unit, women, direct workers; and those of whom nobody has told."""

from datetime import date

import pytest

from neuguong.exemplars.models import Exemplar, Nomination
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.publicity.operations.broadcasts import withdraw_broadcast
from neuguong.publicity.queries.channels import units_of_gaps
from neuguong.publicity.queries.gaps import gaps, gaps_workbook
from tests import factories as make
from tests.core.papers.reading import cells
from tests.exemplars.conftest import in_state
from tests.factories import actor
from tests.publicity.running import TODAY, ran


def lines(group) -> dict[str, tuple[int, int, int, int]]:
    return {one.name: (one.recognised, one.told, one.never, one.times) for one in group if one.recognised}


@pytest.mark.clause("III.2.1.c")
def test_each_group_says_how_many_were_told_of(cast, plan, radio, farmer):
    other = plan.sectors.order_by("-pk").first()
    woman = make.make_exemplar(cast.dien_an, plan, "Trần Thị Mận", form_of_address="Bà", sector=other)
    team = make.make_exemplar(cast.dien_an, plan, "Chi hội Nông dân", kind="collective", sector=other)
    for _ in range(2):
        ran(radio, cast.author, farmer)
    found = gaps(plan)
    first = plan.sectors.order_by("pk").first()
    assert (found.total.recognised, found.total.told, found.total.times) == (3, 1, 2)
    assert lines(found.sectors) == {first.name: (1, 1, 0, 2), other.name: (2, 0, 2, 0)}
    assert len(found.sectors) == plan.sectors.count()  # sectors without anybody are a gap, too
    assert lines(found.units) == {"Xã Diên An": (2, 0, 2, 0), "Xã Diên Thọ": (1, 1, 0, 2)}
    assert lines(found.sexes) == {"Nữ": (1, 0, 1, 0), "Danh xưng khác hoặc chưa rõ": (1, 1, 0, 2)}
    assert [one.name for one in found.never] == [team.name, woman.name]
    assert {one.name for one in found.units if one.is_gap} == {"Xã Diên An"}
    assert lines(gaps(plan, unit_ids=[cast.dien_an.pk]).units) == {"Xã Diên An": (2, 0, 2, 0)}


def test_direct_workers_are_those_whose_dossier_says_so(cast, plan):
    nomination = in_state("recognised", cast, plan, sector="agriculture", labour="direct")
    assert Nomination.objects.get(pk=nomination.pk).labour == "direct"
    found = lines(gaps(plan).labour)
    assert found == {"Trực tiếp lao động, sản xuất, công tác": (1, 0, 1, 0)}


def test_what_was_taken_back_or_ran_without_consent_told_nobody(cast, plan, radio, farmer, shy):
    one = ran(radio, cast.author, farmer)
    withdraw_broadcast(broadcast=one, reason="Nhầm", by=actor(cast.author), at=TODAY)
    ran(radio, cast.author, shy, despite=True)
    assert gaps(plan).total.told == 0


def test_who_is_withheld_is_in_no_list(cast, plan, farmer):
    withhold_exemplar(exemplar=farmer, reason="Công an", by=actor(cast.office), at=TODAY)
    assert gaps(plan).never == ()


def test_a_unit_sees_its_own_and_the_office_all(cast, plan):
    seen = {who: set(units_of_gaps(cast[who].pk, TODAY.date())) for who in ("author", "leader")}
    assert seen == {"author": {cast.dien_tho.pk}, "leader": set()}
    assert {cast.dien_an.pk, cast.dien_tho.pk} < set(units_of_gaps(cast.office.pk, TODAY.date()))


def test_the_spreadsheet_holds_the_same_tables(cast, plan, radio, farmer):
    make.make_exemplar(cast.dien_an, plan, "Trần Thị Mận")
    ran(radio, cast.author, farmer)
    book = gaps_workbook(gaps(plan), plan, on=date(2025, 3, 10), made_at=TODAY)
    never = set(cells(book, 5).values())
    assert "'Trần Thị Mận'" in never
    assert f"'{farmer.name}'" not in never
    assert {"'Xã Diên An'", "'Xã Diên Thọ'"} < set(cells(book, 2).values())


def test_it_costs_the_same_for_one_and_for_three(cast, plan, farmer, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(4):
            gaps(plan)
        for name in ("Một", "Hai"):
            make.make_exemplar(cast.dien_tho, plan, f"{name} {Exemplar.objects.count()}")
