"""Red issuing seals: square with rows of characters, or round with characters around the rim.

A seal is stamped over print and paper. Its ink darkens green and blue and leaves red as it was, so the red channel
shows everything but the seal: what is dark there is black print and is taken out, and what is left of the green
channel is the seal alone. Without red ink (a grey copy) the dark print in the seal's place is read instead, and
believed where it ends as authorities do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.documents.closed_lists import PROVINCES, province_of
from kyc.documents.words import N_, Words
from kyc.recognition.lines import Corners, TextLine
from kyc.recognition.networks import Pixels, TextNetworks, cut_line
from kyc.recognition.placing import Place, Placing
from kyc.recognition.printed import Print, glyphs_of
from kyc.recognition.readings import Normalised, differences

Floats = npt.NDArray[np.float32]

#: Pixels across the picture a seal is looked for in, and across the upright seal itself.
PATCH_WIDTH: Final = 360
SEAL_WIDTH: Final = 320
#: Seals are stamped by hand: looked for this much of their own size beyond their place.
SPARE: Final = 0.22
#: Optical density (natural) from which red ink is ink, from which print in the red channel is black, and the part of
#: the strongest ink that still belongs to a stroke.
FAINTEST_INK: Final = 0.05
BLACK: Final = 0.55
STROKE: Final = 0.35
#: Provinces' short names that no other place's name is one character away from.
LONG_SHORT_NAMES: Final = ("内蒙古", "黑龙江")
#: An imprint covers at least this part of its place; anything smaller is no seal.
LEAST_IMPRINT: Final = 0.25
#: A square's hull fills its tightest rectangle; a circle's fills pi / 4 of it.
ROUND_BELOW: Final = 0.87
#: A circle is as wide as it is high; half of a square of which a light spot hid the rest is not.
ROUND_ASPECT: Final = 0.85
#: A faint frame breaks a seal into parts; rows are at least this part of the largest, the dirt of a stamp is not.
PART: Final = 0.04
#: The frame and what is left free inside it, in parts of the seal's side.
FRAME: Final = 0.055
ROWS: Final = (2, 3, 4, 5, 6)
#: Room around a row that is read, in parts of its height.
ROOM: Final = 0.16
#: The rim of a round seal that holds its characters, in parts of the radius, and its width when unrolled.
RIM: Final = (0.58, 0.96)
#: Rows of one seal are at least this part as wide as its widest.
EVEN: Final = 0.88
#: What a character is worth that another look of its row reads otherwise.
DISPUTED: Final = 0.80
#: Read before with this confidence, a seal is not read again.
DOUBTLESS: Final = 0.90
CHARACTER: Final = re.compile(r"[\u3400-\u9fff]")
#: How the names of the authorities end that issue licences.
TAILS: Final = (
    *("公安局交通警察支队", "公安局交通警察总队", "公安局交通警察大队", "公安局交警支队", "公安局交警大队"),
    *("公安局公安交通管理局", "公安局交通管理局", "公安局交通管理支队", "公安厅交通警察总队", "公安厅交通管理局"),
    *("公安局车辆管理所", "公安局交通巡逻警察支队", "公安局交通巡逻警察总队"),
)
#: How the name of every authority ends.
ENDS: Final = re.compile("[队局所处科厅]$")
#: Grey print of no more characters than this is no authority: a tail alone, without a place's name.
SHORTEST_AUTHORITY: Final = 10
#: So many characters of an ending are no name of their own (公安局 is one).
LEAST_BEGUN: Final = 5
BREAKS_OFF: Final = N_("Read as %(raw)s, which breaks off: the seal's last characters were not found.")
AUTHORITY_WORDS: Final = N_("Read as %(raw)s; the only known ending or province one character away is taken.")
#: How a seal is looked at: the sharp green channel, the cleaner difference of channels.
VIEWS: Final = 2


@dataclass(frozen=True, slots=True)
class _Patch:
    """The neighbourhood of the seal, upright; ``matrix`` takes its pixels to the capture's."""

    pixels: Pixels
    matrix: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ink:
    """Optical densities, 0 to 1 of the strongest: ``red`` of the seal alone, ``sharp`` of the seal as the green
    channel has it, less black print. ``is_grey`` where both are whatever is dark."""

    red: Floats
    sharp: Floats
    is_grey: bool


@dataclass(frozen=True, slots=True)
class _Seal:
    """A seal's ink, upright and ``SEAL_WIDTH`` square; ``to_capture`` takes its pixels to the capture's."""

    ink: _Ink
    to_capture: npt.NDArray[np.float64]


def read_seal(
    networks: TextNetworks, pixels: Pixels, placing: Placing, place: Place, lines: Sequence[TextLine] = ()
) -> Print:
    """What a seal says, rows joined from the top; an empty print where no seal is seen.

    ``pixels`` are the capture's (RGB), ``placing`` the document's, ``place`` is where the form leaves room for the seal
    (left, top, right, bottom in card widths and heights). ``lines`` are lines read before; where they hold the seal
    already, from head to tail and without doubt, nothing is read again. The print's quad lies in the capture.
    """
    before = _read_before(pixels, lines, placing, place)
    if _is_settled(before, placing):
        return before
    patch = _cut(pixels, placing, place)
    density = _density(patch.pixels)
    for ink in (_red_ink(density), _grey_ink(density)):
        imprint = _imprint(ink.red) if ink is not None else None
        if ink is None or imprint is None:
            continue
        corners, is_round = imprint
        to_capture = patch.matrix @ cv2.getPerspectiveTransform(_square(), corners)
        seal = _Seal(_upright(ink, corners), np.asarray(to_capture, np.float64))
        rows = _read_rim(networks, seal) if is_round else _read_rows(networks, seal, _red_ones(pixels, seal, lines))
        found = _among_labels(rows, placing) if ink.is_grey else _joined(rows, placing)
        if not ink.is_grey or found.glyphs:
            return _doubted_without_end(_better(found, before))
    return before if _names_authority(before.text) else Print()


def _is_settled(seal: Print, placing: Placing) -> bool:
    """Whether a seal was read from head to tail and without doubt. Rows are equally wide: one that is not lost a
    character at an end, surely as the rest of it was read, unless all of it belongs to a known ending."""
    tail = next((tail for tail in TAILS if seal.text.endswith(tail)), "")
    if not tail or not province_of(seal.text) or seal.confidence < DOUBTLESS:
        return False
    before_tail = {id(glyph.line) for glyph in seal.glyphs[: -len(tail)]}
    widths: dict[int, float] = {}
    for glyph in seal.glyphs:
        (left, _), (right, _) = placing.on_card([glyph.line.left, glyph.line.right])
        widths[id(glyph.line)] = float(right - left)
    return all(widths[line] > EVEN * max(widths.values()) for line in before_tail)


def _better(found: Print, before: Print) -> Print:
    """What was read before, where that names an authority and what was found now does not, or less surely."""
    if not _names_authority(before.text):
        return found
    return found if _names_authority(found.text) and found.confidence > before.confidence else before


def _names_authority(text: str) -> bool:
    """Whether ``text`` begins with a province and ends as authorities do: nothing else is of it."""
    return _is_authority(text) and bool(province_of(text))


def _doubted_without_end(seal: Print) -> Print:
    """``seal``, less sure where it ends as no authority does: characters at the ends of its rows are missing."""
    if ENDS.search(seal.text):
        return seal
    return Print(tuple(replace(glyph, confidence=min(glyph.confidence, DISPUTED)) for glyph in seal.glyphs))


def _among_labels(rows: Sequence[TextLine], placing: Placing) -> Print:
    """The rows that together name an authority, where grey print around a seal was taken for rows of it: rather those
    that begin with a province."""
    runs = [_joined(rows[first:last], placing) for first, last in itertools.combinations(range(len(rows) + 1), 2)]
    named = [run for run in runs if _is_authority(run.text) and len(run.text) > SHORTEST_AUTHORITY]
    return next((run for run in named if province_of(run.text)), named[0] if named else Print())


def _is_authority(text: str) -> bool:
    return _with_tail(text).endswith(TAILS)


def _read_before(pixels: Pixels, lines: Sequence[TextLine], placing: Placing, place: Place) -> Print:
    """The red lines that stand in the seal's place, one below another, each as wide as the seal; a thin row between
    two red ones is of the seal as well, however little red is left of it. Without red ones, those that name an
    authority: of 10 seals on hard pictures 4 had no colour, and all of those were read whole at first."""
    inside = _lines_in(lines, placing, place)
    red = [at for at, line in enumerate(inside) if _is_red(pixels, line)]
    return _joined(inside[red[0] : red[-1] + 1], placing) if red else _among_labels(inside, placing)


def _lines_in(lines: Sequence[TextLine], placing: Placing, place: Place) -> list[TextLine]:
    left, top, right, bottom = place
    spare_x, spare_y = SPARE * (right - left), SPARE * (bottom - top)
    inside = []
    for line in lines:
        (x0, y0), (x1, y1) = placing.on_card([line.left, line.right])
        across = left - spare_x < x0 and x1 < right + spare_x and x1 - x0 > (right - left) / 2
        if across and top - spare_y < (y0 + y1) / 2 < bottom + spare_y and line.characters:
            inside.append(((y0 + y1) / 2, line))
    return [line for _, line in sorted(inside, key=lambda one: one[0])]


def _joined(rows: Sequence[TextLine], placing: Placing) -> Print:
    glyphs = [glyph for row in rows for glyph in glyphs_of([row], placing)]
    return Print(tuple(glyph for glyph in glyphs if CHARACTER.match(glyph.text)))


def _is_red(pixels: Pixels, line: TextLine) -> bool:
    """Whether the print of a line is darker in green than in red."""
    density = _density(cut_line(pixels, line.corners))
    inked = density[..., 1] >= np.percentile(density[..., 1], 85)
    red_light, green = density[inked][:, 0].mean(), density[inked][:, 1].mean()
    return bool(green - red_light > max(FAINTEST_INK, green / 3))


def authority(text: str) -> Normalised:
    """An issuing authority as a seal prints it: its tail and its province are put right where only one known tail, and
    only one province, is one character away.

    What stands between (city, county) is nobody's closed list and stays as read.
    """
    value = with_province(_with_tail(text))
    if _breaks_off(value):
        return Normalised("", "issuing_authority", Words(BREAKS_OFF, {"raw": text}))
    words = None if value == text else Words(AUTHORITY_WORDS, {"raw": text})
    return Normalised(value, "issuing_authority", words)


def _breaks_off(text: str) -> bool:
    """Whether only the beginning of a known ending was read: its last row was not found."""
    begun = any(text.endswith(tail[:size]) for tail in TAILS for size in range(LEAST_BEGUN, len(tail)))
    return begun and not text.endswith(TAILS)


def _with_tail(text: str) -> str:
    if text.endswith(TAILS):
        return text
    near = {text[: len(text) - length] + tail for tail in TAILS for length in _almost(text, tail)}
    return near.pop() if len(near) == 1 else text


def with_province(text: str) -> str:
    """``text`` with the province that it begins with put right, where only one is one character away.

    Only names that end in 省 or 自治区 are, and long short ones: cities are one character away from each other (上海市,
    上饶市). A short name alone says nothing of the rest (宁夏回族白治区).
    """
    if any(text.startswith(name) for name in PROVINCES.values()):
        return text
    near = {
        name
        for name in (*PROVINCES.values(), *LONG_SHORT_NAMES)
        if not name.endswith("市")
        and (name in LONG_SHORT_NAMES or text[len(name) - 1 : len(name)] == name[-1])
        and differences(text[: len(name)], name) == 1
    }
    longest = max(near, key=len, default="")
    return longest + text[len(longest) :] if all(longest.startswith(name) for name in near) else text


def _almost(text: str, tail: str) -> list[int]:
    """How long the end of ``text`` is that becomes ``tail`` by one character replaced, or one put in."""
    same = text[-len(tail) :]
    lengths = []
    if differences(same, tail) == 1:
        lengths.append(len(tail))
    short = text[1 - len(tail) :]
    if any(short == tail[:at] + tail[at + 1 :] for at in range(len(tail))):
        lengths.append(len(tail) - 1)
    return lengths


# --- where the ink is ----------------------------------------------------------------------------------------------


def _cut(pixels: Pixels, placing: Placing, place: Place) -> _Patch:
    left, top, right, bottom = place
    spare_x, spare_y = SPARE * (right - left), SPARE * (bottom - top)
    # Beyond the page lies the table, which may be red.
    left, top = max(left - spare_x, 0.0), max(top - spare_y, 0.0)
    right, bottom = min(right + spare_x, 1.0), min(bottom + spare_y, 1.0)
    corners = placing.corners_at((left, top, right, bottom))
    height = round(PATCH_WIDTH * (bottom - top) / placing.aspect / (right - left))
    frame = np.array([[0, 0], [PATCH_WIDTH, 0], [PATCH_WIDTH, height], [0, height]], np.float32)
    to_capture = cv2.getPerspectiveTransform(frame, corners)
    cut = cv2.warpPerspective(
        pixels,
        to_capture,
        (PATCH_WIDTH, height),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _Patch(np.asarray(cut, np.uint8), np.asarray(to_capture, np.float64))


def _red_ink(density: Floats) -> _Ink | None:
    """What is red and the black print over it; None where nothing is."""
    red_light, green, blue = density[..., 0], density[..., 1], density[..., 2]
    red = np.clip(np.minimum(green, blue) - red_light, 0, None)
    strongest = float(np.percentile(red, 98))
    if strongest < FAINTEST_INK:
        return None
    black = _grown(red_light > BLACK)
    sharp = np.where(black, 0, np.clip(green - red_light * 0.6, 0, None))
    return _Ink(_scaled(red, strongest), _scaled(sharp, float(np.percentile(sharp, 98))), is_grey=False)


def _grey_ink(density: Floats) -> _Ink | None:
    """Whatever is dark; None where nothing is printed."""
    grey = np.asarray(density.mean(axis=2), np.float32)
    strongest = float(np.percentile(grey, 97))
    if strongest < FAINTEST_INK:
        return None
    scaled = _scaled(grey, strongest)
    return _Ink(scaled, scaled, is_grey=True)


def _density(patch: Pixels) -> Floats:
    """How much darker than the paper around it each pixel is, by channel, as a natural logarithm."""
    light = patch.astype(np.float32) + 1.0
    side = max(3, min(PATCH_WIDTH // 8, patch.shape[0]) | 1)
    paper = cv2.dilate(cv2.blur(light, (3, 3)), np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (side, side))
    return np.asarray(np.clip(np.log(paper) - np.log(light), 0, None), np.float32)


def _grown(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _scaled(density: Floats, strongest: float) -> Floats:
    return np.asarray(np.clip(density / max(strongest, 1e-6), 0, 1), np.float32)


# --- where the seal is ---------------------------------------------------------------------------------------------


def _imprint(red: Floats) -> tuple[Corners, bool] | None:
    """The corners of the seal in the patch, clockwise from its top-left, and whether it is round."""
    height, width = red.shape
    strokes = (cv2.blur(red, (3, 3)) > STROKE).astype(np.uint8)
    reach = max(3, width // 24)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, stats, middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    areas = [int(w) * int(h) for _, _, w, h, _ in stats[1:]]
    if not areas or max(areas) < LEAST_IMPRINT * height * width / (1 + 2 * SPARE) ** 2:
        return None
    parts = [
        at
        for at, (area, middle) in enumerate(zip(areas, middles[1:], strict=True), start=1)
        if area == max(areas) or (area > PART * max(areas) and _is_inside(middle, width, height))
    ]
    points = cv2.findNonZero((np.isin(labels, parts) & (strokes > 0)).astype(np.uint8))
    hull = cv2.convexHull(points)
    rectangle = cv2.minAreaRect(hull)
    box = np.asarray(cv2.boxPoints(rectangle), np.float32)
    shorter, longer = sorted(rectangle[1])
    filled = cv2.contourArea(hull) / max(shorter * longer, 1.0)
    return _from_top_left(box), filled < ROUND_BELOW and shorter > ROUND_ASPECT * longer


def _is_inside(middle: npt.NDArray[np.float64], width: int, height: int) -> bool:
    """Whether a point of the patch lies in the seal's own place, beyond which other red things may lie."""
    rim = SPARE / (1 + 2 * SPARE)
    return bool(rim < middle[0] / width < 1 - rim and rim < middle[1] / height < 1 - rim)


def _from_top_left(box: Corners) -> Corners:
    """Corners clockwise from the one that is top-left while the seal is not turned by more than an eighth."""
    clockwise = box if cv2.contourArea(box, oriented=True) > 0 else box[::-1]
    return np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0)


def _square() -> Corners:
    side = float(SEAL_WIDTH)
    return np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)


def _upright(ink: _Ink, corners: Corners) -> _Ink:
    warp = cv2.getPerspectiveTransform(corners, _square())
    red, sharp = (
        np.asarray(cv2.warpPerspective(part, warp, (SEAL_WIDTH, SEAL_WIDTH)), np.float32)
        for part in (ink.red, ink.sharp)
    )
    return _Ink(red, sharp, ink.is_grey)


# --- what it says --------------------------------------------------------------------------------------------------


def _read_rows(networks: TextNetworks, seal: _Seal, lines: Sequence[TextLine]) -> list[TextLine]:
    bands = _bands(seal.ink.red)
    views = [
        _picture(view[top:bottom, left:right])
        for left, top, right, bottom in bands
        for view in (seal.ink.sharp, seal.ink.red)
    ]
    readings = networks.recognise(views)
    rows = []
    for row, (left, top, right, bottom) in enumerate(bands):
        quad = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
        corners = _mapped(quad, seal.to_capture)
        looks = [TextLine(corners, one.characters) for one in readings[row * VIEWS : (row + 1) * VIEWS]]
        looks += [line for line in lines if _is_row(line, seal, (top, bottom))]
        rows.append(_with_disputes(max(looks, key=_weight), looks))
    return [row for row in rows if row.characters]


def _with_disputes(best: TextLine, looks: Sequence[TextLine]) -> TextLine:
    """The best look of a row, less sure of each character that another look of as many characters reads otherwise."""
    others = [look.characters for look in looks if len(look.characters) == len(best.characters)]
    characters = tuple(
        replace(one, confidence=min(one.confidence, DISPUTED))
        if any(other[at].text != one.text and other[at].confidence > 0.5 for other in others)
        else one
        for at, one in enumerate(best.characters)
    )
    return replace(best, characters=characters)


def _red_ones(pixels: Pixels, seal: _Seal, lines: Sequence[TextLine]) -> list[TextLine]:
    return [
        line for line in lines if line.characters and _is_row(line, seal, (0, SEAL_WIDTH)) and _is_red(pixels, line)
    ]


def _is_row(line: TextLine, seal: _Seal, band: tuple[int, int]) -> bool:
    """Whether a line read before is this row: it begins and ends inside the seal, half its width apart or more."""
    ends = np.array([line.left, line.right], np.float32)
    (x0, y0), (x1, y1) = _mapped(ends, np.asarray(np.linalg.inv(seal.to_capture), np.float64)) / SEAL_WIDTH
    top, bottom = (side / SEAL_WIDTH for side in band)
    return bool(x0 > -0.1 and x1 < 1.1 and x1 - x0 > 0.5 and top < (y0 + y1) / 2 < bottom)


def _weight(line: TextLine) -> float:
    """How much a reading of a row is worth: many characters, each more likely right than not."""
    return sum(one.confidence - 0.5 for one in line.characters if CHARACTER.match(one.text))


def _bands(red: Floats) -> list[tuple[int, int, int, int]]:
    """Rows of characters inside the frame: left, top, right, bottom in pixels of the upright seal."""
    side = red.shape[0]
    rim = round(FRAME * side)
    inside = red[rim:-rim, rim:-rim]
    profile = cv2.GaussianBlur(inside.mean(axis=1)[:, None], (0, 0), side / 80)[:, 0]
    inked = np.flatnonzero(profile > 0.3 * float(np.percentile(profile, 90)))
    if not len(inked):
        return []
    first, last = int(inked[0]), int(inked[-1]) + 1
    cuts = max((_cuts(profile, first, last, count) for count in ROWS), key=lambda found: found[0])[1]
    room = round(ROOM * (last - first) / (len(cuts) - 1))
    return [
        (rim // 2, max(0, rim + top - room), side - rim // 2, min(side, rim + bottom + room))
        for top, bottom in itertools.pairwise(cuts)
    ]


def _cuts(profile: Floats, first: int, last: int, count: int) -> tuple[float, list[int]]:
    """``count`` rows of one height between ``first`` and ``last``, their bounds moved into the valleys nearby, and how
    much emptier those are than the rows."""
    pitch = (last - first) / count
    bounds = [first]
    for place in range(1, count):
        middle, reach = first + place * pitch, max(1, round(pitch / 6))
        window = profile[round(middle) - reach : round(middle) + reach + 1]
        bounds.append(round(middle) - reach + int(np.argmin(window)))
    bounds.append(last)
    rows = [_emptiest(profile[top:bottom]) for top, bottom in itertools.pairwise(bounds)]
    valleys = [float(profile[bound]) for bound in bounds[1:-1]]
    return min(rows) - max(valleys), bounds


def _emptiest(row: Floats) -> float:
    """The least ink in the middle half of a row: next to none where the row is really two."""
    quarter = len(row) // 4
    return float(row[quarter : len(row) - quarter].min())


def _read_rim(networks: TextNetworks, seal: _Seal) -> list[TextLine]:
    """A round seal's characters, clockwise from the lowest point."""
    radius = SEAL_WIDTH / 2
    turns = np.linspace(0, 2 * np.pi, round(2 * np.pi * radius * float(np.mean(RIM))), dtype=np.float32)
    reach = np.linspace(RIM[1], RIM[0], round(radius * (RIM[1] - RIM[0])), dtype=np.float32) * radius
    x = np.asarray(radius - np.outer(reach, np.sin(turns)), np.float32)
    y = np.asarray(radius + np.outer(reach, np.cos(turns)), np.float32)
    strips = [cv2.remap(view, x, y, cv2.INTER_LINEAR) for view in (seal.ink.sharp, seal.ink.red)]
    readings = networks.recognise([_picture(np.asarray(strip, np.float32)) for strip in strips])
    corners = _mapped(_square(), seal.to_capture)
    best = max((TextLine(corners, reading.characters) for reading in readings), key=_weight)
    return [best] if best.characters else []


def _picture(ink: Floats) -> Pixels:
    """Dark characters on white, as the recogniser knows them."""
    grey = np.asarray(255 - 225 * np.clip(ink, 0, 1), np.uint8)
    return np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2))


def _mapped(quad: Corners, matrix: npt.NDArray[np.float64]) -> Corners:
    return np.asarray(cv2.perspectiveTransform(quad[None].astype(np.float64), matrix)[0], np.float32)
