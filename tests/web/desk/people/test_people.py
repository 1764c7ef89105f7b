"""The administrator's screens: who comes, what they are, how they get in, how they leave. And who sees none of it."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from neuguong.core.periods import local_day
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Council, CouncilSeat, Invitation, Membership
from tests import factories as make

GOOD = "ba-cay-dua-ngoai-ngo"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def today() -> date:
    return local_day(timezone.now())


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


def page(response) -> str:
    return response.content.decode()


def dmy(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def new_person(today, **fields) -> dict[str, str]:
    told = {
        "full_name": "Phan Thị Tươi", "username": "tuoi.phan", "title": "Công chức Văn hóa - Xã hội", "email": "",
        "phone": "", "role": "unit_officer", "valid_from": dmy(today), "valid_to": "", "document": "QĐ 12",
    }  # fmt: skip
    return told | fields


def test_the_list_is_found_without_diacritics_and_tells_the_roles(admin):
    text = page(admin.get(reverse("desk:people"), {"q": "nguyen thu ha"}))
    assert "Nguyễn Thu Hà" in text
    assert "Cán bộ đầu mối, Diên Thọ" in text
    assert "Võ Thành Nhân" not in text


def test_the_list_can_be_narrowed_to_a_unit_and_a_state(cast, admin):
    text = page(admin.get(reverse("desk:people"), {"unit": cast.dien_an.pk}))
    assert ("Trần Thị Đào" in text, "Nguyễn Thu Hà" in text) == (True, False)
    assert "Không có tài khoản nào khớp" in page(admin.get(reverse("desk:people"), {"state": "locked"}))


def test_who_leaves_within_two_weeks_stands_on_top(cast, admin, today):
    last = today + timedelta(days=5)
    make.give_role(
        cast.author, Role.UNIT_HEAD, cast.dien_tho, basis=Basis.DELEGATED, on_behalf_of=cast.head, valid_to=last
    )
    text = page(admin.get(reverse("desk:people")))
    assert "Sắp hết hạn phân công" in text
    assert dmy(last) in text


@pytest.mark.clause("III.6.a")
def test_a_new_person_gets_a_role_and_then_a_link_that_is_shown_once(cast, admin, client, today):
    response = admin.post(reverse("desk:person_new"), new_person(today, unit=cast.dien_tho.pk))
    account = Account.objects.get(username="tuoi.phan")
    assert response.headers["Location"] == reverse("desk:person", args=[account.pk])
    assert account.memberships.get().granted_by == cast.admin
    shown = admin.post(reverse("desk:person_secret", args=[account.pk, "lien-ket"]))
    assert "no-store" in shown.headers["Cache-Control"]
    link = next(word for word in page(shown).replace("<", " ").replace(">", " ").split() if "/loi-moi/" in word)
    later = page(admin.get(reverse("desk:person", args=[account.pk])))
    assert "Mã hoặc liên kết đang chờ" in later
    assert link not in later
    client.logout()
    client.post(link.removeprefix("http://testserver"), {"password": GOOD, "password_again": GOOD})
    assert client.login(username="tuoi.phan", password=GOOD)


def test_a_code_is_shown_in_two_groups_and_its_digest_kept(cast, admin):
    text = page(admin.post(reverse("desk:person_secret", args=[cast.author.pk, "ma"])))
    secret = Invitation.objects.get(account=cast.author)
    assert '<p class="code num"' in text
    assert secret.digest not in text


def test_what_is_typed_wrong_is_told_at_its_field_and_nothing_is_made(cast, admin, today):
    before = Account.objects.count()
    typed = new_person(today, unit=cast.dien_tho.pk, username="author", valid_from="31/02/2025")
    text = page(admin.post(reverse("desk:person_new"), typed))
    assert "Ghi ngày theo dạng ngày/tháng/năm" in text
    text = page(admin.post(reverse("desk:person_new"), typed | {"valid_from": dmy(today)}))
    assert "đã có người dùng" in text
    assert Account.objects.count() == before


def test_an_account_without_its_role_is_not_left_behind(cast, admin, today):
    typed = new_person(today, unit=cast.dien_tho.pk, valid_to=dmy(today - timedelta(days=1)))
    assert admin.post(reverse("desk:person_new"), typed).status_code == 422
    assert not Account.objects.filter(username="tuoi.phan").exists()


def test_how_somebody_is_written_can_be_mended(cast, admin):
    admin.post(
        reverse("desk:person_edit", args=[cast.author.pk]),
        {"full_name": "Nguyễn Thu Hạ", "title": "", "email": "Ha@DienTho.vn", "phone": ""},
    )
    cast.author.refresh_from_db()
    assert (cast.author.full_name, cast.author.email) == ("Nguyễn Thu Hạ", "ha@dientho.vn")
    assert "Nguyễn Thu Hạ" in page(admin.get(reverse("desk:people"), {"q": "thu ha"}))


def test_an_administrator_who_tries_to_see_dossiers_reads_why_not(cast, admin, today):
    typed = {"unit": cast.dien_tho.pk, "role": "unit_officer", "valid_from": dmy(today)}
    response = admin.post(reverse("desk:membership_new", args=[cast.admin.pk]), typed)
    assert response.status_code == 409
    assert "không tự giao cho mình vai trò xem được hồ sơ" in page(response)


def test_a_role_ends_on_the_day_that_is_typed(cast, admin, today):
    row = Membership.objects.get(account=cast.author)
    admin.post(reverse("desk:membership_end", args=[row.pk]), {"last_day": dmy(today)})
    row.refresh_from_db()
    assert row.valid_to == today


def test_a_substitute_is_written_down_with_both_names(cast, admin, today):
    row = Membership.objects.get(account=cast.author)
    typed = {
        "post": row.pk, "stand_in": cast.neighbour.pk, "valid_from": dmy(today), "valid_to": dmy(today),
        "document": "Đơn nghỉ phép",
    }  # fmt: skip
    admin.post(reverse("desk:substitute_new", args=[cast.author.pk]), typed)
    made = Membership.objects.get(basis=Basis.SUBSTITUTE)
    assert (made.account, made.on_behalf_of, made.unit) == (cast.neighbour, cast.author, cast.dien_tho)
    assert "thay Nguyễn Thu Hà" in page(admin.get(reverse("desk:person", args=[cast.neighbour.pk])))


def test_a_leaver_hands_everything_over(cast, admin, today):
    typed = {"successor": cast.neighbour.pk, "on": dmy(today), "document": "BB 01"}
    response = admin.post(reverse("desk:person_handover", args=[cast.author.pk]), typed, follow=True)
    assert "Đã bàn giao cho Trần Thị Đào" in page(response)
    cast.author.refresh_from_db()
    assert not cast.author.is_active


def test_locking_needs_a_reason_and_can_be_undone(cast, admin):
    address = reverse("desk:person_lock", args=[cast.author.pk])
    assert "Ghi lý do khóa." in page(admin.post(address, {"reason": ""}))
    admin.post(address, {"reason": "Nghỉ thai sản"})
    cast.author.refresh_from_db()
    assert not cast.author.is_active
    admin.post(reverse("desk:person_unlock", args=[cast.author.pk]))
    cast.author.refresh_from_db()
    assert cast.author.is_active


def test_seats_are_given_and_taken(cast, admin, today):
    address = reverse("desk:council_seat", args=[cast.council.pk])
    refused = admin.post(address, {"person": cast.leader.pk, "seat_code": "chair", "valid_from": dmy(today)})
    assert "đang có Chủ tịch" in page(refused)
    chair = CouncilSeat.objects.get(account=cast.chair)
    admin.post(reverse("desk:council_unseat", args=[chair.pk]), {"last_day": dmy(today - timedelta(days=1))})
    admin.post(address, {"person": cast.leader.pk, "seat_code": "chair", "valid_from": dmy(today)})
    text = page(admin.get(reverse("desk:council")))
    assert "Cao Thị Yến" in text
    assert "Đã thôi" in text


def test_a_commune_forms_its_own_council(cast, admin, today):
    typed = {"unit": cast.dien_tho.pk, "name": "Hội đồng xã", "valid_from": dmy(today)}
    admin.post(reverse("desk:council_new"), typed)
    assert Council.objects.filter(unit=cast.dien_tho, name="Hội đồng xã").count() == 1


def test_a_head_delegates_and_takes_it_back(cast, client, today):
    client.force_login(cast.head)
    last = today + timedelta(days=3)
    typed = {
        "unit": cast.dien_tho.pk, "to": cast.author.pk, "valid_from": dmy(today), "valid_to": dmy(last),
        "document": "GUQ 05",
    }  # fmt: skip
    text = page(client.post(reverse("desk:delegate"), typed, follow=True))
    assert "Đã ủy quyền cho Nguyễn Thu Hà" in text
    row = Membership.objects.get(basis=Basis.DELEGATED)
    assert (row.on_behalf_of, row.valid_to) == (cast.head, last)
    client.post(reverse("desk:membership_end", args=[row.pk]), {"last_day": dmy(today)})
    row.refresh_from_db()
    assert row.valid_to == today


def test_two_colleagues_of_one_name_can_be_told_apart(cast, client):
    twin = make.make_account("author2", cast.author.full_name)
    make.give_role(twin, Role.UNIT_OFFICER, cast.dien_tho)
    client.force_login(cast.head)
    text = page(client.get(reverse("desk:delegate")))
    assert "Nguyễn Thu Hà (author)" in text
    assert "Nguyễn Thu Hà (author2)" in text


def test_a_delegation_without_document_or_end_is_told_at_its_field(cast, client, today):
    client.force_login(cast.head)
    typed = {"unit": cast.dien_tho.pk, "to": cast.author.pk, "valid_from": dmy(today), "valid_to": "", "document": ""}
    response = client.post(reverse("desk:delegate"), typed)
    assert response.status_code == 422
    assert "Ghi ngày." in page(response)


def test_only_a_head_delegates(cast, client):
    for account in (cast.author, cast.office, cast.admin):
        client.force_login(account)
        response = client.get(reverse("desk:delegate"))
        assert response.status_code == 403
        assert "không đứng đầu đơn vị nào" in page(response)


def addresses(cast) -> dict[str, str]:
    row, chair = Membership.objects.get(account=cast.author), CouncilSeat.objects.get(account=cast.chair)
    person = [cast.author.pk]
    return {
        "desk:person": reverse("desk:person", args=person),
        "desk:person_edit": reverse("desk:person_edit", args=person),
        "desk:person_handover": reverse("desk:person_handover", args=person),
        "desk:membership_new": reverse("desk:membership_new", args=person),
        "desk:substitute_new": reverse("desk:substitute_new", args=person),
        "desk:membership_end": reverse("desk:membership_end", args=[row.pk]),
        "desk:council_seat": reverse("desk:council_seat", args=[cast.council.pk]),
        "desk:council_unseat": reverse("desk:council_unseat", args=[chair.pk]),
    }


def test_for_the_administrator_of_the_neighbouring_commune_these_people_do_not_exist(cast, client):
    clerk = make.make_account("quan-tri-xa", "Hà Văn Xã")
    make.give_role(clerk, Role.TECHNICAL, cast.dien_an)
    client.force_login(clerk)
    statuses = {name: client.get(address).status_code for name, address in addresses(cast).items()}
    assert statuses == dict.fromkeys(statuses, 404)
    for name in ("desk:person_lock", "desk:person_unlock"):
        assert client.post(reverse(name, args=[cast.author.pk]), {"reason": "x"}).status_code == 404
    for kind in ("ma", "lien-ket"):
        assert client.post(reverse("desk:person_secret", args=[cast.author.pk, kind])).status_code == 404
    cast.author.refresh_from_db()
    assert cast.author.is_active


def test_a_forged_unit_of_somebody_else_is_refused(cast, client, today):
    clerk = make.make_account("quan-tri-xa", "Hà Văn Xã")
    make.give_role(clerk, Role.TECHNICAL, cast.dien_an)
    client.force_login(clerk)
    response = client.post(reverse("desk:person_new"), new_person(today, unit=cast.dien_tho.pk))
    assert response.status_code == 422
    assert not Account.objects.filter(username="tuoi.phan").exists()


@pytest.mark.parametrize("who", ["author", "head", "office", "chair", "leader", "stranger"])
def test_nobody_but_an_administrator_opens_these_screens(cast, client, who):
    client.force_login(cast[who])
    pages = [reverse("desk:people"), reverse("desk:person_new"), reverse("desk:council"), reverse("desk:council_new")]
    assert [client.get(address).status_code for address in pages] == [403] * 4
    found = {client.get(address).status_code for address in addresses(cast).values()}
    assert found <= {403, 404}


@pytest.mark.parametrize("extra", [0, 40])
def test_the_list_costs_the_same_however_long(cast, admin, extra, django_assert_num_queries):
    for number in range(extra):
        account = make.make_account(f"them-{number}", f"Lê Văn {number}")
        make.give_role(account, Role.UNIT_OFFICER, cast.dien_tho)
    admin.get(reverse("desk:people"))
    with django_assert_num_queries(17):
        admin.get(reverse("desk:people"))
