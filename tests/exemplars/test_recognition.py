"""Who recognises, after what, and what must be written down."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination, Recognition
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.exemplars.workflows import open_steps
from neuguong.programme.models import PlanVersion
from tests import factories as make
from tests.exemplars.conftest import in_state, recognise
from tests.exemplars.test_workflow import AT
from tests.factories import actor, moment


def test_a_dossier_recognised_by_its_unit_can_still_be_recognised_by_the_council(cast, kh):
    nomination = in_state("verified", cast, kh)
    day = AT.date()
    recognise_in_unit(nomination=nomination, document_number="12/QĐ-UBND", decided_on=day, by=actor(cast.head), at=AT)
    assert {step.name: step.open for step in open_steps(nomination, by=actor(cast.head), at=AT)} == {
        "recognise_unit": False, "recognise_council": False,
    }  # fmt: skip
    recognise(nomination, cast, at=moment(2025, 4, 1), decided_on=date(2025, 4, 1))
    assert set(Recognition.objects.values_list("level", flat=True)) == {"unit", "council"}
    assert nomination.recognised_at == AT
    with pytest.raises(Refused, match="Hội đồng đã công nhận hồ sơ này"):
        recognise(nomination, cast, at=moment(2025, 4, 2))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meeting_number": " "}, "meeting_number"),
        ({"meeting_on": None}, "meeting_on"),
        ({"meeting_on": date(2025, 3, 21)}, "meeting_on"),
        ({"decided_on": date(2025, 3, 21)}, "decided_on"),
        ({"decided_on": date(2022, 3, 21), "meeting_on": date(2022, 3, 1)}, "decided_on"),
        ({"document_number": "x" * 61}, "document_number"),
    ],
)
@pytest.mark.clause("III.4")
def test_the_council_recognises_only_after_a_meeting_with_its_number_and_day(cast, kh, changes, field):
    nomination = in_state("verified", cast, kh)
    with pytest.raises(BadInput) as caught:
        recognise(nomination, cast, **changes)
    assert caught.value.field == field
    assert Nomination.objects.get(pk=nomination.pk).state == "verified"


def says_of_recognition(plan, number: int, *rules: dict) -> None:
    """A newer version of the plan with these rules of recognition."""
    first = plan.versions.get(number=1)
    PlanVersion.objects.create(
        plan=plan, number=number, text=f"bản {number}", digest=f"bản {number}", effective_at=first.effective_at,
        recorded_at=first.recorded_at, document={**first.document, "recognition": list(rules)},
    )  # fmt: skip


def test_who_recognises_and_what_must_be_written_down_is_the_plans_word(cast, kh):
    nomination = in_state("verified", cast, kh)
    unit_rule, _ = kh.versions.get().document["recognition"]
    by_head = {"nomination": nomination, "decided_on": AT.date(), "by": actor(cast.head), "at": AT}
    says_of_recognition(kh, 2, {**unit_rule, "needs": ["document_number"]})
    with pytest.raises(Refused, match="Kế hoạch 87/KH-UBND không có công nhận ở cấp này"):
        recognise(nomination, cast)
    with pytest.raises(BadInput, match="Ghi số quyết định công nhận"):
        recognise_in_unit(document_number=" ", **by_head)
    says_of_recognition(kh, 3, {**unit_rule, "by": "council_chair"})
    with pytest.raises(Refused, match="thuộc thẩm quyền"):
        recognise_in_unit(document_number="1", **by_head)


def test_a_council_of_another_organisation_does_not_recognise_here(cast, kh):
    foreign = make.make_council(make.make_unit("xa-mau", "Xã Mẫu"), chair=cast.chair)
    with pytest.raises(BadInput, match="không phụ trách đơn vị"):
        recognise(in_state("verified", cast, kh), cast, council=foreign)
