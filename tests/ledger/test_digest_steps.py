"""Many digests move at once through the one table: each is asked about, each leaves its row, all move or none."""

from datetime import date

import pytest

from neuguong.core.errors import Refused, Stale
from neuguong.core.models import AuditEntry, StateChange
from neuguong.core.workflow import Move
from neuguong.ledger.models import ReminderDigest
from neuguong.ledger.operations.reminders import hold_digest, release_digests, stop_digest, urge
from neuguong.ledger.workflows import DIGEST
from tests import factories as make
from tests.factories import actor, moment

DAY, AT = date(2025, 3, 11), moment(2025, 3, 11, 8)


@pytest.fixture
def digests(cast, plan) -> list[ReminderDigest]:
    urge(plan=plan, on=DAY, by=make.JOB, at=AT)
    return list(ReminderDigest.objects.select_related("plan__unit").order_by("pk"))


def stopping(rows):
    return [Move(one, "Đã gọi", {"reason": "Đã gọi", "decided_at": AT}) for one in rows]


def states():
    return set(ReminderDigest.objects.values_list("state", "version"))


def changes():
    rows = StateChange.objects.filter(object_type="ledger.reminderdigest")
    return set(rows.values_list("object_id", "step", "before", "after", "account", "note"))


def test_each_of_many_that_go_out_leaves_its_own_row_and_the_audit_has_the_release_once(cast, plan, digests):
    by = actor(cast.office)
    hold_digest(digest=digests[0], by=by, at=AT)
    release_digests(plan=plan, digest_ids=[one.pk for one in digests], by=by, at=AT)
    assert states() == {("released", 2), ("released", 3)}
    person = cast.office.pk
    assert changes() == {
        (digests[0].pk, "hold", "waiting", "held", person, ""),
        (digests[0].pk, "release", "held", "released", person, ""),
        *((one.pk, "release", "waiting", "released", person, "") for one in digests[1:]),
    }
    assert AuditEntry.objects.filter(verb="release_digests").count() == 1


def test_what_waits_from_an_earlier_day_is_taken_in_through_the_table(cast, plan, digests):
    urge(plan=plan, on=date(2025, 3, 14), by=make.JOB, at=moment(2025, 3, 14, 8))
    taken = {(before, after, note) for _, step, before, after, _, note in changes() if step == "take_in"}
    assert taken == {("waiting", "stopped", "Gộp vào thư ngày 14/03/2025.")}
    assert not ReminderDigest.objects.filter(on=DAY, state="waiting", recipient=cast.author).exists()


def test_when_one_is_closed_none_moves(cast, digests):
    stop_digest(digest=digests[1], reason="Đã gặp", by=actor(cast.office), at=AT)
    rows = list(ReminderDigest.objects.select_related("plan__unit"))
    with pytest.raises(Refused, match="Thư đôn đốc đang ở trạng thái “không gửi”"):
        DIGEST.apply_all("stop", moves=stopping(rows), by=actor(cast.office), at=AT)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        DIGEST.apply_all("stop", moves=stopping(digests), by=actor(cast.author), at=AT)
    with pytest.raises(Refused, match="cần ghi rõ lý do"):
        DIGEST.apply_all("stop", moves=[Move(digests[0])], by=actor(cast.office), at=AT)
    assert states() == {("waiting", 1), ("stopped", 2)}
    assert DIGEST.apply_all("stop", moves=[], by=actor(cast.office), at=AT) == []


def test_when_somebody_moved_one_first_none_moves(cast, digests):
    hold_digest(digest=digests[1], by=actor(cast.office), at=AT)  # `digests` was read before
    with pytest.raises(Stale, match="vừa được người khác thay đổi"):
        DIGEST.apply_all("stop", moves=stopping(digests), by=actor(cast.office), at=AT)
    assert states() == {("waiting", 1), ("held", 2)}
