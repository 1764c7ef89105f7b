"""Another organisation's plan, with other words, other units and another cut-off: the same ledger, no district."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neuguong.ledger.models import Obligation
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.ledger.operations.sending import send_nil_return, send_nomination
from neuguong.ledger.queries.board import board
from neuguong.org.enums import Role, UnitKind
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87

ISSUED = make.moment(2025, 8, 4)


@pytest.fixture
def commune(db):
    top = make.make_unit(
        "dien-tho-2025", "UBND xã Diên Thọ", kind=UnitKind.STATE_COMMITTEE, valid_from=date(2025, 7, 1)
    )
    hamlet = make.make_unit("thon-1", "Thôn Phước Lương", kind=UnitKind.HAMLET, parent=top)
    school = make.make_unit("truong-1", "Trường Tiểu học", kind=UnitKind.SCHOOL, parent=top)
    text = PLAN_87.with_name("ke-hoach-xa-mau.toml").read_text(encoding="utf-8")
    plan = load_plan(text=text, by=make.JOB, at=ISSUED).plan
    generate_obligations(plan=plan, until=date(2027, 12, 31), by=make.JOB, at=ISSUED)
    return plan, top, hamlet, school


def test_hamlets_owe_two_and_schools_one(commune):
    _, top, hamlet, school = commune
    rows = Obligation.objects.filter(duty__kind="quota").values_list("unit", "period", "required")
    assert set(rows) == {(hamlet.pk, str(year), 2) for year in (2025, 2026, 2027)} | {
        (school.pk, str(year), 1) for year in (2025, 2026, 2027)
    }
    assert Obligation.objects.filter(unit=hamlet, duty__kind="return").count() == 10


def test_the_twentieth_is_still_on_time_through_midnight(commune):
    plan, _, hamlet, _ = commune
    head = make.make_account("truong-thon", "Lê Văn Bền")
    make.give_role(head, Role.UNIT_HEAD, hamlet)
    made = [
        make.make_nomination(hamlet, plan, head, sector="rural_economy", at=make.moment(2025, 9, 1), name=name)
        for name in ("Trần A", "Trần B")
    ]
    on_time = send_nomination(nomination=made[0], by=make.actor(head), at=make.moment(2025, 9, 20, 23, 59))
    late = send_nomination(nomination=made[1], by=make.actor(head), at=make.moment(2025, 9, 21, 0, 0))
    assert (on_time.round_code, late.round_code) == ("2025-Q3", "2025-Q4")
    rows = {row.period: row for row in board(plan=plan, on=date(2025, 9, 21), unit_ids=[hamlet.pk]).rows}
    assert (rows["2025-Q3"].state, rows["2025"].sent, rows["2025"].state) == ("met", 2, "met")
    assert (rows["2025-Q3"].due_on, rows["2025-Q3"].boundary) == (date(2025, 9, 20), "through")


def test_a_school_says_that_there_is_nobody(commune):
    plan, _, _, school = commune
    officer = make.make_account("van-thu", "Đỗ Thị Nga")
    make.give_role(officer, Role.UNIT_OFFICER, school)
    row = Obligation.objects.get(unit=school, period="2025-Q3")
    send_nil_return(obligation=row, reason="Mới khai giảng", by=make.actor(officer), at=make.moment(2025, 9, 20, 23))
    assert [
        one.state for one in board(plan=plan, on=date(2025, 9, 21), unit_ids=[school.pk], period="2025-Q3").rows
    ] == ["nil"]


def compliance(*words):
    out = StringIO()
    call_command("compliance", *words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_every_row_of_the_day(office, cast):
    office.send(make.moment(2024, 3, 14, 16), recorded_at=make.moment(2024, 3, 25))
    rows = compliance("--on", "2024-03-20", "--json")
    assert len(rows) == 3 * (14 + 11) + 3
    found = next(row for row in rows if (row["unit"], row["period"]) == (cast.dien_tho.pk, "2024-Q1"))
    assert found == {
        "plan": "kh-87-2023", "unit": cast.dien_tho.pk, "code": "22672", "unit_name": "Xã Diên Thọ", "duty": "quarterly_return",
        "period": "2024-Q1", "due_on": "2024-03-15", "boundary": "before", "required": 1, "composition": "",
        "composition_met": True, "sent": 1, "sent_on_time": 1, "accepted": 0, "state": "met", "late_days": 0,
        "extended_to": None, "exempt_reason": None, "nil_reason": None, "restated": True,
    }  # fmt: skip


def test_a_duty_without_a_day_in_the_plan_is_printed_without_one(office, cast):
    rows = compliance("--on", "2024-03-20", "--json")
    own = next(row for row in rows if (row["unit"], row["duty"]) == (cast.dien_tho.pk, "own_plan"))
    assert (own["period"], own["due_on"], own["boundary"], own["state"]) == ("2023", None, "open", "not_due")


def test_the_command_prints_every_organisations_rows_unless_one_plan_is_named(commune, plan):
    both = compliance("--on", "2025-09-01")
    assert Counter(row["plan"] for row in both) == {"kh-87-2023": 3 * (14 + 11) + 3, "kh-xa-mau-2025": 26}
    of_one = compliance("--on", "2025-09-01", "--plan", "kh-xa-mau-2025")
    assert of_one == [row for row in both if row["plan"] == "kh-xa-mau-2025"]
    with pytest.raises(CommandError, match="Không có kế hoạch nào như vậy"):
        compliance("--on", "2030-01-01")
