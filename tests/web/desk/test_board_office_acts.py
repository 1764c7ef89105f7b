"""What the standing office does on a cell besides extending and excusing: taking back, taking note."""

import pytest
from django.urls import reverse

from neuguong.ledger.models import Exemption, Obligation, Return
from tests.web.desk.conftest import soup, words


@pytest.fixture
def cell(cast, march):
    """A unit's cell of the open quarter."""

    def find(unit):
        return Obligation.objects.get(unit=unit, period="2025-Q1").pk

    return find


def steps(page) -> set[str]:
    return {form["action"].rstrip("/").rsplit("/", 1)[1] for form in page.select(".opens form")}


def opened(client, pk):
    return soup(client.get(reverse("desk:obligation", args=[pk])))


def press(client, pk, step, **typed):
    typed = {f"{step}-{name}": value for name, value in typed.items()}
    return client.post(reverse("desk:obligation_step", args=[pk, step]), typed)


def test_the_office_takes_an_exemption_back_and_both_days_stay(cast, cell, as_one):
    client, pk = as_one(cast.office), cell(cast.health)
    assert "revoke" not in steps(opened(client, pk))
    press(client, pk, "exempt", reason="Đang giải thể.")
    assert steps(opened(client, pk)) == {"revoke"}
    assert press(client, pk, "revoke", reason="").status_code == 422
    assert press(client, pk, "revoke", reason="Không giải thể nữa.").status_code == 302
    page = opened(client, pk)
    assert "Miễn: Đang giải thể." in words(page)
    assert "Bỏ miễn từ ngày 10/03/2025: Không giải thể nữa." in words(page)
    assert steps(page) == {"extend", "exempt"}
    assert press(client, pk, "revoke", reason="Lần nữa.").status_code == 409
    assert Exemption.objects.get().revoked_by == cast.office


def test_the_office_takes_note_of_a_return_once(cast, cell, as_one):
    pk = cell(cast.dien_tho)
    press(as_one(cast.author), pk, "nil", reason="Chưa có ai.")
    client = as_one(cast.office)
    assert "accept" in steps(opened(client, pk))
    assert press(client, pk, "accept").status_code == 302
    page = opened(client, pk)
    assert "Cơ quan thường trực đã tiếp nhận báo cáo ngày 10/03/2025." in words(page)
    assert "accept" not in steps(page)
    first = Return.objects.get().accepted_at
    assert press(client, pk, "accept").status_code == 302  # pressed twice: noted once
    assert Return.objects.get().accepted_at == first


def test_the_unit_reads_that_its_return_was_noted_but_notes_nothing_itself(cast, cell, as_one):
    pk = cell(cast.dien_tho)
    client = as_one(cast.author)
    press(client, pk, "nil", reason="Chưa có ai.")
    assert steps(opened(client, pk)).isdisjoint({"accept", "revoke"})
    assert press(client, pk, "accept").status_code == 409
    press(as_one(cast.office), pk, "accept")
    assert "đã tiếp nhận báo cáo ngày 10/03/2025" in words(opened(client, pk))


def test_nothing_is_noted_where_nothing_was_reported(cast, cell, as_one):
    client, pk = as_one(cast.office), cell(cast.dien_tho)
    assert "accept" not in steps(opened(client, pk))
    answer = press(client, pk, "accept")
    assert answer.status_code == 409
    assert "chưa gửi báo cáo nào" in words(soup(answer))
