"""``python -m tests.gateway.at_once ROUNDS``: calls of the gateway that come at the same moment, and ids with a NUL.

Runs against the database that the environment names, which it migrates first, and prints what happened as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import django

#: More than may wait for the engine.
CROWD = 10


def main(rounds: int) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    print(
        json.dumps(
            {
                "one call left": [_one_call_left(number) for number in range(rounds)],
                "one signature": [_one_signature(number) for number in range(rounds)],
                "crowd": _crowd(),
                "ids with a NUL": _ids_with_a_nul(),
            }
        )
    )


def _one_call_left(number: int) -> dict[str, Any]:
    from kyc.accounts.models import ApiClient
    from tests.gateway.calling import new_caller

    _engine()
    caller = new_caller(f"last {number}", quota=1)
    codes = _at_once(2, lambda: caller.code("DriverLicenseOCR", {"ImageBase64": _sound()}))
    return {"codes": sorted(codes), "quota": ApiClient.objects.get(pk=caller.client.pk).quota}


def _one_signature(number: int) -> dict[str, Any]:
    from tests.gateway.calling import new_caller

    engine = _engine()
    caller = new_caller(f"once {number}")
    signed = {"expires": 0, "now": int(time.time()), "random": number}
    codes = _at_once(2, lambda: caller.legacy({"type": 1, "image": _sound()}, **signed)["code"])
    return {"codes": sorted(codes), "read": engine.asked}


def _crowd() -> dict[str, Any]:
    """Each of a crowd calls once while the engine is busy; whoever is turned away pays nothing."""
    from kyc.accounts.models import ApiClient
    from kyc.gateway.limits import MOST_WAITING
    from tests.gateway.calling import new_caller

    engine, answered, lock = _engine(), [0], threading.Lock()
    say, may_go_on = engine.inspect, threading.Event()

    def inspect(request: Any) -> Any:
        may_go_on.wait(30)
        return say(request)

    engine.inspect = inspect
    caller = new_caller("crowd", quota=CROWD)

    def call() -> str:
        code = caller.code("IDCardOCR", {"ImageBase64": _sound()})
        with lock:
            answered[0] += 1
            if answered[0] == CROWD - MOST_WAITING:
                may_go_on.set()
        return code

    codes = _at_once(CROWD, call)
    engine.inspect = say
    after = [caller.code("IDCardOCR", {"ImageBase64": _sound()}) for _ in range(2)]
    quota = ApiClient.objects.get(pk=caller.client.pk).quota
    return {"codes": sorted(codes), "after": after, "quota": quota}


def _ids_with_a_nul() -> list[Any]:
    from kyc.protocols.wire import WireRequest
    from tests.gateway.calling import HOST, base64_of, send

    query = "Action=IDCardOCR&SecretId=%00&Timestamp=1&Nonce=1&Signature=x&Version=2018-11-19"
    signature = base64_of(bytes(20) + b"a=\x00&b=&k=\x00&e=0&t=1&r=1")
    return [
        send(WireRequest("GET", "/", query, (("Host", HOST),)))[1]["Response"]["Error"]["Code"],
        send(WireRequest("POST", "/ocr/drivinglicence", "", (("Host", HOST), ("Authorization", signature))))[1]["code"],
    ]


def _engine() -> Any:
    from kyc.documents.kinds import DocumentKind
    from kyc.gateway import recognising
    from tests.gateway.calling import StandIn, nothing_read

    engine = StandIn(nothing_read(DocumentKind.CN_DRIVING_LICENCE))
    recognising._engine = lambda: engine  # type: ignore[assignment]
    return engine


def _sound() -> str:
    from PIL import Image

    from tests.gateway.calling import base64_of, file_of

    return base64_of(file_of(Image.new("RGB", (300, 200), "white")))


def _at_once(count: int, call: Callable[[], Any]) -> list[Any]:
    barrier, answers = threading.Barrier(count), []

    def one() -> None:
        from django.db import connection

        connection.ensure_connection()
        barrier.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


if __name__ == "__main__":
    main(int(sys.argv[1]))
