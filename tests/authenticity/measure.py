"""False alarms and misses of every detector on simulated captures: ``python -m tests.authenticity.measure``.

BPCER is the share of genuine captures that raise the warning; APCER the share of attacks that do not (abstaining counts
as a miss); both after ISO/IEC 30107-3, for each species of attack apart. All figures are on our own simulator: they
show that the detectors do what they are built for, not how they fare against forgers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import cv2

from kyc.authenticity import examine
from kyc.documents.kinds import Side
from kyc.documents.results import Finding
from kyc.documents.warnings import Outcome, WarningCode
from tests.authenticity.captures import as_capture
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import Photograph
from tests.specimens.sets import attacked_captures, capture, captures

TODAY: Final[date] = REFERENCE_DAY
FACES: Final = (Side.PORTRAIT_FACE, Side.EMBLEM_FACE)
#: Which warning an attack should raise, and on which faces the simulator can mount it.
SPECIES: Final[dict[str, tuple[WarningCode, tuple[Side, ...]]]] = {
    "grey_copy": (WarningCode.PRINTED_COPY, FACES),
    "colour_copy": (WarningCode.PRINTED_COPY, FACES),
    "screen": (WarningCode.SCREEN_RECAPTURE, FACES),
    "splice_number": (WarningCode.DIGITAL_TAMPERING, (Side.PORTRAIT_FACE,)),
    "splice_name": (WarningCode.DIGITAL_TAMPERING, (Side.PORTRAIT_FACE,)),
    "portrait": (WarningCode.DIGITAL_TAMPERING, (Side.PORTRAIT_FACE,)),
    "blur": (WarningCode.BLUR, FACES),
}
MEASURED: Final = (
    WarningCode.PRINTED_COPY,
    WarningCode.SCREEN_RECAPTURE,
    WarningCode.DIGITAL_TAMPERING,
    WarningCode.BLUR,
    WarningCode.INVALID_DATE,
    WarningCode.CHECKSUM_FAILED,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How one warning came out over ``count`` captures of a species (``genuine`` or an attack) and a face."""

    species: str
    face: Side
    code: WarningCode
    count: int
    detected: int
    abstained: int

    @property
    def error(self) -> float:
        """BPCER for genuine captures, APCER for attacks."""
        return self.detected / self.count if self.species == "genuine" else 1 - self.detected / self.count


def measure(set_name: str, genuine: range, attacks: int) -> Iterator[Rate]:
    """Rates on the ``genuine`` captures of each face and ``attacks`` of each species and face, from a named set."""
    for face in FACES:
        findings = list(_examined(capture(set_name, face, index) for index in genuine))
        for code in MEASURED:
            yield _rate("genuine", face, code, findings)
    for species, (code, faces) in SPECIES.items():
        for face in faces:
            yield _rate(species, face, code, list(_examined(attacked_captures(set_name, face, species, attacks))))


def _examined(shots: Iterable[Photograph]) -> Iterator[dict[WarningCode, Finding]]:
    for shot in shots:
        yield {finding.code: finding for finding in examine(as_capture(shot), {}, TODAY)}


def _rate(species: str, face: Side, code: WarningCode, findings: list[dict[WarningCode, Finding]]) -> Rate:
    outcomes = [finding[code].outcome for finding in findings]
    return Rate(
        species,
        face,
        code,
        len(outcomes),
        outcomes.count(Outcome.DETECTED),
        outcomes.count(Outcome.INCONCLUSIVE),
    )


def seconds_each(set_name: str, count: int) -> float:
    """Median seconds that all detectors together take on one 1600 x 1200 capture, warm."""
    prepared = [as_capture(shot) for shot in captures(set_name, Side.PORTRAIT_FACE, count)]
    examine(prepared[0], {}, TODAY)
    spent = []
    for examined in prepared:
        start = time.perf_counter()
        examine(examined, {}, TODAY)
        spent.append(time.perf_counter() - start)
    return sorted(spent)[len(spent) // 2]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="reporting", choices=("tuning", "reporting"))
    parser.add_argument("--genuine", type=int, default=100, help="genuine captures a face")
    # The first 220 genuine captures of the reporting set were looked at when two lines were moved (see ``lines``).
    parser.add_argument("--first", type=int, default=220, help="number of the first genuine capture")
    parser.add_argument("--attacks", type=int, default=30, help="captures a species and face")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    print(f"{'species':14} {'face':14} {'warning':18} {'n':>4} {'raised':>6} {'abstained':>9} error")
    for rate in measure(options.set, range(options.first, options.first + options.genuine), options.attacks):
        name = "BPCER" if rate.species == "genuine" else "APCER"
        print(
            f"{rate.species:14} {rate.face.value:14} {rate.code.value:18} {rate.count:4} {rate.detected:6}"
            f" {rate.abstained:9} {name} {100 * rate.error:5.1f} %",
            flush=True,
        )
    print(f"all detectors on one 1600x1200 capture: {1000 * seconds_each(options.set, 10):.0f} ms (median of 10)")


if __name__ == "__main__":
    main(sys.argv[1:])
