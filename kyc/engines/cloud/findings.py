"""From what a vendor said of warnings to findings: exactly one for each code of the desk.

A vendor's verdict stands as it is: the policy's lines are measured on the scores of the desk's own detectors, and say
nothing about scores on another scale.
"""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import Side
from kyc.documents.results import Finding
from kyc.documents.warnings import SEVERITY, Outcome, WarningCode
from kyc.documents.words import N_, Words
from kyc.engines.cloud.hearing import FIELDS, Heard, Said

REPORTED: Final = N_("%(engine)s reports it; it gives no figures and no places.")
REPORTED_ON: Final = N_("%(engine)s reports it on: %(places)s.")
REPORTED_ON_FIELDS: Final = N_("%(engine)s reports it over values, without saying which.")
REPORTED_ON_FIELDS_AND: Final = N_("%(engine)s reports it over values, without saying which, and on: %(places)s.")
SCORED: Final = N_("%(engine)s reports it, with this score.")
UNDECIDED: Final = N_("%(engine)s was asked and could not tell.")
NOT_ANSWERED: Final = N_("%(engine)s was asked and did not answer.")
NOT_LOOKED_FOR: Final = N_("%(engine)s does not look for this.")


def findings(heard: Heard, capture_id: str, engine: str) -> list[Finding]:
    """``engine`` is what people call the account. A side is named where the answer concerns a single one."""
    side = heard.pages[0].side if len(heard.pages) == 1 else None
    return [_finding(code, heard, capture_id, engine, side) for code in WarningCode]


def _finding(code: WarningCode, heard: Heard, capture_id: str, engine: str, side: Side | None) -> Finding:
    said = heard.said.get(code)
    return Finding(
        code=code,
        capture_id=capture_id,
        outcome=said.outcome if said else Outcome.NOT_RUN,
        severity=SEVERITY[code],
        detector_version=heard.api,
        score=said.score if said else None,
        line=said.line if said else None,
        reason=_reason(said, engine),
        side=side,
    )


def _reason(said: Said | None, engine: str) -> Words | None:
    if said is None:
        return Words(NOT_LOOKED_FOR, {"engine": engine})
    match said.outcome:
        case Outcome.NOT_DETECTED:
            return None
        case Outcome.DETECTED if said.places:
            return _reported_on(said.places, engine)
        case Outcome.DETECTED:
            return Words(REPORTED if said.score is None else SCORED, {"engine": engine})
        case Outcome.INCONCLUSIVE:
            return Words(UNDECIDED, {"engine": engine})
    return Words(NOT_ANSWERED, {"engine": engine})


def _reported_on(places: tuple[str, ...], engine: str) -> Words:
    named = [place for place in places if place != FIELDS]
    if FIELDS not in places:
        return Words(REPORTED_ON, {"engine": engine, "places": ", ".join(named)})
    if not named:
        return Words(REPORTED_ON_FIELDS, {"engine": engine})
    return Words(REPORTED_ON_FIELDS_AND, {"engine": engine, "places": ", ".join(named)})


def said_if(*, is_raised: bool, score: float | None = None, line: float | None = None) -> Said:
    """A warning that was asked for, raised or not."""
    return Said(Outcome.DETECTED if is_raised else Outcome.NOT_DETECTED, in_range(score), line)


def in_range(score: float | None) -> float | None:
    """A score of 0 to 100; anything else is on another scale, and no score here."""
    return score if score is not None and 0 <= score <= 100 else None
