"""Hangul lines, read by Tesseract: PP-OCR's alphabet has no Hangul, and it reads it as other letters, quite sure.

Tesseract's object is not thread-safe and costs 30 ms to make: one per process and thread of ours, made when the first
Korean document is seen. Without Debian's ``tesseract-ocr-kor`` there is no Hangul, and everything else goes on.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

from kyc.documents.hangul_words import is_syllable
from kyc.documents.words import N_
from kyc.recognition.lines import Character
from kyc.recognition.networks import Pixels, Reading

LANGUAGE: Final = "kor"
#: Where Debian's package and other distributions put their data; the wheel's own directory has none.
DATA_DIRECTORIES: Final = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
UNAVAILABLE: Final = N_("Hangul is not read on this machine: Tesseract's Korean data (tesseract-ocr-kor) is missing.")

#: Each look at a line: its height in pixels, and the part of it left out above and below (boxes are found generously).
#: The first look alone where it leaves no doubt.
LOOKS: Final = ((48, 0.0), (36, 0.10), (60, 0.07))
BORDER: Final = 10
#: A line with a character below this is looked at again.
DOUBT: Final = 0.93
CLAHE_CLIP: Final = 2.0
WORKERS: Final = 2
#: How wide digits, letters and spaces are printed beside a syllable.
NARROW: Final = 0.58
SPACE_WIDTH: Final = 0.35


class HangulUnavailable(Exception):
    """Tesseract or its Korean data is not installed; ``UNAVAILABLE`` says so in words."""


def data_directory() -> Path | None:
    """The directory that holds ``kor.traineddata``, the newest release's first; None where there is none."""
    for root in DATA_DIRECTORIES:
        found = sorted(Path(root).glob(f"**/{LANGUAGE}.traineddata"), reverse=True)
        if found:
            return found[0].parent
    return None


class HangulReader:
    """Tesseract with Korean, for single lines.

    Raises:
        HangulUnavailable: on construction, where Tesseract or its Korean data is missing.
    """

    def __init__(self, directory: Path | None = None) -> None:
        directory = directory or data_directory()
        if directory is None or not (directory / f"{LANGUAGE}.traineddata").is_file():
            raise HangulUnavailable("no kor.traineddata")
        try:
            # The wheel has no types.
            self._tesseract: Any = import_module("tesserocr")
        except ImportError as error:
            raise HangulUnavailable("no tesserocr") from error
        self._directory = directory
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="hangul")
        try:
            self._api()
        except RuntimeError as error:
            raise HangulUnavailable("kor.traineddata does not load") from error

    def read(self, cuts: Sequence[Pixels]) -> list[Reading]:
        """Upright pictures of single lines (RGB, any size), with a character for each space between words."""
        # The longest first, so that all workers end together.
        order = sorted(range(len(cuts)), key=lambda index: -cuts[index].shape[1] / cuts[index].shape[0])
        readings = dict(zip(order, self._pool.map(self._read_line, [cuts[index] for index in order]), strict=True))
        return [readings[index] for index in range(len(cuts))]

    def _read_line(self, cut: Pixels) -> Reading:
        """One look where it is sure; else what most looks agree on."""
        first = self._look(cut, *LOOKS[0])
        if first.characters and min(character.confidence for character in first.characters) >= DOUBT:
            return first
        return _agreed([first, *(self._look(cut, *look) for look in LOOKS[1:])])

    def _look(self, cut: Pixels, height: int, less: float) -> Reading:
        spare = round(less * cut.shape[0])
        picture = prepared(cut[spare : cut.shape[0] - spare], height)
        api = self._api()
        api.SetImage(Image.fromarray(picture))
        api.SetSourceResolution(300)
        api.Recognize()
        characters = self._characters(api, picture.shape[1])
        api.Clear()
        return Reading(tuple(characters))

    def _characters(self, api: Any, width: int) -> list[Character]:
        """The symbols of the line, with the spaces of its text: symbol by symbol, each Hangul syllable is a word."""
        level = self._tesseract.RIL.SYMBOL
        spaces = _spaces_before(str(api.GetUTF8Text()))
        iterator = api.GetIterator()
        if iterator is None or iterator.Empty(level):
            return []
        symbols: list[tuple[str, float]] = []
        ends: list[int] = []
        for index, symbol in enumerate(self._tesseract.iterate_level(iterator, level)):
            box = symbol.BoundingBox(level)
            if box is None or symbol.Empty(level):
                continue
            sure = min(max(symbol.Confidence(level) / 100, 0.0), 1.0)
            if symbols and index in spaces:
                symbols.append((" ", min(symbols[-1][1], sure)))
            symbols.append((symbol.GetUTF8Text(level).strip(), sure))
            ends += [box[0], box[2]]
        return _placed([one for one in symbols if one[0]], ends, width)

    def _api(self) -> Any:
        """This thread's own Tesseract."""
        if not hasattr(self._own, "api"):
            api = self._tesseract.PyTessBaseAPI(
                path=str(self._directory),
                lang=LANGUAGE,
                psm=self._tesseract.PSM.SINGLE_LINE,
                oem=self._tesseract.OEM.LSTM_ONLY,
            )
            api.SetVariable("preserve_interword_spaces", "1")
            self._own.api = api
        return self._own.api


@lru_cache(maxsize=1)
def shared_reader() -> HangulReader:
    """The reader of this process, made on first use.

    Raises:
        HangulUnavailable: Tesseract or its Korean data is missing; asked again, it is looked for again.
    """
    return HangulReader()


def _placed(symbols: Sequence[tuple[str, float]], ends: Sequence[int], width: int) -> list[Character]:
    """Symbols between the outermost of Tesseract's boxes, as wide as they are printed: single boxes are often off."""
    if not symbols:
        return []
    inside = max(width - 2 * BORDER, 1)
    left, right = ((end - BORDER) / inside for end in (min(ends), max(ends)))
    widths = np.array([SPACE_WIDTH if text == " " else 1.0 if is_syllable(text) else NARROW for text, _ in symbols])
    middles = (np.cumsum(widths) - widths / 2) / widths.sum()
    places = np.clip(left + (right - left) * middles, 0.0, 1.0)
    return [Character(text, sure, float(place)) for (text, sure), place in zip(symbols, places, strict=True)]


def _spaces_before(text: str) -> set[int]:
    """Which characters of ``text``, spaces not counted, come after a space."""
    solid = 0
    found: set[int] = set()
    for before, character in pairwise(text.strip()):
        solid += not before.isspace()
        if before.isspace() and not character.isspace():
            found.add(solid)
    return found


def prepared(cut: Pixels, height: int) -> Pixels:
    """The line in grey, dark on light, its contrast evened out, ``height`` pixels high, with a white border."""
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY)
    scale = height / grey.shape[0]
    size = (max(8, round(grey.shape[1] * scale)), height)
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    if _is_light_on_dark(grey):
        grey = 255 - grey
    grey = cv2.createCLAHE(CLAHE_CLIP, (8, 8)).apply(_stretched(grey))
    edged = cv2.copyMakeBorder(grey, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(edged, np.uint8)


def _stretched(grey: Pixels) -> Pixels:
    dark, light = np.percentile(grey, (1, 85))
    spread = max(float(light - dark), 1.0)
    return np.asarray(np.clip((grey.astype(np.float32) - dark) / spread * 255, 0, 255), np.uint8)


def _is_light_on_dark(grey: Pixels) -> bool:
    """Print covers less than half of its line."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float((grey > threshold).mean()) < 0.45


def _agreed(looks: Sequence[Reading]) -> Reading:
    """What most looks of the commonest length say; a character's confidence is its mean over all looks, those that
    read another one counting as nothing. Where no two lengths agree, the look that is surest of itself."""
    lengths = Counter(_length(look) for look in looks if look.characters)
    if not lengths:
        return looks[0]
    length, backing = lengths.most_common(1)[0]
    alike = [look for look in looks if _length(look) == length and look.characters]
    if backing < 2:
        best = max((look for look in looks if look.characters), key=_mean)
        return _weighed(best, [look for look in looks if look is not best])
    best = max(alike, key=_mean)
    solid = [[one for one in look.characters if one.text != " "] for look in alike]
    votes = [_most_sure(column, len(looks)) for column in zip(*solid, strict=True)]
    following = iter(votes)
    return Reading(
        tuple(
            one if one.text == " " else replace(one, text=vote.text, confidence=vote.confidence)
            for one in best.characters
            for vote in ([one] if one.text == " " else [next(following)])
        )
    )


def _weighed(best: Reading, others: Sequence[Reading]) -> Reading:
    """``best``, less sure of the syllables that no other look shows."""
    elsewhere = {one.text for look in others for one in look.characters}
    return Reading(
        tuple(
            one if one.text in elsewhere or not is_syllable(one.text) else replace(one, confidence=one.confidence * 0.7)
            for one in best.characters
        )
    )


def _most_sure(column: Sequence[Character], looks: int) -> Character:
    weights: dict[str, float] = {}
    for one in column:
        weights[one.text] = weights.get(one.text, 0.0) + one.confidence
    text = max(weights, key=lambda key: weights[key])
    backing = sum(one.text == text for one in column)
    # A look that read another number of characters says nothing about this one.
    return replace(column[0], text=text, confidence=weights[text] / max(len(column), min(looks, backing + 1)))


def _length(look: Reading) -> int:
    return sum(one.text != " " for one in look.characters)


def _mean(look: Reading) -> float:
    return look.score / max(len(look.characters), 1)
