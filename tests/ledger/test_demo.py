"""The demonstration is played once for this module; then it is read like any office's data."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F

from neuguong.core.audit_seal import verify
from neuguong.core.clock import demo_clock
from neuguong.core.models import AuditEntry, Letter
from neuguong.core.periods import LOCAL
from neuguong.core.queries.deadlines import overdue, running_for
from neuguong.exemplars.enums import (
    MessageState,
    NominationState,
    RecognitionLevel,
    ReplicationState,
    SuggestionState,
)
from neuguong.exemplars.models import (
    ClaimQuestion,
    ConsentWithdrawal,
    Correction,
    DraftText,
    DuplicatePair,
    EarlierAward,
    Evidence,
    Exemplar,
    ExemplarMessage,
    FieldVisit,
    Nomination,
    Replication,
    Revocation,
    Standard,
    StandardAnswer,
    Subject,
    Suggestion,
)
from neuguong.exemplars.queries.consents import ANSWER as CONSENT_ANSWER
from neuguong.exemplars.queries.consents import STOP as CONSENT_STOP
from neuguong.exemplars.queries.messages import public_messages
from neuguong.exemplars.queries.publication import public_story
from neuguong.exemplars.queries.register import shown
from neuguong.exemplars.queries.replications import public_replications
from neuguong.exemplars.queries.voices import ANSWER
from neuguong.ledger.demo.build import clear
from neuguong.ledger.demo.stories import stories
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.models import Package, PackageReference
from neuguong.ledger.queries.board import Board, board
from neuguong.ledger.queries.budget import overview
from neuguong.ledger.queries.clarifications import newest
from neuguong.ledger.queries.obstacles import obstacle_list
from neuguong.ledger.queries.rounds import round_progress
from neuguong.ledger.queries.standards import StandardFilters, standards_list
from neuguong.org.enums import Role
from neuguong.org.models import Account, Speaker, Unit
from neuguong.org.queries.access import grants_of
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan, Sector
from neuguong.publicity.models import TalkSession
from neuguong.publicity.queries.sessions import talk_year
from tests import factories as make
from tests.demonstration import lay, pages, play

TODAY = date(2025, 3, 10)
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration")]


def demo(*words: str) -> str:
    """Run the command; what it printed, messages first."""
    out, messages = io.StringIO(), io.StringIO()
    call_command("demo", *words, stdout=out, stderr=messages)
    return messages.getvalue() + out.getvalue()


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demonstration around the whole module, undone at its end: a transaction, or on SQLite a change of pages."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "sqlite":
            empty = pages()
            play()
            yield
            lay(empty)
            return
        with transaction.atomic():
            play()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def demonstration(played: None, db: None) -> None:
    """The demonstration as it stands; what a test changes is undone after it."""


def board_on(day: date) -> Board:
    return board(plan=Plan.objects.get(), on=day)


def letters_of(unit: str, on: date = TODAY) -> dict[str, str]:
    return {
        row.period: row.letter for row in board_on(on).rows if row.unit_name == unit and row.duty_kind != "activity"
    }


def test_the_demonstration_is_played_by_one_worker(request):
    """xdist knows a group by what it adds to the name; where that is lost, each worker plays the demonstration anew."""
    assert not request.config.getoption("loadgroup", False) or request.node.nodeid.endswith("@demonstration")


def test_the_clock_stands_five_days_before_a_cut_off(demonstration):
    clock = demo_clock()
    assert clock is not None
    assert clock.moved_to == datetime(2025, 3, 10, 8, 0, tzinfo=LOCAL)


def test_a_second_run_changes_nothing(demonstration):
    before = (Account.objects.count(), Nomination.objects.count(), Letter.objects.count())
    assert demo() == "Bản minh họa đã có sẵn.\n"
    assert (Account.objects.count(), Nomination.objects.count(), Letter.objects.count()) == before


def test_it_is_never_cleared_once_a_real_person_works_in_it(demonstration):
    make.make_account("that", "Người Thật")
    with pytest.raises(CommandError, match="đã có tài khoản thật"):
        demo("--reset")
    assert Nomination.objects.count() == 231


def test_every_account_is_marked_and_opens_with_the_one_password(demonstration):
    assert set(Account.objects.values_list("is_demonstration", flat=True)) == {True}
    assert Account.objects.get(username="dientho").check_password("neuguong2025")
    assert set(Account.objects.values_list("password", flat=True).distinct()) == {
        Account.objects.get(username="quantri").password
    }


def test_one_obstacle_is_answered_for_all_one_is_late_one_is_open(demonstration):
    found = obstacle_list(Account.objects.get(username="noivu.duc").pk, TODAY)
    assert ([(one.state, one.late) for one in found.rows], found.late) == (
        [("waiting", True), ("waiting", False), ("replied", False)], 1,
    )  # fmt: skip
    assert [one.obstacle.state for one in newest(Account.objects.get(username="taichinh").pk, TODAY)] == ["replied"]


def test_two_years_have_their_money_and_the_third_is_being_appraised(demonstration):
    plan = Plan.objects.get()
    rows = overview(Account.objects.get(username="taichinh").pk, TODAY, plan=plan).rows
    assert [(row.year, row.state, row.total.asked, row.total.approved) for row in rows] == [
        (2025, "submitted", 67_500_000, None), (2024, "approved", 33_150_000, 31_150_000),
        (2023, "approved", 28_800_000, 28_800_000),
    ]  # fmt: skip
    states = {row.period: row.state for row in board(plan=plan, on=TODAY, duty="budget_appraisal").rows}
    assert (states["2023"], states["2024"]) == ("met", "met")


def test_no_letter_waits_to_be_mailed_to_an_invented_address(demonstration):
    assert Letter.objects.filter(next_try_at__isnull=False).count() == 0


def test_the_accounts_are_listed_with_their_roles(demonstration):
    lines = demo("--accounts").splitlines()
    assert len(lines) == Account.objects.count() + 1
    assert [line.split()[0] for line in lines[1:4]] == ["dientho", "dientho.truong", "noivu.duc"]
    assert lines[1].split(None, 2)[2] == "Nguyễn Thu Hà         cán bộ đầu mối"


def test_every_role_has_somebody(demonstration):
    held = {grant.role for account in Account.objects.all() for grant in grants_of(account.pk, on=TODAY)}
    assert held == set(Role)


def test_the_administrator_sits_above_the_district_and_the_district_goes_on_for_all_they_know(demonstration):
    admin = Account.objects.get(username="quantri")
    assert [grant.role for grant in grants_of(admin.pk, on=TODAY)] == [Role.TECHNICAL]
    assert Unit.objects.get(ref="ubnd-dien-khanh").valid_to is None
    assert not Unit.objects.filter(valid_from__gt=TODAY).exists()


def test_no_name_is_that_of_the_person_who_signed_the_plan(demonstration):
    names = {*Account.objects.values_list("full_name", flat=True), *Subject.objects.values_list("name", flat=True)}
    assert {name for name in names if "Nguyễn Văn Gấm" in name} == set()
    assert Account.objects.values("full_name").annotate(n=Count("id")).filter(n__gt=1).count() == 0


def test_sixty_one_units_owe_something_on_the_day(demonstration):
    owing = {row.unit_id for row in board_on(TODAY).rows if row.period == "2025-Q1"}
    assert len(owing) == 61


def test_every_state_of_a_dossier_occurs(demonstration):
    assert Counter(Nomination.objects.values_list("state", flat=True)) == {
        NominationState.DRAFT: 6,
        NominationState.SUBMITTED: 11,
        NominationState.RETURNED: 2,
        NominationState.VERIFIED: 111,
        NominationState.DECLINED: 4,
        NominationState.WITHDRAWN: 2,
        NominationState.RECOGNISED: 95,
    }


def test_all_fourteen_fields_have_exemplars_on_both_levels(demonstration):
    found = set(Exemplar.objects.values_list("sector__code", flat=True))
    assert found == set(Sector.objects.values_list("code", flat=True))
    assert len(found) == 14
    assert set(Exemplar.objects.values_list("level", flat=True)) == set(RecognitionLevel)


def test_every_letter_of_the_board_occurs(demonstration):
    assert {row.letter for row in board_on(TODAY).rows} == {"Đ", "T", "Q", "S", "C", "G", "K", "M"}


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2023-Q3", date(2023, 8, 1)),
        ("2024-Q3", date(2024, 9, 20)),
        ("2024-Q4", date(2024, 12, 20)),
        ("2025-Q1", TODAY),
    ],
)
def test_the_progress_of_a_round_is_what_the_board_adds_up_to(demonstration, period, day):
    plan = Plan.objects.get(code="kh-87-2023")
    rows = board(plan=plan, on=day, duty=DutyKind.RETURN, period=period).rows
    owing = [row.state for row in rows if row.state != ObligationState.EXCUSED]
    answered = [state for state in owing if state in (ObligationState.MET, ObligationState.NIL, ObligationState.LATE)]
    assert round_progress(plan, period, day) == (len(owing), len(answered))


def test_the_first_commune_is_one_exemplar_short_of_its_year(demonstration):
    year = next(
        row
        for row in board_on(TODAY).rows
        if row.unit_name == "Xã Diên Thọ" and (row.duty_kind, row.period) == ("quota", "2025")
    )
    assert (year.sent, year.required, year.letter) == (2, 3, "C")
    own = Nomination.objects.filter(unit__ref="dien-tho", number__startswith="HS-2025").order_by("id")
    assert {one.subject.name: one.state for one in own} == {
        "Lê Văn Thuận": "submitted",
        "Tổ hòa giải thôn Bến Sỏi": "returned",
        "Đỗ Thị Lành": "draft",
        "Hộ ông Phan Đình Khải": "draft",
    }


def test_the_merger_hands_the_old_communes_over(demonstration):
    new, old = letters_of("Xã Xuân Đồng"), letters_of("Xã Diên Đồng")
    assert (new["2024-Q4"], new["2024"], new["2025-Q1"]) == ("Đ", "Đ", "K")
    assert {period for period in new if period < "2024"} == set()
    assert {period for period in old if period > "2024-Q3"} == set()


def test_a_paper_that_was_typed_later_shows_as_entered_afterwards(demonstration):
    restated = {row.unit_name for row in board_on(date(2024, 3, 20)).rows if row.restated and row.period == "2024-Q1"}
    assert restated == {"Xã Bình Lộc", "Xã Diên Lâm", "Hợp tác xã Nông nghiệp Đồng Lúa"}


def test_each_past_round_has_its_package_with_an_official_number(demonstration):
    rounds = ["2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert list(Package.objects.order_by("id").values_list("round_code", flat=True)) == rounds
    assert PackageReference.objects.count() == 7
    assert all(package.items.count() == package.counts["total"] > 15 for package in Package.objects.all())


def test_texts_have_the_length_and_the_figures_that_the_guidance_asks_for(demonstration):
    sent = Nomination.objects.exclude(sent_at=None).select_related("subject")
    words = {one.subject.name: len(one.achievement_summary.split()) for one in sent}
    assert {name: count for name, count in words.items() if not 40 <= count <= 120} == {}
    without = {one.subject.name for one in sent if not any(letter.isdigit() for letter in one.achievement_summary)}
    assert without == {"Nguyễn Hùng Dũng", "Tổ Công đoàn Phòng Giáo dục và Đào tạo"}


def test_citizens_told_something_in_every_state_and_one_unit_is_late_with_its_answer(demonstration):
    assert set(Suggestion.objects.values_list("state", flat=True)) == set(SuggestionState)
    late = overdue(running_for([f"unit:{unit.pk}" for unit in Unit.objects.all()], [ANSWER]), TODAY)
    assert [Unit.objects.get(pk=one.responsible[5:]).ref for one in late] == ["dien-phu"]


def test_what_readers_told_can_be_seen_in_every_state_and_nothing_shows_unread(demonstration):
    assert Counter(ExemplarMessage.objects.values_list("state", flat=True)) == {
        MessageState.WAITING: 2, MessageState.PASSED: 1, MessageState.GIVEN: 2, MessageState.REJECTED: 2,
    }  # fmt: skip
    assert Counter(Replication.objects.values_list("state", flat=True)) == {
        ReplicationState.TOLD: 2, ReplicationState.CHECKED: 1, ReplicationState.SHOWN: 2,
        ReplicationState.NOT_CONFIRMED: 1,
    }  # fmt: skip
    page = Exemplar.objects.get(name="Trần Thị Mận")
    told = public_story(page.slug, on=TODAY)
    assert [one.name for one in public_messages(page.slug, told)] == ["Lan"]
    assert [(one.name, one.place) for one in public_replications(page.slug)] == [("", "Xã Diên An")]


def test_a_roster_of_five_held_eight_talks_and_took_one_back(demonstration):
    office = Account.objects.get(username="noivu.duc").pk
    assert (Speaker.objects.count(), Speaker.objects.on(TODAY).count()) == (5, 4)
    found = {year: talk_year(office, TODAY, year) for year in (2024, 2025)}
    counted = {year: (len(one.talks), sum(line.listeners for line in one.units)) for year, one in found.items()}
    assert counted == {2024: (4, 527), 2025: (4, 382)}
    assert all(line.told for one in found.values() for line in one.speakers)
    assert TalkSession.objects.exclude(withdrawn_at=None).count() == 1


def test_no_two_dossiers_say_the_same(demonstration):
    texts = list(Nomination.objects.values_list("achievement_summary", flat=True))
    assert (
        len(set(texts)) == len(texts) == len(stories()) + 2
    )  # and the draft made of a citizen's word, and one recorded afterwards


def test_there_are_weak_dossiers_to_find(demonstration):
    assert EarlierAward.objects.filter(document_number="").exists()
    assert set(Subject.objects.filter(name__startswith="Quách Thị M").values_list("name", flat=True)) == {
        "Quách Thị Mỹ Lệ",
        "Quách Thị Mĩ Lệ",
    }


def test_evidence_came_through_the_real_door(demonstration):
    kinds = Counter(Evidence.objects.values_list("file__media_type", flat=True))
    assert {"image/jpeg", "application/pdf"} < set(kinds)
    assert min(kinds.values()) >= 3


def test_two_people_wrote_at_once_and_no_word_is_lost(demonstration):
    held = DraftText.objects.get(held_back=True)
    assert held.nomination.subject.name == "Đỗ Thị Lành"
    assert held.text.startswith("Bà góp 30 suất quà trung thu")


def test_the_audit_is_sealed_and_whole(demonstration):
    found = verify()
    assert (found.findings, found.unsealed) == ((), 0)
    assert found.entries > 1900


def test_clearing_leaves_an_empty_office(demonstration):
    clear()
    assert [one.objects.count() for one in (Account, Unit, Nomination, Package, AuditEntry, Letter)] == [0] * 6
    assert demo_clock() is None


def test_the_sealed_half_of_the_audit_names_nobody(demonstration):
    people = Account.objects.values_list("full_name", "email", "phone")
    personal = {value for person in people for value in person if value}
    personal |= set(Subject.objects.filter(kind="individual").values_list("name", flat=True))
    personal |= set(Nomination.objects.exclude(achievement_summary="").values_list("achievement_summary", flat=True))
    personal |= set(Evidence.objects.exclude(caption="").values_list("caption", flat=True))
    sealed = "\n".join(
        f"{actor} {json.dumps(facts, ensure_ascii=False)}"
        for actor, facts in AuditEntry.objects.values_list("actor", "facts").iterator()
    )
    assert len(personal) > 300
    assert {value for value in personal if value in sealed} == set()
    assert "@" not in sealed


def test_half_of_the_units_have_a_standard_one_has_two_and_one_a_draft(demonstration):
    found = standards_list(
        Account.objects.get(username="noivu.duc").pk, Plan.objects.get(), StandardFilters(), on=TODAY
    )
    assert (found.issued, found.owing) == (28, 61)
    assert list(Standard.objects.filter(number=2).values_list("unit__ref", flat=True)) == ["dien-tho"]
    draft = Standard.objects.get(state="draft")
    assert (draft.unit.ref, draft.copied_from.unit.ref) == ("dien-phu", "dien-tho")


def test_a_dossier_sent_after_its_units_standard_keeps_the_version_of_the_day(demonstration):
    kept = Nomination.objects.filter(standard__isnull=False)
    assert kept.filter(sent_at__date__lt=F("standard__issued_on")).count() == 0
    assert {row.standard.number for row in kept.filter(unit__ref="dien-tho").select_related("standard")} == {1, 2}
    assert StandardAnswer.objects.filter(nomination__in=kept).exists()


def test_every_way_of_a_public_page_can_be_seen(demonstration):
    pages = {one.subject.name: one for one in Exemplar.objects.select_related("subject")}
    told = {name: public_story(page.slug, on=TODAY) for name, page in pages.items()}
    assert {name: bool(story.photo_words) for name, story in told.items() if story} == {
        "Trần Thị Mận": True,
        "Hộ ông Trịnh Công Lễ": True,
        "Vũ Thị Minh Tâm": False,
    }
    assert all(story.claims for story in told.values() if story)
    assert [one.exemplar.subject.name for one in Correction.objects.all()] == ["Hộ ông Trịnh Công Lễ"]
    assert [one.exemplar.subject.name for one in Revocation.objects.all()] == ["Chi hội Nông dân thôn Đồng Cộ"]
    withdrawn = ConsentWithdrawal.objects.get()
    assert withdrawn.consent.exemplar in shown()
    assert [
        one.kind for one in running_for([f"unit:{Plan.objects.get().unit_id}"], [CONSENT_ANSWER, CONSENT_STOP])
    ] == [
        CONSENT_ANSWER,
        CONSENT_STOP,
    ]


def test_the_office_finds_questions_likes_and_a_check_on_site(demonstration):
    assert ClaimQuestion.objects.filter(answered_at=None).exists()
    assert {frozenset((one.first.name, one.second.name)) for one in DuplicatePair.objects.all()} == {
        frozenset(("Quách Thị Mỹ Lệ", "Quách Thị Mĩ Lệ")),
        frozenset(("Phạm Cự Tuyển", "Phạm Cự Tuyến")),
    }
    visit = FieldVisit.objects.select_related("nomination__subject").get()
    assert (visit.nomination.subject.name, visit.nomination.state) == ("Lê Văn Thuận", NominationState.SUBMITTED)
