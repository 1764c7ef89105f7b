"""The figures of reports are the board's, added up; shares are computed; a merged unit is counted once."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.ledger.operations.activities import Done
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.figures import NO_SHARE, plan_figures
from neuguong.org.models import Unit
from tests import factories as make
from tests.ledger.test_activities import recorded
from tests.ledger.test_generation import generate, merge

SINCE, UNTIL = date(2023, 1, 1), date(2024, 6, 30)
EVENT = Done("Gặp mặt", date(2023, 11, 20), "in_person")


def figures(office, until=UNTIL, **chosen):
    return plan_figures(plan=office.plan, since=SINCE, until=until, **chosen)


@pytest.fixture
def lived(office, cast):
    """A year and a half of two communes: on time, late, nil, recognised, an event, a standard."""
    for month, kind in ((2, "individual"), (3, "collective"), (5, "household")):
        office.send(make.moment(2024, month, 10), kind=kind)
    office.send(make.moment(2023, 6, 10), cast.dien_an)
    office.send(make.moment(2023, 12, 20), cast.dien_an)  # after the year's last cut-off: of 2024
    send_nil_return(
        obligation=office.obligation("2023-Q3"), reason="Chưa có.", by=make.actor(cast.head), at=make.moment(2023, 9, 1)
    )
    recorded(office, period="2023", done=EVENT, at=make.moment(2023, 11, 21))
    make.issued_standard(cast.dien_tho, office.plan, cast.head, "Thu nhập", at=make.moment(2023, 7, 1))
    return office


def test_totals_are_the_boards_rows_added_up(lived):
    rows = board(plan=lived.plan, on=UNTIL).rows
    quotas = [row for row in rows if row.duty_kind == "quota" and row.year <= 2024]
    asked = [row for row in quotas if row.state == "met" or row.last_day <= UNTIL]  # what still runs is left open
    returns = [row for row in rows if row.duty_kind == "return" and row.last_day <= UNTIL]
    states = Counter(str(row.state) for row in returns)
    total = figures(lived).total.counts
    assert {code: total[code] for code in total if code.startswith(("introduced", "quota", "returns", "verified"))} == {
        "introduced": sum(row.collectives + row.individuals + row.households for row in quotas),
        "introduced_collective": sum(row.collectives for row in quotas),
        "introduced_individual": sum(row.individuals for row in quotas),
        "introduced_household": sum(row.households for row in quotas),
        "verified": sum(row.accepted for row in quotas),
        "quota_owed": len(asked),
        "quota_required": sum(row.required for row in asked),
        "quota_done": sum(row.sent for row in asked),
        "quota_met": sum(row.state == "met" for row in asked),
        "returns_owed": len(returns),
        "returns_on_time": states["met"],
        "returns_nil": states["nil"],
        "returns_late": states["late"],
        "returns_missing": states["overdue"],
    }
    assert (total["introduced"], total["returns_nil"], total["events"], total["own_standard_done"]) == (5, 1, 1, 1)


def test_units_and_sectors_add_up_to_the_total(lived):
    found = figures(lived)
    added = sum((Counter(one.counts) for one in found.units.values()), Counter())
    assert {code: added[code] for code in found.total.counts} == dict(found.total.counts)
    assert sum(sum(line.introduced.values()) for line in found.sectors) == found.total.counts["introduced"]
    assert len(found.sectors) == 14


def test_one_units_figures_are_those_it_has_among_all(lived, cast):
    alone = figures(lived, unit_ids=[cast.dien_tho.pk])
    assert alone.total.counts == figures(lived).units[cast.dien_tho.pk].counts


def test_shares_are_computed_with_one_decimal_and_a_dash_where_nothing_is_owed(lived, cast):
    total = figures(lived).total
    owed, done = total.counts["own_standard_owed"], total.counts["own_standard_done"]
    assert (owed, done, total.text("own_standard_share")) == (3, 1, "33,3%")
    nobody = plan_figures(plan=lived.plan, since=SINCE, until=date(2023, 1, 2))
    assert (nobody.total.value("returns_in_time_share"), nobody.total.text("returns_in_time_share")) == (None, NO_SHARE)


def test_the_first_day_of_any_fact_is_told_and_nothing_before_it(lived):
    assert figures(lived).data_since == date(2023, 6, 10)
    assert plan_figures(plan=lived.plan, since=date(2021, 1, 1), until=date(2022, 1, 1)).total.counts["introduced"] == 0


def test_the_recognised_are_counted_once_at_the_highest_level(office, cast):
    dossier = office.send(make.moment(2024, 2, 1))
    verify_nomination(nomination=dossier, by=make.actor(cast.office), at=make.moment(2024, 2, 5))
    recognise_in_unit(
        nomination=dossier, document_number="05/QĐ", decided_on=date(2024, 4, 1), by=make.actor(cast.head),
        at=make.moment(2024, 4, 2),
    )  # fmt: skip
    total = figures(office).total
    told = {code: total.counts[code] for code in ("recognised", "recognised_unit", "recognised_council")}
    assert told == {"recognised": 1, "recognised_unit": 1, "recognised_council": 0}
    assert total.text("recognised_share") == "100,0%"
    line = next(line for line in figures(office).sectors if line.code == "agriculture")
    assert line.recognised["unit"]["individual"] == 1


def test_what_a_merged_unit_sent_in_its_last_year_is_counted_once(office, cast):
    office.send(make.moment(2024, 2, 10))
    office.send(make.moment(2024, 2, 11), cast.dien_an)
    merge([cast.dien_tho, cast.dien_an], "Thọ An", date(2024, 11, 1), make.moment(2024, 11, 1))
    generate(office.plan, at=make.moment(2024, 11, 2))
    until = date(2024, 12, 31)
    found = figures(office, until)
    assert found.total.counts["introduced"] == 2
    merged = Unit.objects.get(name="Xã Thọ An")
    assert figures(office, until, unit_ids=[merged.pk]).total.counts["introduced"] == 2
    assert sum(sum(line.introduced.values()) for line in found.sectors) == 2


def test_the_command_says_the_same_and_names_units_by_their_key(lived, cast):
    out = StringIO()
    call_command("figures", "--plan", lived.plan.code, "--on", UNTIL.isoformat(), stdout=out)
    told = json.loads(out.getvalue())
    found = figures(lived)
    assert {code: told["total"][code] for code in found.total.counts} == dict(found.total.counts)
    assert told["data_since"] == "2023-06-10"
    by_ref = {one["unit"]: one["figures"]["introduced"] for one in told["units"]}
    assert by_ref[cast.dien_tho.ref] == found.units[cast.dien_tho.pk].counts["introduced"]


def test_an_unknown_plan_is_told(db):
    with pytest.raises(CommandError):
        call_command("figures", "--plan", "khong-co")


def test_the_figures_cost_the_same_for_one_unit_and_for_many(lived, cast, django_assert_num_queries):
    with django_assert_num_queries(18):
        figures(lived)
    with django_assert_num_queries(18):
        figures(lived, unit_ids=[cast.dien_tho.pk])
