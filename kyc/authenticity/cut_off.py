"""CUT_OFF: a border of the card that the picture does not show (-9101); the score is the seed's BorderCodeValue.

Words and the edges that are seen tell where the card's corners lie, also beyond the frame. Where hardly any edge is
seen (a white card on a white table, a crop along the card) the corners are known less well, and a little beyond the
frame is no evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.card_view import WIDTH, Mask
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import Figure, Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "cut_off 1"

SIDES: Final[Mapping[str, str]] = {
    "top": N_("missing at the top"),
    "right": N_("missing at the right"),
    "bottom": N_("missing at the bottom"),
    "left": N_("missing at the left"),
}
#: The strip beside a cut that is shown as evidence, in card widths.
_BESIDE: Final = 0.03
#: Normals sampled along a side, without its round corners, and how far to either side of it, in card widths.
_NORMALS: Final = np.linspace(0.08, 0.92, 40)
_REACH: Final = 0.015


def judge(views: Views, today: date) -> Verdict:
    """Score by the part of the card that lies beyond the frame."""
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return Abstained(Words(N_("A page on a screen has no border of its own.")), Outcome.NOT_APPLICABLE)
    unseen = np.asarray(cv2.bitwise_not(views.card.shown), np.uint8)
    missing = views.card.area(unseen)
    sides = _missing_at(unseen)
    figures = (
        Figure(N_("missing part of the card"), round(100 * missing, 2), "%", (0.0, round(100 * lines.CUT_USUAL, 2))),
        *(Figure(SIDES[side], round(100 * part, 2), "%", (0.0, 1.0)) for side, part in sides.items()),
    )
    if lines.CUT_AREA <= missing < lines.CUT_UNSURE and seen_edges(views) < lines.CUT_EDGES:
        return Abstained(
            Words(N_("The card may end where the picture does: none of its edges is seen, so a cut cannot be told.")),
            figures=figures,
        )
    score = scaled(missing, lines.CUT_AREA, lines.CUT_AREA_FULL) if missing >= lines.CUT_USUAL else 0.0
    return Scored(score, _reason(missing, sides), _regions(views, unseen), figures=figures)


def _reason(missing: float, sides: Mapping[str, float]) -> Words:
    parts = {side: round(100 * part, 1) for side, part in sides.items()}
    return Words(
        N_(
            "The picture leaves out %(area)s %% of the card; seen in reading direction, of its width or height %(left)s"
            " %% at the left, %(top)s %% at the top, %(right)s %% at the right, %(bottom)s %% at the bottom."
        ),
        {"area": round(100 * missing, 1), **parts},
    )


def _missing_at(unseen: Mask) -> dict[str, float]:
    """How deep the frame cuts into each side: the mean over it, in parts of the card's width or height."""
    gone = unseen > 0
    rows = gone[~gone.all(axis=1)]
    columns = gone[:, ~gone.all(axis=0)].T
    whole_rows, whole_columns = gone.all(axis=1), gone.all(axis=0)
    return {
        "top": _leading(columns) if columns.size else float(whole_rows.mean()),
        "right": _leading(rows[:, ::-1]) if rows.size else float(whole_columns.mean()),
        "bottom": _leading(columns[:, ::-1]) if columns.size else 0.0,
        "left": _leading(rows) if rows.size else 0.0,
    }


def _leading(gone: NDArray[np.bool_]) -> float:
    """The mean part of each row that is gone from its beginning on."""
    return float(np.argmin(gone, axis=1).mean() / gone.shape[1])


def seen_edges(views: Views) -> float:
    """The part of the card's border along which an edge is seen."""
    corners = np.asarray(views.capture.outline.points)
    height, width = views.luma.shape
    found: list[bool] = []
    for side in range(4):
        start, end = corners[side], corners[(side + 1) % 4]
        across = np.array([start[1] - end[1], end[0] - start[0]]) / max(float(np.linalg.norm(end - start)), 1.0)
        offsets = np.linspace(-_REACH, _REACH, 15) * views.card_width
        grid = start + _NORMALS[:, None, None] * (end - start) + offsets[None, :, None] * across
        inside = (grid >= 0).all(axis=(1, 2)) & (grid < [width - 1, height - 1]).all(axis=(1, 2))
        found += _has_step(views, grid[inside])
    return sum(found) / (4 * len(_NORMALS))


def _has_step(views: Views, grid: NDArray[np.float64]) -> list[bool]:
    """For each normal (n x offsets x 2) whether the colour changes along it as at an edge."""
    if not len(grid):
        return []
    x, y = grid[..., 0].astype(np.float32), grid[..., 1].astype(np.float32)
    profile = cv2.remap(views.capture.pixels, x, y, cv2.INTER_LINEAR).astype(np.float32)
    # Neighbouring normals together: grain is no edge.
    smooth = cv2.blur(profile, (3, 5))
    change = np.abs(smooth[:, -2] - smooth[:, 1]).max(axis=1)
    return [bool(step) for step in change >= lines.CUT_CONTRAST]


def _regions(views: Views, unseen: Mask) -> tuple[Region, ...]:
    """The strips of the card along which the frame cuts it."""
    reach = 2 * round(_BESIDE * WIDTH) + 1
    padded = cv2.copyMakeBorder(unseen, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    near = cv2.dilate(padded, np.ones((reach, reach), np.uint8))[1:-1, 1:-1]
    beside = cv2.bitwise_and(near, views.card.shown)
    count, labels = cv2.connectedComponents(beside)
    strips = (np.asarray((labels == index) * np.uint8(255), np.uint8) for index in range(1, count))
    return tuple(
        Region(views.card.quad(strip), "cut_side", outline=views.card.outline(strip))
        for strip in strips
        if views.card.area(strip) >= lines.CUT_LEAST_STRIP
    )
