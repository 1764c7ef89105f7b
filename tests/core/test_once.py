"""Answers that are kept stand only while nothing is written that they rest on."""

from datetime import date

import pytest
from django.db import connection, transaction

from neuguong.core.once import asking_once, once
from neuguong.org.enums import Role
from neuguong.org.models import Account, Membership
from neuguong.org.queries.access import grants_of
from tests import factories as make

DAY = date(2025, 3, 10)


@pytest.fixture
def person(db: None) -> Account:
    return make.make_account("co.thu", "Nguyễn Thị Thu")


def held(person: Account) -> list[Role]:
    return [grant.role for grant in grants_of(person.pk, on=DAY)]


def names() -> list[str]:
    return once("names", lambda: list(Account.objects.values_list("full_name", flat=True)))


def test_the_same_question_is_asked_of_the_database_once(person, django_assert_num_queries):
    with django_assert_num_queries(2), asking_once():
        assert [held(person) for _ in range(3)] == [[], [], []]
    with django_assert_num_queries(4):
        assert [held(person) for _ in range(2)] == [[], []]


def test_who_is_given_a_role_has_it_at_once(person):
    unit = make.make_unit("dien-tho", "Xã Diên Thọ")
    with asking_once():
        assert held(person) == []
        make.give_role(person, Role.UNIT_OFFICER, unit)
        assert held(person) == [Role.UNIT_OFFICER]
        Membership.objects.update(valid_to=date(2024, 12, 31))
        assert held(person) == []
        Membership.objects.update(valid_to=None)
        Membership.objects.all().delete()
        assert held(person) == []


def test_a_write_elsewhere_costs_no_answer(person, django_assert_num_queries):
    with asking_once():
        assert names() == ["Nguyễn Thị Thu"]
        make.make_unit("dien-tho", "Xã Diên Thọ")
        with django_assert_num_queries(0):
            assert names() == ["Nguyễn Thị Thu"]


def test_an_answer_rests_on_what_the_answers_within_it_rest_on(person):
    with asking_once():
        assert names() == ["Nguyễn Thị Thu"]
        assert once("first", lambda: names()[0]) == "Nguyễn Thị Thu"
        Account.objects.update(full_name="Trần Thị Thu")
        assert once("first", lambda: names()[0]) == "Trần Thị Thu"


def test_what_was_undone_is_forgotten(person):
    with asking_once():
        with transaction.atomic():
            Account.objects.update(full_name="Trần Thị Thu")
            assert names() == ["Trần Thị Thu"]
            transaction.set_rollback(True)
        assert names() == ["Nguyễn Thị Thu"]


def test_a_statement_nobody_thought_of_ends_every_answer(person):
    with asking_once():
        assert names() == ["Nguyễn Thị Thu"]
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH one AS (SELECT 'Lê Thị Thu' AS n) UPDATE org_account SET full_name = (SELECT n FROM one)"
            )
        assert names() == ["Lê Thị Thu"]
