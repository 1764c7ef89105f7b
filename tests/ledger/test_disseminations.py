"""Telling the staff of the plan: everybody says so, or signs on paper; then the duty is done by itself (KH 87, IV.1)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, Letter
from neuguong.ledger.models import Acknowledgement, Activity, Coordination, Dissemination, Obligation
from neuguong.ledger.operations.activities import Agreed, Done, record_activity
from neuguong.ledger.operations.disseminations import (
    acknowledge,
    add_people,
    close_dissemination,
    open_dissemination,
    tick_people,
    withdraw_dissemination,
)
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.disseminations import coordinations, disseminations_visible_to, rounds_of_unit
from neuguong.org.enums import Role
from tests import factories as make
from tests.factories import actor, moment

AT, NEXT = moment(2023, 5, 3), moment(2023, 5, 4)


@pytest.fixture
def told(cast, plan) -> Dissemination:
    """Diên Thọ's head has opened a round."""
    return open_dissemination(unit=cast.dien_tho, plan=plan, points="Mỗi người.", by=actor(cast.head), at=AT)


def state(plan, unit, on):
    return board(plan=plan, on=on, unit_ids=[unit.pk], duty="dissemination").rows[0]


def people(told) -> dict[str, bool]:
    return {one.name: one.known_at is not None for one in told.people.all()}


def paper(told, cast, *names, at=NEXT, by=None):
    ids = [one.pk for one in told.people.all() if one.name in names]
    who = actor(by or cast.head)
    return tick_people(
        dissemination=told, person_ids=ids, file_name="ky.jpg", content=make.jpeg(), by=who, at=at
    )  # fmt: skip


@pytest.mark.clause("IV.1")
def test_every_account_of_the_unit_is_on_the_list_and_is_told(cast, told):
    assert people(told) == {"Nguyễn Thu Hà": False, "Võ Thành Nhân": False}
    letters = Letter.objects.filter(link=f"ledger.dissemination:{told.pk}")
    assert {one.recipient for one in letters} == {cast.author, cast.head}


@pytest.mark.clause("IV.1")
def test_when_everybody_has_said_so_the_duty_is_done_by_itself(cast, plan, told):
    acknowledge(dissemination=told, by=actor(cast.author), at=AT)
    assert state(plan, cast.dien_tho, AT.date()).state == "not_due"
    acknowledge(dissemination=told, by=actor(cast.head), at=NEXT)
    found = {day: state(plan, cast.dien_tho, date(2023, 5, day)) for day in (3, 4)}
    assert {day: (str(row.state), row.restated) for day, row in found.items()} == {
        3: ("not_due", False), 4: ("met", False),
    }  # fmt: skip
    progress = rounds_of_unit(cast.dien_tho, plan)[0]
    assert (progress.known, progress.people, progress.done_on) == (2, 2, NEXT.date())


def test_said_twice_it_is_said_once(cast, told):
    for at in (AT, NEXT):
        acknowledge(dissemination=told, by=actor(cast.author), at=at)
    assert told.people.get(account=cast.author).known_at == AT
    assert AuditEntry.objects.filter(verb="acknowledge").count() == 1


def test_nobody_says_so_for_another(cast, told):
    for person in ("neighbour", "office", "leader"):
        with pytest.raises(Refused, match="không có trong danh sách"):
            acknowledge(dissemination=told, by=actor(cast[person]), at=AT)
    assert set(people(told).values()) == {False}


def test_staff_without_an_account_are_named_and_sign_on_paper(cast, plan, told):
    names = ["Lê Văn Ba", " Trần  Thị Tư ", "", "Lê Văn Ba"]
    assert add_people(dissemination=told, names=names, by=actor(cast.head), at=AT) == 2
    assert (
        list(people(told)) == ["Lê Văn Ba", "Nguyễn Thu Hà", "Trần Thị Tư", "Võ Thành Nhân"] or len(people(told)) == 4
    )
    paper(told, cast, "Lê Văn Ba", "Trần Thị Tư", "Nguyễn Thu Hà")
    assert {one.name for one in told.people.exclude(signed_list=None)} == {
        "Lê Văn Ba", "Trần Thị Tư", "Nguyễn Thu Hà",
    }  # fmt: skip
    acknowledge(dissemination=told, by=actor(cast.head), at=NEXT)
    assert state(plan, cast.dien_tho, NEXT.date()).state == "met"


def test_who_comes_later_is_added_with_a_notice(cast, told):
    newcomer = make.make_account("newcomer", "Phan Văn Mới")
    make.give_role(newcomer, Role.UNIT_OFFICER, cast.dien_tho, since=date(2023, 5, 4))
    assert add_people(dissemination=told, names=[], by=actor(cast.head), at=NEXT) == 1
    assert Letter.objects.filter(recipient=newcomer).exists()
    with pytest.raises(BadInput, match="chưa có trong danh sách"):
        add_people(dissemination=told, names=[], by=actor(cast.head), at=NEXT)


def test_the_head_ends_it_with_the_signed_list(cast, plan, told):
    close_dissemination(dissemination=told, file_name="ky.jpg", content=make.jpeg(), by=actor(cast.head), at=NEXT)
    assert state(plan, cast.dien_tho, NEXT.date()).state == "met"
    assert set(people(told).values()) == {False}
    for act in (
        lambda: acknowledge(dissemination=told, by=actor(cast.author), at=NEXT),
        lambda: paper(told, cast, "Nguyễn Thu Hà"),
        lambda: add_people(dissemination=told, names=["Ai"], by=actor(cast.head), at=NEXT),
    ):
        with pytest.raises(Stale, match="đã xong ngày 04/05/2023"):
            act()


@pytest.mark.parametrize("person", ["author", "neighbour_head", "office", "admin"])
def test_only_the_head_opens_names_ticks_and_ends(cast, plan, told, person):
    by = actor(cast[person])
    for act in (
        lambda: open_dissemination(unit=cast.dien_tho, plan=plan, points="x", by=by, at=AT),
        lambda: add_people(dissemination=told, names=["Ai"], by=by, at=AT),
        lambda: paper(told, cast, "Nguyễn Thu Hà", by=cast[person]),
        lambda: close_dissemination(dissemination=told, file_name="a.jpg", content=make.jpeg(), by=by, at=AT),
    ):
        with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ mới phổ biến"):
            act()


def test_one_round_at_a_time(cast, plan, told):
    with pytest.raises(Refused, match="đang có một đợt phổ biến"):
        open_dissemination(unit=cast.dien_tho, plan=plan, points="x", by=actor(cast.head), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dissemination.objects.create(plan=plan, unit=cast.dien_tho, points="x", opened_at=AT)


@pytest.mark.parametrize("points", ["", " ", "x" * 8001])
def test_without_its_main_points_nothing_is_opened(cast, plan, points):
    with pytest.raises(BadInput, match="Ghi nội dung chính"):
        open_dissemination(unit=cast.dien_tho, plan=plan, points=points, by=actor(cast.head), at=AT)
    assert not Dissemination.objects.exists()


def test_taken_back_it_counts_no_more_and_earlier_days_stay(cast, plan, told):
    close_dissemination(dissemination=told, file_name="ky.jpg", content=make.jpeg(), by=actor(cast.head), at=NEXT)
    later = moment(2023, 6, 1)
    with pytest.raises(Refused):
        withdraw_dissemination(dissemination=told, reason="x", by=actor(cast.author), at=later)
    withdraw_dissemination(dissemination=told, reason="Danh sách nhầm đơn vị.", by=actor(cast.office), at=later)
    assert (state(plan, cast.dien_tho, date(2023, 5, 31)).state, state(plan, cast.dien_tho, later.date()).state) == (
        "met", "not_due",
    )  # fmt: skip
    assert open_dissemination(unit=cast.dien_tho, plan=plan, points="x", by=actor(cast.head), at=later)


def test_who_reads_a_round(cast, told):
    readers = {
        one for one in ("author", "head", "neighbour", "office", "leader", "admin")
        if disseminations_visible_to(cast[one].pk, AT.date()).exists()
    }  # fmt: skip
    assert readers == {"author", "head", "office", "leader"}


def test_a_unit_does_not_type_it_by_hand_but_the_office_types_what_was_done_on_paper(cast, plan):
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="dissemination")
    told = {"obligation": row, "done": Done("Họp", AT.date()), "file_name": "a.jpg", "content": make.jpeg(), "at": AT}
    with pytest.raises(Refused, match="được tính khi mọi người xác nhận"):
        record_activity(by=actor(cast.author), **told)
    record_activity(by=actor(cast.office), **told)
    assert state(plan, cast.dien_tho, AT.date()).state == "met"
    assert Acknowledgement.objects.count() == 0


# Coordination (KH 87, III.3.d)


@pytest.fixture
def owed(cast, plan) -> Obligation:
    """The row of the standing office, which the cast's district does not have as a unit."""
    template = Obligation.objects.filter(unit=cast.health, duty__code="dissemination").get()
    duty = plan.duties.get(code="coordination")
    kept = {name: getattr(template, name) for name in ("period", "year", "required", "due_on", "boundary", "closes_at")}
    return Obligation.objects.create(
        duty=duty, unit=cast.health, effective_on=template.effective_on, recorded_at=template.recorded_at, **kept
    )


def agreed(owed, cast, **changes) -> Activity:
    told = {"partner": "Ủy ban MTTQ Việt Nam huyện", "valid_from": date(2023, 5, 1), "valid_until": date(2025, 12, 31)}
    done = Done("Chương trình phối hợp", AT.date(), document="01/CTr", agreed=Agreed(**told | changes))
    return record_activity(
        obligation=owed, done=done, file_name="a.jpg", content=make.jpeg(), by=actor(cast.office), at=AT
    )


@pytest.mark.clause("III.3.d")
def test_a_programme_of_coordination_says_with_whom_and_how_long_and_answers_its_duty(cast, plan, owed):
    made = agreed(owed, cast)
    assert (made.coordination.partner, made.coordination.valid_until) == (
        "Ủy ban MTTQ Việt Nam huyện", date(2025, 12, 31),
    )  # fmt: skip
    assert board(plan=plan, on=AT.date(), unit_ids=[owed.unit_id], duty="coordination").rows[0].state == "met"
    assert coordinations(plan, cast.office.pk, on=AT.date()) == [made]
    assert coordinations(plan, cast.neighbour.pk, on=AT.date()) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Coordination.objects.update(partner="x")


@pytest.mark.parametrize(
    ("changes", "field"), [({"partner": " "}, "partner"), ({"valid_until": date(2023, 4, 30)}, "valid_until")]
)
def test_what_makes_no_sense_is_told_at_its_field(cast, owed, changes, field):
    with pytest.raises(BadInput) as wrong:
        agreed(owed, cast, **changes)
    assert wrong.value.field == field
