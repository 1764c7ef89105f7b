"""Day one of a real office: one page, once, for who holds the token."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from neuguong.ledger.models import Obligation
from neuguong.org.models import Account, Membership, Unit
from neuguong.programme.models import Plan
from neuguong.web.accounts.first_run import setup_token
from tests import factories as make

GOOD = "ba-cay-dua-ngoai-ngo"
TOLD = {
    "full_name": "Lê Thị Sáu", "username": "sau.le", "email": "", "password": GOOD, "password_again": GOOD,
    "unit_name": "UBND xã Bình Minh", "unit_kind": "state_committee", "place": "Xã Bình Minh",
}  # fmt: skip
UNITS = """
[[unit]]
ref = "xa"
kind = "state_committee"
name = "UBND xã"
valid_from = 2020-01-01
[[unit]]
ref = "thon"
kind = "hamlet"
name = "Thôn Một"
parent = "xa"
valid_from = 2020-01-01
"""


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()
    yield
    cache.clear()


def send(client, **fields):
    return client.post(reverse("account_first_run"), TOLD | {"ma": setup_token()} | fields)


def test_an_empty_database_leads_from_the_desk_to_the_first_run_page(client):
    response = client.get(reverse("desk:home"), follow=True)
    assert [address for address, _ in response.redirect_chain][-1] == reverse("account_first_run")
    assert "python manage.py first_run" in response.content.decode()


def test_files_that_come_along_are_told_by_what_they_hold(client):
    page = client.get(reverse("account_first_run"), {"ma": setup_token()}).content.decode()
    assert "Kế hoạch 87 – gương điển hình tiên tiến 2023-2025 (tệp ke-hoach-87.toml)" in page
    assert "đầu tiên là Ủy ban nhân dân tỉnh Khánh Hòa (tệp dien-khanh.toml)" in page


def test_without_the_token_nothing_is_shown_or_made(client):
    response = client.post(reverse("account_first_run"), TOLD | {"ma": "sai"})
    assert response.status_code == 403
    assert "Mã thiết lập chưa đúng" in response.content.decode()
    assert not Account.objects.exists()


def test_the_command_prints_the_address_until_there_is_an_account(client):
    out = StringIO()
    call_command("first_run", "--site", "http://127.0.0.1:8000/", stdout=out)
    address = out.getvalue().strip()
    assert address.startswith("http://127.0.0.1:8000/tai-khoan/bat-dau/?ma=")
    assert "Người quản trị" in client.get(address.removeprefix("http://127.0.0.1:8000")).content.decode()
    make.make_account("ai-do", "Ai Đó")
    out = StringIO()
    call_command("first_run", stdout=out)
    assert out.getvalue() == ""


def test_one_page_makes_the_administrator_and_the_top_unit(client):
    response = send(client)
    assert response.headers["Location"] == reverse("account_login")
    [row] = Membership.objects.select_related("unit", "account")
    assert (row.account.username, row.role, row.subtree) == ("sau.le", "technical", True)
    assert (row.unit.name, row.unit.parent, row.unit.ancestry.count()) == ("UBND xã Bình Minh", None, 1)
    assert client.login(username="sau.le", password=GOOD)


def test_with_a_unit_file_the_administrator_looks_after_its_top(client):
    send(client, unit_name="", units_file=SimpleUploadedFile("don-vi.toml", UNITS.encode()))
    assert Membership.objects.get().unit.ref == "xa"
    assert Unit.objects.count() == 2


def test_with_a_unit_file_a_named_unit_is_taken_from_it(client):
    send(client, unit_name="thôn một", units_file=SimpleUploadedFile("don-vi.toml", UNITS.encode()))
    assert Membership.objects.get().unit.ref == "thon"


def test_the_shipped_plan_comes_with_everything_that_falls_due_under_it(client):
    response = send(client, unit_name="", shipped_units="dien-khanh.toml", shipped_plan="ke-hoach-87.toml")
    assert response.status_code == 302
    assert Plan.objects.get().unit.ref == "ubnd-dien-khanh"
    assert Obligation.objects.exists()


def test_a_plan_for_units_that_are_not_there_makes_nothing(client):
    response = send(client, shipped_plan="ke-hoach-87.toml")
    assert response.status_code == 422
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "1234567890", "password_again": "1234567890"}, "quá dễ đoán"),
        ({"password_again": "khac"}, "Hai lần gõ chưa giống nhau."),
        ({"unit_name": ""}, "Ghi tên đơn vị đứng đầu"),
        ({"username": "hai chữ"}, "không có khoảng trắng"),
        ({"units_file": SimpleUploadedFile("x.toml", b"\xff\xfe")}, "không phải văn bản UTF-8"),
        (
            {"units_file": SimpleUploadedFile("x.toml", UNITS.replace("hamlet", "xóm").encode())},
            "Dòng 9: “kind” = “xóm”",
        ),
        ({"unit_name": "Không có", "units_file": SimpleUploadedFile("x.toml", UNITS.encode())}, "không có đơn vị đang"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(client, fields, sentence):
    response = send(client, **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Account.objects.exists()
    assert not Unit.objects.exists()


def test_once_there_is_an_account_the_page_is_shut_even_with_the_token(client):
    make.make_account("ai-do", "Ai Đó")
    assert send(client).headers["Location"] == reverse("account_login")
    assert Account.objects.count() == 1


def test_a_double_click_makes_one_administrator(client):
    send(client)
    send(client)
    assert Account.objects.count() == 1


def test_each_mistake_of_a_file_stands_on_a_line_of_its_own(client):
    plan = SimpleUploadedFile("ke-hoach.toml", b'[plan]\ncode = "x"\n')
    page = client.get(reverse("account_first_run"), {"ma": setup_token()})
    assert "Thiết lập ban đầu" in page.content.decode()
    answer = send(client, plan_file=plan)
    assert answer.status_code == 422
    told = BeautifulSoup(answer.content, "html.parser").select_one(".note li a")
    lines = [line.strip() for line in told.get_text("\n").splitlines() if line.strip()]
    assert len(lines) > 3
    assert all("Dòng " in line and line.count("Dòng ") == 1 for line in lines)
