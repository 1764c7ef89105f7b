"""Letters reach people once, later or in the application, and never get lost with a worker."""

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from neuguong.core import outbox
from neuguong.core.models import Letter
from neuguong.org.models import Account
from tests import factories as make

AT = make.moment(2025, 3, 10)
SENDER = "Phòng Nội vụ <noi-vu@example.vn>"


class Post(BaseEmailBackend):
    """A post office that remembers and can be told to fail."""

    def __init__(self, fails: Exception | None = None) -> None:
        super().__init__()
        self.fails = fails
        self.sent: list[EmailMessage] = []

    def send_messages(self, messages: list[EmailMessage]) -> int:
        if self.fails:
            raise self.fails
        self.sent += messages
        return len(messages)


@pytest.fixture
def head(db: None) -> Account:
    return make.make_account("head", "Võ Thành Nhân", email="nhan@example.vn")


def write(head: Account, key: str = "returned:1", **fields: str) -> Letter | None:
    given = {"subject": "Hồ sơ được trả lại", "body": "Anh Nhân xem lý do.", "link": "exemplars.nomination:1"} | fields
    return outbox.write_letter(key=key, recipient_id=head.pk, at=AT, **given)


def deliver(post: Post, minutes: float = 0, **more: object) -> int:
    return outbox.deliver_letters(AT + timedelta(minutes=minutes), by_mail=post, sender=SENDER, **more)


def test_a_letter_goes_out_once(head: Account) -> None:
    letter, post = write(head), Post()
    assert [deliver(post), deliver(post), deliver(post, minutes=60)] == [1, 0, 0]
    [message] = post.sent
    assert (message.to, message.subject, message.body) == (
        ["nhan@example.vn"],
        "Hồ sơ được trả lại",
        "Anh Nhân xem lý do.",
    )
    assert message.message()["Message-ID"] == f"<{letter.message_id}@example.vn>"
    letter.refresh_from_db()
    assert (letter.sent_at, letter.next_try_at, letter.tries, letter.failed) == (AT, None, 1, "")


def test_a_mail_ends_with_the_address_of_its_screen(head: Account) -> None:
    write(head)
    post = Post()
    assert deliver(post, address=lambda link: f"https://nha.vn/{link}") == 1
    assert post.sent[0].body == "Anh Nhân xem lý do.\n\nMở tại: https://nha.vn/exemplars.nomination:1"


def test_the_same_notice_is_written_once(head: Account) -> None:
    assert write(head) is not None
    assert write(head) is None
    assert Letter.objects.count() == 1


def test_an_act_that_fails_leaves_no_letter(head: Account) -> None:
    with transaction.atomic():
        assert write(head) is not None
        transaction.set_rollback(True)
    assert list(Letter.objects.all()) == []


def test_who_has_no_address_reads_in_the_application_only(db: None) -> None:
    letter, post = write(make.make_account("author", "Nguyễn Thu Hà")), Post()
    assert (letter.next_try_at, letter.sent_at, letter.failed) == (None, None, "")
    assert deliver(post, minutes=60) == 0
    assert list(outbox.waiting(AT)) == []
    assert list(outbox.given_up()) == []


def test_who_has_left_in_the_meantime_gets_no_mail(head: Account) -> None:
    letter, post = write(head), Post()
    Account.objects.filter(pk=head.pk).update(is_active=False)
    assert deliver(post) == 0
    letter.refresh_from_db()
    assert (post.sent, letter.next_try_at, letter.sent_at) == ([], None, None)


def test_a_failing_post_is_tried_after_1_10_60_and_360_minutes_then_never_again(head: Account) -> None:
    letter, broken = write(head), Post(fails=SMTPServerDisconnected("nhan@example.vn"))
    minutes, tries = 0.0, []
    for wait in (1, 10, 60, 360):
        assert deliver(broken, minutes) == 0
        letter.refresh_from_db()
        assert letter.next_try_at == AT + timedelta(minutes=minutes + wait)
        assert deliver(Post(), minutes + wait - 0.1) == 0
        minutes += wait
        tries.append(letter.tries)
    assert deliver(broken, minutes) == 0
    letter.refresh_from_db()
    assert tries == [1, 2, 3, 4]
    assert (letter.tries, letter.next_try_at, letter.sent_at) == (5, None, None)
    assert deliver(Post(), minutes * 100) == 0
    assert list(outbox.given_up()) == [letter]


def test_one_bad_address_does_not_hold_up_the_others(head: Account) -> None:
    class Picky(Post):
        def send_messages(self, messages: list[EmailMessage]) -> int:
            if messages[0].to == ["nhan@example.vn"]:
                raise SMTPRecipientsRefused({"nhan@example.vn": (550, b"unknown")})
            return super().send_messages(messages)

    write(head)
    other = make.make_account("other", "Lê Quang Ân", email="an@example.vn")
    write(other, key="returned:2")
    post = Picky()
    assert deliver(post) == 1
    assert [message.to for message in post.sent] == [["an@example.vn"]]


def test_what_is_kept_of_an_error_names_nobody(head: Account) -> None:
    letter = write(head)
    deliver(Post(fails=SMTPRecipientsRefused({"nhan@example.vn": (550, b"unknown user nhan")})))
    letter.refresh_from_db()
    assert letter.failed == "SMTPRecipientsRefused"


def test_a_subject_is_one_line(head: Account) -> None:
    letter, post = write(head, subject="Trả lại\r\nBcc: ai@do.vn " + "x" * 300), Post()
    assert deliver(post) == 1
    assert letter.subject.startswith("Trả lại Bcc: ai@do.vn xxx")
    assert len(letter.subject) == 200
    assert post.sent[0].recipients() == ["nhan@example.vn"]


def test_a_letter_whose_worker_died_is_sent_by_the_next_one_under_the_same_id(head: Account) -> None:
    class Killed(BaseException):
        """What a process that is no more does: nothing after the claim."""

    letter, post = write(head), Post()
    with pytest.raises(Killed):
        deliver(Post(fails=Killed()))
    assert deliver(post, minutes=9) == 0
    assert deliver(post, minutes=10) == 1
    assert post.sent[0].message()["Message-ID"] == f"<{letter.message_id}@example.vn>"


def test_a_letter_that_kills_every_worker_is_given_up(head: Account) -> None:
    class Killed(BaseException):
        """The end of a process."""

    letter = write(head)
    for n in range(5):
        with pytest.raises(Killed):
            deliver(Post(fails=Killed()), minutes=10 * n)
    assert deliver(Post(), minutes=50) == 0
    letter.refresh_from_db()
    assert (letter.tries, letter.next_try_at, letter.failed) == (5, None, outbox.GAVE_UP)
    assert list(outbox.given_up()) == [letter]


def test_a_claim_that_was_lost_does_not_undo_what_another_worker_noted(head: Account) -> None:
    letter, second = write(head), Post()

    class Slow(Post):
        def send_messages(self, messages: list[EmailMessage]) -> int:
            deliver(second, minutes=11)  # our lease has run out meanwhile
            raise SMTPServerDisconnected("late")

    assert deliver(Slow()) == 0
    letter.refresh_from_db()
    assert (letter.sent_at, letter.next_try_at, letter.failed) == (AT + timedelta(minutes=11), None, "")


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_letter_once() -> None:
    head = make.make_account("head", "Võ Thành Nhân", email="nhan@example.vn")
    for n in range(40):
        write(head, key=f"returned:{n}")
    post, start, counts = Post(), threading.Barrier(4), []

    def work() -> None:
        start.wait()
        try:
            counts.append(deliver(post, limit=40))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [message.message()["Message-ID"] for message in post.sent]
    assert (len(ids), len(set(ids)), sum(counts)) == (40, 40, 40)
    assert not Letter.objects.filter(sent_at=None).exists()


def test_djangos_own_post_is_understood(head: Account) -> None:
    write(head)
    assert deliver(mail.get_connection(timeout=1)) == 1
    assert [message.to for message in mail.outbox] == [["nhan@example.vn"]]


def test_a_notice_to_several_people_is_written_once_to_each_in_two_statements(head, django_assert_num_queries) -> None:
    other = make.make_account("other", "Trần Văn Khôi")
    keys = {head.pk: "sent:1:a", other.pk: "sent:1:b"}
    with django_assert_num_queries(2):
        outbox.write_letters(keys, subject="Đơn vị\n gửi hồ sơ", body="Đang chờ.", at=AT)
    outbox.write_letters(keys, subject="lần nữa", body="Đang chờ.", at=AT)
    assert list(Letter.objects.order_by("key").values_list("recipient_id", "subject", "next_try_at")) == [
        (head.pk, "Đơn vị gửi hồ sơ", AT),
        (other.pk, "Đơn vị gửi hồ sơ", None),
    ]


def given_up_letter(head: Account) -> Letter:
    letter = write(head)
    for minutes in (0, 1, 11, 71, 431):
        deliver(Post(fails=SMTPServerDisconnected("nhan@example.vn")), minutes)
    assert list(outbox.given_up()) == [letter]
    return letter


def test_what_was_given_up_goes_out_again_once_under_its_own_message_id_with_the_reason_kept(head: Account) -> None:
    letter, post, later = given_up_letter(head), Post(), AT + timedelta(days=1)
    asked = [outbox.try_again(Letter, [letter.pk], at=later) for _ in range(2)]  # the button pressed twice
    assert [[one.failed for one in rows] for rows in asked] == [["SMTPServerDisconnected"], []]
    message_id = letter.message_id
    letter.refresh_from_db()
    assert (letter.failed, letter.tries, letter.next_try_at) == ("SMTPServerDisconnected", 0, later)
    assert [deliver(post, minutes) for minutes in (24 * 60, 24 * 60 + 30)] == [1, 0]
    assert [mail.extra_headers["Message-ID"].partition("@")[0] for mail in post.sent] == [f"<{message_id}"]
    letter.refresh_from_db()
    assert (letter.failed, letter.sent_at, list(outbox.given_up())) == ("", later, [])


def test_what_shall_not_go_out_any_more_is_not_offered_again(head: Account) -> None:
    letter = given_up_letter(head)
    outbox.stop_letters(recipient_id=head.pk, links=[letter.link])
    assert list(outbox.given_up()) == []
    assert outbox.try_again(Letter, [letter.pk], at=AT + timedelta(days=1)) == []
