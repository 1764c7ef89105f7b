"""What the ledger does by itself at night."""

from neuguong.ledger.models import Obligation
from neuguong.ledger.tasks import extend_ledgers
from neuguong.programme.enums import PlanState
from tests import factories as make

AT = make.moment(2025, 3, 10, 1, 30)


def owed() -> set[tuple[str, str, str]]:
    return set(Obligation.objects.values_list("unit__ref", "duty__code", "period"))


def test_a_unit_that_joins_owes_from_the_next_night_on(plan, cast):
    extend_ledgers(AT)
    before = owed()
    make.make_unit("dien-son", "Xã Diên Sơn", parent=cast.district, code="22675")
    added = extend_ledgers(AT)
    assert {unit for unit, _, _ in owed() - before} == {"dien-son"}
    assert len(owed() - before) == added
    assert extend_ledgers(AT) == 0


def test_a_closed_plan_and_one_whose_time_is_over_are_left_alone(plan, cast):
    extend_ledgers(AT)
    make.make_unit("dien-son", "Xã Diên Sơn", parent=cast.district, code="22675")
    assert extend_ledgers(make.moment(2040, 1, 1)) == 0
    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    assert extend_ledgers(AT) == 0
