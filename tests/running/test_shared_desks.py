"""Tests that share a desk run in one process, or each process starts a desk of its own."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("alone")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="all tests run in one process")
def test_a_group_of_tests_is_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist hands out work by what follows ``@`` in a node id, and says nothing where it could not write it."""
    assert request.node.nodeid.endswith("@alone")
