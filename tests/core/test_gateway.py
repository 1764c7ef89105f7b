"""Short messages go to the office's gateway: signed, once each, tried again when it does not answer; nothing else goes out."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from neuguong.core import outbox
from neuguong.core.gateway import Gateway, GatewayRefused
from neuguong.core.models import TextMessage
from neuguong.core.tasks import deliver_texts
from neuguong.org.models import Account
from tests import factories as make

AT = make.moment(2025, 3, 11)
SECRET = "cua-rieng-hai-ben"


class Listener(ThreadingHTTPServer):
    """A gateway of the test: answers what it is told to and remembers what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.wait = 0.0
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/gui"


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
        time.sleep(self.server.wait)
        self.send_response(self.server.answers.pop(0) if self.server.answers else 202)
        self.send_header("Location", "https://noi-khac.example/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def head(db: None) -> Account:
    return make.make_account("head", "Võ Thành Nhân", phone="0905 123 456", email="nhan@example.vn")


def write(head: Account, key: str = "reminder:1") -> None:
    outbox.write_texts([outbox.Notice(key, head.pk, "", "2 việc sắp đến hạn.", "ledger.obligation:7")], at=AT)


def deliver(gateway: Gateway, minutes: float = 0, **more: object) -> int:
    def send(message_id: str, to: str, words: str) -> None:
        gateway.send(message_id, to, words, timestamp=1_741_651_200)

    return outbox.deliver_texts(AT + timedelta(minutes=minutes), send=send, **more)


def test_a_message_is_telephone_words_and_id_and_nothing_else(head, listener):
    write(head)
    assert deliver(Gateway(listener.url, SECRET), address=lambda link: f"https://nha.vn/{link}") == 1
    message = TextMessage.objects.get()
    [(headers, body)] = listener.got
    assert json.loads(body) == {
        "id": message.message_id, "to": "0905123456", "text": "2 việc sắp đến hạn. https://nha.vn/ledger.obligation:7",
    }  # fmt: skip
    assert headers["idempotency-key"] == message.message_id
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert message.sent_at == AT


def test_the_gateway_can_tell_that_it_is_ours_and_when(head, listener):
    write(head)
    deliver(Gateway(listener.url, SECRET))
    [(headers, body)] = listener.got
    told = hmac.new(SECRET.encode(), headers["x-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (headers["x-timestamp"], headers["x-signature"]) == ("1741651200", f"sha256={told}")


def test_a_gateway_that_fails_is_tried_again_like_mail_under_the_same_key(head, listener):
    write(head)
    listener.answers = [503, 500]
    gateway, minutes = Gateway(listener.url, SECRET), 0.0
    for wait in (1, 10):
        assert deliver(gateway, minutes) == 0
        message = TextMessage.objects.get()
        assert (message.next_try_at, message.sent_at) == (AT + timedelta(minutes=minutes + wait), None)
        assert deliver(gateway, minutes + wait - 0.1) == 0
        minutes += wait
    assert message.failed == "GatewayRefused 500"
    assert deliver(gateway, minutes) == 1
    assert len(listener.got) == 3
    assert {headers["idempotency-key"] for headers, _ in listener.got} == {message.message_id}


def test_a_gateway_that_does_not_answer_in_time_is_tried_again(head, listener):
    write(head)
    listener.wait = 1.0
    assert deliver(Gateway(listener.url, SECRET, timeout=0.2)) == 0
    assert TextMessage.objects.get().failed == "TimeoutError"


def test_a_gateway_that_is_away_is_tried_again(head):
    write(head)
    assert deliver(Gateway("http://127.0.0.1:9/", SECRET, timeout=1)) == 0
    message = TextMessage.objects.get()
    assert (message.failed, message.next_try_at) == ("URLError", AT + timedelta(minutes=1))


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_signed_message_follows_nobody_elsewhere(head, listener, code):
    listener.answers = [code]
    with pytest.raises(GatewayRefused, match=str(code)):
        Gateway(listener.url, SECRET).send("m", "0905123456", "x", timestamp=1)


@pytest.mark.parametrize(
    ("url", "secret"), [("file:///etc/passwd", SECRET), ("ftp://a.vn", SECRET), ("https://a.vn", "")]
)
def test_a_gateway_has_a_web_address_and_a_secret(url, secret):
    with pytest.raises(ValueError, match="web address and a secret"):
        Gateway(url, secret)


@pytest.mark.parametrize(
    ("written", "number"),
    [("0905 123 456", "0905123456"), ("+84 905.123.456", "+84905123456"), ("máy lẻ 12", ""), ("", ""), ("1" * 20, "")],
)
def test_what_counts_as_a_telephone_number(written, number):
    assert outbox.telephone(written) == number


def test_who_has_no_telephone_or_has_left_gets_none(head, listener):
    other = make.make_account("other", "Lê Quang Ân")
    outbox.write_texts([outbox.Notice("a", other.pk, "", "x"), outbox.Notice("b", head.pk, "", "x")], at=AT)
    assert TextMessage.objects.get().recipient == head
    Account.objects.filter(pk=head.pk).update(is_active=False)
    assert deliver(Gateway(listener.url, SECRET)) == 0
    assert (listener.got, TextMessage.objects.get().next_try_at) == ([], None)


def test_written_twice_it_is_one(head):
    write(head)
    write(head)
    assert TextMessage.objects.count() == 1


def test_the_job_hands_over_what_waits_and_rests_without_a_gateway(head, listener, settings):
    write(head)
    settings.GATEWAY_URL = ""
    assert deliver_texts(timezone.now()) == 0
    settings.GATEWAY_URL, settings.GATEWAY_SECRET = listener.url, SECRET
    assert deliver_texts(timezone.now()) == 1
    assert len(listener.got) == 1
