"""CHECKSUM_FAILED: the citizen number, as printed, breaks its own arithmetic."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity import lines
from kyc.authenticity.readings import reading_of
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents import citizen_number
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import FieldReading, Region
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "number_checksum 1"


def judge(views: Views, today: date) -> Verdict:
    """100 where shape, date of birth or check digit of the raw number is wrong, 0 where all are right."""
    if views.capture.side is not Side.PORTRAIT_FACE:
        return Abstained(Words(N_("The number is printed on the other face.")), Outcome.NOT_APPLICABLE)
    reading = reading_of(views.capture, FieldName.CITIZEN_NUMBER)
    if reading is None:
        return Abstained(Words(N_("The number was not read.")))
    number = citizen_number.normalise(reading.raw)
    if citizen_number.is_valid(number):
        return Scored(0.0, citizen_number.worked_check_digit(number))
    if reading.confidence < lines.CONTRADICTION_CONFIDENCE:
        return Abstained(Words(N_("The number is wrong as read, but the reading is not sure enough to say so.")))
    return Scored(100.0, _fault(number), _regions(views, reading))


def _fault(number: str) -> Words:
    if not citizen_number.has_shape(number):
        return Words(N_("%(number)s is not seventeen digits and a digit or X."), {"number": number})
    if citizen_number.birth_date(number) is None:
        return Words(N_("Digits 7 to 14 of the number, %(digits)s, are no real date."), {"digits": number[6:14]})
    return citizen_number.worked_check_digit(number)


def _regions(views: Views, reading: FieldReading) -> tuple[Region, ...]:
    if reading.quad is None:
        return ()
    return (Region(views.inside_picture(reading.quad), reading.name.value),)
