"""Work in the background: the task that runs a scheduled job, and core's own jobs. An edge: it reads clock and settings."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string
from django_tasks import task

from neuguong.core import audit_seal, clock, drawings, erasing, file_check, outbox, reaper
from neuguong.core.actor import Actor
from neuguong.core.gateway import Gateway
from neuguong.core.scanner import scanner_at
from neuguong.core.schedule import Job, forget_old_runs, note_outcome

BEFORE_OTHERS = 50  # a long queue of exports must not hold up letters and seals
LETTERS_AT_ONCE = 10  # times EMAIL_TIMEOUT stays below the outbox's lease
LETTERS_PER_RUN = 500
DRAWINGS_KEPT = timedelta(days=1)
FILES = Actor.system("check_files")


def jobs() -> tuple[Job, ...]:
    """The schedule of this installation (the setting SCHEDULE names it)."""
    return tuple(import_string(settings.SCHEDULE))


@task(priority=BEFORE_OTHERS)
def run_job(name: str, slot: str) -> str:
    """Run one slot of a job and note its outcome."""
    begun = datetime.fromisoformat(slot)
    try:
        outcome = call_job(name)
    except Exception as error:
        note_outcome(name, begun, f"lỗi: {type(error).__name__}", clock.real_now())
        raise
    note_outcome(name, begun, outcome, clock.real_now())
    return outcome


def call_job(name: str) -> str:
    """Run a job now; KeyError for an unknown name."""
    job = {job.name: job for job in jobs()}[name]
    outcome = import_string(job.call)(clock.now())
    return "" if outcome is None else str(outcome)


@task(priority=BEFORE_OTHERS)
def check_file(file_id: int) -> None:
    """Check a file that has just come in; what gets lost on the way is found by `check_files`."""
    for file in file_check.waiting().filter(pk=file_id):
        file_check.check(file, by=FILES, at=clock.now(), scan=scanner_at(settings.CLAMD_SOCKET))


def check_files(at: datetime) -> int:
    """Check every file that still waits; returns how many got a verdict."""
    return file_check.check_waiting(by=FILES, at=at, scan=scanner_at(settings.CLAMD_SOCKET))


@task(priority=BEFORE_OTHERS)
def finish_erasure() -> bool:
    """After the rows of an erasure: the bytes on the disk, then what the database itself still holds in unused places."""
    erasing.remove_erased_bytes()
    drawings.drop_drawings()
    return erasing.wipe_remnants()


def finish_erasures(at: datetime) -> str:
    """Do what a lost task left behind."""
    if not erasing.remove_erased_bytes():
        return ""
    return "" if erasing.wipe_remnants() else "chưa dọn được cơ sở dữ liệu"


def clear_sessions(at: datetime) -> None:
    """Drop sessions that have run out."""
    call_command("clearsessions")


def deliver_letters(at: datetime) -> int:
    """Send what waits in the outbox; returns how many letters went out. A long outbox is shared with other workers."""
    post, sent = get_connection(), 0
    if outbox.waiting(clock.now())[LETTERS_PER_RUN : LETTERS_PER_RUN + 1].exists():
        deliver_more.enqueue()
    for _ in range(LETTERS_PER_RUN // LETTERS_AT_ONCE):
        moment = clock.now()  # a lease counts from the claim, not from the start of a long run
        if not outbox.waiting(moment).exists():
            break
        sent += outbox.deliver_letters(
            moment,
            by_mail=post,
            sender=settings.DEFAULT_FROM_EMAIL,
            address=letter_address,
            limit=LETTERS_AT_ONCE,
        )
    return sent


@task(priority=BEFORE_OTHERS)
def deliver_more() -> int:
    """The rest of a long outbox: begun while the run before it still works, so that whoever is idle takes part."""
    return deliver_letters(clock.now())


def deliver_texts(at: datetime) -> int:
    """Hand what waits for the SMS or Zalo gateway over; nothing where none is configured."""
    if not settings.GATEWAY_URL:
        return 0
    gateway, sent = Gateway(settings.GATEWAY_URL, settings.GATEWAY_SECRET), 0
    for _ in range(LETTERS_PER_RUN // LETTERS_AT_ONCE):
        moment = clock.now()
        if not outbox.waiting_texts(moment).exists():
            break
        now = int(clock.real_now().timestamp())
        send = partial(gateway.send, timestamp=now)
        sent += outbox.deliver_texts(moment, send=send, address=letter_address, limit=LETTERS_AT_ONCE)
    return sent


def letter_address(link: str) -> str:
    """The web address of what a letter is about; which path it has is known above this layer."""
    path: str = import_string(settings.LETTER_PATH)(link)
    return settings.SITE_URL + path


def refresh_statistics(at: datetime) -> None:
    """Tell SQLite how its tables have grown, or it picks slow paths; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def forget(at: datetime) -> int:
    """Drop old runs of the schedule, old results of the queue (returns how many rows), and unused drawings."""
    real = clock.real_now()
    drawings.drop_drawings(unused_since=real - DRAWINGS_KEPT)
    return forget_old_runs(real) + reaper.forget_old_results(real)


def reap(at: datetime) -> int:
    """Return the tasks of dead workers to the queue; returns how many."""
    return reaper.reap(clock.real_now())


def seal_audit(at: datetime) -> int:
    """Seal what the audit has gained; returns how many entries."""
    sealed = 0
    while made := audit_seal.seal(at):
        sealed += made.count
    return sealed
