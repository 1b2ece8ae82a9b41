"""Accuracy and speed of reading: ``python -m tests.bench.recognition``.

Accuracy is counted on the reporting set, whose seeds, styles and backgrounds no tuning has used. Speed is a ratio to
RapidOCR without arguments on the same decoded picture, in turns, in this process. With ``KYC_SAMPLES_DIR`` set, the
published photographs there are read too, field by field.
"""

from __future__ import annotations

import logging
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from kyc.documents.errors import InspectionError
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, FieldReading, InspectionRequest
from kyc.engines.local import LocalEngine
from kyc.imaging.sandbox import decode
from kyc.recognition.rectification import agreeing as rectify
from tests.bench import published
from tests.bench.report import Result, publish, quick
from tests.specimens import sets

FACES = (Side.PORTRAIT_FACE, Side.EMBLEM_FACE)
SURE = 0.95
STRICT = {FieldName.CITIZEN_NUMBER, FieldName.BIRTH_DATE, FieldName.VALID_FROM, FieldName.VALID_TO, FieldName.SEX}


class Tally:
    """Right answers by what was asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def count(self, name: str, *, right: bool) -> None:
        self.asked[name] += 1
        self.right[name] += right

    def results(self) -> list[Result]:
        return [
            Result(name, 100 * self.right[name] / asked, "%", 99.5 if name.split(" ")[-1] in STRICT else 99.0)
            for name, asked in self.asked.items()
        ]


def read(engine: LocalEngine, picture: bytes, name: str) -> list[FieldReading]:
    """Fields as they were read, before rectification; none where the inspection failed."""
    try:
        return list(engine.inspect(InspectionRequest((CaptureInput("a", picture),), rectify=False)).fields)
    except InspectionError as failure:
        print(f"  {name}: {failure.code}", file=sys.stderr)
        return []


def accuracy(engine: LocalEngine, face: Side, count: int) -> list[Result]:
    """Exact matches of normalised values on the reporting set, and how often a field read with confidence is wrong."""
    tally, sure = Tally(), Tally()
    names = FIELDS[DocumentKind.CN_ID_CARD, face]
    for index, taken in enumerate(sets.captures("reporting", face, count)):
        raw = read(engine, taken.jpeg, f"seed {taken.seed}")
        for label, fields in (
            (("raw", raw), ("rectified", rectify(raw))) if face is Side.PORTRAIT_FACE else (("raw", raw),)
        ):
            seen = {field.name: field.value for field in fields}
            hits = {name: seen.get(name) == taken.normalised[name] for name in names}
            for name, hit in hits.items():
                tally.count(f"{label} {face.value} {name.value}", right=hit)
            tally.count(f"{label} {face.value} all-fields", right=all(hits.values()))
        for field in raw:
            if field.confidence >= SURE:
                sure.count(
                    f"{face.value} right at confidence {SURE} or more",
                    right=field.value == taken.normalised[field.name],
                )
        if index % 20 == 19:
            print(f"  {face.value}: {index + 1} of {count}", file=sys.stderr)
    return tally.results() + sure.results()


def speed(engine: LocalEngine, rounds: int) -> list[Result]:
    """Whole inspection of one 1600x1200 capture against RapidOCR's default call, warm, in turns, median."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    reference = RapidOCR()
    results = []
    for face in FACES:
        taken = next(iter(sets.captures("reporting", face, 1)))
        pixels = np.ascontiguousarray(decode(taken.jpeg)[0].pixels[:, :, ::-1])
        request = InspectionRequest((CaptureInput("a", taken.jpeg),))
        ours, theirs = [], []
        for index in range(rounds + 2):
            start = time.perf_counter()
            engine.inspect(request)
            between = time.perf_counter()
            reference(pixels)
            if index >= 2:
                ours.append(between - start)
                theirs.append(time.perf_counter() - between)
        ratio = statistics.median(ours) / statistics.median(theirs)
        results.append(Result(f"{face.value}: inspection / RapidOCR()", ratio, "ratio", 0.65, "lower"))
        results.append(Result(f"{face.value}: inspection", 1000 * statistics.median(ours), "ms", None, "lower"))
    return results


def main() -> None:
    start = time.monotonic()
    count, rounds = (40, 10) if quick() else (200, 30)
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(Path(folder))
        results = [result for face in FACES for result in accuracy(engine, face, count)]
        results += speed(engine, rounds)
        results += published.results(engine)
    publish("recognition", time.monotonic() - start, results)


if __name__ == "__main__":
    main()
