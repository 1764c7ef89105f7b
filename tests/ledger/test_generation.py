"""Who owes what: one row per unit, duty and period, from the plan's rules and the units' lives (KH 87, IV.2)."""

from datetime import date

import pytest

from neuguong.core.models import AuditEntry
from neuguong.ledger.models import Exemption, Obligation
from neuguong.ledger.operations.obligations import after_reorganisation, generate_obligations
from neuguong.org.enums import UnitKind
from neuguong.org.models import BlockMembership, Unit, UnitLineage
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87

SIGNED = make.moment(2023, 4, 11)
TEXT = PLAN_87.read_text(encoding="utf-8")
END = date(2025, 12, 31)


def owed(unit: Unit, *, duty: str = "quota", on: date | None = None) -> dict[str, int]:
    rows = Obligation.objects.filter(unit=unit, duty__code=duty).order_by("period", "revision")
    return {row.period: row.required for row in rows if on is None or row.voided_on is None or row.voided_on > on}


def generate(plan, at=SIGNED, until=END):
    return generate_obligations(plan=plan, until=until, by=make.JOB, at=at)


def merge(predecessors: list[Unit], name: str, on: date, recorded_at) -> Unit:
    successor = make.make_unit(f"{name}-moi", f"Xã {name}", parent=predecessors[0].parent, valid_from=on)
    for unit in predecessors:
        Unit.objects.filter(pk=unit.pk).update(valid_to=on)
        UnitLineage.objects.create(
            predecessor=unit, successor=successor, kind="merged", act="NQ", effective_on=on, recorded_at=recorded_at
        )
    return successor


def loaded(text: str, at=SIGNED):
    plan = load_plan(text=text, by=make.JOB, at=at).plan
    generate(plan, at=at)
    return plan


@pytest.mark.clause("IV.2")
def test_communes_owe_three_a_year_and_units_of_blocks_one(cast, plan):
    assert owed(cast.dien_tho) == {"2023": 3, "2024": 3, "2025": 3}
    assert owed(cast.health) == {"2023": 1, "2024": 1, "2025": 1}
    assert owed(cast.district) == {}


@pytest.mark.clause("IV.2")
def test_the_first_return_is_that_of_the_second_quarter_of_2023(cast, plan):
    assert list(owed(cast.dien_tho, duty="quarterly_return")) == [
        "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4",
        "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4",
    ]  # fmt: skip


@pytest.mark.clause("IV.2")
def test_the_most_specific_rule_wins_three_replaces_one(cast):
    BlockMembership.objects.create(block=cast.block, unit=cast.dien_tho, valid_from=date(2023, 1, 1))
    loaded(TEXT)
    assert owed(cast.dien_tho)["2024"] == 3
    assert Obligation.objects.filter(unit=cast.dien_tho, duty__code="quota", period="2024").count() == 1


@pytest.mark.clause("IV.2")
def test_the_day_the_plan_names_and_the_first_late_moment_are_kept(cast, plan):
    row = Obligation.objects.get(unit=cast.dien_tho, period="2024-Q1")
    assert (row.due_on, row.boundary, row.closes_at) == (date(2024, 3, 15), "before", make.moment(2024, 3, 15, 0, 0))
    year = Obligation.objects.get(unit=cast.dien_tho, duty__code="quota", period="2024")
    assert (year.due_on, year.composition) == (date(2024, 12, 15), "both_kinds")


def test_writing_ahead_again_writes_nothing(plan):
    before = list(Obligation.objects.order_by("id").values())
    assert not generate(plan, at=make.moment(2024, 6, 1))
    assert list(Obligation.objects.order_by("id").values()) == before
    assert AuditEntry.objects.filter(verb="generate_obligations").count() == 1


def test_a_unit_outside_blocks_owes_nothing_until_it_joins(cast, plan):
    school = make.make_unit("truong", "Trường Tiểu học", kind=UnitKind.SCHOOL, parent=cast.district)
    assert not generate(plan, at=make.moment(2024, 5, 1))
    BlockMembership.objects.create(block=cast.block, unit=school, valid_from=date(2024, 7, 1))
    generate(plan, at=make.moment(2024, 7, 5))
    assert list(owed(school, duty="quarterly_return")) == [
        "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4",
    ]  # fmt: skip
    assert owed(school) == {"2024": 1, "2025": 1}
    assert set(Obligation.objects.filter(unit=school).values_list("effective_on", flat=True)) == {date(2024, 7, 1)}


def test_changing_the_block_is_not_leaving_the_blocks(cast, plan):
    other = make.make_block("Khối văn hóa", cast.district)
    BlockMembership.objects.filter(unit=cast.health).update(valid_to=date(2024, 5, 1))
    BlockMembership.objects.create(block=other, unit=cast.health, valid_from=date(2024, 5, 1))
    assert not generate(plan, at=make.moment(2024, 5, 2))


def test_a_unit_that_leaves_its_block_owes_no_later_return(cast, plan):
    BlockMembership.objects.filter(unit=cast.health).update(valid_to=date(2024, 5, 1))
    generate(plan, at=make.moment(2024, 5, 2))
    assert owed(cast.health, on=END) == {"2023": 1}
    assert list(owed(cast.health, duty="quarterly_return", on=END)) == ["2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"]


def test_a_merged_unit_stops_owing_and_its_successor_begins(cast, plan):
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2024, 11, 1), make.moment(2024, 11, 5))
    after_reorganisation(plan=plan, by=make.JOB, at=make.moment(2024, 11, 1), recorded_at=make.moment(2024, 11, 5))
    assert owed(cast.dien_tho, on=END) == {"2023": 3}
    assert list(owed(cast.dien_tho, duty="quarterly_return", on=END))[-1] == "2024-Q3"
    assert owed(new) == {"2024": 3, "2025": 3}
    assert list(owed(new, duty="quarterly_return"))[0] == "2024-Q4"
    ended = Obligation.objects.get(unit=cast.dien_tho, duty__code="quota", period="2024")
    assert (ended.voided_on, ended.void_reason) == (date(2024, 11, 1), "Đơn vị kết thúc, chuyển thành Xã Diên Mới.")
    assert ended.voided_recorded_at == make.moment(2024, 11, 5)


def test_a_merger_known_when_the_plan_is_loaded_gives_the_same_rows(cast):
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2024, 11, 1), SIGNED)
    loaded(TEXT)
    assert owed(cast.dien_tho) == {"2023": 3, "2024": 3}
    assert owed(cast.dien_tho, on=date(2024, 11, 1)) == {"2023": 3}
    assert list(owed(cast.dien_tho, duty="quarterly_return"))[-1] == "2024-Q3"
    assert owed(new) == {"2024": 3, "2025": 3}
    assert Obligation.objects.get(unit=new, duty__code="quota", period="2024").effective_on == date(2024, 11, 1)


@pytest.mark.parametrize(
    ("reading", "old", "successor"),
    [
        ("successor_counts_predecessors", {"2023": 3}, {"2024": 3, "2025": 3}),
        ("each_owes", {"2023": 3, "2024": 3}, {"2025": 3}),
        ("waived", {"2023": 3}, {"2025": 3}),
    ],
)
def test_how_a_quota_follows_a_merged_unit_is_the_plans_reading(cast, reading, old, successor):
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2024, 11, 1), SIGNED)
    loaded(TEXT.replace('merged_quota = "successor_counts_predecessors"', f'merged_quota = "{reading}"'))
    assert owed(cast.dien_tho, on=END) == old
    assert owed(new) == successor


def test_a_plan_may_end_with_its_issuer_or_go_on(cast):
    Unit.objects.filter(pk=cast.district.pk).update(valid_to=date(2025, 7, 1))
    goes_on = loaded(TEXT)
    assert owed(cast.dien_tho, on=END)["2025"] == 3
    load_plan(
        text=TEXT.replace('"keep_until_plan_ends"  ', '"end_with_issuer"  '), by=make.JOB, at=make.moment(2025, 5, 1)
    )
    generate(goes_on, at=make.moment(2025, 5, 1))
    assert owed(cast.dien_tho, on=date(2025, 7, 1)) == {"2023": 3, "2024": 3}
    assert list(owed(cast.dien_tho, duty="quarterly_return", on=END))[-1] == "2025-Q2"


def test_a_changed_rule_ends_open_rows_and_adds_revisions_and_leaves_closed_ones(cast, plan):
    load_plan(text=TEXT.replace("required = 3", "required = 4"), by=make.JOB, at=make.moment(2024, 5, 1))
    generate(plan, at=make.moment(2024, 5, 1))
    rows = Obligation.objects.filter(unit=cast.dien_tho, duty__code="quota").order_by("period", "revision")
    assert [(row.period, row.revision, row.required, row.voided_on) for row in rows] == [
        ("2023", 1, 3, None),
        ("2024", 1, 3, date(2024, 5, 1)),
        ("2024", 2, 4, None),
        ("2025", 1, 3, date(2024, 5, 1)),
        ("2025", 2, 4, None),
    ]
    assert not generate(plan, at=make.moment(2024, 6, 1))


def test_a_changed_rule_also_holds_for_a_unit_whose_end_is_known_ahead(cast):
    merge([cast.dien_tho], "Diên Mới", date(2025, 7, 1), SIGNED)
    plan = loaded(TEXT)
    loaded(TEXT.replace("required = 3", "required = 4"), at=make.moment(2025, 3, 1))
    rows = Obligation.objects.filter(unit=cast.dien_tho, duty__code="quota", period="2025").order_by("revision")
    assert [(row.required, row.voided_on, row.void_reason) for row in rows] == [
        (3, date(2025, 3, 1), "Kế hoạch sửa đổi."),
        (4, date(2025, 7, 1), "Đơn vị kết thúc, chuyển thành Xã Diên Mới."),
    ]
    assert not generate(plan, at=make.moment(2025, 4, 1))


@pytest.mark.parametrize(("reading", "freed"), [("unknown_treated_as_owing", 0), ("exempt_by_list", 1)])
def test_lead_agencies_of_the_older_plan_are_free_only_if_the_plan_reads_it_so(cast, reading, freed):
    listed = (
        '\n[[exemption]]\nunit = "phong-y-te"\nduty = "quota"\nperiod = "2024"\n'
        'reason = "Chủ trì Kế hoạch 202"\nreading = "lead_agencies_202"\n'
    )
    loaded(TEXT.replace('_202 = "unknown_treated_as_owing"', f'_202 = "{reading}"') + listed)
    assert Exemption.objects.count() == freed


def test_the_plan_file_may_free_a_unit(cast):
    exemption = (
        '\n[[exemption]]\nunit = "phong-y-te"\nduty = "quota"\nperiod = "2024"\nreason = "Chủ trì Kế hoạch 202"\n'
    )
    loaded(TEXT + exemption)
    row = Exemption.objects.get()
    assert (row.obligation.unit, row.obligation.period, row.reason) == (cast.health, "2024", "Chủ trì Kế hoạch 202")
    assert row.effective_at == make.moment(2023, 4, 11, 0)


def test_a_province_of_units_takes_the_same_statements_as_a_district(cast, django_assert_max_num_queries):
    for n in range(120):
        make.make_unit(f"xa-{n}", f"Xã {n}", parent=cast.district)
    plan = load_plan(text=TEXT, by=make.JOB, at=SIGNED).plan
    with django_assert_max_num_queries(70):  # what differs is only how many rows one INSERT may hold
        assert generate(plan).added == 123 * (14 + 11) + 3
