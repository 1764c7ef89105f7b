"""Urging on the screen: what waits is looked at, edited, held, released, stopped; the letter is made and numbered."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.models import Letter
from neuguong.ledger.models import Obligation, ReminderDigest, ReminderLetter, ReminderReference
from neuguong.ledger.operations.reminders import release_digests, urge
from neuguong.ledger.operations.sending import send_nil_return
from tests import factories as make
from tests.factories import actor, moment
from tests.ledger.packaging import load_87
from tests.web.desk.conftest import soup, words

LIST = "/ban-lam-viec/don-doc/"
NEW = f"{LIST}cong-van/"
DAY = date(2025, 3, 11)


@pytest.fixture
def plan(cast):
    start_demo_clock(at=moment(2025, 3, 11, 8))
    return load_87()


def write(plan, on=DAY):
    urge(plan=plan, on=on, by=make.JOB, at=moment(on.year, on.month, on.day, 7))


def digest_of(account) -> ReminderDigest:
    return ReminderDigest.objects.get(recipient=account)


def rows(page, heading: str) -> list[tuple[str, ...]]:
    panel = page.find("h2", id=heading).find_parent("section")
    return [tuple(words(cell) for cell in row.select("td")) for row in panel.select("tbody tr")]


def act(client, digest, name, **typed):
    return client.post(reverse("desk:reminder_digest_act", args=[digest.pk]), {"act": name, **typed}, follow=True)


@pytest.mark.clause("IV.4")
def test_the_office_sees_what_waits_and_lets_it_go_out(cast, plan, as_one):
    client = as_one(cast.office)
    page = soup(client.post(f"{LIST}soan/", follow=True))
    assert "Đã soạn 3 thư về 3 việc." in words(page)
    assert [row[1:] for row in rows(page, "cho-h")] == [
        (name, "11/03/2025", "Đôn đốc ngày 11/03/2025: 1 việc theo Kế hoạch số 87/KH-UBND", "1", "Chờ phát hành")
        for name in ("Trần Thị Đào", "Nguyễn Thu Hà", "Đặng Quốc Huy")
    ]
    page = soup(client.post(f"{LIST}phat-hanh/", {"digest": [digest_of(cast.author).pk]}, follow=True))
    assert "Đã phát hành 1 thư." in words(page)
    assert Letter.objects.get().recipient == cast.author
    [gone] = rows(page, "da-h")
    assert gone[0] == "Nguyễn Thu Hà"
    assert gone[1:] == (
        "Thư ngày 11/03/2025 1 việc", "11/03/2025, 08:00", "Báo trong phần mềm tài khoản chưa có thư điện tử",
    )  # fmt: skip
    assert rows(page, "kq-h") == [("11/03/2025", "3 ngày trước hạn", "1", "0", "chưa hết 03 ngày")]


def test_written_again_on_the_same_day_it_says_that_nothing_is_left(cast, plan, as_one):
    client = as_one(cast.office)
    client.post(f"{LIST}soan/")
    assert "Hôm nay không còn việc nào đến nấc đôn đốc." in words(soup(client.post(f"{LIST}soan/", follow=True)))


def test_all_that_wait_go_out_but_not_what_is_held(cast, plan, as_one):
    write(plan)
    client = as_one(cast.office)
    act(client, digest_of(cast.author), "hold")
    client.post(f"{LIST}phat-hanh/", {"all": "1"})
    assert set(Letter.objects.values_list("recipient__username", flat=True)) == {"neighbour", "health_officer"}
    page = soup(client.get(LIST))
    assert rows(page, "cho-h")[0][5] == "Giữ lại"
    assert page.select_one("input[name=digest]").get("checked") is None


def test_the_front_page_of_the_office_says_that_notices_wait(cast, plan, as_one):
    client = as_one(cast.office)
    write(plan)
    assert "3 thư đôn đốc chờ phát hành" in words(soup(client.get("/ban-lam-viec/")))
    client.post(f"{LIST}phat-hanh/", {"all": "1"})
    assert "thư đôn đốc chờ phát hành" not in words(soup(client.get("/ban-lam-viec/")))


@pytest.mark.parametrize("typed", [{}, {"digest": ["x", "9" * 30, "0"]}])
def test_nothing_chosen_is_told(cast, plan, as_one, typed):
    page = soup(as_one(cast.office).post(f"{LIST}phat-hanh/", typed, follow=True))
    assert "Chưa chọn thư nào" in words(page)


def test_a_notice_is_edited_and_goes_out_as_it_was_edited(cast, plan, as_one):
    write(plan)
    client, digest = as_one(cast.office), digest_of(cast.author)
    act(client, digest, "edit", subject="Nhắc chị Hà", body="Chị gửi giúp trước thứ Sáu.", seen="")
    page = soup(act(client, digest, "release"))
    assert "Đã phát hành 1 thư." in words(page)
    letter = Letter.objects.get()
    assert (letter.subject, letter.body) == ("Nhắc chị Hà", "Chị gửi giúp trước thứ Sáu.")


def test_words_that_somebody_else_edited_meanwhile_are_not_overwritten(cast, plan, as_one):
    write(plan)
    digest = digest_of(cast.author)
    act(as_one(cast.office), digest, "edit", subject="a", body="a", seen="")
    answer = act(as_one(cast.office_second), digest, "edit", subject="b", body="b", seen="")
    assert answer.status_code == 409
    assert "Người khác vừa sửa thư này." in words(soup(answer))
    assert (
        soup(answer).select_one("input[name=subject]")["value"] == "b"
    )  # what was typed stays, with the saving just seen


def test_without_words_or_reason_nothing_happens_and_what_was_typed_stays(cast, plan, as_one):
    write(plan)
    client, digest = as_one(cast.office), digest_of(cast.author)
    answer = act(client, digest, "edit", subject="Giữ", body=" ", seen="")
    assert (answer.status_code, soup(answer).select_one("input[name=subject]")["value"]) == (422, "Giữ")
    answer = act(client, digest, "stop", reason=" ")
    assert "Ghi lý do không gửi." in words(soup(answer))
    digest.refresh_from_db()
    assert (digest.state, digest.edited_at) == ("waiting", None)
    assert act(client, digest, "burn").status_code == 404


def test_what_was_stopped_says_why_and_cannot_go_out(cast, plan, as_one):
    write(plan)
    client, digest = as_one(cast.office), digest_of(cast.author)
    page = soup(act(client, digest, "stop", reason="Đã gọi điện"))
    assert rows(page, "da-h")[0][3] == "Không gửi Đã gọi điện"
    page = soup(act(client, digest, "release"))
    assert "vừa được người khác quyết định" in words(page)
    assert not Letter.objects.exists()


def test_a_notice_shows_how_its_rows_stand_now(cast, plan, as_one):
    write(plan)
    row = Obligation.objects.get(unit=cast.dien_tho, period="2025-Q1", duty__kind="return")
    send_nil_return(obligation=row, reason="Không có.", by=actor(cast.author), at=moment(2025, 3, 11, 7, 30))
    page = soup(as_one(cast.office).get(reverse("desk:reminder_digest", args=[digest_of(cast.author).pk])))
    [line] = rows(page, "viec-h")
    assert line[2:] == ("3 ngày trước hạn", "K Báo cáo không có")


@pytest.mark.parametrize("who", ["author", "head", "leader", "admin", "chair", "secretary"])
def test_nobody_else_opens_any_of_it(cast, plan, as_one, who):
    write(plan)
    client, digest = as_one(cast[who]), digest_of(cast.author)
    assert {client.get(LIST).status_code, client.get(NEW).status_code, client.post(f"{LIST}soan/").status_code} == {403}
    assert client.get(reverse("desk:reminder_digest", args=[digest.pk])).status_code == 404


# --- the letter


def make_letter(client, query="?what=quarterly_return:2025-Q1&on=11/03/2025", **typed):
    keep = list(Obligation.objects.filter(period="2025-Q1", duty__kind="return").values_list("pk", flat=True))
    return client.post(f"{NEW}{query}", {"keep": keep, "signer": "", "form_key": "k"} | typed, follow=True)


@pytest.mark.clause("IV.4")
def test_the_office_sees_the_list_makes_the_letter_and_enters_its_number(cast, plan, as_one):
    client = as_one(cast.office)
    page = soup(client.get(f"{NEW}?what=quarterly_return:2025-Q1&on=11/03/2025"))
    assert [row[1] for row in rows(page, "ds-h")] == ["Xã Diên An", "Xã Diên Thọ", "Phòng Y tế"]
    page = soup(make_letter(client))
    assert "Đã lập công văn ĐĐ-2025-01, 3 việc." in words(page)
    letter = ReminderLetter.objects.get()
    answer = client.get(reverse("desk:reminder_letter_file", args=[letter.pk]))
    assert bytes(answer.content) == bytes(letter.content)
    scan = SimpleUploadedFile("ky.jpg", make.jpeg(), "image/jpeg")
    address = reverse("desk:reminder_letter_reference", args=[letter.pk])
    typed = {"document_number": "312/UBND-NV", "issued_on": "11/03/2025", "scan": scan}
    page = soup(client.post(address, typed, follow=True))
    assert "312/UBND-NV" in words(page.find("h2", id="so-h").find_parent("section"))
    kept = ReminderReference.objects.get()
    assert client.get(reverse("desk:reminder_letter_scan", args=[letter.pk, kept.pk])).status_code == 200
    [line] = rows(soup(client.get(LIST)), "cv-h")
    assert line[0] == "ĐĐ-2025-01"
    assert line[4] == "312/UBND-NV 11/03/2025"


def test_rows_can_be_left_out_and_pressed_twice_it_is_one_letter(cast, plan, as_one):
    client = as_one(cast.office)
    keep = [Obligation.objects.get(unit=cast.dien_tho, period="2025-Q1", duty__kind="return").pk]
    make_letter(client, keep=keep)
    make_letter(client, keep=keep)
    assert [line["unit"] for line in ReminderLetter.objects.get().lines] == ["Xã Diên Thọ"]


def test_without_a_row_no_letter_is_made(cast, plan, as_one):
    answer = make_letter(as_one(cast.office), keep=[])
    assert (answer.status_code, ReminderLetter.objects.count()) == (422, 0)
    assert "Giữ lại ít nhất một việc" in words(soup(answer))


def test_everything_overdue_is_the_first_choice(cast, plan, as_one):
    page = soup(as_one(cast.office).get(NEW))
    assert words(page.select_one("select option[selected], select option")) == "Mọi việc đã quá hạn"
    assert "Báo cáo sơ kết" in words(page.select_one(".reminders"))


@pytest.mark.parametrize("query", ["?what=khong-co:2025", "?on=32/13/2025", "?what=quota"])
def test_a_choice_that_is_none_is_told(cast, plan, as_one, query):
    answer = as_one(cast.office).get(f"{NEW}{query}")
    assert answer.status_code == 422


def test_a_number_that_cannot_be_is_told(cast, plan, as_one):
    client = as_one(cast.office)
    make_letter(client)
    address = reverse("desk:reminder_letter_reference", args=[ReminderLetter.objects.get().pk])
    answer = client.post(address, {"document_number": "312", "issued_on": "01/03/2025"})
    assert answer.status_code == 422
    assert "trước ngày lập công văn (11/03/2025)" in words(soup(answer))


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_costs_the_same_few_queries_however_much_waits(cast, plan, as_one, waiting, django_assert_num_queries):
    write(plan)
    keep = list(ReminderDigest.objects.values_list("pk", flat=True))[:waiting]
    ReminderDigest.objects.exclude(pk__in=keep).delete()
    client = as_one(cast.office)
    client.get(LIST)
    with django_assert_num_queries(20):
        client.get(LIST)


@pytest.mark.parametrize("chosen", [1, 2])
def test_what_went_out_costs_the_same_few_queries(cast, plan, as_one, chosen, django_assert_num_queries):
    write(plan)
    ids = list(ReminderDigest.objects.values_list("pk", flat=True))[:chosen]
    release_digests(plan=plan, digest_ids=ids, by=actor(cast.office), at=moment(2025, 3, 11, 8))
    client = as_one(cast.office)
    client.get(LIST)
    with django_assert_num_queries(30):
        client.get(LIST)


def test_the_page_of_a_row_says_when_it_was_urged_and_how(cast, plan, as_one):
    write(plan)
    ids = list(ReminderDigest.objects.values_list("pk", flat=True))
    release_digests(plan=plan, digest_ids=ids, by=actor(cast.office), at=moment(2025, 3, 11, 8))
    make_letter(as_one(cast.office))
    row = Obligation.objects.get(unit=cast.dien_tho, period="2025-Q1", duty__kind="return")
    said = words(soup(as_one(cast.author).get(reverse("desk:obligation", args=[row.pk]))))
    assert "Đã đôn đốc ngày 11/03/2025: công văn ĐĐ-2025-01." in said
    assert "Đã đôn đốc ngày 11/03/2025: 3 ngày trước hạn." in said


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"sent_at": moment(2025, 3, 11, 8, 1), "next_try_at": None}, "Đã gửi thư 11/03/2025, 08:01"),
        ({"failed": "SMTPServerDisconnected", "tries": 1}, "Chưa gửi được thư gửi lại 11/03/2025, 08:00"),
        ({}, "Chờ gửi thư từ 11/03/2025, 08:00"),
        (
            {"failed": "SMTPServerDisconnected", "tries": 5, "next_try_at": None},
            "Không gửi được thư Không nối được với máy chủ gửi.",
        ),
    ],
)
def test_the_office_sees_what_became_of_the_mail(cast, plan, as_one, columns, sentence):
    type(cast.author).objects.filter(pk=cast.author.pk).update(email="ha@example.vn")
    write(plan)
    release_digests(plan=plan, digest_ids=[digest_of(cast.author).pk], by=actor(cast.office), at=moment(2025, 3, 11, 8))
    Letter.objects.update(**columns)
    [gone] = rows(soup(as_one(cast.office).get(LIST)), "da-h")
    assert gone[3].startswith(sentence)


def test_the_short_message_is_told_beside_the_mail(cast, plan, as_one, settings):
    settings.GATEWAY_URL = "https://sms.example.vn"
    type(cast.author).objects.filter(pk=cast.author.pk).update(phone="0905123456")
    write(plan)
    client, digest = as_one(cast.office), digest_of(cast.author)
    act(client, digest, "release")
    page = soup(client.get(reverse("desk:reminder_digest", args=[digest.pk])))
    assert "Tin nhắn Chờ gửi tin nhắn: từ 11/03/2025, 08:00" in words(page.select_one("dl.facts"))
