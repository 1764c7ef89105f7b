"""What people see of a file while it is checked, after it was, and when it was refused."""

import pytest

from neuguong.core import file_check, tasks
from neuguong.core.models import Letter, StoredFile
from neuguong.exemplars.models import Evidence, Nomination
from tests import factories as make
from tests.factories import moment
from tests.web.desk.conftest import soup, words
from tests.web.desk.test_writing import picture

WAITS = "Đang kiểm tra tệp, vài giây nữa xem được."


@pytest.fixture(autouse=True)
def queue(settings, tmp_path) -> None:
    """A queue that nobody works through by itself, as on a real site, and an empty place for files."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def draft(cast, march) -> Nomination:
    return make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code)


@pytest.fixture
def evidence(cast, draft, as_one) -> Evidence:
    """A photo that the author has just added."""
    data = {"file": picture(), "caption": "Trang trại"}
    answer = as_one(cast.author).post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/", data, follow=True)
    assert WAITS in words(soup(answer).select_one(".messages"))
    return Evidence.objects.get()


def refused(file: StoredFile) -> None:
    file_check.refuse(file, reason="có mã độc (Thu). Hãy chọn tệp khác.", by=make.JOB, at=moment(2025, 3, 10, 9, 1))


def test_while_it_is_checked_no_link_leads_to_the_file_and_its_address_gives_nothing(cast, draft, evidence, as_one):
    client = as_one(cast.author)
    for page in (f"/ban-lam-viec/ho-so/{draft.pk}/", f"/ban-lam-viec/ho-so/{draft.pk}/soan/"):
        row = soup(client.get(page)).select_one(".ev-row")
        assert WAITS in words(row)
        assert row.select("a, img") == []
    answer = client.get(f"/ban-lam-viec/minh-chung/{evidence.pk}/")
    assert (answer.status_code, WAITS in answer.content.decode()) == (409, True)
    assert f"/ban-lam-viec/ho-so/{draft.pk}/" in answer.content.decode()
    assert client.get(f"/ban-lam-viec/minh-chung/{evidence.pk}/anh-nho/").status_code == 404


def test_once_checked_it_is_read(cast, draft, evidence, as_one):
    client = as_one(cast.author)
    tasks.check_file.call(evidence.file_id)
    row = soup(client.get(f"/ban-lam-viec/ho-so/{draft.pk}/")).select_one(".ev-row")
    assert [tag["src"] for tag in row.select("img")] == [f"/ban-lam-viec/minh-chung/{evidence.pk}/anh-nho/"]
    assert row.select(".file-state") == []
    for address, kind in (("", "image/jpeg"), ("anh-nho/", "image/webp")):
        answer = client.get(f"/ban-lam-viec/minh-chung/{evidence.pk}/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_a_dossier_says_that_a_file_was_refused_and_takes_another(cast, draft, evidence, as_one):
    client = as_one(cast.author)
    refused(evidence.file)
    edit = f"/ban-lam-viec/ho-so/{draft.pk}/soan/"
    page = soup(client.get(edit))
    assert "Tệp đã bị loại vì có mã độc (Thu)." in words(page.select_one(".ev-row .file-refused"))
    assert "Tệp minh chứng bị loại: trang-trai.jpg. Bỏ tệp đó, thêm tệp khác." in words(page.select_one(".warns"))
    assert client.get(f"/ban-lam-viec/minh-chung/{evidence.pk}/").status_code == 409
    assert client.get(f"/ban-lam-viec/minh-chung/{evidence.pk}/anh-nho/").status_code == 404
    letter = Letter.objects.get()
    assert (letter.recipient, letter.link) == (cast.author, f"exemplars.nomination:{draft.pk}")
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/", {"file": picture(), "caption": ""})
    assert Evidence.objects.count() == 2  # the same picture once more is not taken for the refused one
    client.post(f"/ban-lam-viec/ho-so/{draft.pk}/minh-chung/{evidence.pk}/bo/")
    assert "Tệp minh chứng bị loại" not in client.get(edit).content.decode()


def test_who_judges_a_dossier_reads_that_its_file_was_refused(cast, draft, evidence, as_one):
    make.send(draft, cast.head)
    refused(evidence.file)
    page = soup(as_one(cast.office).get(f"/ban-lam-viec/ho-so/{draft.pk}/"))
    assert "Tệp đã bị loại" in words(page.select_one(".ev-row"))
