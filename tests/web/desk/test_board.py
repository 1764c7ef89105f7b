"""The board on the screen: who owes what as of any day, each cell opening what it still lacks."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import Exemption, Extension, Obligation, Return
from neuguong.org.enums import Role
from neuguong.org.models import Unit, UnitLineage
from tests import factories as make
from tests.conftest import Cast
from tests.core.papers.reading import cells
from tests.factories import moment
from tests.ledger.packaging import load_87, sent


@pytest.fixture
def plan(cast: Cast):
    start_demo_clock(at=moment(2025, 3, 10, 8))
    return load_87()


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def board(client, **query) -> BeautifulSoup:
    return page(client.get(reverse("desk:board"), query))


def row_of(shown: BeautifulSoup, name: str) -> dict[str, str]:
    """A unit's row: head of the column → what the cell prints."""
    heads = [head.get_text() for head in shown.select(".board thead tr")[1].select("th")]
    row = next(row for row in shown.select(".board tbody tr") if row.th.b and row.th.b.get_text() == name)
    printed = []
    for cell in row.select("td"):
        printed.append("".join(part.get_text() for part in cell.select("[aria-hidden]")))
    return dict(zip(heads, printed, strict=True))


def the(plan, unit, period: str) -> Obligation:
    return Obligation.objects.get(duty__plan=plan, unit=unit, period=period)


def opened(client, plan, unit, period: str, **query) -> BeautifulSoup:
    return page(client.get(reverse("desk:obligation", args=[the(plan, unit, period).pk]), query))


def test_every_unit_has_its_row_and_every_cell_its_letter(plan, cast, client):
    sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    client.force_login(cast.office)
    shown = board(client)
    units = [cell.b.get_text() for cell in shown.select(".board th[scope=row]")]
    assert units == ["Diên An", "Diên Thọ", "Phòng Y tế"]
    dien_tho = row_of(shown, "Diên Thọ")
    assert (dien_tho["Quý I năm 2025, đợt đang nhận hồ sơ"], dien_tho["2025"]) == ("Đ1", "1/3")
    dien_an = row_of(shown, "Diên An")
    assert (dien_an["Quý I năm 2025, đợt đang nhận hồ sơ"], dien_an["2025"]) == ("S", "0/3")
    assert dien_an["Quý IV năm 2024"] == "Q"


def test_the_board_of_the_14th_and_of_the_15th(plan, cast, client):
    client.force_login(cast.office)
    key = "Quý I năm 2025"
    of_14 = row_of(board(client, on="14/03/2025"), "Diên An")
    of_15 = row_of(board(client, on="15/03/2025"), "Diên An")
    assert (of_14[f"{key}, đợt đang nhận hồ sơ"], of_15[key]) == ("S", "Q")


def test_groups_say_the_rule_they_share(plan, cast, client):
    client.force_login(cast.office)
    told = {row.span.get_text(): row.small.get_text() for row in board(client).select(".board .grp th")}
    assert told == {
        "Xã, phường, thị trấn": "2 đơn vị, ít nhất 03 điển hình một năm, có cả tập thể và cá nhân",
        "Khối quản lý nhà nước": "1 đơn vị, ít nhất 01 điển hình một năm",
    }


def test_the_head_says_how_many_days_are_left(plan, cast, client):
    client.force_login(cast.office)
    told = board(client).select_one(".page-h p").get_text()
    assert told == (
        "Tính đến hết thứ Hai, 10/03/2025. Hạn quý I/2025: gửi trước ngày 15/03/2025, còn 5 ngày, kể cả hôm nay."
    )


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ({"kind": "commune"}, ["Diên An", "Diên Thọ"]),
        ({"kind": "agency"}, ["Phòng Y tế"]),
        ({"year": "2024"}, ["Diên An", "Diên Thọ", "Phòng Y tế"]),
        ({"area": "Xã Diên Thọ"}, ["Diên Thọ"]),
        ({"duty": "quota"}, ["Diên An", "Diên Thọ", "Phòng Y tế"]),
        ({"state": "met"}, ["Diên Thọ"]),
    ],
)
def test_filters_live_in_the_address(plan, cast, client, query, units):
    sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    client.force_login(cast.office)
    shown = board(client, **query)
    assert [cell.b.get_text() for cell in shown.select(".board th[scope=row]")] == units
    name, value = next(iter(query.items()))
    assert shown.select_one(f"select[name={name}] option[selected]")["value"] == value


def test_a_block_is_a_filter_too(plan, cast, client):
    client.force_login(cast.office)
    shown = board(client, block=cast.block.pk)
    assert [cell.b.get_text() for cell in shown.select(".board th[scope=row]")] == ["Phòng Y tế"]


def test_a_day_that_is_none_is_asked_for_again(plan, cast, client):
    client.force_login(cast.office)
    answer = client.get(reverse("desk:board"), {"on": "30/02/2025"})
    assert answer.status_code == 422
    assert "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2025." in page(answer).get_text()


def test_a_unit_sees_its_own_row_only(plan, cast, client):
    client.force_login(cast.author)
    assert [cell.b.get_text() for cell in board(client).select(".board th[scope=row]")] == ["Diên Thọ"]
    stranger = client.get(reverse("desk:obligation", args=[the(plan, cast.dien_an, "2025-Q1").pk]))
    assert stranger.status_code == 404


@pytest.mark.parametrize("who", ["office", "leader", "chair", "secretary"])
def test_who_watches_the_programme_sees_every_unit(plan, cast, client, who):
    client.force_login(cast[who])
    assert len(board(client).select(".board th[scope=row]")) == 3


@pytest.mark.parametrize("who", ["admin", "stranger"])
def test_who_has_no_part_in_it_sees_no_board(plan, cast, client, who):
    client.force_login(cast[who])
    assert client.get(reverse("desk:board")).status_code == 403


@pytest.fixture
def after_the_reform(plan, cast):
    """Diên Thọ passed into a commune of the province, which stands outside the district and its plan."""
    on = date(2025, 3, 1)
    new = make.make_unit("dien-tho-moi", "Xã Diên Thọ", code="22672", valid_from=on)
    Unit.objects.filter(pk=cast.dien_tho.pk).update(valid_to=on)
    UnitLineage.objects.create(
        predecessor=cast.dien_tho, successor=new, kind="merged", effective_on=on, recorded_at=moment(2025, 3, 1)
    )
    successor = make.make_account("nguoi-moi", "Lê Thị Mới")
    make.give_role(successor, Role.UNIT_OFFICER, new)
    return new, successor


def test_a_successor_without_a_plan_reads_the_board_that_its_predecessor_left(after_the_reform, cast, client):
    _, successor = after_the_reform
    client.force_login(successor)
    shown = board(client, on="20/02/2025")
    assert [cell.b.get_text() for cell in shown.select(".board th[scope=row]")] == ["Diên Thọ"]
    cell = Obligation.objects.get(unit=cast.dien_tho, period="2024-Q1", voided_on=None)
    opened = page(client.get(reverse("desk:obligation", args=[cell.pk]), {"on": "20/02/2025"}))
    assert opened.select("form[method=post][action*=viec]") == []
    step = reverse("desk:obligation_step", args=[cell.pk, "nil"])
    # What the old unit missed its successor may still answer: it is late and stays so, under the old unit's name.
    assert client.post(step, {"nil-reason": "Không có"}).status_code == 302
    assert [row.sent_by for row in Return.objects.filter(obligation__unit=cast.dien_tho)] == [successor]


def test_a_successor_with_a_plan_of_its_own_chooses_between_the_two(after_the_reform, client):
    new, successor = after_the_reform
    make.make_plan(new, code="ke-hoach-moi", short_title="Kế hoạch mới", valid_from=date(2025, 3, 1))
    client.force_login(successor)
    shown = board(client)
    assert [(one["value"], "selected" in one.attrs) for one in shown.select("select[name=plan] option")] == [
        ("ke-hoach-moi", True),
        ("kh-87-2023", False),
    ]
    assert shown.select(".board th[scope=row]") == []
    old = board(client, plan="kh-87-2023", on="20/02/2025")
    assert [cell.b.get_text() for cell in old.select(".board th[scope=row]")] == ["Diên Thọ"]


def test_a_plan_of_somebody_elses_is_not_chosen_by_its_code(plan, cast, client):
    make.make_plan(make.make_unit("xa-mau", "Xã Mẫu"), code="ke-hoach-xa")
    client.force_login(cast.author)
    shown = board(client, plan="ke-hoach-xa")
    assert shown.select("select[name=plan]") == []
    assert [cell.b.get_text() for cell in shown.select(".board th[scope=row]")] == ["Diên Thọ"]


def test_one_unit_and_three_cost_the_same_number_of_queries(plan, cast, client):
    client.force_login(cast.office)
    counts = set()
    for query in ({"kind": "agency"}, {}):
        client.get(reverse("desk:board"), query)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:board"), query)
        counts.add(len(asked))
    assert counts == {24}


def test_the_spreadsheet_holds_the_same_cells(plan, cast, client):
    sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    client.force_login(cast.office)
    answer = client.get(reverse("desk:board_xlsx"), {"on": "15/03/2025"})
    assert answer["Content-Disposition"] == 'attachment; filename="bang-theo-doi-2025-03-15.xlsx"'
    found = cells(answer.content)
    row = next(key[1:] for key, value in found.items() if value == "'Diên Thọ'")
    head = next(key[1:] for key, value in found.items() if value == "'Đơn vị'")
    printed = {value.strip("'"): found[f"{key[0]}{row}"].strip("'") for key, value in found.items() if key[1:] == head}
    assert (printed["Quý I/2025"], printed["Quý IV/2024"], printed["Chỉ tiêu 2025"]) == ("Đ 1", "Q", "1/3")


def test_the_file_with_commas_holds_the_rows_behind_the_cells(plan, cast, client):
    client.force_login(cast.office)
    answer = client.get(reverse("desk:board_csv"), {"kind": "commune", "year": "2024", "state": "overdue"})
    told = answer.content.decode("utf-8-sig").split("\r\n")[1:-1]
    assert len(told) == 2 * (4 + 1)
    assert told[0].startswith('Xã Diên An,"xã, phường, thị trấn","Xã, phường, thị trấn",Xã Diên An,')


def test_a_cell_names_what_is_missing(plan, cast, client):
    client.force_login(cast.office)
    shown = opened(client, plan, cast.dien_an, "2025-Q1")
    assert shown.h1.get_text() == "Diên An, quý I/2025"
    assert [item.get_text(strip=True) for item in shown.select(".miss .no")] == [""]
    assert shown.select(".drill h3")[0].get_text() == "Còn thiếu"
    assert [item.get_text() for item in shown.select(".drill h3")][1] == "Bốn quý trước"


def test_beside_the_board_only_the_panel_is_sent(plan, cast, client):
    client.force_login(cast.office)
    address = reverse("desk:obligation", args=[the(plan, cast.dien_an, "2025-Q1").pk])
    answer = client.get(address, headers={"HX-Request": "true"})
    assert [tag.name for tag in page(answer).find_all(True, recursive=False)] == ["aside"]
    whole = page(client.get(address)).select_one("#o-dang-xem")
    assert page(answer).h2.get_text() == whole.h2.get_text()


def test_a_unit_reports_nil_with_its_reason(plan, cast, client):
    client.force_login(cast.author)
    pk = the(plan, cast.dien_tho, "2025-Q1").pk
    address = reverse("desk:obligation_step", args=[pk, "nil"])
    assert client.post(address, {"nil-reason": ""}).status_code == 422
    client.post(address, {"nil-reason": "Quý này đang xác minh hai trường hợp."})
    assert Return.objects.get().reason == "Quý này đang xác minh hai trường hợp."
    assert row_of(board(client), "Diên Thọ")["Quý I năm 2025, đợt đang nhận hồ sơ"] == "K"


def test_the_office_extends_and_excuses(plan, cast, client):
    client.force_login(cast.office)
    first, second = the(plan, cast.dien_an, "2025-Q1").pk, the(plan, cast.health, "2025-Q1").pk
    typed = {"extend-extended_to": "20/03/2025", "extend-reason": "Bão lũ", "extend-document": "CV 12"}
    client.post(reverse("desk:obligation_step", args=[first, "extend"]), typed)
    client.post(reverse("desk:obligation_step", args=[second, "exempt"]), {"exempt-reason": "Đang giải thể"})
    assert (Extension.objects.count(), Exemption.objects.count()) == (1, 1)
    shown = board(client)
    key = "Quý I năm 2025, đợt đang nhận hồ sơ"
    assert (row_of(shown, "Diên An")[key], row_of(shown, "Phòng Y tế")[key]) == ("G", "M")


def test_each_role_sees_its_own_acts_only(plan, cast, client):
    found = {}
    for who in ("author", "office", "leader"):
        client.force_login(cast[who])
        shown = opened(client, plan, cast.dien_tho, "2025-Q1")
        found[who] = {form["action"].rstrip("/").rsplit("/", 1)[1] for form in shown.select(".opens form")}
    assert found == {"author": {"nil"}, "office": {"extend", "exempt"}, "leader": set()}


def test_a_forged_step_on_another_units_row_finds_nothing(plan, cast, client):
    client.force_login(cast.author)
    pk = the(plan, cast.dien_an, "2025-Q1").pk
    assert client.post(reverse("desk:obligation_step", args=[pk, "nil"]), {"nil-reason": "x"}).status_code == 404
    assert Return.objects.count() == 0


def test_an_act_that_is_closed_answers_with_its_reason(plan, cast, client):
    client.force_login(cast.author)
    pk = the(plan, cast.dien_tho, "2025-Q1").pk
    answer = client.post(
        reverse("desk:obligation_step", args=[pk, "extend"]), {"extend-extended_to": "20/03/2025", "extend-reason": "x"}
    )
    assert answer.status_code == 409
    assert "Chỉ cơ quan thường trực gia hạn" in page(answer).get_text()


def test_a_predecessor_stands_under_its_successor(cast, client):
    start_demo_clock(at=moment(2025, 3, 10, 8))
    old = make.make_unit("xuan-cu", "Xã Xuân Cũ", parent=cast.district, valid_to=moment(2024, 11, 1).date())
    new = make.make_unit("xuan-moi", "Xã Xuân Mới", parent=cast.district, valid_from=moment(2024, 11, 1).date())
    day = moment(2024, 11, 1)
    UnitLineage.objects.create(
        predecessor=old, successor=new, kind="merged", act="NQ 1196", effective_on=day.date(), recorded_at=day
    )
    load_87()
    client.force_login(cast.office)
    rows = board(client).select(".board tbody tr")
    names = [row.th.b.get_text() for row in rows if row.th.b]
    assert names == ["Diên An", "Diên Thọ", "Xuân Mới", "Xuân Cũ", "Phòng Y tế"]
    below = next(row for row in rows if row.th.b and row.th.b.get_text() == "Xuân Cũ")
    assert below["class"] == ["old"]
    assert below.th.small.get_text() == "nhập vào từ 01/11/2024"


def test_a_day_at_the_end_of_all_calendars_is_told_in_words(plan, cast, as_one):
    office = as_one(cast.office)
    page = office.get(reverse("desk:board"), {"on": "31/12/9999"})
    assert (page.status_code, "Ngày quá xa" in page.content.decode()) == (422, True)
    pk = Obligation.objects.get(unit=cast.dien_tho, duty__code="quarterly_return", period="2025-Q1").pk
    step = reverse("desk:obligation_step", args=[pk, "extend"])
    answer = office.post(step, {"extend-extended_to": "31/12/9999", "extend-reason": "Bão"})
    assert (answer.status_code, "Hạn mới quá xa" in answer.content.decode()) == (422, True)
