"""The pages on which people step back from a dossier and others step in."""

import pytest

from neuguong.exemplars.models import ConflictDeclaration, Nomination, Recusal, Substitute
from neuguong.exemplars.operations.conflicts import declare_conflict, recuse
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/ho-so/"
MINE = "/ban-lam-viec/lien-quan/"


@pytest.fixture
def sent(cast, march) -> Nomination:
    """A dossier of Diên Thọ that waits for verification."""
    draft = make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code)
    return make.send(draft, cast.head, at=moment(2025, 3, 6))


def kin(nomination, account):
    return declare_conflict(
        nomination=nomination, kind="kinship", note="em ruột", by=actor(account), at=moment(2025, 3, 10, 8)
    )


def test_a_verifier_declares_on_the_dossiers_page_and_lands_on_their_declarations(cast, sent, as_one):
    client = as_one(cast.office)
    assert "Tôi có liên quan…" in words(
        soup(client.get(f"{LIST}{sent.pk}/")).select_one("section[aria-labelledby=lien-quan]")
    )
    answer = client.post(f"{LIST}{sent.pk}/lien-quan/", {"kind": "kinship", "note": "em ruột"})
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    page = soup(client.get(MINE))
    assert "Hồ sơ không còn trong danh sách" in words(page.select_one(".messages"))
    assert [words(tag) for tag in page.select("section[aria-labelledby=cua-toi] tbody tr")] == [
        f"Lê Văn Thuận {sent.number} Họ hàng em ruột 10/03/2025 Rút khai báo về Lê Văn Thuận"
    ]
    assert client.get(f"{LIST}{sent.pk}/").status_code == 404


def test_another_reason_steps_back_from_this_dossier_and_has_to_be_said(cast, sent, as_one):
    client = as_one(cast.office)
    answer = client.post(f"{LIST}{sent.pk}/lien-quan/", {"kind": "other", "note": " "})
    assert answer.status_code == 422
    assert "Ghi lý do rút khỏi việc xét hồ sơ." in words(soup(answer).main)
    client.post(f"{LIST}{sent.pk}/lien-quan/", {"kind": "other", "note": "Bạn học cũ."})
    assert [(row.account_id, row.reason) for row in Recusal.objects.all()] == [(cast.office.pk, "Bạn học cũ.")]


def test_declaring_by_number_answers_the_same_for_a_hidden_and_for_no_dossier(cast, sent, as_one):
    client = as_one(cast.office)
    say = {"number": sent.number.lower(), "kind": "kinship", "note": ""}
    assert client.post(MINE, say)["Location"] == MINE
    sentences = {
        number: words(soup(client.post(MINE, say | {"number": number})).select_one(".note-q ul"))
        for number in (sent.number, "HS-2025-9999")
    }
    assert set(sentences.values()) == {
        "Số hồ sơ: Không tìm thấy hồ sơ có số này trong phạm vi của anh/chị. Xem lại số trên trang hồ sơ."
    }
    assert ConflictDeclaration.objects.count() == 1


def test_a_declaration_is_withdrawn_with_a_reason_by_its_own_person(cast, sent, as_one):
    row = kin(sent, cast.office)
    assert as_one(cast.office_second).get(f"{MINE}{row.pk}/rut/").status_code == 404
    client = as_one(cast.office)
    assert client.post(f"{MINE}{row.pk}/rut/", {"reason": ""}).status_code == 422
    client.post(f"{MINE}{row.pk}/rut/", {"reason": "Nhầm người cùng tên."})
    assert client.get(f"{LIST}{sent.pk}/").status_code == 200
    assert client.post(f"{MINE}{row.pk}/rut/", {"reason": "Lần nữa."}).status_code == 409
    assert "Nhầm người cùng tên." in words(soup(client.get(MINE)).main)


def test_the_office_reads_who_takes_no_part_and_lets_them_in_again(cast, sent, as_one):
    kin(sent, cast.leader)
    row = recuse(
        nomination=sent, account=cast.office, reason="Bạn học.", by=actor(cast.office), at=moment(2025, 3, 10, 8)
    )
    page = soup(as_one(cast.office_second).get(MINE))
    told = [words(tag) for tag in page.select("section[aria-labelledby=cua-cq] tbody tr")]
    assert told == [
        f"Cao Thị Yến Lê Văn Thuận {sent.number} Họ hàng em ruột 10/03/2025 Đang có hiệu lực",
        f"Phạm Minh Đức Lê Văn Thuận {sent.number} Bạn học. 10/03/2025 Cho tham gia lại : Phạm Minh Đức",
    ]
    assert soup(as_one(cast.author).get(MINE)).select("section[aria-labelledby=cua-cq]") == []
    assert as_one(cast.office).get(f"/ban-lam-viec/rut-khoi/{row.pk}/bo/").status_code == 404
    as_one(cast.chair).post(f"/ban-lam-viec/rut-khoi/{row.pk}/bo/", {"reason": "Không phải bạn học."})
    assert as_one(cast.office).get(f"{LIST}{sent.pk}/").status_code == 200


def test_a_colleague_is_named_from_the_page(cast, sent, as_one):
    client = as_one(cast.office_second)
    refused = client.post(f"{LIST}{sent.pk}/rut-khoi/", {"account": str(cast.chair.pk), "reason": "Họ hàng."})
    assert refused.status_code == 422
    client.post(f"{LIST}{sent.pk}/rut-khoi/", {"account": str(cast.office.pk), "reason": "Họ hàng."})
    assert as_one(cast.office).get(f"{LIST}{sent.pk}/").status_code == 404
    assert soup(client.get(f"{LIST}{sent.pk}/")).select("form[action$='/rut-khoi/']") == []


def test_where_nobody_is_left_the_chair_names_a_substitute_who_verifies_and_sees_no_more(cast, march, sent, as_one):
    kin(sent, cast.office)
    kin(sent, cast.office_second)
    page = soup(as_one(cast.leader).get(f"{LIST}{sent.pk}/"))
    assert "Không còn ai trong cơ quan thường trực thẩm định được hồ sơ này" in words(page.main)
    assert page.select("form[action$='/nguoi-thay/']") == []
    chair = as_one(cast.chair)
    form = soup(chair.get(f"{LIST}{sent.pk}/")).select_one("form[action$='/nguoi-thay/']")
    assert [words(tag) for tag in form.select("option")] == [
        "Chọn người",
        "Đỗ Mai Ly (secretary)",
        "Cao Thị Yến (leader)",
    ]
    wrong = chair.post(
        f"{LIST}{sent.pk}/nguoi-thay/", {"account": str(cast.leader.pk), "document": "", "valid_to": "x"}
    )
    assert wrong.status_code == 422
    say = {"account": str(cast.leader.pk), "document": "12/TB-HĐ", "valid_to": "31/03/2025"}
    assert chair.post(f"{LIST}{sent.pk}/nguoi-thay/", say)["Location"] == f"{LIST}{sent.pk}/"
    row = Substitute.objects.get()
    assert words(
        soup(chair.get(f"{LIST}{sent.pk}/")).select_one("section[aria-labelledby=lien-quan] .lines")
    ).startswith("Cao Thị Yến thẩm định, theo 12/TB-HĐ, đến hết 31/03/2025; Bùi Văn Ấn cử")
    leader = as_one(cast.leader)
    assert "Lê Văn Thuận" in words(soup(leader.get("/ban-lam-viec/")).main)
    leader.post(f"{LIST}{sent.pk}/buoc/verify/", {"version": sent.version})
    assert Nomination.objects.get(pk=sent.pk).state == "verified"
    assert chair.post(f"/ban-lam-viec/nguoi-thay/{row.pk}/thoi/").status_code == 302
    assert chair.post(f"/ban-lam-viec/nguoi-thay/{row.pk}/thoi/").status_code == 409
    assert as_one(cast.author).post(f"/ban-lam-viec/nguoi-thay/{row.pk}/thoi/").status_code == 404


def test_a_dossier_that_waits_for_nothing_needs_no_substitute(cast, march, as_one):
    draft = make.make_nomination(cast.dien_tho, march, cast.author, sector=march.sectors.first().code)
    answer = as_one(cast.author).post(f"{LIST}{draft.pk}/nguoi-thay/", {"account": "1"})
    assert (answer.status_code, "Hồ sơ không chờ bước nào cần người thay." in answer.content.decode()) == (409, True)


def test_a_person_of_the_unit_who_also_verifies_reads_why_the_step_is_closed(cast, sent, as_one):
    make.give_role(cast.office, "unit_officer", cast.dien_tho)
    kin(sent, cast.office)
    page = soup(as_one(cast.office).get(f"{LIST}{sent.pk}/"))
    closed = {words(tag): words(page.find(id=tag["aria-describedby"])) for tag in page.select(".opens [aria-disabled]")}
    assert closed["Đạt thẩm định"] == (
        "Anh/chị là họ hàng của Lê Văn Thuận nên không xét hồ sơ này. Người thay: Hồ Thị Ngọc."
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_declarations_costs_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        draft = make.make_nomination(
            cast.dien_tho, march, cast.author, name=f"Người {number}", sector=march.sectors.first().code
        )
        one = make.send(draft, cast.head, at=moment(2025, 3, 6))
        kin(one, cast.leader)
    client = as_one(cast.office)
    with django_assert_num_queries(15):
        client.get(MINE)
