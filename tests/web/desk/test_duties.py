"""Every duty of the plan on the screen: for a unit its own list, for the office who has done what; recording, taking back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import Activity, Extension, Obligation
from neuguong.ledger.operations.obligations import extend
from tests import factories as make
from tests.core.papers.reading import cells
from tests.factories import actor, moment
from tests.ledger.packaging import load_87
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/bang-theo-doi/nhiem-vu/"
EVENT_2024 = f"{LIST}honouring_event/2024/"
EVENTS = "Giao lưu, biểu dương, tôn vinh điển hình ít nhất 01 lần trong năm"


@pytest.fixture
def plan(cast):
    start_demo_clock(at=moment(2025, 3, 10, 8))
    return load_87()


def obligation(unit, duty="honouring_event", period="2024"):
    return Obligation.objects.get(unit=unit, duty__code=duty, period=period)


def typed(**changes):
    file = SimpleUploadedFile("gap-mat.jpg", make.jpeg(), "image/jpeg")
    told = {
        "title": "Gặp mặt điển hình",
        "held_on": "20/11/2024",
        "form": "embedded",
        "note": "45 người dự",
        "file": file,
    }
    return told | {"form_key": "k1"} | changes


def send(client, unit, duty="honouring_event", period="2024", **changes):
    address = reverse("desk:activity_add", args=[obligation(unit, duty, period).pk])
    return client.post(address, typed(**changes), follow=True)


def lines(page):
    return [
        tuple(words(cell) for cell in row.select("td")) for row in page.select(".duties tbody tr") if row.select("td")
    ]


def test_a_unit_sees_its_own_duties_with_until_when_and_how_they_stand(cast, plan, as_one):
    found = lines(soup(as_one(cast.author).get(LIST)))
    assert found[:4] == [
        ("Giới thiệu đủ số điển hình tiêu biểu trong năm", "năm 2025", "trước 15/12/2025", "C Chưa đến hạn"),
        ("Gửi danh sách giới thiệu điển hình trong quý, hoặc báo không có", "quý I/2025", "trước 15/03/2025", "S Sắp đến hạn"),
        ("Xây dựng kế hoạch cụ thể của đơn vị", "một lần", "kế hoạch không ấn định", "C Chưa đến hạn"),
        ("Triển khai kế hoạch đến cán bộ, công chức, viên chức, người lao động", "một lần", "kế hoạch không ấn định",
         "C Chưa đến hạn"),
    ]  # fmt: skip
    assert (
        "Báo cáo sơ kết tuyên truyền gương điển hình tiên tiến",
        "một lần",
        "trước 05/05/2023",
        "Q Quá hạn, chưa làm",
    ) in found


def test_the_office_sees_how_many_units_have_done_each_duty_and_who(cast, plan, as_one):
    send(as_one(cast.author), cast.dien_tho)
    page = soup(as_one(cast.office).get(LIST))
    events = next(one for one in page.select(".duty-fold") if words(one.select_one(".duty-t")) == EVENTS)
    assert words(events.select_one(".duty-n")) == "1/9 đã xong"
    year = next(row for row in lines(events) if row[0].startswith("Năm 2024"))
    assert year[1:] == ("đến hết 31/12/2024", "1/3", "Q 2 2 đơn vị quá hạn, chưa làm Đ 1 1 đơn vị đã làm, đúng hạn")
    assert lines(soup(as_one(cast.office).get(EVENT_2024))) == [
        ("Diên An", "Q Quá hạn, chưa làm", "đến hết 31/12/2024", "Ghi việc đã làm của Diên An"),
        ("Diên Thọ", "Đ Đã làm, đúng hạn", "đến hết 31/12/2024", ""),
        ("Phòng Y tế", "Q Quá hạn, chưa làm", "đến hết 31/12/2024", "Ghi việc đã làm của Phòng Y tế"),
    ]


def test_each_number_leads_to_the_units_behind_it(cast, plan, as_one):
    send(as_one(cast.author), cast.dien_tho)
    client = as_one(cast.office)
    page = soup(client.get(f"{LIST}?kind=commune"))
    link = next(one["href"] for one in page.select(".duty-fold a.c") if one["href"].startswith(EVENT_2024 + "?"))
    assert link == f"{EVENT_2024}?kind=commune&state=overdue"
    assert [line[0] for line in lines(soup(client.get(link)))] == ["Diên An"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("duty=honouring_event&year=2024", 3),
        ("duty=honouring_event&year=2024&state=overdue", 2),
        ("duty=honouring_event&year=2024&kind=agency", 1),
        ("duty=honouring_event&year=2024&area=Xã Diên An", 1),
        ("duty=honouring_event&year=2024&on=19/11/2024&state=overdue", 0),
    ],
)
def test_the_files_hold_the_rows_of_the_view(cast, plan, as_one, query, count):
    send(as_one(cast.author), cast.dien_tho)
    client = as_one(cast.office)
    answer = client.get(f"{LIST}nhiem-vu.csv?{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    told = answer.content.decode("utf-8-sig").split("\r\n")
    assert (told[0].split(",")[:2], len(told) - 2) == (["Đơn vị", "Loại đơn vị"], count)
    sheet = cells(client.get(f"{LIST}nhiem-vu.xlsx?{query}").content)
    assert sum(value == f"'{EVENTS}'" for value in sheet.values()) == count


def test_what_a_year_left_undone_is_asked_for_by_its_state(cast, plan, as_one):
    page = soup(as_one(cast.office).get(f"{LIST}?state=overdue&duty=quarterly_return"))
    assert [row[0].partition(" ,")[0] for row in lines(page)] == [
        "Quý II/2023", "Quý III/2023", "Quý IV/2023", "Quý I/2024", "Quý II/2024", "Quý III/2024", "Quý IV/2024",
    ]  # fmt: skip


def test_a_day_in_the_past_shows_what_was_done_by_then(cast, plan, as_one):
    send(as_one(cast.author), cast.dien_tho)
    assert lines(soup(as_one(cast.office).get(f"{EVENT_2024}?on=19/11/2024")))[1][1] == "C Chưa đến hạn"


def test_what_was_done_is_recorded_with_its_file_for_those_who_see_the_row(cast, plan, as_one):
    page = soup(send(as_one(cast.author), cast.dien_tho))
    assert "Đã ghi việc đã làm." in words(page)
    assert "Gặp mặt điển hình 20/11/2024 , lồng ghép trong hội nghị khác 45 người dự" in words(
        page.select_one(".deeds li")
    )
    kept = Activity.objects.get()
    address = reverse("desk:activity_file", args=[kept.pk])
    answer = as_one(cast.office).get(address)
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="gap-mat.jpg"')
    assert as_one(cast.neighbour).get(address).status_code == 404


def test_pressed_twice_it_is_recorded_once(cast, plan, as_one):
    client = as_one(cast.author)
    send(client, cast.dien_tho)
    send(client, cast.dien_tho)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Ghi tên việc đã làm."),
        ({"held_on": "31/02/2024"}, "Ghi ngày theo dạng ngày/tháng/năm"),
        ({"held_on": "11/03/2025"}, "Ngày thực hiện chưa tới"),
        ({"file": ""}, "Chọn tệp chứng minh"),
        ({"file": SimpleUploadedFile("virus.exe", b"MZ")}, "Không nhận tệp loại “.exe”"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(cast, plan, as_one, changes, sentence):
    answer = send(as_one(cast.author), cast.dien_tho, **changes)
    page = soup(answer)
    assert (answer.status_code, Activity.objects.exists()) == (422, False)
    assert sentence in words(page.select_one(".note-q"))
    assert words(page.select_one("textarea[name=note]")) == "45 người dự"


def test_a_record_is_taken_back_with_a_reason_and_stays_to_be_read(cast, plan, as_one):
    client = as_one(cast.author)
    send(client, cast.dien_tho)
    address = reverse("desk:activity_withdraw", args=[Activity.objects.get().pk])
    assert client.post(address, {"reason": " "}).status_code == 409
    page = soup(client.post(address, {"reason": "Ghi nhầm năm"}, follow=True))
    assert "Đã rút 10/03/2025 , Nguyễn Thu Hà: Ghi nhầm năm" in words(page.select_one(".deeds li"))
    assert "0 lần, cần ít nhất 1" in words(page.select_one(".facts"))


def test_the_front_page_names_what_is_overdue_with_one_button_each(cast, plan, as_one):
    page = soup(as_one(cast.author).get("/ban-lam-viec/"))
    late = [
        words(task)
        for task in page.select(".task")
        if words(task.h3) == "Báo cáo sơ kết tuyên truyền gương điển hình tiên tiến"
    ]
    assert len(late) == 1
    assert "Năm 2023, hạn hết ngày 04/05/2023." in late[0]
    assert "Ghi việc đã làm" in late[0]


def test_the_office_sets_one_day_for_all_that_have_not_done_it(cast, plan, as_one):
    send(as_one(cast.office), cast.dien_tho, "own_plan", "2023", held_on="20/05/2023")
    address = f"{LIST}own_plan/2023/han/"
    page = soup(as_one(cast.office).post(address, {"extended_to": "31/03/2025", "reason": "Để tổng kết"}, follow=True))
    assert "Đã đặt hạn cho 2 đơn vị." in words(page)
    assert set(Extension.objects.values_list("obligation__unit__short_name", "extended_to")) == {
        ("Diên An", date(2025, 3, 31)), ("Phòng Y tế", date(2025, 3, 31)),
    }  # fmt: skip
    assert ("Diên An", "S Sắp đến hạn", "đến hết 31/03/2025") in [
        (name, state.replace("G Được gia hạn đến hết 31/03/2025", "S Sắp đến hạn"), until)
        for name, state, until, _ in lines(page)
    ]


def test_a_day_that_is_over_is_refused_and_nothing_is_set(cast, plan, as_one):
    answer = as_one(cast.office).post(f"{LIST}own_plan/2023/han/", {"extended_to": "01/03/2025", "reason": "x"})
    assert (answer.status_code, Extension.objects.exists()) == (422, False)
    assert "Hạn mới phải sau ngày 09/03/2025" in words(soup(answer))


@pytest.mark.parametrize("period", ["2022", "2024-Q1", "khong-co", "0000"])
def test_a_period_the_duty_does_not_have_is_not_found(cast, plan, as_one, period):
    assert as_one(cast.office).get(f"{LIST}honouring_event/{period}/").status_code == 404


def test_who_sees_no_board_sees_no_duties(cast, plan, as_one):
    assert {as_one(one).get(LIST).status_code for one in (cast.admin, cast.stranger)} == {403}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, plan, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        send(as_one(cast.author), cast.dien_tho, form_key=f"k{number}")
    client = as_one(cast.office)
    client.get(LIST)
    with django_assert_num_queries(24):
        client.get(LIST)


def test_one_day_for_many_units_is_set_for_all_or_for_none(cast, plan, as_one):
    rows = Obligation.objects.filter(duty__code="honouring_event", period="2024")
    later = rows.get(unit=cast.health)
    extend(obligation=later, extended_to=date(2025, 6, 30), reason="Bão", by=actor(cast.office), at=moment(2025, 3, 1))
    where = reverse("desk:duty_due", kwargs={"code": "honouring_event", "period": "2024"})
    answer = as_one(cast.office).post(where, {"extended_to": "20/04/2025", "reason": "Bão"})
    assert answer.status_code == 422
    assert "Hạn mới phải sau ngày 30/06/2025" in words(soup(answer).main)
    assert Extension.objects.filter(obligation__in=rows).count() == 1  # nobody else's day moved
    as_one(cast.office).post(where, {"extended_to": "31/07/2025", "reason": "Bão"})
    assert Extension.objects.filter(obligation__in=rows, extended_to=date(2025, 7, 31)).count() == 3
