"""What a detector answers, before it is held against its line."""

from __future__ import annotations

from dataclasses import dataclass

from kyc.documents.results import EvidencePicture, Figure, Region
from kyc.documents.warnings import Outcome, Severity
from kyc.documents.words import Words


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure from 0 to 100 that rises with suspicion; ``reason`` and ``regions`` are shown when it reaches the
    line; ``severity`` replaces the code's own where the evidence is of a weaker kind; the rest is as in ``Finding``."""

    score: float
    reason: Words
    regions: tuple[Region, ...] = ()
    severity: Severity | None = None
    subtype: str = ""
    figures: tuple[Figure, ...] = ()
    pictures: tuple[EvidencePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstained:
    """No figure: the detector cannot tell (``INCONCLUSIVE``) or has nothing to judge here (``NOT_APPLICABLE``)."""

    reason: Words
    outcome: Outcome = Outcome.INCONCLUSIVE
    figures: tuple[Figure, ...] = ()


Verdict = Scored | Abstained


def scaled(value: float, at_line: float, at_full: float) -> float:
    """``value`` on the scale 0 to 100: 50 at ``at_line``, 100 at ``at_full``, straight between and beyond, clipped.

    ``at_full`` may be below ``at_line`` where small values are the suspicious ones.
    """
    score = 50.0 + 50.0 * (value - at_line) / (at_full - at_line)
    return round(min(100.0, max(0.0, score)), 1)
