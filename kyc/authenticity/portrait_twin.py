"""The family *geometry*, of the portrait: a Korean licence prints its holder twice, and the two are no longer alike.

The small second portrait lower right is the same photograph, paler and without colour. Who swaps the large one seldom
thinks of the small. The large one is shrunk, sought where the small one is and laid over it as well as it goes
(Evangelidis and Psarakis, IEEE TPAMI 30(10), 2008), and the two are correlated: what light, ink and colour change is no
matter.

A finger or the picture's edge may lie on either, so that the likest part of the two counts (either side, the head
without the shoulders), and nothing is said under glare, nor where no head is found, or none that the card's ground
surrounds: older licences have none.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity.card_view import WIDTH
from kyc.authenticity.traces import PORTRAIT
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind

Floats = NDArray[np.float32]

#: Where the small portrait may lie, in parts of the card: left, top, right, bottom.
_PLACE: Final = (0.78, 0.64, 0.99, 0.97)
#: What is cut off each side of the large portrait's place, which is wider than the portrait.
_TRIMMED: Final = 0.12
#: Pixels of the reduced card; smaller portraits have no small one that could be seen.
_LEAST_SIDE: Final = 20
#: The reduced card's pixels are sought through at this scale, with the large portrait in these sizes and widths.
_COARSE: Final = 0.5
_SIZES: Final = (0.29, 0.31, 0.33, 0.35, 0.37, 0.39, 0.41)
_WIDER: Final = (0.93, 1.0, 1.07)
_SOFT: Final = 0.8
_STEPS: Final = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-3)
#: Of a twin: its size in parts of the large portrait's, and how far it may be turned or sheared.
_SIZE: Final = (0.22, 0.48)
_SHEAR: Final = 0.15
#: Ground around a twin, in parts of its own width and height, above it and beside its head, and half a place's side.
_GROUND: Final = ((0.1, -0.1), (0.5, -0.1), (0.9, -0.1), (-0.1, 0.15), (1.1, 0.15), (1.1, 0.4))
_GROUND_REACH: Final = 2
#: Levels by which that ground, but for one place, differs from its middle, at most.
_EVEN: Final = 24.0
#: A head is darker than that ground by so many levels, on so much of its place: text is on less.
_DARKER: Final = 15.0
_HEAD: Final = 0.25
#: Levels of every channel under glare, and the part of either portrait that may lie under it.
_BURNT_OUT: Final = 250
_BURNT_OUT_SHARE: Final = 0.03


def likeness_of_twin(views: Views) -> float | None:
    """The correlation (-1 to 1) of a Korean licence's large portrait with its small one; None of other kinds, and where
    no small one is seen whole."""
    portrait = views.capture.areas.get(PORTRAIT)
    if views.capture.kind is not DocumentKind.KR_DRIVING_LICENCE or portrait is None or not views.shows(portrait):
        return None
    card = views.card.pixels
    height = card.shape[0]
    left, top, right, bottom = (int(part * (WIDTH, height)[at % 2]) for at, part in enumerate(_PLACE))
    if not views.card.shown[top:bottom, left:right].all():
        return None
    grey = np.asarray(cv2.cvtColor(card, cv2.COLOR_RGB2GRAY), np.float32)
    large = _trimmed(views.card.placed(portrait))
    if min(grey[large].shape) < _LEAST_SIDE or _burnt_out(card[large]):
        return None
    found = _aligned(grey[large], grey[top:bottom, left:right])
    if found is None:
        return None
    small, matrix = found
    matrix[:, 2] += (left, top)
    if not _is_seen(card, matrix, small.shape):
        return None
    twin = cv2.warpAffine(grey, matrix, small.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return _likeness(small, np.asarray(twin, np.float32))


def _trimmed(corners: NDArray[np.float64]) -> tuple[slice, slice]:
    """The middle of the large portrait."""
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    wide, high = _TRIMMED * (right - left), _TRIMMED * (bottom - top)
    return np.s_[int(top + high) : int(bottom - high), int(left + wide) : int(right - wide)]


def _burnt_out(place: NDArray[np.uint8]) -> bool:
    levels = place.min(axis=2)
    return bool(np.count_nonzero(levels >= _BURNT_OUT) > _BURNT_OUT_SHARE * levels.size)


def _aligned(large: Floats, place: Floats) -> tuple[Floats, NDArray[np.float32]] | None:
    """The large portrait at the small one's size, and the affine matrix from there to where it fits ``place`` best;
    None where it fits nowhere."""
    coarse = cv2.resize(place, None, fx=_COARSE, fy=_COARSE, interpolation=cv2.INTER_AREA)
    best, size, spot = -1.0, (0.0, 0.0), (0, 0)
    for tall in _SIZES:
        for wide in _WIDER:
            scale = tall * wide, tall
            tried = cv2.resize(large, None, fx=scale[0] * _COARSE, fy=scale[1] * _COARSE, interpolation=cv2.INTER_AREA)
            if tried.shape[0] > coarse.shape[0] or tried.shape[1] > coarse.shape[1]:
                continue
            _, likeness, _, corner = cv2.minMaxLoc(cv2.matchTemplate(coarse, tried, cv2.TM_CCOEFF_NORMED))
            if likeness > best:
                best, size, spot = likeness, scale, (corner[0], corner[1])
    if best <= 0:
        return None
    small = _soft(cv2.resize(large, None, fx=size[0], fy=size[1], interpolation=cv2.INTER_AREA))
    matrix = np.array([[1, 0, spot[0] / _COARSE], [0, 1, spot[1] / _COARSE]], np.float32)
    try:
        _, fitted = cv2.findTransformECC(small, _soft(place), matrix, cv2.MOTION_AFFINE, _STEPS)
    except cv2.error:  # it does not converge where there is no head
        return None
    fitted = np.asarray(fitted, np.float32)
    return (small, fitted) if _is_plausible(fitted, size) else None


def _soft(plane: NDArray[np.generic]) -> Floats:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), _SOFT), np.float32)


def _is_plausible(matrix: NDArray[np.float32], size: tuple[float, float]) -> bool:
    scales = matrix[0, 0] * size[0], matrix[1, 1] * size[1]
    return all(_SIZE[0] < scale < _SIZE[1] for scale in scales) and max(abs(matrix[0, 1]), abs(matrix[1, 0])) < _SHEAR


def _points(
    matrix: NDArray[np.float32], shape: tuple[int, ...], parts: tuple[tuple[float, float], ...]
) -> NDArray[np.float32]:
    """Where points given in parts of the small portrait's width and height lie on the reduced card, n x 2."""
    points = np.asarray(parts, np.float32) * (shape[1], shape[0])
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)


def _is_seen(card: NDArray[np.uint8], matrix: NDArray[np.float32], shape: tuple[int, ...]) -> bool:
    """Whether a head is there that the card's own even ground surrounds, and no lamp burns it out."""
    cells = [_cell(card, point) for point in _points(matrix, shape, _GROUND)]
    (left, top), (right, bottom) = _points(matrix, shape, ((0, 0), (1, 1))).astype(int)
    here = card[max(top, 0) : bottom, max(left, 0) : right]
    if here.size == 0 or any(cell.size == 0 for cell in cells):
        return False
    colours = np.array([cell.reshape(-1, 3).mean(axis=0) for cell in cells])
    ground = np.median(colours, axis=0)
    even = np.sort(np.abs(colours - ground).max(axis=1))[-2] < _EVEN
    head = np.count_nonzero(here.mean(axis=2) < ground.mean() - _DARKER)
    return bool(even and head >= _HEAD * here.shape[0] * here.shape[1] and not _burnt_out(here))


def _cell(card: NDArray[np.uint8], point: NDArray[np.float32]) -> NDArray[np.uint8]:
    x, y = (round(float(value)) for value in point)
    top, left, side = y - _GROUND_REACH, x - _GROUND_REACH, 2 * _GROUND_REACH + 1
    return card[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]


def _likeness(one: Floats, other: Floats) -> float:
    """The correlation of the two, or of their likest part."""
    high, wide = one.shape
    parts = (np.s_[:, :], np.s_[:, : int(0.55 * wide)], np.s_[:, int(0.45 * wide) :], np.s_[: int(0.75 * high), :])
    return max(_correlation(one[part], other[part]) for part in parts)


def _correlation(one: Floats, other: Floats) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / max(float(np.sqrt((one * one).sum() * (other * other).sum())), 1e-6))
