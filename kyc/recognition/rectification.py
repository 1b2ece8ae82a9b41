"""Rectification: a citizen number, the birth date and the sex made to agree (seed 003, ``EnableRecognitionRectify``).

A number whose check digit is right says both, and says them eighteen digits strong. What was read stays in ``raw``, and
checks judge that, so a contradiction on the document is never hidden. A number that fails its check digit corrects
nothing and is not corrected: on average fifteen other numbers are one digit away from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kyc.documents import citizen_number
from kyc.documents.kinds import FieldName
from kyc.documents.results import FieldReading
from kyc.documents.words import N_, Words

FILLED: Final = N_("Not readable; worked out from the number, whose check digit is right.")
REPLACED: Final = N_(
    "Printed as %(raw)s; made to agree with the number, whose check digit is right. Checks judge what is printed."
)


def agreeing(fields: Sequence[FieldReading], number: FieldName = FieldName.CITIZEN_NUMBER) -> list[FieldReading]:
    """``fields`` with birth date and sex as the field ``number`` has them, where that number is valid."""
    text = next((field.value for field in fields if field.name is number and field.value), "")
    birth = citizen_number.birth_date(text)
    if birth is None or not citizen_number.is_valid(text):
        return list(fields)
    derived = {FieldName.BIRTH_DATE: birth.isoformat(), FieldName.SEX: citizen_number.sex(text)}
    return [_rectified(field, derived.get(field.name, "")) for field in fields]


def _rectified(field: FieldReading, derived: str) -> FieldReading:
    if not derived or field.value == derived:
        return field
    if field.value:
        words = Words(REPLACED, {"raw": field.raw})
        return replace(field, value=derived, normaliser="rectified_to_number", explanation=words)
    return replace(field, value=derived, normaliser="rectified_from_number", explanation=Words(FILLED))
