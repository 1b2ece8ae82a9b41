"""One running desk for a whole session, which vendors' SDKs and our own cloud engines are pointed at, with a client."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.running_desk import Desk, desk


@dataclass(frozen=True)
class Credentials:
    name: str
    app_id: str
    bucket: str
    secret_id: str
    secret_key: str
    project_id: str
    iam_domain: str
    iam_user: str
    iam_password: str


@pytest.fixture(scope="session")
def gateway_desk() -> Iterator[Desk]:
    # SDKs go through proxies that the environment names.
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    with desk(KYC_DEMO="0") as running:
        yield running


@pytest.fixture(scope="session")
def credentials(gateway_desk: Desk) -> Credentials:
    return new_client(gateway_desk, "sdk")


def new_client(running: Desk, name: str) -> Credentials:
    done = running.manage("create_api_client", name, "--json")
    return Credentials(**json.loads(done.stdout))
