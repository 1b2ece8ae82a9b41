"""What an inspection is given and what it gives back: frozen values that cross every layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kyc.documents.geometry import Point, Quad
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.documents.words import Words


@dataclass(frozen=True, slots=True)
class CaptureInput:
    """One image as it was uploaded. ``page`` counts from 0 and matters for PDF only."""

    capture_id: str
    data: bytes
    page: int = 0
    side_stated: Side | None = None


@dataclass(frozen=True, slots=True)
class InspectionRequest:
    """One document's captures. ``lines`` are the policy's detector lines (score 0-100 at which a warning is raised);
    a code that is absent uses the measured default. ``rectify`` is the switch of seed 003: number, birth date and sex
    are made to agree; the raw reading is kept and consistency is judged on it either way. ``max_side`` is the most
    pixels a side may have where a caller's limit is below the desk's own; 0 for that one."""

    captures: tuple[CaptureInput, ...]
    kind_stated: DocumentKind | None = None
    lines: Mapping[WarningCode, float] = field(default_factory=dict)
    rectify: bool = True
    today: date | None = None
    max_side: int = 0


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field. ``raw`` is what is printed, ``value`` the normalised form (ISO dates, half-width digits, ``长期`` for
    no expiry); ``value`` is empty when nothing was read with enough confidence, and then nothing is invented.

    ``confidence`` is 0-1; ``quad`` lies in the upright capture; ``explanation`` says what normalisation changed.
    """

    name: FieldName
    side: Side
    capture_id: str
    raw: str
    value: str
    confidence: float
    quad: Quad | None = None
    normaliser: str = ""
    explanation: Words | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place that supports a finding, in the upright capture's pixels.

    ``label`` says what it shows (``glare``, ``retyped_text``, ...), ``on`` what of the document it lies on: names of
    fields, ``portrait``, ``emblem``, ``seal`` or ``other``. ``outline`` is its shape, three points or more, where four
    corners say too little; ``quad`` encloses it.
    """

    quad: Quad
    label: str = ""
    on: tuple[str, ...] = ()
    outline: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement behind a score, for who wants it. ``name`` is a sentence's msgid (``N_``), ``unit`` a symbol;
    ``usual`` the range that genuine captures keep to, with the share stated where the line is measured."""

    name: str
    value: float
    unit: str = ""
    usual: tuple[float, float] | None = None


class EvidenceKind(StrEnum):
    """What an evidence picture shows."""

    SPECTRUM = "spectrum"
    SHARPNESS_MAP = "sharpness_map"
    COLOUR_MAP = "colour_map"


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A picture that a detector drew of what it measured: RGB or RGBA as PNG bytes. ``quad`` is where it lies on the
    upright capture; None for a diagram with axes of its own. It shows no more of the person than the capture does."""

    kind: EvidenceKind
    png: bytes
    width: int
    height: int
    quad: Quad | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one detector says of one capture.

    ``score`` is 0-100 and ``line`` the score from which on the warning is raised; both are None when the detector gave
    no figure. ``reason`` says why in every outcome but a plain ``not_detected``. ``subtype`` tells apart what one code
    covers (``grey_copy``, ``colour_copy``, ``swapped_portrait``, ...); it is empty where there is nothing to tell.
    ``figures`` are given detected or not, ``regions`` and ``pictures`` only with a warning.
    """

    code: WarningCode
    capture_id: str
    outcome: Outcome
    severity: Severity
    detector_version: str
    score: float | None = None
    line: float | None = None
    reason: Words | None = None
    regions: tuple[Region, ...] = ()
    side: Side | None = None
    subtype: str = ""
    figures: tuple[Figure, ...] = ()
    pictures: tuple[EvidencePicture, ...] = ()


class CropKind(StrEnum):
    RECTIFIED = "rectified"
    PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture cut from a capture, as JPEG bytes."""

    kind: CropKind
    side: Side
    capture_id: str
    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SideReading:
    """A side that was found: where it lies and how its pixels map.

    ``to_rectified`` is the row-major 3x3 homography from the upright capture's pixels to the rectified crop's pixels.
    """

    side: Side
    capture_id: str
    outline: Quad
    rectified_width: int
    rectified_height: int
    to_rectified: tuple[float, ...]
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class InspectionResult:
    """The pure result of one run of one engine over a document's captures."""

    engine: str
    engine_version: str
    kind: DocumentKind
    sides: tuple[SideReading, ...]
    fields: tuple[FieldReading, ...]
    findings: tuple[Finding, ...]
    crops: tuple[Crop, ...]
    #: Things worth saying that are no warning: "the faces were given in the other order".
    notes: tuple[Words, ...] = ()
    #: Seconds spent, stage by stage, in the order they ran.
    seconds: Mapping[str, float] = field(default_factory=dict)


class CheckOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Arithmetic or logic over fields and declared data, with the arithmetic in words."""

    code: str
    outcome: CheckOutcome
    words: Words
    fields: tuple[FieldName, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredData:
    """What the customer stated; every part optional. ``expiry`` is an ISO date or ``长期``."""

    name: str = ""
    number: str = ""
    birth_date: str = ""
    expiry: str = ""
