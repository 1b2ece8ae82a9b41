"""Least squares for the homography from a card to its capture: words, edges, and what shape a card can have.

The direct linear transformation (Hartley and Zisserman, Multiple View Geometry, 4.1) with one row an observation, each
divided by how far such observations stray. Everything is fitted in a frame in which the card lies upright and is one
unit wide, so that spreads are parts of the card's width and a plain photograph is close to the identity.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

#: Words stray about one percent of the card's width from their nominal places between printing offices.
WORD_SPREAD: Final = 0.012
#: An edge is found to a pixel or two of a card some hundred pixels wide.
EDGE_SPREAD: Final = 0.003
#: A card held at 25 degrees is foreshortened by a tenth; seen from one and a half widths away, its far end is smaller
#: by about a quarter.
SHEAR_SPREAD: Final = 0.08
PERSPECTIVE_SPREAD: Final = 0.15


def corners_of(aspect: float) -> Floats:
    """The card's corners, clockwise from its top-left, homogeneous (4 x 3); its width is 1."""
    return np.array([[0, 0, 1], [1, 0, 1], [1, 1 / aspect, 1], [0, 1 / aspect, 1]], np.float64)


def word_rows(seen: Floats, card: Floats) -> Floats:
    """Rows for points ``seen`` in the frame (n x 2) that are ``card`` points (n x 2): 2n x 9."""
    zeros, ones = np.zeros(len(seen)), np.ones(len(seen))
    x, y, u, v = card[:, 0], card[:, 1], seen[:, 0], seen[:, 1]
    across = np.column_stack([x, y, ones, zeros, zeros, zeros, -u * x, -u * y, -u])
    down = np.column_stack([zeros, zeros, zeros, x, y, ones, -v * x, -v * y, -v])
    return np.vstack([across, down]) / WORD_SPREAD


def edge_rows(start: Floats, end: Floats, first: Floats, second: Floats) -> Floats:
    """Rows that put the card corners ``first`` and ``second`` on the line from ``start`` to ``end`` of the frame."""
    line = np.cross(np.append(start, 1.0), np.append(end, 1.0))
    line /= np.hypot(line[0], line[1])
    return np.array([np.kron(line, first), np.kron(line, second)]) / EDGE_SPREAD


def shape_rows() -> Floats:
    """Rows that hold the fit to shapes a photographed card can have."""
    rows = np.zeros((4, 9))
    rows[0, [0, 4]] = 1 / SHEAR_SPREAD, -1 / SHEAR_SPREAD
    rows[1, [1, 3]] = 1 / SHEAR_SPREAD, 1 / SHEAR_SPREAD
    rows[2, 6] = rows[3, 7] = 1 / PERSPECTIVE_SPREAD
    return rows


def system_of(rows: Floats) -> Floats:
    """The normal equations of some rows (9 x 9); systems of independent rows add up."""
    return rows.T @ rows


def solve(systems: Floats) -> Floats:
    """The homographies (n x 3 x 3, card to frame) that miss their rows (n systems of 9 x 9) least."""
    fits = np.linalg.eigh(systems)[1][..., 0].reshape(-1, 3, 3)
    return np.asarray(fits / fits[:, 2:, 2:], np.float64)


def inverse(matrix: Matrix) -> Matrix:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def project(matrix: Matrix, points: Floats) -> Floats:
    """Points (n x 2, or none) through one homography."""
    if points.size == 0:
        return np.zeros((0, 2), np.float64)
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix), np.float64).reshape(-1, 2)


def project_all(fits: Floats, points: Floats) -> Floats:
    """Points (n x 3, homogeneous) through every one of ``fits`` (k x 3 x 3): k x n x 2."""
    seen = points @ fits.transpose(0, 2, 1)
    return np.asarray(seen[..., :2] / seen[..., 2:], np.float64)
