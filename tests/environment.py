"""Loaded by pytest before Django's settings: gives every test process a data directory of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def private_data_dir() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    path = tempfile.mkdtemp(prefix=f"kyc-tests-{worker}-")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


os.environ["KYC_DATA_DIR"] = private_data_dir()
for name in ("KYC_DATABASE_URL", "KYC_MASTER_KEY", "KYC_KEY_DIR", "KYC_HTTPS", "KYC_DEBUG", "KYC_SECRET_KEY"):
    os.environ.pop(name, None)
