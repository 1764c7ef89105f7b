"""ClamAV's daemon, asked over its socket. The INSTREAM command alone is used, so it needs no right to our folder."""

import socket
import struct
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 120.0  # an archive of 20 MB is unpacked and searched on a slow machine
CHUNK = 1 << 16

# Asked with a file's bytes, answers the name of what was found in them, empty when nothing was.
Scanner = Callable[[bytes], str]


class ScannerAway(Exception):
    """The daemon did not answer, or not with a verdict; the file has to be asked about again."""


def scanner_at(address: str) -> Scanner | None:
    """The scanner behind "/run/clamav/clamd.ctl" or "host:port"; None when there is no address."""
    return partial(_scan, address) if address else None


def _connect(address: str) -> AbstractContextManager[socket.socket]:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        if problem := line.connect_ex(address):
            line.close()
            raise OSError(problem, address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), CONNECT_SECONDS)


def _scan(address: str, content: bytes) -> str:
    try:
        with _connect(address) as line:
            line.settimeout(ANSWER_SECONDS)
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            answer = b""
            while part := line.recv(4096):
                answer += part
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerAway(said or "no answer")
