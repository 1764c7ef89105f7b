"""The package on the screen: what issuing freezes is shown first, and what was issued is what one downloads."""

import hashlib

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core import tasks
from neuguong.core.clock import start_demo_clock
from neuguong.ledger.models import Package
from neuguong.ledger.operations.packages import issue_package
from neuguong.ledger.queries.packages import file_of
from tests.conftest import Cast
from tests.core.test_attachments import pdf
from tests.factories import actor, moment
from tests.ledger.packaging import CLOSED, load_87, sent, verified

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def plan(cast: Cast):
    start_demo_clock(at=CLOSED)
    return load_87()


@pytest.fixture
def three(plan, cast: Cast):
    return [verified(plan, cast, name=name) for name in ("Đỗ Thị Lành", "Võ Văn Mười", "Lê Thị Tư")]


@pytest.fixture
def package(plan, three, cast: Cast) -> Package:
    return issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office), at=CLOSED)


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_the_list_of_rounds_offers_the_closed_one(plan, three, cast, client):
    client.force_login(cast.office)
    shown = page(client.get(reverse("desk:packages")))
    rows = {row.select_one("td").get_text(strip=True): row for row in shown.select("tbody tr")}
    assert len(rows) == 9
    assert "còn nhận hồ sơ" in rows["Quý II/2025"].get_text().lower()
    link = rows["Quý I/2025"].select_one("a.btn")
    assert (link.get_text(), link["href"]) == (
        "Xem và lập gói quý I/2025",
        reverse("desk:package_issue", args=["2025-Q1"]),
    )


def test_issuing_says_what_it_freezes_and_then_shows_the_package(plan, three, cast, client):
    client.force_login(cast.office)
    address = reverse("desk:package_issue", args=["2025-Q1"])
    form = page(client.get(address)).select_one("form[data-confirm]")
    assert form["data-confirm"] == "Lập gói quý I/2025 với 3 hồ sơ?"
    answer = client.post(address, {"signer": "Nguyễn Văn Gấm"})
    package = Package.objects.get()
    assert answer.url == reverse("desk:package", args=[package.pk])
    shown = page(client.get(answer.url))
    assert "GQ-2025-01" in shown.get_text()
    assert {cell.span.contents[0] for cell in shown.select("[data-l='Đơn vị']")} == {"Xã Diên Thọ"}
    assert client.post(address, {"signer": ""}).url == answer.url
    assert Package.objects.count() == 1


def test_an_open_round_can_be_looked_at_but_not_issued(plan, three, cast, client):
    client.force_login(cast.office)
    address = reverse("desk:package_issue", args=["2025-Q2"])
    shown = page(client.get(address))
    assert shown.select("main form") == []
    assert "Từ ngày 15/06/2025 lập được gói." in shown.get_text()
    refused = client.post(address, {})
    assert refused.status_code == 409
    assert "Đợt quý II/2025 còn nhận hồ sơ đến hết ngày 14/06/2025" in page(refused).get_text()


@pytest.mark.parametrize(("kind", "ending"), [("letter", ".docx"), ("sheet", ".xlsx")])
def test_the_download_is_the_issued_file_itself(package, cast, client, kind, ending):
    client.force_login(cast.office_second)
    answer = client.get(reverse("desk:package_file", args=[package.pk, kind]))
    assert hashlib.sha256(answer.content).hexdigest() == file_of(package, kind).digest
    assert answer["Content-Disposition"] == f'attachment; filename="GQ-2025-01{ending}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "admin", "stranger"])
def test_others_do_not_see_packages(package, cast, client, who):
    client.force_login(cast[who])
    found = {
        client.get(reverse("desk:packages")).status_code,
        client.get(reverse("desk:package_issue", args=["2025-Q1"])).status_code,
    }
    assert found == {403}
    assert client.get(reverse("desk:package", args=[package.pk])).status_code == 404
    assert client.get(reverse("desk:package_file", args=[package.pk, "letter"])).status_code == 404
    assert client.post(reverse("desk:package_correct", args=[package.pk]), {"reason": "x"}).status_code == 404


def test_number_day_and_signed_scan_are_entered_afterwards(package, cast, client):
    client.force_login(cast.office)
    address = reverse("desk:package_reference", args=[package.pk])
    wrong = client.post(address, {"document_number": "", "issued_on": "14.03.2025"})
    assert wrong.status_code == 422
    assert "Ghi số, ký hiệu của văn bản" in page(wrong).select_one("[role=alert]").get_text()
    client.post(address, {"document_number": "215/UBND-NV", "issued_on": "15/03/2025"})
    shown = page(client.get(reverse("desk:package", args=[package.pk])))
    assert "215/UBND-NV" in shown.get_text()


def test_a_scan_that_is_no_scan_is_refused_and_nothing_is_entered(package, cast, client):
    client.force_login(cast.office)
    scan = SimpleUploadedFile("ban-ky.pdf", b"MZ not a paper", content_type="application/pdf")
    typed = {"document_number": "215/UBND-NV", "issued_on": "15/03/2025", "scan": scan}
    answer = client.post(reverse("desk:package_reference", args=[package.pk]), typed)
    assert answer.status_code == 422
    assert package.references.count() == 0


def test_the_signed_scan_is_read_only_after_its_check(package, cast, client, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(cast.office)
    scan = SimpleUploadedFile("ban-ky.pdf", pdf(), content_type="application/pdf")
    typed = {"document_number": "215/UBND-NV", "issued_on": "15/03/2025", "scan": scan}
    client.post(reverse("desk:package_reference", args=[package.pk]), typed)
    reference = package.references.get()
    address = reverse("desk:package_scan", args=[package.pk, reference.pk])
    shown = page(client.get(reverse("desk:package", args=[package.pk])))
    assert "Đang kiểm tra tệp" in shown.select_one(".file-state").get_text()
    assert shown.select(f'a[href="{address}"]') == []
    assert client.get(address).status_code == 409
    tasks.check_files(CLOSED)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_correction_keeps_the_old_package_and_points_to_the_new(package, three, cast, client):
    client.force_login(cast.office)
    typed = {"reason": "Đưa nhầm", "leave_out": [three[0].pk], "signer": ""}
    answer = client.post(reverse("desk:package_correct", args=[package.pk]), typed)
    mended = package.corrections.get()
    assert answer.url == reverse("desk:package", args=[mended.pk])
    old = page(client.get(reverse("desk:package", args=[package.pk])))
    assert reverse("desk:package", args=[mended.pk]) in {link["href"] for link in old.select("main a")}
    assert old.select("form[action$='dinh-chinh/']") == []


def test_a_correction_without_a_reason_asks_for_it(package, cast, client):
    client.force_login(cast.office)
    answer = client.post(reverse("desk:package_correct", args=[package.pk]), {"reason": ""})
    assert answer.status_code == 422
    assert package.corrections.count() == 0


def test_the_unit_prints_its_own_letter(plan, cast, client):
    start_demo_clock(at=moment(2025, 3, 11))
    sent(plan, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    client.force_login(cast.author)
    answer = client.get(reverse("desk:unit_letter", args=["2025-Q1"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    assert client.get(reverse("desk:unit_letter", args=["2030-Q1"])).status_code == 404


def test_who_writes_for_no_unit_prints_no_letter(plan, cast, client):
    client.force_login(cast.office)
    assert client.get(reverse("desk:unit_letter", args=["2025-Q1"])).status_code == 403
