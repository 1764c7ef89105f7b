"""What readers say, at the desk: places are seen and shown, messages are read, passed on, given, or rejected by the hundred."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core.actor import Actor
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Exemplar, ExemplarMessage, Recognition, Replication
from neuguong.exemplars.operations.messages import Written, pass_message, send_message
from neuguong.exemplars.operations.replications import Follower, tell_replication
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

READER = Actor.public("form:1")
SENT = moment(2025, 3, 7)
CHECK = {
    "seen_on": "09/03/2025", "saw": "Gặp bà Xuân.", "since": "03/2024", "learned": "Ủ phân trùn quế.",
    "result": "Thu 9 tấn quả.", "figures": "9 tấn quả, theo sổ",
}  # fmt: skip


@pytest.fixture
def page(cast, march) -> Exemplar:
    """Somebody of Diên Thọ in the register."""
    sector = march.sectors.first()
    dossier = make.make_nomination(cast.dien_tho, march, cast.author, sector=sector.code)
    one = Exemplar.objects.create(
        subject=dossier.subject, plan=march, slug="le-van-thuan", name="Lê Văn Thuận", kind="individual",
        unit=cast.dien_tho, sector=sector, year=2025, level="unit", recognised_on=SENT.date(), search_text="le van thuan",
    )  # fmt: skip
    Recognition.objects.create(
        exemplar=one, nomination=dossier, level="unit", unit=cast.dien_tho, decided_on=SENT.date(), recorded_at=SENT
    )
    return one


def tell(page, place, number=1, **more) -> Replication:
    told = Follower("household", f"Hộ bà Xuân {number}", "03/2024", "Ủ phân", "Được 9 tấn", "0905 111 222", **more)
    return tell_replication(
        exemplar=page, place=place, follower=told, code=f"R{number}", form_key=f"r{number}", by=READER, at=SENT
    )


def write(page, number=1, **more) -> ExemplarMessage:
    given = {"words": f"Cảm ơn bác {number}", "name": "Nguyễn Thị Lan", "email": "lan@example.vn", **more}
    return send_message(
        exemplar=page, written=Written(**given), code=f"M{number}", form_key=f"m{number}", by=READER, at=SENT
    )


def press(client, name, row, act, **typed):
    where = reverse(f"desk:{name}", args=[row.pk])
    return client.post(where, {"act": act, **{f"{act}-{key}": value for key, value in typed.items()}})


def home(client) -> str:
    return words(soup(client.get(reverse("desk:home"))).main)


def test_the_unit_sees_and_the_office_shows_each_from_its_own_front_page(cast, page, as_one):
    row = tell(page, cast.dien_an)
    unit, office = as_one(cast.neighbour), as_one(cast.office)
    assert "Đến xem và trả lời trước khi hết ngày 21/03/2025." in home(unit)
    assert "Hộ bà Xuân" not in home(as_one(cast.author))
    assert press(unit, "replication", row, "check", **CHECK).status_code == 302
    assert press(unit, "replication", row, "check", **CHECK).status_code == 302  # pressed twice
    assert "chờ đưa lên cổng" in home(office)
    for _ in range(2):
        assert press(office, "replication", row, "show").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.public_result) == ("shown", "Thu 9 tấn quả.")
    assert AuditEntry.objects.filter(verb="show_replication").count() == 1
    seen = words(soup(office.get(reverse("desk:replication", args=[row.pk]))).main)
    assert "9 tấn quả, theo sổ" in seen


def test_a_number_nobody_saw_comes_back_with_every_word_that_was_typed(cast, page, as_one):
    row = tell(page, cast.dien_an)
    answer = press(as_one(cast.neighbour), "replication", row, "check", **{**CHECK, "figures": ""})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "“9 tấn” mà chưa ghi là đã kiểm" in text
    assert "Gặp bà Xuân." in text
    assert Replication.objects.get().state == "told"


def test_asking_about_the_name_is_offered_only_where_somebody_agreed(cast, page, as_one):
    client = as_one(cast.neighbour)
    for number, agreed in enumerate((False, True)):
        row = tell(page, cast.dien_an, number, agreed=agreed)
        shown = soup(client.get(reverse("desk:replication", args=[row.pk]))).select("[name=check-name_confirmed]")
        assert bool(shown) is agreed


def test_a_file_goes_with_the_check_and_stays_inside(cast, page, as_one, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row, client = tell(page, cast.dien_an), as_one(cast.neighbour)
    assert client.get(reverse("desk:replication_file", args=[row.pk])).status_code == 404
    upload = SimpleUploadedFile("vuon.jpg", make.jpeg(), "image/jpeg")
    typed = {"act": "check", **{f"check-{key}": value for key, value in CHECK.items()}, "check-file": upload}
    assert client.post(reverse("desk:replication", args=[row.pk]), typed).status_code == 302
    assert Replication.objects.get().file.name == "vuon.jpg"
    assert as_one(cast.author).get(reverse("desk:replication_file", args=[row.pk])).status_code == 404


def test_a_clerk_finds_the_exemplar_and_types_a_place_of_their_own_unit_once(cast, page, as_one):
    client, where = as_one(cast.neighbour), reverse("desk:replication_new")
    assert "Lê Văn Thuận" in words(soup(client.get(where, {"q": "thuan"})).main)
    form = soup(client.get(f"{where}?guong={page.slug}")).main
    assert [one.text for one in form.select("[name=place] option")] == ["Chọn đơn vị", "Xã Diên An"]
    typed = {
        "key": form.select_one("[name=key]")["value"], "place": str(cast.dien_an.pk), "kind": "person",
        "who": "Anh Tư", "since": "2024", "learned": "Ủ phân",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{where}?guong={page.slug}", typed).status_code == 302
    assert Replication.objects.get().account == cast.neighbour
    assert client.post(f"{where}?guong={page.slug}", typed | {"place": str(cast.dien_tho.pk)}).status_code == 400
    refused = press(client, "replication", Replication.objects.get(), "check", **CHECK)
    assert (refused.status_code, "không tự xác minh" in refused.content.decode()) == (409, True)


def test_the_office_passes_a_message_on_and_the_unit_gives_it_with_a_reply(cast, page, as_one):
    row, office, unit = write(page, may_show=True), as_one(cast.office), as_one(cast.author)
    assert "1 lời nhắn chờ duyệt" in home(office)
    assert "lời nhắn" not in home(unit)
    assert unit.get(reverse("desk:exemplar_message", args=[row.pk])).status_code == 404
    for _ in range(2):
        assert press(office, "exemplar_message", row, "pass_on", show="on").status_code == 302
    assert "1 lời nhắn chờ đưa người nhận" in home(unit)
    seen = words(soup(unit.get(reverse("desk:exemplar_message", args=[row.pk]))).main)
    assert "lan@example.vn" not in seen  # the sender's address is the office's alone
    for _ in range(2):
        assert press(unit, "exemplar_message", row, "give", reply="Cảm ơn cháu.").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reply, row.shown_name) == ("given", "Cảm ơn cháu.", "Lan")
    assert press(office, "exemplar_message", row, "hide", reason="").status_code == 400
    assert press(office, "exemplar_message", row, "hide", reason="Không muốn").status_code == 302


def test_what_the_rules_point_out_is_marked_in_the_words(cast, page, as_one):
    row = write(page, words="Gọi 0905 123 456 nhé, đồ lừa đảo", may_show=True)
    client = as_one(cast.office)
    marks = soup(client.get(reverse("desk:exemplar_message", args=[row.pk]))).select("mark")
    assert [words(one) for one in marks] == ["0905 123 456 (số điện thoại)", "đồ lừa đảo (lời xúc phạm)"]
    answer = press(client, "exemplar_message", row, "pass_on", show="on")
    assert (answer.status_code, "không đưa lên trang công khai được" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("who", ["neighbour", "chair", "leader", "admin", "stranger"])
def test_nobody_else_finds_either(cast, page, as_one, who):
    place, message, client = tell(page, cast.dien_tho), write(page), as_one(cast[who])
    for name, row in (("replication", place), ("exemplar_message", message)):
        assert client.get(reverse(f"desk:{name}", args=[row.pk])).status_code == 404
        assert press(client, name, row, "reject", reason="spam").status_code == 404
    for name in ("replications", "exemplar_messages", "replication_new"):
        answer = client.get(reverse(f"desk:{name}"))
        assert answer.status_code == (200 if who == "neighbour" else 403)
        assert not any(one in answer.content.decode() for one in ("Xuân", "Cảm ơn bác"))


def bulk(client, query="", **typed):
    return client.post(reverse("desk:exemplar_messages") + query, typed)


def test_many_messages_are_rejected_at_once_those_ticked_or_all_that_match(cast, page, as_one):
    rows = [
        write(page, number, words=f"Vay nhanh {number}" if number % 2 else f"Cảm ơn {number}") for number in range(60)
    ]
    client = as_one(cast.office)
    for typed, sentence in (
        ({"act": "reject", "reason": "spam"}, "Chưa đánh dấu lời nào"),
        ({"act": "reject", "ids": [rows[0].pk], "reason": ""}, "Chọn lý do"),
    ):
        answer = bulk(client, **typed)
        assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    ticked = soup(bulk(client, act="reject", ids=[rows[0].pk], reason="")).select("[name=ids][checked]")
    assert len(ticked) <= 1
    assert bulk(client, act="reject", ids=[rows[0].pk], reason="insult").status_code == 302
    assert bulk(client, "?state=waiting&flag=advert", act="reject", which="all", reason="spam").status_code == 302
    states = ExemplarMessage.objects.values_list("pk", "state", "reason")
    expected = {(row.pk, "rejected", "spam") if n % 2 else (row.pk, "waiting", "") for n, row in enumerate(rows)}
    assert set(states) == (expected - {(rows[0].pk, "waiting", "")}) | {(rows[0].pk, "rejected", "insult")}
    assert bulk(client, act="xyz").status_code == 409
    assert (
        bulk(client, "?flag=%27&state=x&page=0&exemplar=-1", act="reject", which="all", reason="spam").status_code
        == 302
    )
    assert not ExemplarMessage.objects.filter(state="waiting").exists()


def test_the_unit_gives_many_at_once_and_rejects_none(cast, page, as_one):
    rows = [pass_message(message=write(page, n), show=False, by=actor(cast.office), at=SENT) for n in range(3)]
    waiting, client = write(page, 9), as_one(cast.author)
    shown = soup(client.get(reverse("desk:exemplar_messages"))).select("[name=act]")
    assert [one["value"] for one in shown] == ["give"]
    ids = [row.pk for row in (*rows, waiting)]
    assert bulk(client, act="reject", ids=ids, reason="spam").status_code == 409
    assert bulk(client, act="give", ids=ids).status_code == 302
    assert set(ExemplarMessage.objects.values_list("pk", "state")) == {
        *((row.pk, "given") for row in rows), (waiting.pk, "waiting"),
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3, 70])
def test_the_lists_cost_the_same_few_queries_however_much_waits(cast, page, as_one, rows, django_assert_num_queries):
    for number in range(rows):
        write(page, number)
    for number in range(min(rows, 12)):
        tell(page, cast.dien_an, number)
    client = as_one(cast.office)
    with django_assert_num_queries(13):
        assert client.get(reverse("desk:exemplar_messages"), {"state": "waiting"}).status_code == 200
    with django_assert_num_queries(13):
        assert client.get(reverse("desk:replications")).status_code == 200
