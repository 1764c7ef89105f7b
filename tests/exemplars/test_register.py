"""The register holds the recognised and nobody else, once each, with the highest level."""

from datetime import date

from neuguong.exemplars.models import Exemplar, Recognition
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.exemplars.queries.register import public_exemplar, public_rows, register
from tests.exemplars.conftest import in_state, recognise
from tests.factories import actor, moment


def test_the_register_shows_only_who_was_recognised(cast, kh):
    for number, state in enumerate(("draft", "submitted", "returned", "verified", "declined", "withdrawn")):
        in_state(state, cast, kh, name=f"Người {number}")
    in_state("recognised", cast, kh, name="Đỗ Thị Lành")
    assert [(row.name, row.slug) for row in public_rows(register())] == [("Đỗ Thị Lành", "do-thi-lanh-2025-0007")]
    assert [row.name for row in public_rows(register(q="do lanh"))] == ["Đỗ Thị Lành"]
    assert public_rows(register(q="nguoi")) == ()


def test_the_page_carries_the_recognition_and_its_paper(cast, kh):
    nomination = in_state("recognised", cast, kh)
    page = public_exemplar(Exemplar.objects.get().slug)
    assert (page.name, page.unit_name, page.sector_code, page.year) == (
        "Lê Văn Thuận", "Xã Diên Thọ", "nong-nghiep", 2025,
    )  # fmt: skip
    assert [(one.by, one.document_number) for one in page.recognitions] == [(cast.council.name, "415/QĐ-UBND")]
    assert nomination.achievement_summary not in str(page)


def test_the_highest_level_decides_level_day_and_year(cast, kh):
    nomination = in_state("verified", cast, kh)
    unit_day, council_day = date(2025, 3, 15), date(2025, 3, 20)
    recognise_in_unit(
        nomination=nomination, document_number="", decided_on=unit_day, by=actor(cast.head), at=moment(2025, 3, 15)
    )
    one = Exemplar.objects.get()
    assert (one.level, one.recognised_on) == ("unit", unit_day)
    recognise(nomination, cast)
    one.refresh_from_db()
    assert (one.level, one.recognised_on) == ("council", council_day)
    assert Recognition.objects.filter(exemplar=one).count() == 2


def test_a_subject_introduced_twice_under_a_plan_has_one_page(cast, kh):
    first = in_state("recognised", cast, kh)
    second = in_state("recognised", cast, kh, subject=first.subject, name="", kind="")
    assert Exemplar.objects.count() == 1
    assert set(Recognition.objects.values_list("nomination_id", flat=True)) == {first.pk, second.pk}


def test_two_people_of_one_name_have_two_addresses_whatever_their_numbers(cast, kh):
    for _ in range(2):
        in_state("recognised", cast, kh)
    assert set(Exemplar.objects.values_list("slug", flat=True)) == {"le-van-thuan-2025-0001", "le-van-thuan-2025-0002"}
    # Another organisation has a dossier of the same number about somebody of the same name.
    Exemplar.objects.filter(slug__endswith="0001").update(slug="le-van-thuan-2025-0003")
    third = in_state("recognised", cast, kh)
    assert third.subject.exemplars.get().slug == "le-van-thuan-2025-0003-2"
