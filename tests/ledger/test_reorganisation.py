"""The reorganisations of 2024 and 2025 as the office enters them: nothing that was true before changes."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import return_nomination, verify_nomination
from neuguong.exemplars.policy import verifies
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.ledger.operations.reorganisation import record_reorganisation, take_back_reorganisation, try_out
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.figures import plan_figures
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import BlockMembership, Membership, Unit, UnitLineage
from neuguong.org.operations.reorganisation_draft import Change, add_change, choose, draw_up
from neuguong.org.operations.units import load_units
from neuguong.org.queries.reorganisations import NewUnit, lives_found
from tests import factories as make
from tests.reforms import ENTERED, FIRST, SECOND, SIGNED, TEXT, District


@pytest.fixture
def district(db) -> District:
    return District()


def month_ends(until):
    days = [date(y, m, 15) for y in (2023, 2024, 2025) for m in range(1, 13)]
    return [day for day in days if SIGNED.date() <= day < until] + [until.replace(day=1)]


def register():
    """The register by its data keys, without row numbers and moments of typing."""
    units = set(Unit.objects.values_list("ref", "official_code", "name", "parent__ref", "valid_from", "valid_to"))
    lineage = set(
        UnitLineage.objects.values_list("predecessor__ref", "successor__ref", "kind", "effective_on", "is_main")
    )
    blocks = set(BlockMembership.objects.values_list("block__ref", "unit__ref", "valid_from", "valid_to"))
    return units, lineage, blocks


def test_before_the_act_three_codes_have_one_life_each(district):
    assert [unit.name for unit in Unit.objects.filter(official_code="22660")] == ["Xã Diên Xuân"]
    assert not UnitLineage.objects.exists()
    assert not Unit.objects.filter(valid_to__isnull=False).exists()


def test_entering_both_acts_gives_the_register_that_the_whole_file_gives(district):
    district.carry_out(FIRST, ENTERED)
    district.carry_out(SECOND, make.moment(2025, 6, 25), by=make.JOB)
    result = load_units(text=TEXT, by=make.JOB, at=make.moment(2025, 6, 26))
    # What is left to the file is the province's own change, which the district does not record.
    own = {name for name in result.created if "dien-tho-2025" in name}  # a commune's own hamlets and offices
    assert set(result.created) - own == {
        "so-noi-vu-khanh-hoa-2025",
        "so-noi-vu-khanh-hoa → so-noi-vu-khanh-hoa-2025",
        "ubnd-khanh-hoa → ubnd-khanh-hoa-2025",
    }
    changed = {name: set(columns) - {"act", "mark"} for name, columns in result.changed}  # the file cites each apart
    assert {name: columns for name, columns in changed.items() if columns} == {
        "ubnd-khanh-hoa": {"valid_to"}, "so-noi-vu-khanh-hoa": {"valid_to"},
    }  # fmt: skip


def test_a_trial_writes_nothing_and_shows_what_will_happen(district):
    district.send(
        district.draft("dien-dong", "Bà Lê Thị Sáu"), district.people["dien-dong"].head, make.moment(2024, 6, 3)
    )
    row = district.act()
    before = register()
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    assert register() == before
    assert shown.ended == (
        ("Xã Diên Đồng", "22666", ("Xã Xuân Đồng",)),
        ("Xã Diên Xuân", "22660", ("Xã Xuân Đồng",)),
    )
    assert shown.begun == (("Xã Xuân Đồng", "22660", "Ủy ban nhân dân huyện Diên Khánh"),)
    assert [(one.name, one.unit, one.to) for one in shown.dossiers] == [
        ("Bà Lê Thị Sáu", "Xã Diên Đồng", "Xã Xuân Đồng")
    ]
    assert {(one.unit, one.required, one.counted, one.ends) for one in shown.quotas} == {
        ("Xã Diên Đồng", 3, 1, True), ("Xã Diên Xuân", 3, 0, True), ("Xã Xuân Đồng", 3, 1, False),
    }  # fmt: skip
    assert [(one.person, one.to, one.new_role) for one in shown.roles] == [
        ("Trưởng dien-dong", "", ""), ("Cán bộ dien-dong", "Xã Xuân Đồng", "unit_officer"),
        ("Trưởng dien-xuan", "", ""), ("Cán bộ dien-xuan", "Xã Xuân Đồng", "unit_officer"),
    ]  # fmt: skip
    assert shown.warnings == (
        "Xã Xuân Đồng chưa có người đứng đầu; chọn ở phần vai trò hoặc giao sau.",
        "Không ai quản lý tài khoản của Xã Xuân Đồng.",
    )
    assert (shown.differences, shown.rows_compared > 0) == (0, True)


def test_what_was_not_seen_is_not_recorded(district):
    row = district.act()
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    district.draft("dien-xuan", "Ông Mai Văn Tư", at=ENTERED)
    with pytest.raises(Stale, match="Từ lúc chạy thử đã có thay đổi"):
        record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    assert not UnitLineage.objects.exists()


@pytest.mark.clause("IV.2")
def test_the_boards_of_all_earlier_days_are_the_same_after_both_acts(district):
    sent = district.draft("dien-dong", "Bà Lê Thị Sáu")
    district.send(sent, district.people["dien-dong"].head, make.moment(2024, 6, 3))
    days = month_ends(FIRST.replace(day=1))
    days = [day for day in days if day < FIRST] + [date(2024, 10, 31)]
    before = district.boards(days)
    district.carry_out(FIRST, make.moment(2024, 11, 20))  # entered three weeks late
    assert district.boards(days) == before
    later = [*days, date(2025, 1, 15), date(2025, 6, 30)]
    before = district.boards(later)
    district.carry_out(SECOND, make.moment(2025, 7, 10), by=make.JOB)
    assert district.boards(later) == before


def test_an_open_dossier_goes_on_with_the_successor(district):
    people = district.people["dien-dong"]
    sent = district.send(district.draft("dien-dong", "Bà Lê Thị Sáu"), people.head, make.moment(2024, 9, 3))
    draft = district.draft("dien-dong", "Ông Võ Bảy")
    row = district.act()
    chosen = {Membership.objects.get(account=people.head).pk: ("xuan-dong", "unit_head")}
    choose(reorganisation=row, people=chosen, dossiers={}, by=district.by(), at=ENTERED)
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    other = district.people["dien-xuan"].writer
    after = make.moment(2024, 11, 5)
    assert set(visible_to(other.pk, after.date())) == {sent, draft}
    return_nomination(nomination=sent, note="Thiếu số liệu", by=district.by(), at=after)
    assert [one.nomination_id for one in tasks_of(other.pk, after.date()).returned.rows] == [sent.pk]
    again = district.send(sent, people.head, make.moment(2024, 11, 7))
    assert (again.unit.ref, again.round_code) == ("dien-dong", "2024-Q3")  # what was introduced stays where it was
    first = district.send(draft, people.head, make.moment(2024, 11, 8))
    assert (first.unit.ref, first.round_code) == ("xuan-dong", "2024-Q4")  # a draft is the successor's
    verify_nomination(nomination=again, by=district.by(), at=make.moment(2024, 11, 9))


def test_after_the_district_the_province_verifies_what_the_communes_left_open(district):
    sent = district.send(
        district.draft("dien-tho", "Bà Lê Thị Sáu"), district.people["dien-tho"].head, make.moment(2025, 6, 3)
    )
    district.carry_out(FIRST, ENTERED)
    district.carry_out(SECOND, make.moment(2025, 6, 25), by=make.JOB)
    new = Unit.objects.get(ref="ubnd-khanh-hoa-2025")
    province = district.person("province", "Sở Nội vụ", Role.EMULATION_OFFICE, new, subtree=True, since=SECOND)
    at = make.moment(2025, 7, 20)
    assert verifies(make.actor(district.office), sent, at) is not None  # the district's office has ended
    assert verifies(make.actor(province), sent, at) is None
    assert list(visible_to(province.pk, at.date())) == [sent]
    assert [one.nomination_id for one in tasks_of(province.pk, at.date()).to_verify.rows] == [sent.pk]
    verify_nomination(nomination=sent, by=make.actor(province), at=at)
    commune = district.people["dien-tho"].writer
    assert list(visible_to(commune.pk, at.date())) == [sent]


def test_the_three_lives_of_one_code_stand_beneath_one_another(district):
    district.carry_out(FIRST, ENTERED)
    district.carry_out(SECOND, make.moment(2025, 6, 25), by=make.JOB)
    top = Unit.objects.get(ref="ubnd-khanh-hoa-2025")
    province = district.person("province", "Sở Nội vụ", Role.EMULATION_OFFICE, top, subtree=True, since=SECOND)
    found = lives_found(province.pk, "22660", on=date(2025, 8, 1))
    assert [(one.unit.name, one.unit.valid_to, [row.successor.name for row in one.became]) for one in found] == [
        ("Xã Diên Xuân", FIRST, ["Xã Xuân Đồng"]),
        ("Xã Xuân Đồng", SECOND, ["Xã Diên Lâm"]),
        ("Xã Diên Lâm", None, []),
    ]


def test_an_act_that_was_a_mistake_is_taken_back_as_if_it_had_never_been(district):
    days = [date(2024, 6, 15), date(2024, 10, 31), date(2024, 11, 15), date(2024, 12, 20), date(2025, 3, 1)]
    before, boards = register(), district.boards(days)
    roles = set(Membership.objects.values_list("account__username", "unit__ref", "role", "valid_to"))
    row, _ = district.carry_out(FIRST, ENTERED)
    take_back_reorganisation(reorganisation=row, reason="Nhập nhầm xã", by=district.by(), at=make.moment(2024, 10, 26))
    units, lineage, blocks = register()
    never = {unit for unit in units if unit[4] == unit[5]}
    assert {unit[0] for unit in never} == {f"xuan-dong~{row.pk}"}
    assert (units - never, lineage) == (before[0], set())
    assert {block for block in blocks if block[2] != block[3]} == before[2]
    assert set(Membership.objects.values_list("account__username", "unit__ref", "role", "valid_to")) == roles
    assert district.boards(days) == boards
    again, _ = district.carry_out(FIRST, make.moment(2024, 10, 28))
    assert again.state == "recorded"


def test_an_act_whose_new_unit_has_worked_is_not_taken_back(district):
    row, _ = district.carry_out(FIRST, ENTERED)
    new = Unit.objects.get(ref="xuan-dong")
    at = make.moment(2024, 11, 12)
    make.make_nomination(new, district.plan, district.people["dien-xuan"].writer, sector="agriculture", at=at)
    with pytest.raises(Refused, match="Đơn vị mới đã có 1 đối tượng, 1 hồ sơ giới thiệu"):
        take_back_reorganisation(reorganisation=row, reason="Nhầm", by=district.by(), at=at)


def test_an_open_dossier_of_a_divided_unit_goes_where_the_act_says(district):
    people = district.people["dien-tho"]
    ones = [
        district.send(district.draft("dien-tho", name), people.head, make.moment(2024, 9, 3))
        for name in ("Ông Một", "Bà Hai")
    ]
    row = draw_up(owner=district.district, act="NQ 1", effective_on=FIRST, by=district.by(), at=ENTERED)
    for name, main in (("Xã Thọ Đông", True), ("Xã Thọ Tây", False)):
        new = NewUnit("", "commune", name, parent="ubnd-dien-khanh")
        change = Change(LineageKind.SPLIT, ("dien-tho",), new=new, is_main=main)
        row = add_change(reorganisation=row, change=change, by=district.by(), at=ENTERED)
    given = {ones[1].pk: "xa-tho-tay-2024"}
    row = choose(reorganisation=row, people={}, dossiers=given, by=district.by(), at=ENTERED)
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    assert [(one.name, one.to) for one in shown.dossiers] == [("Ông Một", "Xã Thọ Đông"), ("Bà Hai", "Xã Thọ Tây")]
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    west = Unit.objects.get(ref="xa-tho-tay-2024")
    writer = district.person("west", "Trần Tây", Role.UNIT_OFFICER, west, since=FIRST)
    after = date(2024, 11, 10)
    for one in ones:
        return_nomination(nomination=one, note="Thiếu số liệu", by=district.by(), at=make.moment(2024, 11, 5))
    assert [one.nomination_id for one in tasks_of(writer.pk, after).returned.rows] == [ones[1].pk]
    assert [one.nomination_id for one in tasks_of(people.writer.pk, after).returned.rows] == [ones[0].pk]


def test_nobody_becomes_more_than_they_were_or_for_longer(district):
    spare = district.person("spare", "Tạ Công Sơn", Role.TECHNICAL, district.units["dien-dong"], subtree=True)
    until = date(2025, 8, 31)
    brief = district.person("brief", "Lý Văn Tạm", Role.UNIT_OFFICER, district.units["dien-dong"], valid_to=until)
    row = district.act()
    held = {one.account_id: one.pk for one in Membership.objects.filter(account__in=(spare, brief))}
    with pytest.raises(BadInput, match="Chỉ chuyển với vai trò đang giữ"):
        choose(
            reorganisation=row, people={held[spare.pk]: ("xuan-dong", "unit_officer")}, dossiers={}, by=district.by(),
            at=ENTERED,
        )  # fmt: skip
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    offered = {one.person: {role for role, _, _ in one.options} for one in shown.roles}
    assert (offered["Tạ Công Sơn"], offered["Trưởng dien-dong"]) == ({"technical"}, {"unit_head", "unit_officer"})
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    carried = Membership.objects.get(account=brief, unit__ref="xuan-dong")
    assert (carried.valid_from, carried.valid_to) == (FIRST, until)


def test_what_a_divided_unit_had_done_counts_once_for_its_main_successor(district):
    head = district.people["dien-tho"].head
    for name in ("Ông Một", "Bà Hai"):
        district.send(district.draft("dien-tho", name), head, make.moment(2024, 9, 3))
    row = draw_up(owner=district.district, act="NQ 1", effective_on=FIRST, by=district.by(), at=ENTERED)
    for name, main in (("Xã Thọ Đông", False), ("Xã Thọ Tây", True)):
        new = NewUnit("", "commune", name, parent="ubnd-dien-khanh")
        change = Change(LineageKind.SPLIT, ("dien-tho",), new=new, is_main=main)
        row = add_change(reorganisation=row, change=change, by=district.by(), at=ENTERED)
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    on = date(2024, 11, 10)
    rows = board(plan=district.plan, on=on, duty_kinds=["quota"], year=2024).rows
    assert {one.unit_name: one.sent for one in rows if "Thọ" in one.unit_name and one.unit_kind == "commune"} == {
        "Xã Thọ Đông": 0, "Xã Thọ Tây": 2,
    }  # fmt: skip
    introduced = [
        plan_figures(plan=district.plan, since=SIGNED.date(), until=on, unit_ids=[one.pk]).total.counts["introduced"]
        for one in Unit.objects.filter(name__in=("Xã Thọ Đông", "Xã Thọ Tây")).order_by("name")
    ]
    assert sorted(introduced) == [0, 2]


def test_an_act_says_plainly_what_it_may_not_say(district):
    row = draw_up(owner=district.district, act="NQ 1", effective_on=FIRST, by=district.by(), at=ENTERED)
    taken = NewUnit("", "commune", "Xã Mới", official_code="22672", parent="ubnd-dien-khanh")
    wrong = {
        "Mã 22672 đang là mã của Xã Diên Thọ.": Change("merged", ("dien-dong", "dien-xuan"), new=taken),
        "Chọn đơn vị tiếp nhận Xã Diên Đồng.": Change("merged", ("dien-dong",)),
        "Ủy ban nhân dân tỉnh Khánh Hòa không thuộc phạm vi của anh/chị.": Change("abolished", ("ubnd-khanh-hoa",)),
        "Không có đơn vị “khong-co”.": Change("abolished", ("khong-co",)),
    }
    for sentence, change in wrong.items():
        with pytest.raises(BadInput) as refused:
            add_change(reorganisation=row, change=change, by=district.by(), at=ENTERED)
        assert str(refused.value) == sentence
    with pytest.raises(BadInput, match="chưa có thay đổi nào"):
        try_out(reorganisation=row, by=district.by(), at=ENTERED)


def test_only_the_standing_office_draws_up_acts(district):
    clerk = make.actor(district.people["dien-tho"].writer)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        draw_up(owner=district.district, act="NQ 1", effective_on=FIRST, by=clerk, at=ENTERED)


def test_drafts_of_an_ended_unit_open_nothing_new(district):
    district.carry_out(FIRST, ENTERED)
    with pytest.raises(Refused, match="đã kết thúc từ ngày 01/11/2024"):
        make.make_nomination(
            Unit.objects.get(ref="dien-dong"), district.plan, district.people["dien-xuan"].writer,
            sector="agriculture", at=make.moment(2024, 11, 12),
        )  # fmt: skip
    assert not Nomination.objects.exists()


def test_a_new_unit_that_nothing_passes_into_owes_from_its_first_day(district):
    row = draw_up(owner=district.district, act="NQ 9", effective_on=FIRST, by=district.by(), at=ENTERED)
    new = NewUnit("", "commune", "Xã Mới", parent="ubnd-dien-khanh")
    row = add_change(reorganisation=row, change=Change("top", new=new), by=district.by(), at=ENTERED)
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    unit = Unit.objects.get(ref="xa-moi-2024")
    owed = set(unit.obligations.filter(duty__code="quarterly_return").values_list("period", flat=True))
    assert owed == {"2024-Q4", *(f"2025-Q{n}" for n in (1, 2, 3, 4))}
    assert [(one.unit, one.ends) for one in shown.quotas] == [("Xã Mới", False)]
