"""Bring the data up to date before the site starts: tables, static files, and the demonstration unless told not to."""

import argparse
import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuguong.config.settings.dev")

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.finders import get_finders  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402


def static_key() -> str:
    """One hash over name, size and time of every source file: cheaper than collecting them again."""
    total = hashlib.sha256(Path(django.__file__).as_posix().encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            total.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return total.hexdigest()


def collect_static() -> None:
    """Collect and compress the static files, only when one of them changed."""
    key = static_key()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == key:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(key)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-demo", action="store_true", help="leave the database empty for a real office")
    options = parser.parse_args()
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static()
        if not options.no_demo:
            call_command("demo")
    except CommandError as refusal:
        hint = "" if options.no_demo else "\nStart a real office's database with: make run DEMO=0"
        sys.exit(f"prepare: {refusal}{hint}")


if __name__ == "__main__":
    main()
