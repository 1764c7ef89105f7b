"""Accounts: who makes them, how somebody gets in without e-mail, who locks whom."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Invitation, Membership
from neuguong.org.operations.accounts import (
    CODE_LIFE,
    create_account,
    deactivate,
    invite,
    issue_code,
    reactivate,
    set_password,
    use_code,
)
from neuguong.org.queries.invitations import digest_of
from tests import factories as make

NOW = make.moment(2025, 3, 10)
GOOD = "ba-cay-dua-ngoai-ngo"
VISITOR = Actor.public("mã dùng một lần")


def secret_is_open(*, code: str, at) -> bool:
    return Invitation.objects.filter(digest=digest_of(code), used_at=None, expires_at__gt=at).exists()


def new_account(**fields):
    told = {"username": "moi", "full_name": "Lê Thị  Mới", "by": make.JOB, "at": NOW}
    return create_account(**(told | fields))


@pytest.mark.django_db
def test_a_new_account_is_nothing_anywhere_and_opens_with_nothing():
    account = new_account(email="Moi@Example.vn")
    assert (account.full_name, account.email, account.has_usable_password()) == ("Lê Thị Mới", "moi@example.vn", False)
    assert account.search_text == "le thi moi moi moi example vn"
    assert not account.memberships.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"username": "CO-ROI"}, "username"),
        ({"username": "hai chữ"}, "username"),
        ({"email": "co@roi.vn"}, "email"),
        ({"email": "không phải thư"}, "email"),
        ({"full_name": "  "}, "full_name"),
        ({"password": "12345678"}, "password"),
    ],
)
def test_what_cannot_be_an_account_is_told_by_field(fields, field):
    new_account(username="co-roi", email="co@roi.vn")
    with pytest.raises(BadInput) as caught:
        new_account(**fields)
    assert caught.value.field == field
    assert Account.objects.count() == 1


def test_a_code_lets_its_person_in_once(cast):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    assert len(secret.text) == 10
    assert secret.expires_at == NOW + timedelta(hours=72)
    assert not Invitation.objects.filter(digest=secret.text).exists()
    use_code(code=secret.grouped.lower(), username="AUTHOR", password=GOOD, by=VISITOR, at=NOW)
    cast.author.refresh_from_db()
    assert cast.author.check_password(GOOD)
    with pytest.raises(BadInput, match="đã dùng hoặc đã hết hạn"):
        use_code(code=secret.text, username="author", password=GOOD, by=VISITOR, at=NOW)


def test_until_the_code_is_used_the_old_password_works(cast):
    issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    cast.author.refresh_from_db()
    assert cast.author.check_password("author")


def test_a_code_is_worth_nothing_with_another_user_name(cast):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    for username in ("neighbour", ""):
        with pytest.raises(BadInput, match="chưa đúng"):
            use_code(code=secret.text, username=username, password=GOOD, by=VISITOR, at=NOW)


def test_a_code_ends_after_72_hours(cast):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    assert secret_is_open(code=secret.text, at=NOW + CODE_LIFE - timedelta(seconds=1))
    with pytest.raises(BadInput, match="hết hạn"):
        use_code(code=secret.text, username="author", password=GOOD, by=VISITOR, at=NOW + CODE_LIFE)


def test_a_new_code_ends_the_old_one(cast):
    old = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    invite(account=cast.author, by=make.actor(cast.admin), at=NOW + timedelta(minutes=1))
    assert not secret_is_open(code=old.text, at=NOW + timedelta(minutes=2))


def test_a_link_needs_no_user_name(cast):
    secret = invite(account=cast.author, by=make.actor(cast.admin), at=NOW)
    assert use_code(code=secret.text, password=GOOD, by=VISITOR, at=NOW) == cast.author


def test_a_weak_password_does_not_use_the_code_up(cast):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    with pytest.raises(BadInput) as caught:
        use_code(code=secret.text, username="author", password="author", by=VISITOR, at=NOW)
    assert caught.value.field == "password"
    assert secret_is_open(code=secret.text, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_with_one_code_one_wins(transactional_db):
    unit = make.make_unit("huyen", "UBND huyện")
    account = make.make_account("can-bo", "Lê Văn Hai")
    make.give_role(account, Role.UNIT_OFFICER, unit)
    secret = issue_code(account=account, by=make.JOB, at=NOW)
    start, outcomes = threading.Barrier(2), {}

    def try_with(password: str) -> None:
        start.wait()
        try:
            use_code(code=secret.text, username="can-bo", password=password, by=VISITOR, at=NOW)
            outcomes[password] = "in"
        except BadInput:
            outcomes[password] = "out"
        finally:
            connection.close()

    threads = [threading.Thread(target=try_with, args=(word,)) for word in ("mot-cay-dua-cao", "hai-cay-dua-cao")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.values()) == ["in", "out"]
    account.refresh_from_db()
    winner = next(word for word, outcome in outcomes.items() if outcome == "in")
    assert account.check_password(winner)
    assert AuditEntry.objects.filter(verb="use_code").count() == 1


def test_only_the_administrator_of_all_somebodys_units_issues_a_code(cast):
    clerk = make.make_account("quan-tri-xa", "Hà Văn Xã")
    make.give_role(clerk, Role.TECHNICAL, cast.dien_tho)
    issue_code(account=cast.author, by=make.actor(clerk), at=NOW)
    make.give_role(cast.author, Role.LEADER, cast.district, subtree=True)
    with pytest.raises(Refused):
        issue_code(account=cast.author, by=make.actor(clerk), at=NOW)
    with pytest.raises(Refused):
        issue_code(account=cast.neighbour, by=make.actor(clerk), at=NOW)
    with pytest.raises(Refused):
        issue_code(account=cast.neighbour, by=make.actor(cast.office), at=NOW)


def test_locking_ends_secrets_and_delegations_and_needs_a_reason(cast):
    secret = issue_code(account=cast.head, by=make.actor(cast.admin), at=NOW)
    lent = make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head,
        valid_to=NOW.date() + timedelta(days=30),
    )  # fmt: skip
    told = {"account": cast.head, "by": make.actor(cast.admin), "at": NOW}
    with pytest.raises(BadInput):
        deactivate(reason=" ", **told)
    deactivate(reason="Nghỉ hưu", **told)
    lent.refresh_from_db()
    assert (cast.head.is_active, lent.valid_to) == (False, NOW.date() - timedelta(days=1))
    assert not secret_is_open(code=secret.text, at=NOW)
    reactivate(account=cast.head, by=make.actor(cast.admin), at=NOW)
    assert cast.head.is_active
    assert not cast.head.has_usable_password()


def test_nobody_locks_themself_out_nor_the_last_administrator(cast):
    with pytest.raises(Refused, match="không tự khóa"):
        deactivate(account=cast.admin, reason="thử", by=make.actor(cast.admin), at=NOW)
    with pytest.raises(Refused, match="duy nhất"):
        deactivate(account=cast.admin, reason="thử", by=make.JOB, at=NOW)


def test_names_and_reasons_stay_out_of_the_sealed_part(cast):
    deactivate(account=cast.author, reason="Chuyển công tác về quê", by=make.actor(cast.admin), at=NOW)
    entry = AuditEntry.objects.get(verb="deactivate_account")
    assert entry.facts == {"is_active": [True, False]}
    assert entry.personal.values["reason"] == "Chuyển công tác về quê"


def test_the_own_new_password_ends_open_codes(cast):
    secret = issue_code(account=cast.author, by=make.actor(cast.admin), at=NOW)
    cast.author.must_change_password = True
    set_password(account=cast.author, password=GOOD, by=make.actor(cast.author), at=NOW)
    assert not cast.author.must_change_password
    assert not secret_is_open(code=secret.text, at=NOW)
    assert Membership.objects.filter(account=cast.author).count() == 1
