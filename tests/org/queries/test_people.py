"""Reads about people: found without diacritics, in Vietnamese order, within the own scope."""

from datetime import date

import pytest

from neuguong.org.enums import Basis, Role
from neuguong.org.queries import people
from tests import factories as make

TODAY = date(2025, 3, 10)


def names(accounts) -> list[str]:
    return [account.full_name for account in accounts]


def test_an_administrator_sees_everybody_of_the_own_units_and_nobody_else(cast):
    clerk = make.make_account("quan-tri-xa", "Hà Văn Xã")
    make.give_role(clerk, Role.TECHNICAL, cast.dien_tho)
    assert names(people.visible_accounts(clerk.pk, on=TODAY)) == ["Nguyễn Thu Hà", "Võ Thành Nhân", "Hà Văn Xã"]
    assert names(people.visible_accounts(cast.author.pk, on=TODAY)) == []
    assert cast.stranger not in people.visible_accounts(cast.admin.pk, on=TODAY)


def test_a_council_member_is_visible_through_the_seat(cast):
    assert cast.secretary in people.visible_accounts(cast.admin.pk, on=TODAY)


@pytest.mark.parametrize("q", ["đào", "DAO", "tran dao", "neighbour dao"])
def test_people_are_found_without_diacritics(cast, q):
    assert names(people.matching(people.visible_accounts(cast.admin.pk, on=TODAY), q)) == ["Trần Thị Đào"]


def test_a_row_tells_what_somebody_is_today(cast):
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head, valid_to=TODAY
    )
    accounts = people.visible_accounts(cast.admin.pk, on=TODAY)
    rows = {row.username: row.posts for row in people.person_rows(accounts, on=TODAY)}
    assert rows["author"] == ("cán bộ đầu mối, Diên Thọ", "người đứng đầu đơn vị (được ủy quyền), Diên Thọ")
    assert rows["chair"] == ("Chủ tịch Hội đồng",)


def test_a_page_of_people_costs_three_queries(cast, django_assert_num_queries):
    everybody = people.visible_accounts(cast.admin.pk, on=TODAY)
    for accounts in (everybody.filter(username="author"), everybody):
        with django_assert_num_queries(3):
            people.person_rows(accounts, on=TODAY)


def test_accounts_are_sorted_by_state(cast):
    cast.author.is_active = False
    cast.author.save()
    make.give_role(cast.stranger, Role.UNIT_OFFICER, cast.dien_tho, valid_to=date(2025, 1, 31))
    accounts = people.visible_accounts(cast.admin.pk, on=TODAY)
    assert names(people.in_state(accounts, "locked", on=TODAY)) == ["Nguyễn Thu Hà"]
    assert names(people.in_state(accounts, "idle", on=TODAY)) == ["Mai Xuân Lạ"]
    assert people.in_state(accounts, "active", on=TODAY).count() == accounts.count() - 1
    assert people.in_state(accounts, "", on=TODAY).count() == accounts.count()


def test_roles_in_force_come_first(cast):
    make.give_role(cast.author, Role.LEADER, cast.dien_tho, valid_to=date(2024, 1, 1))
    make.give_role(cast.author, Role.OBSERVER, cast.dien_tho, since=date(2025, 5, 1))
    states = [(post.role, post.state) for post in people.posts_of(cast.author, on=TODAY)]
    assert states == [("unit_officer", "active"), ("observer", "coming"), ("leader", "closed")]


def test_who_leaves_soon_is_known_before(cast):
    make.give_role(cast.stranger, Role.UNIT_OFFICER, cast.dien_an, valid_to=date(2025, 3, 20))
    make.give_role(cast.stranger, Role.OBSERVER, cast.dien_an, valid_to=date(2025, 4, 20))
    scope = people.managed_scope(cast.admin.pk, on=TODAY)
    assert [row.role for row in people.leaving_soon(scope, on=TODAY)] == ["unit_officer"]


def test_who_handed_over_and_is_locked_is_not_waited_for(cast):
    make.give_role(cast.stranger, Role.UNIT_OFFICER, cast.dien_an, valid_to=date(2025, 3, 20))
    cast.stranger.is_active = False
    cast.stranger.save()
    assert list(people.leaving_soon(people.managed_scope(cast.admin.pk, on=TODAY), on=TODAY)) == []


def test_seats_stand_in_the_order_of_their_weight(cast):
    assert [seat.seat for seat in people.seats_of(cast.council, on=TODAY)] == ["chair", "secretary"]
    assert people.council_of(cast.district, on=TODAY) == cast.council
    assert people.council_of(cast.dien_tho, on=TODAY) is None
    assert list(people.councils_managed(cast.admin.pk, on=TODAY)) == [cast.council]
    assert list(people.councils_managed(cast.office.pk, on=TODAY)) == []


def test_a_head_by_delegation_has_nothing_to_delegate(cast):
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head, valid_to=TODAY
    )
    assert list(people.headed_units(cast.head.pk, on=TODAY)) == [cast.dien_tho]
    assert list(people.headed_units(cast.author.pk, on=TODAY)) == []
