"""Estimates at the desk: written with Vietnamese numbers, appraised line by line, approved, seen and taken along by the rest."""

import pytest
from django.urls import reverse

from neuguong.ledger.models import Estimate
from neuguong.ledger.operations.budget import start_estimate, submit_estimate, write_estimate
from neuguong.org.enums import Role
from tests import factories as make
from tests.core.papers.reading import cells
from tests.factories import actor, moment
from tests.ledger.test_budget import LINES
from tests.web.desk.conftest import soup, words


@pytest.fixture
def finance(cast):
    account = make.make_account("finance", "Đỗ Quang Hưng")
    make.give_role(account, Role.FINANCE, cast.district, subtree=True)
    return account


@pytest.fixture
def sent(cast, march) -> Estimate:
    return send(cast, march)


def send(cast, plan, key="k1") -> Estimate:
    by, at = actor(cast.author), moment(2025, 3, 4)
    row = start_estimate(
        plan=plan, unit=cast.dien_tho, year=2025, title="Biểu dương điển hình", form_key=key, by=by, at=at
    )
    write_estimate(estimate=row, title=row.title, lines=LINES, edited=0, by=by, at=at)
    return submit_estimate(estimate=row, by=actor(cast.head), at=moment(2025, 3, 5))


def typed_lines(*lines, edited=0, total=4):
    """The form of the lines as a browser sends it; lines that are not given are empty."""
    data = {
        "title": "Biểu dương", "edited": edited, "form-TOTAL_FORMS": total, "form-INITIAL_FORMS": 0,
        "form-MIN_NUM_FORMS": 0, "form-MAX_NUM_FORMS": 100,
    }  # fmt: skip
    names = ("category", "content", "measure", "quantity", "unit_price")
    for place in range(total):
        values = lines[place] if place < len(lines) else [""] * 5
        data |= {f"form-{place}-{name}": value for name, value in zip(names, values, strict=True)}
    return data


def press(client, row, act, **typed):
    return client.post(reverse("desk:estimate", args=[row.pk]), {"act": act, **typed})


def test_a_unit_writes_an_estimate_with_its_own_way_of_numbers(cast, march, as_one):
    author, head = as_one(cast.author), as_one(cast.head)
    form = soup(author.get(reverse("desk:estimate_new")))
    typed = {
        "year": "2025",
        "title": "Biểu dương",
        "obligation": "",
        "form_key": form.select_one("[name=form_key]")["value"],
    }
    for _ in range(2):
        made = author.post(reverse("desk:estimate_new"), typed)
    row = Estimate.objects.get()
    here = reverse("desk:estimate_edit", args=[row.pk])
    assert made.headers["Location"] == here
    first = ("event", "Trang trí", "buổi", "1,5", "2.000.000")
    wrong = author.post(here, typed_lines(first, ("award", "Hoa", "bó", "1.5", "")))
    assert wrong.status_code == 422
    page = words(soup(wrong).main)
    assert "Không hiểu số “1.5”. Viết 1.500.000 hoặc 1500000; số lẻ dùng dấu phẩy, ví dụ 1,5." in page
    assert "Ghi đơn giá." in page
    assert soup(wrong).select_one("[name=form-0-unit_price]")["value"] == "2.000.000"
    assert author.post(here, typed_lines(first, ("award", "Hoa", "bó", "10", "120000đ"))).status_code == 302
    assert "4.200.000 đồng" in words(soup(author.get(reverse("desk:estimate", args=[row.pk]))).main)
    again = author.post(here, typed_lines(first, edited=0))
    assert (again.status_code, "Người khác vừa lưu dự toán này" in words(soup(again).main)) == (409, True)
    assert soup(again).select_one("[name=edited]")["value"] == "1"
    assert press(author, row, "submit").status_code == 409
    assert press(head, row, "submit").status_code == 302
    assert author.get(here).status_code == 409


def test_finance_reduces_the_leader_approves_and_all_three_amounts_are_seen(cast, sent, finance, as_one):
    money, leader, author = as_one(finance), as_one(cast.leader), as_one(cast.author)
    assert "Biểu dương điển hình, Diên Thọ" in words(soup(money.get(reverse("desk:home"))).main)
    lines = list(sent.lines.all())
    names = [(f"amount-{line.pk}", f"reason-{line.pk}") for line in lines]
    page = soup(money.get(reverse("desk:estimate", args=[sent.pk])))
    assert [page.select_one(f"[name={amount}]")["value"] for amount, _ in names] == ["3.000.000", "1.200.000"]
    typed = {names[0][0]: "2.500.000", names[0][1]: "", names[1][0]: "1.200.001", names[1][1]: ""}
    wrong = press(money, sent, "appraise", **typed)
    assert (wrong.status_code, "Giảm thì ghi lý do." in wrong.content.decode()) == (422, True)
    typed[names[0][1]] = "Theo định mức."
    assert "không quá 1.200.000 đồng" in press(money, sent, "appraise", **typed).content.decode()
    typed[names[1][0]] = "1.200.000"
    for _ in range(2):
        assert press(money, sent, "appraise", **typed).status_code == 302
    assert "3.700.000 đồng" in words(soup(leader.get(reverse("desk:home"))).main)
    for _ in range(2):
        assert press(leader, sent, "approve", document="215/QĐ-UBND").status_code == 302
    told = words(soup(author.get(reverse("desk:estimate", args=[sent.pk]))).select_one(".sums"))
    assert told == "Đề nghị 4.200.000 đồng Thẩm định 3.700.000 đồng Phê duyệt 3.700.000 đồng (215/QĐ-UBND)"
    made = press(author, sent, "revise")
    assert made.headers["Location"] == reverse("desk:estimate_edit", args=[Estimate.objects.get(edition=2).pk])


@pytest.mark.parametrize(
    ("who", "act", "typed", "status", "sentence"),
    [
        ("finance", "return", {"reason": ""}, 422, "Ghi lý do trả lại."),
        ("finance", "approve", {}, 409, "đang ở trạng thái"),
        ("leader", "return", {"reason": "x"}, 409, "Chỉ người được giao thẩm định"),
        ("office", "return", {"reason": "x"}, 409, "Chỉ người được giao thẩm định"),
        ("author", "revise", {}, 409, "Chỉ dự toán bị trả lại hoặc đã phê duyệt"),
        ("author", "khong-co", {}, 409, "Không có việc này ở đây."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cast, sent, finance, as_one, who, act, typed, status, sentence):
    account = finance if who == "finance" else cast[who]
    answer = press(as_one(account), sent, act, **typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)


def test_the_unit_reads_why_it_came_back(cast, sent, finance, as_one):
    assert press(as_one(finance), sent, "return", reason="Thiếu báo giá.").status_code == 302
    author = as_one(cast.author)
    assert "Dự toán kinh phí bị trả lại" in words(soup(author.get(reverse("desk:home"))).main)
    assert "Thiếu báo giá." in words(soup(author.get(reverse("desk:estimate", args=[sent.pk]))).main)


@pytest.mark.parametrize("who", ["neighbour", "chair", "admin", "stranger"])
def test_nobody_else_finds_an_estimate(cast, sent, as_one, who):
    client = as_one(cast[who])
    assert client.get(reverse("desk:estimate", args=[sent.pk])).status_code == 404
    assert client.get(reverse("desk:estimate_edit", args=[sent.pk])).status_code == 404
    assert press(client, sent, "submit").status_code == 404
    listing = client.get(reverse("desk:estimates"))
    assert "Biểu dương điển hình" not in listing.content.decode()
    assert listing.status_code == (403 if who in ("admin", "stranger") else 200)
    assert client.get(reverse("desk:estimates_paper")).status_code == 403
    assert client.get(reverse("desk:estimate_new")).status_code == (200 if who == "neighbour" else 403)


def test_the_overview_is_narrowed_and_taken_along(cast, sent, finance, as_one):
    client = as_one(cast.office)
    assert (
        "Biểu dương điển hình" in client.get(reverse("desk:estimates"), {"year": 2025, "event": "-"}).content.decode()
    )
    for wanted in ({"year": 2024}, {"state": "approved"}, {"unit": cast.dien_an.pk}, {"event": "honouring_event"}):
        page = client.get(reverse("desk:estimates"), wanted)
        assert ("Biểu dương điển hình" in page.content.decode(), "Không có dự toán nào khớp" in page.content.decode()) == (
            False, True,
        ), wanted  # fmt: skip
    sheet = client.get(reverse("desk:estimates_sheet"), {"year": 2025})
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="kinh-phi-2025.xlsx"'
    assert cells(sheet.content)["G6"] == "3000000"
    early = client.get(reverse("desk:estimates_paper"), {"year": 2025})
    assert (early.status_code, "chưa có dự toán nào được thẩm định" in early.content.decode()) == (409, True)
    left = {f"amount-{line.pk}": str(line.amount) for line in sent.lines.all()}
    press(as_one(finance), sent, "appraise", **left)
    paper = client.get(reverse("desk:estimates_paper"), {"year": 2025})
    assert paper.headers["Content-Disposition"] == 'attachment; filename="to-trinh-kinh-phi-2025.docx"'


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        send(cast, march, f"k{number}")
    client = as_one(cast.office)
    with django_assert_num_queries(16):
        assert client.get(reverse("desk:estimates")).status_code == 200
