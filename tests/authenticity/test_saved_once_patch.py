"""Patches whose blocks tell little one by one: what is one, and what is none."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from kyc.authenticity import digital_tampering, lines
from kyc.authenticity.compression import compression_traces
from kyc.authenticity.jpeg_history import History
from kyc.authenticity.saved_once_patch import Patch, saved_once_patch
from kyc.authenticity.traces import PORTRAIT, Place, Trace
from kyc.authenticity.views import Views
from kyc.documents.kinds import FieldName
from tests.authenticity.captures import as_capture
from tests.specimens.attacks.edits_text import Moving, move_text
from tests.specimens.id_card import STYLES, draw_portrait_face
from tests.specimens.people import REFERENCE_DAY, invent_person
from tests.specimens.photograph import Photograph, PhotoSettings, photograph, recompressed

ROWS, COLUMNS, WIDTH = 70, 110, 100
SETTINGS: Final = PhotoSettings(background="slate", rotation=4, pitch=5, yaw=-4, fill=0.86, jpeg_quality=70, noise=3.0)
Part = tuple[slice, slice]


def patch(*saved_once: Part, rate: float = 0.5) -> Patch | None:
    """What is found on a card whose blocks are likelier saved twice by ``rate`` each, but for ``saved_once``."""
    rng = np.random.default_rng(5)
    ratio = rng.normal(rate, 0.6, (ROWS, COLUMNS))
    for part in saved_once:
        ratio[part] -= rate + 0.6
    on_card: npt.NDArray[Any] = np.zeros((ROWS, COLUMNS), bool)
    on_card[3:67, 5:105] = True
    return saved_once_patch(History(ratio, np.ones((ROWS, COLUMNS)), 14, 0, 0), on_card, WIDTH)


def test_characters_in_one_row_are_a_patch() -> None:
    for parts in ([np.s_[30:36, 40:60]], [np.s_[30:36, 40:47], np.s_[30:36, 55:62]]):
        found = patch(*parts)
        assert found is not None
        assert found.strength > lines.PATCH_AT_LINE
        changed = np.zeros((ROWS, COLUMNS), bool)
        for part in parts:
            changed[part] = True
        assert (found.blocks & changed).sum() > 0.8 * found.blocks.sum()


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [np.s_[30:36, 20:80]],
        [np.s_[20:45, 40:60]],
        [np.s_[30:36, 98:110]],
        [np.s_[10:16, 20:30], np.s_[50:56, 70:80]],
    ],
    ids=["untouched", "a watermark's line", "a logo", "beyond the card", "here and there"],
)
def test_no_row_of_type_is_no_patch(parts: list[Part]) -> None:
    found = patch(*parts)
    assert found is None or found.strength < lines.PATCH_AT_LINE


def test_a_card_that_hardly_tells_two_savings_has_none() -> None:
    assert patch(np.s_[30:36, 40:60], rate=0.2) is None


@lru_cache(maxsize=1)
def one_digit_moved() -> Photograph:
    base = photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, (1280, 960))
    return _saved(move_text(base, Moving(1), 6), 76)


def _saved(taken: Photograph, quality: int) -> Photograph:
    return recompressed(taken, taken.image, settings=dataclasses.replace(taken.settings, jpeg_quality=quality))


def strongest(taken: Photograph, **changes: Any) -> Trace | None:
    views = Views(dataclasses.replace(as_capture(taken), **changes))
    values = [trace for trace in compression_traces(views) if trace.place != PORTRAIT]
    return max(values, key=lambda trace: trace.score, default=None)


def test_a_digit_is_found_though_its_blocks_say_little() -> None:
    """By its blocks one by one it stays below the line (36)."""
    found = strongest(one_digit_moved())
    assert found is not None
    assert found.score >= 50
    (_, changed), *_ = one_digit_moved().regions
    assert _meets(found.quads[0].bounds(), changed.bounds())


def test_a_patch_where_no_value_is_known_is_shown_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def portrait_only(views: Views) -> list[Place]:
        return [Place(PORTRAIT, views.capture.areas[PORTRAIT])]

    monkeypatch.setattr("kyc.authenticity.compression.places", portrait_only)
    found = strongest(one_digit_moved())
    assert found is not None
    assert (found.place, found.score >= 50) == ("", True)
    verdict = digital_tampering._verdict([found])
    assert verdict.regions[0].on == ()


def test_a_mosaic_that_lies_half_beside_its_value_is_open() -> None:
    """Its holder covers more than the value, and the value's place is known to a few pixels only."""
    base = photograph(draw_portrait_face(invent_person(21), STYLES["plain"]), SETTINGS, 21, (1280, 960))
    left, top, right, bottom = (int(side) for side in base.field_quad(FieldName.NAME).bounds())
    image = Image.fromarray(np.asarray(_decoded(base)).copy())
    box = left, top - (bottom - top), right, bottom
    part = image.crop(box)
    cells = part.resize((max(1, part.width // 12), max(1, part.height // 12)), Image.Resampling.BOX)
    image.paste(cells.resize(part.size, Image.Resampling.NEAREST), box[:2])
    covered = recompressed(base, image, settings=dataclasses.replace(SETTINGS, jpeg_quality=88))
    found = strongest(covered)
    assert found is None or found.score < 50
    verdict = digital_tampering.judge(Views(as_capture(covered)), REFERENCE_DAY)
    assert getattr(verdict, "score", 0.0) < 50


def _decoded(taken: Photograph) -> npt.NDArray[Any]:
    return as_capture(taken).pixels


def _meets(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
