"""SCREEN_RECAPTURE: a picture of a screen. Its lattice, or the moire it makes, runs on across the card's edge.

A pattern on the card alone is its own guilloche, one around it alone is a tablecloth. A screen's lies on both and
changes slowly from place to place: with that change taken off, the mean spectra of the card and of what is around it
have one peak in one place. Three bands are searched: luma and colour for lattices and fine moire, colour in a
reduced picture for slow moire (Niu et al., DLC-2021, name moire the main cue; its frequency is the lattice's against
the sensor's). The app's page has no printed pattern, so that there one on the page alone counts. On other cards a
square lattice does that grows with the light (``square_lattices``), since dark surroundings lose a screen's to
compression. Any other pattern of documents that fill the picture is not judged: it may be an even guilloche.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kyc.authenticity import lines
from kyc.authenticity.grounds import Ground, Reduced
from kyc.authenticity.lattices import Pattern, follow
from kyc.authenticity.spectra import Band, Corners, corners, excess, reduced
from kyc.authenticity.spectrum_picture import spectrum_picture
from kyc.authenticity.square_lattices import Square, Wave, square_on_card
from kyc.authenticity.straightened import Peak, peak
from kyc.authenticity.verdict import Abstained, Scored, Verdict, scaled
from kyc.authenticity.views import Views
from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, card_width_mm
from kyc.documents.results import Figure, Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "screen_recapture 6"

LUMA: Final = Band(
    "luma", scale=1, tile=128, step=128, shortest=2.0, longest=20.0, grid=8, floor=0.3,
    detrend=15, around=15,
)  # fmt: skip
COLOUR: Final = Band(
    "colour", scale=2, tile=64, step=64, shortest=4.0, longest=25.0, grid=16, floor=0.3,
    detrend=15, around=11,
)  # fmt: skip
SLOW_COLOUR: Final = Band(
    "slow_colour", scale=4, tile=64, step=32, shortest=11.0, longest=100.0, grid=16, floor=0.15,
    detrend=33, around=11,
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A pattern and what it lies on. ``on_card`` and ``around`` are its peaks there; ``crossing`` and ``alone`` say how
    far it reaches its lines, 1 at the line."""

    pattern: Pattern
    at: Corners
    on_card: Peak
    around: Peak
    crossing: float
    alone: float

    @property
    def strength(self) -> float:
        return max(self.crossing, self.alone)

    @property
    def is_print(self) -> bool:
        """Whether it lies on the card alone, as a halftone does."""
        on_card, around = self.on_card.clearness, self.around.clearness
        return self.pattern.band is LUMA and on_card >= lines.PRINT_CLEAR and around < lines.PRINT_AROUND


def judge(views: Views, today: date) -> Verdict:
    """Score by the strongest pattern that runs across the card's edge, or lies on the card and is not the card's."""
    if views.card_width < lines.MOIRE_CARD_WIDTH:
        return Abstained(
            Words(
                N_("The card is %(width)s pixels wide; a screen's pattern shows from %(needed)s on."),
                {"width": round(views.card_width), "needed": lines.MOIRE_CARD_WIDTH},
            )
        )
    sums = Reduced(views.card_mask, views.documents_mask, views.luma)
    seen = patterns(views, sums)
    best = max(seen, key=lambda one: one.strength, default=None)
    if best is not None and best.strength >= 1:
        return _scored(views, best)
    square = _square(views, seen, sums)
    if square is not None and (strength := _square_strength(square, views)) >= 1:
        return _detected_square(views, square, next(one for one in seen if one.pattern is square.pattern), strength)
    if not _sees_around(views, sums):
        return _fills_the_picture(views)
    if _too_blurred(views):
        return Abstained(Words(N_("The picture is too blurred for a screen's pattern to show.")))
    return Scored(0.0, Words(N_("No pattern runs across the card's edge."))) if best is None else _scored(views, best)


def patterns(views: Views, sums: Reduced) -> list[Seen]:
    """The strongest patterns of every band; ``sums`` are the capture's."""
    shape = views.luma.shape[:2]
    found = []
    for band, planes in _planes(views):
        at = corners(band, (shape[0], shape[1]))
        ground = sums.ground(at, band)
        found += [_seen(pattern, ground, at, views) for pattern in follow(excess(planes, at, band), at, band)]
    return _without_prints(found)


def _without_prints(seen: Sequence[Seen]) -> list[Seen]:
    """``seen``, but where the card has a louder pattern of its own what crosses its edge is the same print's."""
    own = max((one.on_card.decibels for one in seen if one.is_print), default=0.0)
    return [replace(one, crossing=0.0) if own >= one.on_card.decibels + lines.PRINT_LOUDER else one for one in seen]


def _planes(views: Views) -> Sequence[tuple[Band, Sequence[NDArray[np.generic]]]]:
    """The bands and the planes they are searched in. Slow moire is weak: its planes keep fractions of a grey level."""
    half = reduced(views.ycrcb, 2)
    colour = tuple(cv2.extractChannel(half, plane) for plane in (1, 2))
    slow = tuple(reduced(plane.astype(np.float32), 2) for plane in colour)
    return (
        (LUMA, (views.luma,)),
        (COLOUR, colour),
        (SLOW_COLOUR, slow),
    )


def _seen(pattern: Pattern, ground: Ground, at: Corners, views: Views) -> Seen:
    on_card = peak(pattern, ground.inside, ground.weight)
    around = peak(pattern, ground.outside, ground.weight)
    line = lines.MOIRE[pattern.band.name]
    crossing = _crossing(on_card, around, line) if on_card.lies_with(around) else 0.0
    is_app = views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE
    alone = ground.level_inside(pattern.support) / lines.MOIRE_ON_APP[pattern.band.name] if is_app else 0.0
    return Seen(pattern, at, on_card, around, crossing, alone)


def _crossing(on_card: Peak, around: Peak, line: float) -> float:
    """How far one pattern's two peaks reach their lines: each ``line``, or much on the card and some around it, which
    is often darker; not the other way about, as of cloth."""
    both = min(on_card.clearness, around.clearness) / line
    if not 0 < around.clearness < on_card.clearness:
        return max(0.0, both)
    together = float(np.sqrt(on_card.clearness * around.clearness))
    return max(both, min(around.clearness / lines.MOIRE_FAINT_AROUND, together / lines.MOIRE_TOGETHER))


def _square(views: Views, seen: Sequence[Seen], sums: Reduced) -> Square | None:
    """The clearest square lattice on the card."""
    fine = [one for one in seen if one.pattern.band is LUMA and one.on_card.clearness >= lines.SQUARE_WAVE]
    if len(fine) < 2:
        return None
    at = fine[0].at
    ground = sums.ground(at, LUMA)
    waves = [Wave.of(one.pattern, one.on_card, ground.inside) for one in fine]
    return square_on_card(waves, ground, _on_card(at, views), at, views.luma)


def _on_card(at: Corners, views: Views) -> NDArray[np.float64]:
    """Where the middles of tiles lie from the card's, along its sides (tiles x 2)."""
    middles = (at + LUMA.tile / 2).astype(np.float64)[:, None]
    height, width = views.capture.rectified.shape[:2]
    placed = cv2.perspectiveTransform(middles, views.capture.to_rectified)[:, 0]
    return np.asarray(placed - np.array([width / 2, height / 2]))


def _square_strength(square: Square, views: Views) -> float:
    """How far a lattice on the card reaches its lines, 1 at the line; none where it may be print."""
    ruling = views.card_width / card_width_mm(views.capture.kind) / square.period
    shines = square.growth >= lines.SQUARE_GROWTH and square.evenness >= lines.SQUARE_EVEN
    may_be_print = not shines or square.inks > 1 or ruling > lines.SQUARE_FINEST
    return 0.0 if may_be_print else square.clearness / lines.SQUARE_CLEAR


def _detected_square(views: Views, square: Square, shown: Seen, strength: float) -> Scored:
    reason = Words(
        N_(
            "A square lattice of period %(period)s pixels lies all over the card, %(clear)s σ clear, and is stronger "
            "where the card is brighter, as a display's is and dots of print are not."
        ),
        {"period": round(square.period, 1), "clear": round(square.clearness, 1)},
    )
    return Scored(
        scaled(strength, 1.0, lines.MOIRE_AT_FULL),
        reason,
        tuple(_regions(shown, views)),
        subtype=shown.pattern.band.name,
        figures=_figures(shown),
        pictures=(spectrum_picture(shown.pattern),),
    )


def _scored(views: Views, best: Seen) -> Scored:
    score = scaled(best.strength, 1.0, lines.MOIRE_AT_FULL)
    detected = best.strength >= 1
    return Scored(
        score,
        _reason(best),
        tuple(_regions(best, views)) if detected else (),
        subtype=best.pattern.band.name if detected else "",
        figures=_figures(best),
        pictures=(spectrum_picture(best.pattern),) if detected else (),
    )


def _reason(best: Seen) -> Words:
    values = {
        "period": round(best.pattern.period, 1),
        "inside": round(best.on_card.clearness, 1),
        "outside": round(best.around.clearness, 1),
    }
    if best.crossing >= 1 or best.crossing >= best.alone:
        return Words(
            N_(
                "One pattern of period %(period)s pixels runs across the card's edge, %(inside)s σ clear on the card "
                "and %(outside)s σ around it."
            ),
            values,
        )
    return Words(
        N_("A pattern of period %(period)s pixels, %(inside)s σ clear, lies on the app's page, which has none."),
        values,
    )


def _figures(best: Seen) -> tuple[Figure, ...]:
    usual = (0.0, lines.MOIRE[best.pattern.band.name])
    return (
        Figure(N_("Period of the pattern"), round(best.pattern.period, 1), "px"),
        Figure(N_("Pattern on the card"), round(best.on_card.clearness, 1), "σ", usual),
        Figure(N_("Pattern around the card"), round(best.around.clearness, 1), "σ", usual),
    )


def _regions(best: Seen, views: Views) -> list[Region]:
    """The tiles that hold the pattern, joined to boxes."""
    band, height, width = best.pattern.band, *views.luma.shape[:2]
    shown = np.zeros((height // band.scale, width // band.scale), np.uint8)
    for x, y in best.at[best.pattern.support >= lines.MOIRE_SHOWN_FROM]:
        shown[y : y + band.tile, x : x + band.tile] = 1
    return [
        Region(Quad.from_box(*(float(side * band.scale) for side in box)), "periodic_pattern") for box in _boxes(shown)
    ]


def _boxes(shown: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of boxes that cover what is not 0, as large as they come from the top."""
    boxes = []
    left_over = shown.copy()
    while left_over.any():
        top = int(np.argmax(left_over.any(axis=1)))
        row = left_over[top]
        left = int(np.argmax(row))
        end = np.nonzero(row[left:] == 0)[0]
        right = left + int(end[0]) if len(end) else len(row)
        whole = left_over[top:, left:right].all(axis=1)
        short = np.nonzero(~whole)[0]
        bottom = top + int(short[0]) if len(short) else left_over.shape[0]
        left_over[top:bottom, left:right] = 0
        boxes.append((left, top, right, bottom))
    return boxes


def _sees_around(views: Views, sums: Reduced) -> bool:
    """Whether enough lies around the card to tell a screen's pattern from the card's own."""
    at = corners(LUMA, (views.luma.shape[0], views.luma.shape[1]))
    return int(sums.ground(at, LUMA).outside.sum()) >= lines.MOIRE_TILES


def _fills_the_picture(views: Views) -> Abstained:
    if views.capture.kind is DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE:
        return Abstained(
            Words(N_("The app's page fills the picture, as in a screenshot, which is no recapture.")),
            Outcome.NOT_APPLICABLE,
        )
    return Abstained(Words(N_("Too little is seen around the card to tell a screen's pattern from the card's own.")))


def _too_blurred(views: Views) -> bool:
    return bool(views.blur) and float(np.median(list(views.blur.values()))) >= lines.MOIRE_BLUR
