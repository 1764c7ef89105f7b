"""A recognition is taken back by a decision: gone from the register, kept in history, once; words are put right visibly."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter, StateChange
from neuguong.core.text import fold
from neuguong.exemplars.models import Correction, Exemplar, Nomination, Recognition, Revocation
from neuguong.exemplars.operations.conflicts import declare_conflict
from neuguong.exemplars.operations.merging import merge_subjects, unmerge_subjects
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.queries.register import (
    addresses,
    page_instead,
    public_exemplar,
    register,
    register_version,
    tally,
    unit_counts,
)
from tests.exemplars.conftest import in_state, recognise
from tests.factories import actor, moment

AT = moment(2025, 4, 10)


def revoke(cast, exemplar: Exemplar, *, who="office", **changes) -> Revocation:
    words = {
        "document_number": "90/QĐ-UBND", "decided_on": date(2025, 4, 9), "reason": "Khai không đúng năng suất.",
        "by": actor(cast[who]), "at": AT,
    }  # fmt: skip
    return revoke_exemplar(exemplar=exemplar, **{**words, **changes})


@pytest.fixture
def page(cast, kh) -> Exemplar:
    in_state("recognised", cast, kh)
    return Exemplar.objects.get()


def test_what_was_revoked_is_in_no_public_list(cast, page):
    revoke(cast, page)
    assert list(register()) == []
    assert tally().counts().total == 0
    assert unit_counts() == {}
    assert addresses(start=0, stop=10) == ()
    assert public_exemplar(page.slug) is None


def test_its_address_is_known_to_be_gone_and_another_never_was(cast, page):
    assert page_instead("chua-tung-co") is None
    revoke(cast, page)
    assert page_instead(page.slug) == ""


def test_history_and_decision_are_kept(cast, page):
    revoke(cast, page)
    row = Revocation.objects.get()
    assert (row.document_number, row.decided_on, row.reason) == (
        "90/QĐ-UBND", date(2025, 4, 9), "Khai không đúng năng suất.",
    )  # fmt: skip
    assert Recognition.objects.filter(exemplar=page).count() == 1
    assert Nomination.objects.get().state == "recognised"
    assert StateChange.objects.get(object_type="exemplars.exemplar").after == "revoked"
    entry = AuditEntry.objects.get(verb="revoke_exemplar")
    assert "năng suất" not in str(entry.facts)


def test_the_dossier_says_since_when_it_counts_no_more(cast, page):
    revoke(cast, page, recorded_at=moment(2025, 4, 12))
    dossier = Nomination.objects.get()
    assert (dossier.revoked_at, dossier.revoked_recorded_at) == (AT, moment(2025, 4, 12))


def test_counts_kept_by_the_public_site_are_out_of_date_afterwards(cast, page):
    before = register_version()
    revoke(cast, page)
    assert register_version() > before


@pytest.mark.parametrize("who", ["author", "head", "neighbour", "chair", "admin"])
def test_only_the_standing_office_enters_it(cast, page, who):
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        revoke(cast, page, who=who)
    assert list(register()) == [page]


def test_nobody_takes_back_what_concerns_their_kin(cast, page):
    nomination = Nomination.objects.get()
    declare_conflict(nomination=nomination, kind="kinship", note="em ruột", by=actor(cast.office), at=AT)
    with pytest.raises(Refused, match="có liên quan"):
        revoke(cast, page)
    revoke(cast, page, who="office_second")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"document_number": " "}, "document_number", "Ghi số quyết định"),
        ({"document_number": "9" * 61}, "document_number", "60 ký tự"),
        ({"reason": "  "}, "reason", "Ghi lý do"),
        ({"decided_on": date(2025, 4, 11)}, "decided_on", "sau hôm nay"),
        ({"decided_on": date(2025, 3, 19)}, "decided_on", "trước ngày công nhận 20/03/2025"),
    ],
)
def test_a_decision_that_cannot_be_is_not_entered(cast, page, changes, field, words):
    with pytest.raises(BadInput, match=words) as wrong:
        revoke(cast, page, **changes)
    assert wrong.value.field == field
    assert not Revocation.objects.exists()


def test_it_is_revoked_once(cast, page):
    revoke(cast, page)
    page.refresh_from_db()
    with pytest.raises(Refused, match="đã hủy công nhận"):
        revoke(cast, page)
    assert Revocation.objects.count() == 1


def test_nobody_is_recognised_again_under_the_same_plan(cast, kh, page):
    revoke(cast, page)
    with pytest.raises(Refused, match="đã bị hủy nên không công nhận lại"):
        in_state("recognised", cast, kh, subject=page.subject, name="", kind="")
    assert list(register()) == []


def merged(cast, kh):
    """Two recognised records of one subject, made one; both pages."""
    first, second = (in_state("recognised", cast, kh, name=name) for name in ("Nguyễn Văn Hà", "Ng. V. Hà"))
    merge = merge_subjects(
        kept=first.subject, absorbed=second.subject, reason="Cùng một người.", by=actor(cast.office), at=AT
    )
    kept = Exemplar.objects.get(merged_into=None)
    return merge, kept, Exemplar.objects.get(merged_into=kept)


def test_a_page_that_was_merged_goes_with_the_one_that_stands_for_it(cast, kh):
    _, kept, absorbed = merged(cast, kh)
    revoke(cast, kept)
    assert list(register()) == []
    assert {page_instead(kept.slug), page_instead(absorbed.slug)} == {""}
    assert Nomination.objects.filter(revoked_at=AT).count() == 2


def test_a_hidden_page_is_not_revoked_by_itself(cast, kh):
    _, _, absorbed = merged(cast, kh)
    with pytest.raises(Refused, match="trang còn lại"):
        revoke(cast, absorbed)


def test_a_merge_is_not_undone_after_the_revocation(cast, kh):
    merge, kept, _ = merged(cast, kh)
    revoke(cast, kept)
    with pytest.raises(Refused, match="không bỏ gộp được"):
        unmerge_subjects(merge=merge, reason="Nhầm.", by=actor(cast.office), at=AT)
    assert list(register()) == []


def test_a_revoked_page_is_not_hidden_behind_another(cast, kh):
    first, second = (in_state("recognised", cast, kh, name=name) for name in ("Nguyễn Văn Hà", "Ng. V. Hà"))
    revoke(cast, Exemplar.objects.get(subject=first.subject))
    with pytest.raises(Refused, match="không gộp được"):
        merge_subjects(kept=second.subject, absorbed=first.subject, reason="Một.", by=actor(cast.office), at=AT)


def correct(cast, page, *, who="office", said="7,8 tấn/ha", true="6,8 tấn/ha"):
    return correct_exemplar(exemplar=page, said=said, true=true, by=actor(cast[who]), at=AT)


def test_a_correction_says_what_was_said_what_is_true_and_when(cast, page):
    correct(cast, page)
    shown = public_exemplar(page.slug).corrections
    assert [(one.said, one.true, one.corrected_on) for one in shown] == [
        ("7,8 tấn/ha", "6,8 tấn/ha", date(2025, 4, 10))
    ]
    assert AuditEntry.objects.filter(verb="correct_exemplar").count() == 1


def test_entered_twice_it_is_one_correction(cast, page):
    correct(cast, page)
    correct(cast, page)
    assert Correction.objects.count() == AuditEntry.objects.filter(verb="correct_exemplar").count() == 1


@pytest.mark.parametrize(
    ("said", "true", "words"),
    [("", "b", "Chép lại"), ("a", " ", "Ghi điều đúng"), ("a", "a", "giống hệt"), ("a" * 601, "b", "600 ký tự")],
)
def test_a_correction_that_corrects_nothing_is_refused(cast, page, said, true, words):
    with pytest.raises(BadInput, match=words):
        correct(cast, page, said=said, true=true)


def test_only_the_office_corrects_and_only_what_stands(cast, page):
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        correct(cast, page, who="head")
    revoke(cast, page)
    with pytest.raises(Refused, match="không đính chính"):
        correct(cast, page)


def letters_about(what: str) -> dict[str, str]:
    rows = Letter.objects.filter(subject__contains=what).select_related("recipient")
    return {one.recipient.full_name: one.body for one in rows}


def test_the_unit_is_told_that_a_recognition_was_revoked_and_why(cast, page):
    revoke(cast, page)
    told = letters_about(f"Đã hủy công nhận {page.name}")
    assert set(told) == {cast.author.full_name, cast.head.full_name}
    assert "theo Quyết định 90/QĐ-UBND ngày 09/04/2025" in told[cast.head.full_name]
    assert "Khai không đúng năng suất." in told[cast.head.full_name]


def test_the_unit_is_told_what_was_corrected_once(cast, page):
    for _ in range(2):
        correct(cast, page, said="Hiến 500 m²", true="Hiến 450 m²")
    told = letters_about("Đã đính chính trang của")
    assert set(told) == {cast.author.full_name, cast.head.full_name}
    assert told[cast.author.full_name] == "Trang công khai trước ghi: “Hiến 500 m²”. Nay đính chính: “Hiến 450 m²”."


def test_a_corrected_name_heads_the_page_and_the_register_and_the_old_one_still_finds_it(cast, page):
    old, address = page.name, page.slug
    correct(cast, page, said=old, true="Đinh Văn Đúng")
    shown = public_exemplar(address)
    assert shown.name == "Đinh Văn Đúng"
    assert [(one.said, one.true) for one in shown.corrections] == [(old, "Đinh Văn Đúng")]
    assert [row.name for row in register()] == ["Đinh Văn Đúng"]
    assert (
        Exemplar.objects.filter(search_text__contains="dinh van dung").filter(search_text__contains=fold(old)).exists()
    )


def test_a_later_recognition_of_the_same_person_keeps_the_corrected_name(cast, kh, page):
    correct(cast, page, said=page.name, true="Đinh Văn Đúng")
    again = in_state("verified", cast, kh, name="", kind="", subject=page.subject)
    recognise(again, cast, at=moment(2025, 4, 20))
    assert Exemplar.objects.get().name == "Đinh Văn Đúng"


def test_whoever_stands_too_close_corrects_nothing(cast, page):
    by = actor(cast.office)
    declare_conflict(nomination=Nomination.objects.get(), kind="kinship", note="em ruột", by=by, at=AT)
    with pytest.raises(Refused, match="có liên quan đến hồ sơ này nên không đính chính"):
        correct(cast, page, said="Hiến 500 m²", true="Hiến 450 m²")
    assert not Correction.objects.exists()
