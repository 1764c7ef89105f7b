"""The desk five days before a cut-off, and people sitting down at it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from neuguong.core.clock import start_demo_clock
from neuguong.org.models import Account
from neuguong.programme.models import Plan
from tests.factories import moment


@pytest.fixture
def march(plan: Plan) -> Plan:
    """Plan 87 on 10/03/2025 at 9:00: the quarter closes with the 14th."""
    start_demo_clock(at=moment(2025, 3, 10, 9))
    return plan


@pytest.fixture
def as_one() -> Callable[[Account], Client]:
    """A browser of its own for a person, already signed in."""

    def sit_down(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return sit_down


def soup(response: HttpResponse) -> BeautifulSoup:
    """The page as a reader meets it."""
    return BeautifulSoup(response.content, "html.parser")


def words(tag) -> str:
    """Text without line breaks."""
    return " ".join(tag.get_text(" ", strip=True).split())
