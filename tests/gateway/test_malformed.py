"""A few of the malformed requests that ``make check-gateway`` sends by the thousand; whether its run can be trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gateway.conftest import Credentials
from tests.gateway.malformed import Progress, Run, Tally, new_clients, opened
from tests.gateway.spoiling import ENDPOINTS, Endpoint, malformed
from tests.running_desk import Desk

pytestmark = pytest.mark.xdist_group("gateway")

KEYS = Credentials("n", "1", "b", "AKID", "key", "p" * 32, "domain", "user", "password")
EVERY = {endpoint.name: Tally(done=5) for endpoint in ENDPOINTS}


def test_a_few_to_each_endpoint(gateway_desk: Desk, tmp_path: Path) -> None:
    progress = Progress(tmp_path / "run.json", 20261121, 8, {})
    run = Run(gateway_desk.url, new_clients(gateway_desk, "malformed", 3), progress)
    assert [endpoint.name for endpoint in ENDPOINTS if run.endpoint(endpoint)] == []
    assert {tally.done for tally in progress.endpoints.values()} == {8}
    # A page is wrong, whatever its status.
    page = replace(ENDPOINTS[0], make=lambda data, keys: replace(ENDPOINTS[0].make(data, keys), path="/nowhere/"))
    other = Run(gateway_desk.url, [KEYS], Progress(tmp_path / "other.json", 1, 2, {}))
    assert other.endpoint(page) == 2


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_a_number_makes_one_request(endpoint: Endpoint) -> None:
    made = [[malformed(endpoint, seed, number, KEYS).body for number in range(30)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    assert len(set(made[0])) > 20


def test_a_run_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    begun = opened(path, 10, None)
    begun.endpoints = dict(EVERY)
    begun.save()
    assert opened(path, 10, None) == begun
    assert opened(path, 10, begun.seed).endpoints["tokens"].done == 5
    assert opened(path, 10, begun.seed + 1).endpoints == {}
    assert opened(path, 20, None).endpoints == {}
    # All is done: the next run is another one.
    assert opened(path, 5, None).endpoints == {}
    Progress(path, begun.seed, 5, EVERY).save()
    assert opened(path, 5, None).seed != begun.seed
    path.write_text(json.dumps({"seed": 1}))
    assert opened(path, 5, 7).seed == 7
