"""Appointing, delegating, standing in, handing over: with dates, documents and two names where two people act."""

from datetime import date, timedelta

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.org.enums import Basis, Role, Seat
from neuguong.org.models import CouncilSeat, Membership
from neuguong.org.operations.councils import form_council, seat, unseat
from neuguong.org.operations.handover import hand_over
from neuguong.org.operations.memberships import appoint, delegate, end, substitute
from neuguong.org.queries.access import can, grants_of
from neuguong.org.roles import GRANTS, Permission
from tests import factories as make

NOW = make.moment(2025, 3, 10)
TODAY = date(2025, 3, 10)


def appointing(cast, **fields):
    told = {
        "account": cast.stranger, "unit": cast.dien_tho, "role": Role.UNIT_OFFICER, "valid_from": TODAY,
        "by": make.actor(cast.admin), "at": NOW,
    }  # fmt: skip
    return appoint(**(told | fields))


def delegating(cast, **fields):
    told = {
        "head": cast.head, "to": cast.author, "unit": cast.dien_tho, "valid_from": TODAY, "valid_to": date(2025, 3, 31),
        "document": "Giấy ủy quyền 05/GUQ ngày 10/3/2025", "by": make.actor(cast.head), "at": NOW,
    }  # fmt: skip
    return delegate(**(told | fields))


def test_an_appointment_says_who_gave_it_and_when(cast):
    row = appointing(cast, document="QĐ 12/QĐ-UBND")
    assert (row.granted_by, row.recorded_at, row.basis) == (cast.admin, NOW, Basis.APPOINTED)
    entry = AuditEntry.objects.get(verb="begin_membership")
    assert entry.facts["unit"] == "dien-tho"
    assert "QĐ" not in str(entry.facts)


def test_nobody_gives_roles_outside_their_own_units(cast):
    clerk = make.make_account("quan-tri-xa", "Hà Văn Xã")
    make.give_role(clerk, Role.TECHNICAL, cast.dien_tho)
    appointing(cast, by=make.actor(clerk))
    with pytest.raises(Refused):
        appointing(cast, unit=cast.dien_an, by=make.actor(clerk))
    with pytest.raises(Refused):
        appointing(cast, role=Role.LEADER, subtree=True, by=make.actor(clerk))
    with pytest.raises(Refused):
        appointing(cast, unit=cast.dien_an, by=make.actor(cast.head))


def test_an_administrator_does_not_appoint_themself_to_a_role_that_sees_dossiers(cast):
    outcomes = {}
    for role in set(Role) - {Role.COUNCIL_CHAIR, Role.COUNCIL_DEPUTY, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}:
        try:
            appointing(cast, account=cast.admin, role=role)
            outcomes[role] = True
        except Refused:
            outcomes[role] = False
    assert {role for role, done in outcomes.items() if not done} == {
        role for role in outcomes if Permission.SEE_DOSSIERS in GRANTS[role]
    }


def test_a_seat_role_is_given_by_a_seat_only(cast):
    with pytest.raises(BadInput, match="chức vụ trong Hội đồng"):
        appointing(cast, role=Role.COUNCIL_CHAIR)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"valid_to": date(2025, 3, 9)}, "valid_to"),
        ({"valid_from": date(1999, 1, 1)}, "valid_from"),
    ],
)
def test_days_that_cannot_be_are_told_by_field(cast, fields, field):
    with pytest.raises(BadInput) as caught:
        appointing(cast, **fields)
    assert caught.value.field == field


def test_one_role_is_given_once_at_a_time(cast):
    appointing(cast, valid_to=date(2025, 3, 31))
    with pytest.raises(BadInput, match="đã giữ vai trò ấy"):
        appointing(cast, valid_from=date(2025, 3, 31))
    appointing(cast, valid_from=date(2025, 4, 1))


def test_a_head_delegates_with_a_document_until_a_day(cast):
    row = delegating(cast)
    assert (row.role, row.basis, row.on_behalf_of) == (Role.UNIT_HEAD, Basis.DELEGATED, cast.head)
    last = date(2025, 3, 31)
    days = [TODAY - timedelta(days=1), TODAY, last, last + timedelta(days=1)]
    allowed = [can(cast.author.pk, Permission.SUBMIT_NOMINATION, unit=cast.dien_tho, on=day) for day in days]
    assert allowed == [False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"document": " "}, "document"),
        ({"valid_to": None}, "valid_to"),
        ({"valid_to": date(2025, 3, 9)}, "valid_to"),
    ],
)
def test_a_delegation_without_end_or_document_is_none(cast, fields, field):
    with pytest.raises(BadInput) as caught:
        delegating(cast, **fields)
    assert caught.value.field == field


def test_a_head_delegates_to_people_of_the_own_unit_only(cast):
    with pytest.raises(BadInput, match="ở đơn vị"):
        delegating(cast, to=cast.neighbour)
    with pytest.raises(BadInput, match="chính mình"):
        delegating(cast, to=cast.head)
    with pytest.raises(Refused):
        delegating(cast, unit=cast.dien_an)


def test_a_delegation_is_not_passed_on(cast):
    delegating(cast)
    third = make.make_account("nguoi-ba", "Phan Thị Ba")
    make.give_role(third, Role.UNIT_OFFICER, cast.dien_tho)
    with pytest.raises(Refused, match="không ủy quyền lại"):
        delegating(cast, head=cast.author, to=third, by=make.actor(cast.author))


def test_an_administrator_may_write_down_a_signed_delegation_but_a_neighbour_may_not(cast):
    assert delegating(cast, by=make.actor(cast.admin)).granted_by == cast.admin
    with pytest.raises(Refused):
        delegating(cast, by=make.actor(cast.neighbour_head))


def test_who_delegated_takes_it_back(cast):
    row = delegating(cast)
    end(membership=row, last_day=TODAY, by=make.actor(cast.head), at=NOW)
    assert row.valid_to == TODAY
    with pytest.raises(Refused):
        end(membership=delegating(cast, valid_from=date(2025, 4, 1), valid_to=date(2025, 4, 2)), last_day=date(2025, 4, 1),
            by=make.actor(cast.author), at=NOW)  # fmt: skip


def test_a_heads_delegations_end_with_the_head(cast):
    running, coming = delegating(cast), delegating(cast, valid_from=date(2025, 4, 1), valid_to=date(2025, 4, 30))
    headship = Membership.objects.get(account=cast.head, role=Role.UNIT_HEAD)
    end(membership=headship, last_day=date(2025, 3, 20), by=make.actor(cast.admin), at=NOW)
    running.refresh_from_db()
    assert running.valid_to == date(2025, 3, 20)
    assert not Membership.objects.filter(pk=coming.pk).exists()
    assert AuditEntry.objects.filter(verb="cancel_membership").count() == 1


def test_a_substitute_is_recorded_with_both_names(cast):
    row = substitute(
        absent=cast.author, stand_in=cast.stranger, unit=cast.dien_tho, role=Role.UNIT_OFFICER, valid_from=TODAY,
        valid_to=date(2025, 3, 20), document="Đơn nghỉ phép", by=make.actor(cast.admin), at=NOW,
    )  # fmt: skip
    assert (row.account, row.on_behalf_of, row.basis) == (cast.stranger, cast.author, Basis.SUBSTITUTE)
    [grant] = grants_of(cast.stranger.pk, on=TODAY)
    assert (grant.basis, grant.on_behalf_of_id) == ("substitute", cast.author.pk)
    assert grants_of(cast.stranger.pk, on=date(2025, 3, 21)) == ()


def test_nobody_stands_in_for_a_role_that_is_not_held(cast):
    with pytest.raises(BadInput, match="không giữ vai trò"):
        substitute(
            absent=cast.author, stand_in=cast.stranger, unit=cast.dien_tho, role=Role.UNIT_HEAD, valid_from=TODAY,
            valid_to=date(2025, 3, 20), document="Đơn", by=make.actor(cast.admin), at=NOW,
        )  # fmt: skip


def test_everything_of_a_leaver_passes_to_the_successor_on_the_day(cast):
    lent = delegating(cast)
    make.give_role(cast.head, Role.LEADER, cast.dien_tho)
    CouncilSeat.objects.create(council=cast.council, account=cast.head, seat=Seat.MEMBER, valid_from=date(2024, 1, 1))
    done = hand_over(leaver=cast.head, successor=cast.stranger, on=TODAY, by=make.actor(cast.admin), at=NOW)
    assert (done.memberships, done.seats, done.ended) == (2, 1, 1)
    cast.head.refresh_from_db()
    lent.refresh_from_db()
    assert not cast.head.is_active
    assert lent.valid_to == max(lent.valid_from, TODAY - timedelta(days=1))
    assert {grant.role for grant in grants_of(cast.stranger.pk, on=TODAY)} == {
        Role.UNIT_HEAD, Role.LEADER, Role.COUNCIL_MEMBER,
    }  # fmt: skip
    assert grants_of(cast.stranger.pk, on=TODAY - timedelta(days=1)) == ()
    ends = {row.valid_to for row in Membership.objects.filter(account=cast.head)}
    assert ends == {TODAY - timedelta(days=1)}


def test_a_hand_over_that_is_refused_moves_nothing(cast):
    before = list(Membership.objects.values_list("pk", "account_id", "valid_to"))
    told = {"leaver": cast.head, "on": TODAY, "at": NOW, "by": make.actor(cast.admin)}
    with pytest.raises(Refused, match="không tự giao"):
        hand_over(successor=cast.admin, **told)
    with pytest.raises(BadInput, match="không ghi trước"):
        hand_over(successor=cast.stranger, **(told | {"on": TODAY + timedelta(days=1)}))
    with pytest.raises(Refused):
        hand_over(successor=cast.stranger, **(told | {"by": make.actor(cast.neighbour_head)}))
    assert list(Membership.objects.values_list("pk", "account_id", "valid_to")) == before


def test_a_council_has_one_chair_at_a_time_and_a_person_one_seat(cast):
    told = {"council": cast.council, "by": make.actor(cast.admin), "at": NOW, "valid_from": TODAY}
    with pytest.raises(BadInput, match="đang có Chủ tịch: Bùi Văn Ấn"):
        seat(account=cast.stranger, seat_code=Seat.CHAIR, **told)
    with pytest.raises(BadInput, match="đang có chức vụ"):
        seat(account=cast.secretary, seat_code=Seat.MEMBER, **told)
    unseat(seat_row=CouncilSeat.objects.get(account=cast.chair), last_day=TODAY - timedelta(days=1), by=make.actor(cast.admin), at=NOW)  # fmt: skip
    row = seat(account=cast.stranger, seat_code=Seat.CHAIR, **told)
    assert row.votes
    assert can(cast.stranger.pk, Permission.RECOGNISE_BY_COUNCIL, unit=cast.dien_an, on=TODAY)
    assert not can(cast.chair.pk, Permission.RECOGNISE_BY_COUNCIL, unit=cast.dien_an, on=TODAY)


def test_the_secretary_sits_without_a_vote(cast):
    assert [s.seat for s in cast.council.seats.all() if not s.votes] == [Seat.SECRETARY]


def test_an_administrator_does_not_take_a_seat_themself(cast):
    with pytest.raises(Refused):
        seat(
            council=cast.council, account=cast.admin, seat_code=Seat.MEMBER, valid_from=TODAY,
            by=make.actor(cast.admin), at=NOW,
        )  # fmt: skip


def test_a_unit_has_one_council_at_a_time(cast):
    told = {"name": "Hội đồng", "valid_from": TODAY, "by": make.actor(cast.admin), "at": NOW}
    with pytest.raises(BadInput):
        form_council(unit=cast.district, **told)
    assert form_council(unit=cast.dien_tho, **told).unit == cast.dien_tho
