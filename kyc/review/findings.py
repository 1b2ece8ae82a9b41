"""What the case page shows of detectors: warnings by gravity, their evidence, figures and answers."""

from __future__ import annotations

import json
import string
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.documents.results import Figure
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.documents.words import Words
from kyc.inspections import selectors
from kyc.inspections.models import Inspection
from kyc.inspections.selectors import OpenedFinding, OpenedRegion
from kyc.review.answers import answers_about, is_to_be_answered
from kyc.review.for_applicants import sentence_for_applicant
from kyc.review.models import WarningAnswer
from kyc.web.labels import label

#: How each outcome looks. Only what was looked for and not found looks well.
OUTCOME_TONES: Final = {
    Outcome.NOT_DETECTED: "ok",
    Outcome.INCONCLUSIVE: "unknown",
    Outcome.NOT_APPLICABLE: "neutral",
    Outcome.NOT_RUN: "neutral",
}
#: What asks for attention comes first; what passed after it; what says nothing last.
FINDING_ORDER: Final = (
    Outcome.DETECTED,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_DETECTED,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_RUN,
)
SEVERITY_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)

#: Colours with their dashes in ``static/review/evidence.css``; with more kinds of evidence they begin anew and the
#: letters go on.
STYLES: Final = 6
#: A figure's own axis, in the units of its picture, with air at both ends.
AXIS: Final = (4.0, 116.0)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A measurement in words, and where value and usual range lie on an axis of their own (0 to 120)."""

    name: str
    value: str
    usual: str = ""
    at: float = 0.0
    usual_from: float = 0.0
    usual_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Diagram:
    """An evidence picture with axes of its own, to be seen beside the image."""

    label: str
    source: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Evidence that is shown over the image and hidden together.

    ``places`` is JSON for the viewer: points in the capture's upright pixels, each with letter, style and words, and
    with the address of a picture where one is laid into it.
    """

    label: str
    places: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A detector's word on one picture, or on several that it says the same of. ``id`` is the first finding's."""

    id: int
    places: str
    outcome: str
    severity: str
    tone: str
    subtype: str
    score: int | None
    line: int | None
    shipped_line: int
    reason: Words | None
    detector_version: str
    capture_id: uuid.UUID
    side: str
    layers: tuple[Layer, ...]
    diagrams: tuple[Diagram, ...]
    figures: tuple[FigureShown, ...]
    is_asked: bool
    answer: WarningAnswer | None

    @property
    def severity_label(self) -> str:
        return label(self.severity, "severity")

    @property
    def line_at(self) -> int:
        """Where the line stands in the gauge, whose track begins at 2."""
        return 2 + (self.line or 0)

    @property
    def shipped_at(self) -> int:
        return 2 + self.shipped_line

    @property
    def is_line_moved(self) -> bool:
        """Whether the policy holds the score against another line than the shipped one."""
        return self.line is not None and self.line != self.shipped_line

    @property
    def score_end(self) -> int:
        """Where the score ends in the gauge, drawn 100 wide; a sliver for 0, so that a figure is seen to be there."""
        return max(self.score or 0, 1)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A detector, with what it says picture by picture, and what can be said to the applicant."""

    code: str
    severity: str
    outcome: str
    tone: str
    lines: tuple[FindingLine, ...]
    subtypes: tuple[str, ...]
    for_applicant: tuple[str, ...]

    @property
    def severity_label(self) -> str:
        return label(self.severity, "severity")

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to look at: no detector ran, or none applies."""
        return self.outcome in (Outcome.NOT_RUN, Outcome.NOT_APPLICABLE)


class Marks:
    """Letter and style of each kind of evidence, given in the order in which the page shows them."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], int] = {}

    def of(self, code: str, label: str) -> tuple[str, int]:
        number = self._given.setdefault((code, label), len(self._given))
        alphabet = string.ascii_uppercase
        return alphabet[number % len(alphabet)] * (1 + number // len(alphabet)), 1 + number % STYLES


def finding_rows(inspection: Inspection) -> tuple[FindingRow, ...]:
    """Every detector of an inspection, the gravest warning first, the higher score before the lower."""
    positions = {capture.pk: capture.position for capture in inspection.document.captures.all()}
    context = _Context(inspection.document.case_id, positions, answers_about(inspection), Marks())
    by_code: dict[str, list[OpenedFinding]] = {}
    for finding in sorted(selectors.opened_findings(inspection), key=_gravity):
        by_code.setdefault(finding.code, []).append(finding)
    return tuple(_row(code, findings, context) for code, findings in by_code.items())


@dataclass(frozen=True, slots=True)
class _Context:
    case_id: uuid.UUID
    positions: Mapping[uuid.UUID, int]
    answers: Mapping[int, WarningAnswer]
    marks: Marks


def _gravity(finding: OpenedFinding) -> tuple[int, int, float]:
    """What comes first has the smallest."""
    outcome = FINDING_ORDER.index(Outcome(finding.outcome))
    return outcome, SEVERITY_ORDER.index(Severity(finding.severity)), -(finding.score or 0.0)


def _row(code: str, findings: Sequence[OpenedFinding], context: _Context) -> FindingRow:
    gravest = findings[0]
    detected = [finding for finding in findings if finding.outcome == Outcome.DETECTED]
    subtypes = dict.fromkeys(finding.subtype for finding in detected)
    return FindingRow(
        code=code,
        severity=gravest.severity,
        outcome=gravest.outcome,
        tone=_tone(gravest),
        lines=tuple(_line(alike, context) for alike in _alike(findings)),
        subtypes=tuple(label(subtype, "subtype") for subtype in subtypes if subtype),
        for_applicant=tuple(dict.fromkeys(sentence_for_applicant(code, subtype) for subtype in subtypes)),
    )


def _alike(findings: Sequence[OpenedFinding]) -> list[list[OpenedFinding]]:
    """Findings that differ in nothing but the picture stand together; each warning, figure and place stands alone."""
    together: dict[object, list[OpenedFinding]] = {}
    for number, finding in enumerate(findings):
        is_warning = finding.outcome == Outcome.DETECTED
        stands_alone = is_warning or finding.score is not None or finding.regions or finding.figures
        said = finding.reason.english() if finding.reason else ""
        together.setdefault(number if stands_alone else (finding.outcome, said), []).append(finding)
    return list(together.values())


def _line(alike: Sequence[OpenedFinding], context: _Context) -> FindingLine:
    first = alike[0]
    return FindingLine(
        id=first.id,
        places=", ".join(dict.fromkeys(_place(finding, context.positions) for finding in alike)),
        outcome=first.outcome,
        severity=first.severity,
        tone=_tone(first),
        subtype=label(first.subtype, "subtype") if first.subtype else "",
        score=None if first.score is None else round(first.score),
        line=None if first.line is None else round(first.line),
        shipped_line=round(DEFAULT_LINES[WarningCode(first.code)]),
        reason=first.reason,
        detector_version=first.detector_version,
        capture_id=first.capture_id,
        side=first.side,
        layers=_layers(first, context),
        diagrams=_diagrams(first, context),
        figures=tuple(figure_shown(figure) for figure in first.figures),
        is_asked=is_to_be_answered(first.outcome, first.severity),
        answer=context.answers.get(first.id),
    )


def _place(finding: OpenedFinding, positions: Mapping[uuid.UUID, int]) -> str:
    if finding.side:
        return label(finding.side, "side")
    return gettext("Picture %(number)s") % {"number": positions.get(finding.capture_id, 0) + 1}


def _tone(finding: OpenedFinding) -> str:
    if finding.outcome == Outcome.DETECTED:
        return finding.severity
    return OUTCOME_TONES[Outcome(finding.outcome)]


# --- evidence ---------------------------------------------------------------


def _layers(finding: OpenedFinding, context: _Context) -> tuple[Layer, ...]:
    """Regions in one layer that is there at once; each picture in one of its own, since it hides what is under it."""
    layers = []
    if finding.regions:
        regions = [_region(finding, region, context.marks) for region in finding.regions]
        is_warning = finding.outcome == Outcome.DETECTED
        layers.append(Layer(gettext("On the picture"), json.dumps(regions), is_shown=is_warning))
    for picture in finding.pictures:
        if picture.quad:
            name = label(picture.kind, "evidence")
            source = reverse("case_evidence", args=[context.case_id, picture.id])
            place = {**_marked(finding, picture.kind, name, context.marks), "points": picture.quad, "picture": source}
            layers.append(Layer(name, json.dumps([place]), is_shown=False))
    return tuple(layers)


def _region(finding: OpenedFinding, region: OpenedRegion, marks: Marks) -> dict[str, object]:
    shown = _marked(finding, region.label, label(region.label, "region"), marks)
    on = ", ".join(label(place, "place") for place in region.on)
    return {**shown, "points": region.points, "on": on}


def _marked(finding: OpenedFinding, code: str, name: str, marks: Marks) -> dict[str, object]:
    letter, style = marks.of(finding.code, code)
    return {"letter": letter, "style": style, "label": name, "warning": label(finding.code, "warning")}


def _diagrams(finding: OpenedFinding, context: _Context) -> tuple[Diagram, ...]:
    return tuple(
        Diagram(
            label=label(picture.kind, "evidence"),
            source=reverse("case_evidence", args=[context.case_id, picture.id]),
            width=picture.width,
            height=picture.height,
        )
        for picture in finding.pictures
        if not picture.quad
    )


# --- figures ----------------------------------------------------------------


def figure_shown(figure: Figure) -> FigureShown:
    """A figure in words, with the places of value and usual range on an axis that holds both."""
    name, value = gettext(figure.name), _with_unit(_number(figure.value), figure.unit)
    if figure.usual is None:
        return FigureShown(name, value)
    low, high = figure.usual
    usual = gettext("%(low)s to %(high)s") % {"low": _number(low), "high": _number(high)}
    first, last = min(low, figure.value), max(high, figure.value)

    def at(number: float) -> float:
        share = (number - first) / (last - first) if last > first else 0.5
        return round(AXIS[0] + share * (AXIS[1] - AXIS[0]), 1)

    return FigureShown(
        name, value, _with_unit(usual, figure.unit), at(figure.value), at(low), max(at(high) - at(low), 2)
    )


def _number(value: float) -> str:
    """Three digits that count, and never an exponent for what is not tiny."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text
