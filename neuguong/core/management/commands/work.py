"""Work in the background: letters, seals, scheduled jobs and whatever else is in the queue."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.core.tasks import call_job, jobs
from neuguong.core.worker import Work

EXAMPLE = """
Examples:
  manage.py work                        until Ctrl-C or SIGTERM, which let the task at hand finish
  manage.py work --once                 what is due now, for cron: prints {"slots", "tasks"}
  manage.py work --job deliver_letters  one job now, whatever its slot: prints {"job", "outcome"}

Several may run at once, on one machine or on several: each slot and each task is done by one of them. What a killed
one was doing goes back to the queue after a minute.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and end")
        parser.add_argument("--job", help="run one job of the schedule and end")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds to rest when there is nothing to do")
        parser.add_argument("--beat-every", type=float, default=5.0, help="seconds between two signs of life")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["job"]:
            return self._run_job(options["job"])
        work = Work(interval=options["interval"], beat_every=options["beat_every"])
        work.obey_signals()
        if options["once"]:
            slots, tasks = work.run_once()
            self.stdout.write(json.dumps({"slots": slots, "tasks": tasks}))
        else:
            work.run_forever()
        return None

    def _run_job(self, name: str) -> None:
        known = [job.name for job in jobs()]
        if name not in known:
            raise CommandError(f"Không có việc định kỳ “{name}”. Các việc có: {', '.join(known)}.")
        self.stdout.write(json.dumps({"job": name, "outcome": call_job(name)}, ensure_ascii=False))
