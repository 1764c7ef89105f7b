"""Quarter by quarter: counted as the board of each close counts, whatever is filtered."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.once import asking_once
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.trend import trend
from neuguong.programme.queries.plans import rules_of
from tests.factories import moment
from tests.ledger.packaging import load_87, sent


@pytest.fixture
def plan(cast):
    start_demo_clock(at=moment(2025, 3, 20, 8))
    return load_87()


def by_board(plan, on, kind="", **asked) -> tuple[int, int, int]:
    rows = [row for row in board(plan=plan, on=on, **asked).rows if kind in ("", row.duty_kind)]
    counted = [str(row.state) for row in rows if row.days_left < 0 and row.state != "excused"]
    return tuple(sum(state in wanted for state in counted) for wanted in (("met", "nil"), ("late",), ("overdue",)))


def test_each_point_is_what_the_board_of_its_day_counts(plan, cast):
    sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    found = trend(plan, rules_of(plan), date(2025, 3, 20))
    assert [one.kind for one in found] == ["", "return", "quota", "activity"]
    for series in found:
        assert [(one.on_time, one.late, one.overdue) for one in series.points] == [
            by_board(plan, one.day, series.kind) for one in series.points
        ]
    closes = [one.day for one in found[0].points]
    assert closes[-3:] == [date(2024, 12, 15), date(2025, 3, 15), date(2025, 3, 20)]
    assert (found[1].points[-2].on_time, found[1].points[-3].on_time) == (1, 0)


def test_a_filter_narrows_every_point(plan, cast):
    found = trend(plan, rules_of(plan), date(2025, 3, 20), unit_kinds=("commune",), duty="quarterly_return")
    assert [one.kind for one in found] == ["", "return"]
    assert [one.due for one in found[0].points][-2:] == [16, 16]


@pytest.mark.parametrize("on", [date(2023, 6, 20), date(2025, 3, 20)])
def test_two_closes_and_nine_take_the_same_statements(plan, on, django_assert_num_queries):
    rules = rules_of(plan)
    trend(plan, rules, on)
    with asking_once(), django_assert_num_queries(9):
        trend(plan, rules, on)


def test_the_page_shows_the_table_and_the_same_as_a_drawing(plan, cast, client):
    client.force_login(cast.leader)
    page = BeautifulSoup(client.get(reverse("desk:board_trend"), {"kind": "commune"}).content, "html.parser")
    assert [head.get_text() for head in page.select(".panel h2")] == [
        "Mọi nhiệm vụ", "Báo cáo quý", "Chỉ tiêu năm", "Các nhiệm vụ khác",
    ]  # fmt: skip
    chart = page.select_one("svg.chart")
    assert {chart["role"], chart.title.get_text()} == {"img", "Mọi nhiệm vụ"}
    assert page.select("[style]") == []
    totals = [text.get_text() for text in chart.select(".ch-n")]
    assert totals == [row.td.get_text().rstrip("*") for row in page.select(".trend-t")[0].select("tbody tr")]


@pytest.mark.parametrize("who", ["admin", "stranger"])
def test_who_sees_no_board_sees_no_trend(plan, cast, client, who):
    client.force_login(cast[who])
    assert client.get(reverse("desk:board_trend")).status_code == 403


@pytest.mark.parametrize("kinds", [("agency",), ("agency", "commune")])
def test_one_unit_and_three_cost_the_same_queries(plan, cast, client, kinds, django_assert_num_queries):
    client.force_login(cast.leader)
    query = {"kind": kinds[0]} if len(kinds) == 1 else {}
    client.get(reverse("desk:board_trend"), query)
    with django_assert_num_queries(24):
        client.get(reverse("desk:board_trend"), query)
