"""Uploads stay in memory, under the cap; what goes over is thrown away without breaking the rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

MEGABYTE = 1024 * 1024


@pytest.fixture
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def posted(**sizes: int) -> HttpRequest:
    files = {name: SimpleUploadedFile(f"{name}.jpg", bytes([65]) * size) for name, size in sizes.items()}
    return RequestFactory().post("/upload", {**files, "reference": "A-1"})


def test_large_files_never_reach_the_disk(temporary_folder: Path) -> None:
    request = posted(front=9 * MEGABYTE, back=9 * MEGABYTE)
    assert request.FILES["front"].size == 9 * MEGABYTE
    assert request.FILES["back"].read() == b"A" * (9 * MEGABYTE)
    assert not hasattr(request.FILES["front"], "temporary_file_path")
    assert list(temporary_folder.iterdir()) == []


def test_a_file_over_the_cap_is_dropped_and_the_rest_is_there(settings: Settings) -> None:
    settings.UPLOAD_TOTAL_LIMIT = 3 * MEGABYTE
    request = posted(front=5 * MEGABYTE, back=2 * MEGABYTE)
    front, back = request.FILES["front"], request.FILES["back"]
    assert (front.dropped, front.size, front.read()) == (True, 5 * MEGABYTE, b"")
    assert (back.dropped, back.size, len(back.read())) == (False, 2 * MEGABYTE, 2 * MEGABYTE)
    assert request.POST["reference"] == "A-1"


def test_the_cap_counts_all_files_together(settings: Settings) -> None:
    settings.UPLOAD_TOTAL_LIMIT = 3 * MEGABYTE
    request = posted(front=2 * MEGABYTE, back=2 * MEGABYTE)
    assert [request.FILES[name].dropped for name in ("front", "back")] == [False, True]


def test_exactly_the_cap_is_kept(settings: Settings) -> None:
    settings.UPLOAD_TOTAL_LIMIT = 2 * MEGABYTE
    request = posted(front=MEGABYTE, back=MEGABYTE)
    assert [request.FILES[name].dropped for name in ("front", "back")] == [False, False]


def test_an_empty_file_is_a_file(settings: Settings) -> None:
    file = posted(front=0).FILES["front"]
    assert (file.dropped, file.size) == (False, 0)
