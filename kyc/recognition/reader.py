"""Every line of a picture, read in its own direction, whichever way the document lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, cos, degrees, radians, sin

import numpy as np

from kyc.recognition.lines import Corners, TextLine, direction, turned
from kyc.recognition.networks import Pixels, TextNetworks, cut_line

#: A box at least this much longer than high tells the direction of its text, but for which end is up.
LONG_ASPECT = 2.5
#: Degrees by which a short box may slant against its group before it is drawn anew.
SLANT = 8.0
#: How many of the longest lines are asked which end is up.
WITNESSES = 6
#: Two of three lines on their heads read with less confidence than this, and all but a few the right way up with more.
PASSABLE = 0.75
#: A line that reads as no text does is turned over from this likelihood on. Of 44 such lines in 108 tuning captures
#: that lie one way 17 have more (Hangul, mostly); of 288 that stand on their heads, in joined pictures, all but 3.
MAYBE_UPSIDE_DOWN = 0.2
#: Anchor words say more than confidence: digits read passably upside down.
ANCHORS = (
    *("公民身份号码", "签发机关", "有效期限", "中华人民共和国", "居民身份证", "年", "住址", "性别", "民族", "出生"),
    *("驾驶证", "行驶证", "证号", "姓名", "国籍", "准驾车型", "初次领证", "档案编号", "有效起始", "Driving License"),
    *("号牌号码", "车辆类型", "所有人", "使用性质", "品牌型号", "识别代号", "发动机号", "注册日期", "发证日期"),
    *("核定载", "质量", "外廓尺寸", "检验", "Vehicle License", "Driver"),
)
ANCHOR_SCORE = 3.0
#: A line that scores so much more one way lies that way.
CLEARLY = 1.5


@dataclass(slots=True)
class _Group:
    """Boxes whose lines run the same way, up to half a turn."""

    angle: float
    boxes: list[Corners] = field(default_factory=list)


def read_lines(networks: TextNetworks, pixels: Pixels) -> list[TextLine]:
    """Lines of RGB ``pixels`` with their characters; a box in which nothing could be read (Hangul, a pattern) has none.

    Nothing at all where no box could be read.
    """
    lines: list[TextLine] = []
    for group in _groups(networks.detect(pixels)):
        lines += _read_group(networks, pixels, group)
    return lines if any(line.characters for line in lines) else []


def _aspect(corners: Corners) -> float:
    first, second = np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[2] - corners[1]))
    return float(max(first, second) / max(min(first, second), 1.0))


def _long_way(corners: Corners) -> Corners:
    first, second = np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[2] - corners[1]))
    return corners if first >= second else np.roll(corners, -1, axis=0)


def _apart(one: float, other: float) -> float:
    """Degrees between two directions, half a turn being none."""
    return abs((one - other + 90) % 180 - 90)


def _groups(boxes: list[Corners]) -> list[_Group]:
    """Boxes by direction: long ones found groups, short ones join the group they lie closest to."""
    long_boxes = sorted((_long_way(box) for box in boxes if _aspect(box) >= LONG_ASPECT), key=lambda box: -_length(box))
    groups: list[_Group] = []
    for box in long_boxes:
        near = next((group for group in groups if _apart(direction(box), group.angle) <= 25), None)
        if near is None:
            groups.append(_Group(direction(box), [box]))
        else:
            near.boxes.append(box)
    if not groups:
        return [_Group(0.0, list(boxes))] if boxes else []
    for group in groups:
        group.angle = _mean_direction(group.boxes)
    for box in boxes:
        if _aspect(box) < LONG_ASPECT:
            _nearest_group(groups, box).boxes.append(box)
    return groups


def _length(box: Corners) -> float:
    return float(np.hypot(*(box[1] - box[0])))


def _mean_direction(boxes: list[Corners]) -> float:
    """Length-weighted mean of directions that are the same after half a turn."""
    x = sum(_length(box) * cos(radians(2 * direction(box))) for box in boxes)
    y = sum(_length(box) * sin(radians(2 * direction(box))) for box in boxes)
    return degrees(atan2(y, x)) / 2


def _nearest_group(groups: list[_Group], box: Corners) -> _Group:
    centre = box.mean(axis=0)

    def distance(group: _Group) -> float:
        return min(float(np.hypot(*(other.mean(axis=0) - centre))) for other in group.boxes)

    return min(groups, key=distance)


def _read_group(networks: TextNetworks, pixels: Pixels, group: _Group) -> list[TextLine]:
    """Every line the way up that its group has; each as it reads best where some of them lie the other way (two cards
    on opposite heads)."""
    upright = [turned(_aligned(box, group.angle), group.angle) for box in group.boxes]
    boxes = [_upside_down(box) for box in upright] if _lies_upside_down(networks, pixels, upright) else upright
    there = _read_boxes(networks, pixels, boxes)
    strays = _strays(networks, pixels, there)
    back = dict(zip(strays, _read_upside_down(networks, pixels, [boxes[index] for index in strays]), strict=True))
    if not any(_margin(line, there[index]) > CLEARLY for index, line in back.items()):
        return there
    rest = [index for index in range(len(there)) if index not in back]
    back |= zip(rest, _read_upside_down(networks, pixels, [boxes[index] for index in rest]), strict=True)
    return _better(there, [back[index] for index in range(len(there))])


def _lies_upside_down(networks: TextNetworks, pixels: Pixels, boxes: list[Corners]) -> bool:
    """What the longest lines say together of the way up."""
    witnesses = sorted(boxes, key=lambda box: -_length(box))[:WITNESSES]
    likely = networks.upside_down([cut_line(pixels, box) for box in witnesses])
    return sum(likely) > len(likely) / 2


def _better(there: list[TextLine], back: list[TextLine]) -> list[TextLine]:
    """Lines the way they read better: all alike, unless some clearly read better one way and some the other."""
    margins = [_margin(one, other) for one, other in zip(there, back, strict=True)]
    if _disagree(margins):
        return [one if margin >= 0 else other for one, other, margin in zip(there, back, margins, strict=True)]
    return there if sum(margins) >= 0 else back


def _strays(networks: TextNetworks, pixels: Pixels, lines: list[TextLine]) -> list[int]:
    """Which lines may lie the other way up; where most read as no text does, all of those, whatever they look like."""
    misread = [index for index, line in enumerate(lines) if _is_misread(line)]
    if 2 * len(misread) >= sum(_aspect(line.corners) >= LONG_ASPECT for line in lines):
        return misread
    likely = networks.upside_down([cut_line(pixels, lines[index].corners) for index in misread])
    return [index for index, chance in zip(misread, likely, strict=True) if chance > MAYBE_UPSIDE_DOWN]


def _is_misread(line: TextLine) -> bool:
    """Whether a line of some length reads as no text does, as it does upside down."""
    return _aspect(line.corners) >= LONG_ASPECT and line.confidence < PASSABLE


def _aligned(box: Corners, angle: float) -> Corners:
    """A short box whose sides run another way than its group's lines (a single character's box can lie at any angle),
    replaced by the rectangle around it that runs with them."""
    off = abs((direction(box) - angle + 45) % 90 - 45)
    if _aspect(box) >= LONG_ASPECT or off <= SLANT:
        return box
    along = np.array([cos(radians(angle)), sin(radians(angle))])
    across = np.array([-along[1], along[0]])
    x, y = box @ along, box @ across
    # The corners of a slanted square reach beyond its character.
    spare_x, spare_y = 0.12 * np.ptp(x), 0.12 * np.ptp(y)
    left, right, top, bottom = x.min() + spare_x, x.max() - spare_x, y.min() + spare_y, y.max() - spare_y
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return np.array([a * along + b * across for a, b in corners], np.float32)


def _upside_down(box: Corners) -> Corners:
    return np.roll(box, 2, axis=0)


def _read_boxes(networks: TextNetworks, pixels: Pixels, boxes: list[Corners]) -> list[TextLine]:
    readings = networks.recognise([cut_line(pixels, box) for box in boxes])
    return [TextLine(box, reading.characters) for box, reading in zip(boxes, readings, strict=True)]


def _read_upside_down(networks: TextNetworks, pixels: Pixels, boxes: list[Corners]) -> list[TextLine]:
    return _read_boxes(networks, pixels, [_upside_down(box) for box in boxes])


def _margin(one: TextLine, other: TextLine) -> float:
    """How much more like text ``one`` reads."""
    return _score(one) - _score(other)


def _score(line: TextLine) -> float:
    anchors = sum(ANCHOR_SCORE for anchor in ANCHORS if anchor in line.text)
    return anchors + len(line.characters) * line.confidence**3 / 4


def _disagree(margins: list[float]) -> bool:
    return max(margins) > CLEARLY and min(margins) < -CLEARLY
