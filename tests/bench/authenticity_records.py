"""What one capture gave: every detector's answer, and whether its evidence lies where the picture was altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import Finding
from kyc.documents.warnings import Outcome, WarningCode
from tests.bench.authenticity_evidence import Overlap
from tests.specimens.species import PageKey

#: Where only some of what a code can say is true of an excused picture: a file without colour is a grey picture, but it
#: is no grey copy.
TRUE_SUBTYPES: Final[Mapping[WarningCode, frozenset[str]]] = {WarningCode.PRINTED_COPY: frozenset({"grey_picture"})}


@dataclass(frozen=True, slots=True)
class Answer:
    """A detector's finding, without words and pictures. ``score`` is None where it gave none."""

    outcome: Outcome
    score: float | None = None
    subtype: str = ""

    @property
    def is_raised(self) -> bool:
        return self.outcome is Outcome.DETECTED

    def reaches(self, line: float) -> bool:
        return self.score is not None and self.score >= line


@dataclass(frozen=True, slots=True)
class Record:
    """One capture. ``failure`` is why no document of that page was found, empty where one was; ``excused`` are the
    warnings that are true of a genuine picture; ``evidence`` that of the warning an attack should raise, where it was
    raised; ``seconds`` what all detectors took."""

    page: PageKey
    index: int
    failure: str = ""
    excused: tuple[WarningCode, ...] = ()
    answers: Mapping[WarningCode, Answer] | None = None
    evidence: Overlap | None = None
    seconds: float = 0.0

    def answer(self, code: WarningCode) -> Answer:
        return (self.answers or {}).get(code, Answer(Outcome.NOT_RUN))

    def is_excused(self, code: WarningCode) -> bool:
        """Whether the warning is true of this genuine picture, in the words the detector gave it."""
        if code not in self.excused:
            return False
        return code not in TRUE_SUBTYPES or self.answer(code).subtype in TRUE_SUBTYPES[code]

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.page[0].value,
            "side": self.page[1].value,
            "index": self.index,
            "failure": self.failure,
            "excused": [code.value for code in self.excused],
            "answers": {
                code.value: [answer.outcome.value, answer.score, answer.subtype]
                for code, answer in (self.answers or {}).items()
            },
            "evidence": self.evidence.to_json() if self.evidence else None,
            "seconds": round(self.seconds, 4),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Record:
        return cls(
            page=(DocumentKind(stored["kind"]), Side(stored["side"])),
            index=stored["index"],
            failure=stored["failure"],
            excused=tuple(WarningCode(code) for code in stored["excused"]),
            answers={
                WarningCode(code): Answer(Outcome(outcome), score, subtype)
                for code, (outcome, score, subtype) in stored["answers"].items()
            },
            evidence=Overlap.from_json(stored["evidence"]) if stored["evidence"] else None,
            seconds=stored["seconds"],
        )


def answers_of(findings: Sequence[Finding]) -> dict[WarningCode, Answer]:
    return {one.code: Answer(one.outcome, one.score, one.subtype) for one in findings}
