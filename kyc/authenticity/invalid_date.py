"""INVALID_DATE (-9100): a validity that no such document can print, judged on the raw reading.

A document that has expired is no such case. The arithmetic is that of the checks, in their words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kyc.authenticity import lines
from kyc.authenticity.readings import reading_of, regions_of
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.checks import run_checks
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "invalid_date 2"


@dataclass(frozen=True, slots=True)
class Dated:
    """A side that prints a validity, or days that bound it: those fields, and the checks of them in order of weight."""

    side: Side
    fields: tuple[FieldName, ...]
    checks: tuple[str, ...]


_PERIOD: Final = (FieldName.VALID_FROM, FieldName.VALID_TO)
_LICENCE: Final = Dated(Side.MAIN_PAGE, _PERIOD, ("licence_term", "already_valid"))
DATED: Final[Mapping[DocumentKind, Dated]] = {
    DocumentKind.CN_ID_CARD: Dated(Side.EMBLEM_FACE, _PERIOD, ("validity_term", "already_valid")),
    DocumentKind.CN_TEMPORARY_ID_CARD: Dated(Side.PORTRAIT_FACE, _PERIOD, ("temporary_term", "already_valid")),
    DocumentKind.CN_DRIVING_LICENCE: _LICENCE,
    DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE: _LICENCE,
    DocumentKind.CN_VEHICLE_LICENCE: Dated(
        Side.MAIN_PAGE,
        (FieldName.REGISTRATION_DATE, FieldName.ISSUE_DATE),
        ("registered_before_issue", "issued_by_today"),
    ),
    DocumentKind.KR_DRIVING_LICENCE: Dated(
        Side.MAIN_PAGE,
        (FieldName.RENEWAL_FROM, FieldName.RENEWAL_TO, FieldName.ISSUE_DATE),
        ("renewal_order", "issued_by_today", "issued_before_renewal"),
    ),
}


def judge(views: Views, today: date) -> Verdict:
    """100 where a date is not real, the term is none of the law's, or it begins after ``today``; 0 otherwise."""
    capture = views.capture
    dated = DATED[capture.kind]
    if capture.side is not dated.side:
        return Abstained(Words(N_("The validity is printed on the other side.")), Outcome.NOT_APPLICABLE)
    results = {one.code: one for one in run_checks(capture.kind, capture.fields, DeclaredData(), today)}
    judged = [results[code] for code in dated.checks if results[code].outcome is not CheckOutcome.NOT_APPLICABLE]
    wrong = next((result for result in judged if result.outcome is CheckOutcome.FAILED), None)
    if wrong is not None:
        return _accused(views, wrong)
    if not judged:
        return Abstained(Words(N_("The validity was not read.")))
    return Scored(0.0, judged[0].words)


def _accused(views: Views, wrong: CheckResult) -> Verdict:
    read = [field for name in wrong.fields if (field := reading_of(views.capture, name))]
    if min((field.confidence for field in read), default=0.0) < lines.CONTRADICTION_CONFIDENCE:
        return Abstained(Words(N_("The validity is wrong as read, but the reading is not sure enough to say so.")))
    return Scored(100.0, wrong.words, regions_of(views, read))
