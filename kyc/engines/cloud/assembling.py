"""From answers to what an inspection gives back: sides, fields, findings, crops, notes.

A vendor gives no outline of a document: the whole upright picture stands for it. Where it gives a rectified picture,
that one's size is the rectified frame's and the homography a mere scaling, which is no statement about where the card
lies; where it gives none the homography is the identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kyc.documents import errors
from kyc.documents.errors import DecodeError
from kyc.documents.geometry import Quad
from kyc.documents.kinds import PASSES_AS, SIDES, DocumentKind, Side
from kyc.documents.results import (
    CaptureInput,
    Crop,
    CropKind,
    FieldReading,
    Finding,
    InspectionRequest,
    InspectionResult,
    SideReading,
)
from kyc.documents.words import N_, Words
from kyc.engines.cloud.findings import findings
from kyc.engines.cloud.hearing import UNSTATED_CONFIDENCE, Heard, Page
from kyc.engines.cloud.pictures import Sent
from kyc.engines.cloud.values import readings
from kyc.engines.collecting import Seconds
from kyc.engines.protocol import Engine
from kyc.imaging import sandbox
from kyc.imaging.views import encode_jpeg
from kyc.recognition.finding import LAYOUTS

NO_PLACES: Final = N_("%(engine)s does not say where values stand in the picture.")
UNSTATED: Final = N_("%(engine)s does not say how sure its values are; %(percent)s %% stands for each of them.")
COPIED: Final = N_("%(engine)s was sent a copy of a picture whose format, size or turn it does not take.")
OTHER_ORDER: Final = N_("Front and back were given in the other order; they have been put right.")
BOTH_IN_ONE: Final = N_("Both sides are in one picture.")
#: A crop comes from outside like any file; a portrait may be small.
_CROP_LIMITS: Final = replace(sandbox.DEFAULT, min_side=8, max_pages=1)


@dataclass(frozen=True, slots=True)
class Answered:
    """A capture, what was sent of it, and what was answered; several answers where its side was not stated."""

    capture: CaptureInput
    sent: Sent
    heard: tuple[Heard, ...]

    @property
    def pages(self) -> list[Page]:
        return [page for heard in self.heard for page in heard.pages]


@dataclass(frozen=True, slots=True)
class _Found:
    answered: Answered
    page: Page


def assembled(
    engine: Engine,
    account_name: str,
    answered: Sequence[Answered],
    request: InspectionRequest,
    *,
    is_swapped: bool,
    seconds: Seconds,
) -> InspectionResult:
    """
    Raises:
        OtherDocument: a capture shows another kind than stated, or than the first one.
        SameSideTwice: two captures show the same side.
    """
    kind = _kind(answered, request)
    found = _found(kind, answered)
    crops = {id(one.page): _crops(one) for one in found}
    fields = [field for one in found for field in _fields(one)]
    return InspectionResult(
        engine=engine.name,
        engine_version=engine.version,
        kind=kind,
        sides=tuple(_side(one, crops[id(one.page)]) for one in found),
        fields=tuple(LAYOUTS[kind].rectify(fields) if request.rectify else fields),
        findings=tuple(_findings(answered, account_name)),
        crops=tuple(crop for one in found for crop in crops[id(one.page)]),
        notes=tuple(_notes(answered, fields, account_name, is_swapped=is_swapped)),
        seconds=seconds.spent,
    )


def _kind(answered: Sequence[Answered], request: InspectionRequest) -> DocumentKind:
    first = answered[0].pages[0].kind
    passing = PASSES_AS[request.kind_stated] if request.kind_stated else frozenset(DocumentKind)
    for one in answered:
        for page in one.pages:
            if page.kind is not first or page.kind not in passing:
                raise errors.OtherDocument(capture_id=one.capture.capture_id, kind=page.kind.value)
    return first


def _found(kind: DocumentKind, answered: Sequence[Answered]) -> list[_Found]:
    """Every side once, in the order pages show them."""
    seen: set[Side] = set()
    found: list[_Found] = []
    for one in answered:
        for page in one.pages:
            if page.side in seen:
                raise errors.SameSideTwice(capture_id=one.capture.capture_id)
            seen.add(page.side)
            found.append(_Found(one, page))
    return sorted(found, key=lambda one: SIDES[kind].index(one.page.side))


def _fields(found: _Found) -> list[FieldReading]:
    return readings(found.page, found.answered.capture.capture_id, found.answered.sent.scale)


def _findings(answered: Sequence[Answered], account_name: str) -> list[Finding]:
    return [
        finding
        for one in answered
        for heard in one.heard
        for finding in findings(heard, one.capture.capture_id, account_name)
    ]


def _side(found: _Found, crops: Sequence[Crop]) -> SideReading:
    sent = found.answered.sent
    rectified = next((crop for crop in crops if crop.kind is CropKind.RECTIFIED), None)
    width, height = (rectified.width, rectified.height) if rectified else (sent.width, sent.height)
    return SideReading(
        side=found.page.side,
        capture_id=found.answered.capture.capture_id,
        outline=Quad.from_box(0.0, 0.0, float(sent.width), float(sent.height)),
        rectified_width=width,
        rectified_height=height,
        to_rectified=(width / sent.width, 0.0, 0.0, 0.0, height / sent.height, 0.0, 0.0, 0.0, 1.0),
    )


def _crops(found: _Found) -> list[Crop]:
    made = (_crop(kind, data, found) for kind, data in found.page.crops.items())
    return [crop for crop in made if crop is not None]


def _crop(kind: CropKind, data: bytes, found: _Found) -> Crop | None:
    """The vendor's picture, decoded in the sandbox like any other and written anew; None where it is none."""
    try:
        page = sandbox.decode(data, page=0, limits=_CROP_LIMITS)[0]
    except DecodeError:
        return None
    capture_id = found.answered.capture.capture_id
    return Crop(kind, found.page.side, capture_id, encode_jpeg(page.pixels), page.width, page.height)


def _notes(
    answered: Sequence[Answered], fields: Sequence[FieldReading], account_name: str, *, is_swapped: bool
) -> list[Words]:
    named: Mapping[str, str | int | float] = {"engine": account_name, "percent": round(100 * UNSTATED_CONFIDENCE)}
    read = [field for field in fields if field.value]
    told = {
        OTHER_ORDER: is_swapped,
        BOTH_IN_ONE: any(len(one.pages) > 1 for one in answered),
        NO_PLACES: not any(field.quad for field in fields),
        UNSTATED: bool(read) and all(field.confidence == UNSTATED_CONFIDENCE for field in read),
        COPIED: not all(one.sent.is_original for one in answered),
    }
    return [Words(message, named) for message, holds in told.items() if holds]
