"""What the tests of pages share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings

from kyc.web.catalogues import compile_all

CATALOGUE = Path(__file__).resolve().parents[2] / "kyc" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def compiled(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The catalogue compiled into a place of its own, so that nothing depends on an earlier step of make."""
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(CATALOGUE, folder)
    assert compile_all(tmp_path) == [folder / "django.mo"]
    assert [path.name for path in sorted(folder.iterdir())] == ["django.mo", "django.po"]
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()
    translation.activate(settings.LANGUAGE_CODE)
