"""Two administrators at the same moment: one role, one chair, one successor. PostgreSQL shows what SQLite hides."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.org.enums import Role
from neuguong.org.models import Account, Council, CouncilSeat, Invitation, Membership
from neuguong.org.operations.accounts import deactivate, issue_code
from neuguong.org.operations.councils import form_council, seat, unseat
from neuguong.org.operations.handover import hand_over
from neuguong.org.operations.memberships import appoint, end
from tests import factories as make
from tests.exemplars.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.moment(2025, 3, 11)
TODAY = date(2025, 3, 11)


def kinds(answers: list) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_one_role_given_twice_at_once_is_given_once(cast):
    def gives():
        return appoint(
            account=Account.objects.get(pk=cast.stranger.pk), unit=cast.dien_an, role=Role.UNIT_OFFICER,
            valid_from=TODAY, by=make.actor(cast.admin), at=AT,
        )  # fmt: skip

    assert kinds(together(gives, gives, gives)) == ["BadInput", "BadInput", "Membership"]
    assert Membership.objects.filter(account=cast.stranger).count() == 1


def test_a_locked_account_is_given_nothing_even_at_the_moment_it_is_locked(cast):
    def gives():
        return appoint(
            account=Account.objects.get(pk=cast.author.pk), unit=cast.dien_an, role=Role.UNIT_OFFICER,
            valid_from=TODAY, by=make.actor(cast.admin), at=AT,
        )  # fmt: skip

    def locks():
        account = Account.objects.get(pk=cast.author.pk)
        return deactivate(account=account, reason="nghỉ việc", by=make.actor(cast.admin), at=AT)

    given, locked = together(gives, locks)
    assert isinstance(locked, Account)
    assert isinstance(given, Membership | BadInput)
    assert not Account.objects.get(pk=cast.author.pk).is_active


def test_two_chairs_named_at_once_make_one(cast):
    unseat(seat_row=CouncilSeat.objects.get(account=cast.chair), last_day=date(2025, 3, 10), by=make.JOB, at=AT)

    def names(account):
        return lambda: seat(
            council=Council.objects.get(pk=cast.council.pk), account=account, seat_code="chair", valid_from=TODAY,
            by=make.actor(cast.admin), at=AT,
        )  # fmt: skip

    assert kinds(together(names(cast.leader), names(cast.stranger))) == ["BadInput", "CouncilSeat"]


def test_two_councils_formed_at_once_make_one(cast):
    def forms():
        return form_council(unit=cast.dien_an, name="Hội đồng", valid_from=TODAY, by=make.actor(cast.admin), at=AT)

    assert kinds(together(forms, forms)) == ["BadInput", "Council"]


def test_a_post_handed_over_twice_at_once_has_one_successor(cast):
    second = make.make_account("second", "Lê Văn Hai")
    make.give_role(second, Role.OBSERVER, cast.dien_tho)
    make.give_role(cast.stranger, Role.OBSERVER, cast.dien_tho)

    def hands_to(account):
        return lambda: hand_over(
            leaver=Account.objects.get(pk=cast.head.pk), successor=Account.objects.get(pk=account.pk), on=TODAY,
            by=make.actor(cast.admin), at=AT,
        )  # fmt: skip

    answers = together(hands_to(cast.stranger), hands_to(second))
    assert kinds(answers) == ["HandedOver", "Refused"]
    heads = Membership.objects.on(TODAY).filter(unit=cast.dien_tho, role=Role.UNIT_HEAD)
    assert heads.count() == 1


def test_two_administrators_locking_each_other_leave_one(cast):
    other = make.make_account("other_admin", "Phan Thị Quản")
    make.give_role(other, Role.TECHNICAL, cast.district, subtree=True)

    def locks(by, whom):
        return lambda: deactivate(
            account=Account.objects.get(pk=whom.pk), reason="thử", by=make.actor(by), at=AT
        )  # fmt: skip

    answers = together(locks(cast.admin, other), locks(other, cast.admin))
    assert kinds(answers) == ["Account", "Refused"]
    assert Account.objects.filter(pk__in=[cast.admin.pk, other.pk], is_active=True).count() == 1


def test_two_codes_issued_at_once_leave_one_open(cast):
    def issues():
        return issue_code(account=Account.objects.get(pk=cast.author.pk), by=make.actor(cast.admin), at=AT)

    together(issues, issues)
    assert Invitation.objects.filter(account=cast.author, expires_at__gt=AT).count() == 1


def test_a_role_ended_twice_at_once_ends_once(cast):
    row = Membership.objects.get(account=cast.author)

    def ends(day: date):
        return lambda: end(membership=Membership.objects.get(pk=row.pk), last_day=day, by=make.actor(cast.admin), at=AT)

    answers = together(ends(date(2025, 3, 10)), ends(date(2025, 3, 10)))
    assert kinds(answers) == ["Membership", "Refused"]
    assert not any(isinstance(answer, Refused) and "kết thúc" not in str(answer) for answer in answers)
