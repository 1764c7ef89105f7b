"""Who was revoked is gone from every public page; the address says so with 410 and nothing about anybody."""

import pytest
from django.urls import reverse

from neuguong.exemplars.models import Correction
from neuguong.exemplars.operations.revoking import revoke_exemplar
from tests.factories import actor, moment

NAME = "Vũ Thị Hạnh"


@pytest.fixture
def gone(cast, enter):
    one = enter(NAME)
    revoke_exemplar(
        exemplar=one, document_number="90/QĐ-UBND", decided_on=moment(2025, 3, 9).date(), reason="Khai không đúng.",
        by=actor(cast.office), at=moment(2025, 3, 9),
    )  # fmt: skip
    return one


def test_its_address_answers_gone_without_a_word_about_the_person(visitor, gone):
    response = visitor.get(reverse("portal:exemplar", args=[gone.slug]))
    page = response.content.decode()
    assert response.status_code == 410
    assert "không còn trong sổ điển hình" in page
    assert NAME not in page
    assert "Khai không đúng" not in page
    assert gone.slug not in page.replace(response.request["PATH_INFO"], "")


def test_it_is_on_no_other_page(cast, visitor, enter, gone):
    enter("Lê Văn Thuận")
    pages = [
        reverse("portal:home"), reverse("portal:register"), reverse("portal:register") + "?q=hanh",
        reverse("portal:sector", args=["nong-nghiep"]), reverse("portal:unit", args=[cast.dien_tho.ref]),
        reverse("portal:sitemap_exemplars", args=[1]),
    ]  # fmt: skip
    for address in pages:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert gone.slug not in response.content.decode(), address
        assert NAME not in response.content.decode(), address


def test_an_address_that_never_was_is_not_found(visitor, gone):
    assert visitor.get(reverse("portal:exemplar", args=["chua-tung-co"])).status_code == 404


def test_a_merged_page_leads_to_one_that_is_gone(visitor, enter, gone):
    old = enter("V. T. Hạnh")
    old.merged_into = gone
    old.save()
    assert visitor.get(reverse("portal:exemplar", args=[old.slug]), follow=True).status_code == 410


def test_a_correction_is_on_the_page(visitor, enter):
    one = enter(NAME)
    Correction.objects.create(
        exemplar=one, said="Tổ 5", true="Tổ 6", corrected_on=moment(2025, 3, 8).date(), recorded_at=moment(2025, 3, 8)
    )
    page = visitor.get(reverse("portal:exemplar", args=[one.slug])).content.decode()
    assert [word in page for word in ("Đính chính", "08/03/2025", "Tổ 5", "Tổ 6")] == [True] * 4
