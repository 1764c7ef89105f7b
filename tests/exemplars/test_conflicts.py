"""Who stands too close to a dossier judges nothing and sees nothing of the judging; who steps in is on record."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter
from neuguong.core.once import asking_once
from neuguong.exemplars.enums import ConflictKind
from neuguong.exemplars.models import ConflictDeclaration, Nomination, Recusal
from neuguong.exemplars.operations.bulk import NOT_FOUND, each
from neuguong.exemplars.operations.conflicts import (
    declare_conflict,
    lift_recusal,
    recuse,
    withdraw_declaration,
)
from neuguong.exemplars.operations.nominations import decline_nomination, return_nomination, verify_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.exemplars.policy import conflict_of, may_see_deliberation
from neuguong.exemplars.queries.nominations import dossier, listing, place_in_queue, visible_to
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.ledger.operations.sending import send_nomination
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import UnitLineage
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.factories import actor, moment

AT = moment(2025, 3, 12)
ON = AT.date()


@pytest.fixture
def sent(cast, kh) -> Nomination:
    """A dossier that waits for verification."""
    return in_state("submitted", cast, kh)


def kin(nomination, account, kind="kinship", note="em ruột", at=AT):
    return declare_conflict(nomination=nomination, kind=kind, note=note, by=actor(account), at=at)


def step_back(nomination, account, by=None, at=AT):
    return recuse(nomination=nomination, account=account, reason="Bạn học cũ.", by=actor(by or account), at=at)


def sees(account, nomination) -> bool:
    return visible_to(account.pk, ON).filter(pk=nomination.pk).exists()


# What stands between a person and a dossier


def test_each_kind_of_tie_is_told_in_a_sentence(cast, kh, sent):
    make.give_role(cast.leader, Role.UNIT_OFFICER, cast.dien_tho)
    kin(sent, cast.office)
    step_back(sent, cast.chair)
    found = {name: conflict_of(actor(cast[name]), sent, AT) for name in
             ("office", "office_second", "chair", "leader", "head", "author", "neighbour")}  # fmt: skip
    assert {name: one and (one.kind, one.sentence) for name, one in found.items()} == {
        "office": (ConflictKind.KINSHIP, "Anh/chị là họ hàng của Lê Văn Thuận nên không xét hồ sơ này."),
        "office_second": None,
        "chair": (ConflictKind.RECUSED, "Anh/chị đã rút khỏi việc xét hồ sơ này."),
        "leader": (ConflictKind.MEMBER, "Anh/chị là người của Xã Diên Thọ nên không xét hồ sơ của đơn vị này."),
        "head": (
            ConflictKind.MEMBER,
            "Anh/chị là người đứng đầu Xã Diên Thọ nên không xét hồ sơ của đơn vị mình.",
        ),
        "author": (ConflictKind.MEMBER, "Anh/chị là người của Xã Diên Thọ nên không xét hồ sơ của đơn vị này."),
        "neighbour": None,
    }
    assert conflict_of(Actor.system("nightly"), sent, AT) is None


@pytest.mark.parametrize(("first", "last"), [(date(2025, 3, 1), date(2025, 3, 10)), (date(2025, 3, 12), None)])
def test_a_member_on_the_day_of_sending_or_today_does_not_verify(cast, sent, first, last):
    make.give_role(cast.office, Role.OBSERVER, cast.dien_tho, since=first, valid_to=last)
    with pytest.raises(Refused, match="Anh/chị là người của Xã Diên Thọ .* Người thay: Hồ Thị Ngọc."):
        verify_nomination(nomination=sent, by=actor(cast.office), at=AT)


def test_who_left_the_unit_before_the_sending_verifies(cast, sent):
    make.give_role(cast.office, Role.OBSERVER, cast.dien_tho, valid_to=date(2025, 3, 9))
    verify_nomination(nomination=sent, by=actor(cast.office), at=AT)


@pytest.mark.parametrize("earlier", [True, False])
def test_a_member_of_an_earlier_or_later_life_of_the_unit_does_not_verify(cast, sent, earlier):
    other = make.make_unit("xa-khac", "Xã Khác", parent=cast.district)
    pair = (other, cast.dien_tho) if earlier else (cast.dien_tho, other)
    UnitLineage.objects.create(
        predecessor=pair[0], successor=pair[1], kind=LineageKind.MERGED, act="NQ 1", effective_on=date(2025, 3, 11),
        recorded_at=AT,
    )  # fmt: skip
    make.give_role(cast.office, Role.OBSERVER, other)
    with pytest.raises(Refused, match="Anh/chị là người của Xã Diên Thọ"):
        verify_nomination(nomination=sent, by=actor(cast.office), at=AT)


def test_who_recognised_the_same_person_in_a_unit_does_not_recognise_for_the_council(cast, kh):
    make.give_role(cast.chair, Role.UNIT_HEAD, cast.dien_tho, valid_to=date(2025, 3, 12))
    first = in_state("verified", cast, kh)
    recognise_in_unit(
        nomination=first, document_number="1/QĐ", decided_on=date(2025, 3, 12), by=actor(cast.chair), at=AT
    )
    second = make.send(draft_of(cast, kh, subject=first.subject, name=""), cast.head, at=moment(2025, 3, 13))
    verify_nomination(nomination=second, by=actor(cast.office), at=moment(2025, 3, 14))
    with pytest.raises(Refused, match="Anh/chị đã ủng hộ Lê Văn Thuận từ trước"):
        recognise(second, cast)


@pytest.mark.parametrize("kind", ["kinship", "manager", "supporter"])
@pytest.mark.parametrize("operation", [verify_nomination, return_nomination, decline_nomination])
def test_a_declared_tie_closes_every_step_of_the_office(cast, sent, kind, operation):
    kin(sent, cast.office, kind)
    with pytest.raises(Refused, match="nên không xét hồ sơ này. Người thay: Hồ Thị Ngọc."):
        operation(nomination=sent, note="Lý do.", by=actor(cast.office), at=AT)
    assert Nomination.objects.get(pk=sent.pk).state == "submitted"


def test_a_declared_tie_holds_for_every_dossier_about_the_subject(cast, kh, sent):
    kin(sent, cast.office)
    other = draft_of(cast, kh, subject=sent.subject, name="")
    make.send(other, cast.head)
    assert not sees(cast.office, other)
    with pytest.raises(Refused, match="Anh/chị là họ hàng"):
        verify_nomination(nomination=other, by=actor(cast.office), at=AT)


def test_a_chair_with_a_tie_does_not_recognise(cast, kh):
    nomination = in_state("verified", cast, kh)
    kin(nomination, cast.chair)
    with pytest.raises(Refused, match="họ hàng của Lê Văn Thuận .* Cơ quan thường trực ghi người chủ trì thay"):
        recognise(nomination, cast)


def test_the_own_head_recognises_in_the_unit_but_not_a_relative(cast, kh):
    nomination = in_state("verified", cast, kh)
    words = {"nomination": nomination, "document_number": "1/QĐ", "decided_on": date(2025, 3, 12), "at": AT}
    said = kin(nomination, cast.head)
    with pytest.raises(Refused, match="Ủy quyền bằng văn bản cho cấp phó công nhận."):
        recognise_in_unit(by=actor(cast.head), **words)
    withdraw_declaration(declaration=said, reason="Nhầm người.", by=actor(cast.head), at=AT)
    recognise_in_unit(by=actor(cast.head), **words)


# What is not seen any more


@pytest.mark.parametrize("how", [kin, step_back])
def test_stepping_back_closes_the_dossier_at_once_everywhere(cast, kh, sent, how):
    other = make.send(draft_of(cast, kh, name="Đỗ Thị Lành"), cast.head)
    how(sent, cast.office)
    visible = visible_to(cast.office.pk, ON)
    assert [row.id for row in listing(visible).rows] == [other.pk]
    assert listing(visible).total == 1
    assert [row.nomination_id for row in tasks_of(cast.office.pk, ON).to_verify.rows] == [other.pk]
    assert place_in_queue(other, visible).total == 1
    results = each([sent.pk, 10**9], lambda one: verify_nomination(nomination=one, by=actor(cast.office), at=AT),
                   among=visible)  # fmt: skip
    assert [(row.number, row.ok, row.sentence) for row in results] == [("", False, NOT_FOUND)] * 2
    assert sees(cast.office_second, sent)


def test_the_units_own_people_go_on_reading_their_dossier(cast, sent):
    make.give_role(cast.office, Role.UNIT_OFFICER, cast.dien_tho)
    kin(sent, cast.office)
    kin(sent, cast.head)
    assert sees(cast.office, sent)
    assert sees(cast.head, sent)
    assert not may_see_deliberation(actor(cast.office), sent, AT)


def test_what_the_office_typed_from_paper_closes_to_a_typist_who_is_kin(cast, kh):
    nomination = make.make_nomination(cast.dien_tho, kh, cast.office)
    kin(nomination, cast.office)
    assert not sees(cast.office, nomination)
    with pytest.raises(Refused, match="Người đứng đầu Xã Diên Thọ"):
        make.send(nomination, cast.office)


def test_who_may_see_the_deliberation(cast, sent):
    people = ("office", "office_second", "chair", "secretary", "leader", "author", "head", "neighbour", "admin")
    kin(sent, cast.office_second)
    assert {name for name in people if may_see_deliberation(actor(cast[name]), sent, AT)} == {
        "office", "chair", "secretary", "leader",
    }  # fmt: skip
    assert not may_see_deliberation(Actor.system("nightly"), sent, AT)


def test_the_note_of_the_verification_is_for_those_who_judge(cast, kh, sent):
    verify_nomination(nomination=sent, note="Đã gọi thôn trưởng.", by=actor(cast.office), at=AT)
    notes = {
        seen: [row.note for row in dossier(sent, actor(cast.office), AT, deliberation=seen).timeline if row.note]
        for seen in (True, False)
    }
    assert notes == {True: ["Đã gọi thôn trưởng."], False: []}


def test_no_letter_comes_any_more(cast, kh, plan):
    at = moment(2025, 3, 6)
    type(cast.office).objects.filter(pk=cast.office.pk).update(email="duc@example.vn")
    nomination = make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code)
    send_nomination(nomination=nomination, by=actor(cast.head), at=at)
    waiting = Letter.objects.get(recipient=cast.office)
    assert waiting.next_try_at is not None
    kin(nomination, cast.office, at=at)
    waiting.refresh_from_db()
    assert waiting.next_try_at is None
    return_nomination(nomination=nomination, note="Thiếu.", by=actor(cast.office_second), at=at)
    send_nomination(nomination=nomination, by=actor(cast.head), at=moment(2025, 3, 7))
    told = Letter.objects.filter(link=f"exemplars.nomination:{nomination.pk}", subject__contains="gửi lại")
    assert [letter.recipient_id for letter in told] == [cast.office_second.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_once_what_is_recorded(cast, kh, rows, django_assert_num_queries):
    for number in range(rows):
        kin(make.send(draft_of(cast, kh, name=f"Người {number}"), cast.head), cast.office)
    with django_assert_num_queries(6), asking_once():  # memberships, seats, lives, units below, what is recorded, rows
        assert visible_to(cast.office.pk, ON).count() == 0


# Saying so, and taking it back


def test_declaring_twice_is_one_row_and_both_acts_are_logged_without_names(cast, sent):
    one = kin(sent, cast.office)
    assert kin(sent, cast.office) == one
    withdraw_declaration(declaration=one, reason="Nhầm với người cùng tên.", by=actor(cast.office), at=AT)
    assert sees(cast.office, sent)
    entries = AuditEntry.objects.filter(verb__in=["declare_conflict", "withdraw_declaration"]).order_by("id")
    assert [entry.verb for entry in entries] == ["declare_conflict", "withdraw_declaration"]
    assert "ruột" not in str([entry.facts for entry in entries])
    told = Letter.objects.get(key__startswith="withdrawn:")
    assert (told.recipient_id, "Nhầm với người cùng tên." in told.body) == (cast.office_second.pk, True)


def test_what_a_declaration_refuses(cast, kh, sent):
    said = kin(sent, cast.office)
    job = Actor.system("nightly")
    refusals = {
        "kind": lambda: kin(sent, cast.office_second, "member"),
        "long": lambda: kin(sent, cast.office_second, note="x" * 201),
        "stranger": lambda: kin(sent, cast.neighbour),
        "draft": lambda: kin(draft_of(cast, kh, name="Khác"), cast.office_second),
        "job": lambda: declare_conflict(nomination=sent, kind="kinship", note="", by=job, at=AT),
        "other": lambda: withdraw_declaration(declaration=said, reason="x", by=actor(cast.office_second), at=AT),
        "reason": lambda: withdraw_declaration(declaration=said, reason=" ", by=actor(cast.office), at=AT),
    }
    assert {name: sentence_of(act) for name, act in refusals.items()} == {
        "kind": "Chọn quan hệ với người, tập thể, hộ được giới thiệu.",
        "long": "Viết ngắn lại, không quá 200 ký tự.",
        "stranger": "Không tìm thấy hồ sơ này trong phạm vi của anh/chị.",
        "draft": "Không tìm thấy hồ sơ này trong phạm vi của anh/chị.",
        "job": "Việc này cần một người đã đăng nhập.",
        "other": "Chỉ người đã khai báo rút được khai báo của mình.",
        "reason": "Ghi lý do rút khai báo.",
    }
    withdraw_declaration(declaration=said, reason="Nhầm.", by=actor(cast.office), at=AT)
    assert sentence_of(refusals["reason"]) == "Khai báo này đã được rút."


def sentence_of(act) -> str:
    with pytest.raises((Refused, BadInput)) as told, transaction.atomic():
        act()
    return str(told.value)


def test_a_colleague_is_named_and_let_in_again_by_another_only(cast, sent):
    row = step_back(sent, cast.office, by=cast.office_second)
    assert step_back(sent, cast.office, by=cast.office_second) == row
    assert not sees(cast.office, sent)
    letter = Letter.objects.get(key=f"recused:{row.pk}")
    assert (letter.recipient_id, letter.link) == (cast.office.pk, "")
    lift_recusal(recusal=row, reason="Không phải bạn học.", by=actor(cast.office_second), at=AT)
    assert sees(cast.office, sent)
    verbs = AuditEntry.objects.filter(object_type="exemplars.recusal").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["recuse", "lift_recusal"]


def test_what_a_recusal_refuses(cast, sent):
    row = step_back(sent, cast.office)

    def lift(by, reason="Nhầm."):
        return lambda: lift_recusal(recusal=row, reason=reason, by=actor(by), at=AT)

    refusals = {
        "oneself": lift(cast.office),
        "leader lifts": lift(cast.leader),
        "no reason": lift(cast.chair, " "),
        "leader names": lambda: step_back(sent, cast.office_second, by=cast.leader),
        "recused names": lambda: step_back(sent, cast.office_second, by=cast.office),
        "of the chair": lambda: step_back(sent, cast.chair, by=cast.office_second),
        "empty": lambda: recuse(nomination=sent, account=cast.chair, reason="", by=actor(cast.chair), at=AT),
    }
    assert {name: sentence_of(act) for name, act in refusals.items()} == {
        "oneself": "Anh/chị không tự cho mình xét lại hồ sơ đã rút. Nhờ người khác trong cơ quan.",
        "leader lifts": "Chỉ cơ quan thường trực hoặc Chủ tịch Hội đồng cho tham gia lại được.",
        "no reason": "Ghi lý do cho tham gia lại.",
        "leader names": "Chỉ người của cơ quan thường trực ghi được việc rút khỏi hồ sơ của đồng nghiệp.",
        "recused names": "Anh/chị đã rút khỏi việc xét hồ sơ này. Nhờ người khác trong cơ quan.",
        "of the chair": "Người này không thẩm định hồ sơ của đơn vị nên không cần rút.",
        "empty": "Ghi lý do rút khỏi việc xét hồ sơ.",
    }
    kin(sent, cast.office_second)
    assert sentence_of(lift(cast.office_second)) == (
        "Anh/chị là họ hàng của Lê Văn Thuận nên không xét hồ sơ này. Nhờ người khác trong cơ quan."
    )
    lift(cast.chair)()
    assert sentence_of(lift(cast.chair)) == "Việc rút khỏi hồ sơ này đã được bỏ."


def test_the_database_itself_lets_nobody_back_in_by_themself(cast, sent):
    row = step_back(sent, cast.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recusal.objects.filter(pk=row.pk).update(lifted_at=AT, lifted_by=cast.office, lifted_reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConflictDeclaration.objects.create(
            account=cast.office, subject=sent.subject, nomination=sent, kind="member", declared_by=cast.office,
            declared_at=AT,
        )  # fmt: skip
