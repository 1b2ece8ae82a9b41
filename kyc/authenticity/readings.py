"""Finding a field among a capture's readings."""

from __future__ import annotations

from kyc.authenticity.capture import ExaminedCapture
from kyc.documents.kinds import FieldName
from kyc.documents.results import FieldReading


def reading_of(capture: ExaminedCapture, name: FieldName) -> FieldReading | None:
    """The reading of ``name`` with something printed in it, or None."""
    return next((field for field in capture.fields if field.name is name and field.raw.strip()), None)
