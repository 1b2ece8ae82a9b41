"""Checks: arithmetic and logic over a document's fields and what the customer declared, each worked out in words.

Everything is judged on the raw readings. Rectification makes number, birth date and sex agree, and so hides just the
contradiction that gives a forgery away; it can clear no check. What needs an unread field is not applicable, with why.

One module for each document, named for it; rules that documents share stand in ``person``, ``period``, ``sides`` and
``declared``, and in ``driving`` those of both driving licences of China.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

from kyc.documents.checks import (
    driving_licence,
    electronic_licence,
    id_card,
    kr_driving_licence,
    temporary_id_card,
    vehicle_licence,
)
from kyc.documents.checks.shared import RawFields
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CheckResult, DeclaredData, FieldReading

_CHECKS: Final[dict[DocumentKind, Callable[[RawFields, DeclaredData, date], tuple[CheckResult, ...]]]] = {
    DocumentKind.CN_ID_CARD: id_card.checks_of,
    DocumentKind.CN_TEMPORARY_ID_CARD: temporary_id_card.checks_of,
    DocumentKind.CN_DRIVING_LICENCE: driving_licence.checks_of,
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: electronic_licence.checks_of,
    DocumentKind.CN_VEHICLE_LICENCE: vehicle_licence.checks_of,
    DocumentKind.KR_DRIVING_LICENCE: kr_driving_licence.checks_of,
}


def run_checks(
    kind: DocumentKind,
    fields: Sequence[FieldReading],
    declared: DeclaredData,
    today: date,
    sides: Collection[Side] = (),
) -> tuple[CheckResult, ...]:
    """Every check of a document of ``kind``, in the order pages show them, each exactly once.

    ``fields`` are the readings of all its sides and ``sides`` those that were found, also with no field read on them (a
    missing side is a failed check, not an error); ``today`` is the day of the inspection in the desk's time zone.
    Raises nothing on unread or nonsensical text.
    """
    return _CHECKS[kind](RawFields(fields, sides), declared, today)
