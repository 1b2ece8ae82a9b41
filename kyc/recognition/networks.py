"""PP-OCRv6 small, detection and recognition, on OpenVINO; the models are those of rapidocr's wheel.

Only arrays go in. A network is compiled in the process that uses it, never before a fork. Every line is read by itself,
at a width that depends on nothing but itself: what a line says never depends on its neighbours.
"""

from __future__ import annotations

import fcntl
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Character, Corners
from kyc.recognition.text_boxes import find_boxes

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

DETECTION_MODEL: Final = "PP-OCRv6_det_small.onnx"
DIRECTION_MODEL: Final = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
RECOGNITION_MODEL: Final = "PP-OCRv6_rec_small.onnx"
#: Whoever compiles holds this file of the cache.
LOCK: Final = "compiling.lock"
#: Shorter side given to the detector, as PP-OCR's own default; sides are multiples of 32.
DETECTION_SIDE: Final = 736
#: Lines whose boxes are lower than this on half of all, in the detector's pixels, are looked for again at this shorter
#: side. Boxes of tuning captures are 20 to 45 high. Of hard captures shrunk to 0.45 (six app's pages, six ID cards) 85
#: of 120 fields were read at 736 and 96 at 1088; shrunk to 0.6 (12 to 14 high and more) as many either way.
SMALL_PRINT: Final = 13.0
CLOSER_SIDE: Final = 1088
LINE_HEIGHT: Final = 48
#: Widths are rounded up so that few shapes are compiled. Narrower ones (steps of 16 from 96 on) would leave 4 to 20 %
#: less to read, and read a third more into what is blank: of 450 bare patches 210 instead of 157 gave text.
WIDTH_STEP: Final = 32
MIN_WIDTH: Final = 192
MAX_WIDTH: Final = 1536
#: The network that tells which end is up looks at so much of a line.
DIRECTION_WIDTH: Final = 192
#: Signs of the alphabet that print alike, between the parts of a name and in a plate number: whichever the network
#: names is one vote for the dot.
MIDDLE_DOTS: Final = str.maketrans(dict.fromkeys("•∙⋅・･", "·"))
#: Bytes to -1 to 1, as all three networks were trained.
SCALE: Final = np.asarray(np.arange(256, dtype=np.float32) / 127.5 - 1.0, np.float32)


@dataclass(frozen=True, slots=True)
class Reading:
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def score(self) -> float:
        return sum(character.confidence for character in self.characters)


def model_directory() -> Path:
    """Where rapidocr's wheel has its models. It is not imported: that takes most of a second and is not needed."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("rapidocr, which carries the models")
    return Path(found.origin).parent / "models"


@contextmanager
def _compiling_alone(cache_dir: Path | None) -> Iterator[None]:
    """One process at a time: OpenVINO fails on what another is still writing to the cache they share."""
    if cache_dir is None:
        yield
        return
    cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (cache_dir / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class TextNetworks:
    """The networks of one process. Calls from several threads wait for each other."""

    def __init__(self, cache_dir: Path | None = None, threads: int = 2) -> None:
        options: dict[str, Any] = {
            "INFERENCE_NUM_THREADS": threads,
            # bfloat16, where a CPU has it, changes strings; float32 reads the same on every machine.
            "INFERENCE_PRECISION_HINT": "f32",
            # Every process would hold its threads to the same first cores: two workers of a thread each did 1.3 times
            # as much as one, not held 1.96 times (make bench-speed). With all cores it is faster to hold them (4 % on
            # one page).
            "ENABLE_CPU_PINNING": threads >= len(os.sched_getaffinity(0)),
        }
        if cache_dir is not None:
            options["CACHE_DIR"] = str(cache_dir)
        with _compiling_alone(cache_dir):
            self._compile(options, threads)
        self._busy = threading.Lock()

    def _compile(self, options: dict[str, Any], threads: int) -> None:
        import openvino

        core = openvino.Core()
        models = model_directory()
        detector = _taking_bytes(core.read_model(models / DETECTION_MODEL))
        recogniser = core.read_model(models / RECOGNITION_MODEL)
        alphabet = recogniser.get_rt_info()["framework"]["character"].value.translate(MIDDLE_DOTS)
        self._alphabet = ["", *alphabet.splitlines(), " "]
        # One picture is shared by all threads; of lines, each thread has its own.
        self._detector = core.compile_model(detector, "CPU", options | {"NUM_STREAMS": 1}).create_infer_request()
        each_its_own = options | {"NUM_STREAMS": threads}
        self._recognisers = openvino.AsyncInferQueue(
            core.compile_model(_without_softmax(recogniser), "CPU", each_its_own), threads
        )
        self._directions = openvino.AsyncInferQueue(
            core.compile_model(models / DIRECTION_MODEL, "CPU", each_its_own), threads
        )

    def detect(self, pixels: Pixels) -> list[Corners]:
        """Corners (4x2 each) of every line in RGB ``pixels``, in no particular order or direction; print that is small
        for the detector is looked at once more, larger."""
        boxes = self._detected(pixels, DETECTION_SIDE)
        shrunk = DETECTION_SIDE / min(pixels.shape[:2])
        if not boxes or shrunk >= 1 or _line_height(boxes) * shrunk >= SMALL_PRINT:
            return boxes
        return self._detected(pixels, CLOSER_SIDE)

    def _detected(self, pixels: Pixels, side: int) -> list[Corners]:
        """Every line, the shorter side of the picture being ``side`` at the most."""
        height, width = pixels.shape[:2]
        scale = min(side / min(height, width), 1.0)
        size = tuple(max(32, round(length * scale / 32) * 32) for length in (width, height))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        with self._busy:
            self._detector.infer([small[None]])
            return find_boxes(self._detector.get_output_tensor().data[0, 0], height, width)

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        """Read upright pictures of single lines (RGB, any size)."""
        tensors = [_line_tensor(line) for line in lines]
        readings: dict[int, Reading] = {}

        def take(index: int, logits: Floats) -> None:
            tensor, used = tensors[index]
            readings[index] = self._decoded(logits[0], tensor.shape[3] / used)

        with self._busy:
            _infer_all(self._recognisers, [tensor for tensor, _ in tensors], take)
        return [readings[index] for index in range(len(lines))]

    def upside_down(self, lines: list[Pixels]) -> list[float]:
        """How likely (0-1) each picture of a line (RGB, any size) stands on its head."""
        likely: dict[int, float] = {}

        def take(index: int, output: Floats) -> None:
            likely[index] = float(output[0, 1])

        with self._busy:
            _infer_all(self._directions, [_direction_tensor(line) for line in lines], take)
        return [likely[index] for index in range(len(lines))]

    def _decoded(self, logits: Floats, stretch: float) -> Reading:
        """Greedy CTC: equal neighbours are one character, index 0 is the gap. ``stretch`` undoes the padding."""
        best = logits.argmax(axis=1)
        steps = len(best)
        changes = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
        characters = []
        for start, after in zip(changes[:-1].tolist(), changes[1:].tolist(), strict=True):
            if best[start]:
                place = min(1.0, ((start + after - 1) / 2 + 0.5) / steps * stretch)
                sure = _largest_softmax(logits[start:after])
                characters.append(Character(self._alphabet[int(best[start])], sure, place))
        return Reading(tuple(characters))


def _line_height(boxes: Sequence[Corners]) -> float:
    """The median of the boxes' shorter sides, in pixels."""
    sides = [np.linalg.norm(np.diff(box[:3], axis=0), axis=1).min() for box in boxes]
    return float(np.median(sides))


def _infer_all(queue: Any, tensors: list[Floats], take: Callable[[int, Floats], None]) -> None:
    """Every tensor through the network, the widest first so that all threads end together; ``take`` is called with a
    tensor's index and its output, which is only lent."""
    queue.set_callback(lambda request, index: take(index, request.get_output_tensor().data))
    for index in sorted(range(len(tensors)), key=lambda index: -tensors[index].shape[3]):
        queue.start_async([tensors[index]], index)
    queue.wait_all()


def _taking_bytes(model: Any) -> Any:
    """The network as one that takes RGB bytes (1 x height x width x 3)."""
    from openvino import Layout, Type
    from openvino.preprocess import ColorFormat, PrePostProcessor

    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(Type.u8).set_layout(Layout("NHWC")).set_color_format(ColorFormat.RGB)
    steps.input().model().set_layout(Layout("NCHW"))
    convert = steps.input().preprocess().convert_color(ColorFormat.BGR).convert_element_type(Type.f32)
    convert.mean(127.5).scale(127.5)
    return steps.build()


def _without_softmax(model: Any) -> Any:
    """The network up to its last layer: over an alphabet of 18,000, only the characters' own places are worth it."""
    import openvino

    last = model.output(0).get_node().input_value(0).get_node()
    if last.get_type_name() != "Softmax":
        raise ValueError(f"{RECOGNITION_MODEL} ends with {last.get_type_name()}, no softmax")
    return openvino.Model([last.input_value(0)], model.get_parameters())


def _largest_softmax(logits: Floats) -> float:
    """The largest probability of any step (steps x alphabet)."""
    return float(1.0 / np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1).min())


def _line_tensor(line: Pixels) -> tuple[Floats, int]:
    """A line as the recogniser takes it (1 x 3 x 48 x width), and how much of the width it fills."""
    height, width = line.shape[:2]
    used = min(MAX_WIDTH, max(LINE_HEIGHT // 3, math.ceil(width * LINE_HEIGHT / height)))
    padded = max(MIN_WIDTH, math.ceil(used / WIDTH_STEP) * WIDTH_STEP)
    return _tensor(line, used, padded), used


def _direction_tensor(line: Pixels) -> Floats:
    height, width = line.shape[:2]
    return _tensor(line, min(DIRECTION_WIDTH, math.ceil(width * LINE_HEIGHT / height)), DIRECTION_WIDTH)


def _tensor(line: Pixels, used: int, padded: int) -> Floats:
    """RGB bytes to the networks' BGR planes, ``used`` pixels wide, zeros to ``padded``."""
    interpolation = cv2.INTER_AREA if line.shape[0] > LINE_HEIGHT else cv2.INTER_CUBIC
    small = cv2.resize(line, (used, LINE_HEIGHT), interpolation=interpolation)
    tensor = np.zeros((1, 3, LINE_HEIGHT, padded), np.float32)
    tensor[0, :, :, :used] = SCALE[small[:, :, ::-1].transpose(2, 0, 1)]
    return tensor


def cut_line(pixels: Pixels, corners: Corners) -> Pixels:
    """The line inside ``corners``, upright, at its own resolution."""
    width = max(float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[2] - corners[3]))), 1.0)
    height = max(float(np.hypot(*(corners[3] - corners[0]))), float(np.hypot(*(corners[2] - corners[1]))), 1.0)
    size = (max(1, round(width)), max(1, round(height)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(pixels, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)
