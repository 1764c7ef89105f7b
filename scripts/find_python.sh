#!/bin/sh
# Print a Python that works here. Candidates are run, not only looked up: a name on PATH can be a dead shim.
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
cat >&2 <<'SENTENCE'
Nêu Gương needs Python 3.11 or newer, and none of python3.13, python3.12, python3.11, python3 runs here.
  Debian 12, Ubuntu 24.04 or newer:  sudo apt-get install python3 python3-venv
  macOS (its own Python is older):   brew install python@3.12
Another place: make run PYTHON=/path/to/python3
SENTENCE
exit 1
