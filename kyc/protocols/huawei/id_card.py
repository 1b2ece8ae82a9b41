"""``POST /v2/{project_id}/ocr/id-card``: the resident identity card of the PRC.

Source: models of the vendor's SDK (huaweicloudsdkocr 3.1.219); the seeds do not hold this one. A single face lies flat
in ``result``, two faces in ``result.front`` and ``result.back``. What a switch asks for is absent while it is off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from kyc.protocols.huawei import bodies
from kyc.protocols.huawei.bodies import Alarm, Corners, Failure, MalformedAnswer
from kyc.protocols.wire import WireAnswer

#: Limits of a picture's sides in pixels.
SHORTEST_SIDE: Final = 15
LONGEST_SIDE: Final = 8192


class PageSide(StrEnum):
    """Portrait face, emblem face, both, or the one that the picture shows."""

    FRONT = "front"
    BACK = "back"
    DOUBLE = "double_side"
    EITHER = ""


class Switch(StrEnum):
    """All off unless given."""

    VERIFICATION = "return_verification"
    TEXT_LOCATION = "return_text_location"
    PORTRAIT_LOCATION = "return_portrait_location"
    PORTRAIT_IMAGE = "return_portrait_image"
    ADJUSTED_IMAGE = "return_adjusted_image"
    REPRODUCE = "detect_reproduce"
    COPY = "detect_copy"
    TAMPERING = "detect_tampering"
    BORDER_INTEGRITY = "detect_border_integrity"
    BLOCKING_WITHIN_BORDER = "detect_blocking_within_border"
    BLUR = "detect_blur"
    INTERIM = "detect_interim"
    GLARE = "detect_glare"


#: The switches that ask for an alarm, with the name of its score. Its result is the switch's name with ``_result``, and
#: true is bad in all of them: ``detect_border_integrity_result`` says that the border is incomplete.
SCORES: Final[Mapping[Switch, str]] = {
    switch: f"{switch.value.removeprefix('detect_')}_score" for switch in Switch if switch.value.startswith("detect_")
}


@dataclass(frozen=True, slots=True)
class Request:
    """Either the picture's bytes or its address, never both."""

    image: bytes = b""
    url: str = ""
    side: PageSide = PageSide.EITHER
    switches: frozenset[Switch] = frozenset()


@dataclass(frozen=True, slots=True)
class Verification:
    """Rules that hold. ``number``, ``birth`` and ``sex`` are the portrait face's: birth and sex agree with the number,
    which is in order. ``date`` (today lies within the validity) and ``validity_period`` (a length that is issued) are
    the emblem face's. What belongs to the other face is false."""

    number: bool = False
    birth: bool = False
    sex: bool = False
    date: bool = False
    validity_period: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """Values as the wire has them: dates ``YYYY-MM-DD`` or 长期, empty where nothing was read; a face has its own texts
    (``TEXTS``), and the other's too where it prints them, as a temporary card does. All else is None or empty unless
    asked for; ``portrait_image`` and ``portrait_location`` are empty for an emblem face; images are JPEG."""

    side: PageSide = PageSide.FRONT
    name: str = ""
    sex: str = ""
    birth: str = ""
    ethnicity: str = ""
    address: str = ""
    number: str = ""
    issue: str = ""
    valid_from: str = ""
    valid_to: str = ""
    verification: Verification | None = None
    locations: Mapping[str, Corners] | None = None
    portrait_location: Corners | None = None
    portrait_image: bytes | None = None
    adjusted_image: bytes | None = None
    alarms: Mapping[Switch, Alarm] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """``is_double`` says that the faces lie apart; otherwise there is exactly one."""

    front: Face | None = None
    back: Face | None = None
    is_double: bool = False


#: Texts that each face prints, under one name on the wire and here.
TEXTS: Final[Mapping[PageSide, tuple[str, ...]]] = {
    PageSide.FRONT: ("name", "sex", "birth", "ethnicity", "address", "number"),
    PageSide.BACK: ("issue", "valid_from", "valid_to"),
}
_EVERY_TEXT: Final = TEXTS[PageSide.FRONT] + TEXTS[PageSide.BACK]
_LOCATION_NAMES: Final = {name: name for name in _EVERY_TEXT}
_VERIFIED: Final[Mapping[PageSide, tuple[str, ...]]] = {
    PageSide.FRONT: ("number", "birth", "sex"),
    PageSide.BACK: ("date", "validity_period"),
}
_EVERY_RULE: Final = _VERIFIED[PageSide.FRONT] + _VERIFIED[PageSide.BACK]


def decode_request(body: bytes) -> Request:
    """
    Raises:
        ApiError: BAD_JSON; INVALID_PARAMETER for both or neither of image and url, another side, or a switch that is no
            Boolean; FORMAT for what is no Base64; IMAGE_SIZE.
    """
    parameters = bodies.json_object(body)
    image, url = bodies.decode_picture(parameters)
    side = bodies.decode_side(parameters, PageSide, PageSide.EITHER)
    return Request(image, url, side, bodies.decode_switches(parameters, Switch))


def encode_request(request: Request) -> bytes:
    side = {"side": request.side.value} if request.side else {}
    picture = bodies.encode_picture(request.image, request.url)
    return bodies.encoded(picture | side | bodies.encode_switches(request.switches))


def encode_answer(answer: Answer) -> WireAnswer:
    faces = {"front": answer.front, "back": answer.back}
    if answer.is_double:
        return bodies.encode_result({name: _encoded_face(face, _VERIFIED) for name, face in faces.items() if face})
    face = next(face for face in faces.values() if face)
    return bodies.encode_result(_encoded_face(face, dict.fromkeys(_VERIFIED, _EVERY_RULE)))


def decode_answer(answer: WireAnswer, side: PageSide) -> Answer | Failure:
    """The answer to a request for ``side``.

    Raises:
        MalformedAnswer: no JSON, or another shape.
    """
    result = bodies.decode_result(answer)
    if isinstance(result, Failure):
        return result
    try:
        return _decoded(result, side)
    except (ValueError, TypeError, AttributeError, OverflowError) as problem:
        raise MalformedAnswer(type(problem).__name__) from problem


def _decoded(result: Mapping[str, Any], side: PageSide) -> Answer:
    front, back = result.get("front"), result.get("back")
    if side is PageSide.DOUBLE or front or back:
        return Answer(
            front=_decoded_face(front, PageSide.FRONT) if front else None,
            back=_decoded_face(back, PageSide.BACK) if back else None,
            is_double=True,
        )
    face = _decoded_face(result, side if side in TEXTS else _side_of(result))
    return Answer(front=face) if face.side is PageSide.FRONT else Answer(back=face)


def _side_of(result: Mapping[str, Any]) -> PageSide:
    """Which face an answer tells of that was left to find out: the one with values, and else the one that is named."""
    for says in (bool, lambda value: value is not None):
        for side, names in TEXTS.items():
            if any(says(result.get(name)) for name in names):
                return side
    return PageSide.FRONT


def _encoded_face(face: Face, rules: Mapping[PageSide, tuple[str, ...]]) -> dict[str, Any]:
    own = TEXTS[face.side]
    texts = {name: getattr(face, name) for name in _EVERY_TEXT if name in own or getattr(face, name)}
    return (
        texts
        | _encoded_verification(face.verification, rules[face.side])
        | bodies.encode_locations(face.locations, _LOCATION_NAMES)
        | _encoded_images(face)
        | _encoded_alarms(face.alarms)
    )


def _decoded_face(result: Mapping[str, Any], side: PageSide) -> Face:
    portrait = result.get("portrait_location")
    return Face(
        side=side,
        **{name: str(result.get(name) or "") for name in _EVERY_TEXT},
        verification=_decoded_verification(result.get("verification_result")),
        locations=bodies.decode_locations(result, _LOCATION_NAMES),
        portrait_location=None if portrait is None else bodies.decode_corners(portrait),
        portrait_image=bodies.decoded_image(result.get("portrait_image")),
        adjusted_image=bodies.decoded_image(result.get("adjusted_image")),
        alarms=_decoded_alarms(result),
    )


def _encoded_verification(verification: Verification | None, rules: tuple[str, ...]) -> dict[str, Any]:
    if verification is None:
        return {}
    return {"verification_result": {f"valid_{rule}": getattr(verification, rule) for rule in rules}}


def _decoded_verification(given: Mapping[str, Any] | None) -> Verification | None:
    if given is None:
        return None
    return Verification(**{rule: given.get(f"valid_{rule}") is True for rule in _EVERY_RULE})


def _encoded_images(face: Face) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if face.portrait_location is not None:
        parts["portrait_location"] = [list(point) for point in face.portrait_location]
    for name in ("portrait_image", "adjusted_image"):
        image = getattr(face, name)
        if image is not None:
            parts[name] = bodies.to_base64(image)
    return parts


def _encoded_alarms(alarms: Mapping[Switch, Alarm]) -> dict[str, Any]:
    if not alarms:
        return {}
    results: dict[str, Any] = {f"{switch.value}_result": alarm.is_raised for switch, alarm in alarms.items()}
    return results | {"score_info": {SCORES[switch]: alarm.score for switch, alarm in alarms.items()}}


def _decoded_alarms(result: Mapping[str, Any]) -> dict[Switch, Alarm]:
    scores = result.get("score_info") or {}
    return {
        switch: Alarm(bodies.truth(result[f"{switch.value}_result"]), bodies.number(scores.get(score)))
        for switch, score in SCORES.items()
        if f"{switch.value}_result" in result
    }
