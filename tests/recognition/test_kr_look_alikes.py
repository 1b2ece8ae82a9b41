"""0 or O and 1 or I by their shapes: codes in the type of several founts, most of which no drawing of ours uses."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kyc.recognition.layouts.kr_look_alikes import BY_SHAPE, UNDECIDED, by_shape, is_undecided, told_apart
from kyc.recognition.lines import Character, TextLine
from kyc.recognition.networks import Pixels
from kyc.recognition.printed import Glyph, Print

FONTS = "/usr/share/fonts/truetype/"
GULIM = FONTS + "baekmuk/gulim.ttf"
SANS = FONTS + "liberation/LiberationSans-Regular.ttf"
NARROW = FONTS + "liberation/LiberationSansNarrow-Regular.ttf"
BOLD = FONTS + "dejavu/DejaVuSans-Bold.ttf"
NANUM = FONTS + "nanum/NanumGothicBold.ttf"
SERIF = FONTS + "liberation/LiberationSerif-Regular.ttf"
FOUNTS = (GULIM, SANS, NARROW, BOLD, NANUM, SERIF)
FIXED = FONTS + "liberation/LiberationMono-Regular.ttf"


def drawn(text: str, font: str, blur: float = 0.8) -> tuple[Pixels, list[float]]:
    """A line of a photographed code (capitals about 20 pixels high), and where its characters' middles lie along it."""
    face = ImageFont.truetype(font, 28)
    image = Image.new("RGB", (round(face.getlength(text)) + 24, 44), (214, 224, 218))
    ImageDraw.Draw(image).text((12, 22), text, font=face, fill=(40, 40, 48), anchor="lm")
    ends = [12 + face.getlength(text[:size]) for size in range(len(text) + 1)]
    places = [(before + after) / 2 / image.width for before, after in pairwise(ends)]
    return np.asarray(image.filter(ImageFilter.GaussianBlur(blur))), places


@pytest.mark.parametrize(
    ("printed", "read", "undecided"),
    [
        ("7O43EX", "7043EX", "7?43EX"),
        ("7043EX", "7O43EX", "7?43EX"),
        ("8H1X3Y", "8HIX3Y", "8H?X3Y"),
        ("8HIX3Y", "8H1X3Y", "8H?X3Y"),
        ("K2O0RU", "K200RU", "K2O?RU"),
    ],
)
def test_shapes_tell_what_was_misread(printed: str, read: str, undecided: str) -> None:
    """In most founts; in none is it told wrongly."""
    told = []
    for font in FOUNTS:
        cut, places = drawn(printed, font)
        told.append(by_shape(read, places, cut))
    assert set(told) <= {printed, undecided}
    assert told.count(printed) >= 4


@pytest.mark.parametrize("printed", ["7043EX", "7O43EX", "D0HN2U", "DOHN2U"])
def test_type_of_fixed_pitch_tells_no_0_from_o(printed: str) -> None:
    cut, places = drawn(printed, FIXED)
    assert by_shape(printed, places, cut).count("?") == 1


def test_glyphs_that_run_together_tell_nothing() -> None:
    cut, places = drawn("7O4IEX", SANS, blur=6.0)
    assert by_shape("704IEX", places, cut) == "7?4?EX"


def test_glyphs_that_stand_elsewhere_than_they_were_read_tell_nothing() -> None:
    cut, places = drawn("7O4IEX", SANS)
    assert by_shape("704IEX", [place / 2 for place in places], cut) == "7?4?EX"


def code(text: str, pixels: Pixels, places: list[float], confidence: float) -> tuple[Print, TextLine]:
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    line = TextLine(corners, tuple(Character(one, confidence, place) for one, place in zip(text, places, strict=True)))
    glyphs = (Glyph(one.text, one.confidence, 0.9, 0.9, line, index) for index, one in enumerate(line.characters))
    return Print(tuple(glyphs)), line


def test_what_a_shape_decides_is_fairly_sure_and_what_it_does_not_is_not() -> None:
    pixels, places = drawn("7O43EX", SANS)
    told = told_apart(*code("7043EX", pixels, places, 0.99), pixels)
    assert told.text == "7O43EX"
    assert [glyph.confidence for glyph in told.glyphs] == [0.99, BY_SHAPE, 0.99, 0.99, 0.99, 0.99]
    assert not is_undecided(told)
    pixels, places = drawn("7O43EX", FIXED)
    told = told_apart(*code("7043EX", pixels, places, 0.99), pixels)
    assert told.text == "7043EX"
    assert told.glyphs[1].confidence == UNDECIDED
    assert is_undecided(told)
