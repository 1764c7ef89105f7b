"""The people concerned hear of each decision once; who took the step is not told their own news."""

from neuguong.core.models import Letter
from neuguong.exemplars.operations.nominations import return_nomination, submit_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.org.models import Membership
from tests import factories as make
from tests.exemplars.conftest import in_state, recognise
from tests.factories import actor, moment

AT = moment(2025, 3, 12)


def told() -> set[tuple[str, str]]:
    return set(Letter.objects.values_list("recipient__username", "subject"))


def test_each_step_tells_exactly_the_people_concerned(cast, kh):
    nomination = in_state("submitted", cast, kh)
    assert told() == set()
    return_nomination(nomination=nomination, note="Thiếu tuổi.", by=actor(cast.office), at=AT)
    assert told() == {(name, "Hồ sơ HS-2025-0001 được trả lại") for name in ("author", "head")}
    letter = Letter.objects.filter(recipient=cast.author).get()
    assert "Hồ sơ Lê Văn Thuận được trả lại để bổ sung." in letter.body
    assert letter.body.endswith("Lý do: Thiếu tuổi.")
    assert letter.link == f"exemplars.nomination:{nomination.pk}"


def test_verification_and_recognition_are_told_to_the_unit(cast, kh):
    recognise(in_state("verified", cast, kh), cast)
    assert {row for row in told() if row[0] in ("author", "head", "chair")} == {
        (name, subject)
        for name in ("author", "head")
        for subject in ("Hồ sơ HS-2025-0001 đạt thẩm định", "Hội đồng đã công nhận hồ sơ HS-2025-0001")
    }


def test_who_decides_hears_nothing_of_it(cast, kh):
    nomination = in_state("verified", cast, kh)
    Letter.objects.all().delete()
    recognise_in_unit(nomination=nomination, document_number="1/QĐ", decided_on=AT.date(), by=actor(cast.head), at=AT)
    assert {name for name, _ in told()} == {"author"}


def test_a_dossier_returned_twice_is_told_twice(cast, kh):
    nomination = in_state("returned", cast, kh)
    submit_nomination(
        nomination=nomination, round_code="2025-Q1", round_year=2025, on_time=True, by=actor(cast.head), at=AT
    )
    return_nomination(nomination=nomination, note="Còn thiếu.", by=actor(cast.office), at=AT)
    assert Letter.objects.filter(recipient=cast.author).count() == 2


def test_who_took_over_the_desk_hears_what_became_of_the_dossier(cast, kh):
    nomination = in_state("submitted", cast, kh)
    heir = make.make_account("heir", "Phan Thị Kế")
    Membership.objects.filter(account=cast.author).update(account=heir)
    Membership.objects.filter(account=cast.head).update(valid_to=moment(2025, 3, 11).date())
    return_nomination(nomination=nomination, note="Thiếu tuổi.", by=actor(cast.office), at=AT)
    assert [row.recipient for row in Letter.objects.filter(subject__contains="trả lại")] == [heir]
