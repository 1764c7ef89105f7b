"""Being away: a colleague stands in for a while, every act says so, and it ends by itself."""

from datetime import date

import pytest
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.errors import Refused
from neuguong.core.models import AuditEntry, AuditPersonal, Letter, StateChange
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Membership
from neuguong.org.operations.memberships import substitute
from neuguong.org.queries.access import grants_of
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

PAGE = reverse("desk:leave")
NOW = moment(2025, 3, 10, 9)


@pytest.fixture
def colleague(cast):
    """Somebody of Diên Thọ who follows the programme and prepares nothing."""
    account = make.make_account("dong-nghiep", "Trương Thị Xinh")
    make.give_role(account, Role.OBSERVER, cast.dien_tho)
    return account


def post_of(account):
    return Membership.objects.get(account=account, basis=Basis.APPOINTED).pk


def typed(post, colleague, **changes):
    told = {"post": post, "stand_in": colleague.pk, "valid_from": "10/03/2025", "valid_to": "14/03/2025"}
    return told | {"document": "Nghỉ phép năm, đơn ngày 07/3/2025"} | changes


def stand(cast, absent, stand_in, unit, role, by):
    return substitute(
        absent=absent, stand_in=stand_in, unit=unit, role=role, valid_from=date(2025, 3, 10), valid_to=date(2025, 3, 14),
        document="Nghỉ phép", by=actor(by), at=NOW,
    )  # fmt: skip


def test_who_is_away_names_a_colleague_until_a_day_and_both_are_told(cast, march, colleague, as_one):
    page = soup(as_one(cast.author).post(PAGE, typed(post_of(cast.author), colleague), follow=True))
    assert "Trương Thị Xinh làm thay Nguyễn Thu Hà đến hết 14/03/2025" in words(page)
    made = Membership.objects.get(basis=Basis.SUBSTITUTE)
    assert (made.account, made.on_behalf_of, made.role, made.unit) == (
        colleague, cast.author, "unit_officer", cast.dien_tho,
    )  # fmt: skip
    assert list(Letter.objects.values_list("recipient__username", "subject")) == [("dong-nghiep", "Anh/chị làm thay")]
    days = {day: len(grants_of(colleague.pk, on=date(2025, 3, day))) for day in (9, 10, 14, 15)}
    assert days == {9: 1, 10: 2, 14: 2, 15: 1}


def test_a_head_names_one_for_somebody_of_the_unit_and_who_is_away_is_told_too(cast, march, colleague, as_one):
    client = as_one(cast.head)
    page = soup(client.get(PAGE))
    assert [words(option) for option in page.select("select[name=post] option")] == [
        "Người đứng đầu đơn vị, Xã Diên Thọ", "Nguyễn Thu Hà: cán bộ đầu mối, Xã Diên Thọ",
        "Trương Thị Xinh: người theo dõi, Xã Diên Thọ",
    ]  # fmt: skip
    client.post(PAGE, typed(post_of(cast.author), colleague))
    assert set(Letter.objects.values_list("recipient__username", flat=True)) == {"author", "dong-nghiep"}


def test_it_is_taken_back_by_who_is_away_or_by_the_head_and_by_nobody_else(cast, march, colleague, as_one):
    row = stand(cast, cast.author, colleague, cast.dien_tho, Role.UNIT_OFFICER, cast.author)
    address = reverse("desk:membership_end", args=[row.pk])
    assert {as_one(one).get(address).status_code for one in (colleague, cast.neighbour)} == {404}
    assert "Cho thôi" in words(soup(as_one(cast.head).get(PAGE)))
    page = soup(as_one(cast.author).post(address, {"last_day": "10/03/2025"}, follow=True))
    row.refresh_from_db()
    assert (row.valid_to, page.h1.get_text()) == (date(2025, 3, 10), "Nghỉ phép")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_to": ""}, "Ghi ngày."),
        ({"valid_to": "09/03/2025"}, "Ngày cuối phải từ hôm nay"),
        ({"document": " "}, "Ghi lý do vắng mặt."),
        ({"stand_in": 0}, "Người làm thay"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(cast, march, colleague, as_one, changes, sentence):
    answer = as_one(cast.author).post(PAGE, typed(post_of(cast.author), colleague, **changes))
    assert (answer.status_code, Membership.objects.filter(basis=Basis.SUBSTITUTE).exists()) == (422, False)
    assert sentence in words(soup(answer).main)


def test_the_guards_are_those_of_a_delegation(cast, march, colleague):
    with pytest.raises(Refused, match="phải đang được phân công ở Xã Diên Thọ"):
        stand(cast, cast.author, cast.neighbour, cast.dien_tho, Role.UNIT_OFFICER, cast.author)
    with pytest.raises(Refused, match="Chỉ người vắng mặt, người đứng đầu Xã Diên Thọ"):
        stand(cast, cast.author, colleague, cast.dien_tho, Role.UNIT_OFFICER, cast.neighbour_head)
    with pytest.raises(Refused, match="không tự cử mình"):
        stand(cast, cast.author, cast.head, cast.dien_tho, Role.UNIT_OFFICER, cast.head)
    stand(cast, cast.head, cast.author, cast.dien_tho, Role.UNIT_HEAD, cast.head)
    with pytest.raises(Refused, match="Chỉ người vắng mặt"):  # a headship on loan names nobody
        stand(cast, colleague, cast.head, cast.dien_tho, Role.OBSERVER, cast.author)


def test_every_act_says_for_whom_it_was_done(cast, march, as_one):
    sent = make.send(
        make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code), cast.head,
        at=moment(2025, 3, 10, 8),
    )  # fmt: skip
    make.give_role(cast.leader, Role.OBSERVER, cast.district)
    stand(cast, cast.office, cast.leader, cast.district, Role.EMULATION_OFFICE, cast.office)
    start_demo_clock(at=moment(2025, 3, 11, 9))
    typed_note = {"note": "Thiếu năm sinh.", "version": sent.version}
    as_one(cast.leader).post(reverse("desk:nomination_step", args=[sent.pk, "return"]), typed_note)
    change = StateChange.objects.get(step="return")
    assert (change.account, change.note) == (cast.leader, "Làm thay Phạm Minh Đức. Thiếu năm sinh.")
    entry = AuditEntry.objects.get(verb="return_nomination")
    assert (entry.facts["basis"], entry.facts["on_behalf_of"]) == ("substitute", cast.office.pk)
    said = AuditPersonal.objects.get(entry=entry).values["actor"]
    assert said == "Cao Thị Yến (đang làm thay Phạm Minh Đức, cơ quan thường trực huyện Diên Khánh)"
    page = words(soup(as_one(cast.author).get(reverse("desk:nomination", args=[sent.pk]))).main)
    assert "Làm thay Phạm Minh Đức. Thiếu năm sinh." in page


def test_an_empty_reason_stays_refused_for_who_stands_in(cast, march, as_one):
    sent = make.send(
        make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code), cast.head,
        at=moment(2025, 3, 10, 8),
    )  # fmt: skip
    make.give_role(cast.leader, Role.OBSERVER, cast.district)
    stand(cast, cast.office, cast.leader, cast.district, Role.EMULATION_OFFICE, cast.office)
    answer = as_one(cast.leader).post(reverse("desk:nomination_step", args=[sent.pk, "return"]), {"note": " "})
    assert (answer.status_code, StateChange.objects.filter(step="return").exists()) == (409, False)


def test_who_has_no_role_at_a_unit_is_told_so(cast, march, as_one):
    assert {as_one(one).get(PAGE).status_code for one in (cast.admin, cast.stranger, cast.chair)} == {403}
