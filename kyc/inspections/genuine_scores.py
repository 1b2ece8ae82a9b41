"""Scores of somebody's own genuine captures, read on this machine and kept nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.authenticity.proposing import ProposedLine, propose
from kyc.documents.errors import DeskError, FileTooLarge
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.protocol import Engine
from kyc.imaging.sandbox import DEFAULT as DECODE_LIMITS

#: Detectors that judge a picture. The others judge what a document says of itself: nothing a line could move.
OF_PICTURES: Final = (
    WarningCode.PRINTED_COPY,
    WarningCode.SCREEN_RECAPTURE,
    WarningCode.DIGITAL_TAMPERING,
    WarningCode.BLUR,
    WarningCode.GLARE,
    WarningCode.CUT_OFF,
    WarningCode.COVERED,
)
#: Outcomes that a detector gives without a score though it was asked.
_UNSCORED: Final = (Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.NOT_RUN)


@dataclass(slots=True)
class Gathered:
    """What the files gave, without a word of what they show: scores and unscored answers by warning, documents by kind,
    refused files by code, and the detectors' versions."""

    files: int = 0
    sides: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    scores: dict[WarningCode, list[float]] = field(default_factory=lambda: {code: [] for code in OF_PICTURES})
    unscored: Counter[WarningCode] = field(default_factory=Counter)
    versions: dict[WarningCode, str] = field(default_factory=dict)

    def take(self, result: InspectionResult) -> None:
        self.kinds[result.kind.value] += 1
        self.sides += len(result.sides)
        for finding in result.findings:
            if finding.code not in self.scores:
                continue
            self.versions[finding.code] = finding.detector_version
            if finding.score is not None:
                self.scores[finding.code].append(finding.score)
            elif finding.outcome in _UNSCORED:
                self.unscored[finding.code] += 1

    def proposals(self) -> Mapping[WarningCode, ProposedLine]:
        return {code: propose(scores, DEFAULT_LINES[code]) for code, scores in self.scores.items()}


def gather(folder: Path, engine: Engine, said: Callable[[int, int], None]) -> Gathered:
    """Inspect every file below ``folder``; a file that gives no result is counted under its reason. ``said`` is told
    how many of how many files are done."""
    files = list(_files(folder))
    gathered = Gathered(files=len(files))
    for done, file in enumerate(files, 1):
        try:
            gathered.take(engine.inspect(InspectionRequest((CaptureInput("capture", _bytes(file)),))))
        except DeskError as failure:
            gathered.refused[failure.code] += 1
        except OSError:
            gathered.refused["unreadable_file"] += 1
        said(done, len(files))
    return gathered


def _files(folder: Path) -> Iterator[Path]:
    """Files in a steady order; hidden ones are a system's own."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


def _bytes(file: Path) -> bytes:
    """The file's content, unless it is larger than any that the desk takes.

    Raises:
        FileTooLarge: it is.
    """
    if file.stat().st_size > DECODE_LIMITS.max_bytes:
        raise FileTooLarge(limit_mb=DECODE_LIMITS.max_bytes // 1024**2)
    return file.read_bytes()
