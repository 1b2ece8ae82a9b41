"""The networks of this process, loaded once a module."""

from __future__ import annotations

import pytest

from kyc.recognition.networks import TextNetworks


@pytest.fixture(scope="package")
def networks(tmp_path_factory: pytest.TempPathFactory) -> TextNetworks:
    return TextNetworks(tmp_path_factory.mktemp("models"))
