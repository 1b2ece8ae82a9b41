"""Error rates of the detectors in the terms of ISO/IEC 30107-3, from the records of captures. Pure.

BPCER: the share of genuine captures, judged and not excused, that raise a warning. APCER: the share of attacks in which
a document was found that do not raise theirs; a detector that abstains has missed. Captures in which no document was
found are in neither; they are counted apart (BPNRR and APNRR).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kyc.authenticity.proposing import line_from, upper_bound
from kyc.documents.warnings import Outcome, WarningCode
from tests.bench.authenticity_records import Record

SCORED: Final = (Outcome.DETECTED, Outcome.NOT_DETECTED)
#: A line from fewer scores is no more than their highest.
LEAST_HALF: Final = 50
#: Per cent, as the issue asks: of each warning, its upper bound, and of captures with any warning.
BPCER_AIM, BPCER_BOUND_AIM, ANY_AIM = 1.0, 2.0, 5.0


@dataclass(frozen=True, slots=True)
class Rate:
    """``errors`` of ``count`` captures; ``abstained`` of them had no score."""

    errors: int
    count: int
    abstained: int = 0

    @property
    def percent(self) -> float:
        return 100 * self.errors / self.count if self.count else float("nan")

    @property
    def most(self) -> float:
        """Upper bound in per cent, one-sided, 95 %."""
        return 100 * upper_bound(self.errors, self.count) if self.count else float("nan")


def found(records: Iterable[Record]) -> list[Record]:
    return [record for record in records if not record.failure]


def lost(records: Iterable[Record]) -> Rate:
    """Captures in which nothing, or another page, was found."""
    every = list(records)
    return Rate(sum(bool(record.failure) for record in every), len(every))


def bpcer(records: Iterable[Record], code: WarningCode, line: float | None = None) -> Rate:
    """False alarms at ``line``, or at the shipped one."""
    eligible = [record for record in found(records) if not record.is_excused(code)]
    judged = [record for record in eligible if record.answer(code).outcome in SCORED]
    abstained = sum(record.answer(code).outcome is Outcome.INCONCLUSIVE for record in eligible)
    return Rate(sum(_raises(record, code, line) for record in judged), len(judged), abstained)


def apcer(records: Iterable[Record], code: WarningCode, line: float | None = None) -> Rate:
    """Misses at ``line``, or at the shipped one."""
    every = found(records)
    abstained = sum(record.answer(code).outcome not in SCORED for record in every)
    return Rate(sum(not _raises(record, code, line) for record in every), len(every), abstained)


def any_warning(records: Iterable[Record]) -> Rate:
    """Genuine captures that raise at least one warning which is not true of them."""
    every = found(records)
    return Rate(sum(bool(false_alarms(record)) for record in every), len(every))


def false_alarms(record: Record) -> tuple[WarningCode, ...]:
    return tuple(
        code for code, answer in (record.answers or {}).items() if answer.is_raised and not record.is_excused(code)
    )


def _raises(record: Record, code: WarningCode, line: float | None) -> bool:
    answer = record.answer(code)
    return answer.is_raised if line is None else answer.reaches(line)


# --- scores --------------------------------------------------------------------------------------------------------


def genuine_scores(records: Iterable[Record], code: WarningCode) -> list[float]:
    answers = (record.answer(code) for record in found(records) if not record.is_excused(code))
    return [answer.score for answer in answers if answer.score is not None]


def attack_scores(records: Iterable[Record], code: WarningCode) -> list[float]:
    """An attack without a score is never raised: it lies below every line."""
    answers = [record.answer(code) for record in found(records)]
    return [-1.0 if answer.score is None else answer.score for answer in answers]


def det_points(genuine: Sequence[float], attacks: Sequence[float]) -> list[tuple[float, float]]:
    """(BPCER, APCER) as fractions at every line there is, from the strictest to one that nothing reaches."""
    below_genuine, below_attacks = sorted(genuine), sorted(attacks)
    lines = sorted({0.0, 100.1, *genuine, *(score for score in attacks if score >= 0)})
    return [
        (
            1 - bisect_left(below_genuine, line) / len(below_genuine),
            bisect_left(below_attacks, line) / len(below_attacks),
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Rederived:
    """A line from one half of the genuine captures and what it raises on the other half."""

    line: float
    other_half: Rate


def rederived(records: Iterable[Record], code: WarningCode, share: float) -> Rederived | None:
    """The line that ``share`` of the captures with even numbers reach; None where either half has fewer than
    ``LEAST_HALF`` scores."""
    halves: tuple[list[Record], list[Record]] = ([], [])
    for record in records:
        halves[record.index % 2].append(record)
    scores = [genuine_scores(half, code) for half in halves]
    if min(len(half) for half in scores) < LEAST_HALF:
        return None
    line = line_from(scores[0], share)
    return Rederived(line, bpcer(halves[1], code, line))
