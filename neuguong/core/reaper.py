"""Work of dead workers goes back to the queue.

The queue marks a task RUNNING when a worker claims it and knows no more than that: after a kill it stays so for
ever. Each worker therefore shows a sign of life; what belongs to a silent one is made READY again. A worker that
was only asleep may then run the same task as another: tasks are idempotent, by a unique key or compare-and-swap.
"""

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neuguong.core.models import WorkerBeat

DEAD_AFTER = timedelta(seconds=60)
MOST_CLAIMS = 5  # a task that ends every worker is put aside instead of ending them all
RESULTS_KEPT = timedelta(days=2)
ABANDONED = "neuguong.core.reaper.Abandoned"


def beat(worker: str, real: datetime) -> None:
    """A worker shows that it lives."""
    WorkerBeat.objects.update_or_create(
        pk=worker, defaults={"beat_at": real}, create_defaults={"beat_at": real, "started_at": real}
    )


def leave(worker: str) -> None:
    """A worker has ended in order."""
    WorkerBeat.objects.filter(pk=worker).delete()


def reap(real: datetime, *, dead_after: timedelta = DEAD_AFTER) -> int:
    """Return the tasks of silent workers to the queue; how many there were."""
    silent_since = real - dead_after
    alive = set(WorkerBeat.objects.filter(beat_at__gt=silent_since).values_list("pk", flat=True))
    returned = 0
    for task in DBTaskResult.objects.running().filter(started_at__lte=silent_since):
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        # The moment of the claim tells whether it is still the same claim: nobody else's is taken away.
        same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) >= MOST_CLAIMS:
            same.update(status=TaskResultStatus.FAILED, finished_at=real, exception_class_path=ABANDONED)
        else:
            returned += same.update(status=TaskResultStatus.READY, started_at=None)
    WorkerBeat.objects.filter(beat_at__lt=real - timedelta(days=1)).delete()
    return returned


def forget_old_results(real: datetime) -> int:
    """Drop what the queue remembers of tasks that ended days ago; their effects are in tables of their own."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=real - RESULTS_KEPT).delete()[0]
