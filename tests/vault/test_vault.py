"""Sealing with a case's key."""

from __future__ import annotations

import base64
import os
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kyc.vault import keystore, services
from kyc.vault.errors import KeyMissing, SealBroken, VaultUnavailable


@pytest.fixture(autouse=True)
def own_vault(tmp_path: Path, settings: Settings) -> None:
    settings.KEY_DIR, settings.MASTER_KEY_FILE, settings.MASTER_KEY = tmp_path / "keys", tmp_path / "master.key", ""
    keystore.forget_cached_keys()


def made_key() -> uuid.UUID:
    key_id = uuid.uuid4()
    services.create_key(key_id)
    return key_id


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.binary(max_size=2000))
def test_what_was_sealed_opens(data: bytes) -> None:
    key_id = made_key()
    sealed = services.seal(key_id, data, "a")
    assert services.unseal(key_id, sealed, "a") == data
    assert len(data) < 8 or data not in sealed


def test_same_data_is_sealed_differently_each_time() -> None:
    key_id = made_key()
    assert services.seal(key_id, b"x", "a") != services.seal(key_id, b"x", "a")


def test_another_context_does_not_open() -> None:
    key_id = made_key()
    with pytest.raises(SealBroken):
        services.unseal(key_id, services.seal(key_id, b"x", "field:1"), "field:2")


def test_another_cases_key_does_not_open() -> None:
    sealed = services.seal(made_key(), b"x", "a")
    with pytest.raises(SealBroken):
        services.unseal(made_key(), sealed, "a")


def test_any_flipped_bit_is_noticed() -> None:
    key_id = made_key()
    sealed = services.seal(key_id, b"value", "a")
    for place in range(len(sealed)):
        broken = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            services.unseal(key_id, broken, "a")


def test_cut_short_is_noticed() -> None:
    key_id = made_key()
    sealed = services.seal(key_id, b"value", "a")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            services.unseal(key_id, sealed[:length], "a")


def test_another_master_key_opens_nothing(settings: Settings) -> None:
    key_id = made_key()
    sealed = services.seal(key_id, b"x", "a")
    settings.MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    keystore.forget_cached_keys()
    with pytest.raises(SealBroken):
        services.unseal(key_id, sealed, "a")


def test_destroyed_key_is_gone() -> None:
    key_id = made_key()
    sealed = services.seal(key_id, b"x", "a")
    keystore.destroy_key(key_id)
    with pytest.raises(KeyMissing):
        services.unseal(key_id, sealed, "a")


def test_secret_files_are_private_and_hold_no_plain_key(settings: Settings) -> None:
    key_id = made_key()
    key = keystore.read_key(key_id)
    written = [path for path in Path(settings.KEY_DIR).rglob("*") if path.is_file()] + [Path(settings.MASTER_KEY_FILE)]
    assert len(written) == 2
    for path in written:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert key not in path.read_bytes()


def test_master_key_file_open_to_others_is_refused(settings: Settings) -> None:
    made_key()
    Path(settings.MASTER_KEY_FILE).chmod(0o640)
    with pytest.raises(VaultUnavailable):
        made_key()


@pytest.mark.parametrize("value", ["not base64!", base64.b64encode(b"short").decode()])
def test_unusable_master_key_is_refused(settings: Settings, value: str) -> None:
    settings.MASTER_KEY = value
    with pytest.raises(VaultUnavailable):
        made_key()


def test_first_starts_at_once_agree_on_one_master_key() -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: keystore.master_key(), range(64)))) == 1


def test_a_key_is_never_made_twice() -> None:
    key_id = made_key()
    with pytest.raises(VaultUnavailable):
        services.create_key(key_id)


def test_digest_depends_on_value_purpose_and_master_key(settings: Settings) -> None:
    first = services.digest("a", "reference")
    assert first == services.digest("a", "reference")
    assert len({first, services.digest("b", "reference"), services.digest("a", "number")}) == 3
    settings.MASTER_KEY = base64.b64encode(os.urandom(32)).decode()
    assert services.digest("a", "reference") != first


def test_check_vault_leaves_nothing_behind(settings: Settings) -> None:
    services.check_vault()
    assert not [path for path in Path(settings.KEY_DIR).rglob("*") if path.is_file()]
