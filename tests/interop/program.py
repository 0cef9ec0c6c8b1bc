"""Runs pond for the checks in this directory: `python check.py WORD…`, where the words start the program."""

import json
import os
import subprocess
import sys

WORDS = [os.path.abspath(word) if os.path.exists(word) else word for word in sys.argv[1:]]


def pond(directory, *words, stdin=None):
    """The bytes that `pond words` prints, run in `directory`; raises where it fails."""
    run = subprocess.run([*WORDS, *words], cwd=directory, input=stdin, capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(f"pond {' '.join(words)}: {run.returncode}: {run.stderr.decode()}")
    return run.stdout


def pond_json(directory, *words):
    """What `pond words --json` prints, parsed."""
    return json.loads(pond(directory, *words, "--json"))


def check(name, actual, expected):
    """Prints one line, and ends the process where the two differ."""
    if actual != expected:
        sys.exit(f"FAILED {name}:\n  {actual!r}\nis not\n  {expected!r}")
    print(f"ok {name}")
