"""The office's SMS or Zalo gateway: one signed POST for each short message. Nothing goes out but telephone, words and message id.

The gateway can tell that a request is ours and fresh (HMAC over timestamp and body), and that it has seen it before
(the idempotency key is the message's own id, the same at every try).
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

TIMEOUT = 20.0  # times the batch it stays below the outbox's lease
_SCHEMES = ("http", "https")


class GatewayRefused(Exception):
    """The gateway did not take a message; `code` is its HTTP answer."""

    def __init__(self, code: int) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A signed message goes where it was sent and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise GatewayRefused(code)


_opener = urllib.request.build_opener(_StayHere, urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where it answers, and the secret that both sides know."""

    url: str
    secret: str
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        """Refuse what is no web address, and a gateway that could not know who speaks."""
        if urlsplit(self.url).scheme not in _SCHEMES or not self.secret:
            raise ValueError("a gateway has a web address and a secret")

    def send(self, message_id: str, to: str, words: str, *, timestamp: int) -> None:
        """Hand one message over; every answer but 2xx raises, as does a gateway that does not answer in time."""
        body = json.dumps({"id": message_id, "to": to, "text": words}, ensure_ascii=False).encode()
        request = urllib.request.Request(  # noqa: S310  the scheme was looked at
            self.url,
            data=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": message_id,
                "X-Timestamp": str(timestamp),
                "X-Signature": f"sha256={signature(self.secret, timestamp, body)}",
            },
        )
        try:
            with _opener.open(request, timeout=self.timeout) as answer:
                code = answer.status
        except urllib.error.HTTPError as error:
            error.close()
            raise GatewayRefused(error.code) from None
        if not 200 <= code < 300:
            raise GatewayRefused(code)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What both sides compute: HMAC-SHA256 over the timestamp, a full stop and the very bytes of the body."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
