"""Places in an image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners in pixels of the upright capture (x right, y down), clockwise from the top-left corner *in the
    reading direction of what it encloses*; so a card lying upside down has its first corner at the lower right."""

    points: tuple[Point, Point, Point, Point]

    @classmethod
    def from_box(cls, left: float, top: float, right: float, bottom: float) -> Quad:
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    @classmethod
    def from_points(cls, points: Sequence[Sequence[float]]) -> Quad:
        if len(points) != 4:
            raise ValueError(f"a quad has four corners, not {len(points)}")
        a, b, c, d = ((float(x), float(y)) for x, y in points)
        return cls((a, b, c, d))

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the enclosing upright rectangle."""
        xs = [x for x, _ in self.points]
        ys = [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    def area(self) -> float:
        """Area in square pixels (shoelace formula)."""
        total = 0.0
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:] + self.points[:1], strict=True):
            total += x0 * y1 - x1 * y0
        return abs(total) / 2

    def to_json(self) -> list[list[float]]:
        return [[round(x, 1), round(y, 1)] for x, y in self.points]
