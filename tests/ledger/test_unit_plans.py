"""A unit's own plan: inherits what it owes, never weaker; issued by the head; answers its duty; compared with the parent."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter
from neuguong.ledger.models import Obligation, PlanRemark, UnitPlan, UnitPlanTask
from neuguong.ledger.operations.activities import Done, record_activity
from neuguong.ledger.operations.obligations import exempt, extend, generate_obligations
from neuguong.ledger.operations.unit_plans import (
    PlannedTask,
    drop_unit_plan,
    issue_unit_plan,
    remark_on_plan,
    renew_unit_plan,
    start_unit_plan,
    write_unit_plan,
)
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.inherited import mismatches
from neuguong.ledger.queries.unit_plan_paper import unit_plan_letter, unit_plan_paper
from neuguong.ledger.queries.unit_plans import PlanFilters, unit_plan_view, unit_plans_list, unit_plans_visible_to
from neuguong.org.enums import Basis, Role
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87
from tests.factories import actor, moment

AT = moment(2023, 4, 20)


def begun(cast, plan, at=AT) -> UnitPlan:
    return start_unit_plan(unit=cast.dien_tho, plan=plan, by=actor(cast.author), at=at)


def write(draft, cast, *tasks, at=AT, general="", **more):
    return write_unit_plan(unit_plan=draft, general=general, tasks=tasks, by=actor(cast.author), at=at, **more)


def issue(draft, cast, at=AT, **changes) -> UnitPlan:
    told = {"document_number": "12/KH-UBND", "issued_on": at.date(), "by": actor(cast.head), "at": at}
    return issue_unit_plan(unit_plan=draft, **{**told, **changes})


def state(plan, unit, on):
    return board(plan=plan, on=on, unit_ids=[unit.pk], duty="own_plan").rows[0]


def tasks(unit_plan, *, on=AT) -> dict[str, tuple]:
    return {row.code: (row.kind, row.required, row.due) for row in unit_plan_view(unit_plan, on=on.date()).tasks}


@pytest.mark.clause("IV.1")
def test_a_draft_opens_with_every_duty_that_the_unit_owes(cast, plan):
    assert tasks(begun(cast, plan)) == {
        "quota": ("inherited", 3, "đến hết 14/12 hằng năm, từ năm 2023 đến năm 2025"),
        "quarterly_return": (
            "inherited", 1, "đến hết 14/03, 14/06, 14/09, 14/12 hằng năm, từ quý II/2023 đến quý IV/2025",
        ),
        "dissemination": ("inherited", 1, "không ấn định hạn"),
        "own_standard": ("inherited", 1, "không ấn định hạn"),
        "interim_report": ("inherited", 1, "đến hết 04/05/2023"),
        "final_report": ("inherited", 1, "đến hết 24/05/2025"),
        "honouring_event": ("inherited", 1, "đến hết 31/12 hằng năm, từ năm 2023 đến năm 2025"),
        "publicity": ("inherited", 1, "đến hết 31/12 hằng năm, từ năm 2023 đến năm 2025"),
    }  # fmt: skip


def test_what_is_done_or_excused_is_not_planned_and_an_extension_is_kept(cast, plan):
    at = moment(2024, 2, 1)
    rows = {row.duty.code: row for row in Obligation.objects.filter(unit=cast.dien_tho).select_related("duty")}
    exempt(obligation=rows["publicity"], reason="x", by=actor(cast.office), at=at)
    extend(obligation=rows["dissemination"], extended_to=date(2024, 3, 1), reason="x", by=actor(cast.office), at=at)
    make.issued_standard(cast.dien_tho, plan, cast.head, at=moment(2024, 1, 5))
    found = tasks(begun(cast, plan, at), on=at)
    assert "own_standard" not in found
    assert found["dissemination"] == ("inherited", 1, "đến hết 01/03/2024")
    assert found["quota"][2] == "đến hết 14/12 hằng năm, từ năm 2023 đến năm 2025"  # 2023 was never sent


def test_the_unit_asks_more_of_itself_and_adds_its_own(cast, plan):
    draft = write(
        begun(cast, plan), cast,
        PlannedTask("quota", required=5, days_ahead=14, responsible_id=cast.author.pk, method="Họp thôn chọn trước."),
        PlannedTask("interim_report", due_on=date(2023, 5, 2), responsible_name="Văn phòng"),
        PlannedTask("dissemination", due_on=date(2023, 6, 1)),
        PlannedTask(title="Bảng tin “Gương sáng” ở trụ sở", due_on=date(2023, 9, 2), responsible_name="Đoàn thanh niên"),
        PlannedTask(title=" "),
    )  # fmt: skip
    found = tasks(draft)
    own = next(code for code in found if code.startswith("own-"))
    assert {code: found[code] for code in ("quota", "interim_report", "dissemination", own, "publicity")} == {
        "quota": ("stricter", 5, "đến hết 30/11 hằng năm, từ năm 2023 đến năm 2025"),
        "interim_report": ("stricter", 1, "đến hết 02/05/2023"),
        "dissemination": ("stricter", 1, "đến hết 01/06/2023"),
        own: ("own", 0, "đến hết 02/09/2023"),
        "publicity": ("inherited", 1, "đến hết 31/12 hằng năm, từ năm 2023 đến năm 2025"),
    }
    view = unit_plan_view(draft, on=AT.date())
    assert [row.responsible for row in view.tasks if row.responsible] == [
        "Nguyễn Thu Hà", "Văn phòng", "Đoàn thanh niên",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (PlannedTask("quota", required=2), "required-0"),
        (PlannedTask("quota", required=3, days_ahead=-1), "days_ahead-0"),
        (PlannedTask("quota", required=1000), "required-0"),
        (PlannedTask("interim_report", due_on=date(2023, 5, 5)), "due_on-0"),
        (PlannedTask("dissemination", due_on=date(2026, 1, 1)), "due_on-0"),
        (PlannedTask("quota", responsible_name="x" * 121), "responsible_name-0"),
        (PlannedTask("quota", method="x" * 4001), "method-0"),
        (PlannedTask(method="Có cách làm mà không có tên."), "title-0"),
        (PlannedTask(title="x" * 201), "title-0"),
        (PlannedTask(title="Việc", due_on=date(2022, 1, 1)), "due_on-0"),
    ],
)
def test_what_is_weaker_or_cannot_stand_is_told_at_its_place(cast, plan, row, field):
    draft = begun(cast, plan)
    before = tasks(draft)
    with pytest.raises(BadInput) as wrong:
        write(draft, cast, row)
    assert (wrong.value.field, tasks(draft)) == (field, before)


def test_nobody_of_another_unit_is_put_in_charge(cast, plan):
    with pytest.raises(BadInput, match="Chọn người trong danh sách"):
        write(begun(cast, plan), cast, PlannedTask("quota", responsible_id=cast.neighbour.pk))


def test_an_inherited_duty_cannot_be_left_out_or_renamed(cast, plan):
    draft = begun(cast, plan)
    before = tasks(draft)
    write(draft, cast, PlannedTask("quota", title="Việc khác"), general="Phần chung.")
    assert (tasks(draft), draft.general) == (before, "Phần chung.")


def test_the_database_itself_takes_no_fewer(cast, plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        begun(cast, plan).tasks.filter(code="quota").update(own_required=2)


# Who


@pytest.mark.parametrize("person", ["neighbour", "neighbour_head", "health_officer", "office", "chair", "admin"])
def test_nobody_else_begins_writes_or_issues_it(cast, plan, person):
    by = actor(cast[person])
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ soạn được"):
        start_unit_plan(unit=cast.dien_tho, plan=plan, by=by, at=AT)
    draft = begun(cast, plan)
    with pytest.raises(Refused, match="soạn được kế hoạch này"):
        write_unit_plan(unit_plan=draft, general="x", tasks=[], by=by, at=AT)
    with pytest.raises(Refused, match="soạn được kế hoạch này"):
        drop_unit_plan(unit_plan=draft, by=by, at=AT)
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ mới ban hành được"):
        issue(draft, cast, by=by)


def test_the_officer_does_not_issue_and_a_delegation_does_not_reach_that_far(cast, plan):
    draft = begun(cast, plan)
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ mới ban hành được"):
        issue(draft, cast, by=actor(cast.author))
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        document="05/GUQ", valid_to=date(2025, 12, 31),
    )  # fmt: skip
    with pytest.raises(Refused, match="Ủy quyền không gồm việc ban hành kế hoạch"):
        issue(draft, cast, by=actor(cast.author))


def test_one_draft_at_a_time_and_an_older_page_overwrites_nothing(cast, plan):
    draft = begun(cast, plan)
    with pytest.raises(Refused, match="đang có một bản nháp"):
        start_unit_plan(unit=cast.dien_tho, plan=plan, by=actor(cast.head), at=AT)
    write(draft, cast, general="Một.")
    with pytest.raises(Stale):
        write(draft, cast, general="Hai.", seen_version=1)
    assert UnitPlan.objects.get().general == "Một."


def test_a_drafted_plan_is_read_by_the_unit_and_an_issued_one_by_whoever_sees_its_board(cast, plan):
    draft = begun(cast, plan)

    def readers():
        people = ("author", "head", "neighbour", "office", "leader", "admin")
        return {one for one in people if unit_plans_visible_to(cast[one].pk, AT.date()).exists()}

    assert readers() == {"author", "head"}
    issue(draft, cast)
    assert readers() == {"author", "head", "office", "leader"}


# Issuing


@pytest.mark.clause("IV.1")
def test_an_issued_plan_answers_its_duty_from_its_day(cast, plan):
    issue(begun(cast, plan), cast, at=moment(2023, 4, 25), issued_on=date(2023, 4, 22))
    found = {day: state(plan, cast.dien_tho, date(2023, 4, day)) for day in (21, 22, 25)}
    assert {day: (row.state, row.restated) for day, row in found.items()} == {
        21: ("not_due", False), 22: ("met", True), 25: ("met", False),
    }  # fmt: skip


def test_a_unit_does_not_type_its_plan_by_hand_but_the_office_types_what_came_on_paper(cast, plan):
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="own_plan")
    told = {
        "obligation": row,
        "done": Done("Kế hoạch", AT.date()),
        "file_name": "a.jpg",
        "content": make.jpeg(),
        "at": AT,
    }
    with pytest.raises(Refused, match="được tính khi đơn vị ban hành kế hoạch"):
        record_activity(by=actor(cast.author), **told)
    record_activity(by=actor(cast.office), **told)
    assert state(plan, cast.dien_tho, AT.date()).state == "met"


def test_a_later_version_replaces_the_first_and_takes_over_what_the_unit_said(cast, plan):
    draft = write(
        begun(cast, plan), cast, PlannedTask("quota", required=4, responsible_name="Ông Năm"),
        PlannedTask(title="Bảng tin"), general="Chung.",
    )  # fmt: skip
    first = issue(draft, cast)
    later = moment(2024, 1, 10)
    second = begun(cast, plan, later)
    assert (second.general, [row.title for row in second.tasks.filter(duty=None)]) == ("Chung.", ["Bảng tin"])
    assert second.tasks.get(code="quota").responsible_name == "Ông Năm"
    issue(second, cast, later, document_number="02/KH-UBND")
    assert (second.number, unit_plan_view(first, on=later.date()).in_force) == (2, False)
    assert unit_plan_view(first, on=date(2024, 1, 9)).in_force


@pytest.mark.parametrize("day", [date(2023, 4, 21), date(2023, 4, 10)])
def test_the_day_is_neither_ahead_nor_before_the_parent(cast, plan, day):
    with pytest.raises(BadInput) as wrong:
        issue(begun(cast, plan), cast, issued_on=day)
    assert wrong.value.field == "issued_on"


def test_an_issued_plan_never_changes(cast, plan):
    issued = issue(begun(cast, plan), cast)
    with pytest.raises(Refused, match="Cần đổi thì lập bản mới"):
        write(issued, cast, general="x")
    for act in (
        lambda: UnitPlan.objects.update(general="x"),
        lambda: UnitPlanTask.objects.filter(unit_plan=issued).update(method="x"),
        lambda: UnitPlanTask.objects.create(unit_plan=issued, code="x", title="x", position=99),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_every_act_leaves_its_entry(cast, plan):
    issue(write(begun(cast, plan), cast, general="x"), cast)
    verbs = AuditEntry.objects.filter(object_type="ledger.unitplan").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["start_unit_plan", "write_unit_plan", "issue_unit_plan"]


# The parent plan changes


def changed(plan, at):
    text = PLAN_87.read_text(encoding="utf-8").replace("required = 3", "required = 5")
    load_plan(text=text, by=make.JOB, at=at)
    generate_obligations(plan=plan, until=plan.valid_until, by=make.JOB, at=at)


def test_a_new_version_of_the_parent_shows_what_no_longer_matches_until_a_new_version_follows(cast, plan):
    issued = issue(write(begun(cast, plan), cast, PlannedTask("quota", required=4)), cast)
    assert mismatches(issued, on=AT.date()) == ()
    later = moment(2024, 1, 5)
    changed(plan, later)
    said = ("Giới thiệu đủ số điển hình tiêu biểu trong năm: nay ít nhất 5, kế hoạch ghi 4.",)
    assert mismatches(issued, on=later.date()) == said
    second = begun(cast, plan, later)
    assert tasks(second, on=later)["quota"][1] == 5
    assert mismatches(second, on=later.date()) == ()


def test_a_draft_that_fell_behind_is_not_issued_before_it_is_brought_up_to_date(cast, plan):
    draft = write(begun(cast, plan), cast, PlannedTask("quota", responsible_name="Ông Năm"))
    later = moment(2023, 6, 1)
    changed(plan, later)
    with pytest.raises(Refused, match="Nhiệm vụ của kế hoạch cấp trên đã đổi"):
        issue(draft, cast, later)
    renew_unit_plan(unit_plan=draft, by=actor(cast.author), at=later)
    task = draft.tasks.get(code="quota")
    assert (task.own_required, task.responsible_name) == (5, "Ông Năm")
    assert issue(draft, cast, later).number == 1


def test_what_is_earlier_now_or_owed_no_more_is_told(cast, plan):
    issued = issue(begun(cast, plan), cast)
    at = moment(2023, 4, 21)
    rows = {row.duty.code: row for row in Obligation.objects.filter(unit=cast.dien_tho).select_related("duty")}
    extend(obligation=rows["dissemination"], extended_to=date(2023, 5, 10), reason="x", by=actor(cast.office), at=at)
    exempt(obligation=rows["final_report"], reason="x", by=actor(cast.office), at=at)
    assert mismatches(issued, on=at.date()) == (
        "Triển khai kế hoạch đến cán bộ, công chức, viên chức, người lao động, năm 2023: nay đến hết 10/05/2023, "
        "kế hoạch ghi muộn hơn.",
        "Báo cáo tổng kết tuyên truyền gương điển hình tiên tiến: đơn vị không còn phải làm.",
    )


# The office


def test_the_office_sees_who_has_issued_who_drafts_and_who_has_none(cast, plan):
    issue(begun(cast, plan), cast)
    start_unit_plan(unit=cast.dien_an, plan=plan, by=actor(cast.neighbour), at=AT)

    def listed(account, **filters):
        found = unit_plans_list(account.pk, plan, PlanFilters(**filters), on=AT.date())
        return [(row.unit, row.state) for _, rows in found.groups for row in rows]

    everybody = [("Xã Diên An", "drafting"), ("Xã Diên Thọ", "issued"), ("Phòng Y tế", "none")]
    assert listed(cast.office) == everybody
    assert listed(cast.author) == [("Xã Diên Thọ", "issued")]
    assert listed(cast.office, state="none") == [("Phòng Y tế", "none")]
    assert listed(cast.office, q="dien an") == [("Xã Diên An", "drafting")]


def test_the_office_remarks_once_and_the_unit_hears_of_it(cast, plan):
    issued = issue(begun(cast, plan), cast)
    for _ in range(2):
        remark_on_plan(unit_plan=issued, text="Ghi rõ người phụ trách.", by=actor(cast.office), at=AT, form_key="k")
    assert PlanRemark.objects.count() == 1
    letters = Letter.objects.filter(link=f"ledger.unitplan:{issued.pk}")
    assert {one.recipient for one in letters} == {cast.author, cast.head}
    with pytest.raises(Refused):
        remark_on_plan(unit_plan=issued, text="x", by=actor(cast.neighbour), at=AT)
    with pytest.raises(BadInput):
        remark_on_plan(unit_plan=issued, text=" ", by=actor(cast.office), at=AT)


# The paper


def test_the_paper_holds_the_tasks_and_room_for_number_and_day_until_it_is_signed(cast, plan):
    draft = write(
        begun(cast, plan),
        cast,
        PlannedTask("quota", required=4, responsible_name="Ông Năm"),
        PlannedTask(title="Bảng tin"),
    )
    letter = unit_plan_letter(draft, at=AT)
    assert (letter.kind, letter.number, letter.dated_on, letter.symbol) == ("Kế hoạch", None, None, "KH-UBND")
    assert letter.subject == "Tuyên truyền gương điển hình tiên tiến của xã Diên Thọ giai đoạn 2023-2025"
    table = letter.paragraphs[4]
    assert [group.label for group in table.groups] == ["Nhiệm vụ kế hoạch cấp trên giao", "Việc của đơn vị"]
    assert table.groups[0].rows[0] == (
        1, "Giới thiệu đủ số điển hình tiêu biểu trong năm, ít nhất 04 (mục IV.2)",
        "Đến hết 14/12 hằng năm, từ năm 2023 đến năm 2025", "Ông Năm", "",
    )  # fmt: skip
    issued = issue(draft, cast)
    letter = unit_plan_letter(issued, at=AT)
    assert (letter.number, letter.dated_on) == (12, AT.date())
    assert unit_plan_paper(issued, at=AT)[:2] == b"PK"
