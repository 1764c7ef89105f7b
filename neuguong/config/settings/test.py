"""The suite: fast hashing, letters in memory, tasks run where they are asked for."""

import os
import tempfile
from pathlib import Path

from neuguong.config.settings.base import *  # noqa: F403
from neuguong.config.settings.base import database

DEBUG = False
SECRET_KEY = "only-for-the-suite"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CLAMD_SOCKET = ""
GATEWAY_URL = ""
PAGES_KEPT = 0  # tests make rows without the operations, of which no copy would know
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="neuguong-files-"))
MERGED_ROOT = Path(tempfile.mkdtemp(prefix="neuguong-sheets-"))
DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of the concurrency tests must share it.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.mkdtemp(prefix="neuguong-db-")) / "test.sqlite3"}
elif migrated := os.environ.get("NEUGUONG_MIGRATED"):
    # Made by scripts/run_tests.py; SQLite's is copied in tests/conftest.py.
    DATABASES["default"]["TEST"] = {"TEMPLATE": migrated}
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
