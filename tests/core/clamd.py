"""A real ClamAV for one test module: our own configuration, and a database of one signature that nobody else has."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EVIL = b"Neu Guong: day la tep doc de thu may quet"
PROGRAM = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")
needs_clamd = pytest.mark.skipif(
    PROGRAM is None, reason="no clamd on this machine and none could be installed: apt-get install clamav-daemon"
)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[tuple[str, str]]:
    """Its two addresses: of the socket in a folder of its own, and of a port."""
    folder = Path(tempfile.mkdtemp(prefix="neuguong-clamd-", dir="/tmp"))  # a socket has a short path
    port = free_port()
    (folder / "data").mkdir()
    (folder / "data" / "own.ndb").write_text(f"NeuGuong.Thu:0:*:{EVIL.hex()}\n")
    lines = (
        f"LocalSocket {folder}/clamd.ctl\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}/data\n"
        f"TemporaryDirectory {folder}\nForeground yes\nMaxThreads 2\nStreamMaxLength 25M\n"
    )
    (folder / "clamd.conf").write_text(lines)
    with (folder / "log").open("w") as log:
        daemon = subprocess.Popen([PROGRAM, "-c", folder / "clamd.conf"], stdout=log, stderr=log)
    try:
        give_up = time.monotonic() + 30
        while not answers(port):
            assert daemon.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < give_up, "clamd did not answer"
            time.sleep(0.05)
        yield f"{folder}/clamd.ctl", f"127.0.0.1:{port}"
    finally:
        daemon.kill()
        daemon.wait()
        shutil.rmtree(folder, ignore_errors=True)


def answers(port: int) -> bool:
    """Whether it takes questions yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(b"zPING\0")
            return line.recv(16).startswith(b"PONG")
    except OSError:
        return False
