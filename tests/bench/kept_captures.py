"""Captures with what the engine read of them, kept on disk so that changed detectors judge them anew in minutes.

Drawing an attack and reading it take ten times as long as judging it. A capture is kept under a fingerprint of the
sources that drew and read it (not of the detectors, which change nothing that is read), half a megabyte each; what
other sources gave is removed.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from kyc.authenticity import ExaminedCapture
from kyc.documents.geometry import Quad
from kyc.documents.warnings import WarningCode
from kyc.imaging.rectifying import RECTIFIED_WIDTH, warp
from kyc.imaging.sandbox import decode

#: Sources on which a capture and its reading depend.
SOURCES: Final = (
    *("kyc/documents", "kyc/imaging", "kyc/recognition", "kyc/engines", "kyc/authenticity/capture.py"),
    *("tests/specimens", "tests/authenticity/captures.py"),
)
_NOTHING: Final = np.zeros((0, 0, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a capture: warnings that are true of a genuine one, the places that were ``altered``, the
    ``card``'s outline, all in pixels of the upright picture, and its ``size`` (width, height)."""

    excused: tuple[WarningCode, ...]
    altered: tuple[Quad, ...]
    card: Quad
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """``jpeg`` as stored, and the sides that were read of it; ``failure`` is why there are none. Pixels are not kept:
    ``sides`` decodes them again, and straightens each side to its ``heights``."""

    jpeg: bytes
    truth: Truth
    failure: str
    _sides: tuple[ExaminedCapture, ...]
    _heights: tuple[int, ...]

    @classmethod
    def of(cls, jpeg: bytes, truth: Truth, failure: str, sides: Sequence[ExaminedCapture]) -> KeptCapture:
        bare = tuple(replace(side, original=b"", pixels=_NOTHING, rectified=_NOTHING) for side in sides)
        return cls(jpeg, truth, failure, bare, tuple(side.rectified.shape[0] for side in sides))

    def sides(self) -> list[ExaminedCapture]:
        """What the detectors are given."""
        if not self._sides:
            return []
        pixels = decode(self.jpeg)[0].pixels
        return [
            replace(
                side,
                original=self.jpeg,
                pixels=pixels,
                rectified=warp(pixels, side.to_rectified, RECTIFIED_WIDTH, height),
            )
            for side, height in zip(self._sides, self._heights, strict=True)
        ]


class CaptureStore:
    """Captures by name in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, name: str) -> bool:
        return self._file(name).exists()

    def load(self, name: str) -> KeptCapture:
        return pickle.loads(self._file(name).read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own file

    def save(self, name: str, capture: KeptCapture) -> None:
        """Keep it; a run that is ended half-way leaves no half a file."""
        unfinished = self._file(name).with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(capture))
        unfinished.rename(self._file(name))

    def _file(self, name: str) -> Path:
        return self._folder / f"{name.replace('/', '.')}.pickle"


def folder_for(fingerprint: str, folder: Path) -> Path:
    """Where captures of these sources lie in ``folder``; those of others are removed."""
    wanted = folder / fingerprint
    for other in folder.iterdir() if folder.exists() else ():
        if other != wanted:
            shutil.rmtree(other)
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted
