"""False alarms and misses of every detector on simulated captures: ``python -m tests.bench.authenticity``.

BPCER is the share of genuine captures that raise the warning; APCER the share of attacks that do not (abstaining counts
as a miss); both after ISO/IEC 30107-3, for each species of attack apart. All figures are on our own simulator: they
show that the detectors do what they are built for, not how they fare against forgers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import cv2

from kyc.authenticity import examine
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import Finding
from kyc.documents.warnings import Outcome, WarningCode
from tests.authenticity.captures import as_capture
from tests.specimens.id_card import STANDARD, STYLES, Variant, draw_variant
from tests.specimens.page import Specimen, Style
from tests.specimens.people import REFERENCE_DAY
from tests.specimens.photograph import Photograph
from tests.specimens.reporting import id_card as reporting_card
from tests.specimens.reporting.sets import REPORTING
from tests.specimens.sets import TUNING, Source, SpecimenSet

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


def _at_standard_places(whole: SpecimenSet, styles: Mapping[str, Style]) -> SpecimenSet:
    """ID cards of a set at the standard's places: forgeries are retyped there."""

    def draw(side: Side, seed: int, form: str) -> Specimen:
        return draw_variant(side, seed, Variant(styles[form], STANDARD))

    return replace(whole, sources={DocumentKind.CN_ID_CARD: Source(draw, tuple(styles))})


SETS: Final = {
    "tuning": _at_standard_places(TUNING, STYLES),
    "reporting": _at_standard_places(
        REPORTING, {name: variant.style for name, variant in reporting_card.VARIANTS.items()}
    ),
}


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
    chosen = SETS[set_name]
    for face in FACES:
        page = (DocumentKind.CN_ID_CARD, face)
        findings = list(_examined(chosen.everyday(page, index) for index in genuine))
        for code in MEASURED:
            yield _rate("genuine", face, code, findings)
    for species, (code, faces) in SPECIES.items():
        for face in faces:
            page = (DocumentKind.CN_ID_CARD, face)
            shots = (chosen.attacked(page, species, index) for index in range(attacks))
            yield _rate(species, face, code, list(_examined(shots)))


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
    page = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)
    prepared = [as_capture(SETS[set_name].everyday(page, index)) for index in range(count)]
    examine(prepared[0], {}, TODAY)
    spent = []
    for examined in prepared:
        start = time.perf_counter()
        examine(examined, {}, TODAY)
        spent.append(time.perf_counter() - start)
    return sorted(spent)[len(spent) // 2]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="reporting", choices=tuple(SETS))
    parser.add_argument("--genuine", type=int, default=100, help="genuine captures a face")
    parser.add_argument("--first", type=int, default=0, help="number of the first genuine capture")
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
