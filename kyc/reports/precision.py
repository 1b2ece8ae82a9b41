"""How often reviewers agree with a detector's warnings of high severity, version by version."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from kyc.documents.warnings import WarningCode
from kyc.inspections.models import Finding
from kyc.reports.csv_files import BOM, csv_line
from kyc.review.answers import asked
from kyc.review.models import Decision
from kyc.web.labels import label

#: The normal distribution's 97.5th percentile, for a 95 % interval.
Z: Final = 1.959964

COLUMNS: Final = (
    "warning",
    "detector_version",
    "agreed",
    "disagreed",
    "unanswered",
    "precision",
    "interval_low",
    "interval_high",
)

#: The chart in units of its own picture: where its axis of 0 to 100 % begins and how long it is, rows from the top.
CHART_LEFT: Final = 300
CHART_LENGTH: Final = 400
CHART_ROW: Final = 26
CHART_TOP: Final = 14


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    """One detector version's warnings about decided pictures. ``unanswered`` are those where new pictures were asked
    for instead. Shares are None where nobody answered."""

    code: str
    detector_version: str
    agreed: int
    disagreed: int
    unanswered: int

    @property
    def label(self) -> str:
        return label(self.code, "warning")

    @property
    def answered(self) -> int:
        return self.agreed + self.disagreed

    @property
    def precision(self) -> float | None:
        return self.agreed / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, after Wilson."""
        return wilson(self.agreed, self.answered) if self.answered else None

    @property
    def percent(self) -> str:
        return _percent(self.precision)

    @property
    def percents(self) -> tuple[str, str] | None:
        return (_percent(self.interval[0]), _percent(self.interval[1])) if self.interval else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart: the share as a point, its interval as a line."""

    row: PrecisionRow
    middle: float
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]
    width: int
    height: int
    axis: int


def precision_rows(decisions: QuerySet[Decision]) -> list[PrecisionRow]:
    """A row for each warning and detector version, in the order of ``WarningCode``, of the pictures decided about."""
    inspections = decisions.order_by().filter(inspection__isnull=False).values("inspection")
    found = asked(Finding.objects.filter(inspection__in=inspections)).order_by("code", "detector_version")
    counted = found.values("code", "detector_version").annotate(
        agreed=Count("pk", filter=Q(answer__agrees=True)),
        disagreed=Count("pk", filter=Q(answer__agrees=False)),
        unanswered=Count("pk", filter=Q(answer=None)),
    )
    order = [code.value for code in WarningCode]
    return sorted((PrecisionRow(**row) for row in counted), key=lambda row: order.index(row.code))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927), which stays within 0 and 1 and holds for few trials."""
    share, z2 = successes / trials, Z * Z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def chart(rows: Sequence[PrecisionRow]) -> Chart | None:
    """The answered rows as a picture; None where nobody answered."""
    answered = [row for row in rows if row.answered]
    if not answered:
        return None
    axis = CHART_TOP + CHART_ROW * len(answered)
    return Chart(
        bars=tuple(_bar(row, CHART_TOP + CHART_ROW * (number + 0.5)) for number, row in enumerate(answered)),
        ticks=tuple((percent, _at(percent / 100)) for percent in (0, 25, 50, 75, 100)),
        width=CHART_LEFT + CHART_LENGTH + 30,
        height=axis + 24,
        axis=axis,
    )


def csv_lines(rows: Sequence[PrecisionRow]) -> Iterator[str]:
    """The table as CSV."""
    yield BOM + csv_line(COLUMNS)
    for row in rows:
        shares = (row.precision, *(row.interval or (None, None)))
        counts = (row.agreed, row.disagreed, row.unanswered)
        yield csv_line((row.code, row.detector_version, *counts, *("" if s is None else f"{s:.4f}" for s in shares)))


def _bar(row: PrecisionRow, middle: float) -> Bar:
    low, high = row.interval or (0.0, 1.0)
    return Bar(row, middle, _at(row.precision or 0.0), _at(low), _at(high))


def _at(share: float) -> float:
    return round(CHART_LEFT + CHART_LENGTH * share, 1)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}%"
