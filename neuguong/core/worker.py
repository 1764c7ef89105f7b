"""One background process: it enqueues what the schedule asks for, works through the queue, and shows that it lives."""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from neuguong.core import reaper
from neuguong.core.clock import real_now
from neuguong.core.schedule import take_slot
from neuguong.core.tasks import jobs, run_job

logger = logging.getLogger(__name__)

TASKS_BETWEEN_SLOTS = 10
SECONDS_AFTER_AN_ERROR = 3.0


class Batch(Worker):
    """The library's worker for a few tasks; tells how many it ran and names those that failed."""

    def __init__(self, worker_id: str, max_tasks: int | None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=max_tasks,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self.ran = 0

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one task and log a failure by its kind alone: messages may repeat what people typed."""
        super().run_task(db_task_result)
        self.ran += 1
        if error := db_task_result.exception_class_path:
            logger.error("task %s of %s failed: %s", db_task_result.pk, db_task_result.task_path, error)


class Work:
    """The process. `run_forever` until `stop`; `run_once` for cron and tests."""

    def __init__(self, *, interval: float = 1.0, beat_every: float = 5.0) -> None:
        self.worker_id = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.interval = interval
        self.beat_every = beat_every
        self.stopping = threading.Event()
        self.batch: Batch | None = None
        self._slots_seen: dict[str, object] = {}

    def run_forever(self) -> None:
        """Work until told to stop; a database that is away for a while is waited for."""
        with self._alive():
            while not self.stopping.is_set():
                try:
                    self.enqueue_due()
                    pause = 0.0 if self._work_through(TASKS_BETWEEN_SLOTS) else self.interval
                except DatabaseError as error:
                    logger.warning("the database does not answer: %s", type(error).__name__)
                    connections.close_all()
                    pause = SECONDS_AFTER_AN_ERROR
                self.stopping.wait(pause)

    def run_once(self) -> tuple[int, int]:
        """Enqueue what is due and work until the queue is empty; how many slots and tasks that were."""
        with self._alive():
            return self.enqueue_due(), self._work_through(None)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the task at hand, take no other."""
        self.stopping.set()
        if self.batch:
            self.batch.running = False

    def obey_signals(self) -> None:
        """Stop in order when the system or Ctrl-C asks for it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def enqueue_due(self) -> int:
        """Enqueue each job whose slot has come and is nobody's yet; how many."""
        real, taken = real_now(), 0
        for job in jobs():
            slot = job.slot(real)
            if self._slots_seen.get(job.name) == slot:
                continue
            with transaction.atomic():
                if take_slot(job, slot, real):
                    run_job.enqueue(job.name, slot.isoformat())
                    taken += 1
            self._slots_seen[job.name] = slot
        return taken

    def _work_through(self, max_tasks: int | None) -> int:
        if self.stopping.is_set():
            return 0
        self.batch = Batch(self.worker_id, max_tasks)
        if self.stopping.is_set():  # the signal came in between
            return 0
        self.batch.run()
        return self.batch.ran

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Show signs of life from a thread of its own, to the very end: the last task may take its time."""
        ended = threading.Event()
        pulse = threading.Thread(target=self._show_life, args=(ended,), name="beat", daemon=True)
        reaper.beat(self.worker_id, real_now())
        pulse.start()
        try:
            yield
        finally:
            ended.set()
            pulse.join()
            reaper.leave(self.worker_id)

    def _show_life(self, ended: threading.Event) -> None:
        try:
            while not ended.wait(self.beat_every):
                close_old_connections()
                try:
                    reaper.beat(self.worker_id, real_now())
                except DatabaseError as error:
                    logger.warning("no sign of life: %s", type(error).__name__)
                    connection.close()
        finally:
            connection.close()
