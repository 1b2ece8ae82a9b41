"""Pictures by address: what may be reached, and that nothing else is, by whatever name it goes."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import override_settings

from kyc.gateway import fetching
from kyc.gateway.fetching import CannotFetch, NotAllowed, TooLarge, fetch, is_public

LARGEST = 1000
Reply = Callable[[BaseHTTPRequestHandler], None]
#: Servers of these tests are on this machine, and on ports of their own.
trusting = override_settings(FETCH_ALLOWED_HOSTS=frozenset({"127.0.0.1", "rebinding.example"}))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        *("127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.9"),
        *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/a.jpg", "http://localhost/a.jpg", "http://[::1]/a.jpg", "http://[::ffff:127.0.0.1]/a.jpg"),
        *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/"),
        *("http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/"),
        *("http://user:secret@1.1.1.1/", "http://user@1.1.1.1/", "http://1.1.1.1:22/", "https://1.1.1.1:80/"),
        *("ftp://1.1.1.1/a", "file:///etc/passwd", "gopher://1.1.1.1/", "//1.1.1.1/a", "1.1.1.1/a", "", "http:///a"),
        *("http://1.1.1.1:99999/", "http://[1.1.1.1/", "http://①②⑦.⓪.⓪.①/", "http://1.1.1.1/" + "a" * 3000),
        "http://127.0.0.1.:80/",
    ],
)
def test_what_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(CannotFetch) as refused:
        fetch(url, LARGEST)
    assert not isinstance(refused.value, TooLarge)


def test_a_host_with_one_private_address_is_refused() -> None:
    with pytest.raises(NotAllowed):
        fetch("http://both.example/a", LARGEST, resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])


@trusting
def test_a_name_is_asked_for_once_so_that_no_second_answer_counts() -> None:
    """Rebinding: the first answer is checked and used; a second, private one would never be asked for."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with served(lambda handler: _say(handler, 200, b"picture")) as port:
        assert fetch(f"http://rebinding.example:{port}/a", LARGEST, resolve=resolve) == b"picture"
    assert asked == ["rebinding.example"]


@trusting
def test_a_redirect_is_checked_like_the_first_address() -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        handler.end_headers()

    with served(redirect) as port, pytest.raises(NotAllowed):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)


@trusting
def test_redirects_end() -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/again")
        handler.end_headers()

    with served(redirect) as port, pytest.raises(CannotFetch, match="too many redirects"):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)


@trusting
@pytest.mark.parametrize("states_length", [True, False])
def test_more_bytes_than_allowed(states_length: bool) -> None:
    body = bytes(LARGEST + 1)
    with served(lambda handler: _say(handler, 200, body, states_length)) as port, pytest.raises(TooLarge):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)


@trusting
def test_as_many_bytes_as_allowed() -> None:
    with served(lambda handler: _say(handler, 200, bytes(LARGEST))) as port:
        assert fetch(f"http://127.0.0.1:{port}/a", LARGEST) == bytes(LARGEST)


@trusting
def test_another_status() -> None:
    with served(lambda handler: _say(handler, 404, b"")) as port, pytest.raises(CannotFetch, match="404"):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)


@trusting
def test_one_deadline_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a byte now and then keeps every single read short, and still ends."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    monkeypatch.setattr(fetching, "DEADLINE", 0.5)
    start = time.monotonic()
    with served(drip) as port, pytest.raises(CannotFetch):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)
    assert time.monotonic() - start < 3


@trusting
def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with served(lambda handler: _say(handler, 200, b"picture")) as port:
        assert fetch(f"http://127.0.0.1:{port}/a", LARGEST) == b"picture"


@contextmanager
def served(reply: Reply) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with _quietly():
                reply(self)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        return


def _say(handler: BaseHTTPRequestHandler, status: int, body: bytes, states_length: bool = True) -> None:
    handler.send_response(status)
    if states_length:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
