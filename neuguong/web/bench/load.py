"""A load generator for servers on this machine: a few kept connections, whole answers, requests a second."""

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

CONNECTIONS = 8


class Refused(RuntimeError):
    """The server answered something else than what is measured."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One address of one server; `batch` requests are sent together, where the server reads them one after another."""

    port: int
    path: str
    host: str = "127.0.0.1"
    batch: int = 1

    @property
    def request(self) -> bytes:
        """What goes over the wire each time."""
        one = f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nConnection: keep-alive\r\n\r\n"
        return one.encode() * self.batch


def length_of(asked: Asked) -> int:
    """Ask once and count the bytes of a whole answer, which every later one must have. Raises Refused."""
    with socket.create_connection(("127.0.0.1", asked.port), timeout=30) as line:
        line.sendall(Asked(asked.port, asked.path, asked.host).request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += _some(line)
        head = got.split(b"\r\n\r\n", 1)[0]
        if not head.startswith(b"HTTP/1.1 200"):
            raise Refused(f"{asked.path}: {head.splitlines()[0].decode()}")
        length = next(int(row[15:]) for row in head.splitlines() if row.lower().startswith(b"content-length:"))
        while len(got) < len(head) + 4 + length:
            got += _some(line)
        return len(got)


def _some(line: socket.socket) -> bytes:
    got = line.recv(1 << 18)
    if not got:
        raise Refused("the server hung up")
    return got


def per_second(asked: Asked, seconds: float, connections: int = CONNECTIONS) -> float:
    """Whole answers a second over `connections` lines that are all busy all the time."""
    whole = length_of(asked) * asked.batch
    done = 0
    with _lines(asked.port, connections) as (lines, waiting):
        left = dict.fromkeys(lines, whole)
        begin = time.perf_counter()
        end = begin + seconds
        for line in lines:
            line.sendall(asked.request)
        while (now := time.perf_counter()) < end:
            for key, _ in waiting.select(timeout=5):
                line = key.fileobj
                assert isinstance(line, socket.socket)  # noqa: S101  nothing else was registered
                left[line] -= len(_some(line))
                if left[line] <= 0:
                    if left[line] < 0:
                        raise Refused(f"{asked.path}: answers differ in length")
                    left[line] = whole
                    done += asked.batch
                    line.sendall(asked.request)
        return done / (now - begin)


@contextmanager
def _lines(port: int, count: int) -> Iterator[tuple[list[socket.socket], selectors.BaseSelector]]:
    lines = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(count)]
    waiting = selectors.DefaultSelector()
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(line, selectors.EVENT_READ)
    try:
        yield lines, waiting
    finally:
        waiting.close()
        for line in lines:
            line.close()
