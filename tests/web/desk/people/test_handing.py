"""Before somebody leaves: everything they have open, on one list and on paper; afterwards it is the successor's."""

import io

import docx
import pytest
from django.urls import reverse

from neuguong.exemplars.models import Nomination
from neuguong.org.enums import Role
from neuguong.org.models import Membership
from tests import factories as make
from tests.factories import moment
from tests.web.desk.conftest import soup, words

LIST = reverse("desk:handing")


@pytest.fixture
def busy(cast, march):
    """Diên Thọ's officer has a draft and a dossier that came back; one of Diên An's waits for the office."""
    sector = march.sectors.first().code
    make.make_nomination(cast.dien_tho, march, cast.author, name="Lê Văn Thuận", sector=sector)
    Nomination.objects.update(achievement_summary="")
    sent = make.make_nomination(cast.dien_an, march, cast.neighbour, name="Đỗ Thị Lành", sector=sector)
    return make.send(sent, cast.neighbour_head, at=moment(2025, 3, 10, 8))


def titles(page) -> list[str]:
    return [words(one) for one in page.select(".todo .task h3")]


def test_the_list_is_what_waits_for_the_person_with_links_and_the_unread_notices(cast, busy, as_one):
    client = as_one(cast.author)
    home, page = soup(client.get("/ban-lam-viec/")), soup(client.get(LIST))
    assert titles(page) == titles(home)
    assert "Lê Văn Thuận" in titles(page)
    assert "Cán bộ đầu mối, Xã Diên Thọ" in words(page.select_one(".how"))
    assert page.select_one(f".todo a[href='{reverse('desk:nomination_edit', args=[Nomination.objects.first().pk])}']")
    assert titles(soup(as_one(cast.office).get(LIST))) == titles(soup(as_one(cast.office).get("/ban-lam-viec/")))


def test_the_minutes_name_both_sides_the_roles_and_each_thing(cast, busy, as_one):
    address = f"{reverse('desk:handing_paper')}?nhan={cast.head.pk}"
    answer = as_one(cast.author).get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="bien-ban-ban-giao-2025-03-10.docx"'
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "BIÊN BẢN" in text
    assert "Bên giao: Nguyễn Thu Hà." in text
    assert "Bên nhận: Võ Thành Nhân." in text
    assert "1. Cán bộ đầu mối, Xã Diên Thọ." in text
    assert {"Lê Văn Thuận", Nomination.objects.first().number} <= set(cells)
    assert as_one(cast.author).get(reverse("desk:handing_paper") + "?nhan=999999").status_code == 200


def test_after_the_hand_over_the_successor_finds_the_same_in_their_own_work(cast, busy, as_one):
    before = titles(soup(as_one(cast.author).get("/ban-lam-viec/")))
    successor = make.make_account("ke-nhiem", "Hồ Văn Tiếp")
    make.give_role(successor, Role.OBSERVER, cast.health)
    admin = as_one(cast.admin)
    typed = {"successor": successor.pk, "on": "10/03/2025", "document": "BB 01"}
    admin.post(reverse("desk:person_handover", args=[cast.author.pk]), typed)
    assert Membership.objects.filter(account=successor, role=Role.UNIT_OFFICER, unit=cast.dien_tho).exists()
    assert titles(soup(as_one(successor).get("/ban-lam-viec/"))) == before


def test_the_administrator_reads_how_much_is_open_and_no_name(cast, busy, as_one):
    page = soup(as_one(cast.admin).get(reverse("desk:person_handover", args=[cast.author.pk])))
    told = words(page.select_one(".note-i"))
    assert "Trước hạn quý I/2025, hết ngày 14/03/2025: " in told
    assert "thông báo chưa đọc" in told
    assert "Lê Văn Thuận" not in words(page)


def test_who_has_no_role_has_nothing_to_hand_over(cast, march, as_one):
    client = as_one(cast.stranger)
    assert (client.get(LIST).status_code, client.get(reverse("desk:handing_paper")).status_code) == (403, 404)
