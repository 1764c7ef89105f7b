"""Nobody is left to judge: somebody is named who steps in, for one dossier and until a day."""

# ruff: noqa: F401, F811  sent is a fixture of the tests beside

from datetime import date

import pytest

from neuguong.core.errors import Refused
from neuguong.core.models import AuditEntry, Letter
from neuguong.exemplars.enums import StandInStep
from neuguong.exemplars.models import Nomination, Substitute
from neuguong.exemplars.operations.conflicts import (
    appoint_substitute,
    end_substitute,
)
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.exemplars.policy import may_see_deliberation
from neuguong.exemplars.queries.conflicts import judges_left
from neuguong.exemplars.queries.nominations import dossier
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.org.enums import Role, Seat
from neuguong.org.models import CouncilSeat
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.exemplars.test_conflicts import AT, ON, kin, sees, sent, sentence_of, step_back
from tests.factories import actor, moment

# Who steps in


def appoint(nomination, account, by, step="verify", **changes):
    words = {"document": "12/TB-HĐ ngày 12/3/2025", "valid_to": date(2025, 3, 31), "at": AT} | changes
    return appoint_substitute(nomination=nomination, account=account, step=step, by=actor(by), **words)


@pytest.fixture
def nobody(cast, sent) -> Nomination:
    """Both of the small office stand too close."""
    kin(sent, cast.office)
    step_back(sent, cast.office_second)
    return sent


def test_the_chair_hears_that_nobody_is_left_and_names_somebody_who_verifies(cast, nobody):
    assert [one.recipient_id for one in Letter.objects.filter(key__startswith="nobody-left:")] == [cast.chair.pk]
    assert judges_left(nobody, StandInStep.VERIFY, AT) == ()
    row = appoint(nobody, cast.leader, cast.chair)
    assert appoint(nobody, cast.leader, cast.chair) == row
    assert [one.nomination_id for one in tasks_of(cast.leader.pk, ON).to_verify.rows] == [nobody.pk]
    assert dossier(nobody, actor(cast.leader), AT).waiting_for == ("Cao Thị Yến",)
    assert may_see_deliberation(actor(cast.leader), nobody, AT)
    assert AuditEntry.objects.get(verb="appoint_substitute").facts == {
        "account": cast.leader.pk, "nomination": nobody.pk, "step": "verify", "valid_to": "2025-03-31",
    }  # fmt: skip
    verify_nomination(nomination=nobody, by=actor(cast.leader), at=AT)


def test_a_substitute_judges_this_dossier_only_and_until_the_day(cast, kh, nobody):
    appoint(nobody, cast.leader, cast.chair, valid_to=date(2025, 3, 12))
    other = make.send(draft_of(cast, kh, name="Đỗ Thị Lành"), cast.head)
    for nomination, at in ((other, AT), (nobody, moment(2025, 3, 13))):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            verify_nomination(nomination=nomination, by=actor(cast.leader), at=at)
    row = appoint(nobody, cast.leader, cast.chair, at=moment(2025, 3, 14))
    verify_nomination(nomination=nobody, by=actor(cast.leader), at=moment(2025, 3, 14))
    assert Substitute.objects.get(ended_at=None) == row


def test_a_substitute_who_turns_out_to_be_kin_is_out_at_once_and_another_is_named(cast, nobody):
    appoint(nobody, cast.leader, cast.chair)
    kin(nobody, cast.leader)
    assert not sees(cast.leader, nobody)
    with pytest.raises(Refused, match="họ hàng"):
        verify_nomination(nomination=nobody, by=actor(cast.leader), at=AT)
    appoint(nobody, cast.secretary, cast.chair)
    verify_nomination(nomination=nobody, by=actor(cast.secretary), at=AT)


def test_what_naming_a_substitute_refuses(cast, kh, nobody):
    make.give_role(cast.leader, Role.OBSERVER, cast.dien_tho)
    other = make.send(draft_of(cast, kh, name="Đỗ Thị Lành"), cast.head)
    refusals = {
        "office": lambda: appoint(nobody, cast.secretary, cast.office),
        "somebody left": lambda: appoint(other, cast.secretary, cast.chair),
        "member": lambda: appoint(nobody, cast.leader, cast.chair),
        "kin": lambda: appoint(nobody, cast.office, cast.chair),
        "no role": lambda: appoint(nobody, cast.stranger, cast.chair),
        "chair": lambda: appoint(nobody, cast.chair, cast.chair),
        "no paper": lambda: appoint(nobody, cast.secretary, cast.chair, document=" "),
        "past": lambda: appoint(nobody, cast.secretary, cast.chair, valid_to=date(2025, 3, 11)),
        "step": lambda: appoint(nobody, cast.secretary, cast.chair, step="submit"),
        "council": lambda: appoint(nobody, cast.secretary, cast.leader, step="recognise_council"),
    }
    unfit = "Người này không thay được: có liên quan đến hồ sơ, hoặc không thuộc diện được cử."
    assert {name: sentence_of(act) for name, act in refusals.items()} == {
        "office": "Chủ tịch Hội đồng cử người thẩm định thay.",
        "somebody left": "Còn Phạm Minh Đức, Hồ Thị Ngọc thẩm định được hồ sơ này, nên không cử người thay.",
        "member": unfit, "kin": unfit, "no role": unfit, "chair": unfit,
        "no paper": "Ghi số và ngày của văn bản phân công.",
        "past": "Ngày cuối phải từ hôm nay trở đi.",
        "step": "Chọn việc cần người thay.",
        "council": "Cơ quan thường trực ghi người công nhận thay, theo văn bản phân công.",
    }  # fmt: skip
    kin(nobody, cast.chair)
    assert sentence_of(refusals["no paper"]).endswith("Nhờ quản trị viên ghi người làm thay ở mục Tài khoản.")


def test_a_substitutes_task_is_taken_back_once(cast, nobody):
    row = appoint(nobody, cast.leader, cast.chair)
    assert sentence_of(lambda: end_substitute(substitute=row, by=actor(cast.leader), at=AT)) == (
        "Chủ tịch Hội đồng cử người thẩm định thay."
    )
    end_substitute(substitute=row, by=actor(cast.chair), at=AT)
    assert sentence_of(lambda: end_substitute(substitute=row, by=actor(cast.chair), at=AT)) == "Việc thay đã kết thúc."
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        verify_nomination(nomination=nobody, by=actor(cast.leader), at=AT)


def test_the_deputy_presides_over_the_councils_recognition_when_the_chair_is_kin(cast, kh):
    nomination = in_state("verified", cast, kh)
    deputy = make.make_account("deputy", "Trương Văn Phó")
    CouncilSeat.objects.create(council=cast.council, account=deputy, seat=Seat.DEPUTY, valid_from=date(2000, 1, 1))
    kin(nomination, cast.chair)
    with pytest.raises(Refused, match="Chỉ Chủ tịch Hội đồng"):
        recognise(nomination, cast, by=actor(deputy))
    appoint(nomination, deputy, cast.office, step="recognise_council")
    assert [row.nomination_id for row in tasks_of(deputy.pk, ON).to_recognise.rows] == [nomination.pk]
    recognise(nomination, cast, by=actor(deputy))
    assert Nomination.objects.get(pk=nomination.pk).state == "recognised"
