"""The office's page of consents and of the story: nothing ticked, nothing lost, nobody else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from neuguong.core.clock import start_demo_clock
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Consent, Exemplar, Story
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import moment
from tests.web.desk.conftest import soup, words


@pytest.fixture
def page(cast, plan) -> Exemplar:
    """Somebody recognised on 20/3/2025; it is 10/04/2025."""
    start_demo_clock(at=moment(2025, 4, 10, 9))
    in_state("recognised", cast, plan, sector=plan.sectors.first().code)
    return Exemplar.objects.get()


def address(page, name="publication") -> str:
    return reverse(f"desk:{name}", args=[page.pk])


def scan():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return SimpleUploadedFile("phieu.jpg", out.getvalue(), "image/jpeg")


def signed(**changes):
    data = {"giver": "self", "signer_name": "Lê Văn Thuận", "relation": "", "given_on": "02/04/2025",
            "grants": ["story:portal"], "scan": scan()} | changes  # fmt: skip
    return {"act": "consent", **{f"consent-{name}": value for name, value in data.items()}}


def test_from_paper_to_page_and_back(cast, page, as_one):
    client, here = as_one(cast.office), address(page)
    assert page.name in words(soup(client.get(reverse("desk:publications"))))
    assert client.post(here, signed()).status_code == 302
    assert client.post(here, {"act": "write", "write-summary": "Ông trồng bưởi."}).status_code == 302
    assert client.post(here, {"act": "publish", "publish-read": "on"}).status_code == 302
    assert Story.objects.get().state == "published"
    again = client.post(here, {"act": "publish", "publish-read": "on"})
    assert (again.status_code, again.url) == (302, here)
    data = {"consent": Consent.objects.get().pk, "withdrawn_on": "10/04/2025", "way": "phone"}
    client.post(here, {"act": "withdraw", **{f"withdraw-{name}": value for name, value in data.items()}})
    assert Story.objects.get().state == "taken_down"
    shown = soup(client.get(here))
    assert "Đã rút ngày 10/04/2025" in words(shown)
    assert "Trả lời người đã rút đồng ý, chậm nhất ngày 14/04/2025." in words(soup(client.get(reverse("desk:home"))))
    assert "rút đồng ý" not in words(soup(as_one(cast.chair).get(reverse("desk:home"))))
    clock = shown.select_one("input[name=meet-clock]")["value"]
    client.post(here, {"act": "meet", "meet-clock": clock})
    assert soup(client.get(here)).select_one("input[name=meet-clock]") is None
    assert "rút đồng ý" not in words(soup(client.get(reverse("desk:home"))))


def test_nothing_is_ticked_beforehand(cast, page, as_one):
    shown = soup(as_one(cast.office).get(address(page)))
    assert shown.select("input[type=checkbox][checked], input[type=radio][checked]") == []
    assert all(form.select_one("[name=csrfmiddlewaretoken]") for form in shown.select("main form[method=post]"))


def test_a_wrong_paper_comes_back_as_typed_with_what_to_do(cast, page, as_one):
    answer = as_one(cast.office).post(address(page), signed(given_on="11/04/2025"))
    assert answer.status_code == 400
    shown = soup(answer)
    assert "không thể sau hôm nay" in words(shown)
    assert shown.select_one("input[name=consent-signer_name]")["value"] == "Lê Văn Thuận"
    assert not Consent.objects.exists()


def test_publishing_without_having_read_or_without_consent_says_so(cast, page, as_one):
    client, here = as_one(cast.office), address(page)
    client.post(here, {"act": "write", "write-summary": "Ông trồng bưởi."})
    assert "Chưa đăng được" in words(soup(client.get(here)))
    assert client.post(here, {"act": "publish"}).status_code == 400
    refused = client.post(here, {"act": "publish", "publish-read": "on"})
    assert refused.status_code == 409
    assert "Chưa có phiếu đồng ý cho câu chuyện" in words(soup(refused))


@pytest.mark.parametrize("act", ["khong-co", "take_down", "meet", "withdraw"])
def test_an_act_that_is_not_open_changes_nothing(cast, page, as_one, act):
    assert as_one(cast.office).post(address(page), {"act": act}).status_code == 409


@pytest.mark.parametrize("who", ["author", "head", "chair", "secretary", "leader", "admin", "stranger"])
def test_nobody_but_the_office_meets_papers_and_page(cast, page, as_one, who):
    consent, client = make.signed_consent(page, cast.office), as_one(cast[who])
    for one in (address(page), address(page, "consent_form"), reverse("desk:consent_scan", args=[consent.pk])):
        assert client.get(one).status_code == 404
    assert client.get(reverse("desk:publications")).status_code == 403
    assert client.post(address(page), signed()).status_code == 404


def test_the_form_is_a_download_and_a_scan_waits_for_its_check(cast, page, as_one):
    client = as_one(cast.office)
    assert "phieu-dong-y.docx" in client.get(address(page, "consent_form")).headers["Content-Disposition"]
    client.post(address(page), signed())
    one = reverse("desk:consent_scan", args=[Consent.objects.get().pk])
    assert client.get(one).status_code == 200
    StoredFile.objects.update(state=FileState.WAITING)
    assert client.get(one).status_code == 409


def test_the_page_costs_the_same_with_one_and_with_three_papers(cast, page, as_one):
    client, cost = as_one(cast.office), []
    for day in ("01", "02", "03"):
        client.post(address(page), signed(given_on=f"{day}/04/2025"))
        client.get(address(page))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(page))
        cost.append(len(queries))
    assert len(set(cost)) == 1
