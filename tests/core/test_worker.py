"""The background process: each slot once, each task done, nothing lost when a worker dies."""

import json
import logging
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from neuguong.config.schedule import SCHEDULE
from neuguong.core import audit, reaper
from neuguong.core.models import AuditEntry, Letter, ScheduleRun, WorkerBeat
from neuguong.core.outbox import write_letter
from neuguong.core.schedule import Job, forget_old_runs, take_slot
from neuguong.core.worker import Work
from tests import factories as make
from tests.core import drill
from tests.core.workers import kill_who_stopped_at, until, workers


@pytest.fixture
def queue(settings) -> None:
    """The queue in the database, as in real life; elsewhere in the suite tasks run at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# --- the schedule


def test_the_schedule_is_sorted_and_each_call_exists() -> None:
    names = [job.name for job in SCHEDULE]
    assert names == sorted(set(names))
    assert [job.name for job in SCHEDULE if not callable(import_string(job.call))] == []


def test_a_job_has_one_rhythm() -> None:
    for wrong in ({}, {"every": 5, "daily_at": "02:00"}, {"daily_at": "25:00"}):
        with pytest.raises(ValueError):
            Job("x", "y", **wrong)


def test_slots_begin_at_round_moments_of_the_office() -> None:
    assert Job("x", "y", every=15).slot(make.moment(2025, 3, 10) + timedelta(seconds=44)) == make.moment(
        2025, 3, 10
    ) + timedelta(seconds=30)
    daily = Job("x", "y", daily_at="02:40")
    assert daily.slot(make.moment(2025, 3, 10, 2, 39)) == make.moment(2025, 3, 9, 2, 40)
    assert daily.slot(make.moment(2025, 3, 10, 2, 40)) == make.moment(2025, 3, 10, 2, 40)


@pytest.mark.django_db
def test_a_slot_is_taken_once_and_forgotten_after_days() -> None:
    job, real = SCHEDULE[0], make.moment(2025, 3, 10)
    assert take_slot(job, job.slot(real), real) is not None
    assert take_slot(job, job.slot(real), real) is None
    assert forget_old_runs(real + timedelta(days=2)) == 0
    assert forget_old_runs(real + timedelta(days=4)) == 1


# --- one round, in this process


@pytest.mark.django_db(transaction=True)  # the library's worker closes connections between tasks
@pytest.mark.usefixtures("queue")
def test_one_round_does_what_is_due_and_notes_it(mailoutbox: list, settings: object) -> None:
    settings.SITE_URL = "https://nha.vn"
    head = make.make_account("head", "Võ Thành Nhân", email="nhan@example.vn")
    audit.record("submit", head, by=make.JOB, at=timezone.now())
    write_letter(key="a", recipient_id=head.pk, subject="s", body="b", link="exemplars.nomination:7", at=timezone.now())
    out = StringIO()
    call_command("work", "--once", stdout=out)
    assert json.loads(out.getvalue()) == {"slots": len(SCHEDULE), "tasks": len(SCHEDULE)}
    assert [message.to for message in mailoutbox] == [["nhan@example.vn"]]
    assert mailoutbox[0].body == f"b\n\nMở tại: https://nha.vn{reverse('desk:nomination', args=[7])}"
    assert list(AuditEntry.objects.filter(seal=None)) == []
    assert dict(ScheduleRun.objects.values_list("job", "outcome")) == {
        "check_files": "0",
        "clear_sessions": "",
        "deliver_letters": "1",
        "deliver_texts": "0",
        "export_site": "",
        "extend_ledgers": "0",
        "finish_erasures": "",
        "forget": "0",
        "read_articles": "0",
        "reap": "0",
        "refresh_statistics": "",
        "seal_audit": "1",
        "sweep_duplicates": "đã đọc 0 đối tượng, thêm 0 cặp nghi trùng",
        "tell_weeks": "0",
        "urge_units": "0 thư, phát hành 0",
    }
    assert not ScheduleRun.objects.filter(finished_at=None).exists()
    assert list(WorkerBeat.objects.all()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue")
def test_a_long_outbox_is_delivered_in_turns_within_one_round(
    mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neuguong.core.tasks.LETTERS_PER_RUN", 2)
    monkeypatch.setattr("neuguong.core.tasks.LETTERS_AT_ONCE", 1)
    head = make.make_account("head", "Võ Thành Nhân", email="nhan@example.vn")
    for n in range(7):
        write_letter(key=f"k{n}", recipient_id=head.pk, subject="s", body="b", at=timezone.now())
    call_command("work", "--once", stdout=StringIO())
    assert (len(mailoutbox), Letter.objects.filter(sent_at=None).count()) == (7, 0)
    assert DBTaskResult.objects.filter(task_path="neuguong.core.tasks.deliver_more").count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("queue")
def test_two_workers_share_the_slots() -> None:
    first, second = Work(), Work()
    real = timezone.now()
    counts = [first.enqueue_due(), second.enqueue_due()]
    assert DBTaskResult.objects.count() == sum(counts)
    daily = [job for job in SCHEDULE if job.daily_at]
    assert ScheduleRun.objects.filter(job__in=[job.name for job in daily]).count() == len(daily)
    assert first.worker_id != second.worker_id
    assert real <= timezone.now()


@pytest.mark.django_db(transaction=True)  # the library's worker closes connections between tasks
@pytest.mark.usefixtures("queue")
def test_a_failed_task_is_named_without_what_it_said(caplog: pytest.LogCaptureFixture) -> None:
    drill.fail.enqueue("x")
    log = logging.getLogger("neuguong.core.worker")
    log.addHandler(caplog.handler)
    call_command("work", "--once", stdout=StringIO())
    log.removeHandler(caplog.handler)
    [line] = {record.getMessage() for record in caplog.records if record.name == "neuguong.core.worker"}
    assert line.endswith("of tests.core.drill.fail failed: builtins.ValueError")


@pytest.mark.django_db
def test_one_job_can_be_run_by_hand() -> None:
    out = StringIO()
    call_command("work", "--job", "seal_audit", stdout=out)
    assert json.loads(out.getvalue()) == {"job": "seal_audit", "outcome": "0"}
    with pytest.raises(CommandError, match="Không có việc định kỳ “x”"):
        call_command("work", "--job", "x")


# --- the reaper


def running(worker: str, since: timedelta, claims: int = 1) -> DBTaskResult:
    task = DBTaskResult.objects.get(pk=drill.leave_mark.enqueue("x").id)
    for _ in range(claims):
        task.claim(worker)
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=timezone.now() - since)
    return task


@pytest.mark.django_db
@pytest.mark.usefixtures("queue")
def test_only_tasks_of_silent_workers_go_back_to_the_queue() -> None:
    real = timezone.now()
    reaper.beat("alive", real)
    reaper.beat("dead", real - timedelta(seconds=61))
    kept = running("alive", timedelta(hours=1))
    fresh = running("gone", timedelta(seconds=30))
    lost = running("dead", timedelta(minutes=2))
    gone = running("gone", timedelta(minutes=2))
    poison = running("gone", timedelta(minutes=2), claims=5)
    assert reaper.reap(real) == 2
    assert dict(DBTaskResult.objects.values_list("pk", "status")) == {
        kept.pk: "RUNNING",
        fresh.pk: "RUNNING",
        lost.pk: "READY",
        gone.pk: "READY",
        poison.pk: "FAILED",
    }
    assert reaper.reap(real) == 0


# --- real processes


@pytest.fixture
def start(tmp_path: Path, transactional_db: None) -> Iterator[Callable[[], subprocess.Popen]]:
    """Starts workers as processes on this test's database and ends them afterwards."""
    with workers(tmp_path) as start_one:
        yield start_one


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_killed_workers_lose_no_task_and_do_none_twice(start: Callable, tmp_path: Path) -> None:
    keys = [f"mark-{n}" for n in range(40)]
    (tmp_path / "before-mark-10").touch()
    (tmp_path / "after-mark-30").touch()
    for key in keys:
        drill.leave_mark.enqueue(key)
    ours = DBTaskResult.objects.filter(task_path="tests.core.drill.leave_mark")
    start(), start()
    for place in ("before-mark-10", "after-mark-30"):
        kill_who_stopped_at(tmp_path, place)
        start()
    until(lambda: ours.filter(status="SUCCESSFUL").count() == len(keys))
    marks = Counter(ScheduleRun.objects.filter(job__startswith="mark-").values_list("job", flat=True))
    assert marks == dict.fromkeys(keys, 1)
    twice = [task.args_kwargs["args"][0] for task in ours if len(task.worker_ids) > 1]
    assert sorted(twice) == ["mark-10", "mark-30"]


@pytest.mark.slow
def test_workers_killed_over_letters_lose_none(start: Callable, tmp_path: Path) -> None:
    (tmp_path / "before-post").touch()
    (tmp_path / "after-post").touch()
    head = make.make_account("head", "Võ Thành Nhân", email="nhan@example.vn")
    letters = [
        write_letter(key=f"k{n}", recipient_id=head.pk, subject="s", body="b", at=timezone.now()) for n in range(2)
    ]
    start(), start()
    kill_who_stopped_at(tmp_path, "before-post")
    start()
    kill_who_stopped_at(tmp_path, "after-post")
    until(lambda: not Letter.objects.filter(sent_at=None).exists())
    posted = Counter((tmp_path / "post").read_text().split())
    # Once each; only who dies between the post office and the note makes a copy, and it carries the same id.
    assert sorted(posted.values()) == [1, 2]
    assert set(posted) == {f"<{letter.message_id}@example.vn>" for letter in letters}


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_a_worker_asked_to_stop_finishes_what_it_does(start: Callable, tmp_path: Path) -> None:
    drill.take_a_second.enqueue("first")
    drill.take_a_second.enqueue("second")
    worker = start()
    until((tmp_path / "first.pid").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    done = {
        task.args_kwargs["args"][0]: task.status
        for task in DBTaskResult.objects.filter(task_path="tests.core.drill.take_a_second")
    }
    assert done == {"first": "SUCCESSFUL", "second": "READY"}
    assert list(WorkerBeat.objects.all()) == []
