"""The desk of publicity: what ran is recorded on a phone in a few taps, and nobody meets another unit's."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from neuguong.exemplars.models import Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.ledger.models import Obligation
from neuguong.publicity.models import Broadcast, Outlet, PlannedRun, ReachFigure
from neuguong.publicity.operations.calendar import PlannedWords, plan_run
from tests import factories as make
from tests.core.papers.reading import cells
from tests.factories import actor
from tests.publicity.running import TODAY, ran
from tests.web.desk.conftest import soup, words


@pytest.fixture
def radio(cast) -> Outlet:
    return make.make_outlet(cast.dien_tho)


@pytest.fixture
def farmer(cast, march):
    page = make.make_exemplar(cast.dien_tho, march, "Lê Văn Thuận")
    make.signed_consent(page, cast.office, ("story", "portal"), ("story", "radio"), day=date(2025, 2, 3))
    return page


@pytest.fixture
def shy(cast, march):
    page = make.make_exemplar(cast.dien_tho, march, "Phạm Thị Kín")
    make.signed_consent(page, cast.office, ("story", "portal"), day=date(2025, 2, 3))
    return page


def fresh(client, name="desk:broadcast_new", query="") -> dict[str, str]:
    """The form as it opens: what is in it already."""
    page = soup(client.get(reverse(name) + query))
    fields = {
        one["name"]: one.get("value", "")
        for one in page.select("main form input[name]")
        if one["type"] in ("hidden", "text", "url")
    }
    chosen = {
        one["name"]: (one.select_one("[selected]") or one.select_one("option"))["value"]
        for one in page.select("main form select")
    }
    ticked = {"exemplars": [one["value"] for one in page.select("[name=exemplars][checked]")]}
    return fields | chosen | ticked


def planned(cast, outlet, *people, on=date(2025, 3, 12)) -> PlannedRun:
    told = PlannedWords(on, "Gương làm vườn", people, in_charge=cast.author)
    return plan_run(outlet=outlet, words=told, by=actor(cast.author), at=TODAY)


# Outlets


@pytest.mark.clause("III.3.c")
def test_an_outlet_is_opened_changed_and_ended(cast, march, as_one):
    author = as_one(cast.author)
    typed = fresh(author, "desk:outlet_new") | {"kind": "radio", "name": "Loa xã", "slot": "4:30"}
    assert (typed["unit"], typed["valid_from"]) == (str(cast.dien_tho.pk), "10/03/2025")
    wrong = author.post(reverse("desk:outlet_new"), typed | {"slot": "lâu", "name": ""})
    assert wrong.status_code == 422
    assert "phút:giây" in wrong.content.decode()
    for _ in range(2):
        author.post(reverse("desk:outlet_new"), typed)
    outlet = Outlet.objects.get()
    assert (outlet.unit, outlet.slot_seconds) == (cast.dien_tho, 270)
    here = reverse("desk:outlet", args=[outlet.pk])
    assert soup(author.get(here)).select_one("[name=slot]")["value"] == "4:30"
    change = {"name": "Đài xã", "slot": "5", "valid_from": "10/03/2025", "valid_until": "31/12/2025", "version": "1"}
    author.post(here, change)
    outlet.refresh_from_db()
    assert (outlet.name, outlet.valid_until) == ("Đài xã", date(2025, 12, 31))
    assert author.post(here, change).status_code == 409  # somebody was first


# Recording


@pytest.mark.clause("III.3.b")
def test_with_one_outlet_a_clerk_ticks_a_name_and_presses_once(cast, march, as_one, radio, farmer):
    author = as_one(cast.author)
    typed = fresh(author)
    assert (typed["outlet"], typed["ran_on"]) == (str(radio.pk), "10/03/2025")
    answer = author.post(reverse("desk:broadcast_new"), typed | {"exemplars": [farmer.pk]})
    row = Broadcast.objects.get()
    assert answer.headers["Location"] == reverse("desk:broadcast", args=[row.pk])
    assert (row.title, row.ran_on, row.consented) == ("Giới thiệu Lê Văn Thuận", date(2025, 3, 10), True)
    author.post(reverse("desk:broadcast_new"), typed | {"exemplars": [farmer.pk]})
    assert Broadcast.objects.count() == 1
    page = words(soup(author.get(reverse("desk:broadcast", args=[row.pk]))).main)
    assert "Đã tính" in page


def test_a_search_keeps_what_was_typed_and_adds_a_name(cast, march, as_one, radio, farmer):
    make.make_exemplar(cast.dien_an, march, "Trần Thị Mận")
    author = as_one(cast.author)
    typed = fresh(author) | {"exemplars": [farmer.pk], "title": "Hai gương", "find": "man", "search": "1"}
    page = soup(author.post(reverse("desk:broadcast_new"), typed))
    assert page.select_one("[name=title]")["value"] == "Hai gương"
    assert [one["value"] for one in page.select("[name=exemplars][checked]")] == [str(farmer.pk)]
    assert "Trần Thị Mận (Diên An)" in words(page.select_one("#id_exemplars_field"))
    assert page.select(".field-bad, [role=alert]") == []
    assert not Broadcast.objects.exists()


def test_without_consent_it_is_refused_first_and_then_flagged(cast, march, as_one, radio, shy):
    author = as_one(cast.author)
    typed = fresh(author) | {"exemplars": [shy.pk]}
    refused = author.post(reverse("desk:broadcast_new"), typed)
    assert refused.status_code == 422
    page = soup(refused)
    assert "Chưa có phiếu đồng ý cho câu chuyện trên loa truyền thanh." in words(page.main)
    assert page.select_one("[name=despite]")["type"] == "checkbox"
    author.post(reverse("desk:broadcast_new"), typed | {"despite": "on"})
    assert Broadcast.objects.get().consented is False
    flagged = words(soup(as_one(cast.office).get(reverse("desk:broadcasts") + "?flagged=1")).main)
    assert "Phạm Thị Kín" in flagged


@pytest.mark.parametrize(
    "typed",
    [
        {"ran_on": "31/02/2025"}, {"ran_on": "11/03/2025"}, {"ran_time": "25:00"}, {"airtime": "1:99"}, {"link": "javascript:x"},
        {"airtime": "9" * 5000}, {"title": "a\x00b"}, {"outlet": "987654"}, {"exemplars": ["987654"]}, {"exemplars": []}, {"title": "x" * 301}, {"exemplars": ["một"]},
    ],
)  # fmt: skip
def test_bad_input_is_said_and_nothing_typed_is_lost(cast, march, as_one, radio, farmer, typed):
    author = as_one(cast.author)
    sent = fresh(author) | {"exemplars": [farmer.pk], "title": "Lời đã gõ"} | typed
    answer = author.post(reverse("desk:broadcast_new"), sent)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select(".field-bad")
    assert page.select_one("[name=title]")["value"] == sent["title"]
    assert not Broadcast.objects.exists()


def test_a_unit_without_an_outlet_is_shown_the_way(cast, march, as_one):
    for name in ("desk:broadcast_new", "desk:planned_run_new", "desk:radio_script"):
        assert soup(as_one(cast.author).get(reverse(name))).select_one(f'main a[href="{reverse("desk:outlet_new")}"]')


def test_a_record_is_taken_back_on_its_page(cast, march, as_one, radio, farmer):
    row = ran(radio, cast.author, farmer)
    here = reverse("desk:broadcast", args=[row.pk])
    author = as_one(cast.author)
    assert author.post(here, {"reason": " "}).status_code == 422
    assert author.post(here, {"reason": "Ghi nhầm"}).status_code == 302
    page = soup(author.get(here))
    assert "Ghi nhầm" in words(page.main)
    assert page.select("form textarea") == []


def test_the_page_says_what_was_put_right_since(cast, march, as_one, radio, farmer):
    row = ran(radio, cast.author, farmer)
    farmer.corrections.create(said="5 ha", true="2 ha", of_story=True, corrected_on=date(2025, 3, 9), recorded_at=TODAY)
    page = words(soup(as_one(cast.author).get(reverse("desk:broadcast", args=[row.pk]))).main)
    assert "Ngày 09/03/2025 đính chính “5 ha” thành “2 ha”." in page


# The calendar


def test_an_entry_is_planned_moved_run_and_seen_in_month_and_week(cast, march, as_one, radio, farmer):
    author = as_one(cast.author)
    typed = fresh(author, "desk:planned_run_new") | {"planned_on": "12/03/2025", "exemplars": [farmer.pk]}
    for _ in range(2):
        assert author.post(reverse("desk:planned_run_new"), typed | {"outlet": radio.pk}).status_code == 302
    entry = PlannedRun.objects.get()
    assert entry.in_charge == cast.author
    edit = reverse("desk:planned_run_edit", args=[entry.pk])
    moved = {
        "planned_on": "10/03/2025",
        "planned_time": "17:30",
        "exemplars": [farmer.pk],
        "title": "Gương",
        "version": "1",
    }
    assert author.post(edit, moved | {"planned_on": "9/3/2025"}).status_code == 422
    assert author.post(edit, moved).status_code == 302
    assert author.post(edit, moved).status_code == 409
    for view in ("month", "week"):
        page = soup(author.get(reverse("desk:publicity") + f"?view={view}&day=10/03/2025"))
        assert words(page.select_one("[aria-current=date] .cal-e")).startswith("17:30 Gương")
        assert len(page.select(".cal-d")) == (42 if view == "month" else 7)
    query = f"?muc={entry.pk}"
    typed = fresh(author, query=query)
    assert (typed["title"], typed["exemplars"]) == ("Gương", [str(farmer.pk)])
    author.post(reverse("desk:broadcast_new") + query, typed)
    assert Broadcast.objects.get().planned == entry
    assert author.get(reverse("desk:broadcast_new") + query).status_code == 404
    assert "Đã phát, đăng" in words(soup(author.get(reverse("desk:planned_run", args=[entry.pk]))).main)


def test_an_entry_whose_consent_ended_warns_and_is_cancelled_with_a_reason(cast, march, as_one, radio, farmer):
    entry = planned(cast, radio, farmer)
    withdraw_consent(
        consent=farmer.consents.get(), withdrawn_on=date(2025, 3, 10), way="phone", by=actor(cast.office), at=TODAY
    )
    author, here = as_one(cast.author), reverse("desk:planned_run", args=[entry.pk])
    assert "đã được rút ngày 10/03/2025" in words(soup(author.get(reverse("desk:publicity"))).select_one(".cal-w"))
    assert "đã được rút" in words(soup(author.get(here)).select_one(".note"))
    assert author.post(here, {"reason": ""}).status_code == 422
    author.post(here, {"reason": "Người được kể không đồng ý nữa"})
    page = words(soup(author.get(here)).main)
    assert "Người được kể không đồng ý nữa" in page
    assert "Đã hủy" in page


@pytest.mark.parametrize(
    "query", ["?day=hôm nay", "?day=01/01/0001", "?day=31/12/9999", "?view=năm", "?outlet=x", "?outlet=" + "9" * 40]
)
def test_an_address_that_nobody_meant_shows_today(cast, march, as_one, radio, query):
    page = soup(as_one(cast.author).get(reverse("desk:publicity") + query))
    assert page.select_one("h2").get_text(strip=True) == "Tháng 03/2025"


# Reach, gaps, scripts


def test_a_file_of_figures_is_taken_in_or_every_wrong_line_named(cast, march, as_one, radio, farmer):
    row = ran(radio, cast.author, farmer)
    author, here = as_one(cast.author), reverse("desk:reach")
    sample = author.get(reverse("desk:reach_sample")).content.decode("utf-8-sig")
    assert sample == "Mã lần phát,Ngày đo,Lượt tiếp cận,Lượt tương tác\r\n"
    to_fill = author.get(reverse("desk:reach_to_fill")).content.decode("utf-8-sig")
    assert to_fill.splitlines()[1].startswith(f"{row.pk},,,,2025-03-08,Đài truyền thanh xã")

    def send(text: str):
        return author.post(here, {"file": SimpleUploadedFile("so.csv", text.encode(), "text/csv")})

    wrong = send(sample + "x,10/03/2025,5,\r\n")
    assert wrong.status_code == 422
    assert "Dòng 2: “Mã lần phát”" in words(soup(wrong).select_one("[role=alert]"))
    assert send(sample + f"{row.pk},10/03/2025,1.250,\r\n").status_code == 302
    send(to_fill.replace(f"{row.pk},,,", f"{row.pk},2025-03-10,1250,"))
    assert list(ReachFigure.objects.values_list("reached", flat=True)) == [1250]
    assert author.post(here, {}).status_code == 422
    assert "1.250" in words(soup(author.get(reverse("desk:broadcasts"))).main)


def test_the_gaps_are_a_page_of_tables_and_a_spreadsheet(cast, march, as_one, radio, farmer, shy):
    ran(radio, cast.author, farmer)
    author = as_one(cast.author)
    page = soup(author.get(reverse("desk:gaps")))
    assert len(page.select("table")) == 5
    assert all(one.select("thead th[scope=col]") for one in page.select("table"))
    assert "Phạm Thị Kín" in words(page.select("table")[-1])
    never = cells(author.get(reverse("desk:gaps_xlsx")).content, 5).values()
    assert "'Phạm Thị Kín'" in never


def test_a_script_is_read_on_the_page_and_taken_as_a_paper(cast, march, as_one, radio, farmer, shy):
    Story.objects.filter(exemplar=farmer).update(summary="Ông giúp 35 hộ. Ai cũng quý.")
    author = as_one(cast.author)
    asked = f"?outlet={radio.pk}&exemplar={farmer.pk}"
    page = words(soup(author.get(reverse("desk:radio_script") + asked)).main)
    assert "Ông giúp 35 hộ. Ai cũng quý." in page
    assert "ba mươi lăm" in page
    paper = author.get(reverse("desk:radio_script_docx") + asked)
    text = "\n".join(one.text for one in Document(io.BytesIO(paper.content)).paragraphs)
    assert "Ông giúp 35 hộ. Ai cũng quý." in text
    refused = f"?outlet={radio.pk}&exemplar={shy.pk}"
    assert author.get(reverse("desk:radio_script_docx") + refused).status_code == 409
    assert "Chưa có phiếu đồng ý" in words(soup(author.get(reverse("desk:radio_script") + refused)).main)
    assert author.get(reverse("desk:radio_script_docx")).status_code == 409


# Whose


def test_only_who_records_publicity_finds_the_desk(cast, march, as_one, radio):
    pages = ("publicity", "broadcasts", "broadcast_new", "outlets", "outlet_new", "reach", "reach_sample", "reach_to_fill",
             "gaps", "gaps_xlsx", "radio_script", "planned_run_new")  # fmt: skip
    assert {as_one(cast.leader).get(reverse(f"desk:{name}")).status_code for name in pages} == {403}
    rail = soup(as_one(cast.author).get(reverse("desk:home"))).select_one(f'nav a[href="{reverse("desk:publicity")}"]')
    assert rail.get_text(strip=True) == "Tuyên truyền"
    assert not soup(as_one(cast.leader).get(reverse("desk:home"))).select(f'a[href="{reverse("desk:publicity")}"]')


def test_the_obligation_shows_what_ran_and_leads_there(cast, march, as_one, radio, farmer):
    ran(radio, cast.author, farmer)
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="publicity", period="2025")
    page = soup(as_one(cast.author).get(reverse("desk:obligation", args=[row.pk])))
    assert "Đã phát, đăng 1 lần trên kênh của đơn vị" in words(page.main)
    assert page.select_one(f'main a[href="{reverse("desk:broadcasts")}"]')


# Cost


@pytest.mark.parametrize(("name", "queries"), [("publicity", 15), ("broadcasts", 15), ("outlets", 11)])
def test_a_list_costs_the_same_for_one_and_for_three(
    cast, march, as_one, farmer, name, queries, django_assert_num_queries
):
    author = as_one(cast.author)
    for turn in range(3):
        outlet = make.make_outlet(cast.dien_tho, f"Loa {turn}")
        ran(outlet, cast.author, farmer)
        planned(cast, outlet, farmer)
        if turn in (0, 2):
            with django_assert_num_queries(queries):
                author.get(reverse(f"desk:{name}"))
