"""What a citizen told and nobody took up is erased on request: words, contact, photo and letters; that it was told stays."""

import pytest
from django.core.files.storage import default_storage

from neuguong.core.actor import Actor
from neuguong.core.attachments import keep
from neuguong.core.audit_seal import seal, verify
from neuguong.core.erasing import remove_erased_bytes
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, AuditPersonal, Letter
from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.operations.erasure import erase_suggestion
from neuguong.exemplars.operations.suggestions import Told, answer_suggestion, pass_on, suggest, take_up
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import as_one, soup, words

__all__ = ["as_one"]
CITIZEN = Actor.public("form:ab12")
AT = moment(2025, 3, 20)
WHY = "Đơn số 7 ngày 18/03/2025"


@pytest.fixture
def told(cast, plan) -> Suggestion:
    photo = keep(name="ba-bay.jpg", content=make.jpeg(), by=CITIZEN, at=moment(2025, 3, 3))
    given = Told("Bà Bảy, chợ Đình", "Bà Bảy nấu cháo.", "0905123456", photo)
    row = suggest(
        told=given, kind="suggestion", plan=plan, place=cast.dien_tho, code="ABCDEFGHJK", form_key="k", by=CITIZEN,
        at=moment(2025, 3, 3),
    )  # fmt: skip
    return pass_on(suggestion=row, unit=cast.dien_tho, by=actor(cast.office), at=moment(2025, 3, 4))


@pytest.fixture
def answered(cast, told) -> Suggestion:
    return answer_suggestion(
        suggestion=told, reason="not_confirmed", answer="Hỏi chợ không ai biết bà Bảy.", by=actor(cast.author),
        at=moment(2025, 3, 10),
    )  # fmt: skip


def erase(cast, row, who="office", reason=WHY) -> Suggestion:
    return erase_suggestion(suggestion=row, reason=reason, by=actor(cast[who]), at=AT)


def test_words_contact_photo_and_letters_go_and_that_it_was_told_stays(cast, answered):
    path = answered.photo.path
    assert seal(AT) is not None
    row = erase(cast, answered)
    assert (row.about, row.deed, row.answer, row.contact, row.account) == ("(đã xóa)", "(đã xóa)", "(đã xóa)", "", None)
    assert (row.state, row.received_at, row.unit) == ("answered", moment(2025, 3, 3), cast.dien_tho)
    remove_erased_bytes()
    assert not default_storage.exists(path)
    left = [*AuditPersonal.objects.values_list("values", flat=True), *Letter.objects.values_list("body", "subject")]
    assert "Bảy" not in str(left)
    assert verify().findings == ()


def test_it_is_in_the_audit_with_its_ground(cast, answered):
    erase(cast, answered)
    entry = AuditEntry.objects.get(verb="erase_suggestion")
    assert entry.personal.values["reason"] == WHY


def test_what_is_under_way_or_became_a_dossier_is_not_erased_here(cast, told):
    with pytest.raises(Refused, match="chưa có kết quả"):
        erase(cast, told)
    take_up(suggestion=told, subject_kind="individual", name="Bà Bảy", by=actor(cast.author), at=moment(2025, 3, 10))
    with pytest.raises(Refused, match="đã thành hồ sơ"):
        erase(cast, Suggestion.objects.get())


def test_only_the_office_erases_and_says_on_what_ground_without_the_name(cast, answered):
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        erase(cast, answered, who="author")
    for reason, sentence in ((" ", "Ghi căn cứ"), ("Xóa Bà Bảy, chợ Đình", "không ghi tên")):
        with pytest.raises(BadInput, match=sentence):
            erase(cast, answered, reason=reason)
    assert Suggestion.objects.get().about == "Bà Bảy, chợ Đình"


def test_on_the_page_the_office_erases_with_one_form_and_a_second_press_finds_it_done(cast, answered, as_one):
    client, address = as_one(cast.office), f"/ban-lam-viec/loi-gioi-thieu/{answered.pk}/"
    assert client.post(address, {"act": "erase", "erase-reason": ""}).status_code == 400
    page = soup(client.post(address, {"act": "erase", "erase-reason": WHY}, follow=True))
    assert words(page.h1) == "(đã xóa)"
    assert client.post(address, {"act": "erase", "erase-reason": WHY}).status_code == 302
    assert AuditEntry.objects.filter(verb="erase_suggestion").count() == 1
