"""The spectrum around a pattern's best tile as a picture, its peaks ringed."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.lattices import Pattern
from kyc.documents.results import EvidenceKind, EvidencePicture

#: Side of the picture in pixels; decibels that are black and white; tiles whose mean is shown.
_SIDE: Final = 384
_BLACK: Final = -3.0
_WHITE: Final = 25.0
_TILES: Final = 9
_RING: Final = (255, 96, 64)


def spectrum_picture(pattern: Pattern) -> EvidencePicture:
    """Decibels over frequency, zero in the middle, across to the right and down; the pattern's peaks are ringed."""
    band = pattern.band
    best = int(np.argmax(pattern.support))
    apart = np.hypot(*(pattern.frequency - pattern.frequency[best]).T)
    shown = np.argsort(apart)[:_TILES]
    half = np.fft.fftshift(pattern.excess[shown].mean(axis=0), axes=0)
    # The left half is the right one turned about zero, which lies in the middle.
    mirrored = np.roll(half[::-1], 1, axis=0)[:, :0:-1]
    whole = np.concatenate([mirrored, half[:, :-1]], axis=1)
    grey = np.clip((whole - _BLACK) / (_WHITE - _BLACK) * 255, 0, 255).astype(np.uint8)
    picture = cv2.cvtColor(cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_NEAREST), cv2.COLOR_GRAY2RGB)
    for sign in (1, -1):
        _ring(picture, sign * pattern.frequency[best] * band.scale)
    stored = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1]
    return EvidencePicture(EvidenceKind.SPECTRUM, stored.tobytes(), _SIDE, _SIDE)


def _ring(picture: NDArray[np.uint8], frequency: NDArray[np.float64]) -> None:
    """A ring at ``frequency`` (down, across), cycles per pixel of the band's plane."""
    x, y = (round(float((0.5 + part) * _SIDE)) for part in frequency[::-1])
    cv2.circle(picture, (x, y), _SIDE // 32, _RING, 2, cv2.LINE_AA)
