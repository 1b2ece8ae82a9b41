"""INVALID_DATE: a validity that no card can print, judged on the raw reading. An expired card is no such case."""

from __future__ import annotations

from datetime import date
from typing import Final

from kyc.authenticity import lines
from kyc.authenticity.readings import reading_of
from kyc.authenticity.verdict import Abstained, Scored, Verdict
from kyc.authenticity.views import Views
from kyc.documents.checks.id_card import judge_validity_term
from kyc.documents.checks.shared import RawFields
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CheckOutcome, Region
from kyc.documents.validity import Validity
from kyc.documents.warnings import Outcome
from kyc.documents.words import N_, Words

VERSION: Final = "invalid_date 1"


def judge(views: Views, today: date) -> Verdict:
    """100 where a date is not real, the term is none of the law's, or the card begins after ``today``; 0 otherwise."""
    if views.capture.side is not Side.EMBLEM_FACE:
        return Abstained(Words(N_("The validity is printed on the other face.")), Outcome.NOT_APPLICABLE)
    start = reading_of(views.capture, FieldName.VALID_FROM)
    until = reading_of(views.capture, FieldName.VALID_TO)
    if start is None or until is None:
        return Abstained(Words(N_("The validity was not read.")))
    wrong, words = _judge_period(start.raw, until.raw, RawFields((start, until)).period(), today)
    if not wrong:
        return Scored(0.0, words)
    if min(start.confidence, until.confidence) < lines.CONTRADICTION_CONFIDENCE:
        return Abstained(Words(N_("The validity is wrong as read, but the reading is not sure enough to say so.")))
    regions = tuple(
        Region(views.inside_picture(field.quad), field.name.value) for field in (start, until) if field.quad
    )
    return Scored(100.0, words, regions)


def _judge_period(start: str, until: str, period: Validity | None, today: date) -> tuple[bool, Words]:
    outcome, words = judge_validity_term(start, until, period)
    if outcome is CheckOutcome.PASSED and period and period.start > today:
        first = period.start.isoformat()
        return True, Words(N_("The validity begins on %(start)s, which is still to come."), {"start": first})
    return outcome is CheckOutcome.FAILED, words
