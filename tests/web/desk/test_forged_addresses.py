"""Somebody who guesses numbers: whatever stands behind an address of another unit does not exist for them."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from neuguong.core.models import AuditEntry
from neuguong.org.enums import Role
from neuguong.org.models import Account
from neuguong.programme.models import Plan
from tests import factories as make
from tests.conftest import Cast
from tests.web.desk.things import Things, everything, patterns

HUGE = 10**30
TYPED = {
    "note": "Xem lại.", "reason": "Xem lại.", "document_number": "1/QĐ", "issued_on": "15/03/2025", "text": "1",
    "decided_on": "15/03/2025", "version": "1", "caption": "Chú thích", "act": "dismiss", "last_day": "16/03/2025", "keep": "held",
}  # fmt: skip


@pytest.fixture
def things(cast: Cast, plan: Plan) -> Things:
    return everything(cast, plan)


@pytest.fixture
def forger(cast: Cast) -> Account:
    """Somebody who is everything that one can be by appointment, but in the neighbouring commune only."""
    account = make.make_account("forger", "Kẻ Dò Số")
    for role in Role:
        make.give_role(account, role, cast.dien_an, subtree=True)
    return account


def answers(client: Client, things: Things, **instead: int) -> dict[str, set[int]]:
    """What every numbered address answers to looking and to pressing, leaving out what takes no such request."""

    def ask(method: Callable[..., HttpResponse], name: str) -> int:
        return method(things.address(name, **instead), TYPED).status_code

    both = {name: {ask(client.get, name), ask(client.post, name)} for name in patterns(numbered=True)}
    return {name: codes - {405} for name, codes in both.items()}


def test_every_numbered_address_is_in_this_table(things):
    assert set(things.numbers) == set(patterns(numbered=True))


def test_the_addresses_exist_for_their_own_people(cast, things, as_one):
    author, office, admin = as_one(cast.author), as_one(cast.office), as_one(cast.admin)
    own = {
        author: [
            *("nomination", "nomination_edit", "obligation", "standard", "standard_edit", "standard_paper"),
            *("unit_plan", "unit_plan_edit", "unit_plan_paper", "dissemination"),
            *("subject", "subject_compare", "subject_unmerge", "speaker", "speaker_edit", "talk"),
        ],
        office: [
            "reminder_digest",
            "reminder_letter",
            "reminder_letter_file",
            "package",
            "package_file",
            "report",
            "report_sent_paper",
            "report_issued_paper",
            "publication",
            "consent_form",
            "register_entry",
            "reward",
            "reward_edit",
        ],
        admin: ["person", "person_edit", "membership_new", "membership_end", "council_seat", "council_unseat"],
    }
    codes = {name: one.get(things.address(name)).status_code for one, mine in own.items() for name in mine}
    assert codes == dict.fromkeys(codes, 200)


def test_nothing_of_another_unit_exists_however_one_guesses(things, forger, as_one):
    before = AuditEntry.objects.count()
    found = answers(as_one(forger), things)
    assert found == dict.fromkeys(found, {404})
    assert AuditEntry.objects.count() == before


def test_numbers_that_no_database_holds_are_not_found(cast, things, as_one):
    everywhere = make.make_account("everywhere", "Người Mọi Nơi")
    for role in Role:
        make.give_role(everywhere, role, cast.district, subtree=True)
    found = answers(as_one(everywhere), things, pk=HUGE)
    assert found == dict.fromkeys(found, {404})


def test_the_technical_administrator_sees_no_dossier_anywhere(cast, things, as_one):
    admin = as_one(cast.admin)
    told = answers(admin, things)
    of_dossiers = {
        name
        for name in told
        if name.startswith(
            (
                "nomination",
                "evidence",
                "award",
                "package",
                "standard",
                "unit_plan",
                "subject",
                "visit",
                "publication",
                "consent",
            )
        )
    }
    assert {name: told[name] for name in of_dossiers} == dict.fromkeys(of_dossiers, {404})
    pages = {name: admin.get(reverse(f"desk:{name}")) for name in ("home", "nominations", "people", "notices", "help")}
    said = {name: page.content.decode() for name, page in pages.items()}
    assert {name for name, text in said.items() if "Lê Văn Thuận" in text or "Đỗ Thị Lành" in text} == set()


def test_addresses_with_a_word_speak_of_the_readers_own_plan_and_unit(cast, things, forger, as_one):
    client = as_one(forger)
    plain = {name for name in patterns(numbered=False) if patterns(numbered=False)[name].pattern.regex.groupindex}
    of_all = {"report_overall", "report_overall_issue", "report_overall_reference"}
    of_all |= {"report_overall_paper", "report_overall_sheets"}
    signed = {"event_arrival"}  # a signed code, not a word: tests/web/desk/test_event_people.py
    assert plain == {"package_issue", "unit_letter", "duty", "duty_due", "week", "week_pdf"} | of_all | signed
    assert {client.get(reverse(f"desk:{name}", args=["2025-W10"])).status_code for name in ("week", "week_pdf")} == {
        403
    }
    codes = {client.get(reverse(f"desk:{name}", args=["final_report"])).status_code for name in of_all}
    assert codes == {403, 405}
    assert client.get(reverse("desk:package_issue", args=["2025-Q1"])).status_code == 403
    assert client.get(reverse("desk:packages")).status_code == 403
    words = {"code": "honouring_event", "period": "2024"}
    duty = client.get(reverse("desk:duty", kwargs=words))
    assert ("Diên An" in duty.content.decode(), "Diên Thọ" in duty.content.decode()) == (True, False)
    assert (
        client.post(reverse("desk:duty_due", kwargs=words), {"extended_to": "20/03/2025", "reason": "x"}).status_code
        == 403
    )
    letter = client.get(reverse("desk:unit_letter", args=["2025-Q1"]))
    assert letter.status_code == 200
    assert as_one(cast.author).get(reverse("desk:unit_letter", args=["2025-Q1"])).content != letter.content


@pytest.mark.parametrize("word", ["2025-Q9", "khong-co", "9" * 40, "2025", "0000-Q1", "99999-Q1"])
def test_a_word_that_names_no_round_is_not_found(cast, things, as_one, word):
    codes = {
        as_one(cast.office).get(reverse("desk:package_issue", args=[word])).status_code,
        as_one(cast.author).get(reverse("desk:unit_letter", args=[word])).status_code,
    }
    assert codes == {404}
