"""Sign-in attempts are counted once for the whole desk, and nobody reads from the files whose they were."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from kyc.accounts.attempts import AttemptsCache
from tests.accounts.people import PASSWORD
from tests.other_processes import call, environment

PROGRAM = "tests.accounts.sign_in"
ADDRESS, NAME = "203.0.113.77", "kim.nobody"


def test_another_process_counts_on(tmp_path: Path) -> None:
    desk = environment(tmp_path)
    call(desk, PROGRAM, "prepare", "kim", "lee")
    assert call(desk, PROGRAM, "attempt", "kim", "wrong", "5") == 0
    assert call(desk, PROGRAM, "attempt", "kim", PASSWORD, "1") == 0, "counted in the first process only"
    assert call(desk, PROGRAM, "attempt", "lee", PASSWORD, "1") == 1


def files() -> list[Path]:
    return list(Path(cache._folder).iterdir())


@pytest.fixture
def attempted(client: Client, db: None) -> None:
    cache.clear()
    client.post("/accounts/login/", {"login": NAME, "password": "x"}, REMOTE_ADDR=ADDRESS)


@pytest.mark.usefixtures("attempted")
def test_nobody_reads_whose_attempts_they_were() -> None:
    assert len(files()) > 2
    held = b"".join(str(path).encode() + path.read_bytes() for path in files())
    for personal in (ADDRESS, NAME):
        assert personal.encode() not in held
        assert personal not in cache.make_key(f"allauth:{personal}")


@pytest.mark.usefixtures("attempted")
def test_the_files_are_private() -> None:
    assert stat.S_IMODE(Path(cache._folder).stat().st_mode) == 0o700


def test_names_of_files_cannot_be_guessed_without_the_master_key(settings: Settings) -> None:
    here = cache.make_key("allauth:ip:127.0.0.1")
    settings.MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    assert cache.make_key("allauth:ip:127.0.0.1") != here


def test_of_several_who_add_at_once_one_is_let_through(tmp_path: Path) -> None:
    shared = AttemptsCache(tmp_path, {})
    barrier, added = threading.Barrier(8), []

    def add() -> None:
        for number in range(40):
            barrier.wait()
            if shared.add(f"lock-{number}", True, 10):
                added.append(number)

    threads = [threading.Thread(target=add) for _ in range(barrier.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added) == list(range(40))


def test_a_folder_that_was_removed_is_made_again(tmp_path: Path) -> None:
    shared = AttemptsCache(tmp_path / "attempts", {})
    (tmp_path / "attempts").rmdir()
    assert shared.add("lock", True, 10)
