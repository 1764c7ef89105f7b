"""Finding, reading and moving dossiers on the desk."""

from datetime import date

import pytest

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination, Recognition
from neuguong.exemplars.operations.nominations import verify_nomination
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/ho-so/"


def draft_of(cast, plan, name: str = "Lê Văn Thuận", unit=None, author=None) -> Nomination:
    unit, author = unit or cast.dien_tho, author or cast.author
    return make.make_nomination(unit, plan, author, name=name, sector=plan.sectors.first().code)


@pytest.fixture
def sent(cast, march) -> Nomination:
    """A dossier of Diên Thọ that waits for verification."""
    return make.send(draft_of(cast, march), cast.head, at=moment(2025, 3, 6))


def step(client, nomination: Nomination, name: str, **data):
    data = {"version": nomination.version} | data
    return client.post(f"{LIST}{nomination.pk}/buoc/{name}/", data)


def names(page) -> list[str]:
    return [words(tag) for tag in page.select("#hang td[data-l='Hồ sơ'] a")]


# Reading


def test_a_dossier_shows_text_files_steps_and_history(cast, sent, as_one):
    page = soup(as_one(cast.office).get(f"{LIST}{sent.pk}/"))
    assert words(page.h1) == "Lê Văn Thuận"
    assert [words(tag) for tag in page.select(".opens .btn:not([aria-disabled])") if tag.parent.name != "form"] == [
        "Trả lại…",
        "Không đạt…",
    ]
    closed = {words(tag): words(page.find(id=tag["aria-describedby"])) for tag in page.select(".opens [aria-disabled]")}
    assert closed == {"Rút hồ sơ": "Chỉ Xã Diên Thọ rút được hồ sơ của mình."}
    assert [words(tag) for tag in page.select(".tl li b")] == ["Lập bản nháp", "Gửi hồ sơ", "Chờ thẩm định"]


@pytest.mark.parametrize("person", ["neighbour", "neighbour_head", "health_officer", "admin", "stranger"])
def test_other_units_and_the_administrator_find_no_dossier(cast, sent, as_one, person):
    assert as_one(cast[person]).get(f"{LIST}{sent.pk}/").status_code == 404


def test_nobody_reads_another_units_draft(cast, march, as_one):
    assert as_one(cast.office).get(f"{LIST}{draft_of(cast, march).pk}/").status_code == 404


def test_the_office_walks_through_its_queue_oldest_first(cast, march, as_one):
    first, second, third = (
        make.send(draft_of(cast, march, name), cast.head, at=moment(2025, 3, day))
        for day, name in ((5, "Một"), (6, "Hai"), (7, "Ba"))
    )
    page = soup(as_one(cast.office).get(f"{LIST}{second.pk}/"))
    assert page.select_one("a[rel=prev]")["href"] == f"{LIST}{first.pk}/"
    assert page.select_one("a[rel=next]")["href"] == f"{LIST}{third.pk}/"
    assert "2 trên 3" in words(page.select_one(".crumb"))
    assert soup(as_one(cast.author).get(f"{LIST}{second.pk}/")).select("a[rel=next]") == []


@pytest.mark.parametrize("files", [1, 3])
def test_a_dossier_costs_the_same_few_queries_whatever_lies_in_it(
    cast, march, as_one, files, django_assert_num_queries
):
    draft = draft_of(cast, march)
    for number in range(files):
        make.attach_file(draft, cast.author, at=moment(2025, 3, 4), digest=str(number) * 64)
    make.send(draft, cast.head, at=moment(2025, 3, 6))
    client = as_one(cast.office)
    with django_assert_num_queries(33):
        client.get(f"{LIST}{draft.pk}/")


# Steps


def test_the_head_sends_into_the_open_round_on_time(cast, march, as_one):
    draft = draft_of(cast, march)
    client = as_one(cast.head)
    answer = step(client, draft, "submit")
    draft.refresh_from_db()
    assert answer["Location"] == f"{LIST}{draft.pk}/"
    assert (draft.state, draft.round_code, draft.on_time) == ("submitted", "2025-Q1", True)
    assert "Tính vào quý I/2025, đúng hạn." in words(soup(client.get(answer["Location"])).select_one(".messages"))


def test_the_officer_is_told_who_sends(cast, march, as_one):
    answer = step(as_one(cast.author), draft_of(cast, march), "submit")
    assert answer.status_code == 409
    assert "Người đứng đầu Xã Diên Thọ" in answer.content.decode()


def test_the_office_verifies_from_the_page(cast, sent, as_one):
    step(as_one(cast.office), sent, "verify")
    sent.refresh_from_db()
    assert sent.state == "verified"


def test_a_return_carries_its_reason_to_the_writer(cast, sent, as_one):
    step(as_one(cast.office), sent, "return", note="41 vụ tính từ năm nào?")
    page = soup(as_one(cast.author).get(f"{LIST}{sent.pk}/soan/"))
    assert "41 vụ tính từ năm nào?" in words(page.main)


def test_a_return_without_a_reason_changes_nothing(cast, sent, as_one):
    answer = step(as_one(cast.office), sent, "return", note="  ")
    sent.refresh_from_db()
    assert (answer.status_code, sent.state) == (409, "submitted")
    assert "cần ghi rõ lý do" in answer.content.decode()


def test_a_page_from_before_somebodys_step_gets_a_clear_answer(cast, sent, as_one):
    verify_nomination(nomination=Nomination.objects.get(), by=actor(cast.office_second), at=moment(2025, 3, 10, 8))
    answer = step(as_one(cast.office), sent, "return", note="x")
    assert answer.status_code == 409
    assert "đạt thẩm định" in answer.content.decode()


def test_an_edit_in_between_makes_the_page_stale(cast, march, as_one):
    draft = draft_of(cast, march)
    answer = step(as_one(cast.head), draft, "submit", version=draft.version - 1)
    page = soup(answer)
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (409, "draft")
    assert words(page.h1) == "Trang này đã cũ"
    assert page.select_one("a.btn-go")["href"] == f"{LIST}{draft.pk}/"


def test_a_double_click_sends_once(cast, march, as_one):
    draft, client = draft_of(cast, march), as_one(cast.head)
    assert step(client, draft, "submit").status_code == 302
    assert step(client, draft, "submit").status_code == 409
    assert list(Nomination.objects.values_list("state", flat=True)) == ["submitted"]


def test_an_invented_step_does_not_exist(cast, sent, as_one):
    assert step(as_one(cast.office), sent, "promote").status_code == 404


def test_the_chair_recognises_with_the_meeting(cast, sent, as_one):
    verify_nomination(nomination=sent, by=actor(cast.office), at=moment(2025, 3, 7))
    data = {"meeting_number": "02/BB", "meeting_on": "08/03/2025", "document_number": "415", "decided_on": "09/03/2025"}
    step(as_one(cast.chair), sent, "recognise_council", **data)
    sent.refresh_from_db()
    found = Recognition.objects.get()
    assert (sent.state, found.meeting_number, str(found.meeting_on)) == ("recognised", "02/BB", "2025-03-08")


def test_a_recognition_without_the_meeting_keeps_what_was_typed(cast, sent, as_one):
    verify_nomination(nomination=sent, by=actor(cast.office), at=moment(2025, 3, 7))
    answer = step(as_one(cast.chair), sent, "recognise_council", document_number="415", decided_on="30/02/2025")
    page = soup(answer)
    assert answer.status_code == 400
    assert page.select_one("#recognise_council-document_number")["value"] == "415"
    assert {tag["id"] for tag in page.select(".step-note .err")} == {
        "recognise_council-meeting_number_error",
        "recognise_council-meeting_on_error",
        "recognise_council-decided_on_error",
    }


def test_the_unit_recognises_its_own(cast, sent, as_one):
    verify_nomination(nomination=sent, by=actor(cast.office), at=moment(2025, 3, 7))
    step(as_one(cast.head), sent, "recognise_unit", document_number="12/QĐ-UBND", decided_on="09/03/2025")
    assert Recognition.objects.get().level == "unit"


# Paper that the office types


def paper_of(cast, march) -> Nomination:
    """A dossier that Diên Thọ brought on paper, opened by the office."""
    sector = march.sectors.first().code
    return make.make_nomination(cast.dien_tho, march, cast.office, sector=sector, at=moment(2025, 3, 25))


def test_paper_counts_from_the_day_it_came(cast, march, as_one):
    start_demo_clock(at=moment(2025, 3, 25, 9))
    paper = paper_of(cast, march)
    step(as_one(cast.office), paper, "submit", received_on="14/03/2025", received_at="16:05")
    paper.refresh_from_db()
    assert (paper.round_code, paper.on_time) == ("2025-Q1", True)
    assert (paper.sent_at, paper.sent_recorded_at.date()) == (moment(2025, 3, 14, 16, 5), date(2025, 3, 25))


def test_paper_cannot_have_come_tomorrow(cast, march, as_one):
    start_demo_clock(at=moment(2025, 3, 25, 9))
    paper = paper_of(cast, march)
    answer = step(as_one(cast.office), paper, "submit", received_on="26/03/2025", received_at="08:00")
    paper.refresh_from_db()
    assert (answer.status_code, paper.state) == (400, "draft")
    assert "không thể sau bây giờ" in words(soup(answer).main)


def test_the_office_opens_a_paper_dossier_for_any_unit(cast, march, as_one):
    client = as_one(cast.office)
    data = {"unit": cast.dien_an.pk, "kind": "individual", "name": "Trần Văn Giấy"}
    client.post(f"{LIST}gioi-thieu/", data)
    assert Nomination.objects.get().unit == cast.dien_an


# The list


def test_the_list_finds_without_diacritics_and_keeps_the_question_in_the_address(cast, march, as_one):
    draft_of(cast, march, "Đỗ Thị Lành")
    draft_of(cast, march, "Lê Văn Thuận")
    page = soup(as_one(cast.author).get(f"{LIST}?q=do+thi+lanh"))
    assert names(page) == ["Đỗ Thị Lành"]
    assert page.select_one("#loc-q")["value"] == "do thi lanh"


def test_filters_narrow_together(cast, march, as_one):
    wanted = make.send(draft_of(cast, march, "Một"), cast.head, at=moment(2025, 3, 6))
    draft_of(cast, march, "Hai")
    client = as_one(cast.author)
    sector = wanted.sector.code
    assert names(soup(client.get(f"{LIST}?state=submitted&round_code=2025-Q1&sector={sector}&kind=individual"))) == [
        "Một"
    ]
    assert names(soup(client.get(f"{LIST}?state=verified"))) == []


@pytest.mark.parametrize("query", ["?state=nonsense", "?unit=abc", "?page=-3", "?round_code=2025", "?sort=x", "?q=%00"])
def test_an_unreadable_question_is_left_out(cast, sent, as_one, query):
    assert as_one(cast.author).get(f"{LIST}{query}").status_code == 200


def test_a_list_shows_only_what_its_reader_may_see(cast, march, as_one):
    draft_of(cast, march, "Của Diên Thọ")
    draft_of(cast, march, "Của Diên An", cast.dien_an, cast.neighbour)
    assert names(soup(as_one(cast.author).get(LIST))) == ["Của Diên Thọ"]
    assert names(soup(as_one(cast.neighbour).get(LIST))) == ["Của Diên An"]
    assert names(soup(as_one(cast.office).get(LIST))) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        draft_of(cast, march, f"Người thứ {number}")
    client = as_one(cast.author)
    with django_assert_num_queries(15):
        assert len(names(soup(client.get(LIST)))) == rows


def test_the_rows_alone_put_into_the_old_page_give_the_new_page(cast, march, as_one):
    draft_of(cast, march, "Đỗ Thị Lành")
    draft_of(cast, march, "Lê Văn Thuận")
    client = as_one(cast.author)
    old, new = soup(client.get(LIST)), soup(client.get(f"{LIST}?q=lanh"))
    rows = soup(client.get(f"{LIST}?q=lanh", headers={"HX-Request": "true"}))
    old.select_one("#hang").replace_with(rows.select_one("#hang"))
    for page in (old, new):
        for token in page.select("input[name=csrfmiddlewaretoken]"):
            token["value"] = ""
    assert str(old.select_one("#hang")) == str(new.select_one("#hang"))
    assert rows.select("html, header, nav.rail") == []


def test_an_empty_list_says_what_to_do(cast, march, as_one):
    page = soup(as_one(cast.author).get(LIST))
    assert page.select_one(".empty a")["href"] == f"{LIST}gioi-thieu/"


# One step for many


def test_each_row_of_a_bulk_step_answers_for_itself(cast, march, as_one):
    good = make.send(draft_of(cast, march, "Được"), cast.head, at=moment(2025, 3, 6))
    done = make.send(draft_of(cast, march, "Xong rồi"), cast.head, at=moment(2025, 3, 6))
    verify_nomination(nomination=done, by=actor(cast.office_second), at=moment(2025, 3, 7))
    hidden = draft_of(cast, march, "Nháp của xã")
    data = {"step": "verify", "ids": [good.pk, done.pk, hidden.pk], "back": f"{LIST}?state=submitted"}
    page = soup(as_one(cast.office).post(f"{LIST}nhieu/", data))
    told = [(words(row.select("td")[0]), words(row.select("td")[1])) for row in page.select("tbody tr")]
    assert words(page.h1) == "Đạt thẩm định: 1 trên 3 hồ sơ"
    assert told[0] == (f"Được {good.number}", "Đã xong")
    assert told[1][1].startswith("Chưa làm Hồ sơ đang ở trạng thái “đạt thẩm định”")
    assert told[2] == (
        "Hồ sơ không có trong phạm vi của anh/chị",
        "Chưa làm Không tìm thấy hồ sơ này trong phạm vi của anh/chị.",
    )
    assert page.select_one(".page-h a")["href"] == f"{LIST}?state=submitted"


def test_who_may_not_verify_is_offered_no_bulk_step_and_takes_none(cast, sent, as_one):
    client = as_one(cast.author)
    assert soup(client.get(LIST)).select("[name=ids]") == []
    client.post(f"{LIST}nhieu/", {"step": "verify", "ids": [sent.pk]})
    sent.refresh_from_db()
    assert sent.state == "submitted"


@pytest.mark.parametrize("back", ["https://xau.vn/", "//xau.vn", "/ban-lam-viec/ho-so//xau.vn"])
def test_a_bulk_step_leads_back_to_our_own_list_only(cast, sent, as_one, back):
    answer = as_one(cast.office).post(f"{LIST}nhieu/", {"step": "verify", "back": back})
    assert answer["Location"] == LIST
