"""The demonstration stays out of a real office's database."""

import io

import pytest
from django.core.management import CommandError, call_command

from neuguong.core.clock import demo_clock
from neuguong.ledger.models import Obligation
from neuguong.org.models import Account
from tests import factories as make


def demo(*words: str) -> None:
    call_command("demo", *words, stdout=io.StringIO(), stderr=io.StringIO())


def test_it_stays_out_of_a_database_with_real_people(db):
    make.make_account("that", "Người Thật")
    for words in ((), ("--reset",), ("--accounts",)):
        with pytest.raises(CommandError, match="đã có tài khoản thật"):
            demo(*words)
    assert (Account.objects.count(), Obligation.objects.count(), demo_clock()) == (1, 0, None)


def test_there_is_nothing_to_reset_in_an_empty_database(db):
    with pytest.raises(CommandError, match="không có bản minh họa"):
        demo("--reset")


def test_it_does_not_mix_with_marked_accounts_that_somebody_made_by_hand(db):
    make.make_account("thu", "Người Thử", is_demonstration=True)
    with pytest.raises(CommandError, match="không phải bản minh họa"):
        demo()


def test_nobody_is_listed_before_it_was_made(db):
    with pytest.raises(CommandError, match="chưa có bản minh họa"):
        demo("--accounts")
