"""Curves of detection error trade-off (DET) as SVG: BPCER across, APCER up, both on the scale of normal deviates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Final
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

#: Rates outside these are drawn at the edge: a sample of a thousand says nothing of less.
LEAST, MOST = 0.001, 0.90
_TICKS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
_LEFT, _TOP, _SIDE, _LEGEND = 70, 46, 460, 230
_COLOURS: Final = ("#0b61a4", "#c0392b", "#1e8449", "#8e44ad", "#b9770e", "#117a65", "#5d6d7e", "#a93289")
_DEVIATE: Final = NormalDist().inv_cdf


def det_curves(title: str, curves: Mapping[str, Points], at_line: Mapping[str, tuple[float, float]]) -> str:
    """``curves`` and their points at the shipped line (marked), by family; rates as fractions."""
    parts = [*_frame(title), *_aim()]
    for place, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        path = " ".join(f"{_across(x):.1f},{_up(y):.1f}" for x, y in steps(points))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if name in at_line:
            x, y = at_line[name]
            parts.append(f'<circle cx="{_across(x):.1f}" cy="{_up(y):.1f}" r="5" fill="{colour}"/>')
        height = _TOP + 20 + 22 * place
        parts.append(_text(_LEFT + _SIDE + 42, height + 4, name))
        start = _LEFT + _SIDE + 16
        parts.append(f'<path d="M{start} {height}h18" stroke="{colour}" stroke-width="3"/>')
    width, height = _LEFT + _SIDE + _LEGEND, _TOP + _SIDE + 60
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif"'
    white = f'<rect width="{width}" height="{height}" fill="white"/>'
    return "\n".join([head + ' font-size="13">', white, *parts, "</svg>"]) + "\n"


def steps(points: Points) -> list[tuple[float, float]]:
    """``points`` joined by steps: between two lines of a sample there is no third, and the worse rate of both holds."""
    corners = [(before[0], after[1]) for before, after in pairwise(points)]
    return [one for pair in zip(points, [*corners, points[-1]], strict=True) for one in pair]


def place(rate: float) -> float:
    """Where a rate stands between ``LEAST`` (0) and ``MOST`` (1), in normal deviates."""
    low, high = _DEVIATE(LEAST), _DEVIATE(MOST)
    return (_DEVIATE(min(max(rate, LEAST), MOST)) - low) / (high - low)


def _across(rate: float) -> float:
    return _LEFT + _SIDE * place(rate)


def _up(rate: float) -> float:
    return _TOP + _SIDE * (1 - place(rate))


def _frame(title: str) -> list[str]:
    lines = [f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#333"/>']
    for tick in _TICKS:
        x, y, name = _across(tick), _up(tick), f"{100 * tick:g}"
        lines.append(f'<path d="M{x:.1f} {_TOP}v{_SIDE}M{_LEFT} {y:.1f}h{_SIDE}" stroke="#ddd"/>')
        lines.append(_text(x, _TOP + _SIDE + 18, name, "middle"))
        lines.append(_text(_LEFT - 8, y + 4, name, "end"))
    middle = _LEFT + _SIDE / 2
    lines.append(_text(middle, _TOP + _SIDE + 42, "BPCER, per cent of genuine captures", "middle"))
    up = f'transform="rotate(-90 20 {_TOP + _SIDE / 2})"'
    lines.append(_text(20, _TOP + _SIDE / 2, "APCER, per cent of attacks", "middle", up))
    lines.append(_text(_LEFT, 26, f"{title} (dots: the shipped line; dashes: aim of BPCER)"))
    return lines


def _aim() -> list[str]:
    return [f'<path d="M{_across(0.01):.1f} {_TOP}v{_SIDE}" stroke="#333" stroke-dasharray="5 4"/>']


def _text(x: float, y: float, text: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(text)}</text>'
