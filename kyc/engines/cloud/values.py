"""From a vendor's texts to fields, normalised by the very rules of the engine on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kyc.documents import resident_number
from kyc.documents.geometry import Point, Quad
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName
from kyc.documents.results import FieldReading
from kyc.documents.words import N_, Words
from kyc.engines.cloud.hearing import Page, Value
from kyc.recognition.layouts import (
    cn_driving_licence_values,
    cn_electronic_driving_licence,
    cn_vehicle_values,
    kr_driving_licence,
    personal_rows,
)
from kyc.recognition.readings import Normalised, Normaliser, as_printed, chinese_sentences

F = FieldName
NOT_GIVEN: Final = N_("The engine that was asked does not give this field.")
DERIVED: Final = N_("Not printed on the card; worked out from the resident number.")

#: Rules of each kind's fields; what is not among them stays as it is printed.
NORMALISERS: Final[Mapping[DocumentKind, Mapping[FieldName, Normaliser]]] = {
    DocumentKind.CN_ID_CARD: personal_rows.NORMALISERS,
    DocumentKind.CN_TEMPORARY_ID_CARD: personal_rows.NORMALISERS,
    DocumentKind.CN_DRIVING_LICENCE: {**cn_driving_licence_values.NORMALISERS, F.RECORD: chinese_sentences},
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: cn_electronic_driving_licence.NORMALISERS,
    DocumentKind.CN_VEHICLE_LICENCE: cn_vehicle_values.NORMALISERS,
    DocumentKind.KR_DRIVING_LICENCE: kr_driving_licence.NORMALISERS,
}
_KR: Final = DocumentKind.KR_DRIVING_LICENCE


def readings(page: Page, capture_id: str, scale: float) -> list[FieldReading]:
    """Every field of the page in printed order, read or not. ``scale`` brings lengths in the picture that was sent to
    lengths in the capture."""
    rules = NORMALISERS[page.kind]
    return [_reading(name, page, capture_id, scale, rules) for name in FIELDS[page.kind, page.side]]


def _reading(
    name: FieldName, page: Page, capture_id: str, scale: float, rules: Mapping[FieldName, Normaliser]
) -> FieldReading:
    value = page.values.get(name)
    text = value.text.strip() if value else ""
    if value is None or not text:
        derived = _from_resident_number(name, page, capture_id) if page.kind is _KR else None
        return derived or _unread(name, page, capture_id, is_given=value is not None)
    normalised = _normalised(text, rules.get(name, as_printed))
    return FieldReading(
        name=name,
        side=page.side,
        capture_id=capture_id,
        raw=text,
        value=normalised.value,
        confidence=round(min(1.0, max(0.0, value.confidence)), 4),
        quad=_quad(value, scale),
        normaliser=normalised.how,
        explanation=normalised.words,
    )


def _normalised(text: str, rule: Normaliser) -> Normalised:
    """Nothing where ``text`` is no such value at all."""
    try:
        return rule(text)
    except (ValueError, OverflowError):
        return Normalised("")


def _unread(name: FieldName, page: Page, capture_id: str, *, is_given: bool) -> FieldReading:
    if is_given:
        return FieldReading(name, page.side, capture_id, "", "", 0.0)
    words = Words(NOT_GIVEN)
    return FieldReading(name, page.side, capture_id, "", "", 0.0, normaliser="unavailable", explanation=words)


def _from_resident_number(name: FieldName, page: Page, capture_id: str) -> FieldReading | None:
    """Birth date and sex of a Korean licence, which does not print them; None of any other field, and where its number
    does not tell."""
    number = page.values.get(F.RESIDENT_NUMBER, Value(""))
    born = resident_number.birth_date(resident_number.normalise(number.text))
    if born is None or name not in (F.BIRTH_DATE, F.SEX):
        return None
    sex = resident_number.sex(resident_number.normalise(number.text))
    value = born.isoformat() if name is F.BIRTH_DATE else sex
    return FieldReading(
        name=name,
        side=page.side,
        capture_id=capture_id,
        raw="",
        value=value,
        confidence=number.confidence,
        normaliser="derived_from_resident_number",
        explanation=Words(DERIVED),
    )


def _quad(value: Value, scale: float) -> Quad | None:
    """None where the vendor does not say where the value stands, or says something that is no place."""
    points: list[Point] = [(x * scale, y * scale) for x, y in value.corners]
    if len(points) != 4:
        return None
    quad = Quad.from_points(points)
    return quad if quad.area() > 0 else None
