"""Clients that send slowly, in pieces or in chunks, against the desk's web server with two threads."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from kyc import supervisor
from kyc.protocols.huawei import tokens
from kyc.protocols.tencent_v3 import parameters
from kyc.web_worker import LARGEST_HEAD, LARGEST_HELD, MOST_CHUNKS, Received
from tests.postgres import free_port
from tests.running_desk import ROOT, Desk

pytestmark = pytest.mark.xdist_group("gateway")

HOST = "127.0.0.1"
_numbers = itertools.count(100)
PATHS = {"v3": "/", "legacy": "/ocr/drivinglicence", "huawei": "/v2/p/ocr/id-card", "tokens": "/v3/auth/tokens"}


# --- what is a whole request ------------------------------------------------------------------------------------------


def whole_after(*pieces: bytes) -> list[bool]:
    received = Received(0.0)
    found = []
    for piece in pieces:
        received.data += piece
        found.append(received.is_whole())
        assert not received.is_broken
    return found


def test_a_request_is_whole_when_its_last_byte_is_there() -> None:
    assert whole_after(b"GET / HTTP/1.1\r\nA: b\r\n\r", b"\n") == [False, True]
    assert whole_after(b"\r\nGET / HTTP/1.1\r\n", b"\r\n") == [False, True]
    assert whole_after(b"POST / HTTP/1.1\r\ncontent-LENGTH:  3 \r\n\r\na", b"b", b"c") == [False, False, True]
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert whole_after(head, b"3;a=b\r\n0\r\n", b"\r\n", b"1", b"\r\nx\r\n0", b"\r\n", b"\r\n") == [False] * 6 + [True]
    assert whole_after(head + b"0\r\nA: b\r\n", b"\r\n") == [False, True]
    assert whole_after(head + b"1\r\nx\r\n" * MOST_CHUNKS, b"0\r\n\r\n") == [False, True]


def test_of_a_body_larger_than_any_that_is_taken_the_rest_is_a_thread_s() -> None:
    head = b"POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n"
    assert whole_after(head, bytes(LARGEST_HELD - 1), b"x") == [False, False, True]


@pytest.mark.parametrize(
    "body",
    [
        b"x\r\n",
        b"-1\r\n",
        b"\r\n",
        b"1" * 2000,
        b"1\r\nx\r\n" * (MOST_CHUNKS + 1),
        b"fffffff\r\nx",
        b"0\r\n" + b"A: b\r\n" * 1000,
    ],
)
def test_chunks_that_are_none(body: bytes) -> None:
    received = Received(0.0, bytearray(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
    assert not received.is_whole()
    assert received.is_broken


def test_an_invitation_is_taken_out_of_the_head_only() -> None:
    begin, body = b"POST / HTTP/1.1\r\nContent-Length: 99\r\n", b"a\r\nExpect: 100-continue\r\n"
    received = Received(0.0, bytearray(begin + b"Expect: 100-Continue\r\nA: b\r\n\r\n" + body))
    assert not received.is_whole()
    assert received.expects_an_invitation()
    assert received.data == begin + b"A: b\r\n\r\n" + body
    assert not received.expects_an_invitation()
    received.data += bytes(99 - len(body))
    assert received.is_whole()


def test_time_grows_with_what_is_received() -> None:
    """One loop receives for all: a byte at a time, or a chunk of a byte, costs nobody else's time."""
    start = time.process_time()
    for first, piece, times in (
        (b"GET / HTTP/1.1\r\n", b"A: b\r\n", 10_000),
        (b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + bytes(800_000), b"\n", 20_000),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nc3500\r\n" + bytes(790_000), b"\n", 5_000),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", MOST_CHUNKS),
    ):
        received = Received(0.0, bytearray(first))
        for _ in range(times):
            received.data += piece
            assert not received.is_whole()
    assert time.process_time() - start < 1


# --- the server -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port(gateway_desk: Desk) -> Iterator[int]:
    """The supervisor's own command, with two threads and less patience, beside a desk on its data."""
    chosen = free_port()
    command = supervisor.web_command(HOST, chosen)
    command[command.index("--threads") + 1] = "2"
    command[command.index("--worker-class") + 1] = "tests.gateway.hasty_worker.HastyWorker"
    process = subprocess.Popen(command, cwd=ROOT, env=gateway_desk.environment)
    try:
        wait_until_answering(chosen)
        yield chosen
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def wait_until_answering(port: int) -> None:
    """Not until the desk is well: it has no worker here."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(httpx.HTTPError):
            if page(port).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server does not answer")


def page(port: int) -> httpx.Response:
    return httpx.get(f"http://{HOST}:{port}/accounts/login/", timeout=5)


def said_to(port: int, *pieces: bytes, pause: float = 0.2) -> socket.socket:
    connection = socket.create_connection((HOST, port), timeout=10)
    for piece in pieces:
        connection.sendall(piece)
        time.sleep(pause)
    return connection


def post(path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def answer_on(connection: socket.socket) -> tuple[int, Any]:
    """Status and JSON of an answer after which the server closes."""
    with closing(connection):
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        content = answer.read()
        assert connection.recv(1) == b""
    return answer.status, json.loads(content)


def sign_in() -> bytes:
    """A body that is answered by 401 if it is read, and by 400 if not; of another account each time, for those are
    throttled."""
    return tokens.encode_token_request(tokens.TokenRequest("user", "wrong", f"domain{next(_numbers)}"))


def posted(body: bytes, *headers: str) -> bytes:
    return post(PATHS["tokens"], f"Content-Length: {len(body)}", *headers) + body


def test_slow_clients_hold_no_thread(port: int) -> None:
    """Thirty times as many connections as threads: idle ones, halves of heads, heads with a byte of their bodies."""
    begun = [b"", b"POST / HTTP/1.1\r\nHost:", post("/", "Content-Length: 1000") + b"x"]
    begun.append(post("/accounts/login/", "Transfer-Encoding: chunked") + b"5\r\nx")
    slow = [said_to(port, piece, pause=0) for piece in begun * 15]
    start = time.monotonic()
    try:
        assert page(port).status_code == 200
        assert time.monotonic() - start < 1
    finally:
        for connection in slow:
            connection.close()


def test_who_leaves_an_answer_open_holds_nobody(port: int) -> None:
    """gunicorn would wait two seconds in its loop for each client that does not close."""
    left = [
        said_to(port, b"GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", pause=0)
        for _ in range(6)
    ]
    time.sleep(0.3)
    start = time.monotonic()
    assert page(port).status_code == 200
    assert time.monotonic() - start < 1
    assert all(b"200" in connection.recv(100) for connection in left)


def test_who_reads_no_answer_holds_a_thread_for_a_while_only(port: int) -> None:
    """Both threads are busy with answers that are not taken; each ends when nothing more went out for a second."""
    style = re.findall(r'href="(/static/[^"]+\.css)"', page(port).text)[0]
    request = f"GET {style} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    times = 12_000_000 // len(httpx.get(f"http://{HOST}:{port}{style}").content)
    deaf = [said_to(port, request * min(times, 2000), pause=0) for _ in range(2)]
    try:
        time.sleep(2.5)
        assert page(port).status_code == 200
    finally:
        for connection in deaf:
            connection.close()


def test_a_body_that_does_not_come_is_the_vendor_s_error(port: int) -> None:
    expected = {
        "v3": (200, "InvalidRequest"),
        "legacy": (200, 3),
        "huawei": (400, "ModelArts.4105"),
        "tokens": (400, 400),
    }
    bodies = ("Content-Length: 1000", "Transfer-Encoding: chunked")
    asked = [
        (name, said_to(port, post(PATHS[name], body) + b'5\r\n{"a"', pause=0)) for name in expected for body in bodies
    ]
    start = time.monotonic()
    for name, connection in asked:
        status, content = answer_on(connection)
        response = content.get("Response", content)
        error = response.get("Error") or response.get("error") or response
        assert (status, error.get("Code") or error.get("error_code") or error["code"]) == expected[name]
    assert time.monotonic() - start < 4


def test_a_head_that_does_not_come_ends_the_connection(port: int) -> None:
    for piece in (b"", b"GET / HTTP/1.1\r\nHost: a\r\n"):
        with closing(said_to(port, piece)) as connection:
            assert connection.recv(100) == b""


def test_a_request_in_pieces_is_answered(port: int) -> None:
    whole = posted(sign_in(), "Connection: close")
    for size, pause in ((130, 0.2), (10, 0.01)):
        pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
        assert answer_on(said_to(port, *pieces, pause=pause))[0] == 401


def test_a_body_in_chunks_is_read(port: int) -> None:
    def in_chunks(body: bytes) -> bytes:
        pieces = (body[:7], body[7:])
        return b"".join(b"%x;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nA: b\r\n\r\n"

    request = post(PATHS["tokens"], "Transfer-Encoding: chunked", "Connection: close")
    assert answer_on(said_to(port, request + in_chunks(sign_in())))[0] == 401
    assert answer_on(said_to(port, request + b"nonsense\r\n"))[0] == 400
    with httpx.Client(base_url=f"http://{HOST}:{port}") as client:
        for _ in range(2):
            assert client.post(PATHS["tokens"], content=iter([sign_in()])).status_code == 401


def test_an_invitation_is_sent_once(port: int) -> None:
    body = sign_in()
    request = posted(body, "Expect: 100-continue", "Connection: close")
    connection = said_to(port, request[: -len(body)])
    assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(body)
    assert connection.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 401"
    assert answer_on(connection)[0] == 401


def test_requests_one_behind_the_other(port: int) -> None:
    first, second, last = posted(sign_in()), posted(sign_in()), posted(sign_in(), "Connection: close")
    with closing(said_to(port, first + second[:50], second[50:] + last)) as connection:
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received.count(b"HTTP/1.1 401") == 3


def test_a_call_by_get_of_the_vendor_s_length(port: int) -> None:
    """32 KB of query are read; a longer one is refused in the vendor's form as far as the server takes a head."""
    address = f"http://{HOST}:{port}/?Action=IDCardOCR&ImageBase64="

    def code(length: int) -> str:
        query = address + "A" * (length - len("Action=IDCardOCR&ImageBase64="))
        return str(httpx.get(query).json()["Response"]["Error"]["Code"])

    assert code(parameters.LARGEST_GET) == "AuthFailure.InvalidAuthorization"
    assert code(parameters.LARGEST_GET + 1) == "RequestSizeLimitExceeded"
    with closing(said_to(port, b"GET /?Action=" + b"A" * (LARGEST_HEAD + 9))) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 431 ")


def test_a_path_that_only_looks_like_a_proxy_s_form(port: int) -> None:
    def status(target: str) -> bytes:
        request = f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with closing(said_to(port, request.encode(), pause=0)) as connection:
            return b"".join(iter(lambda: connection.recv(65536), b""))

    for target in ("/v2/p/ocr/driver-license", "http://ocr.test/v2/p/ocr/driver-license"):
        assert b"APIG.0301" in status(target)
    for target in ("/x://v2/p/ocr/driver-license", "/x://y/v2/p/ocr/driver-license"):
        assert b"APIG" not in status(target)
    assert b"Response" in status("http://ocr.test")


def test_large_bodies_have_a_bound_together(port: int) -> None:
    """Small requests are taken even then, and large ones again when there is room."""
    begun = post("/", "Content-Length: 2000000") + bytes(1_600_000)
    large = [said_to(port, begun, pause=0.3) for _ in range(2)]
    assert large[1].recv(100).startswith(b"HTTP/1.1 503 ")
    assert answer_on(said_to(port, posted(sign_in(), "Connection: close"), pause=0))[0] == 401
    for connection in large:
        connection.close()
    time.sleep(0.3)
    whole = post("/", "Content-Length: 2000000", "Connection: close") + bytes(2_000_000)
    assert answer_on(said_to(port, whole, pause=0))[0] == 200
