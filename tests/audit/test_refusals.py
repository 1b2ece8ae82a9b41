"""PostgreSQL refuses to change the trail, whatever the statement, and a disabled trigger is noticed and restored."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.postgres
def test_every_change_is_refused(tmp_path: Path, postgres_url: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kyc.settings",
        "KYC_DATA_DIR": str(tmp_path),
        "KYC_DATABASE_URL": postgres_url,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit.refusals"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-3000:]
