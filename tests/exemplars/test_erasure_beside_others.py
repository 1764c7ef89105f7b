"""What an erasure leaves alone, and what may go on beside it."""

import pytest

from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Correction, DuplicatePair, Exemplar, Subject, SubjectKey, SubjectReading
from neuguong.exemplars.operations.erasure import erase_subject
from neuguong.exemplars.operations.likely import look_for_duplicates, sweep_batch
from neuguong.exemplars.operations.revoking import correct_exemplar
from neuguong.exemplars.queries.erasure import preview
from neuguong.org.queries.lives import family_of
from tests.exemplars.conftest import in_state, recognise
from tests.exemplars.test_concurrency import together
from tests.exemplars.test_erasure import packaged
from tests.factories import actor, moment

AT = moment(2025, 4, 2)


def erase(cast, subject: Subject) -> Subject:
    return erase_subject(
        subject=subject, reason="Đơn số 12 ngày 01/04/2025", typed=subject.name, by=actor(cast.office), at=AT
    )


def test_corrections_of_the_registers_line_stay_those_of_the_story_go(cast, kh):
    recognise(packaged(in_state("verified", cast, kh)), cast)
    page = Exemplar.objects.get()
    for said, of_story in (("xã Diên An", False), ("Vườn 5 ha", True)):
        correct_exemplar(
            exemplar=page, said=said, true=f"{said} (đúng)", of_story=of_story, by=actor(cast.office), at=AT
        )
    erase(cast, page.subject)
    assert list(Correction.objects.values_list("said", flat=True)) == ["xã Diên An"]


def test_the_preview_speaks_of_the_audit_in_words_a_clerk_knows(cast, kh):
    told = in_state("withdrawn", cast, kh)
    lines = {one.what: one.how for one in preview(told.subject).goes}
    assert lines["phần cá nhân của nhật ký"] == "xóa chữ; mục nhật ký và niêm phong vẫn còn"
    assert AuditEntry.objects.exists()


def test_what_a_sweep_read_before_an_erasure_is_not_written_after_it(cast, kh):
    """The erasure comes while the sweep compares, between its reading and its writing."""
    told = in_state("withdrawn", cast, kh, name="Nguyễn Văn Hà")
    other = in_state("withdrawn", cast, kh, name="Ng. V. Hà")
    SubjectReading.objects.all().delete()
    DuplicatePair.objects.all().delete()

    def erased_meanwhile(unit: int) -> frozenset[int]:
        erase(cast, Subject.objects.get(pk=told.subject_id))
        return family_of(unit)

    sweep_batch(at=AT, families=erased_meanwhile)
    assert list(SubjectReading.objects.values_list("subject_id", flat=True)) == [other.subject_id]
    assert not SubjectKey.objects.filter(subject=told.subject).exists()
    assert not DuplicatePair.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_erasure_and_a_reading_at_once_leave_no_key(cast, kh):
    told = in_state("withdrawn", cast, kh, name="Nguyễn Văn Hà")
    answers = together(lambda: erase(cast, told.subject).pk, lambda: look_for_duplicates(subject=told.subject, at=AT))
    assert not [one for one in answers if isinstance(one, Exception)]
    assert not SubjectKey.objects.filter(subject=told.subject).exists()
    assert not SubjectReading.objects.filter(subject=told.subject).exists()
