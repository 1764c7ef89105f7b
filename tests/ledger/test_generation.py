"""Who owes what: one row per unit, duty and period, from the plan's rules and the units' lives."""

from neuguong.ledger.models import Obligation


def test_smoke(plan, cast):
    rows = set(Obligation.objects.values_list("unit__ref", "duty__code", "period", "required"))
    assert len(rows) == 3 * 14
    assert ("dien-tho", "quota", "2024", 3) in rows
    assert ("phong-y-te", "quota", "2024", 1) in rows
