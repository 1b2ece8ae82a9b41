"""Speed of reading: ``python -m tests.bench.speed``, or ``make bench-speed``.

One 1600x1200 picture of each page of the reporting set, warm, in turns with RapidOCR without arguments on the same
decoded pixels in the same process; medians. ``BENCH_ONLY`` takes a part, as for accuracy.
"""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.local import LocalEngine
from kyc.imaging.sandbox import decode
from tests.bench.parts import SETS, Part, parts_of
from tests.bench.report import Result, publish, quick

ROUNDS, QUICK_ROUNDS, WARM_UP = 30, 8, 2
READING_AIM = 0.36
SIZE = (1600, 1200)


def measured(engine: LocalEngine, reference: object, part: Part, rounds: int) -> list[Result]:
    """Reading and whole inspection of one capture against RapidOCR's default call, and where the time goes."""
    jpeg = _capture(part)
    pixels = np.ascontiguousarray(decode(jpeg)[0].pixels[:, :, ::-1])
    request = InspectionRequest((CaptureInput("a", jpeg),))
    spent: dict[str, list[float]] = defaultdict(list)
    for index in range(rounds + WARM_UP):
        start = time.perf_counter()
        stages = engine.inspect(request).seconds
        between = time.perf_counter()
        reference(pixels)  # type: ignore[operator]
        if index >= WARM_UP:
            spent["RapidOCR()"].append(time.perf_counter() - between)
            spent["inspection"].append(between - start)
            for stage, seconds in stages.items():
                spent[f"  {stage}"].append(seconds)
    medians = {name: statistics.median(values) for name, values in spent.items()}
    name = "/".join(part.name.split("/")[:2])
    ratio = medians["  read"] / medians["RapidOCR()"]
    whole = medians["inspection"] / medians["RapidOCR()"]
    return [
        Result(f"{name}: reading / RapidOCR()", ratio, "ratio", READING_AIM, "lower"),
        Result(f"{name}: inspection / RapidOCR()", whole, "ratio", None, "lower"),
        *(Result(f"{name}: {stage}", 1000 * seconds, "ms", None, "lower") for stage, seconds in medians.items()),
    ]


def _capture(part: Part) -> bytes:
    """The first phone picture of the page that lies along the frame of 1600x1200."""
    held = SETS[part.set_name]
    return next(shot.jpeg for shot in held.captures(part.page, "phone", 40) if shot.image.size == SIZE)


def main() -> None:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    start = time.monotonic()
    parts = [part for part in parts_of("reporting", os.environ.get("BENCH_ONLY", "")) if part.difficulty == "phone"]
    with tempfile.TemporaryDirectory() as folder:
        engine, reference = LocalEngine(Path(folder)), RapidOCR()
        rounds = QUICK_ROUNDS if quick() else ROUNDS
        results = [result for part in parts for result in measured(engine, reference, part, rounds)]
    publish("speed", time.monotonic() - start, results)


if __name__ == "__main__":
    main()
