"""Background workers as processes of their own on the test's database, and ways to wait for and to kill them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0

Start = Callable[[], subprocess.Popen]


@contextmanager
def workers(folder: Path, **environment: str) -> Iterator[Start]:
    """Gives a function that starts one; all are ended afterwards."""
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.core.process_settings",
        "DRILL_DATABASE": str(connection.settings_dict["NAME"]),
        "DRILL_FOLDER": str(folder),
        "TMPDIR": str(folder),
        **environment,
    }
    command = [sys.executable, "manage.py", "work", "--interval", "0.05", "--beat-every", "0.3"]
    started: list[subprocess.Popen] = []

    def start_one() -> subprocess.Popen:
        started.append(subprocess.Popen(command, cwd=ROOT, env=told))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def until(condition: Callable[[], object]) -> None:
    """Wait for something to become true."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.05)


def kill_who_stopped_at(folder: Path, place: str) -> None:
    """Whoever came to a place that the test set up is no more."""
    note = folder / f"{place}.pid"
    until(lambda: note.exists() and note.read_text())
    os.kill(int(note.read_text()), signal.SIGKILL)
