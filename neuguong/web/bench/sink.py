"""A mail server for measurements and drills: it takes every mail, remembers its Message-ID and when it came, and sends nothing on."""

import re
import socketserver
import threading
import time
from types import TracebackType
from typing import Self

_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(rb"^rcpt to:\s*<([^>]*)>", re.IGNORECASE)


class _Session(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 wants it and no more."""

    server: "Sink"

    def handle(self) -> None:
        """Answer until the other side leaves; a killed one leaves without a word."""
        try:
            self._say(b"220 sink")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say(b"354 go on")
                    if not self._take():
                        return
                elif verb == b"QUIT":
                    self._say(b"221 bye")
                    return
                elif (to := _TO.match(line)) and to[1] in self.server.unknown:
                    self._say(b"550 nobody here of that name")
                    continue
                self._say(b"250 ok")
        except OSError:
            return

    def _take(self) -> bool:
        """The mail to its final dot; a mail that breaks off was not taken."""
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if not line:
            return False
        found = _ID.search(b"".join(lines))
        self.server.note(found[1].decode() if found else "")
        return True

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """Listens on this machine while the `with` block lasts; `taken` holds (Message-ID, moment) in the order of coming."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, unknown: frozenset[bytes] = frozenset()) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.unknown = unknown
        self.taken: list[tuple[str, float]] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def ids(self) -> list[str]:
        """Every Message-ID taken, as often as it was."""
        with self._lock:
            return [one for one, _ in self.taken]

    def note(self, message_id: str) -> None:
        """One mail was taken; the sender hears of it after this."""
        with self._lock:
            self.taken.append((message_id, time.perf_counter()))

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self.shutdown()
        self.server_close()
