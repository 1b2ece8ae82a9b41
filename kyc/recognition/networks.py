"""PP-OCRv6 small, detection and recognition, on OpenVINO; models and box finder are those of rapidocr's wheel.

Only arrays go in. A network is compiled in the process that uses it, never before a fork.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from kyc.recognition.lines import Character, Corners

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

DETECTION_MODEL: Final = "PP-OCRv6_det_small.onnx"
RECOGNITION_MODEL: Final = "PP-OCRv6_rec_small.onnx"
#: Shorter side given to the detector, as PP-OCR's own default; sides are multiples of 32.
DETECTION_SIDE: Final = 736
LINE_HEIGHT: Final = 48
#: Lines of similar length share a batch; widths are rounded up so that few shapes are compiled.
WIDTH_STEP: Final = 96
MIN_WIDTH: Final = 192
MAX_WIDTH: Final = 1536
BATCH: Final = 6


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
    import rapidocr

    return Path(rapidocr.__file__).parent / "models"


class TextNetworks:
    """Both networks of one process. Calls from several threads wait for each other."""

    def __init__(self, cache_dir: Path | None = None, threads: int = 2) -> None:
        import openvino
        from rapidocr.ch_ppocr_det.utils import DBPostProcess

        core = openvino.Core()
        options: dict[str, Any] = {
            "INFERENCE_NUM_THREADS": threads,
            "PERFORMANCE_HINT": "LATENCY",
            # bfloat16, where a CPU has it, changes strings; float32 reads the same on every machine.
            "INFERENCE_PRECISION_HINT": "f32",
        }
        if cache_dir is not None:
            cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            options["CACHE_DIR"] = str(cache_dir)
        models = model_directory()
        self._detector = core.compile_model(models / DETECTION_MODEL, "CPU", options).create_infer_request()
        recogniser = core.read_model(models / RECOGNITION_MODEL)
        self._alphabet = ["", *recogniser.get_rt_info()["framework"]["character"].value.splitlines(), " "]
        self._recogniser = core.compile_model(recogniser, "CPU", options).create_infer_request()
        # PP-OCR's 0.5 drops long rows whose box holds a label, its translation and the value: such a box is half paper.
        self._find_boxes = DBPostProcess(
            thresh=0.3, box_thresh=0.4, max_candidates=300, unclip_ratio=1.6, use_dilation=True, score_mode="fast"
        )
        self._busy = threading.Lock()

    def detect(self, pixels: Pixels) -> list[Corners]:
        """Corners (4x2 each) of every line in RGB ``pixels``, in no particular order or direction."""
        height, width = pixels.shape[:2]
        scale = DETECTION_SIDE / min(height, width)
        size = tuple(max(32, round(side * min(scale, 1.0) / 32) * 32) for side in (width, height))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        tensor = _tensor(small)[None]
        with self._busy:
            self._detector.infer([tensor])
            probabilities = self._detector.get_output_tensor().data.copy()
        boxes, _ = self._find_boxes(probabilities, (height, width))
        return [np.asarray(box, np.float32) for box in boxes]

    def recognise(self, lines: list[Pixels]) -> list[Reading]:
        """Read upright pictures of single lines (RGB, any size)."""
        prepared = [_line_tensor(line) for line in lines]
        order = sorted(range(len(lines)), key=lambda index: prepared[index].shape[2])
        readings: dict[int, Reading] = {}
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            for index, reading in zip(chosen, self._recognise_batch([prepared[i] for i in chosen]), strict=True):
                readings[index] = reading
        return [readings[index] for index in range(len(lines))]

    def _recognise_batch(self, tensors: list[Floats]) -> list[Reading]:
        widest = max(tensor.shape[2] for tensor in tensors)
        width = max(MIN_WIDTH, math.ceil(widest / WIDTH_STEP) * WIDTH_STEP)
        batch = np.zeros((len(tensors), 3, LINE_HEIGHT, width), np.float32)
        for row, tensor in enumerate(tensors):
            batch[row, :, :, : tensor.shape[2]] = tensor
        with self._busy:
            self._recogniser.infer([batch])
            output = self._recogniser.get_output_tensor().data
            best, confidence = output.argmax(axis=2), output.max(axis=2)
        return [
            self._decoded(best[row], confidence[row], width / tensor.shape[2]) for row, tensor in enumerate(tensors)
        ]

    def _decoded(self, best: npt.NDArray[np.int64], confidence: Floats, stretch: float) -> Reading:
        """Greedy CTC: equal neighbours are one character, index 0 is the gap. ``stretch`` undoes the padding."""
        steps = len(best)
        starts = [step for step in range(steps) if best[step] and (step == 0 or best[step] != best[step - 1])]
        characters = []
        for start in starts:
            end = start
            while end + 1 < steps and best[end + 1] == best[start]:
                end += 1
            place = min(1.0, ((start + end) / 2 + 0.5) / steps * stretch)
            sure = float(confidence[start : end + 1].max())
            characters.append(Character(self._alphabet[int(best[start])], sure, place))
        return Reading(tuple(characters))


def _tensor(pixels: Pixels) -> Floats:
    """RGB bytes to the networks' BGR planes in -1 to 1."""
    planes = pixels[:, :, ::-1].transpose(2, 0, 1).astype(np.float32)
    return np.ascontiguousarray(planes / 127.5 - 1.0)


def _line_tensor(line: Pixels) -> Floats:
    height, width = line.shape[:2]
    scaled = min(MAX_WIDTH, max(LINE_HEIGHT // 3, math.ceil(width * LINE_HEIGHT / height)))
    shrinks = height > LINE_HEIGHT
    return _tensor(
        cv2.resize(line, (scaled, LINE_HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    )


def cut_line(pixels: Pixels, corners: Corners) -> Pixels:
    """The line inside ``corners``, upright, at its own resolution."""
    width = max(float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[2] - corners[3]))), 1.0)
    height = max(float(np.hypot(*(corners[3] - corners[0]))), float(np.hypot(*(corners[2] - corners[1]))), 1.0)
    size = (max(1, round(width)), max(1, round(height)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(pixels, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)
