"""Opening untrusted files in a spawned child with limits on memory, CPU and wall clock.

Spawned, not forked: the child holds none of the parent's memory, and a fork during inference can hang. Bytes and pixels
go through pipes, never through a file. One child a file: what a hostile file does to its child, it does to no other
file. The child is not believed either: what it answers is bounded and checked before it becomes a picture.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, cast

import numpy as np
import numpy.typing as npt

from kyc.documents import errors
from kyc.documents.errors import DecodeError
from kyc.imaging import formats

Pixels = npt.NDArray[np.uint8]
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a file may cost. ``max_bytes`` and ``max_side`` are the desk's own; the seeds' services have their own.

    ``cpu_seconds`` is processor time: a picture of 48 megapixels takes 0.8 s as JPEG and 1.4 s as HEIC, start included.
    Wall-clock time is longer, for a busy machine keeps a good file waiting.
    """

    max_bytes: int = 10 * MEBIBYTE
    max_side: int = 8192
    min_side: int = 100
    max_pages: int = 2
    memory_mb: int = 1024
    cpu_seconds: float = 1.8
    wall_seconds: float = 10.0


DEFAULT: Final = DecodeLimits()
#: The longest header of a page, and how much is read from a pipe at once.
_HEADER_BYTES: Final = 4096
_CHUNK: Final = MEBIBYTE


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
    return tuple(_pages(_run_child(json.dumps(request).encode() + b"\n" + data, limits), kind, limits))


def _checked_kind(data: bytes, limits: DecodeLimits) -> str:
    if not data:
        raise errors.EmptyFile
    if len(data) > limits.max_bytes:
        raise errors.FileTooLarge(limit_mb=limits.max_bytes // MEBIBYTE)
    kind = formats.sniff(data)
    if not kind:
        raise errors.UnsupportedFormat
    return kind


def _run_child(message: bytes, limits: DecodeLimits) -> memoryview:
    command = [sys.executable, "-P", "-m", "kyc.imaging.decoder_child"]
    environment = {"PYTHONPATH": _import_root(), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
    deadline = time.monotonic() + limits.wall_seconds
    # What the decoders complain of is of no use and of any length.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
    ) as child:
        try:
            answer = _converse(child, message, limits, deadline)
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise errors.DecodeLimitExceeded("wall clock") from error
        finally:
            child.kill()
    if child.returncode != 0:
        raise errors.DecodeLimitExceeded(f"child ended with {child.returncode}")
    return memoryview(answer)


def _converse(child: subprocess.Popen[bytes], message: bytes, limits: DecodeLimits, deadline: float) -> bytearray:
    """Hands ``message`` to the child while taking what it answers, until it closes its end.

    Raises:
        TimeoutExpired: the deadline passed.
        DecodeLimitExceeded: more came than the pages of a file can have.
    """
    stdin, stdout = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    answer, unsent = bytearray(), memoryview(message)
    most = limits.max_pages * (limits.max_side**2 * 3 + _HEADER_BYTES)
    os.set_blocking(stdin.fileno(), False)
    with selectors.DefaultSelector() as pipes:
        pipes.register(stdin, selectors.EVENT_WRITE)
        pipes.register(stdout, selectors.EVENT_READ)
        while True:
            ready = pipes.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise subprocess.TimeoutExpired(child.args, limits.wall_seconds)
            for key, _ in ready:
                if key.fileobj is stdin:
                    unsent = unsent[_sent(stdin, unsent) :]
                    if not unsent:
                        pipes.unregister(stdin)
                        stdin.close()
                    continue
                part = os.read(stdout.fileno(), _CHUNK)
                if not part:
                    return answer
                answer += part
                if len(answer) > most:
                    raise errors.DecodeLimitExceeded("answer")


def _sent(pipe: IO[bytes], unsent: memoryview) -> int:
    """How much of ``unsent`` is off the hands: all of it where the child hung up."""
    try:
        return os.write(pipe.fileno(), unsent[:_CHUNK])
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(unsent)


def _import_root() -> str:
    return __file__.rsplit("/kyc/", 1)[0]


def _pages(answer: memoryview, kind: str, limits: DecodeLimits) -> Iterator[DecodedPage]:
    place = 0
    while place < len(answer):
        header, place = _header(answer, place, limits)
        width, height = header["width"], header["height"]
        size = width * height * 3
        if place + size > len(answer):
            raise errors.DecodeLimitExceeded("answer cut short")
        pixels = np.frombuffer(answer, np.uint8, size, place).reshape(height, width, 3)
        pixels.flags.writeable = False
        yield DecodedPage(header["page"], width, height, kind, pixels, header["software"], header["grey"])
        place += size
    if not place:
        raise errors.DamagedFile("page not in file")


def _header(answer: memoryview, place: int, limits: DecodeLimits) -> tuple[dict[str, Any], int]:
    """The page's header and where its pixels begin. A child that was taken over may have written anything.

    Raises:
        DecodeError: the refusal that the child wrote, or DamagedFile for what is no header.
    """
    line, newline, _ = bytes(answer[place : place + _HEADER_BYTES]).partition(b"\n")
    try:
        header = json.loads(line)
        refused = header.get("refused")
        sides = () if refused else (header["width"], header["height"])
        sound = all(type(side) is int and limits.min_side <= side <= limits.max_side for side in sides)
        sound = sound and (refused or (type(header["page"]), type(header["software"])) == (int, str))
    except (ValueError, KeyError, AttributeError, RecursionError) as error:
        raise errors.DamagedFile("no header") from error
    if refused:
        raise _refusal(header, limits)
    if not newline or not sound:
        raise errors.DamagedFile("no sound header")
    return {**header, "grey": bool(header.get("grey"))}, place + len(line) + 1


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
