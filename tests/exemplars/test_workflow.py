"""Who may take which step, in which state: the whole table, and what each step leaves behind."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, StateChange
from neuguong.exemplars.models import Nomination, Preparer
from neuguong.exemplars.operations.drafts import Edit, save_draft
from neuguong.exemplars.operations.nominations import (
    create_nomination,
    decline_nomination,
    edit_nomination,
    return_nomination,
    submit_nomination,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.exemplars.operations.recognition import recognise_by_council
from neuguong.exemplars.workflows import NOMINATION, open_steps
from neuguong.org.enums import Basis, Role
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.factories import actor, moment

STATES = ("draft", "submitted", "returned", "verified", "declined", "recognised", "withdrawn")
PEOPLE = ("author", "head", "neighbour_head", "office", "chair", "secretary", "leader", "admin", "stranger")
AT = moment(2025, 3, 21)

OPEN = {
    ("draft", "author"): {"withdraw"},
    ("draft", "head"): {"submit", "withdraw"},
    ("submitted", "author"): {"withdraw"},
    ("submitted", "head"): {"withdraw"},
    ("submitted", "office"): {"return", "verify", "decline"},
    ("returned", "author"): {"withdraw"},
    ("returned", "head"): {"submit", "withdraw"},
    ("verified", "head"): {"recognise_unit"},
    ("verified", "chair"): {"recognise_council"},
    ("recognised", "head"): {"recognise_unit"},
}


def test_each_person_finds_exactly_these_steps_open_in_each_state(cast, kh):
    found = {}
    for number, state in enumerate(STATES):
        nomination = in_state(state, cast, kh, name=f"Người thứ {number}")
        for person in PEOPLE:
            steps = {step.name for step in open_steps(nomination, by=actor(cast[person]), at=AT) if step.open}
            if steps:
                found[state, person] = steps
    assert found == OPEN


def test_a_job_of_the_system_finds_every_step_closed(cast, kh):
    nomination = in_state("submitted", cast, kh)
    assert {step.name for step in open_steps(nomination, by=Actor.system("nightly"), at=AT) if step.open} == set()


def test_every_closed_step_says_why(cast, kh):
    nomination = in_state("submitted", cast, kh)
    steps = open_steps(nomination, by=actor(cast.author), at=AT)
    assert {step.name: step.reason for step in steps} == {
        "return": "Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ.",
        "verify": "Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ.",
        "decline": "Chỉ cơ quan thường trực thi đua, khen thưởng thẩm định hồ sơ.",
        "withdraw": None,
    }


def test_every_state_can_be_reached():
    assert {step.target for step in NOMINATION.steps.values()} | {"draft"} == set(STATES)


def test_the_steps_cost_the_same_few_queries_whoever_asks(cast, kh, django_assert_num_queries):
    nomination = Nomination.objects.select_related("unit", "plan", "subject").get(pk=in_state("submitted", cast, kh).pk)
    with django_assert_num_queries(8):
        open_steps(nomination, by=actor(cast.office), at=AT)


def test_the_path_of_a_dossier_is_told_step_by_step(cast, kh):
    nomination = in_state("recognised", cast, kh)
    rows = StateChange.objects.filter(object_type="exemplars.nomination", object_id=nomination.pk).order_by("id")
    assert [(row.step, row.before, row.after, row.account_id) for row in rows] == [
        ("submit", "draft", "submitted", cast.head.pk),
        ("verify", "submitted", "verified", cast.office.pk),
        ("recognise_council", "verified", "recognised", cast.chair.pk),
    ]
    verbs = AuditEntry.objects.filter(object_type="exemplars.nomination", object_id=str(nomination.pk))
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "create_nomination", "submit_nomination", "verify_nomination", "recognise_council_nomination",
    ]  # fmt: skip


def test_nothing_personal_stands_in_the_sealed_part_of_the_audit(cast, kh):
    nomination = in_state("returned", cast, kh)
    edit_nomination(nomination=nomination, changes={"name": "Lê Văn Thuần"}, by=actor(cast.author), at=AT)
    facts = str(list(AuditEntry.objects.values_list("facts", flat=True)))
    assert "Thuận" not in facts
    assert "Thuần" not in facts
    assert "Thiếu số liệu" not in facts


def test_the_days_are_written_in_the_statement_that_moves_the_state(cast, kh):
    nomination = draft_of(cast, kh)
    submit_nomination(
        nomination=nomination, round_code="2025-Q1", round_year=2025, on_time=True, by=actor(cast.head),
        at=moment(2025, 3, 14, 23, 59), recorded_at=moment(2025, 3, 25),
    )  # fmt: skip
    verify_nomination(
        nomination=nomination, by=actor(cast.office), at=moment(2025, 3, 26), recorded_at=moment(2025, 3, 27)
    )
    recognise(nomination, cast, at=moment(2025, 3, 28), recorded_at=moment(2025, 3, 29))
    row = Nomination.objects.get(pk=nomination.pk)
    assert (row.sent_at, row.sent_recorded_at) == (moment(2025, 3, 14, 23, 59), moment(2025, 3, 25))
    assert (row.verified_at, row.verified_recorded_at) == (moment(2025, 3, 26), moment(2025, 3, 27))
    assert (row.recognised_at, row.recognised_recorded_at) == (moment(2025, 3, 28), moment(2025, 3, 29))
    assert (row.round_code, row.round_year, row.on_time) == ("2025-Q1", 2025, True)


def test_a_returned_dossier_keeps_its_first_round_and_its_being_on_time(cast, kh):
    nomination = in_state("returned", cast, kh)
    submit_nomination(
        nomination=nomination, round_code="2025-Q2", round_year=2025, on_time=False, by=actor(cast.head), at=AT
    )
    row = Nomination.objects.get(pk=nomination.pk)
    assert (row.state, row.round_code, row.on_time, row.sent_at) == ("submitted", "2025-Q1", True, moment(2025, 3, 10))


@pytest.mark.parametrize("act", ["create", "edit", "save", "attach", "submit"])
def test_nobody_verifies_what_they_prepared(cast, kh, act):
    """The office's officer is also at home in the commune: any hand in the dossier closes its judging."""
    make.give_role(cast.office, Role.UNIT_HEAD, cast.dien_tho)
    him, at = actor(cast.office), moment(2025, 3, 4)
    author = cast.office if act == "create" else cast.author
    nomination = make.make_nomination(cast.dien_tho, kh, author)
    if act == "edit":
        edit_nomination(nomination=nomination, changes={"position": "trưởng thôn"}, by=him, at=at)
    elif act == "save":
        save_draft(nomination=nomination, edits=[Edit("position", "thôn phó", "", "a:1", at)], by=him, at=at)
    elif act == "attach":
        make.attach_file(nomination, cast.office, at=at)
    make.send(nomination, cast.office if act == "submit" else cast.head)
    for operation in (verify_nomination, return_nomination, decline_nomination):
        with pytest.raises(Refused, match="nên không xét được"):
            operation(nomination=nomination, note="Lý do.", by=him, at=AT)
    assert Nomination.objects.get(pk=nomination.pk).state == "submitted"
    verify_nomination(nomination=nomination, by=actor(cast.office_second), at=AT)


def test_the_chair_does_not_recognise_for_the_council_what_the_chair_prepared(cast, kh):
    make.give_role(cast.chair, Role.UNIT_HEAD, cast.dien_tho)
    nomination = make.send(draft_of(cast, kh), cast.chair)
    verify_nomination(nomination=nomination, by=actor(cast.office), at=AT)
    with pytest.raises(Refused, match="nên không xét được"):
        recognise(nomination, cast, at=AT)


def test_the_officer_sends_under_a_recorded_delegation_and_the_history_says_so(cast, kh):
    nomination = draft_of(cast, kh)
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ, hoặc người được ủy quyền"):
        make.send(nomination, cast.author)
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        valid_to=date(2025, 3, 14),
    )  # fmt: skip
    make.send(nomination, cast.author)
    change = StateChange.objects.get(object_id=nomination.pk, step="submit")
    assert change.note == "Gửi theo ủy quyền của Võ Thành Nhân."
    entry = AuditEntry.objects.get(verb="submit_nomination")
    assert (entry.facts["basis"], entry.facts["on_behalf_of"]) == ("delegated", cast.head.pk)


def test_a_delegation_that_has_ended_sends_nothing(cast, kh):
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        valid_to=date(2025, 3, 9),
    )  # fmt: skip
    with pytest.raises(Refused, match="được ủy quyền"):
        make.send(draft_of(cast, kh), cast.author)


def test_the_office_types_a_dossier_that_came_on_paper_and_does_not_judge_it(cast, kh):
    nomination = make.make_nomination(cast.dien_tho, kh, cast.office, at=moment(2025, 3, 14, 10))
    make.send(nomination, cast.office, at=moment(2025, 3, 14, 11))
    assert StateChange.objects.get(step="submit").note == "Cơ quan thường trực ghi theo bản giấy của đơn vị."
    with pytest.raises(Refused, match="nên không xét được"):
        verify_nomination(nomination=nomination, by=actor(cast.office), at=AT)


@pytest.mark.parametrize(("operation", "label"), [(return_nomination, "Trả lại"), (decline_nomination, "Không đạt")])
def test_what_is_given_back_or_refused_needs_a_reason(cast, kh, operation, label):
    nomination = in_state("submitted", cast, kh)
    with pytest.raises(Refused, match=f"Bước “{label}” cần ghi rõ lý do."):
        operation(nomination=nomination, note="  ", by=actor(cast.office), at=AT)


def test_a_stale_page_moves_nothing(cast, kh):
    nomination = in_state("submitted", cast, kh)
    seen = nomination.version
    return_nomination(nomination=nomination, note="Thiếu tuổi.", by=actor(cast.office), at=AT, seen_version=seen)
    with pytest.raises(Stale, match="Tải lại trang"):
        verify_nomination(nomination=nomination, by=actor(cast.office_second), at=AT, seen_version=seen)
    assert Nomination.objects.get(pk=nomination.pk).state == "returned"


def test_a_submit_sent_twice_happens_once(cast, kh):
    nomination = draft_of(cast, kh)
    make.send(nomination, cast.head)
    with pytest.raises(Refused, match="đang ở trạng thái “đã gửi”"):
        make.send(nomination, cast.head)
    assert StateChange.objects.filter(step="submit").count() == 1


def test_a_form_sent_twice_opens_one_dossier(cast, kh):
    one = make.make_nomination(cast.dien_tho, kh, cast.author, form_key="abc")
    assert make.make_nomination(cast.dien_tho, kh, cast.author, form_key="abc") == one
    assert [row.number for row in Nomination.objects.all()] == ["HS-2025-0001"]
    assert make.make_nomination(cast.dien_tho, kh, cast.author, form_key="def").number == "HS-2025-0002"


def test_what_was_withdrawn_is_not_sent_any_more(cast, kh):
    nomination = in_state("withdrawn", cast, kh)
    with pytest.raises(Refused, match="Hồ sơ đang ở trạng thái “đã rút” nên không làm được bước “Gửi hồ sơ”."):
        make.send(nomination, cast.head)
    assert nomination.closed_at == moment(2025, 3, 4)


def test_nothing_is_withdrawn_after_verification(cast, kh):
    with pytest.raises(Refused, match="“đạt thẩm định”"):
        withdraw_nomination(nomination=in_state("verified", cast, kh), by=actor(cast.author), at=AT)


def test_an_empty_dossier_is_not_sent_and_the_sentence_names_what_is_missing(cast, kh):
    nomination = draft_of(cast, kh, achievement_summary="  ", sector="")
    with pytest.raises(Refused, match=r"Hồ sơ còn thiếu: lĩnh vực, trích ngang thành tích\."):
        make.send(nomination, cast.head)


@pytest.mark.parametrize("day", [moment(2022, 12, 31), moment(2026, 1, 1)])
def test_nothing_is_opened_or_sent_outside_the_plan(cast, kh, day):
    with pytest.raises(Refused, match="nằm ngoài thời gian đó"):
        draft_of(cast, kh, at=day)
    if day > moment(2025, 3, 3):
        with pytest.raises(Refused, match="nằm ngoài thời gian đó"):
            make.send(draft_of(cast, kh), cast.head, at=day)


def test_a_unit_that_has_merged_opens_and_sends_nothing_more(cast, kh):
    nomination = draft_of(cast, kh)
    cast.dien_tho.valid_to = date(2025, 3, 5)
    cast.dien_tho.save()
    with pytest.raises(Refused, match="Xã Diên Thọ đã kết thúc từ ngày 05/03/2025"):
        make.send(nomination, cast.head)
    with pytest.raises(Refused, match="đã kết thúc"):
        draft_of(cast, kh, at=moment(2025, 3, 6))


def test_a_plan_of_another_organisation_is_refused(cast, kh):
    elsewhere = make.make_plan(make.make_unit("xa-mau", "Xã Mẫu"), code="ke-hoach-xa")
    with pytest.raises(BadInput, match="không áp dụng cho Xã Diên Thọ"):
        draft_of(cast, elsewhere)


def test_a_neighbour_opens_and_edits_nothing_here(cast, kh):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ"):
        make.make_nomination(cast.dien_tho, kh, cast.neighbour)
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        edit_nomination(nomination=draft_of(cast, kh), changes={"position": "x"}, by=actor(cast.neighbour), at=AT)


def test_a_sent_dossier_is_not_edited(cast, kh):
    with pytest.raises(Refused, match="“đã gửi” nên không sửa được"):
        edit_nomination(
            nomination=in_state("submitted", cast, kh), changes={"position": "x"}, by=actor(cast.author), at=AT
        )


def test_an_act_cannot_count_from_before_the_sending(cast, kh):
    nomination = in_state("submitted", cast, kh)
    with pytest.raises(Refused, match="Hồ sơ gửi lúc 09:00 ngày 10/03/2025"):
        verify_nomination(nomination=nomination, by=actor(cast.office), at=moment(2025, 3, 9))


def test_the_database_itself_refuses_an_unknown_state_and_a_sent_dossier_without_round(cast, kh):
    nomination = draft_of(cast, kh)
    for change in ({"state": "approved"}, {"state": "submitted"}, {"sent_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Nomination.objects.filter(pk=nomination.pk).update(**change)


def test_each_organisation_numbers_its_own_dossiers_year_by_year(cast, kh):
    commune = make.make_unit("xa-mau", "Xã Mẫu")
    clerk = make.make_account("clerk", "Ngô Văn Tí")
    make.give_role(clerk, Role.UNIT_OFFICER, commune)
    other = make.make_plan(commune, code="ke-hoach-xa")
    numbers = [
        draft_of(cast, kh).number,
        draft_of(cast, kh).number,
        draft_of(cast, kh, at=moment(2024, 3, 3)).number,
        make.make_nomination(commune, other, clerk).number,
    ]
    assert numbers == ["HS-2025-0001", "HS-2025-0002", "HS-2024-0001", "HS-2025-0001"]


def test_a_dossier_that_could_not_be_opened_takes_no_number(cast, kh):
    with pytest.raises(BadInput, match="Chọn một mục trong danh sách của kế hoạch"):
        draft_of(cast, kh, sector="hàng không")
    assert draft_of(cast, kh).number == "HS-2025-0001"


def test_a_known_subject_is_chosen_again_and_stays_one_record(cast, kh):
    first = draft_of(cast, kh)
    second = draft_of(cast, kh, subject=first.subject, name="", kind="")
    assert second.subject == first.subject
    assert second.kind == "individual"
    stranger = make.make_nomination(cast.dien_an, kh, cast.neighbour)
    with pytest.raises(BadInput, match="không thuộc đơn vị này"):
        draft_of(cast, kh, subject=stranger.subject)


def test_a_subject_stands_as_sent_while_another_sent_dossier_names_it(cast, kh):
    sent = in_state("submitted", cast, kh)
    again = draft_of(cast, kh, subject=sent.subject, name="", kind="")
    with pytest.raises(BadInput, match="Đối tượng này còn ở hồ sơ HS-2025-0001"):
        edit_nomination(nomination=again, changes={"birth_year": "1974"}, by=actor(cast.author), at=AT)


def test_a_new_name_is_found_in_every_draft_that_shares_the_subject(cast, kh):
    one = draft_of(cast, kh)
    other = draft_of(cast, kh, subject=one.subject, name="", kind="")
    edit_nomination(nomination=one, changes={"name": "Đỗ Thị Lành"}, by=actor(cast.author), at=AT)
    other.refresh_from_db()
    assert "do thi lanh" in other.search_text
    assert other.sort_key == one.sort_key


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("birth_year", "74", "Ghi đủ bốn chữ số, ví dụ 1958."),
        ("birth_year", "²²²²", "Ghi đủ bốn chữ số, ví dụ 1958."),
        ("members", "mười", "Ghi số người bằng chữ số, ví dụ 12."),
        ("name", "", "Ghi họ tên, hoặc tên tập thể, tên hộ."),
        ("labour", "boss", "Chọn một mục trong danh sách."),
        ("movement", "9", "Chọn một mục trong danh sách của kế hoạch."),
        ("kind", "company", "Chọn tập thể, cá nhân hoặc hộ gia đình."),
        ("answers:khong-co", "x", "Kế hoạch không có tiêu chí này."),
        ("state", "verified", "Ô này không có trong hồ sơ."),
        ("position", "x" * 201, "Dài quá 200 ký tự: đang có 201. Viết gọn lại."),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused_with_a_sentence(cast, kh, field, text, sentence):
    nomination = draft_of(cast, kh)
    with pytest.raises(BadInput) as caught:
        edit_nomination(nomination=nomination, changes={field: text}, by=actor(cast.author), at=AT)
    assert (str(caught.value), caught.value.field) == (sentence, field)
    assert Nomination.objects.get(pk=nomination.pk).version == 1


def test_each_hand_is_remembered_once_per_act(cast, kh):
    nomination = draft_of(cast, kh)
    for text in ("a", "b"):
        edit_nomination(nomination=nomination, changes={"position": text}, by=actor(cast.author), at=AT)
    rows = set(Preparer.objects.values_list("account_id", "act"))
    assert rows == {(cast.author.pk, "create"), (cast.author.pk, "edit")}


def test_operations_name_who_acts(cast, kh):
    with pytest.raises(TypeError):
        create_nomination(unit=cast.dien_tho, plan=kh, kind="individual", name="x", at=AT)
    with pytest.raises(TypeError):
        recognise_by_council(nomination=draft_of(cast, kh), at=AT)
