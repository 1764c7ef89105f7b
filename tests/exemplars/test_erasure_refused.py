"""Who erases whom and when, and what nobody can do with a record any more."""

# ruff: noqa: F401  folder is a fixture of the tests beside

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import (
    DuplicatePair,
    Initiative,
    Nomination,
    Story,
    SubjectKey,
    SubjectMerge,
    TextBand,
)
from neuguong.exemplars.operations.conflicts import recuse
from neuguong.exemplars.operations.likely import sweep_batch
from neuguong.exemplars.operations.merging import merge_subjects, unmerge_subjects
from neuguong.exemplars.operations.nominations import create_nomination
from tests import factories as make
from tests.exemplars.conftest import in_state, recognise
from tests.exemplars.test_erasure import AT, erase, everything, folder, packaged
from tests.factories import actor


class TestWhoAndWhen:
    @pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "admin", "neighbour"])
    def test_only_the_office_erases(self, cast, kh, who):
        subject = in_state("declined", cast, kh).subject
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            erase(cast, subject, who=who)

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified"])
    def test_not_while_a_dossier_is_under_way(self, cast, kh, state):
        subject = in_state(state, cast, kh).subject
        with pytest.raises(Refused, match="Rút hồ sơ"):
            erase(cast, subject)

    @pytest.mark.parametrize("state", ["withdrawn", "declined"])
    def test_once_it_is_closed(self, cast, kh, state):
        nomination = in_state(state, cast, kh)
        assert erase(cast, nomination.subject).name == "(đã xóa)"
        nomination.refresh_from_db()
        assert nomination.achievement_summary == "(đã xóa)"
        assert nomination.search_text == "hs 2025 0001 da xoa xa dien tho"

    def test_somebody_who_may_not_read_one_of_the_dossiers_does_not_erase(self, cast, kh):
        nomination = in_state("submitted", cast, kh)
        recuse(nomination=nomination, account=cast.office, reason="Họ hàng.", by=actor(cast.office), at=AT)
        Nomination.objects.filter(pk=nomination.pk).update(state="declined", closed_at=AT, closed_recorded_at=AT)
        with pytest.raises(Refused, match="không xem được"):
            erase(cast, nomination.subject)
        assert erase(cast, nomination.subject, who="office_second").erased_at == AT

    def test_not_while_a_story_is_published(self, cast, kh):
        subject = everything(cast, kh)
        Story.objects.update(state="published")
        with pytest.raises(Refused, match="Gỡ xuống"):
            erase(cast, subject)

    def test_a_record_that_was_taken_in_goes_with_the_one_that_holds_it(self, cast, kh):
        subject = everything(cast, kh)
        absorbed = SubjectMerge.objects.get().absorbed
        with pytest.raises(Refused, match="Mở đối tượng ấy"):
            erase(cast, absorbed)
        erase(cast, subject)
        absorbed.refresh_from_db()
        assert (absorbed.name, absorbed.erased_at) == ("(đã xóa)", AT)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"typed": "Ai khác"}, "typed"), ({"reason": " "}, "reason"), ({"reason": "x" * 301}, "reason"),
         ({"reason": "Đơn của ông le van thuan"}, "reason")],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field_and_nothing_goes(self, cast, kh, wrong, field):
        subject = in_state("declined", cast, kh).subject
        with pytest.raises(BadInput) as told:
            erase(cast, subject, **wrong)
        subject.refresh_from_db()
        assert (told.value.field, subject.name, subject.erased_at) == (field, "Lê Văn Thuận", None)


class TestAfterwards:
    def test_nobody_is_recognised_any_more(self, cast, kh):
        nomination = packaged(in_state("verified", cast, kh))
        erase(cast, nomination.subject)
        nomination.refresh_from_db()
        with pytest.raises(Refused, match="đã được xóa"):
            recognise(nomination, cast)

    def test_the_record_is_neither_merged_nor_introduced_again_nor_found(self, cast, kh):
        subject, other = (in_state("declined", cast, kh, name=name).subject for name in ("Lê Văn Thuận", "Le V. Thuận"))
        erase(cast, subject)
        subject.refresh_from_db()
        words = {"reason": "x", "by": actor(cast.office), "at": AT}
        with pytest.raises(Refused, match="đã được xóa"):
            merge_subjects(kept=other, absorbed=subject, **words)
        with pytest.raises(BadInput):
            create_nomination(
                unit=cast.dien_tho, plan=kh, kind="", name="", subject=subject, by=actor(cast.author), at=AT
            )
        while not sweep_batch(at=AT).done:
            pass
        assert not SubjectKey.objects.filter(subject=subject).exists()
        assert not TextBand.objects.filter(nomination__subject=subject).exists()
        assert not DuplicatePair.objects.filter(state="open").exists()

    def test_a_merge_is_not_taken_back(self, cast, kh):
        erase(cast, everything(cast, kh))
        with pytest.raises(Refused, match="đã được xóa"):
            unmerge_subjects(merge=SubjectMerge.objects.get(), reason="x", by=actor(cast.office), at=AT)

    def test_a_model_that_others_use_keeps_its_words(self, cast, kh):
        mine, theirs = in_state("declined", cast, kh, name="Một"), in_state("declined", cast, kh, name="Hai")
        shared = Initiative.objects.create(unit=cast.dien_tho, name="Mô hình", summary="Chung", search_text="mo hinh")
        Nomination.objects.filter(pk__in=[mine.pk, theirs.pk]).update(initiative=shared)
        erase(cast, mine.subject)
        shared.refresh_from_db()
        assert shared.summary == "Chung"
        theirs.refresh_from_db()
        assert theirs.achievement_summary == make.SUMMARY
