"""Run the web server and the background worker together on 127.0.0.1 until Ctrl-C, or until one of them ends.

Neither is started again by itself: on a desk one wants to see that something died. A real site uses systemd.
"""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
STOP_SECONDS = 15
START_SECONDS = 60


def refuse_a_taken_port(port: int) -> None:
    """Two servers with --reuse-port would share one port in silence, each answering half of the requests."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác: make run PORT={port + 1}")


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by the name used in messages."""
    web = [sys.executable, "-m", "gunicorn", "neuguong.config.wsgi", "--bind", f"{HOST}:{port}"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--reuse-port"]
    web += ["--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]
    return {"máy chủ web": web, "tiến trình nền": [sys.executable, "manage.py", "work"]}


def answers(port: int) -> bool:
    """Whether the site answers a request yet."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def announce(port: int, demo: bool) -> None:
    """Print the address and, in a demonstration, whom to sign in as."""
    print(f"\nNêu Gương đang chạy tại  http://{HOST}:{port}/   (dừng: Ctrl-C)\n", flush=True)
    if demo:
        subprocess.run([sys.executable, "manage.py", "demo", "--accounts"], cwd=ROOT, check=False)
    else:  # an empty site: the address at which its administrator begins; nothing once an account exists
        subprocess.run(
            [sys.executable, "manage.py", "first_run", "--site", f"http://{HOST}:{port}"], cwd=ROOT, check=False
        )


class Stopped(Exception):
    """Somebody asked the programme to end."""


def stop(*_: object) -> None:
    raise Stopped


def watch(children: dict[str, subprocess.Popen], port: int, demo: bool) -> str:
    """Announce the site once it answers, then wait; returns the name of the first child that ended."""
    give_up = time.monotonic() + START_SECONDS
    announced = False
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        if not announced and (answers(port) or time.monotonic() > give_up):
            announce(port, demo)
            announced = True
        time.sleep(0.2)


def end(children: dict[str, subprocess.Popen]) -> None:
    """Ask every child to finish its work, and end those that do not."""
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    give_up = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-demo", action="store_true", help="print no demonstration accounts")
    options = parser.parse_args()
    refuse_a_taken_port(options.port)
    site = {"DJANGO_SETTINGS_MODULE": "neuguong.config.settings.dev", "SITE_URL": f"http://{HOST}:{options.port}"}
    environment = {**site, **os.environ}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands(options.port).items():
            children[name] = subprocess.Popen(command, cwd=ROOT, env=environment)
        ended = watch(children, options.port, not options.no_demo)
        sys.exit(f"Dừng lại vì {ended} đã kết thúc (mã {children[ended].returncode}); thông báo lỗi ở phía trên.")
    except Stopped:
        print("\nĐang dừng…", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(children)


if __name__ == "__main__":
    main()
