"""Programs of the tests' own in processes of their own, on a data directory and a database that a test names.

A program is a module with ``if __name__ == "__main__"`` that prints what it has to say as JSON in its last line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.running_desk import ROOT, environment_of


def environment(data_dir: Path, database_url: str = "") -> dict[str, str]:
    """The desk's own settings, on SQLite in ``data_dir`` where no database is named."""
    return environment_of(data_dir, 0, DJANGO_SETTINGS_MODULE="kyc.settings", KYC_DATABASE_URL=database_url)


def start(environment: dict[str, str], module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def answer_of(process: subprocess.Popen[str]) -> Any:
    """What the program said last; None where it said nothing. Fails with its complaint where it failed."""
    said, complained = process.communicate(timeout=1200)
    assert process.returncode == 0, complained[-4000:]
    return json.loads(said.splitlines()[-1]) if said.strip() else None


def call(environment: dict[str, str], module: str, *arguments: str) -> Any:
    return answer_of(start(environment, module, *arguments))
