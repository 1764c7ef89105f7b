"""Run the suite on SQLite and on a PostgreSQL of its own, installing Chromium, PostgreSQL and ClamAV when they are missing."""

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MIGRATED = "neuguong_migrated"
NO_TESTS = 5  # pytest's exit status when the arguments select nothing
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(text: str) -> None:
    print(f"test: {text}", flush=True)


def apt_install(package: str) -> bool:
    """Install a system package, as root or through sudo without a question; False when that is not possible."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    say(f"{package} is missing; installing it with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*sudo, "apt-get", "install", "-y", "--no-install-recommends", "-qq", package]
    for command in ([*sudo, "apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def runs(program: str | Path) -> bool:
    """Whether a program starts: on Ubuntu `chromium-browser` can be a script that only advises to install a snap."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def system_chromium() -> str | None:
    """The first Chromium of this machine that starts."""
    return next((path for name in CHROMIUM if (path := shutil.which(name)) and runs(path)), None)


def browser() -> str:
    """The Chromium that the journeys drive; empty when Playwright brought its own."""
    found = system_chromium() or (apt_install("chromium") and system_chromium())
    if found:
        return found
    say("no Chromium among the system's packages; trying Playwright's own")
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0:
        return ""
    sys.exit(
        "test: the journeys need Chromium, and it could not be installed.\n"
        "  Debian: sudo apt-get install chromium      without it: make test ARGS=\"-m 'not journey'\""
    )


def clamd() -> None:
    """See to ClamAV's daemon (10 s, no signatures are fetched); without it the tests that need it say that they were skipped."""
    folders = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    if not shutil.which("clamd", path=folders) and not apt_install("clamav-daemon"):
        say("no clamd, and it could not be installed: its tests are skipped (sudo apt-get install clamav-daemon)")


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres; the newest when there are several."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders.sort(key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0, reverse=True)
    for name in ("initdb", "/opt/homebrew/opt/postgresql/bin/initdb"):
        if found := shutil.which(name):
            folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def owner() -> str | None:
    """Whose processes the cluster's are: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen) -> None:
    for _ in range(150):
        if subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    sys.exit(f"test: the private PostgreSQL did not start:\n{(folder / 'log').read_text()[-2000:]}")


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster of our own on a socket in a temporary folder; gives the address of a database and leaves nothing."""
    programs = postgres_programs() or (apt_install("postgresql") and postgres_programs())
    if not programs:
        sys.exit(
            "test: the suite needs PostgreSQL's programs, and they could not be installed.\n"
            "  Debian, Ubuntu: sudo apt-get install postgresql      without it: make test DB=sqlite"
        )
    folder = Path(tempfile.mkdtemp(prefix="neuguong-pg-", dir="/tmp"))  # a socket has a short path
    user = owner()
    if user:
        shutil.chown(folder, user)
    options = {"cwd": folder, "user": user, "extra_groups": [] if user else None}
    initdb = [programs / "initdb", "-D", folder / "data", "-U", "neuguong", "-A", "trust", "-E", "UTF8", "--no-locale"]
    subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, **options)
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "max_connections": 100, "fsync": "off"}
    settings |= {"synchronous_commit": "off", "full_page_writes": "off", "timezone": "UTC"}
    # Tests roll back: statistics taken between two of them say that every table is empty, and plans for such tables crawl.
    settings["autovacuum_analyze_threshold"] = 2**31 - 1
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([programs / "postgres", "-D", folder / "data", *arguments], stderr=log, **options)
    try:
        wait_until_ready(programs, folder, server)
        subprocess.run([programs / "createdb", "-h", folder, "-U", "neuguong", MIGRATED], check=True)
        yield f"postgres://neuguong@{str(folder).replace('/', '%2F')}/{MIGRATED}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def migrate(settings: dict[str, str], address: str) -> None:
    """Bring one empty database to what the code says: each process of the run copies it instead of doing the same again."""
    environment = {**settings, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "neuguong.config.settings.test"}
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity", "0"], cwd=ROOT, env=environment, check=True
        )


def suite(label: str, arguments: list[str], compiled: str, **environment: str) -> int:
    """Run pytest once; temporary files of the run go with it. What Python compiles is kept in `compiled`, also where the
    machine tells it to keep nothing: the suite starts dozens of processes."""
    say(f"the suite on {label}")
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="neuguong-suite-") as scratch:
        settings = {**os.environ, "TMPDIR": scratch, "NEUGUONG_DATA": f"{scratch}/data", **environment}
        settings |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
        address = environment.get("DATABASE_URL", "")
        settings["NEUGUONG_MIGRATED"] = MIGRATED if address else f"{scratch}/{MIGRATED}"
        migrate(settings, address or f"sqlite:///{scratch}/{MIGRATED}")
        workers = str(min(4, max(2, os.cpu_count() or 2)))
        command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadgroup", "--durations=10", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode
    say(f"{label}: {'passed' if code == 0 else f'status {code}'} in {time.monotonic() - start:.0f} s")
    return code


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", default="sqlite postgres", help="sqlite, postgres, or both")
    parser.add_argument("arguments", nargs="*", help="handed to pytest")
    options = parser.parse_args()
    wanted = options.db.split()
    if not wanted or not set(wanted) <= {"sqlite", "postgres"}:
        parser.error("DB is sqlite, postgres, or both")
    codes = []
    clamd()
    os.environ.pop("DATABASE_URL", None)  # the suite never touches an office's database
    with tempfile.TemporaryDirectory(prefix="neuguong-compiled-") as compiled:
        if "sqlite" in wanted:
            codes.append(suite("SQLite", options.arguments, compiled, NEUGUONG_CHROMIUM=browser()))
        if "postgres" in wanted:
            with postgres() as address:
                # A browser sees no difference between the databases, nor does a test that may not reach one: these run once,
                # with SQLite, and with PostgreSQL only when that is the one asked for.
                marked = "database and not journey" if "sqlite" in wanted else "not journey"
                arguments = ["-m", marked, *options.arguments]
                codes.append(suite("PostgreSQL", arguments, compiled, DATABASE_URL=address))
    if options.arguments and 0 in codes:
        codes = [code for code in codes if code != NO_TESTS]
    sys.exit(max(codes))


if __name__ == "__main__":
    main()
