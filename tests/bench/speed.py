"""Speed of reading, its memory and its start: ``python -m tests.bench.speed``, or ``make bench-speed``.

Reading is what lies between decoded pixels and fields: finding lines, reading them, finding the document, its outline,
the closer look, the fields; neither decoding nor the detectors, which are counted by themselves. For each page of the
reporting set, warm, in turns in one process on 1600x1200 phone pictures:

* reading,
* ``RapidOCR()``'s default call on the same pixels,
* OpenVINO's ``infer()`` alone on the very tensors that the reading fed to the two networks,
* straightening the document and judging it with every detector.

Figures are medians of the ratios of each turn, by the clock and by processor time: where other programs take the
machine's cores, the second is the one to trust. ``BENCH_ONLY`` takes a part of the pages, as for accuracy;
``BENCH_SKIP_PROCESSES=1`` leaves out cold starts, memory and two workers.
"""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from kyc.authenticity import ExaminedCapture
from kyc.documents.results import FieldReading
from kyc.imaging.sandbox import DecodedPage, decode
from kyc.recognition import networks as networks_module
from kyc.recognition import reader, second_look
from kyc.recognition.finding import LAYOUTS, find_documents
from kyc.recognition.layouts.layout import Face, Look
from kyc.recognition.networks import (
    DETECTION_MODEL,
    RECOGNITION_MODEL,
    Pixels,
    TextNetworks,
    model_directory,
)
from kyc.recognition.outlining import outlined
from tests.bench import worker_processes
from tests.bench.parts import SETS, Part, parts_of
from tests.bench.report import Result, publish, quick
from tests.bench.speed_detectors import examined, judge

ROUNDS, QUICK_ROUNDS, WARM_UP = 30, 3, 1
#: Different pictures of a page, read in turn.
PICTURES, QUICK_PICTURES = 6, 2
TRACED = 6
THREADS = 2
RAPIDOCR_AIM, WITH_DETECTORS_AIM, BARE_AIM = 0.36, 0.50, 1.3
SIZE = (1600, 1200)


def read(networks: TextNetworks, pixels: Pixels) -> list[FieldReading]:
    """Fields of every document in RGB ``pixels``: the engine's reading, stage by stage."""
    return [field for face in faces(networks, pixels) for field in LAYOUTS[face.kind].read_face(face, "a")]


def faces(networks: TextNetworks, pixels: Pixels) -> list[Face]:
    """Every side in RGB ``pixels``, all of it read, before its fields are cut."""
    found = []
    for face in find_documents(reader.read_lines(networks, pixels)):
        layout = LAYOUTS[face.kind]
        if layout.has_edges:
            face = replace(face, placing=outlined(face.placing, pixels, has_bands=layout.has_bands))
        found.append(layout.look_closer(face, Look(networks, pixels)))
    return found


# --- the bare networks ---------------------------------------------------------------------------------------------


@dataclass
class _Recorder:
    """Stands before a network's requests and keeps what they are fed while ``fed`` is a list."""

    requests: Any
    fed: list[np.ndarray[Any, Any]] | None = None

    def infer(self, inputs: list[np.ndarray[Any, Any]]) -> Any:
        self._keep(inputs)
        return self.requests.infer(inputs)

    def start_async(self, inputs: list[np.ndarray[Any, Any]], userdata: Any) -> Any:
        self._keep(inputs)
        return self.requests.start_async(inputs, userdata)

    def _keep(self, inputs: list[np.ndarray[Any, Any]]) -> None:
        if self.fed is not None:
            self.fed.append(inputs[0].copy())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.requests, name)


class BareNetworks:
    """Both networks as they come, with nothing around them: plain ``infer()``, and two requests at a time."""

    def __init__(self, cache_dir: Path) -> None:
        import openvino

        core = openvino.Core()
        options = {"INFERENCE_NUM_THREADS": THREADS, "INFERENCE_PRECISION_HINT": "f32", "CACHE_DIR": str(cache_dir)}
        detection, recognition = model_directory() / DETECTION_MODEL, model_directory() / RECOGNITION_MODEL
        latency = options | {"PERFORMANCE_HINT": "LATENCY"}
        self._detector = core.compile_model(detection, "CPU", latency).create_infer_request()
        self._recogniser = core.compile_model(recognition, "CPU", latency).create_infer_request()
        streams = core.compile_model(recognition, "CPU", options | {"NUM_STREAMS": THREADS})
        self._queue = openvino.AsyncInferQueue(streams, THREADS)

    def detect(self, tensors: list[np.ndarray[Any, Any]]) -> None:
        for tensor in tensors:
            self._detector.infer([tensor])

    def recognise(self, tensors: list[np.ndarray[Any, Any]]) -> None:
        for tensor in tensors:
            self._recogniser.infer([tensor])

    def recognise_two_at_a_time(self, tensors: list[np.ndarray[Any, Any]]) -> None:
        for tensor in tensors:
            self._queue.start_async([tensor])
        self._queue.wait_all()


@dataclass
class Subject:
    """A picture, what its reading feeds to the text detector and the recogniser, and its sides as the detectors of
    warnings get them."""

    pixels: Pixels
    detected: list[np.ndarray[Any, Any]]
    recognised: list[np.ndarray[Any, Any]]
    sides: list[ExaminedCapture]


def subject(networks: TextNetworks, data: bytes, page: DecodedPage) -> Subject:
    """Read once, keeping the tensors; the detector's are given as the bare network takes them. ``data`` is the file
    that ``page`` was decoded from."""
    detector, recognisers = _Recorder(networks._detector, []), _Recorder(networks._recognisers, [])
    with patch.object(networks, "_detector", detector), patch.object(networks, "_recognisers", recognisers):
        found = faces(networks, page.pixels)
    planes = [tensor[0, :, :, ::-1].transpose(2, 0, 1)[None] for tensor in detector.fed or []]
    return Subject(
        page.pixels,
        [np.ascontiguousarray(one.astype(np.float32) / 127.5 - 1.0) for one in planes],
        recognisers.fed or [],
        examined(data, page, found),
    )


# --- clocks --------------------------------------------------------------------------------------------------------


@dataclass
class Spent:
    """Milliseconds by the clock and of processor time (all threads), turn by turn."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def turn(self) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.processor.append(1000 * (time.process_time() - processor))
        self.wall.append(1000 * (time.perf_counter() - wall))

    def plus(self, other: Spent) -> Spent:
        """What both took in each turn."""
        return Spent(_sums(self.wall, other.wall), _sums(self.processor, other.processor))


def _sums(first: list[float], second: list[float]) -> list[float]:
    return [one + other for one, other in zip(first, second, strict=True)]


def ratio(ours: list[float], *theirs: list[float]) -> float:
    """The median, over all turns, of ours to the sum of theirs."""
    return statistics.median(one / sum(others) for one, *others in zip(ours, *theirs, strict=True))


@dataclass
class Stages:
    """Time by stage, each without the stages inside it."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _inside: list[float] = field(default_factory=list)

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            self._inside.append(0.0)
            try:
                return work(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                self.spent[name] += 1000 * (whole - self._inside.pop())
                if self._inside:
                    self._inside[-1] += whole

        return run


def traced(networks: TextNetworks, pixels: Pixels) -> dict[str, float]:
    """Milliseconds of one reading, stage by stage."""
    stages = Stages()
    bare = _Recorder(networks._detector)
    bare.infer = stages.timed("detector's network", networks._detector.infer)  # type: ignore[method-assign]
    cut = stages.timed("cutting lines", reader.cut_line)
    here = globals()
    layouts = {
        kind: replace(
            layout,
            look_closer=stages.timed("closer look, but for networks", layout.look_closer),
            read_face=stages.timed("fields", layout.read_face),
        )
        for kind, layout in LAYOUTS.items()
    }
    with (
        patch.object(networks, "_detector", bare),
        patch.object(networks_module, "find_boxes", stages.timed("boxes", networks_module.find_boxes)),
        patch.object(networks, "detect", stages.timed("picture for the detector", networks.detect)),
        patch.object(networks, "upside_down", stages.timed("which end is up", networks.upside_down)),
        patch.object(networks, "recognise", stages.timed("recogniser's network and its lines", networks.recognise)),
        patch.object(reader, "cut_line", cut),
        patch.object(second_look, "cut_line", cut),
        patch.dict(
            here,
            outlined=stages.timed("outline", outlined),
            find_documents=stages.timed("finding documents", find_documents),
            LAYOUTS=layouts,
        ),
    ):
        stages.timed("everything else", read)(networks, pixels)
    return dict(stages.spent)


# --- pages ---------------------------------------------------------------------------------------------------------


class Page:
    """Everything measured on one page of a document."""

    def __init__(self, part: Part, pictures: int) -> None:
        self.name = "/".join(part.name.split("/")[:2])
        held = SETS[part.set_name]
        shots = (shot for shot in held.captures(part.page, "phone", 200) if shot.image.size == SIZE)
        self.pictures = [(shot.jpeg, decode(shot.jpeg)[0]) for shot, _ in zip(shots, range(pictures), strict=False)]
        self.ours, self.reference, self.warnings = Spent(), Spent(), Spent()
        self.detector, self.recogniser, self.together = Spent(), Spent(), Spent()
        self.stages: list[dict[str, float]] = []

    def measure(self, networks: TextNetworks, bare: BareNetworks, reference: Any, rounds: int) -> None:
        subjects = [subject(networks, data, page) for data, page in self.pictures]
        for index in range(-WARM_UP * len(subjects), rounds):
            self._turn(networks, bare, reference, subjects[index % len(subjects)])
            if index == -1:
                self._forget()
        self.stages = [traced(networks, subjects[index % len(subjects)].pixels) for index in range(TRACED)]

    def _turn(self, networks: TextNetworks, bare: BareNetworks, reference: Any, chosen: Subject) -> None:
        with self.ours.turn():
            read(networks, chosen.pixels)
        with self.warnings.turn():
            judge(chosen.sides)
        backwards = np.ascontiguousarray(chosen.pixels[:, :, ::-1])
        with self.reference.turn():
            reference(backwards)
        with self.detector.turn():
            bare.detect(chosen.detected)
        with self.recogniser.turn():
            bare.recognise(chosen.recognised)
        with self.together.turn():
            bare.recognise_two_at_a_time(chosen.recognised)

    def _forget(self) -> None:
        for spent in (self.ours, self.warnings, self.reference, self.detector, self.recogniser, self.together):
            spent.wall.clear()
            spent.processor.clear()

    def results(self) -> list[Result]:
        name, ours, reference = self.name, self.ours, self.reference
        detector, recogniser, together = self.detector, self.recogniser, self.together
        plain = ratio(ours.wall, detector.wall, recogniser.wall)
        plain_processor = ratio(ours.processor, detector.processor, recogniser.processor)
        parallel = ratio(ours.wall, detector.wall, together.wall)
        judged = ours.plus(self.warnings)
        both = f"{name}: with all detectors / RapidOCR()"
        return [
            Result(both, ratio(judged.wall, reference.wall), "by the clock", WITH_DETECTORS_AIM, "lower"),
            Result(both, ratio(judged.processor, reference.processor), "processor", None, "lower"),
            Result(f"{name}: / RapidOCR()", ratio(ours.wall, reference.wall), "by the clock", RAPIDOCR_AIM, "lower"),
            Result(f"{name}: / RapidOCR()", ratio(ours.processor, reference.processor), "processor", None, "lower"),
            Result(f"{name}: / bare infer()", plain, "by the clock", BARE_AIM, "lower"),
            Result(f"{name}: / bare infer()", plain_processor, "processor", None, "lower"),
            Result(f"{name}: / bare, lines two at a time", parallel, "by the clock", None, "lower"),
            Result(f"{name}: reading", statistics.median(ours.wall), "ms", None, "lower"),
            Result(f"{name}: all detectors", statistics.median(self.warnings.wall), "ms", None, "lower"),
        ]

    def table(self) -> list[Result]:
        """Medians of the stages over all traced readings."""
        names = dict.fromkeys(stage for spent in self.stages for stage in spent)
        medians = {stage: statistics.median(spent.get(stage, 0.0) for spent in self.stages) for stage in names}
        return [
            Result(f"{self.name}:   {stage}", spent, "ms", None, "lower")
            for stage, spent in sorted(medians.items(), key=lambda item: -item[1])
        ]


def pages(rounds: int, pictures: int, folder: Path) -> list[Result]:
    """Every page that a layout reads and the reporting set draws."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    parts = [part for part in parts_of("reporting", os.environ.get("BENCH_ONLY", "")) if part.difficulty == "phone"]
    networks, bare, reference = TextNetworks(folder, THREADS), BareNetworks(folder), RapidOCR()
    results: list[Result] = []
    for part in parts:
        if part.page[0] in LAYOUTS:
            page = Page(part, pictures)
            page.measure(networks, bare, reference, rounds)
            found = page.results() + page.table()
            print(*(f"{one.name:<72} {one.figure:>9.3f} {one.unit}" for one in found), sep="\n", flush=True)
            results += found
    return results


def main() -> None:
    start = time.monotonic()
    rounds, pictures = (QUICK_ROUNDS, QUICK_PICTURES) if quick() else (ROUNDS, PICTURES)
    print(f"load average at the beginning: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        results = pages(rounds, pictures, Path(folder))
    if os.environ.get("BENCH_SKIP_PROCESSES") != "1":
        results += worker_processes.results(short=quick())
    results.append(Result("load average at the end", os.getloadavg()[0], "processes", None, "lower"))
    publish("speed", time.monotonic() - start, results)


if __name__ == "__main__":
    main()
