"""Opening untrusted files in a spawned child with limits on memory, CPU and wall clock.

Spawned, not forked: the child holds none of the parent's memory, and a fork during inference can hang. Bytes and pixels
go through pipes, never through a file. One child a file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kyc.documents import errors
from kyc.documents.errors import DecodeError
from kyc.imaging import formats

Pixels = npt.NDArray[np.uint8]
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a file may cost. ``max_bytes`` and ``max_side`` are the desk's own; the seeds' services have their own."""

    max_bytes: int = 10 * MEBIBYTE
    max_side: int = 8192
    min_side: int = 100
    max_pages: int = 2
    memory_mb: int = 1024
    cpu_seconds: int = 8
    wall_seconds: float = 10.0


DEFAULT: Final = DecodeLimits()


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """One upright picture: ``pixels`` is RGB, height x width x 3. ``software`` is what the file says wrote it."""

    page: int
    width: int
    height: int
    format: str
    pixels: Pixels
    software: str
    is_grey: bool


def decode(data: bytes, *, page: int | None = None, limits: DecodeLimits = DEFAULT) -> tuple[DecodedPage, ...]:
    """Every page of a file, or the one asked for.

    Raises:
        DecodeError: as its subclass says, with a sentence for the person who sent the file.
    """
    kind = _checked_kind(data, limits)
    request = {
        "kind": kind,
        "page": page,
        "limits": {
            "max_side": limits.max_side,
            "min_side": limits.min_side,
            "max_pages": limits.max_pages,
            "memory_mb": limits.memory_mb,
            "cpu_seconds": limits.cpu_seconds,
        },
    }
    answer = _run_child(json.dumps(request).encode() + b"\n" + data, limits)
    return tuple(_pages(answer, kind, limits))


def _checked_kind(data: bytes, limits: DecodeLimits) -> str:
    if not data:
        raise errors.EmptyFile
    if len(data) > limits.max_bytes:
        raise errors.FileTooLarge(limit_mb=limits.max_bytes // MEBIBYTE)
    kind = formats.sniff(data)
    if not kind:
        raise errors.UnsupportedFormat
    return kind


def _run_child(message: bytes, limits: DecodeLimits) -> bytes:
    command = [sys.executable, "-P", "-m", "kyc.imaging.decoder_child"]
    environment = {"PYTHONPATH": _import_root(), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=message, capture_output=True, timeout=limits.wall_seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise errors.DecodeLimitExceeded("wall clock") from error
    if done.returncode != 0 or not done.stdout:
        raise errors.DecodeLimitExceeded(f"child ended with {done.returncode}")
    return done.stdout


def _import_root() -> str:
    return __file__.rsplit("/kyc/", 1)[0]


def _pages(answer: bytes, kind: str, limits: DecodeLimits) -> list[DecodedPage]:
    pages: list[DecodedPage] = []
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        header = json.loads(answer[place:end])
        if "refused" in header:
            raise _refusal(header, limits)
        size = header["width"] * header["height"] * 3
        pixels = np.frombuffer(answer, np.uint8, size, end + 1).reshape(header["height"], header["width"], 3)
        pages.append(
            DecodedPage(
                header["page"], header["width"], header["height"], kind, pixels, header["software"], header["grey"]
            )
        )
        place = end + 1 + size
    if not pages:
        raise errors.DamagedFile("page not in file")
    return pages


def _refusal(header: dict[str, Any], limits: DecodeLimits) -> DecodeError:
    match header["refused"]:
        case "image_too_large":
            return errors.ImageTooLarge(limit_px=limits.max_side)
        case "image_too_small":
            return errors.ImageTooSmall(limit_px=limits.min_side)
        case "too_many_pages":
            return errors.TooManyPages(limit=limits.max_pages)
        case "decode_limit":
            return errors.DecodeLimitExceeded("memory")
    return errors.DamagedFile(str(header.get("kind", "")))
