"""A unit's own standard: written, issued, followed by another; whom it binds and who may touch it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, StateChange
from neuguong.exemplars.models import Standard
from neuguong.exemplars.operations.standards import (
    OwnCriterion,
    drop_standard,
    issue_standard,
    start_standard,
    write_standard,
)
from neuguong.exemplars.queries.standards import standard_view
from neuguong.org.enums import Basis, Role
from tests import factories as make
from tests.factories import actor, issued_standard, moment

AT = moment(2025, 2, 3)
LAND = OwnCriterion("Đất canh tác", "Từ 0,5 ha trở lên, làm liên tục ba năm.", "nong-nghiep", "household")
HELP = OwnCriterion("Giúp hộ khác", "Ít nhất ba hộ làm theo.")


def begun(cast, kh, *criteria: OwnCriterion) -> Standard:
    """A draft of Diên Thọ with these criteria."""
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    return write_standard(
        standard=draft, applies_to="", criteria=criteria or (LAND, HELP), by=actor(cast.author), at=AT
    )


def issue(draft: Standard, cast, **changes) -> Standard:
    told = {"document_number": "12/QyĐ-UBND", "issued_on": AT.date(), "by": actor(cast.head), "at": AT}
    return issue_standard(standard=draft, **{**told, **changes})


def titles(standard: Standard) -> list[str]:
    return list(standard.criteria.values_list("title", flat=True))


# Writing


def test_an_officer_writes_and_the_head_issues(cast, kh):
    draft = begun(cast, kh)
    assert (draft.state, draft.number, titles(draft)) == ("draft", None, ["Đất canh tác", "Giúp hộ khác"])
    issued = issue(draft, cast)
    assert (issued.state, issued.number, issued.document_number) == ("issued", 1, "12/QyĐ-UBND")
    assert list(StateChange.objects.values_list("object_type", "step", "account")) == [
        ("exemplars.standard", "issue", cast.head.pk)
    ]
    verbs = AuditEntry.objects.filter(object_type="exemplars.standard").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["start_standard", "write_standard", "issue_standard"]


@pytest.mark.parametrize(
    "person", ["neighbour", "neighbour_head", "health_officer", "office", "chair", "admin", "leader"]
)
def test_nobody_else_begins_or_writes_it(cast, kh, person):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ soạn được"):
        start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast[person]), at=AT)
    draft = begun(cast, kh)
    with pytest.raises(Refused, match="soạn được tiêu chuẩn này"):
        write_standard(standard=draft, applies_to="", criteria=[HELP], by=actor(cast[person]), at=AT)
    with pytest.raises(Refused, match="soạn được tiêu chuẩn này"):
        drop_standard(standard=draft, by=actor(cast[person]), at=AT)
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ mới ban hành được"):
        issue(draft, cast, by=actor(cast[person]))
    assert titles(draft) == ["Đất canh tác", "Giúp hộ khác"]


def test_the_officer_does_not_issue(cast, kh):
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ mới ban hành được tiêu chuẩn"):
        issue(begun(cast, kh), cast, by=actor(cast.author))


def test_who_may_send_for_the_head_may_not_make_rules_for_the_head(cast, kh):
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        document="05/GUQ", valid_to=date(2025, 12, 31),
    )  # fmt: skip
    with pytest.raises(Refused, match="Ủy quyền không gồm việc ban hành tiêu chuẩn"):
        issue(begun(cast, kh), cast, by=actor(cast.author))


def test_one_draft_at_a_time(cast, kh):
    draft = begun(cast, kh)
    with pytest.raises(Refused, match="đang có một bản nháp"):
        start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.head), at=AT)
    drop_standard(standard=draft, by=actor(cast.author), at=AT)
    assert start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.head), at=AT).pk != draft.pk


def test_the_database_itself_takes_no_second_draft(cast, kh):
    begun(cast, kh)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.create(plan=kh, unit=cast.dien_tho, created_at=AT, edited_at=AT)


def test_an_empty_standard_is_not_issued(cast, kh):
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    with pytest.raises(Refused, match="chưa có tiêu chuẩn nào của đơn vị"):
        issue(draft, cast)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (OwnCriterion("", "Có chữ mà không có tên."), "title-0"),
        (OwnCriterion("x" * 201), "title-0"),
        (OwnCriterion("Tên", "x" * 4001), "text-0"),
        (OwnCriterion("Tên", sector="khong-co"), "sector-0"),
        (OwnCriterion("Tên", kind="robot"), "kind-0"),
    ],
)
def test_what_cannot_stand_is_told_at_its_place(cast, kh, row, field):
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    with pytest.raises(BadInput) as wrong:
        write_standard(standard=draft, applies_to="", criteria=[row], by=actor(cast.author), at=AT)
    assert wrong.value.field == field
    assert titles(draft) == []


def test_sixty_criteria_are_enough_and_the_subjects_fit_on_two_pages(cast, kh):
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    many = [OwnCriterion(f"Tiêu chuẩn {n}") for n in range(61)]
    with pytest.raises(BadInput, match="nhiều nhất 60 tiêu chuẩn"):
        write_standard(standard=draft, applies_to="", criteria=many, by=actor(cast.author), at=AT)
    with pytest.raises(BadInput, match=r"không quá 4\.000 ký tự"):
        write_standard(standard=draft, applies_to="x" * 4001, criteria=[HELP], by=actor(cast.author), at=AT)


def test_rows_left_empty_count_for_nothing(cast, kh):
    assert titles(begun(cast, kh, OwnCriterion(" "), HELP, OwnCriterion(""))) == ["Giúp hộ khác"]


def test_a_criterion_keeps_its_code_when_it_is_moved_and_reworded(cast, kh):
    draft = begun(cast, kh)
    land, helped = draft.criteria.all()
    again = [OwnCriterion("Giúp hộ khác", "Năm hộ.", code=helped.code), OwnCriterion(LAND.title, code=land.code)]
    write_standard(standard=draft, applies_to="", criteria=again, by=actor(cast.author), at=AT)
    assert list(draft.criteria.values_list("code", "text")) == [(helped.code, "Năm hộ."), (land.code, "")]


def test_a_forged_or_doubled_code_makes_a_new_criterion(cast, kh):
    draft = begun(cast, kh, HELP)
    code = draft.criteria.get().code
    rows = [OwnCriterion("Một", code=code), OwnCriterion("Hai", code=code), OwnCriterion("Ba", code="bịa")]
    write_standard(standard=draft, applies_to="", criteria=rows, by=actor(cast.author), at=AT)
    found = list(draft.criteria.values_list("code", flat=True))
    assert found[0] == code
    assert len({*found, "bịa"}) == 4


def test_saving_what_is_there_changes_nothing(cast, kh):
    draft = begun(cast, kh)
    rows = [
        OwnCriterion(r.title, r.text, r.sector.code if r.sector else "", r.kind, r.code) for r in draft.criteria.all()
    ]
    entries, version = AuditEntry.objects.count(), draft.version
    write_standard(standard=draft, applies_to="", criteria=rows, by=actor(cast.author), at=AT)
    assert (AuditEntry.objects.count(), draft.version) == (entries, version)


def test_a_page_from_before_somebodys_saving_writes_nothing(cast, kh):
    draft = begun(cast, kh)
    seen = draft.version
    write_standard(standard=draft, applies_to="", criteria=[HELP], by=actor(cast.head), at=AT, seen_version=seen)
    for act in (
        lambda: write_standard(
            standard=draft, applies_to="", criteria=[LAND], by=actor(cast.author), at=AT, seen_version=seen
        ),
        lambda: issue(draft, cast, seen_version=seen),
        lambda: drop_standard(standard=draft, by=actor(cast.author), at=AT, seen_version=seen),
    ):
        with pytest.raises(Stale, match="vừa được lưu ở nơi khác"):
            act()
    assert titles(draft) == ["Giúp hộ khác"]


def test_the_words_that_were_there_before_stay_in_the_audit(cast, kh):
    draft = begun(cast, kh, HELP)
    code = draft.criteria.get().code
    write_standard(standard=draft, applies_to="", criteria=[LAND], by=actor(cast.author), at=AT)
    told = AuditEntry.objects.filter(verb="write_standard").last().personal.values
    assert told[code] == [["Giúp hộ khác", "Ít nhất ba hộ làm theo.", "", ""], None]


# Issuing


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document_number": "  "}, "document_number"),
        ({"document_number": "x" * 61}, "document_number"),
        ({"issued_on": date(2025, 2, 4)}, "issued_on"),
        ({"issued_on": date(2023, 4, 10)}, "issued_on"),
    ],
)
def test_the_paper_has_a_number_and_a_day_that_can_be_true(cast, kh, changes, field):
    with pytest.raises(BadInput) as wrong:
        issue(begun(cast, kh), cast, **changes)
    assert wrong.value.field == field
    assert not Standard.objects.filter(state="issued").exists()


def test_a_later_version_is_not_older_than_the_one_before(cast, kh):
    issue(begun(cast, kh), cast)
    second = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    with pytest.raises(BadInput, match="không thể ban hành trước ngày đó"):
        issue(second, cast, issued_on=date(2025, 2, 2))


def test_a_standard_is_not_issued_outside_the_plans_time(cast, kh):
    draft = begun(cast, kh)
    with pytest.raises(Refused, match="nằm ngoài thời gian đó"):
        issue(draft, cast, at=moment(2026, 1, 1))


def test_versions_are_numbered_without_a_gap_though_a_draft_was_dropped(cast, kh):
    numbers = []
    for act in ("issue", "drop", "issue", "issue"):
        draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
        write_standard(standard=draft, applies_to=act, criteria=[HELP], by=actor(cast.author), at=AT)
        if act == "drop":
            drop_standard(standard=draft, by=actor(cast.author), at=AT)
        else:
            numbers.append(issue(draft, cast).number)
    assert numbers == [1, 2, 3]


def test_a_new_draft_starts_from_the_issued_version(cast, kh):
    first = issue(begun(cast, kh), cast)
    second = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    assert second.copied_from == first
    assert list(second.criteria.values_list("code", "title")) == list(first.criteria.values_list("code", "title"))


def test_an_issued_version_is_not_written_issued_or_dropped_again(cast, kh):
    issued = issue(begun(cast, kh), cast)
    with pytest.raises(Refused, match="“đã ban hành” nên không sửa được"):
        write_standard(standard=issued, applies_to="", criteria=[HELP], by=actor(cast.author), at=AT)
    with pytest.raises(Refused, match="Bộ tiêu chuẩn đang ở trạng thái “đã ban hành”"):
        issue(issued, cast)
    with pytest.raises(Refused, match="Bộ tiêu chuẩn đang ở trạng thái “đã ban hành”"):
        drop_standard(standard=issued, by=actor(cast.author), at=AT)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE exemplars_standard SET applies_to = 'x' WHERE id = {issued}",
        "UPDATE exemplars_standard SET state = 'draft', number = NULL, document_number = '', issued_on = NULL, issued_at = NULL WHERE id = {issued}",
        "DELETE FROM exemplars_standard WHERE id = {issued}",
        "UPDATE exemplars_standardcriterion SET title = 'x' WHERE standard_id = {issued}",
        "DELETE FROM exemplars_standardcriterion WHERE standard_id = {issued}",
        "UPDATE exemplars_standardcriterion SET standard_id = {issued} WHERE standard_id = {draft}",
        "INSERT INTO exemplars_standardcriterion (standard_id, code, kind, title, text, position) VALUES ({issued}, 'z', '', 't', '', 9)",
    ],
)
def test_the_database_refuses_to_change_an_issued_version(cast, kh, sql):
    issued = issue(begun(cast, kh), cast)
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT)
    write_standard(standard=draft, applies_to="", criteria=[HELP], by=actor(cast.author), at=AT)
    with pytest.raises(IntegrityError, match="chỉ ghi thêm"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(issued=issued.pk, draft=draft.pk))
    issued.refresh_from_db()
    assert (issued.applies_to, titles(issued)) == ("", ["Đất canh tác", "Giúp hộ khác"])


# From another unit


def test_a_draft_starts_from_another_units_issued_standard_and_remembers_it(cast, kh):
    theirs = issued_standard(cast.dien_an, kh, cast.neighbour_head, "Sổ ghi chép vườn")
    draft = start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT, source=theirs)
    assert (draft.copied_from, titles(draft)) == (theirs, ["Sổ ghi chép vườn"])
    write_standard(standard=draft, applies_to="", criteria=[LAND], by=actor(cast.author), at=AT)
    assert titles(theirs) == ["Sổ ghi chép vườn"]
    assert standard_view(draft, on=AT.date()).source == "bản 1 của Xã Diên An"


def test_nobody_starts_from_a_draft_or_from_another_plans(cast, kh):
    other = make.make_plan(cast.district, code="ke-hoach-khac")
    draft = start_standard(unit=cast.dien_an, plan=kh, by=actor(cast.neighbour), at=AT)
    for source in (draft, issued_standard(cast.dien_an, other, cast.neighbour_head)):
        with pytest.raises(BadInput, match="đã ban hành của cùng kế hoạch"):
            start_standard(unit=cast.dien_tho, plan=kh, by=actor(cast.author), at=AT, source=source)


def test_a_plan_of_somebody_else_is_no_ground_for_a_standard(cast):
    other = make.make_plan(make.make_unit("huyen-khac", "UBND huyện Khác"), code="khac")
    with pytest.raises(BadInput, match="không áp dụng cho Xã Diên Thọ"):
        start_standard(unit=cast.dien_tho, plan=other, by=actor(cast.author), at=AT)
