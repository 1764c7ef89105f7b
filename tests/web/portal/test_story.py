"""The exemplar's page grows with consent and shrinks without it; the line of the award stays."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from neuguong.core.attachments import keep
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.exemplars.queries.publication import public_story
from tests import factories as make
from tests.factories import actor, moment

AT = moment(2025, 3, 10)
TOLD = "Ông trồng 2 ha bưởi.\n\nBảy hộ học theo."


@pytest.fixture
def told(enter, cast) -> Exemplar:
    """Somebody whose story and photo are published, with a checked claim."""
    page = enter()
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "green").save(out, "JPEG")
    file = keep(name="vuon.jpg", content=out.getvalue(), by=actor(cast.author), at=AT)
    StoredFile.objects.filter(pk=file.pk).update(state=FileState.CLEAN, checked_at=AT)
    Story.objects.create(
        exemplar=page, summary=TOLD, photo=file, photo_words="Vườn bưởi sai quả", state="published", published_at=AT
    )
    return page


def page_of(visitor, page) -> str:
    answer = visitor.get(f"/guong/{page.slug}/")
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_with_consent_the_page_shows_story_photo_and_what_was_checked(told, cast, visitor):
    make.signed_consent(told, cast.office)
    nomination = told.recognitions.get().nomination
    type(nomination).objects.filter(pk=nomination.pk).update(achievement_summary="Ông trồng 2 ha bưởi, thu 35 tấn.")
    nomination.refresh_from_db()
    make.settle_claims(nomination)
    text = page_of(visitor, told)
    assert "Bảy hộ học theo." in text
    assert "Đã kiểm chứng" in text
    assert "35 tấn" not in text  # stated in the dossier, not in the story that was agreed to
    assert "chưa có" not in text
    photo = visitor.get(f"/guong/{told.slug}/anh/")
    assert (photo.status_code, photo.headers["Content-Type"]) == (200, "image/webp")
    assert photo.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in photo.headers


def test_a_published_story_without_consent_is_not_shown(told, visitor):
    assert "Bảy hộ" not in page_of(visitor, told)
    assert visitor.get(f"/guong/{told.slug}/anh/").status_code == 404


def test_withdrawn_the_story_and_photo_are_gone_and_the_award_line_stays(told, cast, visitor):
    consent = make.signed_consent(told, cast.office)
    assert "Bảy hộ" in page_of(visitor, told)
    withdraw_consent(consent=consent, withdrawn_on=date(2025, 3, 10), way="phone", by=actor(cast.office), at=AT)
    text = page_of(visitor, told)
    assert "Bảy hộ" not in text
    assert "Số 415/QĐ-UBND" in text
    assert visitor.get(f"/guong/{told.slug}/anh/").status_code == 404


def test_consent_for_the_story_only_shows_no_photo(told, cast, visitor):
    make.signed_consent(told, cast.office, ("story", "portal"))
    assert "Bảy hộ" in page_of(visitor, told)
    assert "<figure" not in visitor.get(f"/guong/{told.slug}/").content.decode()
    assert visitor.get(f"/guong/{told.slug}/anh/").status_code == 404


def test_consent_for_the_radio_opens_no_page(told, cast, visitor):
    make.signed_consent(told, cast.office, ("story", "radio"))
    assert "Bảy hộ" not in page_of(visitor, told)


def test_a_photo_of_nobody_is_not_found(visitor, enter):
    assert visitor.get("/guong/khong-co/anh/").status_code == 404
    assert visitor.get(f"/guong/{enter().slug}/anh/").status_code == 404


def test_what_corrects_the_story_is_read_with_it_and_goes_with_it(told, cast, visitor):
    consent, by = make.signed_consent(told, cast.office), actor(cast.office)
    correct_exemplar(exemplar=told, said="Bảy hộ", true="Sáu hộ", of_story=True, by=by, at=AT)
    correct_exemplar(exemplar=told, said="Tổ 5", true="Tổ 6", by=by, at=AT)
    assert "Sáu hộ" in page_of(visitor, told)
    withdraw_consent(consent=consent, withdrawn_on=date(2025, 3, 10), way="phone", by=by, at=AT)
    text = page_of(visitor, told)
    assert ("Bảy hộ" in text, "Sáu hộ" in text, "Tổ 6" in text) == (False, False, True)


def test_who_is_withheld_has_neither_page_nor_photo_nor_line(told, cast, visitor):
    make.signed_consent(told, cast.office)
    withhold_exemplar(exemplar=told, reason="Công an", by=actor(cast.office), at=AT)
    for address in (f"/guong/{told.slug}/", f"/guong/{told.slug}/anh/", "/sitemap-guong-1.xml"):
        assert visitor.get(address).status_code == 404
    lists = ("/", "/guong/", f"/don-vi/{cast.dien_tho.ref}/", "/linh-vuc/nong-nghiep/")
    assert {path: told.name in visitor.get(path).content.decode() for path in lists} == dict.fromkeys(lists, False)


def test_what_a_correction_takes_back_is_not_shown_as_checked_and_the_story_says_so(told, cast, visitor):
    make.signed_consent(told, cast.office)
    nomination = told.recognitions.get().nomination
    told_words = "Ông trồng 2 ha bưởi, thu 35 tấn quả."
    type(nomination).objects.filter(pk=nomination.pk).update(achievement_summary=told_words)
    Story.objects.filter(exemplar=told).update(summary=told_words)
    nomination.refresh_from_db()
    make.settle_claims(nomination)
    checked = [claim.text for claim in public_story(told.slug, on=AT.date()).claims]
    assert checked == ["2 ha", "35 tấn"]
    correct_exemplar(
        exemplar=told, said="Thu 35 tấn quả.", true="Thu 31 tấn quả.", of_story=True, by=actor(cast.office), at=AT
    )
    assert [claim.text for claim in public_story(told.slug, on=AT.date()).claims] == ["2 ha"]
    text = page_of(visitor, told)
    assert "Bài này được đính chính ngày 10/03/2025" in text
    assert "Đúng là Thu 31 tấn quả." in text
