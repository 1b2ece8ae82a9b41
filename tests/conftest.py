"""Fixtures that every room's tests share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

import kyc.celery  # noqa: F401 - tasks are sent through this application, not Celery's default one

pytest_plugins = ["tests.postgres", "tests.chromium", "tests.gateway_desk", "tests.audit.guarded_flush"]


@pytest.fixture(autouse=True)
def own_language() -> None:
    """The language of a request stays with its thread: no test begins in the one that another left."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def quick_settings(settings: Settings) -> None:
    """Cheap password hashes and unhashed static addresses; nothing a test could depend on for its verdict."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Show a figure that was measured, also of a test that passes; the long runs are read for them."""

    def show(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}", flush=True)

    return show
