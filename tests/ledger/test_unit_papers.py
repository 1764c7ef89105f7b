"""What a unit sent on paper, typed for it by the office: counted from its arrival, attributed, answered (KH 87, IV.2)."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import resume_nomination, return_nomination, verify_nomination
from neuguong.exemplars.workflows import NOMINATION, open_steps
from neuguong.ledger.models import Activity, Obligation, Return, UnitPaper
from neuguong.ledger.operations.activities import Done
from neuguong.ledger.operations.sending import accept_returns, send_nomination
from neuguong.ledger.operations.unit_papers import (
    Content,
    Introduced,
    answer_paper_remark,
    record_unit_paper,
    remark_on_paper,
)
from neuguong.ledger.operations.unit_papers import Letter as UnitLetter
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.unit_papers import paper_words, papers_visible_to, remarks_to_answer
from neuguong.org.models import Membership
from tests import factories as make

CAME, TYPED = make.moment(2025, 3, 14, 16, 5), make.moment(2025, 3, 25, 9)
TWO = (
    Introduced("individual", "Lê Văn Thuận", "agriculture", "Nuôi trùn quế, thu 35 tấn phân bón mỗi năm."),
    Introduced("collective", "Tổ vay vốn thôn 3", "agriculture", "Giúp 24 hộ vay vốn.", place="Thôn 3"),
)


def owed(unit, duty="quarterly_return", period="2025-Q1"):
    return Obligation.objects.select_related("unit", "duty__plan").get(unit=unit, duty__code=duty, period=period)


def letter(**changes):
    return UnitLetter(
        **{"number": "15/BC-UBND", "signed_on": date(2025, 3, 12), "signer": "Võ Thành Nhân", "arrival_number": "145",
           "file_name": "cong-van.jpg", "content": make.jpeg(), **changes}
    )  # fmt: skip


def typed(
    office, *, dossiers=(), nil="", done=None, row=None, by=None, at=CAME, recorded_at=TYPED, form_key="", **words
):
    return record_unit_paper(
        obligation=row or owed(office.cast.dien_tho), letter=letter(**words), content=Content(dossiers, nil, done),
        by=make.actor(by or office.cast.office), at=at, recorded_at=recorded_at, form_key=form_key,
    )  # fmt: skip


def state(office, on, duty="quarterly_return", period="2025-Q1"):
    rows = board(plan=office.plan, on=on, unit_ids=[office.cast.dien_tho.pk], duty=duty, period=period).rows
    return rows[0].state, rows[0].restated


@pytest.mark.clause("IV.2")
def test_a_list_counts_from_its_arrival_and_past_boards_say_it_was_entered_later(office):
    paper = typed(office, dossiers=TWO)
    found = Nomination.objects.filter(from_paper__paper=paper).order_by("pk")
    assert [
        (one.subject.name, one.state, one.round_code, one.on_time, one.entry, one.sent_at, one.sent_recorded_at)
        for one in found
    ] == [(name, "submitted", "2025-Q1", True, "paper", CAME, TYPED) for name in ("Lê Văn Thuận", "Tổ vay vốn thôn 3")]
    assert {day: state(office, day) for day in (date(2025, 3, 13), date(2025, 3, 14), date(2025, 3, 25))} == {
        date(2025, 3, 13): ("due_soon", False),
        date(2025, 3, 14): ("met", True),
        date(2025, 3, 25): ("met", False),
    }


def test_it_says_who_typed_for_whom_by_which_letter_and_tells_the_unit(office, cast):
    paper = typed(office, dossiers=TWO[:1])
    assert paper_words(paper) == (
        "Phạm Minh Đức ghi thay Xã Diên Thọ theo văn bản số 15/BC-UBND ngày 12/03/2025, đến ngày 14/03/2025 (số đến 145)."
    )
    told = Letter.objects.filter(link=f"ledger.unitpaper:{paper.pk}")
    assert set(told.values_list("recipient__username", flat=True)) == {"author", "head"}
    assert paper_words(paper) in told[0].body
    assert AuditEntry.objects.filter(verb="record_unit_paper", object_id=str(paper.pk)).count() == 1


@pytest.mark.clause("III.3")
def test_who_typed_a_dossier_does_not_verify_it_but_a_colleague_does(office, cast):
    typed(office, dossiers=TWO[:1])
    dossier = Nomination.objects.get()
    make.answer_all(dossier)
    make.settle_claims(dossier)
    told = NOMINATION.refusal("verify", dossier=dossier, actor=make.actor(cast.office), at=TYPED)
    assert told is not None
    assert "đã lập, sửa, đính kèm hoặc gửi hồ sơ này" in told
    verify_nomination(nomination=dossier, by=make.actor(cast.office_second), at=TYPED)
    assert dossier.state == "verified"


def test_the_unit_goes_on_writing_and_keeps_the_day_of_its_letter(office, cast):
    typed(office, dossiers=TWO[:1])
    dossier, head = Nomination.objects.get(), make.actor(cast.head)
    resume_nomination(nomination=dossier, by=make.actor(cast.author), at=make.moment(2025, 3, 26))
    assert dossier.state == "returned"
    send_nomination(nomination=dossier, by=head, at=make.moment(2025, 4, 2))
    assert (dossier.state, dossier.round_code, dossier.on_time, dossier.sent_at) == ("submitted", "2025-Q1", True, CAME)


def test_only_what_was_typed_from_paper_is_taken_back_to_write_on(office, cast):
    sent = office.send(make.moment(2025, 3, 10))
    author, at = make.actor(cast.author), make.moment(2025, 3, 11)
    assert "resume" not in {one.name for one in open_steps(sent, by=author, at=at)}
    with pytest.raises(Refused, match="do đơn vị tự gửi"):
        resume_nomination(nomination=sent, by=author, at=at)
    typed(office, dossiers=TWO[:1])
    paper = Nomination.objects.get(entry="paper")
    with pytest.raises(Refused, match="nhận hồ sơ về viết tiếp"):
        resume_nomination(nomination=paper, by=make.actor(cast.office_second), at=TYPED)
    assert return_nomination(nomination=paper, note="Thiếu năm sinh.", by=make.actor(cast.office_second), at=TYPED)


def test_a_nil_return_on_paper_is_in_time_by_its_arrival_and_another_takes_note_of_it(office, cast):
    typed(office, nil="Trong quý chưa có việc đủ để giới thiệu.")
    assert (state(office, date(2025, 3, 20)), Return.objects.get().paper) == (("nil", True), UnitPaper.objects.get())
    row = owed(cast.dien_tho)
    with pytest.raises(Refused, match="đã ghi thay báo cáo này"):
        accept_returns(obligation=row, by=make.actor(cast.office), at=TYPED)
    accept_returns(obligation=row, by=make.actor(cast.office_second), at=TYPED)
    assert Return.objects.get().accepted_at == TYPED


def test_a_list_that_came_after_the_cut_off_stays_late_and_its_dossiers_go_into_the_next_round(office, cast):
    typed(office, dossiers=TWO, at=make.moment(2025, 3, 17, 8))
    assert {one.round_code for one in Nomination.objects.all()} == {"2025-Q2"}
    assert (state(office, date(2025, 3, 20)), Return.objects.get().kind) == (("late", True), "list")


def test_a_letter_of_another_round_is_told_so_and_nothing_is_kept(office):
    with pytest.raises(BadInput, match="thuộc đợt quý I/2025, không phải quý II/2025") as told:
        typed(office, dossiers=TWO, row=owed(office.cast.dien_tho, period="2025-Q2"))
    assert told.value.field == "arrived_on"
    assert (UnitPaper.objects.count(), Nomination.objects.count()) == (0, 0)


@pytest.mark.clause("IV.1")
def test_a_report_counts_from_its_arrival_and_an_event_from_the_day_it_was_held(office, cast):
    report = Done("Báo cáo tổng kết", date(2025, 5, 20))
    arrived, typed_at = make.moment(2025, 5, 24, 10), make.moment(2025, 6, 2)
    typed(office, done=report, row=owed(cast.dien_tho, "final_report", "2025"), at=arrived, recorded_at=typed_at)
    event = Done("Gặp mặt điển hình", date(2024, 12, 20), "online")
    came = make.moment(2025, 1, 6, 8)
    row = owed(cast.dien_tho, "honouring_event", "2024")
    typed(office, done=event, row=row, at=came, recorded_at=came, signed_on=date(2025, 1, 3))
    assert [(one.effective_at, one.file, one.recorded_by) for one in Activity.objects.order_by("pk")] == [
        (arrived, UnitPaper.objects.get(obligation__duty__code="final_report").scan, cast.office),
        (make.moment(2024, 12, 20, 0), UnitPaper.objects.get(obligation=row).scan, cast.office),
    ]
    assert state(office, date(2025, 5, 24), "final_report", "2025") == ("met", True)
    assert state(office, date(2024, 12, 31), "honouring_event", "2024") == ("met", True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"number": " "}, "Ghi số, ký hiệu"),
        ({"signed_on": date(2025, 3, 15)}, "không thể sau ngày đến"),
        ({"at": make.moment(2025, 3, 26)}, "không thể sau bây giờ"),
        ({"dossiers": (Introduced("individual", " ", "agriculture", "x"),)}, "Ghi họ tên"),
        ({"dossiers": (Introduced("individual", "Lê Thị Bê", "", "x"),)}, "còn thiếu: lĩnh vực"),
        ({"dossiers": (), "nil": " "}, "Ghi lý do không có"),
        ({"file_name": "virus.exe"}, "Không nhận tệp"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(office, words, sentence):
    with pytest.raises(BadInput, match=sentence):
        typed(office, **{"dossiers": TWO, **words})
    assert (UnitPaper.objects.count(), Nomination.objects.count(), Return.objects.count()) == (0, 0, 0)


def test_only_the_office_types_and_only_for_days_on_which_it_was_the_office(office, cast):
    for who in (cast.author, cast.neighbour, cast.leader):
        with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
            typed(office, dossiers=TWO, by=who)
    Membership.objects.filter(account=cast.office).update(valid_from=date(2025, 3, 20))
    with pytest.raises(Refused, match=r"Ngày 14/03/2025 anh/chị chưa được phân công"):
        typed(office, dossiers=TWO)


def test_a_form_sent_twice_is_one_letter(office):
    first, second = typed(office, dossiers=TWO, form_key="k"), typed(office, dossiers=TWO, form_key="k")
    assert (first, Nomination.objects.count(), UnitPaper.objects.count()) == (second, 2, 1)


def test_the_unit_says_what_is_wrong_and_the_office_answers_once(office, cast):
    paper, day = typed(office, dossiers=TWO), date(2025, 3, 26)
    author, at = make.actor(cast.author), make.moment(2025, 3, 26)
    with pytest.raises(Refused, match="ghi ý kiến của đơn vị"):
        remark_on_paper(paper=paper, text="Không phải của xã", by=make.actor(cast.neighbour), at=at)
    said = remark_on_paper(paper=paper, text="Tổ vay vốn ở thôn 4.", by=author, at=at)
    assert list(remarks_to_answer(cast.office.pk, day)) == [said]
    told = Letter.objects.filter(subject__contains="có ý kiến").values_list("recipient__username", flat=True)
    assert set(told) == {"office", "office_second"}
    with pytest.raises(Refused):
        answer_paper_remark(remark=said, answer="Đúng", by=author, at=at)
    answer_paper_remark(remark=said, answer="Xã nhận hồ sơ về sửa.", by=make.actor(cast.office), at=at)
    with pytest.raises(Stale, match="đã được trả lời"):
        answer_paper_remark(remark=said, answer="Lần nữa", by=make.actor(cast.office_second), at=at)
    assert Letter.objects.get(key=f"paper-answer:{said.pk}").recipient == cast.author
    assert not remarks_to_answer(cast.office.pk, day).exists()


def test_a_letter_is_seen_by_the_unit_and_those_who_read_its_dossiers(office, cast):
    paper, day = typed(office, dossiers=TWO), date(2025, 3, 26)
    seen = {name for name in ("author", "head", "neighbour", "office", "chair", "leader", "admin", "stranger")
            if papers_visible_to(cast[name].pk, day).filter(pk=paper.pk).exists()}  # fmt: skip
    assert seen == {"author", "head", "office", "chair", "leader"}
