"""Obstacles at the desk: a unit reports from its duty, the office answers and publishes, everybody finds the answer."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.ledger.models import Clarification, Obligation, Obstacle
from neuguong.ledger.operations.clarifications import publish_clarification
from neuguong.ledger.operations.obstacles import Hindrance, answer_obstacle, report_obstacle
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words


@pytest.fixture
def told(cast, march) -> Obstacle:
    return tell(cast, march)


def owed(cast, unit=None):
    return Obligation.objects.get(unit=unit or cast.dien_tho, duty__code="honouring_event", period="2025")


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", make.jpeg(), "image/jpeg")


def tell(cast, plan, key="k1") -> Obstacle:
    """Reported on 28/02/2025: late from 08/03 on."""
    hindrance = Hindrance("Chưa rõ mẫu báo cáo", "Xã chưa nhận được mẫu.", "Gửi mẫu.")
    return report_obstacle(
        plan=plan, unit=cast.dien_tho, told=hindrance, obligation=owed(cast), form_key=key, by=actor(cast.author),
        at=moment(2025, 2, 28),
    )  # fmt: skip


def publish(cast, told, key="c1") -> Clarification:
    by = actor(cast.office)
    answer_obstacle(obstacle=told, text="Dùng mẫu số 2.", by=by, at=moment(2025, 3, 9))
    return publish_clarification(
        obstacle=told, question="Dùng mẫu nào?", answer="Mẫu số 2.", duty=told.obligation.duty, form_key=key, by=by,
        at=moment(2025, 3, 9, 10),
    )  # fmt: skip


def press(client, row, act, **typed):
    data = {"act": act, **{f"{act}-{key}": value for key, value in typed.items()}}
    return client.post(reverse("desk:obstacle", args=[row.pk]), data)


def test_a_unit_reports_from_the_page_of_its_duty(cast, march, as_one):
    author, row = as_one(cast.author), owed(cast)
    cell = soup(author.get(reverse("desk:obligation", args=[row.pk])))
    address = cell.select_one('a[href*="viec="]')
    assert address["href"] == f"{reverse('desk:obstacle_new')}?viec={row.pk}"
    form = soup(author.get(address["href"]))
    assert form.select_one("[name=obligation] [selected]")["value"] == str(row.pk)
    typed = {
        "obligation": row.pk, "title": "Chưa rõ mẫu", "text": "Chưa nhận mẫu.", "wanted": "", "file": picture(),
        "form_key": form.select_one("[name=form_key]")["value"],
    }  # fmt: skip
    refused = author.post(address["href"], typed)
    assert (refused.status_code, "Ghi đề nghị." in refused.content.decode()) == (422, True)
    assert "Chưa nhận mẫu." in refused.content.decode()
    typed |= {"wanted": "Gửi mẫu.", "file": picture()}
    made = author.post(address["href"], typed)
    found = Obstacle.objects.get()
    assert made.headers["Location"] == reverse("desk:obstacle", args=[found.pk])
    assert (found.obligation, found.entries.get().file.name) == (row, "a.jpg")
    assert author.post(address["href"], typed | {"file": picture()}).status_code == 302
    assert Obstacle.objects.count() == 1
    page = soup(as_one(cast.office).get(reverse("desk:duty", args=["honouring_event", "2025"])))
    assert "Báo vướng mắc" not in words(page)  # the office speaks for no unit


def test_the_office_finds_what_is_late_answers_and_publishes(cast, told, as_one):
    office, author = as_one(cast.office), as_one(cast.author)
    assert "Đã quá hạn trả lời 07/03/2025" in words(soup(office.get(reverse("desk:home"))).main)
    assert "1 vướng mắc đã quá hạn trả lời" in words(soup(author.get(reverse("desk:obstacles"))).main)
    assert press(office, told, "answer", text="Dùng mẫu số 2.").status_code == 302
    assert press(office, told, "answer", text="Dùng mẫu số 2.").status_code == 302
    page = soup(office.get(reverse("desk:obstacle", args=[told.pk])))
    begun = {field["name"]: field.get("value") or field.text.strip() for field in page.select("[name^=publish-]")}
    assert (begun["publish-question"], begun["publish-answer"]) == ("Chưa rõ mẫu báo cáo", "Dùng mẫu số 2.")
    typed = {"question": "Mẫu của Diên Thọ?", "answer": "Mẫu số 2.", "duty": "honouring_event", "form_key": "c1"}
    named = press(office, told, "publish", **typed)
    assert (named.status_code, "không nêu đơn vị đã hỏi" in named.content.decode()) == (422, True)
    assert press(office, told, "publish", **typed | {"question": "Dùng mẫu nào?"}).status_code == 302
    neighbour = as_one(cast.neighbour)
    for address in (
        reverse("desk:home"),
        reverse("desk:obligation", args=[owed(cast, cast.dien_an).pk]),
        reverse("desk:duty", args=["honouring_event", "2025"]),
        f"{reverse('desk:clarifications')}?q=mau nao",
    ):
        assert "Dùng mẫu nào?" in words(soup(neighbour.get(address)).main), address
    one = neighbour.get(reverse("desk:clarification", args=[Clarification.objects.get().pk]))
    assert (one.status_code, "Diên Thọ" in words(soup(one).main)) == (200, False)


def test_the_units_turn_comes_and_goes(cast, told, as_one):
    office, author = as_one(cast.office), as_one(cast.author)
    assert press(office, told, "ask", question="Mẫu nào?").status_code == 302
    assert "chờ đơn vị nói rõ" in words(soup(author.get(reverse("desk:home"))).main)
    assert press(author, told, "clarify", text="Mẫu tổng kết.").status_code == 302
    assert press(office, told, "extend", until="20/03/2025", reason="Hỏi sở.").status_code == 302
    assert press(office, told, "hand", to=cast.leader.pk, note="").status_code == 302
    leader = as_one(cast.leader)
    assert "Trả lời trước khi hết ngày 20/03/2025" in words(soup(leader.get(reverse("desk:home"))).main)
    assert press(leader, told, "answer", text="Mẫu số 2.").status_code == 302
    assert press(author, told, "reopen", reason="Thiếu phụ lục.").status_code == 302
    assert press(office, told, "close", reason="Phụ lục đã gửi.").status_code == 302
    said = words(soup(author.get(reverse("desk:obstacle", args=[told.pk]))).select_one(".tl"))
    assert [one in said for one in ("Mẫu tổng kết.", "Hỏi sở.", "Giao Cao Thị Yến.", "Phụ lục đã gửi.")] == [True] * 4


@pytest.mark.parametrize(
    ("who", "act", "typed", "status", "sentence"),
    [
        ("office", "answer", {"text": ""}, 422, "Ghi lời trả lời."),
        ("office", "extend", {"until": "31/02/2025", "reason": "x"}, 422, "Ghi ngày theo dạng"),
        ("office", "extend", {"until": "01/03/2025", "reason": "x"}, 422, "phải sau ngày 07/03/2025"),
        ("office", "hand", {"to": "999"}, 422, "999"),
        ("office", "clarify", {"text": "x"}, 409, "đang ở trạng thái"),
        ("author", "answer", {"text": "x"}, 409, "Chỉ cơ quan thường trực hoặc người được giao"),
        ("author", "publish", {"question": "x", "answer": "y", "form_key": "1"}, 409, "Chỉ cơ quan thường trực"),
        ("author", "khong-co", {}, 409, "Không có việc này ở đây."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cast, told, as_one, who, act, typed, status, sentence):
    answer = press(as_one(cast[who]), told, act, **typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)


@pytest.mark.parametrize("who", ["neighbour", "leader", "chair", "admin", "stranger"])
def test_nobody_else_finds_an_obstacle(cast, told, as_one, who):
    client = as_one(cast[who])
    assert client.get(reverse("desk:obstacle", args=[told.pk])).status_code == 404
    assert press(client, told, "answer", text="x").status_code == 404
    assert client.get(reverse("desk:obstacle_file", args=[told.entries.get().pk])).status_code == 404
    listing = client.get(reverse("desk:obstacles"))
    assert "Chưa rõ mẫu" not in listing.content.decode()
    assert listing.status_code == (403 if who in ("admin", "stranger") else 200)


def test_the_office_replaces_an_answer_and_takes_one_back(cast, told, as_one):
    old, office = publish(cast, told), as_one(cast.office)
    here = reverse("desk:clarification", args=[old.pk])
    typed = {"replace-question": "Dùng mẫu nào?", "replace-answer": "", "replace-duty": "", "replace-form_key": "c2"}
    assert office.post(here, {"act": "replace", **typed}).status_code == 422
    made = office.post(here, {"act": "replace", **typed, "replace-answer": "Mẫu số 3."})
    new = Clarification.objects.get(replaces=old)
    assert made.headers["Location"] == reverse("desk:clarification", args=[new.pk])
    assert "bản mới" in words(soup(office.get(here)).main)
    neighbour = as_one(cast.neighbour)
    assert neighbour.get(here).status_code == 404
    assert neighbour.post(reverse("desk:clarification", args=[new.pk]), {"act": "withdraw"}).status_code == 409
    there = reverse("desk:clarification", args=[new.pk])
    assert office.post(there, {"act": "withdraw", "withdraw-reason": ""}).status_code == 422
    assert office.post(there, {"act": "withdraw", "withdraw-reason": "Mẫu đã đổi."}).status_code == 302
    assert neighbour.get(there).status_code == 404
    assert office.post(there, {"act": "withdraw", "withdraw-reason": "Mẫu đã đổi."}).status_code == 409


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_few_queries(cast, march, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        publish(cast, tell(cast, march, f"k{number}"), f"c{number}")
    client = as_one(cast.office)
    with django_assert_num_queries(14):
        assert client.get(reverse("desk:obstacles")).status_code == 200
    with django_assert_num_queries(16):
        assert client.get(reverse("desk:clarifications"), {"q": "mau"}).status_code == 200


def test_a_report_needs_a_plan_in_force_and_a_unit(cast, march, as_one):
    assert as_one(cast.office).get(reverse("desk:obstacle_new")).status_code == 403
    march.valid_until = date(2025, 3, 1)
    march.save()
    assert as_one(cast.author).get(reverse("desk:obstacle_new")).status_code == 409
