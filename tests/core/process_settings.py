"""Settings of a worker that a test starts as a process of its own, on the test's database."""

import os

from neuguong.config.settings.test import *  # noqa: F403
from neuguong.config.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["DRILL_DATABASE"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SCHEDULE = os.environ.get("DRILL_SCHEDULE", "tests.core.drill.SCHEDULE")
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("DRILL_SMTP_PORT", "25"))
EMAIL_BACKEND = "tests.core.drill.SlowPost"
