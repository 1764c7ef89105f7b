"""Once a year each head says of every account of the unit: still right, has left, another role."""

from datetime import date

import pytest
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Membership, RoleReview
from neuguong.org.operations.memberships import end
from neuguong.org.operations.reviews import Answered, confirm_roles
from neuguong.org.queries.access import scope_of
from neuguong.org.queries.reviews import campaign_on, review_progress, unused_accounts
from neuguong.org.roles import Permission
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST, PROGRESS = reverse("desk:role_review"), reverse("desk:people_reviews")
NOW = moment(2025, 10, 5)


@pytest.fixture
def october(cast, plan):
    """Four days after the list was opened; Diên Thọ has a second officer."""
    start_demo_clock(at=NOW)
    second = make.make_account("hai", "Trương Thị Xinh")
    make.give_role(second, Role.UNIT_OFFICER, cast.dien_tho)
    return second


def role(account):
    return Membership.objects.get(account=account, basis=Basis.APPOINTED)


def say(cast, *answers, by=None, at=NOW):
    return confirm_roles(unit=cast.dien_tho, year=2025, answers=answers, by=actor(by or cast.head), at=at)


def test_the_list_opens_on_the_day_of_the_setting_and_the_last_one_stays_until_then():
    days = {on: campaign_on(on, month=10, day=1) for on in (date(2025, 9, 30), date(2025, 10, 1), date(2026, 1, 5))}
    assert [(one.year, one.due) for one in days.values()] == [
        (2024, date(2024, 10, 31)), (2025, date(2025, 10, 31)), (2025, date(2025, 10, 31)),
    ]  # fmt: skip


def test_the_head_finds_the_list_in_their_work_and_answers_for_each(cast, october, as_one):
    client = as_one(cast.head)
    assert "Xác nhận 2 vai trò của đơn vị" in words(soup(client.get("/ban-lam-viec/")).main)
    page = soup(client.get(LIST))
    assert [words(legend) for legend in page.select("legend")] == [
        "Nguyễn Thu Hà (author): cán bộ đầu mối",
        "Trương Thị Xinh (hai): cán bộ đầu mối",
    ]
    typed = {f"answer-{role(cast.author).pk}": "right", f"answer-{role(october).pk}": "left"}
    page = soup(client.post(LIST, typed | {f"note-{role(october).pk}": "Chuyển về tỉnh 01/9"}, follow=True))
    assert "Đã trả lời hết" in words(page)
    assert set(RoleReview.objects.values_list("membership__account__username", "year", "answer", "made_by__username")) == {
        ("author", 2025, "right", "head"), ("hai", 2025, "left", "head"),
    }  # fmt: skip
    assert "Xác nhận 2 vai trò" not in words(soup(client.get("/ban-lam-viec/")).main)
    assert AuditEntry.objects.get(verb="confirm_roles").facts["answers"][str(role(october).pk)] == "left"


def test_who_has_left_is_the_administrators_work_until_the_role_is_ended_and_nothing_is_locked(cast, october, as_one):
    say(cast, Answered(role(october).pk, "left"))
    admin = as_one(cast.admin)
    assert "1 vai trò cần sửa" in words(soup(admin.get("/ban-lam-viec/")).main)
    assert "Trương Thị Xinh: cán bộ đầu mối, Xã Diên Thọ. Đã nghỉ hoặc chuyển đi" in words(
        soup(admin.get(PROGRESS)).main
    ).replace(" :", ":")
    assert Letter.objects.get().recipient == cast.admin
    october.refresh_from_db()
    assert october.is_active
    end(membership=role(october), last_day=date(2025, 10, 4), by=actor(cast.admin), at=NOW)
    assert "Không có vai trò nào cần sửa" in words(soup(admin.get(PROGRESS)).main)


def test_the_newest_answer_counts_and_the_same_one_twice_is_one(cast, october, as_one):
    first = Answered(role(october).pk, "other", "người theo dõi")
    assert (say(cast, first), say(cast, first)) == (1, 0)
    assert say(cast, Answered(role(october).pk, "right"), at=moment(2025, 10, 6)) == 1
    assert "Không có vai trò nào cần sửa" in words(soup(as_one(cast.admin).get(PROGRESS)).main)


def test_only_the_head_answers_and_only_for_others_of_the_unit(cast, october):
    for who in (cast.author, cast.neighbour_head, cast.admin):
        with pytest.raises(Refused, match="Chỉ người đứng đầu Xã Diên Thọ"):
            say(cast, Answered(role(october).pk, "right"), by=who)
    for pk in (role(cast.head).pk, role(cast.neighbour).pk):
        with pytest.raises(BadInput, match="Danh sách vừa thay đổi"):
            say(cast, Answered(pk, "right"))
    with pytest.raises(BadInput, match="Ghi vai trò đúng"):
        say(cast, Answered(role(october).pk, "other"))
    assert not RoleReview.objects.exists()


def test_after_the_due_day_the_office_sees_which_units_have_not_answered(cast, october, as_one):
    office = as_one(cast.office)
    assert "chưa xác nhận tài khoản" not in words(soup(office.get("/ban-lam-viec/")).main)
    say(cast, Answered(role(october).pk, "right"), Answered(role(cast.author).pk, "right"))
    start_demo_clock(at=moment(2025, 11, 1))
    assert "3 đơn vị chưa xác nhận tài khoản" in words(soup(office.get("/ban-lam-viec/")).main)
    page = soup(office.get(PROGRESS))
    assert "Quá hạn, chưa xác nhận" in words(page)
    assert {words(row.td) for row in page.select("tbody tr")} == {"Phòng Y tế", "UBND huyện Diên Khánh", "Xã Diên An"}
    assert "Một năm không đăng nhập" not in words(page)


def test_roles_given_after_the_list_was_opened_are_asked_next_year(cast, october):
    late = make.make_account("moi", "Người Mới")
    row = make.give_role(late, Role.UNIT_OFFICER, cast.dien_tho)
    Membership.objects.filter(pk=row.pk).update(recorded_at=moment(2025, 10, 2))
    scope = scope_of(cast.admin.pk, Permission.MANAGE_ACCOUNTS, on=NOW.date())
    found = {
        one.unit_name: one.asked
        for one in review_progress(scope, campaign_on(NOW.date(), month=10, day=1), on=NOW.date())
    }
    assert found["Xã Diên Thọ"] == 2


def test_what_nobody_used_or_confirmed_for_a_year_is_listed_and_stays_open(cast, october):
    scope, on = scope_of(cast.admin.pk, Permission.MANAGE_ACCOUNTS, on=NOW.date()), NOW.date()
    Account.objects.exclude(pk__in=[cast.author.pk, october.pk]).update(last_login=moment(2025, 9, 1))
    Account.objects.filter(pk=cast.author.pk).update(last_login=moment(2024, 10, 1))
    assert [one.username for one in unused_accounts(scope, on=on)] == ["author", "hai"]
    say(cast, Answered(role(october).pk, "right"))
    assert [one.username for one in unused_accounts(scope, on=on)] == ["author"]
    assert Account.objects.get(username="author").is_active


def test_who_leads_nothing_or_keeps_no_accounts_is_told_so(cast, october, as_one):
    assert {as_one(one).get(LIST).status_code for one in (cast.author, cast.office, cast.admin)} == {403}
    assert {as_one(one).get(PROGRESS).status_code for one in (cast.author, cast.head, cast.chair)} == {403}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_progress_costs_the_same_few_queries(cast, october, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        make.give_role(make.make_account(f"n{number}", f"Người {number}"), Role.OBSERVER, cast.dien_an)
    client = as_one(cast.admin)
    client.get(PROGRESS)
    with django_assert_num_queries(13):
        client.get(PROGRESS)
