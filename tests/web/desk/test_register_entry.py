"""The office corrects a page of the register or takes it back; nobody else finds the form."""

import pytest
from django.test import Client
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Correction, Exemplar, Revocation
from tests.exemplars.conftest import in_state
from tests.factories import moment

DECISION = {"act": "revoke", "document_number": "90/QĐ-UBND", "decided_on": "09/04/2025", "reason": "Khai sai."}


@pytest.fixture
def address(cast, plan) -> str:
    in_state("recognised", cast, plan, sector=plan.sectors.first().code)
    start_demo_clock(at=moment(2025, 4, 10))
    return reverse("desk:register_entry", args=[Exemplar.objects.get().pk])


def test_the_office_takes_a_recognition_back_and_the_page_says_by_what(cast, as_one, address):
    client = as_one(cast.office)
    assert "không làm ngược lại được" in client.get(address).content.decode()
    page = client.post(address, DECISION, follow=True).content.decode()
    assert "Quyết định số 90/QĐ-UBND ngày 09/04/2025" in page
    assert 'value="revoke"' not in page
    assert Exemplar.objects.get().state == "revoked"


def test_pressed_twice_it_is_one_revocation(cast, as_one, address):
    client = as_one(cast.office)
    client.post(address, DECISION)
    assert client.post(address, DECISION).status_code == 409
    assert Revocation.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(cast, as_one, address):
    response = as_one(cast.office).post(address, DECISION | {"document_number": ""})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Ghi số quyết định hủy công nhận." in page
    assert "Khai sai." in page
    assert not Revocation.objects.exists()


def test_the_office_corrects_the_page(cast, as_one, address):
    words = {"act": "correct", "said": "Tổ 5", "true": "Tổ 6"}
    page = as_one(cast.office).post(address, words, follow=True).content.decode()
    assert "Đã ghi “Tổ 5”, đúng là “Tổ 6”" in page
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("who", ["author", "head", "chair", "admin"])
def test_the_form_does_not_exist_for_others(cast, as_one, address, who):
    client = as_one(cast[who])
    assert [client.get(address).status_code, client.post(address, DECISION).status_code] == [404, 404]
    assert not Revocation.objects.exists()


def test_a_hidden_page_has_no_form(cast, as_one, address):
    Exemplar.objects.update(merged_into=Exemplar.objects.get())
    assert as_one(cast.office).get(address).status_code == 404


def test_the_life_of_the_subject_leads_there_and_says_what_was_taken_back(cast, as_one, address):
    client = as_one(cast.office)
    life = reverse("desk:subject", args=[Exemplar.objects.get().subject_id])
    assert address in client.get(life).content.decode()
    client.post(address, DECISION)
    page = client.get(life).content.decode()
    assert "Đã hủy theo quyết định số 90/QĐ-UBND ngày 09/04/2025" in page
    assert "/guong/" not in page.split("Các lần được công nhận")[1].split("</section>")[0]


def test_the_office_keeps_a_page_from_the_public_and_shows_it_again(cast, as_one, address):
    client, slug = as_one(cast.office), Exemplar.objects.get().slug
    page = client.post(address, {"act": "withhold", "reason": "Công an"}, follow=True).content.decode()
    assert "Đang không công khai" in page
    life = client.get(reverse("desk:subject", args=[Exemplar.objects.get().subject_id])).content.decode()
    assert ("Đang không công khai" in life, f"/guong/{slug}/" in life) == (True, False)
    assert Client().get(f"/guong/{slug}/").status_code == 404
    assert client.post(address, {"act": "show", "reason": ""}).status_code == 400
    client.post(address, {"act": "show", "reason": "Đã nghỉ hưu"})
    assert Client().get(f"/guong/{slug}/").status_code == 200
