"""A unit's letter on the screen: typed by the office on one page, read and answered by the unit."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.conflicts import recuse
from neuguong.ledger.models import Activity, Obligation, PaperRemark, Return, UnitPaper
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/bang-theo-doi/van-ban-giay/"
LETTER = {
    "number": "15/BC-UBND", "signed_on": "12/03/2025", "signer": "Võ Thành Nhân", "arrived_on": "14/03/2025",
    "arrived_at": "16:05", "arrival_number": "145", "form_key": "k1",
}  # fmt: skip
LINE = {"dong0-name": "Lê Văn Thuận", "dong0-kind": "individual", "dong0-sector": "agriculture",
        "dong0-achievement_summary": "Nuôi trùn quế, mỗi năm thu 35 tấn phân bón."}  # fmt: skip


@pytest.fixture
def later(march):
    """Ten days after the cut-off."""
    start_demo_clock(at=moment(2025, 3, 25, 9))
    return march


def row_of(unit, duty="quarterly_return", period="2025-Q1"):
    return Obligation.objects.get(unit=unit, duty__code=duty, period=period)


def post(client, row, **typed):
    file = SimpleUploadedFile("cong-van.jpg", make.jpeg(), "image/jpeg")
    blank = {
        f"dong{n}-{name}": value
        for n in range(5)
        for name, value in (("kind", "individual"), ("sector", "agriculture"))
    }
    told = LETTER | {"scan": file} | (blank if row.duty.kind == "return" else {}) | typed
    return client.post(reverse("desk:unit_paper_new", args=[row.pk]), told, follow=True)


def test_one_form_makes_the_dossiers_and_the_unit_reads_who_typed_them_and_the_scan(cast, later, as_one):
    row = row_of(cast.dien_tho)
    office = as_one(cast.office)
    cell = soup(office.get(reverse("desk:obligation", args=[row.pk])))
    assert cell.select_one("a[href$='/van-ban-giay/']").get_text() == "Ghi theo văn bản giấy…"
    page = soup(post(office, row, **LINE))
    sentence = "Phạm Minh Đức ghi thay Xã Diên Thọ theo văn bản số 15/BC-UBND ngày 12/03/2025, đến ngày 14/03/2025 (số đến 145)."
    assert "Đã ghi thay Xã Diên Thọ theo văn bản số 15/BC-UBND" in words(page)
    assert sentence in words(page.main)
    author, dossier = as_one(cast.author), Nomination.objects.get()
    for address in (
        reverse("desk:unit_paper", args=[UnitPaper.objects.get().pk]),
        reverse("desk:obligation", args=[row.pk]),
        reverse("desk:nomination", args=[dossier.pk]),
    ):
        assert sentence in words(soup(author.get(address)).main)
    scan = author.get(reverse("desk:unit_paper_scan", args=[UnitPaper.objects.get().pk]))
    assert (scan.status_code, scan["Content-Disposition"]) == (200, 'attachment; filename="cong-van.jpg"')


def test_the_unit_takes_the_dossier_back_to_write_on_with_one_button(cast, later, as_one):
    post(as_one(cast.office), row_of(cast.dien_tho), **LINE)
    dossier, client = Nomination.objects.get(), as_one(cast.author)
    page = soup(client.get(reverse("desk:nomination", args=[dossier.pk])))
    assert "Nhận về viết tiếp" in words(page.select_one(".opens"))
    address = reverse("desk:nomination_step", args=[dossier.pk, "resume"])
    page = soup(client.post(address, {"version": dossier.version}, follow=True))
    dossier.refresh_from_db()
    assert (dossier.state, "Đã nhận hồ sơ về viết tiếp" in words(page)) == ("returned", True)


def test_paper_of_the_14th_typed_on_the_25th_shows_as_entered_afterwards(cast, later, as_one):
    client, row = as_one(cast.office), row_of(cast.dien_an)
    post(client, row, **{"khong-reason": "Quý này chưa có ai."})
    assert Return.objects.get().effective_at == moment(2025, 3, 14, 16, 5)
    page = soup(client.get(reverse("desk:obligation", args=[row.pk]) + "?on=20/03/2025"))
    assert "Ghi bổ sung: có giấy tờ nhập sau ngày 20/03/2025" in words(page)


def test_a_report_on_paper_is_recorded_with_its_letter(cast, later, as_one):
    row = row_of(cast.dien_tho, "honouring_event", "2024")
    typed = {"viec-title": "Gặp mặt điển hình", "viec-held_on": "20/11/2024", "viec-form": "online"}
    page = soup(post(as_one(cast.office), row, **typed))
    assert "Gặp mặt điển hình, 20/11/2024" in words(page.main).replace(" ,", ",")
    assert Activity.objects.get().paper == UnitPaper.objects.get()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Ghi ít nhất một điển hình, hoặc lý do không có."),
        (LINE | {"khong-reason": "Không có ai."}, "chỉ ghi một trong hai"),
        (LINE | {"dong0-achievement_summary": ""}, "Ghi trích ngang thành tích như trong danh sách."),
        (LINE | {"number": ""}, "Ghi số, ký hiệu văn bản của đơn vị."),
        (LINE | {"arrived_on": "26/03/2025"}, "không thể sau bây giờ"),
        (LINE | {"signed_on": "15/03/2025"}, "Ngày văn bản không thể sau ngày đến."),
        (LINE | {"scan": ""}, "Chọn bản quét văn bản của đơn vị."),
        (LINE | {"scan": SimpleUploadedFile("a.exe", b"MZ")}, "Không nhận tệp loại “.exe”"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(cast, later, as_one, typed, sentence):
    answer = post(as_one(cast.office), row_of(cast.dien_tho), **typed)
    page = soup(answer)
    assert (answer.status_code, UnitPaper.objects.exists(), Nomination.objects.exists()) == (422, False, False)
    assert sentence in words(page.main)
    assert page.select_one("input[name=signer]")["value"] == "Võ Thành Nhân"


def test_the_unit_itself_and_others_do_not_type_for_it(cast, later, as_one):
    row = row_of(cast.dien_tho)
    assert "Ghi theo văn bản giấy" not in words(
        soup(as_one(cast.author).get(reverse("desk:obligation", args=[row.pk])))
    )
    assert {
        as_one(one).get(reverse("desk:unit_paper_new", args=[row.pk])).status_code for one in (cast.author, cast.leader)
    } == {403}
    quota = row_of(cast.dien_tho, "quota", "2025")
    assert as_one(cast.office).get(reverse("desk:unit_paper_new", args=[quota.pk])).status_code == 404


def test_a_remark_is_the_offices_work_until_it_is_answered(cast, later, as_one):
    post(as_one(cast.office), row_of(cast.dien_tho), **LINE)
    paper, author, second = UnitPaper.objects.get(), as_one(cast.author), as_one(cast.office_second)
    address = reverse("desk:unit_paper_remark", args=[paper.pk])
    assert author.post(address, {"text": " "}).status_code == 422
    for _ in range(2):  # pressed twice
        author.post(address, {"text": "Ông Thuận ở thôn 4.", "form_key": "r1"})
    remark = PaperRemark.objects.get()
    assert "Ông Thuận ở thôn 4." in words(soup(second.get("/ban-lam-viec/")).main)
    answer = reverse("desk:paper_remark_answer", args=[remark.pk])
    assert second.post(answer, {"answer": ""}).status_code == 422
    page = soup(second.post(answer, {"answer": "Xã nhận hồ sơ về sửa."}, follow=True))
    assert "Trả lời: Xã nhận hồ sơ về sửa." in words(page.main)
    assert second.post(answer, {"answer": "Lần nữa."}).status_code == 409
    assert "Ông Thuận ở thôn 4." not in words(soup(second.get("/ban-lam-viec/")).main)


def test_who_stepped_back_from_a_dossier_does_not_meet_the_letter_that_names_it(cast, later, as_one):
    post(as_one(cast.office), row_of(cast.dien_tho), **LINE)
    paper, dossier = UnitPaper.objects.get(), Nomination.objects.get()
    by = actor(cast.office_second)
    recuse(nomination=dossier, account=cast.office_second, reason="Bạn học.", by=by, at=moment(2025, 3, 25))
    client = as_one(cast.office_second)
    assert client.get(reverse("desk:unit_paper", args=[paper.pk])).status_code == 404
    assert client.get(reverse("desk:unit_paper_scan", args=[paper.pk])).status_code == 404
    assert "15/BC-UBND" not in client.get(LIST).content.decode()
    cell = client.get(reverse("desk:obligation", args=[paper.obligation_id])).content.decode()
    assert "15/BC-UBND" not in cell


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, later, as_one, rows, django_assert_num_queries):
    office = as_one(cast.office)
    for number in range(rows):
        post(office, row_of(cast.dien_tho, "honouring_event", f"{2023 + number}"), form_key=f"k{number}",
             **{"viec-title": "Gặp mặt", "viec-held_on": "20/11/2024", "viec-form": "online"})  # fmt: skip
    assert UnitPaper.objects.count() == rows
    client = as_one(cast.author)
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)
