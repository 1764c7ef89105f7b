"""A file that is missing under a claim is brought at the claim itself, while writing and while the office asks."""

# ruff: noqa: F401, F811  the draft and the queue are fixtures of the tests beside

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core import file_check, tasks
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Claim, Evidence, Nomination, Proof
from neuguong.exemplars.operations.claim_decisions import ask_unit
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words
from tests.web.desk.test_claims import at, bound, draft, on, page_of, press
from tests.web.desk.test_quarantine import WAITS, queue
from tests.web.desk.test_writing import picture

UPLOAD = {"act": "upload", "caption": "Trang sổ ngày 02/3/2025"}


@pytest.fixture
def asked(cast, draft) -> Claim:
    """The office asks about the 35 tons of a dossier that was sent."""
    bound(draft, cast, "tháng 6/2021", "35 tấn")
    make.send(draft, cast.head, at=moment(2025, 3, 6))
    claim = Claim.objects.get(quote="35 tấn")
    ask_unit(claim=claim, question="Sổ nào?", by=actor(cast.office), at=moment(2025, 3, 7))
    return claim


def box(client, nomination, claim):
    return soup(client.get(page_of(nomination))).select_one(f"#c{claim.pk}")


def test_the_unit_brings_a_file_where_it_is_asked(cast, draft, asked, as_one):
    author = as_one(cast.author)
    form = box(author, draft, asked).select_one("details[data-act=upload] form")
    assert (form["enctype"], form["method"]) == ("multipart/form-data", "post")
    answer = author.post(form["action"], on(asked, "upload", file=picture(), caption=UPLOAD["caption"]), follow=True)
    page = soup(answer)
    assert words(page.select_one(".messages")) == f"Đã gắn tệp trang-trai.jpg {WAITS}"
    place = page.select_one(f"#c{asked.pk}")
    assert f"Trang sổ ngày 02/3/2025 {WAITS}" in words(place)
    assert place.select("img, .cl-proofs a") == []
    assert place.select_one("details[data-act=answer][open]")
    assert words(page.select_one("#tung-y").find_parent("section")).count("Trang sổ ngày 02/3/2025") > 1  # to choose
    tasks.check_file.call(StoredFile.objects.get().pk)
    place = box(as_one(cast.office), draft, asked)
    assert [one["src"] for one in place.select("img")] == [
        reverse("desk:evidence_thumbnail", args=[Evidence.objects.get().pk])
    ]


def test_the_same_file_twice_is_one_file_and_one_proof(cast, draft, asked, as_one):
    for _ in range(2):
        press(as_one(cast.author), draft, on(asked, "upload", file=picture(), caption="Sổ"))
    assert (Evidence.objects.count(), Proof.objects.filter(claim=asked, kind="photo").count()) == (1, 1)


def test_what_is_no_file_comes_back_at_its_place_with_the_caption(cast, draft, asked, as_one):
    letter = SimpleUploadedFile("thu.exe", b"MZ")
    for file, sentence in ((letter, "Không nhận tệp loại “.exe”."), (None, "Chọn một tệp.")):
        data = on(asked, "upload", caption="Sổ của thôn") | ({"file": file} if file else {})
        answer = press(as_one(cast.author), draft, data)
        form = soup(answer).select_one(f"#c{asked.pk} details[data-act=upload][open]")
        assert answer.status_code == 422
        assert sentence in words(form)
        assert form.select_one("input[name=caption]")["value"] == "Sổ của thôn"
    assert not Evidence.objects.exists()


def test_only_under_the_claim_that_is_asked_about_and_only_by_the_unit(cast, draft, asked, as_one):
    other = Claim.objects.get(quote="tháng 6/2021")
    assert not box(as_one(cast.author), draft, other).select("details[data-act=upload]")
    assert press(as_one(cast.author), draft, on(other, "upload", file=picture(), caption="")).status_code == 409
    assert press(as_one(cast.office), draft, on(asked, "upload", file=picture(), caption="")).status_code == 409
    assert press(as_one(cast.neighbour), draft, on(asked, "upload", file=picture(), caption="")).status_code == 404
    assert (Evidence.objects.exists(), StoredFile.objects.exists()) == (False, False)


def test_while_writing_a_new_file_binds_a_whole_sentence(cast, draft, as_one):
    author = as_one(cast.author)
    press(author, draft, at(draft, "35 tấn", whole="on", file=picture(), **UPLOAD))
    (claim,) = Claim.objects.all()
    assert (claim.quote, claim.state) == ("Mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi.", "supported")
    assert Evidence.objects.get().caption == UPLOAD["caption"]


def test_a_file_that_cannot_be_read_binds_nothing(cast, draft, as_one):
    press(as_one(cast.author), draft, at(draft, "35 tấn", file=SimpleUploadedFile("a.pdf", b"x"), **UPLOAD))
    assert (Claim.objects.exists(), Evidence.objects.exists()) == (False, False)


@pytest.mark.parametrize("refused", [False, True])
def test_nothing_is_found_right_by_a_file_that_nobody_could_open(cast, draft, as_one, refused):
    press(as_one(cast.author), draft, at(draft, "35 tấn", file=picture(), **UPLOAD))
    claim = Claim.objects.get()
    make.send(Nomination.objects.get(), cast.head, at=moment(2025, 3, 6))
    file = StoredFile.objects.get()
    if refused:
        file_check.refuse(file, reason="có mã độc.", by=make.JOB, at=moment(2025, 3, 7))
    answer = press(as_one(cast.office), draft, on(claim, "check"))
    assert "Tệp dưới ý này chưa xem được" in words(soup(answer))
    if not refused:
        tasks.check_file.call(file.pk)
        assert press(as_one(cast.office), draft, on(claim, "check")).status_code == 302


def test_the_page_offers_no_conclusion_on_a_file_that_waits(cast, draft, as_one):
    press(as_one(cast.author), draft, at(draft, "35 tấn", file=picture(), **UPLOAD))
    claim = Claim.objects.get()
    make.send(Nomination.objects.get(), cast.head, at=moment(2025, 3, 6))
    acts = [one["data-act"] for one in box(as_one(cast.office), draft, claim).select("[data-act]")]
    assert acts == ["ask", "reject"]
    tasks.check_file.call(StoredFile.objects.get().pk)
    acts = [one["data-act"] for one in box(as_one(cast.office), draft, claim).select("[data-act]")]
    assert acts == ["check", "correct", "ask", "reject"]
