"""No code of a seed is without a test or a reason."""

from __future__ import annotations

import subprocess
import sys

from tests.running_desk import ROOT


def test_every_code_of_the_seeds_has_a_test_or_a_reason() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gateway.conformity"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
