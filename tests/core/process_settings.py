"""Settings of a worker that a test starts as a process of its own, on the test's database."""

import os

from neuguong.config.settings.test import *  # noqa: F403
from neuguong.config.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["DRILL_DATABASE"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SCHEDULE = "tests.core.drill.SCHEDULE"
EMAIL_BACKEND = "tests.core.drill.SlowPost"
