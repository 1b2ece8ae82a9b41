"""The gateway against the engine it stands on: ``python -m tests.bench.gateway``, or ``make bench-gateway``.

In turns: the engine alone, fed by one thread in its own process, and a running desk called by as many of the vendor's
SDK clients as there are cores. Then ten times as many clients: every call must be answered, each with its own picture's
number, and what is throttled within 100 ms. ``BENCH_QUICK=1`` for a short run. Each client has credentials of its own,
so that no client's rate holds anybody back.
"""

from __future__ import annotations

import base64
import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client

from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.local import LocalEngine
from kyc.supervisor import descendants
from tests.bench.report import Result, publish, quick
from tests.gateway.conftest import Credentials, new_client
from tests.running_desk import Desk, desk
from tests.specimens.sets import TUNING

CLIENTS = os.cpu_count() or 2
WINDOWS, WINDOW_SECONDS = (2, 15.0) if quick() else (4, 30.0)
PICTURES = 6
THROTTLED_AIM, THROUGHPUT_AIM = 0.1, 0.9
PAGE = (DocumentKind.CN_ID_CARD, Side.PORTRAIT_FACE)


@dataclass(frozen=True)
class Sent:
    """A picture and the number on it."""

    jpeg: bytes
    number: str


@dataclass
class Window:
    """What one window of calls gave: seconds of each answer, seconds of each throttled one, and what went wrong."""

    answered: list[float]
    throttled: list[float]
    wrong: Counter[str]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answered) / self.seconds


def main() -> None:
    start = time.perf_counter()
    pictures = _pictures()
    with desk(KYC_DEMO="0") as running:
        callers = [_caller(running, new_client(running, f"client {number}")) for number in range(10 * CLIENTS)]
        bare, through = _in_turns(pictures, callers[:CLIENTS])
        before = _web_memory(running)
        crowd = _window(pictures, callers)
        publish("gateway", time.perf_counter() - start, _results(bare, through, crowd, _web_memory(running) / before))


def _results(bare: list[float], through: list[Window], crowd: Window, growth: float) -> list[Result]:
    ratio = statistics.median(window.per_second / engine for window, engine in zip(through, bare, strict=True))
    seconds = sorted(second for window in through for second in window.answered)
    throttled = sorted(crowd.throttled) or [0.0]
    wrong = sum((window.wrong for window in (*through, crowd)), Counter[str]())
    print("lost or mixed up:", dict(wrong))
    return [
        Result("gateway's throughput / bare engine's", ratio, "", THROUGHPUT_AIM),
        Result("an answer, 95th percentile", 1000 * _at(seconds, 0.95), "ms"),
        Result(f"{10 * CLIENTS} clients: answered", len(crowd.answered), "calls"),
        Result(f"{10 * CLIENTS} clients: throttled", len(crowd.throttled), "calls"),
        Result("a throttled answer, 95th percentile", 1000 * _at(throttled, 0.95), "ms", 1000 * THROTTLED_AIM, "lower"),
        Result("calls lost or mixed up", sum(wrong.values()), "calls", 0.0, "lower"),
        Result("memory of the web server after / before", growth, "", 1.1, "lower"),
    ]


def _at(values: list[float], share: float) -> float:
    return values[int(share * (len(values) - 1))]


def _pictures() -> list[Sent]:
    shots = [TUNING.capture(PAGE, "phone", index) for index in range(PICTURES)]
    return [Sent(shot.jpeg, shot.specimens[0].normalised[FieldName.CITIZEN_NUMBER]) for shot in shots]


def _in_turns(pictures: list[Sent], callers: list[Callable[[Sent], str]]) -> tuple[list[float], list[Window]]:
    with tempfile.TemporaryDirectory() as cache:
        engine = LocalEngine(Path(cache))
        _bare(engine, pictures, 2.0)
        _window(pictures, callers, 2.0)
        bare, through = [], []
        for _ in range(WINDOWS):
            bare.append(_bare(engine, pictures, WINDOW_SECONDS))
            through.append(_window(pictures, callers, WINDOW_SECONDS))
    return bare, through


def _bare(engine: LocalEngine, pictures: list[Sent], seconds: float) -> float:
    """Inspections a second of the engine alone."""
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        sent = pictures[done % len(pictures)]
        engine.inspect(InspectionRequest((CaptureInput("picture", sent.jpeg),), DocumentKind.CN_ID_CARD))
        done += 1
    return done / (time.perf_counter() - start)


def _window(pictures: list[Sent], callers: list[Callable[[Sent], str]], seconds: float = WINDOW_SECONDS) -> Window:
    window = Window([], [], Counter(), 0.0)
    start, lock = time.perf_counter(), threading.Lock()

    def keep_calling(place: int) -> None:
        turn = place
        while time.perf_counter() - start < seconds:
            sent = pictures[turn % len(pictures)]
            turn += 1
            began = time.perf_counter()
            said = callers[place](sent)
            spent = time.perf_counter() - began
            with lock:
                _note(window, said, sent, spent)
            if said == "RequestLimitExceeded":
                time.sleep(0.2)

    with ThreadPoolExecutor(len(callers)) as pool:
        list(pool.map(keep_calling, range(len(callers))))
    window.seconds = time.perf_counter() - start
    return window


def _note(window: Window, said: str, sent: Sent, spent: float) -> None:
    if said == sent.number:
        window.answered.append(spent)
    elif said == "RequestLimitExceeded":
        window.throttled.append(spent)
    else:
        window.wrong[said] += 1


def _caller(running: Desk, credentials: Credentials) -> Callable[[Sent], str]:
    """Calls with the vendor's SDK; what comes back is the number that was read, or the error's code."""
    http = HttpProfile(protocol="http", endpoint=running.url.removeprefix("http://"), reqTimeout=60, keepAlive=True)
    key = credential.Credential(credentials.secret_id, credentials.secret_key)
    client: Any = ocr_client.OcrClient(key, "ap-guangzhou", ClientProfile(httpProfile=http))

    def call(sent: Sent) -> str:
        request = models.IDCardOCRRequest()
        request.ImageBase64 = base64.b64encode(sent.jpeg).decode()
        try:
            return str(client.IDCardOCR(request).IdNum)
        except TencentCloudSDKException as error:
            return str(error.code)

    return call


def _web_memory(running: Desk) -> int:
    """Kibibytes of the largest process of the desk's web server."""
    found = []
    for pid in descendants(running.process.pid):
        folder = Path("/proc") / str(pid)
        if "gunicorn" in (folder / "cmdline").read_text():
            status = (folder / "status").read_text().splitlines()
            found += [int(line.split()[1]) for line in status if line.startswith("VmRSS:")]
    return max(found)


if __name__ == "__main__":
    main()
