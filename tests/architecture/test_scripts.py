"""Setting up and starting: a dead Python is passed over, a taken port is said, a dead worker ends the whole."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

SERVE = ROOT / "scripts" / "serve.py"
SITE = """def application(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
WORKER = "import sys, time; time.sleep(3 if sys.argv[1:] == ['work'] else 0); sys.exit({status})"


def program(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{content}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def find_python(path: Path) -> subprocess.CompletedProcess:
    command = ["/bin/sh", ROOT / "scripts" / "find_python.sh"]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def site(tmp_path):
    """A site of a few lines, started by our own script."""

    def start(worker_status: int) -> tuple[subprocess.Popen, int]:
        (tmp_path / "scripts").mkdir()
        shutil.copy(SERVE, tmp_path / "scripts")
        package = tmp_path / "neuguong" / "config"
        package.mkdir(parents=True)
        (package / "wsgi.py").write_text(SITE, encoding="utf-8")
        (tmp_path / "manage.py").write_text(WORKER.format(status=worker_status), encoding="utf-8")
        port = free_port()
        command = [sys.executable, tmp_path / "scripts" / "serve.py", "--port", str(port), "--no-demo"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True), port

    return start


def test_a_name_that_does_not_run_is_passed_over(tmp_path):
    program(tmp_path, "python3.13", "exit 127")
    program(tmp_path, "python3.12", 'echo "command not found" >&2; exit 127')
    program(tmp_path, "python3", f'exec {sys.executable} "$@"')
    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3")


def test_without_python_one_is_told_what_to_install(tmp_path):
    (tmp_path / "cat").symlink_to(shutil.which("cat"))
    ended = find_python(tmp_path)
    assert ended.returncode == 1
    assert "apt-get install python3 python3-venv" in ended.stderr


def test_a_taken_port_is_said_and_nothing_is_started():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, SERVE, "--port", str(port)], capture_output=True, text=True, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Cổng {port} đang có chương trình khác dùng.")


def test_stopping_ends_the_server_and_the_worker_together(site):
    process, port = site(0)
    assert "đang chạy tại" in next(line for line in process.stdout if line.strip())
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_dead_worker_ends_the_site_with_an_error(site):
    process, _ = site(7)
    started = time.monotonic()
    _, messages = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "tiến trình nền đã kết thúc (mã 7)" in messages
    assert time.monotonic() - started < 20


def test_the_commands_of_ci_are_those_of_a_developer():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line in script.splitlines() if line.startswith("make ")] == ["make check", "make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
