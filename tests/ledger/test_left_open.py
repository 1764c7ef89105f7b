"""What a unit that ends has open beside its dossiers is somebody's after the act, and the trial says whose."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Suggestion
from neuguong.exemplars.operations.standards import drop_standard, start_standard
from neuguong.exemplars.operations.suggestions import Told, pass_on, suggest, take_up
from neuguong.exemplars.queries.voices import suggestion_tasks
from neuguong.ledger.models import Estimate, Obligation, Obstacle, Report
from neuguong.ledger.operations.budget import (
    Line,
    return_estimate,
    revise_estimate,
    start_estimate,
    submit_estimate,
    write_estimate,
)
from neuguong.ledger.operations.disseminations import open_dissemination, withdraw_dissemination
from neuguong.ledger.operations.obstacles import (
    Hindrance,
    answer_obstacle,
    ask_back,
    clarify_obstacle,
    report_obstacle,
    settle_obstacle,
)
from neuguong.ledger.operations.reorganisation import record_reorganisation, take_back_reorganisation, try_out
from neuguong.ledger.operations.reports import accept_report, return_report, start_report, submit_report, write_report
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.operations.unit_plans import drop_unit_plan, start_unit_plan
from neuguong.ledger.queries.budget import estimate_tasks
from neuguong.ledger.queries.left_open import KINDS, RULES, Fate
from neuguong.ledger.queries.obstacles import obstacle_tasks, obstacles_visible_to
from neuguong.ledger.queries.reports import report_tasks
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import Unit
from neuguong.org.operations.reorganisation_draft import Change, add_change, choose, draw_up
from neuguong.org.queries.reorganisations import NewUnit
from neuguong.programme.queries.reports import report_rules
from tests import factories as make
from tests.exemplars.test_suggestions import CITIZEN, CODE
from tests.reforms import ENTERED, FIRST, District

BEFORE, AFTER = make.moment(2024, 10, 7), make.moment(2024, 11, 5)
LINE = Line("event", "Trang trí hội trường", "buổi", Decimal(1), 2_000_000)


@pytest.fixture
def district(db) -> District:
    found = District()
    found.finance = found.person("finance", "Đỗ Quang Hưng", Role.FINANCE, found.district, subtree=True)
    return found


def obstacle(district, ref="dien-dong", key="o1", title="Chưa rõ mẫu", asked=True) -> Obstacle:
    row = report_obstacle(
        plan=district.plan, unit=district.units[ref], told=Hindrance(title, "Không có mẫu.", "Gửi mẫu."), form_key=key,
        by=make.actor(district.people[ref].writer), at=BEFORE,
    )  # fmt: skip
    return ask_back(obstacle=row, question="Mẫu nào?", by=district.by(), at=BEFORE) if asked else row


def estimate(district, ref="dien-dong", key="e1", state="returned") -> Estimate:
    people = district.people[ref]
    by, at = make.actor(people.writer), BEFORE
    row = start_estimate(
        plan=district.plan, unit=district.units[ref], year=2024, title=f"Biểu dương {key}", form_key=key, by=by, at=at
    )
    write_estimate(estimate=row, title=row.title, lines=[LINE], edited=0, by=by, at=at)
    if state == "returned":
        submit_estimate(estimate=row, by=make.actor(people.head), at=at)
        return_estimate(estimate=row, reason="Cao quá", by=make.actor(district.finance), at=at)
    return row


def report(district, duty, *, state, ref="dien-dong") -> Report:
    people = district.people[ref]
    owed = Obligation.objects.get(unit=district.units[ref], duty__code=duty, voided_on=None)
    row = start_report(obligation=owed, by=make.actor(people.writer), at=BEFORE)
    texts = {one.code: "Có số liệu kèm theo." for one in report_rules(district.plan).sections}
    day = BEFORE.date()
    write_report(
        report=row, since=date(2023, 4, 11), until=day, texts=texts, by=make.actor(people.writer), at=BEFORE
    )  # fmt: skip
    if state == "submitted":
        submit_report(report=row, by=make.actor(people.head), at=BEFORE)
    return row


def suggestion(district, ref="dien-dong") -> Suggestion:
    told = Told("Bà Bảy, chợ Đình", "Nấu cháo cho người ốm mỗi sáng.")
    row = suggest(
        told=told, kind="suggestion", plan=district.plan, place=district.units[ref], code=CODE, form_key="s1", by=CITIZEN,
        at=BEFORE,
    )  # fmt: skip
    return pass_on(suggestion=row, unit=district.units[ref], by=district.by(), at=BEFORE)


def everything_at(district, ref="dien-dong"):
    """One open thing of every kind."""
    people, unit, plan = district.people[ref], district.units[ref], district.plan
    head = make.actor(people.head)
    owed = Obligation.objects.get(unit=unit, duty__code="quarterly_return", period="2024-Q3")
    return SimpleNamespace(
        asked=obstacle(district, ref),
        returned=estimate(district, ref),
        draft=estimate(district, ref, "e2", "draft"),
        written=report(district, "final_report", state="draft", ref=ref),
        sent=report(district, "interim_report", state="submitted", ref=ref),
        nil=send_nil_return(obligation=owed, reason="Không có.", by=head, at=make.moment(2024, 9, 3)),
        told=suggestion(district, ref),
        round=open_dissemination(unit=unit, plan=plan, points="Mỗi người.", by=head, at=BEFORE),
        plan=start_unit_plan(unit=unit, plan=plan, by=head, at=BEFORE),
        standard=start_standard(unit=unit, plan=plan, by=head, at=BEFORE),
    )


def merged(district):
    """Both communes become one; the head of Diên Đồng leads it."""
    row = district.act()
    head = district.people["dien-dong"].head.memberships.get()
    choose(
        reorganisation=row, people={head.pk: ("xuan-dong", "unit_head")}, dossiers={}, by=district.by(), at=ENTERED
    )  # fmt: skip
    return row


def recorded(district, row):
    shown = try_out(reorganisation=row, by=district.by(), at=ENTERED)
    record_reorganisation(reorganisation=row, shown=shown.digest, by=district.by(), at=ENTERED)
    row.refresh_from_db()
    return shown


def desks(accounts, at=AFTER):
    """Who has which open thing on the front page: what it is, and whose it is."""
    found = set()
    for name, account in accounts.items():
        on = at.date()
        hindered, money = obstacle_tasks(account.pk, on), estimate_tasks(account.pk, on)
        reported, told = report_tasks(account.pk, on), suggestion_tasks(account.pk, on)
        rows = {
            "answer obstacle": hindered.to_answer, "clarify obstacle": hindered.to_clarify,
            "appraise estimate": money.to_appraise, "revise estimate": money.to_revise,
            "answer report": reported.to_answer, "mend report": reported.to_mend,
            "pass suggestion": told.to_pass, "answer suggestion": told.to_answer,
        }  # fmt: skip
        found |= {(name, what) for what, things in rows.items() if things}
    return found


def test_every_table_that_hangs_on_a_unit_says_what_becomes_of_its_rows():
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if field.is_relation and field.related_model in (Unit, Obligation)
    }
    assert set(RULES) == found
    shown = {(model.rows().model._meta.label_lower, model.fate) for model in KINDS}
    for name, fate in RULES.items():
        table, _, _ = name.rpartition(".")
        if table.startswith(("org.", "programme.")) or table == "exemplars.nomination" or name.endswith(".place"):
            continue
        if fate in (Fate.GIVEN, Fate.CARRIED, Fate.CLOSED, Fate.OFFICE):
            assert (table, fate) in shown, f"{name} is {fate}, but no trial shows what is open of it"


def test_the_trial_says_of_every_open_thing_whose_it_will_be(district):
    everything_at(district)
    shown = try_out(reorganisation=merged(district), by=district.by(), at=ENTERED)
    new, office, ends = "Xã Xuân Đồng", "cơ quan thường trực", "thôi cùng đơn vị"
    assert {(one.kind, one.state, one.unit, one.to, one.count) for one in shown.things} == {
        ("vướng mắc", "chờ đơn vị nói rõ", "Xã Diên Đồng", new, 1),
        ("dự toán kinh phí", "bị trả lại", "Xã Diên Đồng", new, 1),
        ("dự toán kinh phí", "", "Xã Diên Đồng", new, 1),  # a draft that the office does not read
        ("báo cáo của đơn vị", "", "Xã Diên Đồng", ends, 1),
        ("báo cáo của đơn vị", "đã gửi", "Xã Diên Đồng", office, 1),
        ("báo cáo quý", "chờ tiếp nhận", "Xã Diên Đồng", office, 1),
        ("lời giới thiệu của người dân", "đã chuyển đơn vị", "Xã Diên Đồng", new, 1),
        ("đợt phổ biến kế hoạch", "đang phổ biến", "Xã Diên Đồng", new, 1),
        ("kế hoạch của đơn vị", "", "Xã Diên Đồng", ends, 1),
        ("tiêu chuẩn của đơn vị", "", "Xã Diên Đồng", ends, 1),
    }  # fmt: skip


def test_nothing_open_is_left_without_an_owner_after_the_act(district):
    everything_at(district)
    accounts = {
        "new unit": district.people["dien-xuan"].writer, "another unit": district.people["dien-tho"].writer,
        "office": district.office, "finance": district.finance,
    }  # fmt: skip
    recorded(district, merged(district))
    assert desks(accounts) == {
        ("new unit", "clarify obstacle"), ("new unit", "revise estimate"), ("new unit", "answer suggestion"),
        ("office", "answer report"),
    }  # fmt: skip


def test_the_successor_acts_on_what_its_predecessor_left_open(district):
    left = everything_at(district)
    recorded(district, merged(district))
    new = Unit.objects.get(ref="xuan-dong")
    head, writer = (make.actor(one) for one in (district.people["dien-dong"].head, district.people["dien-xuan"].writer))
    other = make.actor(district.people["dien-tho"].head)
    with pytest.raises(Refused, match="đơn vị kế thừa"):
        clarify_obstacle(obstacle=left.asked, text="Mẫu số 2.", by=other, at=AFTER)
    clarify_obstacle(obstacle=left.asked, text="Mẫu số 2.", by=writer, at=AFTER)
    answer_obstacle(obstacle=left.asked, text="Dùng mẫu số 2.", by=district.by(), at=AFTER)
    settle_obstacle(obstacle=left.asked, note="", by=writer, at=AFTER)
    again = submit_estimate(
        estimate=revise_estimate(estimate=left.returned, by=writer, at=AFTER), by=head, at=AFTER
    )  # fmt: skip
    assert (again.unit.ref, again.edition, again.state) == ("dien-dong", 2, "submitted")  # what was asked stays
    first = submit_estimate(estimate=left.draft, by=head, at=AFTER)
    assert (first.unit, first.state) == (new, "submitted")  # a draft is the successor's
    assert AuditEntry.objects.filter(verb="submit_estimate", facts__unit=new.pk).count() == 1
    assert take_up(suggestion=left.told, subject_kind="individual", name="Bà Bảy", by=writer, at=AFTER).unit == new
    withdraw_dissemination(dissemination=left.round, reason="Xã mới phổ biến lại.", by=head, at=AFTER)
    drop_unit_plan(unit_plan=left.plan, by=writer, at=AFTER)
    drop_standard(standard=left.standard, by=writer, at=AFTER)
    return_report(report=left.sent, reason="Thiếu số", by=district.by(), at=AFTER)
    assert list(report_tasks(writer.account_id, AFTER.date()).to_mend) == [left.sent]  # its period closed before
    submit_report(report=left.sent, by=head, at=AFTER)
    accept_report(report=left.sent, by=district.by(), at=AFTER)
    with pytest.raises(Refused, match="Đơn vị kế thừa lập dự toán"):
        start_estimate(
            plan=district.plan,
            unit=Unit.objects.get(ref="dien-dong"),
            year=2024,
            title="Mới",
            form_key="e9",
            by=writer,
            at=AFTER,
        )


def test_a_report_on_a_row_that_ended_with_its_unit_is_not_sent_back_to_nobody(district):
    early = report(district, "final_report", state="submitted")
    recorded(district, merged(district))
    with pytest.raises(Refused, match="chỉ tiếp nhận"):
        return_report(report=early, reason="Thiếu số", by=district.by(), at=AFTER)
    accept_report(report=early, by=district.by(), at=AFTER)


def divided(district, *, main=True):
    row = draw_up(owner=district.district, act="NQ 1", effective_on=FIRST, by=district.by(), at=ENTERED)
    for name, is_main in (("Xã Thọ Đông", main), ("Xã Thọ Tây", False)):
        new = NewUnit("", "commune", name, parent="ubnd-dien-khanh")
        change = Change(LineageKind.SPLIT, ("dien-tho",), new=new, is_main=is_main)
        row = add_change(reorganisation=row, change=change, by=district.by(), at=ENTERED)
    return row


def test_a_division_without_a_main_successor_would_leave_things_to_nobody(district):
    with pytest.raises(BadInput, match="Chọn một đơn vị tiếp quản phần không giao cho đơn vị nào khác của Xã Diên Thọ"):
        try_out(reorganisation=divided(district, main=False), by=district.by(), at=ENTERED)


def test_open_things_of_a_divided_unit_go_where_the_act_says(district):
    ones = [obstacle(district, "dien-tho", f"o{n}", title) for n, title in enumerate(("Một", "Hai"))]
    money = [estimate(district, "dien-tho", f"e{n}") for n in (1, 2)]
    row, west = divided(district), "xa-tho-tay-2024"
    given = {f"o-{ones[1].pk}": west, f"e-{money[1].pk}": west, "o-999999": west}
    row = choose(reorganisation=row, people={}, dossiers={}, things=given, by=district.by(), at=ENTERED)
    shown = recorded(district, row)
    assert [(one.title, one.to) for one in shown.things_named] == [
        ("Một", "Xã Thọ Đông"), ("Hai", "Xã Thọ Tây"),
        ("Biểu dương e1, năm 2024", "Xã Thọ Đông"), ("Biểu dương e2, năm 2024", "Xã Thọ Tây"),
    ]  # fmt: skip
    unit = Unit.objects.get(ref=west)
    writer = district.person("west", "Trần Tây", Role.UNIT_OFFICER, unit, since=FIRST)
    head = district.person("west-head", "Lê Tây", Role.UNIT_HEAD, unit, since=FIRST)
    east = district.people["dien-tho"].writer
    for account, mine, others in ((writer, 1, 0), (east, 0, 1)):
        assert [one.id for one in obstacle_tasks(account.pk, AFTER.date()).to_clarify] == [ones[mine].pk]
        assert [one.id for one in estimate_tasks(account.pk, AFTER.date()).to_revise] == [money[mine].pk]
        with pytest.raises(Refused):
            clarify_obstacle(obstacle=ones[others], text="Rõ", by=make.actor(account), at=AFTER)
        with pytest.raises(Refused):
            revise_estimate(estimate=money[others], by=make.actor(account), at=AFTER)
    clarify_obstacle(obstacle=ones[1], text="Rõ", by=make.actor(writer), at=AFTER)
    draft = revise_estimate(estimate=money[1], by=make.actor(writer), at=AFTER)
    assert submit_estimate(estimate=draft, by=make.actor(head), at=AFTER).state == "submitted"
    assert set(obstacles_visible_to(writer.pk, AFTER.date())) == set(ones)  # who has a part reads what was left


def test_taking_back_gives_everything_back(district):
    row, one = divided(district), obstacle(district, "dien-tho")
    row = choose(
        reorganisation=row, people={}, dossiers={}, things={f"o-{one.pk}": "xa-tho-tay-2024"}, by=district.by(), at=ENTERED
    )  # fmt: skip
    recorded(district, row)
    one.refresh_from_db()
    assert one.keeper.ref == "xa-tho-tay-2024"
    take_back_reorganisation(reorganisation=row, reason="Nhầm", by=district.by(), at=make.moment(2024, 10, 26))
    one.refresh_from_db()
    assert one.keeper.ref == "dien-tho"
    clarify_obstacle(obstacle=one, text="Rõ", by=make.actor(district.people["dien-tho"].writer), at=AFTER)


def test_what_an_abolished_unit_left_open_is_the_offices(district):
    everything_at(district)
    row = draw_up(owner=district.district, act="NQ 2", effective_on=FIRST, by=district.by(), at=ENTERED)
    change = Change(LineageKind.ABOLISHED, ("dien-dong",))
    row = add_change(reorganisation=row, change=change, by=district.by(), at=ENTERED)
    shown = recorded(district, row)
    office, ends = "cơ quan thường trực", "thôi cùng đơn vị"
    assert {(one.kind, one.to) for one in shown.things} == {
        ("vướng mắc", office), ("dự toán kinh phí", ends), ("báo cáo của đơn vị", ends), ("báo cáo của đơn vị", office),
        ("báo cáo quý", office), ("lời giới thiệu của người dân", office), ("đợt phổ biến kế hoạch", ends),
        ("kế hoạch của đơn vị", ends), ("tiêu chuẩn của đơn vị", ends),
    }  # fmt: skip
