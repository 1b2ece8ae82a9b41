"""The pictures of a case as the viewer shows them: one sheet a side."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kyc.cases.models import Capture, Case, Document
from kyc.documents.kinds import SIDES, DocumentKind
from kyc.documents.results import CropKind
from kyc.inspections.models import Crop, Inspection, SideReading
from kyc.web.labels import label

#: Keys of the pictures' tabs, besides the number.
TAB_KEYS: Final = ("1 f", "2 b")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture to look at: a side in its capture, or a capture in which no side was found.

    Numbers and places travel to the viewer as JSON: ``matrix`` is the homography of ``SideReading.to_rectified``,
    ``outline`` the side's quad, both in the capture's upright pixels; both empty without a reading.
    """

    label: str
    keys: str
    side: str
    capture_id: uuid.UUID
    source: str
    size: str
    rectified_source: str = ""
    rectified_size: str = ""
    matrix: str = ""
    outline: str = ""


def sheets_of(document: Document, inspection: Inspection | None) -> tuple[Sheet, ...]:
    """The current pictures, each found side in its own order, then those in which none was found."""
    captures = {capture.pk: capture for capture in document.captures.filter(round=document.round)}
    readings = _sides_in_order(document, inspection)
    crops = _rectified_crops(inspection)
    shown = {reading.capture_id for reading in readings}
    found = [(captures[reading.capture_id], reading) for reading in readings if reading.capture_id in captures]
    rest: list[tuple[Capture, SideReading | None]] = [(c, None) for c in captures.values() if c.pk not in shown]
    return tuple(
        _sheet(document.case, number, capture, reading, crops.get(reading.side) if reading else None)
        for number, (capture, reading) in enumerate([*found, *rest])
    )


def _sides_in_order(document: Document, inspection: Inspection | None) -> list[SideReading]:
    if inspection is None:
        return []
    order = [side.value for side in sides_of(inspection.kind)]
    return sorted(inspection.sides.all(), key=lambda side: order.index(side.side) if side.side in order else len(order))


def sides_of(kind: str) -> tuple[Any, ...]:
    """The sides of a kind; none of one that was not recognised."""
    return SIDES[DocumentKind(kind)] if kind in set(DocumentKind) else ()


def _rectified_crops(inspection: Inspection | None) -> dict[str, Crop]:
    if inspection is None:
        return {}
    return {crop.side: crop for crop in inspection.crops.filter(kind=CropKind.RECTIFIED.value)}


def _sheet(case: Case, number: int, capture: Capture, reading: SideReading | None, crop: Crop | None) -> Sheet:
    keys = TAB_KEYS[number] if number < len(TAB_KEYS) else str(number + 1)
    source = reverse("case_image", args=[case.pk, capture.pk])
    size = json.dumps([capture.width, capture.height])
    if reading is None:
        name = _("Picture %(number)s") % {"number": capture.position + 1}
        return Sheet(name, keys, "", capture.pk, source, size)
    rectified = [reading.rectified_width, reading.rectified_height]
    return Sheet(
        label=label(reading.side, "side"),
        keys=keys,
        side=reading.side,
        capture_id=capture.pk,
        source=source,
        size=size,
        rectified_source=reverse("case_crop", args=[case.pk, crop.pk]) if crop else "",
        rectified_size=json.dumps(rectified) if crop else "",
        matrix=json.dumps(reading.to_rectified),
        outline=json.dumps(reading.outline),
    )
