"""Named sets of simulated photographs. ``tuning`` and ``reporting`` share no seed, no style and no background, so that
a figure reported on the one was not fitted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from kyc.documents.kinds import Side
from tests.specimens.attacks import attacked
from tests.specimens.backgrounds import REPORTING_BACKGROUNDS, TUNING_BACKGROUNDS
from tests.specimens.id_card import STYLES, draw_emblem_face, draw_portrait_face
from tests.specimens.page import Specimen
from tests.specimens.people import invent_person
from tests.specimens.photograph import CAPTURE_SIZE, Photograph, PhotoSettings, photograph


@dataclass(frozen=True, slots=True)
class CaptureSet:
    """``quality`` is the range of JPEG qualities; the first seed of a set is far beyond the last of the one before."""

    name: str
    first_seed: int
    styles: tuple[str, ...]
    backgrounds: tuple[str, ...]
    quality: tuple[int, int]


SETS: Final[dict[str, CaptureSet]] = {
    "tuning": CaptureSet("tuning", 1_000_000, ("plain", "song", "bold_labels"), TUNING_BACKGROUNDS, (60, 92)),
    "reporting": CaptureSet(
        "reporting", 2_000_000, ("classic", "faded", "late", "dense"), REPORTING_BACKGROUNDS, (50, 70)
    ),
}
#: How far apart the faces' seeds lie within a set: the most captures a face can have.
_FACE_STRIDE: Final = 100_000


def captures(set_name: str, face: Side, count: int, size: tuple[int, int] = CAPTURE_SIZE) -> Iterator[Photograph]:
    """``count`` pictures of ``face``, always the same; every other one is tilted by 15 to 180 degrees."""
    for index in range(count):
        yield capture(set_name, face, index, size)


def capture(set_name: str, face: Side, index: int, size: tuple[int, int] = CAPTURE_SIZE) -> Photograph:
    """Picture ``index`` of ``face`` in a set."""
    specimen, settings, seed = _subject(SETS[set_name], face, index)
    return photograph(specimen, settings, seed, size)


def attacked_captures(
    set_name: str, face: Side, attack: str, count: int, size: tuple[int, int] = CAPTURE_SIZE
) -> Iterator[Photograph]:
    """The same subjects after ``attack`` (``attacks.ATTACKS``)."""
    for index in range(count):
        specimen, settings, seed = _subject(SETS[set_name], face, index)
        yield attacked(attack, specimen, settings, seed, size)


def _subject(chosen: CaptureSet, face: Side, index: int) -> tuple[Specimen, PhotoSettings, int]:
    seed = chosen.first_seed + index + (_FACE_STRIDE if face is Side.EMBLEM_FACE else 0)
    rng = np.random.default_rng(seed)
    settings = PhotoSettings.at_random(rng, chosen.backgrounds, tilted=index % 2 == 0, quality=chosen.quality)
    return _draw(seed, face, str(rng.choice(list(chosen.styles)))), settings, seed


@lru_cache(maxsize=32)
def _draw(seed: int, face: Side, style: str) -> Specimen:
    draw = draw_portrait_face if face is Side.PORTRAIT_FACE else draw_emblem_face
    return draw(invent_person(seed), STYLES[style])
