"""What the first look left open: places where nothing was found, and characters that were read with doubt.

A single character alone (男 on its line) is easily missed by a text detector. Where the card's outline is known, so is
the place of such a field, and what stands there is read like any other line. A rare character in a tightly cut line is
easily taken for its commoner look-alike (锜 for 琦): a doubtful line is cut several times with more room around it, and
the looks vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from kyc.recognition.lines import Character, Corners, TextLine
from kyc.recognition.networks import Pixels, TextNetworks, cut_line
from kyc.recognition.placing import Place, Placing
from kyc.recognition.reader import ANCHORS

#: A line with a character below this is read again; one below this on average is no text.
DOUBT: Final = 0.90
HOPELESS: Final = 0.60
#: Room above and below, and at both ends, in parts of the line's height; the first two are tried first.
ROOMS: Final = ((0.20, 0.3), (0.36, 0.3), (0.28, 0.3), (0.28, 0.6))


def look_again(
    networks: TextNetworks,
    pixels: Pixels,
    lines: Sequence[TextLine],
    placing: Placing,
    places: Iterable[Place],
    stretch: float = 1.0,
) -> tuple[TextLine, ...]:
    """``lines`` with what is read at ``places`` instead of whatever had been read there before.

    ``stretch`` widens what is shown to the network: of two equal digits that stand close it may see only one.
    """
    wanted = list(places)
    corners = [placing.corners_at(place) for place in wanted]
    readings = networks.recognise([_stretched(cut_line(pixels, quad), stretch) for quad in corners])
    kept = [_without(line, placing, wanted) for line in lines]
    seen = [TextLine(quad, reading.characters) for quad, reading in zip(corners, readings, strict=True)]
    return tuple(line for line in [*kept, *seen] if line.characters)


def _stretched(cut: Pixels, stretch: float) -> Pixels:
    if stretch == 1.0:
        return cut
    size = (round(cut.shape[1] * stretch), cut.shape[0])
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def resolve_doubts(networks: TextNetworks, pixels: Pixels, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """``lines``, those with a doubtful character replaced by what several looks agree on.

    A character's confidence becomes its mean over the looks that read as many characters, counting those that read
    another one as nothing. Where the first two looks surely confirm the line they stand for the others.
    """
    doubtful = [line for line in lines if _is_doubtful(line)]
    first = _looks_at(networks, pixels, doubtful, ROOMS[:2])
    looks = {id(line): two * 2 for line, two in zip(doubtful, first, strict=True)}
    open_still = [line for line, two in zip(doubtful, first, strict=True) if not _confirm(two, line)]
    for line, others in zip(open_still, _looks_at(networks, pixels, open_still, ROOMS[2:]), strict=True):
        looks[id(line)] = [*looks[id(line)][:2], *others]
    resolved = [agreed(line, looks[id(line)]) if id(line) in looks else line for line in lines]
    return tuple(line for line in resolved if line.text.strip())


def _looks_at(
    networks: TextNetworks, pixels: Pixels, lines: Sequence[TextLine], rooms: Sequence[tuple[float, float]]
) -> list[list[TextLine]]:
    """Every line read with each amount of room around it."""
    quads = [_with_room(line, *room) for line in lines for room in rooms]
    readings = networks.recognise([cut_line(pixels, quad) for quad in quads])
    looks = [TextLine(quad, reading.characters) for quad, reading in zip(quads, readings, strict=True)]
    return [looks[start : start + len(rooms)] for start in range(0, len(looks), len(rooms))]


def _confirm(looks: Sequence[TextLine], line: TextLine) -> bool:
    """Whether every look reads the line's own characters, and none of them with doubt."""
    said = _without_spaces(line).text
    return all(_without_spaces(look).text == said and _weakest(look) >= DOUBT for look in looks)


def _weakest(line: TextLine) -> float:
    return min((character.confidence for character in line.characters if character.text.strip()), default=1.0)


def _is_doubtful(line: TextLine) -> bool:
    return _weakest(line) < DOUBT and line.confidence > HOPELESS


def _with_room(line: TextLine, above: float, beside: float) -> Corners:
    """The line's corners moved outwards by parts of its height."""
    down = line.corners[3] - line.corners[0], line.corners[2] - line.corners[1]
    along = (line.corners[1] - line.corners[0]) * (line.height / max(line.length, 1.0))
    moves = [
        -above * down[0] - beside * along,
        -above * down[1] + beside * along,
        above * down[1] + beside * along,
        above * down[0] - beside * along,
    ]
    return np.asarray(line.corners + np.array(moves), np.float32)


def agreed(line: TextLine, looks: Sequence[TextLine]) -> TextLine:
    """What most looks of the commonest length say, placed as in the look closest to it; spaces are no characters."""
    votes = [_without_spaces(look) for look in (line, *looks)]
    length, backing = Counter(len(vote.characters) for vote in votes).most_common(1)[0]
    if backing <= len(votes) / 2:
        return line
    alike = [vote for vote in votes if len(vote.characters) == length]
    chosen = [_most_sure(characters) for characters in zip(*(vote.characters for vote in alike), strict=True)]
    chosen = _with_printed_words(chosen, alike)
    nearest = max(alike, key=lambda vote: sum(a.text == b.text for a, b in zip(vote.characters, chosen, strict=True)))
    characters = tuple(
        replace(character, text=sure.text, confidence=sure.confidence)
        for character, sure in zip(nearest.characters, chosen, strict=True)
    )
    return replace(nearest, characters=characters)


def _without_spaces(line: TextLine) -> TextLine:
    return replace(line, characters=tuple(character for character in line.characters if character.text.strip()))


def _most_sure(characters: Sequence[Character]) -> Character:
    """The character with the most confidence in all, and its mean over every look."""
    weights: dict[str, float] = {}
    for character in characters:
        weights[character.text] = weights.get(character.text, 0.0) + character.confidence
    text = max(weights, key=lambda one: weights[one])
    return replace(characters[0], text=text, confidence=weights[text] / len(characters))


def _with_printed_words(chosen: Sequence[Character], looks: Sequence[TextLine]) -> list[Character]:
    """``chosen``, but for words that forms print: one look that read such a word whole is right about it."""
    known = list(chosen)
    for look in looks:
        for word in ANCHORS:
            start = look.text.find(word)
            if len(word) > 1 and start >= 0:
                known[start : start + len(word)] = look.characters[start : start + len(word)]
    return known


def _without(line: TextLine, placing: Placing, places: Sequence[Place]) -> TextLine:
    """Less the characters that lie in one of ``places``."""
    if not line.characters:
        return line
    points = placing.on_card([line.at(character.place) for character in line.characters])
    kept = [
        character
        for character, (x, y) in zip(line.characters, points, strict=True)
        if not any(left < x < right and top < y < bottom for left, top, right, bottom in places)
    ]
    return replace(line, characters=tuple(kept))
