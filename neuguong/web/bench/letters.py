"""What delivering costs and whether it loses anything: real workers, a real mail server on this machine, workers killed on the way."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone

from neuguong.core import outbox
from neuguong.core.models import Letter
from neuguong.core.text import sort_key
from neuguong.org.models import Account
from neuguong.web.bench.fill import START, bulk
from neuguong.web.bench.sink import Sink

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"
WORKERS = 2
BARE = 2_000  # letters that the baseline sends, at most
PATIENCE = 120.0  # seconds without any letter, after which something is wrong
BODY = "Kính gửi anh/chị,\n\nXã Diên Thọ: Gửi danh sách giới thiệu điển hình trong quý, quý I/2025. Còn 3 ngày.\n" * 4
SENDER = "noi-vu@neuguong.example"


@dataclass(frozen=True, slots=True)
class Posted:
    """Letters a second of the workers and of the bare library in the same run; what the kills left, lost or doubled."""

    letters: int
    workers: int
    kills: int
    seconds: float
    per_second: float
    bare_per_second: float
    ratio: float
    left_to_the_lease: int
    lost: int
    duplicates: int


def measure_letters(count: int, kills: int, folder: str) -> Posted:
    """Write `count` letters, let two workers deliver them, kill one at even distances and start another in its place."""
    with Sink() as sink:
        bare = _bare(sink, min(count, BARE))
        sink.taken.clear()
        _fill(count)
        _work(sink, count, kills, folder)
        taken = list(sink.taken)
        left = Letter.objects.filter(sent_at=None).count()
        _after_the_lease(sink, left)
        found = Counter(sink.ids)
    ids = set(Letter.objects.values_list("message_id", flat=True))
    seconds = taken[-1][1] - taken[0][1]
    ours = (len(taken) - 1) / seconds
    return Posted(
        letters=count,
        workers=WORKERS,
        kills=kills,
        seconds=round(seconds, 1),
        per_second=round(ours, 1),
        bare_per_second=round(bare, 1),
        ratio=round(bare / ours, 1),
        left_to_the_lease=left,
        lost=len(ids - {one.strip("<>").partition("@")[0] for one in found}),
        duplicates=sum(found.values()) - len(found),
    )


def _bare(sink: Sink, count: int) -> float:
    """The same mail by the library alone, over one connection: letters a second."""
    mail = EmailMessage("Đôn đốc", BODY, SENDER, ["a@neuguong.example"]).message().as_bytes(linesep="\r\n")
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        begin = time.perf_counter()
        for _ in range(count):
            server.sendmail(SENDER, ["a@neuguong.example"], mail)
        return count / (time.perf_counter() - begin)


def _fill(count: int) -> None:
    bulk(
        Account,
        [
            Account(username=f"u{n}", email=f"u{n}@neuguong.example", full_name=f"Người {n}", sort_key=sort_key(f"{n}"),
                    created_at=START)
            for n in range(count)
        ],
    )  # fmt: skip
    at = timezone.now()
    people = list(Account.objects.values_list("pk", flat=True))
    for start in range(0, count, 5_000):
        part = people[start : start + 5_000]
        outbox.write_notices([outbox.Notice(f"bench:{pk}", pk, "Đôn đốc", BODY) for pk in part], at=at)


def _work(sink: Sink, count: int, kills: int, folder: str) -> None:
    """Until only what the killed ones held is left."""
    workers = [_start(sink, folder) for _ in range(WORKERS)]
    marks = [count * turn // (kills + 1) for turn in range(1, kills + 1)]
    try:
        last, since = 0, time.monotonic()
        while Letter.objects.filter(sent_at=None, next_try_at__lte=timezone.now()).exists() or _in_hand(workers, kills):
            if len(sink.taken) > last:
                last, since = len(sink.taken), time.monotonic()
            if marks and last >= marks[0]:
                marks.pop(0)
                victim = workers.pop(0)
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                workers.append(_start(sink, folder))
            if time.monotonic() - since > PATIENCE:
                raise RuntimeError(f"no letter for {PATIENCE:g} seconds, {last} of {count} delivered")
            time.sleep(0.002 if marks else 0.05)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def _in_hand(workers: list[subprocess.Popen[bytes]], kills: int) -> bool:
    """Whether a living worker still holds a letter: more are unsent than killed ones can have held."""
    return bool(workers) and Letter.objects.filter(sent_at=None).count() > kills


def _start(sink: Sink, folder: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "NEUGUONG_DATA": folder,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        "DEFAULT_FROM_EMAIL": SENDER,
    }
    command = [sys.executable, str(MANAGE), "work", "--interval", "0.05"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603  our own command


def database_url() -> str:
    """The scratch database as workers are told of it."""
    found: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = f"{found['USER']}:{found['PASSWORD']}@{found['HOST'] or 'localhost'}:{found['PORT'] or 5432}"
    return f"postgres://{who}/{found['NAME']}"


def _after_the_lease(sink: Sink, left: int) -> None:
    """What the next worker does when the lease of the killed ones has run out."""
    post = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.port, username="", password=""
    )
    at = timezone.now() + outbox.LEASE + timedelta(seconds=1)
    if left:
        outbox.deliver_letters(at, by_mail=post, sender=SENDER, limit=left)
