"""Finding fields among a capture's readings, and pointing at them."""

from __future__ import annotations

from collections.abc import Iterable

from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.views import Views
from kyc.documents.kinds import FieldName
from kyc.documents.results import FieldReading, Region


def reading_of(capture: ExaminedCapture, name: FieldName) -> FieldReading | None:
    """The reading of ``name`` with something printed in it, or None."""
    return next((field for field in capture.fields if field.name is name and field.raw.strip()), None)


def regions_of(views: Views, fields: Iterable[FieldReading]) -> tuple[Region, ...]:
    """The places of ``fields``, as far as they are known, labelled with their names."""
    return tuple(
        Region(views.inside_picture(field.quad), field.name.value, (field.name.value,))
        for field in fields
        if field.quad
    )
