"""Pictures by address: what may be reached, and that nothing else is, by whatever name it goes."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings

from kyc.gateway import fetching
from kyc.gateway.fetching import CannotFetch, NoPlace, NotAllowed, TooLarge, fetch, is_public
from kyc.gateway.limits import Busy
from kyc.gateway.places import Places
from tests.gateway.calling import Caller, new_caller
from tests.running_desk import ROOT, environment_of

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
        *("168.63.129.16", "192.88.99.1", "::ffff:168.63.129.16", "3fff::1", "3fff:fff:ffff::1"),
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
        *(
            "http://1.1.1.1/a\x01b",
            "http://1.1.1.1\x01/",
            "http://1.1.1.1/\ud800",
            "http://exa mple/",
            "http://exa]mple/",
        ),
        *("http://\u202e.example/", "http://" + "例" * 80 + ".example/", "http://a%2eb/", "http://[::1%lo]/"),
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
@pytest.mark.parametrize("location", ["http://exa]mple/", "http://[::1", "\xff\xfe", ""])
def test_a_redirect_to_what_is_no_address(location: str) -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", location)
        handler.end_headers()

    with served(redirect) as port, pytest.raises(CannotFetch):
        fetch(f"http://127.0.0.1:{port}/a", LARGEST)


@trusting
def test_names_and_paths_of_any_script() -> None:
    """A host is looked up and named by its ASCII form, a path is sent encoded."""
    seen: list[str] = []

    def reply(handler: BaseHTTPRequestHandler) -> None:
        seen.extend((handler.path, handler.headers["Host"]))
        _say(handler, 200, b"picture")

    def resolve(host: str, port: int) -> list[str]:
        seen.append(host)
        return ["127.0.0.1"]

    with served(reply) as port, override_settings(FETCH_ALLOWED_HOSTS=frozenset({"xn--fsqu00a.example"})):
        address = f"http://例子.Example:{port}/证件 1.jpg?签=%41&b=[1]"
        assert fetch(address, LARGEST, resolve=resolve) == b"picture"
    path = "/%E8%AF%81%E4%BB%B6%201.jpg?%E7%AD%BE=%41&b=[1]"
    assert seen == ["xn--fsqu00a.example", path, f"xn--fsqu00a.example:{port}"]


@trusting
@pytest.mark.parametrize(
    ("scheme", "first", "again"),
    [
        ("http", b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        ("http", b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        ("http", b"", b"H"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", b";a=b"),
        ("http", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        ("https", b"\x16\x03\x03\x40\x00", b"\x02"),
    ],
)
def test_one_deadline_for_everything(monkeypatch: pytest.MonkeyPatch, scheme: str, first: bytes, again: bytes) -> None:
    """A server that sends a byte now and then keeps every single read short, and still ends."""
    monkeypatch.setattr(fetching, "DEADLINE", 0.4)
    start = time.monotonic()
    with dripping(first, again) as port, pytest.raises(CannotFetch):
        fetch(f"{scheme}://127.0.0.1:{port}/a", LARGEST)
    assert time.monotonic() - start < 1.5


def test_look_ups_of_one_client_leave_places_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose name servers are dead has look-ups that go on when nobody waits for them any more."""
    monkeypatch.setattr(fetching, "DEADLINE", 0.05)
    alive = threading.Event()

    def dead(host: str, port: int) -> list[str]:
        alive.wait(20)
        return []

    try:
        for _ in range(4):
            with pytest.raises(CannotFetch, match="no such host"):
                fetch("http://dead.example/", LARGEST, client="one", resolve=dead)
        with pytest.raises(NoPlace):
            fetch("http://dead.example/", LARGEST, client="one", resolve=dead)
        with pytest.raises(NotAllowed):
            fetch("http://other.example/", LARGEST, client="other", resolve=lambda host, port: ["10.0.0.1"])
        for client in "abc":
            for _ in range(4):
                with pytest.raises(CannotFetch, match="no such host"):
                    fetch("http://dead.example/", LARGEST, client=client, resolve=dead)
        with pytest.raises(NoPlace):
            fetch("http://other.example/", LARGEST, client="other", resolve=lambda host, port: ["10.0.0.1"])
    finally:
        alive.set()
    wait_until(lambda: len(fetching.lookups) == 0)
    with pytest.raises(NotAllowed):
        fetch("http://other.example/", LARGEST, client="one", resolve=lambda host, port: ["10.0.0.1"])


def test_fetching_has_threads_of_its_own_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow servers hold so many threads of the web server's and no more, and of one client fewer."""
    go_on = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        go_on.wait(20)
        return ["10.0.0.1"]

    def begin(client: str) -> None:
        with pytest.raises(NotAllowed):
            fetch("http://slow.example/", LARGEST, client=client, resolve=slow)

    monkeypatch.setattr(fetching, "DEADLINE", 20)
    threads = [threading.Thread(target=begin, args=(client,)) for client in "aaabbbcc"]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(fetching.fetches) == 8)
    for client in "ad":
        with pytest.raises(NoPlace) as refused:
            fetch("http://slow.example/", LARGEST, client=client, resolve=slow)
        # The gateway does not charge for what is answered so.
        assert isinstance(refused.value, Busy)
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(fetching.fetches) == 0


def codes(caller: Caller, url: str) -> dict[str, Any]:
    return {
        "v3": caller.code("IDCardOCR", {"ImageUrl": url}),
        "legacy": caller.legacy({"type": 1, "url": url})["code"],
        "huawei": caller.huawei({"url": url})[1]["error_code"],
    }


@pytest.mark.django_db
def test_nobody_is_charged_where_no_place_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = new_caller(quota=9)
    busy = {"v3": "RequestLimitExceeded", "legacy": 15, "huawei": "ModelArts.4401"}
    monkeypatch.setattr(fetching, "lookups", Places(0, 0))
    assert codes(caller, "http://1.1.1.1/a") == busy
    monkeypatch.setattr(fetching, "fetches", Places(0, 0))
    assert codes(caller, "http://1.1.1.1/a") == busy
    caller.client.refresh_from_db()
    assert caller.client.quota == 9


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://1.1.1.1/a\x01b", "http://exa]mple/", "http://1.1.1.1/\ud800"])
def test_an_address_that_is_none_is_the_vendor_s_error(url: str) -> None:
    refused = {"v3": "FailedOperation.DownLoadError", "legacy": -1308, "huawei": "ModelArts.4601"}
    assert codes(new_caller(), url) == refused


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    assert is_so()


def test_hosts_that_are_allowed_are_listed_as_every_other_list(tmp_path: Path) -> None:
    environment = environment_of(
        tmp_path, 8000, KYC_FETCH_ALLOWED_HOSTS=" One.example,two.example, three.example four "
    )
    code = "from kyc import settings; print(*sorted(settings.FETCH_ALLOWED_HOSTS))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.stdout.split() == ["four", "one.example", "three.example", "two.example"], said.stderr


@trusting
def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with served(lambda handler: _say(handler, 200, b"picture")) as port:
        assert fetch(f"http://127.0.0.1:{port}/a", LARGEST) == b"picture"


@trusting
def test_a_certificate_is_held_against_the_host_s_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not against the address that the connection goes to."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    write_certificate("rebinding.example", key, certificate)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    monkeypatch.setattr(fetching, "_certificates", lambda: ssl.create_default_context(cafile=certificate))
    with served(lambda handler: _say(handler, 200, b"picture"), serving) as port:
        there = {"resolve": lambda host, port: ["127.0.0.1"]}
        assert fetch(f"https://rebinding.example:{port}/", LARGEST, **there) == b"picture"
        with pytest.raises(CannotFetch, match="ConnectError"):
            fetch(f"https://127.0.0.1:{port}/", LARGEST, **there)


def write_certificate(host: str, key_file: Path, certificate_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
    )
    certificate = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(pem, *plain))
    certificate_file.write_bytes(certificate.sign(key, hashes.SHA256()).public_bytes(pem))


@contextmanager
def dripping(first: bytes, again: bytes) -> Iterator[int]:
    """A server that says ``first`` and then ``again``, ten times a second, to each who connects."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.sendall(first)
                for _ in range(100):
                    connection.sendall(again)
                    time.sleep(0.1)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@contextmanager
def served(reply: Reply, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with _quietly():
                reply(self)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
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
