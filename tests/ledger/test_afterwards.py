"""Recorded afterwards: recognised by a decision before the system had the dossier, and nothing pretended."""

from dataclasses import replace
from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter, StateChange
from neuguong.exemplars.models import Exemplar, Nomination, Recognition
from neuguong.exemplars.operations.afterwards import Decision, Honoured
from neuguong.exemplars.operations.withholding import show_exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.exemplars.workflows import open_steps
from neuguong.ledger.operations.afterwards import record_result_afterwards
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.packages import candidates
from neuguong.org.models import Membership, Unit
from tests import factories as make

NOW = make.moment(2025, 3, 10)
WHOM = Honoured("individual", "Bà Nguyễn Thị Tư", "agriculture", "Giúp 12 hộ vay vốn trồng bưởi.", place="Thôn 2")
PAPER = Decision("unit", "45/QĐ-UBND", date(2023, 8, 18), "Trần Văn Tám", "quyet-dinh.jpg", b"")


def recorded(office, *, by=None, unit=None, introduced_on=None, form_key="", whom=WHOM, **paper):
    decision = replace(PAPER, content=make.jpeg(), **paper)
    return record_result_afterwards(
        unit=unit or office.cast.dien_tho, plan=office.plan, honoured=whom, decision=decision,
        introduced_on=introduced_on, by=make.actor(by or office.cast.office), at=NOW, form_key=form_key,
    )  # fmt: skip


def quota(office, on, period="2023"):
    rows = board(plan=office.plan, on=on, unit_ids=[office.cast.dien_tho.pk], duty="quota", period=period).rows
    return rows[0].sent, rows[0].accepted, rows[0].restated


def test_one_form_makes_the_recognised_dossier_with_the_days_of_its_papers(office, cast):
    made = recorded(office)
    act = Recognition.objects.get()
    assert (made.state, made.entry, made.verified_at, made.sent_at, made.standard) == (
        "recognised", "after", None, None, None,
    )  # fmt: skip
    assert (made.recognised_at, made.recognised_recorded_at) == (make.moment(2023, 8, 18, 0), NOW)
    assert (act.document_number, act.decided_on, act.signer, act.decided_by, act.unit, act.recorded_at) == (
        "45/QĐ-UBND", date(2023, 8, 18), "Trần Văn Tám", None, cast.dien_tho, NOW,
    )  # fmt: skip
    assert made.evidence.get().caption == "Quyết định số 45/QĐ-UBND"


def test_its_history_has_one_step_that_says_so_with_who_typed_it(office, cast):
    made = recorded(office)
    rows = StateChange.objects.filter(object_type="exemplars.nomination", object_id=made.pk)
    assert [(one.step, one.before, one.after, one.account, one.effective_at) for one in rows] == [
        ("record_after", "draft", "recognised", cast.office, NOW)
    ]
    assert AuditEntry.objects.get(verb="record_after_nomination").facts["document"] == "45/QĐ-UBND"
    told = Letter.objects.filter(link=f"exemplars.nomination:{made.pk}").values_list("recipient__username", flat=True)
    assert set(told) == {"author", "head"}


def test_nothing_of_it_is_public_until_the_office_shows_it_by_an_act_of_its_own(office, cast):
    recorded(office)
    page = Exemplar.objects.get()
    assert (page.state, page.year, shown().exists()) == ("withheld", 2023, False)
    show_exemplar(exemplar=page, reason="Đã đối chiếu quyết định gốc.", by=make.actor(cast.office), at=NOW)
    assert list(shown()) == [page]


@pytest.mark.clause("IV.2")
def test_it_counts_towards_the_quota_only_when_the_day_of_the_units_paper_is_known(office):
    recorded(office)
    assert quota(office, date(2025, 3, 10)) == (0, 0, False)
    made = recorded(office, introduced_on=date(2023, 6, 10), whom=replace(WHOM, name="Ông Lê Văn Ba"))
    assert (made.round_code, made.on_time, made.sent_recorded_at) == ("2023-Q2", True, NOW)
    assert quota(office, date(2025, 3, 10)) == (1, 0, False)
    assert quota(office, date(2023, 12, 31)) == (1, 0, True)  # the board of that day, made today, says it was restated


def test_no_further_step_rests_on_it_and_no_package_takes_it(office, cast):
    made = recorded(office, introduced_on=date(2023, 6, 10))
    for who in (cast.head, cast.chair):
        steps = {one.name: one.reason for one in open_steps(made, by=make.actor(who), at=NOW)}
        assert set(steps) == {"recognise_unit", "recognise_council"}
        assert all(steps.values())
    told = {one.name: one.reason for one in open_steps(made, by=make.actor(cast.chair), at=NOW)}
    assert "không thẩm định trong hệ thống" in str(told["recognise_council"])
    assert not tasks_of(cast.chair.pk, NOW.date()).to_recognise.rows
    for takes in ("verified", "recognised"):
        assert not candidates(office.plan, "2025-Q1", takes=takes, at=NOW).exists()


def test_the_councils_decision_names_its_signer_where_the_minutes_are_gone(office, cast):
    recorded(office, level="council", decided_on=date(2023, 11, 20))
    act = Recognition.objects.get()
    assert (act.level, act.council, act.unit, act.meeting_on) == ("council", cast.council, None, None)


def test_a_unit_that_has_ended_is_honoured_as_it_was_and_the_clerk_need_not_have_been_there_then(office, cast):
    Unit.objects.filter(pk=cast.dien_an.pk).update(valid_to=date(2024, 11, 1))
    Membership.objects.filter(account=cast.office).update(valid_from=date(2025, 1, 1))
    cast.dien_an.refresh_from_db()
    assert recorded(office, unit=cast.dien_an).unit == cast.dien_an
    with pytest.raises(Refused, match="đã kết thúc từ ngày 01/11/2024"):
        recorded(office, unit=cast.dien_an, decided_on=date(2024, 12, 1), whom=replace(WHOM, name="Bà Sáu"))


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"document_number": " "}, "document_number", "Ghi số quyết định"),
        ({"signer": ""}, "signer", "Ghi họ tên người ký"),
        ({"level": "province"}, "level", "Chọn đơn vị công nhận"),
        ({"decided_on": date(2025, 3, 11)}, "decided_on", "không thể sau hôm nay"),
        ({"decided_on": date(2023, 4, 1)}, "decided_on", "không thể trước khi có kế hoạch"),
        ({"introduced_on": date(2023, 8, 19)}, "introduced_on", "không thể sau ngày quyết định"),
        ({"introduced_on": date(2023, 4, 1)}, "introduced_on", "không thuộc đợt nào"),
        ({"meeting_on": date(2023, 8, 20)}, "meeting_on", "không thể sau ngày quyết định"),
        ({"file_name": "a.exe"}, "file", "Không nhận tệp"),
        ({"whom": replace(WHOM, name=" ")}, "name", "Ghi họ tên"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(office, words, field, sentence):
    with pytest.raises(BadInput, match=sentence) as told:
        recorded(office, **words)
    assert (told.value.field, Nomination.objects.exists(), Exemplar.objects.exists()) == (field, False, False)


def test_only_the_office_records_and_a_form_sent_twice_is_one_dossier(office, cast):
    for who in (cast.author, cast.head, cast.chair, cast.leader):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            recorded(office, by=who)
    first, second = recorded(office, form_key="after:1"), recorded(office, form_key="after:1")
    assert (first, Nomination.objects.count(), Letter.objects.filter(subject__contains="Đã ghi lại").count()) == (
        second,
        1,
        2,
    )
