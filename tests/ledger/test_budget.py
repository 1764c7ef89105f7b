"""Estimates: asked by line, reduced with a reason and never increased, approved, revised in a further edition (KH 87, IV.3)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import Letter, StoredFile
from neuguong.ledger.models import Activity, Estimate, EstimateLine, Obligation
from neuguong.ledger.operations.activities import Done, record_activity
from neuguong.ledger.operations.budget import (
    Left,
    Line,
    appraise_estimate,
    approve_estimate,
    drop_estimate,
    return_estimate,
    revise_estimate,
    start_estimate,
    submit_estimate,
    write_estimate,
)
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.budget import Total, estimates_visible_to, overview, total_of
from neuguong.ledger.queries.budget_paper import budget_letter, budget_paper, budget_workbook
from neuguong.org.enums import Role
from tests import factories as make
from tests.core.papers.reading import S, cells, part
from tests.factories import actor, moment
from tests.ledger.test_generation import generate

LINES = (
    Line("event", "Trang trí hội trường", "buổi", Decimal("1.5"), 2_000_000),
    Line("award", "Khung giấy khen", "chiếc", Decimal(10), 120_000),
)
AT = moment(2025, 2, 3)


@pytest.fixture
def finance(cast):
    account = make.make_account("finance", "Đỗ Quang Hưng")
    make.give_role(account, Role.FINANCE, cast.district, subtree=True)
    return account


def drafted(office, *, unit=None, by=None, year=2025, key="k1", lines=LINES, at=AT, **fields) -> Estimate:
    by = actor(by or office.cast.author)
    row = start_estimate(
        plan=office.plan, unit=unit or office.cast.dien_tho, year=year, title="Biểu dương điển hình", form_key=key, by=by,
        at=at, **fields,
    )  # fmt: skip
    return write_estimate(estimate=row, title="Biểu dương điển hình", lines=lines, edited=0, by=by, at=at)


def submitted(office, row=None, **fields) -> Estimate:
    row = row or drafted(office, **fields)
    head = office.people[row.unit_id][1]
    return submit_estimate(estimate=row, by=actor(head), at=moment(2025, 2, 4))


def kept(row, *amounts: int, reason="Theo định mức.") -> dict[int, Left]:
    lines = list(row.lines.all())
    given = amounts or tuple(line.amount for line in lines)
    return {
        line.pk: Left(amount, reason if amount < line.amount else "") for line, amount in zip(lines, given, strict=True)
    }


def appraised(office, finance, row=None, *amounts, at=None, **fields) -> Estimate:
    row = row or submitted(office)
    return appraise_estimate(
        estimate=row, left=kept(row, *amounts), by=actor(finance), at=at or moment(2025, 2, 10), **fields
    )


def approved(office, finance, row=None, *amounts) -> Estimate:
    row = appraised(office, finance, row, *amounts)
    by = actor(office.cast.leader)
    return approve_estimate(estimate=row, document="215/QĐ-UBND", by=by, at=moment(2025, 2, 12))


def told(row) -> set[tuple[str, str]]:
    return set(Letter.objects.filter(link=f"ledger.estimate:{row.pk}").values_list("recipient__username", "subject"))


@pytest.mark.clause("IV.3")
def test_what_is_asked_appraised_and_approved_stands_side_by_side(office, finance):
    row = approved(office, finance, None, 2_500_000, 1_200_000)
    assert [(line.amount, line.appraisal.amount, line.appraisal.reason) for line in row.lines.all()] == [
        (3_000_000, 2_500_000, "Theo định mức."), (1_200_000, 1_200_000, ""),
    ]  # fmt: skip
    assert total_of(row) == Total(4_200_000, 3_700_000, 3_700_000)
    steps = (row.submitted_by, row.appraised_by, row.approved_by, row.document)
    assert steps == (office.cast.head, finance, office.cast.leader, "215/QĐ-UBND")
    assert told(row) == {
        ("finance", "Có dự toán chờ thẩm định"), ("leader", "Có dự toán chờ phê duyệt"),
        *((name, "Dự toán được phê duyệt") for name in ("author", "head", "finance")),
    }  # fmt: skip


def test_pressed_twice_each_step_is_taken_once(office, finance):
    assert (
        drafted(office).pk
        == start_estimate(
            plan=office.plan,
            unit=office.cast.dien_tho,
            year=2025,
            title="x",
            form_key="k1",
            by=actor(office.cast.author),
            at=AT,
        ).pk
    )
    row = submitted(office, Estimate.objects.get())
    submitted(office, row)
    for _ in range(2):
        appraised(office, finance, row)
    for _ in range(2):
        approve_estimate(estimate=row, document="1/QĐ", by=actor(office.cast.leader), at=moment(2025, 2, 12))
    assert (Estimate.objects.get().state, EstimateLine.objects.count()) == ("approved", 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Line("khong-co", "Hoa", "bó", Decimal(1), 5), "Khoản 1: chọn nội dung chi"),
        (Line("award", " ", "bó", Decimal(1), 5), "Khoản 1: ghi diễn giải"),
        (Line("award", "Hoa", "", Decimal(1), 5), "Khoản 1: ghi đơn vị tính"),
        (Line("award", "Hoa", "bó", Decimal(0), 5), "phải lớn hơn 0"),
        (Line("award", "Hoa", "bó", Decimal("0.01"), 5), "phải lớn hơn 0"),
        (Line("award", "Hoa", "bó", Decimal(10**8), 10**9), "quá lớn"),
    ],
)
def test_a_line_that_makes_no_sense_is_told_with_its_number(office, line, told):
    with pytest.raises(BadInput, match=told):
        drafted(office, lines=[line])


def test_two_people_who_write_at_once_do_not_overwrite_each_other(office):
    row = drafted(office)
    more, at = [*LINES, LINES[0]], moment(2025, 2, 3, 10)
    write_estimate(estimate=row, title="Biểu dương", lines=more, edited=1, by=actor(office.cast.head), at=at)
    write_estimate(estimate=row, title="Biểu dương", lines=more, edited=1, by=actor(office.cast.head), at=at)
    with pytest.raises(Stale, match="Chữ của anh/chị còn ở đây"):
        write_estimate(estimate=row, title="Khác", lines=LINES, edited=1, by=actor(office.cast.author), at=at)
    with pytest.raises(Stale):  # only the title differs: it is no second press
        write_estimate(estimate=row, title="Khác", lines=more, edited=1, by=actor(office.cast.author), at=at)
    assert (Estimate.objects.get().edited, EstimateLine.objects.count()) == (2, 3)


def test_the_head_sends_what_was_read_and_not_what_was_saved_since(office):
    row, at = drafted(office), moment(2025, 2, 3, 10)
    more = [*LINES, LINES[0]]
    write_estimate(estimate=row, title="Biểu dương", lines=more, edited=1, by=actor(office.cast.author), at=at)
    head = actor(office.cast.head)
    with pytest.raises(Stale, match="Xem bản mới nhất rồi gửi"):
        submit_estimate(estimate=row, edited=1, by=head, at=at)
    assert submit_estimate(estimate=row, edited=2, by=head, at=at).state == "submitted"


@pytest.mark.parametrize("who", ["neighbour", "office", "leader", "admin"])
def test_only_the_units_own_people_write_and_only_its_head_sends(office, who):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối hoặc người đứng đầu Xã Diên Thọ"):
        drafted(office, by=office.cast[who])
    row = drafted(office)
    with pytest.raises(Refused, match="Chỉ người đứng đầu Xã Diên Thọ gửi dự toán"):
        submit_estimate(estimate=row, by=actor(office.cast.author), at=AT)


def test_an_empty_estimate_is_not_sent(office):
    with pytest.raises(Refused, match="chưa có khoản nào"):
        submitted(office, drafted(office, lines=[]))


def test_finance_never_adds_and_says_why_it_takes_off(office, finance):
    row = submitted(office)
    first = row.lines.first()
    for left, sentence in (
        (kept(row, 3_000_001, 1_200_000), "không quá 3.000.000 đồng"),
        (kept(row, 2_000_000, 1_200_000, reason=" "), "Giảm thì ghi lý do"),
        (kept(row, -1, 1_200_000), "Chỉ giữ nguyên hoặc giảm"),
    ):
        with pytest.raises(BadInput, match=sentence) as wrong:
            appraise_estimate(estimate=row, left=left, by=actor(finance), at=moment(2025, 2, 10))
        assert wrong.value.field == f"line-{first.pk}"
    with pytest.raises(BadInput, match="đủ mọi khoản"):
        appraise_estimate(estimate=row, left={first.pk: Left(1, "x")}, by=actor(finance), at=moment(2025, 2, 10))
    assert Estimate.objects.get().state == "submitted"
    assert appraised(office, finance, row, 0, 1_200_000).state == "appraised"


def test_each_step_is_its_own_persons(office, finance):
    cast, row = office.cast, submitted(office)
    for account in (cast.office, cast.leader, cast.head):
        with pytest.raises(Refused, match="Chỉ người được giao thẩm định"):
            appraised(office, account, row)
    appraised(office, finance, row)
    with pytest.raises(Refused, match="Chỉ lãnh đạo"):
        approve_estimate(estimate=row, document="", by=actor(finance), at=moment(2025, 2, 12))
    make.give_role(finance, Role.LEADER, cast.district, subtree=True)
    with pytest.raises(Refused, match="đã thẩm định dự toán này"):
        approve_estimate(estimate=row, document="", by=actor(finance), at=moment(2025, 2, 12))
    make.give_role(cast.head, Role.LEADER, cast.district, subtree=True)
    with pytest.raises(Refused, match="đã lập hoặc gửi dự toán này"):
        approve_estimate(estimate=row, document="", by=actor(cast.head), at=moment(2025, 2, 12))


def test_what_came_back_is_changed_in_a_further_edition_and_the_first_stays(office, finance):
    cast, row = office.cast, submitted(office)
    with pytest.raises(Refused, match="cần ghi rõ lý do"):
        return_estimate(estimate=row, reason=" ", by=actor(finance), at=moment(2025, 2, 5))
    back = return_estimate(estimate=row, reason="Thiếu báo giá.", by=actor(finance), at=moment(2025, 2, 5))
    assert (back.state, ("author", "Dự toán bị trả lại") in told(back)) == ("returned", True)
    by, at = actor(cast.author), moment(2025, 2, 6)
    second = revise_estimate(estimate=back, by=by, at=at)
    assert revise_estimate(estimate=back, by=by, at=at).pk == second.pk
    assert (second.edition, second.state, total_of(second).asked) == (2, "draft", 4_200_000)
    write_estimate(estimate=second, title="Lần 2", lines=LINES[:1], edited=0, by=by, at=at)
    appraised(office, finance, submitted(office, second))
    refused = return_estimate(estimate=second, reason="Chưa cân đối.", by=actor(cast.leader), at=moment(2025, 2, 11))
    assert (refused.state, total_of(back).asked) == ("returned", 4_200_000)
    third = revise_estimate(estimate=refused, by=by, at=moment(2025, 2, 12))
    with pytest.raises(Refused, match="Chỉ dự toán bị trả lại hoặc đã phê duyệt"):
        revise_estimate(estimate=submitted(office, third), by=by, at=moment(2025, 2, 13))
    with pytest.raises(Refused, match="Lần 3 của dự toán này đang chờ thẩm định"):
        revise_estimate(estimate=back, by=by, at=moment(2025, 2, 13))


def test_the_overview_counts_the_edition_in_force_and_nothing_twice(office, finance):
    cast, day = office.cast, date(2025, 3, 1)
    event = Obligation.objects.get(unit=cast.dien_tho, duty__code="honouring_event", period="2025")
    row = approved(office, finance, submitted(office, obligation=event), 2_500_000, 1_200_000)
    submitted(office, unit=cast.dien_an, by=cast.neighbour, key="k2", lines=LINES[1:])
    drafted(office, key="k3", year=2024)

    def seen(who=cast.leader, **wanted):
        found = overview(who.pk, day, plan=office.plan, **wanted)
        return [(one.title, one.edition, one.counts) for one in found.rows], found.total

    name = "Biểu dương điển hình"
    both = [(name, 1, True), (name, 1, True)]
    assert seen() == (both, Total(5_400_000, 3_700_000, 3_700_000))
    second = submitted(office, revise_estimate(estimate=row, by=actor(cast.author), at=moment(2025, 2, 20)))
    assert seen(unit=cast.dien_tho.pk) == ([(name, 1, True), (name, 2, False)], Total(4_200_000, 3_700_000, 3_700_000))
    appraised(office, finance, second)
    approve_estimate(estimate=second, document="", by=actor(cast.leader), at=moment(2025, 2, 25))
    assert seen(unit=cast.dien_tho.pk) == ([(name, 1, False), (name, 2, True)], Total(4_200_000, 4_200_000, 4_200_000))
    assert seen(event="-") == ([(name, 1, True)], Total(1_200_000, 0, 0))
    assert seen(state="approved", year=2025)[0] == [(name, 1, False), (name, 2, True)]
    assert seen(cast.author, year=2024) == ([(name, 1, False)], Total(0, 0, 0))
    events = overview(cast.leader.pk, day, plan=office.plan).events
    assert [total for _, total in events] == [Total(4_200_000, 4_200_000, 4_200_000), Total(1_200_000, 0, 0)]


def test_a_unit_reads_its_own_and_the_others_only_what_was_sent(office, finance):
    cast = office.cast
    own, sent = drafted(office), submitted(office, unit=cast.dien_an, by=cast.neighbour, key="k2")
    found = {
        account.username: set(estimates_visible_to(account.pk, date(2025, 3, 1)))
        for account in (
            cast.author,
            cast.head,
            cast.neighbour,
            cast.office,
            cast.leader,
            finance,
            cast.chair,
            cast.admin,
        )
    }
    assert found == {
        "author": {own}, "head": {own}, "neighbour": {sent}, "office": {sent}, "leader": {sent}, "finance": {sent},
        "chair": set(), "admin": set(),
    }  # fmt: skip
    assert drop_estimate(estimate=own, by=actor(cast.author), at=AT).state == "dropped"


@pytest.mark.clause("IV.3")
def test_an_appraisal_feeds_the_years_duty_and_older_records_by_hand_still_count(office, finance):
    unit = make.make_unit("phong-tckh", "Phòng Tài chính", kind="agency", parent=office.cast.district)
    generate(office.plan)

    def row(period, day):
        return board(plan=office.plan, on=day, unit_ids=[unit.pk], duty="budget_appraisal", period=period).rows[0]

    owed = Obligation.objects.select_related("unit", "duty__plan").get(
        unit=unit, duty__code="budget_appraisal", period="2024"
    )
    by = actor(office.cast.office)
    with pytest.raises(Refused, match="tính khi thẩm định dự toán"):
        record_activity(
            obligation=owed,
            done=Done("Thẩm định", date(2024, 3, 1)),
            file_name="a.jpg",
            content=make.jpeg(),
            by=by,
            at=AT,
        )
    file = submitted(office, key="file", lines=LINES[1:])
    assert row("2025", date(2025, 2, 9)).state == "not_due"
    appraised(office, finance, file, recorded_at=moment(2025, 2, 20))
    before, after = row("2025", date(2025, 2, 10)), row("2025", date(2025, 2, 20))
    assert [(one.state, one.sent, one.restated) for one in (before, after)] == [("met", 1, True), ("met", 1, False)]
    assert row("2024", date(2025, 2, 20)).state == "overdue"
    stored = StoredFile.objects.create(
        digest="f" * 64, name="to-trinh.pdf", media_type="application/pdf", size=9, path="f.pdf", uploaded_at=AT
    )
    Activity.objects.create(
        obligation=owed, title="Thẩm định", held_on=date(2024, 3, 1), file=stored,
        effective_at=moment(2024, 3, 1), recorded_at=moment(2024, 3, 1),
    )  # fmt: skip
    assert row("2024", date(2025, 2, 20)).state == "met"


def test_the_database_keeps_what_was_sent_and_what_finance_left(office, finance):
    row = appraised(office, finance)
    line = row.lines.first()
    for change in (
        lambda: EstimateLine.objects.filter(pk=line.pk).update(unit_price=1),
        lambda: line.appraisal.delete(),
        lambda: EstimateLine.objects.create(
            estimate=row, position=9, category="other", content="x", measure="x", quantity=1, unit_price=1, amount=1
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_workbook_has_real_numbers_and_sums_that_follow(office, finance):
    approved(office, finance, None, 2_500_000, 1_200_000)
    rows = overview(office.cast.leader.pk, date(2025, 3, 1), plan=office.plan).rows
    content = budget_workbook(office.plan, rows, "Năm 2025", at=moment(2025, 3, 1))
    assert content == budget_workbook(office.plan, rows, "Năm 2025", at=moment(2025, 3, 1))
    shown = cells(content)
    assert [shown.get(f"{column}6") for column in "EFGHIJ"] == [
        "1.5",
        "2000000",
        "3000000",
        "2500000",
        "'Theo định mức.'",
        "2500000",
    ]
    assert [shown[f"{column}8"] for column in "BGHJ"] == ["'Tổng cộng'", "4200000", "3700000", "3700000"]
    formulas = [one.text for one in part(content, "xl/worksheets/sheet1.xml").iter(f"{S}f")]
    assert formulas == ["SUM(G5:G7)", "SUM(H5:H7)", "SUM(J5:J7)"]


def test_the_submission_says_what_its_list_shows(office, finance):
    cast, day = office.cast, date(2025, 3, 1)
    with pytest.raises(BadInput, match="chưa có dự toán nào được thẩm định"):
        budget_letter(office.plan, overview(cast.leader.pk, day, plan=office.plan).rows, 2025, at=moment(2025, 3, 1))
    appraised(office, finance, None, 2_500_000, 1_200_000)
    submitted(office, unit=cast.dien_an, by=cast.neighbour, key="k2")
    rows = overview(cast.leader.pk, day, plan=office.plan).rows
    letter = budget_letter(office.plan, rows, 2025, at=moment(2025, 3, 1))
    assert "1 dự toán" in letter.paragraphs[0]
    assert "đề nghị là 4.200.000 đồng" in letter.paragraphs[0]
    assert "sau thẩm định là 3.700.000 đồng; giảm 500.000 đồng" in letter.paragraphs[0]
    total = letter.appendices[0].table.total
    assert (total[6], total[7], total[9]) == (4_200_000, 3_700_000, 0)
    assert budget_paper(office.plan, rows, 2025, at=moment(2025, 3, 1))[:2] == b"PK"
