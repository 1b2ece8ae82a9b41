"""Malformed requests by the thousand: ``python -m tests.gateway.malformed``, or ``make check-gateway``.

Every endpoint of the gateway of a running desk is sent requests over HTTP that began as good ones: parts taken out,
doubled, cut, turned into other types, bytes changed, headers broken, some signed anew so that they get past the
signature. Each answer must be JSON in the vendor's error form and arrive in time; a page, a stack trace, a dropped
connection or the code that stands for an error which nobody foresaw is wrong.

``GATEWAY_COUNT`` is the number for each endpoint, 10,000 unless said, ``GATEWAY_ONLY`` names endpoints (separated by
spaces), ``GATEWAY_SEED`` repeats a run. What was done is kept in ``GATEWAY_PROGRESS`` (``var/check-gateway.json``), the
seed first: a run that was broken off goes on there, and request 1234 of a run is the same one each time.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from kyc.protocols.wire import WireRequest
from tests.gateway.conftest import Credentials
from tests.gateway.spoiling import ENDPOINTS, Endpoint, malformed
from tests.running_desk import ROOT, Desk, desk

#: No answer to a malformed request may take longer, in seconds; one that does is sent once more, for the machine may
#: have been busy with something else.
SLOWEST: Final = 2.0
#: Codes of errors that nobody foresaw.
UNFORESEEN: Final = frozenset({"InternalError", "FailedOperation.UnKnowError", "213", "ModelArts.4505", "500"})
#: Each client may call an endpoint ten times a second, and so many together as often as one core can.
CLIENTS: Final = 24
#: Fewer than calls may wait for the engine, so that none is turned away for that.
LINES: Final = 3
_STEP: Final = 200
_MOST_COMPLAINTS: Final = 50
_MAKE_CLIENTS: Final = """
import dataclasses, json
from kyc.accounts.clients import create_client
from kyc.audit.actor import SYSTEM
made = [create_client(actor=SYSTEM, name=f"{name} {number}")[1] for number in range(count)]
print(json.dumps([dataclasses.asdict(one) for one in made]))
"""


@dataclass
class Tally:
    """What came of an endpoint so far."""

    done: int = 0
    wrong: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    codes: dict[str, int] = field(default_factory=dict)
    #: The first of what was wrong, each with its request's number.
    complaints: list[str] = field(default_factory=list)


@dataclass
class Progress:
    """A run as its file tells of it."""

    path: Path
    seed: int
    count: int
    endpoints: dict[str, Tally]

    def save(self) -> None:
        """Whole or not at all."""
        content = {"seed": self.seed, "count": self.count}
        content |= {"endpoints": {name: asdict(tally) for name, tally in self.endpoints.items()}}
        other = self.path.with_suffix(".new")
        other.write_text(json.dumps(content, indent=1))
        other.replace(self.path)


def opened(path: Path, count: int, seed: int | None) -> Progress:
    """The run in ``path`` if it is not over and is the one that is meant; else a new one."""
    try:
        kept = json.loads(path.read_text())
        tallies = {name: Tally(**tally) for name, tally in kept["endpoints"].items()}
        is_over = all(name in tallies and tallies[name].done >= count for name in (one.name for one in ENDPOINTS))
        if not is_over and kept["count"] == count and seed in (None, kept["seed"]):
            return Progress(path, kept["seed"], count, tallies)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    return Progress(path, secrets.randbelow(10**9) if seed is None else seed, count, {})


class Line:
    """A connection that is kept open, and opened anew where the desk has closed it between two requests."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)

    def send(self, request: WireRequest) -> tuple[int, str, bytes]:
        """Status, content type and body.

        Raises:
            HTTPException, OSError: no answer came, twice.
        """
        try:
            return self._send(request)
        except (http.client.HTTPException, OSError):
            self._connection.close()
            return self._send(request)

    def _send(self, request: WireRequest) -> tuple[int, str, bytes]:
        target = request.path + (f"?{request.query}" if request.query else "")
        self._connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in (*request.headers, ("Content-Length", str(len(request.body)))):
            self._connection.putheader(name, value)
        self._connection.endheaders(request.body)
        answer = self._connection.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read()


@dataclass(frozen=True)
class Outcome:
    code: str
    seconds: float
    complaint: str = ""


class Run:
    """One run against one desk."""

    def __init__(self, url: str, clients: Sequence[Credentials], progress: Progress) -> None:
        self._url, self._clients, self._progress = url, clients, progress
        self._own = threading.local()

    def endpoint(self, endpoint: Endpoint) -> int:
        """Send what is left of an endpoint's requests; the number of wrong answers, earlier ones included."""
        tally = self._progress.endpoints.setdefault(endpoint.name, Tally())
        with ThreadPoolExecutor(LINES) as pool:
            while tally.done < self._progress.count:
                numbers = range(tally.done, min(tally.done + _STEP, self._progress.count))
                start = time.perf_counter()
                for outcome in pool.map(lambda number: self._judged(endpoint, number), numbers):
                    _count(tally, outcome, endpoint)
                tally.done = numbers.stop
                tally.seconds += time.perf_counter() - start
                self._progress.save()
        shown = ", ".join(f"{code} {times}" for code, times in Counter(tally.codes).most_common(8))
        rate = tally.done / max(tally.seconds, 0.001)
        print(
            f"{endpoint.name:34} {tally.done} sent, {tally.wrong} wrong, slowest {tally.slowest:.2f} s,"
            f" {tally.seconds:.0f} s in all ({rate:.0f}/s); {shown}",
            flush=True,
        )
        return tally.wrong

    def _judged(self, endpoint: Endpoint, number: int) -> Outcome:
        outcome = self._asked(endpoint, number)
        if outcome.seconds > SLOWEST and not outcome.complaint:
            outcome = self._asked(endpoint, number)
        if outcome.seconds > SLOWEST and not outcome.complaint:
            return replace(
                outcome, complaint=f"{number}: {outcome.code} took {outcome.seconds:.2f} s, for the second time"
            )
        return outcome

    def _asked(self, endpoint: Endpoint, number: int) -> Outcome:
        """The outcome of a request, which another client sends where one was throttled."""
        for turn in range(len(self._clients)):
            keys = self._clients[(number + turn) % len(self._clients)]
            outcome = self._sent(endpoint, number, keys)
            if outcome.code not in endpoint.throttled:
                return outcome
            time.sleep(0.1)
        return Outcome("throttled", 0.0, f"{number}: every client was throttled")

    def _sent(self, endpoint: Endpoint, number: int, keys: Credentials) -> Outcome:
        request = malformed(endpoint, self._progress.seed, number, keys)
        start = time.perf_counter()
        try:
            status, media_type, body = self._line().send(request)
        except (http.client.HTTPException, OSError) as error:
            return Outcome("no answer", time.perf_counter() - start, f"{number}: {error!r} for {request!r:.600}")
        spent = time.perf_counter() - start
        code = _code(body)
        if _fits(endpoint, status, media_type, body) and code not in UNFORESEEN:
            return Outcome(code, spent)
        return Outcome(code, spent, f"{number}: {status} {media_type} {body!r:.300} for {request!r:.600}")

    def _line(self) -> Line:
        if not hasattr(self._own, "line"):
            self._own.line = Line(self._url)
        line: Line = self._own.line
        return line


def _fits(endpoint: Endpoint, status: int, media_type: str, body: bytes) -> bool:
    try:
        return media_type == "application/json" and endpoint.has_form(status, json.loads(body))
    except (ValueError, AttributeError, TypeError, KeyError):
        return False


def _code(body: bytes) -> str:
    try:
        answer: dict[str, Any] = json.loads(body)
        response = answer.get("Response", answer)
        error = response.get("Error") or response.get("error") or {}
        found = error.get("Code") or error.get("code") or response.get("error_code") or response.get("code", "answered")
    except (ValueError, AttributeError):
        return "?"
    return str(found)


def _count(tally: Tally, outcome: Outcome, endpoint: Endpoint) -> None:
    tally.codes[outcome.code] = tally.codes.get(outcome.code, 0) + 1
    tally.slowest = max(tally.slowest, outcome.seconds)
    complaint = outcome.complaint
    if complaint:
        tally.wrong += 1
        tally.complaints = [*tally.complaints, complaint][:_MOST_COMPLAINTS]
        print(f"{endpoint.name} {complaint}", flush=True)


def new_clients(running: Desk, name: str, count: int) -> list[Credentials]:
    """Many clients by one process of the desk's."""
    code = f"name, count = {name!r}, {count}\n{_MAKE_CLIENTS}"
    done = running.manage("shell", "--verbosity", "0", "--command", code)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [Credentials(**made) for made in json.loads(done.stdout)]


def main() -> int:
    count = int(os.environ.get("GATEWAY_COUNT", "10000"))
    only = os.environ.get("GATEWAY_ONLY", "").split()
    seed = os.environ.get("GATEWAY_SEED", "")
    path = Path(os.environ.get("GATEWAY_PROGRESS", ROOT / "var" / "check-gateway.json"))
    progress = opened(path, count, int(seed) if seed else None)
    print(f"seed {progress.seed}, progress in {path}", flush=True)
    chosen = [endpoint for endpoint in ENDPOINTS if not only or endpoint.name in only]
    with desk(KYC_DEMO="0") as running:
        run = Run(running.url, new_clients(running, "malformed", CLIENTS), progress)
        return 1 if sum(run.endpoint(endpoint) for endpoint in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
